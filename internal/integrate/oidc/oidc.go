// Package oidc logs staff in through OpenID Connect: code flow with PKCE, state
// and nonce, log-out begun here and log-out told by the service (back-channel).
package oidc

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"stadga/internal/integrate/signin"
	"stadga/internal/webkit"
)

// Config says which service to ask, and as whom.
type Config struct {
	Issuer   string // "https://login.norrsala.se"
	Client   string
	Secret   string // empty: a public client, held by PKCE alone
	Scopes   []string
	Address  string   // of the Site, without a slash at its end: "https://stadga.norrsala.se"
	Hosts    []string // others than the issuer's that the service answers from: "graph.example"
	Who      signin.Directory
	Now      func() time.Time
	HTTP     *http.Client
	Demand   signin.Demand
	UserInfo bool // claims are also fetched, for services that leave them out of the token
}

// A Service is the municipality's OpenID provider. It is asked for its own
// description when it is first needed, and again until it has answered.
type Service struct {
	c  Config
	mu sync.Mutex
	at *discovered
}

type discovered struct {
	provider *oidc.Provider
	leave    string // end_session_endpoint
}

var _ webkit.Identity = (*Service)(nil)

// New returns the service; nothing is asked of it yet.
func New(c Config) *Service {
	if c.HTTP == nil {
		c.HTTP = &http.Client{Timeout: 10 * time.Second}
	}
	// Who the service is stands in the settings: an answer that points elsewhere is
	// not followed with a code or a secret.
	still := *c.HTTP
	still.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	still.Transport = only{c.hosts(), still.Transport}
	c.HTTP = &still
	return &Service{c: c}
}

// hosts are those that the settings name: the only ones that are called, whatever
// the service's own description says.
func (c Config) hosts() []string {
	all := slices.Clone(c.Hosts)
	if at, err := url.Parse(c.Issuer); err == nil {
		all = append(all, at.Hostname())
	}
	return all
}

// only lets a request out to the hosts it knows.
type only struct {
	hosts []string
	next  http.RoundTripper // nil: the machine's
}

// RoundTrip sends the request, or tells which host stands in no settings.
func (o only) RoundTrip(r *http.Request) (*http.Response, error) {
	if !slices.Contains(o.hosts, r.URL.Hostname()) {
		return nil, fmt.Errorf("the log-in service points at %s, which stands in no settings", r.URL.Hostname())
	}
	if o.next == nil {
		return http.DefaultTransport.RoundTrip(r)
	}
	return o.next.RoundTrip(r)
}

// Discover asks the service for its description.
func (s *Service) Discover(ctx context.Context) error {
	_, err := s.discover(ctx)
	return err
}

func (s *Service) discover(ctx context.Context) (*discovered, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at != nil {
		return s.at, nil
	}
	// The provider fetches keys long after this request is over.
	provider, err := oidc.NewProvider(s.client(context.WithoutCancel(ctx)), s.c.Issuer)
	if err != nil {
		return nil, signin.Silent(err)
	}
	var more struct {
		EndSession string `json:"end_session_endpoint"`
	}
	if err := provider.Claims(&more); err != nil {
		return nil, signin.Silent(err)
	}
	s.at = &discovered{provider, more.EndSession}
	return s.at, nil
}

func (s *Service) client(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, s.c.HTTP)
}

func (s *Service) oauth(at *discovered) *oauth2.Config {
	return &oauth2.Config{
		ClientID: s.c.Client, ClientSecret: s.c.Secret, Endpoint: at.provider.Endpoint(),
		RedirectURL: s.c.Address + "/logga-in/svar", Scopes: append([]string{oidc.ScopeOpenID}, s.c.Scopes...),
	}
}

// asked is what must be known of a question when the answer comes.
type asked struct {
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
}

// Ask begins a log-in.
func (s *Service) Ask(ctx context.Context) (string, []byte, error) {
	at, err := s.discover(ctx)
	if err != nil {
		return "", nil, err
	}
	q := asked{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier()}
	kept, err := json.Marshal(q)
	with := []oauth2.AuthCodeOption{oidc.Nonce(q.Nonce), oauth2.S256ChallengeOption(q.Verifier)}
	if len(s.c.Demand.Strength) > 0 {
		with = append(with, oauth2.SetAuthURLParam("acr_values", strings.Join(s.c.Demand.Strength, " ")))
	}
	if s.c.Demand.MaxAge > 0 {
		with = append(with, oauth2.SetAuthURLParam("max_age", strconv.Itoa(int(s.c.Demand.MaxAge/time.Second))))
	}
	return s.oauth(at).AuthCodeURL(q.State, with...), kept, err
}

// Answer changes the code for a token, and reads who it is about.
func (s *Service) Answer(r *http.Request, kept []byte) (webkit.Identified, error) {
	var q asked
	if err := json.Unmarshal(kept, &q); err != nil {
		return webkit.Identified{}, err
	}
	got := r.URL.Query()
	if subtle.ConstantTimeCompare([]byte(got.Get("state")), []byte(q.State)) != 1 {
		return webkit.Identified{}, signin.Refused("signin.other-tab", nil)
	}
	if got.Has("error") || got.Get("code") == "" {
		return webkit.Identified{}, signin.Refused("signin.cancelled", nil)
	}
	if issuer := got.Get("iss"); issuer != "" && issuer != s.c.Issuer {
		return webkit.Identified{}, signin.Refused("signin.issuer", nil)
	}
	ctx := s.client(r.Context())
	at, err := s.discover(r.Context())
	if err != nil {
		return webkit.Identified{}, err
	}
	token, err := s.oauth(at).Exchange(ctx, got.Get("code"), oauth2.VerifierOption(q.Verifier))
	var told *oauth2.RetrieveError
	if errors.As(err, &told) && told.Response != nil && told.Response.StatusCode < 500 {
		return webkit.Identified{}, signin.Refused("signin.cancelled", fmt.Errorf("the code was refused: %s", told.ErrorCode))
	}
	if err != nil {
		return webkit.Identified{}, signin.Silent(errors.New("the code could not be changed for a token"))
	}
	raw, _ := token.Extra("id_token").(string)
	said, err := s.verify(ctx, at, raw)
	if err != nil {
		return webkit.Identified{}, err
	}
	if subtle.ConstantTimeCompare([]byte(said.Nonce), []byte(q.Nonce)) != 1 {
		return webkit.Identified{}, signin.Refused("signin.other-tab", nil)
	}
	if err := s.strong(said); err != nil {
		return webkit.Identified{}, err
	}
	claims, sid, err := s.claims(ctx, at, said, token)
	if err != nil {
		return webkit.Identified{}, err
	}
	who, err := s.c.Who.Who(r.Context(), claims)
	who.Subject, who.SID, who.Hint = said.Subject, sid, raw
	return who, err
}

// strong holds how and when the user was identified to what is demanded, by the
// signed token alone: the user's page is not asked.
func (s *Service) strong(token *oidc.IDToken) error {
	var how struct {
		ACR  string      `json:"acr"`
		AMR  []string    `json:"amr"`
		Time json.Number `json:"auth_time"`
	}
	if err := token.Claims(&how); err != nil {
		return signin.Refused("signin.unreadable", nil)
	}
	said := signin.Said{Strength: how.ACR, Methods: how.AMR}
	if seconds, err := how.Time.Float64(); err == nil && seconds > 0 {
		said.At = time.Unix(int64(seconds), 0)
	}
	return s.c.Demand.Met(said, s.c.Now())
}

// verify checks a token's signature, issuer, audience and times.
func (s *Service) verify(ctx context.Context, at *discovered, raw string) (*oidc.IDToken, error) {
	verifier := at.provider.VerifierContext(ctx, &oidc.Config{ClientID: s.c.Client, Now: s.c.Now})
	said, err := verifier.Verify(ctx, raw)
	if err != nil {
		return nil, s.why(raw, err)
	}
	var party struct {
		Azp string `json:"azp"`
	}
	if err := said.Claims(&party); err != nil {
		return nil, signin.Refused("signin.unreadable", nil)
	}
	if len(said.Audience) > 1 && party.Azp != s.c.Client || party.Azp != "" && party.Azp != s.c.Client {
		return nil, signin.Refused("signin.audience", nil)
	}
	return said, nil
}

// why chooses the sentence for a token that was refused. The token is read here
// without trust, and nothing in it is used.
func (s *Service) why(raw string, err error) error {
	var expired *oidc.TokenExpiredError
	if errors.As(err, &expired) {
		return signin.Refused("signin.expired", nil)
	}
	parts := strings.Split(raw, ".")
	var head struct {
		Alg string `json:"alg"`
	}
	var body struct {
		Issuer   string          `json:"iss"`
		Audience json.RawMessage `json:"aud"`
		Before   json.Number     `json:"nbf"`
	}
	if len(parts) != 3 || unpack(parts[0], &head) != nil || unpack(parts[1], &body) != nil {
		return signin.Refused("signin.unreadable", nil)
	}
	switch {
	case parts[2] == "" || strings.EqualFold(head.Alg, "none"):
		return signin.Refused("signin.unsigned", nil)
	case body.Issuer != s.c.Issuer:
		return signin.Refused("signin.issuer", nil)
	case !slices.Contains(audience(body.Audience), s.c.Client):
		return signin.Refused("signin.audience", nil)
	}
	if before, err := body.Before.Float64(); err == nil && before > float64(s.c.Now().Add(time.Minute).Unix()) {
		return signin.Refused("signin.early", nil)
	}
	return signin.Refused("signin.forged", nil)
}

func unpack(part string, to any) error {
	text, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, to)
}

func audience(raw json.RawMessage) []string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}
	}
	var all []string
	if json.Unmarshal(raw, &all) != nil {
		return nil
	}
	return all
}

// claims are those of the token, and of the service's page about the user where
// it is to be asked.
func (s *Service) claims(ctx context.Context, at *discovered, said *oidc.IDToken, token *oauth2.Token) (signin.Claims, string, error) {
	raw := map[string]any{}
	if err := said.Claims(&raw); err != nil {
		return nil, "", signin.Refused("signin.unreadable", nil)
	}
	sid, _ := raw["sid"].(string)
	if s.c.UserInfo {
		info, err := at.provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err != nil {
			return nil, "", signin.Silent(errors.New("the user's page could not be fetched"))
		}
		if info.Subject != said.Subject {
			return nil, "", signin.Refused("signin.forged", nil)
		}
		if err := info.Claims(&raw); err != nil {
			return nil, "", signin.Refused("signin.unreadable", nil)
		}
	}
	claims := signin.Claims{}
	for name, value := range raw {
		switch v := value.(type) {
		case string:
			claims[name] = []string{v}
		case float64:
			claims[name] = []string{fmt.Sprintf("%.0f", v)}
		case []any:
			for _, one := range v {
				if text, ok := one.(string); ok {
					claims[name] = append(claims[name], text)
				}
			}
		}
	}
	return claims, sid, nil
}

// Leave is the service's own log-out, with the way back here.
func (s *Service) Leave(ctx context.Context, session webkit.Session) (string, error) {
	at, err := s.discover(ctx)
	if err != nil || at.leave == "" || session.Subject == "" {
		return "", err
	}
	to, err := url.Parse(at.leave)
	if err != nil {
		return "", fmt.Errorf("the service's address for log-out: %w", err)
	}
	q := to.Query()
	q.Set("client_id", s.c.Client)
	q.Set("post_logout_redirect_uri", s.c.Address+"/logga-in?utloggad=ja")
	if session.Hint != "" {
		q.Set("id_token_hint", session.Hint)
	}
	to.RawQuery = q.Encode()
	return to.String(), nil
}

// leftEvent is what a log-out token speaks of (OpenID Connect Back-Channel Logout 1.0, 2.4).
const leftEvent = "http://schemas.openid.net/event/backchannel-logout"

// Left reads a log-out token.
func (s *Service) Left(r *http.Request) (webkit.Left, error) {
	ctx := s.client(r.Context())
	at, err := s.discover(r.Context())
	if err != nil {
		return webkit.Left{}, err
	}
	raw := r.PostForm.Get("logout_token")
	said, err := s.verify(ctx, at, raw)
	if err != nil {
		return webkit.Left{}, err
	}
	// Its kind stands in what is signed, so that no other token can be taken for it.
	var head struct {
		Typ string `json:"typ"`
	}
	if kind, _, _ := strings.Cut(raw, "."); unpack(kind, &head) != nil || !strings.EqualFold(head.Typ, "logout+jwt") {
		return webkit.Left{}, signin.Refused("signin.unreadable", nil)
	}
	var token struct {
		SID    string                     `json:"sid"`
		Events map[string]json.RawMessage `json:"events"`
		Nonce  *string                    `json:"nonce"`
	}
	if err := said.Claims(&token); err != nil {
		return webkit.Left{}, signin.Refused("signin.unreadable", nil)
	}
	// A token of a log-in has a nonce and speaks of no event: it ends nothing.
	if _, speaks := token.Events[leftEvent]; !speaks || token.Nonce != nil || said.Subject+token.SID == "" {
		return webkit.Left{}, signin.Refused("signin.unreadable", nil)
	}
	left := webkit.Left{Subject: said.Subject}
	if token.SID != "" {
		left.SIDs = []string{token.SID}
	}
	return left, nil
}

// Posts is false: the answer is in the address.
func (s *Service) Posts() bool { return false }

// Origins is where the log-out form may lead.
func (s *Service) Origins() []string {
	at, err := url.Parse(s.c.Issuer)
	if err != nil {
		return nil
	}
	return []string{at.Scheme + "://" + at.Host}
}

// Routes are none: OpenID Connect asks for no page of ours.
func (s *Service) Routes() []webkit.Route { return nil }
