package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// EndReasons (avslutsorsaker) are the reasons that the one who ends a service chooses
// among, key and words. A service may also end because a new decision took over
// ("ersatt"), or because the person died or moved ("avliden", "flyttat").
func EndReasons() [][2]string {
	return [][2]string{
		{"malen-natta", "Målen är nådda och personen är med på det"},
		{"behovs-inte", "Behovet finns inte längre"},
		{"egen-begaran", "Personen begär det"},
		{"annan-losning", "Behovet möts på ett annat sätt"},
		{"tiden-slut", "Beslutets tid är slut"},
		{"aterkallad", "Nämnden återkallar beslutet"},
	}
}

// EndReasonWords is a reason why a service ended, as a page says it.
func EndReasonWords(key string) string {
	for _, r := range append(EndReasons(), [2]string{"ersatt", "Ett nytt beslut tog över"}, [2]string{"avliden", "Personen har avlidit"}, [2]string{"flyttat", "Personen har flyttat"}) {
		if r[0] == key {
			return r[1]
		}
	}
	return key
}

// EndService ends a granted service (avsluta insats, G-20): why, its last day and how
// far each goal was reached. A board that takes back what it has granted needs the
// same right as one that gives less.
type EndService struct {
	Service ids.Service
	On      civil.Date // its last day
	Reason  string     // of EndReasons, or "ersatt"
	Why     string
	Results []GoalResult // none for "ersatt": the new decision carries the goals on
	Lesser  Lesser       // for "aterkallad"
	Level   string       // for "aterkallad": how the person still has what the act promises (D-14)

	Order DelegationOrder `json:"-"` // the board's, by which an officer takes a decision back
}

// Action names the act for the access policies.
func (EndService) Action() string { return "decision.end-service" }

// Decide ends the service.
func (cmd EndService) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	it, ok := d.Item(cmd.Service)
	if !ok || !it.Outcome.Gives() || !it.Ended.IsZero() {
		return nil, fault.New(fault.NotFound, "decision.no-such-service")
	}
	kind, _ := ServiceByKey(it.Kind)
	var wrong []*fault.Error
	switch {
	case cmd.On.IsZero():
		wrong = append(wrong, fault.Field("on", "decision.day-missing"))
	case cmd.On.Before(d.Made):
		wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: "on", Text: "decision.day-too-early", Args: map[string]any{"earliest": d.Made}})
	}
	switch {
	case cmd.Reason != "ersatt" && !slices.ContainsFunc(EndReasons(), func(r [2]string) bool { return r[0] == cmd.Reason }):
		wrong = append(wrong, fault.Field("reason", "decision.why-ended"))
	case cmd.Reason == "tiden-slut" && (it.Until.IsZero() || cmd.On.Before(it.Until)):
		wrong = append(wrong, fault.Field("reason", "decision.time-not-out"))
	case cmd.Reason == "aterkallad":
		wrong = append(wrong, cmd.Lesser.unsaid("lesser"))
		if cmd.Level == "" {
			wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: "level", Text: "decision.try-level", Args: map[string]any{"standard": kind.Standard(env.Today).Words()}})
		}
	}
	var mandate Mandate
	if cmd.Reason == "aterkallad" && len(cmd.Order) > 0 {
		var other *fault.Error
		mandate, other = Mandate{Body: "delegat", Order: cmd.Order}.over([]string{it.Kind}, "", env)
		wrong = append(wrong, other)
	}
	if cmd.Reason != "ersatt" {
		wrong = append(wrong, judged(it, cmd.Results)...)
	}
	if cmd.Reason == "malen-natta" && slices.ContainsFunc(cmd.Results, func(r GoalResult) bool { return r.Result == "inte" || r.Result == "kan-inte-bedomas" }) {
		wrong = append(wrong, fault.Field("reason", "follow-up.goals-not-reached"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	end := ServiceEnded{Service: cmd.Service, On: cmd.On, Reason: cmd.Reason, Why: cmd.Why, Lesser: cmd.Lesser, Results: cmd.Results, Mandate: mandate}
	if cmd.Reason == "aterkallad" {
		end.Kind = it.Kind
		end.Level = StandardTest{Standard: kind.Standard(env.Today), Why: cmd.Level}
		end.Reduces = Reduction{}.with(running{made: d.Made, until: it.Until, reserved: it.Reservation != ""})
	}
	return []journal.Event{end}, nil
}

// StopServices ends every service of the decision because the person has died or
// moved from the municipality. Nothing that follows from them goes on.
type StopServices struct {
	Reason string // "avliden", "flyttat"
	On     civil.Date
}

// Action names the act for the access policies.
func (StopServices) Action() string { return "decision.stop-services" }

// Decide ends what runs; nothing when nothing does.
func (cmd StopServices) Decide(d Decision, _ act.Env) ([]journal.Event, error) {
	if cmd.Reason != "avliden" && cmd.Reason != "flyttat" {
		return nil, fault.Field("reason", "decision.why-ended")
	}
	var out []journal.Event
	for _, it := range d.Items {
		if it.Outcome.Gives() && it.Ended.IsZero() {
			out = append(out, ServiceEnded{Service: it.Service, On: cmd.On, Reason: cmd.Reason})
		}
	}
	return out, nil
}
