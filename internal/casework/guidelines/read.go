// Package guidelines reads the board's guidelines (riktlinjer), time standards
// (tidsschabloner) and application notes (tillämpningsanvisningar) from the file in
// which their versions stand with their dates.
package guidelines

import (
	"errors"
	"fmt"
	"slices"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/rulefile"
	"stadga/rules"
)

// Norrsala are the documents of the invented municipality, which travel with the program.
func Norrsala() casework.Guidelines {
	all, err := Read(rules.Guidelines)
	if err != nil {
		panic(err)
	}
	return all
}

// A register is the file as it is written.
type register struct{ Documents []document }

type document struct {
	Key, Kind, Title, Says string
	Areas                  []string
	Versions               []version
}

type version struct {
	Version, By, Ref string
	On, From, Until  string
	Spans            []span
}

type span struct {
	Service     string
	Least, Most int
	Per         string
	Minutes     int
}

// Read reads the documents. A version that does not say who adopted it and when,
// that overlaps the one before, or that speaks of an unknown service is refused,
// with all that is wrong.
func Read(text []byte) (casework.Guidelines, error) {
	var file register
	if err := rulefile.Decode(text, &file); err != nil {
		return nil, fmt.Errorf("riktlinjerna: %w", err)
	}
	var all casework.Guidelines
	var wrong []error
	for _, d := range file.Documents {
		kind := casework.GuidelineKind(d.Kind)
		if d.Key == "" || d.Title == "" || kind.Words() == "" || len(d.Areas) == 0 {
			wrong = append(wrong, fmt.Errorf("riktlinjerna, %s: nyckel, slag, namn eller område saknas", d.Key))
		}
		var areas []casework.InquiryKind
		for _, area := range d.Areas {
			areas = append(areas, casework.InquiryKind(area))
		}
		last := civil.Date{}
		for n, v := range d.Versions {
			g := casework.Guideline{
				Key: d.Key, Title: d.Title, Kind: kind, Says: d.Says, Areas: areas, Version: v.Version, By: v.By, Ref: v.Ref,
				Adopted: rulefile.Day(v.On), From: rulefile.Day(v.From), Until: rulefile.Day(v.Until),
			}
			for _, problem := range v.problems(g, n, last) {
				wrong = append(wrong, fmt.Errorf("riktlinjerna, %s %s: %s", d.Key, v.Version, problem))
			}
			for _, s := range v.Spans {
				g.Spans = append(g.Spans, s.read())
			}
			last = g.Until
			all = append(all, g)
		}
	}
	slices.SortStableFunc(all, func(a, b casework.Guideline) int { return a.From.Compare(b.From) })
	return all, errors.Join(wrong...)
}

func (v version) problems(g casework.Guideline, n int, last civil.Date) []string {
	var out []string
	if v.Version == "" || v.By == "" || v.Ref == "" || g.Adopted.IsZero() {
		out = append(out, "skriv version, vem som har beslutat den, vilken dag och var det står")
	}
	switch {
	case g.From.IsZero() || v.Until != "" && !g.Until.After(g.From):
		out = append(out, fmt.Sprintf("dagarna den gäller går inte att läsa: %q till %q", v.From, v.Until))
	case n > 0 && (last.IsZero() || !g.From.After(last)):
		out = append(out, "den börjar gälla innan den förra har slutat")
	}
	for _, s := range v.Spans {
		if kind, known := casework.ServiceByKey(s.Service); !known || kind.Unit == casework.Piece {
			out = append(out, "insatsen "+s.Service+" finns inte i katalogen, eller har ingen omfattning")
		}
		if s.Most < 1 || s.Least > s.Most || !slices.Contains([]casework.PerSpan{casework.PerDay, casework.PerWeek, casework.PerMonth}, casework.PerSpan(s.Per)) {
			out = append(out, "nivån för "+s.Service+" går inte att läsa")
		}
	}
	return out
}

func (s span) read() casework.ServiceSpan {
	out := casework.ServiceSpan{Service: s.Service, Minutes: s.Minutes, Most: casework.Extent{Count: s.Most, Per: casework.PerSpan(s.Per)}}
	if s.Least > 0 {
		out.Least = casework.Extent{Count: s.Least, Per: casework.PerSpan(s.Per)}
	}
	return out
}
