package store

import (
	"os"
	"syscall"
)

// syncData returns when what has been written to a file of constant size is on
// the disk. Its times are not, and are not waited for.
func syncData(file *os.File) error {
	raw, err := file.SyscallConn()
	if err != nil {
		return err
	}
	var said error
	err = raw.Control(func(fd uintptr) {
		for said = syscall.EINTR; said == syscall.EINTR; {
			said = syscall.Fdatasync(int(fd))
		}
	})
	if err != nil {
		return err
	}
	return said
}
