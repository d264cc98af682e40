package reportweb

import (
	"context"
	"net/http"
	"slices"

	"stadga/internal/fault"
	"stadga/internal/report"
	"stadga/internal/store"
	"stadga/internal/webkit"
)

// ownPath is where a provider reads its own part of the units' months (F-23).
const ownPath = "/utforare/manadsrapport"

// own is the report with only the rows of the provider that one works for, as they
// are now.
func (p Pages) own(r *http.Request) (report.Report, string, error) {
	rep, err := p.Reports().Find(report.UnitMonth)
	if err != nil {
		return rep, "", &fault.Error{Kind: fault.NotFound, Text: "report.unknown", Err: err}
	}
	name, err := p.Provider(r.Context(), webkit.Actor(r))
	if err != nil || name == "" {
		return rep, "", &fault.Error{Kind: fault.NotFound, Text: "report.unknown", Err: err}
	}
	all := rep.Rows
	rep.Title, rep.Today = "Månadsrapport", true
	rep.Rows = func(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
		rows, err := all(ctx, db, q)
		return slices.DeleteFunc(rows, func(row report.Row) bool { return row[1].Text != name }), err
	}
	return rep, name, nil
}

func (p Pages) getOwn(w http.ResponseWriter, r *http.Request) error {
	rep, _, err := p.own(r)
	if err != nil {
		return err
	}
	return p.show(w, r, rep, webkit.Leads(r, webkit.Link{Path: "/utforare", Words: "Utförare"}))
}

// getOwnBehind lists what a figure of the own months counts, each with the provider's
// own page of it.
func (p Pages) getOwnBehind(w http.ResponseWriter, r *http.Request) error {
	rep, name, err := p.own(r)
	if err != nil {
		return err
	}
	if row := r.URL.Query()["rad"]; len(row) != 2 || row[1] != name {
		return &fault.Error{Kind: fault.NotFound, Text: "report.unknown"}
	}
	return p.behind(w, r, rep, ownPath, func(it report.Item, _ string) webkit.ListRow {
		return webkit.ListRow{Words: "Visa", Path: it.Path}
	})
}
