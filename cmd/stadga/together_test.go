package main

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"stadga/internal/casework"
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
