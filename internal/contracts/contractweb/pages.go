// Package contractweb is where agreements are signed and their prices set:
// /ekonomi/avtal.
package contractweb

import (
	"context"
	"embed"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/contracts"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/invoices/einvoice"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Templates returns the parsed pages, also for the test that checks their types.
func Templates() *webkit.Templates { return webkit.MustParse(files) }

// Register lists agreements.
type Register interface {
	Count(ctx context.Context) (int, error)
	All(ctx context.Context, offset, limit int) ([]ids.ID, error)
}

// A Provider that an agreement may be with.
type Provider struct {
	ID   ids.Provider
	Name string
}

// Pages serves the pages of one board.
type Pages struct {
	Agreements *engine.Stream[contracts.Contract]
	Register   Register
	// Providers lists those that are approved on a day.
	Providers func(ctx context.Context, day civil.Date) ([]Provider, error)
	Services  func() []webkit.Option // kinds of service

	kit *webkit.Templates
}

const root = "/ekonomi/avtal"

// Routes is the pages' part of the access list.
func (p Pages) Routes() []webkit.Route {
	p.kit = Templates()
	return []webkit.Route{
		{Pattern: "GET " + root, Action: "agreement.list", Handle: p.getList},
		{Pattern: "POST " + root, Action: "agreement.sign", Handle: p.postAgreement},
		{Pattern: "GET " + root + "/{id}", Action: "agreement.list", Handle: p.getOne},
		{Pattern: "POST " + root + "/{id}/pris", Action: "agreement.set_price", Handle: p.postPrice},
		{Pattern: "POST " + root + "/{id}/slut", Action: "agreement.end", Handle: p.postEnd},
	}
}

// ListPage is /ekonomi/avtal.
type ListPage struct {
	webkit.Page
	List                          webkit.Listing
	Register                      *webkit.Link
	Form                          webkit.FormHead
	Provider, Number, From, Price webkit.Field
	Model, Services               webkit.Field
	Ceiling, Sharing              webkit.Field
	Areas                         []AreaRow
}

// An AreaRow takes one area with a price of its own: its name and postal codes.
type AreaRow struct{ Name, Codes webkit.Field }

// areaRows is how many areas an agreement's form has room for.
const areaRows = 4

func (p Pages) getList(w http.ResponseWriter, r *http.Request) error {
	page, err := p.listPage(r, webkit.Typed{}, webkit.NewForm(r, 0, ""))
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "avtal.html", page)
}

func (p Pages) listPage(r *http.Request, typed webkit.Typed, head webkit.FormHead) (*ListPage, error) {
	ctx, today := r.Context(), webkit.Today(r)
	n, err := p.Register.Count(ctx)
	if err != nil {
		return nil, err
	}
	paging := webkit.NewPaging(r.URL, n)
	found, err := p.Register.All(ctx, paging.Offset(), webkit.PageSize)
	if err != nil {
		return nil, err
	}
	providers, err := p.Providers(ctx, today)
	if err != nil {
		return nil, err
	}
	names, options := map[ids.Provider]string{}, []webkit.Option{}
	for _, one := range providers {
		names[one.ID] = one.Name
		options = append(options, webkit.Option{Value: one.ID.String(), Words: one.Name})
	}
	page := &ListPage{
		Register: webkit.Leads(r, webkit.Link{Path: providersRoot, Words: "Utförare, andelar och boendeplatser"}),
		Page: webkit.Page{
			Title: "Avtal och priser", Back: webkit.Leads(r, webkit.Link{Path: "/ekonomi/fakturor", Words: "Fakturor"}),
			Sentence: "Varje besök får det pris som gällde den dagen, mellan 07 och 22. Besök på natten betalas med anslag.",
		},
		List: webkit.Listing{
			Caption: "Avtal", Paging: paging, Empty: webkit.Empty{Sentence: "Inget avtal är upplagt än. Utan avtal går ingen faktura att godkänna."},
			Columns: []webkit.Column{{Words: "Avtal"}, {Words: "Utförare"}, {Words: "Gäller från"}, {Words: "Pris i dag", Number: true}},
		},
		Form:     head,
		Provider: typed.Field(webkit.Field{Name: "provider", Label: "Utförare", Options: options, Required: true}),
		Number:   typed.Field(webkit.Field{Name: "number", Label: "Avtalets nummer", Help: "Så som det står på fakturorna.", Size: "medel", Required: true}),
		From:     typed.Field(webkit.Field{Name: "from", Label: "Gäller från", Required: true}),
		Price:    typed.Field(webkit.Field{Name: "price", Label: "Pris", Help: "För en timme, eller för ett besök. Till exempel 501 eller 501,50.", Unit: "kr", Size: "kort", Required: true}),
		Model:    typed.Field(webkit.Field{Name: "model", Label: "Vad avtalet betalar för", Options: models(), Value: string(contracts.ByDelivered), Required: true}),
		Services: typed.Field(webkit.Field{Name: "services", Label: "Insatser", Help: "Välj ingen om avtalet gäller allt utföraren gör.", Options: p.Services()}),
		Ceiling:  typed.Field(webkit.Field{Name: "ceiling", Label: "Tak", Help: "Så stor del av månadens beviljade tid som betalas högst. Lämna tomt om avtalet inte har något tak.", Unit: "procent", Size: "kort"}),
		Sharing: typed.Field(webkit.Field{Name: "sharing", Label: "Ett besök hos två som bor ihop", Help: "Hur tiden delas. Ingen minut betalas två gånger.", Value: string(contracts.SharedAlike), Options: webkit.Options(
			string(contracts.SharedAlike), contracts.SharedAlike.Words(), string(contracts.SharedByGranted), contracts.SharedByGranted.Words())}),
	}
	for n := range areaRows {
		page.Areas = append(page.Areas, AreaRow{
			Name:  typed.Field(webkit.Field{Name: webkit.Row("area", n), Label: "Område " + strconv.Itoa(n+1), Size: "medel"}),
			Codes: typed.Field(webkit.Field{Name: webkit.Row("codes", n), Label: "Postnummer i område " + strconv.Itoa(n+1), Size: "medel"}),
		})
	}
	for _, id := range found {
		a, _, err := p.Agreements.Load(ctx, id)
		if err != nil {
			return nil, err
		}
		price := webkit.Cell{Name: "Pris i dag", Words: "gäller inte i dag", Number: true}
		if now, ok := a.PriceOn(today); ok {
			price.Words = webkit.Kronor(now.Ore)
		}
		page.List.Rows = append(page.List.Rows, webkit.ListRow{Path: root + "/" + id.String(), Words: a.Number, Cells: []webkit.Cell{
			{Name: "Utförare", Words: named(names, a.Provider)}, {Name: "Gäller från", Words: webkit.PlainDay(a.From, today)}, price,
		}})
	}
	return page, nil
}

func models() []webkit.Option {
	var all []webkit.Option
	for _, m := range contracts.Models() {
		all = append(all, webkit.Option{Value: string(m), Words: m.Words()})
	}
	return all
}

// areasOf reads the rows of areas, and says of each what is wrong with it. Postal
// codes are written as they are on letters, with a comma between.
func areasOf(in *webkit.Input) []contracts.Area {
	var all []contracts.Area
	for n := range areaRows {
		name, codes := strings.TrimSpace(in.Text(webkit.Row("area", n))), in.Text(webkit.Row("codes", n))
		if name == "" && codes == "" {
			continue
		}
		area := contracts.Area{Name: name}
		for code := range strings.SplitSeq(codes, ",") {
			area.Codes = append(area.Codes, strings.Join(strings.Fields(code), ""))
		}
		switch {
		case name == "":
			in.Add(fault.Field(webkit.Row("area", n), "agreement.area-nameless"))
		case area.Faulty():
			in.Add(fault.Field(webkit.Row("codes", n), "agreement.areas-wrong"))
		}
		all = append(all, area)
	}
	return all
}

// number reads a whole number; empty is nought, and what is no number is below it.
func number(text string) int {
	if strings.TrimSpace(text) == "" {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		return -1
	}
	return n
}

// ticked are the kinds of service that were chosen.
func ticked(in *webkit.Input, services []webkit.Option) []string {
	var keys []string
	for _, o := range services {
		keys = append(keys, o.Value)
	}
	return in.Words("services", keys...)
}

// called are the names of kinds of service; the key of one that is in the catalogue no more.
func (p Pages) called(keys []string) string {
	words := slices.Clone(keys)
	for _, o := range p.Services() {
		if i := slices.Index(words, o.Value); i >= 0 {
			words[i] = o.Words
		}
	}
	return strings.Join(words, ", ")
}

func named(names map[ids.Provider]string, p ids.Provider) string {
	if name, ok := names[p]; ok {
		return name
	}
	return "En utförare som har slutat"
}

func (p Pages) postAgreement(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	cmd := contracts.SignAgreement{
		Terms: contracts.Terms{
			Provider: ids.Provider{ID: in.ID("provider")}, Number: strings.TrimSpace(in.Text("number")), From: in.Day("from"),
			Model: contracts.Model(in.Text("model")), Services: ticked(in, p.Services()), Ceiling: number(in.Text("ceiling")), Sharing: contracts.Sharing(in.Text("sharing")), Areas: areasOf(in),
		},
		Price: priceOf(in),
	}
	err := in.Err()
	form := webkit.Form(r)
	if err == nil {
		_, err = p.Agreements.Do(r.Context(), form, ids.Derive(form.ID, "agreement"), cmd)
	}
	if err == nil {
		return webkit.Done(w, r, root)
	}
	page, failed := p.listPage(r, in.Again(err), webkit.SameForm(r))
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "avtal.html", page, err)
}

// priceOf reads a price in kronor; what is no price is zero, and refused as one.
func priceOf(in *webkit.Input) int64 {
	n, _ := einvoice.ParseNumber(strings.Replace(strings.TrimSuffix(strings.ReplaceAll(in.Text("price"), " ", ""), "kr"), ",", ".", 1))
	ore, _ := n.Ore()
	return ore
}

// AgreementPage is /ekonomi/avtal/{id}.
type AgreementPage struct {
	webkit.Page
	Facts           []webkit.Fact
	Prices          webkit.Listing
	Path            string
	Form, EndForm   webkit.FormHead
	From, Price, On webkit.Field
	Begins, Ends    webkit.Field
	Area            *webkit.Field // nil: the agreement has no areas
}

func (p Pages) find(r *http.Request) (ids.ID, contracts.Contract, error) {
	id, err := ids.Parse(r.PathValue("id"))
	if err != nil {
		return id, contracts.Contract{}, fault.New(fault.NotFound, "agreement.unknown")
	}
	a, _, err := p.Agreements.Load(r.Context(), id)
	if err == nil && !a.Exists() {
		err = fault.New(fault.NotFound, "agreement.unknown")
	}
	return id, a, err
}

func (p Pages) getOne(w http.ResponseWriter, r *http.Request) error {
	page, err := p.onePage(r, webkit.Typed{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "avtalet.html", page)
}

func (p Pages) onePage(r *http.Request, typed webkit.Typed) (*AgreementPage, error) {
	id, a, err := p.find(r)
	if err != nil {
		return nil, err
	}
	today := webkit.Today(r)
	providers, err := p.Providers(r.Context(), today)
	if err != nil {
		return nil, err
	}
	names := map[ids.Provider]string{}
	for _, one := range providers {
		names[one.ID] = one.Name
	}
	page := &AgreementPage{
		Page: webkit.Page{Title: "Avtal " + a.Number, Small: named(names, a.Provider), Back: &webkit.Link{Path: root, Words: "Avtal och priser"}},
		Facts: []webkit.Fact{
			{Label: "Utförare", Value: named(names, a.Provider)},
			{Label: "Gäller från", Value: webkit.PlainDay(a.From, today)},
			{Label: "Betalar för", Value: a.Model.Words()},
		},
		Prices: webkit.Listing{
			Caption: "Priser för " + a.Model.Unit(), Columns: []webkit.Column{{Words: "Från"}, {Words: "Tid på dygnet"}, {Words: "Pris", Number: true}},
			Paging: webkit.Paging{From: min(1, len(a.Prices)), To: len(a.Prices), Of: len(a.Prices)},
		},
		Path: root + "/" + id.String(), Form: webkit.NewForm(r, 0, ""), EndForm: webkit.NewForm(r, 0, ""),
		From:   typed.Field(webkit.Field{Name: "from", Label: "Gäller från", Help: "Kan ligga bakåt i tiden. Fakturor som inte är godkända jämförs då med det nya priset.", Required: true}),
		Price:  typed.Field(webkit.Field{Name: "price", Label: "Pris för " + a.Model.Unit(), Help: "Från sin dag gäller det i stället för alla äldre priser.", Unit: "kr", Size: "kort", Required: true}),
		Begins: typed.Field(webkit.Field{Name: "begins", Label: "Från klockslaget", Help: "Hel timme. Lämna tomt för 07–22.", Size: "kort"}),
		Ends:   typed.Field(webkit.Field{Name: "ends", Label: "Till klockslaget", Size: "kort"}),
		On:     typed.Field(webkit.Field{Name: "on", Label: "Avtalets sista dag", Required: true}),
	}
	if !a.Ended.IsZero() {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Sista dag", Value: webkit.PlainDay(a.Ended, today)})
	}
	if len(a.Services) > 0 {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Insatser", Value: p.called(a.Services)})
	}
	page.Facts = append(page.Facts, webkit.Fact{Label: "Ett besök hos två som bor ihop, tiden delas", Value: a.Sharing.Words()})
	if a.Ceiling > 0 {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Tak", Value: strconv.Itoa(a.Ceiling) + " % av månadens beviljade tid"})
	}
	if len(a.Areas) > 0 {
		options := []webkit.Option{{Value: "", Words: "Alla områden"}}
		for _, area := range a.Areas {
			page.Facts = append(page.Facts, webkit.Fact{Label: "Område " + area.Name, Value: strings.Join(area.Codes, ", ")})
			options = append(options, webkit.Option{Value: area.Name, Words: area.Name})
		}
		field := typed.Field(webkit.Field{Name: "area", Label: "Område", Options: options})
		page.Area = &field
	}
	switch work := a.Repricing; {
	case work.Waits():
		page.Strong = "Besöken från " + webkit.PlainDay(work.From, today) + " räknas om. " + webkit.Count(work.Looked, "besök är klart.", "besök är klara.")
	case work.Looked > 0:
		page.Sentence = work.Why + " " + webkit.Count(work.Changed, "besök har räknats om.", "besök har räknats om.")
	}
	for _, price := range a.Prices {
		begins, ends := price.Hours()
		words := webkit.PlainDay(price.From, today)
		if price.Area != "" {
			words += ", " + price.Area
		}
		page.Prices.Rows = append(page.Prices.Rows, webkit.ListRow{Words: words, Cells: []webkit.Cell{
			{Name: "Tid på dygnet", Words: fmt.Sprintf("%02d–%02d", begins, ends)},
			{Name: "Pris", Words: webkit.Kronor(price.Ore), Number: true},
		}})
	}
	return page, nil
}

func (p Pages) postPrice(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	return p.act(w, r, in, contracts.SetPrice{Price: contracts.Price{
		From: in.Day("from"), Ore: priceOf(in), Area: in.Text("area"), Begins: number(in.Text("begins")), Ends: number(in.Text("ends")),
	}})
}

func (p Pages) postEnd(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	return p.act(w, r, in, contracts.EndAgreement{On: in.Day("on")})
}

func (p Pages) act(w http.ResponseWriter, r *http.Request, in *webkit.Input, cmd engine.Command[contracts.Contract]) error {
	id, _, err := p.find(r)
	if err != nil {
		return err
	}
	if err = in.Err(); err == nil {
		_, err = p.Agreements.Do(r.Context(), webkit.Form(r), id, cmd)
	}
	if err == nil {
		return webkit.Done(w, r, root+"/"+id.String())
	}
	page, failed := p.onePage(r, in.Again(err))
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "avtalet.html", page, err)
}
