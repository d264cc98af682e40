package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// chunk is how many bytes of an attachment lie in one row.
const chunk = 256 << 10

// loose is how long an attachment that no act names is kept.
const loose = 24 * time.Hour

// An Upload is an attachment on its way in, before the act that names it.
type Upload struct {
	ID    ids.ID
	Name  string
	Media string
	By    ids.User
	At    time.Time
	Salt  [journal.SaltSize]byte // random
	Bytes io.Reader
	Limit int64 // bytes; more is refused
}

// Attach takes in the bytes of an attachment and returns what an event names it
// by. Each chunk is a transaction of its own, so that a large file holds up nobody.
func (db *DB) Attach(ctx context.Context, u Upload) (journal.Attachment, error) {
	var num int64
	err := db.exec(ctx, func(x Execer) error {
		return x.QueryRowContext(ctx, `insert into attachment (id, salt, digest, size, added, added_by, act)
			values ($1, $2, $3, 0, $4, $5, $3) returning num`, u.ID, u.Salt[:], []byte{}, civil.Stamp(u.At), u.By).Scan(&num)
	})
	if err != nil {
		return journal.Attachment{}, fmt.Errorf("attach: %w", err)
	}
	digest, size := sha256.New(), int64(0)
	digest.Write(u.Salt[:])
	buffer := make([]byte, chunk)
	for place := 0; ; place++ {
		n, err := io.ReadFull(u.Bytes, buffer)
		if n > 0 {
			size += int64(n)
			if size > u.Limit {
				return journal.Attachment{}, &fault.Error{
					Kind: fault.Invalid, Field: "bilaga", Text: "attachment.large", Args: map[string]any{"hogst": u.Limit >> 20},
				}
			}
			digest.Write(buffer[:n])
			if err := db.exec(ctx, func(x Execer) error {
				_, err := x.ExecContext(ctx, `insert into attachment_chunk (attachment, place, bytes) values ($1, $2, $3)`, num, place, buffer[:n])
				return err
			}); err != nil {
				return journal.Attachment{}, fmt.Errorf("attach: %w", err)
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return journal.Attachment{}, fmt.Errorf("attach: %w", err)
		}
	}
	sum := digest.Sum(nil)
	err = db.exec(ctx, func(x Execer) error {
		_, err := x.ExecContext(ctx, `update attachment set digest = $2, size = $3 where num = $1`, num, sum, size)
		return err
	})
	if err != nil {
		return journal.Attachment{}, fmt.Errorf("attach: %w", err)
	}
	return journal.Attachment{ID: u.ID, Name: u.Name, Media: u.Media, Size: size, Digest: hex.EncodeToString(sum)}, nil
}

// Attachment writes the bytes of an attachment. The error at the end tells when
// they are not those that were taken in.
func (db *DB) Attachment(ctx context.Context, a journal.Attachment, to io.Writer) error {
	var num int64
	var salt []byte
	err := db.Reader().QueryRowContext(ctx, `select num, salt from attachment where id = $1`, a.ID).Scan(&num, &salt)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "attachment.gone")
	}
	if err != nil {
		return fmt.Errorf("attachment: %w", err)
	}
	want, err := a.Sum()
	if err != nil {
		return err
	}
	digest := sha256.New()
	digest.Write(salt)
	for place := 0; ; place++ {
		var bytes []byte
		err := db.Reader().QueryRowContext(ctx, `select bytes from attachment_chunk where attachment = $1 and place = $2`, num, place).Scan(&bytes)
		if errors.Is(err, sql.ErrNoRows) {
			break
		}
		if err != nil {
			return fmt.Errorf("attachment: %w", err)
		}
		digest.Write(bytes)
		if _, err := to.Write(bytes); err != nil {
			return err
		}
	}
	if [32]byte(digest.Sum(nil)) != want {
		return fmt.Errorf("attachment %s is not as it was taken in", a.ID)
	}
	return nil
}

// SweepAttachments takes away attachments that no act has named for a day, and
// tells how many.
func (db *DB) SweepAttachments(ctx context.Context, now time.Time) (int, error) {
	before := civil.Stamp(now.Add(-loose))
	swept := 0
	err := db.exec(ctx, func(x Execer) error {
		const old = `act = $2 and added < $1`
		if _, err := x.ExecContext(ctx, `delete from attachment_chunk where attachment in
			(select num from attachment where `+old+`)`, before, []byte{}); err != nil {
			return err
		}
		result, err := x.ExecContext(ctx, `delete from attachment where `+old, before, []byte{})
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		swept = int(n)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("sweep attachments: %w", err)
	}
	return swept, nil
}
