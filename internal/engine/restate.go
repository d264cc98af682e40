package engine

import (
	"context"
	"fmt"
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/journal"
)

// A StreamRow is a stream with its number.
type StreamRow struct {
	Num Num
	ID  journal.StreamID
}

// Restate works out anew, from their events, the facts that streams give to
// their subjects: for a record whose journal has been brought in and nothing
// else. Run again it comes to the same. Obligations are computed afterwards.
func (e *Engine) Restate(ctx context.Context, kinds map[string]AnyKind, streams []StreamRow) error {
	err := e.store.Write(ctx, func(tx Tx) error {
		p := e.newPlan(tx, act.Form{})
		p.tx = tx
		for _, stream := range streams {
			if err := p.restate(ctx, kinds, stream); err != nil {
				return fmt.Errorf("%s: %w", stream.ID, err)
			}
		}
		for _, s := range p.changed() {
			if err := p.writeSubject(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("restate: %w", err)
	}
	return nil
}

func (p *plan) restate(ctx context.Context, kinds map[string]AnyKind, stream StreamRow) error {
	kind, known := kinds[stream.ID.Kind]
	if !known {
		return fmt.Errorf("no kind of stream is called %s", stream.ID.Kind)
	}
	stored, err := p.r.Events(ctx, stream.Num, 0)
	if err != nil {
		return err
	}
	events := make([]journal.Recorded, 0, len(stored))
	for _, s := range stored {
		recorded, err := p.e.registry.Read(s.Envelope, s.JSON)
		if err != nil {
			return err
		}
		events = append(events, recorded)
	}
	var before []duty.Said
	return kind.Said(events, func(last journal.Recorded, said []duty.Said) error {
		p.now, p.today = last.At, civil.DayOf(last.At)
		err := p.say(ctx, &openStream{id: stream.ID, version: last.Version}, before, said)
		before = said
		return err
	})
}

// Settle gives every subject the case it stands in, and computes its obligations
// anew, after what they stand on has been restated. Progress is told how many are done.
func (e *Engine) Settle(ctx context.Context, progress func(done int)) error {
	var after Num
	for more := true; more; {
		err := e.store.Write(ctx, func(tx Tx) error {
			rows, err := tx.Subjects(ctx, after, atOnce)
			if err != nil || len(rows) == 0 {
				more = false
				return err
			}
			p := e.newPlan(tx, act.Form{})
			subjects := make([]duty.Subject, len(rows))
			for i, row := range rows {
				subjects[i] = row.Subject
			}
			if err := p.load(ctx, subjects...); err != nil {
				return err
			}
			for _, row := range rows {
				file := p.subjects[row.Subject].nearestCase()
				if row.File == file {
					continue
				}
				row.File, row.Version = file, row.Version+1
				if err := tx.PutSubject(ctx, row); err != nil {
					return err
				}
			}
			after = rows[len(rows)-1].Num
			return nil
		})
		if err != nil {
			return fmt.Errorf("settle: %w", err)
		}
	}
	return e.RecomputeAll(ctx, progress)
}

// nearestCase is the case that a subject stands under; 0 for a case itself and
// for what stands under none.
func (s *openSubject) nearestCase() Num {
	chain := s.chain()[1:]
	if at := slices.IndexFunc(chain, func(above *openSubject) bool { return above.row.Subject.Kind == caseKind }); at >= 0 {
		return chain[at].row.Num
	}
	return 0
}

// Past is what a stream holds, whatever its kind.
func (e *Engine) Past(ctx context.Context, id journal.StreamID) ([]journal.Recorded, error) {
	var events []journal.Recorded
	err := e.store.Read(ctx, func(r Reader) error {
		open, err := e.open(ctx, r, id)
		if err == nil {
			events = open.events
		}
		return err
	})
	return events, err
}

// Forget empties the memory: for when the record has been changed beside the
// engine, and so that nothing disposed of stays in it.
func (e *Engine) Forget() {
	e.past.Forget()
	e.subjects.Forget()
}
