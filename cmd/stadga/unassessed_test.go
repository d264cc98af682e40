package main

import (
	"context"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/org"
	"stadga/internal/report"
)

// What is given without a trial of need is counted by those who give it, for their
// own, without anyone's name, and the same count stands on Enhet and in the report.
func TestServicesWithoutATrialAreCounted(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 20))
	const counter = "/mottagning/utan-behovsprovning"
	eva, marie := w.login(w.eva), w.login(w.marie)
	eva.open(counter).says("Insatser utan behovsprövning", "Skriv inga namn", "Inget är registrerat än")
	eva.fill(counter, "count", "många").says("med siffror")
	eva.fill(counter, "kind", "traffpunkt", "from", "2026-03-02", "until", "2026-04-30", "count", "0").says("Registrera en månad i taget", "från 1 till 10 000")
	if typed := eva.form(counter); typed.Get("kind") != "traffpunkt" || typed.Get("until") != "2026-04-30" {
		t.Errorf("what was typed is gone: %v", typed)
	}
	eva.fill(counter, "kind", "traffpunkt", "from", "2026-03-02", "until", "2026-03-15", "count", "140", "age", "80-").at(counter)
	eva.says("140 gånger registrerade", "Träffpunkt", "80 år och äldre", "Biståndsenheten")
	marie.open(counter).silent("Biståndsenheten", "140").fill(counter, "kind", "fixartjanst", "from", "i dag", "count", "3").says("3 gånger registrerade", "Hemtjänst Norr")
	eva.open(counter).silent("Hemtjänst Norr")

	head := w.staff("Per Holmstrand", org.Enhetschef)
	head.open("/enhet").says("140 Insatser utan behovsprövning")
	director := w.staff("Karin Åsberg", org.Socialchef)
	director.open(counter).says("143 gånger registrerade", "Fixartjänst", "Träffpunkt").silent("Registrera antal", "Rätta ett antal")

	rows := unassessedReport(t, w)
	if len(rows) != 2 || rows[0][1].Text != "Biståndsenheten" || rows[0][3] != report.N(140) || rows[1][2].Text != "Fixartjänst" {
		t.Errorf("the report says %v", rows)
	}
	lines, err := deliverysql.Lists{DB: w.r.Store.Reader()}.UnassessedLines(t.Context(), delivery.UnassessedScope{Unit: w.unit}, 0, 5)
	if err != nil || len(lines) != 1 {
		t.Fatalf("%v %v", lines, err)
	}
	right := counter + "/" + lines[0].ID.String() + "/ratta"
	eva.open(counter)
	values := eva.form(right)
	values.Set("count", "104")
	eva.post(right, values).says("Skriv varför antalet ändras")
	eva.fill(right, "count", "104", "why", "Siffrorna var omkastade.").at(counter).says("104", "Rättat: Siffrorna var omkastade.")
	values.Set("akt", marie.open(counter).form(counter).Get("akt"))
	if marie.post(right, values); marie.code != 404 {
		t.Errorf("another's registration answers %d", marie.code)
	}
	if rows := unassessedReport(t, w); rows[0][3] != report.N(104) {
		t.Errorf("the report after the correction says %v", rows)
	}
}

func unassessedReport(t *testing.T, w *town) []report.Row {
	t.Helper()
	r, err := deliverysql.Reports().Find("insatser-utan-behovsprovning")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := r.Rows(context.Background(), w.r.Store.Reader(), report.Query{From: civil.On(2026, 3, 1), To: civil.On(2026, 3, 31)})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
