package enginetest

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// Memory is a store that behaves as the databases do, and forgets when the test
// ends. It keeps no projections.
type Memory struct {
	mu    sync.RWMutex
	state state
}

type state struct {
	acts        map[ids.Act]engine.ActRow
	streamNums  map[journal.StreamID]engine.Num
	streams     map[engine.Num][]engine.StoredEvent
	subjectNums map[duty.Subject]engine.Num
	subjects    map[engine.Num]engine.SubjectRow
	obligations map[engine.Num]map[duty.Key]duty.Obligation
	journal     []journal.Recorded
	drafts      map[string]bool
	nums        engine.Num
}

// NewMemory returns an empty store.
func NewMemory() *Memory {
	return &Memory{state: state{
		acts: map[ids.Act]engine.ActRow{}, streamNums: map[journal.StreamID]engine.Num{},
		streams: map[engine.Num][]engine.StoredEvent{}, subjectNums: map[duty.Subject]engine.Num{},
		subjects: map[engine.Num]engine.SubjectRow{}, drafts: map[string]bool{},
		obligations: map[engine.Num]map[duty.Key]duty.Obligation{},
	}}
}

func (s state) clone() state {
	c := s
	c.acts, c.streamNums, c.streams = maps.Clone(s.acts), maps.Clone(s.streamNums), maps.Clone(s.streams)
	c.subjectNums, c.subjects, c.drafts = maps.Clone(s.subjectNums), maps.Clone(s.subjects), maps.Clone(s.drafts)
	c.obligations = make(map[engine.Num]map[duty.Key]duty.Obligation, len(s.obligations))
	for num, of := range s.obligations {
		c.obligations[num] = maps.Clone(of)
	}
	return c
}

// Write runs f alone; what it wrote is gone when it fails.
func (m *Memory) Write(_ context.Context, f func(engine.Tx) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for {
		tx := memoryTx{s: m.state.clone()}
		err := f(&tx)
		if errors.Is(err, engine.ErrRace) {
			continue
		}
		if err == nil {
			m.state = tx.s
		}
		return err
	}
}

// Read runs f on the record as it stands.
func (m *Memory) Read(_ context.Context, f func(engine.Reader) error) error {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return f(&memoryTx{s: m.state})
}

// Journal lists all that has been recorded, in order.
func (m *Memory) Journal() []journal.Recorded {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return slices.Clone(m.state.journal)
}

type memoryTx struct{ s state }

func (tx *memoryTx) num() engine.Num {
	tx.s.nums++
	return tx.s.nums
}

func (tx *memoryTx) Act(_ context.Context, id ids.Act) (*engine.ActRow, error) {
	row, ok := tx.s.acts[id]
	if !ok {
		return nil, nil
	}
	row.Versions = map[journal.StreamID]int{}
	for _, recorded := range tx.s.journal {
		if recorded.Ref.Act == id {
			row.Versions[recorded.Stream] = recorded.Version
		}
	}
	return &row, nil
}

func (tx *memoryTx) Stream(_ context.Context, id journal.StreamID) (engine.Num, int, error) {
	num := tx.s.streamNums[id]
	return num, len(tx.s.streams[num]), nil
}

func (tx *memoryTx) Events(_ context.Context, stream engine.Num, after int) ([]engine.StoredEvent, error) {
	return tx.s.streams[stream][after:], nil
}

func (tx *memoryTx) Chain(_ context.Context, s duty.Subject, _ engine.Known) ([]engine.SubjectRow, error) {
	var chain []engine.SubjectRow
	for num := tx.s.subjectNums[s]; num != 0; num = tx.s.subjects[num].Under {
		chain = append(chain, tx.s.subjects[num])
	}
	return chain, nil
}

func (tx *memoryTx) Chains(ctx context.Context, subjects []duty.Subject, _ []engine.Num, known engine.Known) ([]engine.SubjectRow, error) {
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

func (tx *memoryTx) Below(_ context.Context, subjects []engine.Num, _ engine.Known) ([]engine.SubjectRow, error) {
	var rows []engine.SubjectRow
	for _, num := range slices.Sorted(maps.Keys(tx.s.subjects)) {
		if row := tx.s.subjects[num]; row.Under != 0 && slices.Contains(subjects, row.Under) {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

func (tx *memoryTx) Obligations(_ context.Context, subject engine.Num) ([]duty.Obligation, error) {
	of := tx.s.obligations[subject]
	keys := slices.SortedFunc(maps.Keys(of), func(a, b duty.Key) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.About, b.About), cmp.Compare(a.Nth, b.Nth))
	})
	var obligations []duty.Obligation
	for _, key := range keys {
		obligations = append(obligations, of[key])
	}
	return obligations, nil
}

func (tx *memoryTx) Waking(_ context.Context, day civil.Date, limit int) ([]duty.Subject, error) {
	var waking []duty.Subject
	for _, num := range slices.Sorted(maps.Keys(tx.s.subjects)) {
		row := tx.s.subjects[num]
		if !row.Wakes.IsZero() && !row.Wakes.After(day) && len(waking) < limit {
			waking = append(waking, row.Subject)
		}
	}
	return waking, nil
}

func (tx *memoryTx) Subjects(_ context.Context, after engine.Num, limit int) ([]engine.SubjectRow, error) {
	var rows []engine.SubjectRow
	for _, num := range slices.Sorted(maps.Keys(tx.s.subjects)) {
		if num > after && len(rows) < limit {
			rows = append(rows, tx.s.subjects[num])
		}
	}
	return rows, nil
}

func (tx *memoryTx) AddAct(_ context.Context, row engine.ActRow, _ bool) (bool, error) {
	if _, taken := tx.s.acts[row.ID]; taken {
		return false, nil
	}
	tx.s.acts[row.ID] = row
	return true, nil
}

func (tx *memoryTx) AddStream(_ context.Context, id journal.StreamID, _ int) (engine.Num, error) {
	if _, taken := tx.s.streamNums[id]; taken {
		return 0, engine.ErrRace
	}
	num := tx.num()
	tx.s.streamNums[id] = num
	return num, nil
}

func (tx *memoryTx) MoveStream(_ context.Context, stream engine.Num, from, _ int) error {
	if len(tx.s.streams[stream]) != from {
		return engine.ErrRace
	}
	return nil
}

func (tx *memoryTx) Append(_ context.Context, events []engine.NewEvent) error {
	for _, event := range events {
		tx.s.streams[event.Stream] = append(slices.Clip(tx.s.streams[event.Stream]), engine.StoredEvent{Envelope: event.Envelope, JSON: event.Body.JSON})
		tx.s.journal = append(tx.s.journal, event.Recorded)
	}
	return nil
}

func (tx *memoryTx) Lock(_ context.Context, change, hold []engine.Num) (map[engine.Num]int, error) {
	versions := map[engine.Num]int{}
	for _, num := range slices.Concat(change, hold) {
		versions[num] = tx.s.subjects[num].Version
	}
	return versions, nil
}

func (tx *memoryTx) Hold(_ context.Context, versions map[engine.Num]int) error {
	for num, version := range versions {
		if tx.s.subjects[num].Version != version {
			return engine.ErrRace
		}
	}
	return nil
}

func (tx *memoryTx) AddSubject(_ context.Context, row engine.SubjectRow) (engine.Num, error) {
	if _, taken := tx.s.subjectNums[row.Subject]; taken {
		return 0, engine.ErrRace
	}
	row.Num = tx.num()
	tx.s.subjectNums[row.Subject], tx.s.subjects[row.Num] = row.Num, row
	return row.Num, nil
}

func (tx *memoryTx) PutSubject(_ context.Context, row engine.SubjectRow) error {
	if tx.s.subjects[row.Num].Version != row.Version-1 {
		return engine.ErrRace
	}
	tx.s.subjects[row.Num] = row
	return nil
}

func (tx *memoryTx) PutObligations(_ context.Context, owed []engine.Owed) error {
	for _, o := range owed {
		if tx.s.obligations[o.Of] == nil {
			tx.s.obligations[o.Of] = map[duty.Key]duty.Obligation{}
		}
		tx.s.obligations[o.Of][o.Key()] = *o.Obligation
	}
	return nil
}

func (tx *memoryTx) DropObligation(_ context.Context, subject engine.Num, key duty.Key) error {
	delete(tx.s.obligations[subject], key)
	return nil
}

func (tx *memoryTx) DropDraft(_ context.Context, person ids.User, form string) error {
	delete(tx.s.drafts, person.String()+" "+form)
	return nil
}
