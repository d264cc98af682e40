package webkit_test

import (
	"net/http"
	"os"
	"testing"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
	"stadga/internal/webkit/webtest"
)

// The gallery is one page with every part in it and one form with every field.
type galleryPage struct {
	webkit.Page
	Form                                                webkit.FormHead
	Steps                                               webkit.Stegrad
	Next                                                webkit.NastaSteg
	Thread                                              webkit.Thread
	Fristen                                             []webkit.Frist
	Timeline                                            []webkit.TimelineItem
	Facts                                               []webkit.Fact
	Receipts                                            []webkit.Receipt
	Figures                                             []webkit.Figure
	List                                                webkit.Listing
	Nothing                                             webkit.Listing
	Progress                                            webkit.Progress
	Share                                               webkit.Share
	Load                                                webkit.Load
	Bars                                                webkit.Chart
	Line                                                webkit.Chart
	Children                                            []webkit.Field
	Day, Clock, Amount, Channel, Concern, Kinds, Danger webkit.Field
}

type gallery struct {
	kit  *webkit.Templates
	done []string // the concerns that were saved
}

func newGallery(t *testing.T) *gallery {
	t.Helper()
	kit, err := webkit.Parse(os.DirFS("testdata/sidor"))
	if err != nil {
		t.Fatal(err)
	}
	return &gallery{kit: kit}
}

func (g *gallery) routes() []webkit.Route {
	return []webkit.Route{
		{Pattern: "GET /galleri", Action: "gallery.read", Handle: g.get},
		{Pattern: "POST /galleri", Action: "gallery.write", Handle: g.post},
		{Pattern: "GET /min-dag", Action: "gallery.read", Handle: g.get},
		{Pattern: "GET /akt/{nr}", Action: "gallery.read", Part: "tidslinjen", Handle: g.file},
		{Pattern: "GET /tyst/{nr}", Action: "gallery.read", Part: "tidslinjen", Handle: g.get},
		{Pattern: "GET /panik", Action: webkit.Open, Handle: func(http.ResponseWriter, *http.Request) error { panic("Alma Provdal 194105191234") }},
	}
}

func (g *gallery) get(w http.ResponseWriter, r *http.Request) error {
	typed, err := webkit.Blank(r, "galleri")
	if err != nil {
		return err
	}
	return webkit.Show(w, r, g.kit, http.StatusOK, "galleri.html", g.page(r, typed, webkit.NewForm(r, 0, "galleri")))
}

func (g *gallery) file(w http.ResponseWriter, r *http.Request) error {
	if r.PathValue("nr") == "saknas" {
		return fault.New(fault.NotFound, "web.not-found")
	}
	if err := webkit.Read(r, ids.Person{ID: ids.ID{1}}, duty.Subject{Kind: "case"}); err != nil {
		return err
	}
	return g.get(w, r)
}

func (g *gallery) post(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	in.Instant("dag", "tid")
	in.MustWord("fara", "ja", "nej")
	in.Words("slag", "vald", "omsorg")
	concern := in.Must("oro")
	if err := in.Err(); err != nil {
		return webkit.Redo(w, r, g.kit, "galleri.html", g.page(r, in.Again(err), webkit.SameForm(r)), err)
	}
	g.done = append(g.done, concern)
	return webkit.Done(w, r, "/galleri")
}

func (g *gallery) page(r *http.Request, typed webkit.Typed, form webkit.FormHead) *galleryPage {
	now, day := webkit.Now(r), civil.MustParse
	late := duty.Obligation{Ground: duty.Fact{Day: day("2026-02-24")}, Strict: day("2026-03-10")}
	p := &galleryPage{
		Page: webkit.Page{
			Law:     []webkit.LawLine{{ID: "sent-right", Title: "Rätt att få veta", Says: "Den som frågar får veta.", Cited: "SoL 19 kap. 4 §"}},
			Support: []webkit.SupportLine{{Kind: "Handbok", Link: webkit.Link{Path: "/galleri", Words: "Handboken"}}},
			Title:   "Galleri", Strong: "4 saker ska göras i dag.", Sentence: "1 är försenad.", Saved: typed.SavedAt(),
			Back:   &webkit.Link{Path: "/galleri", Words: "Mottagning"},
			Person: &webkit.Personband{Name: "Alma Provdal", Age: "84 år", Born: "1941-05-19", Protected: "Skyddade personuppgifter", Hidden: "Adress och telefon är dolda.", Facts: []string{"Ärende 2026-0299"}, Actions: []webkit.Link{{Path: "/galleri", Words: "Anteckna"}}, More: []webkit.Link{{Path: "/galleri", Words: "Lämna över"}}},
		},
		Form:  form,
		Steps: webkit.Stegrad{Label: "Var utredningen är", Steps: []webkit.Step{{Words: "Aktualisera", Sub: "klart 2 feb", State: webkit.StepDone}, {Words: "Utreda", Sub: "pågår", State: webkit.StepNow}, {Words: "Besluta"}, {Words: "Följa upp", State: webkit.StepSkipped}}},
		Next:  webkit.NastaSteg{ID: "nasta", Heading: "Nästa steg", Badge: &webkit.Badge{Lage: webkit.Idag, Words: "18 minuter kvar"}, Sentence: "Utföraren har inte kvitterat.", Why: "Skickat i går.", Others: []webkit.Link{{Path: "/galleri", Words: "Byt utförare"}}},
		Thread: webkit.Thread{Label: "Röd tråd", Heads: []string{"Behov", "Mål", "Plan", "Resultat"}, Rows: []webkit.ThreadRow{{Need: "Dusch", Cells: []webkit.ThreadCell{
			{Label: "Mål", Words: "Duscha tryggt"}, {Label: "Plan", State: webkit.ThreadGap, Words: "Plan saknas", Link: &webkit.Link{Path: "/galleri", Words: "Be om plan"}}, {Label: "Resultat", State: webkit.ThreadAfter},
		}}}},
		Timeline: []webkit.TimelineItem{{Icon: "i-samtal", Class: "osignerad", Day: "11 mars", Clock: "16:20", Title: "Telefonsamtal", Who: "Eva Ek", Unsigned: true, Text: "Siv undrar när hjälpen börjar.", Links: []webkit.Link{{Path: "/galleri", Words: "Signera"}}}, {Icon: "i-hus", Day: "4 mars", Clock: "13:00", Title: "Hembesök", Who: "Eva Ek", Fold: "Läs anteckningen", Text: "Lång text."}},
		Facts:    []webkit.Fact{{Label: "Dotter", Value: "Siv Provdal", Origin: "Ur ansökan 2 feb", Mend: &webkit.Link{Path: "/galleri", Words: "Rätta dotter"}}, {Label: "God man", Value: "uppgift saknas", Missing: true}},
		Receipts: []webkit.Receipt{{Words: "Skickat", When: "11 mars 09:10", Who: "Eva Ek"}, {Words: "Inte mottaget", When: "väntat i dag 09:10", Waits: true}},
		Figures:  []webkit.Figure{{Path: "/galleri", Count: 1204, Words: "Lagfrist bryts", Sub: "1 redan försenad", Lage: webkit.Sen}},
		List: webkit.Listing{
			Caption: "Ärenden", Columns: []webkit.Column{{Words: "Ärende", Sort: "/galleri?sortera=nr", Sorted: "ascending"}, {Words: "Antal", Number: true}},
			Rows:   []webkit.ListRow{{Path: "/galleri", Words: "2026-0299", Sub: "A. P.", Cells: []webkit.Cell{{Name: "Antal", Words: "3", Number: true, Badge: &webkit.Badge{Lage: webkit.Lugn, Words: "lugn"}}}}},
			Paging: webkit.NewPaging(r.URL, 212), Chips: []webkit.Chip{{Words: "Steg: Utreda", Without: "/galleri"}},
		},
		Nothing:  webkit.Listing{Empty: webkit.Empty{Sentence: "Inget ska göras i dag.", Support: "Nästa sak är på måndag.", Link: &webkit.Link{Path: "/galleri", Words: "Se veckan"}}},
		Progress: webkit.Progress{ID: "klart", Words: "Klart i dag", Done: 3, Of: 7},
		Share:    webkit.Share{Met: 166, Not: 65, Unknown: 31, Goal: 90},
		Load:     webkit.Load{Cases: 34, Weighted: 41, Most: 48},
		Bars:     webkit.Chart{ID: "inkomna", Sentence: "31 kom in förra veckan.", Title: "Inkomna per vecka", Heads: []string{"Vecka", "Inkomna"}, Points: []webkit.Point{{Label: "v. 9", Value: 29}, {Label: "v. 10", Value: 31, Path: "/galleri"}}, Source: "Källa: mottagningen."},
		Line:     webkit.Chart{ID: "oppna", Sentence: "41 utredningar är öppna.", Title: "Öppna utredningar", Heads: []string{"Månad", "Öppna"}, Line: true, Law: 20, Points: []webkit.Point{{Label: "feb", Value: 38}, {Label: "mars", Value: 41}}},
		Day:      typed.Field(webkit.Field{Name: "dag", Label: "Inkom", Help: "Skriv datum, i dag eller i går.", Required: true}),
		Clock:    typed.Field(webkit.Field{Name: "tid", Label: "Tid", Value: "08:52", Prefilled: true}),
		Amount:   typed.Field(webkit.Field{Name: "belopp", Label: "Belopp", Unit: "kr", Size: "kort", Confirmed: "12 480,50"}),
		Channel:  typed.Field(webkit.Field{Name: "kanal", Label: "Kom in via", Value: "telefon", Options: webkit.Options("telefon", "Telefon", "brev", "Brev")}),
		Concern:  typed.Field(webkit.Field{Name: "oro", Label: "Vad oron gäller", Required: true}),
		Kinds:    typed.Field(webkit.Field{Name: "slag", Label: "Slag av oro", Options: webkit.Options("vald", "Våld", "omsorg", "Brist i omsorg")}),
		Danger:   typed.Field(webkit.Field{Name: "fara", Label: "Fara just nu?", Required: true, Options: webkit.YesNo()}),
	}
	for _, o := range []duty.Obligation{late, {Strict: day("2026-03-12"), Ground: duty.Fact{Day: day("2026-02-26")}}, {Missing: "decision.received"}, {Ground: duty.Fact{At: now}}} {
		p.Fristen = append(p.Fristen, webkit.FristOf(o, now))
	}
	for n := range typed.Rows("barn", 2) {
		p.Children = append(p.Children, typed.Field(webkit.Field{Name: webkit.Row("barn", n), Label: "Personnummer", Help: "10 eller 12 siffror"}))
	}
	return p
}

func TestTheGalleryHoldsItsTypes(t *testing.T) {
	webtest.Templates(t, newGallery(t).kit, map[string]any{"galleri.html": &galleryPage{}})
	webtest.Templates(t, webkit.OwnPages(), map[string]any{"logga-in.html": &webkit.LogInPage{}, "fel.html": &webkit.FailPage{}, "inloggning.html": &webkit.IdentityPage{}, "inloggningar.html": &webkit.SessionsPage{}, "nycklar.html": &webkit.KeysPage{}})
}
