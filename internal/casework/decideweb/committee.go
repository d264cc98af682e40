package decideweb

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// CommitteePage is /arende/{nr}/utskott: what of the case goes to committee or
// board, and what they have decided.
type CommitteePage struct {
	webkit.Page
	List  webkit.Listing
	Force *webkit.Link // to matters under LVU or LVM, where the case can hold them
	Forms []Blankett

	Stopped string // why a rule stopped the draft when it was last tried
}

// proposalsShown is how many of a case's proposals its page lists.
const proposalsShown = 25

// committeeRoutes are the pages of what committee and board decide.
func (p Pages) committeeRoutes() []webkit.Route {
	agenda := meetingsPath + "/{organ}/{dag}"
	return []webkit.Route{
		{Pattern: "GET /arende/{nr}/utskott", Action: "case.read", Part: "förslagen till utskottet", Handle: p.getCommittee},
		{Pattern: "POST /arende/{nr}/utskott", Action: "proposal.make", Part: "förslagen till utskottet", Handle: p.postCommittee},
		{Pattern: "POST /arende/{nr}/utskott/aterta", Action: "proposal.make", Part: "förslagen till utskottet", Handle: p.postWithdraw},
		{Pattern: "GET " + meetingsPath, Action: "board.agenda", Handle: p.getMeetings},
		{Pattern: "GET " + agenda, Action: "board.agenda", List: "dagordningen", Handle: p.getAgenda},
		{Pattern: "GET " + agenda + "/{forslag}", Action: "board.agenda", Part: "förslaget till beslut", Handle: p.getProposal},
		{Pattern: "POST " + agenda + "/{forslag}", Action: "proposal.rule", Part: "förslaget till beslut", Handle: p.postRuling},
		{Pattern: "POST " + agenda + "/{forslag}/bordlagg", Action: "proposal.rule", Part: "förslaget till beslut", Handle: p.postPostpone},
	}
}

func (p Pages) getCommittee(w http.ResponseWriter, r *http.Request) error {
	s, err := p.scene(r)
	if err != nil {
		return err
	}
	page, err := p.committeePage(r, s, try{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "utskott.html", page)
}

func (p Pages) committeePage(r *http.Request, s *scene, t try) (*CommitteePage, error) {
	lines, err := p.Lists.ProposalsOf(r.Context(), s.ID, proposalsShown)
	if err != nil {
		return nil, err
	}
	page := &CommitteePage{Page: s.page("Till utskott och nämnd"), List: webkit.Listing{
		Caption: "Förslag till beslut", Columns: []webkit.Column{{Words: "Ärende"}, {Words: "Sammanträde"}, {Words: "Läge"}},
		Empty: webkit.Empty{Sentence: "Inget förslag är framlagt i ärendet."}, Paging: webkit.Paging{From: min(1, len(lines)), To: len(lines), Of: len(lines)},
	}}
	if s.Area == casework.Children || s.Area == casework.Adults {
		page.Force = &webkit.Link{Path: s.path("/tvang"), Words: "Tvång enligt LVU och LVM"}
	}
	page.At = s.at("beslut")
	page.Sentence = "Det som ingen har delegation att besluta läggs fram här. Beslutet kommer tillbaka med dag och paragraf."
	waiting := slices.IndexFunc(lines, func(l casework.ProposalLine) bool { return !l.Withdrawn && l.Ruled.IsZero() })
	if waiting >= 0 {
		page.Strong = "Förslaget väntar på " + p.bodyName(lines[waiting].Body) + " " + webkit.PlainDay(lines[waiting].Meeting, s.today) + "."
		page.Sentence = webkit.Count(max(0, lines[waiting].Meeting.DaysSince(s.today)), "dag kvar.", "dagar kvar.")
	}
	for _, l := range lines {
		page.List.Rows = append(page.List.Rows, webkit.ListRow{
			Words: casework.MatterWords(l.Matter), Path: p.agendaPath(l.Body, l.Meeting),
			Cells: []webkit.Cell{{Name: "Sammanträde", Words: p.bodyName(l.Body) + " " + webkit.PlainDay(l.Meeting, s.today)}, {Name: "Läge", Badge: proposalBadge(l)}},
		})
	}
	forms := []Blankett{p.proposeForm(s)}
	for _, l := range lines {
		if !l.Withdrawn && l.Ruled.IsZero() {
			forms = append(forms, Blankett{
				ID: "aterta-" + l.ID.String(), Path: s.path("/utskott/aterta"), Fold: true, Heading: "Återta förslaget: " + casework.MatterWords(l.Matter), Button: "Återta förslaget",
				Hidden: []Hidden{{"forslag", l.ID.String()}}, Fields: []Falt{text(webkit.Field{Name: "why", Label: "Varför?"})},
			})
		}
	}
	for n, f := range forms {
		key := ""
		if n == 0 {
			key = DraftOfProposal(s.ID)
		}
		made, err := f.fill(r, t, 0, key)
		if err != nil {
			return nil, err
		}
		page.Forms = append(page.Forms, made)
	}
	if t.err == nil {
		typed, err := webkit.Blank(r, DraftOfProposal(s.ID))
		if err != nil {
			return nil, err
		}
		page.Saved, page.Stopped = typed.SavedAt(), typed.Stopped
	}
	return page, nil
}

// DraftOfProposal is the key of the draft of a proposal to committee or board in a case.
func DraftOfProposal(c ids.Case) string { return "utskott/" + c.String() }

func proposalBadge(l casework.ProposalLine) *webkit.Badge {
	switch {
	case l.Withdrawn:
		return &webkit.Badge{Lage: webkit.Lugn, Words: "återtaget"}
	case l.Ruled.IsZero():
		return &webkit.Badge{Lage: webkit.Lugn, Words: "väntar"}
	}
	return &webkit.Badge{Lage: webkit.Klar, Words: fmt.Sprintf("§ %d, %s", l.Paragraph, ruledWords(l.Result))}
}

func ruledWords(result string) string {
	return map[string]string{"enligt-forslaget": "enligt förslaget", "annat": "annat beslut", "aterremiss": "återremiss"}[result]
}

// bodyName is what the body is called in the plan of meetings.
func (p Pages) bodyName(body string) string { return p.Meetings.Of(body).Name }

// meetingChoices are the next days of a body's plan.
func (p Pages) meetingChoices(today civil.Date) []string {
	var out []string
	for _, plan := range p.Meetings {
		day := today.AddDays(-1)
		for range 3 {
			day = plan.Next(day)
			out = append(out, plan.Body+" "+day.String(), plan.Name+" "+webkit.PlainDay(day, today))
		}
	}
	return out
}

func (p Pages) proposeForm(s *scene) Blankett {
	choices := []string{"", "Välj"}
	for _, m := range casework.CommitteeMatters() {
		choices = append(choices, m.Key, m.Words+", "+m.Provision)
	}
	guardians := []string{"", "Gäller inte"}
	for _, g := range s.guardians {
		guardians = append(guardians, g.String(), s.name(g))
	}
	return Blankett{
		ID: "lagg-fram", Path: s.path("/utskott"), Heading: "Lägg fram ett förslag", Button: "Lägg fram förslaget", Primary: true,
		Help: "Dagordningen visar ärendenummer och vad som ska beslutas, inget namn.",
		More: &MoreFields{Heading: "Placering utanför kommunens egna boenden", Fields: placementFields(func(name string, f webkit.Field) webkit.Field {
			f.Name = name
			return f
		}, casework.ExternalPlacement{})},
		Fields: []Falt{
			choose(webkit.Field{Name: "matter", Label: "Vad ska beslutas?", Options: webkit.Options(choices...)}),
			choose(webkit.Field{Name: "meeting", Label: "Sammanträde", Options: webkit.Options(p.meetingChoices(s.today)...)}),
			day(webkit.Field{Name: "extra", Label: "Extra sammanträde den", Help: "Bara om sammanträdet inte står i listan."}),
			choose(webkit.Field{Name: "guardian", Label: "I stället för samtycke från", Help: "När den ena vårdnadshavaren inte samtycker (6 kap. 13 a § föräldrabalken).", Options: webkit.Options(guardians...)}),
			area(webkit.Field{Name: "text", Label: "Förslag till beslut", Rows: 3}),
			area(webkit.Field{Name: "background", Label: "Skäl", Rows: 5, Value: s.i.Part("bedomning").Text, Prefilled: s.i.Part("bedomning").Text != ""}),
		},
	}
}

// postCommittee lays a proposal before a meeting.
func (p Pages) postCommittee(w http.ResponseWriter, r *http.Request) error {
	s, err := p.scene(r)
	if err != nil {
		return err
	}
	in, form := webkit.Posted(r), webkit.Form(r)
	body, on, _ := strings.Cut(in.Text("meeting"), " ")
	cmd := casework.MakeProposal{
		Case: s.ID, Person: s.Person, Matter: in.Text("matter"), Body: body, Text: in.Prose("text"), Background: in.Prose("background"),
		Guardian: ids.Person{ID: in.ID("guardian")}, Plan: p.Meetings.Of(body),
	}
	if cmd.Matter == casework.PlacementMatter && in.Text("outer") == "ja" {
		cmd.Outer = readPlacement(in, func(name string) string { return name })
	}
	if s.line.Number > 0 && s.i.Decided.IsZero() {
		cmd.Investigation = s.i.ID
	}
	cmd.Meeting, _ = civil.Parse(on)
	if extra := in.Day("extra"); !extra.IsZero() {
		cmd.Meeting, cmd.Extra = extra, true
	}
	if err = in.Err(); err == nil {
		_, err = p.Proposals.Do(r.Context(), form, ids.Derive(form.ID, "forslag"), cmd)
	}
	return p.committeeDone(w, r, s, in, s.path("/utskott"), err)
}

func (p Pages) postWithdraw(w http.ResponseWriter, r *http.Request) error {
	s, err := p.scene(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	id := in.ID("forslag")
	proposal, _, err := p.Proposals.Load(r.Context(), id)
	if err != nil {
		return err
	}
	if proposal.Case != s.ID {
		return fault.New(fault.NotFound, "proposal.not-found")
	}
	if err = in.Err(); err == nil {
		_, err = p.Proposals.Do(r.Context(), webkit.Form(r), id, casework.WithdrawProposal{Why: in.Text("why")})
	}
	return p.committeeDone(w, r, s, in, s.path("/utskott/aterta"), err)
}

func (p Pages) committeeDone(w http.ResponseWriter, r *http.Request, s *scene, in *webkit.Input, path string, err error) error {
	if err == nil {
		return webkit.Done(w, r, s.path("/utskott"))
	}
	err = relink(err, func(name string) string {
		if slices.Contains([]string{"matter", "meeting", "guardian", "text", "background", "why", "council", "seats", "not_home", "placement_reason", "option0"}, name) {
			return name
		}
		return ""
	})
	page, pageErr := p.committeePage(r, s, failed(r, in, path, err))
	if pageErr != nil {
		return pageErr
	}
	return p.redo(w, r, s.Case, "utskott.html", page, err)
}

// A settled proposal is one that a decision may be signed by.
func (p Pages) settled(r *http.Request, c ids.Case) ([]casework.ProposalLine, error) {
	lines, err := p.Lists.ProposalsOf(r.Context(), c, proposalsShown)
	return slices.DeleteFunc(lines, func(l casework.ProposalLine) bool {
		return l.Withdrawn || l.Ruled.IsZero() || l.Result == "aterremiss"
	}), err
}

// deciders are the choices of who decides: the officer by delegation, each meeting
// that has decided on a proposal of the case, and the chair.
func (p Pages) deciders(lines []casework.ProposalLine, today civil.Date) []webkit.Option {
	out := []string{"delegat", "Mig, på delegation"}
	for _, l := range lines {
		out = append(out, l.ID.String(), fmt.Sprintf("%s %s, § %d: %s", p.bodyName(l.Body), webkit.PlainDay(l.Meeting, today), l.Paragraph, casework.MatterWords(l.Matter)))
	}
	return webkit.Options(append(out, "ordforande", "Ordföranden eller en ledamot, för att det inte kan vänta (6 kap. 39 § kommunallagen)")...)
}

// mandate reads by what right it is decided.
func (p Pages) mandate(in *webkit.Input, lines []casework.ProposalLine, today civil.Date) casework.Mandate {
	chosen := in.Text("mandate")
	m := casework.Mandate{Body: chosen, Order: p.Delegation}
	if chosen == "ordforande" {
		m.Member, m.Urgent, m.Next = in.Text("member"), in.Text("urgent"), p.Meetings.Of("namnd").Next(today)
	}
	for _, l := range lines {
		if l.ID.String() == chosen {
			m = casework.Mandate{Body: l.Body, Minutes: fmt.Sprintf("§ %d", l.Paragraph), Proposal: l.ID}
		}
	}
	return m
}

// chairFields ask who decided what could not wait, and why.
func chairFields() (member, urgent webkit.Field) {
	return webkit.Field{Name: "member", Label: "Ordförandens eller ledamotens namn", Help: "Bara när det inte kan vänta till sammanträdet."},
		webkit.Field{Name: "urgent", Label: "Varför kan beslutet inte vänta?", Rows: 2}
}

// meetingOf finds the body and the day of the address.
func (p Pages) meetingOf(r *http.Request) (casework.MeetingPlan, civil.Date, error) {
	plan := p.Meetings.Of(r.PathValue("organ"))
	day, err := civil.Parse(r.PathValue("dag"))
	if plan.Body == "" || err != nil {
		return plan, day, &fault.Error{Kind: fault.NotFound, Text: "proposal.not-found", Err: err}
	}
	return plan, day, nil
}
