package planroutine_test

import (
	"strings"
	"testing"

	"stadga/internal/civil"
	"stadga/internal/delivery/planroutine"
	"stadga/rules"
)

func TestTheRoutineOfADayIsTheOneInUse(t *testing.T) {
	all := planroutine.Norrsala()
	if r, ok := all.On(civil.On(2026, 3, 12)); !ok || r.Days != 15 || r.Title == "" || len(r.Steps) == 0 {
		t.Errorf("got %+v %v", r, ok)
	}
	if _, ok := all.On(civil.On(2022, 12, 31)); ok {
		t.Error("a routine is in use before it was decided")
	}
}

func TestARoutineNobodyDecidedIsRefused(t *testing.T) {
	for _, broken := range []string{"by: Socialchefen i Norrsala", "days: 15", "on: 2022-12-19"} {
		text := strings.Replace(string(rules.PlanRoutines), broken, strings.SplitAfter(broken, ":")[0]+" ", 1)
		if _, err := planroutine.Read([]byte(text)); err == nil {
			t.Errorf("without %q it is read", broken)
		}
	}
	if _, err := planroutine.Read([]byte("routines: [{vad: 1}]")); err == nil {
		t.Error("an unknown field is read")
	}
}
