package oidc_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/integrate/oidc"
	"stadga/internal/integrate/signin"
	"stadga/internal/webkit"
)

// A silentProvider is an OpenID provider without a line: it answers what it is
// asked with, and its token is the one set.
type silentProvider struct {
	key   ed25519.PrivateKey
	token string
}

const issuer = "https://login.norrsala.example"

func (p *silentProvider) RoundTrip(r *http.Request) (*http.Response, error) {
	var says any
	switch r.URL.Path {
	case "/.well-known/openid-configuration":
		says = map[string]any{
			"issuer": issuer, "authorization_endpoint": issuer + "/authorize", "token_endpoint": issuer + "/token", "jwks_uri": issuer + "/keys",
			"id_token_signing_alg_values_supported": []string{"EdDSA"},
		}
	case "/keys":
		open := base64.RawURLEncoding.EncodeToString(p.key.Public().(ed25519.PublicKey))
		says = map[string]any{"keys": []any{map[string]string{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": "1", "x": open}}}
	default:
		says = map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": p.token}
	}
	text, err := json.Marshal(says)
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(text)), Request: r}, err
}

// How a token that is tried is signed.
const (
	signedRight = iota
	signedByAnother
	signedOther // what is signed is not what stands there
	signedNot
	signings
)

func (p *silentProvider) make(head, body []byte, how uint8) string {
	part := base64.RawURLEncoding.EncodeToString
	said := part(head) + "." + part(body)
	switch how % signings {
	case signedRight:
		return said + "." + part(ed25519.Sign(p.key, []byte(said)))
	case signedByAnother:
		return said + "." + part(ed25519.Sign(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, 32)), []byte(said)))
	case signedOther:
		return said + "." + part(ed25519.Sign(p.key, []byte("something else")))
	}
	return said + "."
}

func fuzzed() (*silentProvider, *oidc.Service, time.Time) {
	at := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	p := &silentProvider{key: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))}
	return p, oidc.New(oidc.Config{
		Issuer: issuer, Client: "stadga", Address: "https://stadga.example", Now: func() time.Time { return at }, HTTP: &http.Client{Transport: p},
		Who: signin.Directory{
			Mapping: signin.Mapping{Person: "employee_id"},
			Staff:   staff{"104233": {ID: eva.Actor.User}, "104234": {ID: ids.User{ID: ids.ID{9}}}}, Today: func() civil.Date { return civil.DayOf(at) },
		},
	}), at
}

// audiences reads whom a token is for as the standard writes it: one or several.
func audiences(raw json.RawMessage) (all []string) {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}
	}
	_ = json.Unmarshal(raw, &all) // what is neither is for nobody
	return all
}

// FuzzToken ends log-ins with tokens that may be anything, also such that the
// provider has signed. Nobody is let in but by a token that is signed, for this
// program, of this question, in time, and names them.
func FuzzToken(f *testing.F) {
	provider, service, at := fuzzed()
	head := []byte(`{"alg":"EdDSA","kid":"1"}`)
	right := []byte(`{"iss":"https://login.norrsala.example","aud":"stadga","exp":1772442060,"nonce":"n","sub":"a","employee_id":"104233"}`)
	f.Add(head, right, uint8(signedRight))
	f.Add(head, []byte(`{"iss":"https://login.norrsala.example","aud":["stadga","annan"],"azp":"stadga","exp":1772442060,"nonce":"n","sub":"a","employee_id":["104234"]}`), uint8(signedRight))
	f.Add(head, []byte(`{"iss":"https://login.norrsala.example","aud":"stadga","exp":1772442060,"nonce":"n","sub":"a","employee_id":"104233"}`), uint8(signedByAnother))
	f.Add([]byte(`{"alg":"none"}`), []byte(`{"iss":"https://login.norrsala.example","aud":"stadga","exp":1772442060,"nonce":"n","employee_id":"104233"}`), uint8(signedNot))
	f.Add([]byte(`{"alg":"EdDSA","crit":["exp"],"b64":false}`), []byte(`{"exp":1e300,"nbf":"x","aud":{},"azp":1,"sid":[]}`), uint8(signedRight))
	f.Add([]byte(`[`), []byte(`{"aud":null}`), uint8(signedOther))
	answer := func(head, body []byte, how uint8) (webkit.Identified, error) {
		provider.token = provider.make(head, body, how)
		r := (&http.Request{Method: http.MethodGet, URL: &url.URL{Path: "/logga-in/svar", RawQuery: "state=s&code=c"}}).WithContext(context.Background())
		return service.Answer(r, []byte(`{"state":"s","nonce":"n","verifier":"vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv"}`))
	}
	if who, err := answer(head, right, signedRight); err != nil || who.User != eva.Actor.User {
		f.Fatalf("the right token lets in %v: %v", who.User, err)
	}
	f.Fuzz(func(t *testing.T, head, body []byte, how uint8) {
		who, err := answer(head, body, how)
		if err != nil {
			if fault.KindOf(err) != fault.Forbidden {
				t.Errorf("refused without a sentence: %v", err)
			}
			return
		}
		var says struct {
			Issuer   string          `json:"iss"`
			Audience json.RawMessage `json:"aud"`
			Nonce    string          `json:"nonce"`
			Expiry   json.Number     `json:"exp"`
			Employee any             `json:"employee_id"`
		}
		if err := json.Unmarshal(body, &says); err != nil {
			t.Fatalf("a token that cannot be read lets in %v", who.User)
		}
		expiry, err := says.Expiry.Float64()
		if how%signings != signedRight || says.Issuer != issuer || says.Nonce != "n" || err != nil || expiry < float64(at.Unix()) || !slices.Contains(audiences(says.Audience), "stadga") {
			t.Errorf("%q, signed %d, lets in %v", body, how%signings, who.User)
		}
		if who.User.IsZero() {
			t.Errorf("%q lets in nobody in particular", body)
		}
	})
}

// FuzzLogOutToken ends sessions with tokens that may be anything. None is ended but
// by a token that is signed, for this program, in time, and speaks of a log-out.
func FuzzLogOutToken(f *testing.F) {
	provider, service, at := fuzzed()
	head := []byte(`{"alg":"EdDSA","kid":"1","typ":"logout+jwt"}`)
	right := []byte(`{"iss":"https://login.norrsala.example","aud":"stadga","exp":1772442060,"jti":"1","sid":"s","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}`)
	f.Add(head, right, uint8(signedRight))
	f.Add(head, []byte(`{"iss":"https://login.norrsala.example","aud":"stadga","exp":1772442060,"nonce":"n","sub":"a"}`), uint8(signedRight))
	f.Add(head, []byte(`{"iss":"https://login.norrsala.example","aud":"stadga","exp":1772442060,"sub":"a","events":{"http://schemas.openid.net/event/backchannel-logout":null}}`), uint8(signedByAnother))
	f.Add(head, []byte(`{"events":[],"sid":{},"nonce":0}`), uint8(signedOther))
	f.Add([]byte(``), []byte(``), uint8(signedNot))
	left := func(head, body []byte, how uint8) (webkit.Left, error) {
		r := (&http.Request{Method: http.MethodPost, PostForm: url.Values{"logout_token": {provider.make(head, body, how)}}}).WithContext(context.Background())
		return service.Left(r)
	}
	if who, err := left(head, right, signedRight); err != nil || len(who.SIDs) != 1 || who.SIDs[0] != "s" {
		f.Fatalf("the right token ends %v: %v", who.SIDs, err)
	}
	f.Fuzz(func(t *testing.T, head, body []byte, how uint8) {
		who, err := left(head, body, how)
		if err != nil {
			if fault.KindOf(err) != fault.Forbidden {
				t.Errorf("refused without a sentence: %v", err)
			}
			return
		}
		var says struct {
			Issuer   string          `json:"iss"`
			Audience json.RawMessage `json:"aud"`
			Expiry   json.Number     `json:"exp"`
			Nonce    *string         `json:"nonce"`
			Events   map[string]any  `json:"events"`
		}
		if err := json.Unmarshal(body, &says); err != nil {
			t.Fatalf("a token that cannot be read ends the sessions %q of %q", who.SIDs, who.Subject)
		}
		expiry, err := says.Expiry.Float64()
		_, speaks := says.Events["http://schemas.openid.net/event/backchannel-logout"]
		if how%signings != signedRight || says.Issuer != issuer || says.Nonce != nil || !speaks || err != nil || expiry < float64(at.Unix()) ||
			!slices.Contains(audiences(says.Audience), "stadga") || who.Subject+strings.Join(who.SIDs, "") == "" {
			t.Errorf("%q, signed %d, ends the sessions %q of %q", body, how%signings, who.SIDs, who.Subject)
		}
	})
}
