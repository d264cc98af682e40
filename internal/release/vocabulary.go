package release

import "stadga/internal/duty"

// Vocabulary lists the facts that requests to see a file give to rules.
func Vocabulary() []duty.FactType {
	const cas = "case"
	return []duty.FactType{
		{Subject: cas, Name: "case.material_requested", Type: duty.Day, Says: "parten bad att få ta del av materialet (About: begäran)"},
		{Subject: cas, Name: "case.material_given", Type: duty.Day, Says: "parten fick ta del av materialet (About: begäran)"},
		{Subject: cas, Name: "case.document_requested", Type: duty.Day, Says: "en allmän handling begärdes ut (About: begäran)"},
		{Subject: cas, Name: "case.document_answered", Type: duty.Text, Words: []string{Given, Partly, Refused}, Says: "begäran om handlingen besvarades (About: begäran)"},
	}
}
