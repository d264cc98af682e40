package orgweb_test

import (
	"testing"

	"stadga/internal/fault/faulttest"
	"stadga/internal/org/orgweb"
	"stadga/internal/webkit/webtest"
)

func TestEveryPageHoldsItsTypes(t *testing.T) {
	webtest.Templates(t, orgweb.Kit(), map[string]any{
		"nodatkomst.html": &orgweb.EmergencyPage{}, "jour.html": &orgweb.ShiftPage{}, "granska.html": &orgweb.ReviewPage{},
		"atkomst.html": &orgweb.OversightPage{}, "franvaro.html": &orgweb.AbsencePage{}, "grans.html": &orgweb.BorderPage{},
	})
}

func TestEveryKeyHasWords(t *testing.T) { faulttest.Check(t, ".", orgweb.Sentences()) }
