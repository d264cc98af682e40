package orgsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/org"
	"stadga/internal/store"
)

// Emergencies describes the stream of an emergency access to the engine.
func Emergencies() engine.Kind[org.EmergencyAccess] {
	return engine.Kind[org.EmergencyAccess]{
		Name: "emergency", Fold: (*org.EmergencyAccess).Fold, Says: org.EmergencyAccess.Facts, Persons: org.EmergencyAccess.Persons, Events: org.EmergencyEvents(),
	}
}

// Shifts describes the stream of a shift on call to the engine.
func Shifts() engine.Kind[org.OnCallShift] {
	return engine.Kind[org.OnCallShift]{
		Name: "shift", Fold: (*org.OnCallShift).Fold, Says: org.OnCallShift.Facts, Persons: org.OnCallShift.Persons, Events: org.ShiftEvents(),
	}
}

// OversightProjection is what someone must look at afterwards: emergency accesses
// and shifts on call, each with the managers who were told.
func OversightProjection() store.Projection {
	var names []string
	for _, e := range append(org.EmergencyEvents(), org.ShiftEvents()...) {
		names = append(names, e.EventName())
	}
	return store.Projection{
		Name:   "oversight",
		Tables: []string{"emergency_access", "on_call_shift", "oversight_told"},
		Schema: []string{
			`create table emergency_access (
				id       bytea primary key,
				case_id  bytea not null,
				person   bytea not null,
				staff    bytea not null,
				opened   text not null,
				reason   text not null,
				reviewed text not null, -- empty: not yet
				reviewer bytea not null,
				verdict  text not null,
				says     text not null
			)`,
			`create index emergency_access_opened on emergency_access (opened)`,
			`create index emergency_access_staff on emergency_access (staff, opened)`,
			`create index emergency_access_person on emergency_access (person)`,
			`create table on_call_shift (
				id       bytea primary key,
				staff    bytea not null,
				begins   text not null,
				ends     text not null,
				reviewed text not null, -- empty: not yet
				reviewer bytea not null,
				says     text not null
			)`,
			`create index on_call_shift_staff on on_call_shift (staff, ends)`,
			`create table oversight_told (
				told     bytea not null, -- the manager
				at       text not null,
				id       bytea not null, -- of the access or the shift
				waits    integer not null, -- 1: nobody has reviewed it
				primary key (told, id)
			)`,
			`create index oversight_told_waits on oversight_told (told, waits, at)`,
			`create index oversight_told_id on oversight_told (id)`,
		},
		Events: names,
		Seeks:  []string{"oversight_told_id"},
		Apply:  applyOversight,
	}
}

func applyOversight(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	set := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, append([]any{r.Stream.ID}, args...)...)
		return err
	}
	tell := func(told []ids.User) error {
		for _, user := range told {
			if err := set(`insert into oversight_told (told, at, id, waits) values ($2, $3, $1, 1)`, user, civil.Stamp(r.At)); err != nil {
				return err
			}
		}
		return nil
	}
	switch e := r.Event.(type) {
	case org.EmergencyOpened:
		if err := set(`insert into emergency_access (id, case_id, person, staff, opened, reason, reviewed, reviewer, verdict, says)
			values ($1, $2, $3, $4, $5, $6, '', $7, '', '')`, e.Case, e.Person, r.Actor, civil.Stamp(r.At), e.Reason, ids.User{}); err != nil {
			return err
		}
		return tell(e.Told)
	case org.EmergencyReviewed:
		if err := set(`update emergency_access set reviewed = $2, reviewer = $3, verdict = $4, says = $5 where id = $1`, civil.Stamp(r.At), r.Actor, string(e.Verdict), e.Says); err != nil {
			return err
		}
		return set(`update oversight_told set waits = 0 where id = $1`)
	case org.ShiftBegun:
		if err := set(`insert into on_call_shift (id, staff, begins, ends, reviewed, reviewer, says) values ($1, $2, $3, $4, '', $5, '')`,
			r.Actor, civil.Stamp(r.At), civil.Stamp(e.Until), ids.User{}); err != nil {
			return err
		}
		return tell(e.Told)
	case org.ShiftEnded:
		return set(`update on_call_shift set ends = $2 where id = $1`, civil.Stamp(r.At))
	case org.ShiftReviewed:
		if err := set(`update on_call_shift set reviewed = $2, reviewer = $3, says = $4 where id = $1`, civil.Stamp(r.At), r.Actor, e.Says); err != nil {
			return err
		}
		return set(`update oversight_told set waits = 0 where id = $1`)
	}
	return fmt.Errorf("the oversight does not know %T", r.Event)
}

const emergencyColumns = `e.id, e.case_id, e.person, e.staff, e.opened, e.reason, e.reviewed, e.reviewer, e.verdict, e.says`

func scanEmergency(row interface{ Scan(...any) error }) (org.EmergencyAccess, error) {
	var e org.EmergencyAccess
	var opened, reviewed string
	if err := row.Scan(&e.ID, &e.Case, &e.Person, &e.By, &opened, &e.Reason, &reviewed, &e.Reviewer, (*string)(&e.Verdict), &e.Says); err != nil {
		return e, err
	}
	var err error
	if e.At, err = civil.ParseStamp(opened); err != nil {
		return e, err
	}
	e.Reviewed, err = civil.ParseStamp(reviewed)
	return e, err
}

func (q Queries) emergencies(ctx context.Context, rest string, args ...any) ([]org.EmergencyAccess, error) {
	rows, err := q.DB.QueryContext(ctx, `select `+emergencyColumns+` from emergency_access e `+rest, args...)
	if err != nil {
		return nil, fmt.Errorf("emergency accesses: %w", err)
	}
	defer rows.Close()
	var all []org.EmergencyAccess
	for rows.Next() {
		e, err := scanEmergency(rows)
		if err != nil {
			return nil, fmt.Errorf("emergency accesses: %w", err)
		}
		all = append(all, e)
	}
	return all, rows.Err()
}

// Emergency returns one emergency access.
func (q Queries) Emergency(ctx context.Context, id ids.Emergency) (org.EmergencyAccess, error) {
	e, err := scanEmergency(q.DB.QueryRowContext(ctx, `select `+emergencyColumns+` from emergency_access e where e.id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return e, fault.New(fault.NotFound, "emergency.unknown")
	}
	return e, err
}

// EmergenciesBetween lists the emergency accesses that were opened from an instant
// and before another, latest first: what a log reviewer goes through.
func (q Queries) EmergenciesBetween(ctx context.Context, from, until time.Time, limit int) ([]org.EmergencyAccess, error) {
	return q.emergencies(ctx, `where e.opened >= $1 and e.opened < $2 order by e.opened desc, e.id limit $3`, civil.Stamp(from), civil.Stamp(until), limit)
}

// EmergenciesBy lists the emergency accesses of a member of staff since an instant, latest first.
func (q Queries) EmergenciesBy(ctx context.Context, user ids.User, since time.Time, limit int) ([]org.EmergencyAccess, error) {
	return q.emergencies(ctx, `where e.staff = $1 and e.opened > $2 order by e.opened desc limit $3`, user, civil.Stamp(since), limit)
}

// toldOf is the list of what any of the managers were told, as a condition.
func toldOf(managers []ids.User, waits bool) (string, []any) {
	args := make([]any, len(managers))
	for i, m := range managers {
		args[i] = m
	}
	n := 0
	if waits {
		n = 1
	}
	return `in (select o.id from oversight_told o where o.told in (` + store.Places(1, len(managers)) + `) and o.waits = ` + fmt.Sprint(n) + `)`, args
}

// EmergenciesTold lists the emergency accesses that any of the managers were told
// of, those that wait for a review or those that have had it, latest first.
func (q Queries) EmergenciesTold(ctx context.Context, managers []ids.User, waits bool, limit int) ([]org.EmergencyAccess, error) {
	told, args := toldOf(managers, waits)
	return q.emergencies(ctx, `where e.id `+told+fmt.Sprintf(` order by e.opened desc limit %d`, limit), args...)
}

const shiftColumns = `s.id, s.staff, s.begins, s.ends, s.reviewed, s.reviewer, s.says`

func (q Queries) shifts(ctx context.Context, rest string, args ...any) ([]org.OnCallShift, error) {
	rows, err := q.DB.QueryContext(ctx, `select `+shiftColumns+` from on_call_shift s `+rest, args...)
	if err != nil {
		return nil, fmt.Errorf("shifts on call: %w", err)
	}
	defer rows.Close()
	var all []org.OnCallShift
	for rows.Next() {
		var s org.OnCallShift
		var from, until, reviewed string
		if err := rows.Scan(&s.ID, &s.User, &from, &until, &reviewed, &s.Reviewer, &s.Says); err != nil {
			return nil, fmt.Errorf("shifts on call: %w", err)
		}
		for _, at := range []struct {
			text string
			to   *time.Time
		}{{from, &s.From}, {until, &s.Until}, {reviewed, &s.Reviewed}} {
			if *at.to, err = civil.ParseStamp(at.text); err != nil {
				return nil, err
			}
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// Shift returns one shift on call.
func (q Queries) Shift(ctx context.Context, id ids.Shift) (org.OnCallShift, error) {
	all, err := q.shifts(ctx, `where s.id = $1`, id)
	if err == nil && len(all) == 0 {
		return org.OnCallShift{}, fault.New(fault.NotFound, "shift.unknown")
	}
	if err != nil {
		return org.OnCallShift{}, err
	}
	return all[0], nil
}

// ShiftsOf lists the latest shifts of a member of staff, latest first.
func (q Queries) ShiftsOf(ctx context.Context, user ids.User, limit int) ([]org.OnCallShift, error) {
	return q.shifts(ctx, `where s.staff = $1 order by s.ends desc limit $2`, user, limit)
}

// ShiftsTold lists the shifts that any of the managers are to review, or have
// reviewed, latest first.
func (q Queries) ShiftsTold(ctx context.Context, managers []ids.User, waits bool, limit int) ([]org.OnCallShift, error) {
	told, args := toldOf(managers, waits)
	return q.shifts(ctx, `where s.id `+told+fmt.Sprintf(` order by s.begins desc limit %d`, limit), args...)
}

// A Standing is what someone is let into just now beside the own placement.
type Standing struct {
	Covers []org.Staff // whom they stand in for, each with the placement of the day
	Areas  []string    // of the own unit
	OnCall bool
}

// StandingOf tells in one question what a request needs to know.
func (q Queries) StandingOf(ctx context.Context, user ids.User, unit ids.Unit, now time.Time) (Standing, error) {
	rows, err := q.DB.QueryContext(ctx, `select 'covers', a.staff, p.roles, p.unit from absence a
			join staff_placement p on p.staff = a.staff and p.begins = (select max(l.begins) from staff_placement l where l.staff = a.staff and l.begins <= $2)
			where a.stand_in = $1 and a.ends >= $2 and a.begins <= $2
		union all select 'areas', u.id, u.areas, u.id from unit u where u.id = $3
		union all select 'shift', s.id, '', s.id from on_call_shift s where s.staff = $1 and s.ends > $4 and s.begins <= $4`,
		user, civil.DayOf(now), unit, civil.Stamp(now))
	if err != nil {
		return Standing{}, fmt.Errorf("standing: %w", err)
	}
	defer rows.Close()
	var s Standing
	for rows.Next() {
		var kind, words string
		var id, at ids.ID
		if err := rows.Scan(&kind, &id, &words, &at); err != nil {
			return Standing{}, fmt.Errorf("standing: %w", err)
		}
		switch kind {
		case "covers":
			place := org.Placement{Unit: ids.Unit{ID: at}}
			for _, role := range strings.Fields(words) {
				place.Roles = append(place.Roles, org.Role(role))
			}
			s.Covers = append(s.Covers, org.Staff{ID: ids.User{ID: id}, Placements: []org.Placement{place}})
		case "areas":
			s.Areas = strings.Fields(words)
		case "shift":
			s.OnCall = true
		}
	}
	return s, rows.Err()
}
