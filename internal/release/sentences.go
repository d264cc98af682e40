package release

import "stadga/internal/fault"

// Sentences holds what the area says to the user. FEL-3000 to 3049.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"release.unknown":                  {Number: 3000, Says: "Vi hittar ingen sådan begäran."},
		"release.asked-already":            {Number: 3001, Says: "Begäran är redan registrerad. Ladda om sidan."},
		"release.choose-asker":             {Number: 3002, Says: "Välj vem som frågar. Rätten att läsa akten beror på det."},
		"release.party-name":               {Number: 3003, Says: "Skriv namnet på den som frågar. Den som är part eller ombud måste vi veta vem det är."},
		"release.say-what":                 {Number: 3004, Says: "Skriv vad som begärs, till exempel hela akten eller beslutet den 3 mars."},
		"release.day-missing":              {Number: 3005, Says: "Dagen saknas. Skriv den som 2026-03-02."},
		"release.day-in-future":            {Number: 3006, Says: "Datumet ligger i framtiden. Skriv den dag det hände."},
		"release.day-too-early":            {Number: 3007, Says: "Datumet ligger före det som hände innan. Kontrollera dagen."},
		"release.choose-parts":             {Number: 3008, Says: "Kryssa i minst en del av akten."},
		"release.choose-ground":            {Number: 3009, Says: "Välj vilken paragraf som gör att uppgiften inte lämnas ut."},
		"release.ground-is-for-party":      {Number: 3010, Says: "10 kap. 3 § offentlighets- och sekretesslagen gäller bara mot den som är part. Välj en annan paragraf."},
		"release.decision-is-never-secret": {Number: 3011, Says: "Ett beslut i ärendet lämnas alltid ut till parten (10 kap. 3 § offentlighets- och sekretesslagen). Maska enskilda rader om någon annan skyddas."},
		"release.decided-already":          {Number: 3012, Says: "Begäran är redan avgjord. Registrera en ny begäran om något mer ska prövas."},
		"release.nothing-to-give":          {Number: 3013, Says: "Det finns inget att lämna ut."},
		"release.part-untried":             {Number: 3014, Says: "Någon del av akten är inte prövad. Gå igenom delarna under Att pröva först."},
		"release.part-changed":             {Number: 3015, Says: "Delen {part} har ändrats sedan den prövades. Läs och pröva den igen."},
		"release.changed-since":            {Number: 3023, Says: "Delen {part} har ändrats eller flyttats sedan beslutet. Registrera en ny begäran och pröva den som den är nu."},
		"release.reasons":                  {Number: 3016, Says: "Skriv varför något inte lämnas ut. Skälen står i beslutet som den som frågar får."},
		"release.decide-first":             {Number: 3017, Says: "Begäran är inte avgjord. Pröva delarna och besluta först."},
		"release.say-how":                  {Number: 3018, Says: "Skriv hur det lämnades ut, till exempel hämtat på plats eller rekommenderat brev."},
		"release.received-already":         {Number: 3019, Says: "Dagen då beslutet togs emot står redan här. Ladda om sidan."},
		"release.nothing-refused":          {Number: 3020, Says: "Allt lämnades ut. Det finns inget avslag att överklaga."},
		"release.choose-result":            {Number: 3021, Says: "Välj hur kammarrätten avgjorde överklagandet."},
		"release.reported-already":         {Number: 3024, Says: "Beslutet är redan anmält till nämnden."},
		"release.ruled-already":            {Number: 3022, Says: "Kammarrätten har redan avgjort överklagandet. Ladda om sidan."},
	}
}
