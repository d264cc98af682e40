package control_test

import (
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/fault/faulttest"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/journal/journaltest"
	"stadga/internal/visits"
	"stadga/internal/visits/control"
)

func TestReleasedEvents(t *testing.T) {
	r := journal.NewRegistry()
	r.Add(control.LevelEvents()...)
	r.Add(control.ToleranceEvents()...)
	r.Add(control.RiskEvents()...)
	r.Add(control.CheckEvents()...)
	journaltest.Released(t, r)
}

func TestSentences(t *testing.T) { faulttest.Check(t, ".", control.Sentences()) }

// The larger the share that a provider types, the larger the chance of each of its
// visits; every provider gets one.
func TestTheChanceOfAVisitGrowsWithTheManualShare(t *testing.T) {
	quota := func(n byte, visits, manual int) control.Quota {
		return control.Quota{Provider: ids.Provider{ID: ids.ID{15: n}}, Visits: visits, Manual: manual}
	}
	for name, tt := range map[string]struct {
		size   int
		quotas []control.Quota
		want   []int
	}{
		"as many visits, other shares": {43, []control.Quota{quota(1, 1000, 100), quota(2, 1000, 300), quota(3, 1000, 0)}, []int{11, 31, 1}},
		"nobody types":                 {10, []control.Quota{quota(1, 1000, 0), quota(2, 10, 0)}, []int{1, 1}},
		"fewer visits than drawn":      {50, []control.Quota{quota(1, 3, 3), quota(2, 1000, 97)}, []int{2, 48}},
		"no visits, no draw":           {5, []control.Quota{quota(1, 0, 0), quota(2, 10, 10)}, []int{5}},
	} {
		t.Run(name, func(t *testing.T) {
			got := control.Divide(tt.size, tt.quotas)
			if len(got) != len(tt.want) {
				t.Fatalf("got %+v, wanted %v", got, tt.want)
			}
			for i, q := range got {
				if q.Drawn != tt.want[i] {
					t.Errorf("provider %d: %d are drawn, wanted %d", i+1, q.Drawn, tt.want[i])
				}
			}
		})
	}
}

func TestTheSameSeedDrawsTheSame(t *testing.T) {
	one, again, other := control.Places([]byte("ett"), 20, 1000), control.Places([]byte("ett"), 20, 1000), control.Places([]byte("två"), 20, 1000)
	same := 0
	for i := range one {
		if one[i] != again[i] || i > 0 && one[i] <= one[i-1] || one[i] >= 1000 {
			t.Fatalf("%v and %v", one, again)
		}
		if one[i] == other[i] {
			same++
		}
	}
	if same == len(one) {
		t.Error("another seed draws the same")
	}
	if all := control.Places([]byte("ett"), 9, 4); len(all) != 4 {
		t.Errorf("of four, %v are drawn", all)
	}
}

func TestALevelIsDecidedBySomeoneAndHoldsFromItsDay(t *testing.T) {
	env := act.Env{Today: civil.On(2026, time.March, 1)}
	var l control.Levels
	set := func(percent int, from civil.Date) error {
		events, err := control.SetLevel{Level: control.Level{Percent: percent, From: from, By: "Socialnämnden", On: from, Ref: "SN 2026/12 § 31"}}.Decide(l, env)
		for _, e := range events {
			l.Fold(journal.Recorded{Event: e})
		}
		return err
	}
	for _, err := range []error{set(25, civil.On(2026, 2, 1)), set(30, civil.On(2025, 1, 1)), set(20, civil.On(2026, 3, 1))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for month, want := range map[string]int{"2024-12": 0, "2025-01": 30, "2026-01": 30, "2026-02": 25, "2026-03": 20, "x": 0} {
		if got := l.In(month); got != want {
			t.Errorf("the level of %s is %d, wanted %d", month, got, want)
		}
	}
	if set(0, env.Today) == nil || set(100, env.Today) == nil || set(20, env.Today.AddDays(1)) == nil {
		t.Error("a level that cannot be is taken")
	}
	if _, err := (control.SetLevel{}).Decide(l, env); len(fault.All(err)) != 5 {
		t.Errorf("nothing at all gives %v", fault.All(err))
	}
}

// A month is expected to cost what the three before it did, and a provider that had
// not begun by then has no forecast.
func TestAForecastIsTheMeanOfThreeMonthsAtWork(t *testing.T) {
	month := func(n int, ore int64) visits.ProviderMonth {
		return visits.ProviderMonth{Month: civil.On(2026, time.Month(n), 1), Sum: visits.MonthSum{Ore: ore}}
	}
	got := control.Forecasts([]visits.ProviderMonth{month(1, 90_00), month(2, 100_00), month(3, 110_00), month(4, 150_00), month(5, 121_00)})
	if len(got) != 2 || got[0].Expected != 100_00 || got[0].Error() != 50 || !got[0].Off() || got[1].Expected != 120_00 || got[1].Error() != 1 || got[1].Off() {
		t.Errorf("%+v", got)
	}
	if got := control.Forecasts([]visits.ProviderMonth{month(1, 9_00), month(2, 100_00), month(3, 100_00), month(4, 100_00)}); len(got) != 0 {
		t.Errorf("begun in February: %+v", got)
	}
}

func TestWhatIsFoundOfAVisitIsKept(t *testing.T) {
	env := act.Env{Today: civil.On(2026, time.March, 1)}
	drawn, other := ids.Visit{ID: ids.ID{15: 1}}, ids.Visit{ID: ids.ID{15: 2}}
	draw := control.DrawSpotCheck{Size: 5, Draw: control.Draw{Month: civil.On(2026, 2, 1), Seed: "aa", Picks: []control.Pick{{Visit: drawn}}}}
	var c control.SpotCheck
	do := func(cmd interface {
		Decide(control.SpotCheck, act.Env) ([]journal.Event, error)
	},
	) error {
		events, err := cmd.Decide(c, env)
		for _, e := range events {
			c.Fold(journal.Recorded{Event: e, Envelope: journal.Envelope{At: env.Today.At(9, 0)}})
		}
		return err
	}
	early := draw
	early.Draw.Month = civil.On(2026, 3, 1)
	for name, cmd := range map[string]control.DrawSpotCheck{"month that goes on": early, "few": {Size: 1, Draw: draw.Draw}, "nothing": {Size: 5, Draw: control.Draw{Month: draw.Draw.Month}}} {
		if do(cmd) == nil {
			t.Errorf("%s: drawn", name)
		}
	}
	if err := do(draw); err != nil {
		t.Fatal(err)
	}
	if do(draw) == nil || do(control.CheckVisit{Visit: other, Outcome: control.Agrees}) == nil || do(control.CheckVisit{Visit: drawn, Outcome: control.Disagree}) == nil {
		t.Error("what cannot be is taken")
	}
	if err := do(control.CheckVisit{Visit: drawn, Outcome: control.Disagree, Note: "Kom aldrig."}); err != nil || c.Results[drawn].Note != "Kom aldrig." {
		t.Errorf("%v %+v", err, c.Results)
	}
}
