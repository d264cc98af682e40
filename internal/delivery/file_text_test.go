package delivery_test

import (
	"testing"

	"stadga/internal/delivery"
	"stadga/internal/extract"
	"stadga/internal/extract/extracttest"
	"stadga/internal/ids"
)

// Given an order where every text is filled in, When it is written for the one who
// may read it, Then no text is left out but the keys that tie it to the decision.
func TestFileTextLeavesNothingOut(t *testing.T) {
	var o delivery.Order
	for _, path := range extracttest.Untold(&o, func() extract.Text { return o.FileText(func(ids.ID) string { return "Någon" }) },
		"Order.Brief.Kind", "Order.Brief.Goals.Key", "Order.Plans.Goals.Goal") {
		t.Errorf("%s is not told to the one who may read the file", path)
	}
}
