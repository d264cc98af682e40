package casework

import (
	"cmp"
	"strconv"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// Fold adds one event to the state and to what the stream says.
func (d *Decision) Fold(r journal.Recorded) {
	say := func(f duty.Fact) { d.facts = d.facts.Say(d.Subject(), r, f) }
	if e, may := r.Event.(DelegatedEvent); may {
		if _, _, by := e.Delegated(); by.Reportable() {
			d.Unreported++
		}
	}
	switch e := r.Event.(type) {
	case DecisionMade:
		d.foldMade(r, e)
	case LetterSent:
		letter := d.letter(e.To)
		letter.How, letter.On = e.How, e.On
		d.Letters = upsert(d.Letters, letter, func(l Notification) bool { return l.To == e.To })
		d.facts = d.facts.Replace(d.Subject(), r, duty.Fact{Name: "decision.sent", About: d.about(e.To), Day: e.On, Value: e.How})
	case DecisionReceived:
		letter := d.letter(e.To)
		letter.Received, letter.Proof = e.On, e.Proof
		d.Letters = upsert(d.Letters, letter, func(l Notification) bool { return l.To == e.To })
		d.facts = d.facts.Replace(d.Subject(), r, duty.Fact{Name: "decision.received", About: d.about(e.To), Day: e.On})
	case AppealReceived:
		d.Appeals = add(d.Appeals, Appeal{Key: e.Appeal, On: e.On, From: e.From, Says: e.Says})
		say(duty.Fact{Name: "decision.appeal_received", About: e.Appeal, Day: e.On})
	case AppealTested:
		d.changeAppeal(e.Appeal, func(a *Appeal) { a.Tested, a.TestedOn = e.Result, e.On })
		say(duty.Fact{Name: "decision.appeal_tested", About: e.Appeal, Day: e.On, Value: e.Result})
	case AppealReconsidered:
		d.changeAppeal(e.Appeal, func(a *Appeal) { a.Considered, a.Changed = e.On, e.Changed })
		say(duty.Fact{Name: "decision.appeal_reconsidered", About: e.Appeal, Day: e.On})
	case AppealForwarded:
		d.changeAppeal(e.Appeal, func(a *Appeal) { a.Forwarded, a.At = e.On, FirstCourt })
		say(duty.Fact{Name: "decision.appeal_forwarded", About: e.Appeal, Day: e.On})
	case CourtRuled:
		d.changeAppeal(e.Appeal, func(a *Appeal) { a.ruled(e) })
	case AppealStayed:
		d.changeAppeal(e.Appeal, func(a *Appeal) {
			if a.Stayed = e.On; e.Lifted {
				a.Stayed = civil.Date{}
			}
		})
	case AppealedFurther:
		d.changeAppeal(e.Appeal, func(a *Appeal) { a.At, a.FurtherBy, a.FurtherOn, a.Result = e.Court, e.By, e.On, "" })
	case DecisionAmended:
		d.foldAmended(r, e)
	case DecisionObjected:
		d.Objections = add(d.Objections, DecisionObjection{From: e.From, Says: e.Says, On: r.Day})
	case ServiceFollowedUp:
		d.FollowUps = add(d.FollowUps, e.FollowUp)
		d.changeItem(e.FollowUp.Service, func(it *DecidedService) { it.FollowUp = e.FollowUp.NextOn })
		service := serviceSubject(e.FollowUp.Service)
		d.facts = d.facts.Say(service, r, duty.Fact{Name: "service.followed_up", Day: e.FollowUp.On}).
			Replace(service, r, duty.Fact{Name: "service.goals_unjudged", Day: e.FollowUp.On, Value: digits(e.FollowUp.unjudged())})
		if !e.FollowUp.NextOn.IsZero() {
			d.facts = d.facts.Say(service, r, duty.Fact{Name: "service.follow_up_planned", Day: e.FollowUp.NextOn})
		}
	case ServiceExtendedUnchanged:
		x := e.Extension
		d.changeItem(x.Service, func(it *DecidedService) { it.Until, it.Extended = x.Until, add(it.Extended, x) })
		service := serviceSubject(x.Service)
		d.facts = d.facts.
			Replace(service, r, duty.Fact{Name: "service.until", Day: x.Until}).
			Say(service, r, duty.Fact{Name: "service.technical_extension", Day: x.On}).
			Say(service, r, duty.Fact{Name: "service.inquiry_booked", Day: x.On}).
			Replace(d.caseSubject(), r, duty.Fact{Name: "case.favourable_until", About: x.Service.String(), Day: x.On, Value: x.Until.String()})
	case ServiceEnded:
		d.changeItem(e.Service, func(it *DecidedService) {
			it.Ended, it.EndReason, it.Results = e.On, e.Reason, e.Results
			if e.Level.Why != "" {
				it.Level = e.Level
			}
		})
		d.facts = d.facts.Say(serviceSubject(e.Service), r, duty.Fact{Name: "service.ended", Day: e.On})
		d.sayReduction(r, serviceSubject(e.Service), r.Day, e.Reduces, e.Lesser.Ground)
		for _, name := range [...]string{"case.favourable_running", "case.favourable_until", "case.favourable_extent", "case.favourable_reservation"} {
			d.facts = d.facts.Unsay(d.caseSubject(), name, e.Service.String())
		}
	case DecisionRectified:
		d.foldRectified(r, e)
	case DecisionMoved:
		d.foldMoved(e)
	case UnexecutedReported:
		d.foldUnexecuted(r, e.Report)
	case ExecutionReported:
		d.facts = d.facts.Say(serviceSubject(e.Service), r, duty.Fact{Name: "service.nonexec_done_reported", Day: e.On})
	case CarePlanMade:
		name := "placement.care_plan"
		if _, revises := d.CarePlanOf(e.Plan.Service); revises {
			name = "placement.care_plan_revised"
		}
		d.CarePlans = add(d.CarePlans, e.Plan)
		d.facts = d.facts.Say(serviceSubject(e.Plan.Service), r, duty.Fact{Name: name, Day: e.Plan.On})
	case DecisionReported:
		d.foldReported(r, e.On)
	case HomecomingRecorded:
		d.changeItem(e.Service, func(it *DecidedService) { it.Home = e.On })
		d.facts = d.facts.Say(serviceSubject(e.Service), r, duty.Fact{Name: "service.discharged", Day: e.On})
	}
}

func (d *Decision) foldMade(r journal.Recorded, e DecisionMade) {
	d.ID, d.Case, d.Person, d.Investigation = ids.Decision{ID: r.Stream.ID}, e.Case, e.Person, e.Investigation
	d.Made, d.By, d.Law, d.Outcome, d.Reasons = e.On, r.Actor, e.Law, e.Outcome, e.Reasons
	d.Mandate, d.Against, d.Team, d.Signed = e.Mandate, e.Against, e.Team, e.Items
	say := func(of duty.Subject, name, value string, day civil.Date) {
		d.facts = d.facts.Say(of, r, duty.Fact{Name: name, Day: day, Value: value})
	}
	own := d.Subject()
	say(own, "decision.made", "", e.On)
	say(own, "decision.law", string(e.Law), e.On)
	say(own, "decision.decider", e.Mandate.Body, e.On)
	if mandate := cmp.Or(e.Mandate.Point, e.Mandate.Minutes, e.Mandate.Provision); mandate != "" {
		say(own, "decision.mandate", mandate, e.On)
	}
	provision := e.Mandate.Provision
	if e.Outcome == EndedInLVU {
		provision = "LVU 4 §"
	}
	if provision != "" {
		say(own, "decision.provision", provision, e.On)
	}
	if !e.Mandate.Next.IsZero() {
		say(own, "decision.next_meeting", e.Mandate.Next.String(), e.On)
	}
	say(own, "decision.delegated", strconv.FormatBool(e.Mandate.Body == "delegat"), e.On)
	say(own, "decision.reasons", strconv.FormatBool(d.hasReasons()), e.On)
	say(own, "decision.against", strconv.FormatBool(e.Against), e.On)
	say(own, "decision.appealable", strconv.FormatBool(d.Appealable()), e.On)
	for _, it := range e.Items {
		d.Items = append(d.Items, DecidedService{DecisionItem: it})
		service := serviceSubject(it.Service)
		say(service, "service.kind", it.Kind, e.On)
		say(service, "service.law", string(e.Law), e.On)
		say(service, "service.outcome", string(it.Outcome), e.On)
		if !it.Outcome.Gives() {
			continue
		}
		say(service, "service.granted", "", e.On)
		say(service, "service.from", "", it.From)
		say(service, "service.goals", digits(len(it.FollowUpGoals())), e.On) // a short purpose counts as one
		say(service, "service.goals_vague", digits(unmeasured(it.Goals)), e.On)
		say(service, "service.limit_reason", strconv.FormatBool(it.Limit != ""), e.On)
		say(service, "service.follow_up_planned", "", it.FollowUp)
		if kind, known := ServiceByKey(it.Kind); known && it.FollowUp.After(it.From.AddMonths(kind.FollowWithin(it.Until))) {
			say(service, "service.follow_up_far", "", e.On)
		}
		it.sayTerms(func(name, value string, day civil.Date) { say(service, name, value, day) }, e.On)
		if e.Team != "" {
			say(service, "service.short", string(e.Team), e.On)
		}
		d.sayReduction(r, service, e.On, it.Reduces, it.Lesser.Ground)
		about := it.Service.String()
		if kind, ok := ServiceByKey(it.Kind); ok && kind.placement() {
			d.facts = d.facts.Say(d.caseSubject(), r, duty.Fact{Name: "case.placed", About: about, Day: e.On})
		}
		d.facts = d.facts.
			Say(d.caseSubject(), r, duty.Fact{Name: "case.favourable_running", About: about, Day: e.On, Value: it.Kind}).
			Say(d.caseSubject(), r, duty.Fact{Name: "case.favourable_extent", About: about, Day: e.On, Value: digits(it.Extent.Yearly())})
		if it.Reservation != "" {
			d.facts = d.facts.Say(d.caseSubject(), r, duty.Fact{Name: "case.favourable_reservation", About: about, Day: e.On})
		}
		if !it.Until.IsZero() {
			say(service, "service.until", "", it.Until)
			d.facts = d.facts.Say(d.caseSubject(), r, duty.Fact{Name: "case.favourable_until", About: about, Day: e.On, Value: it.Until.String()})
		}
	}
}

// Appealable tells whether the decision can be appealed: one that goes against the
// person (FL 41–42 §§) and is of a kind the law lists (SoL 35:1, LSS 27 §).
func (d Decision) Appealable() bool { return d.Against }

func (d Decision) hasReasons() bool {
	if d.Reasons != "" {
		return true
	}
	for _, it := range d.Items {
		if it.Reasons == "" {
			return false
		}
	}
	return len(d.Items) > 0
}

// about is empty for the person the decision is about, so that rules about the
// person's own time need not tell parties apart.
func (d Decision) about(to ids.Person) string {
	if to == d.Person {
		return ""
	}
	return to.String()
}

func (d Decision) caseSubject() duty.Subject { return duty.Subject{Kind: "case", ID: d.Case.ID} }

func serviceSubject(s ids.Service) duty.Subject { return duty.Subject{Kind: "service", ID: s.ID} }

func (d *Decision) changeItem(service ids.Service, change func(*DecidedService)) {
	if it, ok := d.Item(service); ok {
		change(&it)
		d.Items = upsert(d.Items, it, func(o DecidedService) bool { return o.Service == service })
	}
}

func (d *Decision) changeAppeal(key string, change func(*Appeal)) {
	for _, a := range d.Appeals {
		if a.Key == key {
			change(&a)
			d.Appeals = upsert(d.Appeals, a, func(o Appeal) bool { return o.Key == key })
		}
	}
}

// unmeasured counts the goals that cannot be followed up: vague, or without a day.
func unmeasured(goals []Goal) int {
	n := 0
	for _, g := range goals {
		if g.Vague() || !g.Complete() {
			n++
		}
	}
	return n
}
