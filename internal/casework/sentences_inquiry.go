package casework

import "stadga/internal/fault"

// inquirySentences are the words for what stands in the way of a guideline or of an
// investigation by its template.
func inquirySentences() fault.Catalogue {
	return fault.Catalogue{
		"investigation.type-of-the-day":       {Number: 2720, Says: "Slaget av utredning gäller inte för det här ärendet i dag. Välj ett av dem i listan."},
		"investigation.approval-is-for-homes": {Number: 2722, Says: "Bara en utredning som godkänner familjehem slutar så. Välj ett annat sätt att avsluta."},
		"investigation.no-such-guideline":     {Number: 2723, Says: "Underlaget gäller inte i dag. Ladda om sidan och välj bland dem som gäller."},
		"investigation.no-interview":          {Number: 2724, Says: "Den här sortens utredning har ingen intervju med instrument."},
		"investigation.rating":                {Number: 2725, Says: "Välj intervjuarens skattning för området, från 0 till 9."},
		"investigation.parts-missing":         {Number: 2721, Says: "Beslutet stoppas, för underlaget saknar: {parts}. Skriv de delarna först."},
		"guideline.not-found":                 {Number: 2700, Says: "Vi hittar inget sådant underlag för bedömning."},
		"guideline.kind":                      {Number: 2701, Says: "Välj vilket slags underlag det är. Ett underlag byter inte slag mellan versioner."},
		"guideline.for-which":                 {Number: 2702, Says: "Välj minst ett slag av utredning som underlaget gäller för."},
		"guideline.span":                      {Number: 2703, Says: "En rad om omfattning går inte att läsa. Skriv insats; minst; högst; dag, vecka eller månad; minuter, till exempel: Hemtjänst, dusch; 1; 3; vecka; 30."},
		"guideline.nothing-waits":             {Number: 2704, Says: "Ingen ny version väntar på att börja gälla. Skriv den nya versionen först."},
		"guideline.evaluate-first":            {Number: 2705, Says: "Utvärderingen saknas. En ny version av biståndsbedömningsmodellen tas inte i bruk innan utvärderingen är bifogad."},
		"guideline.note-first":                {Number: 2706, Says: "Skriv vilken dag politikerna tog del av utvärderingen. Därefter kan den nya versionen tas i bruk."},
		"guideline.noted-before-evaluated":    {Number: 2707, Says: "Politikerna kan inte ha tagit del av utvärderingen innan den var gjord. Kontrollera dagen."},
		"guideline.from-before-decision":      {Number: 2708, Says: "Versionen kan inte börja gälla före dagen för beslutet. Välj en senare dag."},
		"guideline.from-before-last":          {Number: 2709, Says: "Versionen måste börja gälla efter den förra. Välj en senare dag."},
		"guideline.version-taken":             {Number: 2710, Says: "Det finns redan en version med det namnet. Skriv ett annat, till exempel 2026:2."},
	}
}
