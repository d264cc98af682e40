package oidc_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	cap "github.com/hashicorp/cap/oidc"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/integrate/oidc"
	"stadga/internal/integrate/signin"
	"stadga/internal/org"
	"stadga/internal/webkit"
	"stadga/internal/webkit/webtest"
)

// Staff of an invented unit, by what the service calls them.
type staff map[string]org.Staff

func (s staff) StaffByLogin(_ context.Context, login string, _ civil.Date) (org.Staff, error) {
	if found, ok := s[login]; ok {
		return found, nil
	}
	return org.Staff{}, fault.New(fault.NotFound, "staff.unknown")
}

var eva = webtest.Account(1, "Eva Ek", "handlaggare", "/hem")

// A world is a provider, and a Site that trusts it.
type world struct {
	t        *testing.T
	provider *cap.TestProvider
	service  *oidc.Service
	sessions *webkit.MemorySessions
	server   *httptest.Server
	browser  *http.Client
	log      *strings.Builder
	wire     *wire
}

// wire stands between the Site and the provider. The provider checks the
// verifier that fits the challenge it was shown; on the way back a token may be
// changed, as one who stands between would.
type wire struct {
	http.RoundTripper
	provider  *cap.TestProvider
	challenge string
	change    func(token string) string
	asked     int
}

// known is a verifier that the provider is to expect.
type known struct{ verifier string }

func (k known) Verifier() string          { return k.verifier }
func (k known) Challenge() string         { return "" }
func (known) Method() cap.ChallengeMethod { return cap.S256 }
func (k known) Copy() cap.CodeVerifier    { return k }

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Path != "/token" {
		return w.RoundTripper.RoundTrip(r)
	}
	w.asked++
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	w.provider.SetPKCEVerifier(known{"the challenge fits no verifier"})
	if sum := sha256.Sum256([]byte(form.Get("code_verifier"))); base64.RawURLEncoding.EncodeToString(sum[:]) == w.challenge {
		w.provider.SetPKCEVerifier(known{form.Get("code_verifier")})
	}
	resp, err := w.RoundTripper.RoundTrip(r)
	if err != nil || w.change == nil {
		return resp, err
	}
	defer resp.Body.Close()
	var reply map[string]string
	if err := json.NewDecoder(resp.Body).Decode(&reply); err != nil {
		return nil, err
	}
	reply["id_token"] = w.change(reply["id_token"])
	text, err := json.Marshal(reply)
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
	return resp, err
}

func newWorld(t *testing.T) *world { return newWorldAsking(t, signin.Demand{}) }

func newWorldAsking(t *testing.T, demand signin.Demand) *world {
	w := &world{t: t, provider: cap.StartTestProvider(t), sessions: webkit.NewMemorySessions(), log: &strings.Builder{}}
	w.provider.SetClientCreds("stadga", "hemligt")
	w.provider.SetExpectedAuthCode("kod-1")
	w.provider.SetCustomClaims(map[string]any{"employee_id": "104233", "groups": []string{"stadga-handlaggare", "kommunen"}, "sid": "sid-1"})
	w.provider.SetAdditionalConfiguration(map[string]any{"end_session_endpoint": w.provider.Addr() + "/ut"})
	var site http.Handler
	w.server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { site.ServeHTTP(rw, r) }))
	t.Cleanup(w.server.Close)
	w.provider.SetAllowedRedirectURIs([]string{w.server.URL + "/logga-in/svar"})
	w.wire = &wire{RoundTripper: w.provider.HTTPClient().Transport, provider: w.provider}
	w.service = oidc.New(oidc.Config{
		Issuer: w.provider.Addr(), Client: "stadga", Secret: "hemligt", Address: w.server.URL, Now: time.Now, HTTP: &http.Client{Transport: w.wire}, Demand: demand,
		Who: signin.Directory{
			Mapping: signin.Mapping{Person: "employee_id", Groups: "groups", Roles: map[string][]org.Role{
				"stadga-handlaggare": {org.Handlaggare}, "stadga-chefer": {org.Enhetschef},
			}},
			Staff: staff{"104233": {ID: eva.Actor.User, Login: "104233"}},
			Today: func() civil.Date { return civil.DayOf(time.Now()) },
		},
	})
	log := slog.New(slog.NewTextHandler(w.log, nil))
	home := func(rw http.ResponseWriter, r *http.Request) error {
		_, err := io.WriteString(rw, "Hej "+webkit.AccountOf(r).Name+" som "+strings.Join(webkit.Actor(r).Roles, " "))
		return err
	}
	var err error
	site, err = webkit.New(webkit.Config{
		Municipality: "Norrsala kommun", Board: "Socialnämnden", Now: time.Now, IDs: ids.Source{Random: rand.Reader},
		Words: signin.Sentences(), Sessions: w.sessions, Accounts: webtest.Accounts{eva}, Door: webtest.Door(nil), Log: log,
		Identity: w.service, Narrow: narrow, Routes: []webkit.Route{{Pattern: "GET /hem", Action: "x.read", Handle: home}},
	})
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	w.browser = &http.Client{Jar: jar, Transport: w.provider.HTTPClient().Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return w
}

func narrow(a webkit.Account, roles []string) webkit.Account {
	var kept []string
	for _, role := range a.Actor.Roles {
		for _, given := range roles {
			if role == given {
				kept = append(kept, role)
			}
		}
	}
	a.Actor = act.Actor{User: a.Actor.User, Roles: kept}
	return a
}

// An answer is one page, redirects not followed.
type answer struct {
	status int
	to     string
	body   string
	cookie *http.Cookie
}

func (w *world) get(address string) answer {
	w.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = w.server.URL + address
	}
	resp, err := w.browser.Get(address)
	return w.read(resp, err)
}

func (w *world) post(path string, form url.Values) answer {
	w.t.Helper()
	resp, err := w.browser.PostForm(w.server.URL+path, form)
	return w.read(resp, err)
}

func (w *world) read(resp *http.Response, err error) answer {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	a := answer{status: resp.StatusCode, to: resp.Header.Get("Location"), body: string(body)}
	for _, c := range resp.Cookies() {
		if c.Name == "stadga" {
			a.cookie = c
		}
	}
	return a
}

// begin goes to the provider, which from then on expects what it was asked with,
// and returns the address at which the provider sends the browser back.
func (w *world) begin(till string) (back string) {
	w.t.Helper()
	begun := w.get("/logga-in/borja?till=" + url.QueryEscape(till))
	if begun.status != http.StatusSeeOther || !strings.HasPrefix(begun.to, w.provider.Addr()+"/authorize?") {
		w.t.Fatalf("log-in began at %d %s", begun.status, begun.to)
	}
	asked, err := url.Parse(begun.to)
	if err != nil {
		w.t.Fatal(err)
	}
	q := asked.Query()
	if q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 || q.Get("nonce") == "" || len(q.Get("state")) < 26 {
		w.t.Fatalf("asked with %v", q)
	}
	w.provider.SetExpectedAuthNonce(q.Get("nonce"))
	w.wire.challenge = q.Get("code_challenge")
	back = w.get(begun.to).to
	if !strings.HasPrefix(back, w.server.URL+"/logga-in/svar?") {
		w.t.Fatalf("the provider answered %s", back)
	}
	return back
}

func TestOneLogsInThroughTheService(t *testing.T) {
	w := newWorld(t)
	if got := w.get("/hem"); got.status != http.StatusSeeOther || got.to != "/logga-in?till=%2Fhem" {
		t.Fatalf("a stranger got %d %s", got.status, got.to)
	}
	if got := w.get("/logga-in?till=%2Fhem"); got.status != http.StatusOK || !strings.Contains(got.body, "/logga-in/borja?till=%2Fhem") {
		t.Fatalf("the page of log-in: %d %s", got.status, got.body)
	}
	in := w.get(w.begin("/hem"))
	if in.status != http.StatusSeeOther || in.to != "/hem" || in.cookie == nil || !in.cookie.HttpOnly || in.cookie.SameSite != http.SameSiteLaxMode {
		t.Fatalf("logged in: %d %s %+v\n%s", in.status, in.to, in.cookie, in.body)
	}
	if got := w.get("/hem"); got.body != "Hej Eva Ek som handlaggare" {
		t.Errorf("the page says %q", got.body)
	}
	again := w.get(w.begin(""))
	if again.cookie == nil || again.cookie.Value == in.cookie.Value || again.to != "/hem" {
		t.Errorf("a new log-in: %+v, to %s", again.cookie, again.to)
	}
	r, err := http.NewRequest(http.MethodGet, w.server.URL+"/hem", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(in.cookie)
	if resp, err := http.DefaultTransport.RoundTrip(r); err != nil || resp.StatusCode != http.StatusSeeOther {
		t.Errorf("the session before the new log-in still holds (%v)", err)
	}
}

func TestLogOutGoesByTheService(t *testing.T) {
	w := newWorld(t)
	w.get(w.begin(""))
	out := w.post("/logga-ut", nil)
	to, err := url.Parse(out.to)
	if err != nil || !strings.HasPrefix(out.to, w.provider.Addr()+"/ut?") || to.Query().Get("client_id") != "stadga" || to.Query().Get("id_token_hint") == "" ||
		to.Query().Get("post_logout_redirect_uri") != w.server.URL+"/logga-in?utloggad=ja" {
		t.Errorf("log-out leads to %s (%v)", out.to, err)
	}
	if got := w.get("/hem"); got.status != http.StatusSeeOther {
		t.Errorf("logged out and still in: %d", got.status)
	}
	if got := w.get("/logga-in?utloggad=ja"); !strings.Contains(got.body, "Du är utloggad") {
		t.Errorf("the page after log-out says %s", got.body)
	}
}

// sign makes a token as the provider would.
func (w *world) sign(claims map[string]any) string {
	private, _, alg, _ := w.provider.SigningKeys()
	return cap.TestSignJWT(w.t, private, string(alg), claims, nil)
}

// signAs is sign of a token that says what kind it is.
func (w *world) signAs(kind string, claims map[string]any) string {
	w.t.Helper()
	private, _, alg, _ := w.provider.SigningKeys()
	key, ok := private.(*ecdsa.PrivateKey)
	if !ok || alg != cap.ES256 {
		w.t.Fatalf("the provider signs with %s", alg)
	}
	said := ""
	for i, part := range []any{map[string]string{"alg": "ES256", "typ": kind}, claims} {
		text, err := json.Marshal(part)
		if err != nil {
			w.t.Fatal(err)
		}
		said += strings.Repeat(".", i) + base64.RawURLEncoding.EncodeToString(text)
	}
	sum := sha256.Sum256([]byte(said))
	r, s, err := ecdsa.Sign(rand.Reader, key, sum[:])
	if err != nil {
		w.t.Fatal(err)
	}
	return said + "." + base64.RawURLEncoding.EncodeToString(append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...))
}

func TestALogOutAtTheServiceEndsTheSessionHere(t *testing.T) {
	event := map[string]any{"http://schemas.openid.net/event/backchannel-logout": map[string]any{}}
	claims := func(change map[string]any) map[string]any {
		all := map[string]any{"aud": "stadga", "iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix(), "jti": "1", "events": event, "sid": "sid-1", "sub": "alice@example.com"}
		for name, value := range change {
			all[name] = value
			if value == nil {
				delete(all, name)
			}
		}
		return all
	}
	for name, tt := range map[string]struct {
		change map[string]any
		status int
		ends   bool
		kind   string
	}{
		"the session":           {nil, http.StatusOK, true, "logout+jwt"},
		"the user":              {map[string]any{"sid": nil}, http.StatusOK, true, "logout+jwt"},
		"another session":       {map[string]any{"sid": "sid-2"}, http.StatusOK, false, "logout+jwt"},
		"nobody":                {map[string]any{"sid": nil, "sub": nil}, http.StatusBadRequest, false, "logout+jwt"},
		"for another system":    {map[string]any{"aud": "annan"}, http.StatusBadRequest, false, "logout+jwt"},
		"from another service":  {map[string]any{"iss": "https://elak.example"}, http.StatusBadRequest, false, "logout+jwt"},
		"too old":               {map[string]any{"exp": time.Now().Add(-time.Hour).Unix()}, http.StatusBadRequest, false, "logout+jwt"},
		"a token of a log-in":   {map[string]any{"nonce": "n"}, http.StatusBadRequest, false, "logout+jwt"},
		"speaks of no log-out":  {map[string]any{"events": nil}, http.StatusBadRequest, false, "logout+jwt"},
		"of another kind":       {nil, http.StatusBadRequest, false, "JWT"},
		"says not of what kind": {nil, http.StatusBadRequest, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.get(w.begin(""))
			token := claims(tt.change)
			if _, ok := token["iss"]; !ok {
				token["iss"] = w.provider.Addr()
			}
			resp, err := http.PostForm(w.server.URL+"/logga-ut/tjanst", url.Values{"logout_token": {w.signAs(tt.kind, token)}})
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != tt.status {
				t.Errorf("status %d, want %d", resp.StatusCode, tt.status)
			}
			if in := w.get("/hem").status == http.StatusOK; in == tt.ends {
				t.Errorf("logged in: %v", in)
			}
		})
	}
}

func TestAnAnswerThatCannotBeTrustedLogsNobodyIn(t *testing.T) {
	part := func(v any) string {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(text)
	}
	body := func(token string) string { return strings.Split(token, ".")[1] }
	for name, tt := range map[string]struct {
		claims map[string]any
		change func(w *world, token string) string
		fel    string
	}{
		"expired":                           {claims: map[string]any{"exp": time.Now().Add(-time.Hour).Unix()}, fel: "FEL-2812"},
		"not yet valid":                     {claims: map[string]any{"nbf": time.Now().Add(time.Hour).Unix()}, fel: "FEL-2813"},
		"another system":                    {claims: map[string]any{"aud": "annan"}, fel: "FEL-2814"},
		"several systems, asked by another": {claims: map[string]any{"aud": []string{"stadga", "annan"}, "azp": "annan"}, fel: "FEL-2814"},
		"another service":                   {claims: map[string]any{"iss": "https://elak.example"}, fel: "FEL-2815"},
		"unsigned": {change: func(_ *world, token string) string {
			return part(map[string]string{"alg": "none"}) + "." + body(token) + "."
		}, fel: "FEL-2811"},
		"changed after it was signed": {change: func(_ *world, token string) string {
			parts := strings.Split(token, ".")
			text, err := base64.RawURLEncoding.DecodeString(parts[1])
			if err != nil {
				t.Fatal(err)
			}
			parts[1] = base64.RawURLEncoding.EncodeToString(bytes.Replace(text, []byte("104233"), []byte("104234"), 1))
			return strings.Join(parts, ".")
		}, fel: "FEL-2810"},
		"signed with another key": {change: func(w *world, token string) string {
			key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			var claims map[string]any
			text, err := base64.RawURLEncoding.DecodeString(body(token))
			if err == nil {
				err = json.Unmarshal(text, &claims)
			}
			if err != nil {
				t.Fatal(err)
			}
			return cap.TestSignJWT(t, key, string(cap.ES256), claims, nil)
		}, fel: "FEL-2810"},
		"signed with the open key as if it were a secret": {change: func(w *world, token string) string {
			_, open, _, _ := w.provider.SigningKeys()
			secret, err := x509.MarshalPKIXPublicKey(open)
			if err != nil {
				t.Fatal(err)
			}
			text := part(map[string]string{"alg": "HS256"}) + "." + body(token)
			mac := hmac.New(sha256.New, secret)
			mac.Write([]byte(text))
			return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
		}, fel: "FEL-2810"},
		"no token": {change: func(*world, string) string { return "" }, fel: "FEL-2816"},
		"another log-in's": {claims: map[string]any{}, change: func(w *world, token string) string {
			return w.sign(map[string]any{"iss": w.provider.Addr(), "aud": "stadga", "exp": time.Now().Add(time.Minute).Unix(), "nonce": "annan", "employee_id": "104233", "groups": []string{"stadga-handlaggare"}})
		}, fel: "FEL-2805"},
		"nobody we know":     {claims: map[string]any{"employee_id": "999999"}, fel: "FEL-2801"},
		"says not who":       {claims: map[string]any{"employee_id": nil}, fel: "FEL-2800"},
		"is two":             {claims: map[string]any{"employee_id": []string{"104233", "104234"}}, fel: "FEL-2800"},
		"in no group":        {claims: map[string]any{"groups": []string{"kommunen"}}, fel: "FEL-2802"},
		"a role nobody gave": {claims: map[string]any{"groups": []string{"stadga-chefer"}}, fel: "FEL-0023"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			claims := map[string]any{"employee_id": "104233", "groups": []string{"stadga-handlaggare"}}
			for name, value := range tt.claims {
				claims[name] = value
			}
			w.provider.SetCustomClaims(claims)
			if tt.change != nil {
				w.wire.change = func(token string) string { return tt.change(w, token) }
			}
			got := w.get(w.begin("/hem"))
			if got.status != http.StatusForbidden || !strings.Contains(got.body, tt.fel) || !strings.Contains(got.body, "Du är inte inloggad") || got.cookie != nil {
				t.Errorf("%d %s %+v", got.status, regexp.MustCompile(`FEL-\d+`).FindString(got.body), got.cookie)
			}
			if got := w.get("/hem"); got.status != http.StatusSeeOther {
				t.Errorf("and is in: %d", got.status)
			}
			for _, said := range []string{"104233", "104234", "999999", "alice"} {
				if strings.Contains(w.log.String(), said) {
					t.Errorf("the log tells who tried: %s", w.log)
				}
			}
		})
	}
}

// Given a municipality that demands a strong and new log-in, When the service says
// how and when it was done, Then only what meets the demand lets anyone in.
func TestALogInIsAsStrongAndAsNewAsIsDemanded(t *testing.T) {
	demand := signin.Demand{Strength: []string{"loa3", "loa4"}, Methods: []string{"mfa", "hwk"}, MaxAge: 15 * time.Minute}
	ago := func(d time.Duration) int64 { return time.Now().Add(-d).Unix() }
	for name, tt := range map[string]struct {
		change map[string]any
		fel    string
	}{
		"strong and new":      {},
		"strong in the other": {change: map[string]any{"acr": "loa4"}},
		"weaker":              {change: map[string]any{"acr": "loa2"}, fel: "FEL-2817"},
		"with one method":     {change: map[string]any{"amr": []string{"mfa"}}, fel: "FEL-2817"},
		"long ago":            {change: map[string]any{"auth_time": ago(20 * time.Minute)}, fel: "FEL-2818"},
		"in an hour":          {change: map[string]any{"auth_time": ago(-time.Hour)}, fel: "FEL-2818"},
		"says not how":        {change: map[string]any{"acr": nil}, fel: "FEL-2819"},
		"says no method":      {change: map[string]any{"amr": nil}, fel: "FEL-2819"},
		"says not when":       {change: map[string]any{"auth_time": 0}, fel: "FEL-2819"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorldAsking(t, demand)
			claims := map[string]any{
				"employee_id": "104233", "groups": []string{"stadga-handlaggare"},
				"acr": "loa3", "amr": []string{"hwk", "mfa"}, "auth_time": ago(time.Minute),
			}
			for name, value := range tt.change {
				claims[name] = value
				if value == nil {
					delete(claims, name)
				}
			}
			w.provider.SetCustomClaims(claims)
			asked, err := url.Parse(w.get("/logga-in/borja").to)
			if q := asked.Query(); err != nil || q.Get("acr_values") != "loa3 loa4" || q.Get("max_age") != "900" {
				t.Errorf("the service is asked for %v (%v)", q, err)
			}
			got := w.get(w.begin("/hem"))
			if tt.fel == "" {
				if got.to != "/hem" || got.cookie == nil {
					t.Errorf("%d %s", got.status, got.body)
				}
				return
			}
			if got.status != http.StatusForbidden || !strings.Contains(got.body, tt.fel) || got.cookie != nil {
				t.Errorf("%d %s %+v", got.status, regexp.MustCompile(`FEL-\d+`).FindString(got.body), got.cookie)
			}
		})
	}
}

func TestAnAnswerIsTakenOnceAndOnlyFromTheBrowserThatAsked(t *testing.T) {
	w := newWorld(t)
	back := w.begin("/hem")
	stolen, err := http.DefaultTransport.RoundTrip(mustRequest(t, back))
	if err != nil || stolen.StatusCode != http.StatusForbidden {
		t.Errorf("another browser: %d, %v", stolen.StatusCode, err)
	}
	address, err := url.Parse(w.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	began := w.browser.Jar.Cookies(address)
	if got := w.get(back); got.to != "/hem" {
		t.Fatalf("the answer led to %d %s", got.status, got.to)
	}
	asked := w.wire.asked
	replay := mustRequest(t, back)
	for _, c := range began {
		replay.AddCookie(c)
	}
	if resp, err := http.DefaultTransport.RoundTrip(replay); err != nil || resp.StatusCode != http.StatusForbidden {
		t.Errorf("the same answer again, with the cookie it came with: %v, %v", resp.StatusCode, err)
	}
	if w.wire.asked != asked {
		t.Error("a code was changed twice for a token")
	}
	other := w.begin("/hem")
	w.begin("/hem") // in another tab
	if got := w.get(other); got.status != http.StatusForbidden || !strings.Contains(got.body, "FEL-2805") {
		t.Errorf("the first tab: %d", got.status)
	}
	if got := w.get("/logga-in/svar?state=x&code=y"); got.status != http.StatusForbidden || !strings.Contains(got.body, "FEL-0021") {
		t.Errorf("an answer to no question: %d %s", got.status, got.body)
	}
}

func mustRequest(t *testing.T, address string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAServiceThatDoesNotAnswerIsSaid(t *testing.T) {
	w := newWorld(t)
	w.provider.SetAdditionalConfiguration(map[string]any{"issuer": "https://elak.example"})
	if got := w.get("/logga-in/borja"); got.status != http.StatusServiceUnavailable || !strings.Contains(got.body, "FEL-2803") || got.cookie != nil {
		t.Errorf("a service that says it is another: %d %s", got.status, got.body)
	}
	w.provider.SetAdditionalConfiguration(map[string]any{})
	back := w.begin("") // it is asked again
	w.provider.SetDisableJWKs(true)
	if got := w.get(back); got.status != http.StatusForbidden || got.cookie != nil {
		t.Errorf("without keys: %d", got.status)
	}
	if got := w.get("/hem"); got.status != http.StatusSeeOther {
		t.Errorf("and is in: %d", got.status)
	}
}

func TestTooManyLogInsFromOneAddressWait(t *testing.T) {
	w := newWorld(t)
	for range 20 {
		w.get("/logga-in/borja")
	}
	if got := w.get("/logga-in/borja"); got.status != http.StatusTooManyRequests || !strings.Contains(got.body, "FEL-0020") {
		t.Errorf("the twenty-first in a minute: %d", got.status)
	}
}

// What the service says of where its other pages are is not followed to a host that
// stands in no settings.
func TestOnlyHostsOfTheSettingsAreCalled(t *testing.T) {
	w := newWorld(t)
	asked := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer elsewhere.Close()
	point := strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1)
	w.provider.SetAdditionalConfiguration(map[string]any{"token_endpoint": point + "/token"})
	if got := w.get(w.begin("/hem")); got.status != http.StatusServiceUnavailable || got.cookie != nil || asked != 0 {
		t.Errorf("called %d times, and answered %d", asked, got.status)
	}
}

// A service that points elsewhere is not followed there: neither code nor secret
// leaves for an address that stands in no settings.
func TestNoRedirectIsFollowed(t *testing.T) {
	asked := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer elsewhere.Close()
	service := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusFound))
	defer service.Close()
	for name, client := range map[string]*http.Client{"own client": nil, "given client": service.Client()} {
		err := oidc.New(oidc.Config{Issuer: service.URL, Client: "stadga", HTTP: client, Now: time.Now}).Discover(t.Context())
		if err == nil || asked != 0 {
			t.Errorf("%s: the redirect is followed %d times (%v)", name, asked, err)
		}
	}
}
