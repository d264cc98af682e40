package ids

import "stadga/internal/fault"

// Sentences is what the user is told about a number that cannot be read.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"number.missing":       {Number: 910, Says: "Numret saknas. Skriv tolv siffror, till exempel ÅÅÅÅMMDD-NNNN."},
		"number.length":        {Number: 911, Says: "Numret ska ha tio eller tolv siffror. Räkna siffrorna och skriv det igen."},
		"number.digits":        {Number: 912, Says: "Numret ska skrivas med siffror. Kontrollera att det inte står bokstaven O eller l i stället för 0 eller 1."},
		"number.century":       {Number: 913, Says: "Årtalet i numret är för långt tillbaka. Kontrollera de fyra första siffrorna."},
		"number.no-such-day":   {Number: 914, Says: "Dagen i numret finns inte i kalendern. Kontrollera år, månad och dag."},
		"number.in-the-future": {Number: 915, Says: "Dagen i numret har inte varit än. Kontrollera årtalet."},
		"number.check-digit":   {Number: 916, Says: "Den sista siffran stämmer inte med de andra, så någon siffra är fel. Jämför med handlingen och skriv numret igen."},
		"number.serial":        {Number: 918, Says: "Siffrorna efter strecket kan inte börja med 000. Jämför med handlingen och skriv numret igen."},
		"number.reserve-year":  {Number: 917, Says: "Ett reservnummer skrivs med hela årtalet: ÅÅÅÅMMDD-Tnnn. Lägg till århundradet."},
	}
}
