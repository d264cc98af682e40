package visits

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Take (ta emot) keeps what a phone or a provider's own system sent of one
// visit. Nothing of it is refused, and nothing of it has its effect twice.
type Take struct {
	Target  Target // of the order; without a person when the order is not the sender's
	Staff   []ids.User
	Entries []Entry
	Rates   Rates `json:"-"` // what is sent again is the same whatever a price has become meanwhile
}

// Action names the act.
func (Take) Action() string { return "visit.receive" }

// Asks for the facts of the service: has anything shown that it began?
func (cmd Take) Asks() duty.Subject { return serviceOf(cmd.Target.Service) }

// Decide turns each event into what it means for the visit as it stands.
func (cmd Take) Decide(v Visit, env act.Env) ([]journal.Event, error) {
	t := taking{cmd: cmd, v: v, env: env}
	if v.Exists() {
		t.cmd.Target = v.Target
	}
	for _, e := range cmd.Entries {
		if !v.took(e.Mark.ID) {
			t.take(e)
		}
	}
	if !t.start.Mark.IsZero() { // nothing in the message tells the end, or it came before
		started := VisitStarted{Target: t.cmd.Target, Planned: v.Planned, At: t.start.At, Mark: t.start.Mark, Staff: cmd.Staff}
		if t.start.At.Before(t.v.Done.To) {
			rated := cmd.Rates.Rate(Span{From: t.start.At, To: t.v.Done.To})
			started.Rated = &rated
		}
		t.events = append(t.events, started)
	}
	return t.events, nil
}

// A taking is a message on its way into a visit.
type taking struct {
	cmd    Take
	v      Visit
	env    act.Env
	start  Entry // not yet told in an event
	events []journal.Event
}

func (t *taking) take(e Entry) {
	switch e.Kind {
	case "start":
		if t.start.Mark.IsZero() && t.v.Begun.IsZero() {
			t.start = e
			return
		}
		t.double(e)
	case "end":
		if !t.v.Done.IsZero() {
			t.double(e)
			return
		}
		t.end(e)
	case "missed":
		if !t.v.Done.IsZero() || t.v.Missed != "" {
			t.double(e)
			return
		}
		t.v.Missed = whyMissed(e)
		t.events = append(t.events, VisitMissed{Target: t.cmd.Target, At: e.At, Mark: e.Mark, Why: t.v.Missed, Staff: t.cmd.Staff})
	case string(ToldSignal), string(ToldDeviation):
		t.tell(TellingKind(e.Kind), e)
	default:
		t.tell(ToldNote, e)
	}
}

func (t *taking) double(e Entry) {
	t.events = append(t.events, VisitDoubled{Doubling{End: e.Kind, At: e.At, Mark: e.Mark}})
}

// end registers the visit, with its start when that is known.
func (t *taking) end(e Entry) {
	in, from := t.v.In, t.v.Begun
	if !t.start.Mark.IsZero() {
		in, from = t.start.Mark, t.start.At
		t.start = Entry{}
	}
	if from.IsZero() || from.After(e.At) {
		from = e.At // no minute comes of it, and it is put aside
	}
	done := Span{From: from, To: e.At}
	rated := t.cmd.Rates.Rate(done)
	event := VisitRegistered{
		Target: t.cmd.Target, Planned: t.v.Planned, Done: done, Class: ClassOf(in, e.Mark), Tasks: e.Tasks, NotDone: e.NotDone, Staff: t.cmd.Staff,
		In: in, Out: e.Mark, Outcome: e.Outcome, With: max(e.With, t.v.With), Rated: &rated,
	}
	for _, m := range []Mark{in, e.Mark} {
		if event.Reason == "" && !m.tagged() {
			event.Reason, event.Why = m.Reason, m.Why
		}
	}
	event.First = !in.IsZero() && !t.cmd.Target.Service.IsZero() && provesStart(t.env.Facts, civil.DayOf(from))
	t.v.Begun, t.v.In, t.v.Done, t.v.Out = from, in, done, e.Mark
	t.events = append(t.events, event)
}

func whyMissed(e Entry) string {
	for _, s := range []string{e.Mark.Why, e.Text, e.Choice} {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return "Inget skäl är skrivet."
}

func (t *taking) tell(kind TellingKind, e Entry) {
	t.events = append(t.events, VisitTold{Target: t.cmd.Target, Kind: kind, At: e.At, Mark: e.Mark, Text: e.Text, Choice: e.Choice, Danger: e.Danger})
}

// A Taking (mottagen sändning) is what is to be kept of one visit of a message.
type Taking struct {
	Visit ids.Visit
	Last  ids.ID // of its events in the message
	Take  Take
}

// Sort finds what each visit of a message is for, and leaves out what has had its
// effect. An order that is not the sender's tells the sender nothing of whom it is
// for; a visit that is another's is kept beside it.
func Sort(arrivals []Arrival, x Expected, sender ids.Provider) []Taking {
	all := make([]Taking, 0, len(arrivals))
	for _, a := range arrivals {
		t := Taking{Visit: a.Visit, Take: Take{Target: Target{Order: a.Order, Provider: sender}}}
		if target, known := x.Targets[a.Order]; known && target.Provider == sender {
			t.Take.Target = target
		}
		if owner, there := x.Senders[a.Visit]; there && owner != sender {
			t.Visit = ids.Visit{ID: ids.Derive(ids.Act{ID: a.Entries[0].Mark.ID}, "visit")}
		}
		for _, e := range a.Entries {
			t.Last = e.Mark.ID
			if kept, taken := x.Taken[e.Mark.ID]; taken {
				t.Visit = kept
				continue
			}
			t.Take.Entries = append(t.Take.Entries, e)
		}
		all = append(all, t)
	}
	return all
}
