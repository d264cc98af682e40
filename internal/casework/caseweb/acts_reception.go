package caseweb

import (
	"slices"
	"strconv"
	"strings"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// receptionActs are those on what came in that belong to its kind: a discharge, a
// transfer, an opinion; and those by which it finds its department.
func (p Pages) receptionActs() []caseAct {
	const at = "/aktualisering/{id}"
	intake := func(path, action, title, button string) caseAct {
		return caseAct{path: at + "/" + path, action: action, part: "aktualiseringen", title: title, button: button}
	}
	step := func(p Pages, v actView, cmd engine.Command[casework.Intake]) []engine.Step {
		return p.one(p.Intakes.Step(v.intake.ID.ID, cmd))
	}

	questions := intake("fragor", "intake.answer_questions", "Bedömningsfrågor", "Spara svaren")
	questions.notice = func(Pages, actView) string {
		return "Samma frågor för varje orosanmälan, så att alla bedöms på samma sätt. Svaren ger inga poäng. Vet inte är också ett svar."
	}
	questions.fields, questions.steps = questionFields, questionSteps

	redirect := intake("ratt-omrade", "intake.redirect", "Hör hemma hos ett annat område", "Flytta dit")
	redirect.notice = func(Pages, actView) string { return "Dagen då det kom in ändras inte. Fristerna är desamma." }
	redirect.fields = func(_ Pages, v actView) []FormField {
		var areas []webkit.Option
		for _, a := range casework.Areas() {
			if a != v.intake.Area {
				areas = append(areas, webkit.Option{Value: string(a), Words: a.Words()})
			}
		}
		return []FormField{choice("area", "Var hör det hemma?", "", areas), long("reason", "Varför", "En mening räcker.", true)}
	}
	redirect.steps, redirect.leaves = redirectSteps, "/mottagning"

	admission := intake("inskrivning", "intake.plan_discharge", "Inskriven på sjukhus", "Spara")
	admission.fields = func(_ Pages, v actView) []FormField {
		hospital := short("hospital", "Sjukhus", "")
		hospital.Required, hospital.Value = true, v.intake.Stay.Hospital
		return []FormField{
			hospital,
			day("admitted", "Inskriven, dag", "", true), clock("admitted_time", "Inskriven, tid"),
			day("noticed", "Meddelandet kom, dag", v.today(), true), clock("noticed_time", "Meddelandet kom, tid"),
			day("expected", "Beräknad utskrivning", "", false),
		}
	}
	admission.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return step(p, v, casework.TellAdmission{
			Hospital: in.Text("hospital"), Admitted: in.Instant("admitted", "admitted_time"), Noticed: in.Instant("noticed", "noticed_time"), Expected: in.Day("expected"),
		}), nil
	}

	planning := intake("utskrivningsplanering", "intake.plan_discharge", "Utskrivningsplanering", "Spara planeringen")
	planning.notice = func(Pages, actView) string { return "Skriv en planering för varje tillfälle." }
	planning.fields = func(_ Pages, v actView) []FormField {
		return []FormField{
			day("on", "Dag", v.today(), true),
			{Kind: "fler", Field: webkit.Field{Name: "participants", Label: "Vilka var med?", Required: true, Options: participantOptions()}},
			choice("result", "Vad ledde den till?", "", resultOptions()),
			long("says", "Vad som bestämdes", "1–3 meningar.", false),
		}
	}
	planning.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return step(p, v, casework.PlanDischarge{Planning: casework.DischargePlanning{
			On: in.Day("on"), Participants: in.Words("participants", values(participantOptions())...),
			Result: casework.DischargeResult(in.Word("result", values(resultOptions())...)), Says: in.Text("says"),
		}}), nil
	}

	ready := intake("utskrivningsklar", "intake.plan_discharge", "Utskrivningsklar", "Spara")
	ready.fields = func(_ Pages, v actView) []FormField {
		return []FormField{
			day("judged", "Läkaren bedömde, dag", v.today(), true), clock("judged_time", "Läkaren bedömde, tid"),
			day("ready", "Underrättelsen kom, dag", v.today(), true), clock("ready_time", "Underrättelsen kom, tid"),
		}
	}
	ready.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return step(p, v, casework.TellReady{Judged: in.Instant("judged", "judged_time"), Ready: in.Instant("ready", "ready_time")}), nil
	}

	left := intake("lamnat-sjukhuset", "intake.plan_discharge", "Har lämnat sjukhuset", "Spara")
	left.fields = func(_ Pages, v actView) []FormField { return []FormField{day("on", "Dag", v.today(), true)} }
	left.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return step(p, v, casework.TellLeft{On: in.Day("on")}), nil
	}

	answer := intake("svara-kommunen", "intake.answer_transfer", "Svara kommunen", "Spara svaret")
	answer.notice = func(_ Pages, v actView) string {
		return v.intake.Content.Municipality + " har bett att få flytta över ärendet. Svara skriftligt och med skäl."
	}
	answer.fields = func(_ Pages, v actView) []FormField {
		return []FormField{
			choice("accepts", "Tar vi emot ärendet?", "", webkit.YesNo()), day("on", "Svarsdag", v.today(), true),
			long("reasons", "Skäl", "1–3 meningar.", true), short("contact", "Vem svaret lämnades till", ""),
		}
	}
	answer.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return step(p, v, casework.AnswerTransfer{Answer: casework.TransferAnswer{
			On: in.Day("on"), Accepts: in.MustWord("accepts", "ja", "nej") == "ja", Reasons: in.Text("reasons"), Contact: in.Text("contact"),
		}}), nil
	}

	opinion := intake("yttrande", "intake.give_opinion", "Yttrandet lämnat", "Spara")
	opinion.fields = func(_ Pages, v actView) []FormField {
		return []FormField{day("on", "Dag", v.today(), true), long("says", "Kort om yttrandet", "", false)}
	}
	opinion.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return step(p, v, casework.GiveOpinion{On: in.Day("on"), Says: in.Prose("says")}), nil
	}

	youth := intake("ungdomstjanst", "intake.start_youth_service", "Ungdomstjänsten har börjat", "Spara")
	youth.fields = func(_ Pages, v actView) []FormField { return []FormField{day("on", "Första dagen", v.today(), true)} }
	youth.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return step(p, v, casework.StartYouthService{On: in.Day("on")}), nil
	}
	brief := intake("kortbeslut", "decision.make", "Kortbeslut av ett team", "Besluta och signera")
	brief.notice = func(Pages, actView) string {
		return "För hjälp som behövs nu, i högst 30 dagar. Uppföljningen efter 14 dagar bestäms av sig själv. Behövs hjälpen längre inleder du en utredning."
	}
	brief.fields, brief.steps, brief.toCase = briefFields, briefSteps, true
	return []caseAct{brief, questions, redirect, admission, planning, ready, left, answer, opinion, youth}
}

func clock(name, label string) FormField {
	return FormField{Kind: "tid", Field: webkit.Field{Name: name, Label: label, Required: true}}
}

func participantOptions() []webkit.Option {
	var options []webkit.Option
	for _, one := range casework.DischargeParticipants() {
		options = append(options, webkit.Option{Value: one[0], Words: one[1]})
	}
	return options
}

func resultOptions() []webkit.Option {
	var options []webkit.Option
	for _, one := range casework.DischargeResults() {
		options = append(options, webkit.Option{Value: string(one), Words: one.Words()})
	}
	return options
}

func questionOptions() []webkit.Option {
	return webkit.Options("ja", "Ja", "nej", "Nej", "vet-inte", "Vet inte")
}

func questionFields(_ Pages, v actView) []FormField {
	var fields []FormField
	for _, q := range casework.ConcernQuestions() {
		answer := choice(q.Key, q.Asks, "", questionOptions())
		says := short(q.Key+"-text", "Vad svaret bygger på", "")
		for _, a := range v.intake.Questions {
			if a.Key == q.Key {
				answer.Value, says.Value = a.Answer, a.Says
			}
		}
		fields = append(fields, answer, says)
	}
	return fields
}

func questionSteps(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
	var cmd casework.AnswerQuestions
	for _, q := range casework.ConcernQuestions() {
		cmd.Answers = append(cmd.Answers, casework.QuestionAnswer{Key: q.Key, Answer: in.Word(q.Key, values(questionOptions())...), Says: in.Text(q.Key + "-text")})
	}
	return p.one(p.Intakes.Step(v.intake.ID.ID, cmd)), nil
}

// redirectSteps finds or opens the person's case in the other area, and gives the
// matter to it.
func redirectSteps(p Pages, v actView, in *webkit.Input, form act.Form) ([]engine.Step, error) {
	area := casework.Area(in.MustWord("area", values(areaOptions())...))
	if err := in.Err(); err != nil {
		return nil, err
	}
	to, steps, err := p.matter(v.r, form, 0, readingOfChild{known: v.file.Person}, area, ids.User{})
	if err != nil {
		return nil, err
	}
	return append(steps, p.Intakes.Step(v.intake.ID.ID, casework.RedirectIntake{Case: to.ID, Area: area, Reason: in.Text("reason")})), nil
}

// passingActs are those by which a case goes on elsewhere: to another municipality,
// or to the department for adults.
func (p Pages) passingActs() []caseAct {
	ask := caseAct{path: "/overflyttning", action: "case.transfer", part: "ärendet", title: "Be en annan kommun ta över ärendet", button: "Spara begäran", toCase: true}
	ask.notice = func(Pages, actView) string {
		return "Begäran är skriftlig. Har kommunen inte svarat på en månad kan överflyttning sökas hos IVO."
	}
	ask.fields = func(_ Pages, v actView) []FormField {
		municipality, contact := short("municipality", "Kommun", ""), short("contact", "Kontakt i kommunen", "Namn och telefon.")
		municipality.Required, contact.Required = true, true
		return []FormField{municipality, contact, long("reasons", "Skäl", "Vad knyter personen till den andra kommunen?", true), day("asked", "Dag för begäran", v.today(), true)}
	}
	ask.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Cases.Step(v.file.Case.ID.ID, casework.AskTransfer{Transfer: casework.CaseTransfer{
			Municipality: in.Text("municipality"), Contact: in.Text("contact"), Reasons: in.Text("reasons"), Asked: in.Day("asked"),
		}})), nil
	}
	reply := caseAct{path: "/overflyttning/svar", action: "case.transfer", part: "ärendet", title: "Kommunens svar om överflyttning", button: "Spara svaret", toCase: true}
	reply.fields = func(_ Pages, v actView) []FormField {
		return []FormField{choice("accepted", "Tar kommunen över ärendet?", "", webkit.YesNo()), day("on", "Svarsdag", v.today(), true), long("says", "Vad kommunen svarade", "1–3 meningar.", true)}
	}
	reply.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Cases.Step(v.file.Case.ID.ID, casework.ReplyTransfer{
			On: in.Day("on"), Accepted: in.MustWord("accepted", "ja", "nej") == "ja", Says: in.Text("says"),
		})), nil
	}
	hand := caseAct{path: "/fyller-arton", action: "case.hand_on", part: "ärendet", title: "Överlämning vid 18 år", button: "Spara", toCase: true}
	hand.notice = func(Pages, actView) string {
		return "Planera med den unga och med den som tar emot. Börja när personen fyller 17."
	}
	hand.fields, hand.steps = handoverFields, handoverSteps
	return []caseAct{ask, reply, hand}
}

func handoverFields(p Pages, v actView) []FormField {
	var areas, statuses []webkit.Option
	for _, a := range casework.Areas() {
		if a != casework.Children {
			areas = append(areas, webkit.Option{Value: string(a), Words: a.Words()})
		}
	}
	for _, s := range casework.HandoverStatuses() {
		statuses = append(statuses, webkit.Option{Value: string(s), Words: s.Words()})
	}
	staff := append(webkit.Options("", "Välj handläggare"), p.receivers(v)...)
	return []FormField{
		choice("status", "Hur långt har den kommit?", "", statuses),
		list("to", "Område som tar emot", "", append(webkit.Options("", "Välj område"), areas...)),
		list("officer", "Ansvarig hos den som tar emot", "", staff),
		day("meeting", "Möte med den unga och den som tar emot", "", false),
		long("says", "Vad som är bestämt", "Om överlämning inte behövs: varför.", false),
	}
}

// receivers are the officers of the units that take in adults.
func (p Pages) receivers(v actView) []webkit.Option {
	today := webkit.Today(v.r)
	units, err := p.Staff.Units(v.r.Context(), today)
	if err != nil {
		return nil
	}
	var options []webkit.Option
	for _, u := range units {
		if !slices.ContainsFunc(u.Areas, func(a string) bool { return a != string(casework.Children) }) {
			continue
		}
		staff, err := p.Staff.StaffOf(v.r.Context(), u.ID, today)
		if err != nil {
			return options
		}
		for _, s := range staff {
			options = append(options, webkit.Option{Value: s.ID.String(), Words: s.Name + ", " + u.Name})
		}
	}
	return options
}

func handoverSteps(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
	return p.one(p.Cases.Step(v.file.Case.ID.ID, casework.HandOn{Handover: casework.Handover{
		To: casework.Area(in.Text("to")), Officer: ids.User{ID: in.ID("officer")}, Status: casework.HandoverStatus(in.Text("status")),
		Meeting: in.Day("meeting"), Says: in.Text("says"),
	}})), nil
}

// kindFacts are those of what came in that belong to its kind.
func kindFacts(in casework.Intake, today civil.Date) []webkit.Fact {
	var facts []webkit.Fact
	add := func(label, value string) {
		if value != "" {
			facts = append(facts, webkit.Fact{Label: label, Value: value})
		}
	}
	on := func(day civil.Date) string {
		if day.IsZero() {
			return ""
		}
		return webkit.PlainDay(day, today)
	}
	add("Källa", in.Content.Source.Words())
	add("Målgrupp", in.Content.Target.Words())
	add("Anknytning", in.Content.Residence.Words())
	add("Kommun", in.Content.Municipality)
	add("Yttrande senast", on(in.Content.AnswerBy))
	add("Yttrandet lämnat", on(in.Opinion))
	add("Ungdomstjänsten började", on(in.Started))
	if a := in.Answered; a != nil {
		words := map[bool]string{true: "Ja, vi tar emot", false: "Nej"}[a.Accepts]
		facts = append(facts, webkit.Fact{Label: "Svar till kommunen", Value: words + ". " + a.Reasons, Origin: strings.TrimSuffix(on(a.On)+", "+a.Contact, ", ")})
	} else if in.Kind == casework.TransferIn {
		facts = append(facts, webkit.Fact{Label: "Svar till kommunen", Value: "väntar", Missing: true})
	}
	add("Sjukhus", in.Stay.Hospital)
	if !in.Stay.Admitted.IsZero() {
		add("Inskriven", webkit.DayAndTime(in.Stay.Admitted, today))
	}
	add("Beräknad utskrivning", on(in.Stay.Expected))
	if !in.Stay.Ready.IsZero() {
		add("Utskrivningsklar", webkit.DayAndTime(in.Stay.Judged, today))
	}
	add("Lämnade sjukhuset", on(in.Stay.Left))
	for n, one := range in.Plannings {
		facts = append(facts, webkit.Fact{
			Label: "Planering " + strconv.Itoa(n+1), Value: one.Result.Words() + ". " + participantWords(one.Participants), Origin: strings.TrimSpace(on(one.On) + ". " + one.Says),
		})
	}
	if n := len(in.Questions); n > 0 {
		add("Bedömningsfrågor", questionWords(in.Questions))
	} else if in.Kind == casework.ConcernReport && in.Open() {
		facts = append(facts, webkit.Fact{Label: "Bedömningsfrågor", Value: "inte besvarade", Missing: true})
	}
	add("Skäl för lagrummet", in.GroundReason)
	return facts
}

func participantWords(keys []string) string {
	var words []string
	for _, one := range casework.DischargeParticipants() {
		if slices.Contains(keys, one[0]) {
			words = append(words, one[1])
		}
	}
	return strings.Join(words, ", ")
}

// questionWords names the questions that were answered yes, which is what the next
// reader looks for first.
func questionWords(answers []casework.QuestionAnswer) string {
	var yes, unknown []string
	for _, q := range casework.ConcernQuestions() {
		for _, a := range answers {
			switch {
			case a.Key == q.Key && a.Answer == "ja":
				yes = append(yes, q.Asks)
			case a.Key == q.Key && a.Answer == "vet-inte":
				unknown = append(unknown, q.Asks)
			}
		}
	}
	words := webkit.Count(len(answers), "svar", "svar") + "."
	if len(yes) > 0 {
		words += " Ja: " + strings.Join(yes, " ")
	}
	if len(unknown) > 0 {
		words += " Vet inte: " + strings.Join(unknown, " ")
	}
	return words
}

// kindLinks are what can be done with what came in because of its kind.
func kindLinks(in casework.Intake, link func(path, words string) webkit.Link) []webkit.Link {
	var links []webkit.Link
	switch in.Kind {
	case casework.ConcernReport:
		if in.Open() {
			links = append(links, link("/fragor", "Bedömningsfrågor"))
		}
	case casework.HospitalDischarge:
		links = append(links, link("/utskrivningsplanering", "Utskrivningsplanering"), link("/inskrivning", "Inskriven på sjukhus"),
			link("/utskrivningsklar", "Utskrivningsklar"), link("/lamnat-sjukhuset", "Har lämnat sjukhuset"))
	case casework.TransferIn:
		if in.Answered == nil {
			links = append(links, link("/svara-kommunen", "Svara kommunen"))
		}
	case casework.OpinionRequest:
		if in.Opinion.IsZero() {
			links = append(links, link("/yttrande", "Yttrandet lämnat"))
		}
	case casework.YouthService:
		if in.Started.IsZero() {
			links = append(links, link("/ungdomstjanst", "Ungdomstjänsten har börjat"))
		}
	}
	if in.Open() && brief(in) {
		links = append(links, link("/kortbeslut", "Kortbeslut av ett team"))
	}
	if in.Open() {
		links = append(links, link("/ratt-omrade", "Hör hemma hos ett annat område"))
	}
	return links
}

// areaNotices says what does not agree between the matter and the person's age.
func (p Pages) areaNotices(in casework.Intake, age int) []string {
	ground := in.Ground
	if usual := casework.GroundsOf(in.InquiryKind(), civil.DayOf(in.Received)); ground == "" && len(usual) > 0 {
		ground = usual[len(usual)-1] // the widest, as long as none is chosen
	}
	var said []string
	for _, f := range slices.Concat(casework.CheckArea(in.Area, age), casework.CheckGround(in.InquiryKind(), ground, age, in.Content.Services)) {
		says, _ := casework.Sentences().Words(&f.Fault)
		said = append(said, says)
	}
	return said
}
