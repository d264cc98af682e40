package visitweb

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"stadga/internal/act"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/webkit"
)

// An Intake (mottagning av registreringar) keeps what phones and the providers' own
// systems send, and what someone brings in for them.
type Intake struct {
	Visits  *engine.Stream[visits.Visit]
	Do      func(ctx context.Context, form act.Form, steps ...engine.Step) (engine.Receipt, error)
	NewForm func() ids.Act
	Now     func() time.Time
	Lists   Awaited
	Tariff  visits.Tariff
}

// Awaited is what the intake asks of the visits' own tables.
type Awaited interface {
	Expect(ctx context.Context, arrivals []visits.Arrival) (visits.Expected, error)
	Oddities(ctx context.Context, of ...ids.Visit) (map[ids.Visit][]visits.Oddity, error)
}

// An Answer is what a phone or a provider's system is told when all of its message
// is durable.
type Answer struct {
	Stored []string  `json:"stored"`
	Listed []Listed  `json:"listed"`
	Now    time.Time `json:"now"`
}

// A Listed is an event that is put aside to be looked at.
type Listed struct {
	ID   string `json:"id"`
	Says string `json:"says"`
}

// A refusal is what a message that cannot be read is answered with.
type refusal struct {
	Error  string `json:"error"`
	Number int    `json:"fel"`
}

// postEvents handles POST /besok/handelser: what a phone has to tell.
func (p Pages) postEvents(w http.ResponseWriter, r *http.Request) error {
	who := webkit.Actor(r)
	return p.Intake.answer(w, r, who, []ids.User{who.User})
}

// answer keeps a message and answers when it is durable. Nothing but what cannot
// be read is refused.
func (p Intake) answer(w http.ResponseWriter, r *http.Request, who act.Actor, staff []ids.User) error {
	body, err := io.ReadAll(io.LimitReader(r.Body, visits.MostBytes+1))
	if err != nil {
		return refuse(w, http.StatusBadRequest, "visit.batch-unreadable")
	}
	batch, err := visits.ReadBatch(body)
	if err != nil {
		status := http.StatusBadRequest
		if len(body) > visits.MostBytes {
			status = http.StatusRequestEntityTooLarge
		}
		return refuse(w, status, fault.All(err)[0].Text)
	}
	if who.Provider.IsZero() {
		return refuse(w, http.StatusForbidden, "visit.no-provider")
	}
	answer, err := p.Keep(r.Context(), who, staff, batch)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, answer)
}

// again is how often a message is tried when another was first with part of it.
const again = 3

// Keep keeps what an actor sent, or brings in, of visits that the staff made. The
// answer comes when it is durable.
func (p Intake) Keep(ctx context.Context, who act.Actor, staff []ids.User, batch visits.Batch) (Answer, error) {
	now := p.Now().UTC()
	arrivals := visits.Receive(batch, now)
	for tried := 1; ; tried++ {
		expected, err := p.Lists.Expect(ctx, arrivals)
		if err != nil {
			return Answer{}, err
		}
		rates := p.ratesOnce(ctx)
		ours := visits.Sort(arrivals, expected, who.Provider)
		var steps []engine.Step
		for _, a := range ours {
			if len(a.Take.Entries) > 0 {
				a.Take.Staff = staff
				if a.Take.Rates, err = rates(a.Take.Target); err != nil {
					return Answer{}, err
				}
				steps = append(steps, p.Visits.Step(a.Visit.ID, a.Take))
			}
		}
		if len(steps) > 0 {
			_, err = p.Do(ctx, act.Form{ID: p.NewForm(), Actor: who}, steps...)
		}
		if err == nil {
			return p.receipt(ctx, batch, ours, now)
		}
		if tried == again || fault.KindOf(err) != fault.Conflict {
			return Answer{}, err
		}
	}
}

// ratesOnce asks for the rates of each service of a message once.
func (p Intake) ratesOnce(ctx context.Context) func(visits.Target) (visits.Rates, error) {
	known := map[ids.Service]visits.Rates{}
	return func(t visits.Target) (visits.Rates, error) {
		if t.Service.IsZero() {
			return nil, nil
		}
		if rates, ok := known[t.Service]; ok {
			return rates, nil
		}
		rates, err := p.Tariff(ctx, t)
		known[t.Service] = rates
		return rates, err
	}
}

// receipt tells of every event that it is stored, and of the visits that were put
// aside why, at the last of their events in the message.
func (p Intake) receipt(ctx context.Context, batch visits.Batch, ours []visits.Taking, now time.Time) (Answer, error) {
	answer := Answer{Stored: []string{}, Listed: []Listed{}, Now: now.UTC()}
	told := map[ids.ID]bool{}
	for _, e := range batch.Events {
		if !told[e.ID] {
			told[e.ID] = true
			answer.Stored = append(answer.Stored, hexed(e.ID))
		}
	}
	of := make([]ids.Visit, len(ours))
	for i, a := range ours {
		of[i] = a.Visit
	}
	odd, err := p.Lists.Oddities(ctx, of...)
	if err != nil {
		return Answer{}, err
	}
	for _, a := range ours {
		for _, o := range odd[a.Visit] {
			if !o.Handled {
				answer.Listed = append(answer.Listed, Listed{ID: hexed(a.Last), Says: o.Kind.Says()})
			}
		}
	}
	return answer, nil
}

func refuse(w http.ResponseWriter, status int, text string) error {
	said := fault.Merge(visits.Sentences(), Sentences())[text]
	return writeJSON(w, status, refusal{Error: said.Says, Number: said.Number})
}

func writeJSON(w http.ResponseWriter, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, err = w.Write(body)
	return err
}

// hexed writes an id as the wire has it: 32 digits without dashes.
func hexed(id ids.ID) string { return hex.EncodeToString(id[:]) }
