package visits

import (
	"time"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A SharingRule (delningsregel) says how the time is shared when one of the staff is
// with two who live together at the same time. The agreement says which.
type SharingRule string

// The rules; an agreement that says nothing shares alike.
const (
	ShareAlike     SharingRule = "lika"
	ShareByGranted SharingRule = "beviljad"
)

// Words is the rule as a page says it.
func (r SharingRule) Words() string {
	if r == ShareByGranted {
		return "Tiden delas efter hur mycket de båda besluten ger i månaden."
	}
	return "Tiden delas lika."
}

// Shared gives each of two visits its part of the time from the first beginning to the
// last end, so that no minute is counted twice. The one that began first has the first
// part, and the minute that cannot be halved. Weights are the granted minutes of a
// month; where one is not granted in time the parts are alike.
func Shared(a, b Span, rule SharingRule, grantedA, grantedB int) (forA, forB Span) {
	if b.From.Before(a.From) {
		forB, forA = Shared(b, a, rule, grantedB, grantedA)
		return forA, forB
	}
	if rule != ShareByGranted || grantedA == 0 || grantedB == 0 {
		grantedA, grantedB = 1, 1
	}
	whole := Span{From: a.From, To: later(a.To, b.To)}
	first := (whole.Minutes()*grantedA + grantedA + grantedB - 1) / (grantedA + grantedB)
	cut := whole.From.Add(time.Duration(first) * time.Minute)
	return Span{From: whole.From, To: cut}, Span{From: cut, To: whole.To}
}

// Overlaps tells whether two visits have time in common.
func (s Span) Overlaps(o Span) bool { return s.From.Before(o.To) && o.From.Before(s.To) }

// Share gives a visit its part of the time that one of the staff was with two who live
// together. The other visit is given the rest in the same act.
type Share struct {
	Service ids.Service // that the visit is for
	With    ids.Visit   // the other
	Was     Span        // as the two were when the time was shared
	Done    Span        // its part
	Rule    SharingRule
	Locked  bool  // its month is closed
	Rates   Rates `json:"-"`
}

// Action names the act.
func (Share) Action() string { return "visit.correct" }

// Asks for the service: the visit itself says nothing of whose it is.
func (cmd Share) Asks() duty.Subject { return serviceOf(cmd.Service) }

// Decide corrects the times to the part, by someone else than who made the visit.
func (cmd Share) Decide(v Visit, env act.Env) ([]journal.Event, error) {
	switch {
	case v.Done.IsZero() || cmd.Service != v.Service || cmd.With.IsZero():
		return nil, fault.New(fault.Unmet, "visit.not-registered")
	case cmd.Locked:
		return nil, fault.New(fault.Unmet, "visit.month-locked")
	case v.Waits.Kind != "":
		return nil, fault.New(fault.Conflict, "visit.waits-already")
	case v.madeBy(env.Actor.User):
		return nil, fault.New(fault.Unmet, "visit.another-handles")
	case v.Done != cmd.Was || !cmd.Done.From.Before(cmd.Done.To):
		return nil, fault.New(fault.Conflict, "visit.nothing-to-share")
	}
	rated := cmd.Rates.Rate(cmd.Done)
	return []journal.Event{VisitCorrected{Done: cmd.Done, Why: "Besöket gjordes samtidigt hos två som bor ihop. " + cmd.Rule.Words(), Rated: &rated, With: cmd.With}}, nil
}
