package casework

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

type (
	// CertificateAsked tells that a medical certificate was asked for.
	CertificateAsked struct{ Certificate MedicalCertificate }
	// CertificateReceived tells that it came.
	CertificateReceived struct {
		Number int
		On     civil.Date
		Says   string
	}

	// A MedicalCertificate (läkarintyg) is asked for to support a stated impairment (C-13).
	MedicalCertificate struct {
		Number   int // within the investigation, from 1
		From     string
		About    string // what it is to show
		Asked    civil.Date
		Received civil.Date `json:",omitzero"`
		Says     string     `json:",omitzero"` // what it shows, in short
	}
)

// EventName is for ever.
func (CertificateAsked) EventName() string { return "investigation.certificate_asked.v1" }

// EventName is for ever.
func (CertificateReceived) EventName() string { return "investigation.certificate_received.v1" }

// AskForCertificate records that a certificate was asked for, from whom and why.
type AskForCertificate struct {
	From  string
	About string
	On    civil.Date
}

// Action names the act for the access policies.
func (AskForCertificate) Action() string { return "investigation.certificate" }

// Decide gives it the next number.
func (cmd AskForCertificate) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	if err := fault.Join(said("from", cmd.From), said("about", cmd.About), happened("asked", cmd.On, env)); err != nil {
		return nil, err
	}
	return []journal.Event{CertificateAsked{MedicalCertificate{
		Number: len(i.Certificates) + 1, From: strings.TrimSpace(cmd.From), About: strings.TrimSpace(cmd.About), Asked: cmd.On,
	}}}, nil
}

// ReceiveCertificate records that a certificate has come, and what it shows.
type ReceiveCertificate struct {
	Number int
	On     civil.Date
	Says   string
}

// Action names the act for the access policies.
func (ReceiveCertificate) Action() string { return "investigation.certificate" }

// Decide takes one that is waited for.
func (cmd ReceiveCertificate) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	at := slices.IndexFunc(i.Certificates, func(c MedicalCertificate) bool { return c.Number == cmd.Number && c.Received.IsZero() })
	if at < 0 {
		return nil, fault.Field("number", "investigation.no-such-certificate")
	}
	wrong := []*fault.Error{happened("received", cmd.On, env), said("says", cmd.Says)}
	if !cmd.On.IsZero() && cmd.On.Before(i.Certificates[at].Asked) {
		wrong = append(wrong, fault.Field("received", "investigation.certificate-before-asked"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{CertificateReceived(cmd)}, nil
}
