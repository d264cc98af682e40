package casework

import (
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// Fold adds one event to the state and to what the stream says.
func (i *Investigation) Fold(r journal.Recorded) {
	say := func(f duty.Fact) { i.facts = i.facts.Say(i.Subject(), r, f) }
	put := func(f duty.Fact) { i.facts = i.facts.Replace(i.Subject(), r, f) }
	drop := func(name, about string) { i.facts = i.facts.Unsay(i.Subject(), name, about) }
	cas := func(f duty.Fact) {
		i.facts = i.facts.Replace(duty.Subject{Kind: "case", ID: i.Case.ID}, r, f)
	}

	switch e := r.Event.(type) {
	case InvestigationOpened:
		i.ID, i.Case, i.Person, i.Intake = ids.Investigation{ID: r.Stream.ID}, e.Case, e.Person, e.Intake
		i.Kind, i.Ground, i.Started, i.Received = e.Kind, e.Ground, e.Started, e.Received
		i.Opened, i.Question, i.Team = e.On, e.Question, e.Team
		i.hold(e.Mandate)
		say(duty.Fact{Name: "investigation.kind", Day: e.On, Value: string(e.Kind)})
		say(duty.Fact{Name: "investigation.ground", Day: e.On, Value: string(e.Ground)})
		say(duty.Fact{Name: "investigation.started_by", Day: e.On, Value: e.Started})
		say(duty.Fact{Name: "investigation.matter_received", Day: civil.DayOf(e.Received), At: e.Received})
		say(duty.Fact{Name: "investigation.opened", Day: e.On})
		if e.Ground.Protects() {
			cas(duty.Fact{Name: "case.child_inquiry_opened", About: i.ID.String(), Day: e.On})
		}
	case InvestigationMoved:
		i.foldMoved(e)
	case ConcernedTold:
		i.Told = upsert(i.Told, Told(e), func(t Told) bool { return t.Who == e.Who })
		drop("investigation.told", e.Who.String())
		drop("investigation.not_told", e.Who.String())
		if e.NotTold == "" {
			say(duty.Fact{Name: "investigation.told", About: e.Who.String(), Day: e.On})
		} else {
			say(duty.Fact{Name: "investigation.not_told", About: e.Who.String(), Day: r.Day, Value: e.NotTold})
		}
	case PartWritten:
		i.setPart(PartText{Key: e.Part, Text: e.Text, Done: e.Done, Kept: e.Kept, Version: r.Version, By: r.Actor, Earlier: i.Part(e.Part).Earlier})
		if e.Part == partBestInterests && e.Done {
			put(duty.Fact{Name: "investigation.best_interests", Day: r.Day})
		}
	case PartSetAside:
		i.setPart(PartText{Key: e.Part, SetAside: e.Reason, Version: r.Version, By: r.Actor, Earlier: i.Part(e.Part).Earlier})
	case PartCorrected:
		part := i.Part(e.Part)
		part.Earlier = add(part.Earlier, EarlierText{Was: part.Text, Why: e.Why, By: r.Actor, At: r.At})
		part.Text = e.Text
		i.setPart(part)
	case NeedDescribed:
		i.Needs = upsert(i.Needs, e.Need, func(n Need) bool { return n.Key == e.Need.Key })
		i.wrote(e.Need.Key, r)
	case GoalSet:
		i.Goals = upsert(i.Goals, e.Goal, func(g Goal) bool { return g.Key == e.Goal.Key })
		i.wrote(e.Goal.Key, r)
	case OwnWordsWritten:
		i.OwnWords = e.Text
	case HomeVisitMade:
		i.HomeVisit, i.NoVisit = e.On, ""
		drop("investigation.no_home_visit", "")
		put(duty.Fact{Name: "investigation.home_visit", Day: e.On})
	case HomeVisitSkipped:
		i.NoVisit = e.Reason
		put(duty.Fact{Name: "investigation.no_home_visit", Day: r.Day, Value: e.Reason})
	case ChildrenAsked:
		i.Children = e.Answer
		put(duty.Fact{Name: "investigation.children_affected", Day: r.Day, Value: e.Answer})
	case ChildTalkedTo:
		i.Talks = add(i.Talks, e.Talk)
		say(duty.Fact{Name: "investigation.child_talked", Day: e.Talk.On})
	default:
		i.foldEnd(r, say, put, cas)
	}
}

// foldEnd folds views, consents, communication and what closes the investigation.
func (i *Investigation) foldEnd(r journal.Recorded, say, put, cas func(duty.Fact)) {
	switch e := r.Event.(type) {
	case ChildsViewWritten:
		view := e.View
		i.View = &view
		put(duty.Fact{Name: "investigation.child_view", Day: r.Day, Value: either(view.Text != "", "skriven", "inte-hort")})
	case GuardiansViewWritten:
		i.Guardians = upsert(i.Guardians, e.View, func(v GuardianView) bool { return v.Guardian == e.View.Guardian })
		put(duty.Fact{Name: "investigation.guardian_view", About: e.View.Guardian.String(), Day: r.Day, Value: either(e.View.Text != "", "skriven", "inte-hord")})
	case ConsentRecorded:
		i.Consents = upsert(i.Consents, e.Consent, func(c GuardianConsent) bool { return c.Guardian == e.Consent.Guardian })
		put(duty.Fact{Name: "investigation.consent", About: e.Consent.Guardian.String(), Day: e.Consent.On, Value: e.Consent.Answer})
	case ConsentByCommittee:
		consent := e.Consent
		i.Committee = &consent
		put(duty.Fact{Name: "investigation.consent", About: consent.Guardian.String(), Day: consent.On, Value: "utskott-6-13a"})
	case EligibilityAssessed:
		i.Group, i.GroupWhy = e.Group, e.Why
		put(duty.Fact{Name: "investigation.eligibility", Day: r.Day, Value: e.Group})
	case Interviewed:
		i.Interviews = add(i.Interviews, e.Interview)
	case CommunicationConsidered:
		c := e.Communication
		i.Hearing = &c
		put(duty.Fact{Name: "investigation.communication", Day: r.Day, Value: c.Need})
	case MaterialSentToParty:
		sent := MaterialSent{Party: e.Party, On: e.On, How: e.How, AnswerBy: e.AnswerBy}
		i.Sent = upsert(i.Sent, sent, func(s MaterialSent) bool { return s.Party == e.Party })
		put(duty.Fact{Name: "investigation.communicated", About: e.Party.String(), Day: e.On, Value: e.AnswerBy.String()})
	case PartyAnswered:
		for _, s := range i.Sent {
			if s.Party == e.Party {
				s.Answered, s.Says = e.On, e.Says
				i.Sent = upsert(i.Sent, s, func(o MaterialSent) bool { return o.Party == e.Party })
			}
		}
	case InvestigationExtended:
		i.Extensions = add(i.Extensions, e.Extension)
		i.hold(e.Extension.Mandate)
		say(duty.Fact{Name: "investigation.extended", Day: e.Extension.On, Value: e.Extension.Until.String()})
		say(duty.Fact{Name: "investigation.extension_reason", Day: e.Extension.On, Value: e.Extension.Reason})
	case DocumentCompleted:
		i.Ready, i.Used = e.On, e.Used
		put(duty.Fact{Name: "investigation.document_ready", Day: e.On})
	case InvestigationDecided:
		i.Decided, i.Outcome, i.Decision = e.On, e.Outcome, e.Decision
		say(duty.Fact{Name: "investigation.decided", Day: e.On})
		if e.Listed {
			say(duty.Fact{Name: "investigation.needs_discussion", Day: e.On, Value: word(true)})
		}
		say(duty.Fact{Name: "investigation.outcome", Day: e.On, Value: string(e.Outcome)})
		if i.Ground.Protects() {
			cas(duty.Fact{Name: "case.child_inquiry_closed", About: i.ID.String(), Day: e.On})
		}
	case AftercareDecided:
		i.Aftercare = &AftercareFollowUp{On: e.On, Reason: e.Reason}
		i.hold(e.Mandate)
		put(duty.Fact{Name: "investigation.aftercare_decided", Day: e.On})
	case InvestigationReported:
		i.Unreported = 0
	case AftercareEnded:
		if i.Aftercare != nil {
			a := *i.Aftercare
			a.Ended = e.On
			i.Aftercare = &a
		}
		put(duty.Fact{Name: "investigation.aftercare_ended", Day: e.On})
	default:
		i.foldCare(r, say, put)
	}
}

func (i *Investigation) wrote(key string, r journal.Recorded) {
	i.authors = upsert(i.authors, authored{key, r.Actor, r.Day}, func(a authored) bool { return a.key == key })
}

func (i *Investigation) setPart(p PartText) {
	i.Parts = upsert(i.Parts, p, func(o PartText) bool { return o.Key == p.Key })
}

func either(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

// hold counts a decision that the board is to hear of.
func (i *Investigation) hold(m Mandate) {
	if m.Reportable() {
		i.Unreported++
	}
}
