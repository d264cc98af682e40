package contractweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/contracts"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/webkit"
)

// ProviderRegister lists providers, those approved on a day and all.
type ProviderRegister interface {
	Providers(ctx context.Context, day civil.Date) ([]org.Provider, error)
	EveryProvider(ctx context.Context) ([]org.Provider, error)
}

// ProviderPages serves the register of providers and the agreed shares:
// /ekonomi/utforare and /ekonomi/andelar.
type ProviderPages struct {
	Providers *engine.Stream[org.Provider]
	Shares    *engine.Stream[contracts.AgreedShares]
	Register  ProviderRegister
	Running   func(ctx context.Context) (map[ids.Provider]int, error) // orders that are not ended
	May       func(who act.Actor, action string) bool
	Services  func() []webkit.Option // kinds of service

	kit *webkit.Templates
}

const (
	providersRoot = "/ekonomi/utforare"
	sharesRoot    = "/ekonomi/andelar"
)

// Routes is the pages' part of the access list.
func (p ProviderPages) Routes() []webkit.Route {
	p.kit = Templates()
	return []webkit.Route{
		{Pattern: "GET " + providersRoot, Action: "provider.list", Handle: p.getRegister},
		{Pattern: "POST " + providersRoot, Action: "provider.approve", Handle: p.postProvider},
		{Pattern: "GET " + providersRoot + "/{utforare}", Action: "provider.list", Handle: p.getProvider},
		{Pattern: "POST " + providersRoot + "/{utforare}/villkor", Action: "provider.set_terms", Handle: p.postTerms},
		{Pattern: "POST " + providersRoot + "/{utforare}/slutar", Action: "provider.end", Handle: p.postEnd},
		{Pattern: "GET " + sharesRoot, Action: "shares.list", Handle: p.getShares},
		{Pattern: "POST " + sharesRoot, Action: "shares.agree", Handle: p.postShares},
	}
}

// RegisterPage is /ekonomi/utforare.
type RegisterPage struct {
	webkit.Page
	List                    webkit.Listing
	Form                    webkit.FormHead
	Name, Number, Own, From webkit.Field
	Services                webkit.Field
	MayApprove              bool
	Links                   []webkit.Link // to the registers beside
}

func form(p org.Provider) string {
	if p.Own {
		return "egen regi"
	}
	return "privat"
}

func (p ProviderPages) getRegister(w http.ResponseWriter, r *http.Request) error {
	page, err := p.registerPage(r, webkit.Typed{}, webkit.NewForm(r, 0, ""))
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "utforarregister.html", page)
}

func (p ProviderPages) registerPage(r *http.Request, typed webkit.Typed, head webkit.FormHead) (*RegisterPage, error) {
	ctx, today := r.Context(), webkit.Today(r)
	all, err := p.Register.EveryProvider(ctx)
	if err != nil {
		return nil, err
	}
	running, err := p.Running(ctx)
	if err != nil {
		return nil, err
	}
	shares, _, err := p.Shares.Load(ctx, contracts.SharesID())
	if err != nil {
		return nil, err
	}
	now, _ := shares.On(today)
	paging := webkit.NewPaging(r.URL, len(all))
	page := &RegisterPage{
		Page: webkit.Page{
			Title: "Utförare", Sentence: "Den som får välja väljer bland de utförare som är godkända för insatsen. Den som inte väljer får den utförare som gäller utan val (LOV 9 kap. 2 §).",
			Back: webkit.Leads(r, webkit.Link{Path: "/ekonomi/avtal", Words: "Avtal och priser"}),
		},
		List: webkit.Listing{
			Caption: "Register över utförare", Paging: paging, Empty: webkit.Empty{Sentence: "Ingen utförare är godkänd än. Lägg upp den första här under."},
			Columns: []webkit.Column{{Words: "Utförare"}, {Words: "Form och grund"}, {Words: "Tid"}, {Words: "Insatser"}, {Words: "Andel", Number: true}, {Words: "Uppdrag", Number: true}},
		},
		Form:       head,
		Name:       typed.Field(webkit.Field{Name: "name", Label: "Namn", Required: true}),
		Number:     typed.Field(webkit.Field{Name: "number", Label: "Organisationsnummer", Size: "medel"}),
		Own:        typed.Field(webkit.Field{Name: "own", Label: "Form", Options: webkit.Options("ja", "Egen regi", "nej", "Privat"), Required: true}),
		From:       typed.Field(webkit.Field{Name: "from", Label: "Godkänd från", Required: true}),
		Services:   typed.Field(webkit.Field{Name: "services", Label: "Insatser", Options: p.Services(), Required: true}),
		MayApprove: p.May(webkit.Actor(r), "provider.approve"),
		Links: webkit.LeadsTo(r, webkit.Link{Path: sharesRoot, Words: "Överenskomna andelar"}, webkit.Link{Path: "/ekonomi/boendeplatser", Words: "Platssituationen"},
			webkit.Link{Path: "/familjehem", Words: "Familjehem"}, webkit.Link{Path: "/foraldragrupper", Words: "Föräldragrupper"}),
	}
	names := map[string]string{}
	for _, o := range p.Services() {
		names[o.Value] = o.Words
	}
	for _, one := range all[min(paging.Offset(), len(all)):min(paging.Offset()+webkit.PageSize, len(all))] {
		page.List.Rows = append(page.List.Rows, webkit.ListRow{Path: providersRoot + "/" + one.ID.String(), Words: one.Name, Cells: []webkit.Cell{
			{Name: "Form och grund", Words: basis(one), Sub: nonChoice(one)},
			{Name: "Tid", Words: span(one, today), Sub: extension(one, today)},
			{Name: "Insatser", Words: webkit.Count(len(one.Services), "insats", "insatser"), Sub: strings.Join(one.Terms.Areas, ", ")},
			{Name: "Andel", Words: shareWords(now, one.ID), Number: true},
			{Name: "Uppdrag", Words: orders(running[one.ID], one.Terms.Capacity), Number: true},
		}})
	}
	return page, nil
}

func basis(p org.Provider) string {
	if p.Terms.Basis == "" {
		return form(p) + ", grund saknas"
	}
	return form(p) + ", " + p.Terms.Basis.Words()
}

func nonChoice(p org.Provider) string {
	if p.NonChoice() {
		return "gäller utan val"
	}
	return ""
}

func span(p org.Provider, today civil.Date) string {
	from, until := p.From, p.Until
	if p.Terms.Basis != "" {
		from = p.Terms.From
		if until.IsZero() {
			until = p.Terms.Until
		}
	}
	switch {
	case !p.Until.IsZero():
		return "slutar " + webkit.PlainDay(p.Until, today)
	case until.IsZero():
		return "från " + webkit.PlainDay(from, today)
	}
	return webkit.PlainDay(from, today) + "–" + webkit.PlainDay(until, today)
}

func extension(p org.Provider, today civil.Date) string {
	if p.Terms.Extended.IsZero() {
		return ""
	}
	return "kan förlängas till " + webkit.PlainDay(p.Terms.Extended, today)
}

func shareWords(d contracts.Division, id ids.Provider) string {
	if n := d.Of(id); n > 0 {
		return contracts.Part{Tenths: n}.Percent() + " %"
	}
	return "–"
}

func orders(running, capacity int) string {
	if capacity == 0 {
		return webkit.Thousands(running)
	}
	return webkit.Thousands(running) + " av " + webkit.Thousands(capacity)
}

func (p ProviderPages) postProvider(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	cmd := org.ApproveProvider{
		Name: in.Text("name"), OrgNumber: in.Text("number"), Own: in.MustWord("own", "ja", "nej") == "ja", From: in.Day("from"), Services: ticked(in, p.Services()),
	}
	err := in.Err()
	posted := webkit.Form(r)
	id := ids.Derive(posted.ID, "provider")
	if err == nil {
		_, err = p.Providers.Do(r.Context(), posted, id, cmd)
	}
	if err == nil {
		return webkit.Done(w, r, providersRoot+"/"+id.String())
	}
	page, failed := p.registerPage(r, in.Again(err), webkit.SameForm(r))
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "utforarregister.html", page, err)
}

// ProviderPage is /ekonomi/utforare/{utforare}.
type ProviderPage struct {
	webkit.Page
	Facts                          []webkit.Fact
	Path, OrdersPath               string
	TermsForm, EndForm             webkit.FormHead
	Basis, From, Until, Extended   webkit.Field
	Services, Areas, Room, Default webkit.Field
	Last                           webkit.Field
	MaySet, MayEnd                 bool
}

func (p ProviderPages) find(r *http.Request) (ids.Provider, org.Provider, int, error) {
	raw, err := ids.Parse(r.PathValue("utforare"))
	if err != nil {
		return ids.Provider{}, org.Provider{}, 0, fault.New(fault.NotFound, "provider.unknown")
	}
	found, version, err := p.Providers.Load(r.Context(), raw)
	if err == nil && found.From.IsZero() {
		err = fault.New(fault.NotFound, "provider.unknown")
	}
	return ids.Provider{ID: raw}, found, version, err
}

func (p ProviderPages) getProvider(w http.ResponseWriter, r *http.Request) error {
	page, err := p.providerPage(r, webkit.Typed{}, webkit.Typed{}, nil)
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "utforaren.html", page)
}

func (p ProviderPages) providerPage(r *http.Request, typed, ending webkit.Typed, again error) (*ProviderPage, error) {
	id, one, version, err := p.find(r)
	if err != nil {
		return nil, err
	}
	ctx, today := r.Context(), webkit.Today(r)
	running, err := p.Running(ctx)
	if err != nil {
		return nil, err
	}
	shares, _, err := p.Shares.Load(ctx, contracts.SharesID())
	if err != nil {
		return nil, err
	}
	now, _ := shares.On(today)
	t := one.Terms
	capacity := ""
	if t.Capacity > 0 {
		capacity = strconv.Itoa(t.Capacity)
	}
	services := p.Services()
	for i := range services {
		services[i].Chosen = one.Takes(services[i].Value)
	}
	bases := webkit.Options(string(org.ByChoice), "LOV", string(org.ByProcurement), "LOU", string(org.ByAgreement), "Överenskommelse med egen regi")
	for i := range bases {
		bases[i].Chosen = bases[i].Value == string(t.Basis)
	}
	from := t.From
	if from.IsZero() {
		from = one.From
	}
	day := func(d civil.Date) string {
		if d.IsZero() {
			return ""
		}
		return d.String()
	}
	page := &ProviderPage{
		Page: webkit.Page{Title: one.Name, Small: basis(one), Back: &webkit.Link{Path: providersRoot, Words: "Utförare"}, Sentence: webkit.Count(running[id], "uppdrag pågår.", "uppdrag pågår.")},
		Path: providersRoot + "/" + id.String(), OrdersPath: "/utforare-som-slutar/" + id.String(),
		TermsForm: webkit.NewForm(r, version, ""), EndForm: webkit.NewForm(r, version, ""),
		Basis:    typed.Field(webkit.Field{Name: "basis", Label: "Rättslig grund", Options: bases, Required: true}),
		From:     typed.Field(webkit.Field{Name: "from", Label: "Gäller från", Value: day(from), Required: true}),
		Until:    typed.Field(webkit.Field{Name: "until", Label: "Avtalets sista dag", Help: "Lämna tomt om avtalet gäller tills vidare.", Value: day(t.Until)}),
		Extended: typed.Field(webkit.Field{Name: "extended", Label: "Kan förlängas till", Help: "Sista dagen på förlängningsåret. Lämna tomt om avtalet inte kan förlängas.", Value: day(t.Extended)}),
		Services: typed.Field(webkit.Field{Name: "services", Label: "Insatser", Options: services, Required: true}),
		Areas:    typed.Field(webkit.Field{Name: "areas", Label: "Områden", Help: "Med komma emellan, till exempel Norr, Centrum. Lämna tomt om utföraren finns i hela kommunen.", Value: strings.Join(t.Areas, ", ")}),
		Room:     typed.Field(webkit.Field{Name: "capacity", Label: "Tak för antal uppdrag", Help: "Så många uppdrag som utföraren har åtagit sig samtidigt. Lämna tomt om inget tak är avtalat.", Value: capacity, Size: "kort"}),
		Default:  typed.Field(webkit.Field{Name: "default", Label: "Utan val", Options: []webkit.Option{{Value: "ja", Words: "Den som inte väljer får den här utföraren (LOV 9 kap. 2 §)", Chosen: one.NonChoice()}}}),
		Last:     ending.Field(webkit.Field{Name: "until", ID: "slut-until", Label: "Utförarens sista dag", Value: day(one.Until), Required: true}),
		MaySet:   p.May(webkit.Actor(r), "provider.set_terms"), MayEnd: p.May(webkit.Actor(r), "provider.end"),
	}
	if again != nil {
		page.TermsForm, page.EndForm = webkit.FormAfter(r, again, version), webkit.FormAfter(r, again, version)
	}
	if !p.May(webkit.Actor(r), "order.leaving") {
		page.OrdersPath = ""
	}
	page.Facts = []webkit.Fact{
		{Label: "Form", Value: form(one)},
		{Label: "Rättslig grund", Value: orMissing(t.Basis.Words())},
		{Label: "Tid", Value: span(one, today)},
		{Label: "Andel", Value: shareWords(now, id)},
		{Label: "Uppdrag", Value: orders(running[id], t.Capacity)},
	}
	if says := extension(one, today); says != "" {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Förlängning", Value: says})
	}
	if len(t.Areas) > 0 {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Områden", Value: strings.Join(t.Areas, ", ")})
	}
	if one.NonChoice() {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Utan val", Value: "Den som inte väljer får den här utföraren."})
	}
	if !one.Until.IsZero() {
		page.Strong = "Slutar " + webkit.PlainDay(one.Until, today) + "."
	}
	return page, nil
}

func orMissing(text string) string {
	if text == "" {
		return "saknas"
	}
	return text
}

func (p ProviderPages) postTerms(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	cmd := org.SetProviderTerms{Terms: org.ProviderTerms{
		Basis: org.LegalBasis(in.Text("basis")), From: in.Day("from"), Until: in.Day("until"), Extended: in.Day("extended"),
		Services: ticked(in, p.Services()), Areas: areas(in.Text("areas")), Capacity: in.Number("capacity"), NonChoice: in.Has("default"),
	}}
	return p.act(w, r, in, cmd, false)
}

func areas(text string) []string {
	var all []string
	for _, a := range strings.Split(text, ",") {
		if a = strings.TrimSpace(a); a != "" && !slices.Contains(all, a) {
			all = append(all, a)
		}
	}
	return all
}

func (p ProviderPages) postEnd(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	return p.act(w, r, in, org.EndProvider{Until: in.Day("until")}, true)
}

func (p ProviderPages) act(w http.ResponseWriter, r *http.Request, in *webkit.Input, cmd engine.Command[org.Provider], ending bool) error {
	id, _, _, err := p.find(r)
	if err != nil {
		return err
	}
	if err = in.Err(); err == nil {
		_, err = p.Providers.Do(r.Context(), webkit.Form(r), id.ID, cmd)
	}
	if err == nil {
		return webkit.Done(w, r, providersRoot+"/"+id.String())
	}
	again, other := in.Again(err), webkit.Typed{}
	if ending {
		again, other = other, again
	}
	page, failed := p.providerPage(r, again, other, err)
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "utforaren.html", page, err)
}
