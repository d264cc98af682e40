package engine

import (
	"context"
	"fmt"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
)

// A Standing is a subject as it stands: what is known of it and of all it stands
// under, and the obligations that the record holds of it.
type Standing struct {
	Subject duty.Subject
	File    duty.Subject // the case it belongs to; zero for what stands above one
	Facts   duty.Facts
	Owed    []duty.Obligation
	Wakes   civil.Date // the day its obligations must be computed anew
}

// Walk shows every subject of the record, in the order of their numbers and a
// few at a time, so that it costs the same memory whatever the record holds.
func (e *Engine) Walk(ctx context.Context, see func(Standing) error) error {
	var after Num
	for {
		var part []Standing
		err := e.store.Read(ctx, func(r Reader) error {
			rows, err := r.Subjects(ctx, after, atOnce)
			if err != nil || len(rows) == 0 {
				return err
			}
			part = part[:0]
			p := e.newPlan(r, act.Form{})
			subjects := make([]duty.Subject, len(rows))
			for i, row := range rows {
				subjects[i], after = row.Subject, row.Num
			}
			if err := p.load(ctx, subjects...); err != nil {
				return err
			}
			for _, subject := range subjects {
				s := p.subjects[subject]
				one := Standing{Subject: subject, Facts: factsOf(s.chain(), (*openSubject).oldFacts), Wakes: s.row.Wakes}
				for _, above := range s.chain() {
					if above.row.Subject.Kind == caseKind {
						one.File = above.row.Subject
					}
				}
				if one.Owed, err = r.Obligations(ctx, s.row.Num); err != nil {
					return err
				}
				part = append(part, one)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("walk the record: %w", err)
		}
		if len(part) == 0 {
			return nil
		}
		for _, one := range part {
			if err := see(one); err != nil {
				return err
			}
		}
	}
}

// Recheck computes the obligations of every subject from its facts and compares
// them with those that stand; nothing is written. A subject whose day to be
// computed anew has come is held to the day before, or to the day itself when it was
// changed on that day: it stands as it stood then.
func (e *Engine) Recheck(ctx context.Context) (looked, other int, err error) {
	today, book := civil.DayOf(e.now()), *e.book.Load()
	err = e.Walk(ctx, func(s Standing) error {
		looked++
		stands := keyed(s.Owed)
		as := func(day civil.Date) bool {
			gives := keyed(book.Compute(s.Subject, s.Facts, day).Obligations)
			same := len(stands) == len(gives)
			for key, o := range gives {
				same = same && stands[key] != nil && sameObligation(stands[key], o)
			}
			return same
		}
		woken := !s.Wakes.IsZero() && !s.Wakes.After(today)
		if !woken && !as(today) || woken && !as(s.Wakes.AddDays(-1)) && !as(s.Wakes) {
			other++
		}
		return nil
	})
	return looked, other, err
}

// RecomputeSome computes the next subjects after one anew, of those kinds; no
// kinds mean all. It gives the last it looked at, and how many that was; none
// when there are no more.
func (e *Engine) RecomputeSome(ctx context.Context, after Num, limit int, kinds map[string]bool) (last Num, looked int, err error) {
	var rows []SubjectRow
	err = e.store.Read(ctx, func(r Reader) (err error) {
		rows, err = r.Subjects(ctx, after, limit)
		return err
	})
	if err != nil || len(rows) == 0 {
		return after, 0, err
	}
	var subjects []duty.Subject
	for _, row := range rows {
		if last = row.Num; len(kinds) == 0 || kinds[row.Subject.Kind] {
			subjects = append(subjects, row.Subject)
		}
	}
	if len(subjects) > 0 {
		err = e.recompute(ctx, false, subjects...)
	}
	return last, len(rows), err
}
