package desk_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"stadga/internal/access"
	"stadga/internal/civil"
	"stadga/internal/desk"
	"stadga/internal/duty"
	"stadga/internal/ids"
)

var now = time.Date(2026, 3, 12, 7, 52, 0, 0, time.UTC)

func due(day string) desk.Row {
	return desk.Row{Obligation: duty.Obligation{Strict: civil.MustParse(day)}, File: int64(day[8])<<16 + int64(day[9])<<8 + int64(day[6])}
}

func TestADayIsWorkedThroughFromTheLatest(t *testing.T) {
	atOnce := desk.Row{Obligation: duty.Obligation{Ground: duty.Fact{Day: civil.MustParse("2026-03-12")}}, File: 9}
	local := due("2026-03-11")
	local.Rule = "local-protection-24h"
	missing := desk.Row{Obligation: duty.Obligation{Strict: civil.MustParse("2026-09-01"), Missing: "decision.received"}, File: 8}
	rows := []desk.Row{due("2026-03-15"), due("2026-05-01"), due("2026-03-12"), due("2026-03-08"), atOnce, due("2026-03-10"), local, missing, due("2026-03-20")}
	day := desk.Arrange(rows, book{"local-protection-24h": true}, now)
	days := func(g desk.Group) (list []string) {
		for _, r := range day.Groups[g] {
			list = append(list, r.Strict.String())
		}
		return list
	}
	for g, want := range map[desk.Group][]string{
		desk.Late:  {"2026-03-10", "2026-03-08", "2026-03-11"},
		desk.Today: {"2026-03-12", ""},
		desk.Week:  {"2026-03-15", "2026-03-20", "2026-09-01"},
		desk.Later: {"2026-05-01"},
	} {
		if got := days(g); !slices.Equal(got, want) {
			t.Errorf("group %d: %v, want %v", g, got, want)
		}
	}
	var boxes []int
	for _, b := range day.Boxes {
		boxes = append(boxes, b.Cases)
	}
	if !slices.Equal(boxes, []int{6, 0, 1, 2}) {
		t.Errorf("boxes: %v", boxes)
	}
}

func TestACaseStandsInTheBoxOfItsNearestFrist(t *testing.T) {
	near, far := due("2026-03-14"), due("2026-06-01")
	far.File = near.File
	day := desk.Arrange([]desk.Row{far, near}, book{"local-protection-24h": true}, now)
	if day.Boxes[0].Cases != 1 || day.Boxes[3].Cases != 0 {
		t.Errorf("%+v", day.Boxes)
	}
}

type book map[string]bool // rule → local

func (b book) Has(rule string) bool   { _, ok := b[rule]; return ok }
func (b book) Local(rule string) bool { return b[rule] }
func (b book) Task(rule string) bool  { return rule != "told" }
func (b book) Rules() []string {
	var all []string
	for id := range b {
		all = append(all, id)
	}
	slices.Sort(all)
	return all
}

func TestLawAndLocalTargetsAreCountedApart(t *testing.T) {
	b := book{"child-prelim-14d": false, desk.RuleProtection: false, "local-protection-24h": true, desk.RuleAcknowledge: true, "told": false}
	figures := desk.UnitFigures(b, access.Scope{}, ids.Unit{}, now)
	rules, owes := map[string][]string{}, map[string][]string{}
	for _, f := range figures {
		rules[f.Key], owes[f.Key] = f.Selection.Rules, f.Selection.Owes
		if f.Says == "" {
			t.Errorf("%s has no definition in words", f.Key)
		}
	}
	if !slices.Equal(rules["lag"], []string{"child-prelim-14d", desk.RuleProtection}) || !slices.Equal(rules["lokalt-mal"], []string{desk.RuleAcknowledge, "local-protection-24h"}) {
		t.Errorf("%v", rules)
	}
	// What the provider is to do is not counted as the unit's own, nor an order twice.
	if slices.Contains(owes["lokalt-mal"], "provider") || !slices.Equal(owes["hos-utforaren"], []string{"provider"}) || !slices.Equal(rules["hos-utforaren"], []string{"local-protection-24h"}) {
		t.Errorf("%v", owes)
	}
	if _, ok := rules["ej-kvitterat"]; !ok {
		t.Error("the rule is adopted and its figure missing")
	}
}

func TestALineWhoseRuleIsNotAdoptedIsNotShown(t *testing.T) {
	lines := desk.RollUp(book{desk.RuleProtection: false}, access.Scope{All: true}, now)
	if len(lines) != 1 || lines[0].Key != "utan-skyddsbedomning" {
		t.Errorf("%+v", lines)
	}
}

func TestThePartsOfAPointAreEachOthersRest(t *testing.T) {
	p := desk.Point{Over: []string{"x"}, Good: []duty.State{duty.Met}, Of: []duty.State{duty.Met, duty.MetLate, duty.Late}}
	met, not, unknown := p.Share(desk.Tallies{"x": {duty.Met: 7, duty.MetLate: 2, duty.Late: 1, duty.Open: 5, duty.Undetermined: 3, duty.NotApplicable: 9}, "other": {duty.Met: 100}})
	if met != 7 || not != 3 || unknown != 3 {
		t.Errorf("%d %d %d", met, not, unknown)
	}
	var states []duty.State
	for _, part := range []string{desk.PartMet, desk.PartNot, desk.PartUnknown} {
		s, ok := p.Part(part, desk.Selection{Now: now})
		if !ok {
			t.Fatalf("%s is no part", part)
		}
		states = append(states, s.States...)
	}
	slices.Sort(states)
	if !slices.Equal(states, []duty.State{duty.Undetermined, duty.Late, duty.Met, duty.MetLate}) {
		t.Errorf("%v", states)
	}
	if _, ok := p.Part("annat", desk.Selection{Now: now}); ok {
		t.Error("an unknown part is listed")
	}
}

func TestAge(t *testing.T) {
	day := civil.MustParse("2026-03-12")
	for name, tt := range map[string]struct {
		given desk.Case
		years int
		known bool
	}{
		"day before the birthday": {desk.Case{Born: civil.MustParse("1941-03-13")}, 84, true},
		"on the birthday":         {desk.Case{Born: civil.MustParse("1941-03-12")}, 85, true},
		"only the year":           {desk.Case{BornYear: 2017}, 9, true},
		"not known":               {desk.Case{}, 0, false},
	} {
		if years, known := tt.given.Age(day); years != tt.years || known != tt.known {
			t.Errorf("%s: %d %v", name, years, known)
		}
	}
}

// TestRowsAreSortedWhereTheyStand moves rows of all orders, among them some that
// are alike and must stay as they stood.
func TestRowsAreSortedWhereTheyStand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SliceOf(rapid.IntRange(1, 9)).Draw(t, "days")
		rows := make([]desk.Row, len(days))
		for i, day := range days {
			rows[i] = due(fmt.Sprintf("2026-03-%02d", day))
			rows[i].Of = int64(i)
		}
		want := slices.Clone(rows)
		slices.SortStableFunc(want, func(a, b desk.Row) int { return a.Strict.Compare(b.Strict) })
		desk.Sort(rows, func(a, b *desk.Row) int { return a.Strict.Compare(b.Strict) })
		if !slices.Equal(rows, want) {
			t.Errorf("%v are sorted as %v", days, rows)
		}
	})
}
