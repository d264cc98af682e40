package visitweb

import "stadga/internal/fault"

// Sentences holds what these pages say beside visits.Sentences. FEL-1550 to 1559.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"visit.unknown": {Number: 1550, Says: "Vi hittar inget sådant besök."},
	}
}
