package main

import (
	"net/http"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/org"
)

// An officer who reports a conflict of interest no longer meets the person: not in
// the case, the list, the search, the day or by emergency. The manager is told and
// gives the case on, and may find that the conflict has ended.
func TestAConflictOfInterestHidesTheCase(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	helena := w.hire("Helena Fors", w.unit, org.Enhetschef)
	kim := w.hire("Kim Berg", w.unit, org.Handlaggare)
	w.matter(w.person("Elis", "Provlund", civil.On(2016, time.September, 9)), casework.Children, "2026-0310", "Hjälp hemma")
	w.matter(w.person("Alva", "Granprov", civil.On(2014, time.May, 3)), casework.Children, "2026-0311", "Stöd")

	eva := w.login(w.eva)
	eva.open("/arenden").says("Du har 2 pågående ärenden", "2026-0310")
	const path = "/arende/2026-0310/jav"
	eva.open(path).fill(path, "why", "").says("Skriv vad som gör")
	eva.open(path).fill(path, "why", "Elis är min systerson.").at("/arenden").says("Du har 1 pågående ärende").silent("2026-0310")
	for _, hidden := range []string{"/arende/2026-0310", "/arende/2026-0310/utredning", "/arende/2026-0310/lasningar", "/arende/2026-0310/insatser", path} {
		if eva.open(hidden); eva.code != http.StatusNotFound {
			t.Errorf("%s answers %d", hidden, eva.code)
		}
	}
	for _, page := range []string{"/min-dag", "/mottagning", "/arenden?urval=enhet"} {
		eva.open(page).silent("2026-0310", "E. P.")
	}
	for _, sought := range []string{"Provlund", "2026-0310"} {
		eva.open("/sok").fill("/sok", "q", sought).says("Inget du har åtkomst till").silent("Elis")
	}
	eva.open("/nodatkomst").fill("/nodatkomst", "number", "2026-0310", "reason", "Jag vill se hur det går.").says("Vi hittar inget sådant ärende")

	chef := w.login(helena)
	chef.open("/enhet").says("1 Åtkomst att granska")
	chef.open("/enhet/atkomst").says("Jäv: ge ärende 2026-0310 till en annan handläggare", "Eva Ek", "Jäv som gäller Vad")
	const give = "/enhet/fordela"
	chef.open(give + "?fran=" + w.eva.String())
	chosen := chef.form(give)
	chosen["arende"] = []string{markedOf(t, chef, "2026-0310")}
	chosen.Set("handlaggare", kim.String())
	chef.post(give, chosen)
	chef.open("/enhet/atkomst").says("0 saker att ta hand om", "Ärende 2026-0310")
	w.login(kim).open("/arende/2026-0310").says("Elis Provlund")

	const lift = "/arende/2026-0310/hav-jav"
	kims := w.login(kim).open("/arende/2026-0310/jav") // an officer cannot lift it
	kims.post(lift, chef.open(lift).form(lift))
	eva.open("/arende/2026-0310")
	if eva.code != http.StatusNotFound {
		t.Error("a colleague lifted the conflict")
	}
	chef.open(lift).fill(lift, "user", w.eva.String(), "reason", "Det var en annan Elis.").at("/arende/2026-0310")
	eva.open("/arende/2026-0310").says("Elis Provlund")
}

// markedOf is the value that marks a case in a list of cases.
func markedOf(t *testing.T, b *browser, number string) string {
	t.Helper()
	var id string
	err := b.w.r.Store.Reader().QueryRowContext(t.Context(), `select lower(hex(id)) from cases where number = $1`, number).Scan(&id)
	if err != nil {
		t.Fatal(err)
	}
	return id[:8] + "-" + id[8:12] + "-" + id[12:16] + "-" + id[16:20] + "-" + id[20:]
}

// A case that is closed to an officer is read for an hour with a reason; the
// manager is told at once, sees what was read and reviews it within its time.
func TestEmergencyAccessIsLoudShortAndReviewed(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	helena, karin := w.hire("Helena Fors", w.unit, org.Enhetschef), w.hire("Karin Åsberg", w.unit, org.Socialchef)
	w.matter(w.person("Elis", "Provlund", civil.On(2016, time.September, 9)), casework.Children, "2026-0310", "Hjälp hemma")
	jonas := w.login(w.jonas)
	jonas.open("/arende/2026-0310")
	if jonas.code != http.StatusNotFound {
		t.Fatalf("another unit's officer reads the case: %d", jonas.code)
	}
	const path = "/nodatkomst"
	jonas.open(path).fill(path, "number", "2026-0310", "reason", "bråttom").says("minst tio tecken")
	jonas.open(path).fill(path, "number", "2026-9999", "reason", "Pojken ringer och är rädd.").says("Vi hittar inget sådant ärende")
	jonas.open(path).fill(path, "number", "2026-0310", "reason", "Pojken ringer och är rädd.").at("/arende/2026-0310").says("Elis Provlund")
	jonas.open("/arende/2026-0310/utredning").says("Elis Provlund")
	jonas.open("/arenden").silent("2026-0310") // no list is wider for it
	jonas.open(path).says("öppen till 10:00", "Väntar på granskning")

	chef := w.login(helena)
	chef.open("/min-dag").says("Nödåtkomst att granska", "Jonas Lund", "2026-0310")
	chef.open("/enhet").says("1 Åtkomst att granska")
	chef.open("/enhet/atkomst").says("Jonas Lund", "Pojken ringer och är rädd.")
	id := emergencyID(t, w)
	review := path + "/" + id
	chef.open(review).says("Jonas Lund", "2026-0310", "ärendesidan", "nödåtkomst", "3 dagar kvar")
	for _, other := range []*browser{jonas, w.login(w.eva), w.login(karin)} {
		if other.open(review); other.code != http.StatusNotFound {
			t.Errorf("someone who was not told reviews: %d", other.code)
		}
	}
	w.now = w.now.Add(59 * time.Minute)
	jonas.open("/arende/2026-0310").says("Elis Provlund")
	w.now = w.now.Add(2 * time.Minute)
	jonas.open("/arende/2026-0310")
	if jonas.code != http.StatusNotFound {
		t.Errorf("the hour has passed: %d", jonas.code)
	}
	chef.open(review).fill(review, "says", "Ja.").says("Välj om nödåtkomsten var motiverad")
	chef.open(review).fill(review, "verdict", "motiverad", "says", "Han behövde veta vem som är mormor.").at("/enhet/atkomst").says("0 saker att ta hand om", "Motiverad")
	chef.open("/min-dag").silent("Nödåtkomst att granska")
	chef.open(review).says("Granskad av Helena Fors")

	// The one who leads the unit does not review what is one's own.
	chef.open(path).fill(path, "number", "2026-0310", "reason", "Ska läsa i telefon nu.").at("/arende/2026-0310")
	w.login(karin).open("/enhet/atkomst").says("Helena Fors")
}

func emergencyID(t *testing.T, w *town) string {
	t.Helper()
	var id string
	if err := w.r.Store.Reader().QueryRowContext(t.Context(), `select lower(hex(id)) from emergency_access`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id[:8] + "-" + id[8:12] + "-" + id[12:16] + "-" + id[16:20] + "-" + id[20:]
}

// Who is on call sees nothing before the shift, and in it that a child has a
// case, whose and how far it has come – no more. The shift ends by itself and is
// reviewed.
func TestTheDutyOfficerSeesThatAChildHasACase(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	karin := w.hire("Karin Åsberg", w.unit, org.Socialchef)
	cecilia := w.hire("Cecilia Natt", w.unit, org.Socialjour)
	w.matter(w.person("Elis", "Provlund", civil.On(2016, time.September, 9)), casework.Children, "2026-0310", "Hemligt om hemmet")
	w.matter(w.person("Vera", "Granprov", civil.On(1941, time.May, 3)), casework.Older, "2026-0311", "Dusch")

	jour := w.login(cecilia)
	jour.at("/jour").says("Börja jourpasset")
	for _, closed := range []string{"/mottagning", "/mottagning/ny-orosanmalan", "/sok", "/nodatkomst", "/arende/2026-0310"} {
		if jour.open(closed); jour.code != http.StatusNotFound {
			t.Errorf("before the shift %s answers %d", closed, jour.code)
		}
	}
	jour.open("/jour").fill("/jour", "hours", "30").says("högst 24")
	jour.open("/jour").fill("/jour", "hours", "12").at("/jour").says("Du är i tjänst till")
	jour.open("/sok").fill("/sok", "q", "Provlund").says("2026-0310", "Elis Provlund", "Barn och unga", "Eva Ek").silent("Hemligt")
	if b := jour.open("/arende/2026-0310"); b.code != http.StatusNotFound {
		t.Errorf("the duty officer opens the case: %d", b.code)
	}
	jour.open("/sok").fill("/sok", "q", "Granprov").says("Inget du har åtkomst till")
	jour.open("/mottagning/ny-orosanmalan")
	if jour.code != http.StatusOK {
		t.Errorf("the duty officer takes in nothing: %d", jour.code)
	}

	w.now = w.now.Add(13 * time.Hour)
	jour.open("/sok")
	if jour.code != http.StatusNotFound {
		t.Errorf("the shift has ended: %d", jour.code)
	}
	chef := w.login(karin)
	chef.open("/enhet/atkomst").says("Jourpass att granska", "Cecilia Natt")
	var review string
	for _, m := range linkTo.FindAllStringSubmatch(string(chef.body), -1) {
		if len(m[1]) > len("/jour/") && m[1][:6] == "/jour/" {
			review = m[1]
		}
	}
	chef.open(review).says("Cecilia Natt", "träfflistan", "socialjouren, att barnet har ett ärende")
	chef.fill(review, "says", "Inget att anmärka.").at("/enhet/atkomst").says("0 saker")
	jour.open("/jour").says("Granskat: Inget att anmärka.")
}

// Who stands in for one who is away sees and does what the other may, for as long.
func TestAStandInMayWhatTheAbsentOneMay(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	helena := w.hire("Helena Fors", w.unit, org.Enhetschef)
	w.matter(w.person("Elis", "Provlund", civil.On(2016, time.September, 9)), casework.Children, "2026-0310", "Hjälp hemma")
	jonas, chef := w.login(w.jonas), w.login(helena)
	refused := func(path string) {
		t.Helper()
		if jonas.open(path); jonas.code != http.StatusNotFound {
			t.Errorf("%s answers %d", path, jonas.code)
		}
	}
	refused("/arende/2026-0310")
	refused("/enhet")
	const path = "/enhet/franvaro"
	chef.open(path).fill(path, "user", w.eva.String(), "stand_in", w.eva.String(), "from", "2026-03-02", "until", "2026-03-04").says("Välj någon annan")
	chef.open(path).fill(path, "user", w.eva.String(), "stand_in", w.marie.String(), "from", "2026-03-02", "until", "2026-03-04").says("Välj en medarbetare i förvaltningen")
	chef.open(path).fill(path, "user", w.eva.String(), "stand_in", w.jonas.String(), "from", "2026-03-02", "until", "2026-03-04").at(path).says("Eva Ek", "Ersätts av Jonas Lund")
	jonas.open("/arende/2026-0310").says("Elis Provlund")
	jonas.open("/min-dag").says("Du ersätter Eva Ek")
	jonas.open("/arenden").says("2026-0310")
	jonas.open("/sok").fill("/sok", "q", "Provlund").says("2026-0310")

	chef.open(path).fill(path, "user", helena.String(), "stand_in", w.jonas.String(), "from", "2026-03-02", "until", "2026-03-03").at(path)
	jonas.open("/enhet").says("Biståndsenheten")
	jonas.open("/enhet/atkomst")
	if jonas.code != http.StatusOK {
		t.Errorf("the manager's stand-in does not reach the manager's list: %d", jonas.code)
	}
	w.pass(2)
	refused("/enhet")
	jonas.open("/arende/2026-0310").says("Elis Provlund")
	w.pass(1)
	refused("/arende/2026-0310")
	jonas.open("/arenden").silent("2026-0310")
}
