package visitweb

import "stadga/internal/fault"

// Sentences holds what these pages say beside visits.Sentences. FEL-1550 to 1559.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"visit.unknown":     {Number: 1550, Says: "Vi hittar inget sådant besök."},
		"visit.no-provider": {Number: 1551, Says: "Du hör inte till någon utförare. Be den som sköter behörigheter att lägga till dig."},
	}
}
