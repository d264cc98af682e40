package visitsql

import (
	"context"
	"fmt"
	"strconv"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/report"
	"stadga/internal/store"
)

// The measure of continuity: over so many days, of those who had so many visits, and
// from how many different staff a person counts as having met many.
const (
	continuityDays   = 14
	continuityVisits = 2 * continuityDays
	fewStaff         = 10
	manyStaff        = 16
)

// continuity is how many different people from the staff each person met in fourteen
// days.
func continuity() report.Report {
	return report.Report{
		Key: "kontinuitet", Title: "Kontinuitet: olika personal per person på 14 dagar", Group: Group,
		Says: []string{
			fmt.Sprintf("De %d sista dagarna av perioden. Personer som under dem fick minst %d besök mellan 07 och 22, alltså två om dagen i medeltal, räknas.", continuityDays, continuityVisits),
			"Olika personal är hur många som stod för personens besök. Gick två till samma besök räknas den som registrerade det.",
			"Besök utan namngiven personal går inte att räkna. Hur många de är står i en egen kolumn, och är de många säger medelvärdet för lite.",
			fmt.Sprintf("Högst %d och minst %d är antal personer som mötte så många.", fewStaff, manyStaff),
			"Utförda besök räknas. Avbokade besök, och besök efter att personen har avlidit eller flyttat, räknas inte.",
		},
		Projections: []string{"visits", "organisation", "decisions"},
		Columns: []report.Column{
			{Name: "utforare", Title: "Utförare", Unit: report.Text},
			{Name: "personer", Title: "Personer", Unit: report.Count},
			{Name: "medel", Title: "Olika personal, medelvärde", Unit: report.Tenth},
			{Name: "mest", Title: "Flest olika personal", Unit: report.Count},
			{Name: "fa", Title: "Mötte högst 10", Unit: report.Count},
			{Name: "manga", Title: "Mötte minst 16", Unit: report.Count},
			{Name: "andel", Title: "Andel som mötte högst 10", Unit: report.Share},
			{Name: "okanda", Title: "Besök utan namngiven personal", Unit: report.Count},
		},
		Plot:   &report.Plot{Title: "Personer som mötte högst 10 olika personal", Part: "fa", Whole: "personer", Says: continuityWords},
		Rows:   continuityRows,
		Lists:  continuityBehind,
		Closed: []string{"mest", "okanda"},
	}
}

// staffMet gives each person's visits, different staff and visits without staff, of
// those with visits enough. Each provider's days are read by index, so that it costs
// what fourteen days hold.
const staffMet = `select p.name as provider, v.person as person, count(*) as visits,
	count(distinct case when v.staffed > 0 and length(v.staff) > 0 then v.staff end) as met,
	sum(case when v.staffed > 0 and length(v.staff) > 0 then 0 else 1 end) as nameless
	from provider p join visit v on v.provider = p.id and v.day >= $1 and v.day <= $2
	where ` + made + ` and v.gone = '' and v.day_minutes > 0 group by p.name, v.person having count(*) >= $3`

func lastDays(q report.Query) (from, to civil.Date) {
	return q.To.AddDays(1 - continuityDays), q.To
}

func continuityRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	from, to := lastDays(q)
	found, err := db.QueryContext(ctx, `select m.provider, count(*), sum(m.met), max(m.met), sum(case when m.met <= $4 then 1 else 0 end), sum(case when m.met >= $5 then 1 else 0 end), sum(m.nameless)
		from (`+staffMet+`) m group by m.provider order by m.provider`, from, to, continuityVisits, fewStaff, manyStaff)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var rows []report.Row
	for found.Next() {
		var provider string
		var n, met, most, few, many, nameless int64
		if err := found.Scan(&provider, &n, &met, &most, &few, &many, &nameless); err != nil {
			return nil, err
		}
		rows = append(rows, report.Row{
			report.T(provider), report.N(n), report.N((20*met + n) / (2 * n)), report.N(most), report.N(few), report.N(many), report.Of(few, n), report.N(nameless),
		})
	}
	return rows, found.Err()
}

func continuityWords(rows []report.Row) string {
	var n, met int64
	for _, row := range rows {
		n, met = n+row[1].Number, met+row[1].Number*row[2].Number
	}
	if n == 0 {
		return "Ingen person fick två besök om dagen de 14 sista dagarna."
	}
	c := report.Column{Unit: report.Tenth}
	return "På 14 dagar mötte en person i medeltal " + c.Format(report.N((2*met+n)/(2*n))) + " olika personal."
}

// continuityBehind lists the persons that a figure counts, those who met the most first.
func continuityBehind(ctx context.Context, db store.Queryer, q report.Query, of report.Behind) ([]report.Item, int, error) {
	least, most := 0, 1<<30
	switch of.Column {
	case "personer":
	case "fa":
		most = fewStaff
	case "manga":
		least = manyStaff
	default:
		return nil, 0, nil
	}
	from, to := lastDays(q)
	args := []any{from, to, continuityVisits, of.Row[0], least, most}
	const some = `(` + staffMet + `) m where m.provider = $4 and m.met >= $5 and m.met <= $6`
	var n int
	if err := db.QueryRowContext(ctx, `select count(*) from `+some, args...).Scan(&n); err != nil {
		return nil, 0, err
	}
	found, err := db.QueryContext(ctx, `select m.met, m.visits, (select s.case_id from visit w join service_line s on s.id = w.service
		where w.person = m.person and w.day >= $1 and w.day <= $2 order by w.day, w.id limit 1) from `+some+
		` order by m.met desc, m.person limit `+strconv.Itoa(of.Limit)+` offset `+strconv.Itoa(of.Offset), args...)
	if err != nil {
		return nil, 0, err
	}
	defer found.Close()
	var list []report.Item
	for found.Next() {
		var it report.Item
		var met, made int
		var id []byte
		if err := found.Scan(&met, &made, &id); err != nil {
			return nil, 0, err
		}
		if len(id) == len(it.Case.ID) {
			it.Case = ids.Case{ID: ids.ID(id)}
		}
		it.Says = strconv.Itoa(met) + " olika personal på " + strconv.Itoa(made) + " besök"
		list = append(list, it)
	}
	return list, n, found.Err()
}
