//go:build linux

package torture

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// hexed writes a text as strace does.
func hexed(text string) string {
	const digits = "0123456789abcdef"
	var b strings.Builder
	for _, c := range []byte(text) {
		b.WriteString(`\x` + string(digits[c>>4]) + string(digits[c&15]))
	}
	return b.String()
}

// What had been written before a sync began stays; what was written after, or
// while it ran, may be gone.
func TestASyncKeepsWhatWasWrittenBeforeIt(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "prov.db")
	if err := os.WriteFile(file, []byte("------"), 0o600); err != nil {
		t.Fatal(err)
	}
	on := "7<" + hexed(file) + ">"
	trace := &Trace{dir: dir, names: map[string]*node{}}
	if err := trace.takeFolder(); err != nil {
		t.Fatal(err)
	}
	lines := strings.Join([]string{
		`71 pwrite64(` + on + `, "` + hexed("ab") + `", 2, 0) = 2`,
		`71 pwrite64(` + on + `, "` + hexed("cd") + `", 2, 2 <unfinished ...>`,
		`72 fdatasync(` + on + ` <unfinished ...>`,
		`71 <... pwrite64 resumed>) = 2`,
		`72 <... fdatasync resumed>) = 0`,
		`73 write(9<` + hexed("socket:[5]") + `>, "` + hexed(`{"Act":"01890000-0000-7000-8000-000000000001","Saved":true}`) + `", 55) = 55`,
		`71 pwrite64(` + on + `, "` + hexed("ef") + `", 2, 4) = 2`,
		`71 renameat(AT_FDCWD<` + hexed(dir) + `>, "` + hexed(file) + `", AT_FDCWD<` + hexed(dir) + `>, "` + hexed(file+"2") + `") = 0`,
	}, "\n") + "\n"
	if err := trace.parse(strings.NewReader(lines)); err != nil {
		t.Fatal(err)
	}
	if trace.Syncs() != 1 || len(trace.Told()) != 1 {
		t.Fatalf("%d syncs and %d answers, want one of each", trace.Syncs(), len(trace.Told()))
	}
	for fate, want := range map[Fate]string{Dropped: "prov.db ab----", Kept: "prov.db2 abcdef"} {
		left := filepath.Join(t.TempDir(), "left")
		if err := NewDisk(trace).Leave(Cut{Moment: len(trace.moments), Fate: fate}, left); err != nil {
			t.Fatal(err)
		}
		name, content, _ := strings.Cut(want, " ")
		if got, err := os.ReadFile(filepath.Join(left, name)); err != nil || string(got) != content {
			t.Errorf("%s leaves %q (%v), want %s", fate, got, err, want)
		}
	}
	deaf := NewDisk(trace)
	deaf.Deaf = true
	left := filepath.Join(t.TempDir(), "left")
	if err := deaf.Leave(Cut{Moment: len(trace.moments), Fate: Dropped}, left); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(left, "prov.db")); err != nil || string(got) != "------" {
		t.Errorf("a disk that does not sync leaves %q (%v)", got, err)
	}
}
