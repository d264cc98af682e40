package orgweb

import (
	"net/http"
	"time"

	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/webkit"
)

// ShiftPage is /jour.
type ShiftPage struct {
	webkit.Page
	Form  webkit.FormHead
	Hours webkit.Field
	Goes  string        // until when a shift goes on; empty: none does
	Ways  []webkit.Link // what the shift opens
	List  webkit.Listing
}

const hoursUsual = "12" // a night

func (p Pages) getShift(w http.ResponseWriter, r *http.Request) error {
	page, err := p.shiftPage(r, webkit.NewForm(r, 0, ""), webkit.Typed{})
	if err != nil {
		return err
	}
	return p.show(w, r, "jour.html", page)
}

func (p Pages) shiftPage(r *http.Request, form webkit.FormHead, typed webkit.Typed) (*ShiftPage, error) {
	today, now := webkit.Today(r), webkit.Now(r)
	own, err := p.Register.ShiftsOf(r.Context(), webkit.Actor(r).User, ownShown)
	if err != nil {
		return nil, err
	}
	page := &ShiftPage{Form: form, Page: webkit.Page{
		Title: "Jour", Sentence: "Socialjourens åtkomst gäller medan passet pågår. En chef granskar passet i efterhand.",
	}}
	page.Hours = typed.Field(field(webkit.Field{Name: "hours", Label: "Passets längd", Value: hoursUsual, Unit: "timmar", Size: "mini", Help: "Högst 24."}))
	page.List = webkit.Listing{
		Caption: "Dina jourpass", Columns: []webkit.Column{{Words: "Började"}, {Words: "Slutade"}, {Words: "Granskning"}},
		Paging: webkit.Paging{From: min(1, len(own)), To: len(own), Of: len(own)}, Empty: webkit.Empty{Sentence: "Du har inte haft något jourpass."},
	}
	for _, s := range own {
		ends := webkit.DayAndTime(s.Until, today)
		if goesOn(s, now) {
			page.Goes, ends = ends, "pågår till "+ends
		}
		review := "Väntar på granskning"
		if !s.Reviewed.IsZero() {
			review = "Granskat: " + s.Says
		}
		page.List.Rows = append(page.List.Rows, webkit.ListRow{Words: webkit.DayAndTime(s.From, today), Cells: []webkit.Cell{
			{Name: "Slutade", Words: ends}, {Name: "Granskning", Words: review},
		}})
	}
	if page.Goes != "" {
		page.Strong = "Du är i tjänst till " + page.Goes + "."
		page.Ways = []webkit.Link{
			{Path: "/mottagning/ny-orosanmalan", Words: "Ta emot en orosanmälan"},
			{Path: "/mottagning", Words: "Mottagningen"},
			{Path: "/sok", Words: "Sök om barnet har ett ärende"},
			{Path: emergencyPath, Words: "Nödåtkomst"},
		}
	}
	return page, nil
}

func goesOn(s org.OnCallShift, now time.Time) bool {
	return !now.Before(s.From) && now.Before(s.Until)
}

func (p Pages) postShift(w http.ResponseWriter, r *http.Request) error {
	in, form := webkit.Posted(r), webkit.Form(r)
	me := webkit.Actor(r)
	hours := in.Number("hours")
	err := in.Err()
	if err == nil && me.OnCall {
		err = fault.New(fault.Conflict, "shift.one-goes-on")
	}
	if err == nil {
		var told []ids.User
		if told, err = p.Others.Overseers(r.Context(), me.Unit, me.User); err == nil {
			_, err = p.Shifts.Do(r.Context(), form, ids.Derive(form.ID, "shift"), org.BeginShift{Hours: hours, Told: told})
		}
	}
	if err != nil {
		page, pageErr := p.shiftPage(r, webkit.SameForm(r), in.Again(err))
		if pageErr != nil {
			return pageErr
		}
		return webkit.Redo(w, r, p.kit, "jour.html", page, err)
	}
	return webkit.Done(w, r, shiftPath)
}

// postShiftEnd ends the shift that goes on.
func (p Pages) postShiftEnd(w http.ResponseWriter, r *http.Request) error {
	own, err := p.Register.ShiftsOf(r.Context(), webkit.Actor(r).User, 1)
	if err != nil {
		return err
	}
	if len(own) > 0 && goesOn(own[0], webkit.Now(r)) {
		if _, err := p.Shifts.Do(r.Context(), webkit.Form(r), own[0].ID.ID, org.EndShift{}); err != nil {
			return err
		}
	}
	return webkit.Done(w, r, shiftPath)
}

func (p Pages) shiftOf(r *http.Request) (org.OnCallShift, error) {
	id, err := ids.Parse(r.PathValue("id"))
	if err != nil {
		return org.OnCallShift{}, fault.New(fault.NotFound, "shift.not-found")
	}
	s, err := p.Register.Shift(r.Context(), ids.Shift{ID: id})
	if err != nil {
		return s, err
	}
	_, err = p.Door.Open(r.Context(), webkit.Actor(r), "shift.review", s.Subject())
	return s, err
}

func (p Pages) getShiftReview(w http.ResponseWriter, r *http.Request) error {
	s, err := p.shiftOf(r)
	if err != nil {
		return err
	}
	page, err := p.shiftReview(r, s, webkit.NewForm(r, 0, ""), webkit.Typed{})
	if err != nil {
		return err
	}
	return p.show(w, r, "granska.html", page)
}

func (p Pages) shiftReview(r *http.Request, s org.OnCallShift, form webkit.FormHead, typed webkit.Typed) (*ReviewPage, error) {
	today := webkit.Today(r)
	names, err := p.names(r, s.User, s.Reviewer)
	if err != nil {
		return nil, err
	}
	page := &ReviewPage{Form: form, Page: webkit.Page{
		Title: "Granska jourpass", Sentence: "Gå igenom vad som lästes under passet.", Back: &webkit.Link{Path: oversightPath, Words: "Åtkomst"},
	}}
	page.Facts = []webkit.Fact{
		{Label: "Vem", Value: names[s.User]}, {Label: "Började", Value: webkit.DayAndTime(s.From, today)}, {Label: "Slutade", Value: webkit.DayAndTime(s.Until, today)},
	}
	if err := p.frist(r, page, s.Subject()); err != nil {
		return nil, err
	}
	if err := p.readDuring(r, page, s.User, s.From, s.Until); err != nil {
		return nil, err
	}
	if !s.Reviewed.IsZero() {
		page.Sentence = "Granskat av " + names[s.Reviewer] + ", " + webkit.DayAndTime(s.Reviewed, today) + "."
		page.Facts = append(page.Facts, webkit.Fact{Label: "Granskningen", Value: s.Says})
		return page, nil
	}
	page.Post = shiftPath + "/" + s.ID.String()
	page.Says = typed.Field(field(webkit.Field{Name: "says", Label: "Vad kom du fram till?", Help: "En mening räcker."}))
	return page, nil
}

func (p Pages) postShiftReview(w http.ResponseWriter, r *http.Request) error {
	s, err := p.shiftOf(r)
	if err != nil {
		return err
	}
	in, form := webkit.Posted(r), webkit.Form(r)
	_, err = p.Shifts.Do(r.Context(), form, s.ID.ID, org.ReviewShift{Says: in.Text("says")})
	if err != nil {
		page, pageErr := p.shiftReview(r, s, webkit.SameForm(r), in.Again(err))
		if pageErr != nil {
			return pageErr
		}
		return webkit.Redo(w, r, p.kit, "granska.html", page, err)
	}
	return webkit.Done(w, r, oversightPath)
}

// frist shows when the review is to be done.
func (p Pages) frist(r *http.Request, page *ReviewPage, subject duty.Subject) error {
	owed, err := p.Others.Owed(r.Context(), subject)
	if err != nil {
		return err
	}
	if len(owed) > 0 {
		page.Frist = webkit.FristOf(owed[0], webkit.Now(r))
	}
	return nil
}
