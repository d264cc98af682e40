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
	"stadga/internal/store"
)

// An Ahead is a store for laying much history at once. Acts are carried out
// against memory, and their events are written behind them into the record, many
// acts in one transaction; subjects and obligations are written once, as they
// stand when they are settled. What comes to stand in the record is what the
// same acts would have left there one by one.
//
// Nothing is durable before Settle has returned: what is interrupted is thrown
// away. One goroutine acts.
type Ahead struct {
	into *store.Load
	*memory

	waiting  handful
	behind   chan handful
	ended    chan error
	settling chan error // of the memory that is being settled behind; nil: none is
	broken   error
}

// A memory is what acts have been carried out against since it was last settled.
type memory struct {
	streams     map[journal.StreamID]engine.Num
	past        map[engine.Num][]engine.StoredEvent
	subjects    map[duty.Subject]engine.Num
	rows        map[engine.Num]engine.SubjectRow
	below       map[engine.Num][]engine.Num
	wakes       map[civil.Date][]engine.Num // those that have waked on the day since are passed over
	obligations map[engine.Num]map[duty.Key]*duty.Obligation
	written     map[engine.Num]int // the version a stream was written at
}

// A handful is what is handed to the record at a time.
type handful struct {
	acts  []store.LoadAct
	begun []store.LoadStream
}

// togetherAhead is how many acts, or subjects, are handed to the record at a time.
const togetherAhead = 500

// NewAhead returns a store that runs ahead of a record, which holds nothing yet
// of what the acts speak of.
func NewAhead(ctx context.Context, into *store.Load) *Ahead {
	a := &Ahead{into: into}
	a.begin(ctx)
	return a
}

// begin starts with an empty memory and a writer behind it.
func (a *Ahead) begin(ctx context.Context) {
	a.memory = newMemory()
	behind, ended := make(chan handful, 4), make(chan error, 1)
	a.behind, a.ended = behind, ended
	go func() { ended <- a.follow(ctx, behind) }()
}

// follow writes acts behind the memory until there are no more.
func (a *Ahead) follow(ctx context.Context, behind <-chan handful) error {
	for some := range behind {
		if err := a.into.Acts(ctx, some.acts, some.begun); err != nil {
			return err
		}
	}
	return nil
}

func newMemory() *memory {
	return &memory{
		streams: make(map[journal.StreamID]engine.Num), past: make(map[engine.Num][]engine.StoredEvent),
		subjects: make(map[duty.Subject]engine.Num), rows: make(map[engine.Num]engine.SubjectRow),
		below: make(map[engine.Num][]engine.Num), wakes: make(map[civil.Date][]engine.Num),
		obligations: make(map[engine.Num]map[duty.Key]*duty.Obligation), written: make(map[engine.Num]int),
	}
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
	if len(tx.act.Events) > 0 {
		a.waiting.acts = append(a.waiting.acts, tx.act)
	}
	if len(a.waiting.acts) >= togetherAhead {
		return a.hand()
	}
	return nil
}

// hand gives what waits to the writer.
func (a *Ahead) hand() error {
	for i, s := range a.waiting.begun {
		a.waiting.begun[i].Version = len(a.past[s.Num])
		a.written[s.Num] = len(a.past[s.Num])
	}
	select {
	case err := <-a.ended:
		a.broken = cmp.Or(err, context.Canceled)
		return a.broken
	case a.behind <- a.waiting:
		a.waiting = handful{}
		return nil
	}
}

// Read runs f on memory.
func (a *Ahead) Read(_ context.Context, f func(engine.Reader) error) error {
	return f(&aheadTx{Ahead: a})
}

// Settle writes what is in memory and empties it, and returns when all of it is in
// the record.
func (a *Ahead) Settle(ctx context.Context) error {
	if err := a.SettleBehind(ctx); err != nil {
		return err
	}
	return a.settled()
}

// SettleBehind is Settle that does not wait for the writing: acts that have nothing
// to do with those before may be carried out meanwhile. One memory at a time is
// settled so, and a fault in it is the answer of the next to settle.
func (a *Ahead) SettleBehind(ctx context.Context) error {
	if a.broken != nil {
		return a.broken
	}
	if err := a.hand(); err != nil {
		return err
	}
	close(a.behind)
	if err := a.settled(); err != nil {
		return err
	}
	done, ended, full := make(chan error, 1), a.ended, a.memory
	go func() {
		err := <-ended
		if err == nil {
			err = full.settle(ctx, a.into)
		}
		done <- err
	}()
	a.settling = done
	a.begin(ctx)
	return nil
}

// settled waits for the memory that is being settled behind.
func (a *Ahead) settled() error {
	if a.settling == nil {
		return nil
	}
	err := <-a.settling
	a.settling = nil
	if err != nil {
		a.broken = err
	}
	return err
}

// settle writes how everything has come to stand, in the order it was begun.
func (a *memory) settle(ctx context.Context, into *store.Load) error {
	var moved []store.LoadStream
	for id, num := range a.streams {
		if version := len(a.past[num]); version != a.written[num] {
			moved = append(moved, store.LoadStream{Num: num, ID: id, Version: version})
		}
	}
	slices.SortFunc(moved, func(x, y store.LoadStream) int { return cmp.Compare(x.Num, y.Num) })
	if err := into.Move(ctx, moved); err != nil {
		return err
	}
	// One makes the rows and another writes them.
	ready, ended := make(chan store.Settled, 4), make(chan error, 1)
	go func() {
		var failed error
		for part := range ready {
			if failed == nil {
				failed = into.Settle(ctx, part)
			}
		}
		ended <- failed
	}()
	a.standing(into, ready)
	close(ready)
	return <-ended
}

// standing hands over how every subject stands, in the order they were begun.
func (a *memory) standing(into *store.Load, ready chan<- store.Settled) {
	for part := range slices.Chunk(slices.Sorted(maps.Keys(a.rows)), togetherAhead) {
		subjects := make([]engine.SubjectRow, len(part))
		var owed []engine.Owed
		for n, num := range part {
			subjects[n] = a.rows[num]
			of := a.owed(num)
			if len(of) == 0 {
				continue
			}
			file := a.rows[num].InFile()
			holder := engine.HolderIn(a.rows[file].Facts)
			for _, o := range of {
				owed = append(owed, engine.Owed{Of: num, File: file, Holder: holder, Obligation: o})
			}
		}
		ready <- into.Settled(subjects, owed)
	}
}

// owed are the obligations of a subject in the order of their keys.
func (a *memory) owed(subject engine.Num) []*duty.Obligation {
	of := a.obligations[subject]
	obligations := make([]*duty.Obligation, 0, len(of))
	for _, o := range of {
		obligations = append(obligations, o)
	}
	slices.SortFunc(obligations, func(a, b *duty.Obligation) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.About, b.About), cmp.Compare(a.Nth, b.Nth))
	})
	return obligations
}

// An aheadTx is one act on memory.
type aheadTx struct {
	*Ahead
	act   store.LoadAct
	wrote bool
}

var _ engine.Tx = (*aheadTx)(nil)

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
	of := tx.owed(subject)
	obligations := make([]duty.Obligation, len(of))
	for i, o := range of {
		obligations[i] = *o
	}
	return obligations, nil
}

func (tx *aheadTx) Waking(_ context.Context, day civil.Date, limit int) ([]duty.Subject, error) {
	var nums []engine.Num
	for on, some := range tx.wakes {
		if on.After(day) {
			continue
		}
		some = slices.DeleteFunc(some, func(num engine.Num) bool { return tx.rows[num].Wakes != on })
		if tx.wakes[on] = some; len(some) == 0 {
			delete(tx.wakes, on)
		}
		nums = append(nums, some...)
	}
	slices.Sort(nums)
	nums = slices.Compact(nums)
	var waking []duty.Subject
	for _, num := range nums[:min(len(nums), limit)] {
		waking = append(waking, tx.rows[num].Subject)
	}
	return waking, nil
}

func (tx *aheadTx) Subjects(_ context.Context, after engine.Num, limit int) ([]engine.SubjectRow, error) {
	nums := slices.Sorted(maps.Keys(tx.rows))
	from, found := slices.BinarySearch(nums, after)
	if found {
		from++
	}
	var rows []engine.SubjectRow
	for _, num := range nums[from:min(len(nums), from+limit)] {
		rows = append(rows, tx.rows[num])
	}
	return rows, nil
}

func (tx *aheadTx) AddAct(_ context.Context, row engine.ActRow, _ bool) (bool, error) {
	tx.act.Row = row
	return true, nil
}

func (tx *aheadTx) AddStream(_ context.Context, id journal.StreamID, _ int) (engine.Num, error) {
	tx.wrote = true
	num := tx.into.Stream()
	tx.streams[id] = num
	tx.waiting.begun = append(tx.waiting.begun, store.LoadStream{Num: num, ID: id})
	return num, nil
}

// MoveStream has nothing to keep: a stream is as long as its past.
func (tx *aheadTx) MoveStream(context.Context, engine.Num, int, int) error {
	tx.wrote = true
	return nil
}

func (tx *aheadTx) Append(_ context.Context, events []engine.NewEvent) error {
	tx.wrote = true
	tx.act.Events = events
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

// Hold has nobody to hold them from.
func (tx *aheadTx) Hold(context.Context, map[engine.Num]int) error { return nil }

func (tx *aheadTx) AddSubject(_ context.Context, row engine.SubjectRow) (engine.Num, error) {
	tx.wrote = true
	row.Num = tx.into.Subject()
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
	if !row.Wakes.IsZero() && row.Wakes != tx.rows[row.Num].Wakes {
		tx.wakes[row.Wakes] = append(tx.wakes[row.Wakes], row.Num)
	}
	tx.rows[row.Num] = row
}

func (tx *aheadTx) PutObligations(_ context.Context, owed []engine.Owed) error {
	for _, o := range owed {
		if tx.obligations[o.Of] == nil {
			tx.obligations[o.Of] = make(map[duty.Key]*duty.Obligation)
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
