package releaseweb_test

import (
	"testing"

	"stadga/internal/release/releaseweb"
	"stadga/internal/webkit/webtest"
)

func TestTemplates(t *testing.T) {
	webtest.Templates(t, releaseweb.Kit(), map[string]any{
		"lista.html": &releaseweb.ListPage{}, "begaran.html": &releaseweb.OnePage{}, "del.html": &releaseweb.PartPage{},
	})
}
