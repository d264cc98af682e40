package casework

import (
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// CorrectReceipt says when the matter really came in. Every frist moves with it,
// and what stood before is kept.
type CorrectReceipt struct {
	Received time.Time
	Reason   string
}

// Action names the act.
func (CorrectReceipt) Action() string { return "intake.correct_receipt" }

// Decide corrects inkom, with a reason.
func (cmd CorrectReceipt) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	if !in.Exists() {
		return nil, fault.New(fault.NotFound, "intake.unknown")
	}
	var received, reason *fault.Error
	switch {
	case checkReceived(cmd.Received, env) != nil:
		received = checkReceived(cmd.Received, env)
	case cmd.Received.After(in.Registered):
		received = fault.Field("received", "intake.received-after-registered")
	}
	if strings.TrimSpace(cmd.Reason) == "" {
		reason = fault.Field("reason", "intake.reason-missing")
	}
	if err := fault.Join(received, reason); err != nil {
		return nil, err
	}
	if cmd.Received.Equal(in.Received) {
		return nil, nil
	}
	return []journal.Event{IntakeReceiptCorrected{Received: cmd.Received, Was: in.Received, Reason: cmd.Reason}}, nil
}
