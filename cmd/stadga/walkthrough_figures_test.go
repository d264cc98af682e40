package main

import (
	"fmt"
	"regexp"
	"strings"

	"stadga/internal/civil"
)

// A figure is what the prose of the walkthrough says in number or time, and whether
// what happened in the step bears it out.
type figure struct {
	says  string
	holds func(before int64) error
}

// figureWords finds what counts or dates in English prose.
var figureWords = regexp.MustCompile(`\b(?:\d[\d.,]*|(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|once|twice|half|a (?:quarter|year|month|week|day)|an hour)|January|February|March|April|May|June|July|August|September|October|November|December)\b`)

// figures are those of each section, by its number.
func (w *walker) figures() map[int][]figure {
	acts := func(acts, streams int, names ...string) func(int64) error {
		return func(before int64) error {
			var a, s int
			in := strings.Repeat(", ?", len(names))[2:]
			args := []any{before}
			for _, name := range names {
				args = append(args, name)
			}
			if err := w.r.Store.Reader().QueryRowContext(w.t.Context(), `select count(distinct act), count(distinct stream) from journal where num > ? and name in (`+in+`)`, args...).Scan(&a, &s); err != nil {
				return err
			}
			if a != acts || s != streams {
				return fmt.Errorf("%d acts over %d streams, want %d over %d", a, s, acts, streams)
			}
			return nil
		}
	}
	return map[int][]figure{
		1: {{"commits it all in one transaction", acts(1, 3, "person.registered.v1", "case.opened.v1", "intake.received.v1")}},
		2: {{"one act over two streams", acts(1, 2, "intake.decided.v1", "investigation.opened.v1")}},
		10: {
			{"follow-up is one of one", func(int64) error {
				if !strings.Contains(w.seen.String(), "100 % 1 av 1") {
					return fmt.Errorf("no page says one of one")
				}
				return nil
			}},
			{"due within a year", w.followedUp(func(ground, due, met civil.Date) bool { return due == ground.AddMonths(12) })},
			{"was made after four months", w.followedUp(func(ground, due, met civil.Date) bool {
				return !met.Before(ground.AddMonths(4)) && met.Before(ground.AddMonths(5))
			})},
		},
	}
}

// followedUp holds the days of the follow-up that the control point counts: what it is
// reckoned from, its last day and the day it was made.
func (w *walker) followedUp(fits func(ground, due, met civil.Date) bool) func(int64) error {
	return func(int64) error {
		var ground, due, met civil.Date
		if err := w.r.Store.Reader().QueryRowContext(w.t.Context(), `select ground_day, due, met from obligation where rule = 'local-individual-followup-1y' and met <> '' order by due limit 1`).Scan(&ground, &due, &met); err != nil {
			return err
		}
		if !fits(ground, due, met) {
			return fmt.Errorf("from %s, due %s, made %s", ground, due, met)
		}
		return nil
	}
}

// holds fails for a figure in a section's prose that is not so, or that nothing holds.
func (w *walker) holds(i int, s section, before int64, figures []figure) {
	w.t.Helper()
	if !strings.HasPrefix(s.title, fmt.Sprintf("%d. ", i+1)) {
		w.t.Errorf("section %d is called %q", i+1, s.title)
	}
	left := s.prose
	for _, f := range figures {
		if !strings.Contains(left, f.says) {
			w.t.Errorf("%s: the document no longer says %q", s.title, f.says)
			continue
		}
		if err := f.holds(before); err != nil {
			w.t.Errorf("%s: %q does not hold: %v", s.title, f.says, err)
		}
		left = strings.Replace(left, f.says, "", 1)
	}
	if loose := figureWords.FindAllString(left, -1); len(loose) > 0 {
		w.t.Errorf("%s: nothing holds %q in: %s", s.title, loose, left)
	}
}
