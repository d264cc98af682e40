package store_test

import (
	"testing"

	"stadga/internal/fault/faulttest"
	"stadga/internal/store"
)

func TestSentences(t *testing.T) { faulttest.Check(t, ".", store.Sentences()) }
