package casework

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// A CaseTransfer (överflyttning av ärende) is asked of another municipality, with
// reasons and a contact there, and answered by it (SoL 29:10; B-21).
type CaseTransfer struct {
	Municipality string
	Contact      string
	Reasons      string
	Asked        civil.Date
	Answered     civil.Date `json:",omitzero"`
	Accepted     bool       `json:",omitzero"`
	Says         string     `json:",omitzero"` // what the other municipality answered
}

type (
	// CaseTransferAsked tells that another municipality was asked to take the case over.
	CaseTransferAsked struct{ Transfer CaseTransfer }
	// CaseTransferReplied holds what it answered.
	CaseTransferReplied struct {
		On       civil.Date
		Accepted bool
		Says     string
	}
)

func (CaseTransferAsked) EventName() string   { return "case.transfer_asked.v1" }
func (CaseTransferReplied) EventName() string { return "case.transfer_replied.v1" }

// AskTransfer asks another municipality to take the case over.
type AskTransfer struct{ Transfer CaseTransfer }

// Action names the act.
func (AskTransfer) Action() string { return "case.transfer" }

// Decide asks, when no other request waits.
func (cmd AskTransfer) Decide(c Case, env act.Env) ([]journal.Event, error) {
	t := cmd.Transfer
	var municipality, contact, reasons *fault.Error
	switch {
	case c.Opened.IsZero():
		return nil, fault.New(fault.NotFound, "case.unknown")
	case c.Transfer.Asked != (civil.Date{}) && c.Transfer.Answered.IsZero():
		return nil, fault.New(fault.Conflict, "case.transfer-waits")
	}
	if strings.TrimSpace(t.Municipality) == "" {
		municipality = fault.Field("municipality", "intake.municipality-missing")
	}
	if strings.TrimSpace(t.Contact) == "" {
		contact = fault.Field("contact", "case.transfer-contact-missing")
	}
	if strings.TrimSpace(t.Reasons) == "" {
		reasons = fault.Field("reasons", "case.transfer-reasons-missing")
	}
	if err := fault.Join(municipality, contact, reasons, happened("asked", t.Asked, env)); err != nil {
		return nil, err
	}
	return []journal.Event{CaseTransferAsked{Transfer: CaseTransfer{
		Municipality: strings.TrimSpace(t.Municipality), Contact: strings.TrimSpace(t.Contact), Reasons: strings.TrimSpace(t.Reasons), Asked: t.Asked,
	}}}, nil
}

// ReplyTransfer writes down what the other municipality answered.
type ReplyTransfer struct {
	On       civil.Date
	Accepted bool
	Says     string
}

// Action names the act.
func (ReplyTransfer) Action() string { return "case.transfer" }

// Decide takes the answer to a request that waits.
func (cmd ReplyTransfer) Decide(c Case, env act.Env) ([]journal.Event, error) {
	if c.Transfer.Asked.IsZero() || !c.Transfer.Answered.IsZero() {
		return nil, fault.New(fault.Unmet, "case.no-transfer-waits")
	}
	day := happened("on", cmd.On, env)
	if day == nil && cmd.On.Before(c.Transfer.Asked) {
		day = fault.Field("on", "case.transfer-answer-before")
	}
	if err := fault.Join(day, said("says", cmd.Says)); err != nil {
		return nil, err
	}
	return []journal.Event{CaseTransferReplied(cmd)}, nil
}
