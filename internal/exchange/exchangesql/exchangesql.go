// Package exchangesql lists the letters between boards: those a case has sent, and
// those that wait to be taken in hand.
package exchangesql

import (
	"context"
	"fmt"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/exchange"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// The kinds of stream: the same letter has the same id in both boards.
const (
	SentStream    = "sent_letter"
	ArrivedStream = "arrived_letter"
)

// Sent describes the stream of letters that this board has written.
func Sent() engine.Kind[exchange.SentLetter] {
	return engine.Kind[exchange.SentLetter]{
		Name: SentStream, Fold: (*exchange.SentLetter).Fold, Says: exchange.SentLetter.Says, Persons: exchange.SentLetter.Persons, Events: exchange.SentEvents(),
	}
}

// Arrived describes the stream of letters that others have written to it.
func Arrived() engine.Kind[exchange.ArrivedLetter] {
	return engine.Kind[exchange.ArrivedLetter]{
		Name: ArrivedStream, Fold: (*exchange.ArrivedLetter).Fold, Persons: exchange.ArrivedLetter.Persons, Events: exchange.ArrivedEvents(),
		Says: func(a exchange.ArrivedLetter) []duty.Said {
			if a.Arrived.IsZero() {
				return nil
			}
			return []duty.Said{{Subject: exchange.ArrivedSubject(a.ID)}}
		},
	}
}

// Projection is every letter, in the two tables of its direction.
func Projection() store.Projection {
	var names []string
	for _, e := range append(exchange.SentEvents(), exchange.ArrivedEvents()...) {
		names = append(names, e.EventName())
	}
	return store.Projection{
		Name: "letters", Tables: []string{"sent_letter", "arrived_letter"}, Events: names, Apply: apply,
		Schema: []string{
			`create table sent_letter (
				id bytea primary key, case_id bytea not null, board text not null, kind text not null, sent text not null,
				delivered text not null default '', received text not null default '', received_by text not null default '')`,
			`create index sent_letter_case on sent_letter (case_id, sent)`,
			`create table arrived_letter (
				id bytea primary key, board text not null, kind text not null, arrived text not null,
				received text not null default '', received_by text not null default '', case_id bytea not null)`,
			`create index arrived_letter_waits on arrived_letter (arrived) where received = ''`,
			`create index arrived_letter_taken on arrived_letter (received) where received <> ''`,
			`create index arrived_letter_case on arrived_letter (case_id, arrived)`,
		},
	}
}

func apply(ctx context.Context, x store.Execer, r journal.Recorded) error {
	id := r.Stream.ID
	var err error
	switch e := r.Event.(type) {
	case exchange.LetterSent:
		_, err = x.ExecContext(ctx, `insert into sent_letter (id, case_id, board, kind, sent) values ($1, $2, $3, $4, $5)`,
			id, e.Case, e.Letter.ToShown, string(e.Letter.Kind), civil.Stamp(e.Letter.Sent))
	case exchange.LetterDelivered:
		_, err = x.ExecContext(ctx, `update sent_letter set delivered = $2 where id = $1`, id, civil.Stamp(r.At))
	case exchange.LetterReceipted:
		_, err = x.ExecContext(ctx, `update sent_letter set received = $2, received_by = $3 where id = $1`, id, civil.Stamp(e.At), e.By)
	case exchange.LetterArrived:
		_, err = x.ExecContext(ctx, `insert into arrived_letter (id, board, kind, arrived, case_id) values ($1, $2, $3, $4, $5)`,
			id, e.Letter.FromShown, string(e.Letter.Kind), civil.Stamp(r.At), ids.Case{})
	case exchange.LetterReceived:
		_, err = x.ExecContext(ctx, `update arrived_letter set received = $2, received_by = $3 where id = $1`, id, civil.Stamp(r.At), e.By)
	case exchange.LetterFiled:
		_, err = x.ExecContext(ctx, `update arrived_letter set case_id = $2 where id = $1`, id, e.Case)
	}
	return err
}

// Queries read the lists.
type Queries struct{ DB store.Queryer }

// SentIn lists what a case has sent, latest first.
func (q Queries) SentIn(ctx context.Context, c ids.Case, limit int) ([]exchange.LetterLine, error) {
	return q.lines(ctx, `select id, board, kind, sent, delivered, received, received_by from sent_letter where case_id = $1 order by sent desc limit $2`, c, limit)
}

// FiledIn lists what has been laid in a case, latest first.
func (q Queries) FiledIn(ctx context.Context, c ids.Case, limit int) ([]exchange.LetterLine, error) {
	return q.lines(ctx, `select id, board, kind, arrived, '', received, received_by from arrived_letter where case_id = $1 order by arrived desc limit $2`, c, limit)
}

// Waiting lists what nobody has taken in hand, oldest first.
func (q Queries) Waiting(ctx context.Context, limit, offset int) ([]exchange.LetterLine, error) {
	return q.lines(ctx, `select id, board, kind, arrived, '', received, received_by from arrived_letter where received = '' order by arrived limit $1 offset $2`, limit, offset)
}

// CountWaiting counts them.
func (q Queries) CountWaiting(ctx context.Context) (int, error) {
	var n int
	err := q.DB.QueryRowContext(ctx, `select count(*) from arrived_letter where received = ''`).Scan(&n)
	return n, err
}

// Taken lists what was taken in hand last.
func (q Queries) Taken(ctx context.Context, limit int) ([]exchange.LetterLine, error) {
	return q.lines(ctx, `select id, board, kind, arrived, '', received, received_by from arrived_letter where received <> '' order by received desc limit $1`, limit)
}

func (q Queries) lines(ctx context.Context, query string, args ...any) ([]exchange.LetterLine, error) {
	rows, err := q.DB.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("letters: %w", err)
	}
	defer rows.Close()
	var all []exchange.LetterLine
	for rows.Next() {
		var l exchange.LetterLine
		var at, delivered, received string
		if err := rows.Scan(&l.ID, &l.Board, &l.Kind, &at, &delivered, &received, &l.ReceivedBy); err != nil {
			return nil, err
		}
		for _, one := range []struct {
			to   *time.Time
			text string
		}{{&l.At, at}, {&l.Delivered, delivered}, {&l.Received, received}} {
			if one.text != "" {
				if *one.to, err = civil.ParseStamp(one.text); err != nil {
					return nil, err
				}
			}
		}
		all = append(all, l)
	}
	return all, rows.Err()
}
