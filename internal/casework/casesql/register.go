package casesql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// CasesProjection is the register of cases (ärendelistan): one row for each.
func CasesProjection() store.Projection {
	return store.Projection{
		Name:   "cases",
		Tables: []string{"cases"},
		Schema: []string{
			`create table cases (
				id      bytea primary key,
				number  text not null unique,
				person  bytea not null,
				area    text not null,
				officer bytea not null, -- empty: unassigned
				unit    bytea not null,
				opened  text not null,
				closed  text not null, -- empty: open
				unique (person, area)
			)`,
			`create index cases_officer on cases (officer, number, id)`, // the id: from there to what is owed without the row
			`create index cases_officer_open on cases (officer, number) where closed = ''`,
			`create index cases_unit on cases (unit, number)`,
			`create index cases_unit_open on cases (unit, number) where closed = ''`,
			`create index cases_open on cases (number) where closed = ''`,
		},
		Events: eventNames(casework.CaseEvents()),
		Apply:  applyCase,
	}
}

func applyCase(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	set := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, append([]any{r.Stream.ID}, args...)...)
		return err
	}
	switch e := r.Event.(type) {
	case casework.CaseOpened:
		if err := caseFree(ctx, tx, e); err != nil {
			return err
		}
		return set(`insert into cases (id, number, person, area, officer, unit, opened, closed) values ($1, $2, $3, $4, $5, $6, $7, '')`,
			e.Number, e.Person, string(e.Area), e.Officer, e.Unit, r.Day)
	case casework.CaseAssigned:
		return set(`update cases set officer = $2, unit = $3 where id = $1`, e.Officer, e.Unit)
	case casework.CaseClosed:
		return set(`update cases set closed = $2 where id = $1`, r.Day)
	case casework.CaseMoved:
		return set(`update cases set person = $2 where id = $1`, e.Person)
	case casework.CaseReopened:
		return set(`update cases set closed = '' where id = $1`)
	case casework.CaseTransferAsked, casework.CaseTransferReplied, casework.CaseHandedOn:
		return nil // the reception's own tables hold them
	case casework.InabilityNoted, casework.ConsentSought, casework.NecessityActed, casework.NecessityReviewed,
		casework.PlanNeeded, casework.PlanCalled, casework.PlanMade, casework.PlanFollowedUp, casework.NetworkMet:
		return nil
	}
	return fmt.Errorf("the register of cases does not know %T", r.Event)
}

// caseFree holds a person to one case in an area, and a number to one case.
func caseFree(ctx context.Context, tx store.Execer, e casework.CaseOpened) error {
	var taken int
	err := tx.QueryRowContext(ctx, `select 1 from cases where person = $1 and area = $2`, e.Person, string(e.Area)).Scan(&taken)
	if err == nil {
		return fault.New(fault.Conflict, "case.person-has-one")
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	err = tx.QueryRowContext(ctx, `select 1 from cases where number = $1`, e.Number).Scan(&taken)
	if err == nil {
		return fault.New(fault.Conflict, "case.number-taken")
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return nil
}

// IntakesProjection is what has come in (aktualiseringar): one row for each. Of
// what was told it holds nothing, so that no list can show it (lag 2001:454 7 a §).
func IntakesProjection() store.Projection {
	return store.Projection{
		Name:   "intakes",
		Tables: []string{"intake"},
		Schema: []string{
			`create table intake (
				id            bytea primary key,
				case_id       bytea not null,
				person        bytea not null,
				area          text not null,
				kind          text not null,
				received      text not null,
				received_day  text not null,
				registered    text not null,
				channel       text not null,
				mandated      integer not null,
				officer       bytea not null, -- empty: unassigned
				protection    text not null, -- the latest answer; empty: not assessed
				protected_at  text not null, -- of the latest answer that settles it
				contacted     integer not null, -- contacts of the preliminary assessment
				locked        integer not null,
				extended      text not null,
				decided       text not null,
				outcome       text not null,
				investigation bytea not null,
				feedback      text not null, -- instant it was asked for
				answered      text not null, -- day the reporter was told
				source        text not null, -- where it came from; of a report of concern the reporter's role
				target        text not null, -- target group; empty: not said
				taken_by      bytea not null, -- who registered it
				answers       integer not null, -- answers to the questions of the reception
				queue         text not null -- where it waits in the reception
			)`,
			`create index intake_waiting on intake (area, queue, received)`,
			`create index intake_received on intake (received_day, area)`,
			`create index intake_case on intake (case_id, received)`,
			`create index intake_open on intake (case_id) where decided = ''`,
		},
		Events: eventNames(casework.IntakeEvents()),
		Apply:  applyIntake,
	}
}

func applyIntake(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	if err := foldIntake(ctx, tx, r); err != nil {
		return err
	}
	switch r.Event.(type) {
	case casework.ProtectionAssessed, casework.IntakeContacted, casework.IntakeAssigned, casework.IntakeDecided, casework.IntakeRedirected:
		_, err := tx.ExecContext(ctx, `update intake set queue = case
			when decided <> '' then 'klar'
			when kind <> 'orosanmalan' or protected_at = '' or length(officer) = 0 then 'ny'
			when contacted = 0 then 'skydd' else 'forhand' end where id = $1`, r.Stream.ID)
		return err
	}
	return nil
}

func foldIntake(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	set := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, append([]any{r.Stream.ID}, args...)...)
		return err
	}
	switch e := r.Event.(type) {
	case casework.IntakeReceived:
		asked := ""
		if e.FeedbackWanted {
			asked = civil.Stamp(e.Received)
		}
		return set(`insert into intake (id, case_id, person, area, kind, received, received_day, registered, channel, mandated, officer,
			protection, protected_at, contacted, locked, extended, decided, outcome, investigation, feedback, answered, queue, source, target, taken_by, answers)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', '', 0, 0, '', '', '', $12, $13, '', 'ny', $14, $15, $16, 0)`,
			e.Case, e.Person, string(e.Area), string(e.Kind), civil.Stamp(e.Received), civil.DayOf(e.Received), civil.Stamp(r.At),
			string(e.Channel), flag(e.Reporter.Mandated), ids.User{}, ids.Investigation{}, asked, cameFrom(e), string(e.Content.Target), r.Actor)
	case casework.IntakeReceiptCorrected:
		return set(`update intake set received = $2, received_day = $3 where id = $1`, civil.Stamp(e.Received), civil.DayOf(e.Received))
	case casework.ProtectionAssessed:
		if e.Assessment.Result == casework.ProtectionUnclear {
			return set(`update intake set protection = $2 where id = $1`, string(e.Assessment.Result))
		}
		return set(`update intake set protection = $2, protected_at = $3 where id = $1`, string(e.Assessment.Result), civil.Stamp(e.Assessment.At))
	case casework.IntakeContacted:
		return set(`update intake set contacted = contacted + 1 where id = $1`)
	case casework.IntakeContactsLocked:
		return set(`update intake set locked = 1 where id = $1`)
	case casework.IntakeContactsReleased:
		return set(`update intake set locked = 0 where id = $1`)
	case casework.IntakeExtended:
		return set(`update intake set extended = $2 where id = $1`, e.Until)
	case casework.IntakeAssigned:
		return set(`update intake set officer = $2 where id = $1`, e.Officer)
	case casework.IntakeDecided:
		return set(`update intake set decided = $2, outcome = $3, investigation = $4 where id = $1`, e.On, string(e.Outcome), e.Investigation)
	case casework.IntakeFeedbackAsked:
		return set(`update intake set feedback = $2 where id = $1`, civil.Stamp(r.At))
	case casework.IntakeFeedbackGiven:
		return set(`update intake set answered = $2 where id = $1`, e.On)
	case casework.IntakeMoved:
		return set(`update intake set case_id = $2, person = $3 where id = $1`, e.Case, e.Person)
	case casework.IntakeRedirected:
		return set(`update intake set case_id = $2, area = $3, kind = $4, officer = $5 where id = $1`, e.Case, string(e.Area), string(e.Kind), ids.User{})
	case casework.QuestionsAnswered:
		return set(`update intake set answers = $2 where id = $1`, len(e.Answers))
	case casework.IntakeMeetingOffered, casework.ManagersAlerted, casework.AlertReceipted, casework.AdmissionTold, casework.DischargePlanned,
		casework.DischargeReady, casework.LeftHospital, casework.TransferAnswered, casework.OpinionGiven, casework.YouthServiceStarted, casework.IntakeReported:
		return nil
	}
	return fmt.Errorf("the list of intakes does not know %T", r.Event)
}

// NotesProjection is the entries of the journal: one row for each, with its text
// as it reads today. Earlier wordings lie in the stream.
func NotesProjection() store.Projection {
	return store.Projection{
		Name:   "notes",
		Tables: []string{"note"},
		Schema: []string{
			`create table note (
				id        bytea primary key,
				case_id   bytea not null,
				person    bytea not null,
				kind      text not null,
				happened  text not null,
				title     text not null,
				body      text not null,
				author    bytea not null,
				written   text not null,
				signed    text not null, -- empty: not signed
				corrected integer not null,
				objected  integer not null,
				misfiled  integer not null -- 1: marked, its text is hidden
			)`,
			`create index note_case on note (case_id, happened)`,
			`create index note_unsigned on note (author, written) where signed = ''`,
			`create index note_happened on note (happened, written)`,
		},
		Events: eventNames(casework.NoteEvents()),
		Apply:  applyNote,
	}
}

func applyNote(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	set := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, append([]any{r.Stream.ID}, args...)...)
		return err
	}
	switch e := r.Event.(type) {
	case casework.NoteWritten:
		signed := ""
		if e.Signed {
			signed = civil.Stamp(r.At)
		}
		return set(`insert into note (id, case_id, person, kind, happened, title, body, author, written, signed, corrected, objected, misfiled)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0)`,
			e.Case, e.Person, string(e.Kind), civil.Stamp(e.Happened), e.Title, e.Text, r.Actor, civil.Stamp(r.At), signed)
	case casework.NoteRewritten:
		return set(`update note set title = $2, body = $3 where id = $1`, e.Title, e.Text)
	case casework.NoteSigned:
		return set(`update note set signed = $2 where id = $1`, civil.Stamp(r.At))
	case casework.NoteCorrected:
		return set(`update note set body = $2, corrected = corrected + 1 where id = $1`, e.Text)
	case casework.NoteObjected:
		return set(`update note set objected = objected + 1 where id = $1`)
	case casework.NoteMisfiled:
		return set(`update note set misfiled = 1 where id = $1`)
	case casework.NoteMoved:
		return set(`update note set case_id = $2, person = $3, misfiled = 0 where id = $1`, e.Case, e.Person)
	}
	return fmt.Errorf("the list of notes does not know %T", r.Event)
}

func flag(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// cameFrom is the source of a matter, or the role of the one who reported.
func cameFrom(e casework.IntakeReceived) string {
	if e.Content.Source == "" {
		return e.Reporter.Role
	}
	return string(e.Content.Source)
}
