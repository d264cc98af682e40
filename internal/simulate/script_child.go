package simulate

import (
	"slices"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
)

// reporterRoles are the roles of reporters as the record has them.
var reporterRoles = map[string]string{
	"polis": "polis", "skola": "skola", "vard": "vard", "myndighet": "annan-myndighet",
	"privat": "privatperson", "anonym": "anonym", "egen-personal": "egen-personal",
}

// report writes a report of concern and what became of it for each child.
func (w *script) report(r *Report) {
	if !w.begun(r.Registered) {
		return
	}
	c := w.texts
	intakes := make([]ids.Intake, len(r.Children))
	for n := range r.Children {
		intakes[n] = ids.Intake{ID: w.ids.New(r.Registered)}
		w.received[r.Children[n]] = intakes[n]
	}
	danger := "nej"
	if r.Violence {
		danger = pick(c, []string{"ja", "vet-inte", "nej"})
	}
	reporter := casework.Reporter{Role: reporterRoles[r.Reporter], Mandated: r.Mandated(), Anonymous: r.Reporter == "anonym"}
	if r.Mandated() {
		reporter.Name = reporterName(c, r.Reporter)
	}
	says := concern(c, r)
	var steps []engine.Step
	var lines []*caseLine
	for n, cr := range r.Children {
		if r.Taker == "cecilia-nord" {
			w.morning = cr.Officer
		}
		line, opening := w.caseOf(cr.Child, casework.Children, cr.Officer, r.Registered)
		w.morning = ""
		lines = append(lines, line)
		var together []ids.Intake
		for m := range intakes {
			if m != n {
				together = append(together, intakes[m])
			}
		}
		cmd := casework.ReceiveConcernReport{
			Case: line.id, Person: w.known[cr.Child], Received: r.Received, Channel: casework.Channel(r.Channel), Reporter: reporter,
			Content:  casework.IntakeContent{Says: says, Worries: worries(r), Danger: danger},
			Together: together, FeedbackWanted: r.Feedback,
		}
		if w.givenAtOnce(r, line, cr) {
			cmd.Officer = w.actors[cr.Officer].User
		}
		if !cr.Assessed.IsZero() && !cr.Assessed.After(r.Registered) {
			cmd.Protection = protection(c, cr, w.actors)
		}
		steps = append(steps, opening...)
		steps = append(steps, w.intakes.Step(intakes[n].ID, cmd))
	}
	w.do(r.Registered, r.Taker, func() []engine.Step { return steps })
	for n, cr := range r.Children {
		w.assess(r, cr, intakes[n], lines[n])
	}
}

// givenAtOnce tells whether the intake is given to the one who will look into it
// as it is received: the intake desk gives away nothing later in another unit's
// case, and the jour nothing at all.
func (w *script) givenAtOnce(r *Report, line *caseLine, cr *ChildReport) bool {
	desk := w.units["mottagning-barn"]
	return w.actors[r.Taker].Unit != desk || w.actors[line.officer].Unit != desk
}

// giver is who may give a case to another officer: the intake desk its own, and
// the head what an inquiry officer has.
func (w *script) giver(line *caseLine) string {
	if w.actors[line.officer].Unit == w.units["mottagning-barn"] {
		return line.officer
	}
	return "helena-fors"
}

// protection is the assessment of a child report.
func protection(c chance, cr *ChildReport, actors map[string]actor) casework.ProtectionAssessment {
	reasons := "Barnet är i trygghet hos en vuxen som inte är den oron gäller."
	switch cr.Protection {
	case "behovs":
		reasons = "Barnet kan inte vara kvar hemma i natt. Mormor tar emot barnet och polisen är informerad."
	case "behovs-inte":
		reasons = pick(c, []string{
			reasons, "Det som berättas har hänt för en tid sedan och inget pekar på fara nu.",
			"Barnet är i skolan och föräldern hämtar som vanligt. Vi har talat med läraren som anmälde.",
		})
	}
	return casework.ProtectionAssessment{Result: casework.ProtectionResult(cr.Protection), Reasons: reasons, At: cr.Assessed, MadeBy: jourName(cr.Assessor)}
}

// alert tells the manager that a child needs protection, as the program does by
// itself, and lets the manager answer: most often within the hour.
func (w *script) alert(written time.Time, intake ids.Intake) {
	manager := "helena-fors"
	told := written.Add(time.Minute)
	w.do(told, "", one(func() engine.Step {
		return w.intakes.Step(intake.ID, casework.AlertManagers{To: []ids.User{w.actors[manager].User}})
	}))
	pause := time.Duration(4+written.Minute()%45) * time.Minute
	if written.Minute()%12 == 0 {
		pause += time.Hour
	}
	w.do(told.Add(pause), manager, one(func() engine.Step { return w.intakes.Step(intake.ID, casework.ReceiptAlert{}) }))
}

// assess writes the preliminary assessment of one child.
func (w *script) assess(r *Report, cr *ChildReport, intake ids.Intake, line *caseLine) {
	c := w.texts
	assessed := cr.Assessed
	if assessed.IsZero() && !cr.Decided.IsZero() {
		assessed = cr.Decided.Add(-20 * time.Minute) // found when the decision is about to be made
	}
	if assessed.After(r.Registered) && !leftBy(cr.Child, assessed) {
		late := *cr
		late.Assessed = assessed
		cmd := casework.AssessProtection{Assessment: protection(c, &late, w.actors)}
		w.do(assessed, cr.Assessor, one(func() engine.Step { return w.intakes.Step(intake.ID, cmd) }))
	}
	if cr.Protection == string(casework.ProtectionNeeded) && !assessed.IsZero() && !leftBy(cr.Child, latest(assessed, r.Registered)) {
		w.alert(latest(assessed, r.Registered), intake)
	}
	if !w.givenAtOnce(r, line, cr) && !cr.Assigned.IsZero() && cr.Assigned.After(r.Registered) && (cr.Decided.IsZero() || cr.Assigned.Before(cr.Decided)) {
		w.do(cr.Assigned, r.Taker, one(func() engine.Step {
			return w.intakes.Step(intake.ID, casework.AssignIntake{Officer: w.actors[cr.Officer].User})
		}))
	}
	for _, contact := range cr.Contacts {
		cmd := casework.RecordContact{With: casework.WithGuardian, Guardian: w.known[contact.Guardian], NotDone: contact.WhyNot}
		at := contact.On
		if at.IsZero() && contact.WhyNot == "" {
			continue
		}
		if at.IsZero() {
			at = cr.Decided.Add(-time.Duration(c.between(40, 90)) * time.Minute)
		} else {
			cmd.On, cmd.NotDone, cmd.Says = civil.DayOf(at), "", guardianSays(c, contact.Guardian, cr.Child)
		}
		at = latest(at, r.Registered.Add(3*time.Minute))
		w.do(at, cr.Officer, one(func() engine.Step { return w.intakes.Step(intake.ID, cmd) }))
	}
	heard := casework.RecordContact{With: casework.WithChild, NotDone: cr.Unheard}
	at := cr.Decided.Add(-time.Duration(c.between(30, 80)) * time.Minute)
	if !cr.Heard.IsZero() {
		at, heard.On, heard.NotDone, heard.Basis, heard.Says = cr.Heard, civil.DayOf(cr.Heard), "", casework.ByConsent, childSays(c, cr.Child)
	}
	if cr.Heard.IsZero() && cr.Unheard == "" && cr.Outcome == string(casework.NotOpened) {
		heard.NotDone = "Barnet är för litet för ett samtal." // nothing ends without it (B-07)
	}
	if !cr.Heard.IsZero() || heard.NotDone != "" {
		w.do(latest(at, r.Registered.Add(4*time.Minute)), cr.Officer, one(func() engine.Step { return w.intakes.Step(intake.ID, heard) }))
	}
	if r.Mandated() && !cr.Decided.IsZero() && c.happens(0.85) {
		offer := casework.OfferMeeting{Offered: c.happens(0.35)}
		if !offer.Offered {
			offer.Reason = "Det passar inte med hänsyn till barnets bästa just nu."
		}
		w.do(latest(cr.Decided.Add(-25*time.Minute), r.Registered.Add(5*time.Minute)), cr.Officer, one(func() engine.Step { return w.intakes.Step(intake.ID, offer) }))
	}
	if !cr.ExtendedOn.IsZero() {
		at := office(c, cr.ExtendedOn)
		w.settledFor(casework.ExtendFortnight, intake, at)
		w.do(at, cr.Officer, one(func() engine.Step {
			return w.intakes.Step(intake.ID, casework.ExtendAssessment{Until: cr.ExtendedTo, Reasons: "Barnet och båda föräldrarna är inlagda på sjukhus efter en trafikolycka.", Order: w.delegation})
		}))
	}
	if cr.Decided.IsZero() || !w.begun(cr.Decided) {
		return
	}
	w.settle(r, cr, intake, line)
	if r.Feedback {
		at, by := after(c, cr.Decided, float64(c.between(0, 6))), cr.Officer
		if left := leaving(cr.Child); leftBy(cr.Child, cr.Decided) { // told once it is known that the child has left
			at = after(c, latest(cr.Decided, left.AddDays(9).At(9, 0)), 4)
		} else if q := cr.Inquiry; q != nil { // the case is with another by then
			at, by = latest(at, q.Opened.Add(30*time.Minute)), q.Officer
			// Who has just got the case rings at once: a manager does not begin the week with
			// answers that nobody has given.
			if rings := q.Opened.Add(40 * time.Minute); w.Stories && !w.begun(at) && w.begun(rings) {
				at = rings
			}
		}
		w.do(at, by, one(func() engine.Step {
			return w.intakes.Step(intake.ID, casework.GiveFeedback{On: civil.DayOf(at), How: "telefon"})
		}))
	}
}

// settle decides whether an inquiry is opened.
func (w *script) settle(r *Report, cr *ChildReport, intake ids.Intake, line *caseLine) {
	if left := leaving(cr.Child); leftBy(cr.Child, cr.Decided) {
		at := latest(cr.Decided, office(w.texts, next(left.AddDays(6))))
		w.settledFor(casework.WriteOffIntake, intake, at)
		w.do(at, cr.Officer, one(func() engine.Step {
			return w.intakes.Step(intake.ID, casework.DecideIntake{
				Outcome: casework.WrittenOffMatter, Reasons: "Barnet bor inte längre i kommunen. Uppgifterna har lämnats till den nya kommunen.", Late: "Flytten blev känd först efter några dagar.", Order: w.delegation,
			})
		}))
		return
	}
	day := civil.DayOf(cr.Decided)
	cmd := casework.DecideIntake{Outcome: casework.IntakeOutcome(cr.Outcome), Late: "Vårdnadshavaren kunde inte träffa oss tidigare.", Order: w.delegation}
	var open engine.Step
	opens := false
	switch cr.Outcome {
	case "inleda":
		w.settledFor(casework.DecideToOpen, intake, cr.Decided)
		q := cr.Inquiry
		id := w.inquiryOf(q)
		cmd.Ground, cmd.Investigation = groundFor(age(cr.Child.Born, day), day), id
		if len(casework.CheckGround(casework.InquiryChild, cmd.Ground, age(cr.Child.Born, day), nil)) > 0 {
			cmd.GroundReason = "Anmälan kom in före artonårsdagen."
		}
		open = w.investigations.Step(id.ID, casework.OpenInvestigation{
			Case: line.id, Person: w.known[cr.Child], Intake: intake, Kind: casework.InquiryChild, Ground: cmd.Ground, Started: "orosanmalan",
			Received: r.Received, Template: w.ofKind(casework.InquiryChild, day), Question: "Behöver " + cr.Child.First + " skydd eller stöd från nämnden?", Reason: "Oron kan inte avfärdas utan utredning.",
		})
		opens = true
	case "pagar-redan":
		cmd.Investigation = w.inquiryOf(cr.Running)
	default:
		w.settledFor(casework.DecideNotToOpen, intake, cr.Decided)
		cmd.Reasons = "Det som har kommit fram visar inte att " + cr.Child.First + " behöver nämndens skydd eller stöd. Föräldrarna tar emot hjälp från elevhälsan."
	}
	w.do(cr.Decided, cr.Officer, func() []engine.Step {
		steps := []engine.Step{w.intakes.Step(intake.ID, cmd)}
		if opens {
			steps = append(steps, open)
		}
		return steps
	})
	if opens {
		w.inquiry(cr.Inquiry, line)
	}
}

// groundFor is the first ground of a child inquiry that law does not rule out at the age.
func groundFor(years int, day civil.Date) casework.Ground {
	grounds := casework.GroundsOf(casework.InquiryChild, day)
	stops := func(f casework.GroundFinding) bool { return f.Stops }
	for _, ground := range grounds {
		if !slices.ContainsFunc(casework.CheckGround(casework.InquiryChild, ground, years, nil), stops) {
			return ground
		}
	}
	return grounds[0]
}

// inquiryOf gives the id of a child inquiry; what it takes up may have been
// registered before the report that opened it.
func (w *script) inquiryOf(q *Inquiry) ids.Investigation {
	id, known := w.inquiries[q]
	if !known {
		id = ids.Investigation{ID: w.ids.New(q.Opened)}
		w.inquiries[q] = id
	}
	return id
}

// inquiry writes a child inquiry to its closing decision.
func (w *script) inquiry(q *Inquiry, line *caseLine) {
	c, id, child := w.texts, w.inquiries[q], q.Child
	step := func(cmd engine.Command[casework.Investigation]) engine.Step { return w.investigations.Step(id.ID, cmd) }
	act := func(at time.Time, cmds ...engine.Command[casework.Investigation]) {
		if leftBy(child, at) {
			return
		}
		w.do(at, q.Officer, func() []engine.Step {
			var steps []engine.Step
			for _, cmd := range cmds {
				steps = append(steps, step(cmd))
			}
			return steps
		})
	}
	if line.officer != q.Officer && !leftBy(child, q.Opened) {
		giver := w.giver(line)
		line.officer = q.Officer
		who := w.actors[q.Officer]
		w.do(q.Opened.Add(15*time.Minute), giver, one(func() engine.Step {
			return w.streams.cases.Step(line.id.ID, casework.AssignCase{Officer: who.User, Unit: who.Unit, Reason: "Utredningen har inletts."})
		}))
	}
	told := latest(after(c, q.Opened, float64(c.between(0, 4))), q.Opened.Add(20*time.Minute))
	if w.watched(q.Officer) && !w.begun(told) {
		told = q.Opened.Add(20 * time.Minute)
	}
	for _, guardian := range child.Guardians {
		at := told
		if !slices.Contains(q.Told, guardian) { // found out when the first talk is planned
			if late := after(c, told, float64(c.between(4, 16))); (q.Closed.IsZero() || late.Before(q.Closed)) && (w.begun(late) || !w.watched(q.Officer)) {
				at = late
			}
		}
		act(at, casework.TellConcerned{Who: w.known[guardian], On: civil.DayOf(at), How: "brev"})
	}
	for _, talk := range q.Talks {
		act(talk.Add(40*time.Minute), casework.TalkWithChild{On: civil.DayOf(talk), Form: pick(c, []string{"enskilt", "enskilt", "med-vardnadshavare"})})
		note := w.ids.New(talk)
		w.do(talk.Add(2*time.Hour), q.Officer, one(func() engine.Step {
			return w.notes.Step(note, casework.WriteNote{
				Case: line.id, Person: w.known[child], Kind: casework.NoteTalk, Happened: talk, Title: "Samtal med " + child.First,
				Text: childSays(c, child), Sign: true,
			})
		}))
	}
	if !q.ExtendedOn.IsZero() {
		at := office(c, q.ExtendedOn)
		if !leftBy(child, at) {
			w.extendedFor(id, at)
		}
		act(at, casework.ExtendInvestigation{Until: q.ExtendedTo, Reason: q.Why, Order: w.delegation, Late: q.ExtendedOn.After(civil.DayOf(q.Opened).AddMonths(4))})
	}
	if q.Closed.IsZero() {
		return
	}
	// Those concerned have fourteen days to answer, where the inquiry has so many.
	ready := office(c, slide(civil.DayOf(q.Closed).AddDays(-c.between(16, 19))))
	if !ready.After(lastTalk(q).Add(time.Hour)) {
		ready = partway(c, lastTalk(q), q.Closed, 0.3)
	}
	written := partway(c, lastTalk(q), ready, 0.6)
	if written.After(w.End) {
		w.begins(q, act)
	}
	if !leftBy(child, written) {
		w.do(written, q.Officer, func() []engine.Step {
			steps := []engine.Step{
				step(casework.WritePart{Part: "situation", Text: situation(c, child, "barn"), Done: true}),
				step(casework.WritePart{Part: pick(c, []string{"halsa", "barnets-utbildning", "omsorg", "tillganglighet"}), Text: childArea(c, child), Done: true}),
				step(casework.WritePart{Part: "barnets-basta", Text: "Vi har vägt " + child.First + "s behov av lugn och ro mot behovet av båda sina föräldrar. " + child.First + "s egen åsikt har vägt tungt.", Done: true}),
				step(casework.WritePart{Part: "bedomning", Text: childAssessment(child, q.Outcome), Done: true}),
			}
			return append(steps, w.family(id, child, q.Views, q.Items, written)...)
		})
	}
	w.close(q, line, ready, step)
}

// lastTalk is when the last conversation with the child was; the opening when
// there was none.
func lastTalk(q *Inquiry) time.Time {
	if len(q.Talks) == 0 {
		return q.Opened
	}
	return latest(q.Opened, q.Talks[len(q.Talks)-1])
}

// close hears the parties and closes the inquiry with its decision.
func (w *script) close(q *Inquiry, line *caseLine, ready time.Time, step func(engine.Command[casework.Investigation]) engine.Step) {
	c, child := w.texts, q.Child
	if !w.begun(ready) || leftBy(child, ready) {
		w.writeOff(q, line, step)
		return
	}
	parties := partiesOf(child, civil.DayOf(q.Closed))
	w.do(ready, q.Officer, func() []engine.Step {
		steps := append(w.involved(w.inquiries[q], child), step(casework.CompleteDocument{Used: w.usual.For(casework.InquiryChild, civil.DayOf(ready))}), step(casework.ConsiderCommunication{Need: "behovs"}))
		for _, party := range parties {
			steps = append(steps, step(casework.SendMaterial{Party: w.known[party], On: civil.DayOf(ready), How: "brev", AnswerBy: civil.DayOf(ready).AddDays(14), Checked: true}))
		}
		return steps
	})
	if leftBy(child, q.Closed) {
		w.writeOff(q, line, step)
		return
	}
	if !w.begun(q.Closed) {
		return
	}
	day := civil.DayOf(q.Closed)
	made := &signed{id: ids.Decision{ID: w.ids.New(q.Closed)}, by: q.Officer, made: q.Closed, items: q.Items}
	cmd := casework.MakeDecision{
		Case: line.id, Person: w.known[child], Investigation: w.inquiries[q], Kind: casework.InquiryChild,
		Reasons: childAssessment(child, q.Outcome), Mandate: w.mandate(), Guidelines: w.usual,
	}
	var ruled *casework.Mandate // of the committee; nil where an officer decides
	for _, item := range q.Items {
		service := ids.Service{ID: w.ids.New(q.Closed)}
		made.ids, made.orders = append(made.ids, service), append(made.orders, ids.Order{})
		cmd.Items = append(cmd.Items, w.item(&Application{Person: child}, item, service, day))
		if catalogue(item.Kind).Utskott && ruled == nil {
			ruled = w.beforeCommittee(laying{line, child, w.inquiries[q], casework.PlacementMatter, "Bevilja " + catalogue(item.Kind).Gets + ".", q.Officer, ready, q.Closed, &cmd.Items[len(cmd.Items)-1].Outer})
		}
	}
	if len(q.Items) == 0 {
		if cmd.Closing = casework.InquiryOutcome(q.Outcome); cmd.Closing == casework.EndedInLVU {
			ruled = w.beforeCommittee(laying{line, child, w.inquiries[q], "lvu-4", "Ansöka hos förvaltningsrätten om vård enligt 2 § LVU.", q.Officer, ready, q.Closed, nil})
		}
	}
	line.decisions = append(line.decisions, made)
	if ruled != nil {
		cmd.Mandate.Body = ruled.Body
	}
	if cmd.Mandate.Body == "delegat" {
		w.decidedFor(made.id, made.made)
	}
	w.do(q.Closed, q.Officer, func() []engine.Step {
		if ruled != nil {
			cmd.Mandate = *ruled
		}
		var steps []engine.Step
		for _, party := range parties {
			steps = append(steps, step(casework.RecordAnswer{Party: w.known[party], On: day}))
		}
		return append(steps, step(cmd.Conclusion(made.id)), w.decisions.Step(made.id.ID, cmd))
	})
	w.tell(q.Officer, child, made, c)
	for n := range q.Items {
		w.run(line, made, n, q.Officer, child)
	}
}

// writeOff ends an inquiry about a child who has died or moved.
func (w *script) writeOff(q *Inquiry, line *caseLine, step func(engine.Command[casework.Investigation]) engine.Step) {
	left := leaving(q.Child)
	if left.IsZero() || left.After(w.Today) {
		return
	}
	at := office(w.texts, next(left.AddDays(w.texts.between(4, 12))))
	if !at.After(q.Opened) {
		at = q.Opened.Add(time.Hour)
	}
	id := ids.Decision{ID: w.ids.New(at)}
	service := ids.Service{ID: w.ids.New(at)}
	cmd := casework.MakeDecision{
		Case: line.id, Person: w.known[q.Child], Investigation: w.inquiries[q], Kind: casework.InquiryChild, Mandate: w.mandate(),
		Reasons: "Barnet bor inte längre i kommunen.",
		Items:   []casework.DecisionItem{w.item(&Application{Person: q.Child}, &Item{Kind: "familjebehandling", Outcome: "avskrivning"}, service, civil.DayOf(at))},
	}
	w.decidedFor(id, at)
	w.do(at, q.Officer, func() []engine.Step {
		return []engine.Step{step(cmd.Conclusion(id)), w.decisions.Step(id.ID, cmd)}
	})
	w.tell(q.Officer, q.Child, &signed{id: id, by: q.Officer, made: at}, w.texts)
}

// leftBy tells whether the person has died or moved by then.
func leftBy(p *Person, at time.Time) bool { return !stays(p, civil.DayOf(at)) }
