package keepingsql

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/engine"
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

// AccessLogs describes the stream to the engine.
func AccessLogs() engine.Kind[keeping.AccessLog] {
	return engine.Kind[keeping.AccessLog]{Name: keeping.ReadingsStream, Fold: (*keeping.AccessLog).Fold, Events: keeping.ReadingsEvents()}
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

// inCase finds the streams of a case that a text may be taken out of: $1 is the case.
// A visit stands in the case that ordered it, and a person in each of its cases.
var inCase = map[string]string{
	"case":           `select id from cases where id = $1`,
	"intake":         `select id from intake where case_id = $1`,
	"investigation":  `select id from investigation_line where case_id = $1`,
	"decision":       `select id from decision_line where case_id = $1`,
	"note":           `select id from note where case_id = $1`,
	"sent_letter":    `select id from sent_letter where case_id = $1`,
	"arrived_letter": `select id from arrived_letter where case_id = $1`,
	"order":          `select id from order_line where case_id = $1`,
	"home":           `select h.id from order_line o join home h on h.id = o.id where o.case_id = $1`,
	"coordination":   `select id from coordination where case_id = $1`,
	"proposal":       `select id from proposal where case_id = $1`,
	"coercion":       `select id from coercion_line where case_id = $1`,
	"release":        `select id from release_line where case_id = $1`,
	"deviation":      `select id from deviation where case_id = $1`,
	"person":         `select person id from cases where id = $1`,
	"visit":          `select v.id from order_line o join visit v on v.order_id = o.id where o.case_id = $1`,
}

// InCase tells whether a stream stands in a case: one of a kind that stands in none,
// and one that there is not, do not.
func (q Queries) InCase(ctx context.Context, of ids.Case, stream journal.StreamID) (bool, error) {
	query, known := inCase[stream.Kind]
	if !known {
		return false, nil
	}
	var n int
	err := q.DB.QueryRowContext(ctx, `select count(*) from (`+query+`) s where s.id = $2`, of, stream.ID).Scan(&n)
	return n > 0, err
}

// StreamsOf lists the streams of a case in which someone may have written, the latest
// begun first: the visits by themselves, since there are many and few hold words.
func (q Queries) StreamsOf(ctx context.Context, of ids.Case, visits bool, limit, offset int) (page []journal.StreamID, count int, err error) {
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(inCase)) {
		if (kind == "visit") == visits {
			parts = append(parts, `select '`+kind+`' kind, id from (`+inCase[kind]+`) of_`+kind)
		}
	}
	all := `(` + strings.Join(parts, ` union all `) + `) s`
	if err := q.DB.QueryRowContext(ctx, `select count(*) from `+all, of).Scan(&count); err != nil {
		return nil, 0, fmt.Errorf("streams of a case: %w", err)
	}
	rows, err := q.DB.QueryContext(ctx, `select kind, id from `+all+` order by id desc, kind limit $2 offset $3`, of, limit, offset)
	if err != nil {
		return nil, 0, fmt.Errorf("streams of a case: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var s journal.StreamID
		if err := rows.Scan(&s.Kind, &s.ID); err != nil {
			return nil, 0, err
		}
		page = append(page, s)
	}
	return page, count, rows.Err()
}
