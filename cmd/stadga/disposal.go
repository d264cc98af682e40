package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/jobs"
	"stadga/internal/journal"
	"stadga/internal/keeping"
	"stadga/internal/keeping/keepingsql"
	"stadga/internal/keeping/keepingweb"
	"stadga/internal/org/orgsql"
	"stadga/internal/store"
	"stadga/internal/webkit"
)

// cleanseEvery is how often files are disposed of: what is decided in the
// meantime goes together, since the whole database is written anew.
const cleanseEvery = 24 * time.Hour

// disposalRoutes are the pages where files are disposed of.
func disposalRoutes(r *record) []webkit.Route {
	disposals := engine.Bind(r.Engine, keepingsql.Disposals())
	do := func(ctx context.Context, form act.Form, person ids.Person, cmd engine.Command[keeping.Disposal]) error {
		_, err := disposals.Do(ctx, form, person.ID, cmd)
		return err
	}
	return keepingweb.Pages{
		Queries: keepingsql.Queries{DB: r.Store.Reader()},
		Names: func(ctx context.Context, users ...ids.User) (map[ids.User]string, error) {
			return orgsql.Queries{DB: r.Store.Reader()}.Names(ctx, users)
		},
		Rule: func(id string, day civil.Date) (title, cited string) {
			for _, rule := range slices.Backward(r.Book().Versions(id)) {
				if !day.Before(rule.From) {
					return rule.Title, rule.Cited()
				}
			}
			return r.Book().Title(id), ""
		},
		Propose: func(ctx context.Context, form act.Form, file keeping.PersonFile) error {
			return do(ctx, form, file.Person, keeping.Propose{Person: file.Person, Cases: file.Cases, Rules: file.Rules, Due: file.Due})
		},
		Approve: func(ctx context.Context, form act.Form, person ids.Person) error {
			if _, err := r.fileOf(ctx, person); err != nil {
				return err
			}
			return do(ctx, form, person, keeping.Approve{Person: person})
		},
		Withdraw: func(ctx context.Context, form act.Form, person ids.Person) error {
			return do(ctx, form, person, keeping.Withdraw{Person: person})
		},
		Hold: func(ctx context.Context, form act.Form, person ids.Person, ground string) error {
			return do(ctx, form, person, keeping.Hold{Person: person, Ground: ground})
		},
		Release: func(ctx context.Context, form act.Form, person ids.Person) error {
			return do(ctx, form, person, keeping.Release{Person: person})
		},
	}.Routes()
}

// fileOf is every stream of a person's file. A stream that belongs to someone
// else too stands in the way: it cannot go for the one and stay for the other.
func (r *record) fileOf(ctx context.Context, person ids.Person) ([]journal.StreamID, error) {
	streams, err := keepingsql.Queries{DB: r.Store.Reader()}.Streams(ctx, person)
	if err != nil {
		return nil, err
	}
	byName := map[string]engine.AnyKind{}
	for _, kind := range kinds() {
		byName[kind.Name] = kind
	}
	own := []ids.Person{person}
	for _, s := range streams {
		if s.Kind == "person" {
			own = append(own, ids.Person{ID: s.ID}) // a double is the same person, and who stands here alone has no file
		}
	}
	for _, s := range streams {
		events, err := r.Engine.Past(ctx, s)
		if err != nil {
			return nil, err
		}
		for _, other := range byName[s.Kind].Persons(events) {
			if !other.IsZero() && !slices.Contains(own, other) {
				return nil, fault.New(fault.Unmet, "disposal.belongs-to-others")
			}
		}
	}
	return streams, nil
}

// disposing carries out what two persons have decided: everything at once, since
// the tables are then written anew. What is interrupted is begun again, and finds
// what is gone gone.
func (r *record) disposing() jobs.Job {
	const atOnce = 1000
	return jobs.Job{Name: "dispose", Every: cleanseEvery, Run: func(ctx context.Context) (bool, error) {
		going, err := keepingsql.Queries{DB: r.Store.Reader()}.Going(ctx, atOnce)
		if err != nil {
			return false, err
		}
		going = slices.DeleteFunc(going, func(l keeping.Disposal) bool { return l.Approved.IsZero() })
		erased, err := r.eraseDecided(ctx)
		if err != nil {
			return false, err
		}
		readings, err := r.disposeReadings(ctx)
		if err == nil {
			err = r.dispose(ctx, going, erased)
		}
		if err == nil && readings {
			err = r.finishReadings(ctx)
		}
		return false, err
	}}
}

// stillDue is every stream of a file that may go today. A day may have passed since
// it was approved: a report, a note or a new case in between must not go with it.
// The streams are read first, so that what comes after them is not among them.
func (r *record) stillDue(ctx context.Context, person ids.Person) ([]journal.StreamID, error) {
	streams, err := r.fileOf(ctx, person)
	if err != nil {
		return nil, err
	}
	file, err := keepingsql.Queries{DB: r.Store.Reader()}.File(ctx, person, civil.DayOf(r.Clock()))
	if err != nil || file.Blocked == "" {
		return streams, err
	}
	for _, s := range streams {
		past, err := r.Engine.Past(ctx, s)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(past, func(e journal.Recorded) bool { return e.Event != nil }) {
			return nil, fault.New(fault.Unmet, "disposal.not-due")
		}
	}
	return streams, nil // it was interrupted when all was gone but the tables: nothing is left to keep
}

// dispose takes away what is in the files, and writes the database anew if anything
// has been taken out of it since it last was: by this, by an erasure, or by a process
// that died before it came so far.
func (r *record) dispose(ctx context.Context, approved []keeping.Disposal, erased []keepingsql.ErasureLine) error {
	disposals := engine.Bind(r.Engine, keepingsql.Disposals())
	if len(approved) > 0 {
		r.Engine.Forget() // what is asked below is what the journal holds, not what was remembered
	}
	var files []keeping.Disposal
	var gone []store.Gone
	for _, file := range approved {
		streams, err := r.stillDue(ctx, file.Person)
		if faults := fault.All(err); len(faults) > 0 && faults[0].Kind == fault.Unmet {
			r.log.Warn("disposal: something has come since it was approved, and the file is kept", "person", file.Person)
			form := engine.SystemForm("lapsed " + file.Person.String() + " " + file.Approved.String())
			if _, err := disposals.Do(ctx, form, file.Person.ID, keeping.Lapse{Person: file.Person}); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return fmt.Errorf("file %s: %w", file.Person, err)
		}
		stay, err := keepingsql.Queries{DB: r.Store.Reader()}.Stays(ctx, file.Person, streams)
		if err != nil {
			return err
		}
		lost, err := r.Store.Dispose(ctx, streams, stay, duty.Subject{Kind: "person", ID: file.Person.ID}, keepingsql.Unlist(streams, stay))
		if err != nil {
			return err
		}
		files, gone = append(files, file), append(gone, lost)
	}
	owed, err := r.Store.ToCleanse(ctx)
	if err != nil {
		return err
	}
	if owed {
		if err := r.cleanse(ctx); err != nil {
			return err
		}
	}
	for i, file := range files {
		form := engine.SystemForm("disposed " + file.Person.String())
		if _, err := disposals.Do(ctx, form, file.Person.ID, keeping.Finish{Person: file.Person, Bodies: gone[i].Bodies, Papers: gone[i].Papers}); err != nil {
			return err
		}
	}
	return r.finishErasures(ctx, erased)
}

func (r *record) cleanse(ctx context.Context) error {
	r.Engine.Forget()
	left, err := r.Store.Cleanse(ctx)
	if left != "" {
		r.log.Warn("disposal: the database keeps something", "what", left)
	}
	return err
}
