package planfile_test

import (
	"strings"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/fault/faulttest"
	"stadga/internal/visits/planfile"
)

func TestSentences(t *testing.T) { faulttest.Check(t, ".", planfile.Sentences()) }

func TestAnEndBeforeItsStartIsOnTheDayAfter(t *testing.T) {
	today := civil.On(2026, time.March, 2)
	rows, faults := planfile.Read(strings.NewReader("\ufeffstart;SLUT;datum;personnummer\n22:30;06:15;2026-03-28;19800102-2394\n"), today)
	if len(faults) != 0 || len(rows) != 1 {
		t.Fatalf("%v %v", rows, faults)
	}
	// The clocks go forward that night.
	if got := rows[0].Span; got.Minutes() != 6*60+45 || got.To != today.AddDays(27).At(6, 15) {
		t.Errorf("got %v", got)
	}
}

func TestAFileThatIsNoSheetHasOneSentence(t *testing.T) {
	rows := strings.Repeat("2026-03-09;08:00;08:30;19800102-2394\n", planfile.MostRows+1)
	for name, tt := range map[string]struct{ file, text string }{
		"empty":         {"", "planfile.no-heading"},
		"another":       {"namn,ålder\n", "planfile.no-column"},
		"no rows":       {"datum;start;slut;personnummer\n", "planfile.no-rows"},
		"latin-1":       {"datum;start;slut;personnummer;anm\xe4rkning\n", "planfile.not-utf8"},
		"too many rows": {"datum;start;slut;personnummer\n" + rows, "planfile.too-many"},
		"too large":     {strings.Repeat("x", planfile.MostBytes+1), "planfile.too-large"},
		"broken":        {"datum;start;slut\n\"2026", "planfile.row-broken"},
	} {
		t.Run(name, func(t *testing.T) {
			rows, faults := planfile.Read(strings.NewReader(tt.file), civil.On(2026, time.March, 2))
			if len(rows) != 0 || len(faults) != 1 || faults[0].Text != tt.text {
				t.Errorf("got %d rows and %v", len(rows), faults)
			}
		})
	}
}

func TestManyFaultsAreTold50AtATime(t *testing.T) {
	_, faults := planfile.Read(strings.NewReader("datum;start;slut\n"+strings.Repeat("i morgon;8;9\n", 60)), civil.On(2026, time.March, 2))
	if err := planfile.Told(faults); err == nil || strings.Count(err.Error(), "planfile.") != 51 {
		t.Errorf("got %v", err)
	}
}
