// Package act is what a command is told when it decides: who acts, the instant
// and day, and the facts of what it speaks of. Commands know nothing else of
// the world.
package act

import (
	"time"

	"stadga/internal/access"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// Who is the actor as the access policies see it, at that instant.
func (a Actor) Who(at time.Time) access.Who {
	return access.Who{
		User: a.User, Roles: a.Roles, Unit: a.Unit, Areas: a.Areas, Provider: a.Provider, Own: a.Own, Border: a.Border, Covers: a.Covers, Lent: a.Lent,
		Barred: a.Barred, OnCall: a.OnCall, At: at, System: a.System,
	}
}

// Has tells whether the actor, or someone the actor stands in for, has the role.
func (a Actor) Has(roles ...string) bool { return a.Who(time.Time{}).Has(roles...) }

// An Actor is who acts, as the access policies see it.
type Actor struct {
	User     ids.User
	Roles    []string // role keys: "handlaggare", "enhetschef", "utforare" …
	Unit     ids.Unit
	Provider ids.Provider  // for staff of a provider; else zero
	Own      bool          // the provider is the board's own operation
	Border   access.Border // what the board has decided about its branches
	Covers   []ids.User    // whom the actor stands in for just now
	Lent     []access.Post // what those in Covers may do, and where
	Areas    []string      // of the unit
	Barred   []ids.Person  // about whom the actor has a conflict of interest
	OnCall   bool          // on duty as socialjour just now
	OnBehalf ids.User      // on whose behalf this act is done; else zero
	System   bool          // the program itself: a job or a reaction
}

// A Form is what came back from a form: the id it got when it was shown makes a
// repeated post one record.
type Form struct {
	ID    ids.Act
	Actor Actor
	Shown int    // version of the first step's stream as the form showed it; 0: it only adds, or edits nothing shown
	Also  []Seen // the other streams that the form showed and edits
	Draft string // key of the form whose draft (utkast) this act signs; the actor's draft under it is then gone
}

// A Seen is a stream as a form showed it.
type Seen struct {
	Stream  journal.StreamID
	Version int
}

// Env is all a command may know beside its stream's state.
type Env struct {
	Now   time.Time  // instant of the act
	Today civil.Date // the same day in Stockholm
	Actor Actor
	Facts duty.Facts // of the subject the stream speaks of and all it stands under
}
