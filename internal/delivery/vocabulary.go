package delivery

import "stadga/internal/duty"

// Vocabulary lists the facts that orders give to rules. They belong to the
// service (insats) the order carries out.
func Vocabulary() []duty.FactType {
	const service = "service"
	return []duty.FactType{
		{Subject: service, Name: "order.sent", Type: duty.Instant, Says: "uppdraget skickat (About: uppdraget; Value: utföraren)"},
		{Subject: service, Name: "order.acknowledged", Type: duty.Instant, Says: "utföraren kvitterade (About: uppdraget)"},
		{Subject: service, Name: "order.start_set", Type: duty.Until, Says: "startdatum satt (About: uppdraget; Value: startdagen)"},
		{Subject: service, Name: "order.started", Type: duty.Day, Says: "insatsen började, visat av besök, inflytt, installation eller första möte (Value: vilket)"},
		{Subject: service, Name: "order.offered", Type: duty.Text, Words: []string{"tackat-ja", "tackat-nej"}, Says: "plats erbjuden"},
		{Subject: service, Name: "order.not_started_reason", Type: duty.Text, Says: "skäl att beslutet inte verkställts"},
		{Subject: service, Name: "order.wait_wished", Type: duty.Day, Says: "den enskilde vill vänta på vald utförare"},
		{Subject: service, Name: "order.interrupted", Type: duty.Day, Says: "avbrott i verkställigheten"},
		{Subject: service, Name: "order.resumed", Type: duty.Day, Says: "verkställigheten återupptagen"},
		{Subject: service, Name: "order.ended", Type: duty.Day, Says: "uppdraget avslutat (About: uppdraget)"},
		{Subject: service, Name: "plan.made", Type: duty.Day, Says: "genomförandeplan upprättad"},
		{Subject: service, Name: "plan.reviewed", Type: duty.Day, Says: "genomförandeplan följd upp"},
		{Subject: service, Name: "plan.review_planned", Type: duty.Day, Says: "uppföljning av planen bestämd till"},
		{Subject: service, Name: "plan.care_contact", Type: duty.Text, Says: "fast omsorgskontakt erbjuden (Value: ja eller nej)"},
		{Subject: service, Name: "signal.sent", Type: duty.Instant, Says: "ändrat behov anmält (About: signalen)"},
		{Subject: service, Name: "signal.answered", Type: duty.Instant, Says: "ändrat behov besvarat (About: signalen)"},
	}
}
