package visitweb

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/webkit"
)

// OddPage is /utforare/besok/att-reda-ut: visits that are not paid until someone
// has looked at them, and visits that never ended.
type OddPage struct {
	webkit.Page
	Odd     webkit.Listing
	Unended webkit.Listing
}

const (
	unendedAfter = 12 * time.Hour // what has not ended then was forgotten
	unendedShown = 25
)

func (p Pages) getOdd(w http.ResponseWriter, r *http.Request) error {
	provider := webkit.Actor(r).Provider
	page := &OddPage{Page: webkit.Page{Title: "Besök att reda ut", Back: &webkit.Link{Path: "/utforare/besok", Words: "Besök"}}}
	total, err := p.Lists.CountOdd(r.Context(), provider)
	if err != nil {
		return err
	}
	paging := webkit.NewPaging(r.URL, total)
	odd, err := p.Lists.OddOnes(r.Context(), provider, paging.Offset(), webkit.PageSize)
	if err != nil {
		return err
	}
	of := make([]ids.Visit, len(odd))
	for i, l := range odd {
		of[i] = l.ID
	}
	why, err := p.Lists.Oddities(r.Context(), of...)
	if err != nil {
		return err
	}
	unended, err := p.Lists.Unended(r.Context(), provider, webkit.Now(r).Add(-unendedAfter), unendedShown)
	if err != nil {
		return err
	}
	if page.Odd, err = p.visitList(r, "Besök att reda ut", odd, "Det finns inget besök att reda ut."); err != nil {
		return err
	}
	page.Odd.Columns[2].Words, page.Odd.Paging = "Vad som avviker", paging
	for i, l := range odd {
		page.Odd.Rows[i].Cells[1] = webkit.Cell{Name: "Vad som avviker", Words: strings.Join(sentences(why[l.ID]), " ")}
	}
	if page.Unended, err = p.visitList(r, "Besök utan slut", unended, "Alla påbörjade besök är avslutade."); err != nil {
		return err
	}
	page.Sentence = "Inget av dem ersätts förrän någon har rett ut det och skrivit varför."
	if total == 0 {
		page.Sentence = "Inget besök väntar på att redas ut."
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "besok-att-reda-ut.html", page)
}

// sentences are what is odd and nobody has answered for, in the order of the kinds.
func sentences(all []visits.Oddity) []string {
	var says []string
	for _, kind := range open(all) {
		says = append(says, kind.Says())
	}
	return says
}

func open(all []visits.Oddity) []visits.OddityKind {
	var kinds []visits.OddityKind
	for _, kind := range visits.OddityKinds() {
		if slices.ContainsFunc(all, func(o visits.Oddity) bool { return o.Kind == kind && !o.Handled }) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// A HandleForm answers for what is odd about a visit.
type HandleForm struct {
	webkit.FormHead
	Path        string
	Pays, Found webkit.Field
}

// A WaitsForm settles a change that waits for a second person.
type WaitsForm struct {
	webkit.FormHead
	Path         string
	Says         []webkit.Fact
	Answer, Kept webkit.Field
}

// An EndForm writes the end of a visit that never got one.
type EndForm struct {
	webkit.FormHead
	Path                 string
	Day, To, Reason, Why webkit.Field
}

// getUnknown shows a visit that nobody is known to have had.
func (p Pages) getUnknown(w http.ResponseWriter, r *http.Request) error {
	_, v, _, err := p.own(r)
	if err != nil {
		return err
	}
	if !v.Person.IsZero() {
		return fault.New(fault.NotFound, "visit.unknown")
	}
	return p.showVisit(w, r)
}

// odd puts on the page what is odd about the visit, what waits, and the forms to
// answer it for who leads.
func (p Pages) odd(r *http.Request, page *VisitPage, id ids.ID, v visits.Visit, version int, typed webkit.Typed, again bool) error {
	found, err := p.Lists.Oddities(r.Context(), ids.Visit{ID: id})
	if err != nil {
		return err
	}
	all := found[ids.Visit{ID: id}]
	page.Odd = sentences(all)
	for _, kind := range visits.OddityKinds() {
		if h, done := v.Handled[kind]; done {
			words := "ersätts inte"
			if h.Pays {
				words = "ersätts"
			}
			page.Facts = append(page.Facts, webkit.Fact{Label: "Utrett", Value: kind.Says(), Origin: webkit.DayAndTime(h.At, webkit.Today(r)) + ", " + words + ": " + h.Why})
		}
	}
	if !webkit.Actor(r).Has("utforare") {
		return nil
	}
	path := "/utforare/besok/" + id.String()
	head := func() webkit.FormHead {
		if again {
			return webkit.SameForm(r)
		}
		return webkit.NewForm(r, version, "")
	}
	if handled := slices.DeleteFunc(open(all), visits.OddityKind.Settled); len(handled) > 0 {
		page.Handle = &HandleForm{
			FormHead: head(), Path: path + "/utred",
			Pays:  typed.Field(webkit.Field{Name: "pays", Label: "Vad gäller?", Options: answers(handled), Required: true}),
			Found: typed.Field(webkit.Field{Name: "found", Label: "Vad har du kommit fram till?", Help: "Till exempel vem du har frågat.", Rows: 2, Required: true}),
		}
	}
	shares, err := p.sharing(r, id, v, all)
	if err != nil {
		return err
	}
	if shares != nil {
		if page.Share, err = p.shareForm(r, shares, head()); err != nil {
			return err
		}
	}
	if v.Waits.Kind != "" {
		if page.Waits, err = p.waitsForm(r, path, v, head(), typed); err != nil {
			return err
		}
	}
	return nil
}

func answers(kinds []visits.OddityKind) []webkit.Option {
	if slices.ContainsFunc(kinds, visits.OddityKind.NeverPaid) {
		return webkit.Options("nej", "Besöket ersätts inte")
	}
	return webkit.Options("ja", "Besöket stämmer och ersätts", "nej", "Besöket ersätts inte")
}

func (p Pages) waitsForm(r *http.Request, path string, v visits.Visit, head webkit.FormHead, typed webkit.Typed) (*WaitsForm, error) {
	today := webkit.Today(r)
	form := &WaitsForm{
		FormHead: head, Path: path + "/svara",
		Answer: typed.Field(webkit.Field{Name: "answer", Label: "Ska det ändras?", Options: webkit.Options("ja", "Ändra", "nej", "Låt besöket stå som det är"), Required: true}),
		Kept:   typed.Field(webkit.Field{Name: "kept", Label: "Om besöket ska stå kvar, varför?", Rows: 2}),
	}
	asked := webkit.DayAndTime(v.Waits.At, today) + ": " + v.Waits.Why
	if v.Waits.Kind == visits.NewTimes {
		form.Says = []webkit.Fact{{Label: "Nya tider", Value: webkit.DayAndTime(v.Waits.Done.From, today) + "–" + webkit.ClockTime(v.Waits.Done.To), Origin: asked}}
		return form, nil
	}
	who, err := p.Others.Who(r.Context(), webkit.Actor(r), today, v.Waits.To.Person)
	form.Says = []webkit.Fact{{Label: "Flyttas till", Value: who[v.Waits.To.Person].Name, Origin: asked}}
	return form, err
}

func (p Pages) postHandling(w http.ResponseWriter, r *http.Request) error {
	id, v, _, err := p.own(r)
	if err != nil {
		return err
	}
	found, err := p.Lists.Oddities(r.Context(), ids.Visit{ID: id})
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	return p.change(w, r, in, id, visits.HandleOddity{
		Service: v.Service, Kinds: slices.DeleteFunc(open(found[ids.Visit{ID: id}]), visits.OddityKind.Settled),
		Pays: in.MustWord("pays", "ja", "nej") == "ja", Why: in.Text("found"),
	})
}

func (p Pages) postSettled(w http.ResponseWriter, r *http.Request) error {
	id, v, _, err := p.own(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	target := v.Target
	if v.Waits.Kind == visits.OtherPerson {
		target = v.Waits.To
	}
	cmd := visits.Settle{Service: target.Service, Approve: in.MustWord("answer", "ja", "nej") == "ja", Why: in.Text("kept")}
	if cmd.Locked, err = p.locked(r, v, v.Waits.Done); err != nil {
		return err
	}
	if cmd.Rates, err = p.Others.Tariff(r.Context(), target); err != nil {
		return err
	}
	return p.change(w, r, in, id, cmd)
}

func endForm(r *http.Request, id ids.ID, version int, typed webkit.Typed, again bool) *EndForm {
	form := &EndForm{
		FormHead: webkit.NewForm(r, version, ""), Path: "/utforare/besok/" + id.String() + "/avsluta",
		Day:    typed.Field(webkit.Field{Name: "end_day", Label: "Slutade, dag", Required: true}),
		To:     typed.Field(webkit.Field{Name: "end_to", Label: "Slutade, tid", Required: true}),
		Reason: typed.Field(webkit.Field{Name: "end_reason", Label: "Varför är slutet skrivet för hand?", Options: reasons(), Required: true}),
		Why:    typed.Field(webkit.Field{Name: "end_why", Label: "Annat skäl", Rows: 1}),
	}
	if again {
		form.FormHead = webkit.SameForm(r)
	}
	return form
}

func (p Pages) postEnd(w http.ResponseWriter, r *http.Request) error {
	id, v, _, err := p.own(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	at, now := in.Instant("end_day", "end_to"), webkit.Now(r)
	reason := visits.ManualReason(in.MustWord("end_reason", string(visits.Outside), string(visits.Technical), string(visits.NoReader), string(visits.Other)))
	switch {
	case at.IsZero():
		in.Add(fault.Field("end_to", "visit.end-missing"))
	case at.After(now):
		in.Add(fault.Field("end_to", "visit.end-in-future"))
	case at.Before(v.Begun):
		in.Add(fault.Field("end_to", "visit.ends-before-it-begins"))
	}
	if reason == visits.Other && in.Text("end_why") == "" {
		in.Add(fault.Field("end_why", "visit.reason-text-missing"))
	}
	cmd := visits.Take{Target: v.Target, Staff: v.Staff, Entries: []visits.Entry{{
		Kind: "end", At: at, Mark: visits.Mark{ID: webkit.Form(r).ID.ID, How: visits.ByHand, Reason: reason, Why: in.Text("end_why"), Sent: now},
	}}}
	if cmd.Rates, err = p.Others.Tariff(r.Context(), v.Target); err != nil {
		return err
	}
	return p.change(w, r, in, id, cmd)
}

// MovePage is /utforare/besok/{nr}/flytta: the orders among which the right one is.
type MovePage struct {
	webkit.Page
	webkit.FormHead
	Path       string
	Order, Why webkit.Field
	Foot       webkit.Paging
}

func (p Pages) getMove(w http.ResponseWriter, r *http.Request) error {
	page, err := p.movePage(r, webkit.Typed{}, false)
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "besok-flytta.html", page)
}

func (p Pages) movePage(r *http.Request, typed webkit.Typed, again bool) (*MovePage, error) {
	id, v, version, err := p.own(r)
	if err != nil {
		return nil, err
	}
	_, total, err := p.Others.Orders(r.Context(), v.Provider, 0, 1)
	if err != nil {
		return nil, err
	}
	paging := webkit.NewPaging(r.URL, total)
	orders, _, err := p.Others.Orders(r.Context(), v.Provider, paging.Offset(), webkit.PageSize)
	if err != nil {
		return nil, err
	}
	var persons []ids.Person
	for _, o := range orders {
		persons = append(persons, o.Person)
	}
	who, err := p.Others.Who(r.Context(), webkit.Actor(r), webkit.Today(r), persons...)
	if err != nil {
		return nil, err
	}
	var options []webkit.Option
	for _, o := range orders {
		if o.Order.ID != v.Order.ID {
			options = append(options, webkit.Option{Value: o.Order.String(), Words: who[o.Person].Name + ", " + o.Name})
		}
	}
	page := &MovePage{
		Page: webkit.Page{
			Title: "Flytta besöket", Back: &webkit.Link{Path: "/utforare/besok/" + id.String(), Words: "Besöket"},
			Sentence: "Välj det uppdrag som besöket gällde. Någon annan godkänner flytten.",
		},
		FormHead: webkit.NewForm(r, version, ""), Path: "/utforare/besok/" + id.String() + "/flytta", Foot: paging,
		Order: typed.Field(webkit.Field{Name: "order", Label: "Rätt uppdrag", Options: options, Required: true}),
		Why:   typed.Field(webkit.Field{Name: "why", Label: "Varför blev det fel?", Rows: 2, Required: true}),
	}
	if again {
		page.FormHead = webkit.SameForm(r)
	}
	return page, nil
}

func (p Pages) postMove(w http.ResponseWriter, r *http.Request) error {
	id, v, _, err := p.own(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := visits.MarkMisfiled{Service: v.Service, Why: in.Text("why")}
	if to := in.ID("order"); in.Err() == nil && !to.IsZero() {
		o, err := p.Others.Order(r.Context(), v.Provider, ids.Order{ID: to})
		if err != nil {
			return err
		}
		cmd.To = o.Target
	} else {
		in.Add(fault.Field("order", "visit.right-order-missing"))
	}
	if cmd.Locked, err = p.locked(r, v, visits.Span{}); err != nil {
		return err
	}
	if err = in.Err(); err == nil {
		_, err = p.Visits.Do(r.Context(), webkit.Form(r), id, cmd)
	}
	if err != nil {
		page, failed := p.movePage(r, in.Again(err), true)
		if failed != nil {
			return failed
		}
		return webkit.Redo(w, r, p.kit, "besok-flytta.html", page, err)
	}
	return webkit.Done(w, r, p.addressOf(r, id))
}

func howWords(h visits.How) string {
	switch h {
	case visits.ByTag:
		return "Tagg i hemmet"
	case visits.ByPersonal:
		return "Personlig tagg"
	case visits.ByPhone:
		return "Telefon"
	}
	return "För hand"
}

// quality tells how well the time of an end is known.
func quality(m visits.Mark) string {
	var says []string
	for _, o := range reasons() {
		if o.Value == string(m.Reason) {
			says = append(says, o.Words)
		}
	}
	if m.Why != "" {
		says = append(says, m.Why)
	}
	if m.ClockOff != 0 {
		way := "före"
		off := m.ClockOff
		if off < 0 {
			way, off = "efter", -off
		}
		words := "Telefonens tid gick " + webkit.Count(max(off/60, 1), "minut ", "minuter ") + way + " och är rättad"
		if m.Guessed {
			words += ", så gott det går: telefonen hade startats om"
		}
		says = append(says, words)
	}
	return strings.Join(says, ". ")
}

func outcomeWords(v visits.Visit) string {
	switch {
	case v.Missed != "":
		return "Uteblivet: " + v.Missed
	case v.Outcome == visits.Declined:
		return "Personen avböjde"
	case v.Outcome == visits.Absent:
		return "Personen var inte hemma"
	}
	return ""
}
