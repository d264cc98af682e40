package decideweb

import (
	"context"

	"stadga/internal/duty"
	"stadga/internal/webkit"
)

// The rules whose last day these pages draw.
const (
	ruleChildInquiry = "child-inquiry-4m"
	ruleInquiryDays  = "local-inquiry-120d"
	ruleAppeal       = "appeal-3w"
)

// why is the address that explains the last day by a rule; empty where the
// adopted book has no such finding.
func (p Pages) why(ctx context.Context, casePath string, subject duty.Subject, rule string) (string, error) {
	owed, err := p.Others.Owed(ctx, subject)
	if err != nil {
		return "", err
	}
	for _, o := range owed {
		if o.Rule == rule {
			return webkit.WhyPath(casePath, o), nil
		}
	}
	return "", nil
}
