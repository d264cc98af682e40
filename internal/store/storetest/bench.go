package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/engine/enginetest"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// turns are short and many, each of the engine beside one by hand, so that what
// else the machine does falls on both.
const turns = 12

// Bench compares acts with the same rows written by hand through the same
// driver, and so in the same batches, in turns in one run. It prints how many
// acts a second the engine carried out, how many the hand wrote, the share in
// the middle turn, the rows an act writes, and how many bare rows of one commit
// each.
func Bench(b *testing.B, open Open) {
	for _, kind := range []struct {
		name string
		rows int // that an act may write (design.md 9)
		acts int // a turn
		of   func(*bench) contest
	}{
		{"note", 8, 192, (*bench).notes},
		{"decision", 20, 96, (*bench).decisions},
	} {
		for _, writers := range []int{1, 16} {
			b.Run(fmt.Sprintf("%s/%d", kind.name, writers), func(b *testing.B) {
				bench := newBench(b, open)
				contest := kind.of(bench)
				acts := kind.acts / writers
				var engine, hand, bare, share []float64
				var rows float64
				for b.Loop() {
					for turn := range turns {
						contest.prepare(b, 2*writers*acts)
						before, had := bench.db.Written()
						var e, h float64
						byEngine := func() { e = bench.turn(b, writers, acts, contest.act) }
						byHand := func() { h = bench.turn(b, writers, acts, contest.hand) }
						if turn%2 == 0 {
							byEngine()
							byHand()
						} else {
							byHand()
							byEngine()
						}
						after, has := bench.db.Written()
						rows = float64(has-had) / float64(after-before)
						engine, hand, share = append(engine, e), append(hand, h), append(share, 100*e/h)
					}
					bare = append(bare, bench.turn(b, writers, acts, bench.bare))
				}
				if rows > float64(kind.rows) {
					b.Errorf("an act writes %.1f rows, more than %d", rows, kind.rows)
				}
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(median(engine), "acts/s")
				b.ReportMetric(median(hand), "by-hand/s")
				b.ReportMetric(median(share), "%-of-hand")
				b.ReportMetric(rows, "rows/act")
				b.ReportMetric(median(bare), "bare-rows/s")
			})
		}
	}
}

// A contest is one kind of act done by the engine and by hand.
type contest struct {
	prepare   func(b *testing.B, n int) // what n acts stand on, not timed
	act, hand func(n int) error         // n tells them apart
}

type bench struct {
	db     *store.DB
	driver store.Driver
	engine *engine.Engine
	ids    ids.Source
	now    time.Time
	files  []ids.ID
	num    int // acts so far
	mu     sync.Mutex
	ready  []ready
}

// ready is a matter that a decision can be made in.
type ready struct {
	id, file ids.ID
}

func newBench(b *testing.B, open Open) *bench {
	bench := &bench{driver: open(b, "bench"), ids: enginetest.IDs(5), now: civil.MustParse("2026-03-02").At(9, 0)}
	registry := journal.NewRegistry()
	db, err := store.New(ctx, bench.driver, registry, noteList(), matterList())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	bench.db = db
	bench.engine = engine.New(engine.Config{
		Store: db, Registry: registry, Book: benchBook{}, Access: engine.AllowAll{},
		Clock: func() time.Time { return bench.now }, IDs: bench.ids,
	})
	files := engine.Bind(bench.engine, fileKind())
	for range 200 {
		id := bench.ids.New(bench.now)
		if _, err := files.Do(ctx, bench.form(), id, openFile{ID: id}); err != nil {
			b.Fatal(err)
		}
		bench.files = append(bench.files, id)
	}
	if err := bench.driver.Write(ctx, func(x store.Execer) error {
		_, err := x.ExecContext(ctx, `create table bare (id integer primary key, body text not null)`)
		return err
	}); err != nil {
		b.Fatal(err)
	}
	return bench
}

func (w *bench) form() act.Form {
	return act.Form{ID: ids.Act{ID: w.ids.New(w.now)}, Actor: anna}
}

// turn lets writers do so many things each, and gives things a second.
func (w *bench) turn(b *testing.B, writers, things int, do func(n int) error) float64 {
	first := w.num
	w.num += writers * things
	start := time.Now()
	var group sync.WaitGroup
	for writer := range writers {
		group.Go(func() {
			for n := range things {
				if err := do(first + writer*things + n); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	return float64(writers*things) / time.Since(start).Seconds()
}

func median(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}

// bare writes one row.
func (w *bench) bare(n int) error {
	return w.driver.Write(ctx, func(x store.Execer) error {
		_, err := x.ExecContext(ctx, `insert into bare (id, body) values ($1, $2)`, n, words)
		return err
	})
}

// words are as long as an ordinary note.
var words = strings.Repeat("Ringde dottern, som var på väg dit. ", 12)

// The streams of the benchmark: a file with the facts of an ordinary case, a
// note in it, and a matter that is opened and then decided with two services.
type (
	fileState  struct{ ID ids.ID }
	fileOpened struct{ ID ids.ID }
	openFile   struct{ ID ids.ID }

	noteState   struct{}
	noteWritten struct {
		File  ids.ID
		Words string
	}
	writeNote noteWritten

	matterState struct {
		ID, File      ids.ID
		Opened        civil.Date
		Decided       civil.Date
		Decision      ids.ID
		First, Second ids.ID
	}
	matterOpened struct {
		ID, File ids.ID
		On       civil.Date
	}
	matterDecided struct {
		Decision, First, Second ids.ID
		On                      civil.Date
		Reasons                 string
	}
	openMatter   matterOpened
	decideMatter matterDecided
)

func (fileOpened) EventName() string    { return "file.opened.v1" }
func (noteWritten) EventName() string   { return "note.written.v1" }
func (matterOpened) EventName() string  { return "matter.opened.v1" }
func (matterDecided) EventName() string { return "matter.decided.v1" }

func (openFile) Action() string     { return "file.open" }
func (writeNote) Action() string    { return "note.write" }
func (openMatter) Action() string   { return "matter.open" }
func (decideMatter) Action() string { return "matter.decide" }

func (cmd writeNote) Asks() duty.Subject  { return duty.Subject{Kind: "case", ID: cmd.File} }
func (cmd openMatter) Asks() duty.Subject { return duty.Subject{Kind: "case", ID: cmd.File} }

func (cmd openFile) Decide(fileState, act.Env) ([]journal.Event, error) {
	return []journal.Event{fileOpened(cmd)}, nil
}

func (cmd writeNote) Decide(_ noteState, env act.Env) ([]journal.Event, error) {
	if !env.Facts.Has("case.opened") {
		return nil, fmt.Errorf("the case is not open")
	}
	return []journal.Event{noteWritten(cmd)}, nil
}

func (cmd openMatter) Decide(matterState, act.Env) ([]journal.Event, error) {
	return []journal.Event{matterOpened(cmd)}, nil
}

func (cmd decideMatter) Decide(matterState, act.Env) ([]journal.Event, error) {
	return []journal.Event{matterDecided(cmd)}, nil
}

func fileKind() engine.Kind[fileState] {
	return engine.Kind[fileState]{
		Name: "file", Events: []journal.Event{fileOpened{}},
		Fold: func(f *fileState, r journal.Recorded) { *f = fileState(r.Event.(fileOpened)) },
		Says: func(f fileState) []duty.Said {
			day := civil.MustParse("2026-01-12")
			said := duty.Said{Subject: duty.Subject{Kind: "case", ID: f.ID}, Under: duty.Subject{Kind: "person", ID: f.ID}}
			for _, name := range []string{"opened", "area", "officer", "unit"} {
				said.Facts = append(said.Facts, duty.Fact{Name: "case." + name, Day: day, Value: "aldre"})
			}
			born := duty.Fact{Name: "person.born", Day: civil.MustParse("1940-05-05")}
			return []duty.Said{said, {Subject: said.Under, Facts: []duty.Fact{born}}}
		},
	}
}

func noteKind() engine.Kind[noteState] {
	return engine.Kind[noteState]{
		Name: "note", Events: []journal.Event{noteWritten{}},
		Fold: func(*noteState, journal.Recorded) {}, Says: func(noteState) []duty.Said { return nil },
	}
}

func matterKind() engine.Kind[matterState] {
	return engine.Kind[matterState]{
		Name: "matter", Events: []journal.Event{matterOpened{}, matterDecided{}},
		Fold: func(m *matterState, r journal.Recorded) {
			switch e := r.Event.(type) {
			case matterOpened:
				m.ID, m.File, m.Opened = e.ID, e.File, e.On
			case matterDecided:
				m.Decided, m.Decision, m.First, m.Second = e.On, e.Decision, e.First, e.Second
			}
		},
		Says: saysOfMatter,
	}
}

func saysOfMatter(m matterState) []duty.Said {
	file := duty.Subject{Kind: "case", ID: m.File}
	inquiry := duty.Said{Subject: duty.Subject{Kind: "investigation", ID: m.ID}, Under: file}
	for _, name := range []string{"kind", "ground", "started_by", "matter_received", "opened"} {
		inquiry.Facts = append(inquiry.Facts, duty.Fact{Name: "investigation." + name, Day: m.Opened, Value: "aldre"})
	}
	if m.Decided.IsZero() {
		return []duty.Said{inquiry}
	}
	inquiry.Facts = append(inquiry.Facts, duty.Fact{Name: "investigation.decided", Day: m.Decided})
	decision := duty.Said{Subject: duty.Subject{Kind: "decision", ID: m.Decision}, Under: file}
	for _, name := range []string{"made", "law", "delegated", "reasons", "against", "appealable"} {
		decision.Facts = append(decision.Facts, duty.Fact{Name: "decision." + name, Day: m.Decided, Value: "SoL25"})
	}
	all := []duty.Said{inquiry, decision}
	for _, id := range []ids.ID{m.First, m.Second} {
		service := duty.Said{Subject: duty.Subject{Kind: "service", ID: id}, Under: decision.Subject}
		for _, name := range []string{"kind", "law", "outcome", "granted", "from", "until", "follow_up_planned", "goals"} {
			service.Facts = append(service.Facts, duty.Fact{Name: "service." + name, Day: m.Decided, Value: "bifall"})
		}
		all = append(all, service)
	}
	return all
}

// benchBook owes one thing of each subject below the case.
type benchBook struct{}

func (benchBook) Compute(s duty.Subject, facts duty.Facts, _ civil.Date) duty.Computed {
	starts, meets := map[string]string{
		"investigation": "investigation.opened", "decision": "decision.made", "service": "service.granted",
	}[s.Kind], "investigation.decided"
	if starts == "" || !facts.Has(starts) {
		return duty.Computed{}
	}
	ground := facts.First(starts)
	due := ground.Day.AddMonths(4)
	o := duty.Obligation{Rule: "within-four-months", Version: 1, Subject: s, Ground: ground, Owes: "officer", Strict: due, Shifted: due}
	if s.Kind == "investigation" {
		o.MetBy = facts.First(meets)
	}
	return duty.Computed{Obligations: []duty.Obligation{o}, Wakes: due.AddDays(1)}
}

func noteList() store.Projection {
	return store.Projection{
		Name: "notes", Tables: []string{"note_list"}, Events: []string{"note.written.v1"},
		Schema: []string{
			`create table note_list (id bytea primary key, file bytea not null, at text not null, words text not null)`,
			`create index note_list_file on note_list (file, at)`,
		},
		Apply: func(ctx context.Context, tx store.Execer, r journal.Recorded) error {
			return addNote(tx, r.Stream.ID, r.Event.(noteWritten), civil.Stamp(r.At))
		},
	}
}

func addNote(x store.Execer, id ids.ID, note noteWritten, at string) error {
	_, err := x.ExecContext(ctx, `insert into note_list (id, file, at, words) values ($1, $2, $3, $4)`, id, note.File, at, note.Words)
	return err
}

func matterList() store.Projection {
	return store.Projection{
		Name: "matters", Tables: []string{"matter_list", "service_list"}, Events: []string{"matter.decided.v1"},
		Schema: []string{
			`create table matter_list (id bytea primary key, decided text not null, reasons text not null)`,
			`create table service_list (id bytea primary key, decision bytea not null, granted text not null)`,
		},
		Apply: func(ctx context.Context, tx store.Execer, r journal.Recorded) error {
			return addMatter(tx, r.Stream.ID, r.Event.(matterDecided))
		},
	}
}

func addMatter(x store.Execer, id ids.ID, m matterDecided) error {
	if _, err := x.ExecContext(ctx, `insert into matter_list (id, decided, reasons) values ($1, $2, $3)`, id, m.On, m.Reasons); err != nil {
		return err
	}
	for _, service := range []ids.ID{m.First, m.Second} {
		if _, err := x.ExecContext(ctx, `insert into service_list (id, decision, granted) values ($1, $2, $3)`, service, m.Decision, m.On); err != nil {
			return err
		}
	}
	return nil
}
