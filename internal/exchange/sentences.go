package exchange

import "stadga/internal/fault"

// Sentences holds what the area says to the user. FEL-3300 to 3399.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"letter.choose-board":  {Number: 3300, Says: "Välj vilken nämnd som ska få meddelandet."},
		"letter.choose-kind":   {Number: 3301, Says: "Välj vad meddelandet är: ett överlämnande, en fråga eller ett besked."},
		"letter.text-missing":  {Number: 3302, Says: "Skriv vad den andra nämnden behöver veta."},
		"letter.choose-ground": {Number: 3303, Says: "Välj vad som gör att uppgifterna får lämnas."},
		"letter.why-missing":   {Number: 3304, Says: "Skriv hur du har prövat att uppgifterna får lämnas."},
		"letter.sent-already":  {Number: 3305, Says: "Meddelandet är redan skickat. Ladda om sidan."},
		"letter.unknown":       {Number: 3306, Says: "Meddelandet finns inte här."},
		"letter.taken-already": {Number: 3307, Says: "Någon annan har redan tagit emot meddelandet. Ladda om sidan."},
		"letter.take-first":    {Number: 3308, Says: "Ta emot meddelandet innan du lägger det i ett ärende."},
		"letter.filed-already": {Number: 3309, Says: "Meddelandet ligger redan i ett ärende. Ladda om sidan."},
		"letter.no-board":      {Number: 3310, Says: "Nämnden som meddelandet skulle till finns inte i anläggningen längre. Hör av dig till den på annat sätt."},
		"letter.no-such-case":  {Number: 3311, Says: "Det finns inget sådant ärende som du kan se. Kontrollera numret."},
	}
}
