package delivery

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

// HomeStream is the kind of the streams of family homes.
const HomeStream = "family_home"

// A FamilyHome (familjehem) is recruited and approved, takes some kinds of placement
// and so many at a time (E-40).
type FamilyHome struct {
	Name     string
	Kinds    []HomeKind
	Capacity int // children at a time
	Taken    int // of them placed now
	From     civil.Date
	Ended    civil.Date
}

// A HomeKind (slag av placering) is what a home takes.
type HomeKind string

// The kinds of placement.
const (
	ChildHome     HomeKind = "barn"
	ParentHome    HomeKind = "foralder-med-barn"
	EmergencyCare HomeKind = "jour"
)

// HomeKinds lists the kinds as a page shows them.
func HomeKinds() []HomeKind { return []HomeKind{ChildHome, ParentHome, EmergencyCare} }

// Words is the kind as pages say it.
func (k HomeKind) Words() string {
	switch k {
	case ChildHome:
		return "barn"
	case ParentHome:
		return "förälder med barn"
	case EmergencyCare:
		return "jourplacering"
	}
	return ""
}

// Free is how many more the home can take.
func (h FamilyHome) Free() int {
	if !h.Ended.IsZero() {
		return 0
	}
	return max(h.Capacity-h.Taken, 0)
}

type (
	// HomeKept holds what the register says of a home, from now on.
	HomeKept struct {
		Name     string
		Kinds    []HomeKind
		Capacity int
		Taken    int        `json:",omitzero"`
		From     civil.Date // approved
	}
	// HomeEnded tells its last day.
	HomeEnded struct{ On civil.Date }
)

// EventName is for ever.
func (HomeKept) EventName() string { return "family_home.kept.v1" }

// EventName is for ever.
func (HomeEnded) EventName() string { return "family_home.ended.v1" }

// HomeEvents lists a zero value of each event of the stream.
func HomeEvents() []journal.Event { return []journal.Event{HomeKept{}, HomeEnded{}} }

// Fold takes one event into the home.
func (h *FamilyHome) Fold(r journal.Recorded) {
	switch e := r.Event.(type) {
	case HomeKept:
		h.Name, h.Kinds, h.Capacity, h.Taken, h.From = e.Name, e.Kinds, e.Capacity, e.Taken, e.From
	case HomeEnded:
		h.Ended = e.On
	}
}

// Says gives rules nothing.
func (FamilyHome) Says() []duty.Said { return nil }

// Persons is nobody who has a file: who lives there stands in the child's own.
func (FamilyHome) Persons() []ids.Person { return nil }

// KeepHome writes a home in, or changes what the register says of it.
type KeepHome struct {
	Name     string
	Kinds    []HomeKind
	Capacity int
	Taken    int
	From     civil.Date
}

// Action names the act.
func (KeepHome) Action() string { return "home.keep" }

// mostInHome is more children than a home is approved for.
const mostInHome = 10

// Decide wants a name, a kind and room for those who live there.
func (cmd KeepHome) Decide(h FamilyHome, _ act.Env) ([]journal.Event, error) {
	if !h.Ended.IsZero() {
		return nil, fault.New(fault.Unmet, "family-home.ended-already")
	}
	var name, kinds, capacity, taken, from *fault.Error
	if strings.TrimSpace(cmd.Name) == "" {
		name = fault.Field("name", "family-home.name-missing")
	}
	if len(cmd.Kinds) == 0 || slices.ContainsFunc(cmd.Kinds, func(k HomeKind) bool { return k.Words() == "" }) {
		kinds = fault.Field("kinds", "family-home.kinds-missing")
	}
	if cmd.Capacity < 1 || cmd.Capacity > mostInHome {
		capacity = fault.Field("capacity", "family-home.capacity-wrong")
	} else if cmd.Taken < 0 || cmd.Taken > cmd.Capacity {
		taken = fault.Field("taken", "family-home.taken-wrong")
	}
	if cmd.From.IsZero() {
		from = fault.Field("from", "family-home.from-missing")
	}
	if err := fault.Join(name, kinds, capacity, taken, from); err != nil {
		return nil, err
	}
	return []journal.Event{HomeKept(cmd)}, nil
}

// EndHome takes a home out of use.
type EndHome struct{ On civil.Date }

// Action names the act.
func (EndHome) Action() string { return "home.end" }

// Decide ends a home where nobody is placed.
func (cmd EndHome) Decide(h FamilyHome, _ act.Env) ([]journal.Event, error) {
	switch {
	case h.From.IsZero():
		return nil, fault.New(fault.NotFound, "family-home.unknown")
	case h.Taken > 0:
		return nil, fault.New(fault.Unmet, "family-home.still-taken")
	case cmd.On.IsZero() || cmd.On.Before(h.From):
		return nil, fault.Field("on", "family-home.end-wrong")
	}
	return []journal.Event{HomeEnded(cmd)}, nil
}
