package main

import (
	"context"
	"strconv"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/quality"
	"stadga/internal/quality/qualitysql"
	"stadga/internal/visits"
)

// fromVisits are what staff tell of during a visit that belongs elsewhere: a visit
// that was not made, and what they report, become deviations (E-35).
func (r *record) fromVisits() []engine.Reaction {
	return []engine.Reaction{
		{Name: "visit.missed-is-a-deviation", On: visits.VisitMissed{}.EventName(), Run: func(ctx context.Context, e journal.Recorded) ([]engine.Step, error) {
			m := e.Event.(visits.VisitMissed)
			return r.deviates(ctx, e, m.Target, quality.Report{What: m.Why, Where: "Besöket " + civil.When(m.At), Type: quality.NotDelivered}, "nej")
		}},
		{Name: "visit.told-is-a-deviation", On: visits.VisitTold{}.EventName(), Run: func(ctx context.Context, e journal.Recorded) ([]engine.Step, error) {
			m := e.Event.(visits.VisitTold)
			if m.Kind != visits.ToldDeviation || strings.TrimSpace(m.Text) == "" {
				return nil, nil
			}
			danger := "nej"
			if m.Danger {
				danger = "ja"
			}
			return r.deviates(ctx, e, m.Target, quality.Report{What: m.Text, Where: "Besöket " + civil.When(m.At)}, danger)
		}},
	}
}

// deviates reports a deviation of the provider whose visit it was.
func (r *record) deviates(ctx context.Context, e journal.Recorded, t visits.Target, report quality.Report, danger string) ([]engine.Step, error) {
	number, err := r.deviationNumbers().Next(ctx, r.Clock().Year())
	if err != nil {
		return nil, err
	}
	report.Number, report.Provider = number, t.Provider
	if !t.Person.IsZero() {
		o, _, err := engine.Bind(r.Engine, deliverysql.Orders()).Load(ctx, t.Order.ID)
		if err != nil {
			return nil, err
		}
		report.Link = quality.Link{Case: o.Case, Person: t.Person, Order: t.Order}
	}
	id := ids.Derive(e.Ref.Act, "deviation of "+e.Stream.ID.String()+" "+strconv.Itoa(e.Ref.Index))
	return []engine.Step{engine.Bind(r.Engine, qualitysql.Deviations()).Step(id, quality.ReportDeviation{Report: report, Danger: danger})}, nil
}
