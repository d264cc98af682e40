package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// AssessEligibility settles which group of LSS 1 § (personkrets) the person
// belongs to. It comes before any service is tried.
type AssessEligibility struct {
	Group string // "1", "2", "3", "ingen"
	Why   string
}

// Action names the act for the access policies.
func (AssessEligibility) Action() string { return "investigation.write" }

// Decide records the assessment.
func (cmd AssessEligibility) Decide(i Investigation, _ act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	if i.Kind != InquiryLSS {
		return nil, fault.New(fault.Unmet, "investigation.eligibility-is-lss")
	}
	wrong := []*fault.Error{said("why", cmd.Why)}
	if !slices.Contains([]string{"1", "2", "3", "ingen"}, cmd.Group) {
		wrong = append(wrong, fault.Field("group", "investigation.eligibility-group"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{EligibilityAssessed(cmd)}, nil
}
