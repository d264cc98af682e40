package simulate

import (
	"time"

	"stadga/internal/casework"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/org"
)

// tellAlvaAndElis is story 2: one report, two children, one assessment.
func (p *Plan) tellAlvaAndElis() {
	mother, father := p.someone("Sanna", "Björk", Woman, 36), p.someone("Johan", "Björk", Man, 39)
	alva := p.child("Alva", "Björk", Woman, 9, mother, father)
	elis := p.child("Elis", "Björk", Man, 4, mother, father)
	alva.Siblings, elis.Siblings = []*Person{elis}, []*Person{alva}
	saturday := p.Today
	for saturday.Weekday() != time.Saturday || next(saturday.AddDays(2)).At(8, 20).After(p.End) {
		saturday = saturday.AddDays(-1)
	}
	opened := next(saturday.AddDays(2)).At(8, 20)
	p.Reports = append(p.Reports, &Report{
		Received: saturday.At(16, 40), Registered: opened, Channel: "e-post", Reporter: "skola", Reason: "foralder", Violence: true, Feedback: true,
		Taker: "linnea-back", Story: 2,
		Children: []*ChildReport{
			{Child: alva, Assessed: saturday.At(19, 5), Protection: "behovs-inte", Assessor: "cecilia-nord", Officer: "linnea-back", Assigned: opened.Add(10 * time.Minute)},
			{Child: elis, Assessor: "linnea-back", Officer: "linnea-back", Assigned: opened.Add(10 * time.Minute)},
		},
	})
}

// tellMelvin is story 3: nine days on a desk whose officer was away.
func (p *Plan) tellMelvin() {
	mother, father := p.someone("Jenny", "Sandberg", Woman, 34), p.someone("Marcus", "Sandberg", Man, 37)
	melvin := p.child("Melvin", "Sandberg", Man, 9, mother, father)
	received := p.day(-16).At(10, 15)
	taker := "moa-ringvall"
	if !workday(p.day(-16)) {
		taker = "cecilia-nord"
	}
	cr := &ChildReport{
		Child: melvin, Assessed: received.Add(95 * time.Minute), Protection: "behovs-inte", Assessor: taker,
		Officer: "sofia-wallin", Assigned: received.Add(3 * time.Hour),
	}
	p.Reports = append(p.Reports, &Report{
		Received: received, Registered: received.Add(20 * time.Minute), Channel: "telefon", Reporter: "vard", Reason: "barnet", Taker: taker, Story: 3,
		Children: []*ChildReport{cr},
	})
	// Nobody was asked to stand in.
	p.also(p.at(-13, 16, 20), "helena-fors", func(w *script) []engine.Step {
		return []engine.Step{w.absences.Step(w.ids.New(p.at(-13, 16, 20)), org.BeginAbsence{User: w.actors["sofia-wallin"].User, From: p.day(-12), Until: p.day(9)})}
	})
	p.also(p.at(-3, 9, 15), "helena-fors", func(w *script) []engine.Step {
		linnea := w.actors["linnea-back"]
		return []engine.Step{
			w.intakes.Step(w.received[cr].ID, casework.AssignIntake{Officer: linnea.User}),
			w.streams.cases.Step(w.cases[caseKey{melvin, casework.Children}].id.ID, casework.AssignCase{Officer: linnea.User, Unit: linnea.Unit, Reason: "Sofia är ledig."}),
		}
	})
	p.also(p.at(-2, 13, 40), "linnea-back", func(w *script) []engine.Step {
		return []engine.Step{w.intakes.Step(w.received[cr].ID, casework.RecordContact{
			With: casework.WithGuardian, Guardian: w.known[mother], On: slide(p.day(-2)), Says: "Jenny känner igen skolans oro och vill träffa oss.",
		})}
	})
}

// openedFor makes a report that led to an inquiry, opened by an officer that day.
func (p *Plan) openedFor(child *Person, received, opened time.Time, officer, reason string, story int) *Inquiry {
	q := &Inquiry{Child: child, Officer: officer, Opened: opened.Add(10 * time.Minute), Told: child.Guardians, Story: story}
	cr := &ChildReport{
		Child: child, Assessed: received.Add(70 * time.Minute), Protection: "behovs-inte", Assessor: "moa-ringvall", Officer: "moa-ringvall",
		Assigned: received.Add(2 * time.Hour), Decided: opened, Outcome: "inleda", Inquiry: q,
	}
	for _, guardian := range child.Guardians {
		cr.Contacts = append(cr.Contacts, Contact{Guardian: guardian, On: latest(received.Add(150*time.Minute), received.Add(opened.Sub(received)/2))})
	}
	p.Reports = append(p.Reports, &Report{
		Received: received, Registered: received.Add(15 * time.Minute), Channel: "telefon", Reporter: "skola", Reason: reason, Taker: "moa-ringvall", Story: story,
		Children: []*ChildReport{cr},
	})
	return q
}

// inInquiry writes acts of an inquiry that a story tells.
func (p *Plan) inInquiry(q *Inquiry, at time.Time, cmds func(*script) []engine.Command[casework.Investigation]) {
	p.also(at, q.Officer, func(w *script) []engine.Step {
		var steps []engine.Step
		for _, cmd := range cmds(w) {
			steps = append(steps, w.investigations.Step(w.inquiries[q].ID, cmd))
		}
		return steps
	})
}

// tellTuva is story 4: extended four days too late, for a reason that is none.
func (p *Plan) tellTuva() {
	mother, father := p.someone("Malin", "Engström", Woman, 41), p.someone("Andreas", "Engström", Man, 44)
	tuva := p.child("Tuva", "Engström", Woman, 13, mother, father)
	p.tellNetwork(tuva)
	opened := slide(p.day(-6).AddMonths(-4))
	q := p.openedFor(tuva, slide(opened.AddDays(-9)).At(9, 30), opened.At(13, 20), "amir-rahimi", "barnet", 4)
	q.Talks = []time.Time{slide(opened.AddDays(20)).At(14, 0), slide(opened.AddDays(62)).At(14, 30)}
	q.ExtendedOn, q.ExtendedTo, q.Why = slide(p.day(-2)), p.day(-6).AddMonths(2), "Hög arbetsbelastning."
	p.inInquiry(q, slide(opened.AddDays(70)).At(10, 0), func(*script) []engine.Command[casework.Investigation] {
		return []engine.Command[casework.Investigation]{
			casework.WritePart{Part: "kanslor", Text: "Tuva är ofta ledsen på kvällarna och har svårt att somna. I skolan märks det inte."},
			casework.DescribeNeed{Area: "kanslor", Text: "Tuva behöver någon att prata med och lugn på kvällarna.", Strength: "Tuva söker själv upp skolkuratorn."},
			casework.SetGoal{Goal: casework.Goal{Need: "b1", Text: "Tuva ska må bra"}},
		}
	})
	p.inInquiry(q, p.at(-14, 13, 20), func(*script) []engine.Command[casework.Investigation] {
		return []engine.Command[casework.Investigation]{casework.OrderObservation{Order: casework.ObservationOrder{
			Service: "familjebehandling", Purpose: "Orkar föräldrarna hålla kvällarna lugna när någon är med dem?", Extent: "två kvällar i veckan hemma hos familjen",
			Assignee: "Familjeenheten, öppenvård", From: p.day(-13), Until: p.day(-1), Due: slide(p.day(4)),
		}}}
	})
}

// tellNoel is story 5: two inquiries in a row on the same question.
func (p *Plan) tellNoel() {
	mother, father := p.someone("Katarina", "Holmberg", Woman, 45), p.someone("Robert", "Holmberg", Man, 47)
	noel := p.child("Noel", "Holmberg", Man, 15, mother, father)
	first := p.openedFor(noel, p.at(-159, 9, 0), p.at(-150, 10, 0), "amir-rahimi", "barnet", 5)
	first.Talks = []time.Time{p.at(-120, 13, 0)}
	first.Views = noel.Guardians
	first.Closed, first.Outcome = p.at(-40, 14, 0), "avslutas-utan-insats"
	p.inInquiry(first, p.at(-110, 9, 40), func(*script) []engine.Command[casework.Investigation] {
		return []engine.Command[casework.Investigation]{casework.OrderObservation{Order: casework.ObservationOrder{
			Service: "familjebehandling", Purpose: "Kommer Noel till skolan när någon möter honom hemma på morgonen?", Extent: "tre morgnar i veckan",
			Assignee: "Familjeenheten, öppenvård", From: p.day(-108), Until: p.day(-88), Due: slide(p.day(-84)),
		}}}
	})
	p.inInquiry(first, p.at(-85, 10, 30), func(*script) []engine.Command[casework.Investigation] {
		return []engine.Command[casework.Investigation]{casework.ReportObservation{
			Number: 1, On: slide(p.day(-86)), Says: "Noel kom till skolan åtta av nio morgnar när någon mötte honom, och stannade hela dagen sju av dem.",
		}}
	})
	again := first.Closed.Add(20 * time.Minute)
	second := p.openedFor(noel, again, latest(p.at(-39, 15, 0), again.Add(4*time.Hour)), "amir-rahimi", "barnet", 5)
	second.Talks = []time.Time{p.at(-21, 13, 0)}
	p.reuse(first, second)
	p.inInquiry(second, p.at(-5, 11, 0), func(w *script) []engine.Command[casework.Investigation] {
		return []engine.Command[casework.Investigation]{
			casework.ConsiderCommunication{Need: "behovs"},
			casework.SendMaterial{Party: w.known[mother], On: slide(p.day(-5)), How: "brev", AnswerBy: p.day(5), Checked: true},
		}
	})
	for n, title := range []string{"Samtal med skolan", "Telefonsamtal med mamma"} {
		at := p.at(-1, 14+n, 10)
		p.also(at, "amir-rahimi", func(w *script) []engine.Step {
			return []engine.Step{w.notes.Step(w.ids.New(at), casework.WriteNote{
				Case: w.cases[caseKey{noel, casework.Children}].id, Person: w.known[noel], Kind: casework.NotePhone, Title: title,
				Text: "Noel har varit i skolan tre av fem dagar den senaste veckan.",
			})}
		})
	}
}

// tellMaja is story 6: what a draft must not give away.
func (p *Plan) tellMaja() {
	mother, father := p.someone("Nadia", "Lundqvist", Woman, 33), p.someone("Patrik", "Strand", Man, 38)
	maja := p.child("Maja", "Lundqvist", Woman, 7, mother, father)
	protect(maja, mother)
	q := p.openedFor(maja, p.at(-84, 9, 0), p.at(-76, 10, 0), "hanna-osterlind", "foralder", 6)
	q.Talks = []time.Time{p.at(-50, 10, 0)}
	p.inInquiry(q, p.at(-8, 15, 0), func(*script) []engine.Command[casework.Investigation] {
		return []engine.Command[casework.Investigation]{
			casework.WritePart{Part: "situation", Text: "Maja går i Videskolan i en annan kommun sedan i höstas. Mamma arbetar på Almgårdens bageri. Pappa har inte träffat Maja sedan i maj."},
			casework.WritePart{Part: "barnets-utbildning", Text: "Läraren på Videskolan beskriver en glad flicka som läser bra."},
			casework.ConsiderCommunication{Need: "behovs"},
		}
	})
}

// tellEllen is story 10: one guardian agrees, the other does not, and the child
// has not been asked.
func (p *Plan) tellEllen() {
	mother, father := p.someone("Josefin", "Viklund", Woman, 40), p.someone("Fredrik", "Viklund", Man, 43)
	ellen := p.child("Ellen", "Viklund", Woman, 12, mother, father)
	a := &Application{
		Person: ellen, Area: "funktionsnedsattning", Kind: "begaran", Received: p.at(-58, 10, 0), Registered: p.at(-58, 10, 25), Channel: "telefon",
		Officer: "mats-ohrn", Opened: p.at(-57, 9, 0), Story: 10, Wish: "Ellens mamma begär korttidsvistelse en helg i månaden.",
		Items: []*Item{{Kind: "lss-korttidsvistelse"}},
	}
	p.Applications = append(p.Applications, a)
	write := func(n int, cmds func(*script) []engine.Command[casework.Investigation]) {
		p.also(p.at(n, 13, 30), "mats-ohrn", func(w *script) []engine.Step {
			var steps []engine.Step
			for _, cmd := range cmds(w) {
				steps = append(steps, w.investigations.Step(w.applied[a].ID, cmd))
			}
			return steps
		})
	}
	write(-30, func(*script) []engine.Command[casework.Investigation] {
		return []engine.Command[casework.Investigation]{
			casework.AssessEligibility{Group: "1", Why: "Ellen har en intellektuell funktionsnedsättning enligt habiliteringens utredning."},
			casework.AskForCertificate{From: "Habiliteringen", About: "Hur mycket tillsyn Ellen behöver på natten.", On: slide(p.day(-30))},
		}
	})
	write(-16, func(*script) []engine.Command[casework.Investigation] {
		return []engine.Command[casework.Investigation]{casework.ReceiveCertificate{Number: 1, On: slide(p.day(-16)), Says: "Ellen behöver en vuxen i närheten hela natten."}}
	})
	write(-14, func(w *script) []engine.Command[casework.Investigation] {
		return []engine.Command[casework.Investigation]{
			casework.RecordConsent{Guardian: w.known[mother], Answer: "ja", To: "Korttidsvistelse en helg i månaden", On: slide(p.day(-14))},
			casework.RecordConsent{Guardian: w.known[father], Answer: "nej", To: "Korttidsvistelse en helg i månaden", On: slide(p.day(-14))},
			casework.WriteGuardiansView{Guardian: w.known[father], Text: "Fredrik tycker att Ellen ska vara hemma hos en förälder varje helg."},
			casework.WriteGuardiansView{Guardian: w.known[mother], Text: "Josefin behöver en helg i månaden för Ellens syskon."},
			casework.AskForPreparation{Meeting: p.day(-7), Services: []string{"lss-korttidsvistelse"}, Proposal: "Korttidsvistelse en helg i månaden. Fredrik samtycker inte, så utskottet behöver besluta."},
		}
	})
	write(-7, func(w *script) []engine.Command[casework.Investigation] {
		return []engine.Command[casework.Investigation]{casework.RecordPreparation{Preparation: casework.CasePreparation{
			On: slide(p.day(-7)), Managers: []ids.User{w.actors[head("mats-ohrn")].User}, Others: []ids.User{w.actors["mats-ohrn"].User}, Result: casework.PreparedSupports,
			Comment: "Gruppen stödjer korttidsvistelse. Ellens egen åsikt behöver skrivas innan ärendet går till utskottet.",
		}}}
	})
	p.tellUnheard(a)
}
