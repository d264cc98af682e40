package controlweb

import (
	"net/http"
	"strconv"

	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/visits/control"
	"stadga/internal/webkit"
)

// CheckPage is /kvalitet/registreringar/stickprov/{id}.
type CheckPage struct {
	webkit.Page
	Facts  []webkit.Fact
	Quotas webkit.Listing
	List   webkit.Listing
}

func (p Pages) getCheck(w http.ResponseWriter, r *http.Request) error {
	id, c, _, err := p.find(r)
	if err != nil {
		return err
	}
	ctx, today := r.Context(), webkit.Today(r)
	names, err := p.Others.Providers(ctx)
	if err != nil {
		return err
	}
	by, err := p.Others.Staff(ctx, c.By)
	if err != nil {
		return err
	}
	wrong := 0
	for _, result := range c.Results {
		if result.Outcome == control.Disagree {
			wrong++
		}
	}
	page := &CheckPage{
		Page: webkit.Page{
			Title: "Stickprov " + c.Month.String()[:7], Strong: strconv.Itoa(len(c.Results)) + " av " + webkit.Count(len(c.Picks), "besök är kontrollerat.", "besök är kontrollerade."),
			Sentence: webkit.Count(wrong, "stämmer inte.", "stämmer inte."), Back: &webkit.Link{Path: Root, Words: "Manuella registreringar"},
		},
		Facts: []webkit.Fact{
			{Label: "Draget", Value: webkit.DayAndTime(c.Drawn, today), Origin: by[c.By]},
			{Label: "Så drogs det", Value: "Varje utförare får besök efter hur många manuella besök den har den månaden, men minst ett. Chansen att ett besök dras växer därför med utförarens andel manuella. Natt räknas inte."},
			{Label: "Startvärde", Value: c.Seed, Origin: "samma startvärde och samma besök ger samma stickprov"},
		},
		Quotas: webkit.Listing{
			Caption: "Dragna besök per utförare", Columns: []webkit.Column{{Words: "Utförare"}, {Words: "Besök", Number: true}, {Words: "Manuella", Number: true}, {Words: "Dragna", Number: true}},
			Paging: webkit.Paging{From: min(1, len(c.Quotas)), To: len(c.Quotas), Of: len(c.Quotas)},
		},
	}
	for _, q := range c.Quotas {
		page.Quotas.Rows = append(page.Quotas.Rows, webkit.ListRow{Words: nameOf(names, q.Provider), Cells: []webkit.Cell{
			{Name: "Besök", Words: webkit.Thousands(q.Visits), Number: true}, {Name: "Manuella", Words: webkit.Thousands(q.Manual), Number: true}, {Name: "Dragna", Words: strconv.Itoa(q.Drawn), Number: true},
		}})
	}
	paging := webkit.NewPaging(r.URL, len(c.Picks))
	page.List = webkit.Listing{
		Caption: "Besöken", Paging: paging, Empty: webkit.Empty{Sentence: "Inget besök drogs."},
		Columns: []webkit.Column{{Words: "Besök"}, {Words: "Utförare"}, {Words: "Registrerat"}, {Words: "Kontroll"}},
	}
	for i := paging.Offset(); i < min(paging.Offset()+webkit.PageSize, len(c.Picks)); i++ {
		pick := c.Picks[i]
		line, there, err := p.Register.Visit(ctx, pick.Visit)
		if err != nil {
			return err
		}
		row := webkit.ListRow{Path: Root + "/stickprov/" + id.String() + "/" + strconv.Itoa(i+1), Words: when(line, today), Cells: []webkit.Cell{
			{Name: "Utförare", Words: nameOf(names, pick.Provider)}, {Name: "Registrerat", Words: control.ClassWords(line.Class)}, {Name: "Kontroll", Badge: found(c, pick.Visit)},
		}}
		if !there {
			row.Words, row.Cells[1].Words = "Gallrat besök", ""
		}
		page.List.Rows = append(page.List.Rows, row)
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "stickprov.html", page)
}

func nameOf(names map[ids.Provider]string, p ids.Provider) string {
	if name, ok := names[p]; ok {
		return name
	}
	return "En utförare som har slutat"
}

func found(c control.SpotCheck, visit ids.Visit) *webkit.Badge {
	switch result, there := c.Results[visit]; {
	case !there:
		return &webkit.Badge{Lage: webkit.Oklar, Words: "inte kontrollerat"}
	case result.Outcome == control.Agrees:
		return &webkit.Badge{Lage: webkit.Klar, Words: result.Outcome.Words()}
	case result.Outcome == control.Disagree:
		return &webkit.Badge{Lage: webkit.Idag, Words: result.Outcome.Words()}
	default:
		return &webkit.Badge{Lage: webkit.Oklar, Words: result.Outcome.Words()}
	}
}

// when is the day and the times of a visit.
func when(l visits.Line, today civil.Date) string {
	if l.Day.IsZero() {
		return ""
	}
	return webkit.PlainDay(l.Day, today) + " " + webkit.ClockTime(l.Done.From) + "–" + webkit.ClockTime(l.Done.To)
}

// VisitPage is /kvalitet/registreringar/stickprov/{id}/{nr}.
type VisitPage struct {
	webkit.Page
	Facts         []webkit.Fact
	Head          *webkit.FormHead // nil: one may not
	Path          string
	Outcome, Note webkit.Field
}

func (p Pages) getVisit(w http.ResponseWriter, r *http.Request) error {
	page, _, err := p.visitPage(r, webkit.Typed{}, nil)
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "stickprovsbesok.html", page)
}

// visitPage builds the page; same is the form that failed, which is shown again.
func (p Pages) visitPage(r *http.Request, typed webkit.Typed, same *webkit.FormHead) (*VisitPage, ids.Visit, error) {
	id, c, version, err := p.find(r)
	if err != nil {
		return nil, ids.Visit{}, err
	}
	place, err := strconv.Atoi(r.PathValue("nr"))
	if err != nil || place < 1 || place > len(c.Picks) {
		return nil, ids.Visit{}, fault.New(fault.NotFound, "spot-check.visit-unknown")
	}
	ctx, today, pick := r.Context(), webkit.Today(r), c.Picks[place-1]
	line, there, err := p.Register.Visit(ctx, pick.Visit)
	if err != nil {
		return nil, ids.Visit{}, err
	}
	names, err := p.Others.Providers(ctx)
	if err != nil {
		return nil, ids.Visit{}, err
	}
	back := Root + "/stickprov/" + id.String()
	page := &VisitPage{
		Page: webkit.Page{Title: "Besök " + strconv.Itoa(place) + " av " + strconv.Itoa(len(c.Picks)), Small: nameOf(names, pick.Provider), Back: &webkit.Link{Path: back, Words: "Stickprov " + c.Month.String()[:7]}},
		Path: back + "/" + strconv.Itoa(place),
	}
	if there {
		if page.Facts, err = p.visitFacts(r, line); err != nil {
			return nil, ids.Visit{}, err
		}
	} else {
		page.Sentence = "Besöket är gallrat och går inte att visa."
	}
	result, checked := c.Results[pick.Visit]
	if checked {
		who, err := p.Others.Staff(ctx, result.By)
		if err != nil {
			return nil, ids.Visit{}, err
		}
		page.Facts = append(page.Facts, webkit.Fact{Label: "Kontrollerat", Value: result.Outcome.Words(), Origin: webkit.DayAndTime(result.At, today) + ", " + who[result.By]})
		if result.Note != "" {
			page.Facts = append(page.Facts, webkit.Fact{Label: "Anteckning", Value: result.Note})
		}
	}
	if p.Others.May(webkit.Actor(r), "spot_check.check") {
		head := webkit.NewForm(r, version, "")
		if page.Head = &head; same != nil {
			page.Head = same
		}
		var options []webkit.Option
		for _, o := range control.Outcomes() {
			options = append(options, webkit.Option{Value: string(o), Words: o.Words()})
		}
		page.Outcome = typed.Field(webkit.Field{Name: "outcome", Label: "Vad visade kontrollen?", Options: options, Value: string(result.Outcome), Required: true})
		page.Note = typed.Field(webkit.Field{Name: "note", Label: "Anteckning", Help: "Skriv vad som inte stämmer. Skriv ingens namn.", Value: result.Note, Rows: 2})
	}
	return page, pick.Visit, nil
}

func (p Pages) visitFacts(r *http.Request, l visits.Line) ([]webkit.Fact, error) {
	today := webkit.Today(r)
	facts := []webkit.Fact{
		{Label: "Utfört", Value: when(l, today), Origin: strconv.Itoa(l.Minutes) + " minuter"},
		{Label: "Registrerat", Value: control.ClassWords(l.Class)},
	}
	if !l.Planned.IsZero() {
		facts = append(facts, webkit.Fact{Label: "Planerat", Value: webkit.ClockTime(l.Planned.From) + "–" + webkit.ClockTime(l.Planned.To)})
	}
	if l.Class != visits.TaggedBoth {
		facts = append(facts, webkit.Fact{Label: "Orsak", Value: control.ReasonWords(l.Reason)})
	}
	if l.Corrected > 0 {
		facts = append(facts, webkit.Fact{Label: "Rättat", Value: webkit.Count(l.Corrected, "gång", "gånger")})
	}
	number, err := p.Others.Case(r.Context(), webkit.Actor(r), l)
	switch {
	case err != nil:
		return nil, err
	case number == "":
		facts = append(facts, webkit.Fact{Label: "Ärende", Value: "Du har inte åtkomst till ärendet"})
	default:
		facts = append(facts, webkit.Fact{Label: "Ärende", Value: number, Mend: &webkit.Link{Path: "/arende/" + number, Words: "Visa ärendet"}})
	}
	return facts, nil
}

func (p Pages) postVisit(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	head := webkit.SameForm(r)
	_, visit, err := p.visitPage(r, webkit.Typed{}, &head)
	if err != nil {
		return err
	}
	id, _, _, err := p.find(r)
	if err != nil {
		return err
	}
	err = in.Err()
	if err == nil {
		_, err = p.Checks.Do(r.Context(), webkit.Form(r), id, control.CheckVisit{Visit: visit, Outcome: control.Outcome(in.Text("outcome")), Note: in.Text("note")})
	}
	if err == nil {
		return webkit.Done(w, r, Root+"/stickprov/"+id.String())
	}
	page, _, failed := p.visitPage(r, in.Again(err), &head)
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "stickprovsbesok.html", page, err)
}
