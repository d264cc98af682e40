package invoicesql

import (
	"context"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/invoices"
)

// WaitingFor counts the invoices that nobody has decided about and that ask for
// something delivered by a provider between two days.
func (g Register) WaitingFor(ctx context.Context, p ids.Provider, from, to civil.Date) (int, error) {
	var n int
	err := g.DB.QueryRowContext(ctx, `select count(distinct i.id) from invoice i join invoice_line l on l.invoice = i.id join order_line o on o.id = l.order_id
		where i.state = $1 and o.provider = $2 and l.begins <= $4 and l.ends >= $3`, string(invoices.Open), p, from, to).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("invoices that wait: %w", err)
	}
	return n, nil
}
