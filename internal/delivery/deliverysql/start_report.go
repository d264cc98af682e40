package deliverysql

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/report"
	"stadga/internal/store"
)

// startLimit is how many days may go from decision to start before the report
// counts the start as slow. Norrsala's own limit.
const startLimit = 30

// allProviders is the row of all providers of a service together.
const allProviders = "Alla utförare"

// startReport is the days from decision to start, by service and provider (E-07).
func startReport() report.Report {
	return report.Report{
		Key: "beslut-till-start", Title: "Beslut till start", Group: "Genomförande", Requirement: []string{"E-07"},
		Says: []string{
			"Dagar från beslutet till den första dag då ett besök, en inflyttning, en installation eller ett första möte visade att insatsen hade börjat, för insatser som började i perioden.",
			"Utföraren är den hos vilken insatsen började. Raden Alla utförare är insatsen i hela kommunen.",
			"Median är den mittersta, vid jämnt antal den lägre av de två. Medelvärdet dras upp av enstaka långa väntetider.",
			"Insatser som inte har börjat syns på sidan Ej verkställda beslut.",
		},
		Projections: []string{"orders", "decisions", "organisation"},
		Columns: []report.Column{
			{Name: "insats", Title: "Insats", Unit: report.Text},
			{Name: "utforare", Title: "Utförare", Unit: report.Text},
			{Name: "antal", Title: "Började", Unit: report.Count},
			{Name: "median", Title: "Dagar, median", Unit: report.Days},
			{Name: "medel", Title: "Dagar, medelvärde", Unit: report.Tenth},
			{Name: "inom", Title: "Inom 30 dagar", Unit: report.Count},
			{Name: "andel", Title: "Andel inom 30 dagar", Unit: report.Share},
		},
		Rows: startRows, Lists: startBehind,
		Plot: &report.Plot{
			Title: "Insatser som började inom 30 dagar", Part: "inom", Whole: "antal", Says: startSays,
			Draws: func(row report.Row) bool { return row[1].Text == allProviders },
		},
	}
}

// firstStarts are the orders with which a service began in the period.
const firstStarts = ` from order_line o join service_line s on s.id = o.service left join provider p on p.id = o.provider
	where o.started >= $1 and o.started <= $2
	and not exists (select 1 from order_line b where b.service = o.service and b.started <> '' and (b.started < o.started or b.started = o.started and b.id < o.id))`

func startRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	found, err := db.QueryContext(ctx, `select s.kind, coalesce(p.name, ''), s.made, o.started`+firstStarts, q.From, q.To)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	type cell struct{ service, provider string }
	waits := map[cell][]int{}
	for found.Next() {
		var kind, provider string
		var made, began civil.Date
		if err := found.Scan(&kind, &provider, &made, &began); err != nil {
			return nil, err
		}
		for _, at := range []cell{{kindName(kind), allProviders}, {kindName(kind), provider}} {
			waits[at] = append(waits[at], max(0, began.DaysSince(made)))
		}
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	var rows []report.Row
	for at, days := range waits {
		slices.Sort(days)
		n, sum, within := int64(len(days)), int64(0), int64(0)
		for _, d := range days {
			if sum += int64(d); d <= startLimit {
				within++
			}
		}
		rows = append(rows, report.Row{
			report.T(at.service), report.T(at.provider), report.N(n), report.N(int64(days[(n-1)/2])), report.N((20*sum + n) / (2 * n)), report.N(within), report.Of(within, n),
		})
	}
	// The row of all stands first of each service.
	slices.SortFunc(rows, func(a, b report.Row) int { return slices.Compare(startOrder(a), startOrder(b)) })
	return rows, nil
}

func startOrder(row report.Row) []string {
	if row[1].Text == allProviders {
		return []string{row[0].Text, ""}
	}
	return []string{row[0].Text, "1" + row[1].Text}
}

// startBehind lists the services that a figure counts, the longest wait first.
func startBehind(ctx context.Context, db store.Queryer, q report.Query, of report.Behind) ([]report.Item, int, error) {
	args := []any{q.From, q.To}
	var kinds []any
	for _, k := range casework.ServiceCatalogue() {
		if k.Name == of.Row[0] {
			kinds = append(kinds, k.Key)
		}
	}
	if len(kinds) == 0 {
		kinds = []any{of.Row[0]}
	}
	rest := firstStarts + ` and s.kind in (` + store.Places(len(args)+1, len(kinds)) + `)`
	args = append(args, kinds...)
	if of.Row[1] != allProviders {
		args = append(args, of.Row[1])
		rest += ` and p.name = $` + strconv.Itoa(len(args))
	}
	found, err := db.QueryContext(ctx, `select s.case_id, s.made, o.started`+rest+` order by s.made, s.id`, args...)
	if err != nil {
		return nil, 0, err
	}
	defer found.Close()
	n := 0
	var list []report.Item
	for found.Next() {
		var id ids.Case
		var made, began civil.Date
		if err := found.Scan(&id, &made, &began); err != nil {
			return nil, 0, err
		}
		waited := max(0, began.DaysSince(made))
		if of.Column == "inom" && waited > startLimit {
			continue
		}
		if n++; n > of.Offset && len(list) < of.Limit {
			list = append(list, report.Item{Case: id, Says: fmt.Sprintf("beslutat %s, började %s, %d dagar", made, began, waited)})
		}
	}
	return list, n, found.Err()
}

func startSays(rows []report.Row) string {
	var began, within int64
	for _, r := range rows {
		if r[1].Text == allProviders {
			began, within = began+r[2].Number, within+r[5].Number
		}
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
