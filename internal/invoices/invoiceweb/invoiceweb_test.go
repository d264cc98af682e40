package invoiceweb_test

import (
	"testing"

	"stadga/internal/invoices/invoiceweb"
	"stadga/internal/webkit/webtest"
)

func TestEveryPageHasItsStruct(t *testing.T) {
	webtest.Templates(t, invoiceweb.Templates(), map[string]any{"fakturor.html": &invoiceweb.ListPage{}, "faktura.html": &invoiceweb.InvoicePage{}})
}
