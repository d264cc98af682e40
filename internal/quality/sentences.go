package quality

import "stadga/internal/fault"

// Sentences holds what the area says to the user. FEL-1600 to 1699.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"deviation.unknown":              {Number: 1600, Says: "Vi hittar ingen sådan avvikelse."},
		"deviation.reported-already":     {Number: 1601, Says: "Avvikelsen är redan rapporterad. Ladda om sidan och fortsätt där."},
		"deviation.what-missing":         {Number: 1602, Says: "Skriv vad som hände. En mening räcker."},
		"deviation.danger-missing":       {Number: 1603, Says: "Svara om någon är i fara just nu."},
		"deviation.number-missing":       {Number: 1604, Says: "Avvikelsen kunde inte få något nummer. Skicka igen om en stund."},
		"deviation.number-taken":         {Number: 1605, Says: "Numret hann bli upptaget. Skicka igen, så får avvikelsen ett nytt."},
		"deviation.is-closed":            {Number: 1606, Says: "Avvikelsen är avslutad. Rapportera en ny om det händer igen."},
		"deviation.case-unknown":         {Number: 1607, Says: "Vi hittar inget sådant ärende. Kontrollera numret."},
		"deviation.kind-missing":         {Number: 1608, Says: "Välj vad det är: avvikelse, klagomål, synpunkt eller lex Sarah."},
		"deviation.type-missing":         {Number: 1609, Says: "Välj vad som blev fel."},
		"deviation.severity-missing":     {Number: 1610, Says: "Välj hur allvarligt det är."},
		"deviation.recurrence-missing":   {Number: 1611, Says: "Välj hur troligt det är att det händer igen."},
		"deviation.grade-missing":        {Number: 1612, Says: "Välj om det är ett missförhållande eller en påtaglig risk, och om det är allvarligt."},
		"deviation.grade-is-lex-sarah":   {Number: 1613, Says: "Bara en lex Sarah-rapport bedöms som missförhållande. Välj lex Sarah, eller välj att det inte är något missförhållande."},
		"deviation.cause-missing":        {Number: 1614, Says: "Skriv varför det hände. Två eller tre meningar räcker."},
		"deviation.action-missing":       {Number: 1615, Says: "Skriv vad som är gjort."},
		"deviation.action-day-missing":   {Number: 1616, Says: "Skriv vilken dag det gjordes."},
		"deviation.action-in-future":     {Number: 1617, Says: "Dagen ligger i framtiden. Skriv åtgärden när den är gjord."},
		"deviation.ivo-serious-only":     {Number: 1618, Says: "Bara ett allvarligt missförhållande, eller en påtaglig risk för det, anmäls till IVO. Ändra bedömningen först."},
		"deviation.ivo-notified-already": {Number: 1619, Says: "Anmälan till IVO är redan registrerad. Ladda om sidan."},
		"deviation.ivo-day-missing":      {Number: 1620, Says: "Skriv vilken dag anmälan skickades till IVO."},
		"deviation.ivo-in-future":        {Number: 1621, Says: "Dagen ligger i framtiden. Registrera anmälan när den är skickad."},
		"deviation.class-first":          {Number: 1622, Says: "Bedöm avvikelsen innan du avslutar den."},
		"deviation.lex-sarah-first":      {Number: 1623, Says: "Skriv orsaken och minst en åtgärd först. En lex Sarah-rapport utreds och avhjälps innan den avslutas (SoL 27 kap. 5 §)."},
		"deviation.ivo-first":            {Number: 1624, Says: "Registrera anmälan till IVO först. Ett allvarligt missförhållande anmäls snarast (SoL 27 kap. 6 §)."},
		"deviation.answer-missing":       {Number: 1625, Says: "Skriv ett svar till den som rapporterade. En mening räcker."},
	}
}
