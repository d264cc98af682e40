package rulebookweb

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/rulebook"
	"stadga/internal/webkit"
)

// ProposalPage is where a rule is copied or changed, tried on the last twelve
// months, and decided.
type ProposalPage struct {
	webkit.Page
	Path         string
	Ends         bool
	Number, Unit webkit.Field
	Name, Says   webkit.Field
	Working      *webkit.Progress // it is being tried
	Tried        *Tried
}

// Tried is what the proposal would have done.
type Tried struct {
	Sentence, Changed       string
	Moves                   []Move
	List                    webkit.Listing
	Examples                []ExampleRow
	Form                    webkit.FormHead
	Hidden                  []Hidden // what was tried, carried to the decision
	Action                  string
	By, On, Reference, From webkit.Field
}

// A Move is how many findings would go from one answer to another.
type Move struct {
	From, To string
	Count    int
}

// A Hidden is a hidden field of the form.
type Hidden struct{ Name, Value string }

// An outcome is what a try gives: counts, and the first of the list.
type outcome struct {
	made    rulebook.Proposed
	effects []rulebook.Effect
	changes []rulebook.Change
	more    bool // there are more than are listed
}

const (
	monthsTried = 12
	listed      = 5000             // changed findings that are kept for the list
	longest     = 30 * time.Minute // for a try
)

func (p Pages) getProposal(w http.ResponseWriter, r *http.Request) error {
	page, rule, err := p.proposalPage(r)
	if err != nil {
		return err
	}
	if !r.URL.Query().Has("tal") && !page.Ends {
		return webkit.Show(w, r, p.kit, http.StatusOK, "forslag.html", page)
	}
	proposal, err := asked(r.URL.Query(), rule)
	if err == nil {
		err = p.try(r, page, rule, proposal, webkit.Typed{}, webkit.NewForm(r, 0, ""))
	}
	if err != nil {
		return webkit.Redo(w, r, p.kit, "forslag.html", page, err)
	}
	if page.Working != nil {
		webkit.ComeBack(w, r)
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "forslag.html", page)
}

// postDecision records what someone has decided. Without decider, day and
// reference nothing changes, and what was typed is kept.
func (p Pages) postDecision(w http.ResponseWriter, r *http.Request) error {
	page, rule, err := p.proposalPage(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	proposal, err := asked(postedProposal(r), rule)
	if err != nil {
		return webkit.Redo(w, r, p.kit, "forslag.html", page, err)
	}
	tried := proposal
	proposal.From = in.Day("fran")
	proposal.Decider = rulebook.Adoption{By: in.Text("beslutare"), On: in.Day("beslutad"), Ref: in.Text("referens")}
	if err = in.Err(); err == nil {
		err = proposal.Decided(webkit.Today(r))
	}
	var made rulebook.Proposed
	if err == nil {
		made, err = p.Propose(proposal)
	}
	if err == nil {
		err = p.Decide(r.Context(), webkit.Form(r), made, proposal)
	}
	if err == nil {
		return webkit.Done(w, r, Root+"/"+made.ID)
	}
	if again := p.try(r, page, rule, tried, in.Again(err), webkit.SameForm(r)); again != nil {
		return errors.Join(err, again)
	}
	return webkit.Redo(w, r, p.kit, "forslag.html", page, err)
}

// postedProposal is what the form from a proposal carries.
func postedProposal(r *http.Request) url.Values {
	values := url.Values{}
	for _, name := range []string{"enhet", "rubrik", "mening", "sluta", "tal"} {
		values[name] = webkit.Sent(r, name)
	}
	return values
}

// asked reads the proposal of the address, or of the form that was made from it.
func asked(values url.Values, rule *rulebook.Rule) (rulebook.Proposal, error) {
	p := rulebook.Proposal{
		Rule: rule.ID, Unit: values.Get("enhet"), Title: strings.TrimSpace(values.Get("rubrik")), Says: strings.TrimSpace(values.Get("mening")),
		Ends: values.Get("sluta") == "ja",
	}
	if p.Ends {
		return p, nil
	}
	n, err := strconv.Atoi(strings.TrimSpace(values.Get("tal")))
	if err != nil {
		return p, fault.Field("tal", "rulebook.number-missing")
	}
	p.Number = n
	return p, nil
}

func (p Pages) proposalPage(r *http.Request) (*ProposalPage, *rulebook.Rule, error) {
	versions := p.Book().Versions(r.PathValue("regel"))
	if len(versions) == 0 {
		return nil, nil, fault.New(fault.NotFound, "rulebook.unknown-rule")
	}
	rule := versions[len(versions)-1]
	values := r.URL.Query()
	if r.Method == http.MethodPost {
		values = postedProposal(r)
	}
	page := &ProposalPage{Path: Root + "/" + rule.ID + "/forslag", Ends: values.Get("sluta") == "ja"}
	page.Small, page.Back = rule.Title, &webkit.Link{Path: Root + "/" + rule.ID, Words: rule.Title}
	n, unit, ok := rule.Number()
	switch {
	case page.Ends:
		page.Title, page.Sentence = "Låt regeln sluta gälla", "Det som började medan regeln gällde bedöms fortfarande av den."
	case !ok:
		return nil, nil, fault.New(fault.NotFound, "rulebook.unknown-rule")
	case rule.Mark == rulebook.Local:
		page.Title, page.Sentence = "Ändra talet", "I dag är tiden "+rule.Time()+". Det som började före ändringen bedöms av dagens tal."
	default:
		page.Title, page.Sentence = "Kopiera som egen regel", "Lagens tid är "+rule.Time()+". Den egna regeln gäller vid sidan av lagen och ersätter den inte."
	}
	pick := func(name, otherwise string) string {
		if values.Has(name) {
			return values.Get(name)
		}
		return otherwise
	}
	number, title, says := "", rule.Title, rule.Says
	if n > 0 {
		number = strconv.Itoa(n)
	}
	if rule.Mark != rulebook.Local {
		title += ", egen gräns"
	}
	field := webkit.Typed{}.Field
	page.Number = field(webkit.Field{Name: "tal", Label: "Nytt tal", Value: pick("tal", number), Required: true, Size: "mini"})
	page.Unit = field(webkit.Field{Name: "enhet", Label: "Enhet", Required: true, Options: units(rule, pick("enhet", unit))})
	page.Name = field(webkit.Field{Name: "rubrik", Label: "Vad regeln heter", Value: pick("rubrik", title), Required: true})
	page.Says = field(webkit.Field{Name: "mening", Label: "Vad regeln kräver, i en mening", Value: pick("mening", says), Required: true, Help: "Den visas i Varför och i listor. Skriv det nya talet."})
	return page, rule, nil
}

func units(rule *rulebook.Rule, chosen string) []webkit.Option {
	if rule.Shape == duty.Count {
		return []webkit.Option{{Value: "times", Words: "gånger", Chosen: true}}
	}
	var options []webkit.Option
	for _, unit := range rulebook.Units() {
		if rule.Shape == duty.Within || unit[0] != "hours" && unit[0] != "workdays" {
			options = append(options, webkit.Option{Value: unit[0], Words: unit[1], Chosen: unit[0] == chosen})
		}
	}
	return options
}

// try holds the proposal against the last twelve months as if it had been in
// force all along.
func (p Pages) try(r *http.Request, page *ProposalPage, rule *rulebook.Rule, proposal rulebook.Proposal, typed webkit.Typed, form webkit.FormHead) error {
	today := webkit.Today(r)
	book, since := p.Book(), today.AddMonths(-monthsTried)
	as := proposal
	as.From = since
	if rule.Mark == rulebook.Local && !rule.From.Before(since) {
		as.From = rule.From.AddDays(1)
	}
	as.Decider = rulebook.Adoption{By: "Förslag", On: today, Ref: "Förslag"}
	if err := book.Unfit(as); err != nil {
		return err
	}
	result, working, err := p.tries.Get(fmt.Sprintf("%s %s %+v", book.Digest(), today, proposal), func(tell func(int, int)) (any, error) {
		background, cancel := context.WithTimeout(context.Background(), longest)
		defer cancel()
		made, err := p.Propose(as)
		if err != nil {
			return nil, err
		}
		preview := &rulebook.Preview{Then: made.Book, Now: book, Today: today, Since: since, Only: map[string]bool{made.ID: true}, Stead: map[string]string{}}
		if made.ID != rule.ID {
			preview.Stead[made.ID] = rule.ID
		}
		out := outcome{made: made}
		err = p.Try(background, preview, tell, func(c rulebook.Change) error {
			if c.Was == c.Is {
				return nil // another last day, and the same answer
			}
			if out.more = len(out.changes) == listed; !out.more {
				out.changes = append(out.changes, c)
			}
			return nil
		})
		out.effects = preview.Effects()
		return out, err
	})
	if err != nil {
		return err
	}
	if page.Working = working; working != nil {
		return nil
	}
	page.Tried, err = p.tried(r, result.(outcome))
	if err != nil {
		return err
	}
	t := page.Tried
	t.Form, t.Action = form, Root+"/"+rule.ID+"/beslut"
	for _, h := range []Hidden{{"tal", strconv.Itoa(proposal.Number)}, {"enhet", proposal.Unit}, {"rubrik", proposal.Title}, {"mening", proposal.Says}} {
		if !proposal.Ends {
			t.Hidden = append(t.Hidden, h)
		}
	}
	if proposal.Ends {
		t.Hidden = []Hidden{{"sluta", "ja"}}
	}
	t.By = typed.Field(webkit.Field{Name: "beslutare", Label: "Vem som har beslutat", Help: "Till exempel Socialnämnden.", Required: true})
	t.On = typed.Field(webkit.Field{Name: "beslutad", Label: "Beslutets dag", Required: true})
	t.Reference = typed.Field(webkit.Field{Name: "referens", Label: "Var beslutet finns", Help: "Diarienummer och paragraf, till exempel SN 2026/118 § 95.", Required: true})
	first := "Gäller från och med"
	if proposal.Ends {
		first = "Gäller inte från och med"
	}
	t.From = typed.Field(webkit.Field{Name: "fran", Label: first, Help: "Beslutets dag eller en senare.", Required: true})
	return nil
}

func (p Pages) tried(r *http.Request, out outcome) (*Tried, error) {
	made := out.made
	t := &Tried{Changed: made.Changed}
	all, changed, moved := 0, 0, 0
	for _, e := range out.effects {
		for _, n := range e.Is {
			all += n
		}
		if len(e.Is) == 0 {
			for _, n := range e.Was {
				all += n
			}
		}
		for move, n := range e.Moves {
			if move[0] == move[1] {
				moved += n
				continue
			}
			changed += n
			t.Moves = append(t.Moves, Move{From: answer(move[0]), To: answer(move[1]), Count: n})
		}
	}
	slices.SortFunc(t.Moves, func(a, b Move) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.From+a.To, b.From+b.To)
	})
	t.Sentence = "Av " + webkit.Count(all, "bedömning", "bedömningar") + " de senaste tolv månaderna hade " + webkit.Thousands(changed) + " fått ett annat svar."
	if moved > 0 {
		t.Sentence += " " + webkit.Thousands(moved) + " hade fått en annan sista dag men samma svar."
	}
	for _, x := range made.Book.Versions(made.ID)[0].Examples {
		row := ExampleRow{Says: x.Says, Day: webkit.PlainDay(x.On, civil.Date{}), State: rulebook.Swedish(x.Want)}
		if row.Says == "" {
			row.Says = "Exempel utan rubrik"
		}
		if !x.Due.IsZero() {
			row.Due = webkit.PlainDay(x.Due, civil.Date{})
		}
		t.Examples = append(t.Examples, row)
	}
	of := len(out.changes)
	paging := webkit.NewPaging(r.URL, of)
	t.List = webkit.Listing{
		Caption: "Bedömningar som hade fått ett annat svar", Paging: paging,
		Columns: []webkit.Column{{Words: "Ärende"}, {Words: "Började"}, {Words: "Bedömning i dag"}, {Words: "Med förslaget"}},
		Empty:   webkit.Empty{Sentence: "Ingen bedömning hade fått ett annat svar."},
	}
	if out.more {
		t.Sentence += " Listan visar de första " + webkit.Thousands(listed) + "."
	}
	shown := out.changes[paging.Offset():paging.To]
	var cases []ids.Case
	for _, c := range shown {
		cases = append(cases, ids.Case{ID: c.File.ID})
	}
	numbers, err := p.Cases(r.Context(), webkit.Actor(r), cases)
	if err != nil {
		return nil, err
	}
	for i, c := range shown {
		row := webkit.ListRow{Words: "Rad " + strconv.Itoa(paging.From+i), Cells: []webkit.Cell{
			{Name: "Började", Words: webkit.PlainDay(c.Began, civil.Date{})},
			{Name: "Bedömning i dag", Words: answer(c.Was), Sub: lastDay(c.WasDue)},
			{Name: "Med förslaget", Words: answer(c.Is), Sub: lastDay(c.IsDue)},
		}}
		if number := numbers[ids.Case{ID: c.File.ID}]; number != "" {
			row.Words, row.Path = number, "/arende/"+number
		}
		t.List.Rows = append(t.List.Rows, row)
	}
	return t, nil
}

func answer(s duty.State) string {
	if s == "" {
		return "ingen bedömning"
	}
	return rulebook.Swedish(s)
}

func lastDay(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return "sista dag " + webkit.PlainDay(d, civil.Date{})
}
