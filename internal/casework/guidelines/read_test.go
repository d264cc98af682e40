package guidelines_test

import (
	"strings"
	"testing"

	"stadga/internal/casework"
	"stadga/internal/casework/guidelines"
	"stadga/internal/civil"
)

func TestTheVersionOfTheDayIsUsed(t *testing.T) {
	all := guidelines.Norrsala()
	for day, want := range map[string]string{"2025-06-30": "högst 10 timmar i månaden", "2025-07-01": "högst 12 timmar i månaden"} {
		span, g, ok := all.Span(casework.BoardGuideline, "ledsagning", civil.MustParse(day))
		if !ok || span.Words() != want || !g.InForce(civil.MustParse(day)) {
			t.Errorf("%s: %q of %s %s", day, span.Words(), g.Title, g.Version)
		}
	}
	span, _, ok := all.Span(casework.StandardTimes, "hemtjanst-omvardnad", civil.MustParse("2026-03-02"))
	if !ok || span.Words() != "2–80 timmar i månaden" {
		t.Errorf("got %q", span.Words())
	}
	for count, want := range map[int]casework.Side{1: casework.Below, 2: casework.Within, 80: casework.Within, 81: casework.Above} {
		if got := span.Beside(casework.Extent{Count: count, Per: casework.PerMonth}); got != want {
			t.Errorf("%d hours: %q", count, got)
		}
	}
	if _, _, ok := all.Span(casework.StandardTimes, "ledsagning", civil.MustParse("2026-03-02")); ok {
		t.Error("a time standard that nobody has written")
	}
}

func TestAFileThatCannotBeTrustedIsRefused(t *testing.T) {
	const head = "documents:\n  - {key: k, kind: riktlinje, title: T, says: S, areas: [aldre], versions: ["
	const good = "{version: a, by: N, ref: '§ 1', on: 2020-01-01, from: 2020-01-02, until: 2020-12-31}"
	for name, tt := range map[string]struct{ text, want string }{
		"nobody adopted it":    {head + "{version: a, from: 2020-01-02}]}", "vem som har beslutat"},
		"two hold at once":     {head + good + ", {version: b, by: N, ref: '§ 2', on: 2020-06-01, from: 2020-12-31}]}", "innan den förra har slutat"},
		"an unknown service":   {head + strings.TrimSuffix(good, "}") + ", spans: [{service: x, most: 1, per: vecka}]}]}", "finns inte i katalogen"},
		"more least than most": {head + strings.TrimSuffix(good, "}") + ", spans: [{service: ledsagning, least: 3, most: 1, per: vecka}]}]}", "går inte att läsa"},
		"an unknown kind":      {strings.Replace(head, "riktlinje", "x", 1) + good + "]}", "slag"},
	} {
		if _, err := guidelines.Read([]byte(tt.text)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if all, err := guidelines.Read([]byte(head + good + "]}")); err != nil || len(all) != 1 {
		t.Errorf("a good file: %v", err)
	}
}
