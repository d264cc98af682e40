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

// A Level (nämndens nivå) is so many per cent that the board accepts from a day on,
// and where that is decided: of a provider's visits that are typed (F-05), or of the
// granted time that delivered time may lie beside it (F-13).
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
	switch e := r.Event.(type) {
	case LevelSet:
		l.enter(e.Level)
	case ToleranceSet:
		l.enter(e.Level)
	}
}

func (l *Levels) enter(level Level) {
	all := slices.DeleteFunc(slices.Clone(l.All), func(old Level) bool { return old.From == level.From })
	l.All = append(all, level)
	slices.SortFunc(l.All, func(a, b Level) int { return a.From.Compare(b.From) })
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
	if err := cmd.Level.decided(env); err != nil || slices.Contains(l.All, cmd.Level) {
		return nil, err
	}
	return []journal.Event{LevelSet(cmd)}, nil
}

// decided tells what is missing of a level that someone is to have decided.
func (v Level) decided(env act.Env) error {
	var percent, from, by, on, ref *fault.Error
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
	return fault.Join(percent, from, by, on, ref)
}
