package main

import (
	"context"
	"errors"
	"fmt"

	"stadga/internal/engine"
	"stadga/internal/journal"
	"stadga/internal/rulebook"
)

type rulesReplay struct {
	DB    string `help:"Nämndens register: sqlite:MAPP eller postgres://…" placeholder:"URL"`
	Board string `help:"Nämndens korta namn. Behövs när mappen har flera nämnder." placeholder:"NAMN"`
}

// Run judges every decision again from what was kept with it, by the book it was
// judged by, and tells each answer that comes out otherwise.
func (c rulesReplay) Run(ctx context.Context, std streams) error {
	name, err := boardName(c.DB, c.Board)
	if err != nil {
		return err
	}
	r, err := openRecord(ctx, recordOptions{URL: c.DB, Name: name, ReadOnly: true})
	if err != nil {
		return err
	}
	bar := newProgress(std.Err)
	replayed, err := r.replayJudgements(ctx, func(done, of int) { bar.show("Prövar", int64(done), int64(of)) }, func(stream journal.StreamID, version int, other []string) {
		fmt.Fprintf(std.Out, "%s %s, handling %d: %v\n", stream.Kind, stream.ID, version, other)
	})
	bar.done()
	if err = errors.Join(err, r.Close()); err != nil {
		return err
	}
	fmt.Fprintf(std.Out, "Beslut: %d. Samma svar: %d. Andra svar: %d. Gallrade: %d. Utan känd regelbok: %d.\n", replayed.all, replayed.same, replayed.other, replayed.gone, replayed.bookless)
	if replayed.other > 0 {
		return badInput("Några beslut får andra svar än när de fattades. Kontrollera journalen och programmets version.")
	}
	return nil
}

// Replayed counts decisions that were judged again.
type replayed struct{ all, same, other, gone, bookless int }

// replayJudgements judges again what was kept with each decision. A book that the
// record did not adopt cannot be found again.
func (r *record) replayJudgements(ctx context.Context, tell func(done, of int), differs func(journal.StreamID, int, []string)) (replayed, error) {
	var n replayed
	gone, _, err := engine.Bind(r.Engine, adoptions()).Load(ctx, rulebook.StreamID())
	if err != nil {
		return n, err
	}
	books := map[string]*rulebook.Book{}
	err = r.Store.EachNamed(ctx, engine.RulesJudged{}.EventName(), tell, func(event journal.Recorded) error {
		n.all++
		judged, ok := event.Event.(engine.RulesJudged)
		if !ok {
			n.gone++
			return nil
		}
		book, known := books[judged.Book]
		if !known {
			if files := gone.FilesOf(judged.Book); files != nil {
				if book, err = rulebook.LoadFiles(files, vocabulary()); err != nil {
					return err
				}
			}
			books[judged.Book] = book
		}
		if book == nil {
			n.bookless++
			return nil
		}
		if other := judged.Replay(book); len(other) > 0 {
			n.other++
			differs(event.Stream, event.Version, other)
		} else {
			n.same++
		}
		return nil
	})
	return n, err
}
