package eventlog

import (
	"errors"
	"fmt"
	"strings"
)

// A Place (ställe) is where in a file something stands. Line and Column count
// from 1; zero means that it is not known. In a list the column is the number
// of the field and Name its heading.
type Place struct {
	File   string
	Line   int
	Column int
	Name   string
}

// String writes "beslut.csv, rad 118, kolumn 7 (Beslutsdatum)".
func (p Place) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ", rad %d", p.Line)
	}
	if p.Column > 0 {
		fmt.Fprintf(&b, ", kolumn %d", p.Column)
	}
	if p.Name != "" {
		fmt.Fprintf(&b, " (%s)", p.Name)
	}
	return b.String()
}

// A Fault (fel) is something in a file or a mapping that only a person can mend.
// Text is a Swedish sentence: what is wrong, then how to mend it.
type Fault struct {
	Place Place
	Text  string
}

func (f *Fault) Error() string { return f.Place.String() + ": " + f.Text }

func faultAt(p Place, format string, args ...any) *Fault {
	return &Fault{Place: p, Text: fmt.Sprintf(format, args...)}
}

// mostFaults is how many faults are gathered before reading stops: enough to
// mend a file in one go, few enough to read.
const mostFaults = 20

// A gathering holds the faults of one run until it is worth stopping.
type gathering struct{ faults []error }

// add keeps err when it is a Fault; it returns err at once when it is anything
// else, and everything gathered when that is enough.
func (g *gathering) add(err error) error {
	var fault *Fault
	if err == nil {
		return nil
	}
	if !errors.As(err, &fault) {
		return err
	}
	g.faults = append(g.faults, fault)
	if g.full() {
		return g.all()
	}
	return nil
}

func (g *gathering) full() bool { return len(g.faults) >= mostFaults }

func (g *gathering) all() error { return errors.Join(g.faults...) }

// Faults lists the faults inside err, in the order they were met; empty when
// err is of another kind.
func Faults(err error) []*Fault {
	switch e := err.(type) {
	case nil:
		return nil
	case *Fault:
		return []*Fault{e}
	case interface{ Unwrap() []error }:
		var all []*Fault
		for _, inner := range e.Unwrap() {
			all = append(all, Faults(inner)...)
		}
		return all
	}
	return Faults(errors.Unwrap(err))
}

// quoted shows what stands in a cell, cut short so that a sentence stays readable.
func quoted(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return `"` + text + `"`
}
