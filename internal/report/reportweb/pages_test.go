package reportweb_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"stadga/internal/fault/faulttest"
	"stadga/internal/paper/papertest"
	"stadga/internal/report"
	"stadga/internal/report/reportweb"
	"stadga/internal/store"
	"stadga/internal/webkit/webtest"
)

// A then is a record as it stood: nothing is asked of it here but that it is closed.
type then struct {
	store.Queryer
	closed chan bool
}

func (p then) Close() error { close(p.closed); return nil }

func world(t *testing.T) (*webtest.Client, chan bool, chan bool) {
	t.Helper()
	var past then
	go1, closed := make(chan bool), make(chan bool)
	rep := report.Report{
		Key: "inkomna", Title: "Inkomna ärenden", Says: []string{"Räknar det som kom in."}, Projections: []string{"intakes"},
		Columns: []report.Column{{Name: "ar", Title: "År", Unit: report.Text}, {Name: "antal", Title: "Antal", Unit: report.Count}},
		Rows: func(_ context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
			n := int64(1204)
			if _, old := db.(then); old {
				n = 1187
			}
			return []report.Row{{report.T(q.From.String()[:4]), report.N(n)}}, nil
		},
	}
	pages := reportweb.Pages{
		Reports: func() report.List { return report.List{rep} },
		Replay: func(_ context.Context, upTo time.Time, progress func(int, int), names ...string) (reportweb.Past, error) {
			if want := time.Date(2026, 3, 1, 23, 0, 0, 0, time.UTC); !upTo.Equal(want) || names[0] != "intakes" {
				t.Errorf("replay of %v up to %v, want the end of 1 March", names, upTo)
			}
			progress(12, 40)
			<-go1
			past = then{closed: closed}
			return past, nil
		},
	}
	controller := webtest.Account(1, "Tomas Grind", "controller", "/rapporter")
	w := webtest.New(t, webtest.Accounts{controller}, nil, reportweb.Sentences(), pages.Routes()...)
	return w.As(controller), go1, closed
}

func says(t *testing.T, page webtest.Answer, status int, want ...string) {
	t.Helper()
	if page.Status != status {
		t.Errorf("%s answered %d, want %d", page.Path, page.Status, status)
	}
	for _, s := range want {
		if !strings.Contains(page.Says(), s) {
			t.Errorf("%s does not say %q:\n%s", page.Path, s, page.Says())
		}
	}
}

func TestAReportSaysHowItCounts(t *testing.T) {
	c, _, _ := world(t)
	says(t, c.Get("/rapporter"), http.StatusOK, "Inkomna ärenden", "Räknar det som kom in.")
	says(t, c.Get("/rapporter/inkomna"), http.StatusOK, "1 204", "Räknar det som kom in.", "Hämta som CSV")
	if got := string(c.Get("/rapporter/inkomna?fran=2026-01-01&till=2026-03-12&format=csv").Body); got != "\uFEFFÅr;Antal\r\n2026;1204\r\n" {
		t.Errorf("CSV: %q", got)
	}
	file := c.Get("/rapporter/inkomna?fran=2026-01-01&till=2026-03-12&format=pdf")
	if got := papertest.Text(t, file.Body); file.Header.Get("Content-Type") != "application/pdf" ||
		!strings.Contains(got, "År Antal 2026 1\u2009204 Så räknas rapporten Räknar det som kom in.") {
		t.Errorf("PDF: %s", got)
	}
}

func TestBadPeriodsAreSaidInWords(t *testing.T) {
	c, _, _ := world(t)
	says(t, c.Get("/rapporter/inkomna?fran=2026-13-45"), http.StatusUnprocessableEntity, "Vi förstår inte datumet")
	says(t, c.Get("/rapporter/inkomna?fran=2026-03-01&till=2026-02-01"), http.StatusUnprocessableEntity, "Perioden slutar innan den börjar")
	says(t, c.Get("/rapporter/inkomna?som-det-var=2026-12-24"), http.StatusUnprocessableEntity, "Dagen ligger i framtiden")
	if got := c.Get("/rapporter/finns-inte"); got.Status != http.StatusNotFound {
		t.Errorf("a report that is not: %d", got.Status)
	}
}

func TestAnEarlierDayIsReadAgainAndToldOf(t *testing.T) {
	c, proceed, closed := world(t)
	const path = "/rapporter/inkomna?som-det-var=2026-03-01"
	first := c.Get(path)
	for deadline := time.Now().Add(5 * time.Second); !strings.Contains(first.Says(), "12 av 40") && time.Now().Before(deadline); {
		first = c.Get(path)
	}
	says(t, first, http.StatusOK, "Lästa händelser", "12 av 40")
	if first.Header.Get("Refresh") == "" {
		t.Error("a page that waits does not come back by itself")
	}
	close(proceed)
	<-closed
	done := c.Get(path)
	for deadline := time.Now().Add(5 * time.Second); !strings.Contains(done.Says(), "Tabell") && time.Now().Before(deadline); {
		done = c.Get(path)
	}
	says(t, done, http.StatusOK, "1 187", "som det var känt 1 mars")
}

func TestTemplates(t *testing.T) {
	webtest.Templates(t, reportweb.Templates(), map[string]any{"rapporter.html": &reportweb.ListPage{}, "rapport.html": &reportweb.ReportPage{}, "rapport-lista.html": &reportweb.BehindPage{}})
}

func TestSentences(t *testing.T) { faulttest.Check(t, ".", reportweb.Sentences()) }
