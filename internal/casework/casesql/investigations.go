package casesql

import (
	"context"
	"fmt"

	"stadga/internal/casework"
	"stadga/internal/casework/templates"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// Investigations describes the investigation stream to the engine.
func Investigations() engine.Kind[casework.Investigation] {
	return engine.Kind[casework.Investigation]{
		Name: "investigation", Fold: templates.Norrsala().Fold, Says: casework.Investigation.Says,
		Persons: casework.Investigation.Persons, Events: casework.InvestigationEvents(),
	}
}

// InvestigationProjection keeps what lists and the röd tråd show of investigations.
//
//	investigation_line  one row each; days are empty until they are known
//	need_line           one row per need described
//	goal_line           one row per goal set for a need
func InvestigationProjection() store.Projection {
	return store.Projection{
		Name:   "investigations",
		Tables: []string{"investigation_line", "need_line", "goal_line"},
		Schema: []string{
			`create table investigation_line (
				id bytea primary key, case_id bytea not null, person bytea not null, intake bytea not null, no integer not null,
				kind text not null, ground text not null, started_by text not null, received text not null, opened text not null,
				opened_by bytea not null, question text not null,
				extended text not null default '',              -- last day by an extension decided in time
				extended_late integer not null default 0,       -- extensions decided after expiry: they extend nothing
				ready text not null default '', decided text not null default '', outcome text not null default '',
				decision bytea not null, aftercare text not null default '', aftercare_ended text not null default '')`,
			`create index investigation_line_case on investigation_line (case_id, no)`,
			`create index investigation_line_open on investigation_line (opened, id) where decided = ''`,
			`create index investigation_line_begun on investigation_line (opened, id)`,
			`create index investigation_line_decided on investigation_line (decided, id) where decided <> ''`,
			`create table need_line (
				investigation bytea not null, need text not null, case_id bytea not null, area text not null, text text not null,
				primary key (investigation, need))`,
			`create index need_line_case on need_line (case_id)`,
			`create table goal_line (
				investigation bytea not null, goal text not null, need text not null, text text not null, measure text not null, due text not null,
				primary key (investigation, goal))`,
			`create index goal_line_text on goal_line (text)`,
		},
		Events: []string{
			casework.InvestigationOpened{}.EventName(), casework.NeedDescribed{}.EventName(), casework.GoalSet{}.EventName(),
			casework.InvestigationExtended{}.EventName(), casework.DocumentCompleted{}.EventName(), casework.InvestigationDecided{}.EventName(),
			casework.AftercareDecided{}.EventName(), casework.AftercareEnded{}.EventName(), casework.InvestigationMoved{}.EventName(),
		},
		Seeks: []string{"investigation_line_case"},
		Apply: applyInvestigation,
	}
}

func applyInvestigation(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	id := r.Stream.ID
	var err error
	switch e := r.Event.(type) {
	case casework.InvestigationOpened:
		_, err = tx.ExecContext(ctx, `insert into investigation_line
			(id, case_id, person, intake, no, kind, ground, started_by, received, opened, opened_by, question, decision)
			values ($1, $2, $3, $4, (select count(*) + 1 from investigation_line where case_id = $2), $5, $6, $7, $8, $9, $10, $11, $12)`,
			id, e.Case.ID, e.Person.ID, e.Intake.ID, string(e.Kind), string(e.Ground), e.Started, civil.Stamp(e.Received), e.On, r.Actor.ID, e.Question, none)
	case casework.NeedDescribed:
		_, err = tx.ExecContext(ctx, `insert into need_line (investigation, need, case_id, area, text)
			select id, $2, case_id, $3, $4 from investigation_line where id = $1
			on conflict (investigation, need) do update set area = excluded.area, text = excluded.text`, id, e.Need.Key, e.Need.Area, e.Need.Text)
	case casework.GoalSet:
		_, err = tx.ExecContext(ctx, `insert into goal_line (investigation, goal, need, text, measure, due) values ($1, $2, $3, $4, $5, $6)
			on conflict (investigation, goal) do update set need = excluded.need, text = excluded.text, measure = excluded.measure, due = excluded.due`,
			id, e.Goal.Key, e.Goal.Need, e.Goal.Text, e.Goal.Measure, e.Goal.By)
	case casework.InvestigationExtended:
		if e.Extension.Late {
			_, err = tx.ExecContext(ctx, `update investigation_line set extended_late = extended_late + 1 where id = $1`, id)
		} else {
			_, err = tx.ExecContext(ctx, `update investigation_line set extended = $2 where id = $1`, id, e.Extension.Until)
		}
	case casework.DocumentCompleted:
		_, err = tx.ExecContext(ctx, `update investigation_line set ready = $2 where id = $1`, id, e.On)
	case casework.InvestigationDecided:
		_, err = tx.ExecContext(ctx, `update investigation_line set decided = $2, outcome = $3, decision = $4 where id = $1`, id, e.On, string(e.Outcome), e.Decision.ID)
	case casework.AftercareDecided:
		_, err = tx.ExecContext(ctx, `update investigation_line set aftercare = $2 where id = $1`, id, e.On)
	case casework.AftercareEnded:
		_, err = tx.ExecContext(ctx, `update investigation_line set aftercare_ended = $2 where id = $1`, id, e.On)
	case casework.InvestigationMoved:
		_, err = tx.ExecContext(ctx, `update need_line set case_id = $2 where investigation = $1`, id, e.Case.ID)
		if err == nil {
			_, err = tx.ExecContext(ctx, `update investigation_line set person = $3, case_id = $2, no = case when case_id = $2 then no
				else (select count(*) + 1 from investigation_line o where o.case_id = $2) end where id = $1`, id, e.Case.ID, e.Person.ID)
		}
	default:
		return fmt.Errorf("casesql: %s is not read", r.Name)
	}
	return err
}
