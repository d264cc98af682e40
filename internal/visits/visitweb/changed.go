package visitweb

import (
	"context"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/webkit"
)

// ChangedPage is /utforare/besok/andringar: what the staff have told of a changed need
// during visits, and the form that sends one of them on to the officer (E-24).
type ChangedPage struct {
	webkit.Page
	Kept string // that it is sent; empty: nothing was just sent
	Form *SignalForm
	List webkit.Listing
}

// A SignalForm makes what was told the order's signal of changed need.
type SignalForm struct {
	webkit.FormHead
	Path, Told, Who   string
	Kind, What, Since webkit.Field
}

const (
	changedPath = "/utforare/besok/andringar"
	changedDays = 14 // back
)

// A changed is one telling of a visit. It is sent when a signal of the order was made of
// it: another signal of the same order may say something else, and is told of.
type changed struct {
	visit visits.Visit
	told  visits.Telling
	sent  bool
	since time.Time // the office has itself written a signal on the order after it; zero: not
}

// changes lists a page of what was told of changed needs, newest first, and counts all.
func (p Pages) changes(r *http.Request) ([]changed, webkit.Paging, error) {
	ctx, provider, after := r.Context(), webkit.Actor(r).Provider, webkit.Now(r).AddDate(0, 0, -changedDays)
	total, err := p.Lists.CountToldTo(ctx, provider, visits.ToldSignal, after)
	if err != nil {
		return nil, webkit.Paging{}, err
	}
	paging := webkit.NewPaging(r.URL, total)
	lines, err := p.Lists.ToldTo(ctx, provider, visits.ToldSignal, after, paging.Offset(), webkit.PageSize)
	if err != nil {
		return nil, paging, err
	}
	var all []changed
	for _, l := range lines {
		c, there, err := p.changedIn(ctx, provider, l.Visit.ID, l.ID)
		if err != nil {
			return nil, paging, err
		}
		if there {
			all = append(all, c)
		}
	}
	return all, paging, nil
}

// changedIn reads one telling of a visit; false when the provider has no such, or it was
// told of no order.
func (p Pages) changedIn(ctx context.Context, provider ids.Provider, visit, id ids.ID) (changed, bool, error) {
	v, _, err := p.Visits.Load(ctx, visit)
	if err != nil {
		return changed{}, false, err
	}
	told, there := v.Telling(id)
	if !there || told.Kind != visits.ToldSignal || v.Order.IsZero() || v.Provider != provider {
		return changed{}, false, nil
	}
	sent, since, err := p.Others.Sent(ctx, v.Order, told.ID, told.At)
	return changed{visit: v, told: told, sent: sent, since: since}, true, err
}

func (p Pages) getChanged(w http.ResponseWriter, r *http.Request) error {
	page, err := p.changedPage(r, r.URL.Query().Get("valj"), webkit.Typed{}, webkit.NewForm(r, 0, ""))
	if err != nil {
		return err
	}
	if r.URL.Query().Get("skickad") == "ja" {
		page.Kept = "Handläggaren har fått det som ett ändrat behov."
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "besok-andringar.html", page)
}

func (p Pages) changedPage(r *http.Request, chosen string, typed webkit.Typed, head webkit.FormHead) (*ChangedPage, error) {
	ctx, today := r.Context(), webkit.Today(r)
	all, paging, err := p.changes(r)
	if err != nil {
		return nil, err
	}
	var persons []ids.Person
	for _, c := range all {
		persons = append(persons, c.visit.Person)
	}
	who, err := p.Others.Who(ctx, webkit.Actor(r), today, persons...)
	if err != nil {
		return nil, err
	}
	page := &ChangedPage{
		Page: webkit.Page{Title: "Ändringar från besöken", Sentence: "Det som medarbetarna har skrivit under besök de senaste två veckorna.", Back: &webkit.Link{Path: "/utforare/besok", Words: "Besök"}},
		List: webkit.Listing{
			Caption: "Det som har ändrats", Columns: []webkit.Column{{Words: "Person"}, {Words: "Vad"}, {Words: "När"}, {Words: "Läge"}},
			Empty:  webkit.Empty{Sentence: "Inget ändrat behov är skrivet under ett besök."},
			Paging: paging,
		},
	}
	for _, c := range all {
		state := webkit.Badge{Lage: webkit.Stopp, Words: "Inte skickat"}
		switch {
		case c.sent:
			state = webkit.Badge{Lage: webkit.Klar, Words: "Skickat till handläggaren"}
		case !c.since.IsZero():
			state = webkit.Badge{Lage: webkit.Lugn, Words: "Ni har anmält ett ändrat behov på uppdraget " + webkit.DayAndTime(c.since, today)}
		}
		row := webkit.ListRow{Words: who[c.visit.Person].Name, Sub: who[c.visit.Person].Age, Cells: []webkit.Cell{
			{Name: "Vad", Words: c.told.Text}, {Name: "När", Words: webkit.DayAndTime(c.told.At, today)}, {Name: "Läge", Badge: &state},
		}}
		if !c.sent {
			row.Path = changedPath + "?valj=" + hexed(c.told.ID)
			if page := paging.Offset()/webkit.PageSize + 1; page > 1 {
				row.Path += "&sida=" + strconv.Itoa(page)
			}
		}
		page.List.Rows = append(page.List.Rows, row)
		if hexed(c.told.ID) == chosen && !c.sent {
			page.Form = signalForm(c, who[c.visit.Person].Name, typed, head)
		}
	}
	return page, nil
}

func signalForm(c changed, name string, typed webkit.Typed, head webkit.FormHead) *SignalForm {
	kind := "annat"
	if c.told.Choice == "mer" || c.told.Choice == "mindre" {
		kind = c.told.Choice
	}
	return &SignalForm{
		FormHead: head, Path: changedPath, Told: hexed(c.told.ID), Who: name,
		Kind:  typed.Field(webkit.Field{Name: "kind", Label: "Vad behövs?", Value: kind, Prefilled: true, Required: true, Options: webkit.Options("mer", "Mer hjälp", "mindre", "Mindre hjälp", "annat", "Annan hjälp")}),
		What:  typed.Field(webkit.Field{Name: "what", Label: "Vad har ändrats?", Value: c.told.Text, Prefilled: true, Required: true, Rows: 2}),
		Since: typed.Field(webkit.Field{Name: "since", Label: "Sedan när?", Value: civil.DayOf(c.told.At).String(), Prefilled: true, Required: true}),
	}
}

// postChanged sends what was told on as the order's signal of changed need.
func (p Pages) postChanged(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	told, ctx, provider := in.Text("told"), r.Context(), webkit.Actor(r).Provider
	kind, what, since := in.Text("kind"), in.Text("what"), in.Day("since")
	err := in.Err()
	if err == nil {
		err = p.sendOn(ctx, webkit.Form(r), provider, told, kind, what, since)
	}
	if err != nil {
		page, failed := p.changedPage(r, told, in.Again(err), webkit.SameForm(r))
		if failed != nil {
			return failed
		}
		return webkit.Redo(w, r, p.kit, "besok-andringar.html", page, err)
	}
	return webkit.Done(w, r, changedPath+"?skickad=ja")
}

// sendOn sends what was told under that id, as one act whoever of the office is first.
func (p Pages) sendOn(ctx context.Context, form act.Form, provider ids.Provider, told, kind, what string, since civil.Date) error {
	unknown := fault.New(fault.Unmet, "visit.nothing-told")
	var id ids.ID
	raw, err := hex.DecodeString(told)
	if err != nil || len(raw) != len(id) {
		return unknown
	}
	copy(id[:], raw)
	visit, err := p.Lists.VisitTelling(ctx, id)
	if err != nil {
		return err
	}
	if visit.IsZero() {
		return unknown
	}
	c, there, err := p.changedIn(ctx, provider, visit.ID, id)
	if err != nil {
		return err
	}
	if !there {
		return unknown
	}
	form.ID.ID = ids.Derive(ids.Act{ID: id}, "ändrat behov")
	return p.Others.Signal(ctx, form, c.visit.Order, id, kind, what, since)
}

// Signals are what the pages ask of the orders about changed needs.
type Signals struct {
	// Sent tells whether a signal of the order was made of what was told, and else when the
	// provider first sent one of its own after it.
	Sent func(ctx context.Context, o ids.Order, told ids.ID, at time.Time) (sent bool, since time.Time, err error)
	// Signal makes one of what was told, as the actor of the form.
	Signal func(ctx context.Context, form act.Form, o ids.Order, told ids.ID, kind, what string, since civil.Date) error
}
