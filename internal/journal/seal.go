package journal

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"stadga/internal/civil"
)

// Leaf is all that stands about an event, as it is sealed: one line for each
// part, in this order, so that anyone can write it again from an export. What
// the event says is there by its digest.
func (e Envelope) Leaf() []byte {
	b := make([]byte, 0, 400)
	line := func(s string) { b = append(append(b, s...), '\n') }
	line("stadga event 1")
	line(e.Stream.Kind)
	line(e.Stream.ID.String())
	line(strconv.Itoa(e.Version))
	line(e.Ref.Act.String())
	line(strconv.Itoa(e.Ref.Index))
	line(e.Name)
	line(civil.Stamp(e.At))
	line(e.Day.String())
	line(e.Actor.String())
	line(e.OnBehalf.String())
	line(e.Cause.Act.String())
	line(strconv.Itoa(e.Cause.Index))
	line(hex.EncodeToString(e.Digest[:]))
	return b
}

// LeafHash is the hash of the leaf in the tree (RFC 6962, 2.1).
func (e Envelope) LeafHash() [32]byte { return tlog.RecordHash(e.Leaf()) }

// A Root is the hash of a whole tree: of every event sealed so far, in order.
type Root [32]byte

// String writes the root as a checkpoint does.
func (r Root) String() string { return base64.StdEncoding.EncodeToString(r[:]) }

// A Growing tree takes leaves in their order and knows its root at every size.
// It holds one hash for each power of two, and nothing else.
type Growing struct {
	size  int64
	right []tlog.Hash // roots of the full subtrees, largest first
}

// Add takes the next leaf.
func (g *Growing) Add(leaf [32]byte) {
	g.right = append(g.right, leaf)
	// Two full subtrees of one size become one of the next.
	for n := g.size; n&1 == 1; n >>= 1 {
		last := len(g.right) - 1
		g.right = append(g.right[:last-1], tlog.NodeHash(g.right[last-1], g.right[last]))
	}
	g.size++
}

// Size is how many leaves it has taken.
func (g *Growing) Size() int64 { return g.size }

// Root is the root of what has been taken; of nothing it is the hash of nothing.
func (g *Growing) Root() Root {
	if g.size == 0 {
		empty, err := tlog.TreeHash(0, nil)
		if err != nil {
			panic("journal: " + err.Error()) // it asks for no hashes
		}
		return Root(empty)
	}
	root := g.right[len(g.right)-1]
	for i := len(g.right) - 2; i >= 0; i-- {
		root = tlog.NodeHash(g.right[i], root)
	}
	return Root(root)
}

// A Checkpoint (sigill) says what the record held when it was signed: so many
// events, and the root over them. Whoever keeps one can later see that nothing
// before it has been removed, moved or changed.
type Checkpoint struct {
	Origin string // whose record: "stadga/norrsala"
	Size   int64  // events
	Root   Root
	At     time.Time
}

// Text is what is signed: origin, size and root, each on a line, as other logs
// write their checkpoints, and a line with the instant.
func (c Checkpoint) Text() string {
	return c.Origin + "\n" + strconv.FormatInt(c.Size, 10) + "\n" + c.Root.String() + "\n" + civil.Stamp(c.At) + "\n"
}

// Sign writes the checkpoint as a signed note.
func (c Checkpoint) Sign(signer note.Signer) ([]byte, error) {
	return note.Sign(&note.Note{Text: c.Text()}, signer)
}

// ErrCheckpoint is what is wrong with a checkpoint that cannot be believed.
var ErrCheckpoint = errors.New("the checkpoint cannot be read, or is not signed by the key")

// OpenCheckpoint reads a signed note and holds its signature to the key.
func OpenCheckpoint(text []byte, key note.Verifier) (Checkpoint, error) {
	var c Checkpoint
	opened, err := note.Open(text, note.VerifierList(key))
	if err != nil {
		return c, fmt.Errorf("%w: %w", ErrCheckpoint, err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 5 {
		return c, ErrCheckpoint
	}
	c.Origin = lines[0]
	var errs [3]error
	c.Size, errs[0] = strconv.ParseInt(lines[1], 10, 64)
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	errs[1] = err
	c.At, errs[2] = civil.ParseStamp(lines[3])
	if err := errors.Join(errs[:]...); err != nil || len(root) != len(c.Root) || c.Size < 0 {
		return c, ErrCheckpoint
	}
	copy(c.Root[:], root)
	if c.Text() != opened.Text {
		return c, ErrCheckpoint
	}
	return c, nil
}

// A SealKey signs checkpoints and is kept outside the database, so that whoever
// can change the record cannot sign what it has become.
type SealKey struct {
	Secret string // for the one who signs
	Public string // for all who verify: "stadga/norrsala+…"
}

// NewSealKey draws a key for a record.
func NewSealKey(origin string, random io.Reader) (SealKey, error) {
	secret, public, err := note.GenerateKey(random, origin)
	return SealKey{secret, public}, err
}
