package main

import (
	"context"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/keeping"
	"stadga/internal/keeping/keepingsql"
	"stadga/internal/review/reviewweb"
)

// A keptReadings is what the board has decided of how long its log of readings is kept.
type keptReadings struct {
	Years int    `yaml:"ar"`     // 0: for ever
	Ref   string `yaml:"beslut"` // number of the board's decision
}

// disposeReadings lets the lines go whose time was out when the month began. That they go
// is in the record before the first is gone: a line that is missing without it has been
// taken away. It tells whether something waits for its receipt.
func (r *record) disposeReadings(ctx context.Context) (owed bool, err error) {
	logs := engine.Bind(r.Engine, keepingsql.AccessLogs())
	if r.readsKept.Years > 0 {
		before := civil.DayOf(r.Clock()).MonthStart().AddMonths(-12 * r.readsKept.Years)
		to, err := r.Store.FirstReadAt(ctx, before.Midnight())
		if err != nil {
			return false, err
		}
		looked, err := r.Store.Looked(ctx)
		if err != nil {
			return false, err
		}
		cmd := keeping.DisposeReadings{Before: before, To: min(to, looked), Years: r.readsKept.Years, Ref: r.readsKept.Ref}
		if _, err := logs.Do(ctx, engine.SystemForm(fmt.Sprintf("readings before %s to %d", before, cmd.To)), keeping.ReadingsID(), cmd); err != nil {
			return false, err
		}
	}
	l, _, err := logs.Load(ctx, keeping.ReadingsID())
	if err != nil || l.Went.IsZero() || !l.Done.IsZero() {
		return false, err
	}
	return true, r.Store.DisposeReadings(ctx, l.To, l.Kept)
}

// finishReadings notes that the database's files hold no more of them.
func (r *record) finishReadings(ctx context.Context) error {
	logs := engine.Bind(r.Engine, keepingsql.AccessLogs())
	l, _, err := logs.Load(ctx, keeping.ReadingsID())
	if err == nil {
		_, err = logs.Do(ctx, engine.SystemForm(fmt.Sprintf("readings gone %d", l.To)), keeping.ReadingsID(), keeping.FinishReadings{})
	}
	return err
}

// keptOfReadings is what the page says of how much of the log is kept.
func (r *record) keptOfReadings(ctx context.Context) (reviewweb.Kept, error) {
	l, _, err := engine.Bind(r.Engine, keepingsql.AccessLogs()).Load(ctx, keeping.ReadingsID())
	if err != nil {
		return reviewweb.Kept{}, err
	}
	kept := reviewweb.Kept{Years: r.readsKept.Years, Ref: r.readsKept.Ref, From: l.Kept, Count: l.Count, Went: l.Went, Done: l.Done}
	if first, err := r.Store.SealedReads(ctx, l.To, 1); err != nil {
		return kept, err
	} else if len(first) > 0 {
		kept.First = civil.DayOf(first[0].At)
	}
	return kept, nil
}
