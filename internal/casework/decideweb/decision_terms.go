package decideweb

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/webkit"
)

// period suggests the days of a decision by the catalogue's rule for the service:
// its usual length, and a follow-up within its interval (D-05, D-06, D-18).
func (d *draft) period(row *ServiceRow, kind casework.ServiceKind, field func(string, webkit.Field) webkit.Field) {
	until, follow := civil.Date{}, workday(d.today.AddMonths(min(kind.Follow, 6)))
	var help string
	switch kind.Period {
	case casework.ToADate:
		until, help = d.today.AddMonths(kind.Months).AddDays(-1), fmt.Sprintf("Vanlig längd är %d månader.", kind.Months)
	case casework.EitherPeriod:
		help = fmt.Sprintf("Vanlig längd är %d månader. Tomt betyder tills vidare, och då följs insatsen upp inom ett halvår.", kind.Months)
	case casework.OpenEnded:
		help = "Tomt betyder tills vidare."
	}
	if !until.IsZero() && until.Before(follow) {
		follow = until
	}
	row.Until = field("until", webkit.Field{Label: "Gäller till och med", Help: help, Value: until.String(), Prefilled: !until.IsZero()})
	row.FollowUp = field("follow_up", webkit.Field{Label: "Följs upp senast", Help: fmt.Sprintf("Inom %d månader.", kind.FollowWithin(until)), Value: follow.String(), Prefilled: true})
}

// purpose suggests what a service is for: to meet the needs that the investigation
// has goals for (D-03).
func (d *draft) purpose() string {
	for _, need := range d.i.Needs {
		for _, g := range d.i.Goals {
			if g.Need == need.Key && need.Text != "" {
				return "Möta behovet: " + lower(need.Text)
			}
		}
	}
	if d.i.Question == "" {
		return ""
	}
	return "Möta behovet: " + lower(d.i.Question)
}

// lower begins a sentence inside another.
func lower(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return strings.TrimSuffix(string(unicode.ToLower(first))+s[size:], ".")
}
