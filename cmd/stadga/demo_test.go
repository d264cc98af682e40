package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stadga/internal/civil"
)

// A folder of the demo that is used again says when its history ended and how to
// lay it anew; one that ends today says no more than whose the people are.
func TestAReusedDemoTellsItsAge(t *testing.T) {
	cmd := demoCommand{Data: t.TempDir()}
	today := civil.MustParse("2026-11-22")
	if got := cmd.aged(today); !strings.Contains(got, "stadga demo --anew --data "+cmd.Data) {
		t.Errorf("a folder from before its end was kept: %s", got)
	}
	end := func(day string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(cmd.Data, endFile), []byte(day+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	end("2026-11-22")
	if got := cmd.aged(today); got != invented {
		t.Errorf("laid today: %s", got)
	}
	end("2026-11-19")
	if got := cmd.aged(today); !strings.Contains(got, "slutar 19 november") || !strings.Contains(got, "--anew") {
		t.Errorf("laid three days ago: %s", got)
	}
}

// Laying anew takes away the record, its seals and its age, and nothing else.
func TestADemoIsLaidAnew(t *testing.T) {
	cmd := demoCommand{Data: t.TempDir()}
	for _, name := range []string{"socialnamnden.db", "socialnamnden.db-wal", endFile, "sigill/socialnamnden/2026-11-19.txt", "annat.txt"} {
		path := filepath.Join(cmd.Data, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := cmd.forget(); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(cmd.Data, "*"))
	if err != nil || len(left) != 2 { // sigill, which other boards may share, and the other file
		t.Errorf("left %v (%v)", left, err)
	}
	if _, err := os.Stat(filepath.Join(cmd.Data, "sigill", "socialnamnden")); !os.IsNotExist(err) {
		t.Error("the old seals are left, and the new history would not match them")
	}
}
