package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// FirstCourt is the level an appeal is handed over to.
const FirstCourt = "forvaltningsratten"

// courtLevels are the courts that try it, in order.
func courtLevels() []string {
	return []string{FirstCourt, "kammarratten", "hogsta-forvaltningsdomstolen"}
}

// CourtName is the level as a page names it.
func CourtName(level string) string {
	return map[string]string{FirstCourt: "Förvaltningsrätten", "kammarratten": "Kammarrätten", "hogsta-forvaltningsdomstolen": "Högsta förvaltningsdomstolen"}[level]
}

// NextCourt is the level above; empty above the highest.
func NextCourt(level string) string {
	all := courtLevels()
	at := slices.Index(all, level)
	if at < 0 || at == len(all)-1 {
		return ""
	}
	return all[at+1]
}

// RecordRuling keeps what the court decided, what that does to the decision, and
// what the board is to do now (D-09).
type RecordRuling struct {
	Appeal string
	Court  string // its name: "Förvaltningsrätten i Provköping"
	Level  string
	Result string
	Effect string
	What   string
	On     civil.Date
}

// Action names the act for the access policies.
func (RecordRuling) Action() string { return "decision.appeal" }

// Decide records the ruling of the court that has the case.
func (cmd RecordRuling) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	a, err := d.appeal(cmd.Appeal)
	switch {
	case err != nil:
		return nil, err
	case a.Forwarded.IsZero():
		return nil, fault.New(fault.Unmet, "decision.forward-first")
	case !slices.Contains(courtLevels(), cmd.Level):
		return nil, fault.Field("level", "decision.court-level")
	case cmd.Level != a.At || a.Result != "":
		return nil, fault.Field("level", "decision.court-has-not-it")
	case !slices.Contains([]string{"avslag", "bifall", "delvis-bifall", "aterforvisning", "avvisning"}, cmd.Result):
		return nil, fault.Field("result", "decision.choose-ruling")
	case !slices.Contains([]string{"star-fast", "upphavt", "andrat", "aterforvisat"}, cmd.Effect):
		return nil, fault.Field("effect", "decision.court-effect")
	}
	wrong := []*fault.Error{notBefore("on", cmd.On, latestOf(a.Forwarded, a.FurtherOn), env), written("court", cmd.Court)}
	if cmd.Effect != "star-fast" {
		wrong = append(wrong, written("what", cmd.What))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{CourtRuled{Appeal: cmd.Appeal, Court: cmd.Court, Result: cmd.Result, On: cmd.On, Level: cmd.Level, Effect: cmd.Effect, What: cmd.What}}, nil
}

func latestOf(a, b civil.Date) civil.Date {
	if b.After(a) {
		return b
	}
	return a
}

// ruled takes a ruling into the appeal. One from before the level was kept is the
// first court's.
func (a *Appeal) ruled(e CourtRuled) {
	level := e.Level
	if level == "" {
		level = FirstCourt
	}
	a.Court, a.Result, a.RuledOn, a.Stayed = e.Court, e.Result, e.On, civil.Date{}
	a.Rulings = add(a.Rulings, CourtRuling{Level: level, Court: e.Court, Result: e.Result, Effect: e.Effect, What: e.What, On: e.On})
}

// TakeAppealOn records that a ruling was appealed to the next court, by the person
// or by the board.
type TakeAppealOn struct {
	Appeal string
	Court  string
	By     string
	On     civil.Date
}

// Action names the act for the access policies.
func (TakeAppealOn) Action() string { return "decision.appeal" }

// Decide records it where a court has ruled and another stands above it.
func (cmd TakeAppealOn) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	a, err := d.appeal(cmd.Appeal)
	switch {
	case err != nil:
		return nil, err
	case a.Result == "":
		return nil, fault.New(fault.Unmet, "decision.ruling-first")
	case cmd.Court == "" || cmd.Court != NextCourt(a.At):
		return nil, fault.Field("court", "decision.higher-court")
	case cmd.By != "personen" && cmd.By != "namnden":
		return nil, fault.Field("by", "decision.choose-who-appeals")
	}
	if f := notBefore("on", cmd.On, a.RuledOn, env); f != nil {
		return nil, f
	}
	return []journal.Event{AppealedFurther(cmd)}, nil
}

// StayDecision records that a court stopped the decision from applying while it is
// tried (inhibition), or let it apply again.
type StayDecision struct {
	Appeal string
	Court  string
	Lifted bool
	On     civil.Date
}

// Action names the act for the access policies.
func (StayDecision) Action() string { return "decision.appeal" }

// Decide records the one or the other, while a court has the case.
func (cmd StayDecision) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	a, err := d.appeal(cmd.Appeal)
	switch {
	case err != nil:
		return nil, err
	case a.Forwarded.IsZero():
		return nil, fault.New(fault.Unmet, "decision.forward-first")
	case cmd.Lifted && a.Stayed.IsZero():
		return nil, fault.New(fault.Conflict, "decision.not-stayed")
	case !cmd.Lifted && !a.Stayed.IsZero():
		return nil, fault.New(fault.Conflict, "decision.stayed-already")
	}
	if err := fault.Join(notBefore("on", cmd.On, a.Forwarded, env), written("court", cmd.Court)); err != nil {
		return nil, err
	}
	return []journal.Event{AppealStayed(cmd)}, nil
}
