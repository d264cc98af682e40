// Package review is how others look at the work: plans for follow-up, external
// reviews and their findings. So far it holds the words that rules ask about a
// plan for follow-up (uppföljningsplan); what says them is yet to come.
package review

import "stadga/internal/duty"

// Subject is the kind of subject these facts belong to: a review programme, that
// of one unit or of the whole board.
const Subject = "programme"

// Vocabulary lists what rules ask about a review programme. Nothing says any of
// it yet, and each fact names what will.
func Vocabulary() []duty.FactType {
	const from = "granskningarnas plan och protokoll"
	return []duty.FactType{
		{Subject: Subject, Name: "programme.began", Type: duty.Day, Awaits: from, Says: "granskningen av verksamheten började"},
		{Subject: Subject, Name: "programme.external_review", Type: duty.Day, Awaits: from, Says: "extern granskning gjord"},
		{Subject: Subject, Name: "programme.plan", Type: duty.Until, Awaits: from, Says: "uppföljningsplan beslutad (Value: sista dagen den täcker)"},
		{Subject: Subject, Name: "programme.plan_revised", Type: duty.Day, Awaits: from, Says: "uppföljningsplanen sågs över"},
	}
}
