package saml_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"log"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	idp "github.com/crewjam/saml"
	"github.com/crewjam/saml/samlidp"

	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/integrate/saml"
	"stadga/internal/integrate/signin"
	"stadga/internal/org"
	"stadga/internal/webkit"
	"stadga/internal/webkit/webtest"
)

type staff map[string]org.Staff

func (s staff) StaffByLogin(_ context.Context, login string, _ civil.Date) (org.Staff, error) {
	if found, ok := s[login]; ok {
		return found, nil
	}
	return org.Staff{}, fault.New(fault.NotFound, "staff.unknown")
}

var eva = webtest.Account(1, "Eva Ek", "handlaggare", "/hem")

// pair is drawn once: drawing takes longer than every test of it.
var pair = sync.OnceValues(newPair)

type made struct {
	key         *rsa.PrivateKey
	certificate *x509.Certificate
}

// keyPair is a key with a certificate of its own making.
func keyPair(t *testing.T) (*rsa.PrivateKey, *x509.Certificate) {
	t.Helper()
	m, err := pair()
	if err != nil {
		t.Fatal(err)
	}
	return m.key, m.certificate
}

func newPair() (made, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return made{}, err
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "prov"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	raw, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		return made{}, err
	}
	certificate, err := x509.ParseCertificate(raw)
	return made{key, certificate}, err
}

// A world is an identity provider and a Site that trusts it.
type world struct {
	t        *testing.T
	provider *samlidp.Server
	at       *httptest.Server // the provider
	site     *httptest.Server
	browser  *http.Client
	log      *bytes.Buffer
	make     func(a *idp.Assertion) // what the provider says beside what is usual
	told     []*url.URL             // what the provider was told of log-outs
	sessions *webkit.MemorySessions
}

func newWorld(t *testing.T, encrypted bool) *world {
	return newWorldAsking(t, encrypted, signin.Demand{})
}

func newWorldAsking(t *testing.T, encrypted bool, demand signin.Demand) *world {
	w := &world{t: t, log: &bytes.Buffer{}, make: func(*idp.Assertion) {}, sessions: webkit.NewMemorySessions()}
	w.at = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slo" { // where samlidp has nothing of its own
			w.told = append(w.told, r.URL)
			return
		}
		w.provider.ServeHTTP(rw, r)
	}))
	t.Cleanup(w.at.Close)
	at, err := url.Parse(w.at.URL)
	if err != nil {
		t.Fatal(err)
	}
	key, certificate := keyPair(t)
	w.provider, err = samlidp.New(samlidp.Options{URL: *at, Key: key, Certificate: certificate, Store: &samlidp.MemoryStore{}, Logger: log.New(io.Discard, "", 0)})
	if err != nil {
		t.Fatal(err)
	}
	w.provider.IDP.AssertionMaker = w
	w.provider.IDP.LogoutURL = *at.JoinPath("/slo")
	about, err := xml.Marshal(w.provider.IDP.Metadata())
	if err != nil {
		t.Fatal(err)
	}

	var site http.Handler
	w.site = httptest.NewTLSServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { site.ServeHTTP(rw, r) }))
	t.Cleanup(w.site.Close)
	c := saml.Config{
		Metadata: about, Address: w.site.URL, Now: time.Now, Demand: demand,
		Who: signin.Directory{
			Mapping: signin.Mapping{Person: "uid", Groups: "eduPersonAffiliation", Roles: map[string][]org.Role{"stadga-handlaggare": {org.Handlaggare}}},
			Staff:   staff{"104233": {ID: eva.Actor.User, Login: "104233"}},
			Today:   func() civil.Date { return civil.DayOf(time.Now()) },
		},
	}
	if encrypted {
		c.Key, c.Certificate = keyPair(t)
	}
	service, err := saml.New(c)
	if err != nil {
		t.Fatal(err)
	}
	site, err = webkit.New(webkit.Config{
		Municipality: "Norrsala kommun", Board: "Socialnämnden", Now: time.Now, IDs: ids.Source{Random: rand.Reader}, HTTPS: true,
		Words: signin.Sentences(), Sessions: w.sessions, Accounts: webtest.Accounts{eva}, Door: webtest.Door(nil),
		Log: slog.New(slog.NewTextHandler(w.log, nil)), Identity: service,
		Routes: []webkit.Route{{Pattern: "GET /hem", Action: "x.read", Handle: func(rw http.ResponseWriter, r *http.Request) error {
			_, err := io.WriteString(rw, "Hej "+webkit.AccountOf(r).Name)
			return err
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	w.browser = &http.Client{Jar: jar, Transport: w.site.Client().Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	w.put("/services/stadga", w.page(w.get("/logga-in/metadata")))
	w.user("104233", "stadga-handlaggare")
	return w
}

// MakeAssertion is the provider's own, changed as the test wants.
func (w *world) MakeAssertion(r *idp.IdpAuthnRequest, session *idp.Session) error {
	if err := (idp.DefaultAssertionMaker{}).MakeAssertion(r, session); err != nil {
		return err
	}
	w.make(r.Assertion)
	return nil
}

func (w *world) put(path, body string) {
	w.t.Helper()
	r, err := http.NewRequest(http.MethodPut, w.at.URL+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil || resp.StatusCode >= 300 {
		w.t.Fatalf("the provider does not take %s: %v, %v", path, resp, err)
	}
	resp.Body.Close()
}

func (w *world) user(number, group string) {
	w.t.Helper()
	w.put("/users/"+number, fmt.Sprintf(`{"name":%q,"password":"hemligt","groups":[%q],"email":"x@norrsala.example"}`, number, group))
	resp, err := w.browser.PostForm(w.at.URL+"/login", url.Values{"user": {number}, "password": {"hemligt"}})
	if err != nil || resp.StatusCode != http.StatusOK {
		w.t.Fatalf("log-in at the provider: %v, %v", resp, err)
	}
	resp.Body.Close()
}

func (w *world) get(path string) *http.Response {
	w.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = w.site.URL + path
	}
	resp, err := w.browser.Get(path)
	if err != nil {
		w.t.Fatal(err)
	}
	return resp
}

func (w *world) page(resp *http.Response) string {
	w.t.Helper()
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(body)
}

var responseField = regexp.MustCompile(`name="SAMLResponse" value="([^"]*)"`)

// asked begins a log-in and returns the XML that the provider's page would post.
func (w *world) asked() string {
	w.t.Helper()
	begun := w.get("/logga-in/borja?till=/hem")
	begun.Body.Close()
	if to := begun.Header.Get("Location"); begun.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, w.at.URL+"/sso?") {
		w.t.Fatalf("log-in began at %d %s", begun.StatusCode, to)
	}
	page := w.page(w.get(begun.Header.Get("Location")))
	field := responseField.FindStringSubmatch(page)
	if field == nil {
		w.t.Fatalf("the provider posts nothing: %s", page)
	}
	text, err := base64.StdEncoding.DecodeString(html.UnescapeString(field[1]))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}

// answer posts XML as the provider's page would: from another site.
func (w *world) answer(text string) (status int, to, body string, in bool) {
	w.t.Helper()
	form := url.Values{"SAMLResponse": {base64.StdEncoding.EncodeToString([]byte(text))}}
	r, err := http.NewRequest(http.MethodPost, w.site.URL+"/logga-in/svar", strings.NewReader(form.Encode()))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", w.at.URL)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	resp, err := w.browser.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, c := range resp.Cookies() {
		in = in || c.Name == "__Host-stadga"
	}
	return resp.StatusCode, resp.Header.Get("Location"), w.page(resp), in
}

func TestOneLogsInWithAnAssertion(t *testing.T) {
	for name, encrypted := range map[string]bool{"signed": false, "signed and encrypted, asked with a signature": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, encrypted)
			text := w.asked()
			if strings.Contains(text, "104233") == encrypted {
				t.Fatalf("encrypted is %v:\n%s", !encrypted, text)
			}
			if status, to, body, in := w.answer(text); status != http.StatusSeeOther || to != "/hem" || !in {
				t.Fatalf("%d %s %v\n%s", status, to, in, body)
			}
			if got := w.page(w.get("/hem")); got != "Hej Eva Ek" {
				t.Errorf("the page says %q", got)
			}
		})
	}
}

var (
	signature      = regexp.MustCompile(`(?s)<ds:Signature .*?</ds:Signature>`)
	wholeAssertion = regexp.MustCompile(`(?s)<saml:Assertion.*</saml:Assertion>`)
)

func TestAnAssertionThatCannotBeTrustedLogsNobodyIn(t *testing.T) {
	for name, tt := range map[string]struct {
		says   func(a *idp.Assertion)
		change func(text string) string
		fel    string
	}{
		"changed after it was signed": {change: func(s string) string { return strings.ReplaceAll(s, "104233", "104234") }, fel: "FEL-2810"},
		"unsigned":                    {change: func(s string) string { return signature.ReplaceAllString(s, "") }, fel: "FEL-2811"},
		"expired":                     {says: func(a *idp.Assertion) { a.Conditions.NotOnOrAfter = time.Now().Add(-time.Hour) }, fel: "FEL-2812"},
		"not yet valid":               {says: func(a *idp.Assertion) { a.Conditions.NotBefore = time.Now().Add(time.Hour) }, fel: "FEL-2813"},
		"for another system": {says: func(a *idp.Assertion) {
			a.Conditions.AudienceRestrictions[0].Audience.Value = "https://annan.example"
		}, fel: "FEL-2814"},
		"from another service": {says: func(a *idp.Assertion) { a.Issuer.Value = "https://elak.example" }, fel: "FEL-2815"},
		"to another question": {change: func(s string) string {
			return regexp.MustCompile(`InResponseTo="[^"]*"`).ReplaceAllString(s, `InResponseTo="id-annan"`)
		}, fel: "FEL-2805"},
		"a second assertion before the signed one": {change: func(s string) string {
			forged := strings.ReplaceAll(signature.ReplaceAllString(wholeAssertion.FindString(s), ""), "104233", "104234")
			return strings.Replace(s, "<saml:Assertion", forged+"<saml:Assertion", 1)
		}, fel: "FEL-2810"},
		"the signature moved to a forged one": {change: func(s string) string {
			signed := wholeAssertion.FindString(s)
			forged := strings.ReplaceAll(signature.ReplaceAllString(signed, ""), "104233", "104234")
			wrapped := strings.Replace(forged, "</saml:Assertion>", signature.FindString(signed)+"<saml:Advice>"+signed+"</saml:Advice></saml:Assertion>", 1)
			return strings.Replace(s, signed, wrapped, 1)
		}, fel: "FEL-2810"},
		"with a comment in the number": {change: func(s string) string { return strings.Replace(s, "104233", "1042<!-- -->33", 1) }, fel: "FEL-2816"},
		"with an entity": {change: func(s string) string {
			return `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + strings.ReplaceAll(s, "104233", "&x;")
		}, fel: "FEL-2816"},
		"with entities in entities": {change: func(s string) string {
			return `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>` + strings.ReplaceAll(s, "104233", "&b;")
		}, fel: "FEL-2816"},
		"cut off":   {change: func(s string) string { return s[:len(s)/2] }, fel: "FEL-2816"},
		"empty":     {change: func(string) string { return "" }, fel: "FEL-2816"},
		"no XML":    {change: func(string) string { return "hej" }, fel: "FEL-2816"},
		"cancelled": {change: func(s string) string { return strings.Replace(s, "status:Success", "status:AuthnFailed", 1) }, fel: "FEL-2804"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, false)
			if tt.says != nil {
				w.make = tt.says
			}
			text := w.asked()
			if tt.change != nil {
				changed := tt.change(text)
				if changed == text {
					t.Fatal("nothing was changed")
				}
				text = changed
			}
			if status, _, body, in := w.answer(text); status != http.StatusForbidden || in || !strings.Contains(body, tt.fel) {
				t.Errorf("%d %s %v", status, regexp.MustCompile(`FEL-\d+`).FindString(body), in)
			}
			if got := w.get("/hem"); got.StatusCode != http.StatusSeeOther {
				t.Errorf("and is in: %d", got.StatusCode)
			}
			if strings.Contains(w.log.String(), "10423") {
				t.Errorf("the log tells who tried: %s", w.log)
			}
		})
	}
}

func TestAnAssertionIsTakenOnce(t *testing.T) {
	w := newWorld(t, false)
	text := w.asked()
	at, err := url.Parse(w.site.URL)
	if err != nil {
		t.Fatal(err)
	}
	began := w.browser.Jar.Cookies(at)
	if status, _, _, in := w.answer(text); status != http.StatusSeeOther || !in {
		t.Fatalf("%d %v", status, in)
	}
	if status, _, body, in := w.answer(text); status != http.StatusForbidden || in || !strings.Contains(body, "FEL-0021") {
		t.Errorf("again from the same browser: %d %v", status, in)
	}
	w.browser.Jar.SetCookies(at, began)
	if status, _, body, in := w.answer(text); status != http.StatusForbidden || in || !strings.Contains(body, "FEL-0022") {
		t.Errorf("again with the cookie it came with: %d %v", status, in)
	}
	w.asked()
	if status, _, body, in := w.answer(text); status != http.StatusForbidden || in || !strings.Contains(body, "FEL-2805") {
		t.Errorf("as the answer to a later question: %d %v", status, in)
	}
}

func TestOneWhomNobodyKnowsIsTold(t *testing.T) {
	for name, tt := range map[string]struct{ number, group, fel string }{
		"not in the organisation": {"999999", "stadga-handlaggare", "FEL-2801"},
		"in no group":             {"104233", "kommunen", "FEL-2802"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, false)
			w.user(tt.number, tt.group)
			if status, _, body, in := w.answer(w.asked()); status != http.StatusForbidden || in || !strings.Contains(body, tt.fel) {
				t.Errorf("%d %v %s", status, in, regexp.MustCompile(`FEL-\d+`).FindString(body))
			}
		})
	}
}

func TestMetadataThatIsNoneIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "no XML": "hej", "an entity": `<!DOCTYPE x [<!ENTITY y "z">]><EntityDescriptor/>`,
		"no certificate": `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="x"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://x.example/sso"/></IDPSSODescriptor></EntityDescriptor>`,
	} {
		if _, err := saml.New(saml.Config{Metadata: []byte(text), Address: "https://stadga.example"}); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
