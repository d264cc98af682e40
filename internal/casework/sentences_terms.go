package casework

import "stadga/internal/fault"

// termsSentences are the words for what the terms of a decision lack.
func termsSentences() fault.Catalogue {
	return fault.Catalogue{
		"decision.outside-standard": {Number: 2620, Says: "Tiden är {side}, {span} ({standard}). Skriv varför behovet är ett annat."},
		"decision.consult-leader":   {Number: 2621, Says: "Beslut utanför schablonen stäms av med gruppledaren. Skriv vem du har stämt av med."},
		"decision.consulted-before": {Number: 2622, Says: "Skriv vilken dag du stämde av med gruppledaren. Det görs innan beslutet fattas."},
		"decision.beyond-guideline": {Number: 2623, Says: "Beslutet ger mer än riktlinjen, {span} ({guideline}). Skriv skälet som gäller just den här personen."},
		"decision.beyond-why":       {Number: 2624, Says: "Skriv skälet som gäller just den här personen till att beslutet ger mer än praxis."},
		"decision.margin-too-wide":  {Number: 2625, Says: "Marginalen är en del av de beviljade timmarna och kan inte vara hela. Skriv hur många timmar som går utöver behovet."},
		"decision.margin-why":       {Number: 2626, Says: "Kommunen betalar per utförd timme, så beslutet ska svara mot behovet. Skriv varför en marginal behövs, eller ta bort den."},
		"decision.try-level":        {Number: 2627, Says: "Beslutet ger mindre än i dag. Skriv hur du har prövat att personen ändå får {standard}."},
		"decision.overlap":          {Number: 2628, Says: "Det beslut som gäller fattades {made}. Två beslut om samma insats kan inte gälla samtidigt. Låt det nya börja {fix} eller senare."},
		"decision.gap":              {Number: 2629, Says: "Det blir {days} dagar utan insats: det förra beslutet slutar {until} och det nya börjar {from}. Låt det nya börja {fix}, eller skriv varför uppehållet behövs."},
		"decision.council-first":    {Number: 2630, Says: "En placering utanför kommunens egna boenden tas först upp i resursrådet. Skriv vilken dag rådet tog upp ärendet, eller varför placeringen inte kan vänta."},
		"decision.council-seats":    {Number: 2631, Says: "Kryssa i vilka som var med i resursrådet."},
		"decision.why-not-home":     {Number: 2632, Says: "Skriv varför behovet inte kan tillgodoses på hemmaplan."},
		"decision.placement-reason": {Number: 2633, Says: "Skriv skälet för den här placeringen."},
		"decision.three-options":    {Number: 2634, Says: "Förslaget har tre alternativ, vart och ett med beräknad kostnad per dygn. Fyll i alla tre."},
		"decision.agree-on-goals":   {Number: 2635, Says: "Målen för familjebehandling kommer utredningen och familjeenheten överens om. Skriv vem på enheten som är överens och vilken dag."},
		"decision.goal-concrete":    {Number: 2636, Says: "Målet ”{goal}” är för allmänt för familjebehandling. Skriv i utredningen vad som ska ändras och hur det syns, och välj det målet."},

		"decision.placement-proposed-at-home": {Number: 2637, Says: "Förslaget till utskottet sa att platsen inte ligger utanför kommunens egna boenden. Svara likadant här, eller lägg fram ett nytt förslag med underlag för en placering utanför dem."},
		"decision.placement-proposed-outside": {Number: 2638, Says: "Utskottet har beslutat om en plats utanför kommunens egna boenden. Svara ja här och fyll i underlaget, eller lägg fram ett nytt förslag."},
		"catalogue.no-edition":                {Number: 2639, Says: "Insatskatalogen har ingen sådan version. Välj en av dem som står sist på katalogens sida."},
	}
}
