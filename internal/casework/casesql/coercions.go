package casesql

import (
	"context"
	"fmt"

	"stadga/internal/casework"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// Coercions describes the stream of coercive measures to the engine.
func Coercions() engine.Kind[casework.Coercion] {
	return engine.Kind[casework.Coercion]{
		Name: "coercion", Fold: (*casework.Coercion).Fold, Says: casework.Coercion.Says, Persons: casework.Coercion.Persons, Events: casework.CoercionEvents(),
	}
}

// CoercionProjection finds the matters of coercion of a case, with their latest step.
func CoercionProjection() store.Projection {
	return store.Projection{
		Name:   "coercions",
		Tables: []string{"coercion_line"},
		Schema: []string{
			`create table coercion_line (
				id bytea primary key, case_id bytea not null, law text not null, begun text not null,
				latest text not null, latest_on text not null, by_law text not null)`,
			`create index coercion_line_case on coercion_line (case_id, begun)`,
		},
		Events: []string{casework.CoerciveStepTaken{}.EventName(), casework.CoercionMoved{}.EventName()},
		Apply: func(ctx context.Context, tx store.Execer, r journal.Recorded) error {
			if e, moved := r.Event.(casework.CoercionMoved); moved {
				_, err := tx.ExecContext(ctx, `update coercion_line set case_id = $2 where id = $1`, r.Stream.ID, e.Case.ID)
				return err
			}
			e := r.Event.(casework.CoerciveStepTaken)
			if _, err := tx.ExecContext(ctx, `insert into coercion_line (id, case_id, law, begun, latest, latest_on, by_law) values ($1, $2, $3, $4, $5, $6, $7)
				on conflict (id) do update set latest = excluded.latest, latest_on = excluded.latest_on, by_law = excluded.by_law`,
				r.Stream.ID, e.Case.ID, string(e.Law), e.Step.On, e.Step.Act, e.Step.On, e.Step.ByLaw); err != nil {
				return fmt.Errorf("coercion: %w", err)
			}
			return nil
		},
	}
}

// CoercionsOf lists the latest matters of coercion of a case, newest first.
func (q Deciding) CoercionsOf(ctx context.Context, c ids.Case, limit int) ([]casework.CoercionLine, error) {
	rows, err := q.DB.QueryContext(ctx, fmt.Sprintf(`select id, law, begun, latest, latest_on, by_law from coercion_line where case_id = $1 order by begun desc, id desc limit %d`, limit), c.ID)
	if err != nil {
		return nil, fmt.Errorf("coercion: %w", err)
	}
	defer rows.Close()
	var all []casework.CoercionLine
	for rows.Next() {
		var l casework.CoercionLine
		if err := rows.Scan(&l.ID, &l.Law, &l.Begun, &l.Latest, &l.LatestOn, &l.ByLaw); err != nil {
			return nil, fmt.Errorf("coercion: %w", err)
		}
		all = append(all, l)
	}
	return all, rows.Err()
}
