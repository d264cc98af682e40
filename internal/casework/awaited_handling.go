package casework

import "stadga/internal/duty"

// awaitedOfHandling lists what rules ask about handling a matter in general.
// Nothing says any of it yet; each fact names what will.
func awaitedOfHandling() []duty.FactType {
	var all []duty.FactType
	for _, some := range [][]duty.FactType{
		awaiting("investigation", "underrättelser om försening och dröjsmålstalan",
			duty.FactType{Name: "investigation.delay_foreseen", Type: duty.Day, Says: "ärendet bedömdes bli väsentligt försenat"},
			duty.FactType{Name: "investigation.delay_told", Type: duty.Day, Says: "parten underrättades om förseningen och skälet"},
			duty.FactType{Name: "investigation.delay_request", Type: duty.Day, Says: "parten begärde skriftligt att ärendet avgörs"},
			duty.FactType{Name: "investigation.delay_refused", Type: duty.Day, Says: "begäran om att avgöra ärendet avslogs i ett eget beslut"},
		),
		awaiting("investigation", "förelägganden om komplettering",
			duty.FactType{Name: "investigation.supplement_ordered", Type: duty.Until, Says: "sökanden förelades att komplettera (About: föreläggandet; Value: sista dagen)"},
			duty.FactType{Name: "investigation.supplement_received", Type: duty.Day, Says: "kompletteringen kom in (About: föreläggandet)"},
		),
		awaiting("investigation", "antecknat tolkbehov",
			duty.FactType{Name: "investigation.interpreter_needed", Type: duty.Bool, Says: "tolk eller översättning behövs"},
			duty.FactType{Name: "investigation.interpreter_used", Type: duty.Day, Says: "tolk eller översättning användes"},
		),
		awaiting("investigation", "antecknat våld i nära relationer",
			duty.FactType{Name: "investigation.violence_suspected", Type: duty.Bool, Says: "våld av närstående misstänks"},
			duty.FactType{Name: "investigation.violence_assessed", Type: duty.Day, Says: "risk, behov av skydd och stöd samt barnens situation bedömdes"},
		),
		awaiting("case", "anmälda jäv",
			duty.FactType{Name: "case.conflict_seen", Type: duty.Day, Says: "en handläggare berörs eller har en närstående som berörs (About: handläggaren)"},
			duty.FactType{Name: "case.conflict_reported", Type: duty.Day, Says: "jävet anmäldes och handläggaren deltar inte längre (About: handläggaren)"},
		),
		awaiting("case", "anmälningar till överförmyndaren",
			duty.FactType{Name: "case.trustee_need_seen", Type: duty.Day, Says: "behov av god man eller förvaltare, eller förvaltare som inte längre behövs"},
			duty.FactType{Name: "case.trustee_need_told", Type: duty.Day, Says: "behovet anmäldes till överförmyndaren"},
		),
		awaiting("case", "vuxnas missbruksvård",
			duty.FactType{Name: "case.substance_help_agreed", Type: duty.Day, Says: "hjälp mot skadligt bruk eller beroende ska ges"},
			duty.FactType{Name: "case.substance_plan", Type: duty.Day, Says: "hjälpen planerad tillsammans med personen"},
		),
		awaiting("case", "ekonomiskt bistånd och ersättning för kostnader",
			duty.FactType{Name: "case.recoverable_cost", Type: duty.Day, Says: "kostnad uppkom som kan återkrävas (About: kostnaden)"},
			duty.FactType{Name: "case.recovery_action", Type: duty.Day, Says: "talan om återkrav väcktes i förvaltningsrätten (About: kostnaden)"},
		),
	} {
		all = append(all, some...)
	}
	return all
}
