package keeping

import "stadga/internal/fault"

// Sentences holds what the area says to the user. FEL-2600 to 2699.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"disposal.held":              {Number: 2600, Says: "Akten är spärrad och gallras inte. Häv spärren först, när grunden för den är borta."},
		"disposal.proposed-already":  {Number: 2601, Says: "Akten är redan föreslagen till gallring. Ladda om sidan."},
		"disposal.not-due":           {Number: 2602, Says: "Akten får inte gallras än. Sidan visar vad som hindrar och från vilken dag det går."},
		"disposal.not-proposed":      {Number: 2603, Says: "Akten är inte föreslagen till gallring. Föreslå den först."},
		"disposal.approved-already":  {Number: 2604, Says: "Gallringen är redan godkänd och går inte att ta tillbaka."},
		"disposal.same-person":       {Number: 2605, Says: "Du föreslog gallringen själv. Be en kollega att pröva och godkänna den."},
		"disposal.hold-ground":       {Number: 2606, Says: "Välj varför akten ska sparas."},
		"disposal.held-already":      {Number: 2607, Says: "Akten är redan spärrad. Ladda om sidan."},
		"disposal.not-held":          {Number: 2608, Says: "Akten är inte spärrad. Ladda om sidan."},
		"disposal.not-approved":      {Number: 2609, Says: "Ingen har godkänt gallringen, eller så är den redan gjord. Ladda om sidan."},
		"disposal.belongs-to-others": {Number: 2610, Says: "En handling i akten hör också till en annan person. Flytta den till rätt akt först."},
	}
}
