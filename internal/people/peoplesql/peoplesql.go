// Package peoplesql keeps the register of persons (personregistret) as tables
// that are a function of the person streams, and answers questions about it.
package peoplesql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/people"
	"stadga/internal/store"
)

// Persons describes the person stream to the engine.
func Persons() engine.Kind[people.Person] {
	return engine.Kind[people.Person]{
		Name: "person", Fold: (*people.Person).Fold, Says: people.Person.Says, Persons: people.Person.Persons,
		Events: people.PersonEvents(),
	}
}

// Projection is the register of persons: one row each, the words of the name to
// search by, and the relations.
func Projection() store.Projection {
	return store.Projection{
		Name:   "persons",
		Tables: []string{"person", "person_word", "person_relation", "person_conflict"},
		Schema: []string{
			`create table person (
				id         bytea primary key,
				given      text not null,
				family     text not null,
				number     text not null, -- twelve characters; empty: none known
				born       text not null,
				born_year  integer not null, -- where only the year is known
				unborn     integer not null,
				expected   text not null,
				address    text not null,
				phone      text not null,
				protection text not null, -- empty: none
				deceased   text not null,
				moved      text not null,
				merged     bytea not null, -- the person this was a double of; empty: none
				registered text not null
			)`,
			`create index person_number on person (number) where number <> ''`,
			`create index person_born on person (born) where born <> ''`,
			`create table person_word (
				word   text not null,
				person bytea not null,
				primary key (word, person)
			)`,
			`create index person_word_person on person_word (person)`,
			`create table person_relation (
				person bytea not null,
				number integer not null,
				kind   text not null,
				other  bytea not null, -- empty: only named
				name   text not null,
				phone  text not null,
				scope  text not null,
				begins text not null,
				ends   text not null, -- last day; empty: still so
				primary key (person, number)
			)`,
			`create table person_conflict (
				staff  bytea not null, -- who may not take part
				person bytea not null,
				since  text not null,
				primary key (staff, person)
			)`,
			`create index person_conflict_person on person_conflict (person)`,
			`create index person_relation_other on person_relation (other) where length(other) > 0`,
		},
		Events: names(people.PersonEvents()),
		Seeks:  []string{"person_number", "person_word_person"},
		Apply:  apply,
	}
}

func names(events []journal.Event) []string {
	var all []string
	for _, e := range events {
		all = append(all, e.EventName())
	}
	return all
}

func apply(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	id := r.Stream.ID
	set := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, append([]any{id}, args...)...)
		return err
	}
	switch e := r.Event.(type) {
	case people.PersonRegistered:
		if err := numberFree(ctx, tx, id, e.Number); err != nil {
			return err
		}
		err := set(`insert into person (id, given, family, number, born, born_year, unborn, expected, address, phone, protection, deceased, moved, merged, registered)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '', '', $11, $12)`,
			e.Name.Given, e.Name.Family, e.Number, e.Born, e.BornYear, flag(e.Unborn), e.Expected, e.Contact.Address, e.Contact.Phone, ids.ID{}, r.Day)
		if err != nil {
			return err
		}
		return addWords(ctx, tx, id, e.Name)
	case people.NameCorrected:
		if err := set(`update person set given = $2, family = $3 where id = $1`, e.Name.Given, e.Name.Family); err != nil {
			return err
		}
		if err := set(`delete from person_word where person = $1`); err != nil {
			return err
		}
		return addWords(ctx, tx, id, e.Name)
	case people.NumberCorrected:
		if err := numberFree(ctx, tx, id, e.Number); err != nil {
			return err
		}
		if e.Born.IsZero() {
			return set(`update person set number = $2 where id = $1`, e.Number)
		}
		return set(`update person set number = $2, born = $3, unborn = 0 where id = $1`, e.Number, e.Born)
	case people.BirthCorrected:
		return set(`update person set born = $2, born_year = 0, unborn = 0 where id = $1`, e.Born)
	case people.ContactChanged:
		return set(`update person set address = $2, phone = $3 where id = $1`, e.Contact.Address, e.Contact.Phone)
	case people.ProtectionSet:
		return set(`update person set protection = $2 where id = $1`, string(e.Kind))
	case people.ProtectionLifted:
		return set(`update person set protection = '' where id = $1`)
	case people.RelationAdded:
		rel := e.Relation
		return set(`insert into person_relation (person, number, kind, other, name, phone, scope, begins, ends)
			values ($1, $2, $3, $4, $5, $6, $7, $8, '')`, rel.Number, string(rel.Kind), rel.Person, rel.Name, rel.Phone, rel.Scope, rel.From)
	case people.RelationEnded:
		return set(`update person_relation set ends = $3 where person = $1 and number = $2`, e.Number, e.Until)
	case people.Deceased:
		return set(`update person set deceased = $2 where id = $1`, e.On)
	case people.MovedAway:
		return set(`update person set moved = $2 where id = $1`, e.On)
	case people.MovedBack:
		return set(`update person set moved = '' where id = $1`)
	case people.MergedInto:
		return set(`update person set merged = $2 where id = $1`, e.Person)
	case people.ConflictDeclared:
		return set(`insert into person_conflict (staff, person, since) values ($2, $1, $3)`, e.User, r.Day)
	case people.ConflictLifted:
		return set(`delete from person_conflict where person = $1 and staff = $2`, e.User)
	}
	return fmt.Errorf("the register of persons does not know %T", r.Event)
}

// numberFree holds a number to one person. A double that has been merged no
// longer counts.
func numberFree(ctx context.Context, tx store.Execer, id ids.ID, number ids.IdentityNumber) error {
	if number.IsZero() {
		return nil
	}
	var other ids.ID
	err := tx.QueryRowContext(ctx, `select id from person where number = $1 and number <> '' and id <> $2 and length(merged) = 0`, number, id).Scan(&other)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	}
	return &fault.Error{Kind: fault.Conflict, Field: "number", Text: "person.number-taken"}
}

func addWords(ctx context.Context, tx store.Execer, id ids.ID, name people.Name) error {
	seen := map[string]bool{}
	for _, word := range people.SearchWords(name.Given + " " + name.Family) {
		if seen[word] {
			continue
		}
		seen[word] = true
		if _, err := tx.ExecContext(ctx, `insert into person_word (word, person) values ($1, $2)`, word, id); err != nil {
			return err
		}
	}
	return nil
}

func flag(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
