package simulate

import (
	"time"

	"stadga/internal/civil"
)

// Counts and shares of reports of concern. A report counts once for each child
// it names.
const (
	reportsYearly     = 1920.0 // children of 0–17
	reportsYoung      = 60.0   // of 18–20
	childrenConcerned = 1000.0 // at least one report in a year
	shareSiblings     = 0.30   // of the reports name two or more
	shareRunning      = 0.12   // of the reports come while an inquiry runs
	shareOpened       = 0.38
	shareBoys         = 0.55
	shareUnder13      = 0.66
	shareJoint        = 0.72
	shareApart        = 0.58
	shareService      = 0.45 // of the inquiries end with a service
	firstOfAll        = 0.75 // of the children concerned in a year were not in the year before
	familiesLately    = 360.0
	warmUp            = 190 // days before the plan in which inquiries still open at its start began
)

var (
	reporters       = []string{"polis", "skola", "vard", "myndighet", "privat", "anonym", "egen-personal"}
	reporterWeights = []float64{24, 23, 13, 15, 14, 8, 3}
	reasons         = []string{"foralder", "barnet", "ovrigt"}
	reasonWeights   = []float64{39, 33, 28}
)

// A childLife is what the plan has drawn of one child so far.
type childLife struct {
	reports int
	until   time.Time // an inquiry runs until then
	inquiry *Inquiry
}

type childPlanner struct {
	*Plan
	chance
	families []family // in the order they come to notice
	next     int      // of families
	seen     []family // families with a report behind them
	lives    map[*Person]*childLife
}

// planChildren draws the reports of concern in the order they come in, so that
// each can see what runs already.
func (p *Plan) planChildren() {
	c := newChance(p.Seed, "children")
	cp := &childPlanner{Plan: p, chance: c, lives: make(map[*Person]*childLife)}
	cp.families = cp.order()
	warm := newRhythm(p.Start.AddDays(-warmUp), p.Start.AddDays(-1), yearOfReports, weekOfReports)
	days := newRhythm(p.Start, p.Today, yearOfReports, weekOfReports)
	// A report concerns 1.4 children in the mean; the count is of children.
	wanted := p.count(c, reportsYearly)
	before := c.round(float64(wanted) * warmUp / 365 / p.years())
	cp.draw(warm, before)
	kept := p.Reports[:0]
	for _, r := range p.Reports {
		if r.Story > 0 || r.opened() {
			kept = append(kept, r)
		}
	}
	p.Reports = kept
	cp.draw(days, wanted)
	for range p.count(c, reportsYoung) {
		young := pick(c, p.Town.Young)
		if day := days.day(c); here(young, day) && !p.taken[young] {
			cp.report(day, []*Person{young})
		}
	}
	p.planPlaced(c)
}

// opened tells whether the report led to an inquiry.
func (r *Report) opened() bool {
	for _, child := range r.Children {
		if child.Inquiry != nil {
			return true
		}
	}
	return false
}

// order draws families so that their children have the shares of those that
// reports speak of: more boys, more small children, more parents apart.
func (cp *childPlanner) order() []family {
	bins := make(map[[2]bool][]family)
	for _, f := range cp.Town.families {
		if f.free(cp.taken) {
			bins[[2]bool{f.joint, f.apart}] = append(bins[[2]bool{f.joint, f.apart}], f)
		}
	}
	kinds := [][2]bool{{true, false}, {true, true}, {false, true}}
	weights := []float64{1 - shareApart, shareJoint - (1 - shareApart), 1 - shareJoint}
	var drawn []family
	for {
		kind := kinds[cp.weighted(weights)]
		left := bins[kind]
		if len(left) == 0 {
			return drawn
		}
		at := cp.IntN(len(left))
		f := left[at]
		left[at] = left[len(left)-1]
		bins[kind] = left[:len(left)-1]
		if !cp.happens(f.likely(cp.Today)) {
			continue
		}
		drawn = append(drawn, f)
	}
}

// free tells whether no story speaks of the family.
func (f family) free(taken map[*Person]bool) bool {
	for _, child := range f.children {
		if taken[child] {
			return false
		}
	}
	return true
}

// likely weighs a family by sex and age of its first child.
func (f family) likely(day civil.Date) float64 {
	weight := 0.9
	if f.children[0].Sex == Woman {
		weight = 0.9 * (1 - shareBoys) / shareBoys * 0.513 / 0.487
	}
	if age(f.children[0].Born, day) > 12 {
		return weight
	}
	return weight * shareUnder13 / (1 - shareUnder13) * 5 / 13
}

// draw makes reports on days of the rhythm until they concern so many children.
func (cp *childPlanner) draw(days rhythm, children int) {
	var drawn []civil.Date
	for range children {
		drawn = append(drawn, days.day(cp.chance))
	}
	sortDays(drawn)
	fresh := childrenConcerned / reportsYearly / (1 - shareRunning) * firstOfAll
	for at := 0; at < len(drawn); {
		var f family
		switch {
		case cp.happens(shareRunning * 0.85): // some come on a running inquiry by chance
			f = cp.running(drawn[at])
		case cp.happens(fresh) || len(cp.seen) == 0:
			f = cp.unseen()
		default:
			f = cp.idle(drawn[at])
		}
		concerned := cp.among(f, drawn[at])
		if len(concerned) == 0 {
			at++
			continue
		}
		cp.report(drawn[at], concerned)
		at += len(concerned)
	}
}

// unseen takes a family that no report has named.
func (cp *childPlanner) unseen() family {
	if cp.next == len(cp.families) {
		return pick(cp.chance, cp.seen)
	}
	f := cp.families[cp.next]
	cp.next++
	cp.seen = append(cp.seen, f)
	return f
}

// tries is how often a family is looked for at random among those seen before.
const tries = 200

// running finds a family with an open inquiry; any seen one when there is none.
func (cp *childPlanner) running(day civil.Date) family {
	return cp.find(func(life *childLife) bool { return life.until.After(day.Midnight()) })
}

// idle finds a family without an open inquiry.
func (cp *childPlanner) idle(day civil.Date) family {
	return cp.find(func(life *childLife) bool { return !life.until.After(day.Midnight()) })
}

// find looks among the families of late: a worry comes back within the year.
func (cp *childPlanner) find(fits func(*childLife) bool) family {
	if len(cp.seen) == 0 {
		return cp.unseen()
	}
	lately := cp.seen[max(0, len(cp.seen)-cp.round(familiesLately*cp.scale)):]
	var f family
	for range tries {
		f = pick(cp.chance, lately)
		if fits(cp.life(f.children[0])) {
			return f
		}
	}
	return f
}

func (cp *childPlanner) life(child *Person) *childLife {
	if cp.lives[child] == nil {
		cp.lives[child] = &childLife{}
	}
	return cp.lives[child]
}

// among draws which children of the family a report names.
func (cp *childPlanner) among(f family, day civil.Date) []*Person {
	var concerned []*Person
	several := cp.happens(shareSiblings * 2.35) // families with one child cannot have two named
	for i, child := range f.children {
		if here(child, day) && child.Born.Before(day) && (i == 0 || several) {
			concerned = append(concerned, child)
		}
	}
	return concerned
}

// report draws one report and what comes of it.
func (cp *childPlanner) report(day civil.Date, children []*Person) {
	c := cp.chance
	r := &Report{Received: reportHour(c, day), Reporter: reporters[c.weighted(reporterWeights)], Reason: reasons[c.weighted(reasonWeights)], Violence: c.happens(0.2)}
	switch {
	case r.Reporter == "polis" || r.Reporter == "skola" || r.Reporter == "vard" || r.Reporter == "myndighet":
		r.Channel = []string{"e-tjanst", "e-post", "telefon", "brev"}[c.weighted([]float64{40, 30, 25, 5})]
	default:
		r.Channel = []string{"telefon", "e-tjanst", "besok", "brev"}[c.weighted([]float64{60, 28, 7, 5})]
	}
	r.Feedback = r.Mandated() && c.happens(0.45)
	shut := atOffice(c, r.Received)
	jour := !shut.Equal(r.Received) && (r.Channel == "telefon" || r.Channel == "besok")
	switch {
	case jour:
		r.Channel, r.Taker = "socialjour", "cecilia-nord"
		r.Registered = r.Received.Add(time.Duration(c.between(600, 5400)) * time.Second)
	case r.Channel == "telefon" || r.Channel == "besok":
		r.Registered = r.Received.Add(time.Duration(c.between(240, 3000)) * time.Second)
	default:
		r.Registered = shut.Add(lagRegister.duration(c))
		if !shut.Equal(r.Received) {
			r.Registered = shut.Add(time.Duration(c.between(180, 7200)) * time.Second)
		}
		r.Registered = atOffice(c, r.Registered)
	}
	if r.Taker == "" {
		r.Taker = cp.roster.officer(c, "mottagning-barn", civil.DayOf(r.Registered))
	}
	for _, child := range children {
		r.Children = append(r.Children, cp.child(r, child, jour))
	}
	cp.Reports = append(cp.Reports, r)
}

// child draws what becomes of the report for one child.
func (cp *childPlanner) child(r *Report, child *Person, jour bool) *ChildReport {
	c, life := cp.chance, cp.life(child)
	life.reports++
	cp.Town.involve(child)
	for _, guardian := range child.Guardians {
		cp.Town.involve(guardian)
	}
	cr := &ChildReport{Child: child, Assessor: r.Taker, Protection: "behovs-inte"}
	if c.happens(0.05) {
		cr.Protection = "behovs"
	}
	cp.assess(r, cr, jour)
	if life.until.After(r.Registered.Add(4*time.Hour)) && life.inquiry.Opened.Before(life.until) {
		decided := latest(after(c, r.Registered, c.Float64()*2), cr.Assessed.Add(15*time.Minute))
		if !decided.Before(life.until) {
			decided = latest(r.Registered, cr.Assessed).Add(20 * time.Minute)
		}
		decided = latest(decided, life.inquiry.Opened.Add(time.Hour))
		if decided.Before(life.until) { // else the inquiry has been closed before anyone got so far
			cr.Outcome, cr.Officer, cr.Assigned, cr.Running, cr.Decided = "pagar-redan", life.inquiry.Officer, r.Registered, life.inquiry, decided
			cp.contact(r, cr)
			return cr
		}
	}
	cr.Officer = cp.roster.officer(c, "mottagning-barn", civil.DayOf(r.Registered))
	cr.Assigned = r.Registered.Add(time.Duration(c.between(5, 600)) * time.Minute)
	lag := summer(r.Received, lagPreliminary.draw(c))
	if lag > 14 && lag < 17 && c.happens(0.5) { // most find a way to keep the fourteenth day
		lag = 13
	}
	cr.Decided = latest(after(c, r.Received, lag), r.Registered.Add(30*time.Minute))
	if late := civil.DayOf(cr.Decided).DaysSince(civil.DayOf(r.Received)); late > 14 && late <= 17 && c.happens(0.85) {
		cr.Decided = latest(office(c, slide(civil.DayOf(r.Received).AddDays(14))), r.Registered.Add(30*time.Minute))
	}
	if c.happens(0.01) {
		cr.ExtendedOn = slide(civil.DayOf(r.Received).AddDays(13))
		cr.ExtendedTo = civil.DayOf(r.Received).AddDays(28)
		cr.Decided = after(c, r.Received, 20)
	}
	cr.Decided = latest(cr.Decided, cr.Assessed.Add(25*time.Minute))
	cp.contact(r, cr)
	cr.Outcome = "inte-inleda"
	share := shareOpened / (1 - shareRunning)
	if cr.Protection == "behovs" {
		share = 0.9
	}
	if c.happens(share) {
		cr.Outcome = "inleda"
		cr.Inquiry = cp.inquiry(r, cr)
		life.until, life.inquiry = cr.Inquiry.Closed, cr.Inquiry
	}
	return cr
}

// contact draws who is talked to before the decision, and why the others are not.
func (cp *childPlanner) contact(r *Report, cr *ChildReport) {
	c := cp.chance
	for _, guardian := range cr.Child.Guardians {
		contact := Contact{Guardian: guardian, WhyNot: "Vi har sökt vårdnadshavaren per telefon tre gånger utan att få svar."}
		if c.happens(0.88) {
			contact = Contact{Guardian: guardian, On: within(c, latest(cr.Assessed, r.Registered), cr.Decided)}
		}
		cr.Contacts = append(cr.Contacts, contact)
	}
	switch at := c.Float64(); {
	case at < 0.5 && age(cr.Child.Born, civil.DayOf(r.Received)) >= 5:
		cr.Heard = within(c, latest(cr.Assessed, r.Registered), cr.Decided)
	case at < 0.985:
		cr.Unheard = "Vårdnadshavaren samtycker inte till samtal, och barnet är för litet för att bestämma själv."
	}
}

// assess draws the protection assessment: the same day, the day after, later, or
// never. The demo has exactly one that is missing, and a story tells of it.
func (cp *childPlanner) assess(r *Report, cr *ChildReport, jour bool) {
	c, day := cp.chance, civil.DayOf(r.Received)
	switch at := c.Float64(); {
	case at < 0.01 && !cp.Stories:
	case at < 0.04:
		cr.Assessed = office(c, next(day.AddDays(c.between(2, 3))))
	case at < 0.09 && !jour:
		morning := r.Received.Add(time.Duration(c.between(15, 22)) * time.Hour)
		if cr.Assessed = atOffice(c, morning); cr.Assessed.Sub(r.Received) > 23*time.Hour {
			cr.Assessed = morning // by the jour
		}
	default:
		left := day.At(23, 50).Sub(r.Received)
		if shut := day.At(17, 15); r.Received.Before(shut) && !jour {
			left = shut.Sub(r.Received)
		}
		left = max(left, 5*time.Minute)
		cr.Assessed = r.Received.Add(min(lagProtection.duration(c), time.Duration(c.Float64()*float64(left))))
	}
	if cp.Stories && cp.begun(r.Registered) && !cp.begun(cr.Assessed) {
		cr.Assessed = r.Registered
	}
}

// childTarget is in how many days the municipality wants a child inquiry to be closed.
const childTarget = 120

// inquiry draws an investigation from its opening to its closing decision.
func (cp *childPlanner) inquiry(r *Report, cr *ChildReport) *Inquiry {
	c := cp.chance
	q := &Inquiry{Child: cr.Child, Opened: cr.Decided.Add(time.Duration(c.between(1, 20)) * time.Minute), Ground: "SoL 20:3"}
	if solOn(civil.DayOf(q.Opened)) == "SoL01" {
		q.Ground = "SoL01 11:2"
	}
	q.Officer = cp.roster.officer(c, "utredning-barn", civil.DayOf(q.Opened))
	opened := civil.DayOf(q.Opened)
	days := lagChild.draw(c)
	q.Closed = after(c, q.Opened, days*0.985)
	if cp.watched(q.Officer) && cp.happened(opened.AddDays(childTarget)) && !cp.begun(q.Closed) {
		q.Officer = "petra-hed"
	}
	limit := opened.AddMonths(4)
	if civil.DayOf(q.Closed).After(limit) {
		if c.happens(0.58) { // extended in time, for the rest it ran out
			q.ExtendedOn = slide(limit.AddDays(-c.between(1, 12)))
			q.ExtendedTo = limit.AddMonths(c.between(1, 2))
			q.Why = pick(c, []string{"Sakkunnigutlåtande från barn- och ungdomspsykiatrin väntas.", "Tolk på familjens språk har inte kunnat bokas tidigare.", "Barnet har vistats utomlands en del av tiden."})
			if civil.DayOf(q.Closed).After(q.ExtendedTo) {
				q.Closed = office(c, slide(q.ExtendedTo))
			}
		}
	}
	for _, guardian := range cr.Child.Guardians {
		if c.happens(0.985) {
			q.Told = append(q.Told, guardian)
		}
		if c.happens(0.84) {
			q.Views = append(q.Views, guardian)
		}
	}
	if c.happens(0.94) {
		for range c.between(1, 3) {
			q.Talks = append(q.Talks, within(c, q.Opened.AddDate(0, 0, 2), q.Closed.AddDate(0, 0, -min(26, int(days/3)))))
		}
		sortTimes(q.Talks)
	}
	q.Outcome = "avslutas-utan-insats"
	if c.happens(shareService) {
		q.Outcome = "insats"
		q.Items = []*Item{cp.childService(q.Closed, q.Child, q.Officer)}
	} else if c.happens(0.02) {
		q.Outcome = "lvu-ansokan"
	}
	return q
}

// childService draws the service an inquiry ends with.
func (p *Plan) childService(decided time.Time, child *Person, officer string) *Item {
	on := civil.DayOf(decided)
	c := newChance(p.Seed, "child service "+child.Name()+on.String())
	kinds := []string{"familjebehandling", "kontaktfamilj", "kontaktperson", "familjehem"}
	item := &Item{Kind: kinds[c.weighted([]float64{74, 10, 10, 6})], Law: solOn(on), Outcome: "bifall", From: on}
	item.Until = on.AddMonths(c.between(4, 9))
	if item.Kind == "familjehem" {
		item.Until = civil.Date{}
	}
	if c.happens(0.66) {
		item.FollowUpOn = next(on.AddMonths(c.between(2, 4)))
	}
	item.Goals = p.goals(c, item.Kind, on)
	item.Order = p.order(c, item, p.provider(c, item.Kind), decided)
	item.ReceivedOn = p.receivedOn(c, on)
	p.live(c, item, child, officer)
	return item
}

// planPlaced draws the children who are placed when the plan begins.
func (p *Plan) planPlaced(c chance) {
	for range p.stock(c, 82) {
		child := pick(c, p.Town.Children)
		if child.Case || p.taken[child] || !here(child, p.Start) {
			continue
		}
		from := next(p.Start.AddDays(-c.between(60, 900)))
		p.Town.involve(child)
		for _, guardian := range child.Guardians {
			p.Town.involve(guardian)
		}
		at := office(c, from)
		item := &Item{Kind: "familjehem", Law: solOn(from), Outcome: "bifall", From: from, FollowUpOn: next(from.AddMonths(6))}
		item.Goals = p.goals(c, item.Kind, from)
		item.Order = p.order(c, item, "familjehem", at)
		p.live(c, item, child, "jakob-sellin")
		received := after(c, at.AddDate(0, -3, 0), 0)
		p.Applications = append(p.Applications, &Application{
			Person: child, Area: "barn", Kind: "ansokan", Imported: true, Officer: "jakob-sellin",
			Received: received, Registered: received.Add(40 * time.Minute), Channel: "telefon",
			Opened: after(c, received.Add(time.Hour), 1), Decided: at, Items: []*Item{item},
			Wish: "Vårdnadshavarna ansöker om stöd utanför hemmet.",
		})
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// within draws an office moment between two instants.
func within(c chance, from, to time.Time) time.Time {
	if !to.After(from) {
		return to
	}
	at := atOffice(c, from.Add(time.Duration(c.Float64()*float64(to.Sub(from)))))
	if at.After(to) {
		return to
	}
	return at
}
