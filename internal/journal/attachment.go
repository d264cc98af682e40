package journal

import (
	"encoding/hex"
	"fmt"

	"stadga/internal/ids"
)

// An Attachment (bilaga) is a file that an event names. Its bytes lie beside the
// journal, are uploaded before the act, and are known by a salted digest.
type Attachment struct {
	ID     ids.ID
	Name   string // as its owner called it
	Media  string // "application/pdf"
	Size   int64  // bytes
	Digest string // SHA-256 of salt and bytes, in hexadecimal
}

// Sum is the digest as bytes.
func (a Attachment) Sum() ([32]byte, error) {
	var sum [32]byte
	b, err := hex.DecodeString(a.Digest)
	if err != nil || len(b) != len(sum) {
		return sum, fmt.Errorf("journal: the digest of attachment %s is not one", a.ID)
	}
	copy(sum[:], b)
	return sum, nil
}

// Attaching is implemented by an event that names attachments.
type Attaching interface {
	Attachments() []Attachment
}
