package visitweb

import "stadga/internal/fault"

// Sentences holds what these pages say beside visits.Sentences. FEL-1548 to 1559.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"visit.unknown":          {Number: 1550, Says: "Vi hittar inget sådant besök."},
		"key.missing":            {Number: 1552, Says: "Nyckeln saknas. Skicka den i huvudet Authorization: Bearer."},
		"key.ended":              {Number: 1553, Says: "Nyckeln gäller inte. Be utföraren om en ny."},
		"visit.weekdays-missing": {Number: 1548, Says: "Välj minst en dag i veckan."},
		"visit.minutes-wrong":    {Number: 1549, Says: "Skriv hur många minuter varje besök är, högst 720."},
		"visit.series-too-long":  {Number: 1554, Says: "Skriv en sista dag, högst tre månader efter den första."},
		"visit.no-provider":      {Number: 1551, Says: "Du hör inte till någon utförare. Be den som sköter behörigheter att lägga till dig."},
	}
}
