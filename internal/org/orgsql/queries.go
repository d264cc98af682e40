package orgsql

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/store"
)

// Queries answers questions about the organisation.
type Queries struct{ DB store.Queryer }

// Units lists the units that exist on the day, by name, as they are called then.
func (q Queries) Units(ctx context.Context, day civil.Date) ([]org.Unit, error) {
	rows, err := q.DB.QueryContext(ctx, `select u.id, n.name, u.side, u.areas, u.intake, u.under, u.begins, u.ends
		from unit u join unit_name n on n.unit = u.id
		where u.begins <= $1 and (u.ends = '' or u.ends >= $1)
		and n.begins = (select max(l.begins) from unit_name l where l.unit = u.id and l.begins <= $1)
		order by n.name`, day)
	if err != nil {
		return nil, fmt.Errorf("units: %w", err)
	}
	defer rows.Close()
	var all []org.Unit
	for rows.Next() {
		var u org.Unit
		var areas string
		if err := rows.Scan(&u.ID, &u.Name, (*string)(&u.Side), &areas, &u.Intake, &u.Under, &u.From, &u.Until); err != nil {
			return nil, fmt.Errorf("units: %w", err)
		}
		u.Areas = strings.Fields(areas)
		all = append(all, u)
	}
	return all, rows.Err()
}

const staffColumns = `s.id, s.name, s.login, s.ends, p.title, p.roles, p.unit, p.provider, p.begins`

// Each with the placement that holds on the day $1.
const staffOnDay = ` from staff s join staff_placement p on p.staff = s.id
	where (s.ends = '' or s.ends >= $1)
	and p.begins = (select max(l.begins) from staff_placement l where l.staff = s.id and l.begins <= $1)`

func scanStaff(rows interface{ Scan(...any) error }) (org.Staff, error) {
	var s org.Staff
	var p org.Placement
	var roles string
	if err := rows.Scan(&s.ID, &s.Name, &s.Login, &s.Left, &p.Title, &roles, &p.Unit, &p.Provider, &p.From); err != nil {
		return s, err
	}
	for _, role := range strings.Fields(roles) {
		p.Roles = append(p.Roles, org.Role(role))
	}
	s.Placements = []org.Placement{p}
	return s, nil
}

func (q Queries) staff(ctx context.Context, where string, args ...any) ([]org.Staff, error) {
	rows, err := q.DB.QueryContext(ctx, `select `+staffColumns+staffOnDay+where+` order by s.name`, args...)
	if err != nil {
		return nil, fmt.Errorf("staff: %w", err)
	}
	defer rows.Close()
	var all []org.Staff
	for rows.Next() {
		s, err := scanStaff(rows)
		if err != nil {
			return nil, fmt.Errorf("staff: %w", err)
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// Staff lists everyone who may log in on the day, by name, each with the
// placement that holds.
func (q Queries) Staff(ctx context.Context, day civil.Date) ([]org.Staff, error) {
	return q.staff(ctx, ``, day)
}

// StaffOf lists those placed in the unit on the day, by name.
func (q Queries) StaffOf(ctx context.Context, unit ids.Unit, day civil.Date) ([]org.Staff, error) {
	return q.staff(ctx, ` and p.unit = $2`, day, unit)
}

// StaffAt lists those placed at the provider on the day, by name.
func (q Queries) StaffAt(ctx context.Context, provider ids.Provider, day civil.Date) ([]org.Staff, error) {
	return q.staff(ctx, ` and p.provider = $2`, day, provider)
}

// StaffMember returns one who may log in on the day, with the placement that holds.
func (q Queries) StaffMember(ctx context.Context, id ids.User, day civil.Date) (org.Staff, error) {
	s, err := scanStaff(q.DB.QueryRowContext(ctx, `select `+staffColumns+staffOnDay+` and s.id = $2`, day, id))
	if errors.Is(err, sql.ErrNoRows) {
		return s, fault.New(fault.NotFound, "staff.unknown")
	}
	if err != nil {
		return s, fmt.Errorf("member of staff: %w", err)
	}
	return s, nil
}

// StaffByLogin returns the one whom the log-in service knows by the name and who
// may log in on the day. Two of the same name are nobody.
func (q Queries) StaffByLogin(ctx context.Context, login string, day civil.Date) (org.Staff, error) {
	if login == "" {
		return org.OneLogin(nil)
	}
	found, err := q.staff(ctx, ` and s.login = $2`, day, login)
	if err != nil {
		return org.Staff{}, err
	}
	return org.OneLogin(found)
}

// Names tells what people in the staff are called, also those who have left.
func (q Queries) Names(ctx context.Context, users []ids.User) (map[ids.User]string, error) {
	found := make(map[ids.User]string, len(users))
	if len(users) == 0 {
		return found, nil
	}
	args := make([]any, len(users))
	for i, id := range users {
		args[i] = id
	}
	rows, err := q.DB.QueryContext(ctx, `select id, name from staff where id in (`+store.Places(1, len(users))+`)`, args...)
	if err != nil {
		return nil, fmt.Errorf("names of staff: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id ids.User
		var name string
		if err := rows.Scan(&id, &name); err != nil {
			return nil, fmt.Errorf("names of staff: %w", err)
		}
		found[id] = name
	}
	return found, rows.Err()
}

// AbsencesFrom lists the absences that hold on the day or later, the first first.
func (q Queries) AbsencesFrom(ctx context.Context, day civil.Date, limit int) ([]org.Absence, error) {
	return q.absences(ctx, `where ends >= $1 order by begins, id limit $2`, day, limit)
}

// Away lists the absences that hold on the day.
func (q Queries) Away(ctx context.Context, day civil.Date) ([]org.Absence, error) {
	return q.absences(ctx, `where ends >= $1 and begins <= $1 order by begins, id`, day)
}

func (q Queries) absences(ctx context.Context, rest string, args ...any) ([]org.Absence, error) {
	rows, err := q.DB.QueryContext(ctx, `select id, staff, stand_in, begins, ends from absence `+rest, args...)
	if err != nil {
		return nil, fmt.Errorf("absences: %w", err)
	}
	defer rows.Close()
	var all []org.Absence
	for rows.Next() {
		var a org.Absence
		if err := rows.Scan(&a.ID, &a.User, &a.StandIn, &a.From, &a.Until); err != nil {
			return nil, fmt.Errorf("absences: %w", err)
		}
		all = append(all, a)
	}
	return all, rows.Err()
}

// Providers lists the providers approved on the day, by name.
func (q Queries) Providers(ctx context.Context, day civil.Date) ([]org.Provider, error) {
	return q.providers(ctx, `where begins <= $1 and (ends = '' or ends >= $1)`, day)
}

// EveryProvider lists the register of providers, also those that have left and
// those that begin later, by name.
func (q Queries) EveryProvider(ctx context.Context) ([]org.Provider, error) {
	return q.providers(ctx, ``)
}

func (q Queries) providers(ctx context.Context, where string, args ...any) ([]org.Provider, error) {
	rows, err := q.DB.QueryContext(ctx, `select id, name, org_number, own, services, phone, begins, ends, terms from provider `+where+` order by name`, args...)
	if err != nil {
		return nil, fmt.Errorf("providers: %w", err)
	}
	defer rows.Close()
	var all []org.Provider
	for rows.Next() {
		var p org.Provider
		var services, terms string
		if err := rows.Scan(&p.ID, &p.Name, &p.OrgNumber, &p.Own, &services, &p.Phone, &p.From, &p.Until, &terms); err != nil {
			return nil, fmt.Errorf("providers: %w", err)
		}
		p.Services = strings.Fields(services)
		if terms != "" {
			if err := json.Unmarshal([]byte(terms), &p.Terms); err != nil {
				return nil, fmt.Errorf("terms of a provider: %w", err)
			}
		}
		all = append(all, p)
	}
	return all, rows.Err()
}
