// Package journalweb is the page that says whether the record's history is
// untouched: /granskning/historik.
package journalweb

import (
	"context"
	"embed"
	"net/http"
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
	Reads  Record // the log of readings, which has a tree of its own
	// Verify goes through the whole record; progress tells how far.
	Verify func(ctx context.Context, progress func(done, of int)) (Verdict, error)

	kit  *webkit.Templates
	work *webkit.Works
}

// Routes is the page's part of the access list.
func (p Pages) Routes() []webkit.Route {
	p.kit, p.work = Templates(), &webkit.Works{Unit: "Förseglade rader prövade"}
	return []webkit.Route{
		{Pattern: "GET /granskning/historik", Action: "journal.read", Handle: p.get},
		{Pattern: "POST /granskning/historik", Action: "journal.verify", Handle: p.post},
		{Pattern: "GET /granskning/historik/sigill/{dag}", Action: "journal.read", Handle: checkpoint(p.Record, "sigill-")},
		{Pattern: "GET /granskning/historik/sigill/lasningar/{dag}", Action: "journal.read", Handle: checkpoint(p.Reads, "sigill-lasningar-")},
	}
}

// HistoryPage is /granskning/historik.
type HistoryPage struct {
	webkit.Page
	Form    webkit.FormHead
	Sealed  []Sealed
	Working *webkit.Progress
	Verdict *Verdict
	At      string // when the verification was begun
	Failed  bool   // the last verification could not be done
}

// Sealed is what one tree has come to, and its checkpoints to take home.
type Sealed struct {
	ID, Words, Of string
	Root          string
	Kept          []webkit.Link
}

// A verified is a verification that has been done.
type verified struct {
	verdict Verdict
	began   time.Time
}

// keptShown is how many days of checkpoints are offered.
const keptShown = webkit.PageSize

func (p Pages) get(w http.ResponseWriter, r *http.Request) error {
	events, size, err := sealed(r.Context(), p.Record, "")
	if err != nil {
		return err
	}
	events.ID, events.Words, events.Of = "sigill", "Sigill över registret", "händelser registret hade"
	reads, lines, err := sealed(r.Context(), p.Reads, "lasningar/")
	if err != nil {
		return err
	}
	reads.ID, reads.Words, reads.Of = "lassigill", "Sigill över läsloggen", "rader läsloggen hade"
	page := &HistoryPage{
		Page: webkit.Page{
			Title: "Registrets historik", Back: &webkit.Link{Path: "/granskning", Words: "Granskning"},
			Strong:   webkit.Count(int(size), "händelse", "händelser") + " och " + webkit.Count(int(lines), "läsning är förseglade.", "läsningar är förseglade."),
			Sentence: "Varje handling blir en händelse, och varje läsning en rad i läsloggen. De kan inte tas bort, flyttas eller ändras utan att det syns.",
		},
		Form: webkit.NewForm(r, 0, ""), Sealed: []Sealed{events, reads},
	}
	result, working, err := p.work.Look(whole)
	page.Working, page.Failed = working, err != nil
	if done, ok := result.(verified); ok {
		page.At = webkit.DayAndTime(done.began, webkit.Today(r))
		if err == nil {
			page.Verdict = &done.verdict
		}
	}
	if page.Working != nil {
		webkit.ComeBack(w, r)
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "historik.html", page)
}

// whole is the key of the only work the page has: all of the record.
const whole = "registret"

func sealed(ctx context.Context, record Record, below string) (Sealed, int64, error) {
	size, root, err := record.Head(ctx)
	if err != nil {
		return Sealed{}, 0, err
	}
	kept, err := record.Checkpoints(ctx, keptShown)
	s := Sealed{Root: root.String()}
	for _, k := range kept {
		s.Kept = append(s.Kept, webkit.Link{Path: "/granskning/historik/sigill/" + below + k.Day.String(), Words: webkit.LongDay(k.Day)})
	}
	return s, size, err
}

// post begins a verification, or joins the one that is going on.
func (p Pages) post(w http.ResponseWriter, r *http.Request) error {
	ctx, now := context.WithoutCancel(r.Context()), webkit.Now(r)
	p.work.Begin(whole, func(tell func(at, of int)) (any, error) {
		verdict, err := p.Verify(ctx, tell)
		return verified{verdict, now}, err
	})
	return webkit.Done(w, r, "/granskning/historik")
}

// checkpoint hands out a checkpoint of one tree, by its day.
func checkpoint(record Record, name string) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		day, err := civil.Parse(r.PathValue("dag"))
		if err != nil {
			return fault.New(fault.NotFound, "web.no-such-page")
		}
		note, err := record.CheckpointOf(r.Context(), day)
		if err != nil {
			return err
		}
		if note == nil {
			return fault.New(fault.NotFound, "web.no-such-page")
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Content-Disposition", `attachment; filename="`+name+day.String()+`.txt"`)
		_, err = w.Write(note)
		return err
	}
}
