package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
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
