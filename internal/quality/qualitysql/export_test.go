package qualitysql

import "stadga/internal/quality"

// Explain is the query of a page of the register, for the test of its plan.
func Explain(s quality.Selection) (string, []any) { return rowsQuery(s, 0, 25) }
