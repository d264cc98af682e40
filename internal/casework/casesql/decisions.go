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

// none is the id that names nothing, as a column holds it.
var none = ids.ID{}

// Decisions describes the decision stream to the engine.
func Decisions() engine.Kind[casework.Decision] {
	return engine.Kind[casework.Decision]{
		Name: "decision", Fold: (*casework.Decision).Fold, Says: casework.Decision.Says,
		Persons: casework.Decision.Persons, Events: casework.DecisionEvents(),
	}
}

// DecisionProjection keeps what lists, reports and the röd tråd show of decisions.
//
//	decision_line      one row each; sent and received are the person's own, empty until recorded
//	service_line       one row per item; until is empty when it runs until further notice
//	service_goal       one row per goal of an item, with the latest result
//	service_follow_up  one row per individual follow-up
//	service_extension  one row per extension without a new trial
//	appeal_line        one row per appeal
//	service_terms      one row per item whose terms are not the usual
func DecisionProjection() store.Projection {
	return store.Projection{
		Name:   "decisions",
		Tables: []string{"decision_line", "service_line", "service_goal", "service_follow_up", "service_extension", "appeal_line", "service_terms"},
		Schema: []string{
			`create table decision_line (
				id bytea primary key, case_id bytea not null, person bytea not null, investigation bytea not null, no integer not null,
				made text not null, made_by bytea not null, law text not null, outcome text not null, against integer not null,
				body text not null, point text not null, sent text not null default '', received text not null default '',
				appeals integer not null default 0, reported text not null default '',
				team text not null)`, // that made a short decision; empty: none did
			`create index decision_line_team on decision_line (made) where team <> ''`,
			`create index decision_line_case on decision_line (case_id, no)`,
			`create index decision_line_unsent on decision_line (made_by, made, id) where sent = ''`,
			`create index decision_line_reported on decision_line (reported, made) where body in ('delegat', 'ordforande')`,
			`create index decision_line_made on decision_line (made, id)`,
			`create table service_line (
				id bytea primary key, decision bytea not null, case_id bytea not null, person bytea not null,
				kind text not null, law text not null, outcome text not null, why text not null, made text not null, made_by bytea not null,
				from_day text not null, until text not null, ended text not null default '', end_reason text not null default '',
				follow_up text not null, followed_up text not null default '', extent text not null, yearly integer not null, purpose text not null,
				replaces bytea not null)`,
			`create index service_line_case on service_line (case_id, made, id)`,
			`create index service_line_decision on service_line (decision)`,
			`create index service_line_made on service_line (made, id)`,
			`create index service_line_ends on service_line (until, id) where ended = '' and until <> '' and outcome in ('bifall', 'delvis-bifall')`,
			`create index service_line_follow on service_line (follow_up, id) where ended = '' and follow_up <> ''`,
			`create index service_line_granted on service_line (person, made, id) where outcome in ('bifall', 'delvis-bifall')`,
			`create index service_line_person on service_line (person) where ended = ''`,
			`create index service_line_running on service_line (made, id) where ended = '' and outcome in ('bifall', 'delvis-bifall')`,
			`create index service_line_until on service_line (until, id) where until <> ''`,
			`create index service_line_kind on service_line (kind, from_day) where outcome in ('bifall', 'delvis-bifall')`,
			`create table service_goal (
				service bytea not null, goal text not null, need text not null, text text not null, measure text not null, due text not null,
				area text not null default '', result text not null default '', result_on text not null default '',
				primary key (service, goal))`,
			`create table service_follow_up (
				service bytea not null, act bytea not null, place integer not null, on_day text not null, made_by bytea not null,
				form text not null, next text not null,
				primary key (act, place))`,
			`create index service_follow_up_day on service_follow_up (on_day)`,
			`create index service_follow_up_service on service_follow_up (service, on_day)`,
			`create table service_extension (
				service bytea not null, act bytea not null, place integer not null, on_day text not null, until text not null,
				was_until text not null, law text not null, made_by bytea not null, inquiry text not null,
				body text not null, point text not null, reported text not null default '',
				primary key (act, place))`,
			`create index service_extension_was on service_extension (was_until, act)`,
			`create index service_extension_day on service_extension (on_day)`,
			`create index service_extension_reported on service_extension (reported, on_day) where body = 'delegat'`,
			`create index service_extension_service on service_extension (service, on_day)`,
			`create table appeal_line (
				decision bytea not null, appeal text not null, case_id bytea not null, on_day text not null, tested text not null default '',
				considered text not null default '', changed integer not null default 0, forwarded text not null default '', result text not null default '',
				level text not null default '', effect text not null default '', ruled text not null default '', stayed text not null default '',
				primary key (decision, appeal))`,
			`create index appeal_line_day on appeal_line (on_day)`,
			`create index appeal_line_open on appeal_line (on_day) where forwarded = ''`,
			`create index appeal_line_case on appeal_line (case_id)`,
			`create table service_terms (
				service bytea primary key, decision bytea not null, case_id bytea not null, kind text not null, made text not null,
				side text not null, consulted text not null, than text not null, margin integer not null, tried text not null,
				early text not null)`, // day by which a need that is expected to fall is tried again; empty: none is
			`create index service_terms_made on service_terms (made, service)`,
		},
		Events: []string{
			casework.DecisionMade{}.EventName(), casework.LetterSent{}.EventName(), casework.DecisionReceived{}.EventName(),
			casework.AppealReceived{}.EventName(), casework.AppealTested{}.EventName(), casework.AppealReconsidered{}.EventName(),
			casework.AppealForwarded{}.EventName(), casework.CourtRuled{}.EventName(), casework.ServiceFollowedUp{}.EventName(),
			casework.ServiceExtendedUnchanged{}.EventName(), casework.ServiceEnded{}.EventName(), casework.DecisionReported{}.EventName(), casework.DecisionRectified{}.EventName(),
			casework.DecisionMoved{}.EventName(), casework.AppealedFurther{}.EventName(), casework.AppealStayed{}.EventName(), casework.DecisionAmended{}.EventName(),
		},
		Seeks: []string{"decision_line_case", "service_line_decision", "service_extension_service"},
		Apply: applyDecision,
	}
}

func applyDecision(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	id := r.Stream.ID
	run := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	}
	switch e := r.Event.(type) {
	case casework.DecisionMade:
		return decisionMade(run, r, e)
	case casework.LetterSent:
		return run(`update decision_line set sent = $2 where id = $1 and person = $3`, id, e.On, e.To.ID)
	case casework.DecisionReceived:
		return run(`update decision_line set received = $2 where id = $1 and person = $3`, id, e.On, e.To.ID)
	case casework.AppealReceived:
		if err := run(`update decision_line set appeals = appeals + 1 where id = $1`, id); err != nil {
			return err
		}
		return run(`insert into appeal_line (decision, appeal, case_id, on_day) select id, $2, case_id, $3 from decision_line where id = $1`, id, e.Appeal, e.On)
	case casework.AppealTested:
		return run(`update appeal_line set tested = $3 where decision = $1 and appeal = $2`, id, e.Appeal, e.Result)
	case casework.AppealReconsidered:
		return run(`update appeal_line set considered = $3, changed = $4 where decision = $1 and appeal = $2`, id, e.Appeal, e.On, bit(e.Changed))
	case casework.AppealForwarded:
		return run(`update appeal_line set forwarded = $3, level = 'forvaltningsratten' where decision = $1 and appeal = $2`, id, e.Appeal, e.On)
	case casework.CourtRuled:
		return run(`update appeal_line set result = $3, ruled = $4, effect = $5, stayed = '' where decision = $1 and appeal = $2`, id, e.Appeal, e.Result, e.On, e.Effect)
	case casework.AppealedFurther:
		return run(`update appeal_line set level = $3, result = '', ruled = '', effect = '' where decision = $1 and appeal = $2`, id, e.Appeal, e.Court)
	case casework.AppealStayed:
		on := e.On
		if e.Lifted {
			on = civil.Date{}
		}
		return run(`update appeal_line set stayed = $3 where decision = $1 and appeal = $2`, id, e.Appeal, on)
	case casework.DecisionAmended:
		it, _ := casework.ServiceByKey(e.Kind)
		return run(`update service_line set extent = $2, yearly = $3, until = $4 where id = $1`, e.Service.ID, e.Extent.Words(it.Unit), e.Extent.Yearly(), e.Until)
	case casework.ServiceFollowedUp:
		return followedUp(run, r, e.FollowUp)
	case casework.ServiceExtendedUnchanged:
		x := e.Extension
		if err := run(`insert into service_extension (service, act, place, on_day, until, was_until, law, made_by, inquiry, body, point)
			select id, $2, $3, $4, $5, until, $6, $7, $8, $9, $10 from service_line where id = $1`,
			x.Service.ID, r.Ref.Act.ID, r.Ref.Index, x.On, x.Until, string(x.Law), r.Actor.ID, x.Inquiry, x.Mandate.Body, x.Mandate.Point); err != nil {
			return err
		}
		return run(`update service_line set until = $2 where id = $1`, x.Service.ID, x.Until)
	case casework.ServiceEnded:
		return run(`update service_line set ended = $2, end_reason = $3 where id = $1`, e.Service.ID, e.On, e.Reason)
	case casework.DecisionReported:
		if err := run(`update service_extension set reported = $2 where reported = '' and service in (select id from service_line where decision = $1)`, id, e.On); err != nil {
			return err
		}
		return run(`update decision_line set reported = $2 where id = $1 and reported = ''`, id, e.On)
	case casework.DecisionRectified:
		return rectified(run, id, e)
	case casework.DecisionMoved:
		return moved(run, id, e)
	}
	return fmt.Errorf("casesql: %s is not read", r.Name)
}

// moved takes the decision and its services to another person, and perhaps case.
func moved(run func(string, ...any) error, decision ids.ID, e casework.DecisionMoved) error {
	if err := run(`update service_line set case_id = $2, person = $3 where decision = $1`, decision, e.Case.ID, e.Person.ID); err != nil {
		return err
	}
	if err := run(`update appeal_line set case_id = $2 where decision = $1`, decision, e.Case.ID); err != nil {
		return err
	}
	if err := run(`update service_terms set case_id = $2 where decision = $1`, decision, e.Case.ID); err != nil {
		return err
	}
	return run(`update decision_line set person = $3, case_id = $2, no = case when case_id = $2 then no
		else (select count(*) + 1 from decision_line o where o.case_id = $2) end where id = $1`, decision, e.Case.ID, e.Person.ID)
}

// rectified lets lists and figures count what the decision should have said.
func rectified(run func(string, ...any) error, decision ids.ID, e casework.DecisionRectified) error {
	service := e.Service.ID
	switch e.Field {
	case casework.LawField:
		if e.Law == "" {
			return nil // from before the law was kept apart from its words
		}
		if err := run(`update decision_line set law = $2 where id = $1`, decision, string(e.Law)); err != nil {
			return err
		}
		return run(`update service_line set law = $2 where decision = $1`, decision, string(e.Law))
	case casework.ExtentField:
		return run(`update service_line set extent = $2, yearly = $3 where id = $1`, service, e.Now, e.Extent.Yearly())
	case casework.FromField:
		return run(`update service_line set from_day = $2 where id = $1`, service, e.Day)
	case casework.UntilField:
		return run(`update service_line set until = $2 where id = $1`, service, e.Day)
	case casework.FollowUpField:
		return run(`update service_line set follow_up = $2 where id = $1`, service, e.Day)
	}
	return nil
}

func decisionMade(run func(string, ...any) error, r journal.Recorded, e casework.DecisionMade) error {
	if err := run(`insert into decision_line (id, case_id, person, investigation, no, made, made_by, law, outcome, against, body, point, team)
		values ($1, $2, $3, $4, (select count(*) + 1 from decision_line where case_id = $2), $5, $6, $7, $8, $9, $10, $11, $12)`,
		r.Stream.ID, e.Case.ID, e.Person.ID, e.Investigation.ID, e.On, r.Actor.ID, string(e.Law), string(e.Outcome), bit(e.Against), e.Mandate.Body, e.Mandate.Point, string(e.Team)); err != nil {
		return err
	}
	for _, it := range e.Items {
		kind, _ := casework.ServiceByKey(it.Kind)
		if err := run(`insert into service_line
			(id, decision, case_id, person, kind, law, outcome, why, made, made_by, from_day, until, follow_up, extent, yearly, purpose, replaces)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
			it.Service.ID, r.Stream.ID, e.Case.ID, e.Person.ID, it.Kind, string(e.Law), string(it.Outcome), it.Why, e.On, r.Actor.ID,
			it.From, it.Until, it.FollowUp, it.Extent.Words(kind.Unit), it.Extent.Yearly(), it.Purpose, it.Replaces.ID); err != nil {
			return err
		}
		if err := termsMade(run, r, e, it); err != nil {
			return err
		}
		for _, g := range it.Goals {
			if err := run(`insert into service_goal (service, goal, need, text, measure, due, area) values ($1, $2, $3, $4, $5, $6, $7)`,
				it.Service.ID, g.Key, g.Need, g.Text, g.Measure, g.By, g.Area); err != nil {
				return err
			}
		}
	}
	return nil
}

func followedUp(run func(string, ...any) error, r journal.Recorded, f casework.FollowUp) error {
	if err := run(`insert into service_follow_up (service, act, place, on_day, made_by, form, next) values ($1, $2, $3, $4, $5, $6, $7)`,
		f.Service.ID, r.Ref.Act.ID, r.Ref.Index, f.On, r.Actor.ID, f.Form, f.Next); err != nil {
		return err
	}
	if err := run(`update service_line set followed_up = $2, follow_up = $3 where id = $1`, f.Service.ID, f.On, f.NextOn); err != nil {
		return err
	}
	for _, res := range f.Results {
		if err := run(`update service_goal set result = $3, result_on = $4 where service = $1 and goal = $2`, f.Service.ID, res.Goal, res.Result, f.On); err != nil {
			return err
		}
	}
	return nil
}

func bit(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
