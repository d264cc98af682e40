// Package releasesql keeps requests to see a file as one row each, and lists the
// parts of a case's file.
package releasesql

import (
	"context"
	"fmt"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/release"
	"stadga/internal/store"
)

// Releases describes the stream to the engine.
func Releases() engine.Kind[release.Release] {
	return engine.Kind[release.Release]{
		Name: release.Stream, Fold: (*release.Release).Fold, Says: release.Release.Says, Persons: release.Release.Persons, Events: release.Events(),
	}
}

// Projection is every request as it stands.
func Projection() store.Projection {
	return store.Projection{
		Name: "releases", Tables: []string{"release_line"},
		Schema: []string{
			`create table release_line (
				id      bytea primary key, case_id bytea not null,
				asker   text not null, asked text not null, decided text not null default '', outcome text not null default '',
				given   text not null default '', -- day the latest papers went out
				decided_by bytea, -- by whom, on the board's behalf; null: not decided
				point   text not null default '', reported text not null default '')`,
			`create index release_line_reported on release_line (reported, decided) where point <> ''`,
			`create index release_line_case on release_line (case_id, asked, id)`,
		},
		Events: []string{
			release.Asked{}.EventName(), release.Decided{}.EventName(), release.Reported{}.EventName(), release.HandedOut{}.EventName(),
		},
		Apply: apply,
	}
}

func apply(ctx context.Context, x store.Execer, r journal.Recorded) error {
	var err error
	switch e := r.Event.(type) {
	case release.Asked:
		_, err = x.ExecContext(ctx, `insert into release_line (id, case_id, asker, asked) values ($1, $2, $3, $4)`, r.Stream.ID, e.Case, string(e.Asker), e.On)
	case release.Decided:
		_, err = x.ExecContext(ctx, `update release_line set decided = $2, outcome = $3, decided_by = $4, point = $5 where id = $1`, r.Stream.ID, r.Day, e.Outcome, r.Actor, e.Point)
	case release.Reported:
		_, err = x.ExecContext(ctx, `update release_line set reported = $2 where id = $1`, r.Stream.ID, e.On)
	case release.HandedOut:
		_, err = x.ExecContext(ctx, `update release_line set given = $2 where id = $1`, r.Stream.ID, e.On)
	}
	return err
}

// Queries read requests and the parts of files.
type Queries struct{ DB store.Queryer }

// A Row is one request in a list.
type Row struct {
	ID      ids.ID
	Asker   release.Asker
	Asked   civil.Date
	Decided civil.Date
	Outcome string
	Given   civil.Date
}

// Of lists the requests of a case, latest first.
func (q Queries) Of(ctx context.Context, c ids.Case, limit, offset int) ([]Row, error) {
	rows, err := q.DB.QueryContext(ctx, `select id, asker, asked, decided, outcome, given from release_line where case_id = $1
		order by asked desc, id desc limit $2 offset $3`, c, limit, offset)
	if err != nil {
		return nil, fmt.Errorf("requests of a case: %w", err)
	}
	defer rows.Close()
	var all []Row
	for rows.Next() {
		var r Row
		if err := rows.Scan(&r.ID, &r.Asker, &r.Asked, &r.Decided, &r.Outcome, &r.Given); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, rows.Err()
}

// Count counts the requests of a case.
func (q Queries) Count(ctx context.Context, c ids.Case) (int, error) {
	var n int
	err := q.DB.QueryRowContext(ctx, `select count(*) from release_line where case_id = $1`, c).Scan(&n)
	return n, err
}

// parts of a case's file: what a person wrote or decided. A note that is marked as
// another person's is in no file until it is moved.
var parts = []struct{ kind, query string }{
	{"intake", `select 'intake' kind, id, received_day day from intake where case_id = $1`},
	{"case", `select 'case' kind, c.id, substr(c.opened, 1, 10) day from cases c where c.id = $1 and exists (select 1 from timeline t where t.stream = c.id
		and (t.name like 'case.inability%' or t.name like 'case.consent%' or t.name like 'case.necessity%' or t.name like 'case.sip%' or t.name like 'case.network%'))`},
	{"note", `select 'note' kind, id, substr(happened, 1, 10) day from note where case_id = $1 and misfiled = 0`},
	{"investigation", `select 'investigation' kind, id, opened day from investigation_line where case_id = $1`},
	{"decision", `select 'decision' kind, id, made day from decision_line where case_id = $1`},
	{"coercion", `select 'coercion' kind, id, begun day from coercion_line where case_id = $1`},
	{"proposal", `select 'proposal' kind, id, made day from proposal where case_id = $1`},
	{"order", `select 'order' kind, id, substr(sent, 1, 10) day from order_line where case_id = $1`},
	{"sent_letter", `select 'sent_letter' kind, id, substr(sent, 1, 10) day from sent_letter where case_id = $1`},
	{"arrived_letter", `select 'arrived_letter' kind, id, substr(arrived, 1, 10) day from arrived_letter where case_id = $1`},
}

// Kinds are the kinds of stream that a file is made of.
func Kinds() []string {
	var all []string
	for _, p := range parts {
		all = append(all, p.kind)
	}
	return all
}

// Parts lists the parts of a case's file, oldest first, each with the version it is
// of. At most limit of them.
func (q Queries) Parts(ctx context.Context, c ids.Case, limit, offset int) ([]act.Seen, error) {
	union := ""
	for i, p := range parts {
		if i > 0 {
			union += " union all "
		}
		union += p.query
	}
	rows, err := q.DB.QueryContext(ctx, `select p.kind, p.id, s.version from (`+union+`) p join stream s on s.kind = p.kind and s.id = p.id
		order by p.day, p.kind, p.id limit $2 offset $3`, c, limit, offset)
	if err != nil {
		return nil, fmt.Errorf("parts of a file: %w", err)
	}
	defer rows.Close()
	var all []act.Seen
	for rows.Next() {
		var s act.Seen
		if err := rows.Scan(&s.Stream.Kind, &s.Stream.ID, &s.Version); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// Intakes lists what came in to a case: each names who told. At most a thousand.
func (q Queries) Intakes(ctx context.Context, c ids.Case) ([]ids.ID, error) {
	rows, err := q.DB.QueryContext(ctx, `select id from intake where case_id = $1 order by received_day, id limit 1000`, c)
	if err != nil {
		return nil, fmt.Errorf("what came in to a case: %w", err)
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
