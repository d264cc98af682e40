package main

import (
	"regexp"
	"strings"
	"testing"

	"stadga/internal/webkit/webtest"
)

// Story 1: Anna has two lines in one case, the order of the second is not acknowledged
// and says so on both sides, and the thread shows that the plan is missing.
func seeAnna(t *testing.T, w *town, as func(string) *browser) {
	number := w.numberOf("Anna", "Svensson")
	eva, marie := as("Eva Ek"), as("Marie Sund")
	eva.open("/min-dag").says("Uppdraget kvitterat inom en arbetsdag", "A. S., 84")
	eva.open("/arende/"+number).says(
		"Hemtjänst, dusch Aktualisera", "Hemtjänst, måltider Aktualisera", "Utföraren har inte kvitterat uppdraget om hemtjänst, dusch.",
		"2 behov, 1 lucka", "Skickat i går 09:10, inte mottaget", "Plan saknas", "Delvis nått")
	marie.open("/utforare").says("1 uppdrag att kvittera.", "Anna Svensson 84 år Hemtjänst, dusch", "i går 09:10")
	order := ""
	for _, o := range w.ordersOf(number) {
		if o.Acknowledged.IsZero() {
			order = o.ID.String()
		} else if shown := marie.open("/utforare/uppdrag/" + o.ID.String() + "/narstaende"); !strings.Contains(webtest.Words(shown.body), "Karin Svensson, dotter") {
			t.Errorf("Anna's daughter is not shown her visits: %s", webtest.Words(shown.body))
		}
	}
	marie.open("/utforare/uppdrag/"+order).says("Inte kvitterat", "Kvittera")
}

var bars = regexp.MustCompile(`Beviljat (\d+) h(?: \d+ min)?, utfört (\d+) h`)

// Story 7: Karl-Erik's decision was extended twice and never followed up, his provider
// waits for an answer, and he is given far more than was granted. Each decision rests on
// the act of its own day.
func seeKarlErik(t *testing.T, w *town, as func(string) *browser) {
	number := w.numberOf("Karl-Erik", "Nordin")
	jonas, rickard, tomas := as("Jonas Lund"), as("Rickard Alm"), as("Tomas Grind")
	jonas.open("/min-dag").says("Ändrat behov besvaras inom fem arbetsdagar", "K. N., 88")
	if n := strings.Count(webtest.Words(jonas.open("/arende/"+number+"/beslut/1").body), "Förlängt utan ny prövning beslutat"); n != 2 {
		t.Errorf("the decision was extended %d times, want 2", n)
	}
	jonas.says("socialtjänstlagen (2001:453)").open("/arende/"+number+"/uppfoljning").says("1 uppföljning är försenad.", "aldrig", "dagar försenad")
	jonas.open("/arende/" + number + "/insatser")
	rickard.open("/utforare")
	for _, b := range []*browser{jonas, rickard} {
		if words := webtest.Words(b.body); !regexp.MustCompile(`Obesvarat i 4[789] dagar`).MatchString(words) {
			t.Errorf("%s is not told how long the signal has waited: %s", b.path, words)
		}
	}
	order := w.ordersOf(number)[0]
	month := w.today().MonthStart().AddMonths(-1)
	tomas.open("/ekonomi/ersattning/" + order.Provider.String() + "/" + month.String()[:7] + "/" + order.ID.String())
	found := bars.FindStringSubmatch(webtest.Words(tomas.body))
	if len(found) != 3 || found[1] != "18" || !(found[2] >= "24" && found[2] <= "30") {
		t.Errorf("granted and delivered are %v, want 18 and about 27: %.900s", found, webtest.Words(tomas.body))
	}
	tomas.says("Utförd", "Orsak").silent("Betalas inte", "utanför beslutet")
}

// Story 8: Ingegerd has just waited three months, her offer is shown and the reason is
// asked for; Sten stands in his fifth quarterly report.
func seeIngegerdAndSten(t *testing.T, w *town, as func(string) *browser) {
	ingegerd, sten := w.numberOf("Ingegerd", "Holm"), w.numberOf("Sten", "Falk")
	as("Eva Ek").open("/min-dag").says("Skäl när insatsen inte har börjat", "I. H., 91").open("/arende/" + ingegerd + "/insatser").says("Plats på Lindgården, personen tackade nej")
	karin := as("Karin Åsberg")
	karin.open("/rapporter/ej-verkstallda").says(ingegerd+" Särskilt boende för äldre", "Skäl saknas, 1 erbjudande lämnat", sten+" Bostad med särskild service för vuxna", "Ingen ledig bostad. Ny gruppbostad byggs.")
	if words := webtest.Words(karin.body); !regexp.MustCompile(sten + ` Bostad med särskild service för vuxna .{40,160}4 gånger förut`).MatchString(words) {
		t.Errorf("Sten does not stand in his fifth quarterly report: %s", words)
	}
	karin.says("Hämta det rapporterade som CSV till IVO")
	as("Mats Öhrn").open("/arende/" + sten + "/insatser").says("Ingen ledig bostad. Ny gruppbostad byggs.")
}

// Story 12: Britt comes home today and is followed up within thirty days; what was
// Sture's has stopped, and the visits made to him after his death are listed and unpaid.
func seeBrittAndSture(t *testing.T, w *town, as func(string) *browser) {
	britt, sture := w.numberOf("Britt", "Lindholm"), w.numberOf("Sture", "Lindholm")
	samira, marie, tomas := as("Samira Haddad"), as("Marie Sund"), as("Tomas Grind")
	samira.open("/arende/"+britt).says("Underrättelse kl. 14.20: Britt är utskrivningsklar.", "Uppföljning efter sjukhus", "30 dagar kvar")
	samira.open("/arende/"+sture).says("Inga frister löper.").open("/arende/"+sture+"/insatser").says("Avslutat", "personen har avlidit")
	marie.open("/utforare").says("2 besök att rätta").open("/utforare/besok").says("Sture Lindholm 89 år")
	if n := strings.Count(webtest.Words(marie.body), "Efter dödsfallet, ersätts inte"); n != 2 {
		t.Errorf("%d visits to Sture are listed, want 2", n)
	}
	order := w.ordersOf(sture)[0]
	tomas.open("/ekonomi/ersattning/" + order.Provider.String() + "/" + w.today().String()[:7] + "/" + order.ID.String() + "?sida=2")
	if n := strings.Count(webtest.Words(tomas.body), "Betalas inte"); n != 2 {
		t.Errorf("%d of the visits to Sture are unpaid, want the 2 after his death: %.1500s", n, webtest.Words(tomas.body))
	}
}

// What is planned, late and missed today, and a month that is closed.
func seeTheDay(t *testing.T, w *town, as func(string) *browser) {
	marie, tomas := as("Marie Sund"), as("Tomas Grind")
	marie.open("/utforare/besok").says("1 besök blev inte av", "förbi utan registrering")
	marie.open("/utforare/slingor").says("planerade besök.")
	as("Karin Åsberg").open("/enhet/besok-i-dag").says("Uteblivet", "Oregistrerat", "planerade besök i dag.")
	if words := webtest.Words(tomas.open("/ekonomi/ersattning").body); !strings.Contains(words, "Stängd") {
		t.Errorf("no month is closed: %s", words)
	}
}
