package caseweb

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/webkit"
)

func (p Pages) noteActs() []caseAct {
	const at = "/anteckning/{id}"
	note := func(path, action, title, button string) caseAct {
		return caseAct{path: at + "/" + path, action: action, part: "anteckningen", title: title, button: button}
	}
	correct := note("ratta", "note.correct", "Rätta anteckningen", "Rätta")
	correct.edits = true
	correct.notice = func(Pages, actView) string { return "Det som stod förut finns kvar och syns bredvid." }
	correct.fields = func(_ Pages, v actView) []FormField {
		text := long("text", "Text", "", true)
		text.Value, text.Rows = v.note.Text, 8
		return []FormField{text, long("reason", "Varför rättas den?", "En mening räcker.", true)}
	}
	correct.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Notes.Step(v.note.ID.ID, casework.CorrectNote{Text: in.Prose("text"), Reason: in.Text("reason")})), nil
	}
	object := note("anser-fel", "note.object", "Personen anser att uppgiften är fel", "Anteckna")
	object.notice = func(Pages, actView) string { return "Invändningen läggs till. Anteckningen ändras inte." }
	object.fields = func(Pages, actView) []FormField {
		return []FormField{long("says", "Vad är fel, med personens egna ord?", "", true)}
	}
	object.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Notes.Step(v.note.ID.ID, casework.ObjectToNote{Says: in.Text("says")})), nil
	}
	misfiled := note("fel-person", "note.mark_misfiled", "Anteckningen hör till någon annan", "Märk som felplacerad")
	misfiled.notice = func(Pages, actView) string { return "Texten döljs. En annan person flyttar den till rätt akt." }
	misfiled.fields = func(Pages, actView) []FormField {
		return []FormField{
			short("right", "Ärendenummer där den hör hemma, om du vet", "Till exempel 2026-0412."),
			long("reason", "Varför är den felplacerad?", "En mening räcker.", true),
		}
	}
	misfiled.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		cmd := casework.MarkMisfiled{Reason: in.Text("reason")}
		if number := in.Text("right"); number != "" {
			right, err := p.Register.CaseByNumber(v.r.Context(), number)
			if err != nil {
				return nil, fault.Field("right", "case.number-unknown")
			}
			cmd.RightIn = right.ID
		}
		return p.one(p.Notes.Step(v.note.ID.ID, cmd)), nil
	}
	misfiled.toCase = true
	rewrite := note("andra", "note.rewrite", "Ändra anteckningen", "Spara")
	rewrite.edits = true
	rewrite.notice = func(Pages, actView) string { return "Anteckningen är inte signerad och kan ändras av dig." }
	rewrite.fields = func(_ Pages, v actView) []FormField {
		text := long("text", "Text", "", true)
		text.Value, text.Rows = v.note.Text, 8
		return []FormField{text}
	}
	rewrite.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Notes.Step(v.note.ID.ID, casework.RewriteNote{Title: v.note.Title, Text: in.Prose("text")})), nil
	}
	move := note("flytta", "note.move", "Flytta anteckningen till rätt akt", "Flytta")
	move.fields = func(Pages, actView) []FormField {
		right := short("right", "Ärendenummer där den hör hemma", "Till exempel 2026-0412.")
		right.Required = true
		return []FormField{right}
	}
	move.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		right, err := p.Register.CaseByNumber(v.r.Context(), in.Text("right"))
		if err != nil {
			return nil, fault.Field("right", "case.number-unknown")
		}
		return p.one(p.Notes.Step(v.note.ID.ID, casework.MoveNote{Case: right.ID, Person: right.Person})), nil
	}
	move.toCase = true
	return []caseAct{correct, object, misfiled, rewrite, move}
}

// matterActs are those on the case itself and the person it is about.
func (p Pages) matterActs() []caseAct {
	assign := caseAct{path: "/lamna-over", action: "case.assign", part: "ärendet", title: "Lämna över ärendet", button: "Lämna över", toCase: true}
	assign.notice = func(Pages, actView) string { return "Dagen då något kom in ändras inte. Fristerna är desamma." }
	assign.fields = func(_ Pages, v actView) []FormField {
		return []FormField{
			list("officer", "Ny handläggare", "", officers(v.r, v.colleagues)),
			long("reason", "Varför", "En mening räcker.", false),
		}
	}
	assign.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		officer := ids.User{ID: in.ID("officer")}
		steps := p.one(p.Cases.Step(v.file.Case.ID.ID, casework.AssignCase{Officer: officer, Unit: webkit.Actor(v.r).Unit, Reason: in.Text("reason")}))
		for _, waiting := range v.file.Waiting {
			steps = append(steps, p.Intakes.Step(waiting.ID.ID, casework.AssignIntake{Officer: officer}))
		}
		return steps, nil
	}

	closing := caseAct{path: "/avsluta", action: "case.close", part: "ärendet", title: "Avsluta ärendet", button: "Avsluta", toCase: true}
	closing.notice = func(Pages, actView) string { return "Ärendet öppnas igen om något nytt kommer in." }
	closing.fields = func(Pages, actView) []FormField {
		return []FormField{long("reason", "Varför avslutas det?", "En mening räcker.", true)}
	}
	closing.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Cases.Step(v.file.Case.ID.ID, casework.CloseCase{Reason: in.Text("reason"), Lines: len(v.file.Waiting) + len(v.running)})), nil
	}

	guardian := caseAct{path: "/vardnadshavare", action: "person.add_relation", part: "personuppgifterna", title: "Lägg till vårdnadshavare", button: "Lägg till", toCase: true}
	guardian.fields = func(Pages, actView) []FormField {
		name := short("name", "Namn", "Förnamn och efternamn.")
		name.Required = true
		return []FormField{
			name,
			{Kind: "nummer", Field: webkit.Field{Name: "number", Label: "Personnummer eller samordningsnummer, om du vet"}},
			short("phone", "Telefon", ""),
		}
	}
	guardian.steps = guardianSteps

	relation := caseAct{path: "/narstaende", action: "person.add_relation", part: "personuppgifterna", title: "Lägg till närstående eller företrädare", button: "Lägg till", toCase: true}
	kinds := webkit.Options(string(people.Relative), "Närstående", string(people.Spouse), "Make, maka eller sambo", string(people.Sibling), "Syskon",
		string(people.Parent), "Förälder utan vårdnad", string(people.Representative), "God man, förvaltare eller med fullmakt", string(people.Agent), "Ombud")
	relation.fields = func(Pages, actView) []FormField {
		return []FormField{
			choice("kind", "Vem är det?", "", kinds),
			short("name", "Namn", ""), short("phone", "Telefon", ""),
			short("scope", "Vad uppdraget omfattar", "För god man, förvaltare eller fullmakt."),
			day("from", "Gäller från", "", false),
		}
	}
	relation.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Persons.Step(v.file.Person.ID.ID, people.AddRelation{
			Kind: people.RelationKind(in.MustWord("kind", values(kinds)...)), Name: in.Text("name"), Phone: in.Text("phone"),
			Scope: in.Text("scope"), From: in.Day("from"), Via: via(v),
		})), nil
	}

	contact := caseAct{path: "/kontaktuppgifter", action: "person.change_contact", part: "personuppgifterna", title: "Kontaktuppgifter", button: "Spara", toCase: true}
	contact.fields, contact.steps, contact.edits = contactDetails, changeContact, true

	protect := caseAct{path: "/skyddade-uppgifter", action: "person.set_protection", part: "personuppgifterna", title: "Skyddade personuppgifter", button: "Spara", toCase: true}
	levels := webkit.Options(string(people.SecrecyMark), "Sekretessmarkering", string(people.ProtectedRegistration), "Skyddad folkbokföring",
		string(people.AssumedIdentity), "Fingerade uppgifter")
	protect.notice = func(Pages, actView) string {
		return "Bara den som har ärendet ser personen från och med nu. Alla andra får samma svar som om ärendet inte fanns. " +
			"Skyddad folkbokföring: brev går genom Skatteverket. Fingerade uppgifter: inget i akten får visa sambandet med det gamla namnet."
	}
	protect.fields = func(Pages, actView) []FormField {
		return []FormField{choice("kind", "Slag av skydd", "", levels), long("reason", "Hur fick vi veta det?", "En mening räcker.", false)}
	}
	protect.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Persons.Step(v.file.Person.ID.ID, people.SetProtection{
			Kind: people.Protection(in.MustWord("kind", values(levels)...)), Reason: in.Text("reason"), Via: via(v),
		})), nil
	}

	died := caseAct{path: "/avliden", action: "person.report_death", part: "personuppgifterna", title: "Personen har avlidit", button: "Spara", toCase: true}
	died.notice = func(Pages, actView) string { return "Insatser, brev, frister och planerade besök stoppas." }
	died.fields = func(Pages, actView) []FormField { return []FormField{day("on", "Dödsdag", "", true)} }
	died.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Persons.Step(v.file.Person.ID.ID, people.ReportDeath{On: in.Day("on"), Via: via(v)})), nil
	}
	moved := caseAct{path: "/flyttat", action: "person.report_move", part: "personuppgifterna", title: "Personen flyttar från kommunen", button: "Spara", toCase: true}
	moved.fields = func(Pages, actView) []FormField {
		return []FormField{day("on", "Sista dag i kommunen", "", true), short("to", "Till vilken kommun, om du vet", "")}
	}
	moved.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Persons.Step(v.file.Person.ID.ID, people.ReportMove{On: in.Day("on"), To: in.Text("to"), Via: via(v)})), nil
	}
	number := caseAct{path: "/nummer", action: "person.correct_number", part: "personuppgifterna", title: "Personnummer", button: "Spara", toCase: true}
	number.fields = func(Pages, actView) []FormField {
		return []FormField{
			{Kind: "nummer", Field: webkit.Field{Name: "number", Label: "Personnummer eller samordningsnummer", Required: true}},
			long("reason", "Hur blev numret känt?", "En mening räcker.", true),
		}
	}
	number.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		read, err := ids.ParseIdentityNumber(in.Text("number"), webkit.Today(v.r))
		if err != nil {
			return nil, atField(err, "number")
		}
		return p.one(p.Persons.Step(v.file.Person.ID.ID, people.CorrectNumber{Number: read, Born: read.Born(), Reason: in.Text("reason"), Via: via(v)})), nil
	}
	return append([]caseAct{assign, closing, guardian, relation, contact, protect, died, moved, number}, append(p.identityActs(), p.conflictActs()...)...)
}

// via is the case of the page, through which the person is known.
func via(v actView) people.Via { return people.Via{Case: v.file.Case.ID} }

// contactDetails ask where the person is reached. What is protected is not shown
// in its field: an empty field keeps what stands.
func contactDetails(_ Pages, v actView) []FormField {
	address, phone := short("address", "Adress", ""), short("phone", "Telefon", "")
	if v.file.Person.Protection == people.NoProtection {
		address.Value, phone.Value = v.file.Person.Contact.Address, v.file.Person.Contact.Phone
		return []FormField{address, phone}
	}
	address.Help, phone.Help = "Dold. Skriv bara om adressen ska ändras.", "Dolt. Skriv bara om numret ska ändras."
	return []FormField{address, phone, {Kind: "fler", Field: webkit.Field{
		Name: "remove", Label: "Ta bort", Options: webkit.Options("address", "Adressen", "phone", "Telefonen"),
	}}}
}

func changeContact(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
	contact, kept := people.Contact{Address: in.Text("address"), Phone: in.Text("phone")}, v.file.Person.Contact
	if v.file.Person.Protection != people.NoProtection {
		gone := in.Words("remove", "address", "phone")
		if contact.Address == "" && !slices.Contains(gone, "address") {
			contact.Address = kept.Address
		}
		if contact.Phone == "" && !slices.Contains(gone, "phone") {
			contact.Phone = kept.Phone
		}
	}
	return p.one(p.Persons.Step(v.file.Person.ID.ID, people.ChangeContact{Contact: contact, Via: via(v)})), nil
}

// identityActs say who the person is: named, born, no longer protected, or the
// same as another.
func (p Pages) identityActs() []caseAct {
	reason := func(label string) FormField { return long("reason", label, "En mening räcker.", true) }
	person := func(path, action, title, button string) caseAct {
		return caseAct{path: path, action: action, part: "personuppgifterna", title: title, button: button, toCase: true}
	}
	name := person("/namn", "person.correct_name", "Namn", "Spara")
	name.edits = true
	name.fields = func(_ Pages, v actView) []FormField {
		given, family := short("given", "Förnamn", ""), short("family", "Efternamn", "")
		given.Value, family.Value = v.file.Person.Name.Given, v.file.Person.Name.Family
		return []FormField{given, family, reason("Varför ändras namnet?")}
	}
	name.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Persons.Step(v.file.Person.ID.ID, people.CorrectName{
			Name: people.Name{Given: in.Text("given"), Family: in.Text("family")}, Reason: in.Text("reason"), Via: via(v),
		})), nil
	}
	born := person("/fodelse", "person.correct_birth", "Födelsedag", "Spara")
	born.notice = func(Pages, actView) string {
		return "För ett barn som var ofött är det här födelsen. Regler som räknar ålder bedöms om."
	}
	born.fields = func(Pages, actView) []FormField {
		return []FormField{day("born", "Född", "", true), reason("Hur blev dagen känd?")}
	}
	born.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Persons.Step(v.file.Person.ID.ID, people.CorrectBirth{Born: in.Day("born"), Reason: in.Text("reason"), Via: via(v)})), nil
	}
	lift := person("/hav-skydd", "person.lift_protection", "Häv skyddade personuppgifter", "Häv skyddet")
	lift.notice = func(Pages, actView) string {
		return "Uppgifterna syns igen för alla som har åtkomst till enhetens ärenden. Kontrollera beskedet en gång till."
	}
	lift.fields = func(Pages, actView) []FormField { return []FormField{reason("Varför hävs skyddet?")} }
	lift.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Persons.Step(v.file.Person.ID.ID, people.LiftProtection{Reason: in.Text("reason"), Via: via(v)})), nil
	}
	merge := person("/samma-person", "person.merge", "Personen finns redan", "Slå ihop")
	merge.notice = func(_ Pages, v actView) string {
		return v.file.Person.Name.String() + " märks som dubblett. Allt som finns i personens ärenden flyttas på en gång till den riktiga personen, och historiken följer med."
	}
	merge.fields = func(Pages, actView) []FormField {
		other := short("into", "Ett ärendenummer som den riktiga personen har", "Till exempel 2026-0412.")
		other.Required = true
		return []FormField{other, reason("Hur vet vi att det är samma person?")}
	}
	merge.steps, merge.edits = mergeSteps, true
	return []caseAct{name, born, lift, merge}
}

// guardianSteps adds a guardian who has a record, or gives one to the guardian.
func guardianSteps(p Pages, v actView, in *webkit.Input, form act.Form) ([]engine.Step, error) {
	child := v.file.Person.ID
	add := people.AddRelation{Kind: people.Guardian, Phone: in.Text("phone"), Via: via(v)}
	register := people.Register{Name: nameOf(in.Must("name")), Contact: people.Contact{Phone: add.Phone}}
	if written := in.Text("number"); written != "" {
		number, err := ids.ParseIdentityNumber(written, webkit.Today(v.r))
		if err != nil {
			return nil, atField(err, "number")
		}
		known, err := p.People.ByNumber(v.r.Context(), number)
		switch {
		case err == nil:
			add.Person = known.ID
			return p.one(p.Persons.Step(child.ID, add)), nil
		case fault.KindOf(err) != fault.NotFound:
			return nil, err
		}
		register.Number, register.Born = number, number.Born()
	}
	add.Person = ids.Person{ID: ids.Derive(form.ID, "guardian")}
	return []engine.Step{p.Persons.Step(add.Person.ID, register), p.Persons.Step(child.ID, add)}, nil
}

// nameOf reads a name as it is written: the last word is the family name.
func nameOf(written string) people.Name {
	words := strings.Fields(written)
	if len(words) < 2 {
		return people.Name{Given: strings.Join(words, " ")}
	}
	return people.Name{Given: strings.Join(words[:len(words)-1], " "), Family: words[len(words)-1]}
}

// atField says in which field of the form a fault lies.
func atField(err error, field string) error {
	var placed []*fault.Error
	for _, f := range fault.All(err) {
		at := *f
		at.Field = field
		placed = append(placed, &at)
	}
	if len(placed) == 0 {
		return err
	}
	return fault.Join(placed...)
}
