package visits

import (
	"stadga/internal/civil"
	"stadga/internal/ids"
)

// A Line is one visit as a list shows it.
type Line struct {
	ID        ids.Visit
	Person    ids.Person
	Order     ids.Order
	Service   ids.Service
	Provider  ids.Provider
	Day       civil.Date
	Planned   Span
	Done      Span
	Minutes   int
	Class     Class
	Reason    ManualReason
	Corrected int // how many times
	Cancelled bool
	Gone      string // "avliden" or "flyttat" when it lies after that day
}

// A Sum is what was done under an order or a service in a period.
type Sum struct {
	Visits  int
	Minutes int
	First   civil.Date // first registered day ever, whatever the period
}
