package lettersweb_test

import (
	"testing"

	"stadga/internal/letters/lettersweb"
	"stadga/internal/webkit/webtest"
)

func TestTemplates(t *testing.T) {
	webtest.Templates(t, lettersweb.Kit(), map[string]any{"mallar.html": &lettersweb.ListPage{}, "mall.html": &lettersweb.TextPage{}})
}
