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
	for _, tree := range []Tree{db.Tree, db.ReadTree()} {
		kept, err := tree.Checkpoints(ctx, allCheckpoints)
		if err != nil {
			return err
		}
		for _, c := range kept {
			if err := out.Write(journal.ArchivedCheckpoint{Kind: "checkpoint", Day: c.Day, Note: string(c.Note)}); err != nil {
				return err
			}
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

// exportReadings writes the sealed readings in their order, and then those that
// wait.
func (db *DB) exportReadings(ctx context.Context, out *journal.ArchiveWriter) error {
	gone, err := db.ReadingsGone(ctx)
	if err != nil {
		return err
	}
	_, _, err = db.EachSealedRead(ctx, func(int, int) {}, func(s journal.SealedReading) error {
		if s.Reading == nil && s.Position < gone {
			return out.Write(journal.ArchivedReading{Kind: "reading", Leaf: hex.EncodeToString(s.Leaf), Gone: true})
		}
		if s.Reading == nil || s.Unread != nil {
			return fmt.Errorf("the reading at position %d cannot be read: verify the record", s.Position)
		}
		return out.Write(journal.ArchiveReading(*s.Reading, s.Leaf))
	})
	if err != nil {
		return err
	}
	waiting, err := db.readings(ctx, `select `+readColumns+` from read_log r
		where not exists (select 1 from read_log_seal p where p.reading = r.num) order by r.num`)
	if err != nil {
		return err
	}
	for _, r := range waiting {
		if err := out.Write(journal.ArchiveReading(r.Sealed(), nil)); err != nil {
			return err
		}
	}
	return nil
}
