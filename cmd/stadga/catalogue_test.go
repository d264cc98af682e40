package main

import (
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/org"
)

// krav E-01: Insatskatalogen visar för varje insats lag, målgrupp, egen regi eller köp, plan, vanlig längd, uppföljning, tidsschablon och vad den räknas i, och varje antagen version går att läsa.
// bryt internal/casework/decideweb/service_catalogue.go: «{Name: "Målgrupp", Words: l.Target}» → «{Name: "Målgrupp"}»
func TestTheServiceCatalogueIsReadInItsEditions(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	eva := w.login(w.eva)
	const page = "/administration/insatskatalog"
	eva.open("/administration/riktlinjer").open(eva.leads("Insatskatalogen")).at(page).says("Version 2024:1", "Socialnämnden i Norrsala antog den 12 december 2023, SN 2023/164 § 139",
		"Hemtjänst, dusch SoL 11 kap. 1 § Äldre och vuxna som behöver hjälp att duscha egen regi och köp Kommunfullmäktige i Norrsala 30 oktober 2023, KF § 117 genomförandeplan 12 månader följs upp inom 12 månader 1–3 gånger i veckan, 30 minuter varje gång",
		"Särskilt boende för äldre SoL 11 kap. 1 §. Kommunens hälso- och sjukvård ansvarar också", "tills vidare följs upp inom 12 månader ingen plats",
		"Boende för ensamkommande barn SoL 11 kap. 1 §. Beviljas som familjehem, hem för vård eller boende och stödboende", "Föräldragrupper utan behovsprövning", "Försörjningsstöd SoL 12 kap. 1 §", "Personlig assistans LSS 9 § 2",
		"Version 2021:1", "hela katalogen")
	for _, kind := range casework.ServiceCatalogue() {
		eva.says(kind.Name)
	}
	eva.open(page+"?version=2021:1").says("Version 2021:1", "Hemtjänst, dusch SoL 4 kap. 1 §").silent("egen regi och köp Kommunfullmäktige i Norrsala 30 oktober 2023")
	w.login(w.marie).open(page).says("Insatskatalogen")
	eva.open(page + "?version=1999:1").says("Vi hittar inget sådant ärende")
}

// krav E-02: Insatskatalogen säger för varje insats om den utförs i egen regi eller köps och vilket politiskt beslut det vilar på; saknas beslutet står insatsen som en brist på sidan och i egenkontrollen.
// bryt internal/casework/service_edition.go: «return l.Provided != "" && l.Decided != Ruling{}» → «return true»
func TestAServiceWithoutAPoliticalDecisionIsAFinding(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	sas := w.staff("Anneli Kvist", org.Kvalitet)
	sas.open("/administration/insatskatalog").says("31 av 33 insatser har ett politiskt beslut", "Öppenvård för vuxna: det finns inget politiskt beslut om egen regi eller köp.", "Familjebehandling i öppenvård: det finns inget politiskt beslut")
	sas.open("/kvalitet/egenkontroll").says("Egen regi eller köp, med beslut").open(sas.leads("Se rapporten"))
	sas.open("/rapporter/insatskatalog?fran=2026-01-01&till=2026-03-02").says("2 av 33 insatser saknar ett politiskt beslut om egen regi eller köp.", "Öppenvård för vuxna SoL 11 kap. 1 §", "egen regi saknas 1")
}
