package qualitysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/quality"
	"stadga/internal/store"
)

// Register answers what the pages ask of the register of deviations.
type Register struct{ DB store.Queryer }

// Prefix stands before the year in a deviation's number, so that it is not taken
// for a case number.
const Prefix = "A"

// LastNumber is the highest number of the year, 0 when there is none.
func (q Register) LastNumber(ctx context.Context, year int) (int, error) {
	return store.LastNumber(ctx, q.DB, "deviation", Prefix, year)
}

// ByNumber finds a deviation.
func (q Register) ByNumber(ctx context.Context, number string) (ids.Deviation, error) {
	var id ids.Deviation
	err := q.DB.QueryRowContext(ctx, `select id from deviation where number = $1`, number).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return id, fault.New(fault.NotFound, "deviation.unknown")
	}
	if err != nil {
		return id, fmt.Errorf("deviation: %w", err)
	}
	return id, nil
}

// where writes a selection. A scope that names nobody selects nothing.
func where(s quality.Selection) (string, []any) {
	var parts []string
	var args []any
	is := func(column string, value any) {
		args = append(args, value)
		parts = append(parts, fmt.Sprintf("%s = $%d", column, len(args)))
	}
	switch {
	case s.Scope.All:
	case !s.Scope.Reporter.IsZero():
		is("reporter", s.Scope.Reporter)
	case !s.Scope.Provider.IsZero():
		is("provider", s.Scope.Provider)
	case !s.Scope.Unit.IsZero():
		is("unit", s.Scope.Unit)
	default:
		parts = append(parts, "1 = 0")
	}
	if barred := s.Scope.Barred; len(barred) > 0 {
		parts = append(parts, "person not in ("+store.Places(len(args)+1, len(barred))+")")
		for _, person := range barred {
			args = append(args, person)
		}
	}
	if kinds := s.Scope.Kinds; len(kinds) > 0 {
		args = append(args, ids.Order{})
		none, places := len(args), store.Places(len(args)+1, len(kinds))
		for _, kind := range kinds {
			args = append(args, kind)
		}
		parts = append(parts, fmt.Sprintf(`(exists (select 1 from order_line o where o.id = deviation.order_id and o.kind in (%s))
			or order_id = $%d and exists (select 1 from order_line o where o.case_id = deviation.case_id and o.ended = '' and o.kind in (%s)))`, places, none, places))
	}
	if s.Open {
		parts = append(parts, "closed = ''")
	}
	if s.Closed {
		parts = append(parts, "closed <> ''")
	}
	if s.Stage != "" {
		is("stage", string(s.Stage))
	}
	if s.Kind != "" {
		is("kind", string(s.Kind))
	}
	if s.Type != "" {
		is("type", string(s.Type))
	}
	if len(parts) == 0 {
		return "", nil
	}
	return " where " + strings.Join(parts, " and "), args
}

// Count counts the deviations of a selection.
func (q Register) Count(ctx context.Context, s quality.Selection) (int, error) {
	where, args := where(s)
	var n int
	if err := q.DB.QueryRowContext(ctx, `select count(*) from deviation`+where, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count deviations: %w", err)
	}
	return n, nil
}

func rowsQuery(s quality.Selection, offset, limit int) (string, []any) {
	where, args := where(s)
	return fmt.Sprintf(`select id, number, what, reported, reporter, unit, provider, danger, kind, type, severity, grade,
		stage, case_id, person, closed from deviation%s order by reported desc, number desc limit %d offset %d`, where, limit, offset), args
}

// Rows lists the deviations of a selection, newest first.
func (q Register) Rows(ctx context.Context, s quality.Selection, offset, limit int) ([]quality.DeviationRow, error) {
	query, args := rowsQuery(s, offset, limit)
	rows, err := q.DB.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list deviations: %w", err)
	}
	defer rows.Close()
	var all []quality.DeviationRow
	for rows.Next() {
		var d quality.DeviationRow
		var reported string
		var danger int
		if err := rows.Scan(&d.ID, &d.Number, &d.What, &reported, &d.By, &d.Unit, &d.Provider, &danger, &d.Kind, &d.Type, &d.Severity, &d.Grade,
			&d.Stage, &d.Case, &d.Person, &d.Closed); err != nil {
			return nil, fmt.Errorf("list deviations: %w", err)
		}
		d.Danger = danger == 1
		if d.Reported, err = civil.ParseStamp(reported); err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, rows.Err()
}

// ByStage counts the open deviations of a scope at each stage.
func (q Register) ByStage(ctx context.Context, scope quality.RegisterScope) (map[quality.Stage]int, error) {
	where, args := where(quality.Selection{Scope: scope, Open: true})
	rows, err := q.DB.QueryContext(ctx, `select stage, count(*) from deviation`+where+` group by stage`, args...)
	if err != nil {
		return nil, fmt.Errorf("stages of deviations: %w", err)
	}
	defer rows.Close()
	stages := map[quality.Stage]int{}
	for rows.Next() {
		var stage quality.Stage
		var n int
		if err := rows.Scan(&stage, &n); err != nil {
			return nil, fmt.Errorf("stages of deviations: %w", err)
		}
		stages[stage] = n
	}
	return stages, rows.Err()
}
