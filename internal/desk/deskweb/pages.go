// Package deskweb holds the pages that no single area owns: Min dag, Enhet,
// Fördela, Kvalitet, Granskning, Profil, Hjälp and Driftläge.
package deskweb

import (
	"context"
	"embed"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"stadga/internal/access"
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/desk"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Queries are what the pages ask of the record. Count and Rows answer the same
// selection by the same condition.
type Queries interface {
	Count(ctx context.Context, s desk.Selection) (int, error)
	Rows(ctx context.Context, s desk.Selection, offset, limit int) ([]desk.Row, error)
	Owed(ctx context.Context, s desk.Selection) ([]desk.Row, error) // all of them; Named reads the cases of what is shown
	Named(ctx context.Context, rows []desk.Row) error
	CountCases(ctx context.Context, s desk.CaseSelection) (int, error)
	Cases(ctx context.Context, s desk.CaseSelection, offset, limit int) ([]desk.Case, error)
	Loads(ctx context.Context, unit ids.Unit, day civil.Date) ([]desk.Load, error)
	Flow(ctx context.Context, scope access.Scope, unit ids.Unit, from, to civil.Date) ([]desk.Flow, error)
	Unsigned(ctx context.Context, user ids.User, before civil.Date) ([]desk.Unsigned, error)
	Stopped(ctx context.Context, user ids.User, limit int) ([]desk.Stopped, error)
	Covers(ctx context.Context, user ids.User, day civil.Date) ([]desk.Cover, error)
	Units(ctx context.Context, day civil.Date) ([]desk.Unit, error)
	ProviderNames(ctx context.Context) (map[string]string, error)              // by id
	OfficerGroups(ctx context.Context, day civil.Date) (map[string]int, error) // officers by title
}

// A Book is what the pages say of rules.
type Book interface {
	desk.Book
	Title(rule string) string
	Cited(o *duty.Obligation) string    // "SoL 20 kap. 2 §"
	Requires(o *duty.Obligation) string // the fact that meets it, in words
	Ways(o *duty.Obligation) []string   // the facts that meet it, each with the values it may have
	FactWords(fact string) string
	Points() []desk.Point
	Reconciles() []desk.Reconcile
	Edition() string // of the adopted book, as it is shown beside figures
}

// An Assigner gives cases to an officer, as one act, unless one of them has moved
// since the form showed it.
type Assigner interface {
	Shown(ctx context.Context, cases []ids.Case) ([]act.Seen, error)
	Assign(ctx context.Context, form act.Form, cases []ids.Case, officer ids.User, unit ids.Unit, reason string) error
}

// A Door confirms each row before it is shown.
type Door interface {
	Sees(who act.Actor, files ...access.File) []bool
	Scope(who act.Actor) access.Scope
}

// Pages is what the pages are made of.
type Pages struct {
	Queries  Queries
	Measures Measures
	Book     Book
	Assigner Assigner
	Alerts   Alerts
	Door     Door
	Log      *slog.Logger
	Alive    func(context.Context) error // the database answers
	// Waiting are acts that wait to be sealed or for what follows from them, and since when; nil: nobody asks.
	Waiting func(context.Context) (int, time.Time, error)
	// Border is what the board has decided about its branches, in words.
	Border func(context.Context) (string, error)
	Alarms func() (int, time.Time) // policies that have failed since the program started, and when the last did
	// Told is what else a manager is to look at today, each with the page where it is done.
	Told func(ctx context.Context, who act.Actor, now time.Time) ([]ToldRow, error)
	// Others are figures of other areas for a manager or the director, each with
	// its own list.
	Others []func(ctx context.Context, who act.Actor) (webkit.Figure, error)

	// Above are the providers that type more of their visits than the board accepts; nil: nobody asks.
	Above func(ctx context.Context) ([]webkit.Fact, error)
	// Waste are the controls of waste in welfare, for the last whole month. Both are as
	// they were counted with the page's other figures.
	Waste func(ctx context.Context) ([]webkit.Fact, error)

	kit *webkit.Templates
}

// Routes is the desk's part of the access list.
func (p Pages) Routes() []webkit.Route {
	p.kit = webkit.MustParse(files)
	return []webkit.Route{
		{Pattern: "GET /min-dag", Action: "desk.day", List: "min dag", Handle: p.getDay},
		{Pattern: "POST /min-dag/kvittera/{nr}", Action: "intake.receipt_alert", Handle: p.postReceipt},
		{Pattern: "GET /enhet", Action: "desk.unit", List: "enhetens dag", Handle: p.getUnit},
		{Pattern: "GET /enhet/lista/{siffra}", Action: "desk.unit", List: "enhetens lista", Handle: p.getUnitList},
		{Pattern: "GET /enhet/fordela", Action: "desk.assign", List: "fördelningen av ärenden", Handle: p.getAssign},
		{Pattern: "POST /enhet/fordela", Action: "desk.assign", Handle: p.postAssign},
		{Pattern: "POST /enhet/rakna-om", Action: "desk.unit", Handle: p.postRecount},
		{Pattern: "GET /kvalitet", Action: "desk.quality", Handle: p.getQuality},
		{Pattern: "GET /kvalitet/egenkontroll", Action: "desk.quality", Handle: p.getSelfCheck},
		{Pattern: "POST /kvalitet/rakna-om", Action: "desk.quality", Handle: p.postRecount},
		{Pattern: "GET /kvalitet/{punkt}", Action: "desk.quality", List: "kontrollpunkten", Handle: p.getPoint(qualityRoot)},
		{Pattern: "GET /kvalitet/{punkt}/{del}", Action: "desk.quality", List: "kvalitetens lista", Handle: p.getPart(qualityRoot)},
		{Pattern: "GET /granskning", Action: "desk.review", Handle: p.getReview},
		{Pattern: "GET /granskning/{punkt}", Action: "desk.review", Handle: p.getPoint(reviewRoot)},
		{Pattern: "GET /granskning/{punkt}/{del}", Action: "desk.review", Handle: p.getPart(reviewRoot)},
		{Pattern: "GET /profil", Action: "desk.profile", Handle: p.getProfile},
		{Pattern: "GET /hjalp", Action: webkit.Open, Handle: p.getHelp},
		{Pattern: "GET /driftlage", Action: webkit.Open, Handle: p.getOperation},
	}
}

// Kit parses the pages, for the test that checks their types.
func Kit() *webkit.Templates { return webkit.MustParse(files) }

func show(w http.ResponseWriter, r *http.Request, p Pages, name string, page webkit.Paged) error {
	return webkit.Show(w, r, p.kit, http.StatusOK, name, page)
}

// confirmed leaves out rows that the door refuses. SQL has narrowed the list to
// what the policies let through, so one that falls here means that the two
// disagree: the page says so and the alarm is raised.
func (p Pages) confirmed(r *http.Request, rows []desk.Row) (shown []desk.Row, hidden int) {
	files := make([]access.File, len(rows))
	for i := range rows {
		files[i] = rows[i].Case.File()
	}
	sees := p.Door.Sees(webkit.Actor(r), files...)
	shown = make([]desk.Row, 0, len(rows))
	for i := range rows {
		if sees[i] {
			shown = append(shown, rows[i])
			continue
		}
		hidden++
		p.Log.Error("a row was selected that access refuses", "case", rows[i].Case.ID.String())
	}
	return shown, hidden
}

// hiddenWords says that rows could not be shown.
func hiddenWords(n int) string {
	if n == 0 {
		return ""
	}
	return webkit.Count(n, "rad kunde inte visas", "rader kunde inte visas") + ". Fråga mottagningen."
}

// number is a case's, which tells who it is about to one who knows it.
func number(r *http.Request, c desk.Case) string {
	webkit.Shown(r.Context(), c.Person)
	return c.Number
}

// person is how a list names someone: initials and age, or that the person is
// protected.
func person(r *http.Request, c desk.Case) string {
	webkit.Shown(r.Context(), c.Person)
	name := c.Initials
	if c.Secrecy.Protected() {
		name = "Skyddad person"
	}
	if years, known := c.Age(webkit.Today(r)); known {
		return fmt.Sprintf("%s, %d\u00a0år", name, years)
	}
	return name
}

func caseAddress(c desk.Case) string { return "/arende/" + c.Number }

// address is where a row is worked with: the case, or the order on the
// provider's side, who never opens the case.
func address(row desk.Row) string {
	if !row.Order.IsZero() {
		return "/utforare/uppdrag/" + row.Order.String()
	}
	return caseAddress(row.Case)
}

// frist draws a row's frist with its ground in words.
func (p Pages) frist(row desk.Row, r *http.Request) webkit.Frist {
	f := webkit.FristOf(row.Obligation, webkit.Now(r))
	f.Ground, f.Why = p.Book.Cited(&row.Obligation), webkit.WhyPath(address(row), row.Obligation)
	return f
}

// ground is the line under what is to be done: the law or target, others that
// wait for the same, and what meets them.
func (p Pages) ground(o *duty.Obligation, also ...string) string {
	var parts []string
	if p.Book.Local(o.Rule) {
		parts = append(parts, "Lokalt mål")
	}
	if cited := p.Book.Cited(o); cited != "" {
		parts = append(parts, cited)
	}
	for _, other := range also {
		if other != "" && !slices.Contains(parts, other) {
			parts = append(parts, other)
		}
	}
	if requires := p.Book.Requires(o); requires != "" {
		parts = append(parts, "krävs: "+requires)
	}
	return strings.Join(parts, " · ")
}

// rowsAsList shows obligations as a list, the case first.
func (p Pages) rowsAsList(r *http.Request, caption string, rows []desk.Row, of int) webkit.Listing {
	list := webkit.Listing{
		Caption: caption,
		Columns: []webkit.Column{{Words: "Ärende"}, {Words: "Person"}, {Words: "Vad"}, {Words: "Frist"}, {Words: "Handläggare"}},
		Paging:  webkit.NewPaging(r.URL, of),
		Empty:   emptyList(),
	}
	for _, row := range rows {
		f := p.frist(row, r)
		officer := row.Case.Name
		if officer == "" {
			officer = "ofördelat"
		}
		list.Rows = append(list.Rows, webkit.ListRow{Path: address(row), Words: row.Case.Number, Cells: []webkit.Cell{
			{Name: "Person", Words: person(r, row.Case)},
			{Name: "Vad", Words: p.Book.Title(row.Rule), Sub: p.Book.Cited(&row.Obligation)},
			{Name: "Frist", Badge: &f.Badge, Link: webkit.WhyLink(address(row), row.Obligation), Sub: strings.TrimSpace(f.Before + " " + f.DayWords())},
			{Name: "Handläggare", Words: officer, Sub: row.Case.UnitName},
		}})
	}
	return list
}
