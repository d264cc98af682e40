package journal

import (
	"crypto/sha256"
	"fmt"
	"io"
)

// SaltSize is the length of a body's salt in bytes.
const SaltSize = 16

// A Body is what an event says, as it lies in the database, apart from its
// envelope. It can be disposed of; its digest stays and, for want of the salt,
// tells nothing of what it said.
type Body struct {
	Salt [SaltSize]byte
	JSON []byte
	Left bool // its text has been taken out: this is what stands in its place, under no salt
}

// Seal encodes an event under a fresh salt.
func Seal(e Event, random io.Reader) (Body, error) {
	body, err := Encode(e)
	if err != nil {
		return Body{}, err
	}
	sealed := Body{JSON: body}
	if _, err := io.ReadFull(random, sealed.Salt[:]); err != nil {
		return Body{}, fmt.Errorf("journal: salt: %w", err)
	}
	return sealed, nil
}

// Digest is the SHA-256 of salt and bytes, as the envelope carries it.
func (b Body) Digest() [32]byte {
	h := sha256.New()
	h.Write(b.Salt[:])
	h.Write(b.JSON)
	return [32]byte(h.Sum(nil))
}
