package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"stadga/internal/fault"
)

func TestExitCode(t *testing.T) {
	for name, tt := range map[string]struct {
		given error
		want  int
	}{
		"a sentence about the input":       {badInputf("Filen %s finns inte.", "a.csv"), exitBadInput},
		"the same, with where it happened": {fmt.Errorf("read: %w", badInputf("Tom fil.")), exitBadInput},
		"a fault of a field":               {fault.Field("from", "day.bad"), exitBadInput},
		"something must come first":        {fault.New(fault.Unmet, "investigate.first"), exitFailed},
		"the disk is full":                 {errors.New("no space left"), exitFailed},
	} {
		t.Run(name, func(t *testing.T) {
			if got := exitCode(tt.given); got != tt.want {
				t.Errorf("exit code %d, want %d", got, tt.want)
			}
		})
	}
}

func TestBadCommandLineExitsWithTwo(t *testing.T) {
	var out, errs bytes.Buffer
	if code := run([]string{"finns-inte"}, streams{Out: &out, Err: &errs}); code != exitBadInput {
		t.Errorf("exit code %d, want %d", code, exitBadInput)
	}
	if out.Len() != 0 || !strings.Contains(errs.String(), "passar inte här") {
		t.Errorf("stdout %q, stderr %q", out.String(), errs.String())
	}
}

func TestComplaintsAreSwedish(t *testing.T) {
	for complaint, want := range map[string]string{
		`missing flags: --db=STRING`:                           `Det saknas: --db=STRING. Lägg till det.`,
		`missing flags: --db=URL or --export=DIR`:              `Det saknas: --db=URL eller --export=DIR. Lägg till det.`,
		`--format must be one of "csv","json" but got "xml"`:   `--format kan vara "csv","json", men fick "xml". Välj ett av dem.`,
		`--years: expected a valid 64 bit int but got "många"`: `--years ska vara ett heltal, men fick "många".`,
		`--from and --as-of can't be used together`:            `--from och --as-of kan inte användas tillsammans. Ta bort den ena.`,
		`<file>: stat a.xes: no such file or directory`:        `Filen a.xes finns inte. Kontrollera sökvägen.`,
	} {
		if got := swedish(complaint); got != want {
			t.Errorf("%s\n got %s\nwant %s", complaint, got, want)
		}
	}
}
