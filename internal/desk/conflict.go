package desk

import (
	"stadga/internal/civil"
	"stadga/internal/ids"
)

// A Conflict is a member of staff who has a conflict of interest (jäv) about the
// person of an open case.
type Conflict struct {
	Case    Case
	User    ids.User
	Name    string
	Since   civil.Date
	Officer bool // has the case, or something that waits in it, still
}
