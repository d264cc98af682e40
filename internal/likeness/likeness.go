// Package likeness tells whether a text is copied from another (C-19), by
// fingerprints that are kept instead of the texts being compared.
//
// A fingerprint (avtryck) stands for six words in a row. Of every eight runs in a
// row one is kept, always the one that the words themselves choose, so that two
// texts that share thirteen words in a row share a fingerprint wherever those words
// stand (winnowing: Schleimer, Wilkerson and Aiken, SIGMOD 2003). Case,
// punctuation and spaces make no difference. A name that was changed breaks the
// runs it stands in and no others.
package likeness

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
)

const (
	run    = 6 // words in a fingerprint
	window = 8 // runs of which one is kept

	// Certain is how many words in a row two texts share that surely share a fingerprint.
	Certain = run + window - 1
	// Least is how many words a text has that can be tried: shorter ones are alike by chance.
	Least = 30
	// Most is how many fingerprints are kept of one text, some 1,800 words. Of a
	// longer one those are kept that are least, which is the same choice in every text.
	Most = 400
)

// Prints are the fingerprints of a text, least first and each once; none of a text
// that is too short to be tried. They depend on the text only.
func Prints(text string) []int64 {
	words := Words(text)
	if len(words) < Least {
		return nil
	}
	runs := make([]int64, len(words)-run+1)
	for i := range runs {
		runs[i] = hashed(words[i : i+run])
	}
	var kept []int64
	for i := range len(runs) - window + 1 {
		kept = append(kept, slices.Min(runs[i:i+window]))
	}
	slices.Sort(kept)
	kept = slices.Compact(kept)
	return kept[:min(len(kept), Most)]
}

// Words are the words of a text in lower case, without what stands between them.
func Words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}

// Copied tells whether so many shared fingerprints of all of a text's are at least
// half of it.
func Copied(shared, all int) bool { return all > 0 && 2*shared >= all }

func hashed(words []string) int64 {
	h := fnv.New64a()
	for _, w := range words {
		h.Write([]byte(w))
		h.Write([]byte{0})
	}
	return int64(h.Sum64() >> 1) // a database holds it as a number that is not negative
}
