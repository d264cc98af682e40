package caseweb_test

import (
	"slices"

	"stadga/internal/delivery"
	"stadga/internal/duty"
	"stadga/internal/visits"
)

// ruleVocabulary is what rules may speak of outside casework.
func ruleVocabulary() []duty.FactType {
	return slices.Concat(delivery.Vocabulary(), visits.Vocabulary())
}
