package rules_test

import (
	"testing"

	"stadga/internal/casework"
	"stadga/internal/delivery"
	"stadga/internal/duty"
	"stadga/internal/people"
	"stadga/internal/rulebook"
	"stadga/internal/visits"
	"stadga/rules"
)

func vocabulary() []duty.FactType {
	var all []duty.FactType
	for _, area := range [][]duty.FactType{people.Vocabulary(), casework.Vocabulary(), delivery.Vocabulary(), visits.Vocabulary()} {
		all = append(all, area...)
	}
	return all
}

// Loading tries every example of every rule.
func TestEveryRuleLoadsAndItsExamplesHold(t *testing.T) {
	if _, err := rulebook.Load(rules.Files, vocabulary()); err != nil {
		t.Fatal(err)
	}
}
