// Package ids holds the names of things that no person reads: UUIDs of version 7,
// one Go type per kind of thing so that a case is never taken for a person.
package ids

import (
	"crypto/sha256"
	"database/sql/driver"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"time"
)

// An ID is a UUID of version 7: sorted by the time it was made. The zero ID names nothing.
type ID [16]byte

// One type per kind of thing. Each embeds an ID and so has its methods.
type (
	Person        struct{ ID }
	Case          struct{ ID } // ärende: one person in one area
	Intake        struct{ ID } // aktualisering
	Investigation struct{ ID } // utredning
	Decision      struct{ ID } // beslut
	Service       struct{ ID } // insats: one item of a decision
	Order         struct{ ID } // uppdrag
	Visit         struct{ ID } // besök
	Note          struct{ ID } // anteckning
	User          struct{ ID } // one who logs in
	Unit          struct{ ID } // enhet
	Provider      struct{ ID } // utförare
	Absence       struct{ ID } // frånvaro
	Deviation     struct{ ID } // avvikelse
	Emergency     struct{ ID } // nödåtkomst
	Shift         struct{ ID } // jourpass
	Act           struct{ ID } // the id a form got when it was shown
)

// A Source makes new ids. Real ones read the clock's instant and random bytes;
// simulate and tests hand in a seeded reader.
type Source struct {
	Random io.Reader
}

// New makes an id of the instant at.
func (s Source) New(at time.Time) ID {
	var id ID
	if _, err := io.ReadFull(s.Random, id[6:]); err != nil {
		panic("ids: the source of random bytes ran dry: " + err.Error())
	}
	ms := uint64(at.UnixMilli())
	binary.BigEndian.PutUint16(id[0:2], uint16(ms>>32))
	binary.BigEndian.PutUint32(id[2:6], uint32(ms))
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id
}

// Derive makes the id of a thing that an act brings about, the same each time
// the act is posted: what a form creates is named from the form's own id and a
// label that tells the things apart ("intake 1", "intake 2").
func Derive(act Act, label string) ID {
	h := sha256.New()
	h.Write(act.ID[:])
	h.Write([]byte(label))
	id := ID(h.Sum(nil)[:16])
	copy(id[:6], act.ID[:6]) // sorted beside the act that made it
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id
}

// Parse reads an id in the usual form with dashes.
func Parse(s string) (ID, error) {
	var id ID
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return id, fmt.Errorf("ids: not an id")
	}
	for i, from := range [5]struct{ at, to, in int }{{0, 8, 0}, {9, 13, 4}, {14, 18, 6}, {19, 23, 8}, {24, 36, 10}} {
		if _, err := hex.Decode(id[from.in:], []byte(s[from.at:from.to])); err != nil {
			return ID{}, fmt.Errorf("ids: not an id (part %d)", i+1)
		}
	}
	return id, nil
}

// IsZero tells whether the id names nothing.
func (id ID) IsZero() bool { return id == ID{} }

// String writes the id in the usual form; the zero ID is the empty string.
func (id ID) String() string {
	if id.IsZero() {
		return ""
	}
	b := make([]byte, 0, 36)
	for _, part := range [][]byte{id[0:4], id[4:6], id[6:8], id[8:10], id[10:16]} {
		if len(b) > 0 {
			b = append(b, '-')
		}
		b = hex.AppendEncode(b, part)
	}
	return string(b)
}

// MarshalText writes the id as String does.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (id *ID) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = ID{}
		return nil
	}
	read, err := Parse(string(b))
	*id = read
	return err
}

// Value stores the 16 bytes (column type bytea, good in both databases); the
// zero ID is no bytes at all.
func (id ID) Value() (driver.Value, error) {
	if id.IsZero() {
		return []byte{}, nil
	}
	return id[:], nil
}

// Scan reads what Value stores.
func (id *ID) Scan(v any) error {
	b, ok := v.([]byte)
	switch {
	case v == nil, ok && len(b) == 0:
		*id = ID{}
		return nil
	case ok && len(b) == len(id):
		copy(id[:], b)
		return nil
	}
	return fmt.Errorf("ids: an id cannot be read from %T", v)
}
