package desksql

import "stadga/internal/desk"

// Explain is the query of Count, for the test that reads its plan.
func Explain(s desk.Selection) (string, []any) {
	c := of(s)
	return `select count(*)` + from(s) + c.where(), c.args
}
