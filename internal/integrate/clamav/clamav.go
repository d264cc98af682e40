// Package clamav asks ClamAV's daemon whether a file holds harmful code.
package clamav

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// A Scanner asks one daemon.
type Scanner struct {
	Network string // "unix" or "tcp"
	Address string
}

// ErrHarmful is a file that the daemon knows as harmful.
var ErrHarmful = errors.New("clamav: harmful")

// within is how long one file may take: the daemon's own limit is shorter.
const within = 5 * time.Minute

// Scan sends what it reads to the daemon. Anything but a clear answer that the
// file is clean is an error: a scanner that is down lets nothing through.
func (s Scanner) Scan(ctx context.Context, file io.Reader) error {
	conn, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, s.Network, s.Address)
	if err != nil {
		return fmt.Errorf("clamav: %w", err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(within)); err != nil {
		return fmt.Errorf("clamav: %w", err)
	}
	// What fails here is told by the answer, which comes at once when the daemon has had enough.
	sent := send(conn, file)
	answer, err := bufio.NewReader(conn).ReadString(0)
	answer = strings.TrimRight(answer, "\x00\n")
	switch {
	case strings.HasSuffix(answer, " FOUND"):
		return ErrHarmful
	case answer == "stream: OK" && sent == nil:
		return nil
	case answer != "":
		return fmt.Errorf("clamav: the daemon answers %q", answer)
	}
	return fmt.Errorf("clamav: no answer: %w", errors.Join(sent, err))
}

// send writes the file as the command INSTREAM wants it: pieces, each after its length.
func send(conn net.Conn, file io.Reader) error {
	if _, err := io.WriteString(conn, "zINSTREAM\x00"); err != nil {
		return err
	}
	piece := make([]byte, 4+64<<10)
	for {
		n, err := io.ReadFull(file, piece[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(piece, uint32(n))
			if _, err := conn.Write(piece[:4+n]); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			_, err := conn.Write(make([]byte, 4))
			return err
		}
		if err != nil {
			return err
		}
	}
}
