package main

import (
	"net/url"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/casework/delegation"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/org"
)

// A change in substance says by which paragraph, and one that gives less has a ground
// that law names and is tried against the level of the act.
func TestAChangeOfADecisionHasItsGround(t *testing.T) {
	w := newTown(t, civil.On(2026, 1, 7))
	anna := w.decider("2026-0501", "Anna", "hemtjanst-omvardnad")
	anna.grant("item0.extent", "22", "item0.goal", "m1").at(anna.path + "/1")
	change := anna.path + "/1/andra"
	anna.open(change).fill(change, "extent", "30", "why", "Behovet på kvällen är större").says("Välj vilken paragraf ändringen bygger på")
	anna.fill(change, "section", "38").says("22 timmar i månaden", "Ändrat till: 30 timmar i månaden", "38 § förvaltningslagen", "Behovet på kvällen är större", "Eva Ek")
	anna.open(change).fill(change, "section", "38", "extent", "10", "why", "Dottern hjälper till").
		says("En ändring enligt 38 § får inte vara till den enskildes nackdel", "Skriv hur du har prövat att personen ändå får skäliga levnadsförhållanden")
	anna.fill(change, "section", "37", "level", "Dottern lagar maten").says("FL 37 §")
	anna.fill(change, "lesser", "vilseledande").says("Ändrat till: 10 timmar i månaden", "37 § förvaltningslagen", "Prövat mot skäliga levnadsförhållanden: Dottern lagar maten")
	lines, err := w.services(anna.number)
	if err != nil || len(lines) != 1 || lines[0].Extent != "10 timmar i månaden" {
		t.Errorf("%+v %v", lines, err)
	}
	anna.open("/arende/2026-0501/insatser").says("10 timmar i månaden")
}

// What LSS promises is another level than what the Social Services Act does, and
// money is held to a level of its own.
func TestALoweringOfLSSAndMoneyIsTriedAgainstItsOwnLevel(t *testing.T) {
	w := newTown(t, civil.On(2026, 1, 7))
	sten := w.ready("2026-0501", "Sten", casework.InquiryLSS, casework.Disability, "lss-ledsagarservice")
	sten.grant("item0.extent", "20", "item0.goal", "m1", "item0.beyond_why", "Stens arbete ligger på andra sidan staden").at(sten.path + "/1")
	change := sten.path + "/1/andra"
	lower := []string{"section", "37", "lesser", "sakerhet", "extent", "8", "why", "Resorna är färre"}
	sten.open(change).fill(change, lower...).says("Skriv hur du har prövat att personen ändå får goda levnadsvillkor")
	sten.fill(change, "level", "Sten åker själv till arbetet").says("Prövat mot goda levnadsvillkor: Sten åker själv till arbetet")

	adam := w.ready("2026-0502", "Adam", casework.InquiryAdult, casework.Adults, "forsorjningsstod")
	adam.grant("item0.goal", "m1", "item0.purpose", "Klara hyra och mat", "item0.follow_up", "2026-01-30").at(adam.path + "/1")
	lines, err := w.services(adam.number)
	if err != nil || len(lines) != 1 {
		t.Fatalf("%+v %v", lines, err)
	}
	end := adam.path + "/1/avsluta/" + lines[0].ID.String()
	adam.open(end).says("hur får Adam ändå skälig levnadsnivå?")
	adam.fill(end, "reason", "aterkallad", "lesser", "vilseledande", "why", "Inkomsten var en annan", "goal_m1", "natt", "goal_syfte", "natt").says("Skriv hur du har prövat att personen ändå får skälig levnadsnivå")
	adam.fill(end, "level", "Lönen räcker till hyra och mat").at(adam.path+"/1").says("Avslutad", "Prövat mot skälig levnadsnivå", "Lönen räcker")
}

// An external placement is not laid before the committee without its dossier, and
// what the committee was told stands in the decision.
func TestAProposalOfAnExternalPlacementHasItsDossier(t *testing.T) {
	w := newTown(t, civil.On(2026, 1, 7))
	elis, lena := w.ready("2026-0501", "Elis", casework.InquiryChild, casework.Children, "hvb"), w.staff("Lena Provsson", org.Namnd)
	meeting := delegation.NorrsalaMeetings().Of("utskott").Next(w.today().AddDays(-1))
	const committee = "/arende/2026-0501/utskott"
	outside := url.Values{"outer": {"ja"}}
	elis.open(committee).fillWith(committee, url.Values{
		"matter": {"placering"}, "meeting": {"utskott " + meeting.String()}, "text": {"Bifall."}, "background": {"Skälen."}, "outer": {"ja"}, "option0": {"Granbacken"},
	}).says("tas först upp i resursrådet", "Kryssa i vilka som var med", "inte kan tillgodoses på hemmaplan", "Skriv skälet för den här placeringen", "Förslaget har tre alternativ").silent("Förslaget väntar")
	for name, value := range map[string]string{
		"council": w.today().String(), "seats": "skolpsykolog", "not_home": "Ingen egen verksamhet har skola", "placement_reason": "Behöver skola på plats",
		"option0": "Granbacken", "cost0": "3300", "option1": "Sjövik", "cost1": "3850", "option2": "Tallmon", "cost2": "2900",
	} {
		outside.Set(name, value)
	}
	w.agreed(elis.browser, lena, elis.number, "placering", outside)
	lena.open("/sammantraden/utskott/"+meeting.String()+"/"+w.latestProposal(elis.number)).says("Skolpsykolog", "Ingen egen verksamhet har skola", "Tallmon, beräknat 2900 kr per dygn")
	elis.open(elis.path + "?insats=hvb")
	elis.grant("item0.goal", "m1", "item0.outer", "nej").says("Utskottet har beslutat om en plats utanför kommunens egna boenden. Svara ja här")
	elis.grant("item0.goal", "m1", "item0.outer", "ja").at(elis.path+"/1").says("Skolpsykolog", "Behöver skola på plats", "Sjövik, beräknat 3850 kr per dygn")
}

// Who told the committee that the place is one of the municipality's own does not
// grant one outside them by its decision, also with the whole dossier.
func TestADecisionIsOnThePlaceThatWasProposed(t *testing.T) {
	w := newTown(t, civil.On(2026, 1, 7))
	elis, lena := w.ready("2026-0501", "Elis", casework.InquiryChild, casework.Children, "hvb"), w.staff("Lena Provsson", org.Namnd)
	w.agreed(elis.browser, lena, elis.number, "placering", nil)
	elis.open(elis.path + "?insats=hvb")
	elis.grant("item0.goal", "m1", "item0.outer", "ja", "item0.urgent", "Behöver en plats i kväll").
		says("Förslaget till utskottet sa att platsen inte ligger utanför kommunens egna boenden")
	elis.grant("item0.outer", "nej").at(elis.path + "/1").silent("Kunde inte vänta på resursrådet")
}

// latestProposal is the latest proposal of a case.
func (w *town) latestProposal(number string) string {
	w.t.Helper()
	lines, err := w.lists().ProposalsOf(w.t.Context(), w.caseID(number), 1)
	if err != nil || len(lines) != 1 {
		w.t.Fatalf("%v %v", lines, err)
	}
	return lines[0].ID.String()
}

// What law leaves to the board itself goes to no committee.
func TestTheBoardItselfForbidsTheCareOfOthersChildren(t *testing.T) {
	w := newTown(t, civil.On(2026, 1, 7))
	w.do(engine.Bind(w.r.Engine, casesql.Cases()).Step(w.r.Engine.NewID(), casework.OpenCase{
		Person: w.person("Elis", "Provlund", civil.On(2016, 9, 9)), Area: casework.Children, Number: "2026-0501", Officer: w.eva, Unit: w.unit,
	}))
	eva, plans := w.login(w.eva), delegation.NorrsalaMeetings()
	const committee = "/arende/2026-0501/utskott"
	forbid := func(body string) *browser {
		return eva.open(committee).fillWith(committee, url.Values{
			"matter": {"sol-18-11"}, "meeting": {body + " " + plans.Of(body).Next(w.today()).String()}, "text": {"Förbjud."}, "background": {"Skälen."},
		})
	}
	forbid("utskott").says("Det beslutar nämnden själv")
	forbid("namnd").says("Förbud att ta emot andras barn", "Förslaget väntar på")
}

// A child taken in charge under an unknown name turns out to be someone known: the
// matter of coercion and the proposal follow, with their history, and law goes on
// counting where they are.
func TestCoercionAndProposalsFollowAMerge(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	elis, double := w.person("Elis", "Provlund", civil.On(2016, 9, 9)), w.person("Elis", "Okänd", civil.On(2016, 9, 9))
	w.matter(elis, casework.Children, "2026-0401", "Elis behöver stöd", "familjebehandling")
	w.matter(double, casework.Children, "2026-0402", "Elis är ensam ute", "familjebehandling")
	eva, lena := w.login(w.eva), w.staff("Lena Provsson", org.Namnd)
	const force = "/arende/2026-0402/tvang"
	eva.open(force+"?steg=lvu.taken").fill(force, "why", "Elis kan inte vara hemma i natt.", "mandate", "ordforande", "member", "Ingrid Provsson", "urgent", "Natten.")
	w.agreed(eva, lena, "2026-0402", "lvu-13", nil)
	proposal := w.latestProposal("2026-0402")

	const merge = "/arende/2026-0402/samma-person"
	eva.open(merge).fill(merge, "into", "2026-0401", "reason", "Samma barn").at("/arende/2026-0402")
	eva.open("/arende/2026-0401/utskott").says("Övervägande eller prövning av vården enligt LVU", "enligt förslaget")
	eva.open("/arende/2026-0401/tvang").says("LVU")
	coercions, err := w.lists().CoercionsOf(t.Context(), w.caseID("2026-0401"), 5)
	if err != nil || len(coercions) != 1 {
		t.Fatalf("%v %v", coercions, err)
	}
	one := "/arende/2026-0401/tvang/" + coercions[0].ID.String()
	eva.open(one).says("Ingrid Provsson, LVU 6 §", "Elis kan inte vara hemma i natt.")
	eva.open(one + "?steg=lvu.taken_executed").fill(one).at(one)
	w.upTo(civil.On(2026, time.March, 30))
	if err := wakeAll(t.Context(), w.r.Engine, w.r.timed()); err != nil {
		t.Fatal(err)
	}
	eva.open(one).says("upphörde av sig självt")
	matter, version, err := engine.Bind(w.r.Engine, casesql.Coercions()).Load(t.Context(), coercions[0].ID)
	if err != nil || matter.Person != elis || version < 3 {
		t.Errorf("%+v, version %d, %v", matter.Person, version, err)
	}
	if gone, err := w.lists().CoercionsOf(t.Context(), w.caseID("2026-0402"), 5); err != nil || len(gone) > 0 || w.latestProposal("2026-0401") != proposal {
		t.Errorf("left behind: %v %v", gone, err)
	}
}
