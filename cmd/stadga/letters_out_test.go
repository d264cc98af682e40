package main

import (
	"strings"
	"testing"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/paper/papertest"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
)

// Three decisions wait to be sent. Two letters are printed together; the one whose
// person has protected identity is left out, with its reason and the way by hand.
func TestLettersArePrintedTogetherWithoutTheProtected(t *testing.T) {
	w := newTown(t, civil.On(2026, 1, 7))
	for number, given := range map[string]string{"2026-0501": "Anna", "2026-0502": "Bo", "2026-0503": "Sara"} {
		d := w.decider(number, given, "hemtjanst-omvardnad")
		d.grant("item0.extent", "22", "item0.goal", "m1").at(d.path + "/1")
	}
	sara, err := casesql.Register{DB: w.r.Store.Reader()}.Case(t.Context(), w.caseID("2026-0503"))
	if err != nil {
		t.Fatal(err)
	}
	w.do(engine.Bind(w.r.Engine, peoplesql.Persons()).Step(sara.Person.ID, people.SetProtection{Kind: people.ProtectedRegistration}))
	eva := w.login(w.eva)
	const out = "/brev-att-skicka"
	eva.open(out).says("2 brev går att skriva ut tillsammans.", "Anna Provberg", "Bo Provberg", "Skickas för hand", "Sara Provberg har skyddad folkbokföring")
	eva.open(out+".pdf").onPaper("Hej Anna!", "Hej Bo!")
	if text := papertest.Text(t, eva.body); strings.Contains(text, "Sara") {
		t.Errorf("the protected one is printed: %s", text)
	}
	eva.open("/arende/2026-0501/lasningar").says("beslutsbreven att skicka")
	eva.open(out).fill(out, "sent", "i morgon").says("Datumet ligger i framtiden")
	eva.fill(out, "sent", "i dag").at(out).says("Inget brev väntar", "Sara Provberg")
	eva.open("/arende/2026-0501/beslut/1").says("Skickat till Anna Provberg")
	eva.open("/arende/2026-0503/beslut/1").says("Inte skickat till Sara Provberg")
	w.login(w.jonas).open(out).says("Inget brev väntar").silent("Provberg")
}

// Where several providers may carry a service out, the letter says which, how one
// chooses and who does it for one who does not; where one may, it says nothing.
func TestALetterTellsWhomOneMayChoose(t *testing.T) {
	w := newTown(t, civil.On(2026, 1, 7))
	anna := w.decider("2026-0501", "Anna", "hemtjanst-omvardnad")
	anna.grant("item0.extent", "22", "item0.goal", "m1").at(anna.path + "/1")
	anna.open(anna.path + "/1/brev").silent("Välj vem som utför insatsen")
	w.do(engine.Bind(w.r.Engine, orgsql.Providers()).Step(w.r.Engine.NewID(), org.ApproveProvider{
		Name: "Solsidan omsorg", Services: []string{"hemtjanst-omvardnad"}, From: w.today(),
	}))
	bo := w.decider("2026-0502", "Bo", "hemtjanst-omvardnad")
	bo.grant("item0.extent", "22", "item0.goal", "m1").at(bo.path + "/1")
	const choice = "Hemtjänst, personlig omvårdnad: du kan välja mellan Hemtjänst Norr eller Solsidan omsorg. Väljer du ingen är det Hemtjänst Norr som utför insatsen."
	bo.open(bo.path+"/1/brev").says("Välj vem som utför insatsen", choice, "Säg vem du väljer till den som har skrivit under brevet. Du kan byta senare.")
	bo.open(bo.path + "/1/brev.pdf").onPaper(choice)
	siv := w.decider("2026-0503", "Siv", "hemtjanst-dusch")
	siv.grant("item0.extent", "2", "item0.goal", "m1").at(siv.path + "/1")
	siv.open(siv.path + "/1/brev").silent("Välj vem som utför insatsen") // one provider alone showers
}

// The material that a party answers on carries the certificates, the consents and the
// coordinated plan that the decision rests on.
func TestTheMaterialCarriesCertificatesConsentAndPlan(t *testing.T) {
	w := newTown(t, civil.On(2026, 1, 7))
	mother := w.person("Mira", "Provlund", civil.On(1988, 6, 1))
	elis := w.person("Elis", "Provlund", civil.On(2016, 9, 9), mother)
	w.matter(elis, casework.Children, "2026-0501", "Vi vill ha en kontaktfamilj", "kontaktfamilj")
	cases, inquiries, id := engine.Bind(w.r.Engine, casesql.Cases()), engine.Bind(w.r.Engine, casesql.Investigations()), w.r.Engine.NewID()
	at := func(cmd engine.Command[casework.Investigation]) engine.Step { return inquiries.Step(id, cmd) }
	w.do(at(casework.OpenInvestigation{
		Case: w.caseID("2026-0501"), Person: elis, Kind: casework.InquiryChild, Ground: casework.GroundSupport, Started: "ansokan", Received: w.now, Question: "Behövs en kontaktfamilj?",
	}))
	w.do(at(casework.AskForCertificate{From: "Vårdcentralen", About: "Elis sömn", On: w.today()}))
	w.do(at(casework.ReceiveCertificate{Number: 1, On: w.today(), Says: "Elis sover fyra timmar per natt"}),
		at(casework.RecordConsent{Guardian: mother, Answer: "ja", To: "en kontaktfamilj", On: w.today()}))
	w.do(cases.Step(w.caseID("2026-0501").ID, casework.NeedPlan{On: w.today(), Why: "Både skola och vård", Consent: "Mira samtycker"}))
	w.do(cases.Step(w.caseID("2026-0501").ID, casework.MakePlan{Plan: casework.CoordinatedPlan{
		Made: w.today(), Principals: "Kommunen och regionen", Goals: "Elis sover", Measures: "Samtal på BUP", Who: "BUP kallar", Others: "Skolan ger anpassad tid", Lead: "Regionen", FollowUp: w.today().AddMonths(3),
	}}))
	eva := w.login(w.eva)
	const letter = "/arende/2026-0501/utredning/1/underlag"
	eva.open(letter+"?till="+mother.String()).says("Läkarintyg och andra intyg", "Från Vårdcentralen, kom den 7 januari 2026. Elis sover fyra timmar",
		"Samtycke", "Mira Provlund samtycker: en kontaktfamilj. Antecknat den 7 januari 2026.", "Samordnad individuell plan (SIP)", "Med: Kommunen och regionen", "Vem som gör vad: BUP kallar")
	eva.open(letter+".pdf?till="+mother.String()).onPaper("Samordnad individuell plan", "Regionen")
}
