// Package contractsql keeps one row per agreement.
package contractsql

import (
	"context"
	"fmt"

	"stadga/internal/contracts"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// Agreements tells the engine how agreements are folded.
func Agreements() engine.Kind[contracts.Contract] {
	return engine.Kind[contracts.Contract]{
		Name: contracts.AgreementStream, Fold: (*contracts.Contract).Fold, Says: contracts.Contract.Says,
		Persons: contracts.Contract.Persons, Events: contracts.AgreementEvents(),
	}
}

// Projection is the register of agreements: whose each is. What it says is folded.
func Projection() store.Projection {
	return store.Projection{
		Name:   "agreements",
		Tables: []string{"agreement"},
		Schema: []string{
			`create table agreement (id bytea primary key, provider bytea not null, begins text not null)`,
			`create index agreement_provider on agreement (provider, begins, id)`,
			`create index agreement_day on agreement (begins, id)`,
		},
		Events: []string{contracts.AgreementSigned{}.EventName()},
		Apply: func(ctx context.Context, tx store.Execer, r journal.Recorded) error {
			e, ok := r.Event.(contracts.AgreementSigned)
			if !ok {
				return fmt.Errorf("contractsql: %s is not read", r.Name)
			}
			_, err := tx.ExecContext(ctx, `insert into agreement (id, provider, begins) values ($1, $2, $3)`, r.Stream.ID, e.Terms.Provider, e.Terms.From)
			return err
		},
	}
}

// Register answers what the pages ask of agreements.
type Register struct{ DB store.Queryer }

// Count counts the agreements.
func (g Register) Count(ctx context.Context) (int, error) {
	var n int
	err := g.DB.QueryRowContext(ctx, `select count(*) from agreement`).Scan(&n)
	return n, err
}

// All lists agreements, the latest first.
func (g Register) All(ctx context.Context, offset, limit int) ([]ids.ID, error) {
	return g.list(ctx, `select id from agreement order by begins desc, id desc limit $1 offset $2`, limit, offset)
}

// mostOfProvider is more agreements than one provider has.
const mostOfProvider = 50

// OfProvider lists a provider's agreements, the latest first.
func (g Register) OfProvider(ctx context.Context, p ids.Provider) ([]ids.ID, error) {
	return g.list(ctx, `select id from agreement where provider = $1 order by begins desc, id desc limit $2`, p, mostOfProvider)
}

func (g Register) list(ctx context.Context, query string, args ...any) ([]ids.ID, error) {
	rows, err := g.DB.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list agreements: %w", err)
	}
	defer rows.Close()
	var all []ids.ID
	for rows.Next() {
		var id ids.ID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		all = append(all, id)
	}
	return all, rows.Err()
}
