package contractweb_test

import (
	"testing"

	"stadga/internal/contracts/contractweb"
	"stadga/internal/webkit/webtest"
)

func TestEveryPageHasItsStruct(t *testing.T) {
	webtest.Templates(t, contractweb.Templates(), map[string]any{
		"avtal.html": &contractweb.ListPage{}, "avtalet.html": &contractweb.AgreementPage{},
		"utforarregister.html": &contractweb.RegisterPage{}, "utforaren.html": &contractweb.ProviderPage{}, "andelar.html": &contractweb.SharesPage{},
	})
}
