package ledgerweb

import (
	"net/http"
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/webkit"
)

// closing fills in what stops the month from being closed, and the ways to close it
// and to unlock it.
func (p Pages) closing(r *http.Request, page *MonthPage, a place, c visits.Closing, today civil.Date, typed webkit.Typed) error {
	users := []ids.User{c.By}
	for _, u := range c.Unlocked {
		users = append(users, u.By)
	}
	names, err := p.Others.Staff(r.Context(), users...)
	if err != nil {
		return err
	}
	if !c.Closed.IsZero() {
		page.History = append(page.History, "Stängd "+webkit.DayAndTime(c.Closed, today)+" av "+names[c.By]+" med "+webkit.Kronor(c.Ore)+".")
	}
	for _, u := range c.Unlocked {
		page.History = append(page.History, "Upplåst "+webkit.DayAndTime(u.At, today)+" av "+names[u.By]+": "+u.Why)
	}
	if a.own {
		return nil
	}
	who := webkit.Actor(r)
	if c.Locked {
		if p.Others.May(who, "closing.unlock") && c.By != who.User {
			head := webkit.NewForm(r, 0, "")
			page.Unlock, page.UnlockTo = &head, a.path()+"/las-upp"
			page.Why = typed.Field(webkit.Field{Name: "why", Label: "Varför låses månaden upp?", Rows: 2, Required: true})
		}
		return nil
	}
	cmd, err := p.closeMonth(r, a, nil)
	if err != nil {
		return err
	}
	if !today.After(a.month.MonthEnd()) {
		page.Stops = append(page.Stops, "Månaden är inte slut än.")
	}
	if cmd.Held > 0 {
		page.Stops = append(page.Stops, webkit.Count(cmd.Held, "besök har något konstigt som ingen har tagit ställning till.", "besök har något konstigt som ingen har tagit ställning till."))
	}
	if cmd.Invoices > 0 {
		page.Stops = append(page.Stops, webkit.Count(cmd.Invoices, "faktura är varken godkänd eller återlämnad.", "fakturor är varken godkända eller återlämnade."))
	}
	if len(page.Stops) == 0 && p.Others.May(who, "closing.close") {
		head := webkit.NewForm(r, 0, "")
		page.Close, page.ClosePth = &head, a.path()+"/stang"
	}
	return nil
}

func (p Pages) closeMonth(r *http.Request, a place, entries []visits.BaseEntry) (visits.CloseMonth, error) {
	cmd := visits.CloseMonth{Provider: a.provider, Month: a.month, Read: webkit.Now(r).UTC().Truncate(time.Second), Lines: Lines(entries)}
	var err error
	if cmd.Held, err = p.Lists.Unhandled(r.Context(), a.provider, a.month); err != nil {
		return cmd, err
	}
	cmd.Invoices, err = p.Others.Invoices(r.Context(), a.provider, a.month)
	return cmd, err
}

func (p Pages) postClose(w http.ResponseWriter, r *http.Request) error {
	a, err := p.place(r)
	if err != nil {
		return err
	}
	entries, err := p.Entries(r.Context(), a.provider, a.month)
	if err != nil {
		return err
	}
	cmd, err := p.closeMonth(r, a, entries)
	if err == nil {
		_, err = p.Closings.Do(r.Context(), webkit.Form(r), visits.ClosingID(a.provider, a.month), cmd)
	}
	return p.after(w, r, a, webkit.Typed{}, err)
}

func (p Pages) postUnlock(w http.ResponseWriter, r *http.Request) error {
	a, err := p.place(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := visits.UnlockMonth{Why: in.Text("why")}
	if err = in.Err(); err == nil {
		_, err = p.Closings.Do(r.Context(), webkit.Form(r), visits.ClosingID(a.provider, a.month), cmd)
	}
	return p.after(w, r, a, in.Again(err), err)
}

func (p Pages) after(w http.ResponseWriter, r *http.Request, a place, typed webkit.Typed, err error) error {
	if err == nil {
		return webkit.Done(w, r, a.path())
	}
	page, failed := p.monthPage(r, typed)
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "manad.html", page, err)
}
