package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Delivery is an act in the outbox, with its events in their order.
type Delivery struct {
	Act    engine.Num
	Events []journal.Recorded
}

// Outbox lists acts whose reactions have not run, after one, in order. Only what
// is sealed is handed on: what follows from an act stands after it in the record.
func (db *DB) Outbox(ctx context.Context, after engine.Num, limit int) ([]Delivery, error) {
	rows, err := db.Reader().QueryContext(ctx, `select `+eventColumns+`, j.act from (select act from outbox x where act > $1
			and exists (select 1 from journal y join journal_seal p on p.event = y.num where y.act = x.act) order by act limit $2) o
		join journal j on j.act = o.act join act a on a.num = j.act join stream s on s.num = j.stream
		left join journal_body b on b.event = j.num order by j.act, j.place`, int64(after), limit)
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	var deliveries []Delivery
	err = each(rows, func() error {
		var act engine.Num
		stored, err := scanEvent(rows, &act)
		if err != nil {
			return err
		}
		recorded, err := db.registry.Read(stored.Envelope, stored.JSON)
		if err != nil {
			return err
		}
		if n := len(deliveries); n == 0 || deliveries[n-1].Act != act {
			deliveries = append(deliveries, Delivery{Act: act})
		}
		last := &deliveries[len(deliveries)-1]
		last.Events = append(last.Events, recorded)
		return nil
	})
	return deliveries, err
}

// Waiting tells how many acts wait to be sealed, or for what follows from them,
// and when the first of them was done; the zero time when none does.
func (db *DB) Waiting(ctx context.Context) (acts int, since time.Time, err error) {
	var at sql.NullString
	err = db.Reader().QueryRowContext(ctx, `select count(*), (select a.at from act a where a.num = (select min(act) from outbox)) from outbox`).Scan(&acts, &at)
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("outbox: %w", err)
	}
	if at.Valid {
		since, err = civil.ParseStamp(at.String)
	}
	return acts, since, err
}

// Delivered takes acts out of the outbox, and leaves to a person what was refused.
func (db *DB) Delivered(ctx context.Context, acts []engine.Num, refusals []engine.Refusal) error {
	return db.exec(ctx, func(x Execer) error {
		for _, r := range refusals {
			if err := addTask(ctx, x, r); err != nil {
				return err
			}
		}
		for _, act := range acts {
			if _, err := x.ExecContext(ctx, `delete from outbox where act = $1`, int64(act)); err != nil {
				return fmt.Errorf("outbox: %w", err)
			}
		}
		return nil
	})
}

func addTask(ctx context.Context, x Execer, r engine.Refusal) error {
	_, err := x.ExecContext(ctx, `insert into task (name, cause_act, cause_place, stream_kind, stream_id, at, fault, rule, done, done_by)
		values ($1, $2, $3, $4, $5, $6, $7, $8, '', $9) on conflict (name, cause_act, cause_place) do nothing`,
		r.Name, r.Cause.Act, r.Cause.Index, r.Stream.Kind, r.Stream.ID, civil.Stamp(r.At), r.Fault.Text, r.Fault.Rule, ids.User{})
	if err != nil {
		return fmt.Errorf("leave a task: %w", err)
	}
	return nil
}

// A Task is something the program could not do itself and leaves to a person.
type Task struct {
	Num int64
	engine.Refusal
}

// Tasks lists those that wait, oldest first.
func (db *DB) Tasks(ctx context.Context, limit int) ([]Task, error) {
	rows, err := db.Reader().QueryContext(ctx, `select num, name, cause_act, cause_place, stream_kind, stream_id, at, fault, rule
		from task where done = '' order by num limit $1`, limit)
	if err != nil {
		return nil, fmt.Errorf("tasks: %w", err)
	}
	var tasks []Task
	err = each(rows, func() error {
		t := Task{Refusal: engine.Refusal{Fault: &fault.Error{Kind: fault.Unmet}}}
		var at string
		err := rows.Scan(&t.Num, &t.Name, &t.Cause.Act, &t.Cause.Index, &t.Stream.Kind, &t.Stream.ID, &at, &t.Fault.Text, &t.Fault.Rule)
		if err == nil {
			t.At, err = civil.ParseStamp(at)
		}
		tasks = append(tasks, t)
		return err
	})
	return tasks, err
}

// FinishTask notes that a person has seen to a task.
func (db *DB) FinishTask(ctx context.Context, num int64, by ids.User, at time.Time) error {
	return db.exec(ctx, func(x Execer) error {
		_, err := x.ExecContext(ctx, `update task set done = $2, done_by = $3 where num = $1 and done = ''`, num, civil.Stamp(at), by)
		return err
	})
}

// Lease lets one holder at a time do a job until an instant; false while another
// has it. The row is the lock: no session holds it, so it survives pooling.
func (db *DB) Lease(ctx context.Context, job, holder string, now, until time.Time) (bool, error) {
	got := false
	err := db.exec(ctx, func(x Execer) error {
		result, err := x.ExecContext(ctx, `insert into job (name, holder, until) values ($1, $2, $3)
			on conflict (name) do update set holder = excluded.holder, until = excluded.until
			where job.holder = excluded.holder or job.until <= $4`, job, holder, civil.Stamp(until), civil.Stamp(now))
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		got = n > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("lease of %s: %w", job, err)
	}
	return got, nil
}

// Release gives a job back before its lease runs out.
func (db *DB) Release(ctx context.Context, job, holder string) error {
	return db.exec(ctx, func(x Execer) error {
		_, err := x.ExecContext(ctx, `delete from job where name = $1 and holder = $2`, job, holder)
		return err
	})
}
