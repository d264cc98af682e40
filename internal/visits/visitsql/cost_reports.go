package visitsql

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/report"
	"stadga/internal/store"
)

// wholeYear is the row of all months of a year together.
const wholeYear = "hela året"

// hoursAndCost is delivered hours and what they cost, by year, month and provider
// over several years (F-24).
func hoursAndCost() report.Report {
	return report.Report{
		Key: "timmar-och-kostnad", Title: "Utförda timmar och nettokostnad", Group: Group, Requirement: []string{"F-24"},
		Says: []string{
			"Utförda timmar är registrerade besök, den månad de började, i hela minuter. Besök som väntar på ett ställningstagande, och besök efter att personen har avlidit eller flyttat, räknas inte.",
			"Timmar på dagen är de mellan 07 och 22, som ersätts per timme. De andra är natt, som betalas med anslag.",
			"Nettokostnaden är ersättningen till utföraren efter priset som gällde den dag besöket gjordes, så som den räknades när besöket registrerades eller räknades om. Avgiften som personen betalar dras inte av: den finns inte i registret.",
			"En utförare utan pris i ett avtal, till exempel egen regi utan internpris, har timmar men ingen kostnad.",
			"Välj flera år i perioden för att jämföra dem. Bara hela månader räknas: den månad perioden börjar och slutar räknas hela.",
		},
		Projections: []string{"visits", "organisation"},
		Columns: []report.Column{
			{Name: "ar", Title: "År", Unit: report.Text},
			{Name: "manad", Title: "Månad", Unit: report.Text},
			{Name: "utforare", Title: "Utförare", Unit: report.Text},
			{Name: "besok", Title: "Besök", Unit: report.Count},
			{Name: "timmar", Title: "Timmar", Unit: report.Tenth},
			{Name: "dagtimmar", Title: "Varav 07–22", Unit: report.Tenth},
			{Name: "kronor", Title: "Nettokostnad, kr", Unit: report.Count},
			{Name: "miljoner", Title: "Nettokostnad, miljoner kr", Unit: report.Tenth},
		},
		Plot: &report.Plot{
			Title: "Utförda timmar, alla utförare", Part: "timmar", Draws: eachMonthOfAll,
			Says: func(rows []report.Row) string { return yearWords(rows, 4, report.Column{Unit: report.Tenth}, "timmar") },
		},
		Also: &report.Plot{
			Title: "Nettokostnad, alla utförare", Part: "kronor", Draws: eachMonthOfAll,
			Says: func(rows []report.Row) string { return yearWords(rows, 6, report.Column{Unit: report.Count}, "kronor") },
		},
		Rows:   costRows,
		Lists:  costBehind,
		Closed: []string{"kronor"},
	}
}

func eachMonthOfAll(row report.Row) bool {
	return row[1].Text != wholeYear && row[2].Text == wholeMunicipality
}

// yearWords tells of each year that the period holds.
func yearWords(rows []report.Row, at int, c report.Column, unit string) string {
	var years []string
	for _, row := range rows {
		if row[1].Text == wholeYear && row[2].Text == wholeMunicipality {
			years = append(years, row[0].Text+": "+c.Format(row[at])+" "+unit)
		}
	}
	if len(years) == 0 {
		return "Det finns inget att räkna i perioden."
	}
	return strings.Join(years, ", ") + "."
}

type costOf struct{ visits, minutes, day, ore int64 }

func (c *costOf) add(o costOf) {
	c.visits, c.minutes, c.day, c.ore = c.visits+o.visits, c.minutes+o.minutes, c.day+o.day, c.ore+o.ore
}

func (c costOf) row(year, month, provider string) report.Row {
	return report.Row{
		report.T(year), report.T(month), report.T(provider), report.N(c.visits), report.N(tenthHours(c.minutes)), report.N(tenthHours(c.day)),
		report.N((c.ore + 50) / 100), report.N((c.ore + 500_000_0) / 1_000_000_0),
	}
}

// tenthHours are whole minutes in tenths of an hour, rounded half up.
func tenthHours(minutes int64) int64 { return (minutes + 3) / 6 }

func costRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	found, err := db.QueryContext(ctx, `select m.month, p.name, sum(m.visits), sum(m.minutes), sum(m.day_minutes), sum(m.ore)
		from provider p join month_sum m on m.provider = p.id and m.month >= $1 and m.month <= $2
		group by 1, 2 having sum(m.visits) > 0 order by 1, 2`, q.From.String()[:7], q.To.String()[:7])
	if err != nil {
		return nil, err
	}
	defer found.Close()
	type cell struct{ year, month, provider string }
	sums := map[cell]*costOf{}
	var cells []cell
	for found.Next() {
		var month, provider string
		var c costOf
		if err := found.Scan(&month, &provider, &c.visits, &c.minutes, &c.day, &c.ore); err != nil {
			return nil, err
		}
		year, of, _ := strings.Cut(month, "-")
		for _, at := range []cell{{year, "", ""}, {year, "", provider}, {year, of, ""}, {year, of, provider}} {
			if sums[at] == nil {
				sums[at] = &costOf{}
				cells = append(cells, at)
			}
			sums[at].add(c)
		}
	}
	slices.SortFunc(cells, func(a, b cell) int {
		return slices.Compare([]string{a.year, a.month, a.provider}, []string{b.year, b.month, b.provider})
	})
	var rows []report.Row
	for _, at := range cells {
		month, provider := at.month, at.provider
		if month == "" {
			month = wholeYear
		}
		if provider == "" {
			provider = wholeMunicipality
		}
		rows = append(rows, sums[at].row(at.year, month, provider))
	}
	return rows, found.Err()
}

// costBehind lists the visits of a month, or of a year.
func costBehind(ctx context.Context, db store.Queryer, q report.Query, of report.Behind) ([]report.Item, int, error) {
	from, err := civil.Parse(of.Row[0] + "-01-01")
	if err != nil || of.Column != "besok" {
		return nil, 0, nil
	}
	to := from.AddMonths(12).AddDays(-1)
	if of.Row[1] != wholeYear {
		if from, err = civil.Parse(of.Row[0] + "-" + of.Row[1] + "-01"); err != nil {
			return nil, 0, nil
		}
		to = from.MonthEnd()
	}
	if first := q.From.MonthStart(); first.After(from) {
		from = first
	}
	if last := q.To.MonthEnd(); last.Before(to) {
		to = last
	}
	c := conditions{args: []any{from, to}, all: []string{`v.day >= $1 and v.day <= $2`, paid}}
	if of.Row[2] != wholeMunicipality {
		c.and(`p.name = `, of.Row[2])
	}
	return visitItems(ctx, db, c, of)
}

// paid are the visits that cost something, or would by an agreement.
const paid = `v.done_from <> '' and v.cancelled = 0 and v.gone = '' and ` + `v.held = ''`

// onTime is how many minutes a visit may begin before or after its plan and still be
// on time.
const onTime = 15

// punctuality sets when visits were to begin against when they began.
func punctuality() report.Report {
	return report.Report{
		Key: "punktlighet", Title: "Punktlighet: planerad och registrerad start", Group: Group,
		Says: []string{
			"Besök som var planerade och är registrerade som utförda, den månad de gjordes.",
			fmt.Sprintf("I tid är ett besök som började högst %d minuter före eller efter den planerade tiden.", onTime),
			"Besök som inte var planerade, och planerade besök som inte är utförda, räknas inte här.",
		},
		Projections: []string{"visits", "organisation", "decisions"},
		Columns: []report.Column{
			{Name: "manad", Title: "Månad", Unit: report.Text},
			{Name: "utforare", Title: "Utförare", Unit: report.Text},
			{Name: "besok", Title: "Planerade och utförda", Unit: report.Count},
			{Name: "itid", Title: "I tid", Unit: report.Count},
			{Name: "tidigt", Title: "Tidigare", Unit: report.Count},
			{Name: "sent", Title: "Senare", Unit: report.Count},
			{Name: "andel", Title: "Andel i tid", Unit: report.Share},
		},
		Plot: &report.Plot{Title: "Besök i tid", Part: "itid", Whole: "besok", Says: punctualWords},
		Rows: punctualRows, Lists: punctualBehind,
	}
}

// secondsOf writes the seconds of an instant in SQL that both databases read alike:
// those of its Julian day, counted from 2023 so that they stay within 32 bits for
// sixty years before and after.
func secondsOf(stamp string) string {
	part := func(from, n int) string { return fmt.Sprintf("cast(substr(%s, %d, %d) as integer)", stamp, from, n) }
	year, month := part(1, 4), part(6, 2)
	turn := `((14 - ` + month + `) / 12)` // one in January and February, which end the year before
	y, m := `(`+year+` + 4800 - `+turn+`)`, `(`+month+` + 12 * `+turn+` - 3)`
	days := part(9, 2) + ` + (153 * ` + m + ` + 2) / 5 + 365 * ` + y + ` + ` + y + ` / 4 - ` + y + ` / 100 + ` + y + ` / 400 - 32045`
	return `((` + days + ` - 2460000) * 86400 + ` + part(12, 2) + ` * 3600 + ` + part(15, 2) + ` * 60 + ` + part(18, 2) + `)`
}

// startedLate is how many seconds after its plan a visit began; below nought: before.
func startedLate() string {
	return `(` + secondsOf("v.done_from") + ` - ` + secondsOf("v.planned_from") + `)`
}

// plannedMade are the visits that were planned and carried out.
const plannedMade = ` from provider p join visit v on v.provider = p.id and v.day >= $1 and v.day <= $2 left join service_line s on s.id = v.service
	where v.planned_from <> '' and v.done_from <> '' and v.cancelled = 0`

func punctualRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	found, err := db.QueryContext(ctx, `select month, name, count(*), sum(case when late < $3 then 1 else 0 end), sum(case when late > $4 then 1 else 0 end)
		from (select substr(v.day, 1, 7) as month, p.name as name, `+startedLate()+` as late`+plannedMade+`) x group by month, name order by month, name`,
		q.From, q.To, -60*onTime, 60*onTime)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var rows []report.Row
	for found.Next() {
		var month, provider string
		var n, early, late int64
		if err := found.Scan(&month, &provider, &n, &early, &late); err != nil {
			return nil, err
		}
		ok := n - early - late
		rows = append(rows, report.Row{report.T(month), report.T(provider), report.N(n), report.N(ok), report.N(early), report.N(late), report.Of(ok, n)})
	}
	return rows, found.Err()
}

// punctualBehind lists the visits that a figure counts, by day.
func punctualBehind(ctx context.Context, db store.Queryer, q report.Query, of report.Behind) ([]report.Item, int, error) {
	from, to, ok := ofMonth(q, of.Row[0])
	least, most := math.MinInt32, math.MaxInt32
	switch of.Column {
	case "besok":
	case "itid":
		least, most = -60*onTime, 60*onTime
	case "tidigt":
		most = -60*onTime - 1
	case "sent":
		least = 60*onTime + 1
	default:
		ok = false
	}
	if !ok {
		return nil, 0, nil
	}
	args := []any{from, to, of.Row[1], least, most}
	some := ` from (select s.case_id as case_id, v.day as day, v.id as id, v.planned_from as planned, v.done_from as done, ` + startedLate() + ` as late` + plannedMade + ` and p.name = $3) x where late >= $4 and late <= $5`
	var n int
	if err := db.QueryRowContext(ctx, `select count(*)`+some, args...).Scan(&n); err != nil {
		return nil, 0, err
	}
	found, err := db.QueryContext(ctx, fmt.Sprintf(`select case_id, day, planned, done%s order by day, id limit %d offset %d`, some, of.Limit, of.Offset), args...)
	if err != nil {
		return nil, 0, err
	}
	defer found.Close()
	var list []report.Item
	for found.Next() {
		var it report.Item
		var id []byte
		var day civil.Date
		var planned, done string
		if err := found.Scan(&id, &day, &planned, &done); err != nil {
			return nil, 0, err
		}
		s, err := span(planned, done)
		if err != nil {
			return nil, 0, err
		}
		if len(id) == len(it.Case.ID) {
			it.Case = ids.Case{ID: ids.ID(id)}
		}
		it.Says = "besök " + day.String() + ", planerat " + s.From.In(civil.Stockholm).Format("15.04") + ", började " + s.To.In(civil.Stockholm).Format("15.04")
		list = append(list, it)
	}
	return list, n, found.Err()
}

func punctualWords(rows []report.Row) string {
	var n, ok int64
	for _, row := range rows {
		n, ok = n+row[2].Number, ok+row[3].Number
	}
	if n == 0 {
		return "Det finns inget att räkna i perioden."
	}
	return "Av " + report.Column{}.Format(report.N(n)) + " planerade besök som är utförda började " + report.Column{Unit: report.Share}.Format(report.Of(ok, n)) + " i tid."
}
