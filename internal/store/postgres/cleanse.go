package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"

	"stadga/internal/store"
)

// Cleanse writes the tables anew that a disposal has deleted from. A VACUUM
// leaves the bytes in the page. The planner keeps samples of what stands in
// columns: they are drawn again, and their table is written anew where the
// program's role may.
func (db *DB) Cleanse(ctx context.Context) (string, error) {
	if db.readOnly || db.group != nil {
		return "", errors.New("nothing is written anew while the record is open for reading only or in bulk")
	}
	for _, table := range store.Disposable() {
		if _, err := db.pool.ExecContext(ctx, `vacuum (full, analyze) `+table); err != nil {
			return "", fmt.Errorf("%s: %w", table, err)
		}
	}
	_, err := db.pool.ExecContext(ctx, `vacuum full pg_statistic`)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == "42501" { // insufficient privilege
		return "Databasens statistik kan ha kvar enstaka ord. Låt den som sköter PostgreSQL köra: vacuum full pg_statistic", nil
	}
	return "", err
}
