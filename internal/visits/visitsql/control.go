package visitsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
	"stadga/internal/visits"
	"stadga/internal/visits/control"
)

// ManualLevels tells the engine how the board's levels are folded.
func ManualLevels() engine.Kind[control.Levels] {
	return engine.Kind[control.Levels]{
		Name: control.LevelStream, Fold: (*control.Levels).Fold, Says: control.Levels.Says, Persons: control.Levels.Persons, Events: control.LevelEvents(),
	}
}

// Tolerances tells the engine how the board's tolerances are folded.
func Tolerances() engine.Kind[control.Levels] {
	return engine.Kind[control.Levels]{
		Name: control.ToleranceStream, Fold: (*control.Levels).Fold, Says: control.Levels.Says, Persons: control.Levels.Persons, Events: control.ToleranceEvents(),
	}
}

// Risks tells the engine how the analysis of the way of paying is folded.
func Risks() engine.Kind[control.RiskAnalysis] {
	return engine.Kind[control.RiskAnalysis]{
		Name: control.RiskStream, Fold: (*control.RiskAnalysis).Fold, Says: control.RiskAnalysis.Says, Persons: control.RiskAnalysis.Persons, Events: control.RiskEvents(),
	}
}

// SpotChecks tells the engine how spot checks are folded.
func SpotChecks() engine.Kind[control.SpotCheck] {
	return engine.Kind[control.SpotCheck]{
		Name: control.CheckStream, Fold: (*control.SpotCheck).Fold, Says: control.SpotCheck.Says, Persons: control.SpotCheck.Persons, Events: control.CheckEvents(),
	}
}

// ControlProjection keeps the levels by day, and one row per spot check.
func ControlProjection() store.Projection {
	return store.Projection{
		Name:   "visit-control",
		Tables: []string{"manual_level", "spot_check", "spot_check_result"},
		Schema: []string{
			`create table manual_level (begins text primary key, percent integer not null)`,
			`create table spot_check (
				id bytea primary key, month text not null, drawn text not null, visits integer not null, checked integer not null default 0, disagree integer not null default 0)`,
			`create index spot_check_drawn on spot_check (drawn, id)`,
			`create table spot_check_result (spot_check bytea not null, visit bytea not null, outcome text not null, primary key (spot_check, visit))`,
		},
		Events: []string{control.LevelSet{}.EventName(), control.SpotCheckDrawn{}.EventName(), control.VisitChecked{}.EventName()},
		Apply: func(ctx context.Context, tx store.Execer, r journal.Recorded) error {
			var err error
			switch e := r.Event.(type) {
			case control.LevelSet:
				_, err = tx.ExecContext(ctx, `insert into manual_level (begins, percent) values ($1, $2)
					on conflict (begins) do update set percent = excluded.percent`, e.Level.From, e.Level.Percent)
			case control.SpotCheckDrawn:
				_, err = tx.ExecContext(ctx, `insert into spot_check (id, month, drawn, visits) values ($1, $2, $3, $4)`,
					r.Stream.ID, e.Draw.Month, civil.Stamp(r.At), len(e.Draw.Picks))
			case control.VisitChecked:
				if _, err = tx.ExecContext(ctx, `insert into spot_check_result (spot_check, visit, outcome) values ($1, $2, $3)
					on conflict (spot_check, visit) do update set outcome = excluded.outcome`, r.Stream.ID, e.Visit, string(e.Outcome)); err == nil {
					_, err = tx.ExecContext(ctx, `update spot_check set checked = (select count(*) from spot_check_result x where x.spot_check = spot_check.id),
						disagree = (select count(*) from spot_check_result x where x.spot_check = spot_check.id and x.outcome = $2) where id = $1`,
						r.Stream.ID, string(control.Disagree))
				}
			default:
				return fmt.Errorf("visitsql: %s is not read", r.Name)
			}
			return err
		},
	}
}

// Levels reads the board's levels.
func Levels(ctx context.Context, db store.Queryer) (control.Levels, error) {
	var l control.Levels
	rows, err := db.QueryContext(ctx, `select begins, percent from manual_level order by begins`)
	if err != nil {
		return l, err
	}
	defer rows.Close()
	for rows.Next() {
		var one control.Level
		if err := rows.Scan(&one.From, &one.Percent); err != nil {
			return l, err
		}
		l.All = append(l.All, one)
	}
	return l, rows.Err()
}

// CountChecks counts the spot checks.
func (l Lists) CountChecks(ctx context.Context) (n int, err error) {
	err = l.DB.QueryRowContext(ctx, `select count(*) from spot_check`).Scan(&n)
	return n, err
}

// Checks lists spot checks, the latest first.
func (l Lists) Checks(ctx context.Context, offset, limit int) ([]control.DrawnCheck, error) {
	rows, err := l.DB.QueryContext(ctx, `select id, month, drawn, visits, checked, disagree from spot_check order by drawn desc, id desc limit $1 offset $2`, limit, offset)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []control.DrawnCheck
	for rows.Next() {
		var c control.DrawnCheck
		var drawn string
		if err := rows.Scan(&c.ID, &c.Month, &drawn, &c.Visits, &c.Checked, &c.Disagree); err != nil {
			return nil, err
		}
		at, err := civil.ParseStamp(drawn)
		if err != nil {
			return nil, err
		}
		c.Day = civil.DayOf(at)
		all = append(all, c)
	}
	return all, rows.Err()
}

// Quotas is what a draw of the month is divided by: each provider's visits without
// night, and how many of them are manual.
func (s Services) Quotas(ctx context.Context, db store.Queryer, month civil.Date) ([]control.Quota, error) {
	night, args := s.nightly(4)
	rows, err := db.QueryContext(ctx, `select p.id, count(*), sum(case when v.class = $3 then 1 else 0 end)
		from provider p join visit v on v.provider = p.id and v.day >= $1 and v.day <= $2 left join service_line s on s.id = v.service
		where `+made+` and `+night+` = 0 group by p.id order by p.id`, append([]any{month, month.AddMonths(1).AddDays(-1), "manuell"}, args...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []control.Quota
	for rows.Next() {
		var q control.Quota
		if err := rows.Scan(&q.Provider, &q.Visits, &q.Manual); err != nil {
			return nil, err
		}
		all = append(all, q)
	}
	return all, rows.Err()
}

// DrawOf draws the visits of a month by a seed: the same visits of the same month
// give the same draw.
func (s Services) DrawOf(ctx context.Context, db store.Queryer, month civil.Date, size int, seed []byte) ([]control.Quota, []control.Pick, error) {
	quotas, err := s.Quotas(ctx, db, month)
	if err != nil {
		return nil, nil, err
	}
	quotas = control.Divide(size, quotas)
	var picks []control.Pick
	for _, q := range quotas {
		places := control.Places(append(append([]byte{}, q.Provider.ID[8:]...), seed...), q.Drawn, q.Visits)
		found, err := s.at(ctx, db, q.Provider, month, places)
		if err != nil {
			return nil, nil, err
		}
		picks = append(picks, found...)
	}
	return quotas, picks, nil
}

// at reads the visits that stand at the places among a provider's of the month, by
// day and id.
func (s Services) at(ctx context.Context, db store.Queryer, p ids.Provider, month civil.Date, places []int) ([]control.Pick, error) {
	night, args := s.nightly(4)
	rows, err := db.QueryContext(ctx, `select v.id from visit v left join service_line s on s.id = v.service
		where v.provider = $3 and v.day >= $1 and v.day <= $2 and `+made+` and `+night+` = 0 order by v.day, v.id`,
		append([]any{month, month.AddMonths(1).AddDays(-1), p}, args...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var picks []control.Pick
	for at := 0; rows.Next() && len(picks) < len(places); at++ {
		if places[len(picks)] != at {
			continue
		}
		pick := control.Pick{Provider: p}
		if err := rows.Scan(&pick.Visit); err != nil {
			return nil, err
		}
		picks = append(picks, pick)
	}
	return picks, rows.Err()
}

// Visit reads one visit as a list shows it; false when there is none.
func (l Lists) Visit(ctx context.Context, id ids.Visit) (visits.Line, bool, error) {
	found, err := lines(l.DB.QueryContext(ctx, "select "+columns+" from visit where id = $1", id.ID))
	if err != nil || len(found) == 0 {
		return visits.Line{}, false, err
	}
	return found[0], true, nil
}

// CaseOf is the case that a service was granted in; zero when there is none.
func (l Lists) CaseOf(ctx context.Context, s ids.Service) (id ids.Case, err error) {
	err = l.DB.QueryRowContext(ctx, `select case_id from service_line where id = $1`, s).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return ids.Case{}, nil
	}
	return id, err
}
