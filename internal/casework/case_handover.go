package casework

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Handover (överlämning vid arton år) is how support goes on when a young person
// comes of age: to which department, who answers for it there and how far it has
// come (B-16).
type Handover struct {
	To      Area // empty: nothing is to go on
	Officer ids.User
	Status  HandoverStatus
	Meeting civil.Date `json:",omitzero"` // when the departments and the young person meet
	Says    string     `json:",omitzero"`
}

// A HandoverStatus says how far a hand-over has come.
type HandoverStatus string

// The steps of a hand-over, and the answer that none is needed.
const (
	HandoverUnneeded HandoverStatus = "behovs-inte"
	HandoverPlanned  HandoverStatus = "planerad"
	HandoverMet      HandoverStatus = "mote-hallet"
	HandoverTaken    HandoverStatus = "mottagen"
)

// HandoverStatuses lists them as a page shows them.
func HandoverStatuses() []HandoverStatus {
	return []HandoverStatus{HandoverPlanned, HandoverMet, HandoverTaken, HandoverUnneeded}
}

// Words is the status as a page shows it.
func (s HandoverStatus) Words() string {
	switch s {
	case HandoverUnneeded:
		return "Behövs inte"
	case HandoverPlanned:
		return "Planerad"
	case HandoverMet:
		return "Möte hållet"
	case HandoverTaken:
		return "Mottagen"
	}
	return "Inte planerad"
}

// CaseHandedOn holds the hand-over as it stands from then on.
type CaseHandedOn struct{ Handover Handover }

func (CaseHandedOn) EventName() string { return "case.handed_on.v1" }

// HandOn plans the hand-over of a young person's case, or tells how far it has come.
type HandOn struct{ Handover Handover }

// Action names the act.
func (HandOn) Action() string { return "case.hand_on" }

// Decide takes a hand-over from the day the person turns seventeen.
func (cmd HandOn) Decide(c Case, env act.Env) ([]journal.Event, error) {
	h := cmd.Handover
	var to, officer, status, why *fault.Error
	switch {
	case c.Opened.IsZero():
		return nil, fault.New(fault.NotFound, "case.unknown")
	case ageOn(env.Facts, env.Today) < adultAge-1:
		return nil, fault.New(fault.Unmet, "case.handover-from-seventeen")
	}
	switch {
	case !slices.Contains(HandoverStatuses(), h.Status):
		status = fault.Field("status", "case.handover-status-missing")
	case h.Status == HandoverUnneeded && strings.TrimSpace(h.Says) == "":
		why = fault.Field("says", "case.handover-why-not")
	case h.Status == HandoverUnneeded:
		h.To, h.Officer = "", ids.User{}
	case h.To == Children || h.To.Words() == "":
		to = fault.Field("to", "case.handover-department-missing")
	case h.Officer.IsZero():
		officer = fault.Field("officer", "case.handover-officer-missing")
	}
	if err := fault.Join(status, to, officer, why); err != nil {
		return nil, err
	}
	h.Says = strings.TrimSpace(h.Says)
	return []journal.Event{CaseHandedOn{Handover: h}}, nil
}

// ComingOfAge (fyller arton) is the open case of someone who is seventeen, and how
// its hand-over stands.
type ComingOfAge struct {
	Case     Case
	Born     civil.Date
	Handover Handover
}

// Adult is the day the person turns eighteen.
func (c ComingOfAge) Adult() civil.Date { return c.Born.AddMonths(12 * adultAge) }
