package storetest

import (
	"fmt"
	"strings"
	"testing"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/store"
)

// notes: a note in one of two hundred cases.
func (w *bench) notes() contest {
	notes := engine.Bind(w.engine, noteKind())
	note := func(n int) (ids.ID, noteWritten) {
		return w.ids.New(w.now), noteWritten{File: w.files[n%len(w.files)], Words: words}
	}
	return contest{
		prepare: func(*testing.B, int) {},
		act: func(n int) error {
			id, note := note(n)
			_, err := notes.Do(ctx, w.form(), id, writeNote(note))
			return err
		},
		hand: func(n int) error {
			id, note := note(n)
			form := w.form()
			return w.driver.Write(ctx, func(x store.Execer) error {
				var stream int64
				err := x.QueryRowContext(ctx, `insert into stream (kind, id, version) values ('note', $1, 1) returning num`, id).Scan(&stream)
				if err != nil {
					return err
				}
				body := `{"File":"` + note.File.String() + `","Words":"` + note.Words + `"}`
				if err := w.handAct(x, form.ID, stream, 1, "note.written.v1", body); err != nil {
					return err
				}
				return addNote(x, id, note, civil.Stamp(w.now))
			})
		},
	}
}

// handAct writes the rows that every act has: itself, its event with body, and
// its place in the outbox.
func (w *bench) handAct(x store.Execer, id ids.Act, stream int64, version int, name, body string) error {
	var digest [32]byte
	var act, event int64
	err := x.QueryRowContext(ctx, `insert into act (id, digest, actor, on_behalf, at, day, cause_act, cause_place)
		values ($1, $2, $3, $4, $5, $6, $4, 0) returning num`,
		id, digest[:], anna.User, []byte{}, civil.Stamp(w.now), civil.DayOf(w.now)).Scan(&act)
	if err != nil {
		return err
	}
	err = x.QueryRowContext(ctx, `insert into journal (stream, version, act, place, name, digest) values ($1, $2, $3, 0, $4, $5) returning num`,
		stream, version, act, name, digest[:]).Scan(&event)
	if err != nil {
		return err
	}
	if _, err := x.ExecContext(ctx, `insert into journal_body (event, salt, body) values ($1, $2, $3)`, event, digest[:16], body); err != nil {
		return err
	}
	_, err = x.ExecContext(ctx, `insert into outbox (act) values ($1)`, act)
	return err
}

// decisions: a matter is decided with two services.
func (w *bench) decisions() contest {
	matters := engine.Bind(w.engine, matterKind())
	today := civil.DayOf(w.now)
	next := func() (ready, matterDecided) {
		w.mu.Lock()
		defer w.mu.Unlock()
		r := w.ready[0]
		w.ready = w.ready[1:]
		return r, matterDecided{
			Decision: w.ids.New(w.now), First: w.ids.New(w.now), Second: w.ids.New(w.now), On: today, Reasons: words,
		}
	}
	return contest{
		prepare: func(b *testing.B, n int) {
			for range n {
				r := ready{id: w.ids.New(w.now), file: w.files[len(w.ready)%len(w.files)]}
				cmd := openMatter{ID: r.id, File: r.file, On: today}
				if _, err := matters.Do(ctx, w.form(), r.id, cmd); err != nil {
					b.Fatal(err)
				}
				w.ready = append(w.ready, r)
			}
		},
		act: func(int) error {
			r, decided := next()
			_, err := matters.Do(ctx, w.form(), r.id, decideMatter(decided))
			return err
		},
		hand: func(int) error {
			r, decided := next()
			return w.handDecision(r, decided)
		},
	}
}

func (w *bench) handDecision(r ready, m matterDecided) error {
	form := w.form()
	facts := func(n int) string {
		one := `{"name":"decision.appealable","day":"2026-03-02","value":"SoL25","learned":"2026-03-02T08:00:00.000000Z","kind":"matter","id":"` +
			r.id.String() + `","version":2}`
		return "[" + strings.Repeat(one+",", n-1) + one + "]"
	}
	return w.driver.Write(ctx, func(x store.Execer) error {
		var stream, inquiry, file, decision int64
		for _, read := range []struct {
			num        *int64
			from, kind string
			id         ids.ID
		}{{&stream, "stream", "matter", r.id}, {&inquiry, "subject", "investigation", r.id}, {&file, "subject", "case", r.file}} {
			err := x.QueryRowContext(ctx, `select num from `+read.from+` where kind = $1 and id = $2`, read.kind, read.id).Scan(read.num)
			if err != nil {
				return err
			}
		}
		if _, err := x.ExecContext(ctx, `update stream set version = 2 where num = $1`, stream); err != nil {
			return err
		}
		body := fmt.Sprintf(`{"Decision":"%s","First":"%s","Second":"%s","On":"%s","Reasons":"%s"}`, m.Decision, m.First, m.Second, m.On, m.Reasons)
		if err := w.handAct(x, form.ID, stream, 2, "matter.decided.v1", body); err != nil {
			return err
		}
		if err := addMatter(x, r.id, m); err != nil {
			return err
		}
		if _, err := x.ExecContext(ctx, `update subject set version = 2, facts = $2 where num = $1`, inquiry, facts(6)); err != nil {
			return err
		}
		subject := func(kind string, id ids.ID, under int64, n int) (num int64, err error) {
			err = x.QueryRowContext(ctx, `insert into subject (kind, id, under, file, version, wakes, facts)
				values ($1, $2, $3, $4, 1, '2026-07-03', $5) returning num`, kind, id, under, file, facts(n)).Scan(&num)
			return num, err
		}
		decision, err := subject("decision", m.Decision, file, 6)
		if err != nil {
			return err
		}
		owed := []int64{decision}
		for _, id := range []ids.ID{m.First, m.Second} {
			service, err := subject("service", id, decision, 8)
			if err != nil {
				return err
			}
			owed = append(owed, service)
		}
		obligation := `{"version":1,"ground":` + strings.Trim(facts(1), "[]") + `,"owes":"officer","strict":"2026-07-02","shifted":"2026-07-02"}`
		if _, err := x.ExecContext(ctx, `update obligation set met = $2, body = $3 where subject = $1 and rule = 'within-four-months' and about = '' and nth = 0`,
			inquiry, m.On, obligation); err != nil {
			return err
		}
		for _, num := range owed {
			if _, err := x.ExecContext(ctx, `insert into obligation (subject, rule, about, nth, file, holder, owes, ground_day, due, alarm, due_at,
				met, met_at, until, kept, prior, waived, missing, never, version, body)
				values ($1, 'within-four-months', '', 0, $2, $6, 'officer', $3, $4, $4, '', '', '', '', '', 0, '', '', 0, 1, $5)`,
				num, file, m.On, m.On.AddMonths(4), obligation, ids.User{}); err != nil {
				return err
			}
		}
		return nil
	})
}
