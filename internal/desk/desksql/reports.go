package desksql

import (
	"context"
	"time"

	"stadga/internal/desk"
	"stadga/internal/report"
	"stadga/internal/store"
)

// Reports are control points as reports, for those who see figures
// and no cases: the same rows and answers as on the point's page, in a period and
// on any day. clock gives the instant of today.
func Reports(points []desk.Point, clock func() time.Time) report.List {
	var all report.List
	for _, point := range points {
		if point.Report != "" {
			continue // is one already
		}
		r := desk.PointReport(point)
		r.Says = append(r.Says,
			"Perioden väljer skyldigheter efter sista dagen, eller den dag de började när det inte finns någon sista dag.",
			"För en tidigare dag visas läget den dagen, räknat på det som är känt i dag.",
		)
		for _, wait := range point.Waits {
			r.Says = append(r.Says, "Kan inte bedömas än. Saknas: "+wait.Says+". Kommer med "+wait.From+".")
		}
		r.Rows = func(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
			return pointRows(ctx, Queries{DB: db}, point, q, clock())
		}
		all = append(all, r)
	}
	return all
}

func pointRows(ctx context.Context, db Queries, point desk.Point, q report.Query, now time.Time) ([]report.Row, error) {
	all := func(values []report.Value) report.Row {
		return append(report.Row{report.T("Alla"), report.T("")}, values...)
	}
	if len(point.Waits) > 0 {
		return []report.Row{all(desk.NoShare(point.Goal))}, nil
	}
	s := desk.View{Kind: desk.Everyone}.Selection(now)
	if end := q.AsOf.AddDays(1).Midnight(); !q.AsOf.IsZero() && end.Before(now) {
		s.Now, s.Begun = end.Add(-time.Nanosecond), q.AsOf
	}
	s.Rules, s.From, s.To = point.Over, q.From, q.To
	by := append([]desk.Split{desk.ByMonth}, desk.Splits()...)
	sums, err := db.Sums(ctx, s, append(by, desk.Whole)...)
	if err != nil {
		return nil, err
	}
	names, err := desk.NamesOf(ctx, db, s.Today())
	if err != nil {
		return nil, err
	}
	met, not, unknown := point.Share(sums[desk.Whole][""])
	rows := []report.Row{all(desk.ShareOf(met, not, unknown, point.Goal))}
	for _, split := range by {
		parts, _ := point.Divide(split, sums[split], names, false)
		for _, part := range parts {
			values := desk.NoShare(point.Goal)
			if !part.Hidden {
				values = desk.ShareOf(part.Met, part.Not, part.Unknown, point.Goal)
			}
			rows = append(rows, append(report.Row{report.T(split.Head()), report.T(part.Words)}, values...))
		}
	}
	return rows, nil
}
