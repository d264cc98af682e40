package casework

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

type (
	// PreparationAsked puts the investigation on the group's list.
	PreparationAsked struct {
		Meeting  civil.Date
		Services []string
		Proposal string
	}
	// PreparationHeld tells that the group has taken it up.
	PreparationHeld struct{ Preparation CasePreparation }

	// A CasePreparation (ärendeberedning) is one time the group took up the matter:
	// who was there, of whom at least one leads a unit, and what it came to.
	CasePreparation struct {
		On       civil.Date
		Managers []ids.User
		Others   []ids.User `json:",omitzero"`
		Guests   string     `json:",omitzero"` // who is no member of staff here
		Result   PreparationResult
		Comment  string
	}
)

// EventName is for ever.
func (PreparationAsked) EventName() string { return "investigation.preparation_asked.v1" }

// EventName is for ever.
func (PreparationHeld) EventName() string { return "investigation.preparation_held.v1" }

// AskForPreparation puts the matter on the list of a coming meeting.
type AskForPreparation struct {
	Meeting  civil.Date
	Services []string
	Proposal string
}

// Action names the act for the access policies.
func (AskForPreparation) Action() string { return "investigation.prepare" }

// Decide puts it on the list, once at a time.
func (cmd AskForPreparation) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	wrong := []*fault.Error{said("proposal", cmd.Proposal)}
	if cmd.Meeting.Before(env.Today) {
		wrong = append(wrong, fault.Field("meeting", "investigation.preparation-day"))
	}
	for _, key := range cmd.Services {
		if _, known := ServiceByKey(key); !known {
			wrong = append(wrong, fault.Field("services", "decision.service-not-in-catalogue"))
		}
	}
	if len(cmd.Services) == 0 {
		wrong = append(wrong, fault.Field("services", "investigation.preparation-services"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{PreparationAsked{Meeting: cmd.Meeting, Services: cmd.Services, Proposal: strings.TrimSpace(cmd.Proposal)}}, nil
}

// RecordPreparation writes down what the group came to (C-22).
type RecordPreparation struct{ Preparation CasePreparation }

// Action names the act for the access policies.
func (RecordPreparation) Action() string { return "investigation.prepare" }

// Decide records it, with a unit manager among those who were there.
func (cmd RecordPreparation) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	p := cmd.Preparation
	wrong := []*fault.Error{happened("held", p.On, env), said("comment", p.Comment)}
	if !p.On.IsZero() && p.On.Before(i.Opened) {
		wrong = append(wrong, fault.Field("held", "investigation.preparation-before-opened"))
	}
	if len(p.Managers) == 0 {
		wrong = append(wrong, fault.Field("participants", "investigation.preparation-manager"))
	}
	if p.Result.Words() == "" {
		wrong = append(wrong, fault.Field("result", "investigation.preparation-result"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{PreparationHeld{p}}, nil
}

// Prepared is the latest preparation that lets the matter be decided.
func (i Investigation) Prepared() (CasePreparation, bool) {
	for n := len(i.Preparations) - 1; n >= 0; n-- {
		if p := i.Preparations[n]; p.Result != PreparedMore {
			return p, true
		}
	}
	return CasePreparation{}, false
}

// Waiting tells whether the matter stands on the group's list.
func (i Investigation) Waiting() bool {
	return !i.PutUp.Meeting.IsZero() && i.Decided.IsZero()
}
