package jobs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/mod/sumdb/note"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// sealAtOnce is how many events are sealed in one transaction.
const sealAtOnce = 2000

// sealWaiting seals what waits in the outbox.
func sealWaiting(ctx context.Context, db *store.DB) (int, error) {
	all := 0
	for {
		n, err := db.Seal(ctx, sealAtOnce)
		if all += n; err != nil || n < sealAtOnce {
			return all, err
		}
	}
}

// SealRest seals what did not come through the outbox: history that was laid or
// brought in, and what was sealed last when the program was stopped.
func SealRest(db *store.DB) Job {
	var after int64
	return Job{Name: "seal-rest", Every: 24 * time.Hour, Run: func(ctx context.Context) (bool, error) {
		_, next, err := db.SealRest(ctx, after, sealAtOnce)
		if err != nil || next == 0 {
			return false, err
		}
		after = next
		return true, nil
	}}
}

// Checkpoint signs what the record has come to, each minute in which it has
// grown, and writes it to a folder outside the database: one file for each day,
// with the last of the day. Whoever copies a file from there can hold the record
// to it ever after.
func Checkpoint(db *store.DB, clock engine.Clock, origin string, signer note.Signer, dir string) Job {
	signed := int64(-1)
	return Job{Name: "checkpoint", Every: time.Minute, Run: func(ctx context.Context) (bool, error) {
		size, root, err := db.Head(ctx)
		if err != nil || size == 0 || size == signed {
			return false, err
		}
		mark := journal.Checkpoint{Origin: origin, Size: size, Root: root, At: clock()}
		text, err := mark.Sign(signer)
		if err != nil {
			return false, fmt.Errorf("sign the checkpoint: %w", err)
		}
		day := civil.DayOf(mark.At)
		if err := db.KeepCheckpoint(ctx, store.SignedCheckpoint{Day: day, Note: text}); err != nil {
			return false, err
		}
		if err := Replace(filepath.Join(dir, day.String()+".txt"), text, 0o600); err != nil {
			return false, fmt.Errorf("keep the checkpoint outside the database: %w", err)
		}
		signed = size
		return false, nil
	}}
}

// Replace writes a file whole or not at all, and returns when it stays there
// though the power goes.
func Replace(path string, text []byte, mode fs.FileMode) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(path+".ny", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Rename(path+".ny", path); err != nil {
		return err
	}
	return syncFolder(dir)
}
