package phoneweb

import "stadga/internal/fault"

// Sentences holds what the phone's pages say beside visits.Sentences. FEL-1580 to 1599.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"phone.visit-unknown":     {Number: 1580, Says: "Vi hittar inget sådant besök."},
		"phone.reason-missing":    {Number: 1581, Says: "Välj varför tiden skrivs för hand."},
		"phone.why-not-done":      {Number: 1582, Says: "Välj varför det inte blev gjort."},
		"phone.outbox-unreadable": {Number: 1583, Says: "Texten går inte att läsa. Kopiera hela filen från telefonen, från STADGA-UTKORG-1 till slutet."},
		"phone.outbox-code":       {Number: 1584, Says: "Koden öppnar inte texten. Kontrollera koden och att hela texten är med."},
		"phone.outbox-of-another": {Number: 1585, Says: "Utkorgen hör till någon som inte arbetar hos er. Lämna den till rätt utförare."},
	}
}
