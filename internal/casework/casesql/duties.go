package casesql

import (
	"context"
	"fmt"

	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/store"
)

// Duties answers what is owed in a case. Only what still stands is read: what
// has been met or has fallen away is history, and the index leaves it out.
type Duties struct{ DB store.Queryer }

const standing = ` and o.met = '' and o.waived = ''`

// OfCase lists what is owed in the case and all that lies in it, the most urgent
// first; what has no last day ("genast") before the rest.
func (q Duties) OfCase(ctx context.Context, c ids.Case) ([]duty.Obligation, error) {
	return q.list(ctx, `where o.file = (select num from subject where kind = 'case' and id = $1)`+standing+` order by o.alarm, o.rule limit 100`, c)
}

// OfSubject lists all obligations of one subject, those met and fallen away too.
func (q Duties) OfSubject(ctx context.Context, s duty.Subject) ([]duty.Obligation, error) {
	return q.list(ctx, `where o.subject = (select num from subject where kind = $1 and id = $2) order by o.rule, o.about, o.nth`, s.Kind, s.ID)
}

// In lists all obligations of one subject that lies in the case; none when it
// lies in another.
func (q Duties) In(ctx context.Context, c ids.Case, s duty.Subject) ([]duty.Obligation, error) {
	return q.list(ctx, `where o.subject = (select num from subject where kind = $1 and id = $2)
		and o.file = (select num from subject where kind = 'case' and id = $3) order by o.rule, o.about, o.nth`, s.Kind, s.ID, c)
}

func (q Duties) list(ctx context.Context, rest string, args ...any) ([]duty.Obligation, error) {
	rows, err := q.DB.QueryContext(ctx, `select `+store.ObligationColumns+` from obligation o join subject s on s.num = o.subject `+rest, args...)
	if err != nil {
		return nil, fmt.Errorf("obligations: %w", err)
	}
	defer rows.Close()
	var all []duty.Obligation
	for rows.Next() {
		var o duty.Obligation
		if err := store.ScanObligation(rows, &o); err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, rows.Err()
}

// Nearest gives for each case the obligation that comes first; cases in which
// nothing is owed are left out.
func (q Duties) Nearest(ctx context.Context, cases []ids.Case) (map[ids.Case]duty.Obligation, error) {
	found := make(map[ids.Case]duty.Obligation, len(cases))
	if len(cases) == 0 {
		return found, nil
	}
	args := make([]any, len(cases))
	for i, id := range cases {
		args[i] = id
	}
	rows, err := q.DB.QueryContext(ctx, nearest(len(cases)), args...)
	if err != nil {
		return nil, fmt.Errorf("nearest obligations: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var o duty.Obligation
		var c ids.Case
		if err := store.ScanObligation(rows, &o, &c); err != nil {
			return nil, err
		}
		if _, first := found[c]; !first {
			found[c] = o
		}
	}
	return found, rows.Err()
}

// nearest selects what has the earliest alarm in each of so many cases. The order
// of the tables is fixed: the planner cannot know that a case has few.
func nearest(cases int) string {
	return `select ` + store.ObligationColumns + `, f.id from subject f cross join obligation o cross join subject s
		where f.kind = 'case' and f.id in (` + store.Places(1, cases) + `) and o.file = f.num and s.num = o.subject
		and o.met = '' and o.waived = '' and o.alarm <> ''
		and o.alarm = (select min(x.alarm) from obligation x where x.file = f.num and x.met = '' and x.waived = '' and x.alarm <> '')
		order by o.rule, o.about, o.nth`
}
