package visitweb

import (
	"cmp"
	"net/http"
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/webkit"
)

// VisitPage is /utforare/besok/{nr}: one visit with all its corrections.
type VisitPage struct {
	webkit.Page
	Facts  []webkit.Fact
	Odd    []string
	Handle *HandleForm
	Share  *ShareForm
	Waits  *WaitsForm
	End    *EndForm
	Plan   *PlanForm
	Stop   *StopForm
	Form   *CorrectionForm
	Move   *webkit.Link
}

// A CorrectionForm changes the times of a registered visit.
type CorrectionForm struct {
	webkit.FormHead
	Path                       string
	Day, From, EndDay, To, Why webkit.Field
}

// own loads a visit of the actor's provider. Another's and none look the same.
func (p Pages) own(r *http.Request) (ids.ID, visits.Visit, int, error) {
	unknown := fault.New(fault.NotFound, "visit.unknown")
	id, err := ids.Parse(r.PathValue("nr"))
	if err != nil {
		return ids.ID{}, visits.Visit{}, 0, unknown
	}
	v, version, err := p.Visits.Load(r.Context(), id)
	if err != nil {
		return ids.ID{}, visits.Visit{}, 0, err
	}
	if mine := webkit.Actor(r).Provider; !v.Exists() || mine.IsZero() || v.Provider != mine {
		return ids.ID{}, visits.Visit{}, 0, unknown
	}
	return id, v, version, nil
}

func (p Pages) getVisit(w http.ResponseWriter, r *http.Request) error {
	if _, v, _, err := p.own(r); err != nil || v.Person.IsZero() {
		return cmp.Or(err, error(fault.New(fault.NotFound, "visit.unknown")))
	}
	return p.showVisit(w, r)
}

func (p Pages) showVisit(w http.ResponseWriter, r *http.Request) error {
	page, err := p.visitPage(r, webkit.Typed{}, false)
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "besok-ett.html", page)
}

func (p Pages) visitPage(r *http.Request, typed webkit.Typed, again bool) (*VisitPage, error) {
	id, v, version, err := p.own(r)
	if err != nil {
		return nil, err
	}
	if !again && !v.Person.IsZero() {
		if err := webkit.Read(r, v.Person, duty.Subject{Kind: "service", ID: v.Service.ID}); err != nil {
			return nil, err
		}
	}
	today := webkit.Today(r)
	who, err := p.Others.Who(r.Context(), webkit.Actor(r), today, v.Person)
	if err != nil {
		return nil, err
	}
	page := &VisitPage{Page: webkit.Page{
		Title: "Besök", Back: &webkit.Link{Path: "/utforare/besok", Words: "Besök"},
		Sentence: "Rätta tiderna om de är fel. De gamla tiderna finns kvar.",
	}}
	if band, known := who[v.Person]; known {
		page.Person = &band
	}
	add := func(label string, s visits.Span, origin string) {
		if !s.IsZero() {
			page.Facts = append(page.Facts, webkit.Fact{Label: label, Value: webkit.DayAndTime(s.From, today) + "–" + webkit.ClockTime(s.To), Origin: origin})
		}
	}
	add("Planerat", v.Planned, "")
	for _, c := range v.Corrected {
		add("Före rättelse", c.Was, "rättat "+webkit.DayAndTime(c.At, today)+": "+c.Why)
	}
	add("Registrerat", v.Done, classWords(v.Class))
	for _, end := range []struct {
		label string
		mark  visits.Mark
	}{{"Ankomst", v.In}, {"Avgång", v.Out}} {
		if !end.mark.IsZero() {
			page.Facts = append(page.Facts, webkit.Fact{Label: end.label, Value: howWords(end.mark.How), Origin: quality(end.mark)})
		}
	}
	if !v.Begun.IsZero() && v.Done.IsZero() {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Började", Value: webkit.DayAndTime(v.Begun, today)})
	}
	if len(v.Tasks) > 0 {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Uppgifter", Value: strings.Join(v.Tasks, ", ")})
	}
	if words := outcomeWords(v); words != "" {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Utfall", Value: words})
	}
	for _, told := range v.Told {
		if strings.TrimSpace(told.Text) != "" {
			page.Facts = append(page.Facts, webkit.Fact{Label: toldWords(told.Kind), Value: told.Text, Origin: webkit.DayAndTime(told.At, today)})
		}
	}
	if err := p.odd(r, page, id, v, version, typed, again); err != nil {
		return nil, err
	}
	for _, task := range v.NotDone {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Inte gjort", Value: task.What, Origin: task.Why})
	}
	if v.Done.IsZero() {
		page.Sentence = "Besöket är planerat och inte registrerat."
		if !v.Begun.IsZero() {
			page.Sentence = "Besöket har börjat och saknar slut."
			page.End = endForm(r, id, version, typed, again)
		} else if v.Cancelled == "" && v.Missed == "" && !v.Planned.IsZero() {
			if page.Plan, page.Stop, err = p.planForm(r, id, v, version, typed, again); err != nil {
				return nil, err
			}
		}
		return page, nil
	}
	if v.Waits.Kind != "" || v.Person.IsZero() {
		return page, nil
	}
	path := "/utforare/besok/" + id.String()
	if !again {
		if typed, err = webkit.Blank(r, path); err != nil {
			return nil, err
		}
	}
	page.Form = &CorrectionForm{
		FormHead: webkit.NewForm(r, version, path), Path: path,
		Day:    typed.Field(webkit.Field{Name: "day", Label: "Dag", Value: civil.DayOf(v.Done.From).String(), Required: true}),
		From:   typed.Field(webkit.Field{Name: "from", Label: "Började", Value: webkit.ClockTime(v.Done.From), Required: true}),
		To:     typed.Field(webkit.Field{Name: "to", Label: "Slutade", Value: webkit.ClockTime(v.Done.To), Required: true}),
		EndDay: typed.Field(webkit.Field{Name: "end_day", Label: "Slutade en annan dag", Help: "Fyll bara i när besöket gick över midnatt."}),
		Why:    typed.Field(webkit.Field{Name: "why", Label: "Varför rättas tiderna?", Rows: 2, Required: true}),
	}
	if last := civil.DayOf(v.Done.To); last != civil.DayOf(v.Done.From) && !again && typed.Saved.IsZero() {
		page.Form.EndDay.Value = last.String()
	}
	if again {
		page.Form.FormHead = webkit.SameForm(r)
	}
	page.Move = &webkit.Link{Path: "/utforare/besok/" + id.String() + "/flytta", Words: "Registrerat på fel person? Välj rätt uppdrag"}
	return page, nil
}

// toldWords is the kind of what was told, as a page shows it.
func toldWords(k visits.TellingKind) string {
	switch k {
	case visits.ToldSignal:
		return "Något har ändrats"
	case visits.ToldDeviation:
		return "Avvikelse"
	}
	return "Social dokumentation"
}

func (p Pages) postCorrection(w http.ResponseWriter, r *http.Request) error {
	id, v, _, err := p.own(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := visits.Correct{Service: v.Service, Done: spanOf(in), Why: in.Text("why")}
	if cmd.Locked, err = p.locked(r, v, cmd.Done); err != nil {
		return err
	}
	if cmd.Rates, err = p.Others.Tariff(r.Context(), v.Target); err != nil {
		return err
	}
	return p.change(w, r, in, id, cmd)
}

// change carries out what a form of the page asks, and shows the page again with
// what stood in the way.
func (p Pages) change(w http.ResponseWriter, r *http.Request, in *webkit.Input, id ids.ID, cmd engine.Command[visits.Visit]) error {
	err := in.Err()
	if err == nil {
		_, err = p.Visits.Do(r.Context(), webkit.Form(r), id, cmd)
	}
	if err != nil {
		page, failed := p.visitPage(r, in.Again(err), true)
		if failed != nil {
			return failed
		}
		return webkit.Redo(w, r, p.kit, "besok-ett.html", page, err)
	}
	return webkit.Done(w, r, p.addressOf(r, id))
}

// addressOf is the page of a visit as it is after the act: one that nobody is known
// to have had has a page of its own.
func (p Pages) addressOf(r *http.Request, id ids.ID) string {
	v, _, err := p.Visits.Load(r.Context(), id)
	if err != nil || v.Person.IsZero() {
		return "/utforare/besok-okant/" + id.String()
	}
	return "/utforare/besok/" + id.String()
}

// locked tells whether the month of a visit is closed, as it stands or as it is to be.
func (p Pages) locked(r *http.Request, v visits.Visit, done visits.Span) (bool, error) {
	for _, at := range []time.Time{v.Done.From, done.From} {
		if at.IsZero() {
			continue
		}
		if locked, err := p.Lists.Locked(r.Context(), v.Provider, civil.DayOf(at)); locked || err != nil {
			return locked, err
		}
	}
	return false, nil
}
