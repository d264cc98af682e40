package exchangeweb_test

import (
	"testing"

	"stadga/internal/exchange/exchangeweb"
	"stadga/internal/webkit/webtest"
)

// A field that a page's struct lacks fails here, and not before a user.
func TestTemplatesMatchTheirPages(t *testing.T) {
	webtest.Templates(t, exchangeweb.Kit(), map[string]any{
		"arende.html": &exchangeweb.CasePage{}, "post.html": &exchangeweb.PostPage{}, "meddelande.html": &exchangeweb.LetterPage{},
	})
}
