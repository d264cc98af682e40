package simulate

import (
	"cmp"
	"slices"
	"time"

	"stadga/internal/civil"
)

// sortBy sorts by a key, keeping the order of equals.
func sortBy[T any, K cmp.Ordered](list []T, key func(T) K) {
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
}

// lssServices are the services of LSS 9 § with their share of all.
var lssServices = []struct {
	kind  string
	share float64
	child bool
}{
	{"lss-daglig-verksamhet", 34, false},
	{"lss-boende-vuxna", 25, false},
	{"lss-kontaktperson", 15, false},
	{"lss-korttidsvistelse", 7.5, true},
	{"lss-ledsagarservice", 5.7, false},
	{"lss-assistans", 4.2, false},
	{"lss-korttidstillsyn", 3.9, true},
	{"lss-avlosarservice", 3.5, true},
	{"lss-boende-barn", 0.7, true},
	{"lss-radgivning", 0.7, false},
}

// Counts of LSS, for the full town.
const (
	lssPersons    = 375.0
	lssServicesOn = 575.0 // services on a day
	lssGranted    = 160.0 // decisions a year
	lssRefused    = 38.0
)

// planLSS draws those with support under LSS when the plan begins, and what is
// asked for in its course.
func (p *Plan) planLSS() {
	c := newChance(p.Seed, "lss")
	var persons []*Person
	for range p.stock(c, lssPersons) {
		person := p.disabled(c)
		persons = append(persons, person)
	}
	var running []*Item
	for at := range p.stock(c, lssServicesOn) {
		person := persons[at%len(persons)]
		on := next(p.Start.AddDays(-c.between(30, 1000)))
		running = append(running, p.request(c, person, on, "bifall", true).Items[0])
	}
	// Requests take two months: those decided first came before the plan begins.
	const before = 70
	days := newRhythm(p.Start.AddDays(-before), p.Today, yearOfApplications, weekOfApplications)
	longer := float64(before)/365/p.years() + 1
	outcomes := append(repeat("bifall", p.count(c, lssGranted*longer)), repeat("avslag", p.count(c, lssRefused*longer))...)
	c.Shuffle(len(outcomes), func(i, j int) { outcomes[i], outcomes[j] = outcomes[j], outcomes[i] })
	for _, outcome := range outcomes {
		person := pick(c, persons)
		if outcome == "avslag" || c.happens(0.25) {
			person = p.disabled(c)
			persons = append(persons, person)
		}
		a := p.request(c, person, days.day(c), outcome, false)
		if outcome == "bifall" { // as many end as begin
			at := c.IntN(len(running))
			closeBy(running[at], civil.DayOf(a.Decided), "eget-onskemal")
			running[at] = a.Items[0]
		}
	}
}

func repeat(word string, times int) []string {
	words := make([]string, times)
	for i := range words {
		words[i] = word
	}
	return words
}

// disabled draws someone whom LSS may concern: men are 59 % of them.
func (p *Plan) disabled(c chance) *Person {
	group := p.Town.Adults
	if c.happens(0.17) {
		group = p.Town.Children
	}
	for {
		person := pick(c, group)
		if !person.Case && !p.taken[person] && (person.Sex == Man) == c.happens(0.59) && here(person, p.Today) {
			return p.Town.involve(person)
		}
	}
}

// request draws one request (LSS 8 §) and its decision.
func (p *Plan) request(c chance, person *Person, on civil.Date, outcome string, imported bool) *Application {
	weights := make([]float64, len(lssServices))
	for i, s := range lssServices {
		if s.child == (age(person.Born, on) < 21) {
			weights[i] = s.share
		}
	}
	kind := lssServices[c.weighted(weights)].kind
	decided := office(c, on)
	received := office(c, next(on.AddDays(-lagLSS.whole(c))))
	if !imported {
		received = office(c, on)
		decided = after(c, received, summer(received, lagLSS.draw(c)))
	}
	day := civil.DayOf(decided)
	a := &Application{
		Person: person, Area: "funktionsnedsattning", Kind: "begaran", Received: received, Officer: "mats-ohrn",
		Registered: atOffice(c, received.Add(lagRegister.duration(c))), Channel: []string{"telefon", "brev", "e-tjanst"}[c.IntN(3)],
		Decided: decided, Eligibility: []string{"1", "2", "3"}[c.weighted([]float64{70, 5, 25})], Imported: imported,
		Wish: "Jag begär stöd enligt LSS för att kunna leva som andra.",
	}
	a.Opened = latest(a.Registered.Add(20*time.Minute), after(c, a.Registered, float64(c.between(1, 9))))
	a.Decided = latest(a.Decided, a.Opened.Add(time.Hour))
	item := &Item{Kind: kind, Law: "LSS", Outcome: outcome, From: day, Goals: p.goals(c, kind, day), ReceivedOn: p.receivedOn(c, day)}
	a.Items = []*Item{item}
	if outcome == "avslag" {
		a.Sent = latest(a.Opened.Add(time.Minute), within(c, a.Opened, a.Decided.AddDate(0, 0, -16)))
		a.Eligibility = []string{"ingen", "3"}[c.IntN(2)]
	} else {
		if c.happens(0.66) {
			item.FollowUpOn = next(day.AddMonths(12))
		}
		item.Order = p.order(c, item, p.provider(c, kind), a.Decided)
		p.live(c, item, person, "mats-ohrn")
	}
	p.Applications = append(p.Applications, a)
	return a
}

// adultYearly is what adults under 65 apply for in a year in the full town.
var adultYearly = []struct {
	kind   string
	yearly float64
}{{"boendestod", 170}, {"oppenvard-vuxen", 190}, {"hemtjanst-omvardnad", 110}}

// adultsNew is the share of applications of adults who have had nothing before.
const adultsNew = 0.22

// planAdults draws the area adults.
func (p *Plan) planAdults() {
	c := newChance(p.Seed, "adults")
	days := newRhythm(p.Start, p.Today, yearOfApplications, weekOfApplications)
	var known []*Person
	has := make(map[*Person]map[string]*Item)
	for _, row := range adultYearly {
		for range p.count(c, row.yearly) {
			person := pick(c, p.Town.Adults)
			if len(known) > 0 && !c.happens(adultsNew) || p.taken[person] {
				person = pick(c, known)
			} else {
				known = append(known, p.Town.involve(person))
			}
			at := office(c, days.day(c))
			decided := after(c, at, summer(at, lagHomeCare.draw(c)))
			on := civil.DayOf(decided)
			a := &Application{
				Person: person, Area: "vuxen", Kind: "ansokan", Received: at, Registered: at.Add(time.Duration(c.between(3, 90)) * time.Minute),
				Channel: "telefon", Officer: "mats-ohrn", Decided: decided, Wish: "Jag behöver stöd för att få vardagen att fungera.",
			}
			a.Opened = a.Registered.Add(time.Duration(c.between(5, 300)) * time.Minute)
			a.Decided = latest(decided, a.Opened.Add(40*time.Minute))
			item := &Item{Kind: row.kind, Law: solOn(on), Outcome: "bifall", From: on, Until: on.AddMonths(c.between(6, 12)), Goals: p.goals(c, row.kind, on), ReceivedOn: p.receivedOn(c, on)}
			if row.kind != "oppenvard-vuxen" {
				item.Minutes = c.between(4, 40) * 60
			}
			a.Items = []*Item{item}
			if !here(person, civil.DayOf(a.Decided)) || c.happens(0.05) {
				a.Withdrawn, item.Outcome = true, "avskrivning"
			} else {
				item.Order = p.order(c, item, p.provider(c, row.kind), a.Decided)
				p.live(c, item, person, "mats-ohrn")
				if has[person] == nil {
					has[person] = make(map[string]*Item)
				}
				has[person][row.kind] = succeed(has[person][row.kind], item)
			}
			p.Applications = append(p.Applications, a)
		}
	}
}

// succeed lets a new decision on the same service take the place of the one that
// runs, whichever was drawn first, and tells which is the later.
func succeed(one, other *Item) *Item {
	if one == nil {
		return other
	}
	if other.From.Before(one.From) {
		one, other = other, one
	}
	closeBy(one, other.From, "nytt-beslut")
	return other
}
