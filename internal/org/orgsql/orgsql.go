// Package orgsql keeps units, staff, absences and providers as tables that are a
// function of their streams, and answers questions about them.
package orgsql

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"stadga/internal/engine"
	"stadga/internal/journal"
	"stadga/internal/org"
	"stadga/internal/store"
)

// Units describes the unit stream to the engine.
func Units() engine.Kind[org.Unit] {
	return engine.Kind[org.Unit]{Name: "unit", Fold: (*org.Unit).Fold, Says: org.Unit.Says, Persons: org.Unit.Persons, Events: org.UnitEvents()}
}

// Staff describes the staff stream to the engine.
func Staff() engine.Kind[org.Staff] {
	return engine.Kind[org.Staff]{Name: "staff", Fold: (*org.Staff).Fold, Says: org.Staff.Says, Persons: org.Staff.Persons, Events: org.StaffEvents()}
}

// Absences describes the absence stream to the engine.
func Absences() engine.Kind[org.Absence] {
	return engine.Kind[org.Absence]{Name: "absence", Fold: (*org.Absence).Fold, Says: org.Absence.Says, Persons: org.Absence.Persons, Events: org.AbsenceEvents()}
}

// Providers describes the provider stream to the engine.
func Providers() engine.Kind[org.Provider] {
	return engine.Kind[org.Provider]{Name: "provider", Fold: (*org.Provider).Fold, Says: org.Provider.Says, Persons: org.Provider.Persons, Events: org.ProviderEvents()}
}

// Borders describes the stream of what the board has decided about its branches to
// the engine.
func Borders() engine.Kind[org.Border] {
	return engine.Kind[org.Border]{Name: org.BorderStream, Fold: (*org.Border).Fold, Says: org.Border.Says, Persons: org.Border.Persons, Events: org.BorderEvents()}
}

// Projection is the organisation as it is and was.
func Projection() store.Projection {
	var names []string
	for _, events := range [][]journal.Event{org.UnitEvents(), org.StaffEvents(), org.AbsenceEvents(), org.ProviderEvents()} {
		for _, e := range events {
			names = append(names, e.EventName())
		}
	}
	return store.Projection{
		Name:   "organisation",
		Tables: []string{"unit", "unit_name", "staff", "staff_placement", "absence", "provider"},
		Schema: []string{
			`create table unit (
				id     bytea primary key,
				side   text not null,
				areas  text not null, -- words with spaces between
				intake integer not null,
				under  bytea not null,
				begins text not null,
				ends   text not null -- last day; empty: still there
			)`,
			`create table unit_name (
				unit   bytea not null,
				begins text not null,
				name   text not null,
				primary key (unit, begins)
			)`,
			`create table staff (
				id    bytea primary key,
				name  text not null,
				login text not null, -- what the log-in service knows them by; empty: not told
				ends  text not null -- last day; empty: still here
			)`,
			`create index staff_login on staff (login)`,
			`create table staff_placement (
				staff    bytea not null,
				begins   text not null,
				title    text not null,
				roles    text not null, -- words with spaces between
				unit     bytea not null,
				provider bytea not null,
				primary key (staff, begins)
			)`,
			`create index staff_placement_unit on staff_placement (unit)`,
			`create index staff_placement_provider on staff_placement (provider)`,
			`create table absence (
				id       bytea primary key,
				staff    bytea not null,
				stand_in bytea not null, -- empty: nobody
				begins   text not null,
				ends     text not null
			)`,
			`create index absence_staff on absence (staff, ends)`,
			`create index absence_ends on absence (ends)`,
			`create index absence_stand_in on absence (stand_in, ends)`,
			`create table provider (
				id         bytea primary key,
				name       text not null,
				org_number text not null,
				own        integer not null,
				services   text not null, -- words with spaces between
				phone      text not null,
				begins     text not null,
				ends       text not null,
				terms      text not null default '' -- what the register says beside, as JSON; empty: nothing yet
			)`,
		},
		Events: names,
		Apply:  apply,
	}
}

func apply(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	id := r.Stream.ID
	set := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, append([]any{id}, args...)...)
		return err
	}
	place := func(p org.Placement) error {
		roles := make([]string, len(p.Roles))
		for i, role := range p.Roles {
			roles[i] = string(role)
		}
		return set(`insert into staff_placement (staff, begins, title, roles, unit, provider) values ($1, $2, $3, $4, $5, $6)
			on conflict (staff, begins) do update set title = excluded.title, roles = excluded.roles, unit = excluded.unit, provider = excluded.provider`,
			p.From, p.Title, strings.Join(roles, " "), p.Unit, p.Provider)
	}
	name := func(begins any, name string) error {
		return set(`insert into unit_name (unit, begins, name) values ($1, $2, $3)
			on conflict (unit, begins) do update set name = excluded.name`, begins, name)
	}
	switch e := r.Event.(type) {
	case org.UnitEstablished:
		if err := set(`insert into unit (id, side, areas, intake, under, begins, ends) values ($1, $2, $3, $4, $5, $6, '')`,
			string(e.Side), strings.Join(e.Areas, " "), flag(e.Intake), e.Under, e.From); err != nil {
			return err
		}
		return name(e.From, e.Name)
	case org.UnitRenamed:
		return name(e.From, e.Name)
	case org.UnitClosed:
		return set(`update unit set ends = $2 where id = $1`, e.Until)
	case org.StaffAppointed:
		if err := set(`insert into staff (id, name, login, ends) values ($1, $2, '', '')`, e.Name); err != nil {
			return err
		}
		return place(e.Placement)
	case org.StaffIdentified:
		return set(`update staff set login = $2 where id = $1`, e.Login)
	case org.StaffPlaced:
		return place(e.Placement)
	case org.StaffLeft:
		return set(`update staff set ends = $2 where id = $1`, e.Until)
	case org.PhonesEmptied:
		return nil // the phone asks the stream, one user at a time
	case org.AbsenceBegun:
		return set(`insert into absence (id, staff, stand_in, begins, ends) values ($1, $2, $3, $4, $5)`, e.User, e.StandIn, e.From, e.Until)
	case org.AbsenceChanged:
		return set(`update absence set stand_in = $2, ends = $3 where id = $1`, e.StandIn, e.Until)
	case org.ProviderApproved:
		return set(`insert into provider (id, name, org_number, own, services, phone, begins, ends) values ($1, $2, $3, $4, $5, $6, $7, '')`,
			e.Name, e.OrgNumber, flag(e.Own), strings.Join(e.Services, " "), e.Phone, e.From)
	case org.ProviderEnded:
		return set(`update provider set ends = $2 where id = $1`, e.Until)
	case org.ProviderTermsSet:
		terms, err := json.Marshal(e.Terms)
		if err != nil {
			return err
		}
		return set(`update provider set services = $2, terms = $3 where id = $1`, strings.Join(e.Terms.Services, " "), string(terms))
	}
	return fmt.Errorf("the organisation does not know %T", r.Event)
}

func flag(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
