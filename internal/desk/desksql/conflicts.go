package desksql

import (
	"context"
	"fmt"

	"stadga/internal/access"
	"stadga/internal/desk"
)

// Conflicts lists the conflicts of interest in open cases of the units that the
// scope names, or in all, those where the one concerned has the case first. Also
// those about persons with protected identity: somebody must give the case on.
func (q Queries) Conflicts(ctx context.Context, s access.Scope, limit int) ([]desk.Conflict, error) {
	c := &condition{parts: []string{`c.closed = ''`}}
	if len(s.Barred) > 0 {
		c.add(`c.person not in (` + list(c, s.Barred) + `)`)
	}
	if !s.All {
		c.add(`c.unit in (` + list(c, s.Units()) + `)`)
	}
	found, err := q.DB.QueryContext(ctx, `select j.staff, j.since, coalesce((select st.name from staff st where st.id = j.staff), ''),
		case when c.officer = j.staff or exists (select 1 from intake i where i.case_id = c.id and i.decided = '' and i.officer = j.staff) then 1 else 0 end,
		`+caseColumns+` from person_conflict j join person p on p.id = j.person join cases c on c.person = j.person`+c.where()+`
		order by 4 desc, c.number, j.staff limit `+c.arg(limit), c.args...)
	if err != nil {
		return nil, fmt.Errorf("conflicts of interest: %w", err)
	}
	var all []desk.Conflict
	err = each(found, func() error {
		var one desk.Conflict
		var row caseRow
		var officer int
		err := found.Scan(append([]any{&one.User, &one.Since, &one.Name, &officer}, row.fields()...)...)
		one.Case, one.Officer = row.read(), officer == 1
		all = append(all, one)
		return err
	})
	return all, err
}
