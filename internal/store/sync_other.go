//go:build !linux

package store

import "os"

// syncData returns when what has been written to a file is on the disk.
func syncData(file *os.File) error { return file.Sync() }
