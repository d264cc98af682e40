// Package templates reads the templates of investigations (utredningsmallar) and
// the support of each step (stöd) from the files in which they stand.
package templates

import (
	"errors"
	"fmt"
	"slices"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/rulefile"
	"stadga/rules"
)

// Norrsala are the templates of the invented municipality, which travel with the program.
func Norrsala() casework.Templates {
	all, err := Read(rules.InquiryTemplates)
	if err != nil {
		panic(err)
	}
	return all
}

type document struct {
	Groups    map[string][]part
	Templates []template
}

type template struct {
	Key, Title, Routine, Interview string
	Approves                       bool
	For                            []casework.InquiryKind
	Versions                       []version
}

type version struct {
	Version, From, Until string
	Parts                []part
}

// A part is a heading, or the name of a group of headings that stand in its place.
type part struct {
	Group, Key, Title, Side, Help, Basis, ICF string
	Required                                  bool
}

// Read reads the templates. One without a routine, with a part that says nothing
// of what it is for, or with a mandatory part that rests on nothing is refused,
// with all that is wrong.
func Read(text []byte) (casework.Templates, error) {
	var doc document
	if err := rulefile.Decode(text, &doc); err != nil {
		return nil, fmt.Errorf("utredningsmallarna: %w", err)
	}
	var all casework.Templates
	var wrong []error
	for _, t := range doc.Templates {
		say := func(format string, args ...any) {
			wrong = append(wrong, fmt.Errorf("utredningsmallarna, %s: %s", t.Key, fmt.Sprintf(format, args...)))
		}
		if t.Key == "" || t.Title == "" || t.Routine == "" || len(t.For) == 0 || slices.ContainsFunc(t.For, func(k casework.InquiryKind) bool { return k.Words() == "" }) {
			say("nyckel, namn, rutin eller slag av utredning saknas")
		}
		last := civil.Date{}
		for n, v := range t.Versions {
			from, until := rulefile.Day(v.From), rulefile.Day(v.Until)
			if v.Version == "" || from.IsZero() || n > 0 && (last.IsZero() || !from.After(last)) {
				say("version %q: dagarna den gäller går inte att läsa", v.Version)
			}
			last = until
			made := casework.Template{Key: t.Key, Title: t.Title, For: t.For, Routine: t.Routine, Interview: t.Interview, Approves: t.Approves, Version: v.Version, From: from, Until: until}
			for _, p := range doc.spread(v.Parts) {
				if p.Key == "" || p.Title == "" || p.Side == "" || p.Help == "" || p.Required && p.Basis == "" {
					say("delen %q säger inte vad den är till för eller vad den vilar på", p.Key)
				}
				if slices.ContainsFunc(made.Parts, func(o casework.Part) bool { return o.Key == p.Key }) {
					say("delen %q står två gånger", p.Key)
				}
				made.Parts = append(made.Parts, casework.Part{Key: p.Key, Title: p.Title, Side: p.Side, Required: p.Required, Help: p.Help, Basis: p.Basis, ICF: p.ICF})
			}
			if len(made.Parts) == 0 {
				say("version %q har inga delar", v.Version)
			}
			all = append(all, made)
		}
	}
	return all, errors.Join(wrong...)
}

func (d document) spread(parts []part) []part {
	var out []part
	for _, p := range parts {
		if p.Group == "" {
			out = append(out, p)
			continue
		}
		group := d.Groups[p.Group]
		if len(group) == 0 {
			group = []part{{Key: p.Group}} // refused: it says nothing
		}
		out = append(out, group...)
	}
	return out
}

type link struct {
	Step, Kind, Words, Path, From, Until string
	For                                  []casework.InquiryKind
}

// ReadSupport reads the links of each step. One without words, address or first
// day is refused.
func ReadSupport(text []byte) (casework.SupportLinks, error) {
	var doc struct{ Links []link }
	if err := rulefile.Decode(text, &doc); err != nil {
		return nil, fmt.Errorf("stödet för stegen: %w", err)
	}
	var all casework.SupportLinks
	var wrong []error
	for _, l := range doc.Links {
		made := casework.SupportLink{Step: l.Step, For: l.For, Kind: l.Kind, Words: l.Words, Path: l.Path, From: rulefile.Day(l.From), Until: rulefile.Day(l.Until)}
		if l.Step == "" || made.KindWords() == "" || l.Words == "" || l.Path == "" || made.From.IsZero() {
			wrong = append(wrong, fmt.Errorf("stödet för steget %q: slag, ord, adress eller första dag saknas: %q", l.Step, l.Words))
		}
		all = append(all, made)
	}
	return all, errors.Join(wrong...)
}
