// Package steering is how units are led: budget, forecast, meetings and recurring
// reports. So far it holds the words that rules ask about a unit (enhet); what
// says them is yet to come.
package steering

import "stadga/internal/duty"

// Subject is the kind of subject these facts belong to: a unit.
const Subject = "unit"

// Vocabulary lists what rules ask about a unit. Nothing says any of it yet, and
// each fact names what will.
func Vocabulary() []duty.FactType {
	const (
		log      = "genomgångarna av loggen"
		forums   = "enhetens mötesordning"
		reports  = "enhetens rapporter och prognoser"
		checks   = "egenkontrollens egna genomgångar"
		notified = "anmälningarna av kommunens egna verksamheter till IVO"
	)
	return []duty.FactType{
		{Subject: Subject, Name: "unit.established", Type: duty.Day, Awaits: forums, Says: "enheten inrättades"},
		{Subject: Subject, Name: "unit.log_reviewed", Type: duty.Day, Awaits: log, Says: "loggen gicks igenom med slumpvalda och riktade stickprov"},
		{Subject: Subject, Name: "unit.sol_preparation", Type: duty.Day, Awaits: forums, Says: "ärendeberedning enligt SoL"},
		{Subject: Subject, Name: "unit.lss_preparation", Type: duty.Day, Awaits: forums, Says: "ärendeberedning enligt LSS"},
		{Subject: Subject, Name: "unit.case_presentation", Type: duty.Day, Awaits: forums, Says: "ärendedragning med tema"},
		{Subject: Subject, Name: "unit.officer_check_in", Type: duty.Day, Awaits: forums, Says: "avstämning mellan gruppledare och handläggare (About: handläggaren)"},
		{Subject: Subject, Name: "unit.officer", Type: duty.Day, Awaits: forums, Says: "handläggare på enheten (About: handläggaren)"},
		{Subject: Subject, Name: "unit.dignity_call", Type: duty.Day, Awaits: reports, Says: "samtal till en enskild om värdighetsgarantin"},
		{Subject: Subject, Name: "unit.random_follow_up", Type: duty.Day, Awaits: reports, Says: "uppföljning av ett slumpvalt ärende"},
		{Subject: Subject, Name: "unit.month_report", Type: duty.Day, Awaits: reports, Says: "månadsrapport om besök, avvikelser och ekonomi"},
		{Subject: Subject, Name: "unit.forecast", Type: duty.Day, Awaits: reports, Says: "prognos lämnad"},
		{Subject: Subject, Name: "unit.self_check", Type: duty.Day, Awaits: checks, Says: "egenkontroll enligt matrisen"},
		{Subject: Subject, Name: "unit.risk_analysis", Type: duty.Day, Awaits: checks, Says: "riskanalys gjord"},
		{Subject: Subject, Name: "unit.staff_informed", Type: duty.Day, Awaits: checks, Says: "personalen informerad om lex Sarah"},
		{Subject: Subject, Name: "unit.started_service", Type: duty.Day, Awaits: notified, Says: "anmälningspliktig verksamhet startade"},
		{Subject: Subject, Name: "unit.start_notified", Type: duty.Day, Awaits: notified, Says: "verksamheten anmäldes till IVO"},
		{Subject: Subject, Name: "unit.changed_service", Type: duty.Day, Awaits: notified, Says: "verksamheten ändrades väsentligt eller lades ner (About: ändringen)"},
		{Subject: Subject, Name: "unit.change_notified", Type: duty.Day, Awaits: notified, Says: "ändringen anmäldes till IVO (About: ändringen)"},
	}
}
