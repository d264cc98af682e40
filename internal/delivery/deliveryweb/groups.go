package deliveryweb

import (
	"net/http"
	"strconv"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

func (p RegisterPages) getGroups(w http.ResponseWriter, r *http.Request) error {
	page, err := p.groupsPage(r, webkit.Typed{}, webkit.NewForm(r, 0, ""))
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "register.html", page)
}

func groupState(g delivery.ParentGroup, today civil.Date) webkit.Badge {
	switch {
	case !g.Evaluation.On.IsZero():
		return webkit.Badge{Lage: webkit.Klar, Words: "Utvärderad " + webkit.PlainDay(g.Evaluation.On, today)}
	case today.Before(g.Last):
		return webkit.Badge{Lage: webkit.Lugn, Words: "Sista träffen " + webkit.PlainDay(g.Last, today)}
	}
	return webkit.Badge{Lage: webkit.Sen, Words: "Inte utvärderad"}
}

func (p RegisterPages) groupsPage(r *http.Request, typed webkit.Typed, head webkit.FormHead) (*KeptPage, error) {
	today := webkit.Today(r)
	asking := webkit.NewPaging(r.URL, webkit.PageSize)
	found, of, err := p.GroupIDs(r.Context(), asking.Offset(), webkit.PageSize)
	if err != nil {
		return nil, err
	}
	list := &webkit.Listing{
		Caption: "Föräldragrupper", Paging: webkit.NewPaging(r.URL, of), Empty: webkit.Empty{Sentence: "Ingen grupp är upplagd än."},
		Columns: []webkit.Column{{Words: "Grupp"}, {Words: "Träffar"}, {Words: "Föräldrar", Number: true}, {Words: "Läge"}},
	}
	for _, id := range found {
		g, _, err := p.Groups.Load(r.Context(), id)
		if err != nil {
			return nil, err
		}
		state := groupState(g, today)
		list.Rows = append(list.Rows, webkit.ListRow{Path: groupsRoot + "/" + id.String(), Words: g.Name, Sub: g.Kind.Words(), Cells: []webkit.Cell{
			{Name: "Träffar", Words: webkit.Count(g.Sessions, "träff", "träffar"), Sub: webkit.PlainDay(g.First, today) + "–" + webkit.PlainDay(g.Last, today)},
			{Name: "Föräldrar", Words: strconv.Itoa(g.Parents), Number: true},
			{Name: "Läge", Badge: &state},
		}})
	}
	kind := webkit.Field{Name: "kind", Label: "Vad är gruppen till för?", Required: true}
	for _, k := range delivery.GroupKinds() {
		kind.Options = append(kind.Options, webkit.Option{Value: string(k), Words: k.Words()})
	}
	kind = typed.Field(kind)
	return &KeptPage{
		Page: webkit.Page{Title: "Föräldragrupper", Sentence: "Grupper ges utan behovsprövning (SoL 11 kap. 5 §), så deltagarna räknas och namnges inte. Varje grupp utvärderas efter sista träffen."},
		List: list,
		Forms: []KeptForm{{
			FormHead: head, Path: groupsRoot, Title: "Lägg upp en grupp", Button: "Lägg upp gruppen", Choice: &kind,
			Lines: []webkit.Field{
				typed.Field(webkit.Field{Name: "name", Label: "Gruppen kallas", Required: true}),
				typed.Field(webkit.Field{Name: "sessions", Label: "Antal träffar", Size: "kort", Required: true}),
				typed.Field(webkit.Field{Name: "parents", Label: "Antal föräldrar som deltar", Size: "kort", Required: true}),
			},
			Days: []webkit.Field{
				typed.Field(webkit.Field{Name: "first", Label: "Första träffen", Required: true}), typed.Field(webkit.Field{Name: "last", Label: "Sista träffen", Required: true}),
			},
		}},
		Link: webkit.Leads(r, webkit.Link{Path: "/rapporter/foraldragrupper", Words: "Vad grupperna gav"}),
	}, nil
}

func (p RegisterPages) postGroup(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	cmd := delivery.BeginGroup{
		Kind: delivery.GroupKind(in.Text("kind")), Name: in.Text("name"), First: in.Day("first"), Last: in.Day("last"), Sessions: in.Number("sessions"), Parents: in.Number("parents"),
	}
	posted := webkit.Form(r)
	err := in.Err()
	id := ids.Derive(posted.ID, "group")
	if err == nil {
		_, err = p.Groups.Do(r.Context(), posted, id, cmd)
	}
	if err == nil {
		return webkit.Done(w, r, groupsRoot+"/"+id.String())
	}
	page, failed := p.groupsPage(r, in.Again(err), webkit.SameForm(r))
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "register.html", page, err)
}

func (p RegisterPages) group(r *http.Request) (ids.ID, delivery.ParentGroup, error) {
	id, err := ids.Parse(r.PathValue("id"))
	if err != nil {
		return id, delivery.ParentGroup{}, fault.New(fault.NotFound, "group.unknown")
	}
	g, _, err := p.Groups.Load(r.Context(), id)
	if err == nil && g.First.IsZero() {
		err = fault.New(fault.NotFound, "group.unknown")
	}
	return id, g, err
}

func (p RegisterPages) getGroup(w http.ResponseWriter, r *http.Request) error {
	page, err := p.groupPage(r, webkit.Typed{}, webkit.NewForm(r, 0, ""))
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "register.html", page)
}

func (p RegisterPages) groupPage(r *http.Request, typed webkit.Typed, head webkit.FormHead) (*KeptPage, error) {
	id, g, err := p.group(r)
	if err != nil {
		return nil, err
	}
	today := webkit.Today(r)
	page := &KeptPage{
		Page: webkit.Page{Title: g.Name, Small: g.Kind.Words(), Sentence: groupState(g, today).Words + ".", Back: &webkit.Link{Path: groupsRoot, Words: "Föräldragrupper"}},
		Facts: []webkit.Fact{
			{Label: "Träffar", Value: strconv.Itoa(g.Sessions) + ", " + webkit.PlainDay(g.First, today) + "–" + webkit.PlainDay(g.Last, today)}, {Label: "Föräldrar", Value: strconv.Itoa(g.Parents)},
		},
	}
	if e := g.Evaluation; !e.On.IsZero() {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Fullföljde", Value: strconv.Itoa(e.Completed) + " av " + strconv.Itoa(g.Parents)},
			webkit.Fact{Label: "Säger att gruppen har hjälpt", Value: strconv.Itoa(e.Helped) + " av " + strconv.Itoa(e.Completed)}, webkit.Fact{Label: "Utvärderingen visade", Value: e.Says})
		return page, nil
	}
	if today.Before(g.Last) {
		return page, nil
	}
	page.Forms = []KeptForm{{
		FormHead: head, Path: groupsRoot + "/" + id.String(), Title: "Utvärdera gruppen", Button: "Spara utvärderingen",
		Lines: []webkit.Field{
			typed.Field(webkit.Field{Name: "completed", Label: "Föräldrar som kom till de flesta träffar", Size: "kort", Required: true}),
			typed.Field(webkit.Field{Name: "helped", Label: "Föräldrar som säger att gruppen har hjälpt", Size: "kort"}),
			typed.Field(webkit.Field{Name: "says", Label: "Vad visade utvärderingen?", Required: true}),
		},
		Days: []webkit.Field{typed.Field(webkit.Field{Name: "on", Label: "Utvärderad", Value: today.String(), Prefilled: true, Required: true})},
	}}
	return page, nil
}

func (p RegisterPages) postEvaluation(w http.ResponseWriter, r *http.Request) error {
	id, _, err := p.group(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := delivery.EvaluateGroup{Evaluation: delivery.GroupEvaluation{On: in.Day("on"), Completed: in.Number("completed"), Helped: in.Number("helped"), Says: in.Text("says")}}
	if err = in.Err(); err == nil {
		_, err = p.Groups.Do(r.Context(), webkit.Form(r), id, cmd)
	}
	if err == nil {
		return webkit.Done(w, r, groupsRoot+"/"+id.String())
	}
	page, failed := p.groupPage(r, in.Again(err), webkit.SameForm(r))
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "register.html", page, err)
}

func (p RegisterPages) getPlaces(w http.ResponseWriter, r *http.Request) error {
	page, err := p.placesPage(r, webkit.Typed{}, webkit.NewForm(r, 0, ""))
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "register.html", page)
}

func (p RegisterPages) placesPage(r *http.Request, typed webkit.Typed, head webkit.FormHead) (*KeptPage, error) {
	ctx, today := r.Context(), webkit.Today(r)
	lines, err := p.Places(ctx, today)
	if err != nil {
		return nil, err
	}
	providers, err := p.Providers(ctx, today)
	if err != nil {
		return nil, err
	}
	list := &webkit.Listing{
		Caption: "Boendeplatser", Paging: webkit.NewPaging(r.URL, len(lines)), Empty: webkit.Empty{Sentence: "Inget boende har platser i registret än."},
		Columns: []webkit.Column{{Words: "Boende"}, {Words: "Platser", Number: true}, {Words: "Belagda", Number: true}, {Words: "Lediga", Number: true}, {Words: "Väntar", Number: true}},
	}
	names := map[string]string{}
	for _, o := range p.Kinds() {
		names[o.Value] = o.Words
	}
	taken, places, waiting := 0, 0, 0
	at := list.Paging.Offset()
	for i, l := range lines {
		taken, places, waiting = taken+l.Taken, places+l.Places, waiting+l.Waiting
		if i < at || i >= at+webkit.PageSize {
			continue
		}
		list.Rows = append(list.Rows, webkit.ListRow{Words: l.Name, Sub: names[l.Kind] + ", från " + webkit.PlainDay(l.From, today), Cells: []webkit.Cell{
			{Name: "Platser", Words: strconv.Itoa(l.Places), Number: true},
			{Name: "Belagda", Words: strconv.Itoa(l.Taken), Number: true},
			{Name: "Lediga", Words: strconv.Itoa(l.Free()), Number: true},
			{Name: "Väntar", Words: strconv.Itoa(l.Waiting), Number: true},
		}})
	}
	home := webkit.Field{Name: "provider", Label: "Boende", Required: true}
	for _, c := range providers {
		home.Options = append(home.Options, webkit.Option{Value: c.ID.String(), Words: c.Name})
	}
	kind := typed.Field(webkit.Field{Name: "kind", Label: "Slag av platser", Options: p.Kinds(), Required: true})
	home = typed.Field(home)
	return &KeptPage{
		Page: webkit.Page{
			Title: "Platssituationen", Strong: strconv.Itoa(taken) + " av " + strconv.Itoa(places) + " platser är belagda.",
			Sentence: webkit.Count(waiting, "person väntar på att flytta in.", "personer väntar på att flytta in.") + " Belagda och väntande räknas ur uppdragen.",
			Back:     webkit.Leads(r, webkit.Link{Path: "/ekonomi/utforare", Words: "Utförare"}),
		},
		List: list,
		Forms: []KeptForm{{
			FormHead: head, Path: placesRoot, Title: "Så många platser finns", Button: "Spara platserna", List: &home, Choice: &kind,
			Lines: []webkit.Field{typed.Field(webkit.Field{Name: "places", Label: "Antal platser", Size: "kort", Required: true})},
			Days:  []webkit.Field{typed.Field(webkit.Field{Name: "from", Label: "Gäller från", Value: today.String(), Prefilled: true, Required: true})},
		}},
		Link: webkit.Leads(r, webkit.Link{Path: "/rapporter/platssituation", Words: "Rapporten till nämnden, med stapel och tabell"}),
	}, nil
}

func (p RegisterPages) postPlaces(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	var keys []string
	for _, o := range p.Kinds() {
		keys = append(keys, o.Value)
	}
	cmd := delivery.SetPlaces{Provider: ids.Provider{ID: in.ID("provider")}, Kind: in.Word("kind", keys...), Places: in.Number("places"), From: in.Day("from")}
	err := in.Err()
	if err == nil {
		_, err = p.Residences.Do(r.Context(), webkit.Form(r), delivery.ResidenceID(cmd.Provider, cmd.Kind), cmd)
	}
	if err == nil {
		return webkit.Done(w, r, placesRoot)
	}
	page, failed := p.placesPage(r, in.Again(err), webkit.SameForm(r))
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "register.html", page, err)
}
