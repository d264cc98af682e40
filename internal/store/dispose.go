package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Gone is what a disposal took away.
type Gone struct{ Bodies, Papers int }

// Dispose takes away what streams say: the bodies of their events with their
// salts, the attachments they name, the drafts, facts and obligations about their
// subjects. The envelopes stay, and the record still verifies. It is one
// transaction, and done again it finds nothing more. Events named in stay are left as
// they are, of a stream that someone else's file needs. What the events gave to
// projections goes when those are built anew (Cleanse); until then unlist takes away,
// in the same transaction, the rows by which the file could still be found and have
// something added.
func (db *DB) Dispose(ctx context.Context, streams []journal.StreamID, stay map[journal.StreamID][]string, top duty.Subject, unlist func(context.Context, Execer) error) (Gone, error) {
	var gone Gone
	err := db.exec(ctx, func(x Execer) error {
		gone = Gone{}
		for _, stream := range streams {
			if err := db.disposeStream(ctx, x, stream, stay[stream], &gone); err != nil {
				return fmt.Errorf("%s: %w", stream, err)
			}
		}
		if err := disposeSubjects(ctx, x, top); err != nil {
			return err
		}
		return errors.Join(unlist(ctx, x), tookAway(ctx, x))
	})
	if err != nil {
		return Gone{}, fmt.Errorf("dispose: %w", err)
	}
	return gone, nil
}

func (db *DB) disposeStream(ctx context.Context, x Execer, stream journal.StreamID, stay []string, gone *Gone) error {
	r := &reader{q: x}
	num, version, err := r.Stream(ctx, stream)
	if err != nil || version == 0 {
		return err
	}
	events, err := r.Events(ctx, num, 0)
	if err != nil {
		return err
	}
	if len(stay) > 0 {
		events = slices.DeleteFunc(events, func(e engine.StoredEvent) bool { return slices.Contains(stay, e.Name) })
	}
	for _, e := range events {
		recorded, err := db.registry.Read(e.Envelope, e.JSON)
		if err != nil {
			return err
		}
		naming, ok := recorded.Event.(journal.Attaching)
		if !ok {
			continue
		}
		for _, a := range naming.Attachments() {
			if err := dropAttachment(ctx, x, a.ID); err != nil {
				return err
			}
			gone.Papers++
		}
	}
	for _, e := range events {
		result, err := x.ExecContext(ctx, `delete from journal_body where event = (select num from journal where stream = $1 and version = $2)`, int64(num), e.Version)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return err
		}
		gone.Bodies += int(n)
		// The digest of an act is over what was written, with no salt: whoever guesses
		// the words could prove them by it.
		if _, err := x.ExecContext(ctx, `update act set digest = $2 where id = $1 and length(digest) > 0`, e.Ref.Act, []byte{}); err != nil {
			return err
		}
	}
	return dropDrafts(ctx, x, stream.ID)
}

func dropAttachment(ctx context.Context, x Execer, id ids.ID) error {
	_, err1 := x.ExecContext(ctx, `delete from attachment_chunk where attachment in (select num from attachment where id = $1)`, id)
	_, err2 := x.ExecContext(ctx, `delete from attachment where id = $1`, id)
	return errors.Join(err1, err2)
}

func dropDrafts(ctx context.Context, x Execer, about ids.ID) error {
	_, err := x.ExecContext(ctx, `delete from draft where subject_id = $1`, about)
	return err
}

// disposeSubjects takes away a subject and all that stands under it, with what is
// owed of them.
func disposeSubjects(ctx context.Context, x Execer, top duty.Subject) error {
	var level []engine.Num
	rows, err := x.QueryContext(ctx, `select num from subject where kind = $1 and id = $2`, top.Kind, top.ID)
	if err != nil {
		return err
	}
	if level, err = allNums(rows); err != nil {
		return err
	}
	for len(level) > 0 {
		in := `(` + Places(1, len(level)) + `)`
		args := appendNums(nil, level)
		rows, err := x.QueryContext(ctx, `select num from subject where under <> 0 and under in `+in, args...)
		if err != nil {
			return err
		}
		below, err := allNums(rows)
		if err != nil {
			return err
		}
		for _, statement := range []string{
			`delete from draft where subject_id in (select id from subject where num in ` + in + `)`,
			`delete from obligation where subject in ` + in,
			`delete from subject where num in ` + in,
		} {
			if _, err := x.ExecContext(ctx, statement, args...); err != nil {
				return err
			}
		}
		level = below
	}
	return nil
}

// What was taken away is noted where leases stand: that the database is to be
// written anew, until it is, and a word by which every process that has the record
// in memory finds out that something has gone.
const (
	toCleanse = "cleanse"
	wentAway  = "went-away"
)

func tookAway(ctx context.Context, x Execer) error {
	for _, name := range []string{toCleanse, wentAway} {
		if _, err := x.ExecContext(ctx, `insert into job (name, holder, until) values ($1, $2, '')
			on conflict (name) do update set holder = excluded.holder`, name, rand.Text()); err != nil {
			return err
		}
	}
	return nil
}

// WentAway is a word that is another one each time something has been taken out of
// the record; empty: nothing ever has.
func (db *DB) WentAway(ctx context.Context) (string, error) { return db.jobHolder(ctx, wentAway) }

// ToCleanse tells whether something has been taken away and the database not yet
// written anew: also by a process that died in between.
func (db *DB) ToCleanse(ctx context.Context) (bool, error) {
	word, err := db.jobHolder(ctx, toCleanse)
	return word != "", err
}

func (db *DB) jobHolder(ctx context.Context, name string) (string, error) {
	var word string
	err := db.Reader().QueryRowContext(ctx, `select holder from job where name = $1`, name).Scan(&word)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return word, err
}

// Cleanse builds every projection anew and has the database write anew what it
// has deleted from, so that nothing disposed of is left in its files. It says in
// a sentence what the database could not do itself; empty: nothing.
func (db *DB) Cleanse(ctx context.Context) (left string, err error) {
	owed, err := db.jobHolder(ctx, toCleanse)
	if err != nil {
		return "", err
	}
	for _, p := range db.projections {
		if err := db.rebuild(ctx, p, func(int, int) {}); err != nil {
			return "", err
		}
	}
	left, err = db.driver.Cleanse(ctx)
	if err != nil {
		return "", fmt.Errorf("write the database anew: %w", err)
	}
	return left, db.exec(ctx, func(x Execer) error { // what was taken away meanwhile has another word, and is still owed
		_, err := x.ExecContext(ctx, `delete from job where name = $1 and holder = $2`, toCleanse, owed)
		return err
	})
}

// Disposable are the tables that a disposal deletes from and no projection owns.
func Disposable() []string {
	return []string{"journal_body", "act", "attachment", "attachment_chunk", "draft", "subject", "obligation", "outbox", "task", "read_log", "read_log_shown"}
}

func allNums(rows *sql.Rows) ([]engine.Num, error) {
	var nums []engine.Num
	err := each(rows, func() error {
		var num engine.Num
		err := rows.Scan(&num)
		nums = append(nums, num)
		return err
	})
	return nums, err
}
