package main

import (
	"regexp"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/visits"
)

var tagCode = regexp.MustCompile(`<strong>([2-9A-Z]{6})</strong>`)

// krav F-06: Ett besök som är skrivet för hand bär ett av fyra skäl, Annat kräver en text, ett som sänds utan skäl ställs åt sidan, och rapporten Manuella registreringar, dispens och tagg i hemmet räknar dem.
// bryt internal/visits/register.go: «if !cmd.Reason.known() {» → «if cmd.Reason.known() {»
// krav F-07: Dispens från tagg ges till en person med skäl, vem som gav den och sista dag, och manuella besök med dispens redovisas för sig.
// bryt internal/visits/visitsql/homes.go: «h.exempt_until >= v.day» → «h.exempt_until < v.day»
// krav F-11: Taggregistret visar varje tagg med var den sitter, när den sattes upp, när den slutade fungera och när den togs ned, så att tekniskt fel och ingen tagg går att skilja åt.
// bryt internal/visits/visitsql/homes.go: «then 'fel' else» → «then 'hel' else»
func TestTagsFaultsAndExemptionsAreTold(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	o, bare, exempt := w.ordered("2026-0601", "Berta"), w.ordered("2026-0602", "Ceder"), w.ordered("2026-0603", "Dagny")
	marie, page := w.login(w.marie), func(id string) string { return "/utforare/uppdrag/" + id + "/tagg" }
	home := page(o.ID.String())
	marie.open(home).says("Ingen tagg sitter i hemmet.").fill(home).says("Skriv var i hemmet taggen sitter")
	marie.open(home).fill(home, "place", "I hallen", "code", "O0ILSB").says("Koden stämmer inte.")
	marie.open(home).fill(home, "place", "I hallen").says("1 tagg sitter i hemmet.", "Skriv koden på taggen nu")
	found := tagCode.FindSubmatch(marie.body)
	if found == nil || !visits.CodeRight(string(found[1])) {
		t.Fatalf("no code to write on the tag: %s", marie.body)
	}
	code := string(found[1])
	w.colleague("Nils Provgren").open(home).silent(code)
	w.now = w.now.Add(11 * time.Minute)
	marie.open(home).says("••••" + code[4:]).silent("Skriv koden på taggen nu")

	away := page(exempt.ID.String())
	marie.open(away).fill(away[:len(away)-len("tagg")]+"dispens", "until", "2028-01-01", "reason", "Vill inte ha läsare.").says("En dispens gäller högst ett år.")
	marie.open(away).fill(away[:len(away)-len("tagg")]+"dispens", "until", "2026-09-01", "reason", "Vill inte ha läsare.").says("till och med 1 september")

	w.pass(2)
	day := w.today()
	with := func(n int, order string, tag string) {
		t.Helper()
		events := ends(n, orderNamed(t, order), day.At(4+n, 0), day.At(4+n, 30), "manuell", "manuell")
		if tag != "" {
			events = ends(n, orderNamed(t, order), day.At(4+n, 0), day.At(4+n, 30), "tagg", "tagg")
			events[0]["tag"], events[1]["tag"] = tag, tag
		}
		if said := marie.sends(events...).says(); said != map[string]string{"": "", code: "", "A7K2Q9": "Taggen finns inte bland dem som är uppsatta."}[tag] && n != 3 {
			t.Errorf("visit %d: %q", n, said)
		} else if n == 3 && said != "Taggen sitter hemma hos någon annan." {
			t.Errorf("another's tag: %q", said)
		}
	}
	with(1, o.ID.String(), code)
	with(2, o.ID.String(), "A7K2Q9")
	with(3, bare.ID.String(), code)
	w.now = w.now.Add(time.Hour)
	with(4, o.ID.String(), "")
	marie.open(home).fill(home+"/lage", "tag", code, "to", "fel", "what", "Den svarar inte.").says("fungerar inte sedan")
	w.now = w.now.Add(time.Hour)
	with(5, o.ID.String(), "")
	w.now = w.now.Add(time.Hour)
	with(6, bare.ID.String(), "")
	w.now = w.now.Add(time.Hour)
	with(7, exempt.ID.String(), "")
	marie.open("/utforare/taggar").says("Berta", "I hallen", "Fungerar inte sedan", "Dagny", "Vill inte ha läsare.").silent(code)

	order := "/utforare/uppdrag/" + o.ID.String() + "/besok"
	marie.open(order).fill(order, "from", "03:00", "to", "03:20", "class", "manuell").says("Välj varför tiden är skriven för hand")
	marie.open(order).fill(order, "from", "03:00", "to", "03:20", "class", "manuell", "reason", "annat").says("Skriv varför tiden är skriven för hand")
	marie.open(order).fill(order, "from", "03:00", "to", "03:20", "class", "manuell", "reason", "utanfor-hemmet").at(order)
	marie.open(home).fill(home+"/lage", "tag", code, "to", "lagad").says("lagad")
	marie.open(home).fill(home+"/lage", "tag", code, "to", "nedtagen", "what", "Flyttat till boende.").says("Ingen tagg sitter i hemmet.", "nedtagen", "Flyttat till boende.")

	w.login(w.hire("Karin Åsberg", w.unit, org.Socialchef)).open("/rapporter/manuella-hem?from=2026-03-01&till=2026-03-31").says(
		"2026-03 Hemtjänst Norr Tekniskt fel 4 1 1 1 1", "2026-03 Hemtjänst Norr Började eller slutade utanför hemmet 1 0 1 0 0",
	)
}

func orderNamed(t *testing.T, s string) ids.Order {
	t.Helper()
	id, err := ids.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return ids.Order{ID: id}
}
