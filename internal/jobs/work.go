package jobs

import (
	"context"
	"errors"
	"time"

	"stadga/internal/engine"
	"stadga/internal/store"
)

// part is how many acts or subjects a job sees to at a time.
const part = 100

// Deliver runs the reactions to what is in the outbox. An act leaves the outbox
// when each has been carried out or refused; a refused one becomes a task.
func Deliver(db *store.DB, e *engine.Engine, reactions ...engine.Reaction) Job {
	on := map[string][]engine.Reaction{}
	for _, r := range reactions {
		on[r.On] = append(on[r.On], r)
	}
	return Job{Name: "outbox", Run: func(ctx context.Context) (bool, error) {
		if _, err := sealWaiting(ctx, db); err != nil {
			return false, err
		}
		var failed error
		var after engine.Num
		for {
			deliveries, err := db.Outbox(ctx, after, part)
			if err != nil {
				return false, err
			}
			if len(deliveries) == 0 {
				return false, failed
			}
			var done []engine.Num
			var refusals []engine.Refusal
			for _, d := range deliveries {
				after = d.Act
				refused, err := react(ctx, e, d, on)
				if err != nil {
					failed = errors.Join(failed, err) // it stays; those behind it do not wait
					continue
				}
				done, refusals = append(done, d.Act), append(refusals, refused...)
			}
			if err := db.Delivered(ctx, done, refusals); err != nil {
				return false, err
			}
			if failed == nil {
				return true, nil
			}
		}
	}}
}

func react(ctx context.Context, e *engine.Engine, d store.Delivery, on map[string][]engine.Reaction) ([]engine.Refusal, error) {
	var refusals []engine.Refusal
	for _, event := range d.Events {
		for _, r := range on[event.Name] {
			refusal, err := e.React(ctx, r, event)
			if err != nil {
				return nil, err
			}
			if refusal != nil {
				refusals = append(refusals, *refusal)
			}
		}
	}
	return refusals, nil
}

// Wake looks at the subjects whose answer changes today by itself, and carries
// out what time brings about there.
func Wake(db *store.DB, e *engine.Engine, timed ...engine.Timed) Job {
	return Job{Name: "wake", Every: time.Minute, Run: func(ctx context.Context) (bool, error) {
		subjects, err := e.Waking(ctx, part)
		if err != nil {
			return false, err
		}
		var failed error
		for _, s := range subjects {
			failed = errors.Join(failed, e.Wake(ctx, s, timed, func(r engine.Refusal) error {
				return db.Delivered(ctx, nil, []engine.Refusal{r})
			}))
		}
		return len(subjects) == part && failed == nil, failed
	}}
}

// Sweep takes away attachments that no act has named for a day, and drafts that
// nobody has touched for thirty.
func Sweep(db *store.DB, clock engine.Clock) Job {
	return Job{Name: "sweep", Every: time.Hour, Run: func(ctx context.Context) (bool, error) {
		_, err := db.SweepAttachments(ctx, clock())
		if err == nil {
			_, err = db.SweepDrafts(ctx, clock())
		}
		return false, err
	}}
}
