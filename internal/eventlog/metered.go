package eventlog

import (
	"errors"
	"io"
)

// mostPiece bounds one tag, text or remark of XML, and mostTrace one case of a log,
// in bytes: a reader gathers each whole before it hands it on.
const (
	mostPiece = 4 << 20
	mostTrace = 8 << 20
)

// errLarge is what a metered reader says of a piece that does not end.
var errLarge = errors.New("a piece is larger than any that is read")

// errTrace is a case that does not end.
var errTrace = errors.New("a case is larger than any that is read")

// A metered reader gives at most so many bytes before its count is begun anew.
type metered struct {
	in          io.Reader
	taken, most int
}

func (m *metered) Read(b []byte) (int, error) {
	if m.taken > m.most {
		return 0, errLarge
	}
	n, err := m.in.Read(b)
	m.taken += n
	return n, err
}

// A growing reader unpacks, and stops where what comes out is more than any log of
// its size holds.
type growing struct {
	in     io.Reader
	packed func() int64 // bytes read of what is packed
	out    int64
}

func (g *growing) Read(b []byte) (int, error) {
	n, err := g.in.Read(b)
	g.out += int64(n)
	if g.out > growthFrom && g.out/max(g.packed(), 1) > mostGrowth {
		return n, errGrows
	}
	return n, err
}
