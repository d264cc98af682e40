package visitweb

import "stadga/internal/fault"

// Sentences holds what these pages say beside visits.Sentences. FEL-1550 to 1559.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"visit.unknown":     {Number: 1550, Says: "Vi hittar inget sådant besök."},
		"key.missing":       {Number: 1552, Says: "Nyckeln saknas. Skicka den i huvudet Authorization: Bearer."},
		"key.ended":         {Number: 1553, Says: "Nyckeln gäller inte. Be utföraren om en ny."},
		"visit.no-provider": {Number: 1551, Says: "Du hör inte till någon utförare. Be den som sköter behörigheter att lägga till dig."},
	}
}
