package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"stadga/internal/civil"
	"stadga/internal/simulate"
	"stadga/internal/simulate/export"
)

// A takenOut is a lived town with its lists: those that say what the record says,
// and those with dirt on them.
type takenOut struct {
	record       *record
	from, to     civil.Date
	clean, dirty string // folders
	dirt         export.Tally
	rows         export.Tally // of the clean
}

func takeOutTown(t *testing.T) takenOut {
	t.Helper()
	url := "sqlite:" + t.TempDir()
	to := civil.MustParse(exampleEnd)
	town := takenOut{from: to.AddDays(1).AddMonths(-24), to: to, clean: t.TempDir(), dirty: t.TempDir()}
	world := simulate.World{Seed: 3, Inhabitants: 1000, Months: 24, End: to.At(16, 0), Stories: true, VisitDays: to.DaysSince(town.from)}
	if _, refused, err := liveNorrsala(t.Context(), url, world, true, nil); err != nil || len(refused) > 0 {
		t.Fatalf("%v, and %d acts were refused", err, len(refused))
	}
	r, err := openRecord(t.Context(), recordOptions{URL: url, Name: inventedBoard, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	town.record = r
	std := streams{Out: &bytes.Buffer{}, Err: &bytes.Buffer{}}
	options := export.Options{Seed: 3, From: town.from, To: to}
	if town.dirt, err = r.takeOut(t.Context(), std, town.dirty, options); err != nil {
		t.Fatal(err)
	}
	options.Clean, options.Sheets = true, true
	if town.rows, err = r.takeOut(t.Context(), std, town.clean, options); err != nil {
		t.Fatal(err)
	}
	return town
}

// The lists are the simulated record and nothing else. One town is lived for all
// that is asked of them.
func TestTheListsAreTheRecord(t *testing.T) {
	town := takeOutTown(t)
	clean := audited(t, filepath.Join(town.clean, "*.csv"), "--rules", norrsalaRules)
	t.Run("a list has as many rows as the record has matters", town.rowsAreMatters)
	t.Run("the audit of clean lists counts what the record counts", func(t *testing.T) { town.countsAreEqual(t, clean) })
	t.Run("dirt changes the number of rows by what is told, and no more", town.dirtIsTold)
	t.Run("the same seed lays the same dirt, another seed another", town.dirtFollowsTheSeed)
	t.Run("the lists look like those of an old system", town.looksOld)
	t.Run("spreadsheets give the same answers", func(t *testing.T) {
		sheets := audited(t, filepath.Join(town.clean, "*.xlsx"), "--rules", norrsalaRules)
		if !reflect.DeepEqual(clean.Rules, sheets.Rules) || clean.Cases != sheets.Cases || clean.Events != sheets.Events {
			t.Errorf("the spreadsheets gave\n%+v\nand the text\n%+v", sheets, clean)
		}
	})
	t.Run("the twelve checks come near the shares of Norrsala", town.sharesOfNorrsala)
	t.Run("the rules of the record judge the lists too", func(t *testing.T) {
		answer := audited(t, filepath.Join(town.clean, "*.csv"), "--rules", "../../rules/national", "--mapping", norrsalaRules+"/mapping.yaml")
		if got, want := answer.rule(t, "child-prelim-14d"), clean.rule(t, "child-prelim-14d"); got != want {
			t.Errorf("decided within fourteen days: %+v, want %+v", got, want)
		}
		if r := answer.rule(t, "child-protection-assessment-doc"); r.Applies == 0 || r.Undetermined != r.Applies {
			t.Errorf("the lists do not say whether the assessment was written down, and yet: %+v", r)
		}
	})
	t.Run("the report is repeatable and names no one", town.reportNamesNoOne)
	t.Run("an interrupted audit writes nothing", town.interrupted)
}

// count asks the record's own tables.
func (town takenOut) count(t *testing.T, query string, args ...any) int {
	t.Helper()
	var n int
	if err := town.record.Store.Reader().QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

const (
	servicesGiven = `select count(*) from service_line where outcome in ('bifall', 'delvis-bifall')`
	visitsMade    = `select count(*) from visit where done_from <> '' and day >= $1 and day <= $2`
)

func (town takenOut) rowsAreMatters(t *testing.T) {
	decided := town.count(t, servicesGiven) + town.count(t, `select count(*) from service_line where outcome = 'avslag'`) +
		town.count(t, `select count(*) from service_line where outcome = 'delvis-bifall' and made >= $1`, town.from)
	extended := town.count(t, `select count(*) from service_extension x join service_line s on s.id = x.service where s.ended = '' or s.ended > x.was_until`)
	for file, want := range map[string]int{
		"aktualiseringar.csv": town.count(t, `select count(*) from intake`),
		"utredningar.csv":     town.count(t, `select count(*) from investigation_line`),
		"beslut.csv":          decided + extended,
		"besok.csv":           town.count(t, visitsMade, town.from, town.to),
	} {
		if got := town.rows.Rows[file]; got != want || want == 0 {
			t.Errorf("%s has %d rows, and the record %d", file, got, want)
		}
	}
	if len(town.rows.Dirt) > 0 {
		t.Errorf("clean lists have dirt: %v", town.rows.Dirt)
	}
}

// countsAreEqual holds what the audit finds in the lists to what the record's own
// tables say, counted here without the rulebook.
func (town takenOut) countsAreEqual(t *testing.T, answer auditAnswer) {
	prelim := town.tally(t, `select received_day, decided from intake where kind = 'orosanmalan' and received_day >= $1 and outcome <> 'pagar-redan'`,
		func(day civil.Date) civil.Date { return civil.Shift(day.AddDays(14)) })
	inquiries := town.tally(t, `select opened, decided from investigation_line where kind = 'barn' and opened >= $1`,
		func(day civil.Date) civil.Date { return civil.Shift(day.AddMonths(4)) })
	for id, want := range map[string]auditTally{"child-prelim-14d": prelim, "child-inquiry-4m": inquiries} {
		if got := answer.rule(t, id); got != want || got.Late == 0 {
			t.Errorf("%s: the lists give %+v, the record %+v", id, got, want)
		}
	}
	extended := town.count(t, `select count(*) from service_extension x join service_line s on s.id = x.service where x.on_day >= $1 and (s.ended = '' or s.ended > x.was_until)`, town.from)
	granted := town.count(t, servicesGiven+` and made >= $1`, town.from) + extended
	refused := town.count(t, `select count(*) from service_line where outcome = 'avslag' and made >= $1`, town.from)
	if got := answer.rule(t, "decision-refused"); got.Applies != granted+refused || got.Late != refused {
		t.Errorf("the lists give %d decisions and %d refusals, the record %d and %d", got.Applies, got.Late, granted+refused, refused)
	}
	if got, want := answer.rule(t, "visit-manual"), town.count(t, visitsMade+` and class in ('manuell', 'tagg-ut')`, town.from, town.to); got.Late != want {
		t.Errorf("the lists give %d visits typed by hand, the record %d", got.Late, want)
	}
	ended := answer.rule(t, "application-settled-sol").ended() + answer.rule(t, "application-settled-lss").ended()
	if outcomes := answer.rule(t, "inquiry-outcome").Met; outcomes != ended {
		t.Errorf("%d applications ended, and %d inquiries have an outcome", ended, outcomes)
	}
}

func (a auditTally) ended() int { return a.Met + a.MetLate }

// tally counts what has a last day: rows of the day it began and the day it was
// done.
func (town takenOut) tally(t *testing.T, query string, due func(civil.Date) civil.Date) auditTally {
	t.Helper()
	rows, err := town.record.Store.Reader().QueryContext(t.Context(), query, town.from)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var sum auditTally
	for rows.Next() {
		var began, done civil.Date
		if err := rows.Scan(&began, &done); err != nil {
			t.Fatal(err)
		}
		sum.Applies++
		switch last := due(began); {
		case !done.IsZero() && !done.After(last):
			sum.Met++
		case !done.IsZero():
			sum.Late++
			sum.MetLate++
		case town.to.After(last):
			sum.Late++
		default:
			sum.Open++
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return sum
}

func (town takenOut) dirtIsTold(t *testing.T) {
	d := town.dirt.Dirt
	for file, more := range map[string]int{
		"aktualiseringar.csv":  d[export.RowTwice] - d[export.TogetherRow],
		"utredningar.csv":      d[export.ReopenedAnew],
		"beslut.csv":           d[export.WithdrawnAsNo],
		"verkstalligheter.csv": -d[export.NotListed],
		"besok.csv":            d[export.TwoHands],
	} {
		if got, want := town.dirt.Rows[file], town.rows.Rows[file]+more; got != want {
			t.Errorf("%s has %d rows with dirt, want %d", file, got, want)
		}
	}
	for _, dirt := range []export.Dirt{
		export.TogetherRow, export.ReceivedIsKept, export.NoTime, export.OldLaw, export.OverMidnight, export.TwoHands, export.DecimalHours,
		export.BegunByHabit, export.PlanWithout, export.PlanNotEntered, export.FollowUpMissing,
	} {
		if d[dirt] == 0 {
			t.Errorf("no dirt of the kind %q", dirt)
		}
	}
}

func (town takenOut) dirtFollowsTheSeed(t *testing.T) {
	std := streams{Out: &bytes.Buffer{}, Err: &bytes.Buffer{}}
	for seed, same := range map[uint64]bool{3: true, 4: false} {
		dir := t.TempDir()
		if _, err := town.record.takeOut(t.Context(), std, dir, export.Options{Seed: seed, From: town.from, To: town.to}); err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{"aktualiseringar.csv", "besok.csv"} {
			if got := readText(t, filepath.Join(dir, file)) == readText(t, filepath.Join(town.dirty, file)); got != same {
				t.Errorf("%s by seed %d: the same is %v", file, seed, got)
			}
		}
	}
}

// The lists shall look as a system writes them, or reading them proves nothing.
func (town takenOut) looksOld(t *testing.T) {
	all := ""
	for _, file := range []string{"aktualiseringar.csv", "utredningar.csv", "beslut.csv", "verkstalligheter.csv", "besok.csv"} {
		text := readText(t, filepath.Join(town.dirty, file))
		lines := strings.Split(text, "\r\n")
		if !strings.HasPrefix(lines[0], "Norrsala") || !strings.HasPrefix(lines[1], "Uttag") || !strings.HasPrefix(lines[len(lines)-2], "Summa") {
			t.Errorf("%s lacks title or sum: %q … %q", file, lines[:2], lines[len(lines)-2])
		}
		all += text
	}
	for what, sign := range map[string]string{
		"a day with dashes": ";2025-", "a day without": ";2025", "a day with points": ".2025;", "no day": ";1900-01-01;", "for ever": ";31.12.9999;",
		"Windows-1252": "\xc4rendenr", "decimal comma": ",00;tim", "two children in one row": "+10", "time left out": ";;",
		"over midnight": ";23:55;00:", "yes as J": ";J;", "yes as Ja": ";Ja;", "yes as 1": ";1;", "taken over": ";\xd6vertaget;",
	} {
		if !strings.Contains(all, sign) {
			t.Errorf("no trace of %s (%q)", what, sign)
		}
	}
	if !regexp.MustCompile(`;\d\d,\d\d;\d\d,\d\d;[TM]`).MatchString(all) {
		t.Error("no trace of hours in decimals")
	}
	known, err := charmap.Windows1252.NewDecoder().String(all)
	if err != nil {
		t.Fatal(err)
	}
	for _, post := range simulate.Staff() {
		if strings.Contains(known, post.Name) {
			t.Errorf("the name of %s stands in a list", post.Name)
		}
	}
}

// The shares of norrsala.md 7, wide enough for a town of a thousand.
func (town takenOut) sharesOfNorrsala(t *testing.T) {
	answer := audited(t, filepath.Join(town.dirty, "*.csv"), "--rules", norrsalaRules)
	for _, want := range []struct {
		rule       string
		share, off float64 // per cent of those that can be judged
		ofAll      bool    // of all: those without a time of day are a column of their own (norrsala.md 7)
	}{
		{"child-protection-assessment", 1, 2, false},
		{"local-protection-24h", 4, 7, true},
		{"child-prelim-14d", 7, 5, false},
		{"child-inquiry-4m", 12, 10, false},
		{"application-settled-sol", 2, 2, false},
		{"service-after-expiry", 2, 3, false},
		{"technical-extension", 17, 9, false},
		{"plan-6m", 22, 12, false},
		{"decision-refused", 2, 3, false},
		{"delivered-granted", 18, 11, false},
		{"visit-manual", 26, 4, false},
	} {
		r := answer.rule(t, want.rule)
		whole := r.Applies - r.Undetermined - r.Open
		if want.ofAll {
			whole = r.Applies
		}
		share := 100 * float64(r.Late) / float64(max(1, whole))
		t.Logf("%s: %d of %d, %.1f %%", want.rule, r.Late, whole, share)
		if r.Applies == 0 || math.Abs(share-want.share) > want.off {
			t.Errorf("%s: %.1f %%, want %.0f ± %.0f", want.rule, share, want.share, want.off)
		}
	}
	hours := answer.rule(t, "local-protection-24h")
	if share := 100 * hours.Undetermined / hours.Applies; share < 20 || share > 50 {
		t.Errorf("the time of day is missing in %d %% of the reports, want about 35", share)
	}
	if got := len(answer.Rules); got < 20 {
		t.Errorf("only %d rules", got)
	}
}

func (town takenOut) reportNamesNoOne(t *testing.T) {
	report, lists := filepath.Join(t.TempDir(), "rapport.html"), filepath.Join(t.TempDir(), "listor")
	args := []string{filepath.Join(town.dirty, "*.csv"), "--rules", norrsalaRules, "--html", report, "--lists", lists}
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
	for _, f := range answer.Files {
		read := f.Rows
		for _, rows := range f.Skipped {
			read += rows
		}
		if want := town.dirt.Rows[f.Name] + 3; read != want { // two titles and a sum stand beside the rows
			t.Errorf("%s: %d rows are accounted for, want %d (%v)", f.Name, read, want, f.Skipped)
		}
	}
	if other := town.drawnBy(t, "2"); other == town.drawnBy(t, "1") || other != town.drawnBy(t, "2") {
		t.Error("the sample does not follow its seed")
	}
}

// drawnBy is the part of the report that shows what was drawn.
func (town takenOut) drawnBy(t *testing.T, seed string) string {
	t.Helper()
	report := filepath.Join(t.TempDir(), "urval.html")
	audited(t, filepath.Join(town.dirty, "*.csv"), "--rules", norrsalaRules, "--html", report, "--seed", seed)
	_, drawn, _ := strings.Cut(readText(t, report), "<h3>Skyddsbedömning av barn</h3>")
	return drawn
}

func (town takenOut) interrupted(t *testing.T) {
	dir := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var out, errs bytes.Buffer
	c := auditCommand{Files: []string{filepath.Join(town.dirty, "*.csv")}, Rules: norrsalaRules, HTML: filepath.Join(dir, "r.html"), Lists: filepath.Join(dir, "listor"), Format: "json"}
	err := c.Run(ctx, streams{Out: &out, Err: &errs})
	if err == nil || err.Error() != "Avbrutet. Inget är skrivet." || out.Len() > 0 {
		t.Errorf("got %v and %q", err, out.String())
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%d files and folders are left", len(left))
	}
}

// The command lives, writes the lists, tells of the dirt and keeps no record that
// nobody asked for.
func TestExportingWithoutARecordLeavesNone(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", filepath.Join(dir, "tmp"))
	if err := os.Mkdir(filepath.Join(dir, "tmp"), 0o700); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	args := []string{"simulate", "--persons", "300", "--years", "1", "--seed", "2", "--export", filepath.Join(dir, "listor")}
	if code := run(args, streams{Out: &out, Err: &errs}); code != exitDone {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	for _, want := range []string{"Ingen handling avvisades.", "besok.csv: ", "smuts, verkställd på beslutsdagen av vana: "} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not told:\n%s", want, out.String())
		}
	}
	left, err := os.ReadDir(filepath.Join(dir, "tmp"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	for _, wrong := range [][]string{{"simulate"}, {"simulate", "--db", "sqlite:" + dir, "--clean"}, {"simulate", "--export", dir, "--thin"}} {
		if code := run(wrong, streams{Out: &bytes.Buffer{}, Err: &bytes.Buffer{}}); code != exitBadInput {
			t.Errorf("%s: exit code %d", fmt.Sprint(wrong), code)
		}
	}
}
