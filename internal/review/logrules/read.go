// Package logrules reads the file in which the municipality says which readings
// call for a second look.
package logrules

import (
	"errors"
	"fmt"
	"slices"

	"stadga/internal/civil"
	"stadga/internal/review"
	"stadga/internal/rulefile"
)

// A document is the file as it is written.
type document struct {
	Beslutad   struct{ Av, Den string }
	Stickprov  int
	Avvikelser []struct {
		Nyckel, Mening, Skäl     string
		Utom                     []string
		Dagar, Högst, Från, Till int
	}
}

// sampleMost bounds the draw of a month.
const sampleMost = 500

// Read reads the file. One that does not say who decided it and when, or that
// speaks of what is unknown, is refused with all that is wrong in it.
func Read(text []byte) (review.Oddities, error) {
	var doc document
	if err := rulefile.Decode(text, &doc); err != nil {
		return review.Oddities{}, fmt.Errorf("loggkontrollen: %w", err)
	}
	var wrong []error
	if _, err := civil.Parse(doc.Beslutad.Den); err != nil || doc.Beslutad.Av == "" {
		wrong = append(wrong, errors.New("beslutad: skriv av vem och vilken dag"))
	}
	if doc.Stickprov < 1 || doc.Stickprov > sampleMost {
		wrong = append(wrong, fmt.Errorf("stickprov: skriv ett tal från 1 till %d", sampleMost))
	}
	all := review.Oddities{Sample: doc.Stickprov}
	for _, o := range doc.Avvikelser {
		_, twice := all.Named(o.Nyckel)
		switch {
		case !slices.Contains(review.OddityKeys(), o.Nyckel):
			wrong = append(wrong, fmt.Errorf("%q: nyckeln är okänd", o.Nyckel))
		case twice:
			wrong = append(wrong, fmt.Errorf("%s: står två gånger", o.Nyckel))
		case o.Mening == "" || o.Skäl == "":
			wrong = append(wrong, fmt.Errorf("%s: skriv mening och skäl", o.Nyckel))
		case o.Dagar < 0 || o.Högst < 0 || o.Från < 0 || o.Från > 23 || o.Till < 0 || o.Till > 23:
			wrong = append(wrong, fmt.Errorf("%s: ett tal är utanför det som går", o.Nyckel))
		}
		all.All = append(all.All, review.Oddity{
			Key: o.Nyckel, Says: o.Mening, Why: o.Skäl, Except: o.Utom, Days: o.Dagar, Most: o.Högst, From: o.Från, To: o.Till,
		})
	}
	if err := errors.Join(wrong...); err != nil {
		return review.Oddities{}, fmt.Errorf("loggkontrollen: %w", err)
	}
	return all, nil
}
