package simulate

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/people"
)

// An intent is one act that someone will do at an instant.
type intent struct {
	at    time.Time
	by    string // key of staff; empty: the program itself
	story int    // number of the story it belongs to; 0: background
	steps func() []engine.Step
	typed *sitting // what is typed and not done; nil: it is done
}

// A script turns the matters of a plan into intents. It gives everything its id,
// so that what comes later can speak of what came before.
type script struct {
	*Plan
	streams
	ids     ids.Source
	intents []intent
	story   int    // that is being written; 0: background
	morning string // who hides in the morning whom the jour has registered; empty: it is not night

	actors    map[string]actor
	units     map[string]ids.Unit
	providers map[string]ids.Provider
	known     map[*Person]ids.Person
	homes     []home
	tags      map[ids.Order]string  // the code of the tag in the home
	lately    map[string]seen       // whom each officer has written of last
	delegated []delegatedAct        // decisions by officers, to be told to the board
	since     map[*Person]time.Time // when the person was registered
	cases     map[caseKey]*caseLine
	inquiries map[*Inquiry]ids.Investigation
	received  map[*ChildReport]ids.Intake
	applied   map[*Application]ids.Investigation
	signed    map[*Application]*signed
	numbers   map[int]int // case numbers drawn, by year

	paragraphs map[int]int                             // of the committee's minutes, by year
	laid       map[ids.Investigation]*casework.Mandate // what the committee has ruled on an inquiry
	forces     map[*Person]ids.ID                      // matters under LVU, by child
	texts      chance
	owners     chance    // who writes plans, and who reads them
	breaks     chance    // who is away from home for a time
	handed     chance    // what the two sides of an order say to each other
	heirs      chance    // who does what one who has left would have done
	opening    time.Time // the organisation stands from here

	families map[*Person]string // what an officer has written of the first child of a guardian
	homely   chance             // what is written of how children live now

	misfiled, corrected, unfinished lot // slips that are laid evenly

	billed map[ids.Order]map[civil.Date]int64 // minutes by day that the biller has delivered
	mended map[ids.Order]bool                 // orders with a visit that was corrected
	rests  map[string][]rest                  // of today, by provider
	routed map[ids.Person]bool                // those whom the one carer who logs in visits today
}

type caseKey struct {
	person *Person
	area   casework.Area
}

// A caseLine is a case as the script knows it.
type caseLine struct {
	id        ids.Case
	officer   string
	decisions []*signed
}

// A signed decision, with the orders that carry it out.
type signed struct {
	id     ids.Decision
	by     string // key of the one who signed
	made   time.Time
	items  []*Item
	ids    []ids.Service
	orders []ids.Order // zero where no order was sent
}

// A delegatedAct is something decided in the board's place, and how the board is
// told of what was decided in that stream.
type delegatedAct struct {
	stream ids.ID
	at     time.Time
	tell   func(on civil.Date) engine.Step
}

// decidedFor keeps a decision on services, its extension, or what follows it.
func (w *script) decidedFor(id ids.Decision, at time.Time) {
	w.delegated = append(w.delegated, delegatedAct{id.ID, at, func(on civil.Date) engine.Step {
		return w.decisions.Step(id.ID, casework.ReportToBoard{On: on})
	}})
}

// changedFor keeps what was decided of a decision after it was made.
func (w *script) changedFor(what casework.Delegable, id ids.Decision, at time.Time) {
	if w.names(what, at) {
		w.decidedFor(id, at)
	}
}

// settledFor keeps a decision on what came in, when the order names such decisions.
func (w *script) settledFor(what casework.Delegable, id ids.Intake, at time.Time) {
	if w.names(what, at) {
		w.delegated = append(w.delegated, delegatedAct{id.ID, at, func(on civil.Date) engine.Step {
			return w.intakes.Step(id.ID, casework.ReportIntake{On: on})
		}})
	}
}

// extendedFor keeps a decision on more time for an inquiry.
func (w *script) extendedFor(id ids.Investigation, at time.Time) {
	if w.names(casework.ExtendInquiry, at) {
		w.delegated = append(w.delegated, delegatedAct{id.ID, at, func(on civil.Date) engine.Step {
			return w.investigations.Step(id.ID, casework.ReportInvestigation{On: on})
		}})
	}
}

// names tells whether the delegation order of the day names such decisions.
func (w *script) names(what casework.Delegable, at time.Time) bool {
	return !slices.Contains(w.delegation.Unnamed(civil.DayOf(at)), what)
}

// write turns the whole plan into intents, in order of time.
func (p *Plan) write(s streams, source ids.Source) *script {
	w := &script{
		Plan: p, streams: s, ids: source, actors: make(map[string]actor), units: make(map[string]ids.Unit),
		providers: make(map[string]ids.Provider), known: make(map[*Person]ids.Person), since: make(map[*Person]time.Time), cases: make(map[caseKey]*caseLine),
		inquiries: make(map[*Inquiry]ids.Investigation), received: make(map[*ChildReport]ids.Intake),
		applied: make(map[*Application]ids.Investigation), signed: make(map[*Application]*signed),
		laid: make(map[ids.Investigation]*casework.Mandate), forces: make(map[*Person]ids.ID), lately: make(map[string]seen), numbers: make(map[int]int), paragraphs: make(map[int]int), texts: newChance(p.Seed, "texts"), heirs: newChance(p.Seed, "heirs"), breaks: newChance(p.Seed, "breaks"), owners: newChance(p.Seed, "owners"), handed: newChance(p.Seed, "handed"),
		families: make(map[*Person]string), homely: newChance(p.Seed, "homely"),
		misfiled: lot{share: shareMisfiled}, corrected: lot{share: shareCorrected}, unfinished: lot{share: shareUnfinished},
	}
	w.opening = p.earliest().AddDate(0, 0, -1)
	w.organise()
	w.agreements()
	w.manualLevel()
	w.paymentRisks()
	w.providerTerms()
	w.registers()
	w.guidelines()
	for _, matter := range w.inOrder() {
		matter()
	}
	for _, x := range p.changes {
		w.changedFor(x.what, w.signed[x.of].id, x.at)
	}
	w.board()
	w.unexecuted()
	w.quality()
	w.doubles()
	w.handOver()
	for _, x := range p.extras {
		w.telling(x.story, func() { w.do(x.at, x.by, func() []engine.Step { return x.steps(w) }) })
	}
	for i := range p.sittings {
		if t := &p.sittings[i]; !t.at.After(w.End) {
			w.intents = append(w.intents, intent{at: t.at, by: t.by, story: t.story, typed: t})
		}
	}
	w.leave()
	w.planRoute()
	w.makeVisits()
	w.invoice()
	sort.SliceStable(w.intents, func(i, j int) bool { return w.intents[i].at.Before(w.intents[j].at) })
	return w
}

// earliest is the first instant of the plan.
func (p *Plan) earliest() time.Time {
	first := p.Start.At(8, 0)
	for _, r := range p.Reports {
		if r.Received.Before(first) {
			first = r.Received
		}
	}
	for _, a := range p.Applications {
		if a.Received.Before(first) {
			first = a.Received
		}
	}
	return first
}

// inOrder lists reports and applications as they were registered, since the
// first of them opens the person's case.
func (w *script) inOrder() []func() {
	type matter struct {
		at    time.Time
		write func()
	}
	var all []matter
	for _, r := range w.Reports {
		all = append(all, matter{r.Registered, func() { w.telling(r.Story, func() { w.report(r) }) }})
	}
	for _, a := range w.Applications {
		all = append(all, matter{a.Registered, func() { w.telling(a.Story, func() { w.application(a) }) }})
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].at.Before(all[j].at) })
	var list []func()
	for _, m := range all {
		list = append(list, m.write)
	}
	return list
}

// do adds an act, unless it lies after the present. Acts are recorded at whole
// seconds, never before what they tell of.
func (w *script) do(at time.Time, by string, steps func() []engine.Step) {
	if whole := at.Truncate(time.Second); whole.Before(at) {
		at = whole.Add(time.Second)
	}
	if at.After(w.End) {
		return
	}
	if by == leaver && civil.DayOf(at).After(w.lastDayOfLeaver()) {
		by = w.roster.officer(w.heirs, "bistand", civil.DayOf(at))
	}
	w.intents = append(w.intents, intent{at: at, by: by, story: w.story, steps: steps})
}

// telling marks what is written as belonging to a story.
func (w *script) telling(story int, write func()) {
	w.story = story
	write()
	w.story = 0
}

// one is an act of one step.
func one(step func() engine.Step) func() []engine.Step {
	return func() []engine.Step { return []engine.Step{step()} }
}

// person gives the id of a person and the step that registers it, when it is new.
func (w *script) person(p *Person, at time.Time) (ids.Person, []engine.Step) {
	if id, known := w.known[p]; known {
		return id, nil
	}
	id := ids.Person{ID: w.ids.New(at)}
	w.known[p], w.since[p] = id, at
	cmd := people.Register{
		Name: people.Name{Given: p.First, Family: p.Last}, Born: p.Born,
		Contact: people.Contact{Address: p.Street + ", 010 12 Norrsala"},
	}
	if p.Number != "" {
		cmd.Number = ids.MustParseIdentityNumber(p.Number)
	}
	if p.Born.After(civil.DayOf(at)) {
		cmd.Born, cmd.Unborn, cmd.Expected, cmd.Number = civil.Date{}, true, p.Born, ids.IdentityNumber{}
	}
	steps := []engine.Step{w.streams.persons.Step(id.ID, cmd)}
	if p.Protected != "" {
		hide := w.streams.persons.Step(id.ID, people.SetProtection{Kind: people.Protection(p.Protected), Reason: "Uppgift från Skatteverket."})
		if w.morning == "" {
			steps = append(steps, hide)
		} else {
			w.do(atOffice(w.texts, at.Add(time.Hour)), w.morning, one(func() engine.Step { return hide }))
		}
	}
	for _, guardian := range p.Guardians {
		gid, registers := w.person(guardian, at)
		steps = append(registers, steps...)
		from := p.Born
		if from.After(civil.DayOf(at)) {
			from = civil.DayOf(at)
		}
		steps = append(steps, w.streams.persons.Step(id.ID, people.AddRelation{Kind: people.Guardian, Person: gid, From: from}))
	}
	return id, steps
}

// caseOf gives the case of a person in an area and the steps that open it, when
// it is new.
func (w *script) caseOf(p *Person, area casework.Area, officer string, at time.Time) (*caseLine, []engine.Step) {
	person, steps := w.person(p, at)
	if line, known := w.cases[caseKey{p, area}]; known {
		return line, steps
	}
	line := &caseLine{id: ids.Case{ID: w.ids.New(at)}, officer: officer}
	w.cases[caseKey{p, area}] = line
	year := civil.DayOf(at).Year()
	w.numbers[year]++
	who := w.actors[officer]
	return line, append(steps, w.streams.cases.Step(line.id.ID, casework.OpenCase{
		Person: person, Area: area, Number: fmt.Sprintf("%d-%04d", year, w.numbers[year]), Officer: who.User, Unit: who.Unit,
	}))
}

// administrator is who orders units, staff and providers in the program.
const administrator = "emil-krantz"

// organise establishes units, providers and staff before anything else happens.
func (w *script) organise() {
	from := civil.DayOf(w.opening).AddDays(-1)
	at := w.opening
	next := func() time.Time {
		at = at.Add(time.Second)
		return at
	}
	for _, unit := range Units() {
		id := ids.Unit{ID: w.ids.New(at)}
		w.units[unit.Key] = id
		side := org.Authority
		if unit.Branch != "myndighet" {
			side = org.Delivery
		}
		w.do(next(), administrator, one(func() engine.Step {
			return w.streams.units.Step(id.ID, org.EstablishUnit{Name: unit.Name, Side: side, Areas: unit.Areas, Intake: unit.Intake, From: from})
		}))
	}
	for _, provider := range Providers() {
		id := ids.Provider{ID: w.ids.New(at)}
		w.providers[provider.Key] = id
		w.do(next(), administrator, one(func() engine.Step {
			return w.streams.providers.Step(id.ID, org.ApproveProvider{Name: provider.Name, OrgNumber: orgNumber(provider.Key), Own: provider.Own, Services: provider.services(), Phone: coordinator, From: from})
		}))
	}
	for _, key := range carers() {
		provider, _, _ := strings.Cut(key, "/")
		w.actors[key] = actor{User: ids.User{ID: w.ids.New(at)}, Roles: []string{string(org.Omsorgspersonal)}, Provider: w.providers[provider]}
	}
	for _, post := range Staff() {
		// A duty officer acts in a life only when on duty.
		who := actor{User: ids.User{ID: w.ids.New(at)}, Roles: post.Roles, OnCall: slices.Contains(post.Roles, string(org.Socialjour))}
		placement := org.Placement{Title: post.Title, From: from}
		for _, role := range post.Roles {
			placement.Roles = append(placement.Roles, org.Role(role))
		}
		if post.Provider != "" {
			who.Provider = w.providers[post.Provider]
			placement.Provider = who.Provider
		} else {
			who.Unit = w.units[post.Unit]
			placement.Unit = who.Unit
		}
		w.actors[post.Key] = who
		if post.Key == "fatima-nasser" {
			w.actors[carerKey(post.Provider, 1)] = who
		}
		w.do(next(), administrator, one(func() engine.Step {
			return w.streams.staff.Step(who.User.ID, org.AppointStaff{Name: post.Name, Placement: placement})
		}))
	}
	w.plannedLeave()
}

// plannedLeave tells of the summers.
func (w *script) plannedLeave() {
	posts := w.roster.posts
	for i, post := range posts {
		for _, l := range w.roster.leave[post.Key] {
			told := slide(l.from.AddDays(-40)).At(9, 12)
			if l.story || told.Before(w.opening.Add(time.Hour)) {
				continue
			}
			cmd := org.BeginAbsence{User: w.actors[post.Key].User, From: l.from, Until: l.to}
			for next := 1; next < len(posts); next++ {
				if other := posts[(i+next)%len(posts)]; other.Unit == post.Unit && !w.roster.away(other.Key, l.from) {
					cmd.StandIn = w.actors[other.Key].User
					break
				}
			}
			id := w.ids.New(told)
			w.do(told, administrator, one(func() engine.Step { return w.streams.absences.Step(id, cmd) }))
		}
	}
}

// leave tells of deaths and moves, and ends what ran.
func (w *script) leave() {
	for _, p := range w.Town.People {
		id, known := w.known[p]
		if !known {
			continue
		}
		on, why := p.Died, "avliden"
		if on.IsZero() {
			on, why = p.Moved, "flyttat"
		}
		if on.IsZero() || on.After(w.Today) {
			continue
		}
		at := office(w.texts, next(on.AddDays(w.texts.between(1, 3))))
		if w.taken[p] {
			at = on.AddDays(1).At(10, 20)
		}
		if at.Before(w.registered(p)) {
			continue
		}
		w.do(at, w.registrar(p), func() []engine.Step {
			var steps []engine.Step
			if why == "avliden" {
				steps = append(steps, w.streams.persons.Step(id.ID, people.ReportDeath{On: on}))
			} else {
				steps = append(steps, w.streams.persons.Step(id.ID, people.ReportMove{On: on, To: "annan kommun"}))
			}
			return append(steps, w.stop(p, on, why, at)...)
		})
	}
}

// registered is when the person's record was opened.
func (w *script) registered(p *Person) time.Time { return w.since[p] }

// registrar is who tells of a death or a move: the officer of the person's case.
func (w *script) registrar(p *Person) string {
	for _, area := range casework.Areas() {
		if line := w.cases[caseKey{p, area}]; line != nil {
			return line.officer
		}
	}
	return "ulla-norling"
}

// board tells each meeting of the board what has been decided in its place since
// the last one (KL 7:8).
func (w *script) board() {
	sort.SliceStable(w.delegated, func(i, j int) bool { return w.delegated[i].at.Before(w.delegated[j].at) })
	plan := w.meetings.Of("namnd")
	for day := plan.Next(civil.DayOf(w.opening)); !day.After(w.Today); day = plan.Next(day) {
		meeting := day.At(16, 30)
		told := map[ids.ID]bool{}
		var some []delegatedAct
		for len(w.delegated) > 0 && w.delegated[0].at.Before(meeting) {
			if one := w.delegated[0]; !told[one.stream] {
				told[one.stream] = true
				some = append(some, one)
			}
			w.delegated = w.delegated[1:]
		}
		n := 0
		for batch := range slices.Chunk(some, 100) {
			w.do(meeting.Add(time.Duration(n)*time.Minute), secretary, func() []engine.Step {
				var steps []engine.Step
				for _, one := range batch {
					steps = append(steps, one.tell(day))
				}
				return steps
			})
			n++
		}
	}
}
