package visitsql

import (
	"context"
	"slices"
	"strconv"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/report"
	"stadga/internal/store"
)

// unitMonth is each provider's month of visits, deviations and economy: what the head
// of the unit and the director read, with the list behind each figure (F-23).
func unitMonth() report.Report {
	return report.Report{
		Key: report.UnitMonth, Title: "Enhetens månad: besök, avvikelser och ekonomi", Group: Group, Requirement: []string{"F-23"},
		Says: []string{
			"Varje enhet som utför hemtjänst, månad för månad. Natt räknas med.",
			"Planerade är besök i planen som inte är avbokade. Uteblivna är de av dem som inte är registrerade dagen efter, eller som är anmälda som uteblivna.",
			"Manuella är besök utan tagg. Rättade är besök vars tider har ändrats efteråt. Listan bakom säger orsaken.",
			"Avvikelser räknas den dag de rapporterades. Uteblivna insatser är de som är klassade så.",
			"Timmar och ersättning är de besök som ersätts, efter avtalets pris.",
		},
		Projections: []string{"visits", "organisation", "decisions", "deviations"},
		Columns: []report.Column{
			{Name: "manad", Title: "Månad", Unit: report.Text},
			{Name: "utforare", Title: "Enhet", Unit: report.Text},
			{Name: "planerade", Title: "Planerade", Unit: report.Count},
			{Name: "utforda", Title: "Utförda", Unit: report.Count},
			{Name: "uteblivna", Title: "Uteblivna", Unit: report.Count},
			{Name: "manuella", Title: "Manuella", Unit: report.Count},
			{Name: "rattade", Title: "Rättade", Unit: report.Count},
			{Name: "avvikelser", Title: "Avvikelser", Unit: report.Count},
			{Name: "insatser", Title: "Varav uteblivna insatser", Unit: report.Count},
			{Name: "timmar", Title: "Timmar", Unit: report.Tenth},
			{Name: "kronor", Title: "Ersättning, kr", Unit: report.Count},
		},
		Plot:   &report.Plot{Title: "Utförda timmar per enhet", Part: "timmar", Says: unitWords},
		Rows:   unitMonths,
		Lists:  unitBehind,
		Closed: []string{"kronor"},
	}
}

func unitWords(rows []report.Row) string {
	var made, missed, deviations int64
	for _, row := range rows {
		made, missed, deviations = made+row[3].Number, missed+row[4].Number, deviations+row[7].Number
	}
	c := report.Column{Unit: report.Count}
	return c.Format(report.N(made)) + " besök är utförda, " + c.Format(report.N(missed)) + " har uteblivit och " + c.Format(report.N(deviations)) + " avvikelser är rapporterade."
}

// The conditions of the figures, with the day of the answer as argument three.
const (
	inPlan     = `v.planned_from <> '' and v.cancelled = 0`
	carriedOut = `v.done_from <> '' and v.cancelled = 0`
	notMade    = `v.cancelled = 0 and v.done_from = '' and v.done_to = '' and (v.missed = 1 or v.planned_from <> '' and v.begun = '' and v.day < $3)`
	typed      = carriedOut + ` and v.class = 'manuell'`
	mended     = carriedOut + ` and v.corrected > 0`
)

// unitMonths are the months of every provider.
func unitMonths(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	type cell struct{ month, provider string }
	rows := map[cell]report.Row{}
	at := func(month, provider string) report.Row {
		key := cell{month, provider}
		if rows[key] == nil {
			rows[key] = report.Row{report.T(month), report.T(provider), report.N(0), report.N(0), report.N(0), report.N(0), report.N(0), report.N(0), report.N(0), report.N(0), report.N(0)}
		}
		return rows[key]
	}
	read := func(first, columns int, query string, args ...any) error {
		found, err := db.QueryContext(ctx, query, args...)
		if err != nil {
			return err
		}
		defer found.Close()
		for found.Next() {
			var month, provider string
			values := make([]int64, columns)
			into := []any{&month, &provider}
			for i := range values {
				into = append(into, &values[i])
			}
			if err := found.Scan(into...); err != nil {
				return err
			}
			row := at(month, provider)
			for i, n := range values {
				row[first+i] = report.N(n)
			}
		}
		return found.Err()
	}
	sum := func(condition string) string { return `, sum(case when ` + condition + ` then 1 else 0 end)` }
	day := q.AsOf
	if day.IsZero() {
		day = q.To.AddDays(1)
	}
	if err := read(2, 5, `select substr(v.day, 1, 7), p.name`+sum(inPlan)+sum(carriedOut)+sum(notMade)+sum(typed)+sum(mended)+`
		from provider p join visit v on v.provider = p.id and v.day >= $1 and v.day <= $2 group by 1, 2`, q.From, q.To, day); err != nil {
		return nil, err
	}
	if err := read(7, 2, `select substr(d.reported, 1, 7), p.name, count(*), sum(case when d.type = $3 then 1 else 0 end)
		from provider p join deviation d on d.provider = p.id and d.reported >= $1 and d.reported < $2 group by 1, 2`,
		civil.Stamp(q.From.Midnight()), civil.Stamp(q.To.AddDays(1).Midnight()), missedService); err != nil {
		return nil, err
	}
	if err := read(9, 2, `select m.month, p.name, sum(m.minutes), sum(m.ore) from provider p join month_sum m on m.provider = p.id and m.month >= $1 and m.month <= $2
		group by 1, 2 having sum(m.visits) > 0`, q.From.String()[:7], q.To.String()[:7]); err != nil {
		return nil, err
	}
	var out []report.Row
	for _, row := range rows {
		row[9], row[10] = report.N(tenthHours(row[9].Number)), report.N((row[10].Number+50)/100)
		out = append(out, row)
	}
	slices.SortFunc(out, func(a, b report.Row) int {
		return slices.Compare([]string{a[0].Text, a[1].Text}, []string{b[0].Text, b[1].Text})
	})
	return out, nil
}

// missedService is the type of a deviation where what was granted was not delivered (E-35).
const missedService = "utebliven-insats"

// unitBehind lists what a figure of a provider's month counts.
func unitBehind(ctx context.Context, db store.Queryer, q report.Query, of report.Behind) ([]report.Item, int, error) {
	from, to, ok := ofMonth(q, of.Row[0])
	if !ok {
		return nil, 0, nil
	}
	if of.Column == "avvikelser" || of.Column == "insatser" {
		return deviationItems(ctx, db, from, to, of)
	}
	day := q.AsOf
	if day.IsZero() {
		day = q.To.AddDays(1)
	}
	condition, known := map[string]string{"planerade": inPlan, "utforda": carriedOut, "uteblivna": notMade, "manuella": typed, "rattade": mended}[of.Column]
	if !known {
		return nil, 0, nil
	}
	c := conditions{args: []any{from, to, day}, all: []string{`v.day >= $1 and v.day <= $2 and $3 <> ''`, condition}}
	c.and(`p.name = `, of.Row[1])
	return visitItems(ctx, db, c, of)
}

func deviationItems(ctx context.Context, db store.Queryer, from, to civil.Date, of report.Behind) ([]report.Item, int, error) {
	c := conditions{args: []any{civil.Stamp(from.Midnight()), civil.Stamp(to.AddDays(1).Midnight())}, all: []string{`d.reported >= $1 and d.reported < $2`}}
	c.and(`p.name = `, of.Row[1])
	if of.Column == "insatser" {
		c.and(`d.type = `, missedService)
	}
	const tables = ` from provider p join deviation d on d.provider = p.id where `
	var n int
	if err := db.QueryRowContext(ctx, `select count(*)`+tables+c.where(), c.args...).Scan(&n); err != nil {
		return nil, 0, err
	}
	found, err := db.QueryContext(ctx, `select d.number, d.reported, d.case_id, d.closed`+tables+c.where()+` order by d.reported, d.number limit `+strconv.Itoa(of.Limit)+` offset `+strconv.Itoa(of.Offset), c.args...)
	if err != nil {
		return nil, 0, err
	}
	defer found.Close()
	var list []report.Item
	for found.Next() {
		var it report.Item
		var number, reported, closed string
		var id []byte
		if err := found.Scan(&number, &reported, &id, &closed); err != nil {
			return nil, 0, err
		}
		at, err := civil.ParseStamp(reported)
		if err != nil {
			return nil, 0, err
		}
		if it.Says = "avvikelse " + number + ", rapporterad " + civil.DayOf(at).String(); closed != "" {
			it.Says += ", avslutad"
		}
		if len(id) == len(it.Case.ID) {
			it.Case = ids.Case{ID: ids.ID(id)}
		}
		it.Path = "/kvalitet/avvikelse/" + number
		list = append(list, it)
	}
	return list, n, found.Err()
}
