package webkit_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/webkit"
	"stadga/internal/webkit/webtest"
)

var sessionMark = regexp.MustCompile(`name="inloggning" value="([0-9a-f]{16})"`)

// One sees where one is logged in and ends it; whoever runs the system ends
// anyone's; more log-ins than one needs end the oldest; and the log says so.
func TestLogInsAreSeenLimitedAndEnded(t *testing.T) {
	eva, emil := webtest.Account(1, "Eva Ek", "handlaggare", "/hem"), webtest.Account(2, "Emil Grahn", "systemforvaltare", "/hem")
	door := webtest.Door(func(who act.Actor, action string) bool {
		return action != "desk.operation" || who.User == emil.Actor.User
	})
	w := webtest.New(t, webtest.Accounts{eva, emil}, door, fault.Catalogue{}, webkit.Route{
		Pattern: "GET /hem", Action: "desk.day", Handle: func(w http.ResponseWriter, _ *http.Request) error { return nil },
	})
	desk, phone := w.As(eva), w.As(eva)
	page := desk.Get("/profil/inloggningar")
	marks := sessionMark.FindAllSubmatch(page.Body, -1)
	if len(marks) != 1 || !strings.Contains(page.Says(), "den här") {
		t.Fatalf("of two log-ins one can be ended from the other: %s", page.Says())
	}
	desk.Post("/profil/inloggningar", url.Values{"inloggning": {string(marks[0][1])}})
	if phone.Get("/hem").Path != "/logga-in" || desk.Get("/hem").Path != "/hem" {
		t.Error("the other log-in is not ended, or the own one is")
	}

	admin := w.As(emil)
	if got := desk.Get("/administration/inloggningar"); got.Status != http.StatusNotFound {
		t.Errorf("an officer sees everyone's log-ins: %d", got.Status)
	}
	all := admin.Get("/administration/inloggningar")
	if !strings.Contains(all.Says(), "Eva Ek") {
		t.Errorf("whoever runs the system sees %s", all.Says())
	}
	evas := sessionMark.FindSubmatch(all.Body)
	if got := desk.Post("/profil/inloggningar", url.Values{"inloggning": {"0000000000000000"}}); got.Status != http.StatusOK {
		t.Errorf("one that is not there: %d", got.Status)
	}
	admin.Post("/administration/inloggningar", url.Values{"inloggning": {string(evas[1])}})
	if desk.Get("/hem").Path != "/logga-in" {
		t.Error("the log-in goes on after the administrator ended it")
	}

	var many []*webtest.Client
	for range webkit.SessionsMost + 2 {
		many = append(many, w.As(eva))
	}
	running := 0
	for _, c := range many {
		if c.Get("/hem").Path == "/hem" {
			running++
		}
	}
	if running != webkit.SessionsMost || many[len(many)-1].Get("/hem").Path != "/hem" {
		t.Errorf("%d log-ins of one run at once, or the newest does not", running)
	}
	w.As(eva).Post("/logga-ut", nil)
	for _, line := range []string{`msg="logged in"`, `msg="logged out"`, `msg="log-in ended by hand"`, `msg="log-in ended, too many at once"`, `msg=refused route="GET /administration/inloggningar"`} {
		if !strings.Contains(w.Log.String(), line) {
			t.Errorf("the log does not say %s:\n%s", line, w.Log)
		}
	}
	if strings.Contains(w.Log.String(), "Eva") {
		t.Errorf("the log names someone:\n%s", w.Log)
	}
}

// The answer to a log-out tells the browser to forget what it was shown.
func TestLogOutClearsTheBrowser(t *testing.T) {
	eva := webtest.Account(1, "Eva Ek", "handlaggare", "/hem")
	w := webtest.New(t, webtest.Accounts{eva}, nil, fault.Catalogue{})
	answer := httptest.NewRecorder()
	w.Site.ServeHTTP(answer, httptest.NewRequest(http.MethodPost, "/logga-ut", nil))
	if got := answer.Header().Get("Clear-Site-Data"); !strings.Contains(got, `"storage"`) || !strings.Contains(got, `"cache"`) {
		t.Errorf("log-out says Clear-Site-Data: %q", got)
	}
}
