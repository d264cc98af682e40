package casework

import (
	"slices"
	"strconv"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
)

// A running service, as the facts of the case tell it.
type running struct {
	about string
	made  civil.Date
	until civil.Date // zero: until further notice
	year  int        // extent over a year

	reserved bool // the decision says itself that it may be changed
}

// runningOf lists the favourable decisions on a kind of service that hold on a day.
func runningOf(kind string, day civil.Date, facts duty.Facts) []running {
	var out []running
	for _, f := range facts.All("case.favourable_running") {
		if f.Value != kind {
			continue
		}
		r := running{about: f.About, made: f.Day}
		for _, u := range facts.All("case.favourable_until") {
			if u.About == f.About {
				r.until, _ = civil.Parse(u.Value)
			}
		}
		r.reserved = slices.ContainsFunc(facts.All("case.favourable_reservation"), func(x duty.Fact) bool { return x.About == f.About })
		for _, e := range facts.All("case.favourable_extent") {
			if e.About == f.About {
				r.year, _ = strconv.Atoi(e.Value)
			}
		}
		if r.until.IsZero() || !r.until.Before(day) {
			out = append(out, r)
		}
	}
	return out
}

// lessThan tells whether the item gives less than what runs: fewer hours, or an
// earlier end.
func (it DecisionItem) lessThan(r running) bool {
	return it.Extent.Yearly() < r.year || !it.Until.IsZero() && (r.until.IsZero() || it.Until.Before(r.until))
}

// checkLesser refuses an item that gives less of a service than a favourable
// decision that still runs, unless the person asks for it, a reservation in the
// decision, compelling safety or misleading facts allow it (FL 37 §), or the
// decision is open-ended, made from 2025-07-01, and circumstances have changed
// essentially (SoL 14:9; transitional provision p3).
func checkLesser(field func(string) string, it DecisionItem, env act.Env) []*fault.Error {
	for _, r := range runningOf(it.Kind, it.From, env.Facts) {
		if it.lessThan(r) {
			if f := it.Lesser.allows(r, it.Kind, env.Today); f != nil {
				f.Field = field("lesser")
				return []*fault.Error{f}
			}
		}
	}
	return nil
}

// allows tells what stops a change to the person's disadvantage; nil when the
// ground given holds.
func (l Lesser) allows(r running, kind string, today civil.Date) *fault.Error {
	service, _ := ServiceByKey(kind)
	switch {
	case l.Ground == "14-9" && (!r.until.IsZero() || r.made.Before(changeover) || service.LSSNo > 0 || today.Before(changeover)):
		return &fault.Error{Kind: fault.Unmet, Text: "decision.open-ended-only", Args: map[string]any{"made": r.made}, Rule: "reconsider-open-ended"}
	case !slices.Contains([]string{"egen-begaran", "forbehall", "sakerhet", "vilseledande", "14-9"}, l.Ground):
		return &fault.Error{Kind: fault.Unmet, Text: "decision.less-than-running", Args: map[string]any{"service": service.Name, "made": r.made, "until": untilWords(r.until)}, Rule: "reconsider-may"}
	case l.Ground == "forbehall" && !r.reserved:
		return &fault.Error{Kind: fault.Unmet, Text: "decision.no-reservation", Args: map[string]any{"made": r.made}, Rule: "reconsider-may"}
	case l.Why == "":
		return &fault.Error{Kind: fault.Invalid, Text: "decision.say-why-less", Rule: "reconsider-may"}
	}
	return nil
}

func untilWords(until civil.Date) string {
	if until.IsZero() {
		return "tills vidare"
	}
	return "till och med " + until.String()
}
