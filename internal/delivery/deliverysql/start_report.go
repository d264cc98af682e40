package deliverysql

import (
	"context"
	"fmt"
	"slices"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/report"
	"stadga/internal/store"
)

// startLimit is how many days may go from decision to start before the report
// counts the start as slow. Norrsala's own limit.
const startLimit = 30

// startReport is the days from decision to start, by service (E-07).
func startReport() report.Report {
	return report.Report{
		Key: "beslut-till-start", Title: "Beslut till start", Group: "Genomförande", Requirement: []string{"E-07"},
		Says: []string{
			"Dagar från beslutet till den första dag då ett besök, en inflyttning, en installation eller ett första möte visade att insatsen hade börjat, för insatser som började i perioden.",
			"Median är den mittersta, vid jämnt antal den lägre av de två.",
			"Insatser som inte har börjat syns på sidan Ej verkställda beslut.",
		},
		Projections: []string{"orders", "decisions"},
		Columns: []report.Column{
			{Name: "insats", Title: "Insats", Unit: report.Text},
			{Name: "antal", Title: "Började", Unit: report.Count},
			{Name: "median", Title: "Dagar, median", Unit: report.Days},
			{Name: "inom", Title: "Inom 30 dagar", Unit: report.Count},
			{Name: "andel", Title: "Andel inom 30 dagar", Unit: report.Share},
		},
		Rows: startRows,
		Plot: &report.Plot{Title: "Insatser som började inom 30 dagar", Part: "inom", Whole: "antal", Says: startSays},
	}
}

func startRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	found, err := db.QueryContext(ctx, `select s.kind, s.made, min(o.started) from order_line o join service_line s on s.id = o.service
		where o.started >= $1 and o.started <= $2
		and not exists (select 1 from order_line b where b.service = o.service and b.started <> '' and b.started < $1)
		group by s.id, s.kind, s.made`, q.From, q.To)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	waits := map[string][]int{}
	for found.Next() {
		var kind string
		var made, began civil.Date
		if err := found.Scan(&kind, &made, &began); err != nil {
			return nil, err
		}
		waits[kind] = append(waits[kind], max(0, began.DaysSince(made)))
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	var rows []report.Row
	for kind, days := range waits {
		slices.Sort(days)
		within := 0
		for _, d := range days {
			if d <= startLimit {
				within++
			}
		}
		rows = append(rows, report.Row{
			report.T(kindName(kind)), report.N(int64(len(days))), report.N(int64(days[(len(days)-1)/2])), report.N(int64(within)), report.Of(int64(within), int64(len(days))),
		})
	}
	slices.SortFunc(rows, func(a, b report.Row) int {
		if a[0].Text < b[0].Text {
			return -1
		}
		return 1
	})
	return rows, nil
}

func startSays(rows []report.Row) string {
	var began, within int64
	for _, r := range rows {
		began, within = began+r[1].Number, within+r[3].Number
	}
	if began == 0 {
		return "Ingen insats började i perioden."
	}
	return fmt.Sprintf("%d av %d insatser började inom 30 dagar från beslutet.", within, began)
}

// kindName is a service as reports name it.
func kindName(kind string) string {
	if k, known := casework.ServiceByKey(kind); known {
		return k.Name
	}
	return kind
}
