//go:build !unix

package jobs

// syncFolder does nothing where a folder cannot be synced: the system keeps names itself.
func syncFolder(string) error { return nil }
