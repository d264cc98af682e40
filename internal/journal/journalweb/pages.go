// Package journalweb is the page that says whether the record's history is
// untouched: /granskning/historik.
package journalweb

import (
	"context"
	"embed"
	"net/http"
	"sync"
	"time"

	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
	"stadga/internal/store"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Templates returns the parsed pages, also for the test that checks their types.
func Templates() *webkit.Templates { return webkit.MustParse(files) }

// A Record says how far it is sealed, and which checkpoints it holds.
type Record interface {
	Head(ctx context.Context) (size int64, root journal.Root, err error)
	Checkpoints(ctx context.Context, limit int) ([]store.SignedCheckpoint, error)
	CheckpointOf(ctx context.Context, day civil.Date) ([]byte, error)
}

// A Verdict is what a verification came to, in sentences.
type Verdict struct {
	Untouched bool
	Lines     []string
}

// Pages is what the page is made of.
type Pages struct {
	Record Record
	// Verify goes through the whole record; progress tells how far.
	Verify func(ctx context.Context, progress func(done, of int)) (Verdict, error)

	kit  *webkit.Templates
	work *verification
}

// Routes is the page's part of the access list.
func (p Pages) Routes() []webkit.Route {
	p.kit, p.work = Templates(), &verification{}
	return []webkit.Route{
		{Pattern: "GET /granskning/historik", Action: "journal.read", Handle: p.get},
		{Pattern: "POST /granskning/historik", Action: "journal.verify", Handle: p.post},
		{Pattern: "GET /granskning/historik/sigill/{dag}", Action: "journal.read", Handle: p.getCheckpoint},
	}
}

// HistoryPage is /granskning/historik.
type HistoryPage struct {
	webkit.Page
	Form    webkit.FormHead
	Root    string
	Working *webkit.Progress
	Verdict *Verdict
	At      string // when the verdict was given
	Failed  bool   // the last verification could not be done
	Kept    []webkit.Link
}

// keptShown is how many days of checkpoints are offered.
const keptShown = webkit.PageSize

func (p Pages) get(w http.ResponseWriter, r *http.Request) error {
	size, root, err := p.Record.Head(r.Context())
	if err != nil {
		return err
	}
	kept, err := p.Record.Checkpoints(r.Context(), keptShown)
	if err != nil {
		return err
	}
	page := &HistoryPage{
		Page: webkit.Page{
			Title: "Registrets historik", Back: &webkit.Link{Path: "/granskning", Words: "Granskning"},
			Strong:   webkit.Count(int(size), "händelse är förseglad.", "händelser är förseglade."),
			Sentence: "Varje handling blir en händelse som inte kan tas bort, flyttas eller ändras utan att det syns.",
		},
		Form: webkit.NewForm(r, 0, ""), Root: root.String(),
	}
	for _, k := range kept {
		page.Kept = append(page.Kept, webkit.Link{Path: "/granskning/historik/sigill/" + k.Day.String(), Words: webkit.LongDay(k.Day)})
	}
	p.work.show(page, webkit.Today(r))
	if page.Working != nil {
		w.Header().Set("Refresh", "2")
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "historik.html", page)
}

// post begins a verification, or joins the one that is going on.
func (p Pages) post(w http.ResponseWriter, r *http.Request) error {
	p.work.begin(context.WithoutCancel(r.Context()), webkit.Now(r), p.Verify)
	return webkit.Done(w, r, "/granskning/historik")
}

func (p Pages) getCheckpoint(w http.ResponseWriter, r *http.Request) error {
	day, err := civil.Parse(r.PathValue("dag"))
	if err != nil {
		return fault.New(fault.NotFound, "web.no-such-page")
	}
	note, err := p.Record.CheckpointOf(r.Context(), day)
	if err != nil {
		return err
	}
	if note == nil {
		return fault.New(fault.NotFound, "web.no-such-page")
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="sigill-`+day.String()+`.txt"`)
	_, err = w.Write(note)
	return err
}

// A verification goes through the record beside the requests: one at a time,
// whoever asked for it.
type verification struct {
	mu       sync.Mutex
	running  bool
	done, of int
	at       time.Time
	verdict  *Verdict
	failed   bool
}

func (v *verification) begin(ctx context.Context, now time.Time, verify func(context.Context, func(done, of int)) (Verdict, error)) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.running {
		return
	}
	v.running, v.done, v.of = true, 0, 1
	go func() {
		verdict, err := verify(ctx, func(done, of int) {
			v.mu.Lock()
			defer v.mu.Unlock()
			v.done, v.of = done, of
		})
		v.mu.Lock()
		defer v.mu.Unlock()
		v.running, v.at, v.failed = false, now, err != nil
		if v.verdict = &verdict; err != nil {
			v.verdict = nil
		}
	}()
}

func (v *verification) show(page *HistoryPage, today civil.Date) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.running {
		page.Working = &webkit.Progress{ID: "provat", Words: "Händelser prövade", Done: v.done, Of: v.of}
		return
	}
	page.Verdict, page.Failed = v.verdict, v.failed
	if !v.at.IsZero() {
		page.At = webkit.DayAndTime(v.at, today)
	}
}
