package casework

import (
	"slices"

	"stadga/internal/civil"
)

// A GuidelineKind says what sort of local document it is (requirement C-23).
type GuidelineKind string

// The kinds: what the board has adopted, how much time a task usually takes, and
// how the unit reads both.
const (
	BoardGuideline  GuidelineKind = "riktlinje"
	StandardTimes   GuidelineKind = "tidsschablon"
	ApplicationNote GuidelineKind = "tillampning"
	AssessmentModel GuidelineKind = "bedomningsmodell" // how needs are weighed; a new version is evaluated first (C-27)
)

// GuidelineKinds lists the kinds in the order they are offered.
func GuidelineKinds() []GuidelineKind {
	return []GuidelineKind{BoardGuideline, StandardTimes, ApplicationNote, AssessmentModel}
}

// Words is the kind as a page shows it.
func (k GuidelineKind) Words() string {
	switch k {
	case BoardGuideline:
		return "Riktlinje"
	case StandardTimes:
		return "Tidsschablon"
	case ApplicationNote:
		return "Tillämpningsanvisning"
	case AssessmentModel:
		return "Biståndsbedömningsmodell"
	}
	return ""
}

// A Guideline (riktlinje) is one version of a local document about services, with
// the days it holds. A decision is judged by the version of its own day.
type Guideline struct {
	Key     string // the same for all versions: "riktlinje-aldre"
	Title   string
	Kind    GuidelineKind
	Version string // "2026:1"
	By      string // who adopted it
	Ref     string // where that stands: "SN 2025/140 § 131"
	Adopted civil.Date
	From    civil.Date
	Until   civil.Date // last day; zero: in force
	Areas   []InquiryKind
	Says    string // what it is about, in one sentence
	Spans   []ServiceSpan

	Evaluation Evaluation // of the version before it; only of the assessment model
	Noted      Noting     // when the politicians took note of it
}

// InForce tells whether the version holds on the day.
func (g Guideline) InForce(day civil.Date) bool {
	return !g.From.IsZero() && !day.Before(g.From) && (g.Until.IsZero() || !day.After(g.Until))
}

// A ServiceSpan (tidsschablon, riktlinjens nivå) is how much of a service is
// usually given. It binds nobody: the assessment is individual. But a decision
// outside it says why.
type ServiceSpan struct {
	Service string // key in the service catalogue
	Least   Extent `json:",omitzero"` // zero: no least
	Most    Extent
	Minutes int `json:",omitzero"` // that one time usually takes; 0: not said
}

// Guidelines (riktlinjer) are all versions of all documents, in the order of days.
type Guidelines []Guideline

// On lists what holds on the day.
func (all Guidelines) On(day civil.Date) Guidelines {
	var out Guidelines
	for _, g := range all {
		if g.InForce(day) {
			out = append(out, g)
		}
	}
	return out
}

// Span is what a document of that kind says of the service on that day.
func (all Guidelines) Span(kind GuidelineKind, service string, day civil.Date) (ServiceSpan, Guideline, bool) {
	for _, g := range all.On(day) {
		at := slices.IndexFunc(g.Spans, func(s ServiceSpan) bool { return s.Service == service })
		if g.Kind == kind && at >= 0 {
			return g.Spans[at], g, true
		}
	}
	return ServiceSpan{}, Guideline{}, false
}

// Words says the span: "2–80 timmar i månaden".
func (s ServiceSpan) Words() string {
	kind, _ := ServiceByKey(s.Service)
	most := s.Most.Words(kind.Unit)
	if s.Least.Count == 0 || s.Least.Per != s.Most.Per {
		return "högst " + most
	}
	return digits(s.Least.Count) + "–" + most
}

// Beside tells on which side of the span the extent lies.
func (s ServiceSpan) Beside(e Extent) Side {
	switch {
	case e.Yearly() > s.Most.Yearly():
		return Above
	case s.Least.Count > 0 && e.Yearly() < s.Least.Yearly():
		return Below
	}
	return Within
}

// A Side (sida av schablonen) is where a granted extent lies.
type Side string

// The sides.
const (
	Within Side = ""
	Above  Side = "over"
	Below  Side = "under"
)

// Words is the side as a page shows it.
func (s Side) Words() string {
	switch s {
	case Above:
		return "mer än schablonen"
	case Below:
		return "mindre än schablonen"
	}
	return "inom schablonen"
}
