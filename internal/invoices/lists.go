package invoices

import (
	"time"

	"stadga/internal/ids"
)

// A ListedInvoice (faktura i en lista) is one as lists show it.
type ListedInvoice struct {
	ID       ids.ID
	Number   string // empty: the file could not be read
	Seller   string
	Credit   bool
	File     string // its name
	Received time.Time
	Lines    int
	Payable  int64 // öre
	Findings int
	State    State
}
