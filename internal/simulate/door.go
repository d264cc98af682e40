package simulate

import (
	"context"

	"stadga/internal/access"
	"stadga/internal/engine"
	"stadga/internal/fault"
)

// A Door asks the real access policies about every act of a life.
type Door struct{ policies *access.Door }

var _ engine.Access = Door{}

// NewDoor returns a door by the policies, for one who lives a life alone.
func NewDoor(policies *access.Door) Door { return Door{policies} }

// Ask refuses with the same words as for a case that is not there.
func (d Door) Ask(_ context.Context, q engine.Question) error {
	file := access.FileOf(q.Subject, q.Facts)
	file.Gone = q.Gone
	if !d.policies.OnFile(q.Actor.Who(q.Now), q.Action, file).Allowed {
		return fault.New(fault.NotFound, "web.not-found")
	}
	return nil
}
