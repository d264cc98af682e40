package boards

import (
	"context"

	"stadga/internal/engine"
	"stadga/internal/fault"
)

// nobody is the access of a board that was given none: default deny.
type nobody struct{}

func (nobody) Ask(context.Context, engine.Question) error {
	return fault.New(fault.Forbidden, "web.not-found")
}
