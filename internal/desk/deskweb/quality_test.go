package deskweb_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"stadga/internal/duty"
	"stadga/internal/webkit"
)

// late adds obligations of the point that are late, and some that are met.
func (w *world) late(from, late, met int, officer webkit.Account) {
	for n := range late + met {
		o := duty.Obligation{Rule: "child-prelim-14d", Strict: on("2026-03-10"), Ground: duty.Fact{Day: on("2026-02-24")}}
		if n >= late {
			o.MetBy = duty.Fact{Day: on("2026-03-01")}
		}
		w.owed(from+n, officer, o)
	}
}

func TestWhatCannotBeJudgedSaysWhyAndWho(t *testing.T) {
	w := newWorld(t)
	w.late(1, 2, 3, eva)
	w.owed(90, eva, duty.Obligation{Rule: "child-prelim-14d", Missing: "decision.received", Strict: on("2026-03-10")})
	browser := w.As(anneli)
	says := browser.Get("/kvalitet/egenkontroll").Says()
	for _, want := range []string{
		"60 % 3 av 5", "mål 95 %", "1 kan inte bedömas", "Samtycke dokumenterat", "Saknas: försök att få samtycke. Kommer med samtyckesregistret.",
		"Svarar för siffran: enhetschefen", "Utreda", "Meddela beslut", "Verkställa och genomföra", "Följa upp", "Avsluta", "Verksamheten",
		"2 sena beslut, 0 sena utredningar kan inte bedömas", "Räknat i dag 08:52.",
	} {
		if !strings.Contains(says, want) {
			t.Errorf("the self-check does not say %q: %s", want, says)
		}
	}
	w.records.rows = w.records.rows[:5]
	if says := browser.Get("/kvalitet").Says(); !strings.Contains(says, "2 sena beslut, 0 sena utredningar skiljer 2") {
		t.Errorf("two counts that differ: %s", says)
	}
	w.owed(90, eva, duty.Obligation{Rule: "child-prelim-14d", Missing: "decision.received", Strict: on("2026-03-10")})
	says = browser.Get("/kvalitet/forhandsbedomning-14-dagar").Says()
	for _, want := range []string{"Saknas: dagen då beslutet togs emot", "Handläggaren fyller i.", "Efter enhet", "Efter grupp av handläggare", "Efter kön", "Efter ålder", "0–12 år", "Månad för månad"} {
		if !strings.Contains(says, want) {
			t.Errorf("the point does not say %q: %s", want, says)
		}
	}
}

func TestAnOfficerSeesOnlyTheOwn(t *testing.T) {
	w := newWorld(t)
	w.late(1, 2, 1, eva)
	w.late(50, 4, 4, jonas)
	browser := w.As(eva)
	if says := browser.Get("/kvalitet").Says(); !strings.Contains(says, "1 av 3") || !strings.Contains(says, "Personer jämförs inte") {
		t.Errorf("%s", says)
	}
	says := browser.Get("/kvalitet/forhandsbedomning-14-dagar").Says()
	if !strings.Contains(says, "1 av 3") || strings.Contains(says, "Efter grupp") || strings.Contains(says, "Jonas Lund") {
		t.Errorf("%s", says)
	}
	for _, path := range []string{
		"/kvalitet/forhandsbedomning-14-dagar/inte-uppfyllda?indelning=grupp&varde=socialsekreterare",
		"/kvalitet/forhandsbedomning-14-dagar/inte-uppfyllda?indelning=namn&varde=Jonas",
	} {
		if got := browser.Get(path); got.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Status)
		}
	}
}

// Four persons are not shown to one who may not see who they are, on the page or
// in what is fetched from it; one who may is told.
func TestSmallNumbersAreHiddenOutsideCasework(t *testing.T) {
	const point = "/kvalitet/forhandsbedomning-14-dagar"
	for name, tt := range map[string]struct {
		persons      int
		as           webkit.Account
		path, format string
		hidden       bool
	}{
		"four, a controller":   {4, tomas, point, "", true},
		"five, a controller":   {5, tomas, point, "", false},
		"four, an auditor":     {4, sven, "/granskning/forhandsbedomning-14-dagar", "", true},
		"four, quality":        {4, anneli, point, "", false},
		"four, fetched":        {4, tomas, point, "json", true},
		"five, fetched":        {5, tomas, point, "json", false},
		"four, fetched as csv": {4, tomas, point, "csv", true},
	} {
		w := newWorld(t)
		w.late(1, 1, tt.persons-1, eva)
		got := w.As(tt.as).Get(tt.path + "?format=" + tt.format)
		if got.Status != http.StatusOK {
			t.Fatalf("%s: %d", name, got.Status)
		}
		var hidden bool
		switch tt.format {
		case "json":
			var answer struct{ Rows []map[string]any }
			if err := json.Unmarshal(got.Body, &answer); err != nil || len(answer.Rows) < 4 {
				t.Fatalf("%s: %v %s", name, err, got.Body)
			}
			for _, row := range answer.Rows[1:] {
				hidden = hidden || row["uppfyllda"] == nil
			}
		case "csv":
			hidden = strings.Contains(string(got.Body), "Kön;Kvinnor;;;;;;95")
		default:
			hidden = strings.Contains(got.Says(), "Kvinnor visas inte: för få personer")
		}
		if hidden != tt.hidden {
			t.Errorf("%s: hidden %v: %s", name, hidden, got.Body)
		}
	}
}

// What is fetched holds the numbers of the page.
func TestFetchedFiguresAreThoseOfThePage(t *testing.T) {
	w := newWorld(t)
	w.late(1, 2, 7, eva)
	var answer struct{ Rows []map[string]any }
	body := w.As(anneli).Get("/kvalitet?format=json")
	if err := json.Unmarshal(body.Body, &answer); err != nil {
		t.Fatal(err)
	}
	if len(answer.Rows) != 2 || answer.Rows[0]["uppfyllda"] != 7.0 || answer.Rows[0]["bedomda"] != 9.0 || answer.Rows[1]["uppfyllda"] != nil {
		t.Errorf("%s", body.Body)
	}
	if csv := string(w.As(anneli).Get("/kvalitet/egenkontroll?format=csv").Body); !strings.Contains(csv, "Utreda;Beslut om att inleda inom 14 dagar;enhetschefen;7;9;77,8;2;0;95") {
		t.Errorf("%s", csv)
	}
	if got := w.As(anneli).Get("/kvalitet?format=xml"); got.Status != http.StatusNotFound {
		t.Errorf("an unknown format: %d", got.Status)
	}
}

func TestFiguresThatAreBeingCountedSaySo(t *testing.T) {
	w := newWorld(t)
	w.records.uncounted = true
	for as, path := range map[*webkit.Account]string{&anneli: "/kvalitet", &karin: "/enhet", &sven: "/granskning"} {
		got := w.As(*as).Get(path)
		if got.Status != http.StatusOK || got.Header.Get("Refresh") == "" || !strings.Contains(got.Says(), "Räknade regler 12 av 40") {
			t.Errorf("%s: %d %s", path, got.Status, got.Says())
		}
	}
	w.records.uncounted, w.records.recounted = false, 0
	if got := w.As(anneli).Post("/kvalitet/rakna-om", url.Values{}); got.Path != "/kvalitet" || w.records.recounted != 1 {
		t.Errorf("%s after %d countings", got.Path, w.records.recounted)
	}
	if got := w.As(sven).Post("/kvalitet/rakna-om", url.Values{}); got.Status != http.StatusNotFound {
		t.Errorf("the auditor has something counted: %d", got.Status)
	}
}
