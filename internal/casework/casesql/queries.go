package casesql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"stadga/internal/access"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/store"
)

// A Register answers questions about cases, intakes and notes.
type Register struct{ DB store.Queryer }

// ListMost is how many rows a list can be paged through. Who looks for more
// searches: the cost of a page does not grow with what it does not show.
const ListMost = 1000

const caseColumns = `c.id, c.number, c.person, c.area, c.officer, c.unit, c.opened, c.closed`

func caseFields(c *casework.Case) []any {
	return []any{&c.ID, &c.Number, &c.Person, (*string)(&c.Area), &c.Officer, &c.Unit, &c.Opened, &c.Closed}
}

func (q Register) oneCase(ctx context.Context, where string, args ...any) (casework.Case, error) {
	var c casework.Case
	err := q.DB.QueryRowContext(ctx, `select `+caseColumns+` from cases c where `+where, args...).Scan(caseFields(&c)...)
	if errors.Is(err, sql.ErrNoRows) {
		return c, fault.New(fault.NotFound, "case.unknown")
	}
	if err != nil {
		return c, fmt.Errorf("case: %w", err)
	}
	return c, nil
}

// CaseByNumber returns the case with that number.
func (q Register) CaseByNumber(ctx context.Context, number string) (casework.Case, error) {
	return q.oneCase(ctx, `c.number = $1`, number)
}

// Case returns the case with that id.
func (q Register) Case(ctx context.Context, id ids.Case) (casework.Case, error) {
	return q.oneCase(ctx, `c.id = $1`, id)
}

// CaseOf returns the person's case in the area.
func (q Register) CaseOf(ctx context.Context, person ids.Person, area casework.Area) (casework.Case, error) {
	return q.oneCase(ctx, `c.person = $1 and c.area = $2`, person, string(area))
}

// Numbers are what the cases are called, by id.
func (q Register) Numbers(ctx context.Context, cases []ids.Case) (map[ids.Case]string, error) {
	numbers := make(map[ids.Case]string, len(cases))
	if len(cases) == 0 {
		return numbers, nil
	}
	args := make([]any, len(cases))
	for i, id := range cases {
		args[i] = id
	}
	found, err := q.cases(ctx, `where c.id in (`+store.Places(1, len(cases))+`)`, args...)
	for _, c := range found {
		numbers[c.ID] = c.Number
	}
	return numbers, err
}

// CasesOf lists the person's cases, at most one in each area.
func (q Register) CasesOf(ctx context.Context, person ids.Person) ([]casework.Case, error) {
	return q.cases(ctx, `where c.person = $1 order by c.number`, person)
}

func (q Register) cases(ctx context.Context, rest string, args ...any) ([]casework.Case, error) {
	rows, err := q.DB.QueryContext(ctx, `select `+caseColumns+` from cases c `+rest, args...)
	if err != nil {
		return nil, fmt.Errorf("cases: %w", err)
	}
	defer rows.Close()
	var all []casework.Case
	for rows.Next() {
		var c casework.Case
		if err := rows.Scan(caseFields(&c)...); err != nil {
			return nil, fmt.Errorf("cases: %w", err)
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

// List returns one page of the cases that the scope lets through, newest number
// first, and how many there are, counted to ListMost. A person with protected
// identity is shown only to those who have the case.
func (q Register) List(ctx context.Context, scope access.Scope, view casework.View, closed bool, limit, offset int) ([]casework.Case, int, error) {
	args := []any{}
	arg := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	open := `c.closed = ''`
	if closed {
		open = `c.closed <> ''`
	}
	where, ok := viewed(scope, view, open, arg)
	if !ok {
		return nil, 0, nil
	}
	rest := ` where ` + where + ` order by c.number desc`
	var count int
	err := q.DB.QueryRowContext(ctx, `select count(*) from (select 1 from cases c where `+where+store.Limit(ListMost)+`) counted`, args...).Scan(&count)
	if err != nil {
		return nil, 0, fmt.Errorf("count cases: %w", err)
	}
	rest += store.Limit(limit) + ` offset ` + arg(min(offset, ListMost))
	found, err := q.cases(ctx, rest, args...)
	return found, count, err
}

// viewed narrows cases to a view of what the reader may see.
func viewed(scope access.Scope, view casework.View, open string, arg func(any) string) (where string, ok bool) {
	unprotected := `exists (select 1 from person p where p.id = c.person and p.protection = '')`
	switch {
	case view == casework.ViewMine:
		where = `c.officer in (` + places(scope.Users, arg) + `) and ` + open
	case view == casework.ViewUnit && len(scope.Units()) > 0:
		mine := `c.officer in (` + places(scope.Users, arg) + `)`
		where = `c.unit in (` + places(scope.Units(), arg) + `) and ` + open + ` and (` + mine + ` or ` + unprotected + `)`
	case view == casework.ViewAll && scope.All:
		where = open + ` and ` + unprotected
	default:
		return "", false
	}
	return where + notBarred(scope, arg), true
}

// readable narrows cases c to those that the reader may read.
func readable(scope access.Scope, arg func(any) string) string {
	open := `exists (select 1 from person o where o.id = c.person and o.protection = '')`
	allowed := []string{`c.officer in (` + places(scope.Users, arg) + `)`}
	if scope.All {
		allowed = append(allowed, open)
	}
	if units := scope.Units(); len(units) > 0 {
		allowed = append(allowed, `c.unit in (`+places(units, arg)+`) and `+open)
	}
	return ` and (` + strings.Join(allowed, ` or `) + `)` + notBarred(scope, arg)
}

// notBarred leaves out the persons about whom the reader has a conflict of interest.
func notBarred(scope access.Scope, arg func(any) string) string {
	if len(scope.Barred) == 0 {
		return ``
	}
	return ` and c.person not in (` + places(scope.Barred, arg) + `)`
}

// places writes the placeholders of values; none of them matches no row.
func places[T any](all []T, arg func(any) string) string {
	list := ""
	for i, one := range all {
		if i > 0 {
			list += ", "
		}
		list += arg(one)
	}
	if list == "" {
		return `null`
	}
	return list
}

const intakeColumns = `i.id, i.case_id, c.number, i.person, i.area, i.kind, i.received, i.registered, i.channel, i.mandated, i.officer,
	c.unit, c.officer, i.protection, i.protected_at, i.contacted, i.locked, i.extended, i.decided, i.outcome, i.investigation, i.feedback, i.answered
	from intake i join cases c on c.id = i.case_id `

func scanIntake(row interface{ Scan(...any) error }) (casework.IntakeRow, error) {
	var in casework.IntakeRow
	var received, registered, protectedAt, feedback string
	err := row.Scan(&in.ID, &in.Case, &in.Number, &in.Person, (*string)(&in.Area), (*string)(&in.Kind), &received, &registered,
		(*string)(&in.Channel), &in.Mandated, &in.Officer, &in.Unit, &in.CaseOf, (*string)(&in.Protection), &protectedAt, &in.Contacts,
		&in.Locked, &in.Extended, &in.Decided, (*string)(&in.Outcome), &in.Investigation, &feedback, &in.FeedbackGiven)
	if err != nil {
		return in, err
	}
	return in, stamps(received, &in.Received, registered, &in.Registered, protectedAt, &in.ProtectedAt, feedback, &in.FeedbackWanted)
}

func (q Register) intakes(ctx context.Context, rest string, args ...any) ([]casework.IntakeRow, error) {
	rows, err := q.DB.QueryContext(ctx, `select `+intakeColumns+rest, args...)
	if err != nil {
		return nil, fmt.Errorf("intakes: %w", err)
	}
	defer rows.Close()
	var all []casework.IntakeRow
	for rows.Next() {
		in, err := scanIntake(rows)
		if err != nil {
			return nil, fmt.Errorf("intakes: %w", err)
		}
		all = append(all, in)
	}
	return all, rows.Err()
}

// Intake returns one row.
func (q Register) Intake(ctx context.Context, id ids.Intake) (casework.IntakeRow, error) {
	in, err := scanIntake(q.DB.QueryRowContext(ctx, `select `+intakeColumns+`where i.id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return in, fault.New(fault.NotFound, "intake.unknown")
	}
	if err != nil {
		return in, fmt.Errorf("intake: %w", err)
	}
	return in, nil
}

// letIn is what the reception may show of intakes i in cases c: what the reader may
// read, and of a protected person what the reader may hand out. So a count says
// nothing of a case that is hidden from who reads it.
func letIn(scope access.Scope, arg func(any) string) string {
	has := func(one string) string { return one + ` in (` + places(scope.Users, arg) + `)` }
	nobody := `length(c.officer) = 0 and length(i.officer) = 0`
	open := `exists (select 1 from person p where p.id = c.person and p.protection = '')`
	allowed := []string{has(`c.officer`), has(`i.officer`)}
	if scope.Director {
		allowed = append(allowed, `1 = 1`)
	}
	if scope.All {
		allowed = append(allowed, open, nobody)
	}
	if units := scope.Units(); len(units) > 0 {
		allowed = append(allowed, `c.unit in (`+places(units, arg)+`) and (`+open+` or `+nobody+`)`)
	}
	if len(scope.HandsOut) > 0 {
		allowed = append(allowed, `c.unit in (`+places(scope.HandsOut, arg)+`)`)
	}
	if scope.Unclaimed {
		allowed = append(allowed, nobody+` and length(c.unit) = 0`)
	}
	return ` and (` + strings.Join(allowed, ` or `) + `)` + notBarred(scope, arg)
}

// Waiting lists what waits in a queue of the reception, oldest first.
func (q Register) Waiting(ctx context.Context, scope access.Scope, areas []casework.Area, queue casework.Queue, limit int) ([]casework.IntakeRow, error) {
	var all []casework.IntakeRow
	for _, area := range areas {
		args := []any{string(area), string(queue)}
		arg := func(v any) string {
			args = append(args, v)
			return fmt.Sprintf("$%d", len(args))
		}
		found, err := q.intakes(ctx, `where i.area = $1 and i.queue = $2`+letIn(scope, arg)+` order by i.received`+store.Limit(limit), args...)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.SortStableFunc(all, func(a, b casework.IntakeRow) int { return a.Received.Compare(b.Received) })
	return all[:min(limit, len(all))], nil
}

// Inflow counts, in the areas, what came in on the day, and of all that waits
// what nobody has and which children nobody has looked to the safety of. It counts
// what Waiting lists.
func (q Register) Inflow(ctx context.Context, scope access.Scope, areas []casework.Area, day civil.Date) (received, unassigned, unprotected int, err error) {
	for _, area := range areas {
		var r, a, p int
		args := []any{day, string(area)}
		let := letIn(scope, func(v any) string {
			args = append(args, v)
			return fmt.Sprintf("$%d", len(args))
		})
		const among = `(select count(*) from intake i join cases c on c.id = i.case_id where i.area = $2 and `
		err := q.DB.QueryRowContext(ctx, `select `+
			among+`i.received_day = $1`+let+`), `+
			among+`i.queue = 'ny' and length(i.officer) = 0`+let+`), `+
			among+`i.queue = 'ny' and i.kind = 'orosanmalan' and i.protected_at = ''`+let+`)`, args...).Scan(&r, &a, &p)
		if err != nil {
			return 0, 0, 0, fmt.Errorf("inflow: %w", err)
		}
		received, unassigned, unprotected = received+r, unassigned+a, unprotected+p
	}
	return received, unassigned, unprotected, nil
}

// IntakesOf lists what has come in to the case, newest first.
func (q Register) IntakesOf(ctx context.Context, of ids.Case, limit int) ([]casework.IntakeRow, error) {
	return q.intakes(ctx, `where i.case_id = $1 order by i.received desc`+store.Limit(limit), of)
}

// OpenIntakes lists what waits for a decision in the cases.
func (q Register) OpenIntakes(ctx context.Context, of []ids.Case) ([]casework.IntakeRow, error) {
	if len(of) == 0 {
		return nil, nil
	}
	args := make([]any, len(of))
	for i, id := range of {
		args[i] = id
	}
	return q.intakes(ctx, `where i.case_id in (`+store.Places(1, len(of))+`) and i.decided = '' order by i.received`, args...)
}

// SearchMost is how many hits a search shows.
const SearchMost = 10

const soughtFrom = `join person p on p.id = c.person `

// FindByName finds cases by the words of the person's name; the last word may be
// the beginning of one. Only what the scope lets through is found, and one with
// protected identity only by those who have the case.
func (q Register) FindByName(ctx context.Context, scope access.Scope, words []string) ([]casework.Case, error) {
	if len(words) == 0 {
		return nil, nil
	}
	args := []any{}
	arg := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	where := ``
	words = words[:min(len(words), 4)]
	for i, word := range words {
		match := ``
		if i == len(words)-1 {
			match = `w.word >= ` + arg(word) + ` and w.word < ` + arg(word+"\U0010ffff")
		} else {
			match = `w.word = ` + arg(word)
		}
		where += ` and p.id in (select w.person from person_word w where ` + match + `)`
	}
	return q.sought(ctx, where, scope, args)
}

// FindByNumber finds the cases of the person with that number.
func (q Register) FindByNumber(ctx context.Context, scope access.Scope, number ids.IdentityNumber) ([]casework.Case, error) {
	return q.sought(ctx, ` and p.number = $1 and p.number <> ''`, scope, []any{number})
}

// FindByCaseNumber finds one case.
func (q Register) FindByCaseNumber(ctx context.Context, scope access.Scope, number string) ([]casework.Case, error) {
	return q.sought(ctx, ` and c.number = $1`, scope, []any{number})
}

func (q Register) sought(ctx context.Context, where string, scope access.Scope, args []any) ([]casework.Case, error) {
	arg := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	// Whoever has an open intake in the case has the case too.
	has := func(one string) string { return one + ` in (` + places(scope.Users, arg) + `)` }
	allowed := has(`c.officer`) + ` or exists (select 1 from intake i where i.case_id = c.id and i.decided = '' and ` + has(`i.officer`) + `)`
	switch {
	case scope.All:
		allowed += ` or p.protection = ''`
	default:
		if units := scope.Units(); len(units) > 0 {
			allowed += ` or p.protection = '' and c.unit in (` + places(units, arg) + `)`
		}
		if scope.Unclaimed {
			allowed += ` or p.protection = '' and length(c.officer) = 0`
		}
		if scope.Children {
			allowed += ` or p.protection = '' and c.area = 'barn'`
		}
	}
	rest := soughtFrom + `where length(p.merged) = 0` + where + ` and (` + allowed + `)` + notBarred(scope, arg) + `
		order by p.family, p.given, c.number` + store.Limit(SearchMost+1)
	return q.cases(ctx, rest, args...)
}

// LastNumber is the highest case number of the year, 0 when there is none.
func (q Register) LastNumber(ctx context.Context, year int) (int, error) {
	return store.LastNumber(ctx, q.DB, "cases", "", year)
}
