package delivery

import "stadga/internal/duty"

// Vocabulary lists the facts that orders give to rules. They belong to the
// service (insats) the order carries out.
func Vocabulary() []duty.FactType {
	const (
		service = "service"
		private = "journalerna hos enskilda utförare"
	)
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
		{Subject: service, Name: "plan.with", Type: duty.Text, Says: "vilka som planen gjordes med (behövs inte är också ett svar)"},
		{Subject: service, Name: "plan.goals_untied", Type: duty.Number, Says: "antal mål i planen som inget mål i beslutet står bakom"},
		{Subject: service, Name: "plan.author", Type: duty.Text, Words: []string{"utforaren", "myndigheten"}, Says: "vem som skrev planen"},
		{Subject: service, Name: "plan.care_contact", Type: duty.Text, Says: "fast omsorgskontakt erbjuden (Value: ja eller nej)"},
		{Subject: service, Name: "order.data_requested", Type: duty.Day, Awaits: "nämndens begäran om uppgifter från utförare", Says: "nämnden begärde uppgifter för uppföljning (About: begäran)"},
		{Subject: service, Name: "order.data_given", Type: duty.Day, Awaits: "nämndens begäran om uppgifter från utförare", Says: "utföraren lämnade uppgifterna (About: begäran)"},
		{Subject: service, Name: "plan.care_contact_title", Type: duty.Bool, Says: "den fasta omsorgskontakten har bevis om yrkestiteln undersköterska"},
		{Subject: service, Name: "signal.sent", Type: duty.Instant, Says: "ändrat behov anmält (About: signalen)"},
		{Subject: service, Name: "signal.answered", Type: duty.Instant, Says: "ändrat behov besvarat (About: signalen)"},

		{Subject: service, Name: "order.private", Type: duty.Bool, Awaits: private, Says: "utföraren är enskild verksamhet"},
		{Subject: service, Name: "order.last_note", Type: duty.Day, Awaits: private, Says: "sista anteckningen i den enskilda verksamhetens akt"},
		{Subject: service, Name: "order.file_destroyed", Type: duty.Day, Awaits: private, Says: "den enskilda verksamhetens akt gallrades"},
		{Subject: service, Name: "order.file_handed_over", Type: duty.Day, Awaits: private, Says: "den enskilda verksamhetens akt lämnades över till nämnden"},
		{Subject: service, Name: "order.documented", Type: duty.Day, Awaits: "utförarens journal", Says: "utföraren skrev i akten om hur insatsen genomförs"},
		{Subject: service, Name: "order.delivered_share", Type: duty.Number, Awaits: "månadens sammanräkning av utförd tid", Says: "utförd tid i procent av beviljad, senaste månaden"},
	}
}
