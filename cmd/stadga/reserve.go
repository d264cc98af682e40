package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"stadga/internal/store"
)

const (
	// reserveSize is room for some 30,000 readings: more than a large municipality
	// makes in half an hour at its busiest.
	reserveSize = 16 << 20

	// movesReserve is how often what is logged in the reserve is moved to the log.
	movesReserve = 2 * time.Second

	// awaitsReserve is how long a copy waits for that.
	awaitsReserve = 10 * time.Second
)

// takeReserve takes room beside a file of a record, in which readings are logged
// before they are moved to its log, and while the disk is full. Where it is full
// already there is none, and nothing is shown while it is. A database server logs
// them itself: it has its own disk, and stops with it.
func takeReserve(r *record, c siteConfig) error {
	path := reservePath(c.URL, r.Name)
	if path == "" {
		return nil
	}
	err := r.Store.UseReserve(path, reserveSize)
	if errors.Is(err, syscall.ENOSPC) {
		c.Log.Error("there is no room for a reserve: nothing is shown while the disk is full", "err", err)
		return nil
	}
	return err
}

// reservePath is where a board's reserve lies; empty: on a database server it has none.
func reservePath(url, board string) string {
	dir, isFile := strings.CutPrefix(url, "sqlite:")
	if !isFile {
		return ""
	}
	return filepath.Join(dir, board+".reserv")
}

// awaitReserve waits until the readings that the record's reserve holds are in its
// log, which is what a copy takes along, and says so when they do not come.
func awaitReserve(ctx context.Context, url, board string, says io.Writer) error {
	path := reservePath(url, board)
	if path == "" {
		return nil
	}
	moved, err := store.AwaitReserve(ctx, path, reserveSize, awaitsReserve)
	if err == nil && !moved {
		fmt.Fprintf(says, "Läsningar väntar i %s och följer inte med. De flyttas till läsloggen när Stadga är igång och disken har plats. Ta sedan en ny kopia.\n",
			filepath.Base(path))
	}
	return err
}
