package people

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// AddRelation tells of one who stands close to the person or speaks for it.
type AddRelation struct {
	Kind   RelationKind
	Person ids.Person
	Name   string
	Phone  string
	Scope  string
	From   civil.Date // zero: today
	Via
}

// Action names the act.
func (AddRelation) Action() string { return "person.add_relation" }

// Decide adds the relation. A child has at most two guardians at a time, and
// each has a record of its own: letters go to them and they have party rights.
func (cmd AddRelation) Decide(p Person, env act.Env) ([]journal.Event, error) {
	from := cmd.From
	if from.IsZero() {
		from = env.Today
	}
	switch {
	case !p.Exists():
		return nil, fault.New(fault.NotFound, "person.unknown")
	case !known(cmd.Kind):
		return nil, fault.Field("kind", "person.relation-kind-missing")
	case cmd.Person.IsZero() && strings.TrimSpace(cmd.Name) == "":
		return nil, fault.Field("name", "person.relation-name-missing")
	case cmd.Kind == Guardian && cmd.Person.IsZero():
		return nil, fault.Field("name", "person.guardian-not-registered")
	case cmd.Person == p.ID:
		return nil, fault.Field("name", "person.related-to-itself")
	case from.After(env.Today):
		return nil, fault.Field("from", "person.relation-in-future")
	case cmd.Kind == Representative && strings.TrimSpace(cmd.Scope) == "":
		return nil, fault.Field("scope", "person.scope-missing")
	}
	running := 0
	for _, r := range p.Guardians(env.Today) {
		running++
		if cmd.Kind == Guardian && r.Person == cmd.Person {
			return nil, fault.New(fault.Conflict, "person.guardian-already")
		}
	}
	if cmd.Kind == Guardian && running >= 2 {
		return nil, fault.New(fault.Unmet, "person.two-guardians-already")
	}
	return []journal.Event{RelationAdded{Relation: Relation{
		Number: len(p.Relations) + 1, Kind: cmd.Kind, Person: cmd.Person,
		Name: strings.TrimSpace(cmd.Name), Phone: cmd.Phone, Scope: cmd.Scope, From: from,
	}}}, nil
}

// EndRelation tells the relation's last day.
type EndRelation struct {
	Number int
	Until  civil.Date
	Via
}

// Action names the act.
func (EndRelation) Action() string { return "person.end_relation" }

// Decide ends a relation that holds.
func (cmd EndRelation) Decide(p Person, env act.Env) ([]journal.Event, error) {
	if cmd.Number < 1 || cmd.Number > len(p.Relations) || !p.Relations[cmd.Number-1].Until.IsZero() {
		return nil, fault.New(fault.NotFound, "person.no-such-relation")
	}
	switch {
	case cmd.Until.IsZero() || cmd.Until.After(env.Today):
		return nil, fault.Field("until", "person.relation-in-future")
	case cmd.Until.Before(p.Relations[cmd.Number-1].From):
		return nil, fault.Field("until", "person.relation-ends-before-it-began")
	}
	return []journal.Event{RelationEnded{Number: cmd.Number, Until: cmd.Until}}, nil
}

func known(k RelationKind) bool {
	switch k {
	case Guardian, Parent, Sibling, Spouse, ChildOf, Relative, Representative, Agent:
		return true
	}
	return false
}
