package saml_test

import (
	"bytes"
	"compress/flate"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	idp "github.com/crewjam/saml"
	dsig "github.com/russellhaering/goxmldsig"

	"stadga/internal/integrate/signin"
)

const (
	leftPath = "/logga-in/ut"
	subject  = "x@norrsala.example"
)

// in logs Eva in, and returns which session the provider calls it.
func (w *world) in() (named, session string) {
	w.t.Helper()
	w.make = func(a *idp.Assertion) { named, session = a.Subject.NameID.Value, a.AuthnStatements[0].SessionIndex }
	if status, _, body, in := w.answer(w.asked()); status != http.StatusSeeOther || !in {
		w.t.Fatalf("log-in: %d\n%s", status, body)
	}
	return named, session
}

// packed is XML as an address carries it.
func packed(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z, err := flate.NewWriter(&b, 9)
	if err == nil {
		_, err = z.Write([]byte(text))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

// said is what an address said, unpacked and held to the site's own key where one is given.
func said(t *testing.T, at *url.URL, kind string, key *rsa.PublicKey) string {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(at.Query().Get(kind))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(flate.NewReader(bytes.NewReader(raw)))
	if err != nil {
		t.Fatal(err)
	}
	if key != nil {
		over, rest, _ := strings.Cut(at.RawQuery, "&Signature=")
		signature, err := url.QueryUnescape(rest)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := base64.StdEncoding.DecodeString(signature)
		if err != nil || at.Query().Get("SigAlg") != dsig.RSASHA256SignatureMethod {
			t.Fatalf("%s is signed by %s (%v)", kind, at.Query().Get("SigAlg"), err)
		}
		sum := crypto.SHA256.New()
		sum.Write([]byte(over))
		if err := rsa.VerifyPKCS1v15(key, crypto.SHA256, sum.Sum(nil), raw); err != nil {
			t.Errorf("%s: the signature does not hold over %s", kind, over)
		}
	}
	return string(text)
}

// query is a message in an address, signed as a provider signs it.
func query(t *testing.T, kind, text, relay string, key *rsa.PrivateKey) string {
	t.Helper()
	over := kind + "=" + url.QueryEscape(packed(t, text))
	if relay != "" {
		over += "&RelayState=" + url.QueryEscape(relay)
	}
	over += "&SigAlg=" + url.QueryEscape(dsig.RSASHA256SignatureMethod)
	sum := crypto.SHA256.New()
	sum.Write([]byte(over))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum.Sum(nil))
	if err != nil {
		t.Fatal(err)
	}
	return over + "&Signature=" + url.QueryEscape(base64.StdEncoding.EncodeToString(signature))
}

// request is the provider's own LogoutRequest.
func (w *world) request(named string, sessions ...string) idp.LogoutRequest {
	return idp.LogoutRequest{
		ID: "id-ut", Version: "2.0", IssueInstant: time.Now().UTC(), Destination: w.site.URL + leftPath,
		Issuer: &idp.Issuer{Value: w.provider.IDP.Metadata().EntityID}, NameID: &idp.NameID{Value: named},
		SessionIndex: sessionIndex(sessions),
	}
}

func sessionIndex(sessions []string) *idp.SessionIndex {
	if len(sessions) == 0 {
		return nil
	}
	return &idp.SessionIndex{Value: sessions[0]}
}

func text(t *testing.T, message *idp.LogoutRequest) string {
	t.Helper()
	out, err := message.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func (w *world) loggedIn() bool {
	w.t.Helper()
	answer := w.get("/hem")
	answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// Given one who is logged in, When the identity provider tells, signed, that the
// session has ended there, Then it ends here, and the provider has our answer back.
func TestALogOutAtTheProviderEndsTheSessionHere(t *testing.T) {
	for name, tt := range map[string]struct {
		sessions func(own string) []string
		ends     bool
	}{
		"the session":     {func(own string) []string { return []string{own} }, true},
		"the user":        {func(string) []string { return nil }, true},
		"another session": {func(string) []string { return []string{"id-annan"} }, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, true)
			key, certificate := keyPair(t)
			named, session := w.in()
			request := w.request(named, tt.sessions(session)...)
			answer := w.get(leftPath + "?" + query(t, "SAMLRequest", text(t, &request), "åter=1&x", key))
			answer.Body.Close()
			back, err := url.Parse(answer.Header.Get("Location"))
			if err != nil || answer.StatusCode != http.StatusSeeOther || !strings.HasPrefix(back.String(), w.at.URL+"/slo?") || back.Query().Get("RelayState") != "åter=1&x" {
				t.Fatalf("%d to %v (%v)", answer.StatusCode, back, err)
			}
			told := said(t, back, "SAMLResponse", certificate.PublicKey.(*rsa.PublicKey))
			if !strings.Contains(told, `InResponseTo="id-ut"`) || !strings.Contains(told, idp.StatusSuccess) || !strings.Contains(told, `Destination="`+w.at.URL+`/slo"`) {
				t.Errorf("the provider is told %s", told)
			}
			if w.loggedIn() == tt.ends {
				t.Errorf("logged in: %v", !tt.ends)
			}
		})
	}
}

func TestARequestToLogOutThatCannotBeTrustedEndsNothing(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(r *idp.LogoutRequest)
		text   func(text string) string
		sent   func(t *testing.T, query string) string
		fel    string
	}{
		"unsigned": {sent: func(_ *testing.T, q string) string { q, _, _ = strings.Cut(q, "&SigAlg="); return q }, fel: "FEL-2811"},
		"another's signature": {sent: func(t *testing.T, q string) string {
			other, err := newPair()
			if err != nil {
				t.Fatal(err)
			}
			values, err := url.ParseQuery(q)
			if err != nil {
				t.Fatal(err)
			}
			return resigned(t, values.Get("SAMLRequest"), other.key)
		}, fel: "FEL-2810"},
		"said otherwise than signed": {sent: func(_ *testing.T, q string) string { return strings.Replace(q, "RelayState=r", "RelayState=s", 1) }, fel: "FEL-2810"},
		"signed by SHA-1": {sent: func(_ *testing.T, q string) string {
			return strings.Replace(q, url.QueryEscape(dsig.RSASHA256SignatureMethod), url.QueryEscape(dsig.RSASHA1SignatureMethod), 1)
		}, fel: "FEL-2810"},
		"said twice": {sent: func(_ *testing.T, q string) string { return q + "&SAMLRequest=x" }, fel: "FEL-2810"},
		"said twice, once under a name that is written otherwise": {sent: func(t *testing.T, q string) string {
			values, err := url.ParseQuery(q)
			if err != nil {
				t.Fatal(err)
			}
			return "SAML%52equest=" + url.QueryEscape(values.Get("SAMLRequest")) + "&" + q
		}, fel: "FEL-2810"},
		"question and answer":  {sent: func(_ *testing.T, q string) string { return q + "&SAMLResponse=x" }, fel: "FEL-2816"},
		"from another service": {change: func(r *idp.LogoutRequest) { r.Issuer.Value = "https://elak.example" }, fel: "FEL-2815"},
		"from nobody":          {change: func(r *idp.LogoutRequest) { r.Issuer = nil }, fel: "FEL-2815"},
		"to another system":    {change: func(r *idp.LogoutRequest) { r.Destination = "https://annan.example/ut" }, fel: "FEL-2814"},
		"too old":              {change: func(r *idp.LogoutRequest) { r.IssueInstant = time.Now().Add(-time.Hour) }, fel: "FEL-2812"},
		"run out":              {change: func(r *idp.LogoutRequest) { past := time.Now().Add(-time.Hour); r.NotOnOrAfter = &past }, fel: "FEL-2812"},
		"not yet":              {change: func(r *idp.LogoutRequest) { r.IssueInstant = time.Now().Add(time.Hour) }, fel: "FEL-2813"},
		"names nobody":         {change: func(r *idp.LogoutRequest) { r.NameID.Value = " " }, fel: "FEL-2816"},
		"with an entity":       {text: func(s string) string { return `<!DOCTYPE r [<!ENTITY x "y">]>` + s }, fel: "FEL-2816"},
		"with a comment":       {text: func(s string) string { return strings.Replace(s, subject, "x<!-- -->@norrsala.example", 1) }, fel: "FEL-2816"},
		"far too long":         {text: func(s string) string { return s + strings.Repeat(" ", 70<<10) }, fel: "FEL-2816"},
		"cut off":              {text: func(s string) string { return s[:len(s)/2] }, fel: "FEL-2816"},
		"no XML":               {text: func(string) string { return "hej" }, fel: "FEL-2816"},
		"an assertion instead": {text: func(s string) string { return strings.ReplaceAll(s, "LogoutRequest", "AuthnRequest") }, fel: "FEL-2816"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, false)
			key, _ := keyPair(t)
			named, session := w.in()
			request := w.request(named, session)
			if tt.change != nil {
				tt.change(&request)
			}
			body := text(t, &request)
			if tt.text != nil {
				if body = tt.text(body); body == text(t, &request) {
					t.Fatal("nothing was changed")
				}
			}
			asked := query(t, "SAMLRequest", body, "r", key)
			if tt.sent != nil {
				changed := tt.sent(t, asked)
				if changed == asked {
					t.Fatal("nothing was changed")
				}
				asked = changed
			}
			answer := w.get(leftPath + "?" + asked)
			page := w.page(answer)
			if answer.StatusCode != http.StatusForbidden || !strings.Contains(page, tt.fel) || !strings.Contains(page, "Utloggningen gick inte att genomföra") {
				t.Errorf("%d %s", answer.StatusCode, regexp.MustCompile(`FEL-\d+`).FindString(page))
			}
			if !w.loggedIn() {
				t.Error("and the session is gone")
			}
		})
	}
}

// resigned is a packed message under someone else's signature.
func resigned(t *testing.T, message string, key *rsa.PrivateKey) string {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(message)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(flate.NewReader(bytes.NewReader(raw)))
	if err != nil {
		t.Fatal(err)
	}
	return query(t, "SAMLRequest", string(plain), "r", key)
}

// Given one who is logged in, When they log out here, Then the provider is asked,
// signed, to end the very session it named, and its answer is taken for what it says.
func TestALogOutHereIsAskedForAtTheProvider(t *testing.T) {
	w := newWorld(t, true)
	key, certificate := keyPair(t)
	named, session := w.in()
	out, err := w.browser.PostForm(w.site.URL+"/logga-ut", nil)
	if err != nil {
		t.Fatal(err)
	}
	out.Body.Close()
	if w.loggedIn() {
		t.Error("logged out and still in")
	}
	w.get(out.Header.Get("Location")).Body.Close()
	if len(w.told) != 1 {
		t.Fatalf("the provider was told %d times: %s", len(w.told), out.Header.Get("Location"))
	}
	var asked struct {
		XMLName      xml.Name `xml:"urn:oasis:names:tc:SAML:2.0:protocol LogoutRequest"`
		ID           string   `xml:",attr"`
		Destination  string   `xml:",attr"`
		Issuer       string   `xml:"urn:oasis:names:tc:SAML:2.0:assertion Issuer"`
		NameID       string   `xml:"urn:oasis:names:tc:SAML:2.0:assertion NameID"`
		SessionIndex string   `xml:"urn:oasis:names:tc:SAML:2.0:protocol SessionIndex"`
	}
	if err := xml.Unmarshal([]byte(said(t, w.told[0], "SAMLRequest", certificate.PublicKey.(*rsa.PublicKey))), &asked); err != nil {
		t.Fatal(err)
	}
	if asked.NameID != named || asked.SessionIndex != session || asked.Issuer != w.site.URL+"/logga-in/metadata" || asked.Destination != w.at.URL+"/slo" {
		t.Errorf("asked %+v, logged in as %s in %s", asked, named, session)
	}

	answered := func(change func(r *idp.LogoutResponse)) string {
		r := idp.LogoutResponse{
			ID: "id-svar", InResponseTo: asked.ID, Version: "2.0", IssueInstant: time.Now().UTC(), Destination: w.site.URL + leftPath,
			Issuer: &idp.Issuer{Value: w.provider.IDP.Metadata().EntityID}, Status: idp.Status{StatusCode: idp.StatusCode{Value: idp.StatusSuccess}},
		}
		change(&r)
		out, err := xml.Marshal(&r)
		if err != nil {
			t.Fatal(err)
		}
		return query(t, "SAMLResponse", string(out), "", key)
	}
	unsigned, _, _ := strings.Cut(answered(func(*idp.LogoutResponse) {}), "&SigAlg=")
	for name, tt := range map[string]struct{ query, says string }{
		"all of it":            {answered(func(*idp.LogoutResponse) {}), "Stäng webbläsaren om fler använder datorn."},
		"part of it":           {answered(func(r *idp.LogoutResponse) { r.Status.StatusCode.Value = idp.StatusPartialLogout }), "bekräftade inte att du är utloggad överallt"},
		"from another service": {answered(func(r *idp.LogoutResponse) { r.Issuer.Value = "https://elak.example" }), "bekräftade inte att du är utloggad överallt"},
		"unsigned":             {unsigned, "bekräftade inte att du är utloggad överallt"},
		"nothing":              {"", "Du är utloggad"},
	} {
		back := w.get(leftPath + "?" + tt.query)
		back.Body.Close()
		if page := w.page(w.get(back.Header.Get("Location"))); back.StatusCode != http.StatusSeeOther || !strings.Contains(page, tt.says) {
			t.Errorf("%s: %d %s", name, back.StatusCode, page)
		}
	}
}

func TestAnAssertionIsAsStrongAndAsNewAsIsDemanded(t *testing.T) {
	const strong, weak = "http://id.elegnamnden.se/loa/1.0/loa3", "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
	for name, tt := range map[string]struct {
		class string
		at    time.Duration
		fel   string
	}{
		"strong and new": {strong, time.Minute, ""},
		"weaker":         {weak, time.Minute, "FEL-2817"},
		"long ago":       {strong, time.Hour, "FEL-2818"},
		"says not how":   {"", time.Minute, "FEL-2819"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorldAsking(t, false, signin.Demand{Strength: []string{strong}, MaxAge: 10 * time.Minute})
			w.make = func(a *idp.Assertion) {
				a.AuthnStatements[0].AuthnInstant = time.Now().Add(-tt.at)
				a.AuthnStatements[0].AuthnContext.AuthnContextClassRef = nil
				if tt.class != "" {
					a.AuthnStatements[0].AuthnContext.AuthnContextClassRef = &idp.AuthnContextClassRef{Value: tt.class}
				}
			}
			begun := w.get("/logga-in/borja")
			begun.Body.Close()
			to, err := url.Parse(begun.Header.Get("Location"))
			if err != nil {
				t.Fatal(err)
			}
			if asked := said(t, to, "SAMLRequest", nil); !strings.Contains(asked, strong) || !strings.Contains(asked, `ForceAuthn="true"`) {
				t.Errorf("the provider is asked %s", asked)
			}
			status, to2, body, in := w.answer(w.asked())
			if tt.fel == "" {
				if !in || to2 != "/hem" {
					t.Errorf("%d %s", status, body)
				}
				return
			}
			if status != http.StatusForbidden || in || !strings.Contains(body, tt.fel) {
				t.Errorf("%d %v %s", status, in, regexp.MustCompile(`FEL-\d+`).FindString(body))
			}
		})
	}
}
