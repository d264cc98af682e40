package controlweb_test

import (
	"testing"

	"stadga/internal/visits/controlweb"
	"stadga/internal/webkit/webtest"
)

func TestEveryPageHasItsStruct(t *testing.T) {
	webtest.Templates(t, controlweb.Templates(), map[string]any{
		"registreringar.html": &controlweb.ListPage{}, "stickprov.html": &controlweb.CheckPage{}, "stickprovsbesok.html": &controlweb.VisitPage{},
		"tolerans.html": &controlweb.TolerancePage{}, "kontroller.html": &controlweb.EffectsPage{}, "kontroll-lista.html": &controlweb.EffectListPage{},
	})
}
