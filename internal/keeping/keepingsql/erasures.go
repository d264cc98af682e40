package keepingsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/keeping"
	"stadga/internal/store"
)

// Erasures describes the stream to the engine.
func Erasures() engine.Kind[keeping.Erasure] {
	return engine.Kind[keeping.Erasure]{
		Name: keeping.ErasureStream, Fold: (*keeping.Erasure).Fold, Says: keeping.Erasure.Facts, Persons: keeping.Erasure.Persons, Events: keeping.ErasureEvents(),
	}
}

// ErasuresProjection is every erasure as it stands.
func ErasuresProjection() store.Projection {
	return store.Projection{
		Name: "erasures", Tables: []string{"erasure"}, Apply: applyErasure,
		Events: []string{
			keeping.ErasureProposed{}.EventName(), keeping.ErasureDecided{}.EventName(), keeping.ErasureWithdrawn{}.EventName(), keeping.ErasureDone{}.EventName(),
		},
		Schema: []string{
			`create table erasure (
				id       bytea primary key,
				kind     text not null, -- of the stream the texts stand in
				stream   bytea not null,
				texts    integer not null,
				ground   text not null,
				proposed text not null, by_user bytea not null,
				decided  text not null default '', second bytea not null,
				done     text not null default '')`,
			`create index erasure_of on erasure (stream, id)`,
			`create index erasure_going on erasure (decided, id) where done = ''`,
			`create index erasure_done on erasure (done, id) where done <> ''`,
		},
	}
}

func applyErasure(ctx context.Context, x store.Execer, r journal.Recorded) error {
	var err error
	switch e := r.Event.(type) {
	case keeping.ErasureProposed:
		_, err = x.ExecContext(ctx, `insert into erasure (id, kind, stream, texts, ground, proposed, by_user, second) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			r.Stream.ID, e.Of.Kind, e.Of.ID, len(e.Of.Versions), string(e.Of.Ground), r.Day, r.Actor, ids.User{})
	case keeping.ErasureDecided:
		_, err = x.ExecContext(ctx, `update erasure set decided = $2, second = $3 where id = $1`, r.Stream.ID, r.Day, r.Actor)
	case keeping.ErasureWithdrawn:
		_, err = x.ExecContext(ctx, `delete from erasure where id = $1`, r.Stream.ID)
	case keeping.ErasureDone:
		_, err = x.ExecContext(ctx, `update erasure set done = $2 where id = $1`, r.Stream.ID, r.Day)
	}
	return err
}

// An ErasureLine is an erasure in a list.
type ErasureLine struct {
	ID       ids.ID
	Of       journal.StreamID
	Texts    int
	Ground   keeping.EraseGround
	Proposed civil.Date
	By       ids.User
	Decided  civil.Date
	Second   ids.User
	Done     civil.Date
}

const erasureColumns = `id, kind, stream, texts, ground, proposed, by_user, decided, second, done`

// ErasuresOf lists what is decided, or proposed, about the texts of a stream.
func (q Queries) ErasuresOf(ctx context.Context, stream journal.StreamID) ([]ErasureLine, error) {
	return q.erasures(ctx, `select `+erasureColumns+` from erasure where stream = $1 and kind = $2 order by id`, stream.ID, stream.Kind)
}

// ErasuresGoing lists what is decided and not written out of the database.
func (q Queries) ErasuresGoing(ctx context.Context, limit int) ([]ErasureLine, error) {
	return q.erasures(ctx, `select `+erasureColumns+` from erasure where done = '' and decided <> '' order by decided, id limit $1`, limit)
}

// ErasuresDone lists the latest receipts.
func (q Queries) ErasuresDone(ctx context.Context, limit int) ([]ErasureLine, error) {
	return q.erasures(ctx, `select `+erasureColumns+` from erasure where done <> '' order by done desc, id limit $1`, limit)
}

func (q Queries) erasures(ctx context.Context, query string, args ...any) ([]ErasureLine, error) {
	rows, err := q.DB.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("erasures: %w", err)
	}
	defer rows.Close()
	var all []ErasureLine
	for rows.Next() {
		var l ErasureLine
		if err := rows.Scan(&l.ID, &l.Of.Kind, &l.Of.ID, &l.Texts, &l.Ground, &l.Proposed, &l.By, &l.Decided, &l.Second, &l.Done); err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, rows.Err()
}

// CaseOf is the case in which a stream stands. One of a kind that stands in none, and
// one that there is not, are the same answer.
func (q Queries) CaseOf(ctx context.Context, stream journal.StreamID) (ids.Case, error) {
	var c ids.Case
	query, known := map[string]string{
		"case":           `select id from cases where id = $1`,
		"intake":         `select case_id from intake where id = $1`,
		"investigation":  `select case_id from investigation_line where id = $1`,
		"decision":       `select case_id from decision_line where id = $1`,
		"note":           `select case_id from note where id = $1`,
		"sent_letter":    `select case_id from sent_letter where id = $1`,
		"arrived_letter": `select case_id from arrived_letter where id = $1`,
		"order":          `select case_id from order_line where id = $1`,
	}[stream.Kind]
	if !known {
		return c, fault.New(fault.NotFound, "web.no-such-page")
	}
	err := q.DB.QueryRowContext(ctx, query, stream.ID).Scan(&c)
	if errors.Is(err, sql.ErrNoRows) {
		err = fault.New(fault.NotFound, "web.no-such-page")
	}
	return c, err
}
