package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"stadga/internal/civil"
	"stadga/internal/journal"
)

// Progress is told how many events of how many have been read.
type Progress func(done, total int)

// digest tells one definition of a projection from another. The number before it
// tells how the statements are written for a database.
func (p Projection) digest() [32]byte {
	return sha256.Sum256(fmt.Appendf(nil, "2 %q %q %q", p.Tables, p.Schema, p.Events))
}

// prepare builds what is missing or differs from how it is defined today.
func (db *DB) prepare(ctx context.Context) error {
	built := map[string][]byte{}
	rows, err := db.Reader().QueryContext(ctx, `select name, digest from projection`)
	if err != nil {
		return fmt.Errorf("projections: %w", err)
	}
	err = each(rows, func() error {
		var name string
		var digest []byte
		err := rows.Scan(&name, &digest)
		built[name] = digest
		return err
	})
	if err != nil {
		return err
	}
	var missing []Projection
	for _, p := range db.projections {
		if digest := p.digest(); !slices.Equal(built[p.Name], digest[:]) {
			missing = append(missing, p)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	var events int
	if err := db.Reader().QueryRowContext(ctx, `select count(*) from (select 1 from journal limit 1) j`).Scan(&events); err != nil {
		return err
	}
	if events == 0 {
		return db.exec(ctx, func(x Execer) error { return db.begin(ctx, x, missing) })
	}
	for _, p := range missing {
		if err := db.rebuild(ctx, p, func(int, int) {}); err != nil {
			if unsettled, _ := db.Unsettled(ctx); unsettled {
				err = errors.Join(ErrUnsettled, err)
			}
			return err
		}
	}
	return nil
}

// begin makes projections of an empty journal.
func (db *DB) begin(ctx context.Context, x Execer, projections []Projection) error {
	for _, p := range projections {
		if err := errors.Join(DropTables(ctx, x, p), CreateTables(ctx, x, p, db.driver.Schema), noteBuilt(ctx, x, p)); err != nil {
			return err
		}
	}
	return nil
}

func noteBuilt(ctx context.Context, x Execer, p Projection) error {
	digest := p.digest()
	_, err := x.ExecContext(ctx, `insert into projection (name, digest) values ($1, $2)
		on conflict (name) do update set digest = excluded.digest`, p.Name, digest[:])
	return err
}

// Rebuild builds one projection anew from the journal, beside the one in use,
// and puts it in its place. Acts go on meanwhile, but for the last moment.
func (db *DB) Rebuild(ctx context.Context, name string, progress Progress) error {
	for _, p := range db.projections {
		if p.Name == name {
			return db.rebuild(ctx, p, progress)
		}
	}
	return fmt.Errorf("there is no projection %s", name)
}

func (db *DB) rebuild(ctx context.Context, p Projection, progress Progress) error {
	var last int64
	err := db.exec(ctx, func(x Execer) error {
		if err := db.driver.Barrier(ctx, x); err != nil {
			return err
		}
		return x.QueryRowContext(ctx, `select coalesce(max(num), 0) from journal`).Scan(&last)
	})
	if err != nil {
		return fmt.Errorf("rebuild %s: %w", p.Name, err)
	}
	scratch, err := newScratch(ctx, false)
	if err != nil {
		return fmt.Errorf("rebuild %s: %w", p.Name, err)
	}
	defer scratch.Close()
	if err := scratch.create(ctx, []Projection{p}); err != nil {
		return err
	}
	read := reading{q: db.Reader(), names: db.registry.Stored(p.Events), last: last, progress: progress}
	if err := db.fill(ctx, scratch, []Projection{p}, &read); err != nil {
		return fmt.Errorf("rebuild %s: %w", p.Name, err)
	}
	err = db.driver.Swap(ctx, p, scratch, func(x Execer) error {
		rest := reading{q: x, names: read.names, after: last, progress: func(int, int) {}}
		if err := x.QueryRowContext(ctx, `select coalesce(max(num), 0) from journal`).Scan(&rest.last); err != nil {
			return err
		}
		var arrived []journal.Recorded // read to the end first: one connection does one thing at a time
		err := rest.each(ctx, db.registry, func(event journal.Recorded) error {
			if event.Event != nil {
				arrived = append(arrived, event)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, event := range arrived {
			if err := p.Apply(ctx, x, event); err != nil {
				return err
			}
		}
		return noteBuilt(ctx, x, p)
	})
	if err != nil {
		return fmt.Errorf("swap %s: %w", p.Name, err)
	}
	return nil
}

// fill applies what is read to projections in a scratch database.
func (db *DB) fill(ctx context.Context, scratch *Scratch, projections []Projection, read *reading) error {
	apply := map[string][]Projection{}
	for _, p := range projections {
		for _, name := range p.Events {
			apply[name] = append(apply[name], p)
		}
	}
	if err := scratch.conn.Plain("begin"); err != nil {
		return err
	}
	err := read.beside(ctx, db.registry, func(event journal.Recorded) error {
		if event.Event == nil {
			return nil
		}
		for _, p := range apply[event.Name] {
			if err := p.Apply(ctx, scratch.conn, event); err != nil {
				return fmt.Errorf("projection %s of %s: %w", p.Name, event.Name, err)
			}
		}
		return nil
	})
	if err != nil {
		return errors.Join(err, scratch.conn.Plain("rollback"))
	}
	return scratch.conn.Plain("commit")
}

// A reading goes through the journal in the order it was written, and reads only
// events of certain names.
type reading struct {
	q           Queryer
	names       []string
	after, last int64     // journal.num
	upTo        time.Time // zero: no limit
	progress    Progress
	read, gone  int // events, and those of them whose body has been disposed of
}

// window is how many places of the journal are read at a time, which bounds what
// a database sorts and what memory holds.
const window = 50_000

func (r *reading) each(ctx context.Context, registry *journal.Registry, f func(journal.Recorded) error) error {
	if len(r.names) == 0 || r.last <= r.after {
		return nil
	}
	upTo := civil.Stamp(r.upTo)
	if r.upTo.IsZero() {
		upTo = "9999" // after every stamp
	}
	args := []any{r.after, r.last}
	for _, name := range r.names {
		args = append(args, name)
	}
	named := ` and j.name in (` + Places(3, len(r.names)) + `)`
	total := 0
	err := r.q.QueryRowContext(ctx, `select count(*) from journal j where j.num > $1 and j.num <= $2`+named, args...).Scan(&total)
	if err != nil {
		return fmt.Errorf("count the events: %w", err)
	}
	args = append(args, upTo)
	query := `select ` + eventColumns + ` from ` + eventTables + ` where j.num > $1 and j.num <= $2` + named +
		` and a.at <= ` + Places(len(args), 1) + ` order by j.num`
	for from := r.after; from < r.last; from += window {
		args[0], args[1] = from, min(from+window, r.last)
		rows, err := r.q.QueryContext(ctx, query, args...)
		if err != nil {
			return fmt.Errorf("read the journal: %w", err)
		}
		if err := each(rows, func() error { return r.one(rows, registry, f) }); err != nil {
			return err
		}
		r.progress(r.read, total)
	}
	return nil
}

// handful is how many events are handed over at a time.
const handful = 256

// beside is each with the reading in a goroutine of its own, so that one machine
// core reads and decodes while another writes.
func (r *reading) beside(ctx context.Context, registry *journal.Registry, f func(journal.Recorded) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	handed, ended := make(chan []journal.Recorded, 4), make(chan error, 1)
	go func() {
		defer close(handed)
		var some []journal.Recorded
		hand := func() error {
			select {
			case handed <- some:
				some = nil
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		err := r.each(ctx, registry, func(event journal.Recorded) error {
			some = append(some, event)
			if len(some) < handful {
				return nil
			}
			return hand()
		})
		if err == nil {
			err = hand()
		}
		ended <- err
	}()
	for some := range handed {
		for _, event := range some {
			if err := f(event); err != nil {
				cancel()
				<-ended // before what it counts is read
				return err
			}
		}
	}
	return <-ended
}

func (r *reading) one(rows *sql.Rows, registry *journal.Registry, f func(journal.Recorded) error) error {
	stored, err := scanEvent(rows)
	if err != nil {
		return err
	}
	r.read++
	recorded, err := registry.Read(stored.Envelope, stored.JSON)
	if err != nil {
		return err
	}
	if recorded.Event == nil {
		r.gone++
	}
	return f(recorded)
}

// A Past is the record as it stood at an instant, as far as some projections
// tell: tables in memory to ask the same questions of.
type Past struct {
	Queryer
	Events int // read
	Gone   int // of these, events whose body has been disposed of since
	db     *Scratch
}

// Close drops the tables.
func (p *Past) Close() error { return p.db.Close() }

// Replay builds projections in memory from what the journal held at an instant.
// It reads no other events than theirs.
func (db *DB) Replay(ctx context.Context, upTo time.Time, progress Progress, names ...string) (*Past, error) {
	var chosen []Projection
	for _, name := range names {
		at := slices.IndexFunc(db.projections, func(p Projection) bool { return p.Name == name })
		if at < 0 {
			return nil, fmt.Errorf("there is no projection %s", name)
		}
		chosen = append(chosen, db.projections[at])
	}
	return db.build(ctx, true, upTo, progress, chosen)
}

// Beside builds a projection that the record does not keep, in a file that is gone
// when it is closed: for what is asked of the whole history once.
func (db *DB) Beside(ctx context.Context, progress Progress, p Projection) (*Past, error) {
	return db.build(ctx, false, time.Time{}, progress, []Projection{p})
}

// build fills a scratch database with projections of what the journal held at an
// instant.
func (db *DB) build(ctx context.Context, inMemory bool, upTo time.Time, progress Progress, chosen []Projection) (*Past, error) {
	scratch, err := newScratch(ctx, inMemory)
	if err != nil {
		return nil, err
	}
	var events []string
	for _, p := range chosen {
		events = append(events, p.Events...)
	}
	read := reading{q: db.Reader(), names: db.registry.Stored(events), upTo: upTo, progress: progress}
	err = db.Reader().QueryRowContext(ctx, `select coalesce(max(num), 0) from journal`).Scan(&read.last)
	if err == nil {
		err = scratch.create(ctx, chosen)
	}
	if err == nil {
		err = db.fill(ctx, scratch, chosen, &read)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("replay: %w", err), scratch.Close())
	}
	return &Past{Queryer: scratch.DB, Events: read.read, Gone: read.gone, db: scratch}, nil
}
