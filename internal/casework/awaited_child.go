package casework

import "stadga/internal/duty"

// awaitedOfChildren lists what rules ask about children beside the investigation.
// Nothing says any of it yet; each fact names what will.
func awaitedOfChildren() []duty.FactType {
	var all []duty.FactType
	for _, some := range [][]duty.FactType{
		awaiting("case", "anteckningar som märks som oro för ett barn",
			duty.FactType{Name: "case.child_concern_noted", Type: duty.Day, Says: "egen personal fick veta eller misstänkte att ett barn far illa (About: anteckningen)"},
			duty.FactType{Name: "case.child_concern_reported", Type: duty.Day, Says: "oron anmäldes till barnenheten (About: anteckningen)"},
		),
		awaiting("case", "insatser utan behovsprövning",
			duty.FactType{Name: "case.untested_offered", Type: duty.Day, Says: "insats utan individuell behovsprövning erbjöds (About: insatsen)"},
			duty.FactType{Name: "case.untested_right_told", Type: duty.Day, Says: "den enskilde fick veta att den också får ansöka (About: insatsen)"},
			duty.FactType{Name: "case.untested_given", Type: duty.Text, Says: "insats utan individuell behovsprövning gavs (Value: slag av insats; About: insatsen)"},
			duty.FactType{Name: "case.untested_consent", Type: duty.Text, Words: []string{"vardnadshavare", "barnet"}, Says: "samtycke till insatsen utan behovsprövning (About: insatsen)"},
		),
		awaiting("case", "familjerättens ärenden och underrättelser från andra myndigheter",
			duty.FactType{Name: "case.custody_need_seen", Type: duty.Day, Says: "nämnden fick veta att något behöver göras om vårdnad, umgänge eller förmyndarskap"},
			duty.FactType{Name: "case.custody_action", Type: duty.Day, Says: "nämnden väckte talan eller gjorde ansökan"},
			duty.FactType{Name: "case.crime_suspected", Type: duty.Day, Says: "brott mot barnet misstänks"},
			duty.FactType{Name: "case.police_report_considered", Type: duty.Day, Says: "polisanmälan övervägdes och skälen skrevs"},
			duty.FactType{Name: "case.eviction_notified", Type: duty.Day, Says: "Kronofogden meddelade tid för avhysning (About: avhysningen)"},
			duty.FactType{Name: "case.eviction_confirmed", Type: duty.Day, Says: "mottagandet bekräftades med namn på ansvarig handläggare (About: avhysningen)"},
			duty.FactType{Name: "case.adoption_proposed", Type: duty.Day, Says: "ett namngivet barn föreslogs för internationell adoption (About: förslaget)"},
			duty.FactType{Name: "case.adoption_answered", Type: duty.Day, Says: "beslut om samtycke till att adoptionen får fortsätta (About: förslaget)"},
		),
		awaiting("investigation", "personalregistret",
			duty.FactType{Name: "investigation.officer_qualified", Type: duty.Bool, Says: "handläggaren har socionomexamen eller annan relevant examen, och erfarenhet för självständigt arbete"},
		),
		awaiting("investigation", "uppföljning utan samtycke efter utredning",
			duty.FactType{Name: "investigation.aftercare_told", Type: duty.Day, Says: "barnet från 15 år och vårdnadshavarna underrättades om att uppföljningen börjar"},
			duty.FactType{Name: "investigation.aftercare_end_told", Type: duty.Day, Says: "barnet från 15 år och vårdnadshavarna underrättades om att uppföljningen slutar"},
		),
	} {
		all = append(all, some...)
	}
	return all
}
