package main

import (
	"net/url"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/org"
)

// readyOlder takes an older person's investigation to the point where it can be
// decided, but for what the test is about.
func (w *town) readyOlder(number string, services ...string) (eva *browser, inquiry string) {
	w.t.Helper()
	anna := w.person("Anna", "Svensson", civil.On(1941, time.May, 3))
	w.matter(anna, casework.Older, number, "Jag klarar mig inte hemma", services...)
	eva = w.login(w.eva)
	page := "/arende/" + number + "/utredning"
	eva.open(page).fill(page, "question", "Vad behöver Anna?")
	inquiry = page + "/1"
	for _, part := range []string{"situation", "bedomning"} {
		eva.open(inquiry+"/"+part).fill(inquiry+"/"+part+"/skriv", "text", "Anna har ramlat tre gånger i vinter och vågar inte gå till badrummet på natten.", "klar", "ja")
	}
	care := inquiry + "/personlig-vard"
	eva.open(care).fill(care+"/skriv", "text", "Anna behöver hjälp att komma upp på natten.", "klar", "ja")
	eva.open(care).fill(care+"/behov", "need", "Hjälp på natten")
	eva.open(care).fill(care+"/mal", "need", "b1", "goal", "Gå till badrummet med någon bredvid, varje natt", "measure", "Inga fall på natten i nattens anteckningar", "by", "2026-09-01")
	eva.open(inquiry+"/egna-ord").fill(inquiry+"/egna-ord/skriv-ord", "own_words", "Jag vill inte vara ensam på natten.")
	eva.open(inquiry+"/barn-berors").fill(inquiry+"/barn-berors/svara", "children", "nej")
	return eva, inquiry
}

// complete marks the document as ready and says that no party need see it.
func (b *browser) complete(inquiry string) {
	b.w.t.Helper()
	b.open(inquiry + "/klart").fill(inquiry + "/klart/klart").says("Underlaget är klart.")
	b.open(inquiry+"/kommunicering").fill(inquiry+"/kommunicering/stallning", "need", "uppenbart-obehovlig", "reason", "Ansökan bifalls helt.")
}

// krav C-22: Ett slag av insats som rutinen räknar upp går inte att besluta förrän ärendeberedningen är inskriven med dag, deltagare, resultat och minst en enhetschef.
// bryt internal/casework/investigation_decide.go: «listed && !prepared» → «listed && prepared»
func TestListedMattersArePreparedFirst(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	per := w.hire("Per Holmstrand", w.unit, org.Enhetschef)
	eva, inquiry := w.readyOlder("2026-0299", "sarskilt-boende")
	const decide, list = "/arende/2026-0299/beslut", "/enhet/beredning"
	eva.open(inquiry+"/hembesok").fill(inquiry+"/hembesok/hembesok", "home_visit", "2026-03-02")
	eva.complete(inquiry)
	sign := func() *browser {
		return eva.open(decide+"?insats=sarskilt-boende").fill(decide, "item0.outcome", "bifall", "item0.goal", "m1", "reasons", "Anna behöver tillsyn dygnet runt.")
	}
	eva.open(decide+"?insats=sarskilt-boende").says("ska tas upp i gruppen före beslut (Rutin 14, Ärendeberedning)", "Till ärendeberedning")
	sign().says("ska tas upp i gruppen före beslut (Rutin 14, Ärendeberedning). Skriv in ärendeberedningen först, så går det att besluta.")

	eva.open(inquiry+"/beredning").fill(inquiry+"/beredning/ta-upp", "meeting", "2026-03-05", "services", "sarskilt-boende", "proposal", "Plats på särskilt boende.")
	w.login(per).open(list).says("1 ärende väntar på beredning", "2026-0299", "A. S., 84", "Särskilt boende", "5 mars")
	w.pass(4)
	eva.open(list).says("mötet har varit, skriv in")
	form := eva.open(inquiry + "/beredning").form(inquiry + "/beredning/beredd")
	form.Set("result", "stodjer")
	form.Set("comment", "Hemtjänst på natten är prövad.")
	form["participants"] = []string{w.eva.String()}
	eva.post(inquiry+"/beredning/beredd", form).says("Minst en enhetschef ska ha varit med")
	held := func(result string) {
		form := eva.open(inquiry + "/beredning").form(inquiry + "/beredning/beredd")
		for key, value := range (url.Values{"held": {"2026-03-05"}, "participants": {w.eva.String(), per.String()}, "result": {result}, "comment": {"Hemtjänst på natten är prövad."}}) {
			form[key] = value
		}
		eva.post(inquiry+"/beredning/beredd", form)
	}
	held("komplettera")
	eva.open(inquiry + "/beredning").says("Underlaget ska kompletteras och tas upp igen")
	sign().says("Skriv in ärendeberedningen först")
	held("stodjer")
	eva.open(inquiry+"/beredning").says("Gruppen stödjer förslaget. Hemtjänst på natten är prövad.", "Med var Per Holmstrand och Eva Ek")
	sign().says("Beslut 1")
	eva.open(list).says("Gruppen stödjer förslaget", "0 ärenden väntar")
	sas := w.staff("Anneli Kvist", org.Kvalitet)
	sas.open("/rapporter/kontrollpunkt-dragning-fore-beslut?fran=2026-01-01&till=2026-12-31").says("Alla 1 1 100,0 %")
}
