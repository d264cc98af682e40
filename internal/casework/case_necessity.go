package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

type (
	// NecessityActed tells of a measure without consent in an emergency.
	NecessityActed struct{ Act NecessityAct }
	// NecessityReviewed tells that the manager has gone through it.
	NecessityReviewed struct {
		Number   int
		On       civil.Date
		LexSarah bool `json:",omitzero"` // it is reported as malpractice
		Says     string
	}

	// A NecessityAct (åtgärd utan samtycke i nöd) is an exception, written down
	// afterwards (C-17; BrB 24:4): never a plan and never a legal ground.
	NecessityAct struct {
		Number   int // within the case, from 1
		On       civil.Date
		What     string
		Why      string
		Reviewed civil.Date `json:",omitzero"`
		LexSarah bool       `json:",omitzero"`
		Says     string     `json:",omitzero"` // what the review came to
	}
)

// EventName is for ever.
func (NecessityActed) EventName() string { return "case.necessity_acted.v1" }

// EventName is for ever.
func (NecessityReviewed) EventName() string { return "case.necessity_reviewed.v1" }

// RecordNecessity marks a measure as taken without consent in an emergency.
type RecordNecessity struct {
	On   civil.Date
	What string
	Why  string
}

// Action names the act for the access policies.
func (RecordNecessity) Action() string { return "case.necessity" }

// Decide takes it with its justification.
func (cmd RecordNecessity) Decide(c Case, env act.Env) ([]journal.Event, error) {
	if err := c.writable(); err != nil {
		return nil, err
	}
	wrong := []*fault.Error{happened("on", cmd.On, env), said("what", cmd.What)}
	if said("why", cmd.Why) != nil {
		wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: "why", Text: "case.necessity-why", Rule: "local-necessity-reason"})
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{NecessityActed{NecessityAct{Number: len(c.Necessity) + 1, On: cmd.On, What: cmd.What, Why: cmd.Why}}}, nil
}

// ReviewNecessity goes through one of them, as the unit's manager.
type ReviewNecessity struct {
	Number   int
	LexSarah bool
	Says     string
}

// Action names the act for the access policies.
func (ReviewNecessity) Action() string { return "case.necessity" }

// Decide takes one that waits, from a manager.
func (cmd ReviewNecessity) Decide(c Case, env act.Env) ([]journal.Event, error) {
	waits := func(a NecessityAct) bool { return a.Number == cmd.Number && a.Reviewed.IsZero() }
	switch {
	case !slices.Contains(env.Actor.Roles, "enhetschef"):
		return nil, fault.New(fault.Unmet, "case.necessity-manager")
	case !slices.ContainsFunc(c.Necessity, waits):
		return nil, fault.Field("number", "case.necessity-none")
	}
	if err := fault.Join(said("says", cmd.Says)); err != nil {
		return nil, err
	}
	return []journal.Event{NecessityReviewed{Number: cmd.Number, On: env.Today, LexSarah: cmd.LexSarah, Says: cmd.Says}}, nil
}
