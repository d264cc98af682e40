package qualityweb

import (
	"net/http"
	"net/url"
	"slices"

	"stadga/internal/access"
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/quality"
	"stadga/internal/webkit"
)

// RegisterPage is the register of deviations (avvikelseregistret).
type RegisterPage struct {
	webkit.Page
	Views  []webkit.Link // to the others
	View   string
	Stages []webkit.Figure
	State  webkit.Field
	Kind   webkit.Field
	Type   webkit.Field
	List   webkit.Listing
	Hidden string
	Follow *webkit.Listing // follow-ups of the services of that view; nil: the view has none
}

// What stands in the address: the view, and the filters.
const (
	askView  = "vy"
	askState = "lage"
	askStage = "steg"
	askKind  = "slag"
	askType  = "typ"

	stateOpen, stateClosed, stateAny = "oppna", "avslutade", "alla"
)

// getRegister handles GET /kvalitet/avvikelser.
func (p Pages) getRegister(w http.ResponseWriter, r *http.Request) error {
	ctx, me := r.Context(), webkit.Actor(r)
	page := &RegisterPage{}
	asked := r.URL.Query()
	mine := views(me)
	page.View = mine[0]
	if view := asked.Get(askView); slices.Contains(mine, view) {
		page.View = view
	}
	for _, view := range mine {
		if view != page.View {
			page.Views = append(page.Views, webkit.Link{Path: registerPath + "?vy=" + view, Words: viewWords(view)})
		}
	}
	s := selection(asked)
	s.Scope = scopeOf(me, page.View, p.HealthKinds)
	total, err := p.Register.Count(ctx, s)
	if err != nil {
		return err
	}
	stages, err := p.Register.ByStage(ctx, s.Scope)
	if err != nil {
		return err
	}
	open := 0
	for _, stage := range quality.Stages() {
		if stage == quality.StageClosed {
			continue
		}
		open += stages[stage]
		page.Stages = append(page.Stages, webkit.Figure{
			Path: registerPath + "?" + url.Values{askView: {page.View}, askStage: {string(stage)}}.Encode(), Count: stages[stage], Words: stage.Words(),
		})
	}
	page.Title, page.Small = "Avvikelser", viewWords(page.View)
	page.Strong = webkit.Count(open, "avvikelse är öppen.", "avvikelser är öppna.")
	if n := stages[quality.StageReported]; n > 0 {
		page.Sentence = webkit.Count(n, "är inte bedömd.", "är inte bedömda.")
	}
	page.Back = webkit.Leads(r, webkit.Link{Path: "/kvalitet", Words: "Kvalitet"})
	p.filters(page, s, asked)
	if page.View == viewHealth {
		if err := p.followed(r, page); err != nil {
			return err
		}
	}
	return p.showRows(w, r, page, s, total)
}

func (p Pages) showRows(w http.ResponseWriter, r *http.Request, page *RegisterPage, s quality.Selection, total int) error {
	paging := webkit.NewPaging(r.URL, total)
	rows, err := p.Register.Rows(r.Context(), s, paging.Offset(), webkit.PageSize)
	if err != nil {
		return err
	}
	places, err := p.Others.Places(r.Context(), webkit.Today(r))
	if err != nil {
		return err
	}
	page.List.Caption, page.List.Paging = "Avvikelser, nyast först", paging
	page.List.Columns = []webkit.Column{{Words: "Nummer"}, {Words: "Vad"}, {Words: "Bedömning"}, {Words: "Läge"}, {Words: "Enhet"}}
	page.List.Empty = webkit.Empty{Sentence: "Här finns inga avvikelser.", Support: "Det kan vara bra – eller tyda på att man inte rapporterar."}
	hidden := 0
	for _, row := range rows {
		if !p.sees(webkit.Actor(r), row) {
			hidden++
			p.Log.Error("a deviation was selected that access refuses", "deviation", row.ID.String())
			continue
		}
		page.List.Rows = append(page.List.Rows, lineOf(row, places, webkit.Today(r)))
	}
	if hidden > 0 {
		page.Hidden = webkit.Count(hidden, "rad kunde inte visas", "rader kunde inte visas") + ". Fråga den som arbetar med kvalitet."
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "avvikelser.html", page)
}

func (p Pages) sees(who act.Actor, row quality.DeviationRow) bool {
	file := access.File{Subject: duty.Subject{Kind: quality.Stream, ID: row.ID.ID}, Unit: row.Unit, Provider: row.Provider, Reporter: row.By, Person: row.Person}
	return p.Door.OnFile(who, "deviation.read", file).Allowed
}

func lineOf(row quality.DeviationRow, places Places, today civil.Date) webkit.ListRow {
	class := webkit.Cell{Name: "Bedömning", Words: "inte bedömd", Sub: row.Type.Words()}
	if row.Kind != "" {
		class.Words = row.Kind.Words()
		if row.Grade != "" {
			class.Sub = row.Grade.Words()
		}
	}
	if row.Danger && row.Closed.IsZero() && row.Kind == "" {
		class.Badge = &webkit.Badge{Lage: webkit.Sen, Words: "fara"}
	}
	by := "av en medarbetare"
	if row.By.IsZero() {
		by = "av Stadga"
	}
	return webkit.ListRow{Path: deviationPath + row.Number, Words: row.Number, Sub: webkit.DayAndTime(row.Reported, today) + " " + by, Cells: []webkit.Cell{
		{Name: "Vad", Words: shorten(row.What, 90)}, class, {Name: "Läge", Badge: &webkit.Badge{Lage: lageOf(row.Stage), Words: row.Stage.Words()}}, {Name: "Enhet", Words: places.of(row.Unit, row.Provider)},
	}}
}

func lageOf(s quality.Stage) webkit.Lage {
	switch s {
	case quality.StageReported:
		return webkit.Idag
	case quality.StageClosed:
		return webkit.Klar
	}
	return webkit.Snart
}

// selection reads the filters of the address; a word it does not know filters
// nothing.
func selection(asked url.Values) quality.Selection {
	var s quality.Selection
	switch asked.Get(askState) {
	case stateClosed:
		s.Closed = true
	case stateAny:
	default:
		s.Open = true
	}
	if stage := quality.Stage(asked.Get(askStage)); slices.Contains(quality.Stages(), stage) {
		s.Stage = stage
	}
	if kind := quality.DeviationKind(asked.Get(askKind)); kind.Words() != "" {
		s.Kind = kind
	}
	if t := quality.DeviationType(asked.Get(askType)); t.Words() != "" {
		s.Type = t
	}
	return s
}

// filters shows what is chosen, and what may be.
func (p Pages) filters(page *RegisterPage, s quality.Selection, asked url.Values) {
	state := stateOpen
	switch {
	case s.Closed:
		state = stateClosed
	case !s.Open:
		state = stateAny
	}
	page.State = webkit.Typed{}.Field(webkit.Field{Name: askState, Label: "Läge", Value: state, Options: webkit.Options(stateOpen, "Öppna", stateClosed, "Avslutade", stateAny, "Alla")})
	kinds := webkit.Options("", "Alla slag")
	for _, k := range quality.DeviationKinds() {
		kinds = append(kinds, webkit.Option{Value: string(k), Words: k.Words()})
	}
	page.Kind = webkit.Typed{}.Field(webkit.Field{Name: askKind, Label: "Slag", Value: string(s.Kind), Options: kinds})
	types := webkit.Options("", "Allt som har gått fel")
	for _, t := range quality.DeviationTypes() {
		types = append(types, webkit.Option{Value: string(t), Words: t.Words()})
	}
	page.Type = webkit.Typed{}.Field(webkit.Field{Name: askType, Label: "Vad som gått fel", Value: string(s.Type), Options: types})
	without := func(name string) string {
		left := url.Values{}
		for key, values := range asked {
			if key != name && key != "sida" {
				left[key] = values
			}
		}
		return registerPath + "?" + left.Encode()
	}
	if s.Stage != "" {
		page.List.Chips = append(page.List.Chips, webkit.Chip{Words: s.Stage.Words(), Without: without(askStage)})
	}
	if s.Kind != "" {
		page.List.Chips = append(page.List.Chips, webkit.Chip{Words: s.Kind.Words(), Without: without(askKind)})
	}
	if s.Type != "" {
		page.List.Chips = append(page.List.Chips, webkit.Chip{Words: s.Type.Words(), Without: without(askType)})
	}
}

// fileOf is a deviation as the access policies see it.
func fileOf(id ids.Deviation, d quality.Deviation) access.File {
	return access.File{Subject: duty.Subject{Kind: quality.Stream, ID: id.ID}, Unit: d.Unit, Provider: d.Provider, Reporter: d.By, Person: d.Link.Person}
}
