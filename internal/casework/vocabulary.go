package casework

import (
	"slices"

	"stadga/internal/duty"
)

// Vocabulary lists the facts that casework gives to rules, by subject.
func Vocabulary() []duty.FactType {
	return slices.Concat(told(), toldOfCoercion(), careFacts(), awaitedOfChildren(), awaitedOfHandling(), awaitedOfSupport(), awaitedOfPlacements(), awaitedOfMeasures(), awaitedLater(), toldOtherwise())
}

// awaiting gives facts their subject and what will bring them.
func awaiting(subject, from string, facts ...duty.FactType) []duty.FactType {
	for i := range facts {
		facts[i].Subject, facts[i].Awaits = subject, from
	}
	return facts
}

// toldOtherwise lists what books that were adopted before ask of an investigation, and
// what its services now say. Such a book must still be read: the record was judged by it.
func toldOtherwise() []duty.FactType {
	return awaiting("investigation", "ingen längre: insatsen säger det",
		duty.FactType{Name: "investigation.external_placement", Type: duty.Day, Says: "placering utanför kommunens egna boenden beslutades"},
		duty.FactType{Name: "investigation.placement_dossier", Type: duty.Bool, Says: "resursråd, skäl och tre alternativ med kostnad finns"},
		duty.FactType{Name: "investigation.outside_standard", Type: duty.Day, Says: "beslutets tid ligger utanför schablonen"},
		duty.FactType{Name: "investigation.standard_consulted", Type: duty.Day, Says: "avvikelsen från schablonen stämdes av"},
		duty.FactType{Name: "investigation.beyond_guideline", Type: duty.Day, Says: "beslutet ger mer än riktlinjen"},
		duty.FactType{Name: "investigation.beyond_reason", Type: duty.Text, Says: "skäl att ge mer än riktlinjen"},
	)
}

// told lists what the acts of casework say.
func told() []duty.FactType {
	const (
		cas      = "case"
		intake   = "intake"
		inquiry  = "investigation"
		decision = "decision"
		service  = "service"
	)
	return []duty.FactType{
		{Subject: cas, Name: "case.opened", Type: duty.Day, Says: "ärendet lades upp"},
		{Subject: cas, Name: "case.area", Type: duty.Text, Words: []string{"aldre", "funktionsnedsattning", "barn", "vuxen"}, Says: "område"},
		{Subject: cas, Name: "case.officer", Type: duty.Text, Says: "handläggare"},
		{Subject: cas, Name: "case.unit", Type: duty.Text, Says: "enhet"},
		{Subject: cas, Name: "case.closed", Type: duty.Day, Says: "ärendet avslutades"},
		{Subject: cas, Name: "case.last_note", Type: duty.Day, Says: "sista anteckningen i ett avslutat ärende"},
		{Subject: cas, Name: "case.placed", Type: duty.Day, Says: "beslut om placering utanför det egna hemmet (About: insatsen)"},
		{Subject: cas, Name: "case.move_requested", Type: duty.Day, Says: "en annan kommun begärde skriftligt att ärendet flyttas över (About: begäran)"},
		{Subject: cas, Name: "case.move_answered", Type: duty.Day, Says: "begäran besvarades skriftligt (About: begäran)"},
		{Subject: cas, Name: "case.opinion_requested", Type: duty.Until, Says: "yttrande om en ung lagöverträdare begärdes (About: begäran; Value: sista dagen)"},
		{Subject: cas, Name: "case.opinion_given", Type: duty.Day, Says: "yttrandet lämnades (About: begäran)"},
		{Subject: cas, Name: "case.youth_service_final", Type: duty.Day, Says: "domen på ungdomstjänst fick laga kraft"},
		{Subject: cas, Name: "case.youth_service_started", Type: duty.Day, Says: "ungdomstjänsten påbörjades"},
		{Subject: cas, Name: "case.admitted", Type: duty.Instant, Says: "inskriven på sjukhus med bedömt behov av insatser efteråt (About: vårdtillfället)"},
		{Subject: cas, Name: "case.admission_notice", Type: duty.Instant, Says: "inskrivningsmeddelandet kom (About: vårdtillfället)"},
		{Subject: cas, Name: "case.discharge_planning", Type: duty.Day, Says: "planeringen inför utskrivningen påbörjades (About: vårdtillfället)"},
		{Subject: cas, Name: "case.judged_ready", Type: duty.Instant, Says: "läkaren bedömde personen som utskrivningsklar (About: vårdtillfället)"},
		{Subject: cas, Name: "case.ready_notice", Type: duty.Instant, Says: "underrättelsen om att personen är utskrivningsklar sändes (About: vårdtillfället)"},
		{Subject: cas, Name: "case.left_hospital", Type: duty.Day, Says: "utskriven från sjukhuset (About: vårdtillfället)"},
		{Subject: cas, Name: "case.handover_planned", Type: duty.Day, Says: "överlämningen till vuxenenheten planerad"},
		{Subject: cas, Name: "case.handover_needed", Type: duty.Bool, Says: "stödet ska fortsätta efter arton år"},
		{Subject: cas, Name: "case.proposed", Type: duty.Day, Says: "förslag till beslut lades fram för utskottet eller nämnden (About: förslaget)"},
		{Subject: cas, Name: "case.committee_decided", Type: duty.Day, Says: "utskottet eller nämnden beslutade om förslaget (About: förslaget; Value: organ och paragraf)"},
		{Subject: cas, Name: "case.placement_ruled", Type: duty.Day, Says: "utskottet eller nämnden beslutade om en placering (About: förslaget; Value: egna boenden, utanför dem, eller annat än förslaget)"},
		{Subject: cas, Name: "case.destroyed", Type: duty.Day, Says: "akten gallrades"},
		// One per child inquiry, about it: chains of inquiries are summed on the case (JO 2565-2016).
		{Subject: cas, Name: "case.child_inquiry_opened", Type: duty.Day, Says: "barnavårdsutredning inleddes (About: utredningen)"},
		{Subject: cas, Name: "case.child_inquiry_closed", Type: duty.Day, Says: "barnavårdsutredning avslutades (About: utredningen)"},
		// One per decision item that runs, about it, so that a less favourable decision beside it can be stopped (FL 37 §).
		{Subject: cas, Name: "case.favourable_running", Type: duty.Text, Says: "gynnande beslut om insatsen (Value) löper (About: insatsen; Day: beslutsdag)"},
		{Subject: cas, Name: "case.favourable_until", Type: duty.Until, Says: "det gynnande beslutet gäller till (About: insatsen); finns inte när det gäller tills vidare"},
		{Subject: cas, Name: "case.favourable_reservation", Type: duty.Day, Says: "det gynnande beslutet har ett förbehåll (About: insatsen)"},
		{Subject: cas, Name: "case.favourable_extent", Type: duty.Number, Says: "det gynnande beslutets omfattning över ett år, i insatsens enhet (About: insatsen)"},

		{Subject: intake, Name: "intake.kind", Type: duty.Text, Words: []string{"orosanmalan", "ansokan", "begaran", "oro-vuxen", "annan-information", "utskrivning", "andrat-behov", "overflyttning", "yttrande", "ungdomstjanst"}, Says: "slag av aktualisering"},
		{Subject: intake, Name: "intake.received", Type: duty.Instant, Says: "inkom"},
		{Subject: intake, Name: "intake.registered", Type: duty.Instant, Says: "registrerad"},
		{Subject: intake, Name: "intake.channel", Type: duty.Text, Words: []string{"telefon", "besok", "e-post", "e-tjanst", "brev", "socialjour", "annat"}, Says: "kom in via"},
		{Subject: intake, Name: "intake.reporter_mandated", Type: duty.Bool, Says: "anmälaren är anmälningsskyldig"},
		{Subject: intake, Name: "intake.feedback_wanted", Type: duty.Instant, Says: "anmälaren vill veta om utredning inleds"},
		{Subject: intake, Name: "intake.feedback_given", Type: duty.Day, Says: "anmälaren fick återkoppling"},
		{Subject: intake, Name: "intake.meeting_offered", Type: duty.Bool, Says: "möte med anmälaren erbjöds (nej med skäl är också ett svar)"},
		{Subject: intake, Name: "intake.protection_assessed", Type: duty.Instant, Says: "skyddsbedömning gjord"},
		{Subject: intake, Name: "intake.protection_result", Type: duty.Text, Words: []string{"behovs", "behovs-inte", "kan-inte-avgoras"}, Says: "skyddsbedömningens svar"},
		{Subject: intake, Name: "intake.protection_needed", Type: duty.Instant, Says: "inskrivet att barnet behöver skydd nu"},
		{Subject: intake, Name: "intake.manager_alerted", Type: duty.Instant, Says: "chef underrättad om att barnet behöver skydd (About: chefen)"},
		{Subject: intake, Name: "intake.manager_receipted", Type: duty.Instant, Says: "chef har kvitterat att barnet behöver skydd"},
		{Subject: intake, Name: "intake.assigned", Type: duty.Instant, Says: "fördelad till handläggare (Value: handläggaren)"},
		{Subject: intake, Name: "intake.first_assigned", Type: duty.Instant, Says: "fördelad till den första handläggaren"},
		{Subject: intake, Name: "intake.guardian_contacted", Type: duty.Day, Says: "vårdnadshavare kontaktad (About: vårdnadshavaren)"},
		{Subject: intake, Name: "intake.guardian_not_contacted", Type: duty.Text, Says: "skäl att vårdnadshavaren inte kontaktats (About: vårdnadshavaren)"},
		{Subject: intake, Name: "intake.other_contact", Type: duty.Day, Says: "annan än familj, anmälare och egna akter kontaktades (Value: medgivande finns, true eller false)"},
		{Subject: intake, Name: "intake.child_talked", Type: duty.Day, Says: "samtal med barnet under förhandsbedömningen (Value: samtycke, moget eller ingen-grund)"},
		{Subject: intake, Name: "intake.child_not_talked", Type: duty.Text, Says: "skäl att inte samtala med barnet under förhandsbedömningen"},
		{Subject: intake, Name: "intake.extended", Type: duty.Until, Says: "förhandsbedömningen förlängd till"},
		{Subject: intake, Name: "intake.decided", Type: duty.Day, Says: "beslut att inleda eller inte inleda"},
		{Subject: intake, Name: "intake.outcome", Type: duty.Text, Words: []string{"inleda", "inte-inleda", "pagar-redan", "avvisad", "avskriven"}, Says: "utfall"},
		{Subject: intake, Name: "intake.destroyed", Type: duty.Day, Says: "handlingarna om anmälan gallrades"},
		{Subject: intake, Name: "intake.running_inquiry", Type: duty.Bool, Says: "utredning pågick redan när anmälan kom in"},

		{Subject: inquiry, Name: "investigation.kind", Type: duty.Text, Words: []string{"barn", "aldre", "lss", "vuxen", "kort"}, Says: "slag av utredning"},
		{Subject: inquiry, Name: "investigation.ground", Type: duty.Text, Words: []string{"SoL 20:3", "SoL 14:2", "SoL01 11:2", "SoL01 11:1", "LSS"}, Says: "lagrum"},
		{Subject: inquiry, Name: "investigation.started_by", Type: duty.Text, Words: []string{"orosanmalan", "ansokan", "begaran", "oro-vuxen", "annan-information", "utskrivning", "andrat-behov", "overflyttning", "yttrande", "ungdomstjanst"}, Says: "vad som ledde till utredningen"},
		{Subject: inquiry, Name: "investigation.matter_received", Type: duty.Instant, Says: "ansökan eller anmälan inkom"},
		{Subject: inquiry, Name: "investigation.opened", Type: duty.Day, Says: "utredning inledd"},
		{Subject: inquiry, Name: "investigation.told", Type: duty.Day, Says: "de berörda underrättades om att utredning inletts (About: vem)"},
		{Subject: inquiry, Name: "investigation.not_told", Type: duty.Text, Says: "skäl att inte underrätta (About: vem)"},
		{Subject: inquiry, Name: "investigation.extended", Type: duty.Until, Says: "utredningstiden förlängd till (Day: beslutets dag)"},
		{Subject: inquiry, Name: "investigation.extension_reason", Type: duty.Text, Says: "skäl för förlängningen"},
		{Subject: inquiry, Name: "investigation.home_visit", Type: duty.Day, Says: "hembesök gjort"},
		{Subject: inquiry, Name: "investigation.no_home_visit", Type: duty.Text, Says: "skäl att hembesök inte gjorts"},
		{Subject: inquiry, Name: "investigation.children_affected", Type: duty.Text, Words: []string{"ja", "nej", "vet-inte"}, Says: "finns barn som berörs"},
		{Subject: inquiry, Name: "investigation.child_talked", Type: duty.Day, Says: "samtal med barnet i utredningen"},
		{Subject: inquiry, Name: "investigation.child_view", Type: duty.Text, Words: []string{"skriven", "inte-hort"}, Says: "barnets åsikt skriven, eller skäl att barnet inte hörts"},
		{Subject: inquiry, Name: "investigation.guardian_view", Type: duty.Text, Words: []string{"skriven", "inte-hord"}, Says: "vårdnadshavarens syn (About: vårdnadshavaren)"},
		{Subject: inquiry, Name: "investigation.eligibility", Type: duty.Text, Words: []string{"1", "2", "3", "ingen"}, Says: "personkrets bedömd"},
		{Subject: inquiry, Name: "investigation.communication", Type: duty.Text, Words: []string{"behovs", "uppenbart-obehovlig", "undantag"}, Says: "kommunicering"},
		{Subject: inquiry, Name: "investigation.communicated", Type: duty.Until, Says: "underlaget sänt till part (About: parten; Value: svara senast)"},
		{Subject: inquiry, Name: "investigation.consent", Type: duty.Text, Words: []string{"ja", "nej", "utskott-6-13a"}, Says: "vårdnadshavares samtycke (About: vårdnadshavaren)"},
		{Subject: inquiry, Name: "investigation.deviation_reported", Type: duty.Day, Says: "avvikelse upprättad för att utredningen dragit ut på tiden"},
		{Subject: inquiry, Name: "investigation.document_ready", Type: duty.Day, Says: "utredningens dokument färdigt"},
		{Subject: inquiry, Name: "investigation.decided", Type: duty.Day, Says: "avslutande beslut"},
		{Subject: inquiry, Name: "investigation.outcome", Type: duty.Text, Words: []string{"insats", "avslag", "avslutas-utan-insats", "lvu-ansokan", "familjehem-godkant", "familjehem-inte-godkant", "avvisad", "avskriven"}, Says: "utfall"},
		{Subject: inquiry, Name: "investigation.taken_over", Type: duty.Bool, Silence: duty.Unknown, Says: "en annan kommun åtog sig att ta över utredningen"},
		{Subject: inquiry, Name: "investigation.aftercare_decided", Type: duty.Day, Says: "uppföljning enligt 23 kap. beslutad"},
		{Subject: inquiry, Name: "investigation.aftercare_ended", Type: duty.Day, Says: "uppföljning enligt 23 kap. avslutad"},

		{Subject: decision, Name: "decision.made", Type: duty.Day, Says: "beslutet fattades"},
		{Subject: decision, Name: "decision.law", Type: duty.Text, Words: []string{"SoL01", "SoL25", "LSS"}, Says: "lag"},
		{Subject: decision, Name: "decision.decider", Type: duty.Text, Words: []string{"delegat", "utskott", "namnd", "ordforande"}, Says: "vem som beslutade"},
		{Subject: decision, Name: "decision.mandate", Type: duty.Text, Says: "punkten i delegationsordningen eller paragrafen i protokollet"},
		{Subject: decision, Name: "decision.provision", Type: duty.Text, Says: "lagrummet som beslutet fattas med stöd av, till exempel LVU 6 §"},
		{Subject: decision, Name: "decision.next_meeting", Type: duty.Until, Says: "nästa sammanträde efter beslutet (Value: dagen)"},
		{Subject: decision, Name: "decision.delegated", Type: duty.Bool, Says: "fattat på delegation"},
		{Subject: decision, Name: "decision.reasons", Type: duty.Bool, Says: "skäl skrivna"},
		{Subject: decision, Name: "decision.against", Type: duty.Bool, Says: "går den enskilde emot helt eller delvis"},
		{Subject: decision, Name: "decision.appealable", Type: duty.Bool, Says: "kan överklagas"},
		{Subject: decision, Name: "decision.sent", Type: duty.Day, Says: "underrättelsen skickad (Value: hur)"},
		{Subject: decision, Name: "decision.received", Type: duty.Day, Silence: duty.Unknown, Says: "den enskilde fick del av beslutet"},
		{Subject: decision, Name: "decision.appeal_received", Type: duty.Day, Says: "överklagande inkom"},
		{Subject: decision, Name: "decision.appeal_tested", Type: duty.Text, Words: []string{"i-tid", "for-sent"}, Says: "rättidsprövning"},
		{Subject: decision, Name: "decision.appeal_reconsidered", Type: duty.Day, Says: "ändring enligt 38 § förvaltningslagen prövad"},
		{Subject: decision, Name: "decision.appeal_forwarded", Type: duty.Day, Says: "överklagandet överlämnat till förvaltningsrätten"},
		{Subject: decision, Name: "decision.found_wrong", Type: duty.Day, Says: "beslutet befanns uppenbart felaktigt i något väsentligt"},
		{Subject: decision, Name: "decision.changed", Type: duty.Day, Says: "beslutet ändrades"},
		{Subject: decision, Name: "decision.reported", Type: duty.Day, Says: "anmält till nämnden"},

		{Subject: service, Name: "service.kind", Type: duty.Text, Says: "insats ur katalogen"},
		{Subject: service, Name: "service.law", Type: duty.Text, Words: []string{"SoL01", "SoL25", "LSS"}, Says: "lag"},
		{Subject: service, Name: "service.outcome", Type: duty.Text, Words: []string{"bifall", "delvis-bifall", "avslag", "avvisning", "avskrivning"}, Says: "utfall"},
		{Subject: service, Name: "service.granted", Type: duty.Day, Says: "beviljad (beslutsdag)"},
		{Subject: service, Name: "service.from", Type: duty.Day, Says: "gäller från"},
		{Subject: service, Name: "service.until", Type: duty.Day, Says: "gäller till; finns inte när beslutet gäller tills vidare"},
		{Subject: service, Name: "service.follow_up_planned", Type: duty.Day, Says: "uppföljning planerad till"},
		{Subject: service, Name: "service.follow_up_far", Type: duty.Day, Says: "beslutets dag för uppföljning ligger längre fram än insatsen får vänta"},
		{Subject: service, Name: "service.goals", Type: duty.Number, Says: "antal mål"},
		{Subject: service, Name: "service.goals_vague", Type: duty.Number, Says: "antal mål som inte går att mäta"},
		{Subject: service, Name: "service.limit_reason", Type: duty.Bool, Says: "skäl för tidsgräns skrivet"},
		{Subject: service, Name: "service.technical_extension", Type: duty.Day, Says: "förlängd utan ny prövning"},
		{Subject: service, Name: "service.inquiry_booked", Type: duty.Day, Says: "utredning bokad efter förlängning utan ny prövning"},
		{Subject: service, Name: "service.nonexec_reported", Type: duty.Text, Words: []string{"med-identitet", "utan-identitet"}, Says: "rapporterad som ej verkställd till IVO och revisorerna"},
		{Subject: service, Name: "service.nonexec_done_reported", Type: duty.Day, Says: "verkställigheten anmäld till IVO och revisorerna"},
		{Subject: service, Name: "service.followed_up", Type: duty.Day, Says: "individuppföljning gjord"},
		{Subject: service, Name: "service.goals_unjudged", Type: duty.Number, Says: "antal mål som senaste uppföljningen inte kunde bedöma"},
		{Subject: service, Name: "service.discharged", Type: duty.Day, Says: "kom hem från sjukhus med ändrade insatser"},
		{Subject: service, Name: "service.reduces", Type: duty.Day, Says: "ger mindre än ett gynnande beslut som löper, eller avslutar ett i förtid"},
		{Subject: service, Name: "service.reduced_made", Type: duty.Day, Says: "beslutet som ändras till nackdel fattades (det äldsta, om de är flera)"},
		{Subject: service, Name: "service.reduced_open_ended", Type: duty.Bool, Says: "beslutet som ändras till nackdel gäller tills vidare"},
		{Subject: service, Name: "service.reduced_reserved", Type: duty.Bool, Says: "beslutet som ändras till nackdel har ett förbehåll"},
		{Subject: service, Name: "service.lesser_ground", Type: duty.Text, Words: []string{"egen-begaran", "forbehall", "sakerhet", "vilseledande", "14-9", "ingen"}, Says: "grund för ändringen till nackdel"},
		{Subject: service, Name: "service.outside_standard", Type: duty.Text, Words: []string{"over", "under"}, Says: "beslutets tid ligger utanför schablonen"},
		{Subject: service, Name: "service.standard_consulted", Type: duty.Day, Says: "avvikelsen från schablonen stämdes av med gruppledaren"},
		{Subject: service, Name: "service.external_placement", Type: duty.Day, Says: "placering utanför kommunens egna boenden beslutades"},
		{Subject: service, Name: "service.placement_dossier", Type: duty.Bool, Says: "resursråd, skäl och tre alternativ med kostnad finns, eller skäl att det inte kunde vänta"},
		{Subject: service, Name: "service.beyond_guideline", Type: duty.Text, Words: []string{"riktlinje", "praxis"}, Says: "beslutet ger mer än riktlinjen eller praxis"},
		{Subject: service, Name: "service.beyond_reason", Type: duty.Text, Says: "skäl att ge mer än riktlinjen eller praxis"},
		{Subject: service, Name: "service.short", Type: duty.Text, Words: []string{"utskrivningsteam", "trygghetsteam"}, Says: "kortbeslut av ett team"},
		{Subject: service, Name: "placement.care_plan", Type: duty.Day, Says: "vårdplan gjord"},
		{Subject: service, Name: "placement.care_plan_revised", Type: duty.Day, Says: "vårdplanen reviderad"},
		{Subject: service, Name: "service.early_trial", Type: duty.Until, Says: "behovet väntas minska (Value: prövas på nytt senast)"},
		{Subject: service, Name: "service.ended", Type: duty.Day, Says: "insatsen avslutad"},
	}
}
