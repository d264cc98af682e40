package delivery

import "stadga/internal/fault"

// registerSentences are about family homes, groups, places and what those who are
// close are shown. FEL-3545 to 3559, 1480 to 1499.
func registerSentences() fault.Catalogue {
	return fault.Catalogue{
		"family-home.unknown":        {Number: 3545, Says: "Vi hittar inget sådant familjehem."},
		"family-home.ended-already":  {Number: 3546, Says: "Familjehemmet används inte längre. Lägg upp det på nytt om det åter är godkänt."},
		"family-home.name-missing":   {Number: 3547, Says: "Skriv vad hemmet kallas."},
		"family-home.kinds-missing":  {Number: 3548, Says: "Välj minst ett slag av placering som hemmet tar emot."},
		"family-home.capacity-wrong": {Number: 3549, Says: "Skriv hur många barn hemmet är godkänt för, från 1 till 10."},
		"family-home.taken-wrong":    {Number: 3550, Says: "Fler barn är placerade än hemmet är godkänt för. Kontrollera siffrorna."},
		"family-home.from-missing":   {Number: 3551, Says: "Skriv vilken dag hemmet godkändes."},
		"family-home.still-taken":    {Number: 3552, Says: "Det bor barn i hemmet. Ändra antalet placerade först."},
		"family-home.end-wrong":      {Number: 3553, Says: "Skriv hemmets sista dag. Den kan inte ligga före godkännandet."},
		"group.unknown":              {Number: 3554, Says: "Vi hittar ingen sådan grupp."},
		"group.begun-already":        {Number: 3555, Says: "Gruppen är redan upplagd. Ladda om sidan."},
		"group.kind-missing":         {Number: 3556, Says: "Välj vad gruppen är till för."},
		"group.name-missing":         {Number: 3557, Says: "Skriv vad gruppen kallas, till exempel Vägledande samspel, våren."},
		"group.first-missing":        {Number: 3558, Says: "Skriv vilken dag gruppen träffas första gången."},
		"group.last-before-first":    {Number: 3559, Says: "Skriv sista träffens dag. Den kan inte ligga före den första."},
		"group.sessions-wrong":       {Number: 1480, Says: "Skriv hur många träffar gruppen har, från 1 till 100."},
		"group.parents-wrong":        {Number: 1481, Says: "Skriv hur många föräldrar som deltar, från 1 till 200."},
		"group.not-over":             {Number: 1482, Says: "Gruppen utvärderas efter sista träffen. Kom tillbaka då."},
		"group.evaluated-already":    {Number: 1483, Says: "Gruppen är redan utvärderad. Ladda om sidan."},
		"group.evaluation-day":       {Number: 1484, Says: "Skriv vilken dag utvärderingen gjordes: efter sista träffen och inte i framtiden."},
		"group.more-than-came":       {Number: 1485, Says: "Fler har fullföljt eller fått hjälp än som deltog. Kontrollera siffrorna."},
		"group.evaluation-text":      {Number: 1486, Says: "Skriv vad utvärderingen visade. Några meningar räcker."},
		"residence.provider-missing": {Number: 1487, Says: "Välj vilket boende det gäller."},
		"residence.kind-missing":     {Number: 1488, Says: "Välj vilket slag av platser det gäller."},
		"residence.places-wrong":     {Number: 1489, Says: "Skriv hur många platser boendet har, från 0 till 1 000."},
		"residence.from-missing":     {Number: 1490, Says: "Skriv från vilken dag boendet har så många platser."},
		"relative.who-missing":       {Number: 1496, Says: "Skriv vem som får se besöken, till exempel Lena Svensson, dotter."},
		"relative.day-missing":       {Number: 1497, Says: "Skriv vilken dag personen sade det. Dagen kan inte ligga i framtiden."},
		"relative.until-past":        {Number: 1498, Says: "Sista dagen har passerat. Skriv en dag framåt, eller lämna fältet tomt."},
		"relative.not-shown":         {Number: 1499, Says: "Personen har redan tagit tillbaka det. Ladda om sidan."},
	}
}
