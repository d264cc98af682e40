package org

import (
	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// EmptyPhones orders that the phones someone has made ready are emptied at their next
// contact: one is lost, or in the wrong hands.
type EmptyPhones struct {
	Provider ids.Provider // that the staff member works for: only its own leader orders it
}

// Action names the act.
func (EmptyPhones) Action() string { return "staff.empty_phones" }

// Decide lets a provider empty the phones of its own staff only.
func (cmd EmptyPhones) Decide(s Staff, env act.Env) ([]journal.Event, error) {
	if cmd.Provider.IsZero() || s.On(env.Today).Provider != cmd.Provider || env.Actor.Provider != cmd.Provider {
		return nil, fault.New(fault.NotFound, "staff.unknown")
	}
	return []journal.Event{PhonesEmptied{}}, nil
}

// PhonesEmptied tells that it was ordered.
type PhonesEmptied struct{}

// EventName is for ever.
func (PhonesEmptied) EventName() string { return "staff.phones_emptied.v1" }
