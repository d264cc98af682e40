package desk

import (
	"time"

	"stadga/internal/duty"
	"stadga/internal/ids"
)

// RuleAlert is the local rule by which a manager answers that a child needs
// protection now.
const RuleAlert = "local-protection-manager-1h"

// An Alert tells a manager that a child needs protection now, until one of those
// who were told has answered.
type Alert struct {
	Case      Case
	Intake    ids.Intake
	Sent      time.Time
	Receipted time.Time // zero: nobody has answered
	By        string    // who has
	Owed      duty.Obligation
}

// Waits tells whether nobody has answered yet.
func (a Alert) Waits() bool { return a.Receipted.IsZero() }
