package rulebook_test

import (
	"slices"
	"strings"
	"testing"

	"stadga/internal/civil"
	"stadga/internal/rulebook"
)

const informing = `
rows:
  - id: report-voluntary
    title: Vem som helst kan anmäla
    says: Den som misstänker att ett barn far illa bör anmäla det.
    kind: right
    status: informs
    shown: aktualisering
    for: [barn]
    basis: [SoL01 14:1 c, SoL25 19:4]
    mark: sure
  - id: registry-check
    title: Registerutdrag
    says: Arbetsgivaren får begära registerutdrag.
    kind: power
    status: informs
    shown: aktualisering
    basis: SoL25 8:4
    mark: verify
    off: Paragrafen är inte hittad.
  - id: court-time
    title: Domstolens tid
    says: Rätten tar upp målet inom två veckor.
    kind: duty
    status: cannot
    because: Tiden löper hos domstolen, som inte skriver i registret.
    basis: LVU 34 §
    mark: sure
`

// A right is shown at its step, to those whose matter it is about, with the
// paragraph that is in force on the day.
func TestARightIsShownAtItsStep(t *testing.T) {
	book := mustLoad(t, whole+informing)
	for _, tt := range []struct {
		place, matter, day string
		cited              string // of the only row shown; empty: none is
	}{
		{"aktualisering", "barn", "2026-03-02", "SoL 19 kap. 4 §"},
		{"aktualisering", "barn", "2025-06-30", "SoL (2001:453) 14 kap. 1 c §"},
		{"aktualisering", "aldre", "2026-03-02", ""},
		{"utredning", "barn", "2026-03-02", ""},
	} {
		day := civil.MustParse(tt.day)
		rows := book.RowsAt(tt.place, tt.matter, day)
		switch {
		case tt.cited == "" && len(rows) > 0, tt.cited != "" && len(rows) != 1:
			t.Errorf("%v: %d rows", tt, len(rows))
		case tt.cited != "" && rows[0].Cited(day) != tt.cited:
			t.Errorf("%v: cited %q", tt, rows[0].Cited(day))
		}
	}
}

// Each row of the law says what answers it; what answers none stands after.
func TestTheRegisterAnswersEachRow(t *testing.T) {
	text := strings.Replace(whole, "    title: Förhandsbedömning\n", "    title: Förhandsbedömning\n    answers: [prelim-14d]\n", 1)
	book := mustLoad(t, text+informing)
	entries := book.Register(rulebook.Keys{{Section: "2.2", Rows: []string{"prelim-14d", "report-voluntary", "registry-check", "court-time", "forgotten"}}})
	want := []string{"prelim-14d enabled", "report-voluntary informs", "registry-check disabled", "court-time cannot", "forgotten "}
	var got []string
	for _, e := range entries {
		got = append(got, e.ID+" "+string(e.Status))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if where := entries[0].Where; where != "prelim i national/regel.yaml" {
		t.Errorf("the rule stands at %q", where)
	}
	if open := rulebook.Unanswered(entries); !slices.Equal(open, []string{"forgotten"}) {
		t.Errorf("unanswered: %v", open)
	}
	if reason := entries[3].Reason; !strings.HasPrefix(reason, "Tiden löper hos domstolen") {
		t.Errorf("the reason is %q", reason)
	}
}

func TestARowNotSoundIsRefused(t *testing.T) {
	for given, says := range map[string]string{
		"    shown: aktualisering\n    for: [barn]":                             "skriv på vilken sida raden visas",
		"    because: Tiden löper hos domstolen, som inte skriver i registret.": "skriv varför raden inte kan uttryckas",
		"    off: Paragrafen är inte hittad.":                                   "en rad märkt verify visas inte",
		"    basis: LVU 34 §":                                                   "basis saknas",
	} {
		_, err := load(whole + strings.Replace(informing, given+"\n", "", 1))
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("without %q: %v", given, err)
		}
	}
	if _, err := load(whole + strings.Replace(informing, "id: court-time", "id: prelim", 1)); err == nil || !strings.Contains(err.Error(), "finns redan") {
		t.Errorf("a row with the id of a rule: %v", err)
	}
}
