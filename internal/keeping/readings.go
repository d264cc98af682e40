package keeping

import (
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// ReadingsStream is the kind of the stream that tells what has become of the log of
// readings; a board has one.
const ReadingsStream = "access_log"

// ReadingsID is its id.
func ReadingsID() ids.ID { return ids.Derive(ids.Act{}, ReadingsStream) }

// LeastYears is how long a log of readings is kept at least: for so long intrusion
// (dataintrång) can be prosecuted (BrB 35 kap. 1 §, 4 kap. 9 c §).
const LeastYears = 5

// An AccessLog (läslogg) is how much of the log of readings is kept, and since when.
type AccessLog struct {
	Kept  civil.Date // what was read from this day on is kept; zero: nothing has gone
	To    int64      // lines that have gone, in all
	Count int64      // of them, the latest time
	Went  civil.Date // the latest time
	Years int
	Ref   string
	Done  civil.Date // they are out of the database's files
}

// ReadingsCleansed is the receipt that the database is written anew.
type ReadingsCleansed struct{ To int64 }

// EventName is for ever.
func (ReadingsCleansed) EventName() string { return "access_log.cleansed.v1" }

// ReadingsEvents lists a zero value of each event of the stream.
func ReadingsEvents() []journal.Event {
	return []journal.Event{journal.ReadingsDisposed{}, ReadingsCleansed{}}
}

// Fold adds an event.
func (l *AccessLog) Fold(r journal.Recorded) {
	switch e := r.Event.(type) {
	case journal.ReadingsDisposed:
		*l = AccessLog{Kept: e.Before, To: e.To, Count: e.Count, Went: r.Day, Years: e.Years, Ref: e.Ref}
	case ReadingsCleansed:
		l.Done = r.Day
	}
}

// DisposeReadings lets the oldest lines of the log of readings go, by the decision of
// the board on how long they are kept (10 § arkivlagen, 1990:782).
type DisposeReadings struct {
	Before civil.Date
	To     int64
	Years  int
	Ref    string
}

// Action names the act.
func (DisposeReadings) Action() string { return "readings.dispose" }

// Decide refuses lines younger than the board's decision says, and one that no law lets go.
func (cmd DisposeReadings) Decide(l AccessLog, env act.Env) ([]journal.Event, error) {
	switch {
	case cmd.Years < LeastYears || cmd.Ref == "":
		return nil, fault.New(fault.Unmet, "readings.undecided")
	case cmd.Before.After(env.Today.AddMonths(-12 * cmd.Years)):
		return nil, fault.New(fault.Unmet, "readings.too-young")
	case cmd.To <= l.To:
		return nil, nil
	}
	return []journal.Event{journal.ReadingsDisposed{Before: cmd.Before, To: cmd.To, Count: cmd.To - l.To, Years: cmd.Years, Ref: cmd.Ref}}, nil
}

// FinishReadings is the program's receipt.
type FinishReadings struct{}

// Action names the act.
func (FinishReadings) Action() string { return "readings.finish" }

// Decide does nothing twice.
func (FinishReadings) Decide(l AccessLog, _ act.Env) ([]journal.Event, error) {
	if l.Went.IsZero() || !l.Done.IsZero() {
		return nil, nil
	}
	return []journal.Event{ReadingsCleansed{To: l.To}}, nil
}
