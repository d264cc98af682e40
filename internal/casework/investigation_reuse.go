package casework

import (
	"fmt"
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// An Origin (ursprung) tells where a need or a goal was first written, when it was
// taken over and not typed again.
type Origin struct {
	Investigation ids.Investigation `json:",omitzero"`
	Number        int               `json:",omitzero"` // of the investigation in its case
	Plan          string            `json:",omitzero"` // whose implementation plan, in words, when it was no investigation
	Key           string            // of the need or goal there
	On            civil.Date
	By            ids.User `json:",omitzero"`
	Changed       bool     `json:",omitzero"` // since it was taken over
}

// Words say where it is from: "ur utredning 1, skrivet 2025-03-03 av Eva Ek, ändrat här".
func (o Origin) Words(day func(civil.Date) string, by string) string {
	from := fmt.Sprintf("ur utredning %d", o.Number)
	if o.Plan != "" {
		from = "ur genomförandeplanen för " + o.Plan
	}
	if from += ", skrivet " + day(o.On); by != "" {
		from += " av " + by
	}
	if o.Changed {
		from += ", ändrat här"
	}
	return from
}

// authored is who wrote a need or a goal, and when.
type authored struct {
	key string
	by  ids.User
	on  civil.Date
}

// WrittenBy tells who wrote the need or goal with that key last, and on which day.
func (i Investigation) WrittenBy(key string) (ids.User, civil.Date) {
	for _, a := range i.authors {
		if a.key == key {
			return a.by, a.on
		}
	}
	return ids.User{}, civil.Date{}
}

// origin is where something written here is from, for the investigation after: what
// was taken over unchanged keeps its first origin.
func (i Investigation) origin(number int, key string, was *Origin) *Origin {
	if was != nil && !was.Changed {
		kept := *was
		return &kept
	}
	o := Origin{Investigation: i.ID, Number: number, Key: key}
	o.By, o.On = i.WrittenBy(key)
	return &o
}

// TakeNeed takes a need over from an earlier investigation of the same person, with
// its goals, so that it is typed once.
type TakeNeed struct {
	Before Investigation
	Number int    // of that investigation in its case
	Key    string // of the need there
}

// Action names the act for the access policies.
func (TakeNeed) Action() string { return "investigation.write" }

// Decide takes it over once. A goal whose day has passed comes without its day.
func (cmd TakeNeed) Decide(i Investigation, _ act.Env) ([]journal.Event, error) {
	before := cmd.Before
	at := slices.IndexFunc(before.Needs, func(n Need) bool { return n.Key == cmd.Key })
	if at < 0 || before.Person != i.Person || before.ID == i.ID {
		return nil, fault.Field("which", "investigation.no-such-need")
	}
	need := before.Needs[at]
	if err := i.draftable(need.Area); err != nil {
		return nil, err
	}
	if i.Took(before.ID, need.Key) {
		return nil, fault.Field("which", "investigation.need-taken")
	}
	key := "b" + digits(len(i.Needs)+1)
	taken := need
	taken.Key, taken.Origin = key, before.origin(cmd.Number, need.Key, need.Origin)
	events := []journal.Event{NeedDescribed{taken}}
	for _, g := range before.Goals {
		if g.Need != need.Key {
			continue
		}
		goal := g
		goal.Key, goal.Need, goal.Origin = "m"+digits(len(i.Goals)+len(events)), key, before.origin(cmd.Number, g.Key, g.Origin)
		if goal.By.Before(i.Opened) {
			goal.By = civil.Date{}
		}
		events = append(events, GoalSet{goal})
	}
	return events, nil
}

// Took tells whether the need of an earlier investigation is taken over already.
func (i Investigation) Took(from ids.Investigation, key string) bool {
	return slices.ContainsFunc(i.Needs, func(n Need) bool {
		return n.Origin != nil && n.Origin.Investigation == from && n.Origin.Key == key
	})
}

// stillFrom keeps the origin of what is written anew, and notes that it was changed.
func stillFrom(o *Origin, changed bool) *Origin {
	if o == nil {
		return nil
	}
	kept := *o
	kept.Changed = kept.Changed || changed
	return &kept
}
