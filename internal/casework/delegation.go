package casework

import (
	"slices"
	"time"

	"stadga/internal/civil"
)

// A DelegationPoint is one line of the delegation order (delegationsordning): who
// may decide what, and between which days (KL 6:37). What no line covers is the
// board's, or by law the committee's (SoL 30:5–11).
type DelegationPoint struct {
	No       string
	Words    string
	Services []string         // keys in the service catalogue, whatever the outcome
	Closings []InquiryOutcome // ways to close an inquiry without deciding on a service
	Roles    []string
	From     civil.Date
	Until    civil.Date // last day; zero: in force
}

// DelegationOrder is Norrsala's delegation order with its revision of 1 July 2025,
// when the new act gave every line a new ground.
func DelegationOrder() []DelegationPoint {
	officer, manager := []string{"handlaggare", "gruppledare", "enhetschef"}, []string{"gruppledare", "enhetschef"}
	var older, child, lss, housing []string
	for _, k := range ServiceCatalogue() {
		switch {
		case k.Utskott:
		case k.Key == "lss-boende-barn":
			housing = append(housing, k.Key)
		case k.LSSNo > 0:
			lss = append(lss, k.Key)
		case !slices.Contains(k.For, InquiryAdult) && slices.Contains(k.For, InquiryChild):
			child = append(child, k.Key)
		default:
			older = append(older, k.Key)
		}
	}
	lines := []DelegationPoint{
		{No: "4.2", Words: "Insatser till äldre och vuxna", Services: older, Roles: officer},
		{No: "5.1", Words: "Insatser enligt LSS", Services: lss, Roles: officer},
		{No: "5.4", Words: "Boende för barn enligt LSS", Services: housing, Roles: manager},
		{No: "6.3", Words: "Öppenvård för barn och familjer", Services: child, Roles: officer},
		{No: "6.5", Words: "Avsluta barnavårdsutredning utan insats", Closings: []InquiryOutcome{ClosedWithoutCare}, Roles: officer},
	}
	last := changeover.AddDays(-1)
	var out []DelegationPoint
	for _, l := range lines {
		before, after := l, l
		before.From, before.Until = civil.On(2002, time.January, 1), last
		after.From = changeover
		out = append(out, before, after)
	}
	return out
}

// DelegateMay finds the point by which one with those roles may decide on a
// service, or close an inquiry, on that day.
func DelegateMay(roles []string, service string, closing InquiryOutcome, day civil.Date) (DelegationPoint, bool) {
	for _, p := range DelegationOrder() {
		if day.Before(p.From) || !p.Until.IsZero() && day.After(p.Until) {
			continue
		}
		covers := slices.Contains(p.Services, service) || service == "" && slices.Contains(p.Closings, closing)
		if covers && slices.ContainsFunc(p.Roles, func(role string) bool { return slices.Contains(roles, role) }) {
			return p, true
		}
	}
	return DelegationPoint{}, false
}
