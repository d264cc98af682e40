package main

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/org"
)

// Two officers have the same part of an investigation open. Neither text is ever
// lost: the second sees the first one's beside the own, and chooses.
func TestTwoWritersNeverOverwriteEachOther(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	w.matter(w.person("Anna", "Svensson", civil.On(1941, time.May, 3)), casework.Older, "2026-0420", "Hjälp med dusch", "hemtjanst-dusch")
	eva, lund := w.login(w.eva), w.staff("Jan Lund", org.Handlaggare)
	eva.open("/arende/2026-0420/utredning").fill("/arende/2026-0420/utredning", "question", "Hjälp med dusch")
	const part = "/arende/2026-0420/utredning/1/situation"
	const write = part + "/skriv"
	eva.open(part)
	lund.open(part).fill(write, "text", "Anna bor med sin syster.").at(part)

	eva.fill(write, "text", "Anna bor ensam.").says("Någon annan har ändrat texten", "Det som står nu, skrivet av Jan Lund", "Anna bor med sin syster.", "Anna bor ensam.")
	if eva.code != http.StatusUnprocessableEntity && eva.code != http.StatusConflict {
		t.Errorf("the second text: %d", eva.code)
	}
	lund.open(part).says("Anna bor med sin syster.")
	eva.fill(write, "text", "Anna bor med sin syster Berit.").at(part).says("Anna bor med sin syster Berit.")

	t.Run("a draft that was begun on the older text", func(t *testing.T) {
		eva.open(part)
		draft := eva.form(write)
		draft.Set("text", "Anna flyttar till Berit.")
		eva.post("/utkast", draft)
		lund.open(part).fill(write, "text", "Berit har flyttat hem till Anna.").at(part)
		eva.open(part).says("Anna flyttar till Berit.", "Det som står nu, skrivet av Jan Lund", "Berit har flyttat hem till Anna.")
		eva.fill(write, "behall", "ja").at(part).says("Berit har flyttat hem till Anna.").silent("Anna flyttar till Berit.", "Det som står nu,")
	})

	t.Run("the person's details", func(t *testing.T) {
		const details = "/arende/2026-0420/kontaktuppgifter"
		eva.open(details)
		lund.open(details).fill(details, "phone", "0000-00 00 21").at("/arende/2026-0420")
		eva.fill(details, "phone", "0000-00 00 22").says("Någon annan har ändrat medan du skrev", "Det som står nu Telefon 0000-00 00 21")
		if typed := eva.form(details).Get("phone"); typed != "0000-00 00 22" {
			t.Errorf("what was typed is gone: %q", typed)
		}
		eva.fill(details, "phone", "0000-00 00 22").at("/arende/2026-0420").says("0000-00 00 22")
	})
}

// What is typed and not signed is there again after log-out, for the one who typed
// it and in the file it is about, and nowhere else.
func TestADraftOutlivesTheLogIn(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	w.matter(w.person("Anna", "Svensson", civil.On(1941, time.May, 3)), casework.Older, "2026-0421", "Hjälp med dusch", "hemtjanst-dusch")
	eva := w.login(w.eva)
	const file, note = "/arende/2026-0421", "/arende/2026-0421/anteckning"
	draft := eva.open(file).form(note)
	draft.Set("text", "Anna ringde och")
	eva.post("/utkast", draft)
	eva.post("/logga-ut", url.Values{})
	eva.open(file).says("Logga ut", "Anna ringde och")
	w.staff("Jan Lund", org.Handlaggare).open(file).silent("Anna ringde och")
	if jonas := w.login(w.jonas).post("/utkast", draft); jonas.code != http.StatusNotFound {
		t.Errorf("one who may not open the file keeps a draft about it: %d", jonas.code)
	}
	w.pass(1)
	eva.open(file).fill(note, "text", "Anna ringde och tackade nej.").at(file)
	if again := eva.open(file).form(note).Get("text"); again != "" {
		t.Errorf("the draft outlived its act: %q", again)
	}
}

// A form that edits several things at once carries each as it showed it. When the
// second of them has moved meanwhile nothing is done, what was typed stands, and
// sent again it holds. What is only added meanwhile collides with nothing.
func TestAFormGuardsAllItShowed(t *testing.T) {
	w := newTown(t, civil.On(2026, time.January, 7))
	const number, decision = "2026-0422", "/arende/2026-0422/beslut"
	w.matter(w.person("Rolf", "Provberg", civil.On(1946, time.May, 3)), casework.Older, number, "Jag behöver hjälp", "hemtjanst-omvardnad")
	eva, lund := w.login(w.eva), w.staff("Jan Lund", org.Handlaggare)
	w.investigated(eva, number, "1")
	form := decision + "?insats=hemtjanst-omvardnad"
	eva.open(form).fill(decision, "item0.outcome", "bifall", "item0.extent", "14", "item0.goal", "m1", "signera", "ja").at(decision + "/1")
	w.pass(60)
	w.investigated(eva, number, "2")

	t.Run("a decision and the one it takes over from", func(t *testing.T) {
		eva.open(form)
		lund.open(decision+"/1").fill(decision+"/1/skicka", "how", "brev")
		eva.fill(decision, "item0.outcome", "bifall", "item0.extent", "22", "item0.goal", "m1", "reasons", "Rolf har fallit.", "signera", "ja").
			says("Någon annan har ändrat medan du skrev. Jämför med det nya och skicka igen.")
		if typed := eva.form(decision); typed.Get("reasons") != "Rolf har fallit." || typed.Get("item0.extent") != "22" {
			t.Errorf("what was typed is gone: %v", typed)
		}
		if lines, err := (casesql.Deciding{DB: w.r.Store.Reader()}).DecisionsOf(t.Context(), w.caseID(number), 5); err != nil || len(lines) != 1 {
			t.Errorf("%d decisions after a form that was refused (%v)", len(lines), err)
		}
		lund.open("/arende/"+number).fill("/arende/"+number+"/anteckning", "text", "Rolf ringde och tackade.")
		eva.fill(decision, "signera", "ja").at(decision + "/2")
	})

	t.Run("two cases given away together", func(t *testing.T) {
		for n, name := range []string{"Sven", "Siv"} {
			w.matter(w.person(name, "Provgren", civil.On(1942, time.May, n+1)), casework.Older, fmt.Sprintf("2026-043%d", n), "Hjälp med städning")
		}
		head, other := w.staff("Per Holmstrand", org.Enhetschef), w.staff("Britt Chefsvik", org.Enhetschef)
		to := lund.user.String()
		from := "/enhet/fordela?fran=" + w.eva.String()
		marked := func(numbers ...string) url.Values {
			values := url.Values{"handlaggare": {to}, "skal": {"Eva är sjuk."}}
			for _, number := range numbers {
				values.Add("arende", w.caseID(number).String())
			}
			return values
		}
		head.open(from)
		other.open(from).fillWith("/enhet/fordela", marked("2026-0431"))
		head.fillWith("/enhet/fordela", marked("2026-0430", "2026-0431")).says("Någon annan har ändrat medan du skrev")
		if typed := head.form("/enhet/fordela"); typed.Get("skal") != "Eva är sjuk." || typed.Get("handlaggare") != to {
			t.Errorf("what was typed is gone: %v", typed)
		}
		eva.open("/arenden").says("2026-0430")
		head.fillWith("/enhet/fordela", marked("2026-0430"))
		lund.open("/arenden").says("2026-0430", "2026-0431")
	})
}
