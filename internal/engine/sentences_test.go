package engine_test

import (
	"testing"

	"stadga/internal/engine"
	"stadga/internal/fault/faulttest"
)

func TestSentences(t *testing.T) { faulttest.Check(t, ".", engine.Sentences()) }
