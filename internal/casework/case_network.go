package casework

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// A NetworkMeeting (nätverksmöte) gathers those around someone: relatives and
// friends, and the professionals they meet (C-25). It is a method, and an event in
// the case.
type NetworkMeeting struct {
	On           civil.Date
	Private      string // relatives and friends who were there
	Professional string // school, care, others who work with the person
	About        string
	Agreed       string     // what was agreed
	Next         civil.Date `json:",omitzero"` // they meet again
}

// NetworkMet tells of one.
type NetworkMet struct{ Meeting NetworkMeeting }

// EventName is for ever.
func (NetworkMet) EventName() string { return "case.network_met.v1" }

// RecordNetworkMeeting writes down a meeting that was held.
type RecordNetworkMeeting struct{ Meeting NetworkMeeting }

// Action names the act for the access policies.
func (RecordNetworkMeeting) Action() string { return "case.network" }

// Decide takes one with someone there, and with what was agreed.
func (cmd RecordNetworkMeeting) Decide(c Case, env act.Env) ([]journal.Event, error) {
	if err := c.writable(); err != nil {
		return nil, err
	}
	m := cmd.Meeting
	wrong := []*fault.Error{happened("on", m.On, env), said("about", m.About), said("agreed", m.Agreed)}
	if strings.TrimSpace(m.Private+m.Professional) == "" {
		wrong = append(wrong, fault.Field("private", "case.network-who"))
	}
	if !m.Next.IsZero() && !m.Next.After(m.On) {
		wrong = append(wrong, fault.Field("next", "case.network-next"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{NetworkMet{m}}, nil
}
