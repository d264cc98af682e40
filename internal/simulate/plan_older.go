package simulate

import (
	"slices"
	"time"

	"stadga/internal/civil"
)

// Counts of the area older people, for the full town.
const (
	oldWithDecision = 1840.0 // persons over 65 on a day
	womenShare      = 19.0   // per cent of women over 65, against
	menShare        = 12.0
	homeCareOld     = 920.0
	residential     = 437.0
	alarms          = 1265.0
	dieYearly       = 0.14 // of those with services
	dieResidential  = 0.30
)

// olderYearly is what people apply for in a year beside renewals and first
// applications, for the full town.
var olderYearly = []struct {
	kind      string
	yearly    float64
	discharge bool
	fresh     bool // someone without services
}{
	{kind: "hemtjanst-omvardnad", yearly: 110, fresh: true},
	{kind: "trygghetslarm", yearly: 260, fresh: true},
	{kind: "hemtjanst-omvardnad", yearly: 430},
	{kind: "trygghetslarm", yearly: 140},
	{kind: "hemtjanst-omvardnad", yearly: 300, discharge: true},
	{kind: "korttidsboende", yearly: 420, discharge: true},
	{kind: "korttidsboende", yearly: 260},
	{kind: "sarskilt-boende", yearly: 155},
	{kind: "dagverksamhet", yearly: 170},
	{kind: "avlosning", yearly: 160},
	{kind: "ledsagning", yearly: 150},
}

// An olderLife is what one person over 65 has.
type olderLife struct {
	person   *Person
	officer  string
	services map[string]*Item
	busy     civil.Date // an application of the kind runs until then
}

type olderPlanner struct {
	*Plan
	chance
	lives   []*olderLife
	waiting []*Person // who have no service yet, in the order they will apply
	ending  []expiry  // periods that someone will look at, the first first
}

// An expiry is a period that runs out, and the day someone begins to look at it.
type expiry struct {
	on   civil.Date
	life *olderLife
	item *Item
}

// planOlder draws those who have services when the plan begins, then what is
// applied for in its course, then the renewals of what runs out.
func (p *Plan) planOlder() {
	op := &olderPlanner{Plan: p, chance: newChance(p.Seed, "older")}
	op.queue()
	op.begin()
	days := newRhythm(p.Start, p.Today, yearOfApplications, weekOfApplications)
	var wanted []wish
	for _, row := range olderYearly {
		for range p.count(op.chance, row.yearly) {
			wanted = append(wanted, wish{days.day(op.chance), row.kind, row.discharge, row.fresh})
		}
	}
	op.Shuffle(len(wanted), func(i, j int) { wanted[i], wanted[j] = wanted[j], wanted[i] })
	op.inOrder(wanted)
}

// A wish is an application that someone will make that day.
type wish struct {
	on        civil.Date
	kind      string
	discharge bool
	fresh     bool
}

// queue puts the people over 65 in the order in which they come to need
// something: the older the sooner, women more often than men.
func (op *olderPlanner) queue() {
	var people []*Person
	var weights []float64
	for _, person := range op.Town.Old {
		if op.taken[person] {
			continue
		}
		weight := menShare
		if person.Sex == Woman {
			weight = womenShare
		}
		switch years := age(person.Born, op.Today); {
		case years >= 90:
			weight *= 9
		case years >= 80:
			weight *= 5
		case years < 72:
			weight *= 0.4
		}
		people, weights = append(people, person), append(weights, weight)
	}
	op.waiting = op.drawOrder(people, weights)
}

// drawOrder draws all, the heavier the sooner.
func (c chance) drawOrder(people []*Person, weights []float64) []*Person {
	keys := make(map[*Person]float64, len(people))
	for i, person := range people {
		keys[person] = c.ExpFloat64() / weights[i]
	}
	sortBy(people, func(p *Person) float64 { return keys[p] })
	return people
}

// fresh takes the next person in the queue who lives in town that day.
func (op *olderPlanner) fresh(on civil.Date) *olderLife {
	for at, person := range op.waiting {
		if here(person, on) {
			op.waiting = append(op.waiting[:at:at], op.waiting[at+1:]...)
			op.Town.involve(person)
			life := &olderLife{person: person, officer: op.roster.officer(op.chance, "bistand", on), services: make(map[string]*Item)}
			if person.Protected != "" { // a file with protected details is not given to someone hired
				life.officer = "eva-ek"
			}
			op.lives = append(op.lives, life)
			op.age(person, on, dieYearly*0.35) // beside the risk that everyone of that age has
			return life
		}
	}
	return pick(op.chance, op.lives)
}

// age lets a risk of dying run from the day to the end of the plan.
func (op *olderPlanner) age(person *Person, from civil.Date, yearly float64) {
	from = laterDay(from, op.Start)
	left := op.Today.DaysSince(from)
	if on := from.AddDays(int(op.ExpFloat64() / yearly * 365)); on.DaysSince(from) <= left && here(person, on) {
		person.Died = on
	}
}

func laterDay(a, b civil.Date) civil.Date {
	if a.After(b) {
		return a
	}
	return b
}

// begin draws who has what on the first day. The decisions are older than the
// plan.
func (op *olderPlanner) begin() {
	// On top of those who stay come those who die or move in the time of the plan
	// and are replaced by new applicants.
	persons := op.stock(op.chance, oldWithDecision)
	mix := []struct {
		kind   string
		number float64
	}{{"hemtjanst-omvardnad", homeCareOld}, {"sarskilt-boende", residential}, {"trygghetslarm", alarms * 0.97}}
	for range persons {
		op.fresh(op.Start)
	}
	free := op.lives
	for _, m := range mix {
		left := op.stock(op.chance, m.number)
		for _, at := range op.Perm(len(free)) {
			life := free[at]
			if left == 0 {
				break
			}
			if life.services["sarskilt-boende"] != nil || m.kind == "sarskilt-boende" && len(life.services) > 0 {
				continue
			}
			op.old(life, m.kind)
			left--
		}
	}
	for _, life := range free {
		if len(life.services) == 0 {
			op.old(life, "trygghetslarm")
		}
	}
}

// old gives someone a service decided before the plan begins, and renews it into it.
func (op *olderPlanner) old(life *olderLife, kind string) {
	c := op.chance
	on := next(op.Start.AddDays(-c.between(3, 700)))
	if kind == "hemtjanst-omvardnad" {
		on = next(op.Start.AddDays(-c.between(3, 350)))
	}
	received := after(c, on.AddDays(-lagHomeCare.whole(c)-1).At(9, 0), 0)
	a := op.application(life, kind, received, office(c, on))
	a.Imported = true
	op.runsOut(life, a.Items[0])
}

// homeCareTarget is in how many days the municipality decides on home care.
const homeCareTarget = 21

// inOrder lets the wishes come in by day, and between them what runs out be
// looked at.
func (op *olderPlanner) inOrder(wanted []wish) {
	sortBy(wanted, func(w wish) float64 { return float64(w.on.DaysSince(op.Start)) })
	for len(wanted) > 0 || len(op.ending) > 0 {
		if len(wanted) == 0 || len(op.ending) > 0 && op.ending[0].on.Before(wanted[0].on) {
			runsOut := op.ending[0]
			op.ending = op.ending[1:]
			op.renew(runsOut.life, runsOut.item)
			continue
		}
		w := wanted[0]
		wanted = wanted[1:]
		var life *olderLife
		if w.fresh {
			life = op.fresh(w.on)
		} else {
			life = op.someone(w)
		}
		at := office(op.chance, w.on)
		lag := summer(at, lagHomeCare.draw(op.chance)*0.9) // the rest is days off
		if w.discharge {
			lag = float64(op.between(0, 3))
		}
		if op.watched(life.officer) && op.happened(w.on.AddDays(homeCareTarget)) && !op.happened(w.on.AddDays(int(lag)-1)) {
			lag = homeCareTarget - 4
		}
		a := op.application(life, w.kind, at, after(op.chance, at, lag))
		a.Discharge = w.discharge
		if w.discharge {
			a.HomeVisit = time.Time{}
		}
		op.runsOut(life, a.Items[0])
	}
}

// someone finds a person who has services and not this one yet, or home care
// that may grow.
func (op *olderPlanner) someone(w wish) *olderLife {
	for range tries {
		life := pick(op.chance, op.lives)
		has := life.services[w.kind]
		if !here(life.person, w.on) || life.services["sarskilt-boende"] != nil || life.busy.After(w.on) {
			continue
		}
		switch {
		case w.kind == "hemtjanst-omvardnad" && (has != nil || op.happens(0.45)),
			w.kind == "korttidsboende",
			w.kind != "hemtjanst-omvardnad" && has == nil:
			return life
		}
	}
	return op.fresh(w.on)
}

// application draws one application and its decision.
func (op *olderPlanner) application(life *olderLife, kind string, received, decided time.Time) *Application {
	c := op.chance
	day := civil.DayOf(decided)
	a := &Application{
		Person: life.person, Area: "aldre", Kind: "ansokan", Received: received, Officer: life.officer, Decided: decided,
		Registered: atOffice(c, received.Add(lagRegister.duration(c))), Wish: wishes[kind],
		Channel: []string{"telefon", "e-tjanst", "brev", "besok"}[c.weighted([]float64{66, 18, 12, 4})],
	}
	// A file with protected details stays with the one who has it.
	if life.person.Protected == "" && (op.roster.away(life.officer, civil.DayOf(received)) || c.happens(0.04)) {
		a.Officer = op.roster.officer(c, "bistand", civil.DayOf(received))
	}
	a.Opened = latest(a.Registered.Add(5*time.Minute), atOffice(c, a.Registered.Add(time.Duration(c.between(10, 2000))*time.Minute)))
	if !a.Opened.Before(decided) {
		a.Opened = a.Registered.Add(time.Minute)
		a.Decided = latest(decided, a.Opened.Add(time.Duration(c.between(30, 200))*time.Minute))
	}
	if c.happens(0.82) && a.Decided.Sub(a.Opened) > 20*time.Hour {
		a.HomeVisit = within(c, a.Opened.Add(10*time.Hour), a.Decided.Add(-2*time.Hour))
	}
	item := &Item{Kind: kind, Law: solOn(day), Outcome: "bifall", From: day, Goals: op.goals(c, kind, day), ReceivedOn: op.receivedOn(c, day)}
	refusal := 0.002
	if kind == "sarskilt-boende" || kind == "korttidsboende" {
		refusal = 0.02
	}
	switch at := c.Float64(); {
	case leftBefore(life.person, civil.DayOf(a.Decided)), at < 0.04:
		a.Withdrawn, item.Outcome = true, "avskrivning"
	case at < 0.04+refusal:
		item.Outcome = "avslag"
	case at < 0.042+refusal:
		item.Outcome = "avvisning"
	case at < 0.072+refusal:
		item.Outcome = "delvis-bifall"
	}
	if item.Outcome == "avslag" || item.Outcome == "delvis-bifall" {
		// The person has a fortnight to answer before it is decided.
		if soonest := next(civil.DayOf(a.Opened).AddDays(17)); day.Before(soonest) {
			day = soonest
			a.Decided = office(c, day)
			item.From, item.Law, item.ReceivedOn = day, solOn(day), op.receivedOn(c, day)
		}
		a.Sent = latest(a.Opened.Add(time.Minute), within(c, a.Opened, a.Decided.AddDate(0, 0, -16)))
		if item.Outcome == "avslag" && c.happens(0.4) {
			item.ReceivedOn = day.AddDays(c.between(3, 12))
			item.Appealed = office(c, next(item.ReceivedOn.AddDays(c.between(4, 20))))
			item.AppealWon = c.happens(0.12)
		}
	}
	op.Applications = append(op.Applications, a)
	a.Items = []*Item{item}
	life.busy = laterDay(life.busy, civil.DayOf(a.Decided))
	if item.Outcome != "bifall" && item.Outcome != "delvis-bifall" {
		return a
	}
	op.grant(life, a, item)
	return a
}

func leftBefore(person *Person, day civil.Date) bool { return !here(person, day) }

// grant fills in extent, period and order of a granted service.
func (op *olderPlanner) grant(life *olderLife, a *Application, item *Item) {
	c, day := op.chance, civil.DayOf(a.Decided)
	if earlier := life.services[item.Kind]; earlier != nil && item.Kind != "trygghetslarm" {
		closeBy(earlier, day, "nytt-beslut")
	}
	switch item.Kind {
	case "hemtjanst-omvardnad":
		item.Minutes = int(lagHours.draw(c) * 60)
		item.Until = day.AddMonths([]int{3, 6, 12, 12, 12, 18}[c.IntN(6)])
	case "korttidsboende":
		item.Until = day.AddDays(c.between(10, 42))
	case "dagverksamhet", "avlosning", "ledsagning":
		item.Until = day.AddMonths(12)
		item.Minutes = c.between(4, 30) * 60
	case "sarskilt-boende":
		for _, other := range life.services {
			closeBy(other, day.AddDays(40), "nytt-beslut")
		}
		op.age(life.person, day, (dieResidential-dieYearly)*0.7)
	}
	if c.happens(0.66) {
		item.FollowUpOn = next(day.AddMonths(c.between(1, 9)))
		if !item.Until.IsZero() && item.FollowUpOn.After(item.Until) {
			item.FollowUpOn = slide(item.Until.AddDays(-7))
		}
	}
	item.Order = op.order(c, item, op.provider(c, item.Kind), a.Decided)
	if a.Discharge {
		item.Order.Started = anyHour(c, day)
		if item.Order.Started.Before(item.Order.Acknowledged) {
			item.Order.Started = item.Order.Acknowledged.Add(2 * time.Hour)
		}
		item.Order.StartOn = civil.DayOf(item.Order.Started)
	}
	op.live(c, item, life.person, life.officer)
	life.services[item.Kind] = item
}

// closeBy ends a service that a new decision takes the place of.
func closeBy(item *Item, day civil.Date, why string) {
	if item.EndedOn.IsZero() || item.EndedOn.After(day) {
		item.EndedOn, item.EndedBy = day, why
	}
}

// lookAhead is how many days before a period runs out someone begins to look at it,
// at the earliest.
const lookAhead = 80

// runsOut notes that a period of home care runs out in the time of the plan.
func (op *olderPlanner) runsOut(life *olderLife, item *Item) {
	until := item.last()
	if item.Kind != "hemtjanst-omvardnad" || item.Order == nil || until.IsZero() || !op.happened(until) || item.EndedBy != "period-slut" {
		return
	}
	new := expiry{until.AddDays(-lookAhead), life, item}
	at, _ := slices.BinarySearchFunc(op.ending, new, func(a, b expiry) int {
		if a.on.After(b.on) {
			return 1
		}
		return -1 // those of one day in the order they were noted
	})
	op.ending = slices.Insert(op.ending, at, new)
}

// renew carries home care with an end date on: most by a new inquiry, some by a
// mere extension, fewer of those as time goes.
func (op *olderPlanner) renew(life *olderLife, item *Item) {
	c, until := op.chance, item.last()
	if life.services[item.Kind] != item || item.EndedBy != "period-slut" {
		return // something else has taken its place, or the person has left
	}
	if c.happens(0.06) { // the need is gone
		return
	}
	grown := float64(until.DaysSince(op.Start)) / float64(op.Today.DaysSince(op.Start))
	if c.happens(0.31 - 0.2*min(max(grown, 0), 1)) {
		item.Extensions = append(item.Extensions, Extension{On: slide(until.AddDays(-c.between(1, 20))), Until: until.AddMonths(c.between(6, 12))})
		item.EndedOn, item.EndedBy, item.FollowUps, item.Signals = civil.Date{}, "", nil, nil
		op.live(c, item, life.person, life.officer)
		op.runsOut(life, item)
		return
	}
	decided := office(c, slide(until.AddDays(-c.between(0, 9))))
	waits := min(lagHomeCare.whole(c)+1, lookAhead-12)
	if op.watched(life.officer) && !op.begun(decided) {
		waits = min(waits, homeCareTarget-6)
	}
	received := after(c, decided.AddDate(0, 0, -waits), 0)
	if !received.Before(decided) {
		received = decided.Add(-26 * time.Hour)
	}
	again := op.application(life, item.Kind, received, decided).Items[0]
	if again.Order == nil {
		return
	}
	if again.Minutes, again.Order.Provider = item.Minutes, item.Order.Provider; c.happens(0.4) {
		again.Minutes = item.Minutes * c.between(78, 128) / 100
	}
	// Those who come already go on coming.
	again.Order.Started = latest(again.Order.Acknowledged.Add(time.Hour), again.From.AddDays(1).At(8, 10))
	again.Order.StartOn = civil.DayOf(again.Order.Started)
	again.Order.Plan = next(again.Order.StartOn.AddDays(c.between(0, 8))) // they write on from the plan they had
	op.planReviews(c, again.Order)
	op.runsOut(life, again)
}

// wishes are what people say when they apply.
var wishes = map[string]string{
	"hemtjanst-omvardnad": "Jag klarar inte längre att duscha och städa själv och behöver hjälp hemma.",
	"trygghetslarm":       "Jag vill kunna larma om jag ramlar.",
	"korttidsboende":      "Jag behöver vara någonstans med hjälp tills jag orkar gå hemma igen.",
	"sarskilt-boende":     "Jag är otrygg på nätterna och vill flytta till ett boende.",
	"dagverksamhet":       "Jag sitter ensam hela dagarna och vill träffa andra.",
	"avlosning":           "Min make behöver få vara ledig några timmar varje vecka.",
	"ledsagning":          "Jag ser dåligt och behöver sällskap när jag går ut.",
}
