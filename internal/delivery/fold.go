package delivery

import (
	"slices"
	"strconv"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// Fold takes one event into the order.
func (o *Order) Fold(r journal.Recorded) {
	o.id = ids.Order{ID: r.Stream.ID}
	switch e := r.Event.(type) {
	case OrderSent:
		o.Brief, o.Sent, o.SentBy = e.Brief, r.At, r.Actor
		o.say(r, duty.Fact{Name: "order.sent", About: o.id.String(), Day: r.Day, At: r.At, Value: e.Brief.Provider.String()})
	case OrderAcknowledged:
		o.Acknowledged, o.SeenBy, o.Able, o.Capacity = r.At, r.Actor, e.Able, e.Capacity
		o.say(r, duty.Fact{Name: "order.acknowledged", About: o.id.String(), Day: r.Day, At: r.At})
	case StartSet:
		o.StartDay, o.StartSet = e.On, Mark{At: r.At, By: r.Actor}
		o.say(r, duty.Fact{Name: "order.start_set", About: o.id.String(), Day: r.Day, Value: e.On.String()})
	case Started:
		o.Started, o.StartedBy, o.StartShown = e.On, e.By, Mark{At: r.At, By: r.Actor}
		o.say(r, duty.Fact{Name: "order.started", Day: e.On, Value: string(e.By)})
	case PlaceOffered:
		o.Offers = append(slices.Clip(o.Offers), e.Offer)
		o.add(r, duty.Fact{Name: "order.offered", Day: e.Offer.On, Value: string(e.Offer.Answer)})
	case DelayExplained:
		o.WhyNotBegun = e.Reason
		o.say(r, duty.Fact{Name: "order.not_started_reason", Day: r.Day, Value: e.Reason})
	case WaitWished:
		o.WaitsSince = e.On
		o.say(r, duty.Fact{Name: "order.wait_wished", Day: e.On})
	case Interrupted:
		o.Interrupted = e.On
		o.add(r, duty.Fact{Name: "order.interrupted", Day: e.On})
	case Resumed:
		o.Interrupted = civil.Date{}
		o.add(r, duty.Fact{Name: "order.resumed", Day: e.On})
	case PlanMade:
		o.Plans, o.PlanMade = append(slices.Clip(o.Plans), e.Plan), Mark{At: r.At, By: r.Actor}
		o.add(r, duty.Fact{Name: "plan.made", Day: e.Plan.Made})
		o.say(r, duty.Fact{Name: "plan.with", Day: e.Plan.Made, Value: e.Plan.Collaboration})
		o.say(r, duty.Fact{Name: "plan.goals_untied", Day: e.Plan.Made, Value: strconv.Itoa(e.Plan.Loose())})
		o.say(r, duty.Fact{Name: "plan.author", Day: e.Plan.Made, Value: e.Plan.author()})
		o.say(r, duty.Fact{Name: "plan.review_planned", Day: e.Plan.ReviewBy})
	case PlanReviewed:
		plan := o.lastPlan()
		plan.Reviewed = append(slices.Clip(plan.Reviewed), e.Review)
		plan.ReviewBy, plan.Read = e.Review.Next, civil.Date{} // the officer has not read what the review says
		o.add(r, duty.Fact{Name: "plan.reviewed", Day: e.Review.On})
		o.say(r, duty.Fact{Name: "plan.review_planned", Day: e.Review.Next})
	case PlanRead:
		o.lastPlan().Read = e.On
	case CareContactOffered:
		o.CareContact, o.Contact = e.Answer, e.Contact
		if e.Contact.Name != "" {
			o.say(r, duty.Fact{Name: "plan.care_contact_title", Day: r.Day, Value: strconv.FormatBool(e.Contact.Nurse)})
		}
		o.say(r, duty.Fact{Name: "plan.care_contact", Day: r.Day, Value: e.Answer})
	case ChangeSignalled:
		o.Signals = append(slices.Clip(o.Signals), ChangeSignal{Number: e.Number, Kind: e.Kind, What: e.What, Since: e.Since, Sent: r.At, Plan: e.Plan, Told: e.Told})
		o.say(r, duty.Fact{Name: "signal.sent", About: o.signal(e.Number), Day: r.Day, At: r.At, Value: string(e.Kind)})
	case ChangeAnswered:
		o.Signals = slices.Clone(o.Signals)
		s := &o.Signals[e.Number-1]
		s.Answered, s.Answer, s.Leads = r.At, e.Answer, e.Leads
		o.say(r, duty.Fact{Name: "signal.answered", About: o.signal(e.Number), Day: r.Day, At: r.At, Value: string(e.Leads)})
	case MessageWritten:
		o.Thread = append(slices.Clip(o.Thread), Message{At: r.At, By: r.Actor, FromProvider: e.FromProvider, Text: e.Text, Told: e.Told})
	case ContactLogged:
		o.Thread = append(slices.Clip(o.Thread), Message{At: r.At, By: r.Actor, FromProvider: true, Text: e.Subject, Way: e.Way, Answer: e.Answer})
	case StaffTold:
		o.News = append(slices.Clip(o.News), News{Number: e.Number, Kind: e.Kind, Text: e.Text, Told: e.Told, FromProvider: e.FromProvider, At: r.At, By: r.Actor})
	case StaffInformed:
		o.News = slices.Clone(o.News)
		n := &o.News[e.Number-1]
		n.Read = append(slices.Clip(n.Read), Mark{At: r.At, By: r.Actor})
	case AlarmInstalled:
		o.Alarm = Alarm{Installed: e.Check}
	case AlarmRemoved:
		o.Alarm.Removed = e.Check
	case PartlyGiven:
		o.PartlySince, o.PartlyLacks = e.Since, e.Lacks
	case FullyGiven:
		o.PartlySince, o.PartlyLacks = civil.Date{}, ""
	case HandoverChecked:
		o.Handovers = append(slices.Clip(o.Handovers), Handover{At: e.At, FromProvider: e.FromProvider, Checked: e.Checked, Note: e.Note, Mark: Mark{At: r.At, By: r.Actor}})
	case OrderEnded:
		o.Ended, o.EndReason = e.On, e.Reason
		o.say(r, duty.Fact{Name: "order.ended", About: o.id.String(), Day: e.On, Value: string(e.Reason)})
	default:
		o.foldPlan(r)
	}
}

// lastPlan is a pointer into a fresh copy of the plans, so that an earlier state
// keeps its own.
func (o *Order) lastPlan() *Plan {
	o.Plans = slices.Clone(o.Plans)
	return &o.Plans[len(o.Plans)-1]
}

// signal names a signal among those of all orders of the service.
func (o *Order) signal(number int) string { return o.id.String() + "#" + strconv.Itoa(number) }

// say keeps one fact of the name, and add keeps each.
func (o *Order) say(r journal.Recorded, f duty.Fact) { o.said = o.said.Replace(o.service(), r, f) }
func (o *Order) add(r journal.Recorded, f duty.Fact) { o.said = o.said.Say(o.service(), r, f) }
