package saml

import (
	"bytes"
	"compress/flate"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	_ "crypto/sha256" // what the signatures of addresses are made with
	_ "crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/crewjam/saml"
	dsig "github.com/russellhaering/goxmldsig"

	"stadga/internal/integrate/signin"
	"stadga/internal/webkit"
)

// Log-out goes both ways through the browser's address (SAML bindings 3.4): what is
// said is deflated XML, and the signature stands beside it in the address, over the
// very bytes of it (3.4.4.1). Nothing that comes without one ends anything.

// named is what the service wants to hear of whom it named, when the session ends there.
type named struct {
	Format      string `json:"format,omitempty"`
	Qualifier   string `json:"qualifier,omitempty"`
	SPQualifier string `json:"spQualifier,omitempty"`
}

// hintOf keeps how the service named the subject beside the name.
func hintOf(a *saml.Assertion) (string, error) {
	if a.Subject == nil || a.Subject.NameID == nil {
		return "", nil
	}
	id := a.Subject.NameID
	text, err := json.Marshal(named{id.Format, id.NameQualifier, id.SPNameQualifier})
	return string(text), err
}

// Leave asks the service to end its session too, signed where there is a key.
func (s *Service) Leave(_ context.Context, session webkit.Session) (string, error) {
	location := s.sp.GetSLOBindingLocation(saml.HTTPRedirectBinding)
	if session.Subject == "" || location == "" {
		return "", nil
	}
	unsigned := s.sp
	unsigned.SignatureMethod = "" // within the XML: here it stands beside
	request, err := unsigned.MakeLogoutRequest(location, session.Subject)
	if err != nil {
		return "", fmt.Errorf("log out at the service: %w", err)
	}
	var by named
	if session.Hint != "" {
		if err := json.Unmarshal([]byte(session.Hint), &by); err != nil {
			return "", fmt.Errorf("log out at the service: %w", err)
		}
	}
	request.NameID = &saml.NameID{Value: session.Subject, Format: by.Format, NameQualifier: by.Qualifier, SPNameQualifier: by.SPQualifier}
	if session.SID != "" {
		request.SessionIndex = &saml.SessionIndex{Value: session.SID}
	}
	return s.signed(request.Redirect(""), "SAMLRequest")
}

// signed puts the signature beside what an address says.
func (s *Service) signed(to *url.URL, kind string) (string, error) {
	rest := to.Query()
	said := kind + "=" + url.QueryEscape(rest.Get(kind))
	if relay := rest.Get("RelayState"); relay != "" {
		said += "&RelayState=" + url.QueryEscape(relay)
	}
	rest.Del(kind)
	rest.Del("RelayState")
	if s.c.Key != nil {
		said += "&SigAlg=" + url.QueryEscape(dsig.RSASHA256SignatureMethod)
		sum := crypto.SHA256.New()
		sum.Write([]byte(said))
		signature, err := s.c.Key.Sign(rand.Reader, sum.Sum(nil), crypto.SHA256)
		if err != nil {
			return "", fmt.Errorf("sign what the log-in service is told: %w", err)
		}
		said += "&Signature=" + url.QueryEscape(base64.StdEncoding.EncodeToString(signature))
	}
	if others := rest.Encode(); others != "" {
		said = others + "&" + said
	}
	to.RawQuery = said
	return to.String(), nil
}

// logoutRequest is what the service says when someone has left it. There may be
// several of its sessions.
type logoutRequest struct {
	XMLName      xml.Name     `xml:"urn:oasis:names:tc:SAML:2.0:protocol LogoutRequest"`
	ID           string       `xml:",attr"`
	IssueInstant time.Time    `xml:",attr"`
	NotOnOrAfter *time.Time   `xml:",attr"`
	Destination  string       `xml:",attr"`
	Issuer       *saml.Issuer `xml:"urn:oasis:names:tc:SAML:2.0:assertion Issuer"`
	NameID       *saml.NameID `xml:"urn:oasis:names:tc:SAML:2.0:assertion NameID"`
	Sessions     []string     `xml:"urn:oasis:names:tc:SAML:2.0:protocol SessionIndex"`
}

// Left reads what the service says of a log-out: that someone has left it, or how
// it went when we asked.
func (s *Service) Left(r *http.Request) (webkit.Left, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return webkit.Left{}, signin.Refused("signin.unreadable", nil)
	}
	switch asks, answers := query.Has("SAMLRequest"), query.Has("SAMLResponse"); {
	case asks && answers:
		return webkit.Left{}, signin.Refused("signin.unreadable", nil)
	case asks:
		return s.leftThere(r.URL.RawQuery, query)
	case answers:
		return webkit.Left{Partly: !s.leftAsAsked(r.URL.RawQuery, query)}, nil
	}
	return webkit.Left{}, nil // a browser that was only sent back
}

// leftThere takes a request of the service's, and makes the answer that it waits for.
func (s *Service) leftThere(raw string, query url.Values) (webkit.Left, error) {
	refused := func(why string) (webkit.Left, error) { return webkit.Left{}, signin.Refused(why, nil) }
	var request logoutRequest
	if err := s.read(raw, query, "SAMLRequest", &request); err != nil {
		return refused(reason(err))
	}
	now := s.c.Now()
	switch {
	case request.Issuer == nil || request.Issuer.Value != s.sp.IDPMetadata.EntityID:
		return refused("signin.issuer")
	case request.Destination != s.sp.SloURL.String():
		return refused("signin.audience")
	case request.IssueInstant.Add(saml.MaxIssueDelay + saml.MaxClockSkew).Before(now), request.NotOnOrAfter != nil && !now.Before(request.NotOnOrAfter.Add(saml.MaxClockSkew)):
		return refused("signin.expired")
	case request.IssueInstant.Add(-saml.MaxClockSkew).After(now):
		return refused("signin.early")
	case request.NameID == nil || strings.TrimSpace(request.NameID.Value) == "" || request.ID == "":
		return refused("signin.unreadable")
	}
	left := webkit.Left{Subject: request.NameID.Value}
	for _, session := range request.Sessions {
		left.SIDs = append(left.SIDs, strings.TrimSpace(session))
	}
	to := s.answersAt()
	if to == "" {
		return left, nil
	}
	unsigned := s.sp
	unsigned.SignatureMethod = ""
	answer, err := unsigned.MakeLogoutResponse(to, request.ID)
	if err != nil {
		return webkit.Left{}, fmt.Errorf("answer the log-in service: %w", err)
	}
	left.Back, err = s.signed(answer.Redirect(query.Get("RelayState")), "SAMLResponse")
	return left, err
}

// answersAt is where the service waits for our answer.
func (s *Service) answersAt() string {
	for _, at := range s.sp.IDPMetadata.IDPSSODescriptors[0].SingleLogoutServices {
		if at.Binding == saml.HTTPRedirectBinding {
			if at.ResponseLocation != "" {
				return at.ResponseLocation
			}
			return at.Location
		}
	}
	return ""
}

// leftAsAsked tells whether the service says, and signs, that it ended all of it.
func (s *Service) leftAsAsked(raw string, query url.Values) bool {
	var answer saml.LogoutResponse
	if err := s.read(raw, query, "SAMLResponse", &answer); err != nil {
		return false
	}
	fresh := !answer.IssueInstant.Add(saml.MaxIssueDelay + saml.MaxClockSkew).Before(s.c.Now())
	return fresh && answer.Issuer != nil && answer.Issuer.Value == s.sp.IDPMetadata.EntityID && answer.Destination == s.sp.SloURL.String() &&
		answer.Status.StatusCode.Value == saml.StatusSuccess
}

var errUnsigned, errForged = errors.New("not signed"), errors.New("the signature does not hold")

func reason(err error) string {
	switch {
	case errors.Is(err, errUnsigned):
		return "signin.unsigned"
	case errors.Is(err, errForged):
		return "signin.forged"
	}
	return "signin.unreadable"
}

// longest is more than any message about a log-out, unpacked.
const longest = 64 << 10

// read holds what an address says to its signature, and only then unpacks it.
func (s *Service) read(raw string, query url.Values, kind string, to any) error {
	if err := s.holds(raw, kind); err != nil {
		return err
	}
	packed, err := base64.StdEncoding.DecodeString(query.Get(kind))
	if err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), longest+1))
	if err != nil {
		return err
	}
	if len(text) > longest || bytes.Contains(text, []byte("<!")) {
		return errors.New("too long, or with a comment or a document type")
	}
	return readXML(text, to)
}

// holds checks the signature over the bytes that the address itself has.
func (s *Service) holds(raw, kind string) error {
	parts := map[string]string{}
	for pair := range strings.SplitSeq(raw, "&") {
		name, value, _ := strings.Cut(pair, "=")
		// A name written otherwise is another one here and the same one to who reads the values.
		plain, err := url.QueryUnescape(name)
		if _, twice := parts[name]; err != nil || plain != name || twice {
			return errForged
		}
		parts[name] = value
	}
	if parts["Signature"] == "" || parts["SigAlg"] == "" {
		return errUnsigned
	}
	said := kind + "=" + parts[kind]
	if relay, there := parts["RelayState"]; there {
		said += "&RelayState=" + relay
	}
	said += "&SigAlg=" + parts["SigAlg"]
	method, err := url.QueryUnescape(parts["SigAlg"])
	if err != nil {
		return errForged
	}
	// SHA-1 signs nothing any more.
	hash, known := map[string]crypto.Hash{
		dsig.RSASHA256SignatureMethod: crypto.SHA256, dsig.RSASHA384SignatureMethod: crypto.SHA384, dsig.RSASHA512SignatureMethod: crypto.SHA512,
	}[method]
	text, err := url.QueryUnescape(parts["Signature"])
	if err != nil || !known {
		return errForged
	}
	signature, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return errForged
	}
	sum := hash.New()
	sum.Write([]byte(said))
	now := s.c.Now()
	for _, certificate := range s.signs {
		key, ok := certificate.PublicKey.(*rsa.PublicKey)
		if !ok || now.Before(certificate.NotBefore) || now.After(certificate.NotAfter) {
			continue
		}
		if rsa.VerifyPKCS1v15(key, hash, sum.Sum(nil), signature) == nil {
			return nil
		}
	}
	return errForged
}

// signingCertificates are those that the service's description names for signatures.
func signingCertificates(about *saml.EntityDescriptor) ([]*x509.Certificate, error) {
	var all []*x509.Certificate
	for _, described := range about.IDPSSODescriptors[0].KeyDescriptors {
		if described.Use == "encryption" {
			continue
		}
		for _, one := range described.KeyInfo.X509Data.X509Certificates {
			raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(one.Data), ""))
			if err != nil {
				return nil, err
			}
			certificate, err := x509.ParseCertificate(raw)
			if err != nil {
				return nil, err
			}
			all = append(all, certificate)
		}
	}
	return all, nil
}
