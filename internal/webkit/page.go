package webkit

import (
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/fault"
)

//go:embed mallar
var shellFiles embed.FS

//go:embed sidor
var ownPages embed.FS

// Page is what the shell needs of a page. Embed it in the page's own struct.
type Page struct {
	Title    string        // the h1, and the title of the window
	Small    string        // beside the h1: "torsdag 12 mars 2026, vecka 11"
	Strong   string        // the state in one sentence, the part that matters most
	Sentence string        // the rest of it
	Back     *Link         // to the page above, where there is one
	Person   *Personband   // on every page about a person
	Problems []Problem     // filled by Redo: what must be mended, with links to the fields
	Saved    Sparlage      // right of the head, where something can be saved
	At       Place         // where in the process: the page then shows what law says there
	Law      []LawLine     // filled by Show from At
	Support  []SupportLine // filled by Show from At
	Shell    Shell         // filled by Show
}

// A Paged is a page struct that embeds Page.
type Paged interface{ page() *Page }

func (p *Page) page() *Page { return p }

// A Link is words that lead somewhere.
type Link struct{ Path, Words string }

// A Problem is one thing to mend, in words.
type Problem struct {
	Field  string // id of the field it belongs to; empty: the whole form
	Words  string
	Number string // FEL-0412
}

// Shell is what stands around a page.
type Shell struct {
	Municipality, Board, Invented string
	Name, Title                   string // of the account
	LoggedIn                      bool
	Menu                          []MenuItem
	Start                         string // the account's first page
	Search, Report                bool   // where those pages are served and allowed
	Now                           time.Time
	Until                         time.Time // when the session ends
	Style, Script, Mark           string    // addresses with digest
}

// Templates are parsed pages, each with the shell and the components.
type Templates struct{ pages map[string]*template.Template }

// Parse reads every .html file of an area. A file is a page when it defines
// "innehall"; files whose names begin with _ define parts for the others – embed
// the folder with all:sidor, for a plain embed leaves those out.
func Parse(files fs.FS) (*Templates, error) {
	base, err := template.New("skal").Funcs(funcs()).ParseFS(shellFiles, "mallar/*.html")
	if err != nil {
		return nil, fmt.Errorf("webkit: %w", err)
	}
	var pages, parts []string
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || d.IsDir() || path.Ext(name) != ".html":
		case strings.HasPrefix(path.Base(name), "_"):
			parts = append(parts, name)
		default:
			pages = append(pages, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("webkit: %w", err)
	}
	if len(parts) > 0 {
		if base, err = base.ParseFS(files, parts...); err != nil {
			return nil, fmt.Errorf("webkit: %w", err)
		}
	}
	t := &Templates{pages: map[string]*template.Template{}}
	for _, name := range pages {
		page, err := base.Clone()
		if err == nil {
			page, err = page.ParseFS(files, name)
		}
		if err != nil {
			return nil, fmt.Errorf("webkit: %w", err)
		}
		t.pages[path.Base(name)] = page.Lookup("skal")
	}
	return t, nil
}

// MustParse is Parse for files that travel with the binary.
func MustParse(files fs.FS) *Templates {
	t, err := Parse(files)
	if err != nil {
		panic(err)
	}
	return t
}

// Names lists the pages, for the test that checks their types.
func (t *Templates) Names() []string { return slices.Sorted(maps.Keys(t.pages)) }

// Lookup returns one page's template, for the test that checks its types.
func (t *Templates) Lookup(name string) *template.Template { return t.pages[name] }

// Show writes the page inside the shell.
func Show(w http.ResponseWriter, r *http.Request, t *Templates, status int, name string, page Paged) error {
	tmpl := t.pages[name]
	if tmpl == nil {
		return fmt.Errorf("webkit: there is no page %s", name)
	}
	p := page.page()
	v := visitOf(r)
	if !v.program {
		p.Shell = v.shell(r)
	}
	if law := v.site.Law; law != nil && p.At.Step != "" {
		p.Law = law(p.At, civil.DayOf(v.now))
	}
	if support := v.site.Support; support != nil && p.At.Step != "" {
		p.Support = support(p.At, civil.DayOf(v.now))
	}
	if v.program {
		return showProgram(w, r, status, page)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if err := tmpl.Execute(w, page); err != nil {
		return fmt.Errorf("show %s: %w", name, err)
	}
	return nil
}

// Redo shows a form again with what was typed and what must be mended. Faults
// that the user cannot mend in the form are passed on.
func Redo(w http.ResponseWriter, r *http.Request, t *Templates, name string, page Paged, err error) error {
	problems, ok := problemsOf(visitOf(r).site.Words, err)
	if !ok || visitOf(r).program {
		return err
	}
	KeepStopped(r, stopWords(visitOf(r).site.Words, err))
	p := page.page()
	p.Problems = problems
	return Show(w, r, t, http.StatusUnprocessableEntity, name, page)
}

// problemsOf puts words to the faults of a form; not ok when err holds anything
// the user cannot mend there.
func problemsOf(words fault.Catalogue, err error) ([]Problem, bool) {
	faults := fault.All(err)
	var problems []Problem
	for _, f := range faults {
		switch f.Kind {
		case fault.Invalid, fault.Unmet, fault.Conflict, fault.Wait:
			says, number := words.Words(f)
			problems = append(problems, Problem{Field: f.Field, Words: says, Number: number})
		default:
			return nil, false
		}
	}
	return problems, len(problems) > 0
}

func (v *visit) shell(r *http.Request) Shell {
	s := v.site
	shell := Shell{
		Municipality: s.Municipality, Board: s.Board, Invented: s.Invented,
		Now: v.now, Style: s.style, Script: s.script, Mark: s.mark,
	}
	if v.session.User.IsZero() {
		return shell
	}
	shell.LoggedIn = true
	shell.Name, shell.Title, shell.Start = v.account.Name, v.account.Title, v.account.Start
	shell.Until = v.session.Expires
	shell.Menu = s.menu(v.account, r.URL.Path)
	shell.Search = s.offers(v.account, "POST /sok")
	shell.Report = s.offers(v.account, "GET /kvalitet/rapportera")
	return shell
}

// Leads returns the link when its page is served and the account may open it,
// and else nil: a page offers nobody a way that is closed.
func Leads(r *http.Request, link Link) *Link {
	if open := LeadsTo(r, link); len(open) == 1 {
		return &open[0]
	}
	return nil
}

// LeadsTo is Leads of several: those that are open.
func LeadsTo(r *http.Request, links ...Link) []Link {
	v := visitOf(r)
	return slices.DeleteFunc(links, func(l Link) bool { return !v.site.offers(v.account, "GET "+l.Path) })
}

// offers tells whether the address is served and the account may go there.
func (s *Site) offers(a Account, pattern string) bool {
	action, served := s.actions[pattern]
	return served && (action == Open || s.Door.May(a.Actor, action))
}

// OwnPages are the shell's own pages, for the test that checks their types.
func OwnPages() *Templates { return MustParse(ownPages) }
