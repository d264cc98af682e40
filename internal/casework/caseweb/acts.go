package caseweb

import (
	"net/http"
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/webkit"
)

// A Guardian is a guardian of the person, and whether the preliminary assessment
// has an answer about it.
type Guardian struct {
	ID     ids.Person
	Name   string
	Phone  string // empty where it is hidden
	Hidden bool   // the guardian has protected identity
}

// guardians lists the person's guardians with their names.
func (p Pages) guardians(r *http.Request, person people.Person) ([]Guardian, error) {
	relations := person.Guardians(webkit.Today(r))
	named := make([]ids.Person, len(relations))
	for i, rel := range relations {
		named[i] = rel.Person
	}
	found, err := p.People.Persons(r.Context(), named)
	if err != nil {
		return nil, err
	}
	all := make([]Guardian, 0, len(relations))
	for _, rel := range relations {
		g := Guardian{ID: rel.Person, Name: found[rel.Person].Name.String(), Phone: rel.Phone}
		if found[rel.Person].Protection != people.NoProtection {
			g.Phone, g.Hidden = "", true
		}
		all = append(all, g)
	}
	return all, nil
}

// acts lists what is done by a form of its own.
func (p Pages) acts() []caseAct {
	return slices.Concat(p.intakeActs(), p.receptionActs(), p.noteActs(), p.matterActs(), p.passingActs(), p.coordinationActs(), p.careActs())
}

func (p Pages) one(s engine.Step) []engine.Step { return []engine.Step{s} }

func (p Pages) intakeActs() []caseAct {
	const at = "/aktualisering/{id}"
	intake := func(path, action, title, button string) caseAct {
		return caseAct{path: at + "/" + path, action: action, part: "aktualiseringen", title: title, button: button}
	}
	contact := intake("kontakt", "intake.record_contact", "Anteckna en kontakt", "Spara kontakten")
	contact.notice = func(_ Pages, v actView) string {
		if v.intake.Locked != "" {
			return "Familjen får inte kontaktas nu: " + v.intake.Locked
		}
		return "Under förhandsbedömningen kontaktas bara familjen, anmälaren och egna akter. Andra kontaktas bara med samtycke."
	}
	contact.fields, contact.steps = contactFields, contactSteps

	protection := intake("skydd", "intake.assess_protection", "Gör skyddsbedömning", "Spara och signera")
	protection.fields = func(_ Pages, _ actView) []FormField {
		return []FormField{
			choice("protection", "Behöver barnet omedelbart skydd?", "", protectionOptions()),
			long("protection_reasons", "Motivering", "1–3 meningar. Vad talar för och emot att barnet är tryggt i natt?", true),
			day("protection_at", "Dag, om bedömningen gjordes tidigare", "", false),
			{Kind: "tid", Field: webkit.Field{Name: "protection_time", Label: "Tid, om bedömningen gjordes tidigare"}},
			short("protection_by", "Vem bedömde, om det inte var du", "Till exempel socialjouren."),
		}
	}
	protection.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		a := casework.ProtectionAssessment{
			Result:  casework.ProtectionResult(in.Word("protection", values(protectionOptions())...)),
			Reasons: in.Text("protection_reasons"), MadeBy: in.Text("protection_by"),
		}
		if in.Text("protection_at") != "" {
			a.At = in.Instant("protection_at", "protection_time")
		}
		return p.one(p.Intakes.Step(v.intake.ID.ID, casework.AssessProtection{Assessment: a})), nil
	}

	lock := intake("sparr", "intake.lock_contacts", "Familjen får inte kontaktas nu", "Spärra kontakter")
	lock.fields = func(Pages, actView) []FormField {
		return []FormField{long("reason", "Varför får familjen inte kontaktas?", "En mening räcker.", true)}
	}
	lock.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Intakes.Step(v.intake.ID.ID, casework.LockContacts{Reason: in.Text("reason")})), nil
	}
	release := intake("hav-sparr", "intake.release_contacts", "Familjen får kontaktas igen", "Häv spärren")
	release.fields = func(Pages, actView) []FormField {
		return []FormField{long("reason", "Varför hävs spärren?", "En mening räcker.", true)}
	}
	release.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Intakes.Step(v.intake.ID.ID, casework.ReleaseContacts{Reason: in.Text("reason")})), nil
	}

	extend := intake("forlang", "intake.extend", "Förläng förhandsbedömningen", "Besluta om förlängning")
	extend.notice = func(_ Pages, v actView) string {
		return "Sista dagen är " + webkit.LongDay(v.intake.LastDay()) + ". Tiden förlängs bara om det finns synnerliga skäl, och bara innan den har gått ut."
	}
	extend.fields = func(Pages, actView) []FormField {
		return []FormField{
			day("until", "Förlängs till", "", true),
			long("reasons", "Synnerliga skäl", "Vad i barnets situation gör att fjorton dagar inte räcker?", true),
		}
	}
	extend.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Intakes.Step(v.intake.ID.ID, casework.ExtendAssessment{Until: in.Day("until"), Reasons: in.Text("reasons"), Order: p.Delegation})), nil
	}

	decide := intake("beslut", "intake.decide", "Besluta om utredning", "Besluta")
	decide.fields, decide.steps = decideFields, decideSteps

	asked := intake("fraga", "intake.ask_feedback", "Anmälaren vill veta", "Anteckna")
	asked.notice = func(Pages, actView) string {
		return "Den som är skyldig att anmäla får veta om utredning inleds, inte inleds eller redan pågår. Inget mer."
	}
	asked.fields = func(Pages, actView) []FormField { return nil }
	asked.steps = func(p Pages, v actView, _ *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Intakes.Step(v.intake.ID.ID, casework.AskFeedback{})), nil
	}

	feedback := intake("aterkoppling", "intake.give_feedback", "Svara anmälaren", "Anteckna svaret")
	feedback.notice = func(_ Pages, v actView) string {
		return "Säg bara detta: " + strings.ToLower(v.intake.Outcome.Words()) + "."
	}
	feedback.fields = func(_ Pages, v actView) []FormField {
		return []FormField{
			day("on", "Dag då anmälaren fick svar", v.today(), true),
			short("how", "Hur", "Till exempel per telefon."),
		}
	}
	feedback.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Intakes.Step(v.intake.ID.ID, casework.GiveFeedback{On: in.Day("on"), How: in.Text("how")})), nil
	}

	meeting := intake("mote", "intake.offer_meeting", "Möte med anmälaren", "Spara")
	meeting.notice = func(Pages, actView) string {
		return "Ett möte mellan barnet, vårdnadshavarna och anmälaren bör erbjudas, om det inte är olämpligt för barnet."
	}
	meeting.fields = func(Pages, actView) []FormField {
		return []FormField{
			choice("offered", "Erbjuds ett möte?", "", webkit.YesNo()),
			long("reason", "Om inte: varför", "En mening räcker.", false),
		}
	}
	meeting.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		offered := in.MustWord("offered", "ja", "nej") == "ja"
		return p.one(p.Intakes.Step(v.intake.ID.ID, casework.OfferMeeting{Offered: offered, Reason: in.Text("reason")})), nil
	}

	receipt := intake("ratta-inkom", "intake.correct_receipt", "Rätta när det kom in", "Rätta")
	receipt.notice = func(Pages, actView) string { return "Alla frister räknas om. Det som stod förut finns kvar." }
	receipt.fields = func(_ Pages, v actView) []FormField {
		return []FormField{
			day("received", "Kom in, dag", civil.DayOf(v.intake.Received).String(), true),
			{Kind: "tid", Field: webkit.Field{Name: "received_time", Label: "Kom in, tid", Value: webkit.ClockTime(v.intake.Received), Required: true}},
			long("reason", "Varför rättas tiden?", "En mening räcker.", true),
		}
	}
	receipt.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Intakes.Step(v.intake.ID.ID, casework.CorrectReceipt{Received: in.Instant("received", "received_time"), Reason: in.Text("reason")})), nil
	}
	return []caseAct{contact, protection, lock, release, extend, decide, asked, feedback, meeting, receipt}
}

func protectionOptions() []webkit.Option {
	return webkit.Options("behovs", "Ja", "behovs-inte", "Nej", "kan-inte-avgoras", "Kan inte avgöras nu")
}

func contactFields(_ Pages, v actView) []FormField {
	with := []webkit.Option{}
	for _, g := range v.guardians {
		with = append(with, webkit.Option{Value: "vardnadshavare " + g.ID.String(), Words: "Vårdnadshavare: " + g.Name})
	}
	for _, w := range []casework.ContactWith{casework.WithChild, casework.WithFamily, casework.WithReporter, casework.WithOwnFiles, casework.WithOther} {
		with = append(with, webkit.Option{Value: string(w), Words: w.Words()})
	}
	basis := webkit.Options("", "Behövs inte", "samtycke", "Vårdnadshavares samtycke, eller personens eget", "moget", "Barnet är moget att bestämma själv")
	return []FormField{
		choice("with", "Med vem?", "", with),
		day("on", "Dag", v.today(), false),
		long("says", "Vad kom fram?", "1–5 meningar.", false),
		list("basis", "Grund, för samtal med barnet eller med någon annan", "", basis),
		{Kind: "fler", Field: webkit.Field{Name: "happened", Label: "Om grund saknas", Options: webkit.Options("ja", "Kontakten är redan tagen. Anteckna den ändå.")}},
		long("not_done", "Eller: varför kontakten inte har tagits", "För en vårdnadshavare eller barnet. Lämna dagen tom.", false),
	}
}

func contactSteps(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
	with, raw, _ := strings.Cut(in.Text("with"), " ")
	cmd := casework.RecordContact{
		With: casework.ContactWith(with), On: in.Day("on"), Says: in.Prose("says"), NotDone: in.Text("not_done"),
		Basis: casework.ContactBasis(in.Word("basis", "samtycke", "moget")), Happened: in.Text("happened") == "ja",
	}
	for _, g := range v.guardians {
		if g.ID.String() == raw {
			cmd.Guardian = g.ID
		}
	}
	return p.one(p.Intakes.Step(v.intake.ID.ID, cmd)), nil
}

func decideFields(p Pages, v actView) []FormField {
	outcomes := webkit.Options(string(casework.Opened), "Inled utredning")
	if !v.intake.Kind.Asked() {
		outcomes = append(outcomes, webkit.Option{Value: string(casework.NotOpened), Words: "Inled inte utredning"})
	}
	if len(v.running) > 0 {
		outcomes = append(outcomes, webkit.Option{Value: string(casework.AlreadyRunning), Words: "Utredning pågår redan"})
	}
	outcomes = append(outcomes, webkit.Options(string(casework.DismissedMatter), "Avvisa, prövas inte",
		string(casework.WrittenOffMatter), "Skriv av: återtagen, flyttat eller avliden")...)
	var grounds []webkit.Option
	for _, g := range casework.GroundsOf(v.intake.InquiryKind(), webkit.Today(v.r)) {
		grounds = append(grounds, webkit.Option{Value: string(g), Words: g.Words()})
	}
	var types []webkit.Option
	for _, t := range p.Types.On(v.intake.InquiryKind(), webkit.Today(v.r)) {
		types = append(types, webkit.Option{Value: t.Key, Words: t.Title})
	}
	fields := []FormField{
		choice("outcome", "Beslut", "", outcomes),
		list("ground", "Lagrum, om utredning inleds", "", grounds),
		list("type", "Slag av utredning, om utredning inleds", "Bestämmer vilka delar utredningen har.", types),
		long("question", "Vad utredningen ska svara på", "Om utredning inleds. En mening räcker.", false),
		long("reasons", "Skäl", "1–3 meningar. Behövs alltid när utredning inte inleds.", false),
	}
	for _, g := range grounds {
		if len(casework.CheckGround(v.intake.InquiryKind(), casework.Ground(g.Value), v.file.Person.Age(webkit.Today(v.r)), v.intake.Content.Services)) > 0 {
			fields = append(fields, short("ground_reason", "Varför lagrummet är rätt", "Lagrummet "+g.Words+" är ovanligt för åldern eller för det som söks."))
			break
		}
	}
	if last := v.intake.LastDay(); !last.IsZero() && webkit.Today(v.r).After(last) {
		late := long("late", "Varför det dröjde", "14-dagarsgränsen gick ut "+webkit.LongDay(last)+". Tiden kan inte förlängas i efterhand.", true)
		fields = append(fields, late)
	}
	return fields
}

func decideSteps(p Pages, v actView, in *webkit.Input, form act.Form) ([]engine.Step, error) {
	cmd := casework.DecideIntake{
		Outcome: casework.IntakeOutcome(in.Text("outcome")), Reasons: in.Text("reasons"), Late: in.Text("late"), GroundReason: in.Text("ground_reason"),
		Order: p.Delegation,
	}
	switch cmd.Outcome {
	case casework.Opened:
		cmd.Ground = casework.Ground(in.Text("ground"))
		cmd.Investigation = ids.Investigation{ID: ids.Derive(form.ID, "investigation")}
		return []engine.Step{
			p.Intakes.Step(v.intake.ID.ID, cmd),
			p.Investigations.Step(cmd.Investigation.ID, casework.OpenInvestigation{
				Case: v.intake.Case, Person: v.intake.Person, Intake: v.intake.ID, Kind: v.intake.InquiryKind(), Ground: cmd.Ground,
				Started: string(v.intake.Kind), Received: v.intake.Received, Question: in.Text("question"), Reason: cmd.Reasons,
				Template: p.Types.Chosen(in.Text("type"), v.intake.InquiryKind(), webkit.Today(v.r)),
			}),
		}, nil
	case casework.AlreadyRunning:
		if len(v.running) == 0 {
			return nil, fault.Field("outcome", "intake.no-inquiry-runs")
		}
		cmd.Investigation = v.running[0].ID
	}
	return p.one(p.Intakes.Step(v.intake.ID.ID, cmd)), nil
}
