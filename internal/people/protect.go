package people

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// SetProtection marks the person's identity as protected, in one of three kinds.
type SetProtection struct {
	Kind   Protection
	Reason string
	Via
}

// Action names the act.
func (SetProtection) Action() string { return "person.set_protection" }

// Decide sets the kind; setting the one that holds changes nothing.
func (cmd SetProtection) Decide(p Person, _ act.Env) ([]journal.Event, error) {
	switch {
	case !p.Exists():
		return nil, fault.New(fault.NotFound, "person.unknown")
	case cmd.Kind != SecrecyMark && cmd.Kind != ProtectedRegistration && cmd.Kind != AssumedIdentity:
		return nil, fault.Field("kind", "person.protection-kind-missing")
	case cmd.Kind == p.Protection:
		return nil, nil
	}
	return []journal.Event{ProtectionSet{Kind: cmd.Kind, Reason: cmd.Reason}}, nil
}

// LiftProtection ends the protection. It needs a reason: a marking that vanishes
// by mistake has led to people being found (ux.md 2).
type LiftProtection struct {
	Reason string
	Via
}

// Action names the act.
func (LiftProtection) Action() string { return "person.lift_protection" }

// Decide lifts what is set.
func (cmd LiftProtection) Decide(p Person, _ act.Env) ([]journal.Event, error) {
	switch {
	case p.Protection == NoProtection:
		return nil, fault.New(fault.Unmet, "person.not-protected")
	case strings.TrimSpace(cmd.Reason) == "":
		return nil, fault.Field("reason", "person.reason-missing")
	}
	return []journal.Event{ProtectionLifted{Reason: cmd.Reason}}, nil
}
