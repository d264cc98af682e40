package ledgerweb_test

import (
	"testing"

	"stadga/internal/visits/ledgerweb"
	"stadga/internal/webkit/webtest"
)

func TestEveryPageHasItsStruct(t *testing.T) {
	webtest.Templates(t, ledgerweb.Templates(), map[string]any{
		"utforare.html": &ledgerweb.ProvidersPage{}, "manad.html": &ledgerweb.MonthPage{}, "uppdrag.html": &ledgerweb.OrderPage{},
	})
}
