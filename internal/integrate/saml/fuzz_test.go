package saml_test

import (
	"context"
	"encoding/base64"
	"encoding/xml"
	"log"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	idp "github.com/crewjam/saml"

	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/integrate/saml"
	"stadga/internal/integrate/signin"
	"stadga/internal/org"
)

// signedPlace stands in what is tried for the assertion that the provider has
// signed about Eva: keys are drawn anew in each process, and what is tried is kept.
const signedPlace = "SIGNED"

// FuzzResponse posts answers that may be anything, also such that hold what the
// provider has signed in a place where it did not put it. Whoever is let in is the
// one whom the provider signed for.
func FuzzResponse(f *testing.F) {
	made, err := pair()
	if err != nil {
		f.Fatal(err)
	}
	began := time.Now()
	at := func(address string) url.URL {
		parsed, err := url.Parse(address)
		if err != nil {
			f.Fatal(err)
		}
		return *parsed
	}
	provider := idp.IdentityProvider{
		Key: made.key, Certificate: made.certificate, Logger: log.Default(),
		MetadataURL: at("https://login.norrsala.example/metadata"), SSOURL: at("https://login.norrsala.example/sso"),
	}
	about, err := xml.Marshal(provider.Metadata())
	if err != nil {
		f.Fatal(err)
	}
	const site = "https://stadga.example"
	service, err := saml.New(saml.Config{
		Metadata: about, Address: site, Now: func() time.Time { return began },
		Who: signin.Directory{
			Mapping: signin.Mapping{Person: "uid"},
			Staff:   staff{"104233": {ID: eva.Actor.User}, "104234": {ID: ids.User{ID: ids.ID{9}}}},
			Today:   func() civil.Date { return civil.DayOf(began) },
		},
	})
	if err != nil {
		f.Fatal(err)
	}
	idp.TimeNow = func() time.Time { return began } // the library's own, so that what was signed does not grow old
	f.Cleanup(func() { idp.TimeNow = func() time.Time { return time.Now().UTC() } })

	acs := idp.IndexedEndpoint{Binding: idp.HTTPPostBinding, Location: site + "/logga-in/svar"}
	question := idp.IdpAuthnRequest{
		IDP: &provider, Now: began, HTTPRequest: &http.Request{RemoteAddr: "192.0.2.1:1"}, ACSEndpoint: &acs, SPSSODescriptor: &idp.SPSSODescriptor{},
		Request:                 idp.AuthnRequest{ID: "id-1", IssueInstant: began},
		ServiceProviderMetadata: &idp.EntityDescriptor{EntityID: site + "/logga-in/metadata"},
	}
	if err := (idp.DefaultAssertionMaker{}).MakeAssertion(&question, &idp.Session{UserName: "104233", NameID: "104233", CreateTime: began, Index: "1"}); err != nil {
		f.Fatal(err)
	}
	if err := question.MakeAssertionEl(); err != nil {
		f.Fatal(err)
	}
	posted, err := question.PostBinding()
	if err != nil {
		f.Fatal(err)
	}
	whole, err := base64.StdEncoding.DecodeString(posted.SAMLResponse)
	if err != nil {
		f.Fatal(err)
	}
	signed := string(wholeAssertion.Find(whole))
	// The response says when it was made; one that is a seed says so in words.
	stamp := func(s string) string {
		return strings.ReplaceAll(s, "ISSUED", began.UTC().Format("2006-01-02T15:04:05.999Z"))
	}
	head := `<samlp:Response xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="r" InResponseTo="id-1" Version="2.0" IssueInstant="ISSUED" Destination="` + site + `/logga-in/svar">` +
		`<saml:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">https://login.norrsala.example/metadata</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>`
	forged := `<saml:Assertion ID="f" Version="2.0"><saml:Issuer>https://login.norrsala.example/metadata</saml:Issuer><saml:Subject><saml:NameID>104234</saml:NameID></saml:Subject><saml:AttributeStatement><saml:Attribute Name="uid"><saml:AttributeValue>104234</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>`
	answer := func(xmlText string) (fault.Kind, ids.User, error) {
		r := (&http.Request{Method: http.MethodPost, PostForm: url.Values{"SAMLResponse": {base64.StdEncoding.EncodeToString([]byte(xmlText))}}}).WithContext(context.Background())
		who, err := service.Answer(r, []byte(`{"id":"id-1"}`))
		return fault.KindOf(err), who.User, err
	}
	if _, who, err := answer(string(whole)); err != nil || who != eva.Actor.User {
		f.Fatalf("what the provider signed does not hold: %v", err)
	}
	if _, who, err := answer(stamp(head) + signed + "</samlp:Response>"); err != nil || who != eva.Actor.User {
		f.Fatalf("the seed does not hold: %v", err)
	}

	f.Add([]byte(head + signedPlace + `</samlp:Response>`))
	f.Add([]byte(head + forged + signedPlace + `</samlp:Response>`))
	f.Add([]byte(head + signedPlace + forged + `</samlp:Response>`))
	f.Add([]byte(head + strings.Replace(forged, "</saml:Assertion>", "<saml:Advice>"+signedPlace+"</saml:Advice></saml:Assertion>", 1) + `</samlp:Response>`))
	f.Add([]byte(head + `<samlp:Extensions>` + signedPlace + `</samlp:Extensions>` + forged + `</samlp:Response>`))
	f.Add([]byte(head + `<saml:EncryptedAssertion>` + signedPlace + `</saml:EncryptedAssertion></samlp:Response>`))
	f.Add([]byte(`<!DOCTYPE r [<!ENTITY a "b">]>` + head + `&a;</samlp:Response>`))
	f.Add([]byte(`<r/>`))
	f.Fuzz(func(t *testing.T, tried []byte) {
		kind, who, err := answer(strings.ReplaceAll(stamp(string(tried)), signedPlace, signed))
		switch {
		case err == nil && who != eva.Actor.User:
			t.Errorf("%q lets in %v", tried, who)
		case err != nil && kind != fault.Forbidden:
			t.Errorf("%q is refused without a sentence: %v", tried, err)
		}
	})
}

// FuzzMetadata reads descriptions of log-in services that may be anything.
func FuzzMetadata(f *testing.F) {
	f.Add([]byte(`<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="x"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>AAAA</X509Certificate></X509Data></KeyInfo></KeyDescriptor><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://x.example/sso"/></IDPSSODescriptor></EntityDescriptor>`))
	f.Add([]byte(`<!DOCTYPE x [<!ENTITY y "z">]><EntityDescriptor/>`))
	f.Add([]byte(strings.Repeat("<a>", 500)))
	f.Fuzz(func(t *testing.T, text []byte) {
		service, err := saml.New(saml.Config{Metadata: text, Address: "https://stadga.example", Now: time.Now, Who: signin.Directory{Mapping: signin.Mapping{Roles: map[string][]org.Role{}}}})
		if err != nil {
			return
		}
		if to, _, err := service.Ask(context.Background()); err == nil && !strings.Contains(to, "SAMLRequest=") {
			t.Errorf("one is sent to %q without a question", to)
		}
		for _, origin := range service.Origins() {
			if at, err := url.Parse(origin); err != nil || at.Host == "" || strings.ContainsAny(origin, "; ,'\n") {
				t.Errorf("%q may be led to", origin)
			}
		}
	})
}
