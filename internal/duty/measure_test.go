package duty_test

import (
	"testing"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

func inState(rule string, state duty.State) duty.Obligation {
	due := civil.MustParse("2026-03-10")
	o := duty.Obligation{Rule: rule, Strict: due, Shifted: due}
	switch state {
	case duty.Met:
		o.MetBy = fact("decided 2026-03-10")
	case duty.MetLate:
		o.MetBy = fact("decided 2026-03-11")
	case duty.Undetermined:
		o.Missing = "decided"
	case duty.NotApplicable:
		o.Waived, o.WaiveOn = "avliden", due
	}
	return o
}

func TestMeasureCountsAndKeepsTheList(t *testing.T) {
	m := duty.Measure{Over: []string{"a"}, Good: []duty.State{duty.Met}, Of: []duty.State{duty.Met, duty.MetLate, duty.Late}}
	obligations := []duty.Obligation{
		inState("a", duty.Met), inState("a", duty.Met), inState("a", duty.MetLate), inState("a", duty.Late), inState("a", duty.Undetermined),
		inState("a", duty.NotApplicable), inState("b", duty.Late),
	}
	f := m.Judge(obligations, civil.MustParse("2026-04-01"))
	if f.Good != 2 || f.Of != 4 || f.Undetermined != 1 || len(f.Failing) != 2 || len(f.Unjudged) != 1 {
		t.Errorf("%d of %d, %d cannot be judged, lists of %d and %d", f.Good, f.Of, f.Undetermined, len(f.Failing), len(f.Unjudged))
	}
	// On the last day nothing is late, and what still runs is in neither count.
	if f := m.Judge(obligations, civil.MustParse("2026-03-10")); f.Good != 2 || f.Of != 2 {
		t.Errorf("on the last day %d of %d", f.Good, f.Of)
	}
}

func TestReconcileHoldsTwoCounts(t *testing.T) {
	r := duty.Reconcile{
		Left:  duty.Tally{Over: []string{"limit"}, States: []duty.State{duty.Late, duty.MetLate}},
		Right: duty.Tally{Over: []string{"deviation"}, States: []duty.State{duty.Met, duty.MetLate}},
	}
	for name, tt := range map[string]struct {
		given []duty.Obligation
		want  duty.State
		left  int
		right int
	}{
		"they agree":             {[]duty.Obligation{inState("limit", duty.Late), inState("deviation", duty.Met), inState("limit", duty.Met)}, duty.Met, 1, 1},
		"one is missing":         {[]duty.Obligation{inState("limit", duty.Late), inState("limit", duty.MetLate), inState("deviation", duty.Met)}, duty.Late, 2, 1},
		"one cannot be judged":   {[]duty.Obligation{inState("limit", duty.Undetermined), inState("limit", duty.Late), inState("deviation", duty.Met)}, duty.Undetermined, 1, 1},
		"there is nothing to do": {[]duty.Obligation{inState("limit", duty.Met)}, duty.NotApplicable, 0, 0},
	} {
		if state, left, right := r.Judge(tt.given, civil.MustParse("2026-04-01")); state != tt.want || left != tt.left || right != tt.right {
			t.Errorf("%s: %s, %d against %d", name, state, left, right)
		}
	}
}
