package orgweb

import (
	"net/http"
	"time"

	"stadga/internal/access"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/webkit"
)

// EmergencyPage is /nodatkomst: the form that opens a case, and the reader's own
// accesses of the latest month.
type EmergencyPage struct {
	webkit.Page
	Form   webkit.FormHead
	Number webkit.Field
	Reason webkit.Field
	List   webkit.Listing
}

// ownShown is how many of the reader's own accesses and shifts a page lists.
const ownShown = 25

func (p Pages) getEmergency(w http.ResponseWriter, r *http.Request) error {
	typed, err := webkit.Blank(r, emergencyPath)
	if err != nil {
		return err
	}
	page, err := p.emergencyPage(r, webkit.NewForm(r, 0, emergencyPath), typed)
	if err != nil {
		return err
	}
	return p.show(w, r, "nodatkomst.html", page)
}

func (p Pages) emergencyPage(r *http.Request, form webkit.FormHead, typed webkit.Typed) (*EmergencyPage, error) {
	page := &EmergencyPage{Form: form, Page: webkit.Page{
		Title: "Nödåtkomst", Strong: "Bara när liv eller hälsa är i fara.",
		Sentence: "Du läser akten i 60 minuter. Chefen får veta det genast, och varje nödåtkomst granskas.",
	}}
	page.Number = typed.Field(field(webkit.Field{Name: "number", Label: "Ärendenummer", Help: "Till exempel 2026-0412.", Size: "kort"}))
	page.Reason = typed.Field(field(webkit.Field{Name: "reason", Label: "Varför behöver du läsa akten nu?", Help: "Skriv vad som har hänt. Chefen läser det."}))
	today := webkit.Today(r)
	own, err := p.Register.EmergenciesBy(r.Context(), webkit.Actor(r).User, today.AddMonths(-1).Midnight(), ownShown)
	if err != nil {
		return nil, err
	}
	var cases []ids.Case
	for _, e := range own {
		cases = append(cases, e.Case)
	}
	numbers, err := p.Others.Numbers(r.Context(), cases)
	if err != nil {
		return nil, err
	}
	page.List = webkit.Listing{
		Caption: "Dina nödåtkomster den senaste månaden", Columns: []webkit.Column{{Words: "När"}, {Words: "Ärende"}, {Words: "Skäl"}, {Words: "Granskning"}},
		Paging: webkit.Paging{From: min(1, len(own)), To: len(own), Of: len(own)}, Empty: webkit.Empty{Sentence: "Du har inte öppnat något med nödåtkomst."},
	}
	for _, e := range own {
		number := webkit.Cell{Name: "Ärende", Words: numbers[e.Case]}
		if webkit.Now(r).Before(e.At.Add(access.EmergencyLasts)) {
			number.Link = &webkit.Link{Path: "/arende/" + numbers[e.Case], Words: numbers[e.Case]}
			number.Words, number.Sub = "", "öppen till "+webkit.ClockTime(e.At.Add(access.EmergencyLasts))
		}
		page.List.Rows = append(page.List.Rows, webkit.ListRow{Words: webkit.DayAndTime(e.At, today), Cells: []webkit.Cell{
			number, {Name: "Skäl", Words: e.Reason}, {Name: "Granskning", Words: reviewWords(e)},
		}})
	}
	return page, nil
}

func reviewWords(e org.EmergencyAccess) string {
	if e.Reviewed.IsZero() {
		return "Väntar på granskning"
	}
	return e.Verdict.Words()
}

// postEmergency opens the case and tells its managers in one act.
func (p Pages) postEmergency(w http.ResponseWriter, r *http.Request) error {
	in, form := webkit.Posted(r), webkit.Form(r)
	number, reason := in.Must("number"), in.Must("reason")
	err := in.Err()
	var c Case
	if err == nil {
		if c, err = p.Others.Case(r.Context(), number); fault.KindOf(err) == fault.NotFound && err != nil {
			err = fault.Field("number", "emergency.no-such-case")
		}
	}
	if err == nil {
		var told []ids.User
		if told, err = p.Others.Overseers(r.Context(), c.Unit, webkit.Actor(r).User); err == nil {
			_, err = p.Emergencies.Do(r.Context(), form, ids.Derive(form.ID, "emergency"), org.OpenEmergency{Case: c.ID, Person: c.Person, Reason: reason, Told: told})
		}
		if fault.KindOf(err) == fault.NotFound && err != nil {
			err = fault.Field("number", "emergency.no-such-case") // one who may not even so gets the answer of no such case
		}
	}
	if err != nil {
		page, pageErr := p.emergencyPage(r, webkit.SameForm(r), in.Again(err))
		if pageErr != nil {
			return pageErr
		}
		return webkit.Redo(w, r, p.kit, "nodatkomst.html", page, err)
	}
	return webkit.Done(w, r, "/arende/"+c.Number)
}

// ReviewPage is where a manager reviews an emergency access or a shift.
type ReviewPage struct {
	webkit.Page
	Form    webkit.FormHead
	Post    string // where the review is sent; empty: it is done
	Facts   []webkit.Fact
	Verdict *webkit.Field
	Says    webkit.Field
	Read    webkit.Listing
	Frist   webkit.Frist
}

// readShown is how many readings a review lists.
const readShown = 100

func (p Pages) emergencyOf(r *http.Request) (org.EmergencyAccess, error) {
	id, err := ids.Parse(r.PathValue("id"))
	if err != nil {
		return org.EmergencyAccess{}, fault.New(fault.NotFound, "emergency.not-found")
	}
	e, err := p.Register.Emergency(r.Context(), ids.Emergency{ID: id})
	if err != nil {
		return e, err
	}
	_, err = p.Door.Open(r.Context(), webkit.Actor(r), "emergency.review", e.Subject())
	return e, err
}

func (p Pages) getEmergencyReview(w http.ResponseWriter, r *http.Request) error {
	e, err := p.emergencyOf(r)
	if err != nil {
		return err
	}
	page, err := p.emergencyReview(r, e, webkit.NewForm(r, 0, ""), webkit.Typed{})
	if err != nil {
		return err
	}
	return p.show(w, r, "granska.html", page)
}

func (p Pages) emergencyReview(r *http.Request, e org.EmergencyAccess, form webkit.FormHead, typed webkit.Typed) (*ReviewPage, error) {
	today := webkit.Today(r)
	names, err := p.names(r, e.By, e.Reviewer)
	if err != nil {
		return nil, err
	}
	numbers, err := p.Others.Numbers(r.Context(), []ids.Case{e.Case})
	if err != nil {
		return nil, err
	}
	page := &ReviewPage{Form: form, Page: webkit.Page{
		Title: "Granska nödåtkomst", Sentence: "Var det nödvändigt att öppna akten?", Back: &webkit.Link{Path: oversightPath, Words: "Åtkomst"},
	}}
	page.Facts = []webkit.Fact{
		{Label: "Vem", Value: names[e.By]},
		{Label: "När", Value: webkit.DayAndTime(e.At, today)},
		{Label: "Ärende", Value: numbers[e.Case]},
		{Label: "Skäl", Value: e.Reason},
	}
	if err := p.frist(r, page, e.Subject()); err != nil {
		return nil, err
	}
	if err := p.readDuring(r, page, e.By, e.At, e.At.Add(access.EmergencyLasts)); err != nil {
		return nil, err
	}
	if !e.Reviewed.IsZero() {
		page.Strong = e.Verdict.Words() + "."
		page.Sentence = "Granskad av " + names[e.Reviewer] + ", " + webkit.DayAndTime(e.Reviewed, today) + "."
		page.Facts = append(page.Facts, webkit.Fact{Label: "Granskningen", Value: e.Says})
		return page, nil
	}
	page.Post = emergencyPath + "/" + e.ID.String()
	verdict := typed.Field(field(webkit.Field{
		Name: "verdict", Label: "Bedömning", Options: webkit.Options(
			string(org.Justified), "Motiverad", string(org.NotJustified), "Inte motiverad: rapportera en avvikelse"),
	}))
	page.Verdict = &verdict
	page.Says = typed.Field(field(webkit.Field{Name: "says", Label: "Vad kom du fram till?", Help: "En mening räcker."}))
	return page, nil
}

func (p Pages) postEmergencyReview(w http.ResponseWriter, r *http.Request) error {
	e, err := p.emergencyOf(r)
	if err != nil {
		return err
	}
	in, form := webkit.Posted(r), webkit.Form(r)
	_, err = p.Emergencies.Do(r.Context(), form, e.ID.ID, org.ReviewEmergency{Verdict: org.Verdict(in.Text("verdict")), Says: in.Text("says")})
	if err != nil {
		page, pageErr := p.emergencyReview(r, e, webkit.SameForm(r), in.Again(err))
		if pageErr != nil {
			return pageErr
		}
		return webkit.Redo(w, r, p.kit, "granska.html", page, err)
	}
	return webkit.Done(w, r, oversightPath)
}

// readDuring lists what someone opened between two instants.
func (p Pages) readDuring(r *http.Request, page *ReviewPage, user ids.User, from, until time.Time) error {
	read, err := p.Others.Readings(r.Context(), user, from, until, readShown)
	if err != nil {
		return err
	}
	page.Read = webkit.Listing{
		Caption: "Det som lästes då", Columns: []webkit.Column{{Words: "När"}, {Words: "Ärende"}, {Words: "Vad"}, {Words: "På vilken grund"}},
		Paging: webkit.Paging{From: min(1, len(read)), To: len(read), Of: len(read)}, Empty: webkit.Empty{Sentence: "Inget lästes."},
	}
	for _, one := range read {
		page.Read.Rows = append(page.Read.Rows, webkit.ListRow{Words: webkit.DayAndTime(one.At, webkit.Today(r)), Cells: []webkit.Cell{
			{Name: "Ärende", Words: one.Case}, {Name: "Vad", Words: one.Part}, {Name: "På vilken grund", Words: one.Ground},
		}})
	}
	return nil
}
