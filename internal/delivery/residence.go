package delivery

import (
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// ResidenceStream is the kind of the streams of residences.
const ResidenceStream = "residence"

// A Residence (boende) is a provider's places of one kind of service (E-42).
type Residence struct {
	Provider ids.Provider
	Kind     string // of the service catalogue: one that begins with a move
	Places   int
	From     civil.Date // so many since then
}

// ResidenceID is the id of a provider's places of a kind.
func ResidenceID(p ids.Provider, kind string) ids.ID {
	return ids.Derive(ids.Act{ID: p.ID}, "places "+kind)
}

// PlacesSet tells how many places there are from a day on.
type PlacesSet struct {
	Provider ids.Provider
	Kind     string
	Places   int
	From     civil.Date
}

// EventName is for ever.
func (PlacesSet) EventName() string { return "residence.places_set.v1" }

// ResidenceEvents lists a zero value of each event of the stream.
func ResidenceEvents() []journal.Event { return []journal.Event{PlacesSet{}} }

// Fold takes one event into the residence.
func (h *Residence) Fold(r journal.Recorded) {
	if e, ok := r.Event.(PlacesSet); ok {
		*h = Residence(e)
	}
}

// Says gives rules nothing.
func (Residence) Says() []duty.Said { return nil }

// Persons is nobody: who lives there stands in orders.
func (Residence) Persons() []ids.Person { return nil }

// SetPlaces writes how many places a residence has.
type SetPlaces struct {
	Provider ids.Provider
	Kind     string
	Places   int
	From     civil.Date
}

// Action names the act.
func (SetPlaces) Action() string { return "residence.set_places" }

// mostPlaces is more than any residence has.
const mostPlaces = 1000

// Decide takes a number for a known place.
func (cmd SetPlaces) Decide(Residence, act.Env) ([]journal.Event, error) {
	var provider, kind, places, from *fault.Error
	if cmd.Provider.IsZero() {
		provider = fault.Field("provider", "residence.provider-missing")
	}
	if cmd.Kind == "" {
		kind = fault.Field("kind", "residence.kind-missing")
	}
	if cmd.Places < 0 || cmd.Places > mostPlaces {
		places = fault.Field("places", "residence.places-wrong")
	}
	if cmd.From.IsZero() {
		from = fault.Field("from", "residence.from-missing")
	}
	if err := fault.Join(provider, kind, places, from); err != nil {
		return nil, err
	}
	return []journal.Event{PlacesSet(cmd)}, nil
}

// A PlaceLine (platsläge) is one residence with what of it is taken and waited for.
type PlaceLine struct {
	Provider ids.Provider
	Name     string // of the provider
	Kind     string
	Places   int
	Taken    int
	Waiting  int
	From     civil.Date
}

// Free is how many more can move in.
func (l PlaceLine) Free() int { return max(l.Places-l.Taken, 0) }
