package decideweb

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A Reveal is one place of a letter that may tell where a person with protected
// identity is.
type Reveal struct {
	Where string // the heading it stands under
	What  string // the words themselves
	Why   string
}

// telling finds words that often tell where someone lives, goes to school, works or is
// treated, and numbers that may be a telephone.
var telling = regexp.MustCompile(`(?:[Aa]rbetar|[Jj]obbar|[Pp]raktiserar|[Vv]istas|[Vv]årdas|[Ff]lyttat) (?:på|hos|i|vid|till) \p{Lu}[\pL-]*(?: \p{Ll}[\pL-]+)?|(?i)[\pL-]*(?:gatan|vägen|gränd|gränden|stigen|torget|skola|skolan|förskola|förskolan|gymnasiet|boendet|vårdcentral|vårdcentralen)[\pL]*|\b0\d{1,3}[- ]?\d[\d -]{3,}\d`)

// reveals lists the places of the letter that the officer must read: those that
// hold a protected value, and those that look like a place or a number.
func reveals(letter Letter, secrets []Secret) []Reveal {
	var found []Reveal
	put := func(r Reveal) {
		if !slices.ContainsFunc(found, func(f Reveal) bool { return f.Where == r.Where && f.What == r.What }) {
			found = append(found, r)
		}
	}
	look := func(where, text string) {
		for _, s := range secrets {
			for _, value := range s.Values {
				if holds(text, value) {
					put(Reveal{where, value, "är en skyddad uppgift"})
				}
			}
		}
		for _, word := range telling.FindAllString(text, -1) {
			put(Reveal{where, word, "kan visa en plats eller ett nummer"})
		}
	}
	look("Mottagaren", letter.To+" "+letter.Born)
	look("Rubriken", letter.Heading)
	look("Hälsningen", letter.Greeting)
	for _, s := range letter.Sections {
		if s.Heading == appealHeading || s.Heading == trialHeading {
			continue // words of the law, of no one
		}
		for _, text := range s.Text {
			look(s.Heading, text)
		}
	}
	return found
}

// holds tells whether the text holds the value, however it is spaced and cased.
func holds(text, value string) bool {
	bare := squeezed(value)
	return len([]rune(bare)) > 3 && strings.Contains(squeezed(text), bare)
}

// squeezed keeps letters and digits, in lower case.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
