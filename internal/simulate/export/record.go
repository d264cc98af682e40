package export

import (
	"bytes"
	"context"
	"fmt"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/org"
	"stadga/internal/people"
	"stadga/internal/store"
	"stadga/internal/visits"
)

// Projection is the record as another system would hold it: a row for each thing
// that a list has a row for. It is built beside the record, event by event, and
// thrown away when the lists are written.
//
//	taken_person, taken_case, taken_staff, taken_provider   running numbers, case numbers, signatures
//	taken_intake     one row each; sibling is the first of those reported together
//	taken_inquiry    one row each, with its latest extension
//	taken_service    one row for each service of a decision, and one more for each extension of it
//	taken_order      one row each
//	taken_visit      one row for each visit that was made
func Projection() store.Projection {
	p := store.Projection{
		Name:   "lists taken out",
		Tables: []string{"taken_person", "taken_case", "taken_staff", "taken_provider", "taken_intake", "taken_inquiry", "taken_service", "taken_order", "taken_visit"},
		Schema: []string{
			`create table taken_person (number integer primary key, id bytea not null unique, born integer not null)`,
			`create table taken_case (id bytea primary key, number text not null)`,
			`create table taken_staff (id bytea primary key, name text not null)`,
			`create table taken_provider (id bytea primary key, name text not null)`,
			`create table taken_intake (
				number integer primary key, id bytea not null unique, sibling bytea not null, case_id bytea not null, person bytea not null, area text not null, kind text not null,
				received text not null, registered text not null, source text not null, protection text not null default '',
				protected_at text not null default '', officer bytea not null, decided text not null default '', outcome text not null default '',
				investigation bytea not null)`,
			`create table taken_inquiry (
				number integer primary key, id bytea not null unique, case_id bytea not null, person bytea not null, intake bytea not null, kind text not null, ground text not null,
				opened text not null, extended_on text not null default '', extended_to text not null default '',
				decided text not null default '', outcome text not null default '')`,
			`create table taken_service (
				number integer primary key, service bytea not null, decision bytea not null, inquiry bytea not null, person bytea not null,
				kind text not null, law text not null, outcome text not null, why text not null, made text not null, made_by bytea not null,
				from_day text not null, until text not null, ended text not null default '', end_reason text not null default '',
				minutes integer not null, extent text not null, extends integer not null,
				received text not null default '', followed_up text not null default '')`,
			`create index taken_service_service on taken_service (service)`,
			`create index taken_service_decision on taken_service (decision)`,
			`create index taken_service_person on taken_service (person, kind, from_day)`,
			`create table taken_order (
				number integer primary key, id bytea not null unique, service bytea not null, provider bytea not null, sent text not null, acknowledged text not null default '',
				started text not null default '', interrupted text not null default '', ended text not null default '', end_reason text not null default '',
				plan_made text not null default '', plan_reviewed text not null default '')`,
			`create index taken_order_service on taken_order (service)`,
			`create table taken_visit (
				number integer primary key, id bytea not null unique, person bytea not null, service bytea not null, provider bytea not null, day text not null,
				planned_from text not null, planned_to text not null, done_from text not null, done_to text not null,
				class text not null, reason text not null, staff bytea not null)`,
		},
		Apply: apply,
	}
	for _, e := range []journal.Event{
		people.PersonRegistered{},
		people.NumberCorrected{},
		people.BirthCorrected{},
		casework.CaseOpened{},
		org.StaffAppointed{},
		org.ProviderApproved{},
		casework.IntakeReceived{},
		casework.IntakeReceiptCorrected{},
		casework.ProtectionAssessed{},
		casework.IntakeAssigned{},
		casework.IntakeDecided{},
		casework.IntakeMoved{},
		casework.IntakeRedirected{},
		casework.InvestigationOpened{},
		casework.InvestigationExtended{},
		casework.InvestigationDecided{},
		casework.InvestigationMoved{},
		casework.DecisionMade{},
		casework.DecisionReceived{},
		casework.ServiceFollowedUp{},
		casework.ServiceExtendedUnchanged{},
		casework.ServiceEnded{},
		casework.DecisionRectified{},
		casework.DecisionMoved{},
		delivery.OrderSent{},
		delivery.OrderAcknowledged{},
		delivery.Started{},
		delivery.Interrupted{},
		delivery.Resumed{},
		delivery.PlanMade{},
		delivery.PlanReviewed{},
		delivery.OrderEnded{},
		visits.VisitRegistered{},
		visits.VisitCorrected{},
	} {
		p.Events = append(p.Events, e.EventName())
	}
	return p
}

func apply(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	run := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, append([]any{r.Stream.ID}, args...)...)
		return err
	}
	switch e := r.Event.(type) {
	case people.PersonRegistered:
		return run(`insert into taken_person (id, born) values ($1, $2)`, yearOf(e))
	case people.NumberCorrected:
		if e.Born.IsZero() {
			return nil
		}
		return run(`update taken_person set born = $2 where id = $1`, e.Born.Year())
	case people.BirthCorrected:
		return run(`update taken_person set born = $2 where id = $1`, e.Born.Year())
	case casework.CaseOpened:
		return run(`insert into taken_case (id, number) values ($1, $2)`, e.Number)
	case org.StaffAppointed:
		return run(`insert into taken_staff (id, name) values ($1, $2)`, e.Name)
	case org.ProviderApproved:
		return run(`insert into taken_provider (id, name) values ($1, $2)`, e.Name)
	case visits.VisitRegistered:
		return applyVisit(run, e)
	case visits.VisitCorrected:
		return run(`update taken_visit set day = $2, done_from = $3, done_to = $4 where id = $1`,
			civil.DayOf(e.Done.From), civil.Stamp(e.Done.From), civil.Stamp(e.Done.To))
	}
	switch r.Stream.Kind {
	case "intake":
		return applyIntake(run, r)
	case "investigation":
		return applyInquiry(run, r)
	case "decision":
		return applyDecision(run, r)
	case "order":
		return applyOrder(run, r)
	}
	return unread(r)
}

func unread(r journal.Recorded) error { return fmt.Errorf("export: %s is not read", r.Name) }

// yearOf is the year a person was born, or is expected to be; 0: not known.
func yearOf(e people.PersonRegistered) int {
	switch {
	case !e.Born.IsZero():
		return e.Born.Year()
	case e.BornYear > 0:
		return e.BornYear
	case !e.Expected.IsZero():
		return e.Expected.Year()
	}
	return 0
}

func applyIntake(run func(string, ...any) error, r journal.Recorded) error {
	switch e := r.Event.(type) {
	case casework.IntakeReceived:
		source := string(e.Content.Source)
		if source == "" {
			source = e.Reporter.Role
		}
		return run(`insert into taken_intake (id, sibling, case_id, person, area, kind, received, registered, source, officer, investigation)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			first(r.Stream.ID, e.Together), e.Case, e.Person, string(e.Area), string(e.Kind), civil.Stamp(e.Received), civil.Stamp(r.At), source, ids.User{}, ids.Investigation{})
	case casework.IntakeReceiptCorrected:
		return run(`update taken_intake set received = $2 where id = $1`, civil.Stamp(e.Received))
	case casework.ProtectionAssessed:
		if e.Assessment.Result == casework.ProtectionUnclear {
			return nil // answers nothing
		}
		return run(`update taken_intake set protection = $2, protected_at = $3 where id = $1 and protected_at = ''`, string(e.Assessment.Result), civil.Stamp(e.Assessment.At))
	case casework.IntakeAssigned:
		return run(`update taken_intake set officer = $2 where id = $1`, e.Officer)
	case casework.IntakeDecided:
		return run(`update taken_intake set decided = $2, outcome = $3, investigation = $4 where id = $1`, e.On, string(e.Outcome), e.Investigation)
	case casework.IntakeMoved:
		return run(`update taken_intake set case_id = $2, person = $3 where id = $1`, e.Case, e.Person)
	case casework.IntakeRedirected:
		return run(`update taken_intake set case_id = $2, area = $3, kind = $4 where id = $1`, e.Case, string(e.Area), string(e.Kind))
	}
	return unread(r)
}

// first is the least of the ids of intakes reported together.
func first(id ids.ID, together []ids.Intake) ids.ID {
	least := id
	for _, other := range together {
		if bytes.Compare(other.ID[:], least[:]) < 0 {
			least = other.ID
		}
	}
	return least
}

func applyInquiry(run func(string, ...any) error, r journal.Recorded) error {
	switch e := r.Event.(type) {
	case casework.InvestigationOpened:
		return run(`insert into taken_inquiry (id, case_id, person, intake, kind, ground, opened) values ($1, $2, $3, $4, $5, $6, $7)`,
			e.Case, e.Person, e.Intake, string(e.Kind), string(e.Ground), e.On)
	case casework.InvestigationExtended:
		return run(`update taken_inquiry set extended_on = $2, extended_to = $3 where id = $1`, r.Day, e.Extension.Until)
	case casework.InvestigationDecided:
		return run(`update taken_inquiry set decided = $2, outcome = $3 where id = $1`, e.On, string(e.Outcome))
	case casework.InvestigationMoved:
		return run(`update taken_inquiry set case_id = $2, person = $3 where id = $1`, e.Case, e.Person)
	}
	return unread(r)
}

const insertService = `insert into taken_service
	(decision, service, inquiry, person, kind, law, outcome, why, made, made_by, from_day, until, minutes, extent, extends)
	values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0)`

func applyDecision(run func(string, ...any) error, r journal.Recorded) error {
	switch e := r.Event.(type) {
	case casework.DecisionMade:
		for _, it := range e.Items {
			minutes, extent := extentOf(it)
			if err := run(insertService, it.Service, e.Investigation, e.Person, it.Kind, string(e.Law), string(it.Outcome), it.Why,
				e.On, r.Actor, it.From, it.Until, minutes, extent); err != nil {
				return err
			}
		}
		return nil
	case casework.DecisionReceived:
		return run(`update taken_service set received = $2 where decision = $1 and extends = 0`, e.On)
	case casework.ServiceFollowedUp:
		return run(`update taken_service set followed_up = $3 where decision = $1 and service = $2 and followed_up < $3`, e.FollowUp.Service, e.FollowUp.On)
	case casework.ServiceExtendedUnchanged:
		return extend(run, r, e.Extension)
	case casework.ServiceEnded:
		if err := run(`delete from taken_service where decision = $1 and service = $2 and extends = 1 and from_day > $3`, e.Service, e.On); err != nil {
			return err
		}
		return run(`update taken_service set ended = $3, end_reason = $4 where decision = $1 and number = (select max(number) from taken_service where service = $2)`,
			e.Service, e.On, e.Reason)
	case casework.DecisionRectified:
		return rectify(run, e)
	case casework.DecisionMoved:
		return run(`update taken_service set person = $2 where decision = $1`, e.Person)
	}
	return unread(r)
}

// extend writes an extension without a new trial as another system does: as a
// decision of its own on the same inquiry, from the day after the last.
func extend(run func(string, ...any) error, r journal.Recorded, x casework.TechnicalExtension) error {
	const latest = `number = (select max(number) from taken_service where service = $2) and decision = $1`
	err := run(`insert into taken_service (service, decision, inquiry, person, kind, law, outcome, why, made, made_by, from_day, until, minutes, extent, extends, followed_up)
		select service, decision, inquiry, person, kind, $3, outcome, '', $4, $5, date(until, '+1 day'), $6, minutes, extent, 1, followed_up
		from taken_service where `+latest, x.Service, string(x.Law), x.On, r.Actor, x.Until)
	if err != nil {
		return err
	}
	return run(`update taken_service set ended = until, end_reason = $3 where decision = $1
		and number = (select max(number) from taken_service where service = $2 and ended = '' and number < (select max(number) from taken_service where service = $2))`, x.Service, extended)
}

// extended is the reason that a period ended because it was extended.
const extended = "forlangd"

// rectify lets the lists say what the decision should have said.
func rectify(run func(string, ...any) error, e casework.DecisionRectified) error {
	switch e.Field {
	case casework.LawField:
		if e.Law == "" {
			return nil // from before the law was kept apart from its words
		}
		return run(`update taken_service set law = $2 where decision = $1 and extends = 0`, string(e.Law))
	case casework.FromField:
		return run(`update taken_service set from_day = $3 where decision = $1 and service = $2 and extends = 0`, e.Service, e.Day)
	case casework.UntilField:
		return run(`update taken_service set until = $3 where decision = $1 and service = $2 and extends = 0`, e.Service, e.Day)
	}
	return nil
}

// A month of weeks, and a visit where a service is granted by times: the template
// by which hours are counted of it.
const (
	daysOfMonth     = 30.4
	minutesOfATimes = 22
)

// extentOf is how many minutes a month the service gives where it gives help in
// the home, and its extent in words where it does not.
func extentOf(it casework.DecisionItem) (minutes int, words string) {
	kind, _ := casework.ServiceByKey(it.Kind)
	switch {
	case it.Extent.Count == 0 || kind.Start != casework.StartedByVisit:
		return 0, it.Extent.Words(kind.Unit)
	case kind.Unit == casework.Hours && it.Extent.Per == casework.PerMonth:
		return it.Extent.Count * 60, ""
	case kind.Unit == casework.Times && it.Extent.Per == casework.PerWeek:
		return int(float64(it.Extent.Count) * minutesOfATimes * daysOfMonth / 7), ""
	}
	return 0, it.Extent.Words(kind.Unit)
}

func applyOrder(run func(string, ...any) error, r journal.Recorded) error {
	switch e := r.Event.(type) {
	case delivery.OrderSent:
		return run(`insert into taken_order (id, service, provider, sent) values ($1, $2, $3, $4)`, e.Brief.Service, e.Brief.Provider, r.Day)
	case delivery.OrderAcknowledged:
		return run(`update taken_order set acknowledged = $2 where id = $1`, r.Day)
	case delivery.Started:
		return run(`update taken_order set started = $2 where id = $1`, e.On)
	case delivery.Interrupted:
		return run(`update taken_order set interrupted = $2 where id = $1`, e.On)
	case delivery.Resumed:
		return run(`update taken_order set interrupted = '' where id = $1`)
	case delivery.PlanMade:
		return run(`update taken_order set plan_made = $2 where id = $1`, e.Plan.Made)
	case delivery.PlanReviewed:
		return run(`update taken_order set plan_reviewed = $2 where id = $1`, e.Review.On)
	case delivery.OrderEnded:
		return run(`update taken_order set ended = $2, end_reason = $3 where id = $1`, e.On, string(e.Reason))
	}
	return unread(r)
}

func applyVisit(run func(string, ...any) error, e visits.VisitRegistered) error {
	t, hand := e.Target, ids.User{}
	if len(e.Staff) > 0 {
		hand = e.Staff[0]
	}
	planned := e.Planned
	if planned.IsZero() {
		planned = e.Done
	}
	if err := run(`insert into taken_visit (id, person, service, provider, day, planned_from, planned_to, done_from, done_to, class, reason, staff)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		t.Person, t.Service, t.Provider, civil.DayOf(e.Done.From), civil.Stamp(planned.From), civil.Stamp(planned.To),
		civil.Stamp(e.Done.From), civil.Stamp(e.Done.To), string(e.Class), string(e.Reason), hand); err != nil || !e.First {
		return err
	}
	return run(`update taken_order set started = $3 where id = $2 and (started = '' or started > $3) and service = (select service from taken_visit where id = $1)`,
		t.Order, civil.DayOf(e.Done.From))
}
