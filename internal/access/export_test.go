package access

import (
	"io/fs"
	"slices"

	"github.com/cedar-policy/cedar-go"
)

// Unfitted reads policies without holding them to the schema, as those they are made
// from have been: that is most of a reading, and the planted defects are hundreds.
func Unfitted(files fs.FS) (*Door, error) { return newDoor(files, false) }

// Unsorted is the door that asks every policy, whatever the action.
func (d *Door) Unsorted() *Door {
	all := *d
	all.speaking, all.answered = nil, new(answers)
	return &all
}

// Actions are those of the schema, groups included.
func (d *Door) Actions() []string {
	var all []string
	for uid := range d.actions {
		all = append(all, string(uid.ID))
	}
	return all
}

// DoneTo names what the action is done to: "Akt", "Avvikelse", "Sida"; empty for a group.
func (d *Door) DoneTo(action string) string { return string(d.on[action]) }

// Spoken lists the actions, done to one kind of thing, that a policy speaks of.
func (d *Door) Spoken(policy, kind string) []string {
	var all []string
	for uid, c := range d.speaking {
		if string(d.on[string(uid.ID)]) == kind && slices.Contains(c.ids, cedar.PolicyID(policy)) {
			all = append(all, string(uid.ID))
		}
	}
	slices.Sort(all)
	return all
}

// Asker asks about one file for one who asks, act after act.
func (d *Door) Asker(who Who, file File) func(action string) Answer {
	principal, resource := staffEntity(who), entityOf(who, file)
	return func(action string) Answer { return d.ask(principal, action, resource) }
}

// QuestionOf is what a question is remembered by.
func QuestionOf(who Who, action string, file File) string { return questionOf(who, action, file) }
