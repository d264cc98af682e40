package decideweb

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/paper"
	"stadga/internal/release"
	"stadga/internal/sheet"
	"stadga/internal/webkit"
)

const delegatedPath = "/delegationsbeslut"

// DelegatedPage is /delegationsbeslut: what has been decided in the board's place
// since the last report, and the list of each meeting that has heard of it.
type DelegatedPage struct {
	webkit.Page
	List     webkit.Listing
	Files    []webkit.Link
	Form     *Blankett
	Next     string // when what stands here is reported, while it cannot be yet
	Meetings []webkit.Link
}

func (p Pages) delegatedRoutes() []webkit.Route {
	return []webkit.Route{
		{Pattern: "GET " + delegatedPath, Action: "board.delegated", List: "delegationsbesluten", Handle: p.getDelegated},
		{Pattern: "POST " + delegatedPath, Action: "decision.report", Handle: p.postDelegated},
		{Pattern: "GET " + delegatedPath + ".csv", Action: "board.delegated", List: "delegationsbesluten", Handle: p.getDelegatedCSV},
		{Pattern: "GET " + delegatedPath + ".pdf", Action: "board.delegated", List: "delegationsbesluten", Handle: p.getDelegatedPDF},
	}
}

// heard is the meeting that the address asks for; no day for what none has heard of.
func heard(r *http.Request) civil.Date {
	day, err := civil.Parse(r.URL.Query().Get("dag"))
	if err != nil {
		return civil.Date{}
	}
	return day
}

func (p Pages) getDelegated(w http.ResponseWriter, r *http.Request) error {
	page, err := p.delegatedPage(r, heard(r), try{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "delegationsbeslut.html", page)
}

// A delegatedRow is one decision of the list in words.
type delegatedRow struct{ day, number, what, law, right, by string }

// delegatedRows are some of the decisions that a meeting heard of, or none has.
func (p Pages) delegatedRows(r *http.Request, meeting civil.Date, limit, offset int) ([]delegatedRow, int, error) {
	lines, n, err := p.Lists.Delegated(r.Context(), meeting, civil.Date{}, limit, offset)
	if err != nil {
		return nil, 0, err
	}
	var decisions []ids.Decision
	var users []ids.User
	for _, l := range lines {
		if l.Of.Kind == ofDecision {
			decisions = append(decisions, ids.Decision{ID: l.Of.ID})
		}
		users = append(users, l.By)
		webkit.Shown(r.Context(), l.Person)
	}
	services, err := p.Lists.ServicesOfDecisions(r.Context(), decisions)
	if err != nil {
		return nil, 0, err
	}
	staff, err := p.Others.Staff(r.Context(), users...)
	if err != nil {
		return nil, 0, err
	}
	rows := make([]delegatedRow, len(lines))
	for i, l := range lines {
		rows[i] = delegatedRow{day: l.Made.String(), number: l.Number, what: decidedWords(l, services[ids.Decision{ID: l.Of.ID}]), law: lawOf(l), right: "punkt " + l.Point, by: staff[l.By]}
		if l.Body == "ordforande" {
			rows[i].right = "ordförandebeslut, 6 kap. 39 § kommunallagen"
		}
	}
	return rows, n, nil
}

// ofDecision is the kind of stream that a decision on services is.
const ofDecision = "decision"

// lawOf names the law that the decision rests on.
func lawOf(l casework.DelegatedLine) string {
	if l.Law != "" {
		return l.Law.Name()
	}
	return casework.Delegable(l.What).Law(l.Made)
}

// decidedWords says what was decided, service by service.
func decidedWords(l casework.DelegatedLine, services []casework.ServiceLine) string {
	if words := casework.Delegable(l.What).Words(); words != "" {
		if kind, about := casework.ServiceByKey(l.Service); about {
			words += ": " + kind.Name
		}
		return words
	}
	if l.No > 0 && len(services) == 0 {
		return outcomeWords(casework.InquiryOutcome(l.What))
	}
	var words []string
	for _, s := range services {
		kind, _ := casework.ServiceByKey(s.Kind)
		if l.No == 0 {
			words = append(words, kind.Name)
		} else {
			words = append(words, s.Outcome.Words()+": "+kind.Name)
		}
	}
	if l.No == 0 {
		return "Förlängning utan ny prövning: " + strings.Join(words, ", ")
	}
	return strings.Join(words, ", ")
}

func (p Pages) delegatedPage(r *http.Request, meeting civil.Date, t try) (*DelegatedPage, error) {
	today := webkit.Today(r)
	_, n, err := p.Lists.Delegated(r.Context(), meeting, civil.Date{}, 0, 0)
	if err != nil {
		return nil, err
	}
	paging := webkit.NewPaging(r.URL, n)
	rows, _, err := p.delegatedRows(r, meeting, webkit.PageSize, paging.Offset())
	if err != nil {
		return nil, err
	}
	meetings, err := p.Lists.ReportedMeetings(r.Context(), meetingsShown)
	if err != nil {
		return nil, err
	}
	page := &DelegatedPage{Page: webkit.Page{Title: "Delegationsbeslut"}, List: webkit.Listing{
		Caption: "Beslut fattade på delegation", Columns: []webkit.Column{{Words: "Dag"}, {Words: "Ärende"}, {Words: "Beslut"}, {Words: "Beslutsrätt"}, {Words: "Beslutat av"}},
		Empty: webkit.Empty{Sentence: "Alla beslut är anmälda."}, Paging: paging,
	}}
	for _, row := range rows {
		page.List.Rows = append(page.List.Rows, webkit.ListRow{Words: row.day, Cells: []webkit.Cell{
			{Name: "Ärende", Words: row.number}, {Name: "Beslut", Words: row.what, Sub: row.law}, {Name: "Beslutsrätt", Words: row.right}, {Name: "Beslutat av", Words: row.by},
		}})
	}
	query := ""
	if !meeting.IsZero() {
		query = "?dag=" + meeting.String()
		page.Page.Title = "Delegationsbeslut anmälda " + webkit.LongDay(meeting)
		page.Back = &webkit.Link{Path: delegatedPath, Words: "Inte anmälda"}
		page.Sentence = webkit.Count(n, "beslut anmäldes.", "beslut anmäldes.")
	} else {
		page.Sentence = webkit.Count(n, "beslut är fattat på delegation och inte anmält till nämnden.", "beslut är fattade på delegation och inte anmälda till nämnden.")
	}
	if n > 0 {
		page.Files = []webkit.Link{{Path: delegatedPath + ".csv" + query, Words: "Hämta som CSV"}, {Path: delegatedPath + ".pdf" + query, Words: "Hämta som PDF"}}
	}
	for _, held := range meetings {
		page.Meetings = append(page.Meetings, webkit.Link{Path: delegatedPath + "?dag=" + held.String(), Words: webkit.PlainDay(held, today)})
	}
	if meeting.IsZero() && n > 0 && p.Others.May(webkit.Actor(r), "decision.report") {
		latest := p.Meetings.Of("namnd").Latest(today)
		if _, before, err := p.Lists.Delegated(r.Context(), meeting, latest, 0, 0); err != nil || before == 0 {
			next := p.Meetings.Of("namnd").Next(today)
			page.Next = "Allt som var beslutat till sammanträdet " + webkit.PlainDay(latest, today) + " är anmält. De här besluten anmäls " + webkit.PlainDay(next, today) + "."
			return page, err
		}
		form, err := Blankett{
			ID: "anmal", Path: delegatedPath, Heading: "Anmäl till nämnden", Button: "Anmäl besluten", Primary: true,
			Help:   "Alla beslut i listan till och med sammanträdesdagen anmäls. Vart och ett anmäls en gång (7 kap. 8 § kommunallagen).",
			Fields: []Falt{day(webkit.Field{Name: "on", Label: "Sammanträde den", Value: latest.String(), Prefilled: true})},
		}.fill(r, t, 0, "")
		if err != nil {
			return nil, err
		}
		page.Form = &form
	}
	return page, nil
}

// reportedAtATime is how many decisions are reported in one act.
const reportedAtATime = 100

func (p Pages) postDelegated(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	on := in.Day("on")
	err := in.Err()
	switch {
	case err != nil:
	case on.IsZero():
		err = fault.Field("on", "decision.day-missing")
	case on.After(webkit.Today(r)):
		err = fault.Field("on", "decision.day-in-future")
	case !p.Meetings.Of("namnd").On(on):
		err = &fault.Error{Kind: fault.Invalid, Field: "on", Text: "proposal.no-meeting", Args: map[string]any{"next": p.Meetings.Of("namnd").Next(webkit.Today(r))}}
	default:
		err = p.report(r, on)
	}
	if err == nil {
		return webkit.Done(w, r, delegatedPath+"?dag="+on.String())
	}
	page, pageErr := p.delegatedPage(r, civil.Date{}, failed(r, in, delegatedPath, err))
	if pageErr != nil {
		return pageErr
	}
	return webkit.Redo(w, r, p.kit, "delegationsbeslut.html", page, err)
}

// report tells the meeting of everything decided by its day that none has heard of,
// some at a time: what is told leaves the list, so that the next some are others.
func (p Pages) report(r *http.Request, on civil.Date) error {
	form := webkit.Form(r)
	for {
		lines, _, err := p.Lists.Delegated(r.Context(), civil.Date{}, on, reportedAtATime, 0)
		if err != nil || len(lines) == 0 {
			return err
		}
		seen := map[ids.ID]bool{}
		var steps []engine.Step
		for _, l := range lines {
			if !seen[l.Of.ID] {
				seen[l.Of.ID] = true
				steps = append(steps, p.told(l, on))
			}
		}
		if _, err := p.Engine.Do(r.Context(), form, steps...); err != nil {
			return err
		}
		form.ID = ids.Act{ID: ids.Derive(form.ID, "fler")}
	}
}

// told is the step that tells a meeting of what was decided in one stream.
func (p Pages) told(l casework.DelegatedLine, on civil.Date) engine.Step {
	switch l.Of.Kind {
	case "intake":
		return p.Intakes.Step(l.Of.ID, casework.ReportIntake{On: on})
	case "investigation":
		return p.Investigations.Step(l.Of.ID, casework.ReportInvestigation{On: on})
	case release.Stream:
		return p.Releases.Step(l.Of.ID, release.Report{Case: l.Case, On: on})
	}
	return p.Decisions.Step(l.Of.ID, casework.ReportToBoard{On: on})
}

// allDelegated reads the whole list, some at a time.
func (p Pages) allDelegated(r *http.Request, each func(delegatedRow) error) error {
	for offset := 0; ; offset += reportedAtATime {
		rows, _, err := p.delegatedRows(r, heard(r), reportedAtATime, offset)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := each(row); err != nil {
				return err
			}
		}
		if len(rows) < reportedAtATime {
			return nil
		}
	}
}

func delegatedHeads() []string {
	return []string{"Dag", "Ärende", "Beslut", "Lag", "Beslutsrätt", "Beslutat av"}
}

func (row delegatedRow) cells() []string {
	return []string{row.day, row.number, row.what, row.law, row.right, row.by}
}

// delegatedName is what a fetched list is called.
func delegatedName(r *http.Request) string {
	if day := heard(r); !day.IsZero() {
		return "delegationsbeslut-" + day.String()
	}
	return "delegationsbeslut-inte-anmalda"
}

func (p Pages) getDelegatedCSV(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+delegatedName(r)+`.csv"`)
	out := csv.NewWriter(w)
	out.Comma = ';'
	if err := out.Write(delegatedHeads()); err != nil {
		return err
	}
	if err := p.allDelegated(r, func(row delegatedRow) error {
		cells := row.cells()
		for i := range cells {
			cells[i] = sheet.Cell(cells[i])
		}
		return out.Write(cells)
	}); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

func (p Pages) getDelegatedPDF(w http.ResponseWriter, r *http.Request) error {
	title := "Delegationsbeslut som inte är anmälda"
	if day := heard(r); !day.IsZero() {
		title = "Delegationsbeslut anmälda " + webkit.LongDay(day)
	}
	table := paper.Table{Caption: "Beslut", Head: delegatedHeads()}
	if err := p.allDelegated(r, func(row delegatedRow) error {
		table.Rows = append(table.Rows, row.cells())
		return nil
	}); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `inline; filename="`+delegatedName(r)+`.pdf"`)
	return paper.Write(w, paper.Document{
		Title: title, Author: p.Board, Made: webkit.Now(r), Foot: p.Board + ", " + strings.ToLower(title[:1]) + title[1:], Wide: true,
		Blocks: []paper.Block{paper.Heading{Level: 1, Text: title}, paper.Text(fmt.Sprintf("%s. Besluten är fattade i nämndens ställe (7 kap. 8 § kommunallagen). Listan visar ärendenummer, inga namn.", webkit.Count(len(table.Rows), "beslut", "beslut"))), table},
	})
}
