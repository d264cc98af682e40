package duty

import "stadga/internal/civil"

// Computed is all a book says of one subject on one day.
type Computed struct {
	Obligations []Obligation // in a fixed order: several of one rule keep their order between days
	Stops       []Stop
	Wakes       civil.Date // next day the answer changes without a new fact; zero: never
}

// A Stop is a rule marked stops that the subject breaks. An act that brings one
// about is refused with it.
type Stop struct {
	Rule  string
	About string
	Basis string // the citation as it is printed
	Says  string // the rule's Swedish sentence
}
