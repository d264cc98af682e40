// Package contractsql keeps one row per agreement.
package contractsql

import (
	"context"
	"fmt"

	"stadga/internal/civil"
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
			`create table agreement (id bytea primary key, provider bytea not null, begins text not null, ended text not null default '', redo text not null)`,
			`create index agreement_redo on agreement (redo, id) where redo <> ''`,
			`create index agreement_provider on agreement (provider, begins, id)`,
			`create index agreement_day on agreement (begins, id)`,
		},
		Events: []string{
			contracts.AgreementSigned{}.EventName(), contracts.PriceSet{}.EventName(), contracts.AgreementEnded{}.EventName(), contracts.VisitsRepriced{}.EventName(),
		},
		Apply: apply,
	}
}

// apply keeps in redo the instant of the change whose visits are not all worked out
// anew; whether any day of it has passed, the agreement itself tells.
func apply(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	var err error
	switch e := r.Event.(type) {
	case contracts.AgreementSigned:
		_, err = tx.ExecContext(ctx, `insert into agreement (id, provider, begins, redo) values ($1, $2, $3, $4)`,
			r.Stream.ID, e.Terms.Provider, e.Terms.From, redo(r, e.Price.From))
	case contracts.PriceSet:
		_, err = tx.ExecContext(ctx, `update agreement set redo = case when $2 = '' then redo else $2 end where id = $1`, r.Stream.ID, redo(r, e.Price.From))
	case contracts.AgreementEnded:
		// An end that is moved forwards gives back days that had none.
		_, err = tx.ExecContext(ctx, `update agreement set redo = case when $2 <> '' then $2 when ended <> '' and ended < $4 then $3 else redo end, ended = $5 where id = $1`,
			r.Stream.ID, redo(r, e.On.AddDays(1)), civil.Stamp(r.At), r.Day, e.On)
	case contracts.VisitsRepriced:
		if e.Done {
			_, err = tx.ExecContext(ctx, `update agreement set redo = '' where id = $1`, r.Stream.ID)
		}
	default:
		err = fmt.Errorf("contractsql: %s is not read", r.Name)
	}
	return err
}

func redo(r journal.Recorded, from civil.Date) string {
	if from.After(r.Day) {
		return ""
	}
	return civil.Stamp(r.At)
}

// Repricing lists the agreements whose visits are being worked out anew.
func (g Register) Repricing(ctx context.Context, limit int) ([]ids.ID, error) {
	return g.list(ctx, `select id from agreement where redo <> '' order by redo, id limit $1`, limit)
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
