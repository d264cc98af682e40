package review_test

import (
	"slices"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/journal/journaltest"
	"stadga/internal/review"
	"stadga/internal/review/logrules"
	"stadga/rules"
)

func TestReleasedEvents(t *testing.T) {
	r := journal.NewRegistry()
	r.Add(review.LogCheckEvents()...)
	journaltest.Released(t, r)
}

// Each oddity is told just above its limit, and not just below it, and not of one
// whose work it is.
func TestEveryOddityHasItsLimit(t *testing.T) {
	odd, err := logrules.Read(rules.LogControl)
	if err != nil {
		t.Fatal(err)
	}
	noon := civil.On(2026, time.March, 11).At(12, 0)
	plain := review.Glance{At: noon, Roles: []string{"handlaggare"}, Assigned: true, Acted: 3, Closed: -1, Persons: 5}
	if got := odd.Of(plain); len(got) != 0 {
		t.Errorf("an officer who reads the own case at noon: %v", got)
	}
	seen := map[string]bool{}
	for name, tt := range map[string]struct {
		but  func(*review.Glance)
		want []string
	}{
		"the own file":              {func(g *review.Glance) { g.Own, g.SameName = true, true }, []string{"egen-akt"}},
		"a relative's":              {func(g *review.Glance) { g.Relative = true }, []string{"anhorig"}},
		"a rare name":               {func(g *review.Glance) { g.SameName, g.Namesakes = true, 6 }, []string{"samma-efternamn"}},
		"a common name":             {func(g *review.Glance) { g.SameName, g.Namesakes = true, 7 }, nil},
		"a colleague":               {func(g *review.Glance) { g.Colleague = true }, []string{"kollega"}},
		"no part in it":             {func(g *review.Glance) { g.Assigned, g.Acted = false, -1 }, []string{"utan-uppdrag"}},
		"no part in it, reception":  {func(g *review.Glance) { g.Assigned, g.Acted, g.Roles = false, -1, []string{"mottagning"} }, nil},
		"did something 90 days ago": {func(g *review.Glance) { g.Assigned, g.Acted = false, 90 }, nil},
		"did something 91 days ago": {func(g *review.Glance) { g.Assigned, g.Acted = false, 91 }, []string{"tidigare-handlaggare"}},
		"protected":                 {func(g *review.Glance) { g.Protected, g.Assigned = true, false }, []string{"skyddad"}},
		"protected, the own case":   {func(g *review.Glance) { g.Protected = true }, nil},
		"emergency":                 {func(g *review.Glance) { g.Emergency = true }, []string{"nodatkomst"}},
		"closed 60 days ago":        {func(g *review.Glance) { g.Closed = 60 }, nil},
		"closed 61 days ago":        {func(g *review.Glance) { g.Closed = 61 }, []string{"efter-avslut"}},
		"at 21:59":                  {func(g *review.Glance) { g.At = civil.On(2026, time.March, 11).At(21, 59) }, nil},
		"at 22":                     {func(g *review.Glance) { g.At = civil.On(2026, time.March, 11).At(22, 0) }, []string{"natt"}},
		"at 5:59":                   {func(g *review.Glance) { g.At = civil.On(2026, time.March, 11).At(5, 59) }, []string{"natt"}},
		"at 6":                      {func(g *review.Glance) { g.At = civil.On(2026, time.March, 11).At(6, 0) }, nil},
		"at 22, on duty": {func(g *review.Glance) {
			g.At, g.Roles = civil.On(2026, time.March, 11).At(22, 0), []string{"socialjour"}
		}, nil},
		"forty in an hour":            {func(g *review.Glance) { g.Persons = 40 }, nil},
		"forty-one in an hour":        {func(g *review.Glance) { g.Persons = 41 }, []string{"manga"}},
		"a colleague's, in the night": {func(g *review.Glance) { g.Colleague, g.At = true, noon.Add(11*time.Hour) }, []string{"kollega", "natt"}},
	} {
		g := plain
		tt.but(&g)
		got := odd.Of(g)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
		for _, key := range got {
			seen[key] = true
		}
	}
	for _, key := range review.OddityKeys() {
		if !seen[key] {
			t.Errorf("%s is never told", key)
		}
	}
}

func TestAFileThatLiesIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"nobody decided":  "beslutad: {av: '', den: 2026-01-01}\nstickprov: 5\n",
		"no day":          "beslutad: {av: chefen, den: i går}\nstickprov: 5\n",
		"no sample":       "beslutad: {av: chefen, den: 2026-01-01}\nstickprov: 0\n",
		"unknown key":     "beslutad: {av: chefen, den: 2026-01-01}\nstickprov: 5\navvikelser: [{nyckel: granne, mening: x, skäl: y}]\n",
		"twice":           "beslutad: {av: chefen, den: 2026-01-01}\nstickprov: 5\navvikelser: [{nyckel: natt, mening: x, skäl: y}, {nyckel: natt, mening: x, skäl: y}]\n",
		"no reason":       "beslutad: {av: chefen, den: 2026-01-01}\nstickprov: 5\navvikelser: [{nyckel: natt, mening: x}]\n",
		"hour 24":         "beslutad: {av: chefen, den: 2026-01-01}\nstickprov: 5\navvikelser: [{nyckel: natt, mening: x, skäl: y, från: 24}]\n",
		"unknown heading": "beslutad: {av: chefen, den: 2026-01-01}\nstickprov: 5\nannat: ja\n",
	} {
		if _, err := logrules.Read([]byte(text)); err == nil {
			t.Errorf("%s: read", name)
		}
	}
}

// The same seed over the same log draws the same readings; another draws others.
func TestADrawCanBeRepeated(t *testing.T) {
	d := review.Drawn{Seed: "0123456789abcdef", From: 1000, To: 9000, Size: 20}
	first, again := d.Draw(), d.Draw()
	if !slices.Equal(first, again) || len(first) != 20 || first[0] < 1000 || first[19] >= 9000 {
		t.Errorf("%v and %v", first, again)
	}
	if len(slices.Compact(slices.Clone(first))) != 20 {
		t.Errorf("one was drawn twice: %v", first)
	}
	d.Seed = "fedcba9876543210"
	if slices.Equal(first, d.Draw()) {
		t.Error("another seed draws the same")
	}
	if few := (review.Drawn{Seed: "x", From: 5, To: 8, Size: 20}).Draw(); !slices.Equal(few, []int64{5, 6, 7}) {
		t.Errorf("of three: %v", few)
	}
}

func TestNobodyDecidesOnTheirOwnReadings(t *testing.T) {
	rut, eva := ids.User{ID: ids.ID{1}}, ids.User{ID: ids.ID{2}}
	var c review.LogCheck
	c.Fold(journal.Recorded{Envelope: journal.Envelope{At: time.Now()}, Event: review.LogCheckRaised{Access: review.Access{Reader: rut}}})
	for name, tt := range map[string]struct {
		by   ids.User
		cmd  review.DecideLogCheck
		want string
	}{
		"own":           {rut, review.DecideLogCheck{Outcome: review.Fine, Reason: "Mitt arbete."}, "log-check.own"},
		"no outcome":    {eva, review.DecideLogCheck{Reason: "Såg efter."}, "log-check.outcome-missing"},
		"other outcome": {eva, review.DecideLogCheck{Outcome: "bra", Reason: "Såg efter."}, "log-check.outcome-missing"},
		"no reason":     {eva, review.DecideLogCheck{Outcome: review.Asked, Reason: " "}, "log-check.reason-missing"},
		"another's":     {eva, review.DecideLogCheck{Outcome: review.Fine, Reason: "Hon täckte för kollegan."}, ""},
	} {
		events, err := tt.cmd.Decide(c, act.Env{Actor: act.Actor{User: tt.by}})
		if all := fault.All(err); tt.want == "" && (err != nil || len(events) != 1) || tt.want != "" && (len(all) == 0 || all[0].Text != tt.want) {
			t.Errorf("%s: %v, %v", name, events, err)
		}
	}
}
