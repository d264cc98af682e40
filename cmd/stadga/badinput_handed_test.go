package main

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/org"
	"stadga/internal/webkit/webtest"
)

// A handing is a town to whose auditor files are handed, by the command and by the
// page. The tests of the checks themselves change the command.
type handing struct {
	*town
	auditor *browser
	temp    string // where the program keeps what it works with
	rules   string // of lists; below it in "logg" those of logs
	command func(args []string, std streams) int
}

func newHanding(t *testing.T) *handing {
	t.Helper()
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	h := &handing{town: newTown(t, civil.On(2026, time.September, 1)), temp: temp, rules: t.TempDir(), command: run}
	h.auditor = h.staff("Sven Prov", org.Revisor)
	for name, text := range map[string]string{
		"mapping.yaml": soundMapping, "regel.yaml": rule("investigation", "investigation.opened", "investigation.closed"),
		"logg/mapping.yaml": logMapping, "logg/regel.yaml": rule("matter", "matter.first", "matter.last"),
	} {
		path := filepath.Join(h.rules, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

const (
	soonEnough   = 30 * time.Second // for one file, on a machine that does other things too
	memoryEnough = 768 << 20        // bytes taken in all, most of them given back on the way
)

// judge hands the file to stadga audit.
func (h *handing) judge(file badFile) (code int, says string, left []string) {
	h.t.Helper()
	dir := h.t.TempDir()
	path := filepath.Join(dir, file.name)
	if err := os.WriteFile(path, file.bytes, 0o600); err != nil {
		h.t.Fatal(err)
	}
	args := []string{"audit", path, "--rules", h.rules}
	switch {
	case strings.Contains(file.name, ".xes"):
		args[3] = filepath.Join(h.rules, "logg")
	case file.name == "mapping.yaml":
		list := filepath.Join(dir, "utr.csv")
		if err := os.WriteFile(list, []byte(soundList), 0o600); err != nil {
			h.t.Fatal(err)
		}
		args = []string{"audit", list, "--rules", filepath.Join(h.rules, "regel.yaml"), "--mapping", path}
	}
	var out, errs bytes.Buffer
	code = h.command(args, streams{Out: &out, Err: &errs})
	if code != exitDone && out.Len() > 0 {
		left = append(left, "half an answer")
	}
	entries, err := os.ReadDir(h.temp)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, entry := range entries {
		left = append(left, entry.Name())
		if err := os.RemoveAll(filepath.Join(h.temp, entry.Name())); err != nil {
			h.t.Fatal(err)
		}
	}
	return code, errs.String(), left
}

// complaints are what is wrong with how the program took the file; none: it told in
// a sentence what is wrong, or took it, soon and without leaving or writing anything.
func (h *handing) complaints(file badFile) (all []string) {
	h.t.Helper()
	complain := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	defer func() {
		if caught := recover(); caught != nil {
			complain("panic: %v", caught)
		}
	}()
	before, began := h.events(), time.Now()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	taken := memory.TotalAlloc
	code, says, left := h.judge(file)
	runtime.ReadMemStats(&memory)
	if took := time.Since(began); took > soonEnough {
		complain("it took %s", took)
	}
	if grew := memory.TotalAlloc - taken; grew > memoryEnough {
		complain("it took %d megabytes", grew>>20)
	}
	switch {
	case code == exitDone && !file.taken:
		complain("it is taken: %.200s", says)
	case code != exitDone && code != exitBadInput:
		complain("exit code %d: %.300s", code, says)
	case code == exitBadInput && !sentence(says):
		complain("no sentence: %.300q", says)
	}
	if len(left) > 0 {
		complain("left: %v", left)
	}
	answer := h.send(file)
	switch {
	case answer >= 500:
		complain("the page answers %d: %.300s", answer, webtest.Words(h.auditor.body))
	case answer < 400 && !file.taken && !chosenAnew(file):
		complain("the page takes it")
	case answer >= 400 && !sentence(webtest.Words(h.auditor.body)):
		complain("the page says nothing: %.300s", webtest.Words(h.auditor.body))
	}
	if after := h.events(); after != before {
		complain("%d events were written", after-before)
	}
	return all
}

// chosenAnew tells whether what is wrong is something that the page asks for: there
// one chooses which file a list is, and may say that a column is not in it.
func chosenAnew(file badFile) bool {
	return file.name == "mapping.yaml" || file.about == "a heading that is gone"
}

// sentence tells whether someone is told what is wrong: words that begin and end as
// a sentence does, and no word of the machine's.
func sentence(says string) bool {
	says = strings.TrimSpace(says)
	for _, machine := range []string{"goroutine", "panic", "runtime error", ".go:", "invalid memory", "unexpected EOF", "yaml: line", "xml: ", "zip: "} {
		if strings.Contains(says, machine) {
			return false
		}
	}
	return len(strings.Fields(says)) >= 4 && strings.ContainsAny(says, ".!")
}

// send hands the file to the page.
func (h *handing) send(file badFile) int {
	h.t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	values := map[string]string{
		"steg": "granska", "vems": "Prövkommun", "fran": "2026-01-01", "till": "2026-08-31", "laget": "2026-08-31", "tal": "1", "summarad": "ja",
		"lista.0": file.name, "lista.0.kolumn.0": "Utrnr", "lista.0.kolumn.1": "Inledd", "lista.0.kolumn.2": "Avslutad",
	}
	mapping, list := []byte(soundMapping), file.bytes
	if file.name == "mapping.yaml" {
		mapping, list, values["lista.0"] = file.bytes, []byte(soundList), "utr.csv"
	}
	for name, value := range values {
		if err := parts.WriteField(name, value); err != nil {
			h.t.Fatal(err)
		}
	}
	for _, part := range []struct {
		field, name string
		bytes       []byte
	}{{"mappning", "mapping.yaml", mapping}, {"filer", values["lista.0"], list}} {
		to, err := parts.CreateFormFile(part.field, part.name)
		if err == nil {
			_, err = to.Write(part.bytes)
		}
		if err != nil {
			h.t.Fatal(err)
		}
	}
	if err := parts.Close(); err != nil {
		h.t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, h.server.URL+"/granskning/egen-historik", &body)
	if err == nil {
		r.Header.Set("Content-Type", parts.FormDataContentType())
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return h.auditor.send(r, err).code
}

// Everything that a municipality may hand in to be judged, as it never should be:
// archives that grow, lead out or are cut, workbooks, lists, logs and settings that
// play with those who read them. The command and the page answer with a sentence in
// Swedish, soon and without growing, and nothing is left or written anywhere.
func TestBadFilesAreToldInASentence(t *testing.T) {
	if testing.Short() {
		t.Skip("hands in some hundred files")
	}
	h := newHanding(t)
	for _, sound := range []badFile{
		{"a list", "utr.csv", []byte(soundList), true},
		{"a workbook", "utr.xlsx", workbookOf(t, row(1, "Utrnr", "Inledd", "Avslutad")+row(2, "U1", "2026-03-05", "2026-04-05")+row(3, "Summa", "1", "")), true},
		{"a log", "handelser.xes", []byte(soundLog), true},
		{"a packed log", "handelser.xes.gz", gzipped(t, soundLog), true},
	} {
		if code, says, left := h.judge(sound); code != exitDone || len(left) > 0 {
			t.Fatalf("%s that is sound: %d %v %s", sound.about, code, left, says)
		}
	}
	got := map[string]int{}
	for class, files := range map[string][]badFile{"archives": archives(t), "workbooks": workbooks(t), "lists": lists(), "logs": logs(), "mappings": mappings()} {
		for _, file := range files {
			got[class]++
			for _, complaint := range h.complaints(file) {
				t.Errorf("%s, %s: %s", class, file.about, complaint)
			}
		}
	}
	for class, n := range map[string]int{"archives": 50, "workbooks": 47, "lists": 60, "logs": 50, "mappings": 27} {
		if got[class] < n {
			t.Errorf("only %d %s", got[class], class)
		}
	}
	t.Logf("bad files: %v", got)
}

// The check of files complains of a program that writes before it reads, leaves
// something, stops without a word or grows.
func TestAFaultWithBadFilesIsSeen(t *testing.T) {
	h := newHanding(t)
	bad := badFile{"cut", "utr.csv", []byte(soundList + "U2;2026"), false}
	if all := h.complaints(bad); len(all) > 0 {
		t.Fatalf("a program without faults: %v", all)
	}
	number := 500
	for what, plant := range map[string]func(args []string, std streams) int{
		"an act before the file is read": func(args []string, std streams) int {
			number++
			h.matter(h.person("Anna", "Svensson", civil.On(1941, time.May, 3)), casework.Older, fmt.Sprintf("2026-0%d", number), "Hjälp")
			return run(args, std)
		},
		"a file that is left": func(args []string, std streams) int {
			if err := os.WriteFile(filepath.Join(os.TempDir(), "kvar"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			return run(args, std)
		},
		"half an answer": func(args []string, std streams) int {
			_, _ = io.WriteString(std.Out, "Prövat: ")
			return run(args, std)
		},
		"a file that is taken":  func([]string, streams) int { return exitDone },
		"a stop without a word": func([]string, streams) int { return exitBadInput },
		"a stop that says what Go says": func(_ []string, std streams) int {
			fmt.Fprintln(std.Err, "yaml: line 3: could not find expected ':'.")
			return exitBadInput
		},
		"a failure": func(_ []string, std streams) int { fmt.Fprintln(std.Err, "Något gick fel här."); return exitFailed },
		"a panic":   func([]string, streams) int { panic("planted") },
		"more memory than any file asks": func(args []string, std streams) int {
			runtime.KeepAlive(make([]byte, memoryEnough+1))
			return run(args, std)
		},
	} {
		h.command = plant
		if len(h.complaints(bad)) == 0 {
			t.Errorf("%s is not seen", what)
		}
	}
}
