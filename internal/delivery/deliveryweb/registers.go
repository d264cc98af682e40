package deliveryweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// RegisterPages serves the registers of family homes, parent groups and places.
type RegisterPages struct {
	Homes      *engine.Stream[delivery.FamilyHome]
	Groups     *engine.Stream[delivery.ParentGroup]
	Residences *engine.Stream[delivery.Residence]
	HomeIDs    func(ctx context.Context, offset, limit int) ([]ids.ID, int, error)
	GroupIDs   func(ctx context.Context, offset, limit int) ([]ids.ID, int, error)
	Places     func(ctx context.Context, day civil.Date) ([]delivery.PlaceLine, error)
	Providers  func(ctx context.Context, day civil.Date) ([]Choice, error)
	Kinds      func() []webkit.Option // services that begin with a move

	kit *webkit.Templates
}

// Addresses of the registers.
const (
	homesRoot  = "/familjehem"
	groupsRoot = "/foraldragrupper"
	placesRoot = "/ekonomi/boendeplatser"
)

// Routes is the registers' part of the access list.
func (p RegisterPages) Routes() []webkit.Route {
	p.kit = Templates()
	return []webkit.Route{
		{Pattern: "GET " + homesRoot, Action: "case.list", Handle: p.getHomes},
		{Pattern: "POST " + homesRoot, Action: "home.keep", Handle: p.postHome},
		{Pattern: "GET " + homesRoot + "/{id}", Action: "case.list", Handle: p.getHome},
		{Pattern: "POST " + homesRoot + "/{id}", Action: "home.keep", Handle: p.postHomeChange},
		{Pattern: "POST " + homesRoot + "/{id}/slut", Action: "home.end", Handle: p.postHomeEnd},
		{Pattern: "GET " + groupsRoot, Action: "unassessed.list", Handle: p.getGroups},
		{Pattern: "POST " + groupsRoot, Action: "group.begin", Handle: p.postGroup},
		{Pattern: "GET " + groupsRoot + "/{id}", Action: "unassessed.list", Handle: p.getGroup},
		{Pattern: "POST " + groupsRoot + "/{id}", Action: "group.evaluate", Handle: p.postEvaluation},
		{Pattern: "GET " + placesRoot, Action: "provider.list", Handle: p.getPlaces},
		{Pattern: "POST " + placesRoot, Action: "residence.set_places", Handle: p.postPlaces},
	}
}

// A KeptForm is one form of a register.
type KeptForm struct {
	webkit.FormHead
	Path, Title, Button string
	Lines, Days         []webkit.Field
	Choice, List, Ticks *webkit.Field
}

// KeptPage is one of the registers, or one entry of it.
type KeptPage struct {
	webkit.Page
	List  *webkit.Listing
	Facts []webkit.Fact
	Forms []KeptForm
	Link  *webkit.Link // the figure
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func dayText(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func homeForm(h delivery.FamilyHome, head webkit.FormHead, path, title, button string, typed webkit.Typed) KeptForm {
	kinds := webkit.Field{Name: "kinds", Label: "Tar emot", Required: true}
	for _, k := range delivery.HomeKinds() {
		kinds.Options = append(kinds.Options, webkit.Option{Value: string(k), Words: k.Words(), Chosen: strings.Contains(homeKinds(h), k.Words())})
	}
	kinds = typed.Field(kinds)
	return KeptForm{
		FormHead: head, Path: path, Title: title, Button: button, Ticks: &kinds,
		Lines: []webkit.Field{
			typed.Field(webkit.Field{Name: "name", Label: "Hemmet kallas", Value: h.Name, Required: true}),
			typed.Field(webkit.Field{Name: "capacity", Label: "Godkänt för så många barn", Value: number(h.Capacity), Size: "kort", Required: true}),
			typed.Field(webkit.Field{Name: "taken", Label: "Placerade där nu", Value: number(h.Taken), Size: "kort", Help: "Lämna tomt om ingen är placerad."}),
		},
		Days: []webkit.Field{typed.Field(webkit.Field{Name: "from", Label: "Godkänt från", Value: dayText(h.From), Required: true})},
	}
}

func homeKinds(h delivery.FamilyHome) string {
	var all []string
	for _, k := range h.Kinds {
		all = append(all, k.Words())
	}
	return strings.Join(all, ", ")
}

func keepHome(in *webkit.Input) delivery.KeepHome {
	cmd := delivery.KeepHome{Name: in.Text("name"), Capacity: in.Number("capacity"), Taken: in.Number("taken"), From: in.Day("from")}
	var keys []string
	for _, k := range delivery.HomeKinds() {
		keys = append(keys, string(k))
	}
	for _, k := range in.Words("kinds", keys...) {
		cmd.Kinds = append(cmd.Kinds, delivery.HomeKind(k))
	}
	return cmd
}

func (p RegisterPages) getHomes(w http.ResponseWriter, r *http.Request) error {
	page, err := p.homesPage(r, webkit.Typed{}, webkit.NewForm(r, 0, ""))
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "register.html", page)
}

func (p RegisterPages) homesPage(r *http.Request, typed webkit.Typed, head webkit.FormHead) (*KeptPage, error) {
	today := webkit.Today(r)
	asking := webkit.NewPaging(r.URL, webkit.PageSize)
	found, of, err := p.HomeIDs(r.Context(), asking.Offset(), webkit.PageSize)
	if err != nil {
		return nil, err
	}
	list := &webkit.Listing{
		Caption: "Familjehem", Paging: webkit.NewPaging(r.URL, of), Empty: webkit.Empty{Sentence: "Inget familjehem är godkänt än."},
		Columns: []webkit.Column{{Words: "Hem"}, {Words: "Tar emot"}, {Words: "Placerade", Number: true}, {Words: "Lediga", Number: true}, {Words: "Läge"}},
	}
	free := 0
	for _, id := range found {
		h, _, err := p.Homes.Load(r.Context(), id)
		if err != nil {
			return nil, err
		}
		free += h.Free()
		state := "Godkänt från " + webkit.PlainDay(h.From, today)
		if !h.Ended.IsZero() {
			state = "Används inte sedan " + webkit.PlainDay(h.Ended, today)
		}
		list.Rows = append(list.Rows, webkit.ListRow{Path: homesRoot + "/" + id.String(), Words: h.Name, Cells: []webkit.Cell{
			{Name: "Tar emot", Words: homeKinds(h)},
			{Name: "Placerade", Words: strconv.Itoa(h.Taken) + " av " + strconv.Itoa(h.Capacity), Number: true},
			{Name: "Lediga", Words: strconv.Itoa(h.Free()), Number: true},
			{Name: "Läge", Words: state},
		}})
	}
	return &KeptPage{
		Page: webkit.Page{Title: "Familjehem", Strong: webkit.Count(free, "plats är ledig.", "platser är lediga."), Sentence: "Rekryterade och godkända hem, vad de tar emot och hur många barn. Vilka barn som bor där står i barnens ärenden."},
		List: list, Forms: []KeptForm{homeForm(delivery.FamilyHome{}, head, homesRoot, "Lägg upp ett familjehem", "Lägg upp hemmet", typed)},
		Link: webkit.Leads(r, webkit.Link{Path: "/rapporter/familjehem", Words: "Platser efter slag av placering"}),
	}, nil
}

func (p RegisterPages) postHome(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	cmd := keepHome(in)
	posted := webkit.Form(r)
	err := in.Err()
	if err == nil {
		_, err = p.Homes.Do(r.Context(), posted, ids.Derive(posted.ID, "home"), cmd)
	}
	if err == nil {
		return webkit.Done(w, r, homesRoot)
	}
	page, failed := p.homesPage(r, in.Again(err), webkit.SameForm(r))
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "register.html", page, err)
}

func (p RegisterPages) home(r *http.Request) (ids.ID, delivery.FamilyHome, int, error) {
	id, err := ids.Parse(r.PathValue("id"))
	if err != nil {
		return id, delivery.FamilyHome{}, 0, fault.New(fault.NotFound, "family-home.unknown")
	}
	h, version, err := p.Homes.Load(r.Context(), id)
	if err == nil && h.From.IsZero() {
		err = fault.New(fault.NotFound, "family-home.unknown")
	}
	return id, h, version, err
}

func (p RegisterPages) getHome(w http.ResponseWriter, r *http.Request) error {
	page, err := p.homePage(r, webkit.Typed{}, webkit.Typed{}, nil)
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "register.html", page)
}

func (p RegisterPages) homePage(r *http.Request, typed, ending webkit.Typed, again error) (*KeptPage, error) {
	id, h, version, err := p.home(r)
	if err != nil {
		return nil, err
	}
	today, path := webkit.Today(r), homesRoot+"/"+id.String()
	head, endHead := webkit.NewForm(r, version, ""), webkit.NewForm(r, version, "")
	if again != nil {
		head, endHead = webkit.FormAfter(r, again, version), webkit.FormAfter(r, again, version)
	}
	page := &KeptPage{
		Page: webkit.Page{Title: h.Name, Small: "Familjehem", Back: &webkit.Link{Path: homesRoot, Words: "Familjehem"}},
		Facts: []webkit.Fact{
			{Label: "Tar emot", Value: homeKinds(h)},
			{Label: "Placerade", Value: strconv.Itoa(h.Taken) + " av " + strconv.Itoa(h.Capacity)},
			{Label: "Lediga platser", Value: strconv.Itoa(h.Free())},
			{Label: "Godkänt från", Value: webkit.PlainDay(h.From, today)},
		},
	}
	if !h.Ended.IsZero() {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Används inte sedan", Value: webkit.PlainDay(h.Ended, today)})
		return page, nil
	}
	page.Forms = []KeptForm{
		homeForm(h, head, path, "Ändra", "Spara ändringen", typed),
		{FormHead: endHead, Path: path + "/slut", Title: "Hemmet används inte längre", Button: "Spara sista dagen", Days: []webkit.Field{ending.Field(webkit.Field{Name: "on", Label: "Sista dag", Required: true})}},
	}
	return page, nil
}

func (p RegisterPages) postHomeChange(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	return p.actHome(w, r, in, keepHome(in), false)
}

func (p RegisterPages) postHomeEnd(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	return p.actHome(w, r, in, delivery.EndHome{On: in.Day("on")}, true)
}

func (p RegisterPages) actHome(w http.ResponseWriter, r *http.Request, in *webkit.Input, cmd engine.Command[delivery.FamilyHome], ending bool) error {
	id, _, _, err := p.home(r)
	if err != nil {
		return err
	}
	if err = in.Err(); err == nil {
		_, err = p.Homes.Do(r.Context(), webkit.Form(r), id, cmd)
	}
	if err == nil {
		return webkit.Done(w, r, homesRoot+"/"+id.String())
	}
	typed, end := in.Again(err), webkit.Typed{}
	if ending {
		typed, end = end, typed
	}
	page, failed := p.homePage(r, typed, end, err)
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "register.html", page, err)
}
