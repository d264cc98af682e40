package invoicesql

import (
	"context"
	"slices"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/invoices"
	"stadga/internal/report"
	"stadga/internal/store"
)

// Reports are the figures about invoices.
func Reports() report.List { return report.List{orderedAgainstInvoiced()} }

// orderedAgainstInvoiced sets what was ordered of each provider in a month beside what
// was delivered and what was invoiced (F-19).
func orderedAgainstInvoiced() report.Report {
	return report.Report{
		Key: "bestallt-mot-fakturerat", Title: "Beställt, utfört och fakturerat", Group: "Besök och ersättning", Requirement: []string{"F-19"},
		Says: []string{
			"Varje utförare och månad: det som är beställt, det som är utfört mellan 07 och 22, och det som är fakturerat.",
			"Beställd tid är uppdragens omfattning i timmar, för de dagar av månaden då uppdraget gällde: från startdagen, eller från det att det skickades, till dess att det slutade. Uppdrag som räknas i gånger har ingen beställd tid.",
			"Utförd tid och ersättning är de besök som ersätts, till det pris som gällde den dag besöket gjordes.",
			"Fakturerat är raderna i fakturor i kronor, den månad raden börjar, minus kreditfakturor. Återlämnade fakturor räknas inte. Skillnaden är fakturerat minus ersättningen.",
			"En utförare utan fakturor, till exempel egen regi, har inget fakturerat.",
		},
		Projections: []string{"invoices", "orders", "visits", "organisation"},
		Columns: []report.Column{
			{Name: "manad", Title: "Månad", Unit: report.Text},
			{Name: "utforare", Title: "Utförare", Unit: report.Text},
			{Name: "bestallt", Title: "Beställda timmar", Unit: report.Tenth},
			{Name: "utfort", Title: "Utförda timmar", Unit: report.Tenth},
			{Name: "fakturerat", Title: "Fakturerade timmar", Unit: report.Tenth},
			{Name: "andel", Title: "Fakturerat av beställt", Unit: report.Share},
			{Name: "ersattning", Title: "Ersättning, kr", Unit: report.Count},
			{Name: "begart", Title: "Fakturerat, kr", Unit: report.Count},
			{Name: "skillnad", Title: "Skillnad, kr", Unit: report.Count},
			{Name: "ohanterat", Title: "Varav inte godkänt, kr", Unit: report.Count},
		},
		Plot: &report.Plot{Title: "Fakturerade timmar av beställda", Part: "fakturerat", Whole: "bestallt", Says: orderedWords, Draws: func(row report.Row) bool { return row[4].Number != 0 && row[2].Number > 0 }},
		Rows: orderedRows,
	}
}

func orderedWords(rows []report.Row) string {
	var owed, asked int64
	for _, row := range rows {
		if row[7].Number != 0 {
			owed, asked = owed+row[6].Number, asked+row[7].Number
		}
	}
	if asked == 0 {
		return "Inget är fakturerat i perioden."
	}
	kronor := report.Column{Unit: report.Count}
	return "Utförarna har fakturerat " + kronor.Format(report.N(asked)) + " kronor, och ersättningen för samma månader är " + kronor.Format(report.N(owed)) + " kronor."
}

type billedMonth struct{ ordered, done, billed, owed, asked, open int64 }

type monthOf struct{ month, provider string }

func orderedRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	from, to := q.From.MonthStart(), q.To.MonthEnd()
	months := map[monthOf]*billedMonth{}
	at := func(month, provider string) *billedMonth {
		key := monthOf{month, provider}
		if months[key] == nil {
			months[key] = &billedMonth{}
		}
		return months[key]
	}
	if err := eachOrdered(ctx, db, from, to, func(month, provider string, minutes int64) { at(month, provider).ordered += minutes }); err != nil {
		return nil, err
	}
	done, err := db.QueryContext(ctx, `select m.month, p.name, sum(m.day_minutes), sum(m.ore) from provider p join month_sum m on m.provider = p.id and m.month >= $1 and m.month <= $2
		group by 1, 2 having sum(m.visits) > 0`, from.String()[:7], to.String()[:7])
	if err != nil {
		return nil, err
	}
	defer done.Close()
	for done.Next() {
		var month, provider string
		var minutes, ore int64
		if err := done.Scan(&month, &provider, &minutes, &ore); err != nil {
			return nil, err
		}
		b := at(month, provider)
		b.done, b.owed = minutes, ore
	}
	if err := done.Err(); err != nil {
		return nil, err
	}
	asked, err := db.QueryContext(ctx, `select a.month, p.name, sum(a.minutes), sum(a.ore), sum(case when a.state = $4 then a.ore else 0 end)
		from provider p join invoice_asked a on a.provider = p.id and a.month >= $1 and a.month <= $2 where a.state <> $3 group by 1, 2`,
		from.String()[:7], to.String()[:7], string(invoices.Returned), string(invoices.Open))
	if err != nil {
		return nil, err
	}
	defer asked.Close()
	for asked.Next() {
		var month, provider string
		var minutes, ore, open int64
		if err := asked.Scan(&month, &provider, &minutes, &ore, &open); err != nil {
			return nil, err
		}
		b := at(month, provider)
		b.billed, b.asked, b.open = minutes, ore, open
	}
	var keys []monthOf
	for key := range months {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b monthOf) int {
		return slices.Compare([]string{a.month, a.provider}, []string{b.month, b.provider})
	})
	var rows []report.Row
	for _, key := range keys {
		b := months[key]
		rows = append(rows, report.Row{
			report.T(key.month), report.T(key.provider), report.N((b.ordered + 3) / 6), report.N((b.done + 3) / 6), report.N(tenths(b.billed)), report.Of(b.billed, b.ordered),
			kronor(b.owed), kronor(b.asked), kronor(b.asked - b.owed), kronor(b.open),
		})
	}
	return rows, asked.Err()
}

func tenths(minutes int64) int64 {
	if minutes < 0 {
		return -tenths(-minutes)
	}
	return (minutes + 3) / 6
}

func kronor(ore int64) report.Value {
	if ore < 0 {
		return report.N(-(-ore + 50) / 100)
	}
	return report.N((ore + 50) / 100)
}

// eachOrdered gives the ordered minutes of each month that an order ran in.
func eachOrdered(ctx context.Context, db store.Queryer, from, to civil.Date, yield func(month, provider string, minutes int64)) error {
	found, err := db.QueryContext(ctx, `select p.name, o.minutes, o.sent, o.start_day, o.started, o.until, o.ended from order_line o join provider p on p.id = o.provider
		where o.minutes > 0 and o.sent < $1 and (o.ended = '' or o.ended >= $2) and (o.until = '' or o.until >= $2)`, civil.Stamp(to.AddDays(1).Midnight()), from)
	if err != nil {
		return err
	}
	defer found.Close()
	for found.Next() {
		var provider, sent string
		var o delivery.Line
		if err := found.Scan(&provider, &o.Minutes, &sent, &o.StartDay, &o.Started, &o.Until, &o.Ended); err != nil {
			return err
		}
		if o.Sent, err = civil.ParseStamp(sent); err != nil {
			return err
		}
		t := o.Ordered()
		for first := from; !first.After(to); first = first.MonthStart().AddMonths(1) {
			last := first.MonthEnd()
			if last.After(to) {
				last = to
			}
			if minutes := t.In(first, last); minutes > 0 {
				yield(first.String()[:7], provider, minutes)
			}
		}
	}
	return found.Err()
}
