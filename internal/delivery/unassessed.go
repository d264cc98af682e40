package delivery

import (
	"slices"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// An UnassessedService (insats utan behovsprövning, SoL 11:5) is how many got a
// service that the board offers without trying the need of each. It counts and
// names nobody: the board may decide that who they are is not written down
// (SoL 14:5).
type UnassessedService struct {
	Entry   UnassessedEntry
	Unit    ids.Unit     // that gave it; zero when a provider did
	Giver   ids.Provider // a provider that gave it; else zero
	Written time.Time
	By      ids.User
	Why     string // the latest correction; empty: none

	id ids.ID
}

// An UnassessedEntry is what is registered: a service, the days, and how many.
type UnassessedEntry struct {
	Kind        UnassessedKind
	From, Until civil.Date // both included; the same for one day
	Count       int        // times that someone got it
	Age         AgeBand    // empty: all ages, or not known
}

// An UnassessedKind is one of the services that the board offers so. None of
// those that SoL 11:5 keeps for a trial can be chosen.
type UnassessedKind string

// The services of Norrsala.
const (
	MeetingPlace  UnassessedKind = "traffpunkt"
	HandyService  UnassessedKind = "fixartjanst"
	CarerSupport  UnassessedKind = "anhorigstod"
	SupportTalk   UnassessedKind = "stodsamtal"
	ParentCourse  UnassessedKind = "foraldrautbildning"
	OpenPreschool UnassessedKind = "oppen-verksamhet"
	// Early support at schools (B-15).
	SchoolGuidance  UnassessedKind = "handledning-skola"
	PupilHealth     UnassessedKind = "elevhalsoteam"
	ParentAdvice    UnassessedKind = "rad-till-foraldrar"
	SchoolTherapist UnassessedKind = "kontaktterapeut-skola"
)

// UnassessedKinds lists the services in the order they are offered.
func UnassessedKinds() []UnassessedKind {
	return append([]UnassessedKind{MeetingPlace, HandyService, CarerSupport, SupportTalk, ParentCourse, OpenPreschool}, SchoolSupport()...)
}

// SchoolSupport lists the early support that is given at schools.
func SchoolSupport() []UnassessedKind {
	return []UnassessedKind{SchoolGuidance, PupilHealth, ParentAdvice, SchoolTherapist}
}

// Words is the service in Swedish.
func (k UnassessedKind) Words() string {
	switch k {
	case MeetingPlace:
		return "Träffpunkt"
	case HandyService:
		return "Fixartjänst"
	case CarerSupport:
		return "Anhörigstöd"
	case SupportTalk:
		return "Stödsamtal"
	case ParentCourse:
		return "Föräldrautbildning"
	case OpenPreschool:
		return "Öppen verksamhet för barnfamiljer"
	case SchoolGuidance:
		return "Skola: handledning till personal"
	case PupilHealth:
		return "Skola: deltagande i elevhälsoteam"
	case ParentAdvice:
		return "Skola: rådgivande samtal med föräldrar"
	case SchoolTherapist:
		return "Skola: kontaktterapeut"
	}
	return ""
}

// An AgeBand is a rough age, where it is known.
type AgeBand string

// AgeBands lists the bands, youngest first.
func AgeBands() []AgeBand { return []AgeBand{"0-17", "18-24", "25-64", "65-79", "80-"} }

// Words is the band in Swedish.
func (a AgeBand) Words() string {
	switch a {
	case "":
		return "Alla åldrar"
	case "80-":
		return "80 år och äldre"
	}
	return strings.ReplaceAll(string(a), "-", "–") + " år"
}

// countMost is more than any unit of a municipality gives in a month.
const countMost = 10_000

// RegisterUnassessed registers a count for the unit or provider of the one who
// registers it.
type RegisterUnassessed struct{ Entry UnassessedEntry }

// Action names the act.
func (RegisterUnassessed) Action() string { return "unassessed.register" }

// Decide takes whole days that have been, at most a month of them.
func (cmd RegisterUnassessed) Decide(s UnassessedService, env act.Env) ([]journal.Event, error) {
	e := cmd.Entry
	var kind, from, until, count, age *fault.Error
	if !slices.Contains(UnassessedKinds(), e.Kind) {
		kind = fault.Field("kind", "unassessed.kind-missing")
	}
	if e.From.IsZero() || e.From.After(env.Today) {
		from = fault.Field("from", "unassessed.from-wrong")
	}
	if e.Until.IsZero() {
		e.Until = e.From
	}
	if from == nil && (e.Until.Before(e.From) || e.Until.After(env.Today) || !e.Until.Before(e.From.AddMonths(1))) {
		until = fault.Field("until", "unassessed.until-wrong")
	}
	if e.Count < 1 || e.Count > countMost {
		count = fault.Field("count", "unassessed.count-wrong")
	}
	if e.Age != "" && !slices.Contains(AgeBands(), e.Age) {
		age = fault.Field("age", "unassessed.age-unknown")
	}
	if err := fault.Join(kind, from, until, count, age); err != nil {
		return nil, err
	}
	switch {
	case !s.Written.IsZero():
		return nil, fault.New(fault.Conflict, "unassessed.registered-already")
	case env.Actor.Unit.IsZero() && env.Actor.Provider.IsZero():
		return nil, fault.New(fault.Unmet, "unassessed.no-unit")
	}
	event := UnassessedRegistered{Entry: e, Unit: env.Actor.Unit, Provider: env.Actor.Provider}
	if !event.Provider.IsZero() {
		event.Unit = ids.Unit{}
	}
	return []journal.Event{event}, nil
}

// CorrectUnassessed puts a count right; none means that it was registered by
// mistake.
type CorrectUnassessed struct {
	Count int
	Why   string
}

// Action names the act.
func (CorrectUnassessed) Action() string { return "unassessed.correct" }

// Decide lets only those who gave the service put it right; to others it is as if
// it were not there.
func (cmd CorrectUnassessed) Decide(s UnassessedService, env act.Env) ([]journal.Event, error) {
	if s.Written.IsZero() || env.Actor.Provider != s.Giver || s.Giver.IsZero() && env.Actor.Unit != s.Unit {
		return nil, fault.New(fault.NotFound, "unassessed.unknown")
	}
	var count, why *fault.Error
	if cmd.Count < 0 || cmd.Count > countMost {
		count = fault.Field("count", "unassessed.count-wrong")
	}
	if strings.TrimSpace(cmd.Why) == "" {
		why = fault.Field("why", "unassessed.why-missing")
	}
	if err := fault.Join(count, why); err != nil {
		return nil, err
	}
	if cmd.Count == s.Entry.Count {
		return nil, nil
	}
	return []journal.Event{UnassessedCorrected(cmd)}, nil
}

type (
	// UnassessedRegistered holds what was registered, and for whom.
	UnassessedRegistered struct {
		Entry    UnassessedEntry
		Unit     ids.Unit     `json:",omitzero"`
		Provider ids.Provider `json:",omitzero"`
	}
	// UnassessedCorrected holds the count that is right, and why it was wrong.
	UnassessedCorrected struct {
		Count int
		Why   string
	}
)

// EventName is for ever.
func (UnassessedRegistered) EventName() string { return "unassessed.registered.v1" }

// EventName is for ever.
func (UnassessedCorrected) EventName() string { return "unassessed.corrected.v1" }

// UnassessedEvents lists a zero value of each event of the stream.
func UnassessedEvents() []journal.Event {
	return []journal.Event{UnassessedRegistered{}, UnassessedCorrected{}}
}

// Fold takes one event into the registration.
func (s *UnassessedService) Fold(r journal.Recorded) {
	s.id = r.Stream.ID
	switch e := r.Event.(type) {
	case UnassessedRegistered:
		s.Entry, s.Unit, s.Giver, s.Written, s.By = e.Entry, e.Unit, e.Provider, r.At, r.Actor
	case UnassessedCorrected:
		s.Entry.Count, s.Why = e.Count, e.Why
	}
}

// Says gives no facts: nothing is owed to one who is not known.
func (s UnassessedService) Says() []duty.Said { return nil }

// Persons names nobody.
func (s UnassessedService) Persons() []ids.Person { return nil }

// An UnassessedLine is one registration as a list shows it.
type UnassessedLine struct {
	ID       ids.ID
	Entry    UnassessedEntry
	Unit     ids.Unit
	Provider ids.Provider
	Written  time.Time
	Why      string
}

// UnassessedScope is whose registrations are asked for: those of a provider, else
// of a unit, else all.
type UnassessedScope struct {
	Unit     ids.Unit
	Provider ids.Provider
	From     civil.Date // those that begin on this day or later; zero: all
}
