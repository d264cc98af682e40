package eventlog_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stadga/internal/eventlog"
)

// A log is XML from outside. What it names elsewhere is never fetched, and what
// it repeats inside itself never grows.
func TestALogFetchesNothingAndGrowsNothing(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "hemligt")
	if err := os.WriteFile(secret, []byte("HEMLIG-RAD"), 0o600); err != nil {
		t.Fatal(err)
	}
	nested := `<!ENTITY e0 "aaaaaaaaaa">`
	for i := 1; i < 10; i++ {
		before := string(rune('0' + i - 1))
		nested += `<!ENTITY e` + string(rune('0'+i)) + ` "` + strings.Repeat("&e"+before+";", 10) + `">`
	}
	trace := func(value string) string {
		return `<log><trace><string key="concept:name" value="` + value + `"/></trace></log>`
	}
	for name, text := range map[string]string{
		"a file from outside":     `<!DOCTYPE log [<!ENTITY x SYSTEM "file://` + secret + `">]>` + trace("&x;"),
		"an address from outside": `<!DOCTYPE log [<!ENTITY x SYSTEM "http://127.0.0.1:1/x">]>` + trace("&x;"),
		"a definition outside":    `<!DOCTYPE log SYSTEM "file://` + secret + `">` + trace("&x;"),
		"a billion laughs":        `<!DOCTYPE log [` + nested + `]>` + trace("&e9;"),
		"an inclusion":            `<log xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file://` + secret + `" parse="text"/></log>`,
		"a hundred thousand deep": strings.Repeat("<list>", 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			err := eventlog.ReadXES(strings.NewReader(text), "prov.xes", func(trace *eventlog.Trace) error {
				for _, a := range trace.Attributes {
					if strings.Contains(a.Value, "HEMLIG") || len(a.Value) > 1000 {
						t.Errorf("the log holds %.60q", a.Value)
					}
				}
				return nil
			})
			if strings.Contains(text, "&") && err == nil {
				t.Error("an entity of the log's own was read")
			}
			if err != nil && strings.Contains(err.Error(), "HEMLIG") {
				t.Errorf("the fault tells what the file holds: %v", err)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}
