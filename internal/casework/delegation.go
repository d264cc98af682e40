package casework

import (
	"slices"

	"stadga/internal/civil"
)

// A DelegationPoint is one line of the delegation order (delegationsordning): who
// may decide what, and between which days (KL 6:37).
type DelegationPoint struct {
	No        string
	Words     string
	Services  []string         // keys in the service catalogue, whatever the outcome
	Closings  []InquiryOutcome // ways to close an inquiry without deciding on a service
	Decisions []Delegable      // other decisions without a service
	Roles     []string
	From      civil.Date
	Until     civil.Date // last day; zero: in force
	Ref       string     // where it was decided: "SN 2025/61 § 58"
	Adopted   civil.Date
}

// InForce tells whether the point holds on the day.
func (p DelegationPoint) InForce(day civil.Date) bool {
	return !day.Before(p.From) && (p.Until.IsZero() || !day.After(p.Until))
}

// A DelegationOrder is the board's own, with its revisions, read from a dated file
// (casework/delegation). What no point of it covers is the board's, or by law the
// committee's (SoL 30:5–11).
type DelegationOrder []DelegationPoint

// Find is the point by which one with those roles may decide on a service, or
// close an inquiry, on that day.
func (o DelegationOrder) Find(roles []string, service string, closing InquiryOutcome, day civil.Date) (DelegationPoint, bool) {
	for _, p := range o {
		covers := slices.Contains(p.Services, service) || service == "" && slices.Contains(p.Closings, closing)
		if covers && p.InForce(day) && slices.ContainsFunc(p.Roles, func(role string) bool { return slices.Contains(roles, role) }) {
			return p, true
		}
	}
	return DelegationPoint{}, false
}
