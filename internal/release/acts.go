package release

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// Ask records that someone wants to see a file.
type Ask Asked

// Action names the act.
func (Ask) Action() string { return "release.ask" }

// Asks for the case.
func (cmd Ask) Asks() duty.Subject { return caseSubject(cmd.Case) }

// Decide takes the request. Who asks for an official document need not say who
// they are, unless secrecy is to be tried for them (TF 2 kap. 18 §).
func (cmd Ask) Decide(r Release, env act.Env) ([]journal.Event, error) {
	if !r.Asked.IsZero() {
		return nil, fault.New(fault.Conflict, "release.asked-already")
	}
	var wrong []*fault.Error
	if !slices.Contains(Askers(), cmd.Asker) {
		wrong = append(wrong, fault.Field("asker", "release.choose-asker"))
	}
	if cmd.Asker.IsParty() && strings.TrimSpace(cmd.Name) == "" {
		wrong = append(wrong, fault.Field("name", "release.party-name"))
	}
	if strings.TrimSpace(cmd.Wants) == "" {
		wrong = append(wrong, fault.Field("wants", "release.say-what"))
	}
	wrong = append(wrong, onDay("on", cmd.On, civil.Date{}, env))
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{Asked(cmd)}, nil
}

// onDay refuses a day that is missing, to come, or before what it must follow.
func onDay(field string, day, after civil.Date, env act.Env) *fault.Error {
	switch {
	case day.IsZero():
		return fault.Field(field, "release.day-missing")
	case day.After(env.Today):
		return fault.Field(field, "release.day-in-future")
	case day.Before(after):
		return fault.Field(field, "release.day-too-early")
	}
	return nil
}

// Try judges parts of the file for secrecy, as they read when they were judged.
type Try struct {
	Case  ids.Case
	Parts []Tried
}

// Action names the act.
func (Try) Action() string { return "release.try" }

// Asks for the case.
func (cmd Try) Asks() duty.Subject { return caseSubject(cmd.Case) }

// Decide takes a judgement with a ground for all that is kept back. A decision in
// the matter is never kept from a party (OSL 10 kap. 3 §).
func (cmd Try) Decide(r Release, _ act.Env) ([]journal.Event, error) {
	if err := r.open(); err != nil {
		return nil, err
	}
	if len(cmd.Parts) == 0 {
		return nil, fault.Field("parts", "release.choose-parts")
	}
	for _, t := range cmd.Parts {
		grounds := []Ground{t.Whole}
		if t.Whole == "" {
			grounds = nil
		}
		for _, m := range t.Masked {
			grounds = append(grounds, m.Ground)
		}
		for _, g := range grounds {
			switch {
			case !slices.Contains(Grounds(), g):
				return nil, fault.Field("ground", "release.choose-ground")
			case g == GroundParty && !r.Asker.IsParty():
				return nil, fault.Field("ground", "release.ground-is-for-party")
			}
		}
		if r.Asker.IsParty() && strings.HasPrefix(t.Part, "decision:") && t.Whole != "" {
			return nil, fault.Field("ground", "release.decision-is-never-secret")
		}
	}
	return []journal.Event{PartsTried{Parts: cmd.Parts}}, nil
}

// open refuses what is not asked for, and what is decided.
func (r Release) open() error {
	switch {
	case r.Asked.IsZero():
		return fault.New(fault.NotFound, "release.unknown")
	case !r.Decided.IsZero():
		return fault.New(fault.Conflict, "release.decided-already")
	}
	return nil
}

// A Reading is one part of the file as it reads when the request is decided.
type Reading struct{ Part, Digest string }

// Settle ends the trial: what goes out and what is kept back.
type Settle struct {
	Case    ids.Case
	Parts   []Reading // every part of the file
	Reasons string

	Giving, Refusing Right `json:"-"` // what the delegation order of the day says of who decides
}

// A Right (beslutsrätt) is by which point of the delegation order someone may decide.
// Empty: the order does not name such decisions, and nobody has judged it.
type Right struct {
	Point, Ref string
	Stop       *fault.Error // who may instead; nil: nothing is in the way
}

// Action names the act.
func (Settle) Action() string { return "release.decide" }

// Asks for the case.
func (cmd Settle) Asks() duty.Subject { return caseSubject(cmd.Case) }

// Decide refuses while a part of the file is not tried as it reads now: what has
// been written since could hold anything. Keeping something back takes reasons
// (OSL 6 kap. 3 §, FL 32 §).
func (cmd Settle) Decide(r Release, _ act.Env) ([]journal.Event, error) {
	if err := r.open(); err != nil {
		return nil, err
	}
	if len(cmd.Parts) == 0 {
		return nil, fault.New(fault.Unmet, "release.nothing-to-give")
	}
	given, kept := 0, 0
	for _, p := range cmd.Parts {
		t, ok := r.Of(p.Part)
		if !ok {
			return nil, fault.New(fault.Unmet, "release.part-untried")
		}
		if t.Digest != p.Digest {
			return nil, &fault.Error{Kind: fault.Unmet, Text: "release.part-changed", Args: map[string]any{"part": t.Title}}
		}
		if t.Whole == "" {
			given++
		}
		if t.Whole != "" || len(t.Masked) > 0 {
			kept++
		}
	}
	outcome := Given
	switch {
	case given == 0:
		outcome = Refused
	case kept > 0:
		outcome = Partly
	}
	if outcome != Given && strings.TrimSpace(cmd.Reasons) == "" {
		return nil, fault.Field("reasons", "release.reasons")
	}
	right := cmd.Giving
	if outcome != Given {
		right = cmd.Refusing
	}
	if right.Stop != nil {
		return nil, right.Stop
	}
	return []journal.Event{Decided{Outcome: outcome, Reasons: cmd.Reasons, Point: right.Point, Ref: right.Ref}}, nil
}

// Report tells a meeting of the board what was decided in its place, once (KL 7:8).
type Report struct {
	Case ids.Case
	On   civil.Date
}

// Action names the act.
func (Report) Action() string { return "decision.report" }

// Asks for the case.
func (cmd Report) Asks() duty.Subject { return caseSubject(cmd.Case) }

// Decide reports a decision by a delegate that no meeting has heard of.
func (cmd Report) Decide(r Release, env act.Env) ([]journal.Event, error) {
	if r.Point == "" || !r.Reported.IsZero() {
		return nil, fault.New(fault.Conflict, "release.reported-already")
	}
	if f := onDay("on", cmd.On, r.Decided, env); f != nil {
		return nil, f
	}
	return []journal.Event{Reported{On: cmd.On}}, nil
}

// Give records that the papers went out.
type Give struct {
	Case   ids.Case
	On     civil.Date
	How    string
	Digest string // of the file that went out
	Parts  int    // in it
}

// Action names the act.
func (Give) Action() string { return "release.hand_out" }

// Asks for the case.
func (cmd Give) Asks() duty.Subject { return caseSubject(cmd.Case) }

// Decide refuses before the decision, and where all was kept back.
func (cmd Give) Decide(r Release, env act.Env) ([]journal.Event, error) {
	switch {
	case r.Decided.IsZero():
		return nil, fault.New(fault.Unmet, "release.decide-first")
	case r.Outcome == Refused:
		return nil, fault.New(fault.Unmet, "release.nothing-to-give")
	}
	var how *fault.Error
	if strings.TrimSpace(cmd.How) == "" {
		how = fault.Field("how", "release.say-how")
	}
	if err := fault.Join(onDay("on", cmd.On, r.Decided, env), how); err != nil {
		return nil, err
	}
	return []journal.Event{HandedOut{On: cmd.On, How: cmd.How, Digest: cmd.Digest, Parts: cmd.Parts}}, nil
}

// Receive records the day who asked received the refusal. The three weeks for an
// appeal run from there (FL 44 §).
type Receive struct {
	Case ids.Case
	On   civil.Date
}

// Action names the act.
func (Receive) Action() string { return "release.appeal" }

// Asks for the case.
func (cmd Receive) Asks() duty.Subject { return caseSubject(cmd.Case) }

// Decide takes a day from the decision on.
func (cmd Receive) Decide(r Release, env act.Env) ([]journal.Event, error) {
	if err := r.refused(); err != nil {
		return nil, err
	}
	if !r.Sent.IsZero() {
		return nil, fault.New(fault.Conflict, "release.received-already")
	}
	if f := onDay("on", cmd.On, r.Decided, env); f != nil {
		return nil, f
	}
	return []journal.Event{RefusalReceived{On: cmd.On}}, nil
}

// refused tells what there is no refusal to appeal.
func (r Release) refused() error {
	if r.Outcome != Refused && r.Outcome != Partly {
		return fault.New(fault.Unmet, "release.nothing-refused")
	}
	return nil
}

// LastDay is the last day to appeal; zero until the day of receipt is known.
func (r Release) LastDay() civil.Date {
	if r.Sent.IsZero() || r.refused() != nil {
		return civil.Date{}
	}
	return civil.Shift(r.Sent.AddDays(21))
}

// AppealStep is one step of an appeal of the refusal: it came in, it went on, the
// court has ruled.
type AppealStep struct {
	Case   ids.Case
	On     civil.Date
	Result string // of the ruling; empty: none yet
}

// The results of kammarrätten.
const (
	ResultUpheld  = "avslag"
	ResultChanged = "andrat"
	ResultBack    = "aterforvisat"
)

// Results lists them.
func Results() []string { return []string{ResultUpheld, ResultChanged, ResultBack} }

// ResultWords is a result as a page shows it.
func ResultWords(result string) string {
	switch result {
	case ResultUpheld:
		return "Överklagandet avslogs"
	case ResultChanged:
		return "Uppgifterna ska lämnas ut"
	case ResultBack:
		return "Ärendet återförvisades"
	}
	return ""
}

// Action names the act.
func (AppealStep) Action() string { return "release.appeal" }

// Asks for the case.
func (cmd AppealStep) Asks() duty.Subject { return caseSubject(cmd.Case) }

// Decide takes the next step; the steps come in their order.
func (cmd AppealStep) Decide(r Release, env act.Env) ([]journal.Event, error) {
	if err := r.refused(); err != nil {
		return nil, err
	}
	after := r.Decided
	var next journal.Event
	switch {
	case r.Appeal.On.IsZero():
		next = AppealReceived{On: cmd.On}
	case r.Appeal.Forwarded.IsZero():
		after, next = r.Appeal.On, AppealForwarded{On: cmd.On}
	case r.Appeal.Ruled.IsZero():
		after, next = r.Appeal.Forwarded, CourtRuled{On: cmd.On, Result: cmd.Result}
		if !slices.Contains(Results(), cmd.Result) {
			return nil, fault.Field("result", "release.choose-result")
		}
	default:
		return nil, fault.New(fault.Conflict, "release.ruled-already")
	}
	if f := onDay("on", cmd.On, after, env); f != nil {
		return nil, f
	}
	return []journal.Event{next}, nil
}
