package deliverysql

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/planroutine"
	"stadga/internal/engine"
	"stadga/internal/journal"
	"stadga/internal/report"
	"stadga/internal/store"
)

// Unassessed tells the engine how registrations of services without a trial of
// need are folded.
func Unassessed() engine.Kind[delivery.UnassessedService] {
	return engine.Kind[delivery.UnassessedService]{
		Name: "unassessed", Fold: (*delivery.UnassessedService).Fold, Says: delivery.UnassessedService.Says,
		Persons: delivery.UnassessedService.Persons, Events: delivery.UnassessedEvents(),
	}
}

// UnassessedProjection is the registrations (insatser utan behovsprövning), one
// row each.
func UnassessedProjection() store.Projection {
	var names []string
	for _, e := range delivery.UnassessedEvents() {
		names = append(names, e.EventName())
	}
	return store.Projection{
		Name:   "unassessed",
		Tables: []string{"unassessed"},
		Schema: []string{
			`create table unassessed (
				id bytea primary key, unit bytea not null, provider bytea not null, kind text not null, begins text not null, ends text not null,
				count integer not null, age text not null, written text not null, why text not null default '')`,
			`create index unassessed_unit on unassessed (unit, begins, id)`,
			`create index unassessed_provider on unassessed (provider, begins, id)`,
			`create index unassessed_day on unassessed (begins, id)`,
		},
		Events: names,
		Apply: func(ctx context.Context, tx store.Execer, r journal.Recorded) error {
			var err error
			switch e := r.Event.(type) {
			case delivery.UnassessedRegistered:
				_, err = tx.ExecContext(ctx, `insert into unassessed (id, unit, provider, kind, begins, ends, count, age, written) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
					r.Stream.ID, e.Unit, e.Provider, string(e.Entry.Kind), e.Entry.From, e.Entry.Until, e.Entry.Count, string(e.Entry.Age), stamp(r))
			case delivery.UnassessedCorrected:
				_, err = tx.ExecContext(ctx, `update unassessed set count = $2, why = $3 where id = $1`, r.Stream.ID, e.Count, e.Why)
			}
			return err
		},
	}
}

// inScope is the condition of a scope, with its arguments.
func inScope(s delivery.UnassessedScope) (string, []any) {
	switch {
	case !s.Provider.IsZero():
		return `provider = $1 and begins >= $2`, []any{s.Provider, s.From}
	case !s.Unit.IsZero():
		return `unit = $1 and begins >= $2`, []any{s.Unit, s.From}
	}
	return `begins >= $1`, []any{s.From}
}

// CountUnassessed sums how many times services were given, and how many
// registrations that is.
func (q Lists) CountUnassessed(ctx context.Context, s delivery.UnassessedScope) (times, rows int, err error) {
	condition, args := inScope(s)
	err = q.DB.QueryRowContext(ctx, `select coalesce(sum(count), 0), count(*) from unassessed where `+condition, args...).Scan(&times, &rows)
	return times, rows, err
}

// UnassessedLines lists registrations, the latest days first.
func (q Lists) UnassessedLines(ctx context.Context, s delivery.UnassessedScope, offset, limit int) ([]delivery.UnassessedLine, error) {
	condition, args := inScope(s)
	found, err := q.DB.QueryContext(ctx, fmt.Sprintf(`select id, unit, provider, kind, begins, ends, count, age, written, why from unassessed
		where %s order by begins desc, id desc limit %d offset %d`, condition, limit, offset), args...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var lines []delivery.UnassessedLine
	for found.Next() {
		var l delivery.UnassessedLine
		var written string
		if err := found.Scan(&l.ID, &l.Unit, &l.Provider, &l.Entry.Kind, &l.Entry.From, &l.Entry.Until, &l.Entry.Count, &l.Entry.Age, &written, &l.Why); err != nil {
			return nil, err
		}
		if l.Written, err = civil.ParseStamp(written); err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, found.Err()
}

// Reports are the figures about services given without a trial of need.
func Reports() report.List {
	return append(report.List{{
		Key: "insatser-utan-behovsprovning", Title: "Insatser utan behovsprövning",
		Says: []string{
			"Antal gånger någon fick en insats utan behovsprövning (SoL 11 kap. 5 §), den månad perioden började.",
			"Registreringen säger inte vem det var, så samma person kan räknas flera gånger.",
			"Det rättade antalet gäller. En registrering som har rättats till noll räknas inte.",
		},
		Projections: []string{"unassessed", "organisation"},
		Columns: []report.Column{
			{Name: "manad", Title: "Månad", Unit: report.Text},
			{Name: "enhet", Title: "Enhet", Unit: report.Text},
			{Name: "insats", Title: "Insats", Unit: report.Text},
			{Name: "antal", Title: "Antal", Unit: report.Count},
		},
		Rows: unassessedRows,
	}, schoolSupport(), planReport(planroutine.Norrsala()), planSamples(), outpatient(), startReport(), signalTimes(), signalResults()}, registerReports()...)
}

// schoolSupport sets early support at schools beside what schools report, month by
// month, so that its effect can be studied (B-15).
func schoolSupport() report.Report {
	return report.Report{
		Key: "tidigt-stod-i-skolan", Title: "Tidigt stöd i skolan och orosanmälningar från skolan", Group: "Mottagning",
		Requirement: []string{"B-15"},
		Says: []string{
			"Tidigt stöd är handledning till personal, elevhälsoteam, rådgivande samtal med föräldrar och kontaktterapeut, antal gånger den månad perioden började. Ingen utredning inleds och ingen namnges.",
			"Orosanmälningar från skola och förskola räknas en gång för varje barn, den månad de kom in. Alla är orosanmälningar från vem som helst.",
			"Tabellen visar att det ena följer det andra, inte varför.",
		},
		Projections: []string{"unassessed", "intakes"},
		Columns: []report.Column{
			{Name: "manad", Title: "Månad", Unit: report.Text},
			{Name: "stod", Title: "Tidigt stöd, gånger", Unit: report.Count},
			{Name: "fran_skolan", Title: "Orosanmälningar från skolan", Unit: report.Count},
			{Name: "alla", Title: "Alla orosanmälningar", Unit: report.Count},
		},
		Rows: schoolRows,
	}
}

func schoolRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	var kinds []string
	for _, k := range delivery.SchoolSupport() {
		kinds = append(kinds, "'"+string(k)+"'")
	}
	found, err := db.QueryContext(ctx, `select month, sum(given), sum(from_school), sum(reports) from (
		select substr(begins, 1, 7) as month, count as given, 0 as from_school, 0 as reports from unassessed
			where begins >= $1 and begins <= $2 and kind in (`+strings.Join(kinds, ", ")+`)
		union all
		select substr(received_day, 1, 7), 0, case when source in ('skola', 'forskola') then 1 else 0 end, 1 from intake
			where received_day >= $1 and received_day <= $2 and kind = 'orosanmalan') m group by month order by month`, q.From, q.To)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var rows []report.Row
	for found.Next() {
		var month string
		var given, school, all int64
		if err := found.Scan(&month, &given, &school, &all); err != nil {
			return nil, err
		}
		rows = append(rows, report.Row{report.T(month), report.N(given), report.N(school), report.N(all)})
	}
	return rows, found.Err()
}

func unassessedRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	found, err := db.QueryContext(ctx, `select substr(u.begins, 1, 7), coalesce(p.name, n.name), u.kind, sum(u.count)
		from unassessed u
		left join provider p on p.id = u.provider
		left join unit_name n on n.unit = u.unit and n.begins = (select max(begins) from unit_name where unit = u.unit)
		where u.begins >= $1 and u.begins <= $2 and u.count > 0
		group by 1, 2, u.kind order by 1, 2, u.kind`, q.From, q.To)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var rows []report.Row
	for found.Next() {
		var month, kind string
		var place sql.NullString
		var times int64
		if err := found.Scan(&month, &place, &kind, &times); err != nil {
			return nil, err
		}
		rows = append(rows, report.Row{report.T(month), report.T(place.String), report.T(delivery.UnassessedKind(kind).Words()), report.N(times)})
	}
	return rows, found.Err()
}
