package visitsql

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/report"
	"stadga/internal/store"
	"stadga/internal/visits"
	"stadga/internal/visits/control"
)

// Group is the heading that the reports about visits and what they cost stand under.
const Group = "Besök och ersättning"

// Services is what the reports know of the catalogue of services.
type Services struct {
	Night []string // keys of those that are grant-funded (F-16)
}

// Reports are the figures about visits.
func Reports(s Services) report.List {
	return report.List{registrationKinds(s), manualVisits(s), manualReasons(s), mainlyManual(s), hoursAndCost(), punctuality(), continuity(), unitMonth(), manualHomes()}
}

// made are the visits that were carried out: registered, and not taken back.
const made = `(v.done_from <> '' or v.done_to <> '') and v.cancelled = 0`

// wholeMunicipality is the row of all providers together.
const wholeMunicipality = "Alla utförare"

// The two scopes of a share of registrations (F-08).
const (
	allVisits    = "Alla besök"
	withoutNight = "Utan natt"
)

// nightly is an expression that is 1 for a visit of a grant-funded service, whose
// keys stand from argument first on.
func (s Services) nightly(first int) (string, []any) {
	if len(s.Night) == 0 {
		return `0`, nil
	}
	var args []any
	for _, key := range s.Night {
		args = append(args, key)
	}
	return `case when s.kind in (` + store.Places(first, len(args)) + `) then 1 else 0 end`, args
}

// A tally is how many visits of a month and provider are of each class.
type tally struct {
	both, in, out, manual int64
}

func (t tally) all() int64 { return t.both + t.in + t.out + t.manual }

func (t *tally) add(class visits.Class, n int64) {
	switch class {
	case visits.TaggedBoth:
		t.both += n
	case visits.TaggedIn:
		t.in += n
	case visits.TaggedOut:
		t.out += n
	default:
		t.manual += n
	}
}

// A kept is the visits of one provider in one month, all of them and without the
// grant-funded ones.
type kept struct {
	month, provider string
	all, day        tally
}

// kinds counts the visits of the period by month, provider and class. Each
// provider's days are read by index, so that a month costs what it holds.
func (s Services) kinds(ctx context.Context, db store.Queryer, q report.Query) ([]kept, error) {
	night, args := s.nightly(3)
	rows, err := db.QueryContext(ctx, `select substr(v.day, 1, 7), p.name, `+night+`, v.class, count(*)
		from provider p join visit v on v.provider = p.id and v.day >= $1 and v.day <= $2 left join service_line s on s.id = v.service
		where `+made+` group by 1, 2, 3, 4 order by 1, 2`, append([]any{q.From, q.To}, args...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []kept
	for rows.Next() {
		var k kept
		var atNight int
		var class string
		var n int64
		if err := rows.Scan(&k.month, &k.provider, &atNight, &class, &n); err != nil {
			return nil, err
		}
		if last := len(all) - 1; last < 0 || all[last].month != k.month || all[last].provider != k.provider {
			all = append(all, k)
		}
		of := &all[len(all)-1]
		of.all.add(visits.Class(class), n)
		if atNight == 0 {
			of.day.add(visits.Class(class), n)
		}
	}
	return all, rows.Err()
}

// together puts a row of all providers before those of each month.
func together(all []kept) []kept {
	var out []kept
	at := -1
	for _, k := range all {
		if at < 0 || out[at].month != k.month {
			at = len(out)
			out = append(out, kept{month: k.month, provider: wholeMunicipality})
		}
		sum := &out[at]
		for _, t := range []struct{ to, of *tally }{{&sum.all, &k.all}, {&sum.day, &k.day}} {
			t.to.both, t.to.in, t.to.out, t.to.manual = t.to.both+t.of.both, t.to.in+t.of.in, t.to.out+t.of.out, t.to.manual+t.of.manual
		}
		out = append(out, k)
	}
	return out
}

// registrationKinds is how visits are registered, with and without night: four kinds
// whose shares sum to 100 (F-03, F-08).
func registrationKinds(s Services) report.Report {
	return report.Report{
		Key: "registreringsslag", Title: "Registrerade besök efter slag", Group: Group, Requirement: []string{"F-03", "F-08"},
		Says: []string{
			"Besök som är registrerade som utförda, den månad de gjordes, efter hur de registrerades.",
			"Tagg in och ut har tagg i båda ändar. Bara in och bara ut har tagg i den ena. Manuella har ingen tagg.",
			"Raden Alla besök räknar allt. Raden Utan natt räknar inte nattpatrull och andra anslagsfinansierade insatser.",
			"De fyra andelarna avrundas så att de tillsammans är exakt 100 procent.",
			"Planerade besök som inte är utförda, och avbokade besök, räknas inte.",
		},
		Projections: []string{"visits", "organisation", "decisions"},
		Columns: []report.Column{
			{Name: "manad", Title: "Månad", Unit: report.Text},
			{Name: "utforare", Title: "Utförare", Unit: report.Text},
			{Name: "omfattning", Title: "Omfattning", Unit: report.Text},
			{Name: "antal", Title: "Besök", Unit: report.Count},
			{Name: "bada", Title: "Tagg in och ut", Unit: report.Count},
			{Name: "in", Title: "Bara in", Unit: report.Count},
			{Name: "ut", Title: "Bara ut", Unit: report.Count},
			{Name: "manuella", Title: "Manuella", Unit: report.Count},
			{Name: "andel_bada", Title: "Andel in och ut", Unit: report.Share},
			{Name: "andel_in", Title: "Andel bara in", Unit: report.Share},
			{Name: "andel_ut", Title: "Andel bara ut", Unit: report.Share},
			{Name: "andel_manuella", Title: "Andel manuella", Unit: report.Share},
		},
		Plot: &report.Plot{
			Title: "Manuella besök, alla utförare", Part: "manuella", Whole: "antal", Says: kindsWords,
			Draws: func(row report.Row) bool { return row[1].Text == wholeMunicipality },
		},
		Rows: func(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
			all, err := s.kinds(ctx, db, q)
			var rows []report.Row
			for _, k := range together(all) {
				rows = append(rows, kindsRow(k, allVisits, k.all), kindsRow(k, withoutNight, k.day))
			}
			return rows, err
		},
		Lists: func(ctx context.Context, db store.Queryer, q report.Query, of report.Behind) ([]report.Item, int, error) {
			return s.behind(ctx, db, q, of, of.Row[2] == withoutNight)
		},
	}
}

func kindsRow(k kept, scope string, t tally) report.Row {
	row := report.Row{report.T(k.month), report.T(k.provider), report.T(scope), report.N(t.all()), report.N(t.both), report.N(t.in), report.N(t.out), report.N(t.manual)}
	return append(row, report.Shares(t.both, t.in, t.out, t.manual)...)
}

// kindsWords tells of the last month, with and without night.
func kindsWords(rows []report.Row) string {
	share := report.Column{Unit: report.Share}
	var month, with, without string
	for _, row := range rows {
		if row[1].Text != wholeMunicipality {
			continue
		}
		if month = row[0].Text; row[2].Text == allVisits {
			with = share.Format(row[11])
		} else {
			without = share.Format(row[11])
		}
	}
	if month == "" {
		return "Det finns inget att räkna i perioden."
	}
	return "I " + month + " var " + with + " av alla besök manuellt registrerade. Utan natt var det " + without + "."
}

// behind lists the visits that a figure counts: of a month, a provider or all, and
// of the class the column counts.
func (s Services) behind(ctx context.Context, db store.Queryer, q report.Query, of report.Behind, dayOnly bool) ([]report.Item, int, error) {
	from, to, ok := ofMonth(q, of.Row[0])
	if !ok {
		return nil, 0, nil
	}
	c := conditions{args: []any{from, to}, all: []string{`v.day >= $1 and v.day <= $2`, made}}
	if of.Row[1] != wholeMunicipality {
		c.and(`p.name = `, of.Row[1])
	}
	switch classes := classesOf(of.Column); {
	case len(classes) > 0:
		c.in(`v.class`, classes)
	case of.Column != "antal":
		return nil, 0, nil
	}
	if night, args := s.nightly(len(c.args) + 1); dayOnly {
		c.all, c.args = append(c.all, night+` = 0`), append(c.args, args...)
	}
	return visitItems(ctx, db, c, of)
}

func classesOf(column string) []string {
	switch column {
	case "bada":
		return []string{string(visits.TaggedBoth)}
	case "in":
		return []string{string(visits.TaggedIn)}
	case "ut":
		return []string{string(visits.TaggedOut)}
	case "delvis":
		return []string{string(visits.TaggedIn), string(visits.TaggedOut)}
	case "manuella":
		return []string{string(visits.Manual)}
	}
	return nil
}

// ofMonth is the days of the period that lie in the month.
func ofMonth(q report.Query, month string) (from, to civil.Date, ok bool) {
	first, err := civil.Parse(month + "-01")
	if err != nil {
		return from, to, false
	}
	from, to = first, first.AddMonths(1).AddDays(-1)
	if q.From.After(from) {
		from = q.From
	}
	if q.To.Before(to) {
		to = q.To
	}
	return from, to, true
}

// conditions are those of a query, with their arguments.
type conditions struct {
	all  []string
	args []any
}

func (c *conditions) and(left string, value any) {
	c.args = append(c.args, value)
	c.all = append(c.all, left+`$`+strconv.Itoa(len(c.args)))
}

func (c *conditions) in(left string, values []string) {
	first := len(c.args) + 1
	for _, v := range values {
		c.args = append(c.args, v)
	}
	c.all = append(c.all, left+` in (`+store.Places(first, len(values))+`)`)
}

func (c conditions) where() string {
	out := c.all[0]
	for _, one := range c.all[1:] {
		out += ` and ` + one
	}
	return out
}

// visitItems is a page of the visits that meet the conditions, by day.
func visitItems(ctx context.Context, db store.Queryer, c conditions, of report.Behind) ([]report.Item, int, error) {
	const from = ` from provider p join visit v on v.provider = p.id left join service_line s on s.id = v.service where `
	var n int
	if err := db.QueryRowContext(ctx, `select count(*)`+from+c.where(), c.args...).Scan(&n); err != nil {
		return nil, 0, err
	}
	rows, err := db.QueryContext(ctx, fmt.Sprintf(`select v.id, s.case_id, v.done_from, v.done_to, v.minutes, v.class, v.reason, p.name, v.day%s%s order by v.day, v.id limit %d offset %d`,
		from, c.where(), of.Limit, of.Offset), c.args...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	var list []report.Item
	for rows.Next() {
		var it report.Item
		var id []byte
		var visit ids.Visit
		var begins, ends, class, reason, provider string
		var minutes int
		var day civil.Date
		if err := rows.Scan(&visit, &id, &begins, &ends, &minutes, &class, &reason, &provider, &day); err != nil {
			return nil, 0, err
		}
		if len(id) == len(it.Case.ID) {
			it.Case = ids.Case{ID: ids.ID(id)}
		}
		s, err := span(begins, ends)
		if err != nil {
			return nil, 0, err
		}
		it.Says = provider + ", besök " + day.String()
		if !s.From.IsZero() {
			it.Says += " kl. " + s.From.In(civil.Stockholm).Format("15.04")
		}
		if it.Says += ", " + strconv.Itoa(minutes) + " min"; reason != "" {
			it.Says += ", " + strings.ToLower(control.ClassWords(visits.Class(class))) + ": " + strings.ToLower(control.ReasonWords(visits.ManualReason(reason)))
		}
		it.Path = "/utforare/besok/" + visit.String()
		list = append(list, it)
	}
	return list, n, rows.Err()
}

// monthBefore is the month before, "2026-08" for "2026-09"; empty when it is none.
func monthBefore(month string) string {
	first, err := civil.Parse(month + "-01")
	if err != nil {
		return ""
	}
	return first.AddMonths(-1).String()[:7]
}
