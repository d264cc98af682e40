package delivery_test

import (
	"reflect"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/fault/faulttest"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

var (
	today   = civil.On(2026, time.March, 12)
	norr    = ids.Provider{ID: ids.ID{15: 9}}
	orderID = ids.ID{15: 1}
	service = ids.Service{ID: ids.ID{15: 2}}
	officer = act.Env{Now: today.At(9, 0), Today: today}
	staff   = act.Env{Now: today.At(9, 0), Today: today, Actor: act.Actor{Provider: norr}}
	shower  = delivery.Brief{
		Case: ids.Case{ID: ids.ID{15: 3}}, Decision: ids.Decision{ID: ids.ID{15: 4}}, Service: service,
		Person: ids.Person{ID: ids.ID{15: 5}}, Provider: norr, Chosen: true,
		Kind: "hemtjanst-dusch", Name: "Dusch", Extent: "2 gånger per vecka",
		Goals: []delivery.Goal{{Key: "m1", Text: "Duscha tryggt", By: today.AddMonths(6)}},
		Proof: delivery.ByVisit, Plan: true,
	}
	sent = []journal.Event{delivery.OrderSent{Brief: shower}}
	seen = append(sent[:1:1], delivery.OrderAcknowledged{})
	plan = delivery.MakePlan{
		Made: today, Goals: []delivery.PlanGoal{{Goal: "m1", Text: "Duscha", Activity: "Dusch", How: "Tisdag och fredag, samma två i personalen"}},
		Participation: "Anna valde dagarna.", Collaboration: "behövs inte", ReviewBy: today.AddMonths(6),
	}
)

type command interface {
	Decide(delivery.Order, act.Env) ([]journal.Event, error)
}

// given folds what has happened, each event recorded the day before today at nine.
func given(events []journal.Event) delivery.Order {
	var o delivery.Order
	for _, e := range events {
		day := today.AddDays(-1)
		o.Fold(journal.Recorded{Envelope: journal.Envelope{
			Stream: journal.StreamID{Kind: "order", ID: orderID}, At: day.At(9, 10), Day: day,
		}, Event: e})
	}
	return o
}

func TestOrder(t *testing.T) {
	vague := shower
	vague.Goals, vague.Purpose = nil, " "
	alarm := shower
	alarm.Proof = delivery.ByInstallation
	started := append(seen[:2:2], delivery.Started{On: today.AddDays(-1), By: delivery.ByVisit})
	planned := append(seen[:2:2], delivery.PlanMade{Plan: delivery.Plan{Made: today.AddDays(-1), Goals: plan.Goals, Collaboration: "nej", ReviewBy: today.AddMonths(5)}})
	stale := append(seen[:2:2], delivery.PlanMade{Plan: delivery.Plan{Made: today.AddMonths(-8), ReviewBy: today.AddMonths(-2)}})
	more := delivery.Signal{Kind: delivery.MoreHelp, What: "Klarar inte trappan", Since: today}

	for name, tt := range map[string]struct {
		given []journal.Event
		when  command
		env   act.Env
		then  []journal.Event
		fault string
	}{
		"sent with goals":                      {nil, delivery.Send{Brief: shower}, officer, sent, ""},
		"not sent without goal or purpose":     {nil, delivery.Send{Brief: vague}, officer, nil, "order.goals-missing"},
		"sent twice":                           {sent, delivery.Send{Brief: shower}, officer, nil, "order.sent-already"},
		"acknowledged with start":              {sent, delivery.Acknowledge{Start: today.AddDays(2)}, staff, []journal.Event{delivery.OrderAcknowledged{}, delivery.StartSet{On: today.AddDays(2)}}, ""},
		"acknowledged twice":                   {seen, delivery.Acknowledge{}, staff, nil, "order.acknowledged-already"},
		"start before it was sent":             {seen, delivery.SetStart{On: today.AddDays(-30)}, staff, nil, "order.start-before-sent"},
		"turned down with a reason":            {sent, delivery.Turndown{Why: "Ingen personal på kvällen"}, staff, []journal.Event{delivery.OrderEnded{On: today, Reason: delivery.EndedByProvider, Why: "Ingen personal på kvällen"}}, ""},
		"home care starts by a visit, no tick": {seen, delivery.ShowStart{On: today, By: delivery.ByMeeting}, staff, nil, "order.visit-shows-start"},
		"alarm starts by no tick":              {append([]journal.Event{delivery.OrderSent{Brief: alarm}}, delivery.OrderAcknowledged{}), delivery.ShowStart{On: today, By: delivery.ByInstallation}, staff, nil, "order.install-shows-start"},
		"alarm is not started by a meeting":    {[]journal.Event{delivery.OrderSent{Brief: alarm}}, delivery.ShowStart{On: today, By: delivery.ByMeeting}, staff, nil, "order.wrong-proof"},
		"no break in what has not begun":       {seen, delivery.Interrupt{On: today}, staff, nil, "order.not-started"},
		"break in what runs":                   {started, delivery.Interrupt{On: today}, staff, []journal.Event{delivery.Interrupted{On: today}}, ""},
		"plan by the provider":                 {seen, plan, staff, []journal.Event{delivery.PlanMade{Plan: delivery.Plan{Made: today, Goals: plan.Goals, Participation: plan.Participation, Collaboration: "behövs inte", ReviewBy: plan.ReviewBy}}}, ""},
		"plan by the ordering side is marked":  {seen, plan, officer, []journal.Event{delivery.PlanMade{Plan: delivery.Plan{Made: today, Goals: plan.Goals, Participation: plan.Participation, Collaboration: "behövs inte", ReviewBy: plan.ReviewBy, ByAuthority: true}}}, ""},
		"plan without a day to look again":     {seen, delivery.MakePlan{Made: today, Goals: plan.Goals, Participation: "ja", Collaboration: "nej"}, staff, nil, "plan.review-missing"},
		"plan for a goal nobody decided":       {seen, delivery.MakePlan{Made: today, Goals: []delivery.PlanGoal{{Goal: "m7", How: "Varje dag"}}, Participation: "ja", Collaboration: "nej", ReviewBy: plan.ReviewBy}, staff, nil, "plan.goal-unknown"},
		"plan before the order is seen":        {sent, plan, staff, nil, "order.acknowledge-first"},
		"more help with a current plan":        {planned, more, staff, []journal.Event{delivery.ChangeSignalled{Number: 1, Kind: delivery.MoreHelp, What: "Klarar inte trappan", Since: today, Plan: today.AddDays(-1)}}, ""},
		"more help without a plan":             {seen, more, staff, nil, "signal.plan-not-current"},
		"more help with an old plan":           {stale, more, staff, nil, "signal.plan-not-current"},
		"less help needs no plan":              {seen, delivery.Signal{Kind: delivery.LessHelp, What: "Går själv", Since: today}, staff, []journal.Event{delivery.ChangeSignalled{Number: 1, Kind: delivery.LessHelp, What: "Går själv", Since: today}}, ""},
		"a signal that was never sent":         {seen, delivery.AnswerSignal{Number: 1, Answer: "Vi ses", Leads: delivery.NoChange}, officer, nil, "signal.unknown"},
		"a no needs a reason":                  {seen, delivery.OfferCareContact{Answer: "nej"}, staff, nil, "plan.care-contact-reason"},
		"nothing after the end":                {append(sent[:1:1], delivery.OrderEnded{On: today, Reason: delivery.EndedByDeath}), delivery.Acknowledge{}, staff, nil, "order.ended-already"},
	} {
		t.Run(name, func(t *testing.T) {
			then, err := tt.when.Decide(given(tt.given), tt.env)
			if tt.fault != "" {
				if all := fault.All(err); len(all) == 0 || all[0].Text != tt.fault {
					t.Fatalf("got %v, want %s", err, tt.fault)
				}
				return
			}
			if err != nil || !reflect.DeepEqual(then, tt.then) {
				t.Fatalf("got %+v, %v; want %+v", then, err, tt.then)
			}
		})
	}
}

func TestAllThatIsMissingIsSaidAtOnce(t *testing.T) {
	_, err := delivery.MakePlan{}.Decide(given(seen), staff)
	if all := fault.All(err); len(all) != 4 {
		t.Errorf("got %v, want the day, the goals, how the person took part and the collaboration together", err)
	}
}

func TestNoOrderToTheDead(t *testing.T) {
	env := officer
	env.Facts = duty.FactsOf(duty.Fact{Name: "person.deceased", Day: today.AddDays(-3)})
	if _, err := (delivery.Send{Brief: shower}).Decide(delivery.Order{}, env); fault.KindOf(err) != fault.Unmet {
		t.Errorf("got %v", err)
	}
}

func TestGoalsThatNoPlanTouches(t *testing.T) {
	o := given(seen)
	if got := o.GoalsWithoutPlan(); len(got) != 1 || got[0].Key != "m1" {
		t.Errorf("without a plan: got %v", got)
	}
	o = given(append(seen[:2:2], delivery.PlanMade{Plan: delivery.Plan{Goals: plan.Goals}}))
	if got := o.GoalsWithoutPlan(); len(got) != 0 {
		t.Errorf("with a plan: got %v", got)
	}
}

func TestFactsOfAnOrder(t *testing.T) {
	o := given(append(seen[:2:2],
		delivery.ChangeSignalled{Number: 1, Kind: delivery.MoreHelp, What: "x", Since: today},
		delivery.ChangeSignalled{Number: 2, Kind: delivery.MoreHelp, What: "y", Since: today},
		delivery.ChangeAnswered{Number: 2, Answer: "z", Leads: delivery.NoChange},
		delivery.Interrupted{On: today.AddDays(-9)}, delivery.Resumed{On: today.AddDays(-5)}, delivery.Interrupted{On: today.AddDays(-2)},
	))
	said := o.Says()
	if len(said) != 1 || said[0].Subject != (duty.Subject{Kind: "service", ID: service.ID}) || said[0].Under.Kind != "decision" {
		t.Fatalf("got %+v", said)
	}
	count := map[string]int{}
	abouts := map[string]bool{}
	for _, f := range said[0].Facts {
		count[f.Name]++
		if f.Name == "signal.sent" || f.Name == "signal.answered" {
			abouts[f.About] = true
		}
	}
	want := map[string]int{"order.sent": 1, "order.acknowledged": 1, "signal.sent": 2, "signal.answered": 1, "order.interrupted": 2, "order.resumed": 1}
	if !reflect.DeepEqual(count, want) {
		t.Errorf("got %v, want %v", count, want)
	}
	if len(abouts) != 2 {
		t.Errorf("two signals and one answer speak of %d things", len(abouts))
	}
}

func TestFactsAreInTheVocabulary(t *testing.T) {
	known := map[string]bool{}
	for _, f := range delivery.Vocabulary() {
		known[f.Name] = true
	}
	o := given(append(seen[:2:2],
		delivery.StartSet{On: today}, delivery.Started{On: today, By: delivery.ByVisit}, delivery.PlaceOffered{}, delivery.DelayExplained{Reason: "x"},
		delivery.WaitWished{On: today}, delivery.PlanMade{Plan: delivery.Plan{Made: today, ReviewBy: today}}, delivery.PlanReviewed{Review: delivery.Review{On: today, Next: today}},
		delivery.CareContactOffered{Answer: "ja"}, delivery.ChangeSignalled{Number: 1}, delivery.OrderEnded{On: today},
	))
	for _, f := range o.Says()[0].Facts {
		if !known[f.Name] {
			t.Errorf("%s is in no vocabulary", f.Name)
		}
	}
}

func TestAnEarlierStateKeepsItsOwn(t *testing.T) {
	o := given(append(seen[:2:2], delivery.PlanMade{Plan: delivery.Plan{Made: today, ReviewBy: today}}))
	later := o
	later.Fold(journal.Recorded{Event: delivery.PlanReviewed{Review: delivery.Review{On: today, Next: today.AddDays(9)}}})
	if plan, _ := o.CurrentPlan(); plan.ReviewBy != today || len(plan.Reviewed) != 0 {
		t.Errorf("the earlier state changed: %+v", plan)
	}
}

func TestSentences(t *testing.T) { faulttest.Check(t, ".", delivery.Sentences()) }

// A month's minutes are divided by days, for the days that the order ran.
func TestOrderedTimeIsDividedByDays(t *testing.T) {
	day := func(d int) civil.Date { return civil.On(2026, 4, d) } // thirty days
	for name, tt := range map[string]struct {
		order    delivery.Line
		from, to civil.Date
		want     int64
	}{
		"the whole month":      {delivery.Line{Minutes: 600, Started: civil.On(2026, 1, 7)}, day(1), day(30), 600},
		"half of the days":     {delivery.Line{Minutes: 600, Started: civil.On(2026, 1, 7)}, day(1), day(15), 300},
		"began on the 21st":    {delivery.Line{Minutes: 600, StartDay: day(2), Started: day(21)}, day(1), day(30), 200},
		"is to begin":          {delivery.Line{Minutes: 600, StartDay: day(16)}, day(1), day(30), 300},
		"ended before it runs": {delivery.Line{Minutes: 600, Started: day(1), Ended: day(3), Until: day(20)}, day(1), day(30), 60},
		"runs out":             {delivery.Line{Minutes: 600, Started: day(1), Until: day(6)}, day(1), day(30), 120},
		"has not begun":        {delivery.Line{Minutes: 600, Started: civil.On(2026, 5, 2)}, day(1), day(30), 0},
		"in times":             {delivery.Line{Started: day(1)}, day(1), day(30), 0},
	} {
		if got := tt.order.Ordered().In(tt.from, tt.to); got != tt.want {
			t.Errorf("%s: %d minutes, want %d", name, got, tt.want)
		}
	}
}
