package casework

import (
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// AssessProtection makes the protection assessment (skyddsbedömning) of SoL 20:1,
// first or again when more is known.
type AssessProtection struct{ Assessment ProtectionAssessment }

// Action names the act.
func (AssessProtection) Action() string { return "intake.assess_protection" }

// Decide takes an assessment with an answer and reasons. It is made at every
// report, also where an inquiry runs.
func (cmd AssessProtection) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	switch {
	case !in.Exists():
		return nil, fault.New(fault.NotFound, "intake.unknown")
	case in.Kind != ConcernReport:
		return nil, fault.New(fault.Unmet, "intake.protection-is-for-children")
	}
	if err := fault.Join(fault3(cmd.Assessment.check(in.Received, env))...); err != nil {
		return nil, err
	}
	return []journal.Event{ProtectionAssessed{Assessment: cmd.Assessment.at(env)}}, nil
}

func fault3(a, b, c *fault.Error) []*fault.Error { return []*fault.Error{a, b, c} }

// check tells what is wrong with answer, reasons and time.
func (p ProtectionAssessment) check(received time.Time, env act.Env) (result, reasons, when *fault.Error) {
	switch p.Result {
	case ProtectionNeeded, ProtectionNotNeeded, ProtectionUnclear:
	default:
		result = fault.Field("protection", "intake.protection-missing")
	}
	if strings.TrimSpace(p.Reasons) == "" {
		switch p.Result {
		case ProtectionNotNeeded:
			reasons = fault.Field("protection_reasons", "intake.protection-why-not")
		case ProtectionUnclear:
			reasons = fault.Field("protection_reasons", "intake.protection-why-unclear")
		default:
			reasons = fault.Field("protection_reasons", "intake.protection-why")
		}
	}
	switch {
	case p.At.After(env.Now):
		when = fault.Field("protection_at", "intake.protection-in-future")
	case !p.At.IsZero() && p.At.Before(received):
		when = fault.Field("protection_at", "intake.protection-before-received")
	}
	return result, reasons, when
}

// at is the assessment with its time; made now unless said otherwise.
func (p ProtectionAssessment) at(env act.Env) ProtectionAssessment {
	if p.At.IsZero() {
		p.At = env.Now
	}
	return p
}
