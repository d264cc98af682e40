package visits

import (
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode"

	"stadga/internal/fault"
	"stadga/internal/ids"
)

// What one message may hold.
const (
	MostEvents = 50
	MostBytes  = 256 << 10
)

// A Batch (sändning) is what a phone or a provider's own system sends at once.
type Batch struct {
	Now    time.Time // by the sender's clock when it sent
	Mono   int64     // milliseconds of its counter that is never set
	Boot   string    // names the run of that counter
	Events []WireEvent
}

// A WireEvent is one event as it was sent. Only its id is sure to be there.
type WireEvent struct {
	ID     ids.ID
	Visit  ids.ID
	Order  ids.ID
	Seq    int
	Kind   string
	At     time.Time
	Mono   int64
	Boot   string
	Offset time.Duration // what the sender last knew its clock to be behind the server's; zero: nothing
	How    How
	Tag    string
	Reason ManualReason
	Why    string

	Tasks   []string
	NotDone []Task
	Outcome Outcome
	With    int
	Text    string
	Choice  string
	Danger  bool
}

// wire is a message as it is written. Every field but the ids is taken for what it
// can be: one that is wrong is left out, and never refuses the rest.
type wire struct {
	Now    text              `json:"now"`
	Mono   number            `json:"mono"`
	Boot   text              `json:"boot"`
	Events []json.RawMessage `json:"events"`
}

type wireEvent struct {
	ID      text           `json:"id"`
	Visit   text           `json:"visit"`
	Order   text           `json:"order"`
	Seq     number         `json:"seq"`
	Kind    text           `json:"kind"`
	At      text           `json:"at"`
	Mono    number         `json:"mono"`
	Boot    text           `json:"boot"`
	Offset  number         `json:"offset"` // milliseconds
	How     text           `json:"how"`
	Tag     text           `json:"tag"`
	Reason  text           `json:"reason"`
	Why     text           `json:"why"`
	Tasks   list[text]     `json:"tasks"`
	NotDone list[wireTask] `json:"notDone"`
	Outcome text           `json:"outcome"`
	With    number         `json:"with"`
	Text    text           `json:"text"`
	Choice  text           `json:"choice"`
	Danger  any            `json:"danger"`
}

type wireTask struct {
	What text `json:"what"`
	Why  text `json:"why"`
}

// mostText is the most characters that a field of words keeps.
const mostText = 4000

// A text is a string; anything else is the empty one.
type text string

func (t *text) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) != nil {
		return nil
	}
	s = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && c != '\n' && c != '\t' {
			return -1
		}
		return c
	}, strings.ToValidUTF8(s, ""))
	if runes := []rune(s); len(runes) > mostText {
		s = string(runes[:mostText])
	}
	*t = text(strings.TrimSpace(s))
	return nil
}

// A number is a whole number; anything else is 0.
type number int64

func (n *number) UnmarshalJSON(b []byte) error {
	var f float64
	if json.Unmarshal(b, &f) == nil && f >= -1<<52 && f <= 1<<52 {
		*n = number(f)
	}
	return nil
}

// A list is a list; anything else is the empty one.
type list[T any] []T

const mostListed = 50

func (l *list[T]) UnmarshalJSON(b []byte) error {
	var all []T
	if json.Unmarshal(b, &all) == nil {
		*l = all[:min(len(all), mostListed)]
	}
	return nil
}

// ReadBatch reads a message. It is refused when it is no JSON, too large or holds
// an event without an id; else everything in it is kept.
func ReadBatch(body []byte) (Batch, error) {
	if len(body) > MostBytes {
		return Batch{}, fault.New(fault.Invalid, "visit.batch-too-large")
	}
	var w wire
	if err := json.Unmarshal(body, &w); err != nil {
		return Batch{}, &fault.Error{Kind: fault.Invalid, Text: "visit.batch-unreadable", Err: err}
	}
	if len(w.Events) > MostEvents {
		return Batch{}, fault.New(fault.Invalid, "visit.batch-too-many")
	}
	b := Batch{Now: instant(string(w.Now)), Mono: int64(w.Mono), Boot: string(w.Boot)}
	for _, raw := range w.Events {
		var e wireEvent
		if err := json.Unmarshal(raw, &e); err != nil {
			return Batch{}, &fault.Error{Kind: fault.Invalid, Text: "visit.batch-unreadable", Err: err}
		}
		id := hexID(string(e.ID))
		if id.IsZero() {
			return Batch{}, fault.New(fault.Invalid, "visit.event-without-id")
		}
		event := WireEvent{
			ID: id, Visit: hexID(string(e.Visit)), Order: hexID(string(e.Order)), Seq: int(e.Seq), Kind: string(e.Kind), At: instant(string(e.At)),
			Mono: int64(e.Mono), Boot: string(e.Boot), Offset: time.Duration(e.Offset) * time.Millisecond, How: How(e.How), Tag: string(e.Tag), Reason: ManualReason(e.Reason), Why: string(e.Why),
			Outcome: Outcome(e.Outcome), With: int(e.With), Text: string(e.Text), Choice: string(e.Choice), Danger: e.Danger == true,
		}
		for _, t := range e.Tasks {
			event.Tasks = append(event.Tasks, string(t))
		}
		for _, t := range e.NotDone {
			event.NotDone = append(event.NotDone, Task{What: string(t.What), Why: string(t.Why)})
		}
		b.Events = append(b.Events, event)
	}
	return b, nil
}

// hexID reads an id of 32 hexadecimal digits, with or without the dashes; zero
// when it is none.
func hexID(s string) ids.ID {
	var id ids.ID
	if s = strings.ReplaceAll(s, "-", ""); len(s) != 2*len(id) {
		return ids.ID{}
	}
	if _, err := hex.Decode(id[:], []byte(s)); err != nil {
		return ids.ID{}
	}
	return id
}

// The years in which a clock may be believed.
const firstYear, lastYear = 2000, 2200

func instant(s string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || at.Year() < firstYear || at.Year() > lastYear {
		return time.Time{}
	}
	return at.UTC().Truncate(time.Millisecond)
}

// An Arrival is what a message holds of one visit, in the order it was done.
type Arrival struct {
	Visit   ids.Visit
	Order   ids.Order
	Entries []Entry
}

// An Entry is one event with its time put right.
type Entry struct {
	Kind string
	At   time.Time
	Mark Mark

	Tasks   []string
	NotDone []Task
	Outcome Outcome
	With    int
	Text    string
	Choice  string
	Danger  bool
}

// Receive sorts what was sent by visit and by the order it was done in, takes each
// id once, and settles every time from the sender's clock, its counter and the
// server's now. A visit without a name is named by its first event.
func Receive(b Batch, now time.Time) []Arrival {
	var all []Arrival
	at := map[ids.ID]int{}
	seen := map[ids.ID]bool{}
	events := slices.Clone(b.Events)
	slices.SortStableFunc(events, func(x, y WireEvent) int { return x.Seq - y.Seq })
	for _, e := range events {
		if seen[e.ID] {
			continue
		}
		seen[e.ID] = true
		visit := e.Visit
		if visit.IsZero() {
			visit = e.ID
		}
		n, known := at[visit]
		if !known {
			n = len(all)
			at[visit] = n
			all = append(all, Arrival{Visit: ids.Visit{ID: visit}})
		}
		if all[n].Order.IsZero() {
			all[n].Order = ids.Order{ID: e.Order}
		}
		all[n].Entries = append(all[n].Entries, entry(b, e, now))
	}
	return all
}

func entry(b Batch, e WireEvent, now time.Time) Entry {
	when, off, guessed := settled(b, e, now)
	return Entry{
		Kind: e.Kind, At: when, Tasks: e.Tasks, NotDone: e.NotDone, Outcome: e.Outcome.known(), With: max(e.With, 0), Text: e.Text, Choice: e.Choice, Danger: e.Danger,
		Mark: Mark{ID: e.ID, How: e.How.known(), Tag: normalTag(e.Tag), Reason: e.Reason, Why: e.Why, ClockOff: int(off / time.Second), Guessed: guessed, Sent: now},
	}
}

// known is the way, or by hand for one that nobody has described: it proves nothing.
func (h How) known() How {
	if slices.Contains([]How{ByTag, ByPersonal, ByPhone, ByHand}, h) {
		return h
	}
	return ByHand
}

func (o Outcome) known() Outcome {
	if o == Declined || o == Absent {
		return o
	}
	return ""
}

// normalTag is a tag's code as it stands in the inventory: what is typed may have
// small letters and spaces.
func normalTag(s string) string {
	s = strings.ToUpper(strings.Join(strings.Fields(strings.ReplaceAll(s, "-", " ")), ""))
	return s[:min(len(s), mostTag)]
}

const mostTag = 64

const (
	clockSure = time.Minute         // a clock that is less wrong is taken as it is: the way of a message takes time too
	monoTrust = 40 * 24 * time.Hour // a counter that says more is not believed
)

// settled is when something happened by the server's clock. The counter tells how
// long before the message was sent it was, whatever was done to the clock in
// between. A sender that has been restarted since has lost its counter: then what
// it last knew of its clock, or else how wrong that is now, tells how wrong it was.
func settled(b Batch, e WireEvent, now time.Time) (when time.Time, off time.Duration, guessed bool) {
	ago := time.Duration(b.Mono-e.Mono) * time.Millisecond
	counted := b.Boot != "" && e.Boot == b.Boot && b.Mono >= e.Mono && ago <= monoTrust && ago >= 0
	switch {
	case e.How == ByHand && !e.At.IsZero(): // what someone typed is no clock's
		return e.At, 0, false
	case counted && e.At.IsZero():
		return now.Add(-ago).UTC().Truncate(time.Millisecond), 0, false
	case counted:
		off = e.At.Sub(now.Add(-ago))
	case e.At.IsZero():
		return now, 0, true
	case e.Offset != 0 && e.Offset.Abs() <= monoTrust:
		off, guessed = -e.Offset, true
	case !b.Now.IsZero():
		off, guessed = b.Now.Sub(now), true
	}
	if off.Abs() <= clockSure {
		return e.At, 0, false
	}
	return e.At.Add(-off), off, guessed
}
