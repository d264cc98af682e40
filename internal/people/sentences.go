package people

import "stadga/internal/fault"

// Sentences holds what the area says to the user. FEL-1000 to 1099.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"person.unknown":                       {Number: 1000, Says: "Vi hittar ingen sådan person."},
		"person.registered-already":            {Number: 1001, Says: "Personen är redan registrerad. Ladda om sidan och fortsätt där."},
		"person.born-in-future":                {Number: 1002, Says: "Födelsedagen ligger i framtiden. Kontrollera datumet. Är barnet inte fött, välj ofött barn."},
		"person.unborn-has-birth-date":         {Number: 1003, Says: "Ett ofött barn har ingen födelsedag. Ta bort födelsedagen, eller välj att barnet är fött."},
		"person.born-year-impossible":          {Number: 1004, Says: "Födelseåret kan inte stämma. Skriv fyra siffror, till exempel 2016."},
		"person.number-missing":                {Number: 1005, Says: "Skriv numret med tolv siffror, till exempel 20160616-2385."},
		"person.unborn-has-number":             {Number: 1006, Says: "Ett ofött barn har inget personnummer. Ta bort numret, eller välj att barnet är fött."},
		"person.name-missing":                  {Number: 1007, Says: "Skriv förnamn eller efternamn."},
		"person.reason-missing":                {Number: 1008, Says: "Skriv varför uppgiften ändras. En mening räcker."},
		"person.born-missing":                  {Number: 1009, Says: "Skriv födelsedagen, till exempel 2016-06-16."},
		"person.merge-with-itself":             {Number: 1010, Says: "Välj den andra personen. Den här kan inte slås ihop med sig själv."},
		"person.merged-already":                {Number: 1011, Says: "Personen är redan sammanslagen med en annan. Öppna den i stället."},
		"person.protection-kind-missing":       {Number: 1012, Says: "Välj vilket slag av skydd det är: sekretessmarkering, skyddad folkbokföring eller fingerade uppgifter."},
		"person.not-protected":                 {Number: 1013, Says: "Personen har inga skyddade personuppgifter att häva."},
		"person.relation-kind-missing":         {Number: 1014, Says: "Välj vad personen är, till exempel vårdnadshavare eller närstående."},
		"person.relation-name-missing":         {Number: 1015, Says: "Skriv vem det är. Ett namn räcker."},
		"person.guardian-not-registered":       {Number: 1016, Says: "En vårdnadshavare behöver finnas som person. Skriv namn eller personnummer, så läggs personen upp."},
		"person.related-to-itself":             {Number: 1017, Says: "En person kan inte vara närstående till sig själv. Välj någon annan."},
		"person.relation-in-future":            {Number: 1018, Says: "Dagen ligger i framtiden eller saknas. Skriv den dag det började eller slutade gälla."},
		"person.scope-missing":                 {Number: 1019, Says: "Skriv vad uppdraget omfattar, till exempel sörja för person och förvalta egendom."},
		"person.guardian-already":              {Number: 1020, Says: "Den vårdnadshavaren finns redan."},
		"person.two-guardians-already":         {Number: 1021, Says: "Barnet har redan två vårdnadshavare. Avsluta först den som inte längre är det."},
		"person.no-such-relation":              {Number: 1022, Says: "Den uppgiften finns inte eller är redan avslutad. Ladda om sidan."},
		"person.relation-ends-before-it-began": {Number: 1023, Says: "Sista dagen ligger före den första. Kontrollera datumen."},
		"person.death-day-missing":             {Number: 1024, Says: "Skriv dödsdagen, till exempel 2026-03-02."},
		"person.death-in-future":               {Number: 1025, Says: "Dödsdagen ligger i framtiden. Kontrollera datumet."},
		"person.death-before-birth":            {Number: 1026, Says: "Dödsdagen ligger före födelsedagen. Kontrollera båda datumen."},
		"person.move-day-missing":              {Number: 1027, Says: "Skriv vilken dag det gäller, till exempel 2026-03-02."},
		"person.number-taken":                  {Number: 1040, Says: "En annan person har redan det numret. Sök på numret och öppna den personen."},
		"person.conflict-why":                  {Number: 1029, Says: "Skriv vad som gör att den handläggare det gäller är jävig. En mening räcker."},
		"person.conflict-of-whom":              {Number: 1030, Says: "Välj vem som är jävig."},
		"person.no-conflict":                   {Number: 1031, Says: "Jävet är redan hävt. Ladda om sidan."},
		"person.own-conflict":                  {Number: 1032, Says: "Du kan inte häva ditt eget jäv. Be din chef pröva det."},
		"person.has-not-moved":                 {Number: 1028, Says: "Personen är inte registrerad som utflyttad."},
	}
}
