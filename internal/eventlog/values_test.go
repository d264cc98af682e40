package eventlog

import (
	"strings"
	"testing"

	"stadga/internal/civil"
)

func TestDaysAreReadAsAdministratorsWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"2026-03-02":          "2026-03-02",
		"20260302":            "2026-03-02",
		"02.03.2026":          "2026-03-02",
		"2026/03/02":          "2026-03-02",
		" 2026-03-02 ":        "2026-03-02",
		"2026-03-02 14:20":    "2026-03-02",
		"2026-03-02T14:20:05": "2026-03-02",
		"46083":               "2026-03-02", // a spreadsheet's number
		"46083.5":             "2026-03-02",
		"2024-02-29":          "2024-02-29",
		"":                    "",
		"-":                   "",
		"1900-01-01":          "",
		"01.01.1900":          "",
		"19000101":            "",
		"9999-12-31":          "",
		"99991231":            "",
		"31.12.9999":          "",
		"2958465":             "", // 9999-12-31 in a spreadsheet
		"0":                   "",
		"1":                   "",
		"7306":                "1920-01-01",
		"\u00a0":              "",
	} {
		day, err := parseDay(text)
		if err != nil || day.String() != want {
			t.Errorf("parseDay(%q) = %v, %v; want %q", text, day, err, want)
		}
	}
}

func TestImpossibleDaysAreRefusedWithAWayOut(t *testing.T) {
	for text, says := range map[string]string{
		"2026-02-30":       "ingen dag som finns",
		"20261301":         "ingen dag som finns",
		"31.04.2026":       "ingen dag som finns",
		"i går":            "inget datum",
		"2026-3-2":         "inget datum",
		"2026-03-02 25:00": "inget klockslag",
		"1e5":              "inget datum",
		"12":               "inget datum",
		"NaN":              "inget datum",
	} {
		if _, err := parseDay(text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("parseDay(%q) gave %v; want a sentence with %q", text, err, says)
		}
	}
}

func TestTimesOfDay(t *testing.T) {
	day := civil.MustParse("2026-03-02")
	for text, want := range map[string]string{
		"14:20": "14:20:00", "14.20": "14:20:00", "1420": "14:20:00", "9:05": "09:05:00",
		"14:20:05": "14:20:05", "14:20:05.123": "14:20:05", "0.597222222": "14:20:00", "14,50": "14:30:00",
	} {
		c, err := parseTime(text)
		if err != nil || !c.known || c.at(day).Format("15:04:05") != want {
			t.Errorf("parseTime(%q) = %v, %v; want %s", text, c, err, want)
		}
	}
	if c, err := parseTime(""); err != nil || c.known {
		t.Errorf("no time of day gave %v, %v", c, err)
	}
	for _, text := range []string{"24:00", "14:60", "24,50", "kl två"} {
		if _, err := parseTime(text); err == nil {
			t.Errorf("parseTime(%q) was accepted", text)
		}
	}
}

func TestNumbersAndYesAndNo(t *testing.T) {
	for text, want := range map[string]int64{
		"12,5": 12500, "12.50": 12500, "1 234,5": 1234500, "1\u00a0234": 1234000, "-3": -3000, "0,0005": 1, "7": 7000,
	} {
		n, known, err := parseThousandths(text)
		if err != nil || !known || n != want {
			t.Errorf("parseThousandths(%q) = %d, %v, %v; want %d", text, n, known, err, want)
		}
	}
	for _, text := range []string{"12,5,0", "tolv", "1e3", ",5"} {
		if _, _, err := parseThousandths(text); err == nil {
			t.Errorf("parseThousandths(%q) was accepted", text)
		}
	}
	for text, want := range map[string]bool{"J": true, "ja": true, "1": true, "X": true, "N": false, "Nej": false, "0": false} {
		got, known, err := parseBool(text)
		if err != nil || !known || got != want {
			t.Errorf("parseBool(%q) = %v, %v, %v", text, got, known, err)
		}
	}
	if _, known, err := parseBool(""); known || err != nil {
		t.Error("blank is not known, and no fault")
	}
	if _, _, err := parseBool("kanske"); err == nil {
		t.Error("kanske was accepted")
	}
}

func FuzzValues(f *testing.F) {
	for _, seed := range []string{"2026-03-02", "20260230", "02.03.2026 14.20", "46083.5", "12,5,0", "0.99999999", "−3", "9999-12-31", "1e308"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if day, err := parseDay(text); err == nil && !day.IsZero() {
			if again, err := parseDay(day.String()); err != nil || again != day {
				t.Errorf("%q gave %v, which reads back as %v, %v", text, day, again, err)
			}
		}
		if c, err := parseTime(text); err == nil && (c.seconds < 0 || c.seconds > 86400) {
			t.Errorf("%q gave %d seconds", text, c.seconds)
		}
		_, _, _ = parseThousandths(text)
		_, _, _ = parseBool(text)
	})
}
