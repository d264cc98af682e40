package simulate

import (
	"context"

	"stadga/internal/access"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
)

// A Door asks the real access policies about every act of a life, and remembers
// what they answered: thousands of acts differ only in whose file they speak of,
// and the policies see no more of a file than stands in the question.
type Door struct {
	policies *access.Door
	answered map[asked]bool
}

// An asked is what the policies see of a question. Who does what belongs to the
// user, who stays the same through a life.
type asked struct {
	user          ids.User
	system        bool
	action        string
	kind, area    string
	unit          ids.Unit
	provider      ids.Provider
	first, second ids.User // to whom it is given
	secrecy       access.Secrecy
	fresh         bool
	closed, gone  bool
}

var _ engine.Access = (*Door)(nil)

// NewDoor returns a door by the policies, for one who lives a life alone.
func NewDoor(policies *access.Door) *Door {
	return &Door{policies: policies, answered: make(map[asked]bool)}
}

// Ask refuses with the same words as for a case that is not there.
func (d *Door) Ask(_ context.Context, q engine.Question) error {
	file := access.FileOf(q.Subject, q.Facts)
	file.Gone = q.Gone
	key := asked{
		user: q.Actor.User, system: q.Actor.System, action: q.Action, kind: file.Subject.Kind, area: file.Area, unit: file.Unit,
		provider: file.Provider, secrecy: file.Secrecy, closed: file.Closed, gone: file.Gone, fresh: file.New,
	}
	if len(file.Assigned) > 0 {
		key.first = file.Assigned[0]
	}
	if len(file.Assigned) > 1 {
		key.second = file.Assigned[1]
	}
	allowed, known := d.answered[key]
	rare := len(file.Conflicts) > 0 || len(file.Opened) > 0 // and in no key
	if !known || rare {
		allowed = d.policies.OnFile(q.Actor.Who(q.Now), q.Action, file).Allowed
	}
	if !rare {
		d.answered[key] = allowed
	}
	if !allowed {
		return fault.New(fault.NotFound, "web.not-found")
	}
	return nil
}
