package casesql

import (
	"context"
	"fmt"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// Proposals describes the proposal stream to the engine.
func Proposals() engine.Kind[casework.Proposal] {
	return engine.Kind[casework.Proposal]{
		Name: "proposal", Fold: (*casework.Proposal).Fold, Says: casework.Proposal.Says, Persons: casework.Proposal.Persons, Events: casework.ProposalEvents(),
	}
}

// ProposalProjection keeps agendas and minutes: one row per proposal, with the day
// and paragraph once the meeting has ruled.
func ProposalProjection() store.Projection {
	return store.Projection{
		Name:   "proposals",
		Tables: []string{"proposal"},
		Schema: []string{
			`create table proposal (
				id bytea primary key, case_id bytea not null, investigation bytea not null, matter text not null, body text not null,
				meeting text not null, made text not null, made_by bytea not null, withdrawn integer not null default 0,
				ruled text not null default '', paragraph integer not null default 0, result text not null default '')`,
			`create index proposal_meeting on proposal (body, meeting, made, id)`,
			`create index proposal_case on proposal (case_id, made)`,
			`create index proposal_paragraph on proposal (body, ruled, paragraph) where paragraph > 0`,
		},
		Events: eventNames(casework.ProposalEvents()),
		Apply: func(ctx context.Context, tx store.Execer, r journal.Recorded) error {
			var err error
			switch e := r.Event.(type) {
			case casework.ProposalMade:
				_, err = tx.ExecContext(ctx, `insert into proposal (id, case_id, investigation, matter, body, meeting, made, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
					r.Stream.ID, e.Case.ID, e.Investigation.ID, e.Matter, e.Body, e.Meeting, r.Day, r.Actor.ID)
			case casework.ProposalPostponed:
				_, err = tx.ExecContext(ctx, `update proposal set meeting = $2 where id = $1`, r.Stream.ID, e.Meeting)
			case casework.ProposalWithdrawn:
				_, err = tx.ExecContext(ctx, `update proposal set withdrawn = 1 where id = $1`, r.Stream.ID)
			case casework.ProposalMoved:
				_, err = tx.ExecContext(ctx, `update proposal set case_id = $2 where id = $1`, r.Stream.ID, e.Case.ID)
			case casework.ProposalRuled:
				_, err = tx.ExecContext(ctx, `update proposal set ruled = $2, paragraph = $3, result = $4 where id = $1`, r.Stream.ID, e.Ruling.On, e.Ruling.Paragraph, e.Ruling.Result)
			}
			return err
		},
	}
}

const proposalColumns = `p.id, p.case_id, c.number, c.person, p.investigation, p.matter, p.body, p.meeting, p.made, p.made_by, p.withdrawn, p.ruled, p.paragraph, p.result from proposal p join cases c on c.id = p.case_id `

func (q Deciding) proposals(ctx context.Context, rest string, args ...any) ([]casework.ProposalLine, error) {
	rows, err := q.DB.QueryContext(ctx, `select `+proposalColumns+rest, args...)
	if err != nil {
		return nil, fmt.Errorf("proposals: %w", err)
	}
	defer rows.Close()
	var all []casework.ProposalLine
	for rows.Next() {
		var l casework.ProposalLine
		var withdrawn int
		if err := rows.Scan(&l.ID, &l.Case.ID, &l.Number, &l.Person.ID, &l.Investigation.ID, &l.Matter, &l.Body, &l.Meeting, &l.Made, &l.By.ID, &withdrawn, &l.Ruled, &l.Paragraph, &l.Result); err != nil {
			return nil, fmt.Errorf("proposals: %w", err)
		}
		l.Withdrawn = withdrawn == 1
		all = append(all, l)
	}
	return all, rows.Err()
}

// ProposalsOf lists the latest proposals of a case, newest first.
func (q Deciding) ProposalsOf(ctx context.Context, c ids.Case, limit int) ([]casework.ProposalLine, error) {
	return q.proposals(ctx, fmt.Sprintf(`where p.case_id = $1 order by p.made desc, p.id desc limit %d`, limit), c.ID)
}

// Agenda lists what stands on the agenda of a meeting, in the order it was laid
// there, and how many there are.
func (q Deciding) Agenda(ctx context.Context, body string, day civil.Date, limit, offset int) ([]casework.ProposalLine, int, error) {
	var n int
	if err := q.DB.QueryRowContext(ctx, `select count(*) from proposal where body = $1 and meeting = $2 and withdrawn = 0`, body, day).Scan(&n); err != nil {
		return nil, 0, fmt.Errorf("agenda: %w", err)
	}
	lines, err := q.proposals(ctx, fmt.Sprintf(`where p.body = $1 and p.meeting = $2 and p.withdrawn = 0 order by p.made, p.id limit %d offset %d`, limit, offset), body, day)
	return lines, n, err
}

// Meetings lists the days on which a body has or had something on its agenda,
// latest first.
func (q Deciding) Meetings(ctx context.Context, body string, limit, offset int) ([]casework.MeetingLine, error) {
	rows, err := q.DB.QueryContext(ctx, fmt.Sprintf(`select meeting, count(*), sum(case when paragraph > 0 then 1 else 0 end), coalesce(min(case when paragraph > 0 then paragraph end), 0), max(paragraph)
		from proposal where body = $1 and withdrawn = 0 group by meeting order by meeting desc limit %d offset %d`, limit, offset), body)
	if err != nil {
		return nil, fmt.Errorf("meetings: %w", err)
	}
	defer rows.Close()
	var all []casework.MeetingLine
	for rows.Next() {
		l := casework.MeetingLine{Body: body}
		if err := rows.Scan(&l.Day, &l.Items, &l.Ruled, &l.From, &l.To); err != nil {
			return nil, fmt.Errorf("meetings: %w", err)
		}
		all = append(all, l)
	}
	return all, rows.Err()
}

// LastParagraph is the highest paragraph of a body's minutes that year.
func (q Deciding) LastParagraph(ctx context.Context, body string, year int) (int, error) {
	var n int
	err := q.DB.QueryRowContext(ctx, `select coalesce(max(paragraph), 0) from proposal where body = $1 and paragraph > 0 and ruled >= $2 and ruled < $3`,
		body, fmt.Sprintf("%04d-01-01", year), fmt.Sprintf("%04d-01-01", year+1)).Scan(&n)
	return n, err
}

// ParagraphTaken tells whether the body's minutes have that paragraph already that year.
func (q Deciding) ParagraphTaken(ctx context.Context, body string, year, paragraph int) (bool, error) {
	var n int
	err := q.DB.QueryRowContext(ctx, `select count(*) from proposal where body = $1 and paragraph = $2 and paragraph > 0 and ruled >= $3 and ruled < $4`,
		body, paragraph, fmt.Sprintf("%04d-01-01", year), fmt.Sprintf("%04d-01-01", year+1)).Scan(&n)
	return n > 0, err
}
