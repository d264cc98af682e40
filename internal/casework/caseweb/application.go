package caseweb

import (
	"net/http"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

const applicationDraft = "ny-ansokan"

func (p Pages) getApplication(w http.ResponseWriter, r *http.Request) error {
	typed, err := webkit.Blank(r, applicationDraft)
	if err != nil {
		return err
	}
	now := webkit.Now(r)
	suggested := civil.DayOf(now).String() + " " + webkit.ClockTime(now)
	return p.show(w, r, "formular.html", p.applicationPage(r, webkit.NewForm(r, 0, applicationDraft), typed, suggested))
}

func matterKinds() []webkit.Option {
	var options []webkit.Option
	for _, k := range casework.IntakeKinds()[1:] { // a report of concern has a page of its own
		options = append(options, webkit.Option{Value: string(k), Words: k.Words()})
	}
	return options
}

func sourceOptions() []webkit.Option {
	options := webkit.Options("", "Välj")
	for _, s := range casework.IntakeSources() {
		options = append(options, webkit.Option{Value: string(s), Words: s.Words()})
	}
	return options
}

func serviceOptions() []webkit.Option {
	options := webkit.Options("", "Inte känd")
	for _, k := range casework.ServiceCatalogue() {
		options = append(options, webkit.Option{Value: k.Key, Words: k.Name})
	}
	return options
}

func targetOptions() []webkit.Option {
	options := webkit.Options("", "Välj")
	for _, t := range casework.TargetGroups() {
		options = append(options, webkit.Option{Value: string(t), Words: t.Words()})
	}
	return options
}

func residenceOptions() []webkit.Option {
	var options []webkit.Option
	for _, t := range casework.Residences() {
		options = append(options, webkit.Option{Value: string(t), Words: t.Words()})
	}
	return options
}

func areaOptions() []webkit.Option {
	var options []webkit.Option
	for _, a := range casework.Areas() {
		options = append(options, webkit.Option{Value: string(a), Words: a.Words()})
	}
	return options
}

func channelOptions() []webkit.Option {
	var options []webkit.Option
	for _, c := range casework.Channels() {
		options = append(options, webkit.Option{Value: string(c), Words: c.Words()})
	}
	return options
}

func (p Pages) applicationPage(r *http.Request, form webkit.FormHead, typed webkit.Typed, suggested string) *FormPage {
	now := webkit.Now(r)
	person := FormField{Kind: "nummer", Field: webkit.Field{
		Name: "person", Label: "Vem gäller det?", Required: true,
		Help: "Personnummer, eller namn och födelseår. Skriv okänt om du inte vet.",
	}}
	received := day("dag", "Kom in, dag", civil.DayOf(now).String(), true)
	received.Help = "Nu är bara förslag för telefon och besök."
	channel := list("kanal", "Kom in via", "", channelOptions())
	channel.Value = string(casework.ByPhone)
	kind := choice("kind", "Vad är det?", "", matterKinds())
	kind.Value = string(casework.Application)
	says := long("says", "Vad gäller det?", "Med personens egna ord. Det som skrivs här används i utredningen.", true)
	says.Rows = 5
	page := &FormPage{
		Page: webkit.Page{
			Title: "Ny ansökan", Sentence: "Allt som kommer in utom orosanmälan om barn: begäran, oro för vuxen, utskrivning, överflyttning och annat.", Saved: typed.SavedAt(),
			Back: &webkit.Link{Path: "/mottagning", Words: "Mottagning"},
		},
		Form: form, Path: "/mottagning/ny-ansokan", Suggested: suggested, Button: "Spara och registrera",
		Cancel: webkit.Link{Path: "/mottagning", Words: "Avbryt"},
		Fields: []FormField{
			person, kind, choice("area", "Område", "", areaOptions()), channel, received,
			{Kind: "tid", Field: webkit.Field{Name: "tid", Label: "Kom in, tid", Value: webkit.ClockTime(now), Required: true, Prefilled: true}},
			says,
			list("services", "Insats som personen ber om, om den är känd", "Kontrolleras mot lagrum och ålder.", serviceOptions()),
			list("source", "Varifrån kom det?", "Lämna tomt om det följer av vad det är.", sourceOptions()),
			list("target", "Målgrupp", "För statistiken. Avgör inget i ärendet.", targetOptions()),
			list("residence", "Anknytning till kommunen", "Alla får söka: den som bor här, vistas här tillfälligt eller vill flytta hit.", residenceOptions()),
			short("municipality", "Kommun som vill flytta över ärendet", "Bara för överflyttning."),
			day("answer_by", "Yttrandet ska lämnas senast", "", false),
			short("contact_way", "Hur vill personen bli nådd?", "Telefonnummer eller annat sätt."),
			short("interpreter", "Tolk", "Språk eller slag av tolk. Lämna tomt om tolk inte behövs."),
			short("representative", "Vem lämnar uppgifterna, om det inte är personen själv", "Till exempel dotter, god man, granne."),
		},
	}
	for i := range page.Fields {
		page.Fields[i].Field = typed.Field(page.Fields[i].Field)
	}
	return page
}

func (p Pages) postApplication(w http.ResponseWriter, r *http.Request) error {
	in, form, suggested := webkit.Posted(r), webkit.Form(r), webkit.SentOne(r, "forslag")
	intake, err := p.receiveApplication(r, in, form)
	if err != nil {
		page := p.applicationPage(r, webkit.SameForm(r), in.Again(err), suggested)
		return webkit.Redo(w, r, p.kit, "formular.html", page, err)
	}
	return webkit.Done(w, r, "/mottagning/kvitto/"+intake.String())
}

// receiveApplication registers what came in as one act: a person where it is new,
// a case where there is none in the area, and the intake.
func (p Pages) receiveApplication(r *http.Request, in *webkit.Input, form act.Form) (ids.Intake, error) {
	intake := ids.Intake{ID: ids.Derive(form.ID, "intake 0")}
	child := p.readPerson(r, in, "person")
	kind := casework.IntakeKind(in.Word("kind", values(matterKinds())...))
	area := casework.Area(in.MustWord("area", values(areaOptions())...))
	channel := casework.Channel(in.Word("kanal", values(channelOptions())...))
	received := readReceived(in, channel)
	content := casework.IntakeContent{
		Says: in.Prose("says"), ContactWay: in.Text("contact_way"), Interpreter: in.Text("interpreter"), Representative: in.Text("representative"),
		Source: casework.IntakeSource(in.Word("source", values(sourceOptions())...)), Target: casework.TargetGroup(in.Word("target", values(targetOptions())...)),
		Residence: casework.Residence(in.Word("residence", values(residenceOptions())...)), Municipality: in.Text("municipality"), AnswerBy: in.Day("answer_by"),
	}
	if key := in.Word("services", values(serviceOptions())...); key != "" {
		content.Services = []string{key}
	}
	born := child.known.Born
	if born.IsZero() {
		born = child.register.Born
	}
	env := act.Env{Now: webkit.Now(r), Today: webkit.Today(r), Actor: webkit.Actor(r)}
	// The command is made twice: once without case, to say all that is wrong at
	// once, and then with it.
	command := func(of casework.Case) engine.Command[casework.Intake] {
		if kind.Asked() || kind == "" {
			return casework.ReceiveApplication{Case: of.ID, Person: of.Person, Area: area, Kind: kind, Received: received, Channel: channel, Content: content, Born: born}
		}
		return casework.ReceiveInformation{
			Case: of.ID, Person: of.Person, Area: area, Kind: kind, Received: received, Channel: channel, Content: content,
			Reporter: casework.Reporter{Name: content.Representative}, Born: born,
		}
	}
	_, err := command(casework.Case{}).Decide(casework.Intake{}, env)
	for _, f := range fault.All(err) {
		at := *f
		if name, ok := map[string]string{"received": "dag", "channel": "kanal"}[f.Field]; ok {
			at.Field = name
		}
		in.Add(&at)
	}
	if err := in.Err(); err != nil {
		return intake, err
	}
	of, steps, err := p.matter(r, form, 0, child, area, ids.User{})
	if err != nil {
		return intake, err
	}
	steps = append(steps, p.naming(form, 0, child, intake)...)
	_, err = p.Engine.Do(r.Context(), form, append(steps, p.Intakes.Step(intake.ID, command(of)))...)
	if numberTaken(err) {
		p.Numbers.Forget(form.ID)
		return intake, fault.New(fault.Unmet, "case.number-taken")
	}
	return intake, err
}
