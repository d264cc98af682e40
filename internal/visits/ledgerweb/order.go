package ledgerweb

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"

	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/sheet"
	"stadga/internal/visits"
	"stadga/internal/webkit"
)

// OrderPage is one order's month: what it gives, line by line, and every visit with
// its proof and price.
type OrderPage struct {
	webkit.Page
	Facts  []webkit.Fact
	Bars   webkit.Chart
	Lines  webkit.Listing
	Visits webkit.Listing
	Form   *webkit.FormHead
	Path   string
	Cause  webkit.Field
}

func (p Pages) getOrder(w http.ResponseWriter, r *http.Request) error {
	page, err := p.orderPage(r, webkit.Typed{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "uppdrag.html", page)
}

// find reads one order of a provider's month. Another's and none look the same.
func (p Pages) find(r *http.Request) (place, visits.BaseEntry, error) {
	a, err := p.place(r)
	if err != nil {
		return a, visits.BaseEntry{}, err
	}
	entries, _, _, err := p.read(r, a)
	if err != nil {
		return a, visits.BaseEntry{}, err
	}
	id, failed := ids.Parse(r.PathValue("uppdrag"))
	at := slices.IndexFunc(entries, func(e visits.BaseEntry) bool { return e.Order.ID == id && e.Month == a.month })
	if failed != nil || at < 0 {
		return a, visits.BaseEntry{}, fault.New(fault.NotFound, "closing.unknown")
	}
	return a, entries[at], nil
}

func (p Pages) orderPage(r *http.Request, typed webkit.Typed) (*OrderPage, error) {
	a, e, err := p.find(r)
	if err != nil {
		return nil, err
	}
	ctx := r.Context()
	called, err := p.called(r, a, []visits.BaseEntry{e})
	if err != nil {
		return nil, err
	}
	behind, err := p.Others.Behind(ctx, e.Order)
	if err != nil {
		return nil, err
	}
	sum := e.Total()
	t := a.totals([]visits.BaseEntry{e})
	page := &OrderPage{
		Page: webkit.Page{
			Title: called[e.Order], Small: e.Name + ", " + webkit.Month(a.month), Back: &webkit.Link{Path: a.path(), Words: "Ersättning, " + webkit.Month(a.month)},
		},
		Facts: []webkit.Fact{{Label: "Beslut", Value: behind.Decision}, {Label: "Plan", Value: behind.Plan, Missing: behind.Plan == ""}}, Bars: bars(t),
		Lines: webkit.Listing{
			Caption: "Vad som betalas", Columns: []webkit.Column{{Words: "Rad"}, {Words: "Pris", Number: true}, {Words: "Tid", Number: true}, {Words: "Belopp", Number: true}},
			Paging: webkit.Paging{From: min(1, len(e.Lines)), To: len(e.Lines), Of: len(e.Lines)}, Empty: webkit.Empty{Sentence: "Inget betalas för månaden."},
		},
	}
	if sum.Priceless > 0 {
		page.Strong = webkit.Duration(int64(sum.Priceless)) + " saknar pris i avtalet och betalas inte."
	}
	for _, l := range e.Lines {
		price := "flera priser"
		if l.Price > 0 {
			price = webkit.Kronor(l.Price)
		}
		page.Lines.Rows = append(page.Lines.Rows, webkit.ListRow{Words: l.Kind.Words(), Cells: []webkit.Cell{
			{Name: "Pris", Words: price, Number: true}, timeCell("Tid", l.Minutes), {Name: "Belopp", Words: webkit.Kronor(l.Ore), Number: true},
		}})
	}
	all := sum.Visits + sum.Held
	paging := webkit.NewPaging(r.URL, all)
	made, err := p.Lists.LedgerOf(ctx, e.Order, a.month, paging.Offset(), webkit.PageSize)
	if err != nil {
		return nil, err
	}
	page.Visits = webkit.Listing{
		Caption: "Besök i månaden", Paging: paging, Empty: webkit.Empty{Sentence: "Inga besök är registrerade i månaden."},
		Columns: []webkit.Column{{Words: "Besök"}, {Words: "Registrerat"}, {Words: "07–22", Number: true}, {Words: "Natt", Number: true}, {Words: "Pris", Number: true}, {Words: "Belopp", Number: true}, {Words: "Avtal"}},
	}
	for _, v := range made {
		page.Visits.Rows = append(page.Visits.Rows, visitRow(v, a))
	}
	if (a.own || p.Others.May(webkit.Actor(r), "closing.explain")) && e.Beyond(a.within) {
		head := webkit.NewForm(r, 0, "")
		page.Form, page.Path = &head, a.path()+"/"+e.Order.String()
		var options []webkit.Option
		for _, c := range visits.Causes() {
			options = append(options, webkit.Option{Value: string(c), Words: c.Words()})
		}
		page.Cause = typed.Field(webkit.Field{Name: "cause", Label: "Varför skiljer sig utförd tid från beviljad?", Options: options, Value: string(e.Cause), Required: true})
	}
	return page, nil
}

func visitRow(v visits.LedgerVisit, a place) webkit.ListRow {
	row := webkit.ListRow{Words: webkit.DayAndTime(v.Done.From, civil.Date{}) + "–" + webkit.ClockTime(v.Done.To), Sub: v.Why}
	if a.own {
		row.Path = "/utforare/besok/" + v.ID.String()
	}
	price, amount := "flera priser", webkit.Cell{Name: "Belopp", Words: webkit.Kronor(v.Rated.Ore), Number: true}
	switch {
	case v.Rated.Price > 0:
		price = webkit.Kronor(v.Rated.Price)
	case v.Rated.Ore == 0:
		price = "–"
	}
	if !v.Paid() {
		amount.Words = webkit.Kronor(0)
		amount.Badge = &webkit.Badge{Lage: webkit.Stopp, Words: "Betalas inte"}
	}
	return webkit.ListRow{Path: row.Path, Words: row.Words, Sub: row.Sub, Cells: []webkit.Cell{
		{Name: "Registrerat", Words: proof(v.Class)},
		timeCell("07–22", v.Rated.Day), timeCell("Natt", v.Rated.Night),
		{Name: "Pris", Words: price, Number: true},
		amount,
		{Name: "Avtal", Words: v.Rated.Agreement},
	}}
}

func proof(c visits.Class) string {
	return map[visits.Class]string{
		visits.TaggedBoth: "Tagg in och ut", visits.TaggedIn: "Tagg in", visits.TaggedOut: "Tagg ut", visits.Manual: "För hand",
	}[c]
}

func (p Pages) postCause(w http.ResponseWriter, r *http.Request) error {
	a, e, err := p.find(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := visits.Explain{Provider: a.provider, Month: a.month, Order: e.Order, Cause: visits.Cause(in.Text("cause"))}
	if err = in.Err(); err == nil && a.own {
		_, err = p.Closings.Do(r.Context(), webkit.Form(r), visits.ClosingID(a.provider, a.month), visits.TellCause{Explain: cmd, Service: e.Service})
	} else if err == nil {
		_, err = p.Closings.Do(r.Context(), webkit.Form(r), visits.ClosingID(a.provider, a.month), cmd)
	}
	if err == nil {
		return webkit.Done(w, r, a.path()+"/"+e.Order.String())
	}
	page, failed := p.orderPage(r, in.Again(err))
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "uppdrag.html", page, err)
}

// getFile answers with the payment base as a file: one row for each order, and the
// corrections, as the page has them.
func (p Pages) getFile(w http.ResponseWriter, r *http.Request) error {
	a, err := p.place(r)
	if err != nil {
		return err
	}
	entries, _, _, err := p.read(r, a)
	if err != nil {
		return err
	}
	called, err := p.called(r, a, entries)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="underlag-`+a.month.String()[:7]+`.csv"`)
	out := csv.NewWriter(w)
	out.Comma = ';'
	rows := [][]string{{"uppdrag", "kallas", "insats", "manad", "beviljad_min", "bestalld_min", "planerad_min", "utford_min", "natt_min", "betald_min", "belopp_kr", "orsak"}}
	sum := int64(0)
	for _, e := range entries {
		t := e.Total()
		sum += e.Ore
		rows = append(rows, []string{
			e.Order.String(), sheet.Cell(called[e.Order]), sheet.Cell(e.Name), e.Month.String()[:7], fmt.Sprint(e.Granted), fmt.Sprint(e.Ordered), fmt.Sprint(t.Planned),
			fmt.Sprint(t.Minutes), fmt.Sprint(t.Night), fmt.Sprint(e.Minutes), amount(e.Ore), sheet.Cell(e.Why + e.Cause.Words()),
		})
	}
	rows = append(rows, []string{"summa", "", "", a.month.String()[:7], "", "", "", "", "", "", amount(sum), ""})
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	return out.Error()
}

func amount(ore int64) string {
	sign := ""
	if ore < 0 {
		sign, ore = "-", -ore
	}
	return fmt.Sprintf("%s%d,%02d", sign, ore/100, ore%100)
}
