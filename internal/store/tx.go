package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A tx is one act's transaction.
type tx struct {
	reader
	db   *DB
	x    *counted
	acts int64
	act  engine.Num // that is being carried out; 0 while it waits to be written
}

var _ engine.Tx = (*tx)(nil)

func newTx(db *DB, x Execer) *tx {
	c := &counted{Execer: x}
	return &tx{reader: reader{q: c}, db: db, x: c}
}

// counted counts the rows that are written.
type counted struct {
	Execer
	rows int64
}

func (c *counted) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if later, ok := c.Execer.(Later); ok {
		w := &waits{ctx: ctx, later: later}
		return w, later.Later(ctx, query, args, 0, func(n int64) { w.rows, c.rows = n, c.rows+n })
	}
	result, err := c.Execer.ExecContext(ctx, query, args...)
	if err == nil {
		if n, err := result.RowsAffected(); err == nil {
			c.rows += n
		}
	}
	return result, err
}

// insert runs an insert that returns the number of its row; 0 when it did nothing.
func (t *tx) insert(ctx context.Context, query string, args ...any) (engine.Num, error) {
	num, found, err := t.x.number(ctx, query, args...)
	if found {
		t.x.rows++
	}
	return engine.Num(num), err
}

const addAct = `insert into act (id, digest, actor, on_behalf, at, day, cause_act, cause_place)
	values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing returning num`

func (t *tx) AddAct(ctx context.Context, row engine.ActRow, surely bool) (bool, error) {
	args := []any{row.ID, row.Digest[:], row.Actor, row.OnBehalf, civil.Stamp(row.At), civil.DayOf(row.At), row.Cause.Act, row.Cause.Index}
	t.act = 0
	if later, ok := t.x.Execer.(Later); ok && surely {
		return true, later.LaterNumber(ctx, addAct, args, func(num int64) {
			t.act = engine.Num(num)
			t.x.rows++
		})
	}
	num, err := t.insert(ctx, addAct, args...)
	if err != nil {
		return false, fmt.Errorf("record the act: %w", err)
	}
	if num == 0 { // it will be answered with the first receipt
		return false, t.db.driver.Await(ctx, t.x.Execer)
	}
	t.act = num
	return true, nil
}

// added is the number of the act, which what still waits is sent for.
func (t *tx) added(ctx context.Context) (engine.Num, error) {
	if later, ok := t.x.Execer.(Later); ok && t.act == 0 {
		if err := later.Now(ctx); err != nil {
			return 0, err
		}
	}
	return t.act, nil
}

func (t *tx) AddStream(ctx context.Context, id journal.StreamID, version int) (engine.Num, error) {
	num, err := t.insert(ctx, `insert into stream (kind, id, version) values ($1, $2, $3)
		on conflict (kind, id) do nothing returning num`, id.Kind, id.ID, version)
	if err == nil && num == 0 {
		return 0, engine.ErrRace
	}
	return num, err
}

func (t *tx) MoveStream(ctx context.Context, stream engine.Num, from, to int) error {
	return t.x.one(ctx, `update stream set version = $3 where num = $1 and version = $2`, int64(stream), from, to)
}

func (t *tx) Append(ctx context.Context, events []engine.NewEvent) error {
	act, err := t.added(ctx)
	if err != nil {
		return err
	}
	for i, event := range events {
		if err := t.appendOne(ctx, act, event, i == 0); err != nil {
			return fmt.Errorf("append %s: %w", event.Name, err)
		}
		if err := t.attach(ctx, event.Recorded); err != nil {
			return err
		}
		for _, p := range t.db.readers[event.Name] {
			if err := p.Apply(ctx, t.x, event.Recorded); err != nil {
				return fmt.Errorf("projection %s of %s: %w", p.Name, event.Name, err)
			}
		}
	}
	t.acts++
	if t.db.driver.Joins() && len(events) > 0 {
		return nil
	}
	_, err = t.x.ExecContext(ctx, addOutbox, int64(act))
	return err
}

const (
	addEvent = `insert into journal (stream, version, act, place, name, digest) values ($1, $2, $3, $4, $5, $6) returning num`
	addBody  = `insert into journal_body (event, salt, body) `

	// The first event of an act brings it to the outbox where one statement can do both.
	addOutbox = `insert into outbox (act) values ($1)`
	boxed     = `boxed as (insert into outbox (act) values ($3)), `
)

func (t *tx) appendOne(ctx context.Context, act engine.Num, event engine.NewEvent, first bool) error {
	args := []any{int64(event.Stream), event.Version, int64(act), event.Ref.Index, event.Name, event.Digest[:]}
	salt, body := event.Body.Salt[:], string(event.Body.JSON)
	if t.db.driver.Joins() {
		with := `with `
		if first {
			with += boxed
			t.x.rows++
		}
		_, err := t.x.ExecContext(ctx, with+`added as (`+addEvent+`) `+addBody+`select num, $7, $8 from added`, append(args, salt, body)...)
		t.x.rows++ // the event; what is counted is the body
		return err
	}
	num, err := t.insert(ctx, addEvent, args...)
	if err != nil {
		return err
	}
	_, err = t.x.ExecContext(ctx, addBody+`values ($1, $2, $3)`, int64(num), salt, body)
	return err
}

// attach ties the attachments an event names to its act, so that they stay.
func (t *tx) attach(ctx context.Context, event journal.Recorded) error {
	attaching, ok := event.Event.(journal.Attaching)
	if !ok {
		return nil
	}
	for _, a := range attaching.Attachments() {
		digest, err := a.Sum()
		if err != nil {
			return fault.New(fault.Invalid, "attachment.gone")
		}
		result, err := t.x.ExecContext(ctx, `update attachment set act = $3 where id = $1 and digest = $2`, a.ID, digest[:], event.Ref.Act)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fault.New(fault.Invalid, "attachment.gone"))
		}
	}
	return nil
}

func (t *tx) Lock(ctx context.Context, change, hold []engine.Num) (map[engine.Num]int, error) {
	alone, together := t.db.driver.LockWords()
	if alone == "" { // one statement will do
		hold, change = nil, slices.Sorted(slices.Values(slices.Concat(change, hold)))
	}
	versions := make(map[engine.Num]int, len(change)+len(hold))
	for len(change)+len(hold) > 0 {
		// In the order of numbers, as many at a time as are locked in the same way.
		words, run := alone, &change
		if len(change) == 0 || len(hold) > 0 && hold[0] < change[0] {
			words, run = together, &hold
		}
		other := &hold
		if run == other {
			other = &change
		}
		n := 1
		for n < len(*run) && (len(*other) == 0 || (*run)[n] < (*other)[0]) {
			n++
		}
		if err := t.lock(ctx, (*run)[:n], words, versions); err != nil {
			return nil, err
		}
		*run = (*run)[n:]
	}
	return versions, nil
}

func (t *tx) lock(ctx context.Context, nums []engine.Num, words string, versions map[engine.Num]int) error {
	rows, err := t.x.QueryContext(ctx, `select num, version from subject where num in (`+Places(1, len(nums))+`) order by num `+words,
		appendNums(nil, nums)...)
	if err != nil {
		return err
	}
	return each(rows, func() error {
		var num engine.Num
		var version int
		err := rows.Scan(&num, &version)
		versions[num] = version
		return err
	})
}

func (t *tx) Hold(ctx context.Context, versions map[engine.Num]int) error {
	nums := slices.Sorted(maps.Keys(versions))
	_, together := t.db.driver.LockWords()
	args := appendNums(make([]any, 0, 2*len(nums)), nums)
	var same strings.Builder
	for i, num := range nums {
		fmt.Fprintf(&same, " and (num <> $%d or version = $%d)", i+1, len(nums)+i+1)
		args = append(args, versions[num])
	}
	return t.x.all(ctx, len(nums), `select num from subject where num in (`+Places(1, len(nums))+`)`+same.String()+` order by num `+together, args...)
}

// Limit ends a query that is to give so many rows at most. It stands as a number
// in the text: with an argument there SQLite prepares the query anew each time.
func Limit(rows int) string { return " limit " + strconv.Itoa(rows) }

// Places writes n placeholders beginning with $from, for an in-list.
func Places(from, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(from + i))
	}
	return b.String()
}

func (t *tx) AddSubject(ctx context.Context, row engine.SubjectRow) (engine.Num, error) {
	facts := encodeFacts(row.Facts)
	num, err := t.insert(ctx, `insert into subject (kind, id, under, file, version, wakes, facts)
		values ($1, $2, $3, $4, $5, $6, $7) on conflict (kind, id) do nothing returning num`,
		row.Subject.Kind, row.Subject.ID, int64(row.Under), int64(row.File), row.Version, row.Wakes, facts)
	if err == nil && num == 0 {
		return 0, engine.ErrRace
	}
	return num, err
}

func (t *tx) PutSubject(ctx context.Context, row engine.SubjectRow) error {
	facts := encodeFacts(row.Facts)
	return t.x.one(ctx, `update subject set under = $3, file = $4, version = $2 + 1, wakes = $5, facts = $6
		where num = $1 and version = $2`, int64(row.Num), row.Version-1, int64(row.Under), int64(row.File), row.Wakes, facts)
}

// obligationsAtOnce bounds the rows of one statement, and so its parameters.
const obligationsAtOnce = 50

func (t *tx) PutObligations(ctx context.Context, owed []engine.Owed) error {
	for some := range slices.Chunk(owed, obligationsAtOnce) {
		var args []any
		for i := range some {
			args = append(args, obligationValues(&some[i])...)
		}
		if _, err := t.x.ExecContext(ctx, t.db.putObligations(len(some), len(args)/len(some)), args...); err != nil {
			return fmt.Errorf("write obligations: %w", err)
		}
	}
	return nil
}

const obligationColumns = `subject, rule, about, nth, file, holder, owes, ground_day, due, alarm, due_at,
			met, met_at, until, kept, prior, waived, missing, never, version, body`

// obligationValues are the row of an obligation, in the order of its columns.
func obligationValues(o *engine.Owed) []any {
	return []any{
		int64(o.Of), o.Rule, o.About, o.Nth, int64(o.File), o.Holder, o.Owes, o.Ground.Day, dueDay(o.Obligation),
		alarmDay(o.Obligation), civil.Stamp(o.DueAt), o.MetOn(), civil.Stamp(metAt(o.Obligation)), o.Until, o.Before,
		flag(o.Prior), o.WaiveOn, o.Missing, flag(o.Never), o.Version, encodeObligation(o.Obligation),
	}
}

// putObligations is the statement for so many rows. It is long, and few acts
// differ in how many they write.
func (db *DB) putObligations(rows, columns int) string {
	if text, made := db.puts.Load(rows); made {
		return text.(string)
	}
	values := make([]string, rows)
	for row := range values {
		marks := make([]string, columns)
		for i := range marks {
			marks[i] = db.driver.Mark(row*columns + i + 1)
		}
		values[row] = "(" + strings.Join(marks, ", ") + ")"
	}
	text := `insert into obligation (` + obligationColumns + `)
		values ` + strings.Join(values, ", ") + `
		on conflict (subject, rule, about, nth) do update set file = excluded.file, holder = excluded.holder, owes = excluded.owes,
			ground_day = excluded.ground_day, due = excluded.due, alarm = excluded.alarm, due_at = excluded.due_at,
			met = excluded.met, met_at = excluded.met_at, until = excluded.until, kept = excluded.kept,
			prior = excluded.prior, waived = excluded.waived, missing = excluded.missing, never = excluded.never,
			version = excluded.version, body = excluded.body`
	db.puts.Store(rows, text)
	return text
}

func (t *tx) DropObligation(ctx context.Context, subject engine.Num, key duty.Key) error {
	_, err := t.x.ExecContext(ctx, `delete from obligation where subject = $1 and rule = $2 and about = $3 and nth = $4`,
		int64(subject), key.Rule, key.About, key.Nth)
	return err
}

func (t *tx) DropDraft(ctx context.Context, person ids.User, form string) error {
	return dropDraft(ctx, t.x, person, form)
}

// metAt is the instant that counts as the one it was met at, where it is known.
func metAt(o *duty.Obligation) time.Time {
	if o.Recorded {
		return o.MetBy.Learned
	}
	return o.MetBy.At
}

func flag(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
