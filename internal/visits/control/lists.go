package control

import (
	"stadga/internal/civil"
	"stadga/internal/ids"
)

// A DrawnCheck (draget stickprov) is a spot check as lists show it.
type DrawnCheck struct {
	ID                        ids.ID
	Month, Day                civil.Date // its first day, and when it was drawn
	Visits, Checked, Disagree int
}
