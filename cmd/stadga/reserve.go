package main

import (
	"errors"
	"path/filepath"
	"strings"
	"syscall"
)

// reserveSize is room for some 40,000 readings: half an hour of a large
// municipality at its busiest.
const reserveSize = 16 << 20

// takeReserve takes room beside a file of a record, in which readings are logged
// while the disk is full. Where it is full already there is none, and nothing is
// shown while it is. A database server has its own disk, and stops with it.
func takeReserve(r *record, c siteConfig) error {
	dir, isFile := strings.CutPrefix(c.URL, "sqlite:")
	if !isFile {
		return nil
	}
	err := r.Store.UseReserve(filepath.Join(dir, r.Name+".reserv"), reserveSize)
	if errors.Is(err, syscall.ENOSPC) {
		c.Log.Error("there is no room for a reserve: nothing is shown while the disk is full", "err", err)
		return nil
	}
	return err
}
