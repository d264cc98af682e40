package casework

import "stadga/internal/duty"

// awaitedOfSupport lists what rules ask about support by LSS, technology and fees.
// Nothing says any of it yet; each fact names what will.
func awaitedOfSupport() []duty.FactType {
	var all []duty.FactType
	for _, some := range [][]duty.FactType{
		awaiting("service", "individuella planer och förhandsbesked enligt LSS",
			duty.FactType{Name: "service.lss_plan_offered", Type: duty.Day, Says: "individuell plan erbjuden"},
			duty.FactType{Name: "service.lss_plan_made", Type: duty.Day, Says: "individuell plan gjord"},
			duty.FactType{Name: "service.lss_plan_reviewed", Type: duty.Day, Says: "individuell plan översedd"},
			duty.FactType{Name: "service.advance_ruling_usable", Type: duty.Day, Says: "insatsen i förhandsbeskedet blev tillgänglig"},
			duty.FactType{Name: "service.advance_ruling_used", Type: duty.Day, Says: "personen flyttade in och förhandsbeskedet användes"},
		),
		awaiting("service", "redovisningen av personlig assistans",
			duty.FactType{Name: "service.beside_state_allowance", Type: duty.Day, Says: "stöd beviljades som påverkar assistansersättningen"},
			duty.FactType{Name: "service.beside_state_allowance_told", Type: duty.Day, Says: "Försäkringskassan fick veta om stödet"},
			duty.FactType{Name: "service.assistance_month_ended", Type: duty.Day, Says: "en månad med personlig assistans tog slut (About: månaden)"},
			duty.FactType{Name: "service.assistance_hours_reported", Type: duty.Day, Says: "månadens assistanstimmar redovisades (About: månaden)"},
		),
		awaiting("service", "digital teknik i omsorgen",
			duty.FactType{Name: "service.technology_used", Type: duty.Day, Says: "teknik som övervakar, känner av eller lägesbestämmer togs i bruk (About: vem uppgifterna rör)"},
			duty.FactType{Name: "service.technology_consent", Type: duty.Day, Says: "samtycke till tekniken (About: vem uppgifterna rör)"},
		),
		awaiting("investigation", "anmälningar till Försäkringskassan",
			duty.FactType{Name: "investigation.state_allowance_likely", Type: duty.Day, Says: "sökanden kan antas ha rätt till assistansersättning"},
			duty.FactType{Name: "investigation.state_allowance_told", Type: duty.Day, Says: "Försäkringskassan fick anmälan"},
		),
		awaiting("case", "anmälningar till Försäkringskassan",
			duty.FactType{Name: "case.allowance_misuse_seen", Type: duty.Day, Says: "anledning att anta att assistansersättning används fel"},
			duty.FactType{Name: "case.allowance_misuse_told", Type: duty.Day, Says: "misstanken anmäldes till Försäkringskassan"},
			duty.FactType{Name: "case.allowance_refused_received", Type: duty.Day, Says: "Försäkringskassans beslut om att rätt till ersättning saknas kom in"},
			duty.FactType{Name: "case.lss_support_told", Type: duty.Day, Says: "personen informerades om stödet enligt 9 § LSS"},
			duty.FactType{Name: "case.lss_provider_doubted", Type: duty.Day, Says: "anledning att anta att en assistansanordnare saknar tillstånd, är olämplig eller har allvarliga brister"},
			duty.FactType{Name: "case.lss_provider_doubt_told", Type: duty.Day, Says: "misstanken anmäldes till IVO"},
		),
		awaiting("case", "avgifter",
			duty.FactType{Name: "case.fee_charged", Type: duty.Text, Words: []string{"inom-taket", "over-taket"}, Says: "avgift för en månad, jämförd med det högsta den får vara"},
			duty.FactType{Name: "case.fee_reserve", Type: duty.Text, Words: []string{"racker", "for-lagt"}, Says: "förbehållsbelopp för en månad, jämfört med det minsta det får vara"},
			duty.FactType{Name: "case.fee_ground_changed", Type: duty.Day, Says: "det som avgiften bygger på ändrades (About: ändringen)"},
			duty.FactType{Name: "case.fee_changed", Type: duty.Day, Says: "den ändrade avgiften började gälla (About: ändringen)"},
		),
	} {
		all = append(all, some...)
	}
	return all
}
