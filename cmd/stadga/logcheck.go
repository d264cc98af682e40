package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/jobs"
	"stadga/internal/org/orgsql"
	"stadga/internal/people"
	"stadga/internal/review"
	"stadga/internal/review/logrules"
	"stadga/internal/review/reviewsql"
	"stadga/internal/review/reviewweb"
	"stadga/internal/store"
	"stadga/internal/webkit"
	"stadga/rules"
)

// logReads answers what the pages ask of the log of readings.
type logReads struct{ db *store.DB }

// readingsOnADay is how many lines of one reader and person a page shows.
const readingsOnADay = 200

func (l logReads) On(ctx context.Context, reader ids.User, person ids.Person, day civil.Date) ([]reviewweb.Reading, error) {
	return pageReadings(l.db.ReadingsOn(ctx, reader, person, day.Midnight(), day.AddDays(1).Midnight(), readingsOnADay))
}

func (l logReads) Count(ctx context.Context, reader ids.User) (int, error) {
	return l.db.CountReadingsBy(ctx, reader)
}

func (l logReads) By(ctx context.Context, reader ids.User, offset, limit int) ([]reviewweb.Reading, error) {
	return pageReadings(l.db.ReadingsBy(ctx, reader, offset, limit))
}

func pageReadings(found []store.Reading, err error) ([]reviewweb.Reading, error) {
	all := make([]reviewweb.Reading, len(found))
	for i, r := range found {
		all[i] = reviewweb.Reading{At: r.At, Person: r.Person, Shown: len(r.Shown), Subject: r.Subject, Part: r.Part, Ground: r.Ground, Source: r.Source}
	}
	return all, err
}

// logCheckRoutes are the pages where the log of readings is looked at.
func logCheckRoutes(r *record, door pageDoor) []webkit.Route {
	return reviewweb.Pages{
		Checks: engine.Bind(r.Engine, reviewsql.LogChecks()), Queue: reviewsql.Queue{DB: r.Store.Reader()}, Reads: logReads{r.Store}, Odd: r.odd, Kept: r.keptOfReadings,
		Owed: casesql.Duties{DB: r.Store.Reader()}.OfSubject, Who: r.bands,
		Staff: func(ctx context.Context, users ...ids.User) (map[ids.User]string, error) {
			return orgsql.Queries{DB: r.Store.Reader()}.Names(ctx, users)
		},
		May: func(ctx context.Context, who act.Actor, subject duty.Subject) bool {
			action := "case.read"
			if !who.Provider.IsZero() {
				action = "order.read"
			}
			_, err := door.Open(ctx, who, action, subject)
			return err == nil
		},
	}.Routes()
}

// oddities are the readings that the municipality wants looked at.
func oddities() (review.Oddities, error) { return logrules.Read(rules.LogControl) }

// lookedAtOnce is how many readings are looked at in one go.
const lookedAtOnce = 100

// looking raises what is odd among the sealed readings, in their order. What one
// read of one person on one day is raised once.
func (r *record) looking() jobs.Job {
	checks, queue := engine.Bind(r.Engine, reviewsql.LogChecks()), reviewsql.Queue{DB: r.Store.Reader()}
	look := reviewsql.Look{DB: r.Store, Word: func(family string) string { return people.SearchWords(family)[0] }}
	return jobs.Job{Name: "log-check", Every: time.Minute, Run: func(ctx context.Context) (bool, error) {
		from, err := r.Store.Looked(ctx)
		if err != nil {
			return false, err
		}
		readings, err := r.Store.SealedReads(ctx, from, lookedAtOnce)
		if err != nil || len(readings) == 0 {
			return false, err
		}
		for _, reading := range readings {
			if reading.Person.IsZero() {
				continue
			}
			glance, err := look.Glance(ctx, reading)
			if err != nil {
				return false, fmt.Errorf("look at reading %d: %w", reading.Num, err)
			}
			odd := r.odd.Of(glance)
			if len(odd) == 0 {
				continue
			}
			a := accessOf(reading)
			a.Kinds = odd
			if has, err := queue.Has(ctx, a.Reader, a.Person, a.Day); err != nil || has {
				if err != nil {
					return false, err
				}
				continue
			}
			because := fmt.Sprintf("log check %s %s %s", a.Reader, a.Person, a.Day)
			if _, err := r.Engine.Do(ctx, engine.SystemForm(because), checks.Step(logCheckID(because), review.RaiseLogCheck{Access: a})); err != nil {
				return false, err
			}
		}
		return len(readings) == lookedAtOnce, r.Store.LookedTo(ctx, from+int64(len(readings)))
	}}
}

func accessOf(r store.Reading) review.Access {
	return review.Access{Reader: r.Actor.User, Person: r.Person, Day: civil.DayOf(r.At), Reading: r.Num}
}

func logCheckID(because string) ids.ID { return ids.Derive(ids.Act{}, because) }

// sampling draws the sample of the month that has ended, once.
func (r *record) sampling(random io.Reader) jobs.Job {
	checks, queue := engine.Bind(r.Engine, reviewsql.LogChecks()), reviewsql.Queue{DB: r.Store.Reader()}
	return jobs.Job{Name: "log-sample", Every: time.Hour, Run: func(ctx context.Context) (bool, error) {
		end := civil.DayOf(r.Clock()).MonthStart()
		drawn := review.Drawn{Month: end.AddMonths(-1), Size: r.odd.Sample}
		if has, err := queue.HasDrawn(ctx, drawn.Month); err != nil || has {
			return false, err
		}
		var err error
		if drawn.From, err = r.Store.FirstReadAt(ctx, drawn.Month.Midnight()); err != nil {
			return false, err
		}
		if drawn.To, err = r.Store.FirstReadAt(ctx, end.Midnight()); err != nil || drawn.To == drawn.From {
			return false, err
		}
		seed := make([]byte, 16)
		if _, err := io.ReadFull(random, seed); err != nil {
			return false, err
		}
		drawn.Seed = hex.EncodeToString(seed)
		var steps []engine.Step
		for n, at := range drawn.Draw() {
			found, err := r.Store.SealedReads(ctx, at, 1)
			if err != nil {
				return false, err
			}
			a := accessOf(found[0])
			a.Drawn = drawn
			steps = append(steps, checks.Step(logCheckID(fmt.Sprintf("log sample %s %d", drawn.Month, n)), review.RaiseLogCheck{Access: a}))
		}
		_, err = r.Engine.Do(ctx, engine.SystemForm("log sample "+drawn.Month.String()), steps...)
		return false, err
	}}
}

// controlling are the jobs of the log control.
func (r *record) controlling() []jobs.Job { return []jobs.Job{r.looking(), r.sampling(rand.Reader)} }
