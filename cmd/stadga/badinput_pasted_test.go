package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/journal"
	"stadga/internal/paper/papertest"
)

// pasted is two hundred pages as someone pastes them: forty lines a page, with
// emoji, signs of HTML, quotation marks and what looks like a formula.
func pasted(about string) string {
	var all strings.Builder
	for page := range 200 {
		for line := range 40 {
			fmt.Fprintf(&all, "%s %d:%d 😀 hon mår <b>bättre</b> & \"bra\", =1+1 👩‍👧 'så' \\n.\n", about, page+1, line+1)
		}
	}
	return strings.TrimSpace(all.String())
}

// missing is the first line of a text that is not told in its place; empty: all is there.
func missing(told, text string) string {
	told = strings.Join(strings.Fields(told), " ")
	for line := range strings.Lines(text) {
		line = strings.Join(strings.Fields(line), " ")
		at := strings.Index(told, line)
		if at < 0 {
			return line
		}
		told = told[at+len(line):]
	}
	return ""
}

// Two hundred pages of pasted text with emoji, in a note, in a part of an
// investigation, as the reasons of a decision and in a letter: they stand in the
// record sign for sign, and are told whole by the page, the letter on paper, the
// extract that goes out and the export.
func TestTwoHundredPagesAreKeptAsTheyAre(t *testing.T) {
	if testing.Short() {
		t.Skip("sets a thousand pages")
	}
	t.Parallel()
	w := newTown(t, civil.On(2026, time.March, 2))
	w.matter(w.person("Anna", "Svensson", civil.On(1941, time.May, 3)), casework.Older, "2026-0501", "Hjälp med dusch", "hemtjanst-dusch")
	eva := w.login(w.eva)
	const path = "/arende/2026-0501"
	note, part, reasons := pasted("anteckning"), pasted("utredning"), pasted("skäl")
	tells := func(where, told string, texts ...string) {
		t.Helper()
		for _, text := range texts {
			if line := missing(told, text); line != "" {
				t.Errorf("%s does not tell %q in its place", where, line)
			}
		}
	}
	eva.open(path).fill(path+"/anteckning", "text", note).at(path)
	tells("the page of the case", html.UnescapeString(string(eva.body)), note)

	w.investigatedSaying(eva, "2026-0501", "1", part)
	eva.open(path + "/utredning/1")
	tells("the page of the investigation", html.UnescapeString(string(eva.open(path+"/utredning/1/situation").body)), part)

	eva.open(path+"/beslut").fill(path+"/beslut", "item0.outcome", "bifall", "item0.extent", "2", "item0.goal", "m1", "reasons", reasons, "signera", "ja").at(path + "/beslut/1")
	tells("the page of the decision", html.UnescapeString(string(eva.body)), reasons)
	eva.open(path + "/beslut/1/brev.pdf")
	if eva.code != http.StatusOK {
		t.Fatalf("the letter: %d", eva.code)
	}
	tells("the letter on paper", papertest.Text(t, eva.body), reasons)

	const list = path + "/utlamnande"
	eva.open(list).fill(list, "asker", "den-enskilde", "name", "Anna Svensson", "wants", "Allt")
	one := eva.path
	form := eva.form(one + "/hela")
	form["parts"] = eva.shown()
	eva.post(one+"/hela", form)
	eva.fill(one + "/beslut").says("Akten lämnas ut.")
	eva.open(one + "/handlingar.pdf")
	if eva.code != http.StatusOK {
		t.Fatalf("the extract: %d", eva.code)
	}
	extract := papertest.Text(t, eva.body)
	for _, text := range []string{note, part, reasons} {
		tells("the extract", extract, text)
	}

	written := w.exported()
	for about, text := range map[string]string{"note": note, "part": part, "reasons": reasons} {
		if !bytes.Contains(written, asJSON(t, text)) {
			t.Errorf("the %s is not in the export sign for sign", about)
		}
	}

	// A text too long for the record is refused with a sentence, and is still there.
	before, endless := w.events(), strings.Repeat("Hon berättar. ", 80_000)
	eva.open(path).post(path+"/anteckning", withText(eva.form(path+"/anteckning"), endless))
	if eva.code != http.StatusUnprocessableEntity || w.events() != before || !strings.Contains(string(eva.body), strings.TrimSpace(endless)) {
		t.Errorf("a text of more than a million signs: %d, %d events", eva.code, w.events()-before)
	}
	eva.says("Texten är längre än 1 000 000 tecken")
}

// exported is the whole record as stadga export writes it.
func (w *town) exported() []byte {
	w.t.Helper()
	for {
		sealed, err := w.r.Store.Seal(w.t.Context(), 1000)
		if err != nil {
			w.t.Fatal(err)
		}
		if sealed == 0 {
			break
		}
	}
	var written bytes.Buffer
	out, err := journal.NewArchiveWriter(&written, originOf+"prov", w.now)
	if err == nil {
		err = w.r.Store.Export(w.t.Context(), out, func(int, int) {})
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return written.Bytes()
}

func withText(form url.Values, text string) url.Values {
	form.Set("text", text)
	return form
}

// asJSON is the text as an export writes it.
func asJSON(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(text); err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSpace(out.Bytes())
}
