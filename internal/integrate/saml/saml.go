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
	Demand      signin.Demand
	Now         func() time.Time
}

// A Service is the municipality's SAML identity provider.
type Service struct {
	c     Config
	sp    saml.ServiceProvider
	signs []*x509.Certificate // the service's
}

var _ webkit.Identity = (*Service)(nil)

const (
	metadataPath = "/logga-in/metadata"
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
	signs, err := signingCertificates(about)
	if err != nil {
		return nil, ErrMetadata
	}
	s := &Service{c: c, signs: signs, sp: saml.ServiceProvider{
		EntityID: c.Address + metadataPath, MetadataURL: *at.JoinPath(metadataPath), AcsURL: *at.JoinPath("/logga-in/svar"), SloURL: *at.JoinPath(webkit.LeftPath),
		Key: c.Key, Certificate: c.Certificate, IDPMetadata: about, AuthnNameIDFormat: saml.UnspecifiedNameIDFormat,
		LogoutBindings: []string{saml.HTTPRedirectBinding},
	}}
	if c.Demand.MaxAge > 0 {
		// SAML knows no greatest age: a log-in that must be new is asked for anew.
		anew := true
		s.sp.ForceAuthn = &anew
	}
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
	if len(s.c.Demand.Strength) > 0 {
		request.RequestedAuthnContext = &saml.RequestedAuthnContext{Comparison: "exact", AuthnContextClassRef: s.c.Demand.Strength[0]}
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
	if err := s.c.Demand.Met(saidOf(assertion), s.c.Now()); err != nil {
		return webkit.Identified{}, err
	}
	hint, err := hintOf(assertion)
	if err != nil {
		return webkit.Identified{}, err
	}
	claims, subject, sid := claimsOf(assertion)
	who, err := s.c.Who.Who(r.Context(), claims)
	who.Subject, who.SID, who.Hint = subject, sid, hint
	return who, err
}

// saidOf is how and when the one who logs in was identified, by an assertion whose
// signature holds.
func saidOf(a *saml.Assertion) signin.Said {
	var said signin.Said
	if len(a.AuthnStatements) > 0 {
		said.At = a.AuthnStatements[0].AuthnInstant
		if class := a.AuthnStatements[0].AuthnContext.AuthnContextClassRef; class != nil {
			said.Strength = strings.TrimSpace(class.Value)
		}
	}
	return said
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

// Routes are what the service asks for: who we are.
func (s *Service) Routes() []webkit.Route {
	return []webkit.Route{{Pattern: "GET " + metadataPath, Action: webkit.Open, Handle: s.getMetadata}}
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
