package casesql

import (
	"context"
	"fmt"

	"stadga/internal/casework"
	"stadga/internal/report"
	"stadga/internal/store"
)

// appealsReport is the running summary of appeals for the board: what came in, how
// far each has come, and what the courts decided (D-09).
func appealsReport() report.Report {
	return report.Report{
		Key: "overklaganden", Title: "Överklaganden",
		Requirement: []string{"D-09"},
		Says: []string{
			"Överklaganden räknas det år de kom in till nämnden.",
			"Instans är den domstol som målet ligger hos, eller som har avgjort det sist. Före överlämnandet ligger det hos nämnden.",
			"Läget är det senaste som är registrerat. Ett överklagande som kom in för sent avvisas av nämnden (45 § förvaltningslagen).",
			"Summan av raderna är alla överklaganden som kom in under perioden.",
		},
		Projections: []string{"decisions"},
		Columns: []report.Column{
			{Name: "ar", Title: "År", Unit: report.Text},
			{Name: "instans", Title: "Instans", Unit: report.Text},
			{Name: "lage", Title: "Läge", Unit: report.Text},
			{Name: "antal", Title: "Antal", Unit: report.Count},
		},
		Rows: func(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
			rows, err := db.QueryContext(ctx, `select substr(on_day, 1, 4), level,
				case when tested = 'for-sent' then 'for-sent' when result <> '' then result when changed = 1 and forwarded = '' then 'omprovat' when stayed <> '' then 'inhiberat'
					when forwarded <> '' then 'vantar' else 'hos-namnden' end, count(*)
				from appeal_line where on_day >= $1 and on_day <= $2 group by 1, 2, 3 order by 1, 2, 3`, q.From, q.To)
			if err != nil {
				return nil, fmt.Errorf("appeals: %w", err)
			}
			defer rows.Close()
			var all []report.Row
			for rows.Next() {
				var year, level, state string
				var n int64
				if err := rows.Scan(&year, &level, &state, &n); err != nil {
					return nil, fmt.Errorf("appeals: %w", err)
				}
				court := casework.CourtName(level)
				if court == "" {
					court = "Nämnden"
				}
				all = append(all, report.Row{report.T(year), report.T(court), report.T(appealState(state)), report.N(n)})
			}
			return all, rows.Err()
		},
	}
}

func appealState(key string) string {
	return map[string]string{
		"for-sent": "avvisat, för sent", "omprovat": "nämnden har ändrat beslutet", "inhiberat": "inhiberat, väntar på dom", "vantar": "väntar på dom", "hos-namnden": "hos nämnden",
		"avslag": "avslag", "bifall": "bifall", "delvis-bifall": "delvis bifall", "aterforvisning": "återförvisat", "avvisning": "avvisat av domstolen",
	}[key]
}
