package desksql

import "stadga/internal/desk"

// ExplainHeld is the query of what officers have to do.
func ExplainHeld(s desk.Selection) (string, []any) { return heldBy(s) }

// Explain is the query of Count, for the test that reads its plan.
func Explain(s desk.Selection) (string, []any) {
	c := of(s)
	return `select count(*)` + from(s) + c.where(), c.args
}
