package store

import (
	"context"
	"database/sql"
	"sync"
)

// A Pool is a pool of connections to SQLite that prepares each statement once for each of
// them, which the driver does not do itself.
type Pool struct {
	DB *sql.DB

	mu       sync.RWMutex
	prepared map[string]*sql.Stmt
}

var _ Queryer = (*Pool)(nil)

// statement prepares a query; nil when enough are kept and this one is not among
// them: it is then run as it is.
func (p *Pool) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	p.mu.RLock()
	s, n := p.prepared[query], len(p.prepared)
	p.mu.RUnlock()
	if s != nil || n >= maxPrepared {
		return s, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := p.prepared[query]; s != nil {
		return s, nil
	}
	s, err := p.DB.PrepareContext(ctx, Unnumbered(query))
	if err != nil {
		return nil, err
	}
	if p.prepared == nil {
		p.prepared = map[string]*sql.Stmt{}
	}
	p.prepared[query] = s
	return s, nil
}

// QueryContext runs a query.
func (p *Pool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := p.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return p.DB.QueryContext(ctx, query, args...)
	}
	return s.QueryContext(ctx, args...)
}

// QueryRowContext runs a query of one row.
func (p *Pool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := p.statement(ctx, query)
	if s == nil || err != nil { // a fault is met again, and carried by the row
		return p.DB.QueryRowContext(ctx, query, args...)
	}
	return s.QueryRowContext(ctx, args...)
}
