// Package paper sets letters and lists as PDF. A document is headings, paragraphs,
// lists and tables; the file carries the same as tags, so that it can be read
// aloud, and is marked PDF/UA-1 and PDF/A-2a. Each mark is checked structurally by
// the tests; no outside validator has passed judgement on it.
//
// The same document gives the same bytes: nothing is taken from the clock.
package paper

import (
	"fmt"
	"io"
	"time"
)

// A Document is what stands on the paper.
type Document struct {
	Title  string    // what a reader shows in place of a file name
	Author string    // who answers for it: the board
	Made   time.Time // when it was made; the file carries it
	Wide   bool      // the page lies down, for tables of many columns
	Foot   string    // repeated at the foot of each page, before the page number
	Blocks []Block
}

// A Block is one part of a document, in reading order.
type Block interface {
	set(*setter)
}

type (
	// Sender heads a letter: who writes at the left, day and number at the right.
	Sender struct{ Left, Right []string }
	// Heading of level 1 (once, first) to 3.
	Heading struct {
		Level int
		Text  string
	}
	// Text is a paragraph. A line break in it breaks the line.
	Text string
	// Strong is a paragraph that must not be missed.
	Strong string
	// List is points, each a paragraph.
	List []string
	// Pairs are a name and its value a row.
	Pairs [][2]string
	// Table has a head that is repeated on each page.
	Table struct {
		Caption string
		Head    []string
		Rows    [][]string
		Numbers []bool // the column holds numbers and is set to the right
	}
	// Break begins a new page.
	Break struct{}
)

// Write sets the document and writes it as PDF.
func Write(w io.Writer, d Document) error {
	s, err := newSetter(d)
	if err != nil {
		return fmt.Errorf("setting %q: %w", d.Title, err)
	}
	for _, b := range d.Blocks {
		b.set(s)
	}
	drawn, err := s.drawn()
	if err != nil {
		return fmt.Errorf("drawing %q: %w", d.Title, err)
	}
	file, err := tagged(drawn, s)
	if err != nil {
		return fmt.Errorf("tagging %q: %w", d.Title, err)
	}
	_, err = w.Write(file)
	return err
}
