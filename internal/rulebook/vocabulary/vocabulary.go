// Package vocabulary gathers what the areas give to rules, so that the program
// and its tests read rule files over the same facts.
package vocabulary

import (
	"slices"

	"stadga/internal/board"
	"stadga/internal/casework"
	"stadga/internal/contracts"
	"stadga/internal/delivery"
	"stadga/internal/duty"
	"stadga/internal/exchange"
	"stadga/internal/org"
	"stadga/internal/people"
	"stadga/internal/quality"
	"stadga/internal/release"
	"stadga/internal/review"
	"stadga/internal/steering"
	"stadga/internal/visits"
)

// All is every fact that rules may speak of.
func All() []duty.FactType {
	return slices.Concat(
		people.Vocabulary(), org.Vocabulary(), casework.Vocabulary(), delivery.Vocabulary(), visits.Vocabulary(), quality.Vocabulary(),
		release.Vocabulary(), exchange.Vocabulary(), board.Vocabulary(), contracts.Vocabulary(), review.Vocabulary(), steering.Vocabulary(),
	)
}
