// Package jobs does clock-driven work on a board's record: it runs the reactions
// to what is in the outbox, wakes subjects whose answer changes by itself, and
// sweeps what nothing refers to. Any number of processes may run the jobs; a
// lease lets one at a time do each.
package jobs

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"stadga/internal/engine"
	"stadga/internal/store"
)

// A Job is a piece of work that is done again and again.
type Job struct {
	Name  string
	Every time.Duration // at most so often
	// Run does a bounded part of the work, and tells whether there is more to do
	// at once.
	Run func(ctx context.Context) (more bool, err error)
}

// lease is how long a job is held after it was last begun. A part of the work
// must be done well within it; a process that dies holds up the job so long.
const lease = time.Minute

// A Runner does jobs when they are due by its clock.
type Runner struct {
	db     *store.DB
	clock  engine.Clock
	log    *slog.Logger
	holder string
	jobs   []Job
	last   map[string]time.Time
}

// NewRunner returns a runner of jobs. It is for one goroutine.
func NewRunner(db *store.DB, clock engine.Clock, log *slog.Logger, jobs ...Job) *Runner {
	return &Runner{db: db, clock: clock, log: log, holder: rand.Text(), jobs: jobs, last: map[string]time.Time{}}
}

// Tick does every job that is due, until none has more to do. What fails is
// tried again when it is next due.
func (r *Runner) Tick(ctx context.Context) error {
	var failed error
	for _, job := range r.jobs {
		now := r.clock()
		if last, ran := r.last[job.Name]; ran && now.Before(last.Add(job.Every)) {
			continue
		}
		r.last[job.Name] = now
		if err := r.do(ctx, job); err != nil {
			failed = errors.Join(failed, fmt.Errorf("job %s: %w", job.Name, err))
		}
	}
	return failed
}

func (r *Runner) do(ctx context.Context, job Job) error {
	for more := true; more; {
		now := r.clock()
		mine, err := r.db.Lease(ctx, job.Name, r.holder, now, now.Add(lease))
		if err != nil || !mine {
			return err
		}
		if more, err = job.Run(ctx); err != nil {
			return errors.Join(err, r.db.Release(ctx, job.Name, r.holder))
		}
	}
	return r.db.Release(ctx, job.Name, r.holder)
}

// Run ticks until ctx ends, pausing between.
func (r *Runner) Run(ctx context.Context, pause time.Duration) {
	ticker := time.NewTicker(pause)
	defer ticker.Stop()
	for {
		if err := r.Tick(ctx); err != nil && ctx.Err() == nil {
			r.log.Error("jobs failed", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
