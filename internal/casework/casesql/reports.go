package casesql

import (
	"context"
	"slices"
	"sort"

	"stadga/internal/casework"
	"stadga/internal/casework/catalogue"
	"stadga/internal/civil"
	"stadga/internal/report"
	"stadga/internal/store"
)

// Reports are the figures of casework, in the order they are shown.
func Reports() report.List {
	return append(report.List{decisionsByLaw(), completeness(), received(), notesInTime(), followedUpInTime(), technicalExtensions(), appealsReport(), catalogueReport(catalogue.Norrsala())}, slices.Concat(decisionReports(), followUpReports(), inquiryReports(), receptionReports())...)
}

// decisionsByLaw is the yearly table of the decision register: outcome by act,
// with totals that are the sum of their rows (D-01), every other outcome in a
// row of its own (D-02), and the share refused (D-24).
func decisionsByLaw() report.Report {
	return report.Report{
		Key: "beslut-per-lag-och-utfall", Title: "Beslut per lag och utfall",
		Requirement: []string{"D-01", "D-02", "D-24"},
		Says: []string{
			"Varje insats i ett beslut räknas som ett beslut, det år beslutet fattades.",
			"SoL är socialtjänstlagen (2001:453) till och med den 30 juni 2025 och därefter (2025:400).",
			"Totalt är bifall, delvis bifall och avslag, det vill säga det som prövats i sak. Avvisning och avskrivning står på egna rader och ingår inte i totalen.",
			"Andel avslag är avslagen av det som prövats i sak enligt samma lag samma år.",
		},
		Projections: []string{"decisions"},
		Columns: []report.Column{
			{Name: "ar", Title: "År", Unit: report.Text},
			{Name: "lag", Title: "Lag", Unit: report.Text},
			{Name: "utfall", Title: "Utfall", Unit: report.Text},
			{Name: "antal", Title: "Antal", Unit: report.Count},
			{Name: "andel_avslag", Title: "Andel avslag", Unit: report.Share},
		},
		Rows: func(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
			counts, err := outcomeCounts(ctx, db, q)
			if err != nil {
				return nil, err
			}
			var rows []report.Row
			for _, year := range years(q) {
				rows = append(rows, outcomeRows(year, counts)...)
			}
			return rows, nil
		},
	}
}

type outcomeCell struct {
	year, law string
	outcome   casework.Outcome
}

func outcomeCounts(ctx context.Context, db store.Queryer, q report.Query) (map[outcomeCell]int64, error) {
	rows, err := db.QueryContext(ctx, `select substr(made, 1, 4), case when law = 'LSS' then 'LSS' else 'SoL' end, outcome, count(*)
		from service_line where made >= $1 and made <= $2 group by 1, 2, 3`, q.From, q.To)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[outcomeCell]int64{}
	for rows.Next() {
		var cell outcomeCell
		var n int64
		if err := rows.Scan(&cell.year, &cell.law, &cell.outcome, &n); err != nil {
			return nil, err
		}
		counts[cell] = n
	}
	return counts, rows.Err()
}

// outcomeRows are the rows of one year. What was granted or refused always has
// its row; the other outcomes have one when there are any.
func outcomeRows(year string, counts map[outcomeCell]int64) []report.Row {
	row := func(law, outcome string, n int64, share report.Value) report.Row {
		return report.Row{report.T(year), report.T(law), report.T(outcome), report.N(n), share}
	}
	var tried, untried []report.Row
	var total int64
	for _, law := range []string{"SoL", "LSS"} {
		n := func(o casework.Outcome) int64 { return counts[outcomeCell{year, law, o}] }
		granted, partly, refused := n(casework.Granted), n(casework.PartlyGranted), n(casework.Refused)
		total += granted + partly + refused
		tried = append(tried, row(law, casework.Granted.Words(), granted, report.None()))
		if partly > 0 {
			tried = append(tried, row(law, casework.PartlyGranted.Words(), partly, report.None()))
		}
		tried = append(tried, row(law, casework.Refused.Words(), refused, report.Of(refused, granted+partly+refused)))
		for _, o := range []casework.Outcome{casework.Dismissed, casework.WrittenOff} {
			if n(o) > 0 {
				untried = append(untried, row(law, o.Words(), n(o), report.None()))
			}
		}
	}
	tried = append(tried, row("Alla", "Totalt", total, report.None()))
	return append(tried, untried...)
}

func inquiryWords(kind casework.InquiryKind) string {
	switch kind {
	case casework.InquiryChild:
		return "barn och unga"
	case casework.InquiryOlder:
		return "äldre"
	case casework.InquiryLSS:
		return "LSS"
	case casework.InquiryShort:
		return "kortbeslut"
	}
	return "vuxna"
}

// A spread holds how many took how many days, so that a mean and a median need
// no list of all.
type spread struct {
	n, sum int64
	byDays map[int]int64
}

func (s *spread) add(days int) {
	if s.byDays == nil {
		s.byDays = map[int]int64{}
	}
	s.n, s.sum = s.n+1, s.sum+int64(days)
	s.byDays[days]++
}

// mean is the mean in tenths of a day, rounded half up.
func (s *spread) mean() report.Value {
	if s.n == 0 {
		return report.None()
	}
	return report.N((s.sum*20 + s.n) / (2 * s.n))
}

// median is the median in tenths of a day: of an even number, the mean of the
// two in the middle.
func (s *spread) median() report.Value {
	if s.n == 0 {
		return report.None()
	}
	days := make([]int, 0, len(s.byDays))
	for d := range s.byDays {
		days = append(days, d)
	}
	sort.Ints(days)
	at := func(place int64) int64 {
		for _, d := range days {
			if place -= s.byDays[d]; place < 0 {
				return int64(d)
			}
		}
		return 0
	}
	return report.N((at((s.n-1)/2) + at(s.n/2)) * 5)
}

// received counts what came in, by year, with the change since the year before (B-03).
func received() report.Report {
	return report.Report{
		Key: "inkomna", Title: "Inkomna ärenden",
		Requirement: []string{"B-03"},
		Says: []string{
			"Aktualiseringar som kom in under perioden, på den dag de kom in, inte den dag de registrerades.",
			"En anmälan som rör flera barn räknas en gång för varje barn.",
			"Anmälningar är orosanmälningar och oro för vuxen. Ansökningar är ansökningar och begäran enligt LSS. Annan information står för sig.",
			"Förändringen jämför med året före. Den är tom när året före inte ligger i perioden.",
		},
		Projections: []string{"intakes"},
		Columns: []report.Column{
			{Name: "ar", Title: "År", Unit: report.Text},
			{Name: "slag", Title: "Slag", Unit: report.Text},
			{Name: "antal", Title: "Antal", Unit: report.Count},
			{Name: "andring", Title: "Förändring", Unit: report.Count},
			{Name: "andring_andel", Title: "Förändring, procent", Unit: report.Share},
		},
		Rows: receivedRows,
	}
}

func receivedRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	rows, err := db.QueryContext(ctx, `select substr(received_day, 1, 4),
		case when kind in ('orosanmalan', 'oro-vuxen') then 'Anmälningar' when kind in ('ansokan', 'begaran') then 'Ansökningar' else 'Annan information' end,
		count(*) from intake where received_day >= $1 and received_day <= $2 group by 1, 2`, q.From, q.To)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[[2]string]int64{}
	for rows.Next() {
		var year, kind string
		var n int64
		if err := rows.Scan(&year, &kind, &n); err != nil {
			return nil, err
		}
		counts[[2]string{year, kind}] += n
		counts[[2]string{year, "Alla"}] += n
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	var out []report.Row
	before := ""
	for _, year := range years(q) {
		for _, kind := range []string{"Anmälningar", "Ansökningar", "Annan information", "Alla"} {
			n, then := counts[[2]string{year, kind}], counts[[2]string{before, kind}]
			change, share := report.None(), report.None()
			if before != "" {
				change, share = report.N(n-then), report.Of(n-then, then)
			}
			out = append(out, report.Row{report.T(year), report.T(kind), report.N(n), change, share})
		}
		before = year
	}
	return out, nil
}

// followedUpInTime is the share of running services that have been followed up
// within a year (G-01).
func followedUpInTime() report.Report {
	return report.Report{
		Key: "uppfoljning-i-tid", Title: "Gällande insatser som är uppföljda inom tolv månader",
		Requirement: []string{"G-01"},
		Says: []string{
			"Beviljade insatser som gäller periodens sista dag.",
			"I tid: en individuppföljning är gjord de senaste tolv månaderna.",
			"Inte dags än: beslutet är yngre än tolv månader och ingen uppföljning är gjord.",
			"För sent: senaste uppföljningen, eller beslutet när ingen är gjord, är äldre än tolv månader.",
			"En förlängning utan ny prövning räknas aldrig som uppföljning.",
			"Andelen är de som är i tid av dem som är i tid eller för sent.",
		},
		Projections: []string{"decisions"},
		Columns: []report.Column{
			{Name: "lag", Title: "Lag", Unit: report.Text},
			{Name: "insats", Title: "Insats", Unit: report.Text},
			{Name: "gallande", Title: "Gällande", Unit: report.Count},
			{Name: "i_tid", Title: "I tid", Unit: report.Count},
			{Name: "inte_dags", Title: "Inte dags än", Unit: report.Count},
			{Name: "for_sent", Title: "För sent", Unit: report.Count},
			{Name: "andel", Title: "Andel i tid", Unit: report.Share},
		},
		Rows: followUpRows,
	}
}

func followUpRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	rows, err := db.QueryContext(ctx, `select case when s.law = 'LSS' then 'LSS' else 'SoL' end, s.kind,
			count(*), sum(case when f.last >= $2 then 1 else 0 end), sum(case when f.last is null and s.made >= $2 then 1 else 0 end)
		from service_line s
		left join (select service, max(on_day) as last from service_follow_up where on_day <= $1 group by service) f on f.service = s.id
		where s.made <= $1 and s.outcome in ('bifall', 'delvis-bifall') and s.from_day <= $1
			and (s.until = '' or s.until >= $1) and (s.ended = '' or s.ended > $1)
		group by 1, 2 order by 1 desc, 2`, q.To, q.To.AddMonths(-12))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []report.Row
	var all [3]int64
	line := func(law, service string, n [3]int64) {
		late := n[0] - n[1] - n[2]
		out = append(out, report.Row{report.T(law), report.T(service), report.N(n[0]), report.N(n[1]), report.N(n[2]), report.N(late), report.Of(n[1], n[1]+late)})
	}
	for rows.Next() {
		var law, kind string
		var n [3]int64
		if err := rows.Scan(&law, &kind, &n[0], &n[1], &n[2]); err != nil {
			return nil, err
		}
		name := kind
		if k, ok := casework.ServiceByKey(kind); ok {
			name = k.Name
		}
		line(law, name, n)
		for i := range all {
			all[i] += n[i]
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	line("Alla", "alla insatser", all)
	return out, nil
}

// technicalExtensions counts decisions prolonged without a new trial, by month (D-10).
func technicalExtensions() report.Report {
	return report.Report{
		Key: "tekniska-forlangningar", Title: "Förlängningar utan ny prövning",
		Requirement: []string{"D-10"},
		Says: []string{
			"Beslut som förlängdes på samma villkor utan att behovet prövades, den månad förlängningen beslutades.",
			"Upprepade är de som förlängde en insats som redan hade förlängts utan prövning.",
			"Personer är hur många olika personer förlängningarna gällde i månaden.",
			"Enheten är den som har ärendet.",
		},
		Projections: []string{"decisions", "cases", "organisation"},
		Columns: []report.Column{
			{Name: "manad", Title: "Månad", Unit: report.Text},
			{Name: "enhet", Title: "Enhet", Unit: report.Text},
			{Name: "antal", Title: "Antal", Unit: report.Count},
			{Name: "upprepade", Title: "därav upprepade", Unit: report.Count},
			{Name: "personer", Title: "Personer", Unit: report.Count},
		},
		Rows: extensionRows,
	}
}

func extensionRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	rows, err := db.QueryContext(ctx, `select month, unit, count(*), sum(again), count(distinct person) from (
		select substr(x.on_day, 1, 7) as month, s.person as person,
			coalesce((select n.name from unit_name n where n.unit = c.unit and n.begins <= x.on_day order by n.begins desc limit 1), '') as unit,
			case when exists (select 1 from service_extension b where b.service = x.service and b.on_day < x.on_day) then 1 else 0 end as again
		from service_extension x join service_line s on s.id = x.service join cases c on c.id = s.case_id
		where x.on_day >= $1 and x.on_day <= $2) e
		group by month, unit order by month, unit`, q.From, q.To)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []report.Row
	for rows.Next() {
		var month, unit string
		var n, again, persons int64
		if err := rows.Scan(&month, &unit, &n, &again, &persons); err != nil {
			return nil, err
		}
		if unit == "" {
			unit = "ingen enhet"
		}
		out = append(out, report.Row{report.T(month), report.T(unit), report.N(n), report.N(again), report.N(persons)})
	}
	return out, rows.Err()
}

// years lists the calendar years that the period touches.
func years(q report.Query) []string {
	var all []string
	for y := q.From.Year(); y <= q.To.Year(); y++ {
		all = append(all, civil.On(y, 1, 1).String()[:4])
	}
	return all
}
