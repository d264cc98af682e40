package peoplesql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/store"
)

// Queries answers questions about the register of persons.
type Queries struct{ DB store.Queryer }

// Columns are what Scan reads, of table person under the alias p.
const Columns = `p.id, p.given, p.family, p.number, p.born, p.born_year, p.unborn, p.expected, p.address, p.phone,
	p.protection, p.deceased, p.moved, p.merged, p.registered`

// Fields are where a row of Columns is read to.
func Fields(p *people.Person) []any {
	return []any{
		&p.ID, &p.Name.Given, &p.Name.Family, &p.Number, &p.Born, &p.BornYear, &p.Unborn, &p.Expected, &p.Contact.Address, &p.Contact.Phone,
		(*string)(&p.Protection), &p.Deceased, &p.Moved, &p.MergedInto, &p.Registered,
	}
}

// Person returns one person with its relations.
func (q Queries) Person(ctx context.Context, id ids.Person) (people.Person, error) {
	var p people.Person
	err := q.DB.QueryRowContext(ctx, `select `+Columns+` from person p where p.id = $1`, id).Scan(Fields(&p)...)
	if errors.Is(err, sql.ErrNoRows) {
		return p, fault.New(fault.NotFound, "person.unknown")
	}
	if err != nil {
		return p, fmt.Errorf("person: %w", err)
	}
	rows, err := q.DB.QueryContext(ctx, `select number, kind, other, name, phone, scope, begins, ends
		from person_relation where person = $1 order by number`, id)
	if err != nil {
		return p, fmt.Errorf("relations: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var r people.Relation
		if err := rows.Scan(&r.Number, (*string)(&r.Kind), &r.Person, &r.Name, &r.Phone, &r.Scope, &r.From, &r.Until); err != nil {
			return p, fmt.Errorf("relations: %w", err)
		}
		p.Relations = append(p.Relations, r)
	}
	return p, rows.Err()
}

// Persons returns the persons named, without their relations. Whom the register
// does not hold is left out.
func (q Queries) Persons(ctx context.Context, named []ids.Person) (map[ids.Person]people.Person, error) {
	found := make(map[ids.Person]people.Person, len(named))
	if len(named) == 0 {
		return found, nil
	}
	args := make([]any, len(named))
	for i, id := range named {
		args[i] = id
	}
	rows, err := q.DB.QueryContext(ctx, `select `+Columns+` from person p where p.id in (`+store.Places(1, len(named))+`)`, args...)
	if err != nil {
		return nil, fmt.Errorf("persons: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var p people.Person
		if err := rows.Scan(Fields(&p)...); err != nil {
			return nil, fmt.Errorf("persons: %w", err)
		}
		found[p.ID] = p
	}
	return found, rows.Err()
}

// ByNumber finds the person who has the number; NotFound when nobody has.
func (q Queries) ByNumber(ctx context.Context, number ids.IdentityNumber) (people.Person, error) {
	var p people.Person
	err := q.DB.QueryRowContext(ctx, `select `+Columns+` from person p
		where p.number = $1 and p.number <> '' and length(p.merged) = 0`, number).Scan(Fields(&p)...)
	if errors.Is(err, sql.ErrNoRows) {
		return p, fault.New(fault.NotFound, "person.unknown")
	}
	if err != nil {
		return p, fmt.Errorf("person by number: %w", err)
	}
	return p, nil
}

// RelatedTo lists those in the register who have named the person, with what
// they say it is to them: the children of a guardian, and so the siblings.
func (q Queries) RelatedTo(ctx context.Context, id ids.Person, kind people.RelationKind) ([]ids.Person, error) {
	rows, err := q.DB.QueryContext(ctx, `select person from person_relation
		where other = $1 and length(other) > 0 and kind = $2 and ends = '' order by person limit 50`, id, string(kind))
	if err != nil {
		return nil, fmt.Errorf("related persons: %w", err)
	}
	defer rows.Close()
	var all []ids.Person
	for rows.Next() {
		var p ids.Person
		if err := rows.Scan(&p); err != nil {
			return nil, fmt.Errorf("related persons: %w", err)
		}
		all = append(all, p)
	}
	return all, rows.Err()
}

// Barred lists the persons about whom the member of staff has a conflict of
// interest: none of their cases may be shown to them.
func (q Queries) Barred(ctx context.Context, user ids.User) ([]ids.Person, error) {
	rows, err := q.DB.QueryContext(ctx, `select person from person_conflict where staff = $1 order by person`, user)
	if err != nil {
		return nil, fmt.Errorf("conflicts of interest: %w", err)
	}
	defer rows.Close()
	var all []ids.Person
	for rows.Next() {
		var p ids.Person
		if err := rows.Scan(&p); err != nil {
			return nil, fmt.Errorf("conflicts of interest: %w", err)
		}
		all = append(all, p)
	}
	return all, rows.Err()
}
