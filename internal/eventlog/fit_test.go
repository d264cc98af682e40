package eventlog

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"stadga/internal/civil"
)

const twoLists = `# En kommentar som följer med.
says: Två listor
from: 2026-01-01
to: 2026-06-30
lists:
  - name: utredningar
    file: utredningar*
    ends_with_sum: true
    subject: {investigation: Utredningsnr, case: Ärendenr}
    absent: no
    facts:
      investigation.kind: {text: Typ, says: slag}
      investigation.opened: {day: Inledd, time: Inledd tid, says: inledd}
      investigation.extended: {day: Beslut om tid, until: Förlängd till, says: förlängd}
      case.settled: {day: Avslutad, on: case, says: slut}
  - name: beslut
    file: beslut*
    subject: {service: Beslutsnr, investigation: Utredningsnr}
    absent: no
    facts:
      service.granted: {day: Beslutsdatum, when: {column: Resultat, is: Bifall}, says: bifall}
      service.kind: {text: Insats, says: insats}
derive:
  - timing: {gives: investigation.extension, subject: investigation, fact: investigation.extended, after: investigation.opened, within: {months: 4}, says: förlängning}
tables:
  - {rule: r, by: [investigation.extension]}
  - {rule: s, by: [service.kind]}
`

func TestAMappingIsFittedToOtherHeadings(t *testing.T) {
	given := Fitting{
		Owner: "Prövkommun", AsOf: civil.MustParse("2026-05-31"),
		Lists: []FittedList{{Name: "utredningar", File: "uttag [1].csv", Columns: map[string]string{
			"Utredningsnr": "Nr", "Ärendenr": "", "Typ": "Sort", "Inledd": "Start", "Inledd tid": "", "Beslut om tid": "", "Avslutad": "Slut",
		}}},
	}
	text, err := Fit("m.yaml", []byte(twoLists), given)
	if err != nil {
		t.Fatal(err)
	}
	m, err := ParseMapping("m.yaml", text)
	if err != nil {
		t.Fatalf("the fitted mapping does not read: %v\n%s", err, text)
	}
	if len(m.Lists) != 1 || m.ListFor("uttag [1].csv") == nil || m.ListFor("uttag 1.csv") != nil {
		t.Errorf("lists %+v", m.Lists)
	}
	if !slices.Equal(m.Lists[0].headings(), []string{"Nr", "Sort", "Start"}) || m.Lists[0].EndsWithSum {
		t.Errorf("reads %q", m.Lists[0].headings())
	}
	if m.Owner != "Prövkommun" || m.AsOf != given.AsOf || m.From != civil.MustParse("2026-01-01") {
		t.Errorf("owner %q, as of %v, from %v", m.Owner, m.AsOf, m.From)
	}
	// What hangs on a missing column falls away: a fact of the case, a fact without its day, what is worked out of it, and its table.
	var facts []string
	for _, f := range m.Vocabulary() {
		facts = append(facts, f.Name)
	}
	if !slices.Equal(facts, []string{"investigation.kind", "investigation.opened"}) || len(m.Tables) != 0 {
		t.Errorf("facts %q, tables %v", facts, m.Tables)
	}
}

func TestAListWithoutItsOwnNumberIsRefused(t *testing.T) {
	_, err := Fit("m.yaml", []byte(twoLists), Fitting{Lists: []FittedList{{Name: "beslut", File: "b.csv", Columns: map[string]string{"Beslutsnr": ""}}}})
	if faults := Faults(err); len(faults) != 1 || !strings.Contains(faults[0].Text, "Välj kolumnen som ersätter") {
		t.Errorf("got %v", err)
	}
	if _, err := Fit("m.yaml", []byte(twoLists), Fitting{}); err == nil || !strings.Contains(err.Error(), "Ingen fil hör till någon lista") {
		t.Errorf("got %v", err)
	}
}

func TestHeadingsAreFoundBelowTitles(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"semicolon": {"Uttag ur systemet;;\r\n2026-09-01\r\nNr;Inkom datum;Typ\r\n1;2026-01-02;A\r\n", "Nr|Inkom datum|Typ"},
		"tab":       {"Nr\tDag, tid\tTyp\n1\t2026-01-02\tA\n", "Nr|Dag, tid|Typ"},
		"comma":     {"Nr,Dag\n1,2026-01-02\n", "Nr|Dag"},
		"cut":       {"Titel\nNr;Dag;Typ\n1;2026-01-", "Nr|Dag|Typ"},
	} {
		path := filepath.Join(t.TempDir(), "a.csv")
		if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := Headings(path)
		if err != nil || strings.Join(got, "|") != tt.want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestAListSaysWhatItsColumnsAreFor(t *testing.T) {
	m, err := ParseMapping("m", []byte(twoLists))
	if err != nil {
		t.Fatal(err)
	}
	needs := m.Lists[1].Needs()
	if !needs[0].Key || needs[0].Column != "Beslutsnr" || needs[1].Key {
		t.Errorf("keys: %+v", needs)
	}
	for _, need := range needs {
		if len(need.Says) == 0 {
			t.Errorf("nothing is said of %s", need.Column)
		}
	}
	if n := m.Lists[0].Likeness([]string{"UTREDNINGSNR", "inledd", "Annat"}); n != 2 {
		t.Errorf("%d columns are alike", n)
	}
}
