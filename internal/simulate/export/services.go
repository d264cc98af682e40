package export

import (
	"context"
	"database/sql"
	"fmt"

	"stadga/internal/civil"
)

// A service as the list has it: a decision on it, or an extension of one.
type service struct {
	number, inquiry                              int64
	kind, law, outcome, why, extent, by, endedBy string
	made, from, until, ended, received, followed civil.Date
	next                                         civil.Date // the first day of the next decision on the same; zero: none
	extends                                      bool
	minutes                                      int
	earlierInquiry                               int64 // that the decision before rests on; 0: none before
	alike                                        bool  // gives as much as the decision before
}

const servicesTaken = `select s.number, q.number, s.kind, s.law, s.outcome, s.why, s.extent, coalesce(h.name, ''), s.end_reason,
		s.made, s.from_day, s.until, s.ended, s.received, s.followed_up, s.extends, s.minutes,
		coalesce((select min(n.from_day) from taken_service n where n.person = s.person and n.kind = s.kind and n.from_day > s.from_day), ''),
		coalesce((select e.number from taken_service b join taken_inquiry e on e.id = b.inquiry
			where b.person = s.person and b.kind = s.kind and b.from_day <> '' and b.from_day < s.from_day order by b.from_day desc limit 1), 0),
		coalesce((select b.minutes = s.minutes and b.extent = s.extent from taken_service b
			where b.person = s.person and b.kind = s.kind and b.from_day <> '' and b.from_day < s.from_day order by b.from_day desc limit 1), 0)
	from taken_service s join taken_inquiry q on q.id = s.inquiry left join taken_staff h on h.id = s.made_by`

func (s *service) fields() []any {
	return []any{
		&s.number, &s.inquiry, &s.kind, &s.law, &s.outcome, &s.why, &s.extent, &s.by, &s.endedBy,
		&s.made, &s.from, &s.until, &s.ended, &s.received, &s.followed, &s.extends, &s.minutes, &s.next, &s.earlierInquiry, &s.alike,
	}
}

// given tells whether the decision gives the person something.
func (s service) given() bool { return s.outcome == "bifall" || s.outcome == "delvis-bifall" }

// last is the period's last day as the other system has it, which cuts a period
// when it ends, or when the next begins; zero: until further notice.
func (s service) last() civil.Date {
	last := s.until
	for _, cut := range []civil.Date{s.ended, s.next.AddDays(-1)} {
		if cut.After(civil.Date{}) && (last.IsZero() || cut.Before(last)) {
			last = cut
		}
	}
	if !last.IsZero() && last.Before(s.from) {
		return s.from
	}
	return last
}

// writeDecisions writes the list of decisions: a row for each service.
func (w *writer) writeDecisions(ctx context.Context) error {
	return w.each(ctx, servicesTaken+` order by s.number`, func(rows *sql.Rows) error {
		var s service
		if err := rows.Scan(s.fields()...); err != nil {
			return err
		}
		w.writeDecision(s)
		return nil
	})
}

func (w *writer) writeDecision(s service) {
	by, inquiry, received := signature(s.by), s.inquiry, dotted(w.known(s.received))
	row := func(result, from, until, amount, unit string) {
		w.decisions.row(fmt.Sprintf("B%07d", s.number), fmt.Sprintf("U%07d", inquiry), code(s.kind), laws[s.law], result, dotted(s.made), from, until, amount, unit, by, received)
	}
	taken := s.made.Before(w.From)
	if !taken && w.lays(OtherSignature, s.number) {
		by = "VIK1" // a stand-in that no delegation names
	}
	switch {
	case s.outcome == "avslag":
		row("Avslag", "", "", "", "")
		return
	case s.outcome == "avskrivning" && !taken && w.refusedInstead(s.inquiry):
		w.tally.Dirt[WithdrawnAsNo]++
		row("Avslag", "", "", "", "")
		return
	case !s.given():
		return // how it ended stands among the investigations
	}
	until := s.last()
	switch {
	case until.IsZero(), s.next.IsZero() || s.next.DaysSince(until) != 1:
	case w.lays(Gap, s.number):
		until = until.AddDays(-w.between("glapp", s.number, 2, 12))
	case w.lays(Overlap, s.number):
		until = until.AddDays(w.between("över", s.number, 2, 12))
	}
	end := dotted(until)
	switch {
	case until.IsZero() && w.lot("9999", s.number) < 0.5:
		end = "31.12.9999"
	case !until.IsZero() && taken && s.next.IsZero() && w.lays(NoEndDate, s.number):
		end = ""
	}
	if s.earlierInquiry != 0 && s.alike && !s.extends && w.lays(OldInquiry, s.number) {
		inquiry = s.earlierInquiry
	}
	amount, unit := "", s.extent
	if s.minutes > 0 {
		amount, unit = decimal((s.minutes*100+30)/60), "tim/mån"
	}
	result := "Bifall"
	if taken {
		result = "Övertaget"
	}
	row(result, dotted(s.from), end, amount, unit)
	if s.outcome == "delvis-bifall" && !taken { // a part granted and a part refused: one number, two rows
		row("Avslag", "", "", "", "")
	}
}

// An order as the list has it.
type order struct {
	provider, endedBy                                             string
	sent, acknowledged, started, interrupted, ended, plan, review civil.Date
	several                                                       bool // the service had more than one
}

// writeExecutions writes the list of how decisions are carried out.
func (w *writer) writeExecutions(ctx context.Context) error {
	return w.each(ctx, `select v.name, o.end_reason, o.sent, o.acknowledged, o.started, o.interrupted, o.ended, o.plan_made, o.plan_reviewed,
			exists (select 1 from taken_order m where m.service = o.service and m.number > o.number), t.*
		from taken_order o join taken_provider v on v.id = o.provider join taken_service x on x.service = o.service join (`+servicesTaken+`) t on t.number = x.number
		order by x.number, o.number`, func(rows *sql.Rows) error {
		var o order
		var s service
		err := rows.Scan(append([]any{&o.provider, &o.endedBy, &o.sent, &o.acknowledged, &o.started, &o.interrupted, &o.ended, &o.plan, &o.review, &o.several}, s.fields()...)...)
		if err != nil {
			return err
		}
		if s.extends && o.several { // the provider that had it then had it no more
			return nil
		}
		w.writeExecution(s, o)
		return nil
	})
}

func (w *writer) writeExecution(s service, o order) {
	if w.lays(NotListed, s.number) {
		return
	}
	sent, acknowledged, started := o.sent, o.acknowledged, o.started
	switch {
	case s.extends:
		sent, acknowledged, started = s.made, s.made, w.known(s.from)
	case !started.IsZero() && w.lays(NotBegun, s.number):
		started = civil.Date{}
	case !started.IsZero() && w.lays(BegunByHabit, s.number):
		started = s.made
	}
	ended, why := civil.Date{}, ""
	switch last := s.last(); {
	case o.several:
		ended, why = o.ended, endings[o.endedBy]
	case !s.ended.IsZero() || !s.next.IsZero() && s.next.DaysSince(last) == 1:
		if ended, why = w.known(last), endings[s.endedBy]; s.endedBy == "" {
			why = "Nytt beslut"
		}
	}
	if !ended.IsZero() && !s.until.IsZero() && s.next.IsZero() && w.lays(EndedLate, s.number) {
		ended = w.known(ended.AddDays(w.between("sent", s.number, 5, 60)))
	}
	if ended.IsZero() {
		why = ""
	}
	plan, review, followed := o.plan, o.review, s.followed
	switch {
	case plan.IsZero() && !started.IsZero() && w.lays(PlanWithout, s.number):
		if plan = w.To.AddDays(-w.between("plan", s.number, 10, 170)); plan.Before(started.AddDays(14)) {
			plan = w.known(started.AddDays(14))
		}
	case !plan.IsZero() && w.lays(PlanNotEntered, s.number):
		plan, review = civil.Date{}, civil.Date{}
	}
	if !followed.IsZero() && w.lays(FollowUpMissing, s.number) {
		followed = civil.Date{}
	}
	pause := ""
	if !o.interrupted.IsZero() {
		pause = []string{"Sjukhus", "Sjukhus", "Utföraren saknar personal"}[w.between("avbrott", s.number, 0, 2)]
	}
	w.executions.row(fmt.Sprintf("B%07d", s.number), o.provider, dashed(sent), dashed(acknowledged), never(started), never(o.interrupted), pause,
		never(ended), why, dashed(plan), dashed(review), dashed(followed))
}
