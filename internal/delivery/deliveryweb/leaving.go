package deliveryweb

import (
	"net/http"

	"stadga/internal/delivery"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// LeavingPage is /utforare-som-slutar/{utforare}: the orders of a provider, and which
// of them another takes over (E-11).
type LeavingPage struct {
	webkit.Page
	List webkit.Listing
}

func (p Pages) getLeaving(w http.ResponseWriter, r *http.Request) error {
	raw, err := ids.Parse(r.PathValue("utforare"))
	if err != nil {
		return fault.New(fault.NotFound, "provider.unknown")
	}
	ctx, today, id := r.Context(), webkit.Today(r), ids.Provider{ID: raw}
	provider, err := p.Others.Provider(ctx, id)
	if err != nil {
		return err
	}
	running, moving, err := p.Lists.CountMoving(ctx, id)
	if err != nil {
		return err
	}
	paging := webkit.NewPaging(r.URL, running)
	lines, err := p.Lists.OnShelf(ctx, id, delivery.Current, today, paging.Offset(), webkit.PageSize)
	if err != nil {
		return err
	}
	page := &LeavingPage{Page: webkit.Page{
		Title: provider.Name, Small: "Uppdrag", Back: webkit.Leads(r, webkit.Link{Path: "/ekonomi/utforare/" + id.String(), Words: provider.Name}),
		Strong:   webkit.Count(running-moving, "uppdrag har ingen ny utförare.", "uppdrag har ingen ny utförare."),
		Sentence: webkit.Count(moving, "uppdrag tas över av en annan.", "uppdrag tas över av en annan.") + " Öppna ett ärende, fråga personen vilken utförare hen vill ha och byt där. Allt som är skrivet följer med.",
	}}
	if !provider.Leaves.IsZero() {
		page.Sentence = provider.Name + " slutar " + webkit.PlainDay(provider.Leaves, today) + ". " + page.Sentence
	}
	page.List, err = p.leavingRows(r, lines)
	if err != nil {
		return err
	}
	page.List.Paging = paging
	return webkit.Show(w, r, p.kit, http.StatusOK, "slutar.html", page)
}

// leavingRows names the persons of those cases that the reader may open; the others
// are there, and are not named.
func (p Pages) leavingRows(r *http.Request, lines []delivery.Line) (webkit.Listing, error) {
	ctx, today := r.Context(), webkit.Today(r)
	list := webkit.Listing{
		Caption: "Uppdrag", Empty: webkit.Empty{Sentence: "Utföraren har inget uppdrag som pågår."},
		Columns: []webkit.Column{{Words: "Person"}, {Words: "Insats"}, {Words: "Följer med"}, {Words: "Läge"}},
	}
	var cases []ids.Case
	var persons []ids.Person
	for _, l := range lines {
		cases = append(cases, l.Case)
	}
	numbers, err := p.Others.Numbers(ctx, webkit.Actor(r), cases)
	if err != nil {
		return list, err
	}
	for _, l := range lines {
		if numbers[l.Case] != "" {
			persons = append(persons, l.Person)
		}
	}
	who, err := p.Others.Who(ctx, webkit.Actor(r), today, persons...)
	if err != nil {
		return list, err
	}
	for _, l := range lines {
		row, err := p.leavingRow(r, l, numbers[l.Case], who[l.Person])
		if err != nil {
			return list, err
		}
		list.Rows = append(list.Rows, row)
	}
	return list, nil
}

func (p Pages) leavingRow(r *http.Request, l delivery.Line, number string, band webkit.Personband) (webkit.ListRow, error) {
	today := webkit.Today(r)
	o, _, err := p.Orders.Load(r.Context(), l.ID.ID)
	if err != nil {
		return webkit.ListRow{}, err
	}
	ahead, err := p.Others.Ahead(r.Context(), l.ID, today)
	if err != nil {
		return webkit.ListRow{}, err
	}
	state := webkit.Badge{Lage: webkit.Snart, Words: "Ny utförare saknas"}
	if change, waits := o.WaitingChange(); waits {
		state.Words = "Vill byta sedan " + webkit.PlainDay(change.On, today)
	}
	if !l.Moves.IsZero() {
		state = webkit.Badge{Lage: webkit.Klar, Words: "Tas över " + webkit.PlainDay(l.Moves, today)}
	}
	row := webkit.ListRow{Words: "Du har inte åtkomst till ärendet", Cells: []webkit.Cell{
		{Name: "Insats", Words: l.Name, Sub: l.Extent},
		{Name: "Följer med", Words: webkit.Count(len(o.Plans), "plan", "planer") + ", " + webkit.Count(len(o.Thread), "meddelande", "meddelanden"), Sub: webkit.Count(ahead, "planerat besök", "planerade besök")},
		{Name: "Läge", Badge: &state},
	}}
	if number != "" {
		row.Words, row.Sub, row.Path = band.Name, band.Age, "/arende/"+number+"/insatser"
	}
	return row, nil
}
