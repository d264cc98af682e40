package casework

import (
	"slices"

	"stadga/internal/duty"
)

// awaitedLater lists what rules ask of casework and no act of it says yet, with what
// will bring it. A rule that needs it answers "kan inte bedömas" until then.
func awaitedLater() []duty.FactType {
	const (
		cas      = "case"
		inquiry  = "investigation"
		decision = "decision"
		service  = "service"
	)
	return slices.Concat(
		awaiting(cas, "registret över familjerättens ärenden och avtal",
			duty.FactType{Name: "case.family_law", Type: duty.Text, Words: []string{"foraldraskap", "adoption", "avtal"}, Says: "familjerättsligt ärende"},
			duty.FactType{Name: "case.agreement_approved", Type: duty.Day, Says: "avtal om vårdnad, boende eller umgänge godkändes"},
		),
		awaiting(cas, "registret över samtycken",
			duty.FactType{Name: "case.information_shared", Type: duty.Day, Says: "uppgifter lämnades till någon annan med stöd av samtycke (About: mottagaren)"},
			duty.FactType{Name: "case.share_consent", Type: duty.Day, Says: "samtycket antecknades med omfattning, mottagare och hur det gavs (About: mottagaren)"},
		),
		awaiting(cas, "meddelandena från sjukhuset vid inskrivning och utskrivning",
			duty.FactType{Name: "case.notice_after_noon", Type: duty.Bool, Says: "underrättelsen sändes efter klockan 12"},
			duty.FactType{Name: "case.sip_called", Type: duty.Day, Says: "kallelse till samordnad planering (About: vårdtillfället)"},
			duty.FactType{Name: "case.sip_by_both", Type: duty.Bool, Says: "insatser behövs från både kommun och region efter utskrivningen"},
			duty.FactType{Name: "case.discharge_information", Type: duty.Day, Says: "informationen vid utskrivningen kom (About: vårdtillfället)"},
			duty.FactType{Name: "case.health_housing", Type: duty.Day, Says: "flyttade till boende där kommunen ansvarar för hälso- och sjukvård"},
			duty.FactType{Name: "case.health_contact", Type: duty.Day, Says: "fast vårdkontakt utsedd av kommunen, eller uppenbart obehövlig"},
		),
		awaiting(cas, "sammanhållen vård- och omsorgsdokumentation",
			duty.FactType{Name: "case.shared_record", Type: duty.Day, Says: "uppgifter gjordes tillgängliga i sammanhållen vård- och omsorgsdokumentation"},
			duty.FactType{Name: "case.shared_informed", Type: duty.Day, Says: "den enskilde informerades och fick veta att den kan motsätta sig"},
			duty.FactType{Name: "case.shared_opposed", Type: duty.Day, Says: "den enskilde motsatte sig"},
			duty.FactType{Name: "case.shared_blocked", Type: duty.Day, Says: "uppgifterna spärrades"},
			duty.FactType{Name: "case.shared_read", Type: duty.Text, Words: []string{"samtycke", "tillfalligt-oformogen", "utan-grund"}, Says: "en annan vårdgivares eller omsorgsgivares uppgifter öppnades (Value: grund)"},
		),
		awaiting(inquiry, "texten i kommuniceringsbrevet",
			duty.FactType{Name: "investigation.oral_right_told", Type: duty.Day, Says: "parten fick veta att den får tala inför nämnden (About: parten)"},
		),
		awaiting(inquiry, "utredningarna av familjehem",
			duty.FactType{Name: "investigation.home_studied", Type: duty.Day, Says: "utredningen av ett familjehem avslutades"},
			duty.FactType{Name: "investigation.home_complete", Type: duty.Bool, Says: "alla områden, de tre frågorna och referenserna finns i familjehemsutredningen"},
		),
		awaiting(decision, "nämndens egna beslut av principiell betydelse",
			duty.FactType{Name: "decision.principle", Type: duty.Bool, Says: "av principiell beskaffenhet eller annars av större vikt"},
		),
	)
}
