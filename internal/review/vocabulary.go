// Package review is how others look at the work: the control of who has read what
// (loggkontroll), plans for follow-up, external reviews and their findings. Of the
// last three it so far holds the words that rules ask; what says them is yet to come.
package review

import "stadga/internal/duty"

// Subject is the kind of subject these facts belong to: a review programme, that
// of one unit or of the whole board.
const Subject = "programme"

// Vocabulary lists what rules ask about a log check and a review programme. Nothing
// says any of the latter yet, and each fact names what will.
func Vocabulary() []duty.FactType {
	const from = "granskningarnas plan och protokoll"
	return []duty.FactType{
		{Subject: LogCheckStream, Name: "log_check.raised", Type: duty.Day, Says: "läsningen lades fram för kontroll"},
		{Subject: LogCheckStream, Name: "log_check.decided", Type: duty.Day, Says: "läsningen bedömdes"},
		{Subject: Subject, Name: "programme.began", Type: duty.Day, Awaits: from, Says: "granskningen av verksamheten började"},
		{Subject: Subject, Name: "programme.external_review", Type: duty.Day, Awaits: from, Says: "extern granskning gjord"},
		{Subject: Subject, Name: "programme.plan", Type: duty.Until, Awaits: from, Says: "uppföljningsplan beslutad (Value: sista dagen den täcker)"},
		{Subject: Subject, Name: "programme.plan_revised", Type: duty.Day, Awaits: from, Says: "uppföljningsplanen sågs över"},
	}
}
