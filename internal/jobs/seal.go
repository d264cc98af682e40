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

// SealReads seals what the log of readings has got since the last time.
func SealReads(db *store.DB) Job {
	return Job{Name: "seal-reads", Run: func(ctx context.Context) (bool, error) {
		n, err := db.SealReads(ctx, readsAtOnce)
		return n == readsAtOnce, err
	}}
}

// readsAtOnce is how many readings are sealed in one transaction: a list of 25
// persons is 26 rows, and others wait for the writer meanwhile.
const readsAtOnce = 200

// A Sealing is a tree whose checkpoints are signed.
type Sealing struct {
	Name   string // of the job
	Tree   store.Tree
	Origin string // whose record
	Dir    string // where checkpoints are kept outside the database
	Prefix string // of their files
}

// Checkpoint signs what a tree has come to, each minute in which it has grown, and
// writes it to a folder outside the database: one file for each day, with the last
// of the day. Whoever copies a file from there can hold the record to it ever after.
func Checkpoint(s Sealing, clock engine.Clock, signer note.Signer) Job {
	signed := int64(-1)
	return Job{Name: s.Name, Every: time.Minute, Run: func(ctx context.Context) (bool, error) {
		size, root, err := s.Tree.Head(ctx)
		if err != nil || size == 0 || size == signed {
			return false, err
		}
		mark := journal.Checkpoint{Origin: s.Origin, Size: size, Root: root, At: clock()}
		text, err := mark.Sign(signer)
		if err != nil {
			return false, fmt.Errorf("sign the checkpoint: %w", err)
		}
		day := civil.DayOf(mark.At)
		if err := s.Tree.KeepCheckpoint(ctx, store.SignedCheckpoint{Day: day, Note: text}); err != nil {
			return false, err
		}
		if err := Replace(filepath.Join(s.Dir, s.Prefix+day.String()+".txt"), text, 0o600); err != nil {
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
