package casework

import "stadga/internal/fault"

// careSentences are the words for what stands in the way when an investigation is
// carried through. FEL-2650 to 2699.
func careSentences() fault.Catalogue {
	return fault.Catalogue{
		"investigation.preparation-day":           {Number: 2650, Says: "Beredningens dag har varit. Välj i dag eller en senare dag."},
		"investigation.preparation-services":      {Number: 2651, Says: "Välj vilka insatser gruppen ska ta upp."},
		"investigation.preparation-before-opened": {Number: 2652, Says: "Beredningen kan inte ha hållits innan utredningen inleddes. Kontrollera datumet."},
		"investigation.preparation-manager":       {Number: 2653, Says: "Minst en enhetschef ska ha varit med. Kryssa i den som var det."},
		"investigation.preparation-result":        {Number: 2654, Says: "Välj vad beredningen kom fram till."},
		"investigation.prepare-first":             {Number: 2655, Says: "{service} ska tas upp i gruppen före beslut ({routine}). Skriv in ärendeberedningen först, så går det att besluta."},
		"investigation.no-such-certificate":       {Number: 2656, Says: "Det finns inget läkarintyg som väntas. Skriv först att det är begärt."},
		"investigation.certificate-before-asked":  {Number: 2657, Says: "Intyget kan inte ha kommit innan det begärdes. Kontrollera datumet."},
		"investigation.participation-or-reason":   {Number: 2658, Says: "Skriv hur personen har varit delaktig, eller varför det inte har gått."},
		"investigation.nothing-to-answer":         {Number: 2659, Says: "Det finns ingen text att svara för. Ladda om sidan och försök igen."},
	}
}
