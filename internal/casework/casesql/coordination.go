package casesql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"stadga/internal/casework"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// Coordinations describes the coordination stream to the engine.
func Coordinations() engine.Kind[casework.Coordination] {
	return engine.Kind[casework.Coordination]{
		Name: "coordination", Fold: (*casework.Coordination).Fold, Says: casework.Coordination.Says, Persons: casework.Coordination.Persons, Events: casework.CoordinationEvents(),
	}
}

// CoordinationProjection finds the shared view of a person's cases.
func CoordinationProjection() store.Projection {
	return store.Projection{
		Name:   "coordinations",
		Tables: []string{"coordination"},
		Schema: []string{
			`create table coordination (
				id      bytea primary key,
				case_id bytea not null, -- it was begun in; it follows that case to another person
				ended   integer not null
			)`,
			`create index coordination_case on coordination (case_id) where ended = 0`,
		},
		Events: []string{casework.CoordinationBegun{}.EventName(), casework.CoordinationEnded{}.EventName()},
		Apply: func(ctx context.Context, tx store.Execer, r journal.Recorded) error {
			var err error
			switch e := r.Event.(type) {
			case casework.CoordinationBegun:
				_, err = tx.ExecContext(ctx, `insert into coordination (id, case_id, ended) values ($1, $2, 0)`, r.Stream.ID, e.Case)
			case casework.CoordinationEnded:
				_, err = tx.ExecContext(ctx, `update coordination set ended = 1 where id = $1`, r.Stream.ID)
			}
			return err
		},
	}
}

// CoordinationOf finds the running coordination of the person's cases; the zero id
// when there is none.
func (q Register) CoordinationOf(ctx context.Context, person ids.Person) (ids.ID, error) {
	var id ids.ID
	err := q.DB.QueryRowContext(ctx, `select k.id from cases c join coordination k on k.case_id = c.id and k.ended = 0 where c.person = $1 limit 1`, person).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return id, nil
	}
	if err != nil {
		return id, fmt.Errorf("coordination: %w", err)
	}
	return id, nil
}
