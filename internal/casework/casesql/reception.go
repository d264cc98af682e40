package casesql

import (
	"context"
	"fmt"

	"stadga/internal/access"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// ReceptionProjection is what the reception is asked about and no list of matters
// holds: contacts of a preliminary assessment, occasions of planning a discharge,
// transfers between municipalities, and hand-overs of those who come of age.
func ReceptionProjection() store.Projection {
	return store.Projection{
		Name:   "reception",
		Tables: []string{"intake_contact", "discharge_planning", "transfer_line", "handover_line"},
		Schema: []string{
			`create table intake_contact (
				intake   bytea not null,
				place    integer not null,
				whom     text not null,
				guardian bytea not null, -- empty: not a guardian
				spoken   integer not null, -- 0: the reason why not is written
				primary key (intake, place)
			)`,
			`create table discharge_planning (
				intake       bytea not null,
				place        integer not null,
				on_day       text not null,
				participants integer not null, -- how many kinds of them
				result       text not null,
				primary key (intake, place)
			)`,
			`create index discharge_planning_day on discharge_planning (on_day)`,
			`create table transfer_line (
				id           bytea not null, -- of the intake, or of the case that is to move
				asked        text not null,
				case_id      bytea not null,
				inwards      integer not null, -- 1: another municipality asks us
				municipality text not null,
				answered     text not null, -- empty: not yet
				accepted     integer not null,
				primary key (id, asked)
			)`,
			`create index transfer_line_asked on transfer_line (asked)`,
			`create table handover_line (
				case_id bytea primary key,
				area    text not null, -- that receives; empty: nothing is to go on
				officer bytea not null, -- who answers for it there
				status  text not null,
				meeting text not null
			)`,
		},
		Events: []string{
			casework.IntakeReceived{}.EventName(), casework.IntakeContacted{}.EventName(), casework.DischargePlanned{}.EventName(),
			casework.TransferAnswered{}.EventName(), casework.IntakeMoved{}.EventName(), casework.IntakeRedirected{}.EventName(),
			casework.CaseTransferAsked{}.EventName(), casework.CaseTransferReplied{}.EventName(), casework.CaseHandedOn{}.EventName(),
		},
		Apply: applyReception,
	}
}

func applyReception(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	set := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, append([]any{r.Stream.ID}, args...)...)
		return err
	}
	switch e := r.Event.(type) {
	case casework.IntakeReceived:
		if e.Kind != casework.TransferIn {
			return nil
		}
		return set(`insert into transfer_line (id, asked, case_id, inwards, municipality, answered, accepted) values ($1, $2, $3, 1, $4, '', 0)`,
			civil.DayOf(e.Received), e.Case, e.Content.Municipality)
	case casework.IntakeContacted:
		return set(`insert into intake_contact (intake, place, whom, guardian, spoken)
			values ($1, (select count(*) from intake_contact where intake = $1), $2, $3, $4)`,
			string(e.Contact.With), e.Contact.Guardian, flag(e.Contact.NotDone == ""))
	case casework.DischargePlanned:
		return set(`insert into discharge_planning (intake, place, on_day, participants, result)
			values ($1, (select count(*) from discharge_planning where intake = $1), $2, $3, $4)`,
			e.Planning.On, len(e.Planning.Participants), string(e.Planning.Result))
	case casework.TransferAnswered:
		return set(`update transfer_line set answered = $2, accepted = $3 where id = $1`, e.Answer.On, flag(e.Answer.Accepts))
	case casework.IntakeMoved:
		return set(`update transfer_line set case_id = $2 where id = $1`, e.Case)
	case casework.IntakeRedirected:
		return set(`update transfer_line set case_id = $2 where id = $1`, e.Case)
	case casework.CaseTransferAsked:
		return set(`insert into transfer_line (id, asked, case_id, inwards, municipality, answered, accepted) values ($1, $2, $1, 0, $3, '', 0)
			on conflict (id, asked) do update set municipality = excluded.municipality, answered = '', accepted = 0`,
			e.Transfer.Asked, e.Transfer.Municipality)
	case casework.CaseTransferReplied:
		return set(`update transfer_line set answered = $2, accepted = $3 where id = $1 and answered = ''`, e.On, flag(e.Accepted))
	case casework.CaseHandedOn:
		return set(`insert into handover_line (case_id, area, officer, status, meeting) values ($1, $2, $3, $4, $5)
			on conflict (case_id) do update set area = excluded.area, officer = excluded.officer, status = excluded.status, meeting = excluded.meeting`,
			string(e.Handover.To), e.Handover.Officer, string(e.Handover.Status), e.Handover.Meeting)
	}
	return fmt.Errorf("the tables of the reception do not know %T", r.Event)
}

// ComingOfAge lists the open cases of those who are seventeen on the day, in the
// areas, the one who comes of age first on top (B-16). It lists and counts what the
// reader may read.
func (q Register) ComingOfAge(ctx context.Context, scope access.Scope, areas []casework.Area, today civil.Date, limit, offset int) ([]casework.ComingOfAge, int, error) {
	if len(areas) == 0 {
		return nil, 0, nil
	}
	args := []any{today.AddMonths(-12 * 18), today.AddMonths(-12 * 17)}
	arg := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	from := ` from person p join cases c on c.person = p.id left join handover_line h on h.case_id = c.id
		where p.born > $1 and p.born <= $2 and length(p.merged) = 0 and p.deceased = '' and c.closed = '' and c.area in (` + places(areas, arg) + `)` + readable(scope, arg)
	var of int
	if err := q.DB.QueryRowContext(ctx, `select count(*)`+from, args...).Scan(&of); err != nil {
		return nil, 0, fmt.Errorf("coming of age: %w", err)
	}
	args = append(args, limit, offset)
	rows, err := q.DB.QueryContext(ctx, fmt.Sprintf(`select `+caseColumns+`, p.born, coalesce(h.area, ''), h.officer, coalesce(h.status, ''), coalesce(h.meeting, '')`+
		from+` order by p.born, c.number limit $%d offset $%d`, len(args)-1, len(args)), args...)
	if err != nil {
		return nil, 0, fmt.Errorf("coming of age: %w", err)
	}
	defer rows.Close()
	var all []casework.ComingOfAge
	for rows.Next() {
		var one casework.ComingOfAge
		var officer []byte
		fields := append(caseFields(&one.Case), &one.Born, (*string)(&one.Handover.To), &officer, (*string)(&one.Handover.Status), &one.Handover.Meeting)
		if err := rows.Scan(fields...); err != nil {
			return nil, 0, fmt.Errorf("coming of age: %w", err)
		}
		if len(officer) == len(ids.ID{}) {
			one.Handover.Officer = ids.User{ID: ids.ID(officer)}
		}
		all = append(all, one)
	}
	return all, of, rows.Err()
}
