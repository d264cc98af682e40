package contractsql

import (
	"context"
	"database/sql"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/contracts"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/report"
	"stadga/internal/store"
)

// Shares tells the engine how the agreed shares are folded.
func Shares() engine.Kind[contracts.AgreedShares] {
	return engine.Kind[contracts.AgreedShares]{
		Name: contracts.SharesStream, Fold: (*contracts.AgreedShares).Fold, Says: contracts.AgreedShares.Says,
		Persons: contracts.AgreedShares.Persons, Events: contracts.SharesEvents(),
	}
}

// SharesProjection keeps one row for each part of each division, in the order they
// were agreed, so that a report reads them beside the visits.
func SharesProjection() store.Projection {
	return store.Projection{
		Name:   "shares",
		Tables: []string{"agreed_share"},
		Schema: []string{
			`create table agreed_share (
				begins text not null, ends text not null, version integer not null, provider bytea not null, tenths integer not null,
				primary key (version, provider))`,
		},
		Events: []string{contracts.SharesAgreed{}.EventName()},
		Apply: func(ctx context.Context, tx store.Execer, r journal.Recorded) error {
			e, ok := r.Event.(contracts.SharesAgreed)
			if !ok {
				return fmt.Errorf("contractsql: %s is not read", r.Name)
			}
			for _, p := range e.Division.Parts {
				if _, err := tx.ExecContext(ctx, `insert into agreed_share (begins, ends, version, provider, tenths) values ($1, $2, $3, $4, $5)`,
					e.Division.From, e.Division.Until, r.Version, p.Provider, p.Tenths); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// mostParts is more rows than agreements about shares ever make.
const mostParts = 2000

// agreed reads the divisions back, oldest first.
func agreed(ctx context.Context, db store.Queryer) (contracts.AgreedShares, error) {
	var s contracts.AgreedShares
	rows, err := db.QueryContext(ctx, `select begins, ends, version, provider, tenths from agreed_share order by version, provider limit $1`, mostParts)
	if err != nil {
		return s, err
	}
	defer rows.Close()
	last := -1
	for rows.Next() {
		var from, until civil.Date
		var version int
		var p contracts.Part
		if err := rows.Scan(&from, &until, &version, &p.Provider, &p.Tenths); err != nil {
			return s, err
		}
		if version != last {
			s.Divisions = append(s.Divisions, contracts.Division{From: from, Until: until})
			last = version
		}
		d := &s.Divisions[len(s.Divisions)-1]
		d.Parts = append(d.Parts, p)
	}
	return s, rows.Err()
}

// Reports are the figures about shares.
func Reports() report.List { return report.List{deliveredShares()} }

// deliveredShares sets what each provider delivered of the hours beside its agreed
// share, month by month (E-10).
func deliveredShares() report.Report {
	return report.Report{
		Key: "andelar", Title: "Utförd andel mot överenskommen andel", Group: "Utförare",
		Requirement: []string{"E-10"},
		Says: []string{
			"Registrerad tid hos de utförare som har en överenskommen andel av hemtjänsten, den månad besöken gjordes. Avbokade besök räknas inte, och inte besök efter att personen har avlidit eller flyttat.",
			"Utförd andel är utförarens tid av allas tid. Överenskommen andel är medelvärdet av den andel som gällde varje dag i månaden, också en höjning för en tid.",
			"Skillnaden är utförd andel minus överenskommen, i procentenheter.",
		},
		Projections: []string{"shares", "visits", "organisation"},
		Columns: []report.Column{
			{Name: "manad", Title: "Månad", Unit: report.Text},
			{Name: "utforare", Title: "Utförare", Unit: report.Text},
			{Name: "timmar", Title: "Utförda timmar", Unit: report.Tenth},
			{Name: "alla", Title: "Allas timmar", Unit: report.Tenth},
			{Name: "utford", Title: "Utförd andel", Unit: report.Share},
			{Name: "avtalad", Title: "Överenskommen andel", Unit: report.Share},
			{Name: "skillnad", Title: "Skillnad", Unit: report.Tenth},
		},
		Plot: &report.Plot{Title: "Utförda timmar av allas, utförare för utförare", Part: "timmar", Whole: "alla", Says: furthestOff},
		Rows: shareRows,
	}
}

// furthestOff says in a sentence who is furthest from what was agreed in the last
// month.
func furthestOff(rows []report.Row) string {
	if len(rows) == 0 {
		return "Inga andelar är överenskomna i perioden, eller så är ingen tid utförd."
	}
	month := rows[len(rows)-1][0].Text
	var most report.Row
	for _, r := range rows {
		if r[0].Text == month && (most == nil || far(r) > far(most)) {
			most = r
		}
	}
	if far(most) == 0 {
		return "I " + month + " utförde alla precis sin andel."
	}
	share, tenth := report.Column{Unit: report.Share}, report.Column{Unit: report.Tenth}
	return fmt.Sprintf("Längst från sin andel i %s är %s: %s utfört, %s överenskommet, skillnad %s procentenheter.",
		month, most[1].Text, share.Format(most[4]), share.Format(most[5]), tenth.Format(most[6]))
}

func far(r report.Row) int64 { return max(r[6].Number, -r[6].Number) }

// Each provider's days are read by index, so that a month costs what it holds.
func shareRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	shares, err := agreed(ctx, db)
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, `select substr(v.day, 1, 7), p.id, p.name, sum(v.minutes)
		from provider p join visit v on v.provider = p.id and v.day >= $1 and v.day <= $2
		where p.id in (select provider from agreed_share) and v.done_from <> '' and v.cancelled = 0 and v.gone = ''
		group by 1, p.id, p.name order by 1, p.name, p.id`, q.From, q.To)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	type line struct {
		month, name string
		provider    ids.Provider
		minutes     int64
	}
	var lines []line
	all := map[string]int64{}
	for rows.Next() {
		var l line
		var minutes sql.NullInt64
		if err := rows.Scan(&l.month, &l.provider, &l.name, &minutes); err != nil {
			return nil, err
		}
		l.minutes = minutes.Int64
		all[l.month] += l.minutes
		lines = append(lines, l)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	var out []report.Row
	for _, l := range lines {
		done, share := report.Of(l.minutes, all[l.month]), meanShare(shares, l.provider, l.month, q)
		off := report.None()
		if !done.Unknown && !share.Unknown {
			off = report.N(done.Number - share.Number)
		}
		out = append(out, report.Row{report.T(l.month), report.T(l.name), hours(l.minutes), hours(all[l.month]), done, share, off})
	}
	return out, nil
}

func hours(minutes int64) report.Value { return report.N((minutes*10 + 30) / 60) }

// meanShare is the mean of the share that held each day of the month within the
// period; unknown when none was agreed on any of them.
func meanShare(s contracts.AgreedShares, p ids.Provider, month string, q report.Query) report.Value {
	first := civil.MustParse(month + "-01")
	from, to := first, first.AddMonths(1).AddDays(-1)
	if q.From.After(from) {
		from = q.From
	}
	if q.To.Before(to) {
		to = q.To
	}
	var sum, days int64
	for day := from; !day.After(to); day = day.AddDays(1) {
		if d, ok := s.On(day); ok {
			sum, days = sum+d.Of(p), days+1
		}
	}
	if days == 0 {
		return report.None()
	}
	return report.N((2*sum + days) / (2 * days))
}
