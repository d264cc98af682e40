package webkit_test

import (
	"strings"
	"testing"

	"stadga/internal/webkit"
)

// A month that nothing can be said of is a gap in the line and no nought.
func TestAnUnknownMonthIsAGap(t *testing.T) {
	c := webkit.Chart{Line: true, Unit: " %", Points: []webkit.Point{{Label: "januari", Value: 4}, {Label: "februari", Unknown: true}, {Label: "mars", Value: 6}}}
	if moves := strings.Count(c.Curve(), "M"); moves != 2 {
		t.Errorf("the line is drawn in %d pieces: %s", moves, c.Curve())
	}
	if got, want := c.Desc(), "januari: 4 %. februari: kan inte bedömas. mars: 6 %."; got != want {
		t.Errorf("the plot is told as %q, and not as %q", got, want)
	}
}
