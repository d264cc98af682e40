package visitweb

import (
	"context"
	"net/http"
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
	changedPath  = "/utforare/besok/andringar"
	changedDays  = 14 // back
	changedShown = 50
)

// A changed is one telling of a visit. It is sent when a signal of the order was made of
// it: another signal of the same order says something else.
type changed struct {
	visit visits.Visit
	told  visits.Telling
	sent  bool
}

// changes lists what was told of changed needs, newest first.
func (p Pages) changes(ctx context.Context, provider ids.Provider, now time.Time) ([]changed, error) {
	lines, err := p.Lists.ToldTo(ctx, provider, visits.ToldSignal, now.AddDate(0, 0, -changedDays), changedShown)
	if err != nil {
		return nil, err
	}
	var all []changed
	for _, l := range lines {
		v, _, err := p.Visits.Load(ctx, l.Visit.ID)
		if err != nil {
			return nil, err
		}
		told, there := v.Telling(l.ID)
		if !there || v.Order.IsZero() || v.Provider != provider {
			continue
		}
		sent, err := p.Others.Sent(ctx, v.Order, told.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, changed{visit: v, told: told, sent: sent})
	}
	return all, nil
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
	ctx, today, provider := r.Context(), webkit.Today(r), webkit.Actor(r).Provider
	all, err := p.changes(ctx, provider, webkit.Now(r))
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
			Paging: webkit.Paging{From: min(1, len(all)), To: len(all), Of: len(all)},
		},
	}
	for _, c := range all {
		state := webkit.Badge{Lage: webkit.Stopp, Words: "Inte skickat"}
		if c.sent {
			state = webkit.Badge{Lage: webkit.Klar, Words: "Skickat till handläggaren"}
		}
		row := webkit.ListRow{Words: who[c.visit.Person].Name, Sub: who[c.visit.Person].Age, Cells: []webkit.Cell{
			{Name: "Vad", Words: c.told.Text}, {Name: "När", Words: webkit.DayAndTime(c.told.At, today)}, {Name: "Läge", Badge: &state},
		}}
		if !c.sent {
			row.Path = changedPath + "?valj=" + hexed(c.told.ID)
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
	told := in.Text("told")
	all, err := p.changes(r.Context(), webkit.Actor(r).Provider, webkit.Now(r))
	if err != nil {
		return err
	}
	err = fault.New(fault.Unmet, "visit.nothing-told")
	for _, c := range all {
		if hexed(c.told.ID) == told {
			form := webkit.Form(r)
			form.ID.ID = ids.Derive(ids.Act{ID: c.told.ID}, "ändrat behov") // one act, whoever of the office is first
			err = p.Others.Signal(r.Context(), form, c.visit.Order, c.told.ID, in.Text("kind"), in.Text("what"), in.Day("since"))
		}
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

// Signals are what the pages ask of the orders about changed needs.
type Signals struct {
	// Sent tells whether a signal of the order was made of what was told.
	Sent func(ctx context.Context, o ids.Order, told ids.ID) (bool, error)
	// Signal makes one of what was told, as the actor of the form.
	Signal func(ctx context.Context, form act.Form, o ids.Order, told ids.ID, kind, what string, since civil.Date) error
}
