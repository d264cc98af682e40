package simulate

import (
	"strings"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/visits"
)

// run writes the life of one granted service: order, start, plan, signals,
// follow-ups, extensions, end.
func (w *script) run(lines *caseLine, made *signed, n int, officer string, p *Person) {
	item := made.items[n]
	if !given(item) {
		return
	}
	end := ending(item, p)
	running := func(at time.Time) bool {
		return stays(p, civil.DayOf(at)) && (end.IsZero() || civil.DayOf(at).Before(end))
	}
	if item.Order != nil && running(item.Order.Sent) {
		w.order(lines, made, n, officer, p, running)
	}
	service := made.ids[n]
	w.carePlans(made, item, service, officer, running)
	for _, follow := range item.FollowUps {
		if !running(follow.On) || !follow.On.After(made.made.Add(24*time.Hour)) {
			continue
		}
		cmd := w.followUp(item, service, follow)
		w.do(follow.On, officer, one(func() engine.Step { return w.decisions.Step(made.id.ID, cmd) }))
	}
	for _, ext := range item.Extensions {
		at := office(w.texts, ext.On)
		if !running(at) {
			continue
		}
		w.decidedFor(made.id, at)
		w.do(at, officer, func() []engine.Step {
			steps := []engine.Step{w.decisions.Step(made.id.ID, casework.ExtendUnchanged{
				Service: service, Until: ext.Until, Reason: "Hinner inte göra en ny utredning innan beslutet går ut.",
				Inquiry: civil.DayOf(at).AddMonths(2), Mandate: w.mandate(),
			})}
			if id := made.orders[n]; !id.IsZero() {
				steps = append(steps, w.orders.Step(id.ID, delivery.Prolong{Until: ext.Until}))
			}
			return steps
		})
	}
	if !end.IsZero() && stays(p, end) {
		w.end(made, n, officer, end, item.EndedBy)
	}
}

// ending is the service's last day as far as it is known in town: when it was
// ended, or its person left.
func ending(item *Item, p *Person) civil.Date {
	end := item.EndedOn
	if left := leaving(p); !left.IsZero() && (end.IsZero() || left.Before(end)) {
		return left
	}
	return end
}

// end writes that the service ended for another reason than that the person left.
func (w *script) end(made *signed, n int, officer string, on civil.Date, why string) {
	reason, order := "egen-begaran", delivery.EndedByWish
	switch why {
	case "nytt-beslut":
		reason, order = "ersatt", delivery.EndedByDecision
	case "period-slut":
		reason, order = "tiden-slut", delivery.EndedByDecision
	case "avliden", "flyttat":
		reason = "egen-begaran"
	}
	at := office(w.texts, next(on.AddDays(1)))
	if made.made.After(at) {
		at = made.made.Add(time.Hour)
	}
	service, orderID := made.ids[n], made.orders[n]
	w.do(at, officer, func() []engine.Step {
		steps := []engine.Step{w.decisions.Step(made.id.ID, casework.EndService{Service: service, On: laterDay(on, civil.DayOf(made.made)), Reason: reason, Why: "Enligt samtal med den enskilde.", Results: w.endResults(made.items[n], reason)})}
		if !orderID.IsZero() {
			steps = append(steps, w.orders.Step(orderID.ID, delivery.End{On: on, Reason: order, Follows: true}))
		}
		return steps
	})
}

// stop ends what runs for someone who died or moved: services and orders.
func (w *script) stop(p *Person, on civil.Date, why string, at time.Time) []engine.Step {
	var steps []engine.Step
	for _, area := range casework.Areas() {
		lines := w.cases[caseKey{p, area}]
		if lines == nil {
			continue
		}
		for _, made := range lines.decisions {
			if made.made.After(at) {
				continue
			}
			runs := false
			for n, item := range made.items {
				if !given(item) || ending(item, p).Before(on) {
					continue
				}
				runs = true
				if !made.orders[n].IsZero() {
					reason := delivery.EndedByDeath
					if why != "avliden" {
						reason = delivery.EndedByMove
					}
					steps = append(steps, w.orders.Step(made.orders[n].ID, delivery.End{On: on, Reason: reason}))
				}
			}
			if runs {
				steps = append(steps, w.decisions.Step(made.id.ID, casework.StopServices{Reason: why, On: on}))
			}
		}
	}
	return steps
}

// order writes the order of one service and what the provider does with it.
func (w *script) order(lines *caseLine, made *signed, n int, officer string, p *Person, running func(time.Time) bool) {
	c, item, o := w.texts, made.items[n], made.items[n].Order
	id := ids.Order{ID: w.ids.New(o.Sent)}
	if !w.begun(o.Sent) {
		return
	}
	made.orders[n] = id
	kind, provider := catalogue(item.Kind), contact(o.Provider)
	brief := delivery.Brief{
		Case: lines.id, Decision: made.id, Service: made.ids[n], Person: w.known[p], Provider: w.providers[o.Provider], Chosen: c.happens(0.7),
		Kind: item.Kind, Name: kind.Name, Extent: extentOf(item).Words(kind.Unit), Wish: civil.DayOf(o.Sent).AddDays(3), Until: item.Until,
		Proof: delivery.StartProof(kind.Start), Plan: kind.Plan, Risks: risks(c),
	}
	if extent := extentOf(item); extent.Count > 0 {
		brief.Minutes, brief.Times = kind.Unit.MonthlyMinutes(extent.Yearly()), kind.Unit.WeeklyTimes(extent.Yearly())
	}
	if brief.Extent == "" {
		brief.Extent = "en plats"
	}
	if !brief.Until.IsZero() && brief.Wish.After(brief.Until) {
		brief.Wish = brief.Until
	}
	for _, goal := range goalsOf(item) {
		brief.Goals = append(brief.Goals, delivery.Goal{Key: goal.Key, Text: goal.Text, By: goal.By})
	}
	if kind.Goal == casework.ShortPurpose {
		brief.Goals, brief.Purpose = nil, item.Goals[0].Text
	}
	brief = w.briefed(brief, kind, item, o)
	act := func(at time.Time, by string, cmd engine.Command[delivery.Order]) {
		if !at.IsZero() && running(at) {
			w.do(at, by, one(func() engine.Step { return w.orders.Step(id.ID, cmd) }))
		}
	}
	act(o.Sent, officer, delivery.Send{Brief: brief})
	if o.Acknowledged.IsZero() || !running(o.Acknowledged) {
		return
	}
	receipt := w.accepts(brief, laterDay(o.StartOn, civil.DayOf(o.Sent)))
	if o.StartOn.IsZero() || !item.Until.IsZero() && receipt.Start.After(item.Until) || receipt.Start.After(civil.DayOf(o.Acknowledged).AddMonths(12)) {
		receipt.Start = civil.Date{}
	}
	act(o.Acknowledged, provider, receipt)
	if kind.Plan && w.owners.happens(shareOwned) {
		act(o.Acknowledged.Add(2*time.Minute), provider, delivery.NamePlanOwner{Owner: w.actors[provider].User})
	}
	w.together(brief, o, officer, provider, act)
	w.talk(brief, id, o, officer, provider, act)
	for _, offer := range o.Offered {
		answer := delivery.Declined
		if offer.Accepted {
			answer = delivery.Accepted
		}
		act(office(c, offer.On), officer, delivery.OfferPlace{Offer: delivery.Offer{On: offer.On, What: placeName(o.Provider), Answer: answer}})
	}
	if o.WhyNot != "" {
		act(office(c, o.WhyNotOn), officer, delivery.ExplainDelay{Reason: o.WhyNot})
	}
	if o.Started.IsZero() {
		return
	}
	if brief.Proof == delivery.ByVisit {
		w.firstVisit(brief, id, o, running)
		until := ending(item, p)
		if last := item.last(); !last.IsZero() && (until.IsZero() || last.Before(until)) {
			until = last.AddDays(1)
		}
		pause := w.pauses(o, provider, act)
		w.visitHome(visits.Target{Person: brief.Person, Order: id, Service: brief.Service, Provider: brief.Provider}, item, o.StartOn, until, pause)
	} else {
		act(o.Started, provider, w.shownStart(brief.Proof, civil.DayOf(o.Started)))
	}
	if homeCare(item.Kind) && !o.Contact.IsZero() {
		act(latest(office(c, o.Contact), o.Acknowledged.Add(time.Minute)), provider, delivery.OfferCareContact{Answer: "ja", Contact: delivery.CareContact{Name: pick(c, carerNames()), Nurse: c.happens(0.9)}})
	}
	current := w.plans(item, o, id, provider, officer, act)
	for k, signal := range item.Signals {
		w.signal(signal, provider, current, act)
		if !signal.Answered.IsZero() && running(signal.Sent) && stays(p, civil.DayOf(signal.Answered)) { // also when a new decision has ended the order
			cmd := answer(c, k+1)
			w.do(signal.Answered, officer, one(func() engine.Step { return w.orders.Step(id.ID, cmd) }))
		}
	}
}

// homeCare tells whether the service is home care, which has a fixed care
// contact (SoL 10:7).
func homeCare(kind string) bool { return strings.HasPrefix(kind, "hemtjanst") || kind == "nattpatrull" }

// Shares of the breaks in help at home.
const (
	sharePaused = 0.04 // of the services: hospital, most often for some weeks
	shareLong   = 0.15 // of these stay away for more than three months
)

// A pause is a time when a service that has begun is not given; the day it is
// given again does not belong to it.
type pause struct{ from, until civil.Date }

// pauses lets some be away from home for a time, and the provider tell of it.
func (w *script) pauses(o *Order, provider string, act func(time.Time, string, engine.Command[delivery.Order])) pause {
	c := w.breaks
	begins, days := civil.DayOf(o.Started).AddDays(c.between(15, 300)), c.between(4, 40)
	away, long := c.happens(sharePaused), c.happens(shareLong)
	if !away || w.story > 0 {
		return pause{}
	}
	if long {
		days = c.between(95, 180)
	}
	gone := pause{from: begins, until: begins.AddDays(days)}
	act(office(c, next(begins)), provider, delivery.Interrupt{On: begins})
	act(office(c, next(gone.until)), provider, delivery.Resume{On: gone.until})
	return gone
}

// firstVisit registers the visit that shows that the service has begun.
func (w *script) firstVisit(brief delivery.Brief, order ids.Order, o *Order, running func(time.Time) bool) {
	c := w.texts
	end := o.Started.Add(time.Duration(c.between(12, 55)) * time.Minute)
	if !running(end) || civil.DayOf(o.Started).After(civil.DayOf(end)) {
		return
	}
	carer := w.carerOf(c, o.Provider)
	id := w.ids.New(o.Started)
	w.do(end, carer, one(func() engine.Step {
		return w.registering(id, visits.Register{
			Target: visits.Target{Person: brief.Person, Order: order, Service: brief.Service, Provider: brief.Provider},
			Done:   visits.Span{From: o.Started, To: end}, Class: visits.TaggedBoth, Staff: []ids.User{w.actors[carer].User},
		})
	}))
}

// plans writes the implementation plan and its reviews, and tells until when a
// plan is current.
func (w *script) plans(item *Item, o *Order, id ids.Order, provider, officer string, act func(time.Time, string, engine.Command[delivery.Order])) func(civil.Date) bool {
	c := w.texts
	if o.Plan.IsZero() || o.Plan.After(w.Today) || !catalogue(item.Kind).Plan {
		return func(civil.Date) bool { return false }
	}
	made := laterDay(next(o.Plan), civil.DayOf(o.Acknowledged))
	plan := delivery.MakePlan{Made: made, Participation: pick(c, tookPart()), Collaboration: pick(c, []string{"Anhörig en gång i månaden.", "Distriktssköterskan.", "Behövs inte."}), ReviewBy: made.AddMonths(6)}
	for _, goal := range goalsOf(item) {
		plan.Goals = append(plan.Goals, delivery.PlanGoal{Goal: goal.Key, Text: goal.Text, Activity: activityOf(item.Kind), How: how(c)})
	}
	if c.happens(0.8) {
		plan.SharedOn = made
	}
	if catalogue(item.Kind).Goal == casework.ShortPurpose {
		plan.Goals = []delivery.PlanGoal{{Text: item.Goals[0].Text, Activity: activityOf(item.Kind), How: how(c)}}
	}
	at := office(c, made)
	if at.Before(o.Acknowledged) {
		at = o.Acknowledged.Add(time.Hour)
	}
	act(at, provider, plan)
	w.afterPlan(at, plan, provider, officer, act)
	spans := [][2]civil.Date{{made, plan.ReviewBy}}
	for _, review := range o.PlanReviews {
		on := next(review)
		if !on.After(made) {
			continue
		}
		next := on.AddMonths(6)
		act(office(c, on), provider, delivery.ReviewPlan{Review: delivery.Review{On: on, Says: reviewSays(c), Next: next}})
		spans = append(spans, [2]civil.Date{on, next})
	}
	return func(day civil.Date) bool {
		for _, span := range spans {
			if day.After(span[0]) && !day.After(span[1]) {
				return true
			}
		}
		return false
	}
}

// signal writes a signal of changed need.
func (w *script) signal(s Signal, provider string, current func(civil.Date) bool, act func(time.Time, string, engine.Command[delivery.Order])) {
	day := civil.DayOf(s.Sent)
	kind := map[string]delivery.SignalKind{"mer-hjalp": delivery.MoreHelp, "mindre-hjalp": delivery.LessHelp, "annat": delivery.OtherHelp}[s.Kind]
	if kind == delivery.MoreHelp && !current(day) {
		kind = delivery.OtherHelp // more time is not asked for without a plan that holds (E-18)
	}
	act(s.Sent, provider, delivery.Signal{Kind: kind, What: signalSays(w.texts, kind), Since: day.AddDays(-w.texts.between(3, 20))})
}

// answer is what the officer answers to a signal.
func answer(c chance, n int) delivery.AnswerSignal {
	leads := delivery.NewInquiry
	if c.happens(0.4) {
		leads = delivery.WithinPlan
	}
	return delivery.AnswerSignal{Number: n, Answer: "Tack. Vi har pratat med den enskilde och går vidare så här.", Leads: leads}
}

// followUp writes an individual follow-up against each goal.
func (w *script) followUp(item *Item, service ids.Service, f FollowUp) casework.FollowUpService {
	c := w.texts
	on := civil.DayOf(f.On)
	out := casework.FollowUp{Service: service, On: on, Form: pick(c, []string{"hembesok", "telefon", "telefon", "besok"}), Effect: effect(c), Next: "fortsatter", NextOn: on.AddMonths(catalogue(item.Kind).Follow)}
	out.Results = w.results(item, f.Reached)
	w.asked(&out, item, f.Reached)
	return casework.FollowUpService{FollowUp: out, Indicators: w.indicators.Of(item.Kind, on)}
}
