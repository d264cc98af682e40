package simulate

import (
	"fmt"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
)

func inquiryKind(a *Application) casework.InquiryKind {
	if a.Kind == "begaran" {
		return casework.InquiryLSS
	}
	return casework.Area(a.Area).InquiryKind()
}

// application writes an application from the day it came in to what it led to.
func (w *script) application(a *Application) {
	if !w.begun(a.Registered) || !here(a.Person, civil.DayOf(a.Registered)) {
		return
	}
	c := w.texts
	lines, opening := w.caseOf(a.Person, casework.Area(a.Area), a.Officer, a.Registered)
	person := w.known[a.Person]
	intake := ids.Intake{ID: w.ids.New(a.Registered)}
	inquiry := ids.Investigation{ID: w.ids.New(a.Opened)}
	w.applied[a] = inquiry
	var asked []string
	for _, item := range a.Items {
		asked = append(asked, item.Kind)
	}
	w.do(a.Registered, a.Officer, func() []engine.Step {
		return append(opening, w.intakes.Step(intake.ID, casework.ReceiveApplication{
			Case: lines.id, Person: person, Area: casework.Area(a.Area), Kind: casework.IntakeKind(a.Kind), Received: a.Received,
			Channel: casework.Channel(a.Channel), Content: casework.IntakeContent{Says: a.Wish, Services: asked}, Officer: w.actors[a.Officer].User,
		}))
	})
	kind := inquiryKind(a)
	grounds := casework.GroundsOf(kind, civil.DayOf(a.Opened))
	ground, unusual := grounds[len(grounds)-1], ""
	if len(casework.CheckGround(kind, ground, age(a.Person.Born, civil.DayOf(a.Opened)), asked)) > 0 {
		unusual = "Prövas eftersom det är vad personen ber om."
	}
	w.do(a.Opened, a.Officer, func() []engine.Step {
		return []engine.Step{
			w.intakes.Step(intake.ID, casework.DecideIntake{Outcome: casework.Opened, Ground: ground, Investigation: inquiry, GroundReason: unusual}),
			w.investigations.Step(inquiry.ID, casework.OpenInvestigation{
				Case: lines.id, Person: person, Intake: intake, Kind: kind, Ground: ground, Started: a.Kind, Received: a.Received, Template: w.ofKind(kind, civil.DayOf(a.Opened)),
				Question: "Vilka behov har " + a.Person.First + ", och vilket stöd behövs?",
			}),
		}
	})
	if kind == casework.InquiryChild {
		told := after(c, a.Opened, 1)
		w.do(told, a.Officer, func() []engine.Step {
			var steps []engine.Step
			for _, guardian := range a.Person.Guardians {
				steps = append(steps, w.investigations.Step(inquiry.ID, casework.TellConcerned{Who: w.known[guardian], On: civil.DayOf(told), How: "telefon"}))
			}
			return steps
		})
	}
	if a.Decided.IsZero() {
		return
	}
	if left := leaving(a.Person); !left.IsZero() && !civil.DayOf(a.Decided).Before(left) {
		a.Withdrawn = true
	}
	if !a.Withdrawn {
		w.investigate(a, inquiry, lines)
	}
	w.decide(a, inquiry, lines, c)
}

// leaving is the first day on which the person is no longer here; zero: stays.
func leaving(p *Person) civil.Date {
	if p.Died.IsZero() || !p.Moved.IsZero() && p.Moved.Before(p.Died) {
		return p.Moved
	}
	return p.Died
}

// investigate writes the inquiry of an application.
func (w *script) investigate(a *Application, inquiry ids.Investigation, lines *caseLine) {
	c, kind := w.texts, inquiryKind(a)
	part := func(key, text string) engine.Step {
		return w.investigations.Step(inquiry.ID, casework.WritePart{Part: key, Text: text, Done: true})
	}
	from := a.Opened
	if !a.HomeVisit.IsZero() {
		note := w.ids.New(a.HomeVisit)
		from = partway(c, a.HomeVisit, a.Decided, 0.05)
		on := seen{lines, a.Person}
		if before, wrote := w.lately[a.Officer]; wrote && w.mayMisfile(a, before, from) && w.misfiled.falls() {
			on = before
			w.misfile(note, a, lines, from)
		}
		w.lately[a.Officer] = seen{lines, a.Person}
		w.do(from, a.Officer, func() []engine.Step {
			return []engine.Step{
				w.investigations.Step(inquiry.ID, casework.RecordHomeVisit{On: civil.DayOf(a.HomeVisit)}),
				w.notes.Step(note, casework.WriteNote{
					Case: on.line.id, Person: w.known[on.person], Kind: casework.NoteVisit, Happened: a.HomeVisit, Title: "Hembesök",
					Text: visitNote(c, a.Person), Sign: true,
				}),
			}
		})
	}
	child := age(a.Person.Born, civil.DayOf(from)) < 18 // one who comes of age on the way was heard as a child
	written := partway(c, from, a.Decided, 0.6)
	w.do(written, a.Officer, func() []engine.Step {
		steps := []engine.Step{part("situation", situation(c, a.Person, a.Area))}
		if kind == casework.InquiryLSS {
			steps = append(steps, part("funktionsnedsattning", "Underlag från habiliteringen beskriver omfattande och varaktiga svårigheter i vardagen. "+a.Person.First+" behöver stöd i de flesta nya situationer."))
			why := "Intyg och utredning visar att kriterierna är uppfyllda."
			if a.Eligibility == "ingen" {
				why = "Svårigheterna är inte så stora att de omfattas av lagen."
			}
			steps = append(steps, w.investigations.Step(inquiry.ID, casework.AssessEligibility{Group: a.Eligibility, Why: why}))
		}
		if kind != casework.InquiryChild {
			steps = append(steps, w.investigations.Step(inquiry.ID, casework.WriteOwnWords{Text: a.Wish}))
			if area := lifeArea(a.Items[0].Kind); area != "" {
				text, strong := need(c, a.Person, a.Items[0].Kind), strength(c)
				steps = append(steps, part(area, text))
				if catalogue(a.Items[0].Kind).Goal != casework.ShortPurpose { // what has a purpose only is granted without goals
					steps = append(steps, w.investigations.Step(inquiry.ID, casework.DescribeNeed{Area: area, Text: text, Strength: strong}))
					for _, goal := range goalsOf(a.Items[0]) {
						goal.Need = "b1"
						steps = append(steps, w.investigations.Step(inquiry.ID, casework.SetGoal{Goal: goal}))
					}
				}
			}
		}
		if kind != casework.InquiryChild {
			answer := "nej"
			if child {
				answer = "ja"
			}
			steps = append(steps, w.investigations.Step(inquiry.ID, casework.AskAboutChildren{Answer: answer}))
		}
		if kind == casework.InquiryOlder && a.HomeVisit.IsZero() {
			why := "Behovet är tydligt av samtalet och ett hembesök görs vid uppföljningen."
			if a.Discharge {
				why = "Bedömningen gjordes på sjukhuset inför hemgången."
			}
			steps = append(steps, w.investigations.Step(inquiry.ID, casework.RecordHomeVisit{Reason: why}))
		}
		if kind == casework.InquiryChild {
			steps = append(steps, w.investigations.Step(inquiry.ID, casework.TalkWithChild{On: civil.DayOf(written), Form: "enskilt"}))
			steps = append(steps, part("barnets-basta", "Det är bäst för "+a.Person.First+" att få det stöd som föräldrarna ansöker om."))
		}
		steps = append(steps, part("bedomning", assessment(a.Person, a.Items[0].Outcome)))
		if kind == casework.InquiryChild || child {
			steps = append(steps, w.family(inquiry, a.Person, a.Person.Guardians, a.Items, written)...)
		}
		return steps
	})
	ready := partway(c, written, a.Decided, 0.6)
	w.do(ready, a.Officer, func() []engine.Step {
		steps := append(w.involved(inquiry, a.Person), w.investigations.Step(inquiry.ID, casework.CompleteDocument{Used: w.usual.For(inquiryKind(a), civil.DayOf(ready))}))
		return append(steps, w.hear(a, inquiry, ready)...)
	})
}

// family writes the child's view and the guardians' views and consents.
func (w *script) family(inquiry ids.Investigation, child *Person, viewed []*Person, items []*Item, at time.Time) []engine.Step {
	steps := []engine.Step{w.investigations.Step(inquiry.ID, casework.WriteChildsView{Text: childSays(w.texts, child)})}
	if age(child.Born, civil.DayOf(at)) < 3 {
		steps[0] = w.investigations.Step(inquiry.ID, casework.WriteChildsView{NotHeard: "Barnet är för litet för att berätta. Vi har sett barnet tillsammans med föräldrarna."})
	}
	for _, guardian := range child.Guardians {
		cmd := casework.WriteGuardiansView{Guardian: w.known[guardian], NotHeard: "Har inte velat träffa oss trots tre erbjudna tider."}
		for _, other := range viewed {
			if other == guardian {
				cmd.NotHeard, cmd.Text = "", guardianSays(w.texts, guardian, child)
			}
		}
		steps = append(steps, w.investigations.Step(inquiry.ID, cmd))
		for _, item := range items {
			if given(item) {
				steps = append(steps, w.investigations.Step(inquiry.ID, casework.RecordConsent{
					Guardian: w.known[guardian], Answer: "ja", To: catalogue(item.Kind).Name, On: civil.DayOf(at),
				}))
				break
			}
		}
	}
	return steps
}

// hear settles whether the material is sent before the decision, and sends it.
func (w *script) hear(a *Application, inquiry ids.Investigation, at time.Time) []engine.Step {
	if a.Sent.IsZero() {
		return []engine.Step{w.investigations.Step(inquiry.ID, casework.ConsiderCommunication{
			Need: "uppenbart-obehovlig", Reason: "Ansökan bifalls helt och underlaget är den enskildes egna uppgifter.",
		})}
	}
	parties := []*Person{a.Person}
	if age(a.Person.Born, civil.DayOf(at)) < 18 {
		parties = partiesOf(a.Person, civil.DayOf(at))
	}
	sent := civil.DayOf(a.Sent)
	if a.Sent.After(at) {
		sent = civil.DayOf(at)
	}
	steps := []engine.Step{w.investigations.Step(inquiry.ID, casework.ConsiderCommunication{Need: "behovs"})}
	for _, party := range parties {
		steps = append(steps,
			w.investigations.Step(inquiry.ID, casework.SendMaterial{Party: w.known[party], On: sent, How: "brev", AnswerBy: sent.AddDays(14), Checked: true}),
			w.investigations.Step(inquiry.ID, casework.RecordAnswer{Party: w.known[party], On: civil.DayOf(at), Says: ""}))
	}
	return steps
}

// partiesOf lists whose right it is to see the material about a child (SoL 3:4).
func partiesOf(child *Person, day civil.Date) []*Person {
	parties := append([]*Person(nil), child.Guardians...)
	if age(child.Born, day) >= 15 || len(parties) == 0 {
		parties = append(parties, child)
	}
	return parties
}

// decide signs the decision and lets it live.
func (w *script) decide(a *Application, inquiry ids.Investigation, lines *caseLine, c chance) {
	if !w.begun(a.Decided) {
		return
	}
	person, kind := w.known[a.Person], inquiryKind(a)
	made := &signed{id: ids.Decision{ID: w.ids.New(a.Decided)}, made: a.Decided, items: a.Items}
	day := civil.DayOf(a.Decided)
	cmd := casework.MakeDecision{Case: lines.id, Person: person, Investigation: inquiry, Kind: kind, Mandate: w.mandate(), Routine: w.preparation, Guidelines: w.usual, Reasons: assessment(a.Person, a.Items[0].Outcome)}
	var ruled *casework.Mandate // of the committee; nil where an officer decides
	for _, item := range a.Items {
		if a.Withdrawn {
			item.Outcome, item.Order = "avskrivning", nil
		}
		service := ids.Service{ID: w.ids.New(a.Decided)}
		made.ids = append(made.ids, service)
		made.orders = append(made.orders, ids.Order{})
		cmd.Items = append(cmd.Items, w.item(a, item, service, day))
		if catalogue(item.Kind).Utskott && given(item) {
			ruled = w.beforeCommittee(laying{lines, a.Person, inquiry, casework.PlacementMatter, "Bevilja " + catalogue(item.Kind).Gets + ".", a.Officer, a.Decided.Add(-2 * time.Hour), a.Decided, &cmd.Items[len(cmd.Items)-1].Outer})
			cmd.Mandate.Body = ruled.Body
		}
	}
	decider := a.Officer
	if cmd.Mandate.Body == "delegat" {
		if _, may := w.delegation.Find(w.actors[decider].Roles, a.Items[0].Kind, "", day); !may {
			decider = head(decider)
		}
	}
	made.by = decider
	lines.decisions = append(lines.decisions, made)
	w.signed[a] = made
	if cmd.Mandate.Body == "delegat" {
		w.decidedFor(made.id, made.made)
	}
	w.certificate(a, inquiry)
	w.prepare(a, inquiry, cmd.Conclusion(made.id))
	w.do(a.Decided, decider, func() []engine.Step {
		if ruled != nil {
			cmd.Mandate = *ruled
		}
		return []engine.Step{
			w.investigations.Step(inquiry.ID, cmd.Conclusion(made.id)),
			w.decisions.Step(made.id.ID, cmd),
		}
	})
	if !a.Items[0].Untold {
		w.tell(a.Officer, a.Person, made, c)
	}
	for n := range a.Items {
		w.run(lines, made, n, a.Officer, a.Person)
	}
}

// head is who leads the unit of an officer.
func head(officer string) string {
	for _, post := range Staff() {
		if post.Key != officer {
			continue
		}
		for _, unit := range Units() {
			if unit.Key == post.Unit && unit.Manager != "" {
				return unit.Manager
			}
		}
	}
	panic("simulate: nobody leads " + officer)
}

// given tells whether the item gives the person something.
func given(item *Item) bool { return item.Outcome == "bifall" || item.Outcome == "delvis-bifall" }

func catalogue(key string) casework.ServiceKind {
	kind, _ := casework.ServiceByKey(key)
	return kind
}

// item writes one item of a decision.
func (w *script) item(a *Application, item *Item, service ids.Service, day civil.Date) casework.DecisionItem {
	kind := catalogue(item.Kind)
	out := casework.DecisionItem{Service: service, Kind: item.Kind, Applied: kind.Name, Outcome: casework.Outcome(item.Outcome)}
	switch item.Outcome {
	case "avskrivning":
		out.Why = "atertagen"
		if left := leaving(a.Person); !left.IsZero() && !day.Before(left) {
			if out.Why = "flyttat"; left == a.Person.Died {
				out.Why = "avliden"
			}
		}
		return out
	case "avvisning":
		out.Why, out.Reasons = "ofullstandig", "Ansökan säger inte vad som önskas, och ingen har gått att nå för att fråga."
		return out
	case "avslag":
		out.Reasons = "Behovet tillgodoses redan av de insatser som finns."
		return out
	case "delvis-bifall":
		out.Reasons = "En del av det som söks tillgodoses på annat sätt."
	}
	out.From, out.Until = item.From, item.Until
	out.Extent = extentOf(item)
	if hours := escorted(item.Kind, a.Person); hours > 0 {
		out.Extent.Count = hours
	}
	if kind.Goal == casework.ShortPurpose {
		out.Purpose = item.Goals[0].Text
	} else {
		out.Goals, out.Purpose = goalsOf(item), purposes[item.Kind]
		for n := range out.Goals {
			if kind.Agreed && out.Goals[n].Vague() {
				out.Goals[n].Text, out.Goals[n].Measure = "Äta middag tillsammans utan bråk fyra dagar i veckan", "Familjens egen kalender, genomgången varje vecka"
			}
		}
	}
	if kind.Period == casework.OpenEnded && !item.Until.IsZero() {
		out.Limit = "Behovet väntas vara kortvarigt enligt läkarens bedömning."
	}
	last := out.From.AddMonths(kind.FollowWithin(out.Until))
	if out.FollowUp = item.FollowUpOn; out.FollowUp.IsZero() || out.FollowUp.After(last) || !out.FollowUp.After(day) {
		out.FollowUp = last.AddDays(-1)
	}
	if !out.Until.IsZero() && out.FollowUp.After(out.Until) {
		out.FollowUp = out.Until
	}
	out.Terms = w.terms(kind, out.Extent, a.Person, day)
	out.Lesser = casework.Lesser{Ground: "egen-begaran", Why: a.Person.First + " vill själv ha det så."}
	return out
}

// extentOf is how much of the service is given.
func extentOf(item *Item) casework.Extent {
	switch catalogue(item.Kind).Unit {
	case casework.Piece:
		return casework.Extent{}
	case casework.Hours:
		return casework.Extent{Count: max(item.Minutes/60, 1), Per: casework.PerMonth}
	case casework.Nights:
		if item.Kind == "lss-korttidsvistelse" {
			return casework.Extent{Count: 6, Per: casework.PerMonth}
		}
		return casework.Extent{Count: 30, Per: casework.PerMonth}
	case casework.Days:
		return casework.Extent{Count: 3, Per: casework.PerWeek}
	}
	return casework.Extent{Count: max(item.Times, 2), Per: casework.PerWeek}
}

// goalsOf gives the goals their keys and measures.
func goalsOf(item *Item) []casework.Goal {
	var goals []casework.Goal
	for n, goal := range item.Goals {
		measure := "Syns vid uppföljningen: antal gånger per vecka enligt utförarens anteckningar."
		if goal.Vague {
			measure = "Egen uppfattning."
		}
		goals = append(goals, casework.Goal{Key: fmt.Sprintf("m%d", n+1), Text: goal.Text, Measure: measure, By: goal.By})
	}
	return goals
}

// tell sends the decision to the person, and keeps the day it was received.
func (w *script) tell(officer string, p *Person, made *signed, c chance) {
	person, day := w.known[p], civil.DayOf(made.made)
	to := []ids.Person{person}
	if age(p.Born, day) < 18 {
		to = nil
		for _, party := range partiesOf(p, day) {
			to = append(to, w.known[party])
		}
	}
	sent := made.made.Add(time.Duration(c.between(4, 60)) * time.Minute)
	if left := leaving(p); !left.IsZero() && !day.Before(left) && left == p.Died {
		return // one who has moved is told at the new address
	}
	w.do(sent, officer, func() []engine.Step {
		var steps []engine.Step
		for _, party := range to {
			how := "brev"
			if party == person && p.Protected == string(protectedRegistration) {
				how = "skatteverket"
			}
			steps = append(steps, w.decisions.Step(made.id.ID, casework.SendLetter{To: party, How: how, On: day, Checked: true}))
		}
		return steps
	})
	if len(made.items) == 0 {
		return
	}
	item := made.items[0]
	if received := laterDay(item.ReceivedOn, day.AddDays(1)); !item.ReceivedOn.IsZero() && stays(p, received) {
		w.do(office(c, next(received.AddDays(1))), officer, one(func() engine.Step {
			return w.decisions.Step(made.id.ID, casework.RecordReceived{To: to[0], On: received, Proof: "Mottagningsbeviset har kommit tillbaka."})
		}))
	}
	if item.Appealed.IsZero() || !stays(p, civil.DayOf(item.Appealed)) {
		return
	}
	w.do(item.Appealed, officer, one(func() engine.Step {
		return w.decisions.Step(made.id.ID, casework.ReceiveAppeal{On: civil.DayOf(item.Appealed), From: to[0], Says: "Jag överklagar och vill att beslutet ändras."})
	}))
	forwarded := after(c, item.Appealed, float64(c.between(2, 6)))
	w.changedFor(casework.ReconsiderIt, made.id, forwarded)
	w.do(forwarded, officer, func() []engine.Step {
		return []engine.Step{
			w.decisions.Step(made.id.ID, casework.TestAppeal{Appeal: "o1", Result: "i-tid"}),
			w.decisions.Step(made.id.ID, casework.ReconsiderAppeal{Appeal: "o1", Why: "Överklagandet tillför inget nytt.", Order: w.delegation}),
			w.decisions.Step(made.id.ID, casework.ForwardAppeal{Appeal: "o1", On: civil.DayOf(forwarded)}),
		}
	})
	ruled := after(c, forwarded, float64(c.between(70, 190)))
	result, effect, what := "avslag", "star-fast", ""
	if item.AppealWon {
		result, effect, what = "bifall", "andrat", "Fatta ett nytt beslut enligt domen."
	}
	w.do(ruled, officer, one(func() engine.Step {
		return w.decisions.Step(made.id.ID, casework.RecordRuling{Appeal: "o1", Court: "Förvaltningsrätten", Level: casework.FirstCourt, Result: result, Effect: effect, What: what, On: civil.DayOf(ruled)})
	}))
}

// stays tells whether the person is still here on the day.
func stays(p *Person, day civil.Date) bool {
	left := leaving(p)
	return left.IsZero() || day.Before(left)
}
