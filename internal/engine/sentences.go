package engine

import "stadga/internal/fault"

// Sentences holds what the engine says to the user of any act, FEL-0100 to 0119.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"act.no-id":    {Number: 100, Says: "Formuläret kom inte fram helt. Ladda om sidan och skicka igen."},
		"act.used":     {Number: 101, Says: "Formuläret är redan skickat med annat innehåll. Ladda om sidan, se vad som sparats och skriv det som saknas."},
		"stream.moved": {Number: 102, Says: "Någon annan har ändrat medan du skrev. Jämför med det nya och skicka igen."},
		"rule.stops":   {Number: 103, Says: "{says} Därför går det inte att göra det här ännu ({basis})."},
	}
}
