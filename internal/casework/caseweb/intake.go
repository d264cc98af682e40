package caseweb

import (
	"net/http"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// IntakePage is one matter that came in: what was told, the protection
// assessment, the preliminary assessment and its decision.
type IntakePage struct {
	webkit.Page
	Received string
	Says     string
	Facts    []webkit.Fact
	Frister  []NamedFrist
	Assessed []AssessedWords
	Contacts []webkit.Fact
	Locked   string
	Do       []webkit.Link
	Primary  *webkit.Link
	Together []webkit.Link
	Concern  bool
	Check    []string // what does not agree with the person's age or what is asked for
}

// AssessedWords is one protection assessment.
type AssessedWords struct{ Result, When, Reasons string }

func (p Pages) getIntake(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	in, today := v.intake, webkit.Today(r)
	if !in.Exists() {
		return fault.New(fault.NotFound, "case.unknown")
	}
	if err := webkit.Read(r, v.file.Person.ID, in.Subject()); err != nil {
		return err
	}
	names, err := p.Staff.Names(r.Context(), []ids.User{in.Officer})
	if err != nil {
		return err
	}
	page := &IntakePage{
		Page: webkit.Page{
			At:    webkit.Place{Step: "aktualisering", Matter: string(v.file.Case.Area.InquiryKind())},
			Title: in.Kind.Words(), Small: webkit.PlainDay(civil.DayOf(in.Received), today), Person: v.file.Band(today, false),
			Back: &webkit.Link{Path: v.file.Path(""), Words: "Ärende " + v.file.Case.Number},
		},
		Received: receivedWords(in, today), Says: in.Content.Says, Concern: in.Kind == casework.ConcernReport, Locked: in.Locked,
	}
	page.Strong, page.Sentence = intakeSentence(in, today)
	page.Facts = append(intakeFacts(in, names[in.Officer], today), kindFacts(in, today)...)
	page.Check = p.areaNotices(in, v.file.Person.Age(today))
	owed, err := p.Duties.OfSubject(r.Context(), duty.Subject{Kind: "intake", ID: in.ID.ID})
	if err != nil {
		return err
	}
	page.Frister = p.frister(r, v.file.Path(""), owed)
	for i := len(in.Assessments) - 1; i >= 0; i-- {
		a := in.Assessments[i]
		when := webkit.DayAndTime(a.At, today)
		if a.MadeBy != "" {
			when += ", " + a.MadeBy
		}
		page.Assessed = append(page.Assessed, AssessedWords{protectionWords(a.Result), when, a.Reasons})
	}
	page.Contacts = contactFacts(v, today)
	page.Primary, page.Do = intakeLinks(v, today)
	page.Do = append(page.Do, webkit.Link{Path: v.file.Path("/ta-bort/intake/" + in.ID.String()), Words: "Ta bort text"})
	for _, other := range in.Together {
		row, err := p.Register.Intake(r.Context(), other)
		if err != nil {
			return err
		}
		webkit.Shown(r.Context(), row.Person)
		// Only that there is one: what it says lies in the other child's file.
		page.Together = append(page.Together, webkit.Link{Path: "/arende/" + row.Number, Words: row.Number})
	}
	return p.show(w, r, "aktualisering.html", page)
}

func intakeSentence(in casework.Intake, today civil.Date) (strong, rest string) {
	switch {
	case !in.Open():
		return in.Outcome.Words() + ".", "Beslutat " + webkit.PlainDay(in.Decided, today) + "."
	case in.Kind != casework.ConcernReport:
		return "", "Väntar på att en utredning inleds."
	case in.Assessed() == nil:
		return "Skyddsbedömning saknas.", "Gör den nu."
	case today.After(in.LastDay()):
		return webkit.Days(today.DaysSince(in.LastDay())) + " för sent.",
			"14-dagarsgränsen gick ut " + webkit.LongDay(in.LastDay()) + ". Fatta beslut nu och skriv varför det dröjde. Tiden kan inte förlängas i efterhand."
	}
	return "", "Förhandsbedömning pågår. Beslut senast " + webkit.LongDay(in.LastDay()) + "."
}

func intakeFacts(in casework.Intake, officer string, today civil.Date) []webkit.Fact {
	var facts []webkit.Fact
	add := func(label, value string) {
		if value != "" {
			facts = append(facts, webkit.Fact{Label: label, Value: value})
		}
	}
	if officer == "" {
		facts = append(facts, webkit.Fact{Label: "Fördelad till", Value: "ofördelad", Missing: true})
	} else {
		add("Fördelad till", officer)
	}
	if in.Kind == casework.ConcernReport {
		add("Anmälarens roll", roleWords(in.Reporter.Role))
		name := in.Reporter.Name
		if in.Reporter.Anonymous {
			name = "anonym"
		}
		add("Anmälare", name)
		add("Våld eller fara just nu", map[string]string{"ja": "Ja", "nej": "Nej", "vet-inte": "Vet inte"}[in.Content.Danger])
		var worry string
		for _, option := range worries() {
			for _, w := range in.Content.Worries {
				if w == option.Value {
					worry += ", " + option.Words
				}
			}
		}
		if worry != "" {
			add("Slag av oro", worry[2:])
		}
	}
	for _, key := range in.Content.Services {
		add("Söker", serviceName(key))
	}
	add("Tolk", in.Content.Interpreter)
	add("Vill bli nådd", in.Content.ContactWay)
	add("Företräds av", in.Content.Representative)
	if in.Reporter.Mandated {
		switch {
		case !in.FeedbackGiven.IsZero():
			add("Svar till anmälaren", "lämnat "+webkit.PlainDay(in.FeedbackGiven, today))
		case !in.FeedbackWanted.IsZero():
			facts = append(facts, webkit.Fact{Label: "Svar till anmälaren", Value: "väntar", Missing: true})
		}
		switch {
		case in.MeetingKnown && in.MeetingOffered:
			add("Möte med anmälaren", "erbjudet")
		case in.MeetingKnown:
			add("Möte med anmälaren", "erbjuds inte: "+in.MeetingAnswer)
		}
	}
	if !in.Extended.IsZero() {
		facts = append(facts, webkit.Fact{Label: "Förlängd till", Value: webkit.LongDay(in.Extended), Origin: in.Extension})
	}
	if in.Delegable(in.Outcome) {
		facts = append(facts, webkit.Fact{
			Label: "Beslutsrätt", Value: in.Mandate.Words(),
			Mend: &webkit.Link{Path: "/delegationsordning?dag=" + in.Decided.String(), Words: "Läs delegationsordningen"},
		})
	}
	add("Skäl för beslutet", in.Reasons)
	if in.Ground != "" {
		add("Lagrum", in.Ground.Words())
	}
	return facts
}

func roleWords(value string) string {
	for _, role := range reporterRoles() {
		if role.value == value {
			return role.words
		}
	}
	return value
}

// contactFacts shows each guardian with its answer or its gap, and then the
// other contacts.
func contactFacts(v actView, today civil.Date) []webkit.Fact {
	if v.intake.Kind != casework.ConcernReport {
		return nil
	}
	var facts []webkit.Fact
	for _, g := range v.guardians {
		if !v.intake.GuardianAnswered(g.ID) {
			facts = append(facts, webkit.Fact{
				Label: "Vårdnadshavare " + g.Name, Value: "inte kontaktad, skäl saknas", Missing: true,
				Mend: &webkit.Link{Path: v.file.Path(v.base + "/kontakt"), Words: "Anteckna kontakt med " + g.Name},
			})
		}
	}
	if !v.intake.ChildAnswered() && !v.file.Person.Unborn {
		facts = append(facts, webkit.Fact{
			Label: "Barnet", Value: "inte tillfrågat, skäl saknas", Missing: true,
			Mend: &webkit.Link{Path: v.file.Path(v.base + "/kontakt"), Words: "Anteckna samtal med barnet, eller varför inte"},
		})
	}
	names := map[ids.Person]string{}
	for _, g := range v.guardians {
		names[g.ID] = " " + g.Name
	}
	for _, c := range v.intake.Contacts {
		fact := webkit.Fact{Label: c.With.Words() + names[c.Guardian], Value: c.Says, Origin: webkit.PlainDay(c.On, today)}
		switch {
		case c.NotDone != "":
			fact.Value, fact.Origin = "inte kontaktad: "+c.NotDone, ""
		case c.Basis == casework.NoBasis:
			fact.Origin += ", utan samtycke"
		case c.Basis == casework.ByConsent:
			fact.Origin += ", med samtycke"
		case c.Basis == casework.ByMaturity:
			fact.Origin += ", barnet är moget att bestämma"
		}
		if fact.Value == "" {
			fact.Value = "kontakt tagen"
		}
		facts = append(facts, fact)
	}
	return facts
}

// intakeLinks are what can be done, the one thing that comes next first.
func intakeLinks(v actView, today civil.Date) (primary *webkit.Link, others []webkit.Link) {
	in, at := v.intake, v.file.Path(v.base)
	link := func(path, words string) webkit.Link { return webkit.Link{Path: at + path, Words: words} }
	concern := in.Kind == casework.ConcernReport
	if in.Open() {
		if concern && in.Assessed() == nil {
			l := link("/skydd", "Bedöm skydd")
			primary = &l
		} else {
			l := link("/beslut", "Besluta")
			primary = &l
			if concern {
				others = append(others, link("/skydd", "Ny skyddsbedömning"))
			}
		}
		if concern {
			others = append(others, link("/kontakt", "Anteckna kontakt"), webkit.Link{Path: v.file.Path("/vardnadshavare"), Words: "Lägg till vårdnadshavare"})
			if in.Locked == "" {
				others = append(others, link("/sparr", "Familjen får inte kontaktas nu"))
			} else {
				others = append(others, link("/hav-sparr", "Häv spärren"))
			}
			if !today.After(in.LastDay()) {
				others = append(others, link("/forlang", "Förläng tiden"))
			}
		}
	}
	others = append(others, kindLinks(in, link)...)
	if in.Reporter.Mandated {
		if in.FeedbackWanted.IsZero() {
			others = append(others, link("/fraga", "Anmälaren vill veta"))
		}
		if !in.Open() && in.FeedbackGiven.IsZero() {
			l := link("/aterkoppling", "Svara anmälaren")
			if primary == nil && !in.FeedbackWanted.IsZero() {
				primary = &l
			} else {
				others = append(others, l)
			}
		}
		if !in.MeetingKnown {
			others = append(others, link("/mote", "Möte med anmälaren"))
		}
	}
	return primary, append(others, link("/ratta-inkom", "Rätta när det kom in"))
}
