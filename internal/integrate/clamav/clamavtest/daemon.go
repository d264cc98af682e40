// Package clamavtest is a daemon that speaks ClamAV's protocol and knows one
// harmful file: the test file that every scanner knows.
package clamavtest

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"path/filepath"
	"testing"

	"stadga/internal/integrate/clamav"
)

// Harmful is what the daemon finds: the first half of the sign of the EICAR file.
const Harmful = "EICAR-STANDARD-ANTIVIRUS"

// most is how much of a stream the daemon takes.
const most = 1 << 20

// Start starts a daemon on a socket of its own.
func Start(t *testing.T) clamav.Scanner {
	t.Helper()
	path := filepath.Join(t.TempDir(), "clamd")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = io.WriteString(conn, answer(bufio.NewReader(conn))+"\x00") // the other end reads it, or has gone
			}()
		}
	}()
	return clamav.Scanner{Network: "unix", Address: path}
}

func answer(r *bufio.Reader) string {
	if command, err := r.ReadString(0); err != nil || command != "zINSTREAM\x00" {
		return "UNKNOWN COMMAND"
	}
	var file bytes.Buffer
	for {
		var n uint32
		if err := binary.Read(r, binary.BigEndian, &n); err != nil {
			return "INSTREAM: cut off. ERROR"
		}
		if n == 0 {
			break
		}
		if file.Len()+int(n) > most {
			return "INSTREAM size limit exceeded. ERROR"
		}
		if _, err := io.CopyN(&file, r, int64(n)); err != nil {
			return "INSTREAM: cut off. ERROR"
		}
	}
	if bytes.Contains(file.Bytes(), []byte(Harmful)) {
		return "stream: Eicar-Test-Signature FOUND"
	}
	return "stream: OK"
}
