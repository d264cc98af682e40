// Package keepingsql finds the files that may be disposed of, and what belongs to them.
package keepingsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/keeping"
	"stadga/internal/people"
	"stadga/internal/store"
)

// Disposals describes the stream to the engine.
func Disposals() engine.Kind[keeping.Disposal] {
	return engine.Kind[keeping.Disposal]{
		Name: keeping.Stream, Fold: (*keeping.Disposal).Fold, Says: keeping.Disposal.Says, Persons: keeping.Disposal.Persons, Events: keeping.Events(),
	}
}

// Projection is every disposal as it stands.
func Projection() store.Projection {
	var names []string
	for _, e := range keeping.Events() {
		names = append(names, e.EventName())
	}
	return store.Projection{
		Name: "disposals", Tables: []string{"disposal"}, Events: names, Apply: apply,
		Schema: []string{
			`create table disposal (
				person   bytea primary key,
				due      text not null default '', -- last day of the year in which it must be done
				proposed text not null default '', by_user bytea not null, approved text not null default '', second bytea not null,
				done     text not null default '', bodies integer not null default 0, papers integer not null default 0,
				held     text not null default '')`,
			`create index disposal_going on disposal (proposed, person) where proposed <> '' and done = ''`,
			`create index disposal_held on disposal (person) where held <> ''`,
			`create index disposal_done on disposal (done, person) where done <> ''`,
		},
	}
}

func apply(ctx context.Context, x store.Execer, r journal.Recorded) error {
	person := r.Stream.ID
	if _, err := x.ExecContext(ctx, `insert into disposal (person, by_user, second) values ($1, $2, $2) on conflict (person) do nothing`, person, ids.User{}); err != nil {
		return err
	}
	var set string
	args := []any{person}
	switch e := r.Event.(type) {
	case keeping.DisposalProposed:
		set, args = `proposed = $2, by_user = $3, due = $4`, append(args, r.Day, r.Actor, e.Due)
	case keeping.DisposalApproved:
		set, args = `approved = $2, second = $3`, append(args, r.Day, r.Actor)
	case keeping.DisposalWithdrawn:
		set, args = `proposed = '', by_user = $2, approved = '', second = $2`, append(args, ids.User{})
	case keeping.DisposalDone:
		set, args = `done = $2, bodies = $3, papers = $4`, append(args, r.Day, e.Bodies, e.Papers)
	case keeping.FileHeld:
		set, args = `held = $2`, append(args, e.Ground)
	case keeping.FileReleased:
		set = `held = ''`
	default:
		return nil
	}
	_, err := x.ExecContext(ctx, `update disposal set `+set+` where person = $1`, args...)
	return err
}

// Queries read the files.
type Queries struct{ DB store.Queryer }

// rules that give the last day of a file, each for a whole case.
var rules = []string{"gallring-file-5y", "gallring-child-30y", "gallring-agreement-18"}

// A person with several cases is one file, and its last day is the first of theirs.
const dueCases = `select c.person, min(o.due) due from obligation o join subject s on s.num = o.subject join cases c on c.id = s.id
	where o.rule in ($1, $2, $3) and o.due >= $4 and o.due <= $5 and s.kind = 'case' and o.kept <> '' and o.kept <= $6 and o.met = '' and o.waived = ''
	group by c.person order by min(o.due), c.person limit $7 offset $8`

// Due lists persons with a case whose time has come, the most urgent first. A
// rule's last day is the end of the year after the one in which its time ran out.
func (q Queries) Due(ctx context.Context, today civil.Date, limit, offset int) ([]ids.Person, error) {
	rows, err := q.DB.QueryContext(ctx, dueCases, rules[0], rules[1], rules[2], "0001", lastOfNextYear(today), today, limit, offset)
	if err != nil {
		return nil, fmt.Errorf("files to be disposed of: %w", err)
	}
	defer rows.Close()
	var persons []ids.Person
	for rows.Next() {
		var p ids.Person
		var due string
		if err := rows.Scan(&p, &due); err != nil {
			return nil, err
		}
		persons = append(persons, p)
	}
	return persons, rows.Err()
}

// CountDue counts them.
func (q Queries) CountDue(ctx context.Context, today civil.Date) (int, error) {
	var n int
	err := q.DB.QueryRowContext(ctx, `select count(*) from (`+dueCases+`) d`,
		rules[0], rules[1], rules[2], "0001", lastOfNextYear(today), today, 100_000, 0).Scan(&n)
	return n, err
}

func lastOfNextYear(today civil.Date) civil.Date { return civil.On(today.Year()+1, 12, 31) }

// File looks at one person's file as a whole: every case must be closed and its
// time must have come.
func (q Queries) File(ctx context.Context, person ids.Person, today civil.Date) (keeping.PersonFile, error) {
	f := keeping.PersonFile{Person: person}
	rows, err := q.DB.QueryContext(ctx, `select c.id, c.number, c.closed, coalesce(o.rule, ''), coalesce(o.due, ''), coalesce(o.kept, ''), coalesce(o.missing, '')
		from cases c left join subject s on s.kind = 'case' and s.id = c.id
		left join obligation o on o.subject = s.num and o.rule in ($2, $3, $4) and o.waived = '' where c.person = $1 order by c.number, o.rule`,
		person, rules[0], rules[1], rules[2])
	if err != nil {
		return f, fmt.Errorf("file of a person: %w", err)
	}
	defer rows.Close()
	ripe := map[string]bool{}
	for rows.Next() {
		var id ids.Case
		var number, closed, rule, due, kept, missing string
		if err := rows.Scan(&id, &number, &closed, &rule, &due, &kept, &missing); err != nil {
			return f, err
		}
		if _, seen := ripe[number]; !seen {
			f.Cases, f.Numbers, ripe[number] = append(f.Cases, id), append(f.Numbers, number), false
		}
		switch {
		case closed == "":
			f.Blocked = "Ärendet " + number + " pågår."
		case missing != "":
			f.Blocked = "Det går inte att bedöma hur länge ärendet " + number + " ska sparas: en uppgift saknas."
		case kept > today.String():
			f.Blocked = "Ärendet " + number + " sparas till " + kept + "."
		case kept != "":
			ripe[number] = true
			f.Rules = append(f.Rules, rule)
			if day, err := civil.Parse(due); err == nil && (f.Due.IsZero() || day.Before(f.Due)) {
				f.Due = day
			}
		}
	}
	if err := rows.Err(); err != nil {
		return f, err
	}
	for _, number := range f.Numbers {
		if !ripe[number] && f.Blocked == "" {
			f.Blocked = "Ingen regel säger att ärendet " + number + " ska gallras. Placerade barn och forskningens urval sparas för alltid."
		}
	}
	err = q.DB.QueryRowContext(ctx, `select held from disposal where person = $1`, person).Scan(&f.Held)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	if f.Held != "" {
		f.Blocked = "Akten är spärrad: " + strings.ToLower(keeping.HoldWords(f.Held)) + "."
	}
	return f, err
}

// kinds of stream that belong to a case or a person, and how they are found.
var kinds = []struct{ kind, query string }{
	{"person", `select id from person where merged = $1`}, // doubles of the same person
	{"case", `select id from cases where person = $1`},
	{"intake", `select i.id from intake i join cases c on c.id = i.case_id where c.person = $1`},
	{"investigation", `select i.id from investigation_line i join cases c on c.id = i.case_id where c.person = $1`},
	{"decision", `select d.id from decision_line d join cases c on c.id = d.case_id where c.person = $1`},
	{"note", `select n.id from note n join cases c on c.id = n.case_id where c.person = $1`},
	{"order", `select o.id from order_line o join cases c on c.id = o.case_id where c.person = $1`},
	{"visit", `select id from visit where person = $1`},
	{"home", `select id from home where person = $1`},
	{"coordination", `select k.id from coordination k join cases c on c.id = k.case_id where c.person = $1`},
	{"release", `select r.id from release_line r join cases c on c.id = r.case_id where c.person = $1`},
	{"proposal", `select p.id from proposal p join cases c on c.id = p.case_id where c.person = $1`},
	{"coercion", `select k.id from coercion_line k join cases c on c.id = k.case_id where c.person = $1`},
	{"log_check", `select id from log_check where person = $1`},
	{"emergency", `select id from emergency_access where person = $1`},
	{"sent_letter", `select l.id from sent_letter l join cases c on c.id = l.case_id where c.person = $1`},
	{"arrived_letter", `select l.id from arrived_letter l join cases c on c.id = l.case_id where c.person = $1`},
	{"deviation", `select d.id from deviation d join cases c on c.id = d.case_id where c.person = $1`},
}

const onlyFor = `(select distinct r.other id from person_relation r where r.person = $1 and r.other <> $1 and length(r.other) > 0
	and not exists (select 1 from cases c where c.person = r.other)
	and not exists (select 1 from person_relation o join person p on p.id = o.person where o.other = r.other and o.person <> $1 and p.merged <> $1)) mine`

// What there is of those who stand in the person's file alone.
var alone = []struct{ kind, query string }{
	{"person", `select id from ` + onlyFor},
	{"log_check", `select l.id from ` + onlyFor + ` join log_check l on l.person = mine.id`},
	{"emergency", `select e.id from ` + onlyFor + ` join emergency_access e on e.person = mine.id`},
}

// Stays are the events of a person that stay when the file goes, because someone
// else's file names the person, as a child's does its guardians: who the person is,
// and where. It goes with the last file that names it. None: nobody names it.
func (q Queries) Stays(ctx context.Context, person ids.Person, going []journal.StreamID) (map[journal.StreamID][]string, error) {
	rows, err := q.DB.QueryContext(ctx, `select distinct r.person from person_relation r join person p on p.id = r.person where r.other = $1`, person)
	if err != nil {
		return nil, fmt.Errorf("who names a person: %w", err)
	}
	defer rows.Close()
	named := false
	for rows.Next() {
		var by ids.Person
		if err := rows.Scan(&by); err != nil {
			return nil, err
		}
		named = named || !slices.Contains(going, journal.StreamID{Kind: "person", ID: by.ID})
	}
	if !named {
		return nil, rows.Err()
	}
	return map[journal.StreamID][]string{{Kind: "person", ID: person.ID}: {
		people.PersonRegistered{}.EventName(), people.NameCorrected{}.EventName(), people.NumberCorrected{}.EventName(), people.BirthCorrected{}.EventName(),
		people.ContactChanged{}.EventName(), people.ProtectionSet{}.EventName(), people.ProtectionLifted{}.EventName(), people.Deceased{}.EventName(),
		people.MovedAway{}.EventName(), people.MovedBack{}.EventName(),
	}}, rows.Err()
}

// Kinds are the kinds of stream that go with a person's file.
func Kinds() []string {
	var names []string
	for _, k := range kinds {
		names = append(names, k.kind)
	}
	return names
}

// Streams lists every stream of a person's file. What is written of those who stand
// close to the person is part of it, and so are they who are registered for its sake
// alone: with no case of their own, and named in nobody else's file.
func (q Queries) Streams(ctx context.Context, person ids.Person) ([]journal.StreamID, error) {
	all := []journal.StreamID{{Kind: "person", ID: person.ID}}
	for _, k := range append(slices.Clone(kinds), alone...) {
		rows, err := q.DB.QueryContext(ctx, k.query, person)
		if err != nil {
			return nil, fmt.Errorf("%ss of a file: %w", k.kind, err)
		}
		for rows.Next() {
			s := journal.StreamID{Kind: k.kind}
			if err := rows.Scan(&s.ID); err != nil {
				return nil, errors.Join(err, rows.Close())
			}
			all = append(all, s)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Unlist takes away the rows by which a file that is disposed of could still be found
// by name or number: who comes to the same person meanwhile registers anew.
func Unlist(streams []journal.StreamID, stay map[journal.StreamID][]string) func(context.Context, store.Execer) error {
	return func(ctx context.Context, x store.Execer) error {
		for _, s := range streams {
			if s.Kind != "person" {
				continue
			}
			statements := []string{`delete from cases where person = $1`, `delete from person_relation where person = $1`}
			if len(stay[s]) == 0 {
				statements = append(statements, `delete from person where id = $1`)
			}
			for _, statement := range statements {
				if _, err := x.ExecContext(ctx, statement, s.ID); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

const lineColumns = `person, due, proposed, approved, done, by_user, second, bodies, papers, held`

// Going lists what is proposed or approved and not done, oldest first.
func (q Queries) Going(ctx context.Context, limit int) ([]keeping.Disposal, error) {
	return q.lines(ctx, `select `+lineColumns+` from disposal where proposed <> '' and done = '' order by proposed, person limit $1`, limit)
}

// Receipts lists what is done, latest first.
func (q Queries) Receipts(ctx context.Context, limit, offset int) ([]keeping.Disposal, error) {
	return q.lines(ctx, `select `+lineColumns+` from disposal where done <> '' order by done desc, person limit $1 offset $2`, limit, offset)
}

// Of is the disposal of one person's file; zero when there is none.
func (q Queries) Of(ctx context.Context, person ids.Person) (keeping.Disposal, error) {
	lines, err := q.lines(ctx, `select `+lineColumns+` from disposal where person = $1`, person)
	if err != nil || len(lines) == 0 {
		return keeping.Disposal{}, err
	}
	return lines[0], nil
}

func (q Queries) lines(ctx context.Context, query string, args ...any) ([]keeping.Disposal, error) {
	rows, err := q.DB.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("disposals: %w", err)
	}
	defer rows.Close()
	var all []keeping.Disposal
	for rows.Next() {
		var l keeping.Disposal
		if err := rows.Scan(&l.Person, &l.Due, &l.Proposed, &l.Approved, &l.Done, &l.By, &l.Second, &l.Bodies, &l.Papers, &l.Held); err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, rows.Err()
}
