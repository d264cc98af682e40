package main

import (
	"regexp"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/org"
)

var guidelineAddress = regexp.MustCompile(`^/administration/riktlinjer/[0-9a-f-]{36}$`)

// adopted writes a document as the one who answers for quality, and puts it in use
// from the day. The browser stands on its page.
func (b *browser) adopted(kind, title, says, spans string, from civil.Date, uses ...string) *browser {
	b.w.t.Helper()
	const register = "/administration/riktlinjer"
	b.open(register)
	form := b.form(register)
	form.Set("version", "2026:1")
	form.Set("kind", kind)
	form.Set("title", title)
	form.Set("says", says)
	form.Set("spans", spans)
	form["areas"] = uses
	if b.post(register, form); !guidelineAddress.MatchString(b.path) {
		b.w.t.Fatalf("the document is not saved: %s", b.body)
	}
	return b.putInUse(b.path, from)
}

func (b *browser) putInUse(page string, from civil.Date) *browser {
	b.w.t.Helper()
	return b.open(page).fill(page+"/ta-i-bruk", "from", from.String(), "adopted_by", "Socialnämnden", "adopted", b.w.today().String(), "adopted_ref", "SN 2026/7 § 12")
}

// krav C-27: Biståndsbedömningsmodellen har versioner, och en ny tas inte i bruk innan utvärderingen är bifogad och dagen då politikerna tog del av den står där.
// bryt internal/casework/guideline_document.go: «if next.Kind == AssessmentModel && !first {» → «if false {»
func TestTheAssessmentModelIsEvaluatedBeforeItChanges(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	keeper, eva := w.staff("Anneli Kvist", org.Kvalitet), w.login(w.eva)
	const page = "/administration/riktlinjer/bedomningsmodell"
	eva.open("/administration/riktlinjer").says("Biståndsbedömningsmodell, 2024:1", "äldre och vuxna", "Socialnämnden i Norrsala 12 december 2023", "SN 2023/151 § 128").silent("Lägg upp ett nytt underlag")
	eva.open(page).says("Version 2024:1 gäller").silent("Skriv en ny version")

	version := keeper.open(page).form(page + "/ny-version")
	version.Set("version", "2024:1")
	version.Set("says", "Behov vägs i varje livsområde, och närståendes läge skrivs.")
	keeper.post(page+"/ny-version", version).says("Det finns redan en version med det namnet")
	version = keeper.open(page).form(page + "/ny-version")
	version.Set("version", "2026:1")
	version.Set("says", "Behov vägs i varje livsområde, och närståendes läge skrivs.")
	keeper.post(page+"/ny-version", version).at(page).says("Version 2024:1 gäller", "Väntar på utvärdering", "närståendes läge")
	keeper.putInUse(page, w.today()).says("Utvärderingen saknas")
	keeper.open(page).fill(page+"/utvardering", "evaluated", "2026-02-20", "evaluation", "Modellen ger jämna bedömningar.", "filed", "SN 2026/44").at(page)
	keeper.putInUse(page, w.today()).says("Skriv vilken dag politikerna tog del av utvärderingen")
	keeper.open(page).fill(page+"/noterad", "noted_by", "Socialnämnden", "noted", "2026-02-19", "noted_ref", "§ 20").says("Politikerna kan inte ha tagit del")
	keeper.open(page).fill(page+"/noterad", "noted_by", "Socialnämnden", "noted", "2026-02-24", "noted_ref", "§ 20").at(page)
	keeper.putInUse(page, w.today()).at(page).says("Version 2026:1 gäller", "Socialnämnden tog del av den 24 februari 2026", "Modellen ger jämna bedömningar.", "till 1 mars 2026")
	eva.open("/administration/riktlinjer").says("modell, 2026:1").silent("modell, 2024:1")
	eva.open("/administration/riktlinjer?dag=2026-03-01").says("modell, 2024:1").silent("modell, 2026:1")
}

// The register answers how much of a service is usual on a day, by the version of
// the file and by one that is put in use after it.
func TestTheRegisterOfGuidelinesKnowsTheVersionOfTheDay(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	keeper := w.staff("Anneli Kvist", org.Kvalitet)
	const register = "/administration/riktlinjer"
	keeper.open(register).fill(register, "kind", "tidsschablon", "title", "Schablon för boendestöd", "version", "2026:1", "says", "Tid.", "areas", "vuxen", "spans", "Boendestöd; en; 2").says("En rad om omfattning går inte att läsa")
	keeper.adopted("tidsschablon", "Schablon för boendestöd", "Vanlig tid.", "Boendestöd; 2; 8; månad; 60", w.today(), "vuxen").says("Version 2026:1 gäller", "Boendestöd", "2–8 timmar i månaden", "60 minuter")
	later, err := w.lists().Guidelines(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := w.r.guidelines.With(later)
	span, g, ok := all.Span(casework.StandardTimes, "boendestod", w.today())
	if !ok || g.Version != "2026:1" || span.Minutes != 60 || span.Beside(casework.Extent{Count: 9, Per: casework.PerMonth}) != casework.Above {
		t.Errorf("the register knows %+v of %+v", span, g)
	}
	if _, _, ok := all.Span(casework.StandardTimes, "boendestod", w.today().AddDays(-1)); ok {
		t.Error("the version holds the day before it was put in use")
	}
	if _, g, ok := all.Span(casework.StandardTimes, "hemtjanst-omvardnad", civil.On(2025, time.May, 2)); !ok || g.Version != "2021:2" {
		t.Errorf("in May 2025 held %+v", g)
	}
}
