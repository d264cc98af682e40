package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"stadga/internal/journal"
)

// Export writes everything that is sealed, and what belongs to it: acts, events,
// attachments, the read log, checkpoints, what waits to be done, and past
// measurements. Drafts, log-ins and what can be worked out again are not in it.
func (db *DB) Export(ctx context.Context, out *journal.ArchiveWriter, progress Progress) error {
	_, _, err := db.EachSealed(ctx, progress, func(s journal.Sealed) error {
		if s.Event == nil || s.Unread != nil {
			return fmt.Errorf("the event at position %d cannot be read: verify the record", s.Position)
		}
		if s.Event.Ref.Index == 0 {
			act := journal.ArchivedAct{Kind: "act", ID: s.Event.Ref.Act, Digest: hex.EncodeToString(s.ActDigest)}
			if err := out.Write(act); err != nil {
				return err
			}
		}
		return out.Write(journal.Archived(*s.Event, s.Body))
	})
	if err != nil {
		return fmt.Errorf("export events: %w", err)
	}
	if err := db.exportAttachments(ctx, out); err != nil {
		return fmt.Errorf("export attachments: %w", err)
	}
	if err := db.exportReadings(ctx, out); err != nil {
		return fmt.Errorf("export the read log: %w", err)
	}
	kept, err := db.Checkpoints(ctx, allCheckpoints)
	if err != nil {
		return err
	}
	for _, c := range kept {
		if err := out.Write(journal.ArchivedCheckpoint{Kind: "checkpoint", Day: c.Day, Note: string(c.Note)}); err != nil {
			return err
		}
	}
	if err := db.exportRest(ctx, out); err != nil {
		return fmt.Errorf("export what waits: %w", err)
	}
	return out.End()
}

// allCheckpoints is a hundred years of days.
const allCheckpoints = 36_600

// exportAtOnce is how many rows are read at a time.
const exportAtOnce = 1000

func (db *DB) exportAttachments(ctx context.Context, out *journal.ArchiveWriter) error {
	for after, more := int64(0), true; more; {
		type numbered struct {
			num int64
			journal.ArchivedAttachment
		}
		var some []numbered
		rows, err := db.Reader().QueryContext(ctx, `select num, id, salt, digest, size, added, added_by, act from attachment
			where num > $1 and act <> $2 order by num limit $3`, after, []byte{}, exportAtOnce)
		if err != nil {
			return err
		}
		err = each(rows, func() error {
			a := numbered{ArchivedAttachment: journal.ArchivedAttachment{Kind: "attachment"}}
			var salt, digest []byte
			err := rows.Scan(&a.num, &a.ID, &salt, &digest, &a.Size, &a.Added, &a.By, &a.Act)
			a.Salt, a.Digest = hex.EncodeToString(salt), hex.EncodeToString(digest)
			some = append(some, a)
			return err
		})
		if err != nil {
			return err
		}
		for _, a := range some {
			if err := errors.Join(out.Write(a.ArchivedAttachment), db.exportChunks(ctx, out, a.num)); err != nil {
				return err
			}
			after = a.num
		}
		more = len(some) == exportAtOnce
	}
	return nil
}

func (db *DB) exportChunks(ctx context.Context, out *journal.ArchiveWriter, attachment int64) error {
	rows, err := db.Reader().QueryContext(ctx, `select bytes from attachment_chunk where attachment = $1 order by place`, attachment)
	if err != nil {
		return err
	}
	return each(rows, func() error {
		c := journal.ArchivedChunk{Kind: "chunk"}
		return errors.Join(rows.Scan(&c.Bytes), out.Write(c))
	})
}

func (db *DB) exportReadings(ctx context.Context, out *journal.ArchiveWriter) error {
	for after, more := int64(0), true; more; {
		rows, err := db.Reader().QueryContext(ctx, `select num, at, actor, on_behalf, person, subject_kind, subject_id, part, ground from read_log
			where num > $1 order by num limit $2`, after, exportAtOnce)
		if err != nil {
			return err
		}
		n := 0
		err = each(rows, func() error {
			r := journal.ArchivedReading{Kind: "reading"}
			n++
			err := rows.Scan(&after, &r.At, &r.Actor, &r.OnBehalf, &r.Person, &r.Subject, &r.ID, &r.Part, &r.Ground)
			return errors.Join(err, out.Write(r))
		})
		if err != nil {
			return err
		}
		more = n == exportAtOnce
	}
	return nil
}
