package control

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

// A Level (nivå för manuella registreringar) is how many per cent of a provider's
// visits the board accepts as typed, from a day on, and where that is decided.
type Level struct {
	Percent int
	From    civil.Date
	By      string
	On      civil.Date
	Ref     string
}

// Levels are those that the board has set, by the day they hold from.
type Levels struct{ All []Level }

// Where a provider's share of manual registrations stands (F-05).
const (
	AboveLevel  = "över nivån"
	WithinLevel = "inom nivån"
	NoLevel     = "ingen nivå är satt"
)

// LevelStream is the name of the kind of stream. A board has one.
const LevelStream = "manual_level"

// LevelID is the board's one stream of levels.
func LevelID() ids.ID { return ids.Derive(ids.Act{}, "level of manual registrations") }

// LevelSet holds what the board decided.
type LevelSet struct{ Level Level }

// EventName is for ever.
func (LevelSet) EventName() string { return "manual_level.set.v1" }

// LevelEvents lists a zero value of each event of the stream.
func LevelEvents() []journal.Event { return []journal.Event{LevelSet{}} }

// Fold takes one event into the levels; one from the same day replaces it.
func (l *Levels) Fold(r journal.Recorded) {
	if e, ok := r.Event.(LevelSet); ok {
		all := slices.DeleteFunc(slices.Clone(l.All), func(old Level) bool { return old.From == e.Level.From })
		l.All = append(all, e.Level)
		slices.SortFunc(l.All, func(a, b Level) int { return a.From.Compare(b.From) })
	}
}

// Says gives no facts.
func (Levels) Says() []duty.Said { return nil }

// Persons names no file.
func (Levels) Persons() []ids.Person { return nil }

// On is the level that holds on a day; false when none is set.
func (l Levels) On(day civil.Date) (Level, bool) {
	var found Level
	for _, one := range l.All {
		if one.From.After(day) {
			break
		}
		found = one
	}
	return found, found.Percent > 0
}

// In is the per cent that held when a month ended, "2026-09"; 0: none was set.
func (l Levels) In(month string) int {
	first, err := civil.Parse(month + "-01")
	if err != nil {
		return 0
	}
	found, _ := l.On(first.AddMonths(1).AddDays(-1))
	return found.Percent
}

// SetLevel enters what the board decided.
type SetLevel struct{ Level Level }

// Action names the act.
func (SetLevel) Action() string { return "manual_level.set" }

// Decide takes a level that someone has decided, from that day or a later one.
func (cmd SetLevel) Decide(l Levels, env act.Env) ([]journal.Event, error) {
	var percent, from, by, on, ref *fault.Error
	v := cmd.Level
	if v.Percent < 1 || v.Percent > 99 {
		percent = fault.Field("percent", "manual-level.percent-wrong")
	}
	switch {
	case v.From.IsZero():
		from = fault.Field("from", "manual-level.from-missing")
	case v.From.Before(v.On):
		from = fault.Field("from", "manual-level.from-before-on")
	}
	if strings.TrimSpace(v.By) == "" {
		by = fault.Field("by", "manual-level.by-missing")
	}
	if v.On.IsZero() || v.On.After(env.Today) {
		on = fault.Field("on", "manual-level.on-missing")
	}
	if strings.TrimSpace(v.Ref) == "" {
		ref = fault.Field("ref", "manual-level.ref-missing")
	}
	if err := fault.Join(percent, from, by, on, ref); err != nil {
		return nil, err
	}
	if slices.Contains(l.All, v) {
		return nil, nil
	}
	return []journal.Event{LevelSet(cmd)}, nil
}
