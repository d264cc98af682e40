package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"stadga/internal/act"
	"stadga/internal/engine"
	"stadga/internal/jobs"
	"stadga/internal/rulebook"
	"stadga/rules"
)

// A lawbook is the rules that a record goes by: those of the program's files and
// those that the board has decided. It changes while the program runs.
type lawbook struct {
	mu      sync.Mutex
	now     *rulebook.Book
	carried []rulebook.File   // the program's own, or those of the folder it was given
	broken  rulebook.Problems // why the files are not used, when they are not
	version int               // of the rulebook stream, as it was last read
	told    progressOfBook    // how far the findings are computed by it
}

// A progressOfBook is how far the obligations have been computed anew.
type progressOfBook struct{ Done, Of int }

// Book is the book gone by now.
func (r *record) Book() *rulebook.Book {
	r.law.mu.Lock()
	defer r.law.mu.Unlock()
	return r.law.now
}

// useBook makes a book the one gone by.
func (r *record) useBook(b *rulebook.Book, version int) {
	r.law.mu.Lock()
	r.law.now, r.law.version = b, version
	r.law.mu.Unlock()
	r.Engine.UseBook(b)
}

// ruleFilesOf reads the files of a folder, or those that the program carries.
func ruleFilesOf(flag, dir string) ([]rulebook.File, error) {
	files := fs.FS(rules.Files)
	if dir != "" {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return nil, badInputf("Mappen %s finns inte. Ange mappen med regelfiler efter %s.", dir, flag)
		}
		files = os.DirFS(dir)
	}
	return rulebook.ReadFiles(files)
}

// settleBook finds the book to go by. When the files are broken the adopted book,
// which the journal keeps, still holds; a record that has adopted none cannot be
// opened by them.
func (r *record) settleBook(ctx context.Context) error {
	gone, version, err := engine.Bind(r.Engine, adoptions()).Load(ctx, rulebook.StreamID())
	if err != nil {
		return fmt.Errorf("den antagna regelboken gick inte att läsa: %w", err)
	}
	book, err := rulebook.LoadFiles(gone.With(r.law.carried), vocabulary())
	var broken rulebook.Problems
	if errors.As(err, &broken) && len(gone.Books) > 0 {
		if book, err = rulebook.LoadFiles(gone.Texts(), vocabulary()); err != nil {
			return fmt.Errorf("varken regelfilerna eller den antagna regelboken går att läsa: %w", errors.Join(broken, err))
		}
	}
	if err != nil {
		return inTheFiles(err)
	}
	r.law.mu.Lock()
	r.law.broken = broken
	r.law.mu.Unlock()
	r.useBook(book, version)
	return nil
}

// Broken tells why the rule files are not used; nil when they are.
func (r *record) Broken() rulebook.Problems {
	r.law.mu.Lock()
	defer r.law.mu.Unlock()
	return r.law.broken
}

// refreshBook takes up what another process has decided.
func (r *record) refreshBook(ctx context.Context) error {
	_, version, err := engine.Bind(r.Engine, adoptions()).Load(ctx, rulebook.StreamID())
	if err != nil {
		return err
	}
	r.law.mu.Lock()
	known := r.law.version
	r.law.mu.Unlock()
	if version == known {
		return nil
	}
	return r.settleBook(ctx)
}

// decideRule records a decided rule and goes by it at once. What it changes in
// the findings is computed by a job.
func (r *record) decideRule(ctx context.Context, form act.Form, made rulebook.Proposed, from rulebook.Proposal) error {
	receipt, err := engine.Bind(r.Engine, adoptions()).Do(ctx, form, rulebook.StreamID(), made.Decide(r.Book(), from))
	if err != nil {
		return err
	}
	for stream, version := range receipt.Versions {
		if stream.Kind == rulebook.StreamKind {
			r.useBook(made.Book, version)
		}
	}
	return nil
}

// How many subjects are computed anew in one transaction, and how many of those
// at a turn: others must come between.
const (
	appliedAtOnce = 50
	appliedTurns  = 20
)

// applyBook computes the findings anew after the book has changed: a part at a
// time, beside everything else, and from the beginning if it was interrupted.
func (r *record) applyBook() jobs.Job {
	var digest string
	var after engine.Num
	return jobs.Job{Name: "apply-book", Run: func(ctx context.Context) (bool, error) {
		stream := engine.Bind(r.Engine, adoptions())
		gone, _, err := stream.Load(ctx, rulebook.StreamID())
		if err != nil || gone.Recomputed == gone.Now() {
			return false, err
		}
		if digest != gone.Now() {
			digest, after = gone.Now(), 0
			var of int
			if err := r.Store.Reader().QueryRowContext(ctx, `select count(*) from subject`).Scan(&of); err != nil {
				return false, fmt.Errorf("count subjects: %w", err)
			}
			r.tellApplied(progressOfBook{Of: of})
		}
		for range appliedTurns {
			last, looked, err := r.Engine.RecomputeSome(ctx, after, appliedAtOnce, gone.Touched())
			if err != nil {
				return false, err
			}
			if looked == 0 {
				form := engine.SystemForm("apply " + digest + " after " + gone.Recomputed)
				_, err := stream.Do(ctx, form, rulebook.StreamID(), rulebook.ApplyBook{Digest: digest})
				r.tellApplied(progressOfBook{})
				return false, err
			}
			after = last
			told := r.applied()
			told.Done += looked
			r.tellApplied(told)
		}
		return false, nil // the other jobs come between
	}}
}

func (r *record) tellApplied(p progressOfBook) {
	r.law.mu.Lock()
	defer r.law.mu.Unlock()
	r.law.told = p
}

// applied is how far the findings have been computed anew; zero when no one does.
func (r *record) applied() progressOfBook {
	r.law.mu.Lock()
	defer r.law.mu.Unlock()
	return r.law.told
}
