package casework

import (
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// DecideAftercare decides to follow up a child after an inquiry that closed
// without a service (uppföljning, SoL 23:1–2, earlier 11:4 a).
type DecideAftercare struct {
	Reason string

	Order DelegationOrder `json:"-"` // the board's, handed in and never recorded
}

// Action names the act for the access policies.
func (DecideAftercare) Action() string { return "investigation.aftercare" }

// Decide begins the follow-up of a closed child inquiry.
func (cmd DecideAftercare) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	switch {
	case i.Opened.IsZero():
		return nil, fault.New(fault.NotFound, "investigation.not-found")
	case i.Outcome != ClosedWithoutCare || !i.Ground.Protects():
		return nil, fault.New(fault.Unmet, "investigation.aftercare-when-closed")
	case i.Aftercare != nil:
		return nil, fault.New(fault.Conflict, "investigation.aftercare-decided-already")
	}
	mandate, other := cmd.Order.Judge(FollowUpAfter, env)
	if err := fault.Join(said("reason", cmd.Reason), other); err != nil {
		return nil, err
	}
	return []journal.Event{AftercareDecided{On: env.Today, Reason: cmd.Reason, Mandate: mandate}}, nil
}

// EndAftercare ends the follow-up, six months after the inquiry at the latest
// (SoL 23:5; two months before 2025-07-01).
type EndAftercare struct {
	On  civil.Date
	Why string
}

// Action names the act for the access policies.
func (EndAftercare) Action() string { return "investigation.aftercare" }

// Decide ends a follow-up that runs.
func (cmd EndAftercare) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if i.Aftercare == nil || !i.Aftercare.Ended.IsZero() {
		return nil, fault.New(fault.Unmet, "investigation.no-aftercare")
	}
	if err := fault.Join(happened("on", cmd.On, env), said("why", cmd.Why)); err != nil {
		return nil, err
	}
	return []journal.Event{AftercareEnded(cmd)}, nil
}
