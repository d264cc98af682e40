package main

import (
	"net/http"
	"testing"
	"time"

	"stadga/internal/civil"
)

// krav E-34: Vill personen det visas besöken månad för månad för en närstående, på sidan och på papper, med det som är beviljat, planerat och utfört och utan namn på personal. Utan önskemål, och när personen har ändrat sig, visas inga besök.
// bryt internal/delivery/relatives.go: «return v.Ended.IsZero() && (» → «return (»
func TestVisitsAreShownToRelativesAtThePersonsWish(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	o := w.ordered("2026-0601", "Berta")
	w.pass(2)
	marie, eva, day := w.login(w.marie), w.login(w.eva), w.today()
	own, file := "/utforare/uppdrag/"+o.ID.String()+"/narstaende", "/arende/2026-0601/insatser/"+o.ID.String()+"/narstaende"
	planning := "/utforare/uppdrag/" + o.ID.String() + "/planering"
	marie.sends(ends(1, o.ID, day.At(5, 0), day.At(5, 40), "tagg", "tagg")...)

	marie.open("/utforare/uppdrag/" + o.ID.String()).says("Visa besöken för närstående")
	marie.open(own).says("Personen har inte sagt att någon närstående får se besöken.").silent("05:00", "40 min")
	if marie.open(own + "/besok.pdf"); marie.code != http.StatusNotFound {
		t.Errorf("without a wish the paper is %d", marie.code)
	}
	marie.open(own).fill(own, "who", "", "on", "2026-03-20").says("Skriv vem som får se besöken", "Skriv vilken dag personen sade det.")
	marie.open(own).fill(own, "who", "Lena Svensson, dotter").at(own).says("Lena Svensson, dotter. Personen sade det", "ingen planering är inlagd", "1 besök, 0 h 40 min", "05:00–05:40 utfört")

	for _, at := range []string{"06:00", "15:00"} {
		marie.open(planning).fill(planning, "from", day.String(), "until", day.String(), "at", at, "minutes", "30", "weekdays", "3").at(planning)
	}
	marie.open(own).says("2 besök, 1 h", "06:00–06:30 inte registrerat", "15:00–15:30 planerat").open(own+"/besok.pdf").onPaper("Lena Svensson, dotter", "05:00–05:40", "inte registrerat")
	eva.open(file).says("Lena Svensson, dotter.", "05:00–05:40 utfört").silent("Marie Sund").fill(file + "/sluta").at(file).says("Personen har inte sagt").silent("05:00")
	if eva.open(file + "/besok.pdf"); eva.code != http.StatusNotFound {
		t.Errorf("when the wish is over the paper is %d", eva.code)
	}
	marie.open(own).silent("05:00")
}
