package casework

import "stadga/internal/ids"

// A LikeText (lika text) is a part of another investigation that at least half of a
// text stands in too (C-19). Whether it may be told of is asked of access.
type LikeText struct {
	Case    ids.Case
	In      string // number of the case
	Person  ids.Person
	Officer ids.User
	Number  int    // of the investigation in its case
	Part    string // key of the part
	Shared  int    // fingerprints that the two have in common
}
