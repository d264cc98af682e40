package casework

import (
	"slices"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/journal"
)

// A Template (utredningsmall) is the document of one type of investigation in one
// version: its routine and its parts. An investigation keeps the version that held
// the day it was opened (C-09, C-11).
type Template struct {
	Key       string // the type: "barnavard"
	Title     string
	For       []InquiryKind
	Routine   string // what is always done in an investigation of the type
	Interview string // instrument whose result belongs to it: "ASI"; empty: none
	Approves  bool   // it ends in an approval, and in no service
	Version   string
	From      civil.Date
	Until     civil.Date // last day; zero: in force
	Parts     []Part
}

// Templates (utredningsmallar) are all versions of all types.
type Templates []Template

// On lists the types that an investigation of the kind may have on the day.
func (all Templates) On(kind InquiryKind, day civil.Date) Templates {
	var out Templates
	for _, t := range all {
		if slices.Contains(t.For, kind) && !day.Before(t.From) && (t.Until.IsZero() || !day.After(t.Until)) {
			out = append(out, t)
		}
	}
	return out
}

// Usual is the type that an investigation of the kind has when nobody chooses
// another: the first in the order of the file. False when the kind has none.
func (all Templates) Usual(kind InquiryKind, day civil.Date) (Template, bool) {
	held := all.On(kind, day)
	if len(held) == 0 {
		return Template{}, false
	}
	return held[0], true
}

// Chosen is the type with the key as it stands on the day; the usual one when none
// is chosen.
func (all Templates) Chosen(key string, kind InquiryKind, day civil.Date) Template {
	if key == "" {
		usual, _ := all.Usual(kind, day)
		return usual
	}
	for _, t := range all.On(kind, day) {
		if t.Key == key {
			return t
		}
	}
	return Template{Key: key} // refused when it is opened
}

// Find finds a type in a version.
func (all Templates) Find(key, version string) (Template, bool) {
	at := slices.IndexFunc(all, func(t Template) bool { return t.Key == key && t.Version == version })
	if at < 0 {
		return Template{}, false
	}
	return all[at], true
}

// Fold is the fold of an investigation that knows its template.
func (all Templates) Fold(i *Investigation, r journal.Recorded) {
	if e, ok := r.Event.(InvestigationOpened); ok {
		i.Template, _ = all.Find(e.Type, e.Template)
	}
	i.Fold(r)
}

// AllParts lists the parts of the investigation in the order they are read: by its
// template, or for one opened before there were templates by its kind.
func (i Investigation) AllParts() []Part {
	if i.Template.Key == "" {
		return PartsOf(i.Kind)
	}
	return i.Template.Parts
}

// Incomplete lists the mandatory parts that are neither done nor set aside (C-10).
func (i Investigation) Incomplete() []Part {
	return slices.DeleteFunc(slices.Clone(i.AllParts()), func(p Part) bool {
		now := i.Part(p.Key)
		return !p.Required || now.Done || now.SetAside != ""
	})
}

func titles(parts []Part) string {
	var names []string
	for _, p := range parts {
		names = append(names, p.Title)
	}
	return strings.Join(names, ", ")
}

// closes tells whether an investigation may end so without a decision on a service.
func (o InquiryOutcome) closes() bool {
	return o == ClosedWithoutCare || o == EndedInLVU || o.approves()
}

// approves tells whether the outcome answers a request to be approved as a family home.
func (o InquiryOutcome) approves() bool { return o == EndedInApproval || o == EndedUnapproved }

// PartNamed finds a part of the investigation.
func (i Investigation) PartNamed(key string) (Part, bool) {
	parts := i.AllParts()
	at := slices.IndexFunc(parts, func(p Part) bool { return p.Key == key })
	if at < 0 {
		return Part{}, false
	}
	return parts[at], true
}

// A SupportLink (stöd för ett steg) leads from a step of a case to the handbook, a
// routine, guidance or a guiding decision (C-26).
type SupportLink struct {
	Step  string
	For   []InquiryKind // empty: all
	Kind  string        // "handbok", "rutin", "vagledning", "avgorande"
	Words string
	Path  string
	From  civil.Date
	Until civil.Date
}

// SupportLinks are the links of every step.
type SupportLinks []SupportLink

// At lists the links of a step on a day, in matters of the kind; empty kind: those
// of all matters.
func (all SupportLinks) At(step string, kind InquiryKind, day civil.Date) SupportLinks {
	var out SupportLinks
	for _, l := range all {
		if l.Step == step && (len(l.For) == 0 || slices.Contains(l.For, kind)) && !day.Before(l.From) && (l.Until.IsZero() || !day.After(l.Until)) {
			out = append(out, l)
		}
	}
	return out
}

// KindWords is the kind of link in Swedish.
func (l SupportLink) KindWords() string {
	return map[string]string{"handbok": "Handbok", "rutin": "Rutin", "vagledning": "Vägledning", "avgorande": "Vägledande avgörande"}[l.Kind]
}
