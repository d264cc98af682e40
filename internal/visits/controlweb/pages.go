// Package controlweb is where the board's level of manual registrations is set, and
// where visits are drawn and looked at: /kvalitet/registreringar.
package controlweb

import (
	"context"
	"embed"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/visits/control"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Templates returns the parsed pages, also for the test that checks their types.
func Templates() *webkit.Templates { return webkit.MustParse(files) }

// Register lists spot checks and reads visits.
type Register interface {
	CountChecks(ctx context.Context) (int, error)
	Checks(ctx context.Context, offset, limit int) ([]control.DrawnCheck, error)
	Visit(ctx context.Context, id ids.Visit) (visits.Line, bool, error)
}

// A Share is how much a provider typed in a month, in words.
type Share struct {
	Month, Provider, Share, Change, Stands string
	Above, Whole                           bool // over the level; all providers together
}

// Others is what the pages ask of other areas. cmd wires it.
type Others struct {
	// Shares is the manual share of each provider and month of the days.
	Shares func(ctx context.Context, from, to civil.Date) ([]Share, error)
	// Draw draws visits of a month by a seed.
	Draw func(ctx context.Context, month civil.Date, size int, seed []byte) ([]control.Quota, []control.Pick, error)
	// Case is the number of the case that a visit belongs to; empty when one may not open it.
	Case func(ctx context.Context, who act.Actor, of visits.Line) (string, error)
	// Numbers are the numbers of cases: the controller sees them, and no names.
	Numbers   func(ctx context.Context, cases ...ids.Case) (map[ids.Case]string, error)
	Providers func(ctx context.Context) (map[ids.Provider]string, error)
	// Counted are the indicators as a job last counted them, and when; none: they are
	// being counted.
	Counted func(ctx context.Context) ([]EffectMonth, time.Time, error)
	Staff   func(ctx context.Context, users ...ids.User) (map[ids.User]string, error)
	May     func(who act.Actor, action string) bool
}

// Pages serves the pages of one board.
type Pages struct {
	Levels     *engine.Stream[control.Levels]
	Tolerances *engine.Stream[control.Levels]
	Checks     *engine.Stream[control.SpotCheck]
	Risks      *engine.Stream[control.RiskAnalysis]
	Register   Register
	Ledger     Ledger
	Others     Others

	kit *webkit.Templates
}

// Root is the address of the first page.
const Root = "/kvalitet/registreringar"

// Routes is the pages' part of the access list.
func (p Pages) Routes() []webkit.Route {
	p.kit = Templates()
	return []webkit.Route{
		{Pattern: "GET " + Root, Action: "spot_check.list", Handle: p.getList},
		{Pattern: "POST " + Root + "/niva", Action: "manual_level.set", Handle: p.postLevel},
		{Pattern: "GET " + Tolerance, Action: "ledger.list", Handle: p.getTolerance},
		{Pattern: "POST " + Tolerance, Action: "tolerance.set", Handle: p.postTolerance},
		{Pattern: "GET " + EffectsRoot, Action: "ledger.list", Handle: p.getEffects},
		{Pattern: "GET " + EffectsRoot + "/prognos", Action: "ledger.list", Handle: p.getForecasts},
		{Pattern: "GET " + EffectsRoot + "/rattelser", Action: "ledger.list", List: "rättade besök", Handle: p.getCorrections},
		{Pattern: "GET " + EffectsRoot + "/taket", Action: "ledger.list", List: "personer vid taket för beviljad tid", Handle: p.getCeiling},
		{Pattern: "POST " + EffectsRoot + "/riskanalys", Action: "payment_risk.analyse", Handle: p.postAnalysis},
		{Pattern: "POST " + EffectsRoot + "/nackdel", Action: "payment_risk.name", Handle: p.postDrawback},
		{Pattern: "POST " + Root + "/stickprov", Action: "spot_check.draw", Handle: p.postDraw},
		{Pattern: "GET " + Root + "/stickprov/{id}", Action: "spot_check.list", List: "stickprov av besök", Handle: p.getCheck},
		{Pattern: "GET " + Root + "/stickprov/{id}/{nr}", Action: "spot_check.list", List: "stickprov av besök", Handle: p.getVisit},
		{Pattern: "POST " + Root + "/stickprov/{id}/{nr}", Action: "spot_check.check", List: "stickprov av besök", Handle: p.postVisit},
	}
}

// ListPage is /kvalitet/registreringar.
type ListPage struct {
	webkit.Page
	Shares, Checks webkit.Listing
	Level          []webkit.Fact
	Set            *LevelForm // nil: one may not
	Draw           *DrawForm
	ChecksPath     string
	Reports        []webkit.Link
}

// A LevelForm asks for what the board decided.
type LevelForm struct {
	Head                       webkit.FormHead
	Path, Summary, Button      string
	Percent, From, By, On, Ref webkit.Field
}

// levelForm asks for a level; its name and what it is a share of stand in the first field.
func levelForm(typed webkit.Typed, head webkit.FormHead, path, label, help string) *LevelForm {
	return &LevelForm{
		Head: head, Path: path,
		Percent: typed.Field(webkit.Field{Name: "percent", Label: label, Help: help, Unit: "%", Size: "kort", Required: true}),
		From:    typed.Field(webkit.Field{Name: "from", Label: "Gäller från", Required: true}),
		By:      typed.Field(webkit.Field{Name: "by", Label: "Vem beslutade?", Size: "medel", Required: true}),
		On:      typed.Field(webkit.Field{Name: "on", Label: "Beslutsdag", Required: true}),
		Ref:     typed.Field(webkit.Field{Name: "ref", Label: "Var finns beslutet?", Help: "Till exempel SN 2026/12 § 31", Size: "medel", Required: true}),
	}
}

// levelFacts are the levels by the day they hold from.
func levelFacts(name string, levels control.Levels, today civil.Date) []webkit.Fact {
	var all []webkit.Fact
	for _, l := range levels.All {
		all = append(all, webkit.Fact{Label: name + " från " + webkit.PlainDay(l.From, today), Value: strconv.Itoa(l.Percent) + "\u00a0%", Origin: l.By + " " + webkit.PlainDay(l.On, today) + ", " + l.Ref})
	}
	return all
}

// levelOf is what was typed in a level's form.
func levelOf(in *webkit.Input) control.Level {
	percent, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(in.Text("percent")), "%"))
	return control.Level{Percent: percent, From: in.Day("from"), By: strings.TrimSpace(in.Text("by")), On: in.Day("on"), Ref: strings.TrimSpace(in.Text("ref"))}
}

// A DrawForm asks what to draw.
type DrawForm struct {
	Head        webkit.FormHead
	Month, Size webkit.Field
}

func (p Pages) getList(w http.ResponseWriter, r *http.Request) error {
	page, err := p.listPage(r, webkit.Typed{}, webkit.NewForm(r, 0, ""))
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "registreringar.html", page)
}

// monthsShown is how many months the table shows.
const monthsShown = 2

func (p Pages) listPage(r *http.Request, typed webkit.Typed, head webkit.FormHead) (*ListPage, error) {
	ctx, today, who := r.Context(), webkit.Today(r), webkit.Actor(r)
	page := &ListPage{
		Page:       webkit.Page{Title: "Manuella registreringar", Back: webkit.Leads(r, webkit.Link{Path: "/kvalitet", Words: "Kvalitet"})},
		ChecksPath: Root + "/stickprov",
		Reports: webkit.LeadsTo(r, webkit.Link{Path: "/rapporter/manuella-registreringar", Words: "Månad för månad"}, webkit.Link{Path: "/rapporter/manuella-orsaker", Words: "Orsaker"},
			webkit.Link{Path: "/rapporter/registreringsslag", Words: "Alla slag"}, webkit.Link{Path: "/rapporter/personer-med-manuell-tid", Words: "Personer med mest manuell tid"}),
	}
	levels, _, err := p.Levels.Load(ctx, control.LevelID())
	if err != nil {
		return nil, err
	}
	if err := p.shares(r, page); err != nil {
		return nil, err
	}
	page.Level = levelFacts("Nivå", levels, today)
	if err := p.checks(r, page); err != nil {
		return nil, err
	}
	if p.Others.May(who, "manual_level.set") {
		page.Set = levelForm(typed, head, Root+"/niva", "Högsta andel manuella besök", "Nattpatrull och andra anslagsfinansierade insatser räknas inte.")
		page.Set.Summary, page.Set.Button = "Ny nivå", "Spara nivån"
	}
	if p.Others.May(who, "spot_check.draw") {
		page.Draw = &DrawForm{
			Head:  head,
			Month: typed.Field(webkit.Field{Name: "month", Label: "Månad", Value: today.MonthStart().AddDays(-1).String()[:7], Size: "kort", Required: true}),
			Size:  typed.Field(webkit.Field{Name: "size", Label: "Antal besök", Value: "30", Size: "kort", Required: true}),
		}
	}
	return page, nil
}

// shares is the latest months that have ended, with who is above the level.
func (p Pages) shares(r *http.Request, page *ListPage) error {
	last := webkit.Today(r).MonthStart().AddDays(-1)
	shares, err := p.Others.Shares(r.Context(), last.MonthStart().AddMonths(1-monthsShown), last)
	if err != nil {
		return err
	}
	page.Shares = webkit.Listing{
		Caption: "De två senaste hela månaderna", Empty: webkit.Empty{Sentence: "Inga besök är registrerade de två senaste månaderna."},
		Columns: []webkit.Column{{Words: "Utförare"}, {Words: "Månad"}, {Words: "Andel manuella", Number: true}, {Words: "Förändring", Number: true}, {Words: "Läge"}},
		Paging:  webkit.Paging{From: min(1, len(shares)), To: len(shares), Of: len(shares)},
	}
	above, month := 0, last.String()[:7]
	var whole *Share
	for i, s := range shares {
		badge := &webkit.Badge{Lage: webkit.Oklar, Words: s.Stands}
		switch {
		case s.Above:
			badge.Lage = webkit.Idag
		case s.Stands != "" && s.Stands != control.NoLevel:
			badge.Lage = webkit.Klar
		}
		if s.Month == month && s.Whole {
			whole = &shares[i]
		} else if s.Month == month && s.Above {
			above++
		}
		page.Shares.Rows = append(page.Shares.Rows, webkit.ListRow{Words: s.Provider, Cells: []webkit.Cell{
			{Name: "Månad", Words: s.Month}, {Name: "Andel manuella", Words: s.Share, Number: true}, {Name: "Förändring", Words: s.Change, Number: true}, {Name: "Läge", Badge: badge},
		}})
	}
	switch {
	case whole == nil:
		page.Strong = "Inga besök är registrerade i " + month + "."
	default:
		page.Strong = webkit.Count(above, "utförare ligger", "utförare ligger") + " över nivån."
		page.Sentence = "I " + month + " var " + whole.Share + " av besöken manuellt registrerade. Nattpatrull och andra anslagsfinansierade insatser räknas inte."
	}
	return nil
}

func (p Pages) checks(r *http.Request, page *ListPage) error {
	n, err := p.Register.CountChecks(r.Context())
	if err != nil {
		return err
	}
	paging := webkit.NewPaging(r.URL, n)
	found, err := p.Register.Checks(r.Context(), paging.Offset(), webkit.PageSize)
	if err != nil {
		return err
	}
	today := webkit.Today(r)
	page.Checks = webkit.Listing{
		Caption: "Stickprov", Paging: paging, Empty: webkit.Empty{Sentence: "Inget stickprov är draget än."},
		Columns: []webkit.Column{{Words: "Månad"}, {Words: "Draget"}, {Words: "Kontrollerade", Number: true}, {Words: "Stämmer inte", Number: true}},
	}
	for _, c := range found {
		page.Checks.Rows = append(page.Checks.Rows, webkit.ListRow{Path: Root + "/stickprov/" + c.ID.String(), Words: c.Month.String()[:7], Cells: []webkit.Cell{
			{Name: "Draget", Words: webkit.PlainDay(c.Day, today)},
			{Name: "Kontrollerade", Words: strconv.Itoa(c.Checked) + " av " + strconv.Itoa(c.Visits), Number: true},
			{Name: "Stämmer inte", Words: strconv.Itoa(c.Disagree), Number: true},
		}})
	}
	return nil
}

func (p Pages) postLevel(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	cmd := control.SetLevel{Level: levelOf(in)}
	err := in.Err()
	if err == nil {
		_, err = p.Levels.Do(r.Context(), webkit.Form(r), control.LevelID(), cmd)
	}
	if err == nil {
		return webkit.Done(w, r, Root)
	}
	return p.redo(w, r, in.Again(err), err)
}

func (p Pages) postDraw(w http.ResponseWriter, r *http.Request) error {
	in, form := webkit.Posted(r), webkit.Form(r)
	size, _ := strconv.Atoi(strings.TrimSpace(in.Text("size")))
	month, _ := civil.Parse(strings.TrimSpace(in.Text("month")) + "-01")
	// The id of the act was random when the form was shown, and nobody chose it.
	id := ids.Derive(form.ID, "spot check")
	cmd := control.DrawSpotCheck{Size: size, Draw: control.Draw{Month: month, Seed: hex.EncodeToString(id[8:])}}
	err := in.Err()
	if err == nil && size <= control.LargestDraw && control.MonthEnded(month, webkit.Today(r)) {
		cmd.Draw.Quotas, cmd.Draw.Picks, err = p.Others.Draw(r.Context(), month, size, id[8:])
	}
	if err == nil {
		_, err = p.Checks.Do(r.Context(), form, id, cmd)
	}
	if err == nil {
		return webkit.Done(w, r, Root+"/stickprov/"+id.String())
	}
	return p.redo(w, r, in.Again(err), err)
}

func (p Pages) redo(w http.ResponseWriter, r *http.Request, typed webkit.Typed, err error) error {
	page, failed := p.listPage(r, typed, webkit.SameForm(r))
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "registreringar.html", page, err)
}

func (p Pages) find(r *http.Request) (ids.ID, control.SpotCheck, int, error) {
	id, err := ids.Parse(r.PathValue("id"))
	if err != nil {
		return id, control.SpotCheck{}, 0, fault.New(fault.NotFound, "spot-check.unknown")
	}
	c, version, err := p.Checks.Load(r.Context(), id)
	if err == nil && !c.Exists() {
		err = fault.New(fault.NotFound, "spot-check.unknown")
	}
	return id, c, version, err
}
