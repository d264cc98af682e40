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
	for _, c := range cases {
		first, err := q.list(ctx, `where o.file = (select num from subject where kind = 'case' and id = $1)`+standing+
			` and o.alarm <> '' order by o.alarm limit 1`, c)
		if err != nil {
			return nil, err
		}
		if len(first) > 0 {
			found[c] = first[0]
		}
	}
	return found, nil
}
