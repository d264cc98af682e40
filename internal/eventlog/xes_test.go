package eventlog

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// sharedLogs is where real logs lie beside the repository; tests that need them
// skip where they do not.
func sharedLog(tb testing.TB, name string) string {
	tb.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", "process-logs", name)
	if _, err := os.Stat(path); err != nil {
		tb.Skipf("needs %s, which lies beside the repository", path)
	}
	return path
}

func TestEveryFormOfALogIsRead(t *testing.T) {
	for name, tt := range map[string]struct{ cases, events int }{
		"receipt.xes.gz":           {1434, 8577},
		"roadtraffic50traces.xes":  {51, 201},
		"xes_20.xes":               {1, 1},
		"nested, no heading, lone": {1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			in := strings.NewReader(`<log><trace><string key="concept:name" value="A1"/><list key="l"><values><int key="n" value="1"/></values></list><event><date key="time:timestamp" value="2026-03-02"/></event></trace></log>`)
			var r interface{ Read([]byte) (int, error) } = in
			if strings.Contains(name, ".xes") {
				file, err := os.Open(sharedLog(t, name))
				if err != nil {
					t.Fatal(err)
				}
				defer file.Close()
				r = file
				if strings.HasSuffix(name, ".gz") {
					if r, err = gzip.NewReader(file); err != nil {
						t.Fatal(err)
					}
				}
			}
			cases, events := 0, 0
			err := ReadXES(r, name, func(trace *Trace) error {
				cases++
				events += len(trace.Events)
				return nil
			})
			if err != nil || cases != tt.cases || events != tt.events {
				t.Errorf("%d cases, %d events, %v; want %d and %d", cases, events, err, tt.cases, tt.events)
			}
		})
	}
}

func TestDatesOfALog(t *testing.T) {
	for text, want := range map[string]string{
		"2011-10-11T13:42:22.688+02:00": "2011-10-11T11:42:22.688Z",
		"2011-12-06T13:41:31.788+01:00": "2011-12-06T12:41:31.788Z",
		"2011-10-11T13:42:22Z":          "2011-10-11T13:42:22Z",
		"2011-10-11T13:42:22.688+0200":  "2011-10-11T11:42:22.688Z",
		"2011-10-11T13:42+02:00":        "2011-10-11T11:42:00Z",
		"2006-07-24T00:00:00.000":       "2006-07-23T22:00:00Z", // without zone: Stockholm's summer
		"2006-01-24T00:00:00":           "2006-01-23T23:00:00Z", // and winter
		"2006-01-24":                    "2006-01-23T23:00:00Z",
	} {
		at, err := parseXESDate(text)
		if err != nil || at.UTC().Format(time.RFC3339Nano) != want {
			t.Errorf("%s = %v, %v; want %s", text, at.UTC(), err, want)
		}
	}
}

func TestABrokenLogSaysWhere(t *testing.T) {
	const whole = "<log>\n <trace>\n  <string key=\"concept:name\" value=\"A1\"/>\n  <event>\n   <date key=\"time:timestamp\" value=\"2026-03-02T10:00:00Z\"/>\n  </event>\n </trace>\n</log>\n"
	for name, tt := range map[string]struct {
		given string
		says  string
	}{
		"cut in a case":     {whole[:90], "a.xes, rad 5, kolumn 24: Filen slutar mitt i loggen"},
		"impossible day":    {strings.Replace(whole, "03-02", "02-30", 1), `a.xes, rad 5, kolumn 4 (time:timestamp): "2026-02-30T10:00:00Z" är ingen tidpunkt som finns`},
		"wrong encoding":    {strings.Replace(whole, "A1", "\xe5", 1), "a.xes, rad 3, kolumn 39: Här står tecken som inte är UTF-8"},
		"unclosed element":  {strings.Replace(whole, "</event>", "</trace>", 1), "a.xes, rad 6, kolumn 11: Filen är inte välformad XML"},
		"another document":  {"<html></html>", "a.xes, rad 1, kolumn 7: Filen börjar med <html> och är ingen händelselogg"},
		"nothing":           {"", "a.xes, rad 1, kolumn 1: Filen innehåller ingen händelselogg"},
		"unknown encoding":  {`<?xml version="1.0" encoding="EBCDIC"?>` + whole, `Teckenkodningen "EBCDIC" kan inte läsas`},
		"nested for ever":   {"<log><trace>" + strings.Repeat(`<string key="a">`, 100), "nästlade djupare än 64"},
		"a case never ends": {"<log><trace>", "Filen slutar mitt i loggen"},
	} {
		t.Run(name, func(t *testing.T) {
			err := ReadXES(strings.NewReader(tt.given), "a.xes", func(*Trace) error { return nil })
			if err == nil || !strings.Contains(err.Error(), tt.says) || len(Faults(err)) == 0 {
				t.Errorf("got  %v\nwant %s", err, tt.says)
			}
		})
	}
}

func TestALogOfAnotherEncodingIsRead(t *testing.T) {
	const log = `<?xml version="1.0" encoding="ISO-8859-1"?><log><trace><string key="concept:name" value="` + "\xe5\xe4\xf6" + `"/></trace></log>`
	err := ReadXES(strings.NewReader(log), "a.xes", func(trace *Trace) error {
		if got := Find(trace.Attributes, "concept:name").Value; got != "åäö" {
			t.Errorf("read %q", got)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func FuzzXES(f *testing.F) {
	f.Add([]byte(`<log><trace><string key="concept:name" value="A"/><event><date key="time:timestamp" value="2026-03-02"/></event></trace></log>`))
	f.Add([]byte(`<log><trace><event><list key="l"><values><int key="v" value="5"/></values></list><container key="c"><id key="i" value="x"/></container></event></trace></log>`))
	f.Add([]byte(`<?xml version="1.0" encoding="windows-1252"?><log><trace/></log>`))
	f.Add([]byte("<log><trace><string key='"))
	f.Fuzz(func(t *testing.T, log []byte) {
		if len(log) > 1<<16 {
			t.Skip()
		}
		err := ReadXES(bytes.NewReader(log), "a.xes", func(*Trace) error { return nil })
		if err != nil && len(Faults(err)) == 0 {
			t.Errorf("%q is answered without a sentence: %v", log, err)
		}
	})
}
