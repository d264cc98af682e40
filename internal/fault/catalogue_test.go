package fault_test

import (
	"testing"

	"stadga/internal/civil"
	"stadga/internal/fault"
)

func TestWordsFillInValuesAndShowTheNumber(t *testing.T) {
	c := fault.Catalogue{"intake.too-late": {412, "14-dagarsgränsen gick ut {day}."}}
	says, number := c.Words(&fault.Error{Text: "intake.too-late", Args: map[string]any{"day": civil.On(2026, 3, 10)}})
	if says != "14-dagarsgränsen gick ut 2026-03-10." || number != "FEL-0412" {
		t.Errorf("got %q, %q", says, number)
	}
}

func TestAKeyIsNeverShown(t *testing.T) {
	says, number := fault.Catalogue{}.Words(fault.New(fault.Unmet, "no.such-key"))
	if number != "FEL-0000" || says == "" || says == "no.such-key" {
		t.Errorf("got %q, %q", says, number)
	}
}

func TestMergeRefusesTwoSentencesWithOneNumber(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("one number for two sentences was let through")
		}
	}()
	fault.Merge(fault.Catalogue{"a": {1, "A"}}, fault.Catalogue{"b": {1, "B"}})
}
