package people

import (
	"strings"
	"unicode"
)

// SearchWords are the words by which a name is found: lower case, without
// accents that people leave out, å, ä and ö kept because they tell names apart.
func SearchWords(name string) []string {
	plain := strings.Map(func(r rune) rune {
		r = unicode.ToLower(r)
		if to, ok := accents()[r]; ok {
			return to
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return ' '
	}, name)
	return strings.Fields(plain)
}

func accents() map[rune]rune {
	return map[rune]rune{
		'à': 'a', 'á': 'a', 'â': 'a', 'ã': 'a', 'è': 'e', 'é': 'e', 'ê': 'e', 'ë': 'e',
		'ì': 'i', 'í': 'i', 'î': 'i', 'ï': 'i', 'ò': 'o', 'ó': 'o', 'ô': 'o', 'õ': 'o',
		'ù': 'u', 'ú': 'u', 'û': 'u', 'ü': 'u', 'ç': 'c', 'ñ': 'n', 'ý': 'y', 'ÿ': 'y',
		'ø': 'ö', 'æ': 'ä', 'ß': 's', 'ł': 'l', 'š': 's', 'ž': 'z', 'č': 'c', 'ć': 'c',
	}
}
