package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A reader reads what an act is planned from.
type reader struct{ q Queryer }

var _ engine.Reader = (*reader)(nil)

func (r *reader) Act(ctx context.Context, id ids.Act) (*engine.ActRow, error) {
	row := engine.ActRow{ID: id, Versions: map[journal.StreamID]int{}}
	var (
		num    int64
		digest []byte
		at     string
	)
	err := r.q.QueryRowContext(ctx, `select num, digest, actor, on_behalf, at, cause_act, cause_place from act where id = $1`, id).
		Scan(&num, &digest, &row.Actor, &row.OnBehalf, &at, &row.Cause.Act, &row.Cause.Index)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("act: %w", err)
	}
	copy(row.Digest[:], digest)
	if row.At, err = civil.ParseStamp(at); err != nil {
		return nil, err
	}
	rows, err := r.q.QueryContext(ctx, `select s.kind, s.id, max(j.version) from journal j join stream s on s.num = j.stream
		where j.act = $1 group by s.kind, s.id`, num)
	if err != nil {
		return nil, fmt.Errorf("streams of an act: %w", err)
	}
	err = each(rows, func() error {
		var stream journal.StreamID
		var version int
		if err := rows.Scan(&stream.Kind, &stream.ID, &version); err != nil {
			return err
		}
		row.Versions[stream] = version
		return nil
	})
	return &row, err
}

func (r *reader) Stream(ctx context.Context, id journal.StreamID) (engine.Num, int, error) {
	var num engine.Num
	var version int
	err := r.q.QueryRowContext(ctx, `select num, version from stream where kind = $1 and id = $2`, id.Kind, id.ID).Scan(&num, &version)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, 0, nil
	}
	return num, version, err
}

// eventColumns are read by scanEvent. Every event stands beside its act and,
// unless it has been disposed of or erased, its body.
const (
	eventColumns = `s.kind, s.id, j.version, a.id, j.place, j.name, a.at, a.day, a.actor, a.on_behalf, a.cause_act, a.cause_place, j.digest, b.body, case when length(b.salt) = 0 then 1 else 0 end`
	eventTables  = `journal j join act a on a.num = j.act join stream s on s.num = j.stream left join journal_body b on b.event = j.num`
)

func scanEvent(rows *sql.Rows, more ...any) (engine.StoredEvent, error) {
	var (
		e      engine.StoredEvent
		at     string
		digest []byte
		body   sql.NullString
	)
	dest := []any{
		&e.Stream.Kind, &e.Stream.ID, &e.Version, &e.Ref.Act, &e.Ref.Index, &e.Name, &at, &e.Day,
		&e.Actor, &e.OnBehalf, &e.Cause.Act, &e.Cause.Index, &digest, &body, &e.Left,
	}
	if err := rows.Scan(append(dest, more...)...); err != nil {
		return e, fmt.Errorf("event: %w", err)
	}
	copy(e.Digest[:], digest)
	if body.Valid {
		e.JSON = []byte(body.String)
	}
	var err error
	e.At, err = civil.ParseStamp(at)
	return e, err
}

func (r *reader) Events(ctx context.Context, stream engine.Num, after int) ([]engine.StoredEvent, error) {
	rows, err := r.q.QueryContext(ctx, `select `+eventColumns+` from `+eventTables+`
		where j.stream = $1 and j.version > $2 order by j.version`, int64(stream), after)
	if err != nil {
		return nil, err
	}
	var events []engine.StoredEvent
	err = each(rows, func() error {
		event, err := scanEvent(rows)
		events = append(events, event)
		return err
	})
	return events, err
}

const subjectColumns = `num, kind, id, under, file, version, wakes, facts`

func (r *reader) Chain(ctx context.Context, s duty.Subject, known engine.Known) ([]engine.SubjectRow, error) {
	rows, err := r.Chains(ctx, []duty.Subject{s}, nil, known)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows, nil // with nothing likely, each step up gives one row
}

// Chains goes up a step at a time. A recursive query would be one round trip,
// but costs more to plan than three of these to run.
func (r *reader) Chains(ctx context.Context, subjects []duty.Subject, likely []engine.Num, known engine.Known) ([]engine.SubjectRow, error) {
	var (
		args []any
		each []string // a select for each: a planner without statistics makes a scan of one with or
	)
	for _, s := range subjects {
		each = append(each, fmt.Sprintf(`select `+subjectColumns+` from subject where kind = $%d and id = $%d`, len(args)+1, len(args)+2))
		args = append(args, s.Kind, s.ID)
	}
	if len(likely) > 0 {
		each = append(each, `select `+subjectColumns+` from subject where num in (`+Places(len(args)+1, len(likely))+`)`)
		args = appendNums(args, likely)
	}
	rows, err := r.subjects(ctx, known, strings.Join(each, " union all "), args...)
	if err != nil {
		return nil, err
	}
	seen := make(map[engine.Num]bool, len(rows))
	for next := rows; len(next) > 0; {
		for _, row := range next {
			seen[row.Num] = true
		}
		var missing []engine.Num
		for _, row := range next {
			if row.Under != 0 && !seen[row.Under] && !slices.Contains(missing, row.Under) {
				missing = append(missing, row.Under)
			}
		}
		if len(missing) == 0 {
			break
		}
		next, err = r.subjects(ctx, known, `select `+subjectColumns+` from subject where num in (`+Places(1, len(missing))+`)`,
			appendNums(nil, missing)...)
		if err != nil {
			return nil, err
		}
		rows = append(rows, next...)
	}
	return rows, nil
}

func appendNums(args []any, nums []engine.Num) []any {
	for _, num := range nums {
		args = append(args, int64(num))
	}
	return args
}

func (r *reader) Below(ctx context.Context, subjects []engine.Num, known engine.Known) ([]engine.SubjectRow, error) {
	return r.subjects(ctx, known, `select `+subjectColumns+` from subject where under <> 0 and under in (`+
		Places(1, len(subjects))+`) order by num`, appendNums(nil, subjects)...)
}

func (r *reader) Subjects(ctx context.Context, after engine.Num, limit int) ([]engine.SubjectRow, error) {
	return r.subjects(ctx, nil, `select `+subjectColumns+` from subject
		where num > $1 order by num limit $2`, int64(after), limit)
}

func (r *reader) subjects(ctx context.Context, known engine.Known, query string, args ...any) ([]engine.SubjectRow, error) {
	rows, err := r.q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	var (
		found []engine.SubjectRow
		facts sql.RawBytes
	)
	err = each(rows, func() error {
		var row engine.SubjectRow
		err := rows.Scan(&row.Num, &row.Subject.Kind, &row.Subject.ID, &row.Under, &row.File, &row.Version, &row.Wakes, &facts)
		if err != nil {
			return err
		}
		kept := false
		if known != nil {
			row.Facts, kept = known(row.Subject, row.Version)
		}
		if !kept {
			if row.Facts, err = decodeFacts(facts); err != nil {
				return err
			}
		}
		found = append(found, row)
		return nil
	})
	return found, err
}

func (r *reader) Obligations(ctx context.Context, subject engine.Num) ([]duty.Obligation, error) {
	rows, err := r.q.QueryContext(ctx, `select `+ObligationColumns+` from obligation o join subject s on s.num = o.subject
		where o.subject = $1 order by o.rule, o.about, o.nth`, int64(subject))
	if err != nil {
		return nil, err
	}
	var obligations []duty.Obligation
	err = each(rows, func() error {
		var o duty.Obligation
		err := ScanObligation(rows, &o)
		obligations = append(obligations, o)
		return err
	})
	return obligations, err
}

func (r *reader) Waking(ctx context.Context, day civil.Date, limit int) ([]duty.Subject, error) {
	rows, err := r.q.QueryContext(ctx, `select kind, id from subject where wakes <> '' and wakes <= $1 order by wakes, num limit $2`, day, limit)
	if err != nil {
		return nil, err
	}
	var waking []duty.Subject
	err = each(rows, func() error {
		var s duty.Subject
		err := rows.Scan(&s.Kind, &s.ID)
		waking = append(waking, s)
		return err
	})
	return waking, err
}

// each reads rows to the end and closes them.
func each(rows *sql.Rows, f func() error) error {
	defer rows.Close()
	for rows.Next() {
		if err := f(); err != nil {
			return err
		}
	}
	return rows.Err()
}
