package orgweb

import "stadga/internal/fault"

// Sentences are what the pages say beside the area's own. FEL-1180 to 1199.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"absence.stand-in-unknown": {Number: 1180, Says: "Välj en medarbetare i förvaltningen som ersätter. En utförares personal kan inte ersätta en handläggare."},
		"absence.of-another-unit":  {Number: 1182, Says: "Välj vem som är borta, bland dem du är chef för."},
		"absence.not-found":        {Number: 1183, Says: "Vi hittar ingen sådan frånvaro. Ladda om sidan."},
		"emergency.not-found":      {Number: 1184, Says: "Vi hittar ingen sådan nödåtkomst."},
		"shift.not-found":          {Number: 1185, Says: "Vi hittar inget sådant jourpass."},
		"shift.one-goes-on":        {Number: 1186, Says: "Du har redan ett jourpass som pågår. Ladda om sidan."},
		"emergency.no-such-case":   {Number: 1181, Says: "Vi hittar inget sådant ärende. Kontrollera numret. Det skrivs med år och fyra siffror, till exempel 2026-0299."},
	}
}
