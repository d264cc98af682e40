package visits_test

import (
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/fault/faulttest"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/visits"
)

var (
	today  = civil.On(2026, time.March, 12)
	env    = act.Env{Now: today.At(10, 0), Today: today}
	target = visits.Target{
		Person: ids.Person{ID: ids.ID{15: 1}}, Order: ids.Order{ID: ids.ID{15: 2}},
		Service: ids.Service{ID: ids.ID{15: 3}}, Provider: ids.Provider{ID: ids.ID{15: 4}},
	}
	morning = visits.Span{From: today.At(8, 15), To: today.At(8, 45)}
)

func folded(t *testing.T, day civil.Date, events ...journal.Event) visits.Visit {
	t.Helper()
	var v visits.Visit
	for _, e := range events {
		v.Fold(journal.Recorded{Envelope: journal.Envelope{Stream: journal.StreamID{Kind: "visit", ID: ids.ID{15: 5}}, At: day.At(9, 0), Day: day}, Event: e})
	}
	return v
}

func TestWhatIsRefusedAtTheDoor(t *testing.T) {
	for name, tt := range map[string]struct {
		when  visits.Register
		fault string
	}{
		"tagged both ways":              {visits.Register{Target: target, Done: morning, Class: visits.TaggedBoth}, ""},
		"by hand, with a reason":        {visits.Register{Target: target, Done: morning, Class: visits.Manual, Reason: visits.Technical}, ""},
		"by hand, without":              {visits.Register{Target: target, Done: morning, Class: visits.Manual}, "visit.reason-missing"},
		"tagged in only, without":       {visits.Register{Target: target, Done: morning, Class: visits.TaggedIn}, "visit.reason-missing"},
		"another reason, not said":      {visits.Register{Target: target, Done: morning, Class: visits.Manual, Reason: visits.Other, Why: " "}, "visit.reason-text-missing"},
		"not over yet":                  {visits.Register{Target: target, Done: visits.Span{From: today.At(9, 50), To: today.At(10, 20)}, Class: visits.TaggedBoth}, "visit.end-in-future"},
		"ends before it begins":         {visits.Register{Target: target, Done: visits.Span{From: morning.To, To: morning.From}, Class: visits.TaggedBoth}, "visit.ends-before-it-begins"},
		"over midnight":                 {visits.Register{Target: target, Done: visits.Span{From: today.AddDays(-1).At(23, 40), To: today.At(0, 20)}, Class: visits.TaggedBoth}, ""},
		"a night that never ends":       {visits.Register{Target: target, Done: visits.Span{From: today.AddDays(-3).At(23, 40), To: today.At(0, 20)}, Class: visits.TaggedBoth}, "visit.longer-than-a-day"},
		"for no order":                  {visits.Register{Done: morning, Class: visits.TaggedBoth}, "visit.order-missing"},
		"neither tagged nor by hand":    {visits.Register{Target: target, Done: morning}, "visit.class-missing"},
		"entered a month late, is kept": {visits.Register{Target: target, Done: visits.Span{From: today.AddDays(-30).At(8, 0), To: today.AddDays(-30).At(8, 30)}, Class: visits.Manual, Reason: visits.Technical}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := tt.when.Decide(visits.Visit{}, env)
			if tt.fault == "" {
				if err != nil || len(events) != 1 {
					t.Fatalf("got %v, %v", events, err)
				}
				return
			}
			if all := fault.All(err); len(all) == 0 || all[0].Text != tt.fault {
				t.Fatalf("got %v, want %s", err, tt.fault)
			}
		})
	}
}

func TestTheFirstVisitProvesTheStart(t *testing.T) {
	cmd := visits.Register{Target: target, Done: morning, Class: visits.TaggedBoth}
	for name, tt := range map[string]struct {
		known []duty.Fact
		first bool
	}{
		"nothing shown yet":           {nil, true},
		"begun a week ago":            {[]duty.Fact{{Name: "order.started", Day: today.AddDays(-7)}}, false},
		"begun the same day":          {[]duty.Fact{{Name: "order.started", Day: today}}, false},
		"entered late, before others": {[]duty.Fact{{Name: "order.started", Day: today.AddDays(2)}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			env := env
			env.Facts = duty.FactsOf(tt.known...)
			events, err := cmd.Decide(visits.Visit{}, env)
			if err != nil {
				t.Fatal(err)
			}
			said := folded(t, today, events...).Says()
			if got := len(said) == 1; got != tt.first {
				t.Fatalf("got %+v, want first %v", said, tt.first)
			}
			if tt.first && (said[0].Facts[0].Day != today || said[0].Facts[1].Value != "besok") {
				t.Errorf("got %+v", said[0].Facts)
			}
		})
	}
}

func TestACorrectionMovesTheStartAndKeepsTheOld(t *testing.T) {
	v := folded(t, today, visits.VisitRegistered{Target: target, Done: morning, Class: visits.TaggedBoth, First: true})
	earlier := visits.Span{From: today.AddDays(-1).At(8, 0), To: today.AddDays(-1).At(8, 30)}
	events, err := visits.Correct{Service: target.Service, Done: earlier, Why: "Fel dag"}.Decide(v, env)
	if err != nil {
		t.Fatal(err)
	}
	before := v
	v.Fold(journal.Recorded{Event: events[0]})
	if v.Done != earlier || v.Corrected[0].Was != morning || len(before.Corrected) != 0 {
		t.Errorf("got %+v", v)
	}
	if said := v.Says(); said[0].Facts[0].Day != today.AddDays(-1) {
		t.Errorf("the start did not move: %+v", said)
	}
	if _, err := (visits.Correct{Service: target.Service, Done: earlier}).Decide(v, env); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a correction without a reason: %v", err)
	}
	if _, err := (visits.Correct{Service: ids.Service{ID: ids.ID{9}}, Done: earlier, Why: "Fel dag"}).Decide(v, env); fault.KindOf(err) != fault.Unmet {
		t.Errorf("a correction by way of another's service: %v", err)
	}
}

func TestNothingIsPlannedForTheDead(t *testing.T) {
	env := env
	env.Facts = duty.FactsOf(duty.Fact{Name: "person.deceased", Day: today.AddDays(-3)})
	plan := visits.Plan{Target: target, Span: visits.Span{From: today.AddDays(1).At(8, 0), To: today.AddDays(1).At(9, 0)}}
	if _, err := plan.Decide(visits.Visit{}, env); fault.KindOf(err) != fault.Unmet {
		t.Errorf("planned for the dead: %v", err)
	}
	made := visits.Register{Target: target, Done: morning, Class: visits.Manual, Reason: visits.Technical}
	if events, err := made.Decide(visits.Visit{}, env); err != nil || len(events) != 1 {
		t.Errorf("a registration is a fact and is kept: %v", err)
	}
}

func TestMinutes(t *testing.T) {
	spring := civil.On(2026, time.March, 29) // clocks go from 02 to 03
	if got := (visits.Span{From: spring.At(1, 30), To: spring.At(3, 30)}).Minutes(); got != 60 {
		t.Errorf("got %d minutes over the lost hour, want 60", got)
	}
}

func TestSentences(t *testing.T) { faulttest.Check(t, ".", visits.Sentences()) }
