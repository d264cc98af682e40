package casework

import (
	"slices"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// An Investigation (utredning) finds out need and right. It is one stream, from
// the decision to open it to the decision that closes it:
//
//	opened → parts, needs, views, communication → document ready → decided → (aftercare)
//
// Nothing in it may be written once it is decided; what stands there can be
// corrected, and the correction shows.
type Investigation struct {
	ID       ids.Investigation
	Case     ids.Case
	Person   ids.Person
	Intake   ids.Intake
	Kind     InquiryKind
	Ground   Ground
	Started  string    // what led to it: "orosanmalan", "ansokan" …
	Received time.Time // when the matter reached the board
	Opened   civil.Date
	Question string   // what is to be clarified
	Team     Team     // that makes a short decision
	Template Template // of its type, in the version that held when it was opened; zero: opened before there were templates

	Told       []Told
	Parts      []PartText
	Needs      []Need
	Goals      []Goal
	OwnWords   string
	HomeVisit  civil.Date
	NoVisit    string // reason why no home visit was made
	Children   string // "ja", "nej", "vet-inte"; empty: not asked
	Talks      []ChildTalk
	View       *ChildsView
	Guardians  []GuardianView
	Consents   []GuardianConsent
	Committee  *CommitteeConsent
	Group      string // personkrets "1", "2", "3", "ingen"; empty: not assessed
	GroupWhy   string
	Hearing    *Communication
	Sent       []MaterialSent
	Extensions []InvestigationExtension
	Ready      civil.Date // the document is completed
	Used       []UsedGuideline
	Interviews []Interview
	Decided    civil.Date
	Outcome    InquiryOutcome
	Decision   ids.Decision
	Aftercare  *AftercareFollowUp
	Unreported int // decisions in the board's place that it has not heard of

	Care

	authors []authored
	facts   duty.Statements
}

// Subject is what rules call the investigation.
func (i Investigation) Subject() duty.Subject {
	return duty.Subject{Kind: "investigation", ID: i.ID.ID}
}

// Due is the last day of a child inquiry by the four months of SoL 20:3, counting
// the extensions that were decided in time; no day for other inquiries.
func (i Investigation) Due() civil.Date {
	if !i.Ground.Protects() || i.Opened.IsZero() {
		return civil.Date{}
	}
	due := i.Opened.AddMonths(4)
	for _, e := range i.Extensions {
		if !e.Late && e.Until.After(due) {
			due = e.Until
		}
	}
	return due
}

// Part returns what is written under that key.
func (i Investigation) Part(key string) PartText {
	if at := slices.IndexFunc(i.Parts, func(p PartText) bool { return p.Key == key }); at >= 0 {
		return i.Parts[at]
	}
	return PartText{Key: key}
}

// Goal finds a goal by its key.
func (i Investigation) Goal(key string) (Goal, bool) {
	at := slices.IndexFunc(i.Goals, func(g Goal) bool { return g.Key == key })
	if at < 0 {
		return Goal{}, false
	}
	return i.Goals[at], true
}

// InvestigationEvents lists a zero value of each event of the stream.
func InvestigationEvents() []journal.Event {
	return append([]journal.Event{
		InvestigationOpened{},
		ConcernedTold{},
		PartWritten{},
		PartSetAside{},
		PartCorrected{},
		NeedDescribed{},
		GoalSet{},
		OwnWordsWritten{},
		HomeVisitMade{},
		HomeVisitSkipped{},
		ChildrenAsked{},
		ChildTalkedTo{},
		ChildsViewWritten{},
		GuardiansViewWritten{},
		ConsentRecorded{},
		ConsentByCommittee{},
		EligibilityAssessed{},
		Interviewed{},
		CommunicationConsidered{},
		MaterialSentToParty{},
		PartyAnswered{},
		InvestigationExtended{},
		DocumentCompleted{},
		InvestigationDecided{},
		AftercareDecided{},
		AftercareEnded{},
		InvestigationReported{},
		InvestigationMoved{},
	}, careEvents()...)
}

// Says gives the investigation's facts, and the case those of a child inquiry.
func (i Investigation) Says() []duty.Said { return i.facts.Said(i.under) }

// Persons names the file the investigation belongs to.
func (i Investigation) Persons() []ids.Person { return []ids.Person{i.Person} }

func (i Investigation) under(s duty.Subject) duty.Subject {
	if s.Kind == "case" {
		return duty.Subject{Kind: "person", ID: i.Person.ID}
	}
	return duty.Subject{Kind: "case", ID: i.Case.ID}
}

// upsert replaces the first element that same accepts, or adds x; the list given is left as it was.
func upsert[T any](list []T, x T, same func(T) bool) []T {
	list = slices.Clone(list)
	if at := slices.IndexFunc(list, same); at >= 0 {
		list[at] = x
		return list
	}
	return append(list, x)
}

// add appends to a copy, so that an earlier state keeps its own list.
func add[T any](list []T, x T) []T { return append(slices.Clip(list), x) }
