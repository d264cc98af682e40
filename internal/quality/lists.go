package quality

import (
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
)

// A DeviationRow (rad i avvikelseregistret) is one deviation as a list shows it.
// Whose file it is tied to stands as an id: who may see that is asked elsewhere.
type DeviationRow struct {
	ID       ids.Deviation
	Number   string
	What     string
	Reported time.Time
	By       ids.User // zero: the program itself
	Unit     ids.Unit
	Provider ids.Provider
	Danger   bool
	Kind     DeviationKind // empty: not classed
	Type     DeviationType
	Severity int
	Grade    Malpractice
	Stage    Stage
	Case     ids.Case
	Person   ids.Person // whose file it is tied to
	Closed   civil.Date
}

// A RegisterScope (vilka avvikelser någon ser) is what a list is narrowed to before each row is
// confirmed by the door. One of the first four is set.
type RegisterScope struct {
	All      bool
	Reporter ids.User
	Unit     ids.Unit
	Provider ids.Provider
	Barred   []ids.Person // never those tied to the files of these: a conflict of interest
	// Kinds narrows it to deviations about these kinds of service: those tied to an
	// order of one, and where no order is said, to a case in which one is carried out.
	Kinds []string
}

// A Selection (urval) says which deviations of a scope are meant. Figures and the lists
// behind them are the same selection.
type Selection struct {
	Scope  RegisterScope
	Stage  Stage
	Open   bool // not closed
	Closed bool
	Kind   DeviationKind
	Type   DeviationType
}
