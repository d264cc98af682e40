package saml_test

import (
	"bytes"
	"compress/flate"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	idp "github.com/crewjam/saml"
	dsig "github.com/russellhaering/goxmldsig"

	"stadga/internal/fault"
	"stadga/internal/integrate/saml"
	"stadga/internal/integrate/signin"
)

// signedQuery stands in what is tried for what the provider has signed about Eva.
const signedQuery = "SIGNED"

// FuzzLogOut reads addresses that may say anything of a log-out, also such that hold
// what the provider has signed. Nobody but the one it signed for is logged out.
func FuzzLogOut(f *testing.F) {
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
	const site, provider = "https://stadga.example", "https://login.norrsala.example/metadata"
	described := (&idp.IdentityProvider{
		Key: made.key, Certificate: made.certificate, MetadataURL: at(provider),
		SSOURL: at("https://login.norrsala.example/sso"), LogoutURL: at("https://login.norrsala.example/ut"),
	}).Metadata()
	about, err := xml.Marshal(described)
	if err != nil {
		f.Fatal(err)
	}
	service, err := saml.New(saml.Config{
		Metadata: about, Address: site, Now: func() time.Time { return began },
		Who: signin.Directory{Mapping: signin.Mapping{Person: "uid"}},
	})
	if err != nil {
		f.Fatal(err)
	}
	pack := func(text string) string {
		var out bytes.Buffer
		w, err := flate.NewWriter(&out, flate.BestSpeed)
		if err != nil {
			f.Fatal(err)
		}
		if _, err = w.Write([]byte(text)); err == nil {
			err = w.Close()
		}
		if err != nil {
			f.Fatal(err)
		}
		return url.QueryEscape(base64.StdEncoding.EncodeToString(out.Bytes()))
	}
	asking := func(about string) string {
		return `<LogoutRequest xmlns="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion" ID="u" Version="2.0" IssueInstant="` +
			began.UTC().Format(time.RFC3339) + `" Destination="` + site + `/logga-in/ut"><a:Issuer>` + provider + `</a:Issuer><a:NameID>` + about + `</a:NameID></LogoutRequest>`
	}
	over := "SAMLRequest=" + pack(asking("104233")) + "&SigAlg=" + url.QueryEscape(dsig.RSASHA256SignatureMethod)
	sum := sha256.Sum256([]byte(over))
	signature, err := rsa.SignPKCS1v15(rand.Reader, made.key, crypto.SHA256, sum[:])
	if err != nil {
		f.Fatal(err)
	}
	signed := over + "&Signature=" + url.QueryEscape(base64.StdEncoding.EncodeToString(signature))
	read := func(query string) (string, error) {
		left, err := service.Left(&http.Request{Method: http.MethodGet, URL: &url.URL{Path: "/logga-in/ut", RawQuery: query}})
		return left.Subject, err
	}
	if who, err := read(signed); err != nil || who != "104233" {
		f.Fatalf("what the provider signed does not hold: %q, %v", who, err)
	}

	forged := pack(asking("104234"))
	f.Add(signedQuery)
	f.Add("SAMLRequest=" + forged)
	f.Add("SAML%52equest=" + forged + "&" + signedQuery)
	f.Add("SAMLRequest=" + forged + "&" + signedQuery)
	f.Add(signedQuery + "&SAMLRequest=" + forged)
	f.Add(signedQuery + "&SAMLResponse=" + forged)
	f.Add(signedQuery + ";SAMLRequest=" + forged)
	f.Add("RelayState=r&" + signedQuery)
	f.Add("SAMLResponse=%")
	f.Fuzz(func(t *testing.T, tried string) {
		who, err := read(strings.ReplaceAll(tried, signedQuery, signed))
		switch {
		case err == nil && who != "" && who != "104233":
			t.Errorf("%q logs out %q", tried, who)
		case err != nil && fault.KindOf(err) != fault.Forbidden:
			t.Errorf("%q is refused without a sentence: %v", tried, err)
		}
	})
}
