package casesql

import (
	"context"
	"fmt"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// CareProjection keeps how investigations are carried through, for lists and reports:
//
//	care_line         one row for each that has anything of it
//	certificate_line  one row per medical certificate asked for
//	necessity_line    one row per measure without consent in an emergency
//	likeness_answer   one row per text that was questioned and answered for
func CareProjection() store.Projection {
	return store.Projection{
		Name:   "inquiry-care",
		Tables: []string{"care_line", "certificate_line", "necessity_line", "likeness_answer"},
		Schema: []string{
			`create table care_line (
				investigation bytea primary key,
				home_visit    text not null default '',   -- day; empty: none
				no_visit      integer not null default 0, -- a reason stands there instead
				talks         integer not null default 0, -- conversations with the child
				participation text not null default '',   -- 'skriven', 'skal' or empty
				meeting       text not null default '',   -- the group's meeting at which it is to be taken up
				services      text not null default '',   -- keys of what is to be taken up
				asked_by      bytea not null,
				held          text not null default '',   -- day of the latest preparation
				result        text not null default ''
			)`,
			`create index care_line_meeting on care_line (meeting) where meeting <> ''`,
			`create index care_line_held on care_line (held) where held <> ''`,
			`create table certificate_line (
				investigation bytea not null, no integer not null, asked text not null, received text not null default '',
				primary key (investigation, no))`,
			`create index certificate_line_asked on certificate_line (asked)`,
			`create table necessity_line (
				case_id bytea not null, no integer not null, on_day text not null, reviewed text not null default '',
				primary key (case_id, no))`,
			`create index necessity_line_day on necessity_line (on_day)`,
			`create table likeness_answer (
				investigation bytea not null, text_key text not null, primary key (investigation, text_key))`,
		},
		Events: eventNames([]journal.Event{
			casework.HomeVisitMade{},
			casework.HomeVisitSkipped{},
			casework.ChildTalkedTo{},
			casework.ParticipationWritten{},
			casework.PreparationAsked{},
			casework.PreparationHeld{},
			casework.CertificateAsked{},
			casework.CertificateReceived{},
			casework.NecessityActed{},
			casework.NecessityReviewed{},
			casework.LikenessAnswered{},
		}),
		Apply: applyCare,
	}
}

func applyCare(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	id := r.Stream.ID
	set := func(change string, args ...any) error {
		_, err := tx.ExecContext(ctx, `insert into care_line (investigation, asked_by) values ($1, $2) on conflict (investigation) do nothing`, id, none)
		if err == nil {
			_, err = tx.ExecContext(ctx, `update care_line set `+change+` where investigation = $1`, append([]any{id}, args...)...)
		}
		return err
	}
	switch e := r.Event.(type) {
	case casework.HomeVisitMade:
		return set(`home_visit = $2, no_visit = 0`, e.On)
	case casework.HomeVisitSkipped:
		return set(`home_visit = '', no_visit = 1`)
	case casework.ChildTalkedTo:
		return set(`talks = talks + 1`)
	case casework.ParticipationWritten:
		word := "skriven"
		if e.Participation.Text == "" {
			word = "skal"
		}
		return set(`participation = $2`, word)
	case casework.PreparationAsked:
		return set(`meeting = $2, services = $3, asked_by = $4`, e.Meeting, strings.Join(e.Services, " "), r.Actor.ID)
	case casework.PreparationHeld:
		return set(`meeting = '', held = $2, result = $3`, e.Preparation.On, string(e.Preparation.Result))
	case casework.CertificateAsked:
		_, err := tx.ExecContext(ctx, `insert into certificate_line (investigation, no, asked) values ($1, $2, $3)`, id, e.Certificate.Number, e.Certificate.Asked)
		return err
	case casework.CertificateReceived:
		_, err := tx.ExecContext(ctx, `update certificate_line set received = $3 where investigation = $1 and no = $2`, id, e.Number, e.On)
		return err
	case casework.LikenessAnswered:
		_, err := tx.ExecContext(ctx, `insert into likeness_answer (investigation, text_key) values ($1, $2) on conflict (investigation, text_key) do nothing`, id, e.Text)
		return err
	case casework.NecessityActed:
		_, err := tx.ExecContext(ctx, `insert into necessity_line (case_id, no, on_day) values ($1, $2, $3)`, id, e.Act.Number, e.Act.On)
		return err
	case casework.NecessityReviewed:
		_, err := tx.ExecContext(ctx, `update necessity_line set reviewed = $3 where case_id = $1 and no = $2`, id, e.Number, e.On)
		return err
	}
	return fmt.Errorf("casesql: %s is not read", r.Name)
}

// Preparations lists what a unit's group is to take up, soonest first, and below it
// what it has taken up since the day, latest first.
func (q Deciding) Preparations(ctx context.Context, unit ids.Unit, since civil.Date, limit int) (waiting, held []casework.PreparationRow, err error) {
	read := func(to *[]casework.PreparationRow, query string, args ...any) error {
		return each(ctx, q.DB, func(scan func(...any) error) error {
			var row casework.PreparationRow
			var services string
			if err := scan(&row.Case.ID, &row.Case.Number, &row.Case.Person, &row.Case.Area, &row.Case.Officer, &row.Case.Unit, &row.Number, &row.Meeting, &services,
				&row.AskedBy, &row.Held, &row.Result); err != nil {
				return err
			}
			row.Services = strings.Fields(services)
			*to = append(*to, row)
			return nil
		}, fmt.Sprintf(`select c.id, c.number, c.person, c.area, c.officer, c.unit, i.no, p.meeting, p.services, p.asked_by, p.held, p.result
			from care_line p join investigation_line i on i.id = p.investigation join cases c on c.id = i.case_id
			where c.unit = $1 and %s limit %d`, query, limit), append([]any{unit}, args...)...)
	}
	if err = read(&waiting, `p.meeting <> '' and i.decided = '' order by p.meeting, i.id`); err == nil {
		err = read(&held, `p.held <> '' and p.held >= $2 order by p.held desc, i.id`, since)
	}
	return waiting, held, err
}
