package keepingweb_test

import (
	"testing"

	"stadga/internal/keeping/keepingweb"
	"stadga/internal/webkit/webtest"
)

// A field that a page's struct lacks fails here, and not before a user.
func TestTemplatesMatchTheirPages(t *testing.T) {
	webtest.Templates(t, keepingweb.Kit(), map[string]any{
		"ko.html": &keepingweb.QueuePage{}, "akt.html": &keepingweb.FilePage{}, "text.html": &keepingweb.TextPage{}, "texter.html": &keepingweb.WrittenPage{},
	})
}
