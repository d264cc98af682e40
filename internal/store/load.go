package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/journal"
)

// A Load lays history that has been carried out in memory into a record: many
// rows in one statement, and many acts in one transaction. The rows are those
// that the same acts would have left one by one, with two exceptions: a subject
// is written once, as it stands when it is settled, and an act that no reaction
// waits for does not pass through the outbox.
//
// Nobody else may write meanwhile, and what is interrupted is thrown away. Indexes
// that nothing goes by meanwhile are made when all is laid, where the database can:
// putting rows into them one by one, in no order, takes longer.
type Load struct {
	db    *DB
	heard map[string]bool // names of events that reactions wait for

	streams, subjects atomic.Int64

	mu           sync.Mutex // while rows are written
	acts, events int64
	texts        map[string]string // statements of manyAtOnce rows, by table and columns
	back         []string          // statements that bring back the indexes laid aside
}

// A LoadAct is one act with its events, each with the number of its stream.
type LoadAct struct {
	Row    engine.ActRow
	Events []engine.NewEvent
}

// A LoadStream is a stream at a version it has come to.
type LoadStream struct {
	Num     engine.Num
	ID      journal.StreamID
	Version int
}

// Load begins to lay history. Heard are the names of the events that reactions
// wait for.
func (db *DB) Load(ctx context.Context, heard []string) (*Load, error) {
	l := &Load{db: db, heard: make(map[string]bool, len(heard)), texts: map[string]string{}}
	for _, name := range heard {
		l.heard[name] = true
	}
	last := func(table string) (num int64, err error) {
		err = db.Reader().QueryRowContext(ctx, `select coalesce(max(num), 0) from `+table).Scan(&num)
		return num, err
	}
	streams, err1 := last("stream")
	subjects, err2 := last("subject")
	var err3, err4 error
	l.acts, err3 = last("act")
	l.events, err4 = last("journal")
	l.streams.Store(streams)
	l.subjects.Store(subjects)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return nil, err
	}
	return l, l.aside(ctx)
}

// aside lays aside the indexes of the tables that are laid.
func (l *Load) aside(ctx context.Context) error {
	tables, but := []string{"journal", "subject", "obligation"}, []string(nil)
	for _, p := range l.db.projections {
		tables, but = append(tables, p.Tables...), append(but, p.Seeks...)
	}
	return l.db.driver.Load(ctx, func(x Execer) (err error) {
		l.back, err = l.db.driver.Aside(ctx, x, tables, but)
		return err
	})
}

// Stream draws the number of a new stream.
func (l *Load) Stream() engine.Num { return engine.Num(l.streams.Add(1)) }

// Subject draws the number of a new subject.
func (l *Load) Subject() engine.Num { return engine.Num(l.subjects.Add(1)) }

// Acts writes acts in their order, with their events and projections, and the
// streams they began.
func (l *Load) Acts(ctx context.Context, acts []LoadAct, begun []LoadStream) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.db.driver.Load(ctx, func(x Execer) error {
		w := l.writer(ctx, x)
		for i := range acts {
			if err := w.act(l, &acts[i]); err != nil {
				return err
			}
		}
		for _, s := range begun {
			if err := w.streams.add(int64(s.Num), s.ID.Kind, s.ID.ID, s.Version); err != nil {
				return err
			}
		}
		return w.flush()
	})
}

// Move takes streams to where they have come since they were begun.
func (l *Load) Move(ctx context.Context, moved []LoadStream) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.db.driver.Load(ctx, func(x Execer) error {
		for _, s := range moved {
			if _, err := x.ExecContext(ctx, `update stream set version = $2 where num = $1`, int64(s.Num), s.Version); err != nil {
				return fmt.Errorf("move a stream: %w", err)
			}
		}
		return nil
	})
}

// Settled are subjects as they stand with their obligations, ready to be written.
type Settled struct{ subjects, obligations [][]any }

// Settled makes rows of subjects and obligations. Several may be made at a time.
func (l *Load) Settled(subjects []engine.SubjectRow, owed []engine.Owed) Settled {
	ready := Settled{subjects: make([][]any, len(subjects)), obligations: make([][]any, len(owed))}
	for i, s := range subjects {
		ready.subjects[i] = []any{int64(s.Num), s.Subject.Kind, s.Subject.ID, int64(s.Under), int64(s.File), s.Version, s.Wakes, encodeFacts(s.Facts)}
	}
	for i := range owed {
		ready.obligations[i] = obligationValues(&owed[i])
	}
	return ready
}

// Settle writes subjects and obligations.
func (l *Load) Settle(ctx context.Context, ready Settled) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.db.driver.Load(ctx, func(x Execer) error {
		w := l.writer(ctx, x)
		for _, values := range ready.subjects {
			if err := w.subjects.add(values...); err != nil {
				return err
			}
		}
		for _, values := range ready.obligations {
			if err := w.obligations.add(values...); err != nil {
				return err
			}
		}
		return w.flush()
	})
}

// Close ends the laying: numbers drawn from now on come after those it has given, and
// what was laid aside is brought back.
func (l *Load) Close(ctx context.Context) error {
	return l.db.driver.Load(ctx, func(x Execer) error {
		for table, last := range map[string]int64{
			"act": l.acts, "journal": l.events, "stream": l.streams.Load(), "subject": l.subjects.Load(),
		} {
			if err := l.db.driver.Numbered(ctx, x, table, last); err != nil {
				return fmt.Errorf("numbers of %s: %w", table, err)
			}
		}
		for _, made := range l.back {
			if _, err := x.ExecContext(ctx, made); err != nil {
				return fmt.Errorf("index what is laid: %w", err)
			}
		}
		return nil
	})
}

// A loadWriter gathers rows for statements of many.
type loadWriter struct {
	*tx
	acts, streams, journal, bodies, outbox, subjects, obligations *manyRows
}

func (l *Load) writer(ctx context.Context, x Execer) *loadWriter {
	t := newTx(l.db, x)
	many := func(into string) *manyRows { return &manyRows{Load: l, ctx: ctx, x: t.x, into: into} }
	return &loadWriter{
		tx:          t,
		acts:        many(`act (num, id, digest, actor, on_behalf, at, day, cause_act, cause_place)`),
		streams:     many(`stream (num, kind, id, version)`),
		journal:     many(`journal (num, stream, version, act, place, name, digest)`),
		bodies:      many(`journal_body (event, salt, body)`),
		outbox:      many(`outbox (act)`),
		subjects:    many(`subject (num, kind, id, under, file, version, wakes, facts)`),
		obligations: many(`obligation (` + obligationColumns + `)`),
	}
}

func (w *loadWriter) flush() error {
	var err error
	for _, m := range []*manyRows{w.acts, w.streams, w.journal, w.bodies, w.outbox, w.subjects, w.obligations} {
		err = errors.Join(err, m.flush())
	}
	return err
}

func (w *loadWriter) act(l *Load, a *LoadAct) error {
	l.acts++
	row := a.Row
	err := w.acts.add(l.acts, row.ID, row.Digest[:], row.Actor, row.OnBehalf, civil.Stamp(row.At), civil.DayOf(row.At), row.Cause.Act, row.Cause.Index)
	if err != nil {
		return err
	}
	waited := false
	for i := range a.Events {
		event := &a.Events[i]
		l.events++
		if err := w.journal.add(l.events, int64(event.Stream), event.Version, l.acts, event.Ref.Index, event.Name, event.Digest[:]); err != nil {
			return err
		}
		if err := w.bodies.add(l.events, event.Body.Salt[:], string(event.Body.JSON)); err != nil {
			return err
		}
		if err := w.derive(event); err != nil {
			return err
		}
		waited = waited || l.heard[event.Name]
	}
	if waited {
		return w.outbox.add(l.acts)
	}
	return nil
}

// derive writes what follows from an event: attachments tied to their act, and
// projections.
func (w *loadWriter) derive(event *engine.NewEvent) error {
	ctx := w.acts.ctx
	if err := w.attach(ctx, event.Recorded); err != nil {
		return err
	}
	for _, p := range w.db.readers[event.Name] {
		if err := p.Apply(ctx, w.x, event.Recorded); err != nil {
			return fmt.Errorf("projection %s of %s: %w", p.Name, event.Name, err)
		}
	}
	return nil
}

// manyAtOnce is how many rows one statement holds.
const manyAtOnce = 40

// manyRows are rows of one table on their way into it.
type manyRows struct {
	*Load
	ctx  context.Context
	x    Execer
	into string // the table and its columns
	rows int
	args []any
}

func (m *manyRows) add(values ...any) error {
	m.args = append(m.args, values...)
	if m.rows++; m.rows < manyAtOnce {
		return nil
	}
	return m.flush()
}

func (m *manyRows) flush() error {
	if m.rows == 0 {
		return nil
	}
	text := m.texts[m.into]
	if m.rows < manyAtOnce || text == "" {
		text = m.text()
	}
	if m.rows == manyAtOnce {
		m.texts[m.into] = text
	}
	_, err := m.x.ExecContext(m.ctx, text, m.args...)
	m.rows, m.args = 0, m.args[:0]
	if err != nil {
		return fmt.Errorf("lay rows: %w", err)
	}
	return nil
}

// text is the statement for as many rows as wait.
func (m *manyRows) text() string {
	columns := len(m.args) / m.rows
	var b strings.Builder
	b.WriteString("insert into " + m.into + " values ")
	for n := range m.args {
		switch {
		case n == 0:
			b.WriteString("(")
		case n%columns == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		b.WriteString(m.db.driver.Mark(n + 1))
	}
	b.WriteString(")")
	return b.String()
}
