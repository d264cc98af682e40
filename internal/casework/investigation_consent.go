package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// RecordConsent keeps one guardian's answer to the measure, or the child's own. Two
// guardians decide together (FB 6:11, 6:13); from twelve years support may be given
// with the child's consent alone, when that is suitable (SoL 21:1).
type RecordConsent struct {
	Guardian ids.Person // or the child
	Answer   string     // "ja", "nej"
	To       string
	On       civil.Date
	Suitable string // of the child: why it is suitable without the guardians
}

// Action names the act for the access policies.
func (RecordConsent) Action() string { return "investigation.consent" }

// Decide records the answer.
func (cmd RecordConsent) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	wrong := []*fault.Error{happened("consent", cmd.On, env), said("to", cmd.To)}
	if cmd.Answer != "ja" && cmd.Answer != "nej" {
		wrong = append(wrong, fault.Field("answer", "investigation.consent-answer"))
	}
	if cmd.Guardian == i.Person && ageOn(env.Facts, env.Today) < 12 {
		wrong = append(wrong, &fault.Error{Kind: fault.Unmet, Field: "answer", Text: "investigation.child-under-twelve", Rule: "child-consent-ages"})
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{ConsentRecorded{GuardianConsent(cmd)}}, nil
}

// ConsentInstead records that the committee (utskott) decided the measure with one
// guardian's consent only (FB 6:13 a). Nobody below the committee may (SoL 30:10),
// so its minutes are named.
type ConsentInstead struct {
	Guardian ids.Person // the one who refuses or cannot be reached
	On       civil.Date
	Minutes  string
	Reason   string
}

// Action names the act for the access policies.
func (ConsentInstead) Action() string { return "investigation.consent-by-committee" }

// Decide records the committee's decision.
func (cmd ConsentInstead) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	wrong := []*fault.Error{happened("meeting", cmd.On, env), said("reason", cmd.Reason)}
	if !slices.ContainsFunc(env.Facts.All("case.committee_decided"), func(f duty.Fact) bool {
		return cmd.Minutes != "" && f.Value == "utskott "+cmd.Minutes && f.Day == cmd.On
	}) {
		wrong = append(wrong, &fault.Error{Kind: fault.Unmet, Field: "minutes", Text: "investigation.committee-only", Rule: "deleg-fb"})
	}
	if !slices.ContainsFunc(i.Consents, func(c GuardianConsent) bool { return c.Answer == "ja" && c.Guardian != cmd.Guardian }) {
		wrong = append(wrong, &fault.Error{Kind: fault.Unmet, Field: "guardian", Text: "investigation.one-guardian-must-agree", Rule: "child-guardians-consent"})
	}
	if i.View == nil {
		wrong = append(wrong, &fault.Error{Kind: fault.Unmet, Field: "childs_view", Text: "investigation.childs-view-first", Rule: "lss-child-best-interests"})
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{ConsentByCommittee{CommitteeConsent(cmd)}}, nil
}

// own is the child's own answer; the zero value when it has not been asked.
func (i Investigation) own() GuardianConsent {
	for _, c := range i.Consents {
		if c.Guardian == i.Person {
			return c
		}
	}
	return GuardianConsent{}
}

// consented tells whether every guardian agrees, or the committee decided instead.
func (i Investigation) consented(all []ids.Person) bool {
	for _, g := range all {
		agrees := slices.ContainsFunc(i.Consents, func(c GuardianConsent) bool { return c.Guardian == g && c.Answer == "ja" })
		if !agrees && (i.Committee == nil || i.Committee.Guardian != g) {
			return false
		}
	}
	return true
}
