//go:build unix

package jobs

import (
	"errors"
	"os"
)

// syncFolder makes the names in a folder stay.
func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
