package visits

import (
	"reflect"
	"strings"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// VisitRated gives a registered visit another price: the agreement or its price has
// changed backwards, or there was none when it was registered.
type VisitRated struct {
	Rated Rated
	Why   string
}

// EventName is for ever.
func (VisitRated) EventName() string { return "visit.rated.v1" }

// Rerate works out what a visit costs anew.
type Rerate struct {
	Service ids.Service // that the visit is for
	Rates   Rates
	Why     string // what changed, as a sentence
}

// Action names the act.
func (Rerate) Action() string { return "visit.rerate" }

// Asks for the service: the visit itself says nothing of whose it is.
func (cmd Rerate) Asks() duty.Subject { return duty.Subject{Kind: "service", ID: cmd.Service.ID} }

// Decide leaves alone what comes out the same.
func (cmd Rerate) Decide(v Visit, _ act.Env) ([]journal.Event, error) {
	if v.Done.IsZero() || cmd.Service != v.Service {
		return nil, fault.New(fault.Unmet, "visit.not-registered")
	}
	if strings.TrimSpace(cmd.Why) == "" {
		return nil, fault.Field("why", "visit.rerate-reason-missing")
	}
	rated := cmd.Rates.Rate(v.Done)
	if reflect.DeepEqual(rated, v.Rated) {
		return nil, nil
	}
	return []journal.Event{VisitRated{Rated: rated, Why: cmd.Why}}, nil
}
