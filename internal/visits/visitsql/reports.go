package visitsql

import (
	"context"

	"stadga/internal/report"
	"stadga/internal/store"
	"stadga/internal/visits"
)

// Reports are the figures about visits.
func Reports() report.List { return report.List{manualVisits()} }

// manualVisits is the share of visits that were typed and not tagged, by month
// and provider (F-05).
func manualVisits() report.Report {
	return report.Report{
		Key: "manuella-registreringar", Title: "Manuellt registrerade besök",
		Requirement: []string{"F-05"},
		Says: []string{
			"Besök som är registrerade som utförda, den månad de gjordes.",
			"Manuella är de där både början och slutet är inskrivna för hand, utan tagg.",
			"Delvis manuella har tagg i ena änden.",
			"Planerade besök som inte är utförda, och avbokade besök, räknas inte.",
		},
		Projections: []string{"visits", "organisation"},
		Columns: []report.Column{
			{Name: "manad", Title: "Månad", Unit: report.Text},
			{Name: "utforare", Title: "Utförare", Unit: report.Text},
			{Name: "antal", Title: "Besök", Unit: report.Count},
			{Name: "delvis", Title: "Delvis manuella", Unit: report.Count},
			{Name: "manuella", Title: "Manuella", Unit: report.Count},
			{Name: "andel", Title: "Andel manuella", Unit: report.Share},
		},
		Rows: manualRows,
	}
}

// Each provider's days are read by index, so that a month costs what it holds.
func manualRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	rows, err := db.QueryContext(ctx, `select substr(v.day, 1, 7), p.name, count(*),
			sum(case when v.class in ($3, $4) then 1 else 0 end), sum(case when v.class = $5 then 1 else 0 end)
		from provider p join visit v on v.provider = p.id and v.day >= $1 and v.day <= $2
		where v.done_from <> '' and v.cancelled = 0
		group by 1, p.name order by 1, p.name`, q.From, q.To, string(visits.TaggedIn), string(visits.TaggedOut), string(visits.Manual))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []report.Row
	for rows.Next() {
		var month, provider string
		var n, partly, manual int64
		if err := rows.Scan(&month, &provider, &n, &partly, &manual); err != nil {
			return nil, err
		}
		out = append(out, report.Row{report.T(month), report.T(provider), report.N(n), report.N(partly), report.N(manual), report.Of(manual, n)})
	}
	return out, rows.Err()
}
