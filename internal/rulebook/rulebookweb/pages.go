// Package rulebookweb is the page where the municipality sees which rules hold
// and decides its own: /administration/frister (G-04, H-48).
package rulebookweb

import (
	"context"
	"embed"
	"net/http"
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/rulebook"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Kit parses the pages, also for the test that checks their types.
func Kit() *webkit.Templates { return webkit.MustParse(files) }

// Root is the address of the list of rules.
const Root = "/administration/frister"

// Pages serves the pages of one board.
type Pages struct {
	Book    func() *rulebook.Book
	Broken  func() rulebook.Problems
	Applied func() (done, of int) // how far the findings are computed by the newest book; 0 of 0 when no one does
	Propose func(rulebook.Proposal) (rulebook.Proposed, error)
	Try     func(ctx context.Context, p *rulebook.Preview, tell func(done, of int), found func(rulebook.Change) error) error
	Decide  func(ctx context.Context, form act.Form, made rulebook.Proposed, from rulebook.Proposal) error
	Cases   func(ctx context.Context, who act.Actor, cases []ids.Case) (map[ids.Case]string, error) // number of those that may be opened
	May     func(who act.Actor, action string) bool

	kit   *webkit.Templates
	tries *webkit.Works
}

const mayDecide = "desk.rules_decide"

// Routes is the access list of the area.
func (p Pages) Routes() []webkit.Route {
	p.kit, p.tries = Kit(), &webkit.Works{Unit: "Prövade akter"}
	return []webkit.Route{
		{Pattern: "GET " + Root, Action: "desk.rules", Handle: p.getList},
		{Pattern: "GET " + Root + "/{regel}", Action: "desk.rules", Handle: p.getRule},
		{Pattern: "GET " + Root + "/{regel}/forslag", Action: mayDecide, Handle: p.getProposal},
		{Pattern: "POST " + Root + "/{regel}/beslut", Action: mayDecide, Handle: p.postDecision},
	}
}

// Notice is what stands on top of the pages: broken files, or findings that are
// being computed anew.
type Notice struct {
	Broken  []string
	Working *webkit.Progress
}

func (p Pages) notice() Notice {
	var n Notice
	for _, problem := range p.Broken() {
		n.Broken = append(n.Broken, problem.String())
	}
	if done, of := p.Applied(); of > 0 {
		n.Working = &webkit.Progress{ID: "raknas", Words: "Bedömningar som räknas om", Done: done, Of: of}
	}
	return n
}

// ListPage is the rules in force.
type ListPage struct {
	webkit.Page
	Notice  Notice
	Filters []webkit.Link
	List    webkit.Listing
	Book    string
}

// The two lists: every rule, and those the municipality has decided.
const own = "egna"

func (p Pages) getList(w http.ResponseWriter, r *http.Request) error {
	book, today := p.Book(), webkit.Today(r)
	var all, mine []*rulebook.Rule
	for _, id := range ruleIDs(book) {
		rule := inForce(book, id, today)
		if rule == nil {
			continue
		}
		if all = append(all, rule); rule.Mark == rulebook.Local {
			mine = append(mine, rule)
		}
	}
	page := &ListPage{Notice: p.notice(), Book: book.Digest()[:12]}
	page.Title = "Frister och regler"
	page.Strong = webkit.Count(len(all), "regel gäller", "regler gäller") + " i dag."
	page.Sentence = webkit.Count(len(mine), "är kommunens egen", "är kommunens egna") + "."
	page.Filters = []webkit.Link{{Path: Root, Words: "Alla"}, {Path: Root + "?visa=" + own, Words: "Kommunens egna"}, {Path: "/administration/riktlinjer", Words: "Riktlinjer och bedömningsstöd"}}
	if border := webkit.Leads(r, webkit.Link{Path: "/administration/grans", Words: "Gränsen mellan myndighet och utförande"}); border != nil {
		page.Filters = append(page.Filters, *border)
	}
	shown := all
	if r.URL.Query().Get("visa") == own {
		shown = mine
	}
	paging := webkit.NewPaging(r.URL, len(shown))
	page.List = webkit.Listing{
		Caption: "Regler som gäller", Paging: paging,
		Columns: []webkit.Column{{Words: "Regel"}, {Words: "Tid"}, {Words: "Stöd"}, {Words: "Beslutad av"}, {Words: "Gäller sedan"}},
		Empty:   webkit.Empty{Sentence: "Kommunen har inga egna regler.", Support: "Öppna en regel i listan och kopiera den för att göra en egen."},
	}
	for _, rule := range shown[paging.Offset():paging.To] {
		page.List.Rows = append(page.List.Rows, webkit.ListRow{Path: Root + "/" + rule.ID, Words: rule.Title, Cells: []webkit.Cell{
			{Name: "Tid", Words: rule.Time()},
			{Name: "Stöd", Words: rule.Cited()},
			{Name: "Beslutad av", Words: decider(rule), Sub: rule.Adopted.Ref},
			{Name: "Gäller sedan", Words: since(rule)},
		}})
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "frister.html", page)
}

func ruleIDs(book *rulebook.Book) []string {
	var ids []string
	for _, r := range book.Rules() {
		ids = append(ids, r.ID)
	}
	return ids
}

// inForce is the version of a rule that holds on the day and is used; nil when
// there is none.
func inForce(book *rulebook.Book, id string, day civil.Date) *rulebook.Rule {
	for _, r := range slices.Backward(book.Versions(id)) {
		if r.Off == "" && len(r.Waits) == 0 && !day.Before(r.From) && (r.To.IsZero() || !day.After(r.To)) {
			return r
		}
	}
	return nil
}

func decider(r *rulebook.Rule) string {
	if r.Adopted.By == "" {
		return "lag"
	}
	return r.Adopted.By + " " + webkit.PlainDay(r.Adopted.On, civil.Date{})
}

func since(r *rulebook.Rule) string {
	if r.From.IsZero() {
		return "så länge stödet har gällt"
	}
	return webkit.PlainDay(r.From, civil.Date{})
}

// RulePage is one rule with its history.
type RulePage struct {
	webkit.Page
	Notice   Notice
	Facts    []webkit.Fact
	Versions []VersionRow
	Examples []ExampleRow
	Change   *webkit.Link
	End      *webkit.Link
	Copy     *webkit.Link // to the municipality's own copy
	Why      string       // why it cannot be changed
}

// A VersionRow is one version of a rule, newest first.
type VersionRow struct {
	Time, Span, Says, Cited, Decider, Ref string
	Now                                   bool
}

// An ExampleRow is what the rule says of one invented course of events.
type ExampleRow struct{ Says, Day, Due, State string }

func (p Pages) getRule(w http.ResponseWriter, r *http.Request) error {
	book := p.Book()
	versions := book.Versions(r.PathValue("regel"))
	if len(versions) == 0 {
		return fault.New(fault.NotFound, "rulebook.unknown-rule")
	}
	rule := versions[len(versions)-1]
	page := &RulePage{Notice: p.notice()}
	page.Title, page.Small, page.Sentence = rule.Title, "regel "+rule.ID, rule.Says
	page.Back = &webkit.Link{Path: Root, Words: "Frister och regler"}
	page.Facts = facts(book, rule)
	now := inForce(book, rule.ID, webkit.Today(r))
	for _, v := range slices.Backward(versions) {
		page.Versions = append(page.Versions, VersionRow{
			Time: v.Time(), Span: span(v), Says: v.Says, Cited: v.Cited(), Decider: decider(v), Ref: v.Adopted.Ref, Now: v == now,
		})
	}
	for _, x := range rule.Examples {
		row := ExampleRow{Says: x.Says, Day: webkit.PlainDay(x.On, civil.Date{}), State: rulebook.Swedish(x.Want)}
		if row.Says == "" {
			row.Says = "Exempel utan rubrik"
		}
		if !x.Due.IsZero() {
			row.Due = webkit.PlainDay(x.Due, civil.Date{})
		}
		page.Examples = append(page.Examples, row)
	}
	p.offer(webkit.Actor(r), book, rule, page)
	return webkit.Show(w, r, p.kit, http.StatusOK, "regel.html", page)
}

// offer says what may be done with the rule by the one who looks.
func (p Pages) offer(who act.Actor, book *rulebook.Book, rule *rulebook.Rule, page *RulePage) {
	_, _, ok := rule.Number()
	local := rule.Mark == rulebook.Local
	form := Root + "/" + rule.ID + "/forslag"
	switch {
	case !local && len(book.Versions(rule.Copied())) > 0:
		page.Copy = &webkit.Link{Path: Root + "/" + rule.Copied(), Words: "Kommunens egen kopia: " + book.Title(rule.Copied())}
	case !p.May(who, mayDecide):
		page.Why = "Bara den som svarar för förvaltningen eller systemet skriver in nämndens beslut om egna regler."
	case !rule.To.IsZero():
		page.Why = "Regeln har slutat gälla."
	case local:
		page.End = &webkit.Link{Path: form + "?sluta=ja", Words: "Låt regeln sluta gälla"}
		if ok {
			page.Change = &webkit.Link{Path: form, Words: "Ändra talet"}
		}
	case ok:
		page.Change = &webkit.Link{Path: form, Words: "Kopiera som egen regel"}
	default:
		page.Why = "Regeln har inget tal. Den säger att något ska finnas eller inte får ske, och står i lag."
	}
}

func span(r *rulebook.Rule) string {
	switch {
	case r.From.IsZero() && r.To.IsZero():
		return "Gäller så länge stödet gäller"
	case r.From.IsZero():
		return "Till och med " + webkit.PlainDay(r.To, civil.Date{})
	case r.To.IsZero():
		return "Från " + webkit.PlainDay(r.From, civil.Date{})
	}
	return webkit.PlainDay(r.From, civil.Date{}) + "–" + webkit.PlainDay(r.To, civil.Date{})
}

// facts is what else there is to know of a rule.
func facts(book *rulebook.Book, r *rulebook.Rule) []webkit.Fact {
	all := []webkit.Fact{
		{Label: "Tid", Value: r.Time()},
		{Label: "Stöd", Value: r.Cited()},
		{Label: "Beslutad av", Value: decider(r), Origin: r.Adopted.Ref},
	}
	var ways []string
	for _, w := range r.MetBy {
		says := w.Fact
		if t, ok := book.Fact(w.Fact); ok {
			says, _, _ = strings.Cut(t.Says, " (")
		}
		if !slices.Contains(ways, says) {
			ways = append(ways, says)
		}
	}
	if len(ways) > 0 {
		all = append(all, webkit.Fact{Label: "Uppfylls av", Value: strings.Join(ways, ", eller ")})
	}
	for _, more := range []webkit.Fact{
		{Label: "Den som ska göra det", Value: owes(r.Owes)},
		{Label: "När regeln inte hålls", Value: effects[r.Effect]},
		{Label: "Följd", Value: r.Consequence},
		{Label: "Undantag och mer", Value: r.Exception},
		{Label: "Används inte", Value: r.Off},
	} {
		if more.Value != "" {
			all = append(all, more)
		}
	}
	for _, wait := range r.Waits {
		all = append(all, webkit.Fact{Label: "Väntar på uppgift", Value: wait.Says, Missing: true})
	}
	return all
}

var effects = map[duty.Effect]string{
	duty.Stops: "Det går inte att göra", duty.Warns: "Det går att göra, och bristen visas", duty.Tells: "Det visas som en upplysning",
}

func owes(post string) string {
	switch post {
	case "officer":
		return "Handläggaren"
	case "provider":
		return "Utföraren"
	case "manager":
		return "Chefen"
	case "person":
		return "Den enskilde"
	case "secretary":
		return "Nämndsekreteraren"
	case "archivist":
		return "Den som svarar för arkivet"
	case "region":
		return "Regionen"
	}
	return ""
}
