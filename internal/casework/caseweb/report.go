package caseweb

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/webkit"
)

// ReportPage is /mottagning/ny-orosanmalan: the report and the protection
// assessment of each child on one page.
type ReportPage struct {
	webkit.Page
	Form                       webkit.FormHead
	Suggested                  string // the time that was suggested for inkom
	Children                   []ChildFields
	Channel, Day, Time         webkit.Field
	Role, Reporter, Says       webkit.Field
	Worries, Danger            webkit.Field
	Officer, Feedback, Meeting webkit.Field
	Call                       []Phone
}

// ChildFields is the row of one child.
type ChildFields struct {
	Number                            int
	Child, Result, Reasons            webkit.Field
	AssessedDay, AssessedTime, MadeBy webkit.Field
	Match                             []webkit.Fact // what we know, when the child was found
}

const reportDraft = "ny-orosanmalan"

// childMost bounds the rows of one report.
const childMost = 12

// A reporterRole is who reports; those of SoL 19 kap. 1–3 §§ are bound to.
type reporterRole struct {
	value, words string
	mandated     bool
}

func reporterRoles() []reporterRole {
	return []reporterRole{
		{"skola", "Skola", true},
		{"forskola", "Förskola", true},
		{"halso-och-sjukvard", "Hälso- och sjukvård", true},
		{"polis", "Polis", true},
		{"socialtjanst", "Socialtjänsten", true},
		{"annan-myndighet", "Annan myndighet", true},
		{"anhorig", "Anhörig", false},
		{"barnet", "Barnet själv", false},
		{"privatperson", "Privatperson", false},
		{"annan", "Annan", false},
	}
}

func (p Pages) getReport(w http.ResponseWriter, r *http.Request) error {
	typed, err := webkit.Blank(r, reportDraft)
	if err != nil {
		return err
	}
	return p.show(w, r, "ny-orosanmalan.html", p.reportPage(r, webkit.NewForm(r, 0, reportDraft), typed, typed.Rows("barn", 1)))
}

func (p Pages) reportPage(r *http.Request, form webkit.FormHead, typed webkit.Typed, rows int) *ReportPage {
	now := webkit.Now(r)
	page := &ReportPage{
		Page: webkit.Page{
			Title: "Ny orosanmälan", Strong: "Anmälan och skyddsbedömning på samma sida.",
			Sentence: "En rad för varje barn.", Saved: typed.SavedAt(),
			Back: &webkit.Link{Path: "/mottagning", Words: "Mottagning"},
		},
		Form: form, Suggested: civil.DayOf(now).String() + " " + webkit.ClockTime(now), Call: p.Call,
	}
	var roles []webkit.Option
	for _, role := range reporterRoles() {
		roles = append(roles, webkit.Option{Value: role.value, Words: role.words})
	}
	var channels []webkit.Option
	for _, c := range casework.Channels() {
		channels = append(channels, webkit.Option{Value: string(c), Words: c.Words()})
	}
	field := func(f webkit.Field) webkit.Field { return typed.Field(f) }
	page.Channel = field(webkit.Field{Name: "kanal", Label: "Kom in via", Value: "telefon", Required: true, Options: channels})
	page.Day = field(webkit.Field{
		Name: "dag", Label: "Inkom, dag", Value: civil.DayOf(now).String(), Required: true, Prefilled: true,
		Help: "Fristerna räknas härifrån. Nu är bara förslag för telefon och besök.",
	})
	page.Time = field(webkit.Field{Name: "tid", Label: "Inkom, tid", Value: webkit.ClockTime(now), Required: true, Prefilled: true})
	page.Role = field(webkit.Field{Name: "roll", Label: "Anmälarens roll", Required: true, Options: roles})
	page.Reporter = field(webkit.Field{Name: "anmalare", Label: "Anmälarens namn och kontakt", Help: "Namnet kan komma att visas för familjen. Lämna tomt om anmälaren är anonym."})
	page.Says = field(webkit.Field{Name: "oro", Label: "Vad oron gäller", Help: "Så som anmälaren säger det. 2–5 meningar räcker.", Required: true, Rows: 5})
	page.Worries = field(webkit.Field{Name: "slag", Label: "Slag av oro", Help: "Välj en eller flera.", Options: worries()})
	page.Danger = field(webkit.Field{Name: "fara", Label: "Våld eller fara just nu?", Required: true, Options: webkit.Options("ja", "Ja", "nej", "Nej", "vet-inte", "Vet inte")})
	page.Officer = field(webkit.Field{Name: "till", Label: "Tilldelas", Options: webkit.Options("", "Mottagningsgruppen", webkit.Actor(r).User.String(), "Jag själv")})
	page.Feedback = field(webkit.Field{Name: "veta", Label: "Vill anmälaren veta om utredning inleds?", Help: "Gäller bara den som är skyldig att anmäla.", Value: "nej", Options: webkit.YesNo()})
	page.Meeting = field(webkit.Field{
		Name: "mote", Label: "Erbjuds ett möte med anmälaren?", Help: "Bör erbjudas den som är skyldig att anmäla, om det passar barnet. Kan väntas med.",
		Options: webkit.Options("ja", "Ja", "", "Avgörs senare"),
	})
	for n := range min(rows, childMost) {
		row := func(name string) string { return webkit.Row(name, n) }
		c := ChildFields{
			Number: n + 1,
			Child: field(webkit.Field{
				Name: row("barn"), Label: "Barnet", Required: true, Size: "medel",
				Help:  "Personnummer, eller namn och födelseår, eller okänt. Skriv ofött för ett barn som inte är fött än.",
				First: n == 0 && typed.Empty(),
			}),
			Result:       field(webkit.Field{Name: row("skydd"), Label: "Behöver barnet omedelbart skydd?", Required: true, Options: protectionOptions()}),
			Reasons:      field(webkit.Field{Name: row("motiv"), Label: "Motivering", Required: true, Help: "1–3 meningar. Vad talar för och emot att barnet är tryggt i natt?"}),
			AssessedDay:  field(webkit.Field{Name: row("bedomd_dag"), Label: "Bedömd, dag"}),
			AssessedTime: field(webkit.Field{Name: row("bedomd_tid"), Label: "Bedömd, tid"}),
			MadeBy:       field(webkit.Field{Name: row("bedomd_av"), Label: "Bedömd av", Help: "Till exempel socialjouren."}),
		}
		if child, fault := readChild(c.Child.Value, webkit.Today(r)); fault == nil && !child.register.Number.IsZero() {
			c.Match = p.match(r.Context(), child.register.Number, webkit.Today(r))
		}
		page.Children = append(page.Children, c)
	}
	return page
}

func worries() []webkit.Option {
	return webkit.Options("vald", "Våld", "omsorgsbrist", "Brist i omsorg", "foralders-maende", "Förälders mående",
		"skadligt-bruk", "Skadligt bruk i hemmet", "eget-beteende", "Eget beteende", "annat", "Annat")
}

// match tells what the record holds of a child with that number: never what an
// earlier report was about, only its day and outcome.
func (p Pages) match(ctx context.Context, number ids.IdentityNumber, today civil.Date) []webkit.Fact {
	person, err := p.People.ByNumber(ctx, number)
	if err != nil {
		return nil
	}
	if person.Protection != people.NoProtection {
		return []webkit.Fact{{Label: "Skyddade personuppgifter", Value: "Ja. Kontrollera namnet med anmälaren, läs inte upp det."}}
	}
	facts := []webkit.Fact{{Label: "Stämmer namnet?", Value: person.Name.String() + ", " + age(person, today)}}
	if whole, err := p.People.Person(ctx, person.ID); err == nil {
		facts = append(facts, webkit.Fact{Label: "Vårdnadshavare", Value: strconv.Itoa(len(whole.Guardians(today)))})
		siblings := map[ids.Person]bool{}
		for _, g := range whole.Guardians(today) {
			children, err := p.People.RelatedTo(ctx, g.Person, people.Guardian)
			if err != nil {
				break
			}
			for _, child := range children {
				siblings[child] = child != person.ID
			}
		}
		delete(siblings, person.ID)
		facts = append(facts, webkit.Fact{Label: "Syskon vi känner till", Value: strconv.Itoa(len(siblings))})
	}
	c, err := p.Register.CaseOf(ctx, person.ID, casework.Children)
	if err != nil {
		return append(facts, webkit.Fact{Label: "Ärende", Value: "Inget sedan tidigare"})
	}
	running := "Nej"
	if lines, err := p.Lines.InvestigationsOf(ctx, c.ID, webkit.PageSize); err == nil {
		if slices.ContainsFunc(lines, func(l casework.InvestigationLine) bool { return l.Decided.IsZero() }) {
			running = "Ja. Ingen förhandsbedömning behövs, men skyddsbedömning gör du ändå."
		}
	}
	facts = append(facts, webkit.Fact{Label: "Pågående utredning", Value: running})
	if earlier, err := p.Register.IntakesOf(ctx, c.ID, 5); err == nil && len(earlier) > 0 {
		var words []string
		for _, in := range earlier {
			outcome := "väntar på beslut"
			if in.Outcome != "" {
				outcome = strings.ToLower(in.Outcome.Words())
			}
			words = append(words, webkit.PlainDay(civil.DayOf(in.Received), today)+", "+outcome)
		}
		facts = append(facts, webkit.Fact{Label: "Tidigare anmälningar", Value: strings.Join(words, " · ")})
	}
	return facts
}

// A readingOfChild is what someone wrote about one child.
type readingOfChild struct {
	register people.Register
	known    people.Person // already in the register
	named    bool          // a name was written beside the number
}

// readChild reads a number (with or without a name after it), a name and a year,
// "okänt" or "ofött".
func readChild(written string, today civil.Date) (readingOfChild, *fault.Error) {
	var c readingOfChild
	words := strings.Fields(written)
	if len(words) == 0 {
		return c, fault.New(fault.Invalid, "intake.child-missing")
	}
	switch first := strings.ToLower(words[0]); {
	case strings.HasPrefix(first, "okän"):
		for i, word := range words {
			if years, err := strconv.Atoi(word); err == nil && years < 100 && i > 0 {
				c.register.BornYear = today.Year() - years
			}
		}
		return c, nil
	case strings.HasPrefix(first, "oföd") || strings.HasPrefix(first, "ofött"):
		c.register.Unborn = true
		var name []string
		for _, word := range words {
			if on, err := civil.Parse(word); err == nil {
				c.register.Expected = on
				continue
			}
			name = append(name, word)
		}
		name[0] = "Ofött"
		c.register.Name = nameOf(strings.Join(name, " "))
		return c, nil
	}
	if digitsIn(words[0]) >= 6 {
		text, rest := words[0], words[1:]
		if digitsIn(text) < 10 && len(rest) > 0 && digitsIn(rest[0]) >= 3 { // "20160616 2385"
			text, rest = text+rest[0], rest[1:]
		}
		if digitsIn(text) > 8 {
			number, err := ids.ParseIdentityNumber(text, today)
			if err != nil {
				return c, fault.All(err)[0]
			}
			c.register = people.Register{Number: number, Born: number.Born(), Name: nameOf(strings.Join(rest, " "))}
			c.named = len(rest) > 0
			return c, nil
		}
	}
	last := words[len(words)-1]
	if born, err := civil.Parse(last); err == nil && len(words) > 1 {
		c.register = people.Register{Born: born, Name: nameOf(strings.Join(words[:len(words)-1], " "))}
		return c, nil
	}
	if year, err := strconv.Atoi(last); err == nil && len(last) == 4 && len(words) > 1 {
		c.register = people.Register{BornYear: year, Name: nameOf(strings.Join(words[:len(words)-1], " "))}
		return c, nil
	}
	return c, fault.New(fault.Invalid, "intake.child-unclear")
}

func digitsIn(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

func (p Pages) postReport(w http.ResponseWriter, r *http.Request) error {
	in, form := webkit.Posted(r), webkit.Form(r)
	rows, suggested := max(1, in.Rows("barn")), webkit.SentOne(r, "forslag")
	again := func(err error, rows int) *ReportPage {
		page := p.reportPage(r, webkit.SameForm(r), in.Again(err), rows)
		page.Suggested = suggested
		return page
	}
	switch {
	case in.Has("lagg-till"):
		return p.show(w, r, "ny-orosanmalan.html", again(nil, rows+1))
	case in.Has("sla-upp"):
		return p.show(w, r, "ny-orosanmalan.html", again(nil, rows))
	}
	intakes, err := p.receive(r, in, form, rows)
	if err != nil {
		return webkit.Redo(w, r, p.kit, "ny-orosanmalan.html", again(err, rows), err)
	}
	return webkit.Done(w, r, "/mottagning/kvitto/"+intakes[0].String())
}

// receive reads the whole form, says all that is wrong with it at once, and
// registers the report as one act: for each child a person where it has none, a
// case where it has none, and an intake.
func (p Pages) receive(r *http.Request, in *webkit.Input, form act.Form, rows int) ([]ids.Intake, error) {
	report := p.readReport(r, in)
	env := act.Env{Now: webkit.Now(r), Today: webkit.Today(r), Actor: webkit.Actor(r)}
	intakes := make([]ids.Intake, rows)
	for n := range rows {
		intakes[n] = ids.Intake{ID: ids.Derive(form.ID, fmt.Sprintf("intake %d", n))}
	}
	shared := map[string]string{"received": "dag", "channel": "kanal", "role": "roll", "says": "oro", "danger": "fara", "feedback": "veta"}
	said := map[string]bool{}
	var steps []engine.Step
	seen := map[ids.Person]bool{}
	for n := range rows {
		child := p.readPerson(r, in, webkit.Row("barn", n))
		if !child.known.ID.IsZero() && seen[child.known.ID] {
			in.Add(fault.Field(webkit.Row("barn", n), "intake.child-twice"))
		}
		seen[child.known.ID] = true
		cmd := report
		cmd.Protection = readProtection(in, n)
		if cmd.Protection.Result == "" {
			in.Add(fault.Field(webkit.Row("skydd", n), "intake.protection-missing"))
		}
		for m, other := range intakes {
			if m != n {
				cmd.Together = append(cmd.Together, other)
			}
		}
		// What the act would refuse is said now, beside the row it belongs to.
		_, err := cmd.Decide(casework.Intake{}, env)
		for _, f := range fault.All(err) {
			at := *f
			if name, ok := shared[f.Field]; ok {
				at.Field = name
			} else {
				at.Field = webkit.Row(map[string]string{"protection": "skydd", "protection_reasons": "motiv", "protection_at": "bedomd_dag"}[f.Field], n)
			}
			if key := at.Field + at.Text; !said[key] {
				said[key] = true
				in.Add(&at)
			}
		}
		if in.Err() != nil {
			continue
		}
		of, more, err := p.matter(r, form, n, child, casework.Children, cmd.Officer)
		if err != nil {
			return nil, err
		}
		cmd.Case, cmd.Person = of.ID, of.Person
		more = append(more, p.naming(form, n, child, intakes[n])...)
		steps = append(append(steps, more...), p.Intakes.Step(intakes[n].ID, cmd))
		if in.Text("mote") == "ja" && cmd.Reporter.Mandated {
			steps = append(steps, p.Intakes.Step(intakes[n].ID, casework.OfferMeeting{Offered: true}))
		}
	}
	if err := in.Err(); err != nil {
		return nil, err
	}
	_, err := p.Engine.Do(r.Context(), form, steps...)
	if numberTaken(err) {
		p.Numbers.Forget(form.ID)
		return nil, fault.New(fault.Unmet, "case.number-taken")
	}
	return intakes, err
}

func numberTaken(err error) bool {
	return slices.ContainsFunc(fault.All(err), func(f *fault.Error) bool { return f.Text == "case.number-taken" })
}

// readReport reads what is the same for all children of the report.
func (p Pages) readReport(r *http.Request, in *webkit.Input) casework.ReceiveConcernReport {
	var channels, roles []string
	for _, c := range casework.Channels() {
		channels = append(channels, string(c))
	}
	mandated := map[string]bool{}
	for _, role := range reporterRoles() {
		roles = append(roles, role.value)
		mandated[role.value] = role.mandated
	}
	cmd := casework.ReceiveConcernReport{
		Channel: casework.Channel(in.Word("kanal", channels...)),
		Reporter: casework.Reporter{
			Role: in.Word("roll", roles...), Name: in.Text("anmalare"), Anonymous: in.Text("anmalare") == "",
		},
		Content: casework.IntakeContent{
			Says: in.Prose("oro"), Worries: in.Words("slag", values(worries())...), Danger: in.Word("fara", "ja", "nej", "vet-inte"),
		},
		FeedbackWanted: in.Word("veta", "ja", "nej") == "ja",
		Officer:        ids.User{ID: in.ID("till")},
	}
	cmd.Reporter.Mandated = mandated[cmd.Reporter.Role]
	cmd.Received = readReceived(in, cmd.Channel)
	return cmd
}

// readReceived reads inkom. The suggestion holds only for what is told as it
// comes in; for a letter or an e-mail it would move every frist.
func readReceived(in *webkit.Input, channel casework.Channel) time.Time {
	if in.Text("dag")+" "+in.Text("tid") == in.Text("forslag") && !channel.Present() && channel.Words() != "" {
		in.Add(fault.Field("dag", "intake.received-is-suggestion"))
		return time.Time{}
	}
	return in.Instant("dag", "tid")
}

func readProtection(in *webkit.Input, n int) casework.ProtectionAssessment {
	a := casework.ProtectionAssessment{
		Result:  casework.ProtectionResult(in.Word(webkit.Row("skydd", n), values(protectionOptions())...)),
		Reasons: in.Text(webkit.Row("motiv", n)), MadeBy: in.Text(webkit.Row("bedomd_av", n)),
	}
	if day := webkit.Row("bedomd_dag", n); in.Text(day) != "" {
		a.At = in.Instant(day, webkit.Row("bedomd_tid", n))
	}
	return a
}

// readPerson reads who a row or form is about and finds that person in the
// register of persons.
func (p Pages) readPerson(r *http.Request, in *webkit.Input, name string) readingOfChild {
	child, wrong := readChild(in.Text(name), webkit.Today(r))
	if wrong != nil {
		at := *wrong
		at.Field = name
		in.Add(&at)
		return child
	}
	if child.register.Number.IsZero() {
		return child
	}
	known, err := p.People.ByNumber(r.Context(), child.register.Number)
	if err != nil {
		if fault.KindOf(err) != fault.NotFound {
			in.Add(fault.Field(name, "intake.child-not-looked-up"))
		}
		return child
	}
	if child.named && !sameName(known.Name, child.register.Name) {
		in.Add(fault.Field(name, "intake.name-differs"))
	}
	child.known = known
	return child
}

// sameName tells whether two names have a word in common.
func sameName(a, b people.Name) bool {
	words := people.SearchWords(a.String())
	return a == people.Name{} || slices.ContainsFunc(people.SearchWords(b.String()), func(w string) bool { return slices.Contains(words, w) })
}

// naming gives a person who stands in the register by number alone the name that
// was written beside the number. A repeated post finds the name there, and is made of
// the same steps again. What is written of a person with protected identity changes nothing.
func (p Pages) naming(form act.Form, n int, of readingOfChild, came ids.Intake) []engine.Step {
	known := of.known
	if known.ID.IsZero() || known.ID == madePerson(form, n) || !of.named || known.Protection != people.NoProtection || known.Name != (people.Name{}) && known.Name != of.register.Name {
		return nil
	}
	return p.one(p.Persons.Step(known.ID.ID, people.GiveName{
		Name: of.register.Name, Reason: "Namnet stod i det som kom in.", Intake: came,
	}))
}

// madePerson is whom a form registers for its row n, where the person is new.
func madePerson(form act.Form, n int) ids.Person {
	return ids.Person{ID: ids.Derive(form.ID, fmt.Sprintf("person %d", n))}
}

// matter finds or makes what an intake stands in: the person, registered where
// it is new, and its case in the area, opened or opened again.
func (p Pages) matter(r *http.Request, form act.Form, n int, child readingOfChild, area casework.Area, officer ids.User) (casework.Case, []engine.Step, error) {
	ctx := r.Context()
	of := casework.Case{ID: ids.Case{ID: ids.Derive(form.ID, fmt.Sprintf("case %d", n))}, Person: child.known.ID}
	// What this very form made when it was first posted is made of the same steps
	// again, so that the repeated post is known as the same act.
	fresh := madePerson(form, n)
	var steps []engine.Step
	if of.Person.IsZero() || of.Person == fresh {
		of.Person = fresh
		steps = append(steps, p.Persons.Step(of.Person.ID, child.register))
	} else {
		c, err := p.Register.CaseOf(ctx, of.Person, area)
		switch {
		case err == nil && c.ID == of.ID:
		case err == nil && c.Closed.IsZero():
			return c, nil, nil
		case err == nil:
			return c, []engine.Step{p.Cases.Step(c.ID.ID, casework.ReopenCase{Reason: "Något nytt har kommit in."})}, nil
		case fault.KindOf(err) != fault.NotFound:
			return of, nil, err
		}
	}
	number, err := p.Numbers.Draw(ctx, webkit.Today(r).Year(), form.ID, n)
	if err != nil {
		return of, nil, err
	}
	unit, err := p.receivingUnit(ctx, r, area)
	if err != nil {
		return of, nil, err
	}
	return of, append(steps, p.Cases.Step(of.ID.ID, casework.OpenCase{
		Person: of.Person, Area: area, Number: number, Officer: officer, Unit: unit,
	})), nil
}

// receivingUnit is the unit that takes in what comes in the area: one's own when
// it does, else the one that is said to.
func (p Pages) receivingUnit(ctx context.Context, r *http.Request, area casework.Area) (ids.Unit, error) {
	units, err := p.Staff.Units(ctx, webkit.Today(r))
	if err != nil {
		return ids.Unit{}, err
	}
	mine := webkit.Actor(r).Unit
	var receiving ids.Unit
	for _, u := range units {
		if !slices.Contains(u.Areas, string(area)) {
			continue
		}
		if u.ID == mine {
			return mine, nil
		}
		if u.Intake && receiving.IsZero() {
			receiving = u.ID
		}
	}
	return receiving, nil
}
