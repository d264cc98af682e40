package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// DescribeNeed says what the person cannot meet alone within one area. A need
// with a key that stands already is written anew.
type DescribeNeed struct {
	Key      string // empty: a new need
	Area     string
	Text     string
	Strength string // resource: what the person can do
	Hard     string // difficulty: what makes it hard
}

// Action names the act for the access policies.
func (DescribeNeed) Action() string { return "investigation.write" }

// Decide describes the need.
func (cmd DescribeNeed) Decide(i Investigation, _ act.Env) ([]journal.Event, error) {
	if err := i.draftable(cmd.Area); err != nil {
		return nil, err
	}
	if f := said("need", cmd.Text); f != nil {
		return nil, f
	}
	key := cmd.Key
	if key == "" {
		key = "b" + digits(len(i.Needs)+1)
	}
	need := Need{Key: key, Area: cmd.Area, Text: cmd.Text, Strength: cmd.Strength, Hard: cmd.Hard}
	for _, was := range i.Needs {
		if was.Key == key {
			need.Origin = stillFrom(was.Origin, was.Text != need.Text || was.Strength != need.Strength || was.Hard != need.Hard)
		}
	}
	return []journal.Event{NeedDescribed{need}}, nil
}

// SetGoal says what shall be reached for a need, how it is seen and by when. The
// decision and everything after it use the same goal (UX-05).
type SetGoal struct{ Goal Goal }

// Action names the act for the access policies.
func (SetGoal) Action() string { return "investigation.write" }

// Decide sets the goal. A goal may be set without measure or day: what the
// service demands is tried when it is decided.
func (cmd SetGoal) Decide(i Investigation, _ act.Env) ([]journal.Event, error) {
	if err := i.drafting(); err != nil {
		return nil, err
	}
	goal := cmd.Goal
	var wrong []*fault.Error
	wrong = append(wrong, said("goal", goal.Text))
	if !slices.ContainsFunc(i.Needs, func(n Need) bool { return n.Key == goal.Need }) {
		wrong = append(wrong, fault.Field("need", "investigation.goal-needs-need"))
	}
	if !goal.By.IsZero() && goal.By.Before(i.Opened) {
		wrong = append(wrong, fault.Field("by", "investigation.goal-day-passed"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	if was, stands := i.Goal(goal.Key); stands {
		goal.Origin = stillFrom(was.Origin, was.Text != goal.Text || was.Measure != goal.Measure || was.By != goal.By)
	}
	if goal.Key == "" {
		goal.Key = "m" + digits(len(i.Goals)+1)
	}
	for _, n := range i.Needs {
		if n.Key == goal.Need {
			part, _ := i.PartNamed(n.Area)
			goal.Area = part.Title
		}
	}
	return []journal.Event{GoalSet{goal}}, nil
}
