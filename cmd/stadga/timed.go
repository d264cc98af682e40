package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/quality"
	"stadga/internal/quality/qualitysql"
)

// ruleTooLong asks for a deviation when an investigation passes its day (C-03).
const ruleTooLong = "local-inquiry-over-120-deviation"

// timed are what time itself brings about, by the program.
func (r *record) timed() []engine.Timed {
	numbers := r.deviationNumbers()
	number := func(ctx context.Context) (string, error) { return numbers.Next(ctx, civil.DayOf(r.Clock()).Year()) }
	return timedActs(r.Engine, number, func(ids.Deviation) {})
}

// timedActs are the same for an engine that lives an invented municipality, whose
// register is still being written. next gives the number after the last,
// and told hears of what is about to be raised.
func timedActs(e *engine.Engine, next func(context.Context) (string, error), told func(ids.Deviation)) []engine.Timed {
	investigations, cases := engine.Bind(e, casesql.Investigations()), engine.Bind(e, casesql.Cases())
	deviations := engine.Bind(e, qualitysql.Deviations())
	return append(lapses(e), engine.Timed{
		// Not done is what brings it about, and not that the investigation runs: one
		// that ended while the job was not run has passed its day all the same.
		Name: "deviation.report-when-too-long", Rule: ruleTooLong, When: []duty.State{duty.Open, duty.Late},
		Run: func(ctx context.Context, o duty.Obligation) ([]engine.Step, error) {
			inquiry, _, err := investigations.Load(ctx, o.Subject.ID)
			if err != nil {
				return nil, err
			}
			of, _, err := cases.Load(ctx, inquiry.Case.ID)
			if err != nil {
				return nil, err
			}
			number, err := next(ctx)
			if err != nil {
				return nil, err
			}
			id := ids.Derive(ids.Act{ID: o.Subject.ID}, fmt.Sprintf("deviation %s %d %s", o.Rule, o.Version, o.Due()))
			told(ids.Deviation{ID: id})
			return []engine.Step{deviations.Step(id, quality.ReportDeviation{Danger: "nej", Report: quality.Report{
				Number: number, Type: quality.TookTooLong, Unit: of.Unit,
				What:  fmt.Sprintf("Utredningen som inleddes %s har pågått i mer än 120 dagar. Skriv varför.", inquiry.Opened),
				Where: fmt.Sprintf("Dag 120 passerade den %s.", o.Ground.Day.AddDays(-1)),
				Link:  quality.Link{Case: inquiry.Case, Person: inquiry.Person, Investigation: ids.Investigation{ID: o.Subject.ID}},
			}})}, nil
		},
	})
}

// lapses are the measures of coercion that law itself ends when a time runs out
// (law.md 2.20). The program writes it the same day, as a fact and not as a reminder.
func lapses(e *engine.Engine) []engine.Timed {
	coercions := engine.Bind(e, casesql.Coercions())
	all := casework.Lapses()
	var out []engine.Timed
	for _, rule := range slices.Sorted(maps.Keys(all)) {
		when := []duty.State{duty.Open, duty.Late}
		if !strings.Contains(rule, "lapsed") {
			when = []duty.State{duty.Late} // the rule's own clock is what ends it
		}
		out = append(out, engine.Timed{Name: "coercion.lapse-" + rule, Rule: rule, When: when, Run: func(_ context.Context, o duty.Obligation) ([]engine.Step, error) {
			on := o.Ground.Day
			if len(when) == 1 {
				on = o.Due().AddDays(1)
			}
			return []engine.Step{coercions.Step(o.Subject.ID, casework.LapseByLaw{Act: all[rule], Rule: rule, On: on})}, nil
		}})
	}
	return out
}

// wakeAll looks at every subject whose answer has changed by itself, as the job
// does that wakes them. What is refused is an error: an invented municipality has
// nobody to leave it to.
func wakeAll(ctx context.Context, e *engine.Engine, timed []engine.Timed) error {
	for {
		subjects, err := e.Waking(ctx, atATime)
		if err != nil || len(subjects) == 0 {
			return err
		}
		for _, s := range subjects {
			err := e.Wake(ctx, s, timed, func(r engine.Refusal) error { return fault.Join(r.Fault) })
			if err != nil {
				return fmt.Errorf("%s: %w", s.Kind, err)
			}
		}
	}
}

// atATime is how many subjects are found at a time.
const atATime = 500
