package contracts

import "stadga/internal/duty"

// Subject is the kind of subject these facts belong to: an agreement.
const Subject = "agreement"

// Vocabulary lists what rules ask about an agreement. Nothing says any of it yet,
// and each fact names what will.
func Vocabulary() []duty.FactType {
	const (
		agreements = "registret över avtal och utförare"
		permits    = "anmälningarna om tillstånd till IVO"
	)
	return []duty.FactType{
		{Subject: Subject, Name: "agreement.began", Type: duty.Day, Awaits: agreements, Says: "avtalet började gälla"},
		{Subject: Subject, Name: "agreement.announced", Type: duty.Day, Awaits: agreements, Says: "förfrågningsunderlaget annonserades"},
		{Subject: Subject, Name: "agreement.payment_stated", Type: duty.Bool, Awaits: agreements, Says: "grunden för ersättningen står i förfrågningsunderlaget"},
		{Subject: Subject, Name: "agreement.applied", Type: duty.Day, Awaits: agreements, Says: "en utförare som uppfyller kraven ansökte om att bli godkänd"},
		{Subject: Subject, Name: "agreement.answered", Type: duty.Day, Awaits: agreements, Says: "utföraren fick besked med skäl"},
		{Subject: Subject, Name: "agreement.refused_told", Type: duty.Day, Awaits: agreements, Says: "utföraren fick veta att den inte godkänns"},
		{Subject: Subject, Name: "agreement.correction_sought", Type: duty.Day, Awaits: agreements, Says: "utföraren ansökte om rättelse hos förvaltningsrätten"},
		{Subject: Subject, Name: "agreement.homecare_begun", Type: duty.Day, Awaits: agreements, Says: "utföraren började bedriva hemtjänst"},
		{Subject: Subject, Name: "agreement.permit", Type: duty.Day, Awaits: agreements, Says: "utföraren fick tillstånd av IVO"},
		{Subject: Subject, Name: "agreement.ended", Type: duty.Day, Awaits: agreements, Says: "avtalet upphörde"},
		{Subject: Subject, Name: "agreement.followed_up", Type: duty.Day, Awaits: agreements, Says: "avtalet följdes upp"},
		{Subject: Subject, Name: "agreement.followed_up_in_depth", Type: duty.Day, Awaits: agreements, Says: "avtalet följdes upp fördjupat"},
		{Subject: Subject, Name: "agreement.manual_reviewed", Type: duty.Day, Awaits: agreements, Says: "utförarens manuellt registrerade besök gicks igenom"},
		{Subject: Subject, Name: "agreement.acute_shortcoming", Type: duty.Day, Awaits: agreements, Says: "en akut brist hos utföraren upptäcktes (About: bristen)"},
		{Subject: Subject, Name: "agreement.shortcoming_told", Type: duty.Day, Awaits: agreements, Says: "socialchefen och nämnden fick veta om bristen (About: bristen)"},
		{Subject: Subject, Name: "agreement.suspected", Type: duty.Day, Awaits: permits, Says: "misstanke om verksamhet utan tillstånd, olämplig ledning eller allvarliga brister (About: misstanken)"},
		{Subject: Subject, Name: "agreement.suspicion_told", Type: duty.Day, Awaits: permits, Says: "misstanken anmäldes till IVO (About: misstanken)"},
		{Subject: Subject, Name: "agreement.circle_changed", Type: duty.Day, Awaits: permits, Says: "kretsen av dem som äger eller leder tillståndshavaren ändrades (About: ändringen)"},
		{Subject: Subject, Name: "agreement.circle_told", Type: duty.Day, Awaits: permits, Says: "ändringen anmäldes till IVO (About: ändringen)"},
	}
}
