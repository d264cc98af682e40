package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// ReceiveAppeal records an appeal (överklagande) on the day it came in to the board.
type ReceiveAppeal struct {
	On   civil.Date
	From ids.Person
	Says string
}

// Action names the act for the access policies.
func (ReceiveAppeal) Action() string { return "decision.appeal" }

// Decide records it. An appeal of a decision that cannot be appealed is taken in
// too; the test turns it away.
func (cmd ReceiveAppeal) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	if d.Made.IsZero() {
		return nil, fault.New(fault.NotFound, "decision.not-found")
	}
	if f := notBefore("on", cmd.On, d.Made, env); f != nil {
		return nil, f
	}
	return []journal.Event{AppealReceived{Appeal: "o" + digits(len(d.Appeals)+1), On: cmd.On, From: cmd.From, Says: cmd.Says}}, nil
}

// TestAppeal settles whether the appeal came in time (rättidsprövning, FL 45 §).
type TestAppeal struct {
	Appeal string
	Result string // "i-tid", "for-sent"
	Why    string

	Order DelegationOrder `json:"-"` // the board's, handed in and never recorded
}

// Action names the act for the access policies.
func (TestAppeal) Action() string { return "decision.appeal" }

// Decide tests it. Nobody can be too late for a day that is not known.
func (cmd TestAppeal) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	a, err := d.appeal(cmd.Appeal)
	if err != nil {
		return nil, err
	}
	received := d.ReceivedOn(a.From)
	switch {
	case a.Tested != "":
		return nil, fault.New(fault.Conflict, "decision.appeal-tested-already")
	case !slices.Contains([]string{"i-tid", "for-sent"}, cmd.Result):
		return nil, fault.Field("result", "decision.in-time-or-late")
	case cmd.Result == "for-sent" && received.IsZero():
		return nil, &fault.Error{Kind: fault.Unmet, Field: "result", Text: "decision.received-unknown", Rule: "appeal-receipt-proof"}
	case cmd.Result == "for-sent" && !a.On.After(civil.Shift(received.AddDays(21))):
		return nil, &fault.Error{Kind: fault.Unmet, Field: "result", Text: "decision.appeal-is-in-time", Args: map[string]any{"last": civil.Shift(received.AddDays(21))}, Rule: "appeal-3w"}
	case cmd.Result == "for-sent" && cmd.Why == "":
		return nil, fault.Field("why", "decision.write-something")
	}
	tested := AppealTested{Appeal: cmd.Appeal, Result: cmd.Result, Why: cmd.Why, On: env.Today}
	if cmd.Result == "for-sent" {
		var other *fault.Error
		if tested.Mandate, other = cmd.Order.Judge(DismissAppeal, env); other != nil {
			return nil, other
		}
	}
	return []journal.Event{tested}, nil
}

// ReconsiderAppeal records that the board looked at whether the decision is
// evidently wrong and must be changed before it is handed over (FL 38, 46 §§).
type ReconsiderAppeal struct {
	Appeal  string
	Changed bool
	Why     string

	Order DelegationOrder `json:"-"` // the board's, handed in and never recorded
}

// Action names the act for the access policies.
func (ReconsiderAppeal) Action() string { return "decision.appeal" }

// Decide records what came of it.
func (cmd ReconsiderAppeal) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	a, err := d.appeal(cmd.Appeal)
	switch {
	case err != nil:
		return nil, err
	case a.Tested != "i-tid":
		return nil, fault.New(fault.Unmet, "decision.test-appeal-first")
	case !a.Forwarded.IsZero():
		return nil, fault.New(fault.Conflict, "decision.appeal-forwarded-already")
	case cmd.Why == "":
		return nil, fault.Field("why", "decision.write-something")
	}
	mandate, other := cmd.Order.Judge(ReconsiderIt, env)
	if other != nil {
		return nil, other
	}
	return []journal.Event{AppealReconsidered{Appeal: cmd.Appeal, Changed: cmd.Changed, Why: cmd.Why, On: env.Today, Mandate: mandate}}, nil
}

// ForwardAppeal records that the appeal was handed over to förvaltningsrätten with
// the file (FL 46 §: skyndsamt).
type ForwardAppeal struct {
	Appeal string
	On     civil.Date
}

// Action names the act for the access policies.
func (ForwardAppeal) Action() string { return "decision.appeal" }

// Decide hands over an appeal that came in time and was looked at.
func (cmd ForwardAppeal) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	a, err := d.appeal(cmd.Appeal)
	switch {
	case err != nil:
		return nil, err
	case a.Tested != "i-tid":
		return nil, fault.New(fault.Unmet, "decision.test-appeal-first")
	case a.Considered.IsZero():
		return nil, &fault.Error{Kind: fault.Unmet, Text: "decision.reconsider-first", Rule: "appeal-reconsider"}
	case !a.Forwarded.IsZero():
		return nil, fault.New(fault.Conflict, "decision.appeal-forwarded-already")
	}
	if f := notBefore("on", cmd.On, a.On, env); f != nil {
		return nil, f
	}
	return []journal.Event{AppealForwarded(cmd)}, nil
}

func (d Decision) appeal(key string) (Appeal, error) {
	for _, a := range d.Appeals {
		if a.Key == key {
			return a, nil
		}
	}
	return Appeal{}, fault.New(fault.NotFound, "decision.no-such-appeal")
}
