package casework

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

type (
	// InabilityNoted tells that the person cannot decide alone.
	InabilityNoted struct{ Inability Inability }
	// ConsentSought tells how consent was sought, and with what result.
	ConsentSought struct{ Attempt ConsentAttempt }

	// An Inability (bristande beslutsförmåga) is that someone wholly or partly cannot
	// decide alone, and who may speak for them (C-16; FB 11:4, 7).
	Inability struct {
		On             civil.Date
		Partly         bool `json:",omitzero"`
		What           string
		Representative string // who was looked for and found: trustee, power of attorney, relatives
	}
	// A ConsentAttempt (försök till samtycke) is one time consent was sought.
	ConsentAttempt struct {
		On     civil.Date
		To     string
		How    string
		Result ConsentResult
		Says   string `json:",omitzero"` // what the person showed or said, or may be taken to want
	}
)

// EventName is for ever.
func (InabilityNoted) EventName() string { return "case.inability_noted.v1" }

// EventName is for ever.
func (ConsentSought) EventName() string { return "case.consent_sought.v1" }

// A ConsentResult is what came of seeking consent.
type ConsentResult string

// The results: yes, no, what the person may be taken to want, or nothing that can be read.
const (
	ConsentGiven    ConsentResult = "samtycker"
	ConsentRefused  ConsentResult = "motsatter-sig"
	ConsentPresumed ConsentResult = "antas-vilja"
	ConsentUnread   ConsentResult = "gar-inte-att-tolka"
)

// ConsentResults lists them as a form shows them.
func ConsentResults() []ConsentResult {
	return []ConsentResult{ConsentGiven, ConsentRefused, ConsentPresumed, ConsentUnread}
}

// Words is the result as a page shows it; empty for what is none.
func (r ConsentResult) Words() string {
	switch r {
	case ConsentGiven:
		return "Samtycker"
	case ConsentRefused:
		return "Motsätter sig"
	case ConsentPresumed:
		return "Kan antas vilja det"
	case ConsentUnread:
		return "Går inte att tolka"
	}
	return ""
}

// NoteInability records that the person wholly or partly cannot decide alone.
type NoteInability struct{ Inability Inability }

// Action names the act for the access policies.
func (NoteInability) Action() string { return "case.consent" }

// Decide records it with who may speak for the person.
func (cmd NoteInability) Decide(c Case, env act.Env) ([]journal.Event, error) {
	if err := c.writable(); err != nil {
		return nil, err
	}
	n := cmd.Inability
	if err := fault.Join(happened("on", n.On, env), said("what", n.What), said("representative", n.Representative)); err != nil {
		return nil, err
	}
	return []journal.Event{InabilityNoted{n}}, nil
}

// SeekConsent records how consent was sought from one who cannot decide alone.
type SeekConsent struct{ Attempt ConsentAttempt }

// Action names the act for the access policies.
func (SeekConsent) Action() string { return "case.consent" }

// Decide records the attempt with its result.
func (cmd SeekConsent) Decide(c Case, env act.Env) ([]journal.Event, error) {
	if err := c.writable(); err != nil {
		return nil, err
	}
	a := cmd.Attempt
	wrong := []*fault.Error{happened("on", a.On, env), said("to", a.To), said("how", a.How)}
	if a.Result.Words() == "" {
		wrong = append(wrong, fault.Field("result", "case.consent-result"))
	}
	if a.Result == ConsentPresumed && strings.TrimSpace(a.Says) == "" {
		wrong = append(wrong, fault.Field("says", "case.consent-presumed"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{ConsentSought{a}}, nil
}

func (c Case) writable() error {
	switch {
	case c.Opened.IsZero():
		return fault.New(fault.NotFound, "case.unknown")
	case !c.Closed.IsZero():
		return fault.New(fault.Conflict, "case.is-closed")
	}
	return nil
}

// CaseCare (det som rör hela ärendet) is what concerns the person's matter as a
// whole, beside its lines: few acts in a life.
type CaseCare struct {
	Inability *Inability // nil: nothing says that the person cannot decide
	Attempts  []ConsentAttempt
	Necessity []NecessityAct
	Plan      CoordinatedPlan
	Networks  []NetworkMeeting
}

// caseCareEvents are its events.
func caseCareEvents() []journal.Event {
	return []journal.Event{
		InabilityNoted{}, ConsentSought{}, NecessityActed{}, NecessityReviewed{}, PlanNeeded{}, PlanCalled{}, PlanMade{}, PlanFollowedUp{}, NetworkMet{},
	}
}

// foldCare folds them.
func (c *Case) foldCare(r journal.Recorded) {
	say := func(f duty.Fact) { c.facts = c.facts.Say(c.Subject(), r, f) }
	put := func(f duty.Fact) { c.facts = c.facts.Replace(c.Subject(), r, f) }
	switch e := r.Event.(type) {
	case InabilityNoted:
		noted := e.Inability
		c.Inability = &noted
		put(duty.Fact{Name: "case.unable", Day: noted.On})
		put(duty.Fact{Name: "case.representative_sought", Day: noted.On})
	case ConsentSought:
		c.Attempts = add(c.Attempts, e.Attempt)
		put(duty.Fact{Name: "case.consent_attempt", Day: e.Attempt.On, Value: string(e.Attempt.Result)})
	case NecessityActed:
		c.Necessity = add(c.Necessity, e.Act)
		say(duty.Fact{Name: "case.necessity_act", About: digits(e.Act.Number), Day: e.Act.On})
		say(duty.Fact{Name: "case.necessity_reason", About: digits(e.Act.Number), Day: e.Act.On, Value: e.Act.Why})
	case NecessityReviewed:
		c.Necessity = slices.Clone(c.Necessity)
		for n := range c.Necessity {
			if c.Necessity[n].Number == e.Number {
				c.Necessity[n].Reviewed, c.Necessity[n].LexSarah, c.Necessity[n].Says = e.On, e.LexSarah, e.Says
			}
		}
		say(duty.Fact{Name: "case.necessity_reviewed", About: digits(e.Number), Day: e.On})
	case PlanNeeded:
		c.Plan = CoordinatedPlan{Needed: e.On, Why: e.Why, Consent: e.Consent}
		say(duty.Fact{Name: "case.sip_needed", Day: e.On})
	case PlanCalled:
		c.Plan.Meeting = e.Meeting
		put(duty.Fact{Name: "case.sip_started", Day: e.On})
	case PlanMade:
		e.Plan.Needed, e.Plan.Why, e.Plan.Consent, e.Plan.Meeting = c.Plan.Needed, c.Plan.Why, c.Plan.Consent, c.Plan.Meeting
		c.Plan = e.Plan
		put(duty.Fact{Name: "case.sip_started", Day: e.Plan.Made})
		put(duty.Fact{Name: "case.sip_made", Day: e.Plan.Made})
		put(duty.Fact{Name: "case.sip_parts", Day: e.Plan.Made, Value: digits(e.Plan.Parts())})
		put(duty.Fact{Name: "case.sip_follow_up", Day: e.Plan.Made, Value: e.Plan.FollowUp.String()})
		c.facts = c.facts.Unsay(c.Subject(), "case.sip_followed_up", "")
	case PlanFollowedUp:
		c.Plan.FollowedUp, c.Plan.Result = e.On, e.Says
		put(duty.Fact{Name: "case.sip_followed_up", Day: e.On})
	case NetworkMet:
		c.Networks = add(c.Networks, e.Meeting)
	}
}
