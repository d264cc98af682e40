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
		"disposal.gone-already":      {Number: 2619, Says: "Akten är redan gallrad. Den går inte att spärra."},
		"erasure.proposed-already":   {Number: 2611, Says: "Borttagningen är redan föreslagen. Ladda om sidan."},
		"erasure.choose-text":        {Number: 2612, Says: "Välj minst en text som ska bort."},
		"erasure.choose-ground":      {Number: 2613, Says: "Välj varför texten inte får stå kvar."},
		"erasure.ref-missing":        {Number: 2614, Says: "Skriv numret på beslutet, till exempel diarienummer eller paragraf."},
		"erasure.ref-form":           {Number: 2615, Says: "Skriv bara beslutets nummer: högst 40 tecken, bokstäver, siffror och . / : § -."},
		"erasure.not-proposed":       {Number: 2616, Says: "Ingen borttagning är föreslagen. Ladda om sidan."},
		"erasure.decided-already":    {Number: 2617, Says: "Borttagningen är redan beslutad, eller så är texten redan borta. Ladda om sidan."},
		"readings.undecided":         {Number: 2698, Says: "Läsloggen sparas tills nämnden har beslutat om gallring, och alltid i minst fem år."},
		"readings.too-young":         {Number: 2699, Says: "Läsningarna är för nya: nämndens beslut säger att de sparas."},
		"erasure.same-person":        {Number: 2618, Says: "Du föreslog borttagningen själv. Be chefen att läsa texten och besluta."},
	}
}
