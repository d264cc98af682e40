package reportweb

import "stadga/internal/fault"

// Sentences holds what the pages say to the user. FEL-1700 to 1749.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"report.day-unknown":      {Number: 1701, Says: "Vi förstår inte datumet. Skriv till exempel 2026-03-02."},
		"report.period-backwards": {Number: 1702, Says: "Perioden slutar innan den börjar. Byt plats på dagarna."},
		"report.as-of-in-future":  {Number: 1703, Says: "Dagen ligger i framtiden. Välj i dag eller en tidigare dag."},
		"report.unknown":          {Number: 1700, Says: "Vi hittar ingen sådan rapport. Välj en i listan."},
	}
}
