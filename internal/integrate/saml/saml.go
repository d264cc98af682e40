// Package saml logs staff in through SAML 2.0: the question goes with the
// browser's address, the answer is posted back and must name the question. What
// the service posts is XML from outside: it is read without entities, and nothing
// in it is used before its signature has been held to the service's certificate.
package saml

import (
	"bytes"
	"context"
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/crewjam/saml"
	xrv "github.com/mattermost/xml-roundtrip-validator"
	dsig "github.com/russellhaering/goxmldsig"

	"stadga/internal/integrate/signin"
	"stadga/internal/webkit"
)

// Config says which service to ask.
type Config struct {
	Metadata    []byte            // the service's own description, from a file that someone has checked
	Address     string            // of the Site, without a slash at its end
	Key         crypto.Signer     // nil: questions are not signed, and encrypted answers cannot be read
	Certificate *x509.Certificate // of the key
	Who         signin.Directory
	Now         func() time.Time
}

// A Service is the municipality's SAML identity provider.
type Service struct {
	c  Config
	sp saml.ServiceProvider
}

var _ webkit.Identity = (*Service)(nil)

const (
	metadataPath = "/logga-in/metadata"
	leftPath     = "/logga-in/ut"
)

// New reads the service's description.
func New(c Config) (*Service, error) {
	about, err := readMetadata(c.Metadata)
	if err != nil {
		return nil, err
	}
	at, err := url.Parse(c.Address)
	if err != nil {
		return nil, fmt.Errorf("the site's address: %w", err)
	}
	s := &Service{c: c, sp: saml.ServiceProvider{
		EntityID: c.Address + metadataPath, MetadataURL: *at.JoinPath(metadataPath), AcsURL: *at.JoinPath("/logga-in/svar"), SloURL: *at.JoinPath(leftPath),
		Key: c.Key, Certificate: c.Certificate, IDPMetadata: about, AuthnNameIDFormat: saml.UnspecifiedNameIDFormat,
	}}
	if c.Key != nil {
		s.sp.SignatureMethod = dsig.RSASHA256SignatureMethod
	}
	return s, nil
}

// ErrMetadata is a description that is not one of a single identity provider
// with an address and a certificate.
var ErrMetadata = errors.New("not the metadata of an identity provider")

func readMetadata(text []byte) (*saml.EntityDescriptor, error) {
	var about saml.EntityDescriptor
	if err := readXML(text, &about); err != nil || len(about.IDPSSODescriptors) != 1 || about.EntityID == "" {
		return nil, ErrMetadata
	}
	sp := saml.ServiceProvider{IDPMetadata: &about}
	signs := slices.ContainsFunc(about.IDPSSODescriptors[0].KeyDescriptors, func(k saml.KeyDescriptor) bool {
		return k.Use != "encryption" && len(k.KeyInfo.X509Data.X509Certificates) > 0
	})
	if to, err := url.Parse(sp.GetSSOBindingLocation(saml.HTTPRedirectBinding)); err != nil || to.Host == "" || !signs {
		return nil, ErrMetadata
	}
	return &about, nil
}

// readXML reads what someone outside has written. Go's reader knows no entities
// of others' making and fetches nothing; a document type is refused all the same,
// and so is what two readers could understand in two ways.
func readXML(text []byte, to any) error {
	if bytes.Contains(text, []byte("<!DOCTYPE")) || bytes.Contains(text, []byte("<!ENTITY")) {
		return errors.New("a document type")
	}
	if err := xrv.Validate(bytes.NewReader(text)); err != nil {
		return err
	}
	return xml.Unmarshal(text, to)
}

// asked is what must be known of a question when the answer comes.
type asked struct {
	ID string `json:"id"`
}

// Ask begins a log-in.
func (s *Service) Ask(context.Context) (string, []byte, error) {
	request, err := s.sp.MakeAuthenticationRequest(s.sp.GetSSOBindingLocation(saml.HTTPRedirectBinding), saml.HTTPRedirectBinding, saml.HTTPPostBinding)
	if err != nil {
		return "", nil, fmt.Errorf("ask the log-in service: %w", err)
	}
	to, err := request.Redirect("", &s.sp)
	if err != nil {
		return "", nil, fmt.Errorf("ask the log-in service: %w", err)
	}
	kept, err := json.Marshal(asked{ID: request.ID})
	return to.String(), kept, err
}

// Answer reads whom the posted assertion is about.
func (s *Service) Answer(r *http.Request, kept []byte) (webkit.Identified, error) {
	var q asked
	if err := json.Unmarshal(kept, &q); err != nil {
		return webkit.Identified{}, err
	}
	text, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(r.PostForm.Get("SAMLResponse")), ""))
	if err != nil || len(text) == 0 {
		return webkit.Identified{}, signin.Refused("signin.unreadable", nil)
	}
	var untrusted saml.Response
	// A signature does not cover comments, which two readers may understand in two ways.
	if err := readXML(text, &untrusted); err != nil || bytes.Contains(text, []byte("<!")) {
		return webkit.Identified{}, signin.Refused("signin.unreadable", nil)
	}
	assertion, err := s.sp.ParseXMLResponse(text, []string{q.ID}, s.sp.AcsURL)
	if err != nil {
		return webkit.Identified{}, signin.Refused(s.why(&untrusted, text, q.ID), nil)
	}
	claims, subject, sid := claimsOf(assertion)
	who, err := s.c.Who.Who(r.Context(), claims)
	who.Subject, who.SID = subject, sid
	return who, err
}

// claimsOf are the attributes of an assertion whose signature holds, each by its
// name and by its short name.
func claimsOf(a *saml.Assertion) (claims signin.Claims, subject, sid string) {
	claims = signin.Claims{}
	for _, statement := range a.AttributeStatements {
		for _, attribute := range statement.Attributes {
			var values []string
			for _, v := range attribute.Values {
				values = append(values, strings.TrimSpace(v.Value))
			}
			claims[attribute.Name] = values
			if attribute.FriendlyName != "" {
				claims[attribute.FriendlyName] = values
			}
		}
	}
	if a.Subject != nil && a.Subject.NameID != nil {
		subject = a.Subject.NameID.Value
		claims["NameID"] = []string{subject}
	}
	if len(a.AuthnStatements) > 0 {
		sid = a.AuthnStatements[0].SessionIndex
	}
	return claims, subject, sid
}

// why chooses the sentence for an answer that was refused. What is read here is
// not trusted, and nothing in it is used for anything else.
func (s *Service) why(r *saml.Response, text []byte, id string) string {
	now := s.c.Now()
	from := func(issuer *saml.Issuer) bool { return issuer == nil || issuer.Value == s.sp.IDPMetadata.EntityID }
	switch {
	case r.InResponseTo != id:
		return "signin.other-tab"
	case !from(r.Issuer):
		return "signin.issuer"
	case r.Status.StatusCode.Value != saml.StatusSuccess:
		return "signin.cancelled"
	case r.IssueInstant.Add(saml.MaxIssueDelay).Before(now):
		return "signin.expired"
	case !bytes.Contains(text, []byte("SignatureValue")) && r.EncryptedAssertion == nil:
		return "signin.unsigned"
	case r.Assertion == nil:
		return "signin.forged"
	case !from(&r.Assertion.Issuer):
		return "signin.issuer"
	}
	if c := r.Assertion.Conditions; c != nil {
		for _, restriction := range c.AudienceRestrictions {
			if restriction.Audience.Value != s.sp.EntityID {
				return "signin.audience"
			}
		}
		switch {
		case c.NotOnOrAfter.Add(saml.MaxClockSkew).Before(now):
			return "signin.expired"
		case c.NotBefore.Add(-saml.MaxClockSkew).After(now):
			return "signin.early"
		}
	}
	return "signin.forged"
}

// Leave is the service's own log-out.
func (s *Service) Leave(_ context.Context, session webkit.Session) (string, error) {
	if session.Subject == "" || s.sp.GetSLOBindingLocation(saml.HTTPRedirectBinding) == "" {
		return "", nil
	}
	to, err := s.sp.MakeRedirectLogoutRequest(session.Subject, "")
	if err != nil {
		return "", fmt.Errorf("log out at the service: %w", err)
	}
	return to.String(), nil
}

// Left is refused: a SAML service tells of a log-out through the browser, and
// nothing that comes that way is signed as an assertion is.
func (s *Service) Left(*http.Request) (subject, sid string, err error) {
	return "", "", signin.Refused("signin.unreadable", nil)
}

// Posts is true: the answer comes from the service's page.
func (s *Service) Posts() bool { return true }

// Origins is where the log-out form may lead.
func (s *Service) Origins() []string {
	var all []string
	for _, to := range []string{s.sp.GetSSOBindingLocation(saml.HTTPRedirectBinding), s.sp.GetSLOBindingLocation(saml.HTTPRedirectBinding)} {
		if at, err := url.Parse(to); err == nil && at.Host != "" && !slices.Contains(all, at.Scheme+"://"+at.Host) {
			all = append(all, at.Scheme+"://"+at.Host)
		}
	}
	return all
}

// Routes are what the service asks for: who we are, and where one comes back
// after a log-out there.
func (s *Service) Routes() []webkit.Route {
	return []webkit.Route{
		{Pattern: "GET " + metadataPath, Action: webkit.Open, Handle: s.getMetadata},
		{Pattern: "GET " + leftPath, Action: webkit.Open, Handle: func(w http.ResponseWriter, r *http.Request) error {
			http.Redirect(w, r, "/logga-in?utloggad=ja", http.StatusSeeOther)
			return nil
		}},
	}
}

// getMetadata describes Stadga to the service.
func (s *Service) getMetadata(w http.ResponseWriter, _ *http.Request) error {
	text, err := xml.MarshalIndent(s.sp.Metadata(), "", "  ")
	if err != nil {
		return fmt.Errorf("describe the site: %w", err)
	}
	w.Header().Set("Content-Type", "application/samlmetadata+xml")
	_, err = w.Write(text)
	return err
}
