package caseweb

import (
	"net/http"
	"strconv"
	"strings"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// CoordinationPage is /arende/{nr}/samordning: the departments that have someone's
// matters, with roles and how far each has come, and what they have agreed to do.
// It says nothing of what the files hold.
type CoordinationPage struct {
	webkit.Page
	Begun   bool
	Begin   webkit.Link
	Do      []webkit.Link
	Facts   []webkit.Fact
	Sides   webkit.Listing
	Steps   webkit.Listing
	Routine string
}

// shared finds the coordination of the person, if any.
func (p Pages) shared(r *http.Request, f File) (casework.Coordination, error) {
	id, err := p.Register.CoordinationOf(r.Context(), f.Person.ID)
	if err != nil || id.IsZero() {
		return casework.Coordination{}, err
	}
	c, _, err := p.Coordinations.Load(r.Context(), id)
	return c, err
}

func (p Pages) getCoordination(w http.ResponseWriter, r *http.Request) error {
	f, err := p.read(r)
	if err != nil {
		return err
	}
	c, err := p.shared(r, f)
	if err != nil {
		return err
	}
	today := webkit.Today(r)
	page := &CoordinationPage{Page: webkit.Page{
		Title: "Samordning", Person: f.Band(today, false), Sentence: "Alla områden ser samma sida. Den visar roller, läge och nästa steg, inget av det som står i akterna.",
		Back: &webkit.Link{Path: f.Path(""), Words: "Ärende " + f.Case.Number},
	}, Begun: !c.Begun.IsZero(), Begin: webkit.Link{Path: f.Path("/samordning/borja"), Words: "Börja samordna"}, Routine: c.Routine}
	if page.Sides, err = p.sides(r, f, c); err != nil {
		return err
	}
	if page.Begun {
		page.Do = []webkit.Link{{Path: f.Path("/samordning/steg"), Words: "Bestäm nästa steg"}, {Path: f.Path("/samordning/klart"), Words: "Ett steg är klart"}, {Path: f.Path("/samordning/avsluta"), Words: "Avsluta samordningen"}}
		page.Facts = []webkit.Fact{{Label: "Vad som samordnas", Value: c.Need}, {Label: "Stöd för att dela", Value: c.Basis}, {Label: "Sedan", Value: webkit.PlainDay(c.Begun, today)}}
		page.Steps = stepList(c, today)
	}
	return p.show(w, r, "samordning.html", page)
}

// sides are the departments that have an open case of the person, and those outside
// the board.
func (p Pages) sides(r *http.Request, f File, c casework.Coordination) (webkit.Listing, error) {
	ctx, today := r.Context(), webkit.Today(r)
	list := webkit.Listing{
		Caption: "Vilka som är med", Columns: []webkit.Column{{Words: "Område"}, {Words: "Roll"}, {Words: "Läge"}},
		Empty: webkit.Empty{Sentence: "Inget ärende är öppet."},
	}
	cases, err := p.Register.CasesOf(ctx, f.Person.ID)
	if err != nil {
		return list, err
	}
	var open []ids.Case
	var officers []ids.User
	for _, one := range cases {
		open, officers = append(open, one.ID), append(officers, one.Officer)
	}
	names, err := p.Staff.Names(ctx, officers)
	if err != nil {
		return list, err
	}
	running, err := p.Lines.Running(ctx, open, today)
	if err != nil {
		return list, err
	}
	waiting, err := p.Register.OpenIntakes(ctx, open)
	if err != nil {
		return list, err
	}
	for _, one := range cases {
		if !one.Closed.IsZero() {
			continue
		}
		n := 0
		for _, in := range waiting {
			if in.Case == one.ID {
				n++
			}
		}
		officer := names[one.Officer]
		if officer == "" {
			officer = "ofördelat"
		}
		list.Rows = append(list.Rows, webkit.ListRow{Words: one.Area.Words(), Cells: []webkit.Cell{
			{Name: "Roll", Words: "Handläggare: " + officer}, {Name: "Läge", Words: stateWords(n, running[one.ID])},
		}})
	}
	for _, party := range c.Outside {
		list.Rows = append(list.Rows, webkit.ListRow{Words: party.Who, Cells: []webkit.Cell{{Name: "Roll", Words: party.Role}, {Name: "Läge", Words: "utanför nämnden"}}})
	}
	list.Paging = webkit.Paging{From: 1, To: len(list.Rows), Of: len(list.Rows)}
	return list, nil
}

func stateWords(waiting int, running casework.Running) string {
	var parts []string
	if waiting > 0 {
		parts = append(parts, webkit.Count(waiting, "sak väntar på beslut", "saker väntar på beslut"))
	}
	if running.Investigations > 0 {
		parts = append(parts, webkit.Count(running.Investigations, "utredning pågår", "utredningar pågår"))
	}
	if running.Services > 0 {
		parts = append(parts, webkit.Count(running.Services, "insats pågår", "insatser pågår"))
	}
	if len(parts) == 0 {
		return "inget pågår"
	}
	return strings.Join(parts, ", ")
}

func stepList(c casework.Coordination, today civil.Date) webkit.Listing {
	list := webkit.Listing{
		Caption: "Överenskomna steg", Columns: []webkit.Column{{Words: "Vad"}, {Words: "Vem"}, {Words: "Senast"}, {Words: "Läge"}},
		Empty: webkit.Empty{Sentence: "Inget steg är bestämt än."},
	}
	for _, s := range c.Steps {
		badge := &webkit.Badge{Lage: webkit.Lugn, Words: "väntar"}
		switch {
		case !s.Done.IsZero():
			badge = &webkit.Badge{Lage: webkit.Klar, Words: "klart " + webkit.PlainDay(s.Done, today)}
		case s.By.Before(today):
			badge = &webkit.Badge{Lage: webkit.Sen, Words: webkit.Days(today.DaysSince(s.By)) + " försenat"}
		}
		list.Rows = append(list.Rows, webkit.ListRow{Words: s.What, Cells: []webkit.Cell{{Name: "Vem", Words: s.Who}, {Name: "Senast", Words: webkit.PlainDay(s.By, today)}, {Name: "Läge", Badge: badge}}})
	}
	list.Paging = webkit.Paging{From: min(1, len(list.Rows)), To: len(list.Rows), Of: len(list.Rows)}
	return list
}

// usualRoutine is where the text of the routine starts; the departments write their own.
func usualRoutine(area casework.Area) string {
	if area == casework.Children || area == casework.Disability {
		return "Barn som får insatser enligt både socialtjänstlagen och LSS har en ansvarig handläggare i vardera området. De stämmer av varje månad, planerar insatserna tillsammans och tar upp det som hindrar med båda enhetscheferna."
	}
	return "Varje område har en ansvarig handläggare. De stämmer av varje månad och bestämmer nästa steg tillsammans."
}

func (p Pages) coordinationActs() []caseAct {
	shared := func(path, action, title, button string) caseAct {
		return caseAct{path: "/samordning/" + path, action: action, part: "samordningen", title: title, button: button, then: "/samordning"}
	}
	begin := shared("borja", "coordination.begin", "Börja samordna", "Börja")
	begin.fields = func(_ Pages, v actView) []FormField {
		routine := long("routine", "Rutin", "Det ni har kommit överens om att alltid göra. Visas för alla som är med.", true)
		routine.Value, routine.Rows = usualRoutine(v.file.Case.Area), 4
		return []FormField{
			long("need", "Vad ska samordnas?", "1–3 meningar, utan detaljer ur akten.", true),
			long("basis", "Stöd för att dela", "Till exempel: vårdnadshavarna samtyckte den 3 mars.", true), routine,
			short("outside", "Part utanför nämnden", "Till exempel: Norrskolan."), short("outside_role", "Partens roll", "Till exempel: rektor."),
		}
	}
	begin.steps = func(p Pages, v actView, in *webkit.Input, form act.Form) ([]engine.Step, error) {
		cmd := casework.BeginCoordination{Case: v.file.Case.ID, Person: v.file.Person.ID, Need: in.Text("need"), Basis: in.Text("basis"), Routine: in.Text("routine")}
		if who := in.Text("outside"); who != "" {
			cmd.Outside = []casework.OutsideParty{{Who: who, Role: in.Text("outside_role")}}
		}
		id, err := p.Register.CoordinationOf(v.r.Context(), v.file.Person.ID)
		if id.IsZero() {
			id = ids.Derive(form.ID, "samordning")
		}
		return p.one(p.Coordinations.Step(id, cmd)), err
	}
	agree := shared("steg", "coordination.agree", "Bestäm nästa steg", "Spara steget")
	agree.fields = func(Pages, actView) []FormField {
		what, who := short("what", "Vad ska göras?", ""), short("who", "Vem gör det?", "Namn eller område.")
		what.Required, who.Required = true, true
		return []FormField{what, who, day("by", "Senast", "", true)}
	}
	agree.steps = p.inShared(func(v actView, in *webkit.Input, _ casework.Coordination) engine.Command[casework.Coordination] {
		return casework.AgreeStep{Case: v.file.Case.ID, What: in.Text("what"), Who: in.Text("who"), By: in.MustDay("by")}
	})
	done := shared("klart", "coordination.agree", "Ett steg är klart", "Markera som klart")
	done.fields = func(p Pages, v actView) []FormField {
		var options []webkit.Option
		if c, err := p.shared(v.r, v.file); err == nil {
			for _, s := range c.Steps {
				if s.Done.IsZero() {
					options = append(options, webkit.Option{Value: strconv.Itoa(s.Number), Words: s.What + ", " + s.Who})
				}
			}
		}
		return []FormField{choice("number", "Vilket steg?", "", options)}
	}
	done.steps = p.inShared(func(v actView, in *webkit.Input, _ casework.Coordination) engine.Command[casework.Coordination] {
		return casework.FinishStep{Case: v.file.Case.ID, Number: in.Number("number")}
	})
	end := shared("avsluta", "coordination.agree", "Avsluta samordningen", "Avsluta")
	end.fields = func(Pages, actView) []FormField {
		return []FormField{long("reason", "Varför behövs den inte längre?", "En mening räcker.", true)}
	}
	end.steps = p.inShared(func(v actView, in *webkit.Input, _ casework.Coordination) engine.Command[casework.Coordination] {
		return casework.EndCoordination{Case: v.file.Case.ID, Reason: in.Text("reason")}
	})
	return []caseAct{begin, agree, done, end}
}

// inShared makes steps on the coordination that runs.
func (p Pages) inShared(cmd func(v actView, in *webkit.Input, c casework.Coordination) engine.Command[casework.Coordination]) func(Pages, actView, *webkit.Input, act.Form) ([]engine.Step, error) {
	return func(p Pages, v actView, in *webkit.Input, form act.Form) ([]engine.Step, error) {
		c, err := p.shared(v.r, v.file)
		if err != nil {
			return nil, err
		}
		id := c.ID
		if id.IsZero() {
			id = ids.Derive(form.ID, "samordning") // refused by the act itself: nothing runs
		}
		return p.one(p.Coordinations.Step(id, cmd(v, in, c))), nil
	}
}

// sharing shows in the case that other departments have the person too, with the
// routine and what comes next.
func (p Pages) sharing(r *http.Request, f File, page *CasePage) error {
	cases, err := p.Register.CasesOf(r.Context(), f.Person.ID)
	if err != nil {
		return err
	}
	open := 0
	for _, c := range cases {
		if c.Closed.IsZero() {
			open++
		}
	}
	c, err := p.shared(r, f)
	if err != nil || open < 2 && c.Begun.IsZero() {
		return err
	}
	fact := webkit.Fact{Label: "Samordning", Value: "inte påbörjad", Missing: true, Mend: &webkit.Link{Path: f.Path("/samordning"), Words: "Öppna samordningen"}}
	if !c.Begun.IsZero() {
		fact.Missing, fact.Value, fact.Origin = false, "inget steg är bestämt", c.Routine
		if next, ok := c.Next(); ok {
			fact.Value = next.What + ", " + next.Who + ", senast " + webkit.PlainDay(next.By, webkit.Today(r))
		}
	}
	page.Facts = append(page.Facts, fact)
	return nil
}
