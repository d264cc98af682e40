package main

import (
	"testing"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/org"
)

// A decider is an officer with an older person's matter ready to be decided.
type decider struct {
	*browser
	w            *town
	number, path string // of the case, and its page Beslut
}

// decider takes a person's application for a service to where it can be decided.
func (w *town) decider(number, given, service string) decider {
	w.t.Helper()
	w.matter(w.person(given, "Provberg", civil.On(1944, 5, 3)), casework.Older, number, "Jag behöver hjälp", service)
	d := decider{browser: w.login(w.eva), w: w, number: number, path: "/arende/" + number + "/beslut"}
	w.investigated(d.browser, number, "1")
	d.open(d.path + "?insats=" + service)
	return d
}

// grant fills the form of one service that is granted, and signs it.
func (d decider) grant(typed ...string) *browser {
	d.w.t.Helper()
	return d.fill(d.path, append([]string{"item0.outcome", "bifall", "signera", "ja"}, typed...)...)
}

// krav D-03: Beslutet kan inte signeras utan syfte och ett mål som går att mäta, och kontrollpunkten visar andelen och listan med de beslut vars mål inte går att mäta.
// bryt internal/casework/decision_make.go: «if it.Purpose == "" {» → «if false {»
func TestAGrantHasAPurposeAndGoalsThatCanBeMeasured(t *testing.T) {
	w := newTown(t, civil.On(2026, 1, 7))
	anneli := w.hire("Anneli Kvist", w.unit, org.Kvalitet)
	anna := w.decider("2026-0501", "Anna", "hemtjanst-omvardnad")
	if got := anna.form(anna.path).Get("item0.purpose"); got != "Möta behovet: behöver hjälp på morgonen" {
		t.Errorf("the purpose is suggested as %q", got)
	}
	anna.grant("item0.extent", "22", "item0.goal", "m1", "item0.purpose", " ").says("Skriv syftet med insatsen")
	goalless := anna.form(anna.path)
	goalless.Del("item0.goal")
	goalless.Set("item0.purpose", "Komma upp på morgonen")
	anna.post(anna.path, goalless).says("Insatsen behöver minst ett mål")
	anna.grant("item0.extent", "22", "item0.goal", "m1", "item0.purpose", "Komma upp på morgonen").at(anna.path+"/1").says("Komma upp på morgonen", "Vara uppe till frukost varje dag")

	// A goal that fits anyone may be signed, and is seen.
	w.matter(w.person("Bo", "Provlind", civil.On(1940, 5, 3)), casework.Older, "2026-0502", "Jag behöver hjälp", "hemtjanst-omvardnad")
	eva := w.login(w.eva)
	const inquiry, decision = "/arende/2026-0502/utredning", "/arende/2026-0502/beslut"
	eva.open(inquiry).fill(inquiry, "question", "Behov av hjälp", "received", "i dag")
	part := inquiry + "/1/"
	eva.open(part+"personlig-vard").fill(part+"personlig-vard/behov", "need", "Behöver hjälp på morgonen")
	eva.fill(part+"personlig-vard/mal", "goal", "Ska må bra", "measure", "Säger det själv", "by", "2026-12-01")
	w.investigated(eva, "2026-0502", "1")
	eva.open(decision+"?insats=hemtjanst-omvardnad").says("är svårt att mäta").
		fill(decision, "item0.outcome", "bifall", "item0.extent", "22", "item0.goal", "m1", "signera", "ja").at(decision + "/1")
	sas := w.login(anneli)
	sas.open("/rapporter/kontrollpunkt-mal-matbara?from=2026-01-01&till=2026-12-31").says("Mål som går att mäta", "1 2 50,0 % 1")
	sas.open("/kvalitet/mal-matbara/inte-uppfyllda").says("2026-0502").silent("2026-0501")
}

// krav D-05: Ett beslut utan slutdatum går bara att signera för en insats som får gälla tills vidare, och då med uppföljning inom sex månader; kontrollpunkten räknar de som saknar slutdatum.
// bryt internal/casework/catalogue.go: «return min(k.Follow, openEndedFollow)» → «return k.Follow»
// krav D-06: Beslutet föreslår den längd som är vanlig för insatsen: ett år för hemtjänst och två månader för korttidsboende, och ett kortbeslut gäller i högst trettio dagar.
// bryt internal/casework/decideweb/decision_terms.go: «d.today.AddMonths(kind.Months).AddDays(-1)» → «d.today.AddMonths(kind.Follow+1)»
// krav D-18: Dagen för uppföljning föreslås inom insatsens tid, och en dag som ligger längre fram stoppas både i beslutet och vid nästa uppföljning.
// bryt internal/casework/decision_followup.go: «f.NextOn.After(f.On.AddMonths(kind.Follow))» → «f.NextOn.After(f.On.AddMonths(24))»
func TestPeriodsAndFollowUpsKeepTheRulesOfTheService(t *testing.T) {
	w := newTown(t, civil.On(2026, 1, 7))
	anneli := w.hire("Anneli Kvist", w.unit, org.Kvalitet)
	anna := w.decider("2026-0501", "Anna", "hemtjanst-omvardnad")
	if form := anna.form(anna.path); form.Get("item0.until") != "2027-01-06" || form.Get("item0.follow_up") != "2026-07-07" {
		t.Errorf("home care is suggested until %s, followed up %s", form.Get("item0.until"), form.Get("item0.follow_up"))
	}
	anna.says("Vanlig längd är 12 månader", "Inom 12 månader")
	anna.grant("item0.extent", "22", "item0.goal", "m1", "item0.until", "").says("Hemtjänst, personlig omvårdnad beslutas till ett datum")
	anna.grant("item0.extent", "22", "item0.goal", "m1", "item0.until", "2027-06-30", "item0.follow_up", "2027-01-08").says("ska följas upp inom 12 månader, alltså senast 2027-01-07")
	anna.open(anna.path+"?insats=korttidsboende").says("Vanlig längd är 2 månader", "Inom 2 månader")
	if form := anna.form(anna.path); form.Get("item0.until") != "2026-03-06" || form.Get("item0.follow_up") != "2026-03-06" {
		t.Errorf("short stay is suggested until %s, followed up %s", form.Get("item0.until"), form.Get("item0.follow_up"))
	}
	anna.open(anna.path + "?insats=nattpatrull").says("Tomt betyder tills vidare, och då följs insatsen upp inom ett halvår")
	anna.open(anna.path + "?insats=trygghetslarm")
	anna.grant("item0.purpose", "Kunna larma", "item0.follow_up", "2026-07-08").says("ska följas upp inom 6 månader, alltså senast 2026-07-07")
	anna.grant("item0.purpose", "Kunna larma", "item0.follow_up", "2026-07-07").at(anna.path + "/1").says("tills vidare")

	lines, err := w.services(anna.number)
	if err != nil || len(lines) != 1 {
		t.Fatalf("%+v %v", lines, err)
	}
	follow := "/arende/2026-0501/uppfoljning/" + lines[0].ID.String()
	w.pass(180)
	anna.open(follow).fill(follow, "goal_syfte", "natt", "effect", "Trygg.", "next_on", "2027-07-07").says("ska följas upp inom 12 månader, alltså senast 2027-07-06")
	anna.fill(follow, "next_on", "2027-07-06").at("/arende/2026-0501/uppfoljning")

	sas := w.login(anneli)
	sas.open("/kvalitet/uppfoljning-planerad/uppfyllda").says("2026-0501")
	sas.open("/kvalitet/egenkontroll").says("Slutdatum", "Uppföljning planerad i beslutet")
}

// services lists the services decided in a case.
func (w *town) services(number string) ([]casework.ServiceLine, error) {
	return casesql.Deciding{DB: w.r.Store.Reader()}.ServicesOf(w.t.Context(), w.caseID(number), 25)
}
