package release

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Line is what can be kept back on its own: a sentence of one paragraph.
type Line struct {
	Paragraph int
	Text      string
}

// sentenceEnd is a mark before a word that begins a sentence: "14 kap. 2 §" is one.
var sentenceEnd = regexp.MustCompile(`([.!?])\s+["”–(]?\p{Lu}`)

// Lines cuts the paragraphs of a part into sentences. Put together they are the
// part, whole.
func Lines(paragraphs []string) []Line {
	var all []Line
	n := 0
	for _, p := range paragraphs {
		for row := range strings.SplitSeq(p, "\n") {
			if row = strings.TrimSpace(row); row == "" {
				continue
			}
			rest := row
			for {
				at := sentenceEnd.FindStringIndex(rest)
				if at == nil {
					break
				}
				end := at[0] + 1
				all = append(all, Line{Paragraph: n, Text: rest[:end]})
				rest = strings.TrimSpace(rest[end:])
			}
			if rest != "" {
				all = append(all, Line{Paragraph: n, Text: rest})
			}
			n++
		}
	}
	return all
}

// Digest tells one reading of a part from another.
func Digest(title string, lines []Line) string {
	h := sha256.New()
	h.Write([]byte(title))
	for _, l := range lines {
		h.Write([]byte{0})
		h.Write([]byte(l.Text))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Removed stands where a line was kept back.
func Removed(g Ground) string { return "[Uppgift borttagen, " + g.Cited() + "]" }

// Shown is the part as it goes out: paragraphs, with what is kept back replaced by
// its ground. Lines kept back by the same ground in a row are replaced by one.
func (t Tried) Shown(lines []Line) []string {
	if t.Whole != "" {
		return []string{Removed(t.Whole)}
	}
	var out []string
	paragraph, last := -1, Ground("")
	for n, l := range lines {
		g := t.Ground(n)
		text := l.Text
		if g != "" {
			text = Removed(g)
		}
		switch {
		case l.Paragraph != paragraph:
			out = append(out, text)
		case g == "" || g != last:
			out[len(out)-1] += " " + text
		}
		paragraph, last = l.Paragraph, g
	}
	return out
}

// A Hint (misstänkt uppgift) is a word that may have to be kept back, and by what.
type Hint struct {
	Word   string
	Ground Ground
}

// Suspects tells by which ground each line may have to be kept back: the lines that
// hold one of the words. A word of one or two letters, such as Bo, stands by itself
// and as it is written, or every line would hold it. The one who tries the part decides.
func Suspects(lines []Line, hints []Hint) map[int]Ground {
	found := map[int]Ground{}
	for n, l := range lines {
		low := strings.ToLower(l.Text)
		words := strings.FieldsFunc(l.Text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
		for _, h := range hints {
			word := strings.TrimSpace(h.Word)
			holds := strings.Contains(low, strings.ToLower(word))
			if utf8.RuneCountInString(word) < 3 {
				holds = slices.Contains(words, word)
			}
			if holds {
				if _, already := found[n]; !already {
					found[n] = h.Ground
				}
			}
		}
	}
	return found
}
