package people

import "stadga/internal/civil"

// A NumberKind tells which register gave the number.
type NumberKind string

// The kinds of number.
const (
	Personnummer      NumberKind = "personnummer"
	Samordningsnummer NumberKind = "samordningsnummer"
	ReserveNumber     NumberKind = "reservnummer" // our own, until a real one is known
)

// A Number (personnummer, samordningsnummer or reserve number) is what a person
// is known by in registers. It changes: a child is born, an identity assumed.
type Number struct {
	Kind   NumberKind
	Digits string // 12 characters, the century first: "201606162385"
}

// IsZero tells whether no number is known.
func (n Number) IsZero() bool { return n == Number{} }

// String hides the last four, so that a number never reaches a log by accident.
func (n Number) String() string {
	if len(n.Digits) < 8 {
		return ""
	}
	return n.Digits[2:8] + "-••••"
}

// Whole writes the number out, for the one who asked to see it: "20160616-2385".
func (n Number) Whole() string {
	if len(n.Digits) < 8 {
		return n.Digits
	}
	return n.Digits[:8] + "-" + n.Digits[8:]
}

// wellFormed tells whether the number looks as its register writes it. Check
// digit and day are ids' business, at the door.
func (n Number) wellFormed() bool {
	if len(n.Digits) != 12 {
		return false
	}
	for i, c := range n.Digits {
		letter := n.Kind == ReserveNumber && (i == 8 && c == 'T' || i == 9 && (c == 'F' || c == 'T'))
		if (c < '0' || c > '9') && !letter {
			return false
		}
	}
	switch n.Kind {
	case Personnummer, Samordningsnummer, ReserveNumber:
		return true
	}
	return false
}

func afterToday(day, today civil.Date) bool { return !day.IsZero() && day.After(today) }
