package desksql

import "stadga/internal/desk"

// ExplainHeld is the query of what officers have to do.
func ExplainHeld(s desk.Selection) (string, []any) { return heldBy(s) }

// Explain is the query of Count, for the test that reads its plan.
func Explain(s desk.Selection) (string, []any) { return countOf(s) }

// ExplainShown is the query that completes what is to be shown, and how many
// arguments it has.
func ExplainShown() (query string, args int) { return wholeOf(round), 5 * round }
