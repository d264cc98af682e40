package decideweb

import (
	"fmt"
	"net/http"
	"slices"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

const meetingsPath = "/sammantraden"

// MeetingsPage is /sammantraden: the meetings of the committee and the board, with
// what stands on the agenda of each.
type MeetingsPage struct {
	webkit.Page
	Next  []webkit.Link
	Lists []MeetingsOf
}

// MeetingsOf are the meetings of one body.
type MeetingsOf struct {
	ID, Name string
	List     webkit.Listing
}

// AgendaPage is /sammantraden/{organ}/{dag}: the agenda of one meeting, and once it
// has been held its paragraphs. It names nobody.
type AgendaPage struct {
	webkit.Page
	List webkit.Listing
}

// ProposalPage is /sammantraden/{organ}/{dag}/{forslag}: the proposal as the
// committee reads it, and the form in which its decision is written.
type ProposalPage struct {
	webkit.Page
	Facts      []webkit.Fact
	Text       string
	Background string
	Forms      []Blankett
}

func (p Pages) agendaPath(body string, day civil.Date) string {
	return meetingsPath + "/" + body + "/" + day.String()
}

// meetingsShown is how many meetings of a body its list shows.
const meetingsShown = 25

func (p Pages) getMeetings(w http.ResponseWriter, r *http.Request) error {
	today := webkit.Today(r)
	page := &MeetingsPage{Page: webkit.Page{Title: "Sammanträden", Sentence: "Dagordningar och beslut. Här står ärendenummer, inga namn."}}
	for _, plan := range p.Meetings {
		next := plan.Next(today.AddDays(-1))
		page.Next = append(page.Next, webkit.Link{Path: p.agendaPath(plan.Body, next), Words: plan.Name + " " + webkit.PlainDay(next, today)})
		lines, err := p.Lists.Meetings(r.Context(), plan.Body, meetingsShown, 0)
		if err != nil {
			return err
		}
		of := MeetingsOf{ID: "moten-" + plan.Body, Name: plan.Name, List: webkit.Listing{
			Caption: "Sammanträden i " + plan.Name, Columns: []webkit.Column{{Words: "Dag"}, {Words: "Ärenden", Number: true}, {Words: "Paragrafer"}, {Words: "Läge"}},
			Empty: webkit.Empty{Sentence: "Inget förslag är framlagt än."}, Paging: webkit.Paging{From: min(1, len(lines)), To: len(lines), Of: len(lines)},
		}}
		for _, l := range lines {
			of.List.Rows = append(of.List.Rows, webkit.ListRow{Path: p.agendaPath(l.Body, l.Day), Words: webkit.PlainDay(l.Day, today), Cells: []webkit.Cell{
				{Name: "Ärenden", Words: fmt.Sprint(l.Items), Number: true}, {Name: "Paragrafer", Words: paragraphs(l)}, {Name: "Läge", Badge: meetingBadge(l, today)},
			}})
		}
		page.Lists = append(page.Lists, of)
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "sammantraden.html", page)
}

func paragraphs(l casework.MeetingLine) string {
	switch {
	case l.Ruled == 0:
		return ""
	case l.From == l.To:
		return fmt.Sprintf("§ %d", l.From)
	}
	return fmt.Sprintf("§ %d–%d", l.From, l.To)
}

func meetingBadge(l casework.MeetingLine, today civil.Date) *webkit.Badge {
	switch {
	case l.Day.After(today):
		return &webkit.Badge{Lage: webkit.Lugn, Words: "kommande"}
	case l.Ruled < l.Items:
		return &webkit.Badge{Lage: webkit.Snart, Words: webkit.Count(l.Items-l.Ruled, "beslut att skriva in", "beslut att skriva in")}
	}
	return &webkit.Badge{Lage: webkit.Klar, Words: "alla beslut inskrivna"}
}

func (p Pages) getAgenda(w http.ResponseWriter, r *http.Request) error {
	plan, day, err := p.meetingOf(r)
	if err != nil {
		return err
	}
	today := webkit.Today(r)
	_, n, err := p.Lists.Agenda(r.Context(), plan.Body, day, 0, 0)
	if err != nil {
		return err
	}
	paging := webkit.NewPaging(r.URL, n)
	lines, _, err := p.Lists.Agenda(r.Context(), plan.Body, day, webkit.PageSize, paging.Offset())
	if err != nil {
		return err
	}
	var officers []ids.User
	for _, l := range lines {
		officers = append(officers, l.By)
		webkit.Shown(r.Context(), l.Person)
	}
	staff, err := p.Others.Staff(r.Context(), officers...)
	if err != nil {
		return err
	}
	page := &AgendaPage{Page: webkit.Page{
		Title: plan.Name + " " + webkit.LongDay(day), Sentence: webkit.Count(n, "ärende på dagordningen.", "ärenden på dagordningen."),
		Back: &webkit.Link{Path: meetingsPath, Words: "Sammanträden"},
	}, List: webkit.Listing{
		Caption: "Dagordning", Columns: []webkit.Column{{Words: "Nummer"}, {Words: "Ärende"}, {Words: "Lagrum"}, {Words: "Föredragande"}, {Words: "Beslut"}},
		Empty: webkit.Empty{Sentence: "Inget förslag är framlagt till det här sammanträdet."}, Paging: paging,
	}}
	for i, l := range lines {
		matter, _ := casework.CommitteeMatterBy(l.Matter)
		page.List.Rows = append(page.List.Rows, webkit.ListRow{
			Path: p.agendaPath(plan.Body, day) + "/" + l.ID.String(), Words: fmt.Sprintf("%d. Ärende %s", paging.Offset()+i+1, l.Number),
			Cells: []webkit.Cell{{Name: "Ärende", Words: casework.MatterWords(l.Matter)}, {Name: "Lagrum", Words: matter.Provision}, {Name: "Föredragande", Words: staff[l.By]}, {Name: "Beslut", Badge: rulingBadge(l, today)}},
		})
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "dagordning.html", page)
}

func rulingBadge(l casework.ProposalLine, today civil.Date) *webkit.Badge {
	if l.Ruled.IsZero() && !l.Meeting.After(today) {
		return &webkit.Badge{Lage: webkit.Snart, Words: "att skriva in"}
	}
	return proposalBadge(l)
}

// proposal finds the proposal of the address, and logs that it is read.
func (p Pages) proposal(r *http.Request) (casework.Proposal, casework.MeetingPlan, error) {
	plan, day, err := p.meetingOf(r)
	if err != nil {
		return casework.Proposal{}, plan, err
	}
	id, err := ids.Parse(r.PathValue("forslag"))
	if err != nil {
		return casework.Proposal{}, plan, &fault.Error{Kind: fault.NotFound, Text: "proposal.not-found", Err: err}
	}
	proposal, _, err := p.Proposals.Load(r.Context(), id)
	if err != nil {
		return proposal, plan, err
	}
	if proposal.Made.IsZero() || proposal.Body != plan.Body || proposal.Meeting != day {
		return proposal, plan, fault.New(fault.NotFound, "proposal.not-found")
	}
	return proposal, plan, webkit.ReadBy(r, proposal.Person, duty.Subject{Kind: "case", ID: proposal.Case.ID}, "proposal.read")
}

func (p Pages) getProposal(w http.ResponseWriter, r *http.Request) error {
	proposal, plan, err := p.proposal(r)
	if err != nil {
		return err
	}
	page, err := p.proposalPage(r, proposal, plan, try{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "forslag.html", page)
}

func (p Pages) proposalPage(r *http.Request, proposal casework.Proposal, plan casework.MeetingPlan, t try) (*ProposalPage, error) {
	today := webkit.Today(r)
	numbers, err := p.Others.Numbers(r.Context(), proposal.Case)
	if err != nil {
		return nil, err
	}
	staff, err := p.Others.Staff(r.Context(), proposal.By)
	if err != nil {
		return nil, err
	}
	matter, _ := casework.CommitteeMatterBy(proposal.Matter)
	base := p.agendaPath(plan.Body, proposal.Meeting)
	page := &ProposalPage{
		Page: webkit.Page{Title: "Ärende " + numbers[proposal.Case], Sentence: proposal.Words() + ".", Back: &webkit.Link{Path: base, Words: "Dagordningen"}},
		Text: proposal.Text, Background: proposal.Background,
		Facts: []webkit.Fact{
			{Label: "Sammanträde", Value: plan.Name + " " + webkit.LongDay(proposal.Meeting)},
			{Label: "Lagrum", Value: matter.Provision},
			{Label: "Framlagt", Value: webkit.PlainDay(proposal.Made, today) + " av " + staff[proposal.By]},
		},
	}
	page.Facts = append(page.Facts, placementFacts(proposal.Outer, today)...)
	if ruled := proposal.Ruling; ruled != nil {
		page.Strong = ruled.Minutes() + ", " + ruledWords(ruled.Result) + "."
		page.Facts = append(page.Facts, webkit.Fact{Label: "Beslut", Value: ruled.Minutes() + " " + webkit.LongDay(ruled.On) + ", " + ruledWords(ruled.Result), Origin: ruled.Text})
	}
	if !proposal.Waits() || !p.Others.May(webkit.Actor(r), "proposal.rule") {
		return page, nil
	}
	last, err := p.Lists.LastParagraph(r.Context(), plan.Body, proposal.Meeting.Year())
	if err != nil {
		return nil, err
	}
	path := base + "/" + proposal.ID.String()
	later := []string{}
	for d, n := plan.Next(proposal.Meeting), 0; n < 3; n, d = n+1, plan.Next(d) {
		later = append(later, d.String(), webkit.PlainDay(d, today))
	}
	for _, f := range []Blankett{{
		ID: "beslut", Path: path, Heading: "Skriv in beslutet", Button: "Spara beslutet", Primary: true, Help: "Beslutet kommer tillbaka till ärendet med dag och paragraf.", Fields: []Falt{
			text(webkit.Field{Name: "paragraph", Label: "Paragraf", Size: "mini", Value: fmt.Sprint(last + 1), Prefilled: true}),
			radio(webkit.Field{Name: "result", Label: "Så beslutades det", Options: webkit.Options("enligt-forslaget", "Enligt förslaget", "annat", "Annat beslut", "aterremiss", "Återremiss")}),
			area(webkit.Field{Name: "text", Label: "Vad beslutades i stället, eller vad ska göras först?", Help: "Bara vid annat beslut eller återremiss.", Rows: 3}),
		},
	}, {
		ID: "bordlagg", Path: path + "/bordlagg", Fold: true, Heading: "Bordlägg till ett senare sammanträde", Button: "Bordlägg", Fields: []Falt{
			choose(webkit.Field{Name: "meeting", Label: "Nytt sammanträde", Options: webkit.Options(later...)}),
			text(webkit.Field{Name: "why", Label: "Varför?"}),
		},
	}} {
		made, err := f.fill(r, t, 0, "")
		if err != nil {
			return nil, err
		}
		page.Forms = append(page.Forms, made)
	}
	return page, nil
}

func (p Pages) postRuling(w http.ResponseWriter, r *http.Request) error {
	return p.ruling(w, r, "", func(in *webkit.Input, proposal casework.Proposal, plan casework.MeetingPlan) (engine.Command[casework.Proposal], error) {
		n := in.Number("paragraph")
		taken, err := p.Lists.ParagraphTaken(r.Context(), plan.Body, proposal.Meeting.Year(), n)
		return casework.RuleOnProposal{Paragraph: n, Result: in.Text("result"), Text: in.Text("text"), Taken: taken}, err
	})
}

func (p Pages) postPostpone(w http.ResponseWriter, r *http.Request) error {
	return p.ruling(w, r, "/bordlagg", func(in *webkit.Input, _ casework.Proposal, plan casework.MeetingPlan) (engine.Command[casework.Proposal], error) {
		return casework.PostponeProposal{Meeting: in.Day("meeting"), Why: in.Text("why"), Plan: plan}, nil
	})
}

// ruling carries out what the meeting did with a proposal.
func (p Pages) ruling(w http.ResponseWriter, r *http.Request, key string, read func(*webkit.Input, casework.Proposal, casework.MeetingPlan) (engine.Command[casework.Proposal], error)) error {
	proposal, plan, err := p.proposal(r)
	if err != nil {
		return err
	}
	base := p.agendaPath(plan.Body, proposal.Meeting)
	in := webkit.Posted(r)
	cmd, err := read(in, proposal, plan)
	if err != nil {
		return err
	}
	if err = in.Err(); err == nil {
		_, err = p.Proposals.Do(r.Context(), webkit.Form(r), proposal.ID, cmd)
	}
	if err == nil {
		return webkit.Done(w, r, base)
	}
	err = relink(err, func(name string) string {
		if slices.Contains([]string{"paragraph", "result", "text", "meeting", "why"}, name) {
			return name
		}
		return ""
	})
	page, pageErr := p.proposalPage(r, proposal, plan, failed(r, in, base+"/"+proposal.ID.String()+key, err))
	if pageErr != nil {
		return pageErr
	}
	return webkit.Redo(w, r, p.kit, "forslag.html", page, err)
}
