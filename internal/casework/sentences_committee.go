package casework

import "stadga/internal/fault"

// committeeSentences are the words for what stands in the way of a proposal and of
// what only the board may decide. FEL-2200 to 2219.
func committeeSentences() fault.Catalogue {
	return fault.Catalogue{
		"proposal.made-already":        {Number: 2200, Says: "Förslaget är redan framlagt. Ladda om sidan och fortsätt där."},
		"proposal.choose-matter":       {Number: 2201, Says: "Välj vad utskottet ska besluta om."},
		"proposal.choose-body":         {Number: 2202, Says: "Välj om förslaget går till utskottet eller nämnden."},
		"proposal.choose-guardian":     {Number: 2203, Says: "Välj vilken vårdnadshavares samtycke som saknas."},
		"proposal.no-meeting":          {Number: 2204, Says: "Det är inget sammanträde den dagen. Nästa är {next}. Är sammanträdet extra, skriv dagen i fältet för det."},
		"proposal.meeting-passed":      {Number: 2205, Says: "Sammanträdet har redan varit. Välj ett senare."},
		"proposal.not-waiting":         {Number: 2206, Says: "Förslaget är redan beslutat eller återtaget. Ladda om sidan."},
		"proposal.meeting-ahead":       {Number: 2207, Says: "Sammanträdet är först {day}. Skriv beslutet när det har varit."},
		"proposal.say-paragraph":       {Number: 2208, Says: "Skriv paragrafens nummer i protokollet, till exempel 84."},
		"proposal.paragraph-taken":     {Number: 2209, Says: "Paragrafen står redan i årets protokoll. Kontrollera numret."},
		"proposal.choose-result":       {Number: 2210, Says: "Välj hur det beslutades: enligt förslaget, annat beslut eller återremiss."},
		"proposal.not-found":           {Number: 2211, Says: "Vi hittar inget sådant förslag."},
		"proposal.board-itself":        {Number: 2237, Says: "Det beslutar nämnden själv (30 kap. 11 § socialtjänstlagen). Välj ett sammanträde i nämnden."},
		"decision.committee-first":     {Number: 2212, Says: "Utskottet eller nämnden har inte beslutat om det än. Lägg fram ett förslag, och vänta in beslutet."},
		"decision.choose-decider":      {Number: 2213, Says: "Välj vem som fattar beslutet."},
		"decision.name-the-member":     {Number: 2214, Says: "Skriv vilken ordförande eller ledamot som fattade beslutet."},
		"decision.why-urgent":          {Number: 2215, Says: "Skriv varför beslutet inte kunde vänta till nästa sammanträde."},
		"decision.choose-change":       {Number: 2217, Says: "Välj vilken paragraf ändringen bygger på."},
		"decision.must-change-favours": {Number: 2218, Says: "En ändring enligt 38 § får inte vara till den enskildes nackdel. Välj 37 § eller 14 kap. 9 §, med sin grund."},
		"decision.court-level":         {Number: 2219, Says: "Välj vilken domstol det gäller."},
		"decision.court-effect":        {Number: 2220, Says: "Välj vad domen gör med beslutet: står fast, upphävt, ändrat eller återförvisat."},
		"decision.court-has-not-it":    {Number: 2221, Says: "Målet ligger inte hos den domstolen. Registrera först att avgörandet har överklagats dit."},
		"decision.ruling-first":        {Number: 2222, Says: "Domstolen har inte avgjort målet än. Registrera avgörandet först."},
		"decision.higher-court":        {Number: 2223, Says: "Ett avgörande överklagas till nästa domstol. Välj den."},
		"decision.not-stayed":          {Number: 2224, Says: "Beslutet är inte inhiberat."},
		"decision.stayed-already":      {Number: 2225, Says: "Beslutet är redan inhiberat."},
		"decision.choose-who-appeals":  {Number: 2226, Says: "Välj om det är personen eller nämnden som överklagar vidare."},
		"coercion.choose-step":         {Number: 2230, Says: "Välj vad som har gjorts."},
		"coercion.not-now":             {Number: 2231, Says: "Steget kan inte tas nu. Antingen är det redan gjort eller så saknas det som kommer före."},
		"coercion.answer":              {Number: 2232, Says: "Välj ett av svaren."},
		"coercion.until":               {Number: 2233, Says: "Skriv till vilken dag. Den ligger efter dagen för beslutet."},
		"coercion.by-committee":        {Number: 2234, Says: "Beslut enligt {provision} fattas lägst av utskottet. Lägg fram ett förslag, och välj utskottets beslut här."},
		"coercion.not-by-chair":        {Number: 2235, Says: "Beslut enligt {provision} kan inte fattas av ordföranden. Lägg fram ett förslag för utskottet."},
		"coercion.not-found":           {Number: 2249, Says: "Vi hittar inget sådant tvångsärende."},
		"coercion.told-already":        {Number: 2236, Says: "Det är redan inskrivet. Ladda om sidan."},
		"decision.reported-already":    {Number: 2216, Says: "Beslutet är redan anmält till nämnden."},
	}
}
