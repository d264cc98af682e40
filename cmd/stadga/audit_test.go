package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"stadga/internal/civil"
	"stadga/internal/simulate/export"
)

// An auditAnswer is the JSON of stadga audit, as another program reads it.
type auditAnswer struct {
	Cases  int `json:"cases"`
	Events int `json:"events"`
	Files  []struct {
		Name    string         `json:"name"`
		Rows    int            `json:"rows"`
		Skipped map[string]int `json:"skipped"`
		SHA256  string         `json:"sha256"`
	} `json:"files"`
	Rules []struct {
		ID string `json:"id"`
		auditTally
		Parts []struct {
			By map[string]string `json:"by"`
			auditTally
		} `json:"parts"`
	} `json:"rules"`
}

type auditTally struct {
	Applies      int `json:"applies"`
	Met          int `json:"met"`
	Late         int `json:"late"`
	Open         int `json:"open"`
	Undetermined int `json:"undetermined"`
	MetLate      int `json:"met_late"`
}

func audited(t *testing.T, args ...string) auditAnswer {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(append([]string{"audit", "--format", "json"}, args...), streams{Out: &out, Err: &errs}); code != exitDone {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	var answer auditAnswer
	if err := json.Unmarshal(out.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	for _, r := range answer.Rules {
		if r.Applies != r.Met+r.Late+r.Open+r.Undetermined || r.MetLate > r.Late {
			t.Errorf("%s does not add up: %+v", r.ID, r.auditTally)
		}
	}
	return answer
}

func (a auditAnswer) rule(t *testing.T, id string) auditTally {
	t.Helper()
	for _, r := range a.Rules {
		if r.ID == id {
			return r.auditTally
		}
	}
	t.Fatalf("no rule %s", id)
	return auditTally{}
}

const (
	exampleRules  = "../../rules/exempel"
	norrsalaRules = "../../rules/exempel/norrsala"
)

// receiptLog is a real log of 1,434 permit cases; the test skips where it does
// not lie beside the repository.
func receiptLog(tb testing.TB) string {
	tb.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", "process-logs", "receipt.xes.gz")
	if _, err := os.Stat(path); err != nil {
		tb.Skipf("needs %s, which lies beside the repository", path)
	}
	return path
}

// The figures are those counted in the log by others (issue 2, G).
func TestAuditOfARealLog(t *testing.T) {
	answer := audited(t, receiptLog(t), "--rules", exampleRules)
	if answer.Cases != 1434 || answer.Events != 8577 {
		t.Errorf("%d cases and %d events, want 1434 and 8577", answer.Cases, answer.Events)
	}
	for id, want := range map[string]auditTally{
		"sista-handelse-i-tid": {Applies: 1434, Met: 1342, Late: 92, MetLate: 92},
		"avslutat-i-tid":       {Applies: 1434, Met: 952, Late: 377, MetLate: 377, Undetermined: 105},
		"tva-hander":           {Applies: 1316, Met: 217, Late: 1099},
	} {
		if got := answer.rule(t, id); got != want {
			t.Errorf("%s: %+v, want %+v", id, got, want)
		}
	}
	for _, r := range answer.Rules {
		for _, part := range r.Parts {
			if part.By["matter.end_known"] == "saknas" && (part.Applies != 105 || part.Late != 4) {
				t.Errorf("of %d without end date %d are late, want 105 and 4", part.Applies, part.Late)
			}
		}
	}
}

// The five lists are made with a count of their own, without the rulebook; the
// audit must find the same in every one of the twelve checks.
func TestAuditOfNorrsalasListsFindsWhatWasPutThere(t *testing.T) {
	dir := t.TempDir()
	truth, err := export.Write(dir, export.TwoYears(7, 2000))
	if err != nil {
		t.Fatal(err)
	}
	answer := audited(t, filepath.Join(dir, "*.csv"), "--rules", norrsalaRules)
	if len(answer.Files) != 5 {
		t.Fatalf("%d files were read", len(answer.Files))
	}
	for _, f := range answer.Files {
		read := f.Rows
		for _, rows := range f.Skipped {
			read += rows
		}
		// Two titles and a sum stand beside the rows.
		if want := truth.Rows[f.Name] + 3; read != want {
			t.Errorf("%s: %d rows are accounted for, want %d (%v)", f.Name, read, want, f.Skipped)
		}
	}
	seen := map[string]bool{}
	for _, r := range answer.Rules {
		compareTally(t, r.ID, r.auditTally, truth.Rules[r.ID])
		seen[r.ID] = true
		for _, part := range r.Parts {
			for _, fact := range []string{"investigation.extension", "service.law"} {
				if word, ok := part.By[fact]; ok {
					compareTally(t, r.ID+"/"+word, part.auditTally, truth.Rules[r.ID+"/"+word])
				}
			}
		}
	}
	for id := range truth.Rules {
		if id, _, _ := strings.Cut(id, "/"); !seen[id] {
			t.Errorf("no rule looks for %s", id)
		}
	}
	if got := len(answer.Rules); got < 20 {
		t.Errorf("only %d rules", got)
	}
}

// The rules that watch the record judge the lists too. What the lists do not
// tell cannot be judged, and is never met.
func TestAuditOfListsByTheRulesOfTheRecord(t *testing.T) {
	dir := t.TempDir()
	truth, err := export.Write(dir, export.TwoYears(7, 600))
	if err != nil {
		t.Fatal(err)
	}
	answer := audited(t, filepath.Join(dir, "*.csv"), "--rules", "../../rules/national", "--mapping", norrsalaRules+"/mapping.yaml")
	compareTally(t, "child-prelim-14d", answer.rule(t, "child-prelim-14d"), truth.Rules["child-prelim-14d"])
	if r := answer.rule(t, "child-protection-assessment-doc"); r.Applies == 0 || r.Undetermined != r.Applies {
		t.Errorf("the lists do not say whether the assessment was written down, and yet: %+v", r)
	}
}

// The same five lists as spreadsheets give the same answers.
func TestAuditOfSpreadsheetsEqualsThatOfText(t *testing.T) {
	text, sheets := t.TempDir(), t.TempDir()
	if _, err := export.Write(text, export.TwoYears(5, 120)); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(text, "*.csv"))
	if err != nil || len(files) != 5 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		asSpreadsheet(t, file, filepath.Join(sheets, strings.TrimSuffix(filepath.Base(file), ".csv")+".xlsx"))
	}
	fromText := audited(t, filepath.Join(text, "*.csv"), "--rules", norrsalaRules)
	fromSheets := audited(t, filepath.Join(sheets, "*.xlsx"), "--rules", norrsalaRules)
	if !reflect.DeepEqual(fromText.Rules, fromSheets.Rules) || fromText.Cases != fromSheets.Cases || fromText.Events != fromSheets.Events {
		t.Errorf("the spreadsheets gave\n%+v\nand the text\n%+v", fromSheets, fromText)
	}
}

// asSpreadsheet writes a list as XLSX, its days with dashes as true days.
func asSpreadsheet(t *testing.T, from, to string) {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	out, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	text, err := charmap.Windows1252.NewDecoder().String(readText(t, from))
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		var cells []any
		for _, cell := range strings.Split(line, ";") {
			if day, err := civil.Parse(cell); err == nil && day.Year() > 1920 {
				cells = append(cells, day.DaysSince(civil.MustParse("1899-12-30")))
			} else {
				cells = append(cells, cell)
			}
		}
		if err := out.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := book.SaveAs(to); err != nil {
		t.Fatal(err)
	}
}

func compareTally(t *testing.T, id string, got auditTally, want *export.Tally) {
	t.Helper()
	if want == nil {
		want = &export.Tally{}
	}
	expected := auditTally{
		Applies: want.Met + want.MetLate + want.Late + want.Open + want.Undetermined,
		Met:     want.Met, Late: want.Late + want.MetLate, Open: want.Open, Undetermined: want.Undetermined, MetLate: want.MetLate,
	}
	if got != expected {
		t.Errorf("%s: found %+v, put there %+v", id, got, expected)
	}
}

func TestAuditReportIsRepeatableAndNamesNoOne(t *testing.T) {
	dir := t.TempDir()
	if _, err := export.Write(dir, export.TwoYears(3, 300)); err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(dir, "rapport.html")
	lists := filepath.Join(dir, "listor")
	args := []string{filepath.Join(dir, "*.csv"), "--rules", norrsalaRules, "--html", report, "--lists", lists}
	answer := audited(t, args...)
	first := readText(t, report)
	audited(t, args...)
	if first != readText(t, report) {
		t.Error("the same command gave another report")
	}
	for _, must := range []string{
		"Norrsala kommun, socialnämnden", "2024-09-01 – 2026-08-31", "2026-08-31, när dagen är slut",
		"Registrerat är inte detsamma som gjort", "Inget har lämnat datorn", "Revisorns bedömning", "Förvaltningens kommentar",
		answer.Files[0].SHA256, "stadga audit", "--seed 1", "Stickprovets tal", "ovanför tabellen", "med summor",
	} {
		if !strings.Contains(first, must) {
			t.Errorf("the report does not say %q", must)
		}
	}
	unjudged, law, local := strings.Index(first, `id="oklart"`), strings.Index(first, `id="lag"`), strings.Index(first, `id="lokalt"`)
	if unjudged < 0 || law < unjudged || local < law {
		t.Errorf("what cannot be judged stands at %d, law at %d, local targets at %d", unjudged, law, local)
	}
	if regexp.MustCompile(`(?i)<script|<link|src=|@import|url\(|https?://`).MatchString(first) {
		t.Error("the report fetches something from elsewhere")
	}
	if regexp.MustCompile(`\b(19|20)\d{6}[-+]?\d{4}\b`).MatchString(first) {
		t.Error("an identity number stands in the report")
	}
	for _, r := range answer.Rules {
		rows := strings.Count(readText(t, filepath.Join(lists, r.ID+".csv")), "\r\n") - 1
		if rows != r.Applies {
			t.Errorf("the list of %s has %d rows, and the figure says %d", r.ID, rows, r.Applies)
		}
	}
	if other := drawnBy(t, dir, "2"); other == drawnBy(t, dir, "1") || other != drawnBy(t, dir, "2") {
		t.Error("the sample does not follow its seed")
	}
}

// drawnBy is the part of the report that shows what was drawn.
func drawnBy(t *testing.T, dir, seed string) string {
	t.Helper()
	report := filepath.Join(dir, "urval.html")
	audited(t, filepath.Join(dir, "*.csv"), "--rules", norrsalaRules, "--html", report, "--seed", seed)
	_, drawn, _ := strings.Cut(readText(t, report), "<h3>Skyddsbedömning av barn</h3>")
	return drawn
}

func TestAnInterruptedAuditWritesNothing(t *testing.T) {
	dir := t.TempDir()
	if _, err := export.Write(dir, export.TwoYears(3, 150)); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var out, errs bytes.Buffer
	c := auditCommand{Files: []string{filepath.Join(dir, "*.csv")}, Rules: norrsalaRules, HTML: filepath.Join(dir, "r.html"), Lists: filepath.Join(dir, "listor"), Format: "json"}
	err := c.Run(ctx, streams{Out: &out, Err: &errs})
	if err == nil || err.Error() != "Avbrutet. Inget är skrivet." || out.Len() > 0 {
		t.Errorf("got %v and %q", err, out.String())
	}
	if left, _ := os.ReadDir(dir); len(left) != 5 {
		t.Errorf("%d files and folders, want the five lists", len(left))
	}
}

func readText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// BenchmarkAuditReceipt prints how many cases a second are read and judged.
func BenchmarkAuditReceipt(b *testing.B) {
	path := receiptLog(b)
	cases := 0
	for b.Loop() {
		var out, errs bytes.Buffer
		if code := run([]string{"audit", "--format", "json", path, "--rules", exampleRules}, streams{Out: &out, Err: &errs}); code != exitDone {
			b.Fatal(errs.String())
		}
		cases += 1434
	}
	b.ReportMetric(float64(cases)/b.Elapsed().Seconds(), "cases/s")
}
