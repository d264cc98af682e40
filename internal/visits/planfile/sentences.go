package planfile

import "stadga/internal/fault"

// Sentences holds what is said of a file of planned visits. FEL-1560 to 1577.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"planfile.unreadable":    {Number: 1560, Says: "Filen kom inte fram hel. Skicka den igen."},
		"planfile.too-large":     {Number: 1561, Says: "Filen är större än 1 MB. Dela den."},
		"planfile.not-utf8":      {Number: 1562, Says: "Filen är inte skriven i UTF-8. Spara den som CSV i UTF-8 och försök igen."},
		"planfile.no-heading":    {Number: 1563, Says: "Filen saknar rubrikrad. Första raden är datum;start;slut;uppdrag;medarbetare."},
		"planfile.no-column":     {Number: 1564, Says: "Kolumnen {column} saknas i rubrikraden."},
		"planfile.no-rows":       {Number: 1565, Says: "Filen har inga rader under rubriken."},
		"planfile.too-many":      {Number: 1566, Says: "Filen har fler än 1 000 rader. Dela den."},
		"planfile.row-broken":    {Number: 1567, Says: "Rad {line}: raden går inte att läsa. Kontrollera citattecknen."},
		"planfile.cells":         {Number: 1568, Says: "Rad {line}: raden har inte lika många kolumner som rubriken."},
		"planfile.day-wrong":     {Number: 1569, Says: "Rad {line}: skriv datum som 2026-03-09."},
		"planfile.day-outside":   {Number: 1570, Says: "Rad {line}: datum ska vara i dag eller senare, och högst tre månader fram."},
		"planfile.time-wrong":    {Number: 1571, Says: "Rad {line}: skriv {column} som 08:15."},
		"planfile.too-long":      {Number: 1572, Says: "Rad {line}: besöket är längre än tolv timmar. Kontrollera start och slut."},
		"planfile.order-wrong":   {Number: 1573, Says: "Rad {line}: uppdraget går inte att läsa. Numret står i adressen till uppdragets sida."},
		"planfile.number-wrong":  {Number: 1574, Says: "Rad {line}: personnumret stämmer inte. Kontrollera siffrorna."},
		"planfile.order-missing": {Number: 1575, Says: "Rad {line}: uppdrag eller personnummer saknas."},
		"planfile.many-wrong":    {Number: 1576, Says: "Rad {line}: antal är hur många ni är på besöket, 1 till 4."},
		"planfile.more":          {Number: 1577, Says: "Och {n} fel till i filen."},
	}
}
