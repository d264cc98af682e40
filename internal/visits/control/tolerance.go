package control

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// ToleranceStream is the name of the kind of stream that keeps how far delivered time
// may be from granted before somebody gives a cause (F-13). A board has one.
const ToleranceStream = "tolerance"

// ToleranceID is the board's one stream of tolerances.
func ToleranceID() ids.ID { return ids.Derive(ids.Act{}, "tolerance of delivered time") }

// ToleranceSet holds what the board decided.
type ToleranceSet struct{ Level Level }

// EventName is for ever.
func (ToleranceSet) EventName() string { return "tolerance.set.v1" }

// ToleranceEvents lists a zero value of each event of the stream.
func ToleranceEvents() []journal.Event { return []journal.Event{ToleranceSet{}} }

// SetTolerance enters what the board decided.
type SetTolerance struct{ Level Level }

// Action names the act.
func (SetTolerance) Action() string { return "tolerance.set" }

// Decide takes a tolerance that someone has decided, from that day or a later one.
func (cmd SetTolerance) Decide(l Levels, env act.Env) ([]journal.Event, error) {
	if err := cmd.Level.decided(env); err != nil || slices.Contains(l.All, cmd.Level) {
		return nil, err
	}
	return []journal.Event{ToleranceSet(cmd)}, nil
}
