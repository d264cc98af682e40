package delivery

import (
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
)

// A Line is one order as a list shows it. Whose it is stands as an id: names
// come from the register of persons, under its own access.
type Line struct {
	ID       ids.Order
	Case     ids.Case
	Decision ids.Decision
	Service  ids.Service
	Person   ids.Person
	Provider ids.Provider

	Kind, Name, Extent string
	Proof              StartProof
	PlanNeeded         bool
	Minutes            int // a month, as decided; 0: counted in something else
	Times              int // a week, as decided; 0: counted in something else
	Wish, Until        civil.Date
	Sent, Acknowledged time.Time
	StartDay           civil.Date
	Started            civil.Date // the day of the fact that proved it
	Interrupted        civil.Date
	WhyNotBegun        string
	Offers             int
	PlanMade           civil.Date
	PlanReview         civil.Date
	PlanRead           civil.Date
	PlanByAuthority    bool
	Ended              civil.Date
	EndReason          EndReason
	Moves              civil.Date // another order takes over from this day
	PartlySince        civil.Date // only a part of what was granted is given
	PartlyLacks        string
	WaitsSince         civil.Date // the person wants to wait for a chosen provider
	AskedOffice        time.Time  // since when the provider has waited for an answer
	AskedProvider      time.Time  // since when the authority has
}

// A Shelf is one heap of a provider's inbox.
type Shelf string

// The heaps of the inbox, each oldest first.
const (
	Unacknowledged Shelf = "att-kvittera" // sent and not seen
	PlansDue       Shelf = "planer"       // a plan is missing, or is to be followed up by the day
	Asked          Shelf = "fragor"       // the authority waits for an answer
	Current        Shelf = "pagar"        // all that run
)

// A SignalLine is one signal of changed need as a list shows it.
type SignalLine struct {
	Order    ids.Order
	Number   int
	Provider ids.Provider
	Case     ids.Case
	Person   ids.Person
	Kind     SignalKind
	Since    civil.Date
	Sent     time.Time
	Answered time.Time
	By       ids.User // who answered
	Leads    SignalResult
	Plan     civil.Date // the day the plan that came with it was made
}

// A NewsLine is one piece of news to the staff as a list shows it.
type NewsLine struct {
	Order  ids.Order
	Number int
	Person ids.Person
	Kind   NewsKind
	Sent   time.Time
	Read   time.Time // zero: nobody has read it
}

// An AlarmLine is one installed alarm in the register (E-30).
type AlarmLine struct {
	Order                       ids.Order
	Person                      ids.Person
	Installed, Removed          civil.Date
	InstalledBy, RemovedBy      string
	InstallPoints, RemovePoints int        // points of the check lists that were done
	Ended                       civil.Date // of the order
}
