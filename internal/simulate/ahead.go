package simulate

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// An Ahead is a store for laying much history at once. Acts are carried out
// against memory, and their events are written behind them into the real store,
// many acts in one transaction; subjects with their obligations are written once,
// as they stand when they are settled. What comes to stand in the record is what
// the same acts would have left there one by one.
//
// Nothing is durable before Settle has returned: what is interrupted is thrown
// away. One goroutine acts.
type Ahead struct {
	into engine.Store

	nums        engine.Num
	streams     map[journal.StreamID]engine.Num
	past        map[engine.Num][]engine.StoredEvent
	subjects    map[duty.Subject]engine.Num
	rows        map[engine.Num]engine.SubjectRow
	below       map[engine.Num][]engine.Num
	obligations map[engine.Num]map[duty.Key]duty.Obligation

	waiting []aheadAct
	behind  chan []aheadAct
	ended   chan error
	broken  error
}

// An aheadAct is one act on its way into the real store.
type aheadAct struct {
	row    engine.ActRow
	begun  []aheadStream
	moved  []aheadMove
	events []engine.NewEvent // their streams by the numbers of memory
}

type aheadStream struct {
	num     engine.Num
	id      journal.StreamID
	version int
}

type aheadMove struct {
	num      engine.Num
	from, to int
}

// togetherAhead is how many acts, or subjects, are handed to the store at a time.
// A longer piece is slower: what undoes it grows with it.
const togetherAhead = 40

// NewAhead returns a store that runs ahead of another, which holds nothing yet
// of what the acts speak of.
func NewAhead(ctx context.Context, into engine.Store) *Ahead {
	a := &Ahead{into: into}
	a.begin(ctx)
	return a
}

// begin starts with an empty memory and a writer behind it.
func (a *Ahead) begin(ctx context.Context) {
	a.forget()
	behind, ended := make(chan []aheadAct, 32), make(chan error, 1)
	a.behind, a.ended = behind, ended
	go func() { ended <- a.follow(ctx, behind) }()
}

// forget empties the memory.
func (a *Ahead) forget() {
	a.streams, a.past = make(map[journal.StreamID]engine.Num), make(map[engine.Num][]engine.StoredEvent)
	a.subjects, a.rows = make(map[duty.Subject]engine.Num), make(map[engine.Num]engine.SubjectRow)
	a.below, a.obligations = make(map[engine.Num][]engine.Num), make(map[engine.Num]map[duty.Key]duty.Obligation)
}

// Write carries out one act in memory. An act that fails after it has begun to
// write leaves memory half written, so nothing more is then taken.
func (a *Ahead) Write(_ context.Context, f func(engine.Tx) error) error {
	if a.broken != nil {
		return a.broken
	}
	tx := &aheadTx{Ahead: a}
	if err := f(tx); err != nil {
		if tx.wrote {
			a.broken = fmt.Errorf("an earlier act failed half way: %w", err)
		}
		return err
	}
	if len(tx.act.events) > 0 {
		a.waiting = append(a.waiting, tx.act)
	}
	if len(a.waiting) >= togetherAhead {
		return a.hand()
	}
	return nil
}

// hand gives what waits to the writer.
func (a *Ahead) hand() error {
	select {
	case err := <-a.ended:
		a.broken = cmp.Or(err, context.Canceled)
		return a.broken
	case a.behind <- a.waiting:
		a.waiting = nil
		return nil
	}
}

// Read runs f on memory.
func (a *Ahead) Read(_ context.Context, f func(engine.Reader) error) error {
	return f(&aheadTx{Ahead: a})
}

// Settle writes what is left, then every subject with its obligations, and
// forgets them all. Acts about others may follow, to be settled in their turn.
func (a *Ahead) Settle(ctx context.Context) error {
	if a.broken != nil {
		return a.broken
	}
	if err := a.hand(); err != nil {
		return err
	}
	close(a.behind)
	if err := <-a.ended; err != nil {
		return err
	}
	if err := a.settle(ctx); err != nil {
		return err
	}
	a.begin(ctx)
	return nil
}

// settle writes the subjects, what stands above before what stands under it.
func (a *Ahead) settle(ctx context.Context) error {
	real := make(map[engine.Num]engine.Num, len(a.rows))
	for part := range slices.Chunk(a.downwards(), togetherAhead) {
		err := a.into.Write(ctx, func(tx engine.Tx) error {
			for _, num := range part {
				if err := a.put(ctx, tx, num, real); err != nil {
					return fmt.Errorf("settle %s: %w", a.rows[num].Subject.Kind, err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// downwards lists the subjects so that each comes after what it stands under and
// after its case.
func (a *Ahead) downwards() []engine.Num {
	var order []engine.Num
	seen := make(map[engine.Num]bool, len(a.rows))
	var visit func(num engine.Num)
	visit = func(num engine.Num) {
		if num == 0 || seen[num] {
			return
		}
		seen[num] = true
		visit(a.rows[num].Under)
		visit(a.rows[num].File)
		order = append(order, num)
	}
	for _, num := range slices.Sorted(maps.Keys(a.rows)) {
		visit(num)
	}
	return order
}

func (a *Ahead) put(ctx context.Context, tx engine.Tx, num engine.Num, real map[engine.Num]engine.Num) error {
	row := a.rows[num]
	row.Num, row.Under, row.File = 0, real[row.Under], real[row.File]
	at, err := tx.AddSubject(ctx, row)
	if err != nil {
		return err
	}
	real[num] = at
	obligations, err := (&aheadTx{Ahead: a}).Obligations(ctx, num)
	if err != nil || len(obligations) == 0 {
		return err
	}
	owed := make([]engine.Owed, len(obligations))
	for n, o := range obligations {
		owed[n] = engine.Owed{Of: at, File: row.File, Obligation: o}
	}
	return tx.PutObligations(ctx, owed)
}

// follow writes acts behind the memory until there are no more.
func (a *Ahead) follow(ctx context.Context, behind <-chan []aheadAct) error {
	real := make(map[engine.Num]engine.Num)
	for acts := range behind {
		err := a.into.Write(ctx, func(tx engine.Tx) error {
			for i := range acts {
				if err := acts[i].write(ctx, tx, real); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (act *aheadAct) write(ctx context.Context, tx engine.Tx, real map[engine.Num]engine.Num) error {
	num, fresh, err := tx.AddAct(ctx, act.row)
	if err != nil {
		return err
	}
	if !fresh {
		return fmt.Errorf("the record already holds act %s: history is laid only in an empty record", act.row.ID)
	}
	for _, s := range act.begun {
		if real[s.num], err = tx.AddStream(ctx, s.id, s.version); err != nil {
			return err
		}
	}
	for _, m := range act.moved {
		if err := tx.MoveStream(ctx, real[m.num], m.from, m.to); err != nil {
			return err
		}
	}
	for i := range act.events {
		act.events[i].Stream = real[act.events[i].Stream]
	}
	return tx.Append(ctx, num, act.events)
}

// An aheadTx is one act on memory.
type aheadTx struct {
	*Ahead
	act   aheadAct
	wrote bool
}

var _ engine.Tx = (*aheadTx)(nil)

func (tx *aheadTx) next() engine.Num {
	tx.nums++
	return tx.nums
}

func (tx *aheadTx) Act(context.Context, ids.Act) (*engine.ActRow, error) { return nil, nil }

func (tx *aheadTx) Stream(_ context.Context, id journal.StreamID) (engine.Num, int, error) {
	num := tx.streams[id]
	return num, len(tx.past[num]), nil
}

func (tx *aheadTx) Events(_ context.Context, stream engine.Num, after int) ([]engine.StoredEvent, error) {
	return tx.past[stream][after:], nil
}

func (tx *aheadTx) Chain(_ context.Context, s duty.Subject, _ engine.Known) ([]engine.SubjectRow, error) {
	var chain []engine.SubjectRow
	for num := tx.subjects[s]; num != 0; num = tx.rows[num].Under {
		chain = append(chain, tx.rows[num])
	}
	return chain, nil
}

func (tx *aheadTx) Chains(ctx context.Context, subjects []duty.Subject, _ []engine.Num, known engine.Known) ([]engine.SubjectRow, error) {
	var rows []engine.SubjectRow
	for _, s := range subjects {
		chain, err := tx.Chain(ctx, s, known)
		if err != nil {
			return nil, err
		}
		rows = append(rows, chain...)
	}
	return rows, nil
}

func (tx *aheadTx) Below(_ context.Context, subjects []engine.Num, _ engine.Known) ([]engine.SubjectRow, error) {
	var below []engine.SubjectRow
	for _, above := range subjects {
		for _, num := range tx.below[above] {
			below = append(below, tx.rows[num])
		}
	}
	return below, nil
}

func (tx *aheadTx) Obligations(_ context.Context, subject engine.Num) ([]duty.Obligation, error) {
	of := tx.obligations[subject]
	obligations := make([]duty.Obligation, 0, len(of))
	for _, o := range of {
		obligations = append(obligations, o)
	}
	slices.SortFunc(obligations, func(a, b duty.Obligation) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.About, b.About), cmp.Compare(a.Nth, b.Nth))
	})
	return obligations, nil
}

func (tx *aheadTx) Waking(_ context.Context, day civil.Date, limit int) ([]duty.Subject, error) {
	var waking []duty.Subject
	for _, num := range slices.Sorted(maps.Keys(tx.rows)) {
		row := tx.rows[num]
		if !row.Wakes.IsZero() && !row.Wakes.After(day) && len(waking) < limit {
			waking = append(waking, row.Subject)
		}
	}
	return waking, nil
}

func (tx *aheadTx) Subjects(_ context.Context, after engine.Num, limit int) ([]engine.SubjectRow, error) {
	var rows []engine.SubjectRow
	for num := after + 1; num <= tx.nums && len(rows) < limit; num++ {
		if row, ok := tx.rows[num]; ok {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

func (tx *aheadTx) AddAct(_ context.Context, row engine.ActRow) (engine.Num, bool, error) {
	tx.act.row = row
	return 1, true, nil
}

func (tx *aheadTx) AddStream(_ context.Context, id journal.StreamID, version int) (engine.Num, error) {
	tx.wrote = true
	num := tx.next()
	tx.streams[id] = num
	tx.act.begun = append(tx.act.begun, aheadStream{num, id, version})
	return num, nil
}

func (tx *aheadTx) MoveStream(_ context.Context, stream engine.Num, from, to int) error {
	tx.wrote = true
	tx.act.moved = append(tx.act.moved, aheadMove{stream, from, to})
	return nil
}

func (tx *aheadTx) Append(_ context.Context, _ engine.Num, events []engine.NewEvent) error {
	tx.wrote = true
	tx.act.events = events
	for _, event := range events {
		tx.past[event.Stream] = append(tx.past[event.Stream], engine.StoredEvent{Envelope: event.Envelope, JSON: event.Body.JSON})
	}
	return nil
}

func (tx *aheadTx) Lock(_ context.Context, change, hold []engine.Num) (map[engine.Num]int, error) {
	versions := make(map[engine.Num]int, len(change)+len(hold))
	for _, nums := range [][]engine.Num{change, hold} {
		for _, num := range nums {
			versions[num] = tx.rows[num].Version
		}
	}
	return versions, nil
}

func (tx *aheadTx) AddSubject(_ context.Context, row engine.SubjectRow) (engine.Num, error) {
	tx.wrote = true
	row.Num = tx.next()
	tx.subjects[row.Subject] = row.Num
	tx.put(row)
	return row.Num, nil
}

func (tx *aheadTx) PutSubject(_ context.Context, row engine.SubjectRow) error {
	tx.wrote = true
	tx.put(row)
	return nil
}

// put keeps a row and who stands under whom.
func (tx *aheadTx) put(row engine.SubjectRow) {
	if was := tx.rows[row.Num].Under; was != row.Under {
		if was != 0 {
			tx.below[was] = slices.DeleteFunc(tx.below[was], func(n engine.Num) bool { return n == row.Num })
		}
		if row.Under != 0 {
			tx.below[row.Under] = append(tx.below[row.Under], row.Num)
		}
	}
	tx.rows[row.Num] = row
}

func (tx *aheadTx) PutObligations(_ context.Context, owed []engine.Owed) error {
	for _, o := range owed {
		if tx.obligations[o.Of] == nil {
			tx.obligations[o.Of] = make(map[duty.Key]duty.Obligation)
		}
		tx.obligations[o.Of][o.Key()] = o.Obligation
	}
	return nil
}

func (tx *aheadTx) DropObligation(_ context.Context, subject engine.Num, key duty.Key) error {
	delete(tx.obligations[subject], key)
	return nil
}

func (tx *aheadTx) DropDraft(context.Context, ids.User, string) error { return nil }
