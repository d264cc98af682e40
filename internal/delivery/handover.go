package delivery

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// A Handover (överlämning) is one side's check at one end of a service that the
// investigation unit and the family unit carry out together (E-36).
type Handover struct {
	At           HandoverEnd
	FromProvider bool
	Checked      []string
	Note         string
	Mark         Mark
}

// A HandoverEnd is the start or the end of a service.
type HandoverEnd string

// Both ends of a service.
const (
	AtStart HandoverEnd = "start"
	AtEnd   HandoverEnd = "slut"
)

// HandoverPoints is the check list of an end: the same for both sides, so that
// each says the same of the other.
func HandoverPoints(at HandoverEnd) []CheckPoint {
	if at == AtEnd {
		return []CheckPoint{
			{"resultat", "Båda enheterna har gått igenom resultatet, mål för mål, med familjen"},
			{"kvar", "Det som återstår har någon som svarar för det"},
			{"barnet", "Barnets åsikt om avslutet är skriven"},
			{"vag-tillbaka", "Familjen vet vart den vänder sig om det blir svårt igen"},
		}
	}
	return []CheckPoint{
		{"mal", "Målen är gemensamma och genomgångna med familjen på ett möte"},
		{"barnet", "Barnets åsikt är skriven"},
		{"ansvar", "Det är bestämt vem som gör vad i varje enhet"},
		{"uppfoljning", "Dag för första gemensamma uppföljningen är bestämd"},
	}
}

// WentThrough tells whether a side has checked an end.
func (o Order) WentThrough(at HandoverEnd, fromProvider bool) bool {
	return slices.ContainsFunc(o.Handovers, func(h Handover) bool { return h.At == at && h.FromProvider == fromProvider })
}

// CheckHandover is one side's check at one end.
type CheckHandover struct {
	At      HandoverEnd
	Checked []string
	Note    string // why a point is left
}

// Action names the act.
func (CheckHandover) Action() string { return "order.check_handover" }

// Decide keeps one check of each side at each end. A point may be left with a reason.
// The end may be checked after the order has ended with its decision.
func (cmd CheckHandover) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil && !(o.Exists() && cmd.At == AtEnd) {
		return nil, err
	}
	provider := !env.Actor.Provider.IsZero()
	switch {
	case !o.Outpatient:
		return nil, fault.New(fault.Unmet, "order.no-handover")
	case cmd.At != AtStart && cmd.At != AtEnd:
		return nil, fault.Field("at", "order.handover-end-missing")
	case cmd.At == AtEnd && o.Started.IsZero():
		return nil, fault.New(fault.Unmet, "order.not-started-yet")
	case o.WentThrough(cmd.At, provider):
		return nil, fault.New(fault.Conflict, "order.handover-already")
	case left(HandoverPoints(cmd.At), cmd.Checked) > 0 && strings.TrimSpace(cmd.Note) == "":
		return nil, fault.Field("note", "order.check-left")
	}
	return []journal.Event{HandoverChecked{At: cmd.At, FromProvider: provider, Checked: cmd.Checked, Note: cmd.Note}}, nil
}

// unchecked tells whether an end lacks the check of either side.
func (o Order) unchecked(at HandoverEnd) bool {
	return o.Outpatient && (!o.WentThrough(at, true) || !o.WentThrough(at, false))
}
