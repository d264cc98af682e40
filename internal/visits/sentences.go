package visits

import "stadga/internal/fault"

// Sentences holds what the area says to the user. FEL-1500 to 1599, and for month
// closing 3460 to 3519.
func Sentences() fault.Catalogue {
	return fault.Merge(ClosingSentences(), fault.Catalogue{
		"visit.exists-already":            {Number: 1500, Says: "Besöket finns redan. Ladda om sidan."},
		"visit.registered-already":        {Number: 1501, Says: "Besöket är redan registrerat. Stämmer det inte, rätta tiderna."},
		"visit.person-gone":               {Number: 1502, Says: "Personen har avlidit eller flyttat. Inga fler besök kan planeras."},
		"visit.nothing-to-cancel":         {Number: 1503, Says: "Det finns inget planerat besök att ställa in."},
		"visit.cancel-reason-missing":     {Number: 1504, Says: "Skriv varför besöket ställs in."},
		"visit.order-missing":             {Number: 1505, Says: "Välj vilket uppdrag besöket gäller."},
		"visit.start-missing":             {Number: 1506, Says: "Skriv när besöket började, till exempel 08:15."},
		"visit.start-in-future":           {Number: 1507, Says: "Besökets början saknas eller ligger i framtiden. Kontrollera tiden."},
		"visit.end-missing":               {Number: 1508, Says: "Skriv när besöket slutade, till exempel 08:45."},
		"visit.ends-before-it-begins":     {Number: 1509, Says: "Besöket slutar innan det börjar. Kontrollera tiderna. Går det över midnatt, välj nästa dag för slutet."},
		"visit.end-in-future":             {Number: 1510, Says: "Besökets slut ligger i framtiden. Registrera när besöket är klart."},
		"visit.longer-than-a-day":         {Number: 1511, Says: "Besöket är längre än ett dygn. Kontrollera datum och tid."},
		"visit.class-missing":             {Number: 1512, Says: "Välj hur besöket är registrerat: med tagg eller för hand."},
		"visit.reason-missing":            {Number: 1513, Says: "Välj varför tiden är skriven för hand."},
		"visit.reason-text-missing":       {Number: 1514, Says: "Skriv varför tiden är skriven för hand. Några ord räcker."},
		"visit.not-registered":            {Number: 1515, Says: "Besöket är inte registrerat och kan därför inte rättas."},
		"visit.correction-reason-missing": {Number: 1516, Says: "Skriv varför tiderna rättas. De gamla tiderna syns också efteråt."},
		"visit.rerate-reason-missing":     {Number: 1517, Says: "Skriv varför besöket räknas om."},
		"visit.not-odd":                   {Number: 1518, Says: "Det finns inget att reda ut på besöket. Ladda om sidan."},
		"visit.handling-reason-missing":   {Number: 1519, Says: "Skriv vad du har kommit fram till. Några ord räcker."},
		"visit.never-paid":                {Number: 1520, Says: "Ett sådant besök ersätts aldrig. Flytta det till rätt person om det är registrerat fel."},
		"visit.another-handles":           {Number: 1521, Says: "Någon annan än den som gjorde besöket avgör om det ska ersättas."},
		"visit.batch-too-large":           {Number: 1522, Says: "Sändningen är för stor. Skicka högst 256 kB åt gången."},
		"visit.batch-unreadable":          {Number: 1523, Says: "Sändningen går inte att läsa. Skicka JSON så som formatet beskriver."},
		"visit.batch-too-many":            {Number: 1524, Says: "Sändningen har för många händelser. Skicka högst 50 åt gången."},
		"visit.event-without-id":          {Number: 1525, Says: "En händelse saknar id. Ge varje händelse ett eget id om 32 tecken innan den skickas."},
	})
}
