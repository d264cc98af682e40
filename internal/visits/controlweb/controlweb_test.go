package controlweb_test

import (
	"testing"

	"stadga/internal/visits/controlweb"
	"stadga/internal/webkit/webtest"
)

func TestEveryPageHasItsStruct(t *testing.T) {
	webtest.Templates(t, controlweb.Templates(), map[string]any{
		"registreringar.html": &controlweb.ListPage{}, "stickprov.html": &controlweb.CheckPage{}, "stickprovsbesok.html": &controlweb.VisitPage{},
	})
}
