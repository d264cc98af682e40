package board

import "stadga/internal/fault"

// Sentences holds what the area says to the user. FEL-3700 to 3799.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"board.established-already":  {Number: 3700, Says: "Dagen är redan sparad. Ladda om sidan."},
		"board.established-when":     {Number: 3701, Says: "Skriv den dag nämnden började svara för sina ärenden. Den kan inte ligga efter i dag."},
		"board.establish-first":      {Number: 3702, Says: "Skriv först in när nämnden började svara för sina ärenden. Kvartalen räknas från den dagen."},
		"board.quarter-ahead":        {Number: 3703, Says: "Kvartalet har inte börjat. Välj det som pågår eller ett tidigare."},
		"board.council-told-already": {Number: 3704, Says: "Statistiken för kvartalet är redan lämnad till fullmäktige."},
		"board.report-to-ivo-first":  {Number: 3705, Says: "Alla beslut är inte rapporterade till IVO och revisorerna för kvartalet än. Gör det först, så att fullmäktige får samma antal."},
		"board.council-when":         {Number: 3706, Says: "Skriv den dag statistiken lämnades. Den ligger tidigast i kvartalets början och senast i dag."},
		"board.council-ref":          {Number: 3707, Says: "Skriv paragrafen i protokollet eller dokumentets beteckning, till exempel KF § 45."},
	}
}
