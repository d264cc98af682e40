package visitweb

import (
	"stadga/internal/fault"
	"stadga/internal/visits/planfile"
)

// Sentences holds what these pages say beside visits.Sentences. FEL-1548 to 1559, 1578, 1579 and 1586.
func Sentences() fault.Catalogue {
	return fault.Merge(planfile.Sentences(), fault.Catalogue{
		"visit.file-no-order":     {Number: 1578, Says: "Rad {line}: ni har inget pågående uppdrag som stämmer. Har personen flera insatser, skriv insatsen eller uppdraget."},
		"visit.file-no-staff":     {Number: 1579, Says: "Rad {line}: ingen hos er har det anställningsnumret."},
		"visit.file-gone":         {Number: 1555, Says: "Rad {line}: personen har avlidit eller flyttat. Inga fler besök kan planeras."},
		"visit.file-cancelled":    {Number: 1557, Says: "Rad {line}: besöket är inställt. Planera det på sidan om det ska bli av ändå."},
		"visit.file-beyond-frame": {Number: 1558, Says: "Rad {line}: besöken ryms inte i det som är beviljat för {month}: {minutes} minuter av {granted}. Planera färre, eller signalera ett ändrat behov."},
		"visit.file-missing":      {Number: 1559, Says: "Välj filen med besöken."},
		"visit.file-twice":        {Number: 1556, Says: "Rad {line}: besöket står redan på en rad ovanför."},
		"visit.nothing-told":      {Number: 1586, Says: "Ändringen är redan skickad, eller finns inte längre. Ladda om sidan."},
		"visit.unknown":           {Number: 1550, Says: "Vi hittar inget sådant besök."},
		"key.missing":             {Number: 1552, Says: "Nyckeln saknas. Skicka den i huvudet Authorization: Bearer."},
		"key.ended":               {Number: 1553, Says: "Nyckeln gäller inte. Be utföraren om en ny."},
		"visit.weekdays-missing":  {Number: 1548, Says: "Välj minst en dag i veckan."},
		"visit.minutes-wrong":     {Number: 1549, Says: "Skriv hur många minuter varje besök är, högst 720."},
		"visit.series-too-long":   {Number: 1554, Says: "Skriv en sista dag, högst tre månader efter den första."},
		"visit.no-provider":       {Number: 1551, Says: "Du hör inte till någon utförare. Be den som sköter behörigheter att lägga till dig."},
	})
}
