package engine

import (
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// An AnyKind is a kind of stream whatever the type of its state: for what goes
// through streams of every kind and carries out no acts.
type AnyKind struct {
	Name string
	// Register makes its events known.
	Register func(*journal.Registry)
	// Persons are those whose files a stream with these events belongs to.
	Persons func([]journal.Recorded) []ids.Person
	// Said tells what a stream says after each act in it, with the act's last event.
	Said func(events []journal.Recorded, after func(last journal.Recorded, said []duty.Said) error) error
}

// Any gives a kind without the type of its state.
func Any[S any](kind Kind[S]) AnyKind {
	return AnyKind{
		Name:     kind.Name,
		Register: func(r *journal.Registry) { Register(r, kind) },
		Persons: func(events []journal.Recorded) []ids.Person {
			if kind.Persons == nil {
				return nil
			}
			var state S
			for _, event := range events {
				if event.Event != nil {
					kind.Fold(&state, event)
				}
			}
			return kind.Persons(state)
		},
		Said: func(events []journal.Recorded, after func(journal.Recorded, []duty.Said) error) error {
			if kind.Says == nil {
				return nil
			}
			var state S
			said := false
			for i, event := range events {
				if event.Event != nil {
					kind.Fold(&state, event)
					said = true
				}
				if !said || i+1 < len(events) && events[i+1].Ref.Act == event.Ref.Act {
					continue
				}
				if err := after(event, kind.Says(state)); err != nil {
					return err
				}
			}
			return nil
		},
	}
}
