package deliveryweb

import (
	"context"
	"net/http"
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// Counts is what the page asks of the registrations' own table.
type Counts interface {
	CountUnassessed(ctx context.Context, s delivery.UnassessedScope) (times, rows int, err error)
	UnassessedLines(ctx context.Context, s delivery.UnassessedScope, offset, limit int) ([]delivery.UnassessedLine, error)
}

// CountPages serves the counter of services given without a trial of need. It
// holds no person.
type CountPages struct {
	Registrations *engine.Stream[delivery.UnassessedService]
	Counts        Counts
	// Places names units and providers on the day.
	Places func(ctx context.Context, day civil.Date) (map[ids.Unit]string, map[ids.Provider]string, error)

	kit *webkit.Templates
}

// CountPage is /mottagning/utan-behovsprovning.
type CountPage struct {
	webkit.Page
	Form  *CountForm // nil for those who only read
	List  webkit.Listing
	Right []CountForm // one for each row that one's own unit may put right
}

// CountForm registers a count, or puts one right.
type CountForm struct {
	webkit.FormHead
	Path, Title string
	Kind        *webkit.Field
	Days        []webkit.Field
	Count       webkit.Field
	Age         *webkit.Field
	Why         *webkit.Field
	Open        bool // unfolded: something in it must be mended
}

const countPath = "/mottagning/utan-behovsprovning"

// Routes is the access list of the counter.
func (p CountPages) Routes() []webkit.Route {
	p.kit = Templates()
	return []webkit.Route{
		{Pattern: "GET " + countPath, Action: "unassessed.list", Handle: p.getCounts},
		{Pattern: "POST " + countPath, Action: "unassessed.register", Handle: p.postCount},
		{Pattern: "POST " + countPath + "/{id}/ratta", Action: "unassessed.correct", Handle: p.postRight},
	}
}

// CountScope is what the actor sees: the own unit's or provider's, and all where the
// actor answers for all.
func CountScope(who act.Actor) delivery.UnassessedScope {
	switch {
	case !who.Provider.IsZero():
		return delivery.UnassessedScope{Provider: who.Provider}
	case whole(who.Roles):
		return delivery.UnassessedScope{}
	}
	return delivery.UnassessedScope{Unit: who.Unit}
}

func whole(roles []string) bool { return has(roles, "socialchef", "kvalitet") }

// gives tells whether the actor's roles register; the others read.
func gives(roles []string) bool {
	return !whole(roles) && has(roles, "handlaggare", "mottagning", "enhetschef", "utforare")
}

func has(roles []string, of ...string) bool {
	return slices.ContainsFunc(roles, func(role string) bool { return slices.Contains(of, role) })
}

// GivenThisMonth is the figure of a manager's or the director's page.
func GivenThisMonth(ctx context.Context, counts Counts, who act.Actor, today civil.Date) (webkit.Figure, error) {
	s := CountScope(who)
	year, month, _ := today.Parts()
	s.From = civil.On(year, month, 1)
	times, _, err := counts.CountUnassessed(ctx, s)
	return webkit.Figure{Path: countPath, Count: times, Words: "Insatser utan behovsprövning", Sub: "givna den här månaden"}, err
}

func (p CountPages) getCounts(w http.ResponseWriter, r *http.Request) error {
	page, err := p.page(r, webkit.Typed{}, "")
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "utan-behovsprovning.html", page)
}

func (p CountPages) postCount(w http.ResponseWriter, r *http.Request) error {
	in, form := webkit.Posted(r), webkit.Form(r)
	cmd := delivery.RegisterUnassessed{Entry: delivery.UnassessedEntry{
		Kind: delivery.UnassessedKind(in.Text("kind")), From: in.Day("from"), Until: in.Day("until"), Count: in.Number("count"), Age: delivery.AgeBand(in.Text("age")),
	}}
	err := in.Err()
	if err == nil {
		_, err = p.Registrations.Do(r.Context(), form, ids.Derive(form.ID, "utan behovsprövning"), cmd)
	}
	return p.answer(w, r, in, err)
}

func (p CountPages) postRight(w http.ResponseWriter, r *http.Request) error {
	id, err := ids.Parse(r.PathValue("id"))
	if err != nil {
		return fault.New(fault.NotFound, "unassessed.unknown")
	}
	in := webkit.Posted(r)
	cmd := delivery.CorrectUnassessed{Count: in.Number("count"), Why: in.Text("why")}
	if err = in.Err(); err == nil {
		_, err = p.Registrations.Do(r.Context(), webkit.Form(r), id, cmd)
	}
	return p.answer(w, r, in, err)
}

func (p CountPages) answer(w http.ResponseWriter, r *http.Request, in *webkit.Input, err error) error {
	if err == nil {
		return webkit.Done(w, r, countPath)
	}
	if fault.KindOf(err) == fault.NotFound {
		return err
	}
	page, failed := p.page(r, in.Again(err), r.URL.Path)
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "utan-behovsprovning.html", page, err)
}

func (p CountPages) page(r *http.Request, typed webkit.Typed, failed string) (*CountPage, error) {
	ctx, today, me := r.Context(), webkit.Today(r), webkit.Actor(r)
	scope := CountScope(me)
	times, rows, err := p.Counts.CountUnassessed(ctx, scope)
	if err != nil {
		return nil, err
	}
	units, providers, err := p.Places(ctx, today)
	if err != nil {
		return nil, err
	}
	page := &CountPage{Page: webkit.Page{Title: "Insatser utan behovsprövning"}}
	page.Strong = webkit.Count(times, "gång registrerad.", "gånger registrerade.")
	page.Sentence = "Här räknas vad som har getts. Skriv inga namn."
	paging := webkit.NewPaging(r.URL, rows)
	lines, err := p.Counts.UnassessedLines(ctx, scope, paging.Offset(), webkit.PageSize)
	if err != nil {
		return nil, err
	}
	page.List = webkit.Listing{
		Caption: "Registrerat, senaste dagarna först", Paging: paging,
		Columns: []webkit.Column{{Words: "Insats"}, {Words: "Dagar"}, {Words: "Antal"}, {Words: "Enhet"}},
		Empty:   webkit.Empty{Sentence: "Inget är registrerat än."},
	}
	for _, l := range lines {
		place := units[l.Unit]
		if !l.Provider.IsZero() {
			place = providers[l.Provider]
		}
		days := webkit.PlainDay(l.Entry.From, today)
		if l.Entry.Until != l.Entry.From {
			days += " till " + webkit.PlainDay(l.Entry.Until, today)
		}
		count := webkit.Cell{Name: "Antal", Words: webkit.Thousands(l.Entry.Count)}
		if l.Why != "" {
			count.Sub = "Rättat: " + l.Why
		}
		page.List.Rows = append(page.List.Rows, webkit.ListRow{Words: l.Entry.Kind.Words(), Sub: l.Entry.Age.Words(), Cells: []webkit.Cell{{Name: "Dagar", Words: days}, count, {Name: "Enhet", Words: place}}})
		if gives(me.Roles) && l.Provider == me.Provider && (!l.Provider.IsZero() || l.Unit == me.Unit) {
			page.Right = append(page.Right, rightForm(r, l, days, typed, failed))
		}
	}
	if gives(me.Roles) {
		page.Form = newCount(r, typed, failed)
	}
	return page, nil
}

func newCount(r *http.Request, typed webkit.Typed, failed string) *CountForm {
	f := &CountForm{FormHead: webkit.NewForm(r, 0, ""), Path: countPath}
	mark := ""
	switch failed {
	case f.Path:
		f.FormHead = webkit.SameForm(r)
	case "":
	default: // the faults link to the plain names of another form
		typed, mark = webkit.Typed{}, "ny-"
	}
	kinds := webkit.Options("", "Välj insats")
	for _, k := range delivery.UnassessedKinds() {
		kinds = append(kinds, webkit.Option{Value: string(k), Words: k.Words()})
	}
	ages := webkit.Options("", delivery.AgeBand("").Words())
	for _, a := range delivery.AgeBands() {
		ages = append(ages, webkit.Option{Value: string(a), Words: a.Words()})
	}
	kind := typed.Field(webkit.Field{Name: "kind", ID: mark + "kind", Label: "Insats", Required: true, Options: kinds})
	age := typed.Field(webkit.Field{Name: "age", ID: mark + "age", Label: "Ålder", Options: ages})
	f.Kind, f.Age = &kind, &age
	f.Days = []webkit.Field{
		typed.Field(webkit.Field{Name: "from", ID: mark + "from", Label: "Första dagen", Required: true, Value: webkit.Today(r).String(), Prefilled: true}),
		typed.Field(webkit.Field{Name: "until", ID: mark + "until", Label: "Sista dagen", Help: "Lämnas tom för en dag. Högst en månad i taget."}),
	}
	f.Count = typed.Field(webkit.Field{Name: "count", ID: mark + "count", Label: "Antal gånger", Size: "kort", Required: true})
	return f
}

// rightForm puts one registration right; its ids carry a mark, since there are
// several on the page.
func rightForm(r *http.Request, l delivery.UnassessedLine, days string, typed webkit.Typed, failed string) CountForm {
	f := CountForm{Path: countPath + "/" + l.ID.String() + "/ratta", Title: l.Entry.Kind.Words() + ", " + days}
	f.FormHead = webkit.NewForm(r, 0, "")
	mark := l.ID.String() + "-"
	if f.Open = failed == f.Path; f.Open {
		f.FormHead, mark = webkit.SameForm(r), ""
	} else {
		typed = webkit.Typed{}
	}
	f.Count = typed.Field(webkit.Field{Name: "count", ID: mark + "count", Label: "Rätt antal", Size: "kort", Required: true, Help: "Skriv 0 om det registrerades av misstag."})
	why := typed.Field(webkit.Field{Name: "why", ID: mark + "why", Label: "Varför", Required: true})
	f.Why = &why
	return f
}
