package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/jobs"
	"stadga/internal/journal"
	"stadga/internal/rulebook"
	"stadga/internal/simulate"
)

// A lived record is a small Norrsala that has been lived to its last day.
func livedRecord(t *testing.T, inhabitants, months int) (url string, end time.Time) {
	t.Helper()
	if testing.Short() {
		t.Skip("lives some months of an invented municipality")
	}
	end = civil.MustParse("2026-03-12").At(16, 0)
	url = "sqlite:" + t.TempDir()
	world := simulate.World{Seed: 3, Inhabitants: inhabitants, Months: months, End: end, Stories: true}
	if _, _, err := liveNorrsala(t.Context(), url, world, true, nil); err != nil {
		t.Fatal(err)
	}
	return url, end
}

func openLived(t *testing.T, url string, now func() time.Time) *record {
	t.Helper()
	r, err := openRecord(t.Context(), recordOptions{URL: url, Name: inventedBoard, Clock: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// Holding the book in force against the record changes nothing, and counts every
// finding that the record has.
func TestPreviewOfTheBookInForceIsTodaysFindings(t *testing.T) {
	url, end := livedRecord(t, 500, 4)
	r := openLived(t, url, func() time.Time { return end })
	today := civil.DayOf(end)
	wake := jobs.NewRunner(r.Store, r.Clock, slog.New(slog.DiscardHandler), jobs.Wake(r.Store, r.Engine))
	if err := wake.Tick(t.Context()); err != nil { // as the program does each minute
		t.Fatal(err)
	}
	p := &rulebook.Preview{Then: r.Book(), Now: r.Book(), Today: today}
	stored, seen := map[string]map[duty.State]int{}, 0
	err := r.Engine.Walk(t.Context(), func(s engine.Standing) error {
		for i := range s.Owed {
			o := &s.Owed[i]
			if stored[o.Rule] == nil {
				stored[o.Rule] = map[duty.State]int{}
			}
			stored[o.Rule][o.State(today)]++
			seen++
		}
		return p.See(s.Subject, s.File, s.Facts, s.Owed, civil.Date{}, func(c rulebook.Change) error {
			return fmt.Errorf("the book in force changes %+v", c)
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	var rows int
	if err := r.Store.Reader().QueryRowContext(t.Context(), `select count(*) from obligation`).Scan(&rows); err != nil {
		t.Fatal(err)
	}
	if rows < 1000 || seen != rows {
		t.Errorf("%d findings were seen of %d", seen, rows)
	}
	for _, e := range p.Effects() {
		if !maps.Equal(e.Was, stored[e.Rule]) || !maps.Equal(e.Is, stored[e.Rule]) || e.Changed != 0 {
			t.Errorf("%s: was %v, is %v, the record has %v", e.Rule, e.Was, e.Is, stored[e.Rule])
		}
		delete(stored, e.Rule)
	}
	if len(stored) > 0 {
		t.Errorf("not counted: %v", stored)
	}
}

// Every decision of a lived record was kept with what the rules said, and says
// the same again; what has been changed since is noticed.
func TestEveryDecisionReplays(t *testing.T) {
	url, end := livedRecord(t, 200, 3)
	r := openLived(t, url, func() time.Time { return end })
	quiet := func(int, int) {}
	n, err := r.replayJudgements(t.Context(), quiet, func(stream journal.StreamID, version int, other []string) {
		t.Errorf("%s, version %d: %v", stream, version, other)
	})
	var decided int
	query := `select count(*) from journal where name in ('decision.made.v1', 'investigation.decided.v1', 'intake.decided.v1')`
	if scanned := r.Store.Reader().QueryRowContext(t.Context(), query).Scan(&decided); err != nil || scanned != nil {
		t.Fatal(err, scanned)
	}
	if n.all != decided || n.same != n.all || n.all < 50 {
		t.Errorf("%d decisions, replayed %+v", decided, n)
	}
	planted, found := 0, 0
	err = r.Store.EachNamed(t.Context(), engine.RulesJudged{}.EventName(), quiet, func(event journal.Recorded) error {
		judged := event.Event.(engine.RulesJudged)
		for s := range judged.Subjects {
			for f := range judged.Subjects[s].Findings {
				if judged.Subjects[s].Findings[f].State == duty.Met {
					judged.Subjects[s].Findings[f].State = duty.Late // as if someone had rewritten what was kept
					if planted++; len(judged.Replay(r.Book())) > 0 {
						found++
					}
					return nil
				}
			}
		}
		return nil
	})
	if err != nil || planted == 0 || found != planted {
		t.Errorf("of %d planted changes %d were caught: %v", planted, found, err)
	}
}

// Twenty days instead of 120: the command says what would change, the same
// in table, CSV and JSON, and changes nothing.
func TestPreviewOfAChangedBook(t *testing.T) {
	url, _ := livedRecord(t, 500, 4)
	dir := t.TempDir()
	files, err := ruleFilesOf("--rules", "")
	if err != nil {
		t.Fatal(err)
	}
	law, err := rulebook.LoadFiles(files, vocabulary())
	if err != nil {
		t.Fatal(err)
	}
	shorter := proposed(civil.MustParse("2025-01-01"), 20)
	made, err := law.Propose(shorter, vocabulary())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(files, made.File) {
		path := filepath.Join(dir, f.Path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(f.Text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(format string) []byte {
		var out, told bytes.Buffer
		code := run([]string{"rules", "preview", "--rules", dir, "--db", url, "--format", format}, streams{Out: &out, Err: &told})
		if code != exitDone {
			t.Fatalf("%s: exit code %d: %s", format, code, told.String())
		}
		return out.Bytes()
	}
	var told struct {
		Changed  int
		Rules    []previewCount
		Findings []previewLine
	}
	if err := json.Unmarshal(run("json"), &told); err != nil {
		t.Fatal(err)
	}
	changed := 0
	for _, rule := range told.Rules {
		if changed += rule.Changed; rule.Rule == "local-inquiry-120d" && rule.Is[duty.Late]+rule.Is[duty.MetLate] <= rule.Was[duty.Late]+rule.Was[duty.MetLate] {
			t.Errorf("a shorter time makes nothing late: %+v", rule)
		}
	}
	if told.Changed == 0 || changed != told.Changed || len(told.Findings) != told.Changed {
		t.Errorf("%d changed, %d by rule, %d in the list", told.Changed, changed, len(told.Findings))
	}
	rows, err := csv.NewReader(bytes.NewReader(run("csv"))).ReadAll()
	if err != nil || len(rows) != told.Changed+1 {
		t.Errorf("the CSV has %d rows, want %d: %v", len(rows), told.Changed+1, err)
	}
	if table := string(run("table")); !strings.Contains(table, fmt.Sprintf("Ändras: %d.", told.Changed)) || !strings.Contains(table, "local-inquiry-120d") {
		t.Errorf("the table says %s", table)
	}
}

var director = act.Actor{User: eva.User, Roles: []string{"socialchef"}}

// proposed is local-inquiry-120d made shorter from a day.
func proposed(from civil.Date, number int) rulebook.Proposal {
	return rulebook.Proposal{
		Rule: "local-inquiry-120d", Number: number, Unit: "days", Title: "Utredning i tid", Says: fmt.Sprintf("En utredning är avslutad inom %d dagar.", number),
		From: from, Decider: rulebook.Adoption{By: "Socialnämnden", On: from, Ref: "SN 2026/118 § 95"},
	}
}

func (h *house) decide(p rulebook.Proposal) {
	h.t.Helper()
	made, err := h.Book().Propose(p, vocabulary())
	if err != nil {
		h.t.Fatalf("%v %+v", err, fault.All(err))
	}
	form := act.Form{ID: h.Engine.NewForm(), Actor: director}
	if err := h.decideRule(context.Background(), form, made, p); err != nil {
		h.t.Fatalf("%v %+v", err, fault.All(err))
	}
}

// A decided rule holds from its day and not before, findings that stand are
// computed anew by a job, another process takes it up, and the next start reads it.
func TestADecidedRuleIsTakenIntoUse(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	if err := h.adopt(ctx); err != nil {
		t.Fatal(err)
	}
	h.granted() // an investigation, opened and decided today
	today := civil.DayOf(h.now)
	h.decide(proposed(today, 60))
	due := func() (due, version string) {
		t.Helper()
		var body string
		if err := h.Store.Reader().QueryRowContext(ctx, `select due, body from obligation where rule = 'local-inquiry-120d'`).Scan(&due, &body); err != nil {
			t.Fatal(err)
		}
		var row struct{ Version int }
		if err := json.Unmarshal([]byte(body), &row); err != nil {
			t.Fatal(err)
		}
		return due, fmt.Sprint(row.Version)
	}
	if got, _ := due(); got != today.AddDays(120).String() {
		t.Fatalf("due %s before the job has come", got)
	}
	runner := jobs.NewRunner(h.Store, h.Clock, slog.New(slog.DiscardHandler), h.applyBook())
	for range 2 {
		if err := runner.Tick(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if got, version := due(); got != today.AddDays(60).String() || version != "2" {
		t.Errorf("due %s by version %s, want %s by 2", got, version, today.AddDays(60))
	}
	kept, _, err := engine.Bind(h.Engine, adoptions()).Load(ctx, rulebook.StreamID())
	if err != nil || kept.Recomputed != kept.Now() || len(kept.Decisions) != 1 || kept.Decisions[0].By != "Socialnämnden" {
		t.Errorf("%+v, %v", kept.Decisions, err)
	}
	if err := h.settleBook(ctx); err != nil || h.Book().Digest() != kept.Now() {
		t.Errorf("the next start goes by another book: %v", err)
	}
	if err := h.adopt(ctx); err != nil {
		t.Fatal(err)
	}
	if again, version, err := engine.Bind(h.Engine, adoptions()).Load(ctx, rulebook.StreamID()); err != nil || len(again.Books) != 2 || version != 3 {
		t.Errorf("the next start adopts a book once more: %d books, version %d, %v", len(again.Books), version, err)
	}
	h.law.version = 0 // as another process, which has not seen it
	h.law.now = nil
	if err := h.refreshBook(ctx); err != nil || h.Book().Digest() != kept.Now() {
		t.Errorf("another process does not take it up: %v", err)
	}
}

func TestOnlyTheOneWhoMayDecidesARule(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	if err := h.adopt(ctx); err != nil {
		t.Fatal(err)
	}
	p := proposed(civil.DayOf(h.now), 60)
	made, err := h.Book().Propose(p, vocabulary())
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{"handlaggare", "enhetschef", "kvalitet", "revisor"} {
		form := act.Form{ID: h.Engine.NewForm(), Actor: act.Actor{User: eva.User, Roles: []string{role}}}
		if err := h.decideRule(ctx, form, made, p); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s decided a rule: %v", role, err)
		}
	}
}

// With broken rule files the adopted book still holds; a record that has adopted
// none is not opened, and is told file, line and cure.
func TestBrokenRuleFilesLeaveTheAdoptedBook(t *testing.T) {
	ctx, url := t.Context(), "sqlite:"+t.TempDir()
	dir := t.TempDir()
	whole, err := ruleFilesOf("--rules", "")
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.Replace(whole[0].Text, "applies_by: ", "galler_enligt: ", 1)
	if err := os.WriteFile(filepath.Join(dir, "regel.yaml"), []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}
	open := func(rules string) (*record, error) {
		return openRecord(ctx, recordOptions{URL: url, Name: "norr", Rules: rules})
	}
	if _, err := open(dir); err == nil || exitCode(err) != exitBadInput || !strings.Contains(err.Error(), "regel.yaml:") || !strings.Contains(err.Error(), "nyckeln galler_enligt känns inte igen") {
		t.Fatalf("a new record was opened by a broken book, or not told why: %v", err)
	}
	r, err := open("")
	if err != nil {
		t.Fatal(err)
	}
	want := r.Book().Digest()
	if err := r.adopt(ctx); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if r, err = open(dir); err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if r.Book().Digest() != want || !slices.ContainsFunc(r.Broken(), func(p rulebook.Problem) bool { return p.File == "regel.yaml" && p.Line > 0 }) {
		t.Errorf("the adopted book does not hold: %v", r.Broken())
	}
	if err := r.adopt(ctx); err != nil {
		t.Error(err)
	}
	if kept, version, err := engine.Bind(r.Engine, adoptions()).Load(ctx, rulebook.StreamID()); err != nil || version != 1 || kept.Now() != want {
		t.Errorf("version %d, %v", version, err)
	}
}
