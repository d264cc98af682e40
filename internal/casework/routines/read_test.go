package routines_test

import (
	"strings"
	"testing"

	"stadga/internal/casework/routines"
	"stadga/internal/civil"
)

func TestTheListsOfTheDay(t *testing.T) {
	routine, phrases := routines.Norrsala()
	if _, _, listed := routine.Lists([]string{"sarskilt-boende"}, civil.On(2021, 12, 31)); listed {
		t.Error("listed before the routine was in force")
	}
	if p, service, listed := routine.Lists([]string{"trygghetslarm", "lss-korttidsvistelse"}, civil.On(2026, 3, 2)); !listed || service != "lss-korttidsvistelse" || p.Ref == "" {
		t.Errorf("got %+v %s", p, service)
	}
	if _, found := phrases.In("Anna ska känna trygghet hemma", civil.On(2025, 12, 31)); found {
		t.Error("a phrase of the revision counts before it")
	}
	if p, found := phrases.In("Anna ska Känna Trygghet hemma", civil.On(2026, 1, 1)); !found || !strings.Contains(p.Ref, "reviderad") {
		t.Errorf("got %+v", p)
	}
}

func TestAListMustSayWhoDecidedIt(t *testing.T) {
	const good = "editions:\n  - adopted: {by: Nämnden, on: 2021-12-20, ref: r}\n    from: 2022-01-01\n    lines: [{words: x, services: [sarskilt-boende]}]\n"
	if _, err := routines.Preparation([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for what, broken := range map[string]string{
		"vem som har beslutat":   strings.Replace(good, "by: Nämnden, ", "", 1),
		"finns inte i katalogen": strings.Replace(good, "[sarskilt-boende]", "[sarskild]", 1),
		"går inte att läsa":      strings.Replace(good, "from: 2022-01-01", "from: i år", 1),
		"är tom":                 "editions: []\n",
	} {
		if _, err := routines.Preparation([]byte(broken)); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: got %v", what, err)
		}
	}
	if _, err := routines.Phrases([]byte(good)); err == nil || !strings.Contains(err.Error(), "vilka fraser") {
		t.Errorf("a routine read as phrases: %v", err)
	}
}
