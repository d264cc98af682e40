package templates_test

import (
	"slices"
	"strings"
	"testing"

	"stadga/internal/casework"
	"stadga/internal/casework/templates"
	"stadga/internal/civil"
	"stadga/rules"
)

func TestTheTypesOfInvestigation(t *testing.T) {
	all := templates.Norrsala()
	for _, key := range []string{"barnavard", "skadligt-bruk", "assistans", "vald", "hedersvald", "forsorjningsstod", "aldreomsorg", "lss", "familjehem", "observation"} {
		if !slices.ContainsFunc(all, func(x casework.Template) bool { return x.Key == key }) {
			t.Errorf("there is no template for %s", key)
		}
	}
	for _, kind := range []casework.InquiryKind{casework.InquiryChild, casework.InquiryOlder, casework.InquiryAdult, casework.InquiryLSS} {
		usual, ok := all.Usual(kind, civil.On(2026, 3, 2))
		if !ok {
			t.Errorf("%s has no usual type", kind)
		}
		// What was mandatory before there were templates is mandatory still.
		for _, p := range casework.PartsOf(kind) {
			at := slices.IndexFunc(usual.Parts, func(o casework.Part) bool { return o.Key == p.Key })
			if at < 0 || usual.Parts[at].Required != p.Required || usual.Parts[at].Title != p.Title {
				t.Errorf("%s: %s differs in the template", kind, p.Key)
			}
		}
	}
}

func TestATemplateThatSaysTooLittleIsRefused(t *testing.T) {
	const head = "templates:\n  - {key: x, title: X, for: [barn], routine: R, versions: [{version: '1', from: 2026-01-01, parts: ["
	for text, want := range map[string]string{
		head + "{key: a, title: A, side: S}]}]}":                          "vad den är till för",
		head + "{key: a, title: A, side: S, help: H, required: true}]}]}": "vad den vilar på",
		head + "{group: ingen}]}]}":                                       "ingen",
		head + "]}]}":                                                     "inga delar",
	} {
		if _, err := templates.Read([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := templates.Read([]byte(head + "{key: a, title: A, side: S, help: H}]}]}")); err != nil {
		t.Error(err)
	}
	if _, err := templates.ReadSupport([]byte("links:\n  - {step: beslut, kind: rutin, words: Rutin}")); err == nil {
		t.Error("a link without an address is read")
	}
	if links, err := templates.ReadSupport(rules.Support); err != nil || len(links) == 0 {
		t.Error(err)
	}
}
