package journalweb_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/journal"
	"stadga/internal/journal/journalweb"
	"stadga/internal/store"
	"stadga/internal/webkit/webtest"
)

type record struct{}

func (record) Head(context.Context) (int64, journal.Root, error) { return 1204, journal.Root{7}, nil }

func (record) Checkpoints(context.Context, int) ([]store.SignedCheckpoint, error) {
	return []store.SignedCheckpoint{{Day: civil.MustParse("2026-03-11")}}, nil
}

func (record) CheckpointOf(_ context.Context, day civil.Date) ([]byte, error) {
	if day != civil.MustParse("2026-03-11") {
		return nil, nil
	}
	return []byte("stadga/prov\n1204\n"), nil
}

const address = "/granskning/historik"

func world(t *testing.T, verify func(context.Context, func(int, int)) (journalweb.Verdict, error)) *webtest.Client {
	t.Helper()
	auditor := webtest.Account(1, "Sven-Erik Prov", "revisor", "/granskning")
	w := webtest.New(t, webtest.Accounts{auditor}, nil, nil, journalweb.Pages{Record: record{}, Reads: record{}, Verify: verify}.Routes()...)
	return w.As(auditor)
}

func TestTheWholeRecordIsVerifiedBesideThePage(t *testing.T) {
	asked, answer := make(chan bool, 9), make(chan error)
	c := world(t, func(_ context.Context, progress func(int, int)) (journalweb.Verdict, error) {
		asked <- true
		progress(400, 1204)
		err := <-answer
		return journalweb.Verdict{Lines: []string{"Innehållet i händelsen på plats 12 är ändrat."}}, err
	})
	first := c.Get(address)
	says(t, first, http.StatusOK, "1 204 händelser och 1 204 läsningar är förseglade", "BwAAAA", "onsdag 11 mars 2026")
	for range 2 { // two who press at once get one verification
		c.Post(address, first.Hidden())
	}
	<-asked
	page := c.Get(address)
	says(t, page, http.StatusOK, "400 av 1204")
	if page.Header.Get("Refresh") == "" {
		t.Error("the page does not come back by itself")
	}
	answer <- nil
	eventually(t, c, "Nej. Registret är inte det som förseglades.", "plats 12 är ändrat", "Senast prövad i dag 08:52")
	if len(asked) != 0 {
		t.Error("the record was verified twice at once")
	}
	c.Post(address, first.Hidden())
	<-asked
	answer <- errors.New("the line is down")
	eventually(t, c, "Prövningen gick inte att göra klar")
}

// eventually looks until the verification has ended.
func eventually(t *testing.T, c *webtest.Client, want ...string) {
	t.Helper()
	for range 200 {
		if page := c.Get(address); !strings.Contains(page.Says(), " av 1") {
			says(t, page, http.StatusOK, want...)
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("the verification never ends")
}

func TestACheckpointIsTakenHome(t *testing.T) {
	c := world(t, nil)
	file := c.Get(address + "/sigill/2026-03-11")
	if string(file.Body) != "stadga/prov\n1204\n" || !strings.Contains(file.Header.Get("Content-Disposition"), "sigill-2026-03-11.txt") {
		t.Errorf("%q %q", file.Body, file.Header)
	}
	file = c.Get(address + "/sigill/lasningar/2026-03-11")
	if string(file.Body) != "stadga/prov\n1204\n" || !strings.Contains(file.Header.Get("Content-Disposition"), "sigill-lasningar-2026-03-11.txt") {
		t.Errorf("%q %q", file.Body, file.Header)
	}
	for _, day := range []string{"2026-03-12", "inte-en-dag", "2026-02-30"} {
		says(t, c.Get(address+"/sigill/"+day), http.StatusNotFound)
	}
}

func TestEveryPageHasItsStruct(t *testing.T) {
	webtest.Templates(t, journalweb.Templates(), map[string]any{"historik.html": &journalweb.HistoryPage{}})
}

func says(t *testing.T, page webtest.Answer, status int, want ...string) {
	t.Helper()
	if page.Status != status {
		t.Errorf("%s answered %d, want %d", page.Path, page.Status, status)
	}
	for _, w := range want {
		if !strings.Contains(page.Says(), w) {
			t.Errorf("the page lacks %q:\n%s", w, page.Says())
		}
	}
}
