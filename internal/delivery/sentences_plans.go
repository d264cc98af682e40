package delivery

import "stadga/internal/fault"

// choiceSentences are about choice of provider and plans. FEL-3526 to 3544.
func choiceSentences() fault.Catalogue {
	return fault.Catalogue{
		"choice.day-missing":           {Number: 3526, Says: "Skriv vilken dag personen lämnade önskemålet. Dagen kan inte ligga i framtiden."},
		"choice.why-missing":           {Number: 3527, Says: "Skriv varför personen får en annan utförare än den hen önskade."},
		"choice.provider-missing":      {Number: 3528, Says: "Välj vilken utförare personen vill byta till."},
		"choice.same-provider":         {Number: 3529, Says: "Personen har redan den utföraren. Välj en annan."},
		"choice.asked-already":         {Number: 3530, Says: "Det finns redan ett önskemål om byte som väntar på svar. Svara på det först."},
		"choice.nothing-asked":         {Number: 3531, Says: "Det finns inget önskemål om byte att svara på. Ladda om sidan."},
		"choice.denial-reason-missing": {Number: 3532, Says: "Skriv varför personen inte kan byta utförare. En mening räcker."},
		"choice.from-missing":          {Number: 3533, Says: "Skriv från vilken dag den nya utföraren tar över."},
		"choice.from-before-sent":      {Number: 3534, Says: "Dagen ligger före den dag uppdraget skickades. Kontrollera datumet."},
		"choice.from-too-far":          {Number: 3535, Says: "Dagen ligger mer än ett halvår bort. Byt utförare närmare den dagen."},
		"choice.moved-already":         {Number: 3536, Says: "En annan utförare tar redan över uppdraget. Fortsätt på det nya uppdraget."},

		"plan.activity-missing":       {Number: 3538, Says: "Skriv vad ni gör för att nå varje mål, till exempel dusch eller promenad."},
		"plan.participation-missing":  {Number: 3539, Says: "Skriv hur personen har deltagit i planen. Har personen inte deltagit, skriv varför."},
		"plan.care-contact-name":      {Number: 3540, Says: "Skriv vem som är fast omsorgskontakt."},
		"plan.owner-missing":          {Number: 3541, Says: "Välj vem som skriver planen och håller den aktuell."},
		"plan.shared-how":             {Number: 3542, Says: "Skriv hur personen fick planen, till exempel på papper eller uppläst."},
		"plan.verdict-missing":        {Number: 3543, Says: "Välj hur god planen är."},
		"plan.verdict-reason-missing": {Number: 3544, Says: "Skriv vad som brister i planen, så att utföraren kan rätta det."},
	}
}
