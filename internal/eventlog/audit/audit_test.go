package audit

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/eventlog"
)

func TestTheLotDependsOnSeedAndNumberAlone(t *testing.T) {
	var forwards, backwards, other draw
	for i := range 1000 {
		forwards.offer(1, Finding{Rule: "r", Subject: fmt.Sprint(i)})
		backwards.offer(1, Finding{Rule: "r", Subject: fmt.Sprint(999 - i)})
		other.offer(2, Finding{Rule: "r", Subject: fmt.Sprint(i)})
	}
	if got := fmt.Sprint(forwards.drawn()); got != fmt.Sprint(backwards.drawn()) {
		t.Error("the order of the files changed the lot")
	} else if got == fmt.Sprint(other.drawn()) {
		t.Error("another seed drew the same")
	}
	if n := len(forwards.drawn()); n != Drawn {
		t.Errorf("%d were drawn", n)
	}
}

func TestDaysAreSummedUpByRank(t *testing.T) {
	for name, tt := range map[string]struct {
		given dayCounts
		want  Days
	}{
		"none":          {dayCounts{}, Days{}},
		"one":           {dayCounts{7: 1}, Days{1, 7, 7}},
		"one to ten":    {dayCounts{1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1, 9: 1, 10: 1}, Days{10, 5, 9}},
		"many the same": {dayCounts{3: 99, 50: 1}, Days{100, 3, 3}},
		"before it":     {dayCounts{-2: 1, 0: 1, 4: 1}, Days{3, 0, 4}},
	} {
		if got := tt.given.summary(); got != tt.want {
			t.Errorf("%s: %+v, want %+v", name, got, tt.want)
		}
	}
}

func TestSharesAreRoundedAndNeverHidden(t *testing.T) {
	for want, given := range map[string][2]int{
		"7,4 %": {74, 1000}, "0,0 %": {0, 10}, "< 0,1 %": {1, 100_000}, "100,0 %": {5, 5}, "–": {0, 0}, "66,7 %": {2, 3},
	} {
		if got := share(given[0], given[1]); got != want {
			t.Errorf("%v is written %s, want %s", given, got, want)
		}
	}
	if got := thousands(2268764); got != "2\u202f268\u202f764" {
		t.Errorf("2268764 is written %q", got)
	}
}

func TestSpreadsheetsTakeNoCellForAFormula(t *testing.T) {
	var b bytes.Buffer
	out := newCSV(&b)
	out.row("=1+1", "a;b", `say "ja"`, "-3", "", "å")
	if err := out.flush(); err != nil {
		t.Fatal(err)
	}
	if want := "\ufeff'=1+1;\"a;b\";\"say \"\"ja\"\"\";'-3;;å\r\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

func TestAReconcileSaysWhetherItAgrees(t *testing.T) {
	c := Counted{Left: duty.Tally{Over: []string{"a"}, States: []duty.State{duty.Met, duty.MetLate}}, Right: duty.Tally{Over: []string{"b"}, States: []duty.State{duty.Met}}, LeftWho: "slut", RightWho: "utfall", Agree: true}
	rules := []RuleResult{
		{Check: Check{ID: "a"}, Tally: Tally{Met: 3, Late: 5, MetLate: 2}},
		{Check: Check{ID: "b"}, Tally: Tally{Met: 5}},
	}
	if got := figures([]Counted{c}, rules)[0].Value(); got != "Stämmer: 5 slut och 5 utfall" {
		t.Error(got)
	}
	rules[1].Met = 4
	if got := figures([]Counted{c}, rules)[0].Value(); got != "Stämmer inte: 5 slut men 4 utfall" {
		t.Error(got)
	}
	m := Counted{Left: duty.Tally{Over: []string{"a"}, States: []duty.State{duty.Late}}, Right: duty.Tally{Over: []string{"a"}, States: []duty.State{duty.Met, duty.MetLate, duty.Late}}}
	if got := figures([]Counted{m}, rules)[0].Value(); got != "3 av 8, 37,5 %" {
		t.Error(got)
	}
}

func TestRulesOfOtherMaterialAreLeftAlone(t *testing.T) {
	files := RuleFiles(fstest.MapFS{
		"a.yaml": {}, "mapping.yaml": {}, "mapping-excel.yaml": {}, "under/b.yaml": {}, "annat/mapping.yaml": {}, "annat/c.yaml": {},
	})
	dir, err := files.(ruleFiles).ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range dir {
		names = append(names, entry.Name())
	}
	if got := strings.Join(names, " "); got != "a.yaml under" {
		t.Errorf("read %s", got)
	}
}

func TestAMappingMayNotGiveAFactAnotherMeaning(t *testing.T) {
	area := duty.FactType{Subject: "intake", Name: "intake.kind", Type: duty.Text, Words: []string{"orosanmalan", "ansokan"}}
	for says, mine := range map[string]duty.FactType{
		"":                             {Subject: "intake", Name: "intake.kind", Type: duty.Text, Words: []string{"ansokan"}},
		"Mappningen ger den om case":   {Subject: "case", Name: "intake.kind", Type: duty.Text},
		"Mappningen ger den som day":   {Subject: "intake", Name: "intake.kind", Type: duty.Day},
		"Mappningen skriver annat-ord": {Subject: "intake", Name: "intake.kind", Type: duty.Text, Words: []string{"annat-ord"}},
	} {
		err := agree("m.yaml", mine, area)
		if (says == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%+v gave %v, want %q", mine, err, says)
		}
	}
}

func TestListsTakeTheirNameOnlyWhenWhole(t *testing.T) {
	dir := t.TempDir()
	m, err := eventlog.ParseMapping("m", []byte("log: {absent: no, facts: {matter.x: {event: A, says: steg A}}}"))
	if err != nil {
		t.Fatal(err)
	}
	checks := []Check{{ID: "r"}}
	f := Finding{Rule: "r", Subject: "7", State: duty.Undetermined, Missing: "matter.x", Began: civil.MustParse("2026-03-02"), Place: eventlog.Place{File: "a.xes", Line: 12}}

	given := filepath.Join(dir, "bort")
	lists, err := NewLists(given, checks, saidOf(m, nil))
	if err != nil {
		t.Fatal(err)
	}
	if err := lists.add(f); err != nil {
		t.Fatal(err)
	}
	lists.Discard()
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%v is left behind", left)
	}

	given = filepath.Join(dir, "ny", "mapp")
	if lists, err = NewLists(given, checks, saidOf(m, nil)); err != nil {
		t.Fatal(err)
	}
	if err := lists.add(f); err != nil {
		t.Fatal(err)
	}
	if err := lists.Keep(); err != nil {
		t.Fatal(err)
	}
	lists.Discard()
	text, err := os.ReadFile(filepath.Join(given, "r.csv"))
	if err != nil || !strings.Contains(string(text), "7;;;kan inte bedömas;2026-03-02;;;steg A;a.xes;12\r\n") {
		t.Errorf("%v: %s", err, text)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("%v is left behind", left)
	}
}
