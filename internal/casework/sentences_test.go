package casework_test

import (
	"testing"

	"stadga/internal/casework"
	"stadga/internal/fault/faulttest"
)

func TestEveryKeyHasWords(t *testing.T) {
	faulttest.Check(t, ".", casework.Sentences(), "casesql", "caseweb", "decideweb")
}
