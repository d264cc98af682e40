package planroutine_test

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

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

// The routine says how many days, and the rules that count them stand in the book:
// the two must not come apart (E-20).
func TestTheBookCountsTheDaysOfTheRoutine(t *testing.T) {
	content, err := rules.Files.ReadFile("local/norrsala/insatser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var book struct {
		Rules []struct {
			ID     string
			Within struct{ Days int }
		}
	}
	if err := yaml.Unmarshal(content, &book); err != nil {
		t.Fatal(err)
	}
	routines, counted := planroutine.Norrsala(), 0
	for _, rule := range book.Rules {
		if rule.ID != "local-plan-15d" {
			continue
		}
		counted++
		if days := routines[len(routines)-1].Days; rule.Within.Days != days {
			t.Errorf("the book counts %d days and the routine says %d", rule.Within.Days, days)
		}
	}
	if counted != 1 {
		t.Errorf("the rule is found %d times", counted)
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
