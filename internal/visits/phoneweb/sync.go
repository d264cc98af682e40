package phoneweb

import (
	"encoding/hex"
	"encoding/json"
	"net/http"
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// stampForm writes an instant as the phone does: milliseconds, UTC.
const stampForm = "2006-01-02T15:04:05.000Z"

// A state is what the phone asks before anything else.
type state struct {
	User  string `json:"user"`
	Now   string `json:"now"`
	First int64  `json:"first"` // least number of the events of a phone that is made ready now
	Wipe  string `json:"wipe"`  // a phone made ready before this is to be emptied; empty: none is
}

// numbered is when the numbers of events begin.
func numbered() time.Time { return civil.On(2026, 1, 1).At(0, 0) }

// getState handles GET /besok/laget.
func (p Pages) getState(w http.ResponseWriter, r *http.Request) error {
	now := webkit.Now(r)
	s := state{User: hexed(webkit.Actor(r).User.ID), Now: now.UTC().Format(stampForm), First: int64(now.Sub(numbered()) / time.Second)}
	ordered, err := p.Others.Emptied(r.Context(), webkit.Actor(r).User)
	if err != nil {
		return err
	}
	if !ordered.IsZero() {
		s.Wipe = ordered.UTC().Format(stampForm)
	}
	return answer(w, s)
}

// A wireRoute is a route as the phone keeps it.
type wireRoute struct {
	Now   string     `json:"now"`
	Call  string     `json:"call"`
	Stops []wireStop `json:"stops"`
}

type wireStop struct {
	Visit     string    `json:"visit"`
	Order     string    `json:"order,omitempty"`
	From      time.Time `json:"from"`
	To        time.Time `json:"to"`
	Protected bool      `json:"protected,omitempty"`
	Name      string    `json:"name,omitempty"`
	Age       string    `json:"age,omitempty"`
	Address   string    `json:"address,omitempty"`
	Important string    `json:"important,omitempty"`
	Tasks     []string  `json:"tasks,omitempty"`
	With      int       `json:"with,omitempty"`
	Begun     time.Time `json:"begun,omitzero"`
	Ended     time.Time `json:"ended,omitzero"`
	Missed    bool      `json:"missed,omitempty"`
	Notes     []Said    `json:"notes,omitempty"`
	Changes   []Said    `json:"changes,omitempty"`
}

// getRoute handles GET /besok/rutt: today's and tomorrow's visits, and nothing else. Of
// a person with protected identity the phone gets the time alone.
func (p Pages) getRoute(w http.ResponseWriter, r *http.Request) error {
	today := webkit.Today(r)
	route, err := p.Others.Route(r.Context(), webkit.Actor(r), today, today.AddDays(1))
	if err != nil {
		return err
	}
	wire := wireRoute{Now: webkit.Now(r).UTC().Format(stampForm), Call: route.Call, Stops: []wireStop{}}
	for _, s := range route.Stops {
		one := wireStop{Visit: hexed(s.Visit.ID), From: s.Planned.From.UTC(), To: s.Planned.To.UTC(), Protected: s.Protected}
		if !s.Protected {
			one.Order, one.Name, one.Age, one.Address, one.Important = hexed(s.Target.Order.ID), s.Name, s.Age, s.Address, s.Important
			one.Tasks, one.With, one.Begun, one.Ended, one.Missed, one.Notes, one.Changes = s.Tasks, s.With, s.Begun, s.Ended, s.Missed, s.Notes, s.Changes
		}
		wire.Stops = append(wire.Stops, one)
	}
	return answer(w, wire)
}

func answer(w http.ResponseWriter, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, err = w.Write(body)
	return err
}

func hexed(id ids.ID) string { return hex.EncodeToString(id[:]) }

// unhexed reads an id of 32 digits; false when it is none.
func unhexed(s string) (ids.ID, bool) {
	var id ids.ID
	if len(s) != 2*len(id) {
		return id, false
	}
	_, err := hex.Decode(id[:], []byte(s))
	return id, err == nil
}
