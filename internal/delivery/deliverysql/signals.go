package deliverysql

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/ids"
	"stadga/internal/report"
	"stadga/internal/store"
)

// followed is a signal g with the extent of its service when it came and the first
// decision after it: one that replaces the service, or on the same kind in the case.
const followed = `select g.order_id, g.number, g.provider, g.case_id, g.person, g.kind, g.since, g.sent, g.answered, g.answered_by, g.leads, g.plan,
	coalesce(s.yearly, 0), coalesce(n.made, ''), coalesce(n.yearly, 0), coalesce(n.outcome, ''), c.officer, c.unit
	from order_signal g join cases c on c.id = g.case_id left join service_line s on s.id = g.service
	left join service_line n on n.id = (select m.id from service_line m where m.case_id = g.case_id and m.made >= substr(g.sent, 1, 10) and m.id <> g.service
		and (m.replaces = g.service or m.kind = s.kind) order by m.made, m.id limit 1)`

// signalsMost is more signals than a page or a report of a year sums.
const signalsMost = 5000

// A heldSignal is a followed signal with who has the case.
type heldSignal struct {
	delivery.FollowedSignal
	Officer ids.User
	Unit    ids.Unit
}

func (l Lists) followed(ctx context.Context, where string, args ...any) ([]heldSignal, error) {
	return heldSignals(l.DB.QueryContext(ctx, followed+" where "+where+fmt.Sprintf(" order by g.sent, g.order_id limit %d", signalsMost), args...))
}

func heldSignals(rows *sql.Rows, err error) ([]heldSignal, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []heldSignal
	for rows.Next() {
		var h heldSignal
		var sent, answered, outcome string
		if err := rows.Scan(&h.Order.ID, &h.Number, &h.Provider.ID, &h.Case.ID, &h.Person.ID, &h.Kind, &h.Since, &sent, &answered, &h.By.ID, &h.Leads, &h.Plan,
			&h.Before, &h.Decided, &h.After, &outcome, &h.Officer.ID, &h.Unit.ID); err != nil {
			return nil, err
		}
		h.Ended = outcome != "" && outcome != "bifall" && outcome != "delvis-bifall"
		if h.Sent, err = civil.ParseStamp(sent); err != nil {
			return nil, err
		}
		if h.Answered, err = civil.ParseStamp(answered); err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, rows.Err()
}

func plain(held []heldSignal) []delivery.FollowedSignal {
	out := make([]delivery.FollowedSignal, len(held))
	for i, h := range held {
		out[i] = h.FollowedSignal
	}
	return out
}

// SignalsOfProvider lists what a provider has signalled since a day, oldest first.
func (l Lists) SignalsOfProvider(ctx context.Context, p ids.Provider, since civil.Date) ([]delivery.FollowedSignal, error) {
	held, err := l.followed(ctx, `g.provider = $1 and g.sent >= $2`, p.ID, since.String())
	return plain(held), err
}

// SignalsToUnit lists what has been signalled in the cases of a unit since a day, and
// what is still unanswered from before; no unit: of all.
func (l Lists) SignalsToUnit(ctx context.Context, unit ids.Unit, since civil.Date) ([]delivery.FollowedSignal, error) {
	where, args := `(g.sent >= $1 or g.answered = '')`, []any{since.String()}
	if !unit.IsZero() {
		where, args = where+` and c.unit = $2`, append(args, unit.ID)
	}
	held, err := l.followed(ctx, where, args...)
	return plain(held), err
}

// CountUnanswered counts the signals in the cases of a unit that nobody has answered.
func (l Lists) CountUnanswered(ctx context.Context, unit ids.Unit) (int, error) {
	var n int
	err := l.DB.QueryRowContext(ctx, `select count(*) from order_signal g join cases c on c.id = g.case_id where g.answered = '' and c.unit = $1`, unit.ID).Scan(&n)
	return n, err
}

func ofPeriod(ctx context.Context, db store.Queryer, q report.Query) ([]heldSignal, error) {
	return Lists{DB: db}.followed(ctx, `g.sent >= $1 and g.sent < $2`, q.From.String(), q.To.AddDays(1).String())
}

// asOf is the day a report speaks of.
func asOf(q report.Query) civil.Date {
	if q.AsOf.IsZero() || q.To.Before(q.AsOf) {
		return q.To
	}
	return q.AsOf
}

// signalTimes is how long signals of changed need wait, by provider and officer
// (E-25).
func signalTimes() report.Report {
	return report.Report{
		Key: "andrat-behov-tider", Title: "Ändrat behov: tid till svar och nytt beslut", Group: "Genomförande", Requirement: []string{"E-25"},
		Says: []string{
			"Anmälningar om ändrat behov som skickades i perioden, efter utförare och den som svarade; är anmälan obesvarad, den som har ärendet.",
			"Över gränsen är de som besvarades efter fem arbetsdagar, och de obesvarade som har väntat längre än så den sista dagen i perioden.",
			"Ett nytt beslut är det första om samma slags insats i ärendet efter anmälan. Median är den mittersta, vid jämnt antal den lägre av de två.",
		},
		Projections: []string{"orders", "decisions", "cases", "organisation"},
		Columns: []report.Column{
			{Name: "utforare", Title: "Utförare", Unit: report.Text},
			{Name: "handlaggare", Title: "Handläggare", Unit: report.Text},
			{Name: "inkomna", Title: "Inkomna", Unit: report.Count},
			{Name: "besvarade", Title: "Besvarade", Unit: report.Count},
			{Name: "dagar", Title: "Dagar till svar, median", Unit: report.Days},
			{Name: "over", Title: "Över gränsen", Unit: report.Count},
			{Name: "andel", Title: "Andel över gränsen", Unit: report.Share},
			{Name: "aldst", Title: "Äldsta obesvarade, dagar", Unit: report.Days},
			{Name: "beslut", Title: "Dagar till nytt beslut, median", Unit: report.Days},
		},
		Rows: signalTimeRows,
		Plot: &report.Plot{Title: "Besvarade anmälningar", Part: "besvarade", Whole: "inkomna", Says: func(rows []report.Row) string {
			var in, answered, over int64
			for _, r := range rows {
				in, answered, over = in+r[2].Number, answered+r[3].Number, over+r[5].Number
			}
			if in == 0 {
				return "Ingen anmälan om ändrat behov kom in."
			}
			return fmt.Sprintf("%d av %d anmälningar är besvarade. %d väntade längre än fem arbetsdagar.", answered, in, over)
		}},
	}
}

func signalTimeRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	held, err := ofPeriod(ctx, db, q)
	if err != nil {
		return nil, err
	}
	names, err := namesOf(ctx, db)
	if err != nil {
		return nil, err
	}
	type pair struct{ provider, officer string }
	groups := map[pair][]delivery.FollowedSignal{}
	for _, h := range held {
		by := h.By
		if by.IsZero() {
			by = h.Officer
		}
		key := pair{names[h.Provider.ID], cmp.Or(names[by.ID], "ingen handläggare")}
		groups[key] = append(groups[key], h.FollowedSignal)
	}
	var rows []report.Row
	for key, some := range groups {
		sum := delivery.SumSignals(some, asOf(q))
		rows = append(rows, report.Row{
			report.T(key.provider), report.T(key.officer), report.N(int64(sum.In)), report.N(int64(sum.Answered)), days(sum.Days),
			report.N(int64(sum.Over)), report.Of(int64(sum.Over), int64(sum.In)), days(sum.Oldest), days(sum.DaysToNew),
		})
	}
	slices.SortFunc(rows, func(a, b report.Row) int {
		return cmp.Or(cmp.Compare(a[0].Text, b[0].Text), cmp.Compare(a[1].Text, b[1].Text))
	})
	return rows, nil
}

// days is a number of days, or none.
func days(n int) report.Value {
	if n < 0 {
		return report.None()
	}
	return report.N(int64(n))
}

// namesOf are the names of providers and staff, by id.
func namesOf(ctx context.Context, db store.Queryer) (map[ids.ID]string, error) {
	rows, err := db.QueryContext(ctx, `select id, name from provider union all select id, name from staff`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names := map[ids.ID]string{}
	for rows.Next() {
		var id ids.ID
		var name string
		if err := rows.Scan(&id, &name); err != nil {
			return nil, err
		}
		names[id] = name
	}
	return names, rows.Err()
}

// signalResults is what signals of changed need led to: how responsive the
// authority is, as the board sees it (E-27).
func signalResults() report.Report {
	return report.Report{
		Key: "andrat-behov-foljd", Title: "Ändrat behov: vad anmälningarna ledde till", Group: "Genomförande", Requirement: []string{"E-27"},
		Says: []string{
			"Anmälningar om ändrat behov som skickades i perioden, efter vad utföraren såg.",
			"Mer och mindre är nya beslut om samma slags insats som ger mer eller mindre än förut. Ingen ändring är beslut om lika mycket, svar att behovet ryms i planen och svar att handläggaren bedömer behovet annorlunda.",
			"Pågår är besvarade med att en ny utredning inleds, utan beslut än.",
		},
		Projections: []string{"orders", "decisions", "cases"},
		Columns: []report.Column{
			{Name: "anmalt", Title: "Utföraren såg", Unit: report.Text},
			{Name: "inkomna", Title: "Inkomna", Unit: report.Count},
			{Name: "besvarade", Title: "Besvarade", Unit: report.Count},
			{Name: "mer", Title: "Ledde till mer", Unit: report.Count},
			{Name: "mindre", Title: "Ledde till mindre", Unit: report.Count},
			{Name: "ingen", Title: "Ingen ändring", Unit: report.Count},
			{Name: "pagar", Title: "Pågår", Unit: report.Count},
			{Name: "obesvarade", Title: "Obesvarade", Unit: report.Count},
		},
		Rows: signalResultRows,
		Plot: &report.Plot{Title: "Besvarade anmälningar", Part: "besvarade", Whole: "inkomna", Says: func(rows []report.Row) string {
			var n [8]int64
			for _, r := range rows {
				for i := 1; i < len(r); i++ {
					n[i] += r[i].Number
				}
			}
			if n[1] == 0 {
				return "Ingen anmälan om ändrat behov kom in."
			}
			return fmt.Sprintf("%d anmälningar kom in och %d är besvarade: %d ledde till mer, %d till mindre, %d till ingen ändring.", n[1], n[2], n[3], n[4], n[5])
		}},
	}
}

func signalResultRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	held, err := ofPeriod(ctx, db, q)
	if err != nil {
		return nil, err
	}
	var rows []report.Row
	for _, kind := range []struct {
		key   delivery.SignalKind
		words string
	}{{delivery.MoreHelp, "Mer hjälp"}, {delivery.LessHelp, "Mindre hjälp"}, {delivery.OtherHelp, "Annan hjälp"}} {
		some := plain(slices.DeleteFunc(slices.Clone(held), func(h heldSignal) bool { return h.Kind != kind.key }))
		if len(some) == 0 {
			continue
		}
		sum := delivery.SumSignals(some, asOf(q))
		row := report.Row{report.T(kind.words), report.N(int64(sum.In)), report.N(int64(sum.Answered))}
		for _, led := range []delivery.Change{delivery.ChangeUp, delivery.ChangeDown, delivery.ChangeNone, delivery.ChangePending, delivery.ChangeWaits} {
			row = append(row, report.N(int64(sum.Led[led])))
		}
		rows = append(rows, row)
	}
	return rows, nil
}
