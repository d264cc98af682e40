package board

import "stadga/internal/duty"

// Subject is the kind of subject these facts belong to: a board.
const Subject = "board"

// Vocabulary lists what rules ask about a board. What nothing says yet names what
// will.
func Vocabulary() []duty.FactType {
	const (
		reports  = "nämndens handlingar och rapporter"
		calendar = "Socialstyrelsens kalender för statistiken"
		breaches = "registret över personuppgiftsincidenter"
	)
	return []duty.FactType{
		{Subject: Subject, Name: "board.established", Type: duty.Day, Says: "nämnden inrättades"},
		{Subject: Subject, Name: "board.year_begun", Type: duty.Day, Awaits: reports, Says: "ett nytt år började"},
		{Subject: Subject, Name: "board.term_begun", Type: duty.Day, Awaits: reports, Says: "en ny mandatperiod började"},
		{Subject: Subject, Name: "board.nonexec_to_council", Type: duty.Day, Says: "statistiken om ej verkställda beslut lämnades till fullmäktige"},
		{Subject: Subject, Name: "board.quality_report", Type: duty.Day, Awaits: reports, Says: "kvalitetsberättelsen beslutades"},
		{Subject: Subject, Name: "board.patient_safety_report", Type: duty.Day, Awaits: reports, Says: "patientsäkerhetsberättelsen upprättades"},
		{Subject: Subject, Name: "board.follow_up_report", Type: duty.Day, Awaits: reports, Says: "uppföljningsrapporten med ekonomi och placeringar lämnades till nämnden"},
		{Subject: Subject, Name: "board.outpatient_report", Type: duty.Day, Awaits: reports, Says: "uppföljningen av öppenvården lämnades till nämnden"},
		{Subject: Subject, Name: "board.provider_programme", Type: duty.Day, Awaits: reports, Says: "fullmäktige antog programmet för privata utförare"},
		{Subject: Subject, Name: "board.statistics_due", Type: duty.Until, Awaits: calendar, Says: "uppgifter ska lämnas till Socialstyrelsen (About: statistiken; Value: sista dagen)"},
		{Subject: Subject, Name: "board.statistics_sent", Type: duty.Day, Awaits: calendar, Says: "uppgifterna lämnades till Socialstyrelsen (About: statistiken)"},
		{Subject: Subject, Name: "board.breach_known", Type: duty.Instant, Awaits: breaches, Says: "en personuppgiftsincident upptäcktes (About: incidenten)"},
		{Subject: Subject, Name: "board.breach_risk", Type: duty.Bool, Awaits: breaches, Says: "incidenten innebär sannolikt en risk för någon"},
		{Subject: Subject, Name: "board.breach_notified", Type: duty.Instant, Awaits: breaches, Says: "incidenten anmäldes till IMY (About: incidenten)"},
	}
}
