package main

import (
	"context"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/org/orgsql"
	"stadga/internal/visits/visitsql"
	"stadga/internal/webkit"
)

// visitsToday is the figure of a manager's page: today's planned visits at all providers
// that are late, did not come about, or are past with nothing registered (F-26).
func (r *record) visitsToday(ctx context.Context, _ act.Actor) (webkit.Figure, error) {
	now := r.Clock()
	f := webkit.Figure{Path: "/rapporter/enhetens-manad", Words: "Besök sena eller uteblivna", Sub: "i dag, hos alla utförare"}
	providers, err := orgsql.Queries{DB: r.Store.Reader()}.Providers(ctx, civil.DayOf(now))
	if err != nil {
		return f, err
	}
	lists := visitsql.Lists{DB: r.Store.Reader()}
	for _, p := range providers {
		day, err := lists.DayOfProvider(ctx, p.ID, civil.DayOf(now), now)
		if err != nil {
			return f, err
		}
		f.Count += day.Late + day.Missed + day.Unregistered
	}
	if f.Count > 0 {
		f.Lage = webkit.Snart
	}
	return f, nil
}
