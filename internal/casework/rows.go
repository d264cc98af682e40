package casework

import (
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
)

// An IntakeRow (aktualiseringsrad) is an intake as lists show it: when, how and
// how far, and nothing of what was told (lag 2001:454 7 a §).
type IntakeRow struct {
	ID         ids.Intake
	Case       ids.Case
	Number     string // of the case
	Person     ids.Person
	Area       Area
	Kind       IntakeKind
	Received   time.Time
	Registered time.Time
	Channel    Channel
	Mandated   bool
	Officer    ids.User
	Unit       ids.Unit // that has the case
	CaseOf     ids.User // the officer of the case

	Protection  ProtectionResult // the latest answer; empty: not assessed
	ProtectedAt time.Time        // of the latest answer that settles it
	Contacts    int
	Locked      bool
	Extended    civil.Date

	Decided        civil.Date
	Outcome        IntakeOutcome
	Investigation  ids.Investigation
	FeedbackWanted time.Time
	FeedbackGiven  civil.Date
}

// LastDay is the last day of its preliminary assessment; no day for other kinds.
func (r IntakeRow) LastDay() civil.Date {
	return Intake{Kind: r.Kind, Received: r.Received, Extended: r.Extended}.LastDay()
}

// Queue (kö) is the list of the reception in which an intake waits.
type Queue string

// The queues, and the one that is not shown: what has been decided.
const (
	QueueNew        Queue = "ny"      // untouched: not assessed, or nobody has it
	QueueProtected  Queue = "skydd"   // protection assessed
	QueueAssessment Queue = "forhand" // preliminary assessment under way
	QueueDone       Queue = "klar"
)

// View (urval) is which cases a list shows.
type View string

// The views: one's own, the unit's, all that one may see.
const (
	ViewMine View = "mina"
	ViewUnit View = "enheten"
	ViewAll  View = "alla"
)
