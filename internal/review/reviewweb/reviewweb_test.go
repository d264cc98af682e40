package reviewweb_test

import (
	"testing"

	"stadga/internal/review/reviewweb"
	"stadga/internal/webkit/webtest"
)

func TestEveryPageHasItsStruct(t *testing.T) {
	webtest.Templates(t, reviewweb.Templates(), map[string]any{
		"loggkontroll.html": &reviewweb.QueuePage{}, "kontroll.html": &reviewweb.CheckPage{}, "egna.html": &reviewweb.OwnPage{},
	})
}
