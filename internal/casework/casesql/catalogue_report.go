package casesql

import (
	"context"
	"strconv"

	"stadga/internal/casework"
	"stadga/internal/report"
	"stadga/internal/store"
)

// catalogueReport is the service catalogue of the last day of the period. A service
// without a political decision on how it is met is a finding of the self-check (E-02).
func catalogueReport(all casework.ServiceEditions) report.Report {
	return report.Report{
		Key: "insatskatalog", Title: "Insatskatalogen: egen regi eller köp, med beslut", Group: "Genomförande", Requirement: []string{"E-01", "E-02"},
		Says: []string{
			"Varje insats i den version av insatskatalogen som gäller periodens sista dag.",
			"Beslut saknas: ingen politisk instans har bestämt om insatsen utförs i egen regi eller köps. Det är en brist.",
		},
		Columns: []report.Column{
			{Name: "insats", Title: "Insats", Unit: report.Text},
			{Name: "lagrum", Title: "Lag", Unit: report.Text},
			{Name: "malgrupp", Title: "Målgrupp", Unit: report.Text},
			{Name: "utfors", Title: "Egen regi eller köp", Unit: report.Text},
			{Name: "beslut", Title: "Politiskt beslut", Unit: report.Text},
			{Name: "saknas", Title: "Beslut saknas", Unit: report.Count},
		},
		Closed: []string{"saknas"},
		Rows: func(_ context.Context, _ store.Queryer, q report.Query) ([]report.Row, error) {
			edition, _ := all.On(q.To)
			var rows []report.Row
			for _, l := range edition.Lines {
				decided, lacks := "saknas", int64(1)
				if l.Stated() {
					decided, lacks = l.Decided.By+" "+l.Decided.On.String()+", "+l.Decided.Ref, 0
				}
				rows = append(rows, report.Row{report.T(l.Name), report.T(l.Rests(q.To)), report.T(l.Target), report.T(l.Provided.Words()), report.T(decided), report.N(lacks)})
			}
			return rows, nil
		},
		Plot: &report.Plot{
			Title: "Insatser utan politiskt beslut om egen regi eller köp", Part: "saknas", Says: unstatedSays,
			Draws: func(row report.Row) bool { return row[5].Number > 0 },
		},
	}
}

func unstatedSays(rows []report.Row) string {
	lacks := 0
	for _, row := range rows {
		lacks += int(row[5].Number)
	}
	return strconv.Itoa(lacks) + " av " + strconv.Itoa(len(rows)) + " insatser saknar ett politiskt beslut om egen regi eller köp."
}
