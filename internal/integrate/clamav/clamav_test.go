package clamav_test

import (
	"context"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"stadga/internal/integrate/clamav"
	"stadga/internal/integrate/clamav/clamavtest"
)

func TestOnlyAClearAnswerLetsAFileThrough(t *testing.T) {
	daemon := clamavtest.Start(t)
	for name, tt := range map[string]struct {
		file          string
		harmful, fine bool
	}{
		"clean":              {file: strings.Repeat("nummer;dag\n", 20_000), fine: true},
		"empty":              {fine: true},
		"harmful":            {file: "nummer;" + clamavtest.Harmful, harmful: true},
		"harmful at a seam":  {file: strings.Repeat("x", 64<<10-5) + clamavtest.Harmful, harmful: true},
		"more than it takes": {file: strings.Repeat("x", 2<<20)},
	} {
		err := daemon.Scan(context.Background(), strings.NewReader(tt.file))
		if errors.Is(err, clamav.ErrHarmful) != tt.harmful || (err == nil) != tt.fine {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestADaemonThatIsDownLetsNothingThrough(t *testing.T) {
	gone := clamav.Scanner{Network: "unix", Address: filepath.Join(t.TempDir(), "saknas")}
	if err := gone.Scan(context.Background(), strings.NewReader("x")); err == nil || errors.Is(err, clamav.ErrHarmful) {
		t.Errorf("no daemon: %v", err)
	}
	for name, says := range map[string]string{"hangs up": "", "says something else": "stream: KANSKE\x00", "says it half": "stream: O"} {
		path := filepath.Join(t.TempDir(), "clamd")
		listener, err := net.Listen("unix", path)
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			if conn, err := listener.Accept(); err == nil {
				_, _ = io.WriteString(conn, says)
				_, _ = io.CopyN(io.Discard, conn, 10)
				conn.Close()
			}
		}()
		if err := (clamav.Scanner{Network: "unix", Address: path}).Scan(context.Background(), strings.NewReader("x")); err == nil {
			t.Errorf("%s: let through", name)
		}
		listener.Close()
	}
}
