package qualityweb

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/quality"
	"stadga/internal/webkit"
)

func (p Pages) deviationPage(r *http.Request, f found, typed webkit.Typed, failed string) (*DeviationPage, error) {
	d, today := f.state, webkit.Today(r)
	users := []ids.User{d.By}
	for _, a := range d.Actions {
		users = append(users, a.By)
	}
	staff, err := p.Others.Staff(r.Context(), users...)
	if err != nil {
		return nil, err
	}
	matter, linked, err := p.linked(r, d.Link)
	if err != nil {
		return nil, err
	}
	places, err := p.Others.Places(r.Context(), today)
	if err != nil {
		return nil, err
	}
	page := &DeviationPage{What: d.What, Cause: d.Cause, Answer: d.Answer, Danger: d.Danger && d.Classed.IsZero(), Steps: steps(d)}
	page.Title = "Avvikelse " + d.Number
	page.Back = &webkit.Link{Path: registerPath, Words: "Avvikelser"}
	page.Strong = d.Stage().Words() + "."
	page.Sentence = next(d)
	if !d.By.IsZero() && d.By == webkit.Actor(r).User && d.Stage() == quality.StageReported {
		page.Thanks = "Tack för din rapport. Den har nummer " + d.Number + ". Svaret visas här, och du hittar rapporten under Mina rapporter."
	}
	by := "Stadga, av sig självt"
	if !d.By.IsZero() {
		by = staff[d.By]
	}
	page.Facts = append(page.Facts,
		webkit.Fact{Label: "Rapporterad", Value: webkit.DayAndTime(d.Reported, today), Origin: by},
		webkit.Fact{Label: "Var och när", Value: orDash(d.Where)},
		webkit.Fact{Label: "Enhet", Value: orDash(places.of(d.Unit, d.Provider))},
		webkit.Fact{Label: "Fara när det rapporterades", Value: yesNo(d.Danger)},
		tied(d.Link, matter, linked))
	if !d.Classed.IsZero() {
		c := d.Class
		page.Class = []webkit.Fact{
			{Label: "Slag", Value: c.Kind.Words(), Origin: "bedömd " + webkit.DayAndTime(d.Classed, today)},
			{Label: "Vad som blev fel", Value: c.Type.Words()},
			{Label: "Allvarlighetsgrad", Value: fmt.Sprintf("%d av 4, %s", c.Severity, optionWords(severities(), c.Severity))},
			{Label: "Risk att det händer igen", Value: fmt.Sprintf("%d av 4, %s", c.Recurrence, optionWords(recurrences(), c.Recurrence))},
		}
		if c.Grade != "" {
			page.Class = append(page.Class, webkit.Fact{Label: "Enligt SoL 27 kap.", Value: c.Grade.Words()})
		}
		if c.Grade.Serious() {
			told := webkit.Fact{Label: "Anmäld till IVO", Value: "inte än", Missing: true}
			if !d.Notified.IsZero() {
				told = webkit.Fact{Label: "Anmäld till IVO", Value: webkit.LongDay(d.Notified)}
			}
			page.Class = append(page.Class, told)
		}
	}
	for _, a := range d.Actions {
		page.Actions = append(page.Actions, webkit.Fact{Label: webkit.PlainDay(a.On, today), Value: a.What, Origin: staff[a.By]})
	}
	if d.Closed.IsZero() {
		if err := p.forms(r, page, f, matter, linked, typed, failed); err != nil {
			return nil, err
		}
	}
	return page, nil
}

// linked is what the deviation is tied to, for one who may open it.
func (p Pages) linked(r *http.Request, link quality.Link) (Matter, bool, error) {
	if link.Case.IsZero() {
		return Matter{}, false, nil
	}
	matter, err := p.Others.Of(r.Context(), webkit.Actor(r), link)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return Matter{}, false, nil
	}
	return matter, err == nil, err
}

func tied(link quality.Link, matter Matter, linked bool) webkit.Fact {
	switch {
	case linked:
		return webkit.Fact{Label: "Knuten till", Value: matter.Words, Mend: &webkit.Link{Path: matter.Path, Words: "Öppna"}}
	case !link.Case.IsZero():
		return webkit.Fact{Label: "Knuten till", Value: "ett ärende som visas för den som får öppna det"}
	}
	return webkit.Fact{Label: "Knuten till", Value: "inget ärende"}
}

// steps draws how far the deviation has come. A stage that was passed by is
// shown as such.
func steps(d quality.Deviation) webkit.Stegrad {
	bar := webkit.Stegrad{Label: "Var avvikelsen är"}
	done := map[quality.Stage]bool{
		quality.StageReported: true, quality.StageClassed: !d.Classed.IsZero(), quality.StageExplained: d.Cause != "",
		quality.StageActed: len(d.Actions) > 0, quality.StageClosed: !d.Closed.IsZero(),
	}
	now := false
	for _, stage := range quality.Stages() {
		step := webkit.Step{Words: stage.Words(), State: webkit.StepAhead}
		switch {
		case done[stage]:
			step.State = webkit.StepDone
		case !d.Closed.IsZero():
			step.State = webkit.StepSkipped
		case !now:
			step.State, now = webkit.StepNow, true
		}
		bar.Steps = append(bar.Steps, step)
	}
	return bar
}

func next(d quality.Deviation) string {
	switch nextStep(d) {
	case "/bedom":
		return "Nu ska den bedömas."
	case "/ivo":
		return "Anmäl den till IVO snarast."
	case "/orsak":
		return "Nu ska orsaken utredas."
	case "/atgard":
		return "Nu ska den åtgärdas."
	case "/avsluta":
		return "Nu ska den som rapporterade få svar."
	}
	return "Den som rapporterade har fått svar."
}

// nextStep is the form of what comes next; empty when the deviation is closed.
func nextStep(d quality.Deviation) string {
	switch {
	case !d.Closed.IsZero():
		return ""
	case d.Classed.IsZero():
		return "/bedom"
	case d.Class.Grade.Serious() && d.Notified.IsZero():
		return "/ivo"
	case d.Cause == "":
		return "/orsak"
	case len(d.Actions) == 0:
		return "/atgard"
	}
	return "/avsluta"
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func yesNo(yes bool) string {
	if yes {
		return "Ja"
	}
	return "Nej"
}

func severities() []webkit.Option {
	return webkit.Options("1", "Mindre", "2", "Måttlig", "3", "Betydande", "4", "Mycket allvarlig")
}

func recurrences() []webkit.Option {
	return webkit.Options("1", "Mycket liten", "2", "Liten", "3", "Stor", "4", "Mycket stor")
}

func optionWords(options []webkit.Option, n int) string {
	for _, o := range options {
		if o.Value == strconv.Itoa(n) {
			return o.Words
		}
	}
	return ""
}

// forms adds the steps that the actor may take, what comes next first.
func (p Pages) forms(r *http.Request, page *DeviationPage, f found, matter Matter, linked bool, typed webkit.Typed, failed string) error {
	d, base := f.state, deviationPath+f.state.Number
	may := func(action string) bool { return p.Door.OnFile(webkit.Actor(r), action, fileOf(f.id, d)).Allowed }
	var missed error
	add := func(action, rest string, shown int, form DeviationForm) {
		if !may(action) {
			return
		}
		form.ID, form.Path, form.FormHead = "steg-"+rest[1:], base+rest, webkit.NewForm(r, shown, base+rest)
		filled, err := webkit.Blank(r, base+rest)
		missed = errors.Join(missed, err)
		if failed == form.Path {
			form.FormHead, filled = webkit.SameForm(r), typed
		}
		for _, fields := range [][]webkit.Field{form.Choices, form.Texts, form.Lines, form.Days} {
			for i := range fields {
				fields[i] = filled.Field(fields[i])
			}
		}
		form.Open = failed == form.Path
		if form.Primary = rest == nextStep(d); form.Primary {
			page.Forms = slices.Insert(page.Forms, 0, form)
			return
		}
		page.Forms = append(page.Forms, form)
	}
	add("deviation.class", "/bedom", f.version, classForm(d))
	if d.Class.Grade.Serious() && d.Notified.IsZero() {
		add("deviation.notify_ivo", "/ivo", 0, DeviationForm{
			Title: "Anmäl till IVO", Says: "Skicka utredningen med. SoL 27 kap. 6 §.", Button: "Spara dagen för anmälan",
			Days: []webkit.Field{{Name: "notified", Label: "Dag anmälan skickades", Required: true}},
		})
	}
	add("deviation.explain", "/orsak", f.version, DeviationForm{
		Title: "Orsak", Button: "Spara orsaken",
		Texts: []webkit.Field{{Name: "cause", Label: "Varför hände det?", Help: "Fråga varför flera gånger, tills du når det som går att ändra. 2–5 meningar räcker.", Value: d.Cause, Required: true}},
	})
	add("deviation.act", "/atgard", 0, DeviationForm{
		Title: "Åtgärd", Button: "Spara åtgärden",
		Texts: []webkit.Field{{Name: "action", Label: "Vad är gjort?", Help: "En mening räcker.", Rows: 2, Required: true}},
		Days:  []webkit.Field{{Name: "on", Label: "Dag", Required: true}},
	})
	if !d.Classed.IsZero() {
		add("deviation.close", "/avsluta", 0, DeviationForm{
			Title: "Återkoppling", Button: "Avsluta avvikelsen",
			Texts: []webkit.Field{{Name: "answer", Label: "Svar till den som rapporterade", Help: "Vad ni har kommit fram till och vad som är gjort. 1–3 meningar räcker.", Required: true}},
		})
	}
	form := DeviationForm{
		Title: "Knyt till ärende", Button: "Knyt till ärendet",
		Lines: []webkit.Field{{Name: "case", Label: "Ärendenummer", Help: "Till exempel 2026-0412.", Size: "kort", Required: true}},
	}
	if linked {
		form.Lines[0].Value = matter.Case
		inquiries, err := p.Others.Inquiries(r.Context(), d.Link.Case)
		if err != nil {
			return err
		}
		if len(inquiries) > 0 {
			var options []webkit.Option
			for _, m := range inquiries {
				options = append(options, webkit.Option{Value: m.Link.Investigation.String(), Words: m.Words, Chosen: m.Link.Investigation == d.Link.Investigation})
			}
			form.Choices = []webkit.Field{{Name: "inquiry", Label: "Gäller den en viss utredning?", Options: options}}
		}
	}
	add("deviation.link", "/knyt", 0, form)
	return missed
}

func classForm(d quality.Deviation) DeviationForm {
	var kinds, types []webkit.Option
	for _, k := range quality.DeviationKinds() {
		kinds = append(kinds, webkit.Option{Value: string(k), Words: k.Words()})
	}
	for _, t := range quality.DeviationTypes() {
		types = append(types, webkit.Option{Value: string(t), Words: t.Words()})
	}
	grades := webkit.Options("", "Inget missförhållande")
	for _, m := range quality.Malpractices() {
		grades = append(grades, webkit.Option{Value: string(m), Words: m.Words()})
	}
	chosen := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	kind := d.Class.Type
	if kind == "" {
		kind = d.Type
	}
	grades[0].Chosen = d.Class.Grade == ""
	form := DeviationForm{Title: "Bedömning", Button: "Spara bedömningen", Choices: []webkit.Field{
		{Name: "kind", Label: "Vad är det?", Help: "Ett missförhållande, eller en påtaglig risk för det, är en lex Sarah-rapport.", Value: string(d.Class.Kind), Options: kinds, Required: true},
		{Name: "type", Label: "Vad blev fel?", Value: string(kind), Options: types, Required: true},
		{Name: "severity", Label: "Hur allvarligt är det?", Value: chosen(d.Class.Severity), Options: severities(), Required: true},
		{Name: "recurrence", Label: "Hur stor är risken att det händer igen?", Value: chosen(d.Class.Recurrence), Options: recurrences(), Required: true},
		{Name: "grade", Label: "Om det är lex Sarah: hur allvarligt är missförhållandet?", Help: "SoL 27 kap. 2 och 6 §§.", Value: string(d.Class.Grade), Options: grades},
	}}
	if !d.Classed.IsZero() {
		form.Title, form.Button = "Ändra bedömningen", "Spara den nya bedömningen"
	}
	return form
}
