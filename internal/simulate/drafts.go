package simulate

import (
	"context"
	"time"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
)

// A Draft is what someone has typed and not signed when the plan ends. It was tried
// when it was typed, and a rule stopped it.
type Draft struct {
	By            ids.User
	At            time.Time
	Case          ids.Case
	Investigation ids.Investigation // that the decision would close; zero: a proposal to the committee
	Fields        map[string][]string

	Err   error       // what the command itself refused
	Stops []duty.Stop // what the rules refused
}

// A typing is a draft on its way: what is typed, and the act that was tried.
type typing struct {
	draft Draft
	steps []engine.Step
}

// types lets an officer type something in a story, try it and leave it.
func (p *Plan) types(at time.Time, by string, write func(*script) typing) {
	p.sittings = append(p.sittings, sitting{at: at, by: by, story: p.telling, write: write})
}

// A sitting is when someone types a draft.
type sitting struct {
	at    time.Time
	by    string
	story int
	write func(*script) typing
}

// try lets the engine say what it thinks of a draft, and keeps it: nothing is done.
func (w *script) try(ctx context.Context, e *engine.Engine, t *sitting) error {
	made := t.write(w)
	made.draft.By, made.draft.At = w.actors[t.by].User, t.at
	preview, err := e.Preview(ctx, act.Form{ID: e.NewForm(), Actor: w.actors[t.by]}, made.steps...)
	if err != nil && len(fault.All(err)) == 0 {
		return err
	}
	made.draft.Err, made.draft.Stops = err, preview.Stops
	w.Drafts = append(w.Drafts, made.draft)
	return nil
}
