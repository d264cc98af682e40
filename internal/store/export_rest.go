package store

import (
	"context"
	"errors"

	"stadga/internal/journal"
)

// exportRest writes what waits to be done, and measurements of past days, which
// nothing in the journal gives back.
func (db *DB) exportRest(ctx context.Context, out *journal.ArchiveWriter) error {
	rows, err := db.Reader().QueryContext(ctx, `select a.id from outbox o join act a on a.num = o.act
		where exists (select 1 from journal y join journal_seal p on p.event = y.num where y.act = o.act) order by o.act`)
	if err != nil {
		return err
	}
	err = each(rows, func() error {
		w := journal.ArchivedWaiting{Kind: "waiting"}
		return errors.Join(rows.Scan(&w.Act), out.Write(w))
	})
	if err != nil {
		return err
	}
	rows, err = db.Reader().QueryContext(ctx, `select name, cause_act, cause_place, stream_kind, stream_id, at, fault, rule, done, done_by from task order by num`)
	if err != nil {
		return err
	}
	err = each(rows, func() error {
		t := journal.ArchivedTask{Kind: "task"}
		err := rows.Scan(&t.Name, &t.Cause, &t.CausePlace, &t.Stream, &t.ID, &t.At, &t.Fault, &t.Rule, &t.Done, &t.By)
		return errors.Join(err, out.Write(t))
	})
	if err != nil {
		return err
	}
	return db.exportMeasurements(ctx, out)
}

func (db *DB) exportMeasurements(ctx context.Context, out *journal.ArchiveWriter) error {
	var last int64
	rows, err := db.Reader().QueryContext(ctx, `select m.num, m.taken, m.day, m.book, m.took, p.view, p.split, p.body
		from measurement m join measurement_part p on p.measurement = m.num where m.whole = 1 order by m.num, p.view, p.split`)
	if err != nil {
		return err
	}
	return each(rows, func() error {
		m, p := journal.ArchivedMeasurement{Kind: "measurement"}, journal.ArchivedPart{Kind: "part"}
		var num int64
		if err := rows.Scan(&num, &m.Taken, &m.Day, &m.Book, &m.Took, &p.View, &p.Split, &p.Body); err != nil {
			return err
		}
		if num != last {
			last = num
			if err := out.Write(m); err != nil {
				return err
			}
		}
		return out.Write(p)
	})
}
