package visits

import "stadga/internal/duty"

// Vocabulary lists the facts that visits give to rules. Only the first visit of
// an order changes anything for its service: it proves the start.
func Vocabulary() []duty.FactType {
	return []duty.FactType{
		{Subject: "service", Name: "visit.first", Type: duty.Day, Says: "första registrerade besöket"},
	}
}
