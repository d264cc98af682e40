package likeness

import (
	"strings"
	"unicode"
)

// A Piece is a sentence of a text, as it was written.
type Piece struct {
	Text string
	Same bool // it stands in the other text too
}

// Pieces divides a text into its sentences and tells which of them stand in another
// text, word for word. Put together they are the text. Where they stand there, and
// how often, makes no difference.
func Pieces(text, other string) []Piece {
	there := map[string]bool{"": true}
	for _, sentence := range sentences(other) {
		there[strings.Join(Words(sentence), " ")] = true
	}
	var out []Piece
	for _, sentence := range sentences(text) {
		same := there[strings.Join(Words(sentence), " ")]
		if n := len(out); n > 0 && out[n-1].Same == same {
			out[n-1].Text += sentence
			continue
		}
		out = append(out, Piece{sentence, same})
	}
	return out
}

// sentences cuts a text after each end of a sentence or line, with the space that
// follows. A point with no space after it, as in a number, ends nothing.
func sentences(text string) []string {
	var out []string
	begins, ended, spaced := 0, false, false
	for at, r := range text {
		if ended && spaced && !unicode.IsSpace(r) {
			out, begins = append(out, text[begins:at]), at
			ended = false
		}
		switch {
		case strings.ContainsRune(".!?\n", r):
			ended, spaced = true, r == '\n'
		case unicode.IsSpace(r):
			spaced = true
		default:
			ended = ended && strings.ContainsRune("”\"')", r)
		}
	}
	if begins < len(text) {
		out = append(out, text[begins:])
	}
	return out
}
