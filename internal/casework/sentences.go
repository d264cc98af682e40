package casework

import "stadga/internal/fault"

// Sentences holds what the area says to the user.
func Sentences() fault.Catalogue {
	return fault.Merge(caseSentences(), intakeSentences(), receptionSentences(), noteSentences(), decidingSentences())
}

// FEL-2000 to 2049.
func caseSentences() fault.Catalogue {
	return fault.Catalogue{
		"case.unknown":           {Number: 2000, Says: "Vi hittar inget sådant ärende."},
		"case.opened-already":    {Number: 2001, Says: "Ärendet är redan upplagt. Ladda om sidan och fortsätt där."},
		"case.person-missing":    {Number: 2002, Says: "Välj vem ärendet gäller."},
		"case.area-missing":      {Number: 2003, Says: "Välj område: äldre, funktionsnedsättning, barn och unga eller vuxen."},
		"case.number-malformed":  {Number: 2004, Says: "Ärendet kunde inte få något nummer. Försök igen om en stund."},
		"case.is-closed":         {Number: 2005, Says: "Ärendet är avslutat. Det öppnas igen när något nytt kommer in."},
		"case.officer-missing":   {Number: 2006, Says: "Välj vilken handläggare som tar över."},
		"case.lines-run":         {Number: 2007, Says: "Något pågår fortfarande i ärendet. Avsluta utredningar, insatser och sådant som kommit in först."},
		"case.person-has-one":    {Number: 2009, Says: "Personen har redan ett ärende i det området. Öppna det i stället."},
		"case.number-taken":      {Number: 2010, Says: "Ärendenumret hann bli upptaget. Skicka igen, så får ärendet ett nytt."},
		"case.number-unknown":    {Number: 2011, Says: "Vi hittar inget ärende med det numret. Det skrivs med år och fyra siffror, till exempel 2026-0412."},
		"case.merge-with-orders": {Number: 2013, Says: "Ett uppdrag hos en utförare hör till dubbletten. Avsluta uppdraget först, slå ihop personerna och skicka uppdraget på nytt."},
		"case.merge-too-large":   {Number: 2014, Says: "Dubbletten har för mycket i sin akt för att flyttas på en gång. Be systemförvaltaren om hjälp."},
		"case.reveal-reason":     {Number: 2012, Says: "Skriv varför du behöver se uppgifterna, med minst tio tecken. Skälet sparas i åtkomstloggen."},
		"case.reason-missing":    {Number: 2008, Says: "Skriv varför ärendet avslutas. En mening räcker."},
	}
}

// FEL-2050 to 2149.
func intakeSentences() fault.Catalogue {
	return fault.Catalogue{
		"intake.unknown":                   {Number: 2050, Says: "Vi hittar inget sådant ärende."},
		"intake.received-already":          {Number: 2051, Says: "Det här är redan registrerat. Ladda om sidan och fortsätt där."},
		"intake.received-missing":          {Number: 2052, Says: "Skriv när det kom in, dag och klockslag. Fristerna räknas därifrån."},
		"intake.received-in-future":        {Number: 2053, Says: "Datumet ligger i framtiden. I dag är det {today}. Skriv när det kom in."},
		"intake.received-long-ago":         {Number: 2054, Says: "Datumet ligger mer än två år tillbaka. Kontrollera året."},
		"intake.received-after-registered": {Number: 2055, Says: "Det kan inte ha kommit in efter att det registrerades. Kontrollera dag och klockslag."},
		"intake.channel-missing":           {Number: 2056, Says: "Välj hur det kom in."},
		"intake.kind-missing":              {Number: 2057, Says: "Välj vad det är som har kommit in."},
		"intake.request-is-lss":            {Number: 2058, Says: "En begäran enligt LSS hör till funktionsnedsättning eller barn. Välj ansökan, eller byt område."},
		"intake.child-is-concern-report":   {Number: 2059, Says: "Oro för ett barn registreras som orosanmälan, med skyddsbedömning."},
		"intake.concern-missing":           {Number: 2060, Says: "Skriv vad oron gäller, så som anmälaren säger det. 2–5 meningar räcker."},
		"intake.wish-missing":              {Number: 2061, Says: "Skriv vad personen ber om, med personens egna ord."},
		"intake.information-missing":       {Number: 2062, Says: "Skriv vad som har kommit fram. 2–5 meningar räcker."},
		"intake.reporter-role-missing":     {Number: 2063, Says: "Välj anmälarens roll. Är den okänd, välj privatperson eller annan."},
		"intake.danger-missing":            {Number: 2064, Says: "Svara om det är våld eller fara just nu. Vet inte är också ett svar."},
		"intake.reason-missing":            {Number: 2065, Says: "Skriv varför tiden rättas. En mening räcker."},

		"intake.protection-missing":         {Number: 2070, Says: "Svara om barnet behöver omedelbart skydd. Kan inte avgöras nu är också ett svar."},
		"intake.protection-why":             {Number: 2071, Says: "Skriv varför barnet behöver skydd nu. En mening räcker."},
		"intake.protection-why-not":         {Number: 2072, Says: "Skriv varför barnet inte behöver skydd nu. En mening räcker."},
		"intake.protection-why-unclear":     {Number: 2073, Says: "Skriv vad som saknas för att kunna avgöra det. En mening räcker."},
		"intake.protection-in-future":       {Number: 2074, Says: "Skyddsbedömningen kan inte ligga i framtiden. Kontrollera dag och klockslag."},
		"intake.protection-before-received": {Number: 2075, Says: "Skyddsbedömningen kan inte vara gjord innan anmälan kom in. Kontrollera dag och klockslag."},
		"intake.nobody-to-alert":            {Number: 2180, Says: "Ingen chef kunde underrättas om att barnet behöver skydd. Ring chefen för enheten."},
		"intake.alert-receipted":            {Number: 2181, Says: "En annan chef har redan kvitterat."},
		"intake.protection-is-for-children": {Number: 2076, Says: "Skyddsbedömning görs när en orosanmälan gäller ett barn."},
		"intake.no-preliminary-assessment":  {Number: 2077, Says: "Bara en orosanmälan har förhandsbedömning. Öppna en utredning i stället."},
		"intake.contact-with-missing":       {Number: 2078, Says: "Välj vem kontakten togs med."},
		"intake.guardian-missing":           {Number: 2079, Says: "Välj vilken vårdnadshavare det gäller."},
		"intake.contact-day-missing":        {Number: 2080, Says: "Skriv vilken dag kontakten togs, eller varför den inte har tagits."},
		"intake.contact-in-future":          {Number: 2081, Says: "Dagen ligger i framtiden. Anteckna kontakten när den är tagen."},
		"intake.contact-before-received":    {Number: 2082, Says: "Dagen ligger före den dag anmälan kom in. Kontrollera datumet."},
		"intake.not-done-is-for-guardians":  {Number: 2083, Says: "Skäl att inte ta kontakt skrivs för vårdnadshavare och barn. Välj någon av dem."},
		"intake.contacts-locked":            {Number: 2084, Says: "Familjen får inte kontaktas nu. Häv spärren först, eller anteckna att kontakten redan är tagen."},
		"intake.others-need-consent":        {Number: 2085, Says: "I förhandsbedömningen kontaktas bara familjen, anmälaren och egna akter. För andra behövs samtycke. Är kontakten redan tagen, anteckna det."},
		"intake.child-talk-needs-basis":     {Number: 2086, Says: "Samtal med barnet behöver en vårdnadshavares samtycke, eller att barnet är moget att bestämma själv. Har samtalet redan skett, anteckna det."},
		"intake.lock-reason-missing":        {Number: 2087, Says: "Skriv varför. En mening räcker."},
		"intake.not-locked":                 {Number: 2088, Says: "Det finns ingen spärr att häva."},
		"intake.extension-too-late":         {Number: 2089, Says: "14-dagarsgränsen gick ut {day}. Fatta beslut nu och skriv varför det dröjde. Tiden kan inte förlängas i efterhand."},
		"intake.extension-until-missing":    {Number: 2090, Says: "Skriv till vilken dag tiden förlängs. Den ska ligga efter {day}."},
		"intake.extension-reasons-missing":  {Number: 2091, Says: "Skriv vilka synnerliga skäl som finns. Utan sådana kan tiden inte förlängas."},
		"intake.extension-reasons-weak":     {Number: 2092, Says: "Arbetsbelastning, semester eller vakanser är inga synnerliga skäl. Skriv vad i barnets situation som gör att tiden inte räcker."},
		"intake.officer-missing":            {Number: 2093, Says: "Välj vilken handläggare som tar det."},
		"intake.decided-already":            {Number: 2094, Says: "Det finns redan ett beslut. Ladda om sidan."},
		"intake.assess-first":               {Number: 2095, Says: "Gör skyddsbedömningen först. Den ska finnas även om en utredning redan pågår."},
		"intake.outcome-missing":            {Number: 2096, Says: "Välj vad beslutet är."},
		"intake.ground-missing":             {Number: 2097, Says: "Välj lagrum för utredningen."},
		"intake.investigation-missing":      {Number: 2098, Says: "Utredningen kunde inte läggas upp. Försök igen om en stund."},
		"intake.application-must-be-tried":  {Number: 2099, Says: "En ansökan ska alltid prövas. Inled utredning, eller skriv av den om personen tar tillbaka den."},
		"intake.reasons-missing":            {Number: 2100, Says: "Skriv skälen för beslutet. 1–3 meningar räcker."},
		"intake.no-inquiry-runs":            {Number: 2101, Says: "Ingen utredning om barnet pågår. Välj om en utredning ska inledas eller inte."},
		"intake.report-is-not-withdrawn":    {Number: 2102, Says: "En orosanmälan kan inte tas tillbaka. Besluta att inleda eller inte inleda utredning."},
		"intake.guardian-unanswered":        {Number: 2103, Says: "En vårdnadshavare är inte kontaktad. Anteckna kontakten, eller varför den inte har tagits."},
		"intake.late-reason-missing":        {Number: 2104, Says: "14-dagarsgränsen gick ut {day}. Skriv varför det dröjde. Tiden kan inte förlängas i efterhand."},
		"intake.feedback-mandated-only":     {Number: 2105, Says: "Bara den som är skyldig att anmäla får veta om utredning inleds."},
		"intake.feedback-before-decision":   {Number: 2106, Says: "Det finns inget beslut att berätta om än. Besluta först."},
		"intake.feedback-day-wrong":         {Number: 2107, Says: "Skriv vilken dag anmälaren fick svar. Den kan inte ligga före beslutet eller i framtiden."},
		"intake.feedback-how-missing":       {Number: 2108, Says: "Skriv hur anmälaren fick svar, till exempel per telefon."},
		"intake.meeting-mandated-only":      {Number: 2109, Says: "Möte erbjuds när anmälaren är skyldig att anmäla."},
		"intake.child-missing":              {Number: 2111, Says: "Skriv barnets personnummer, namn och födelseår, okänt eller ofött."},
		"intake.child-unclear":              {Number: 2112, Says: "Det går inte att läsa vem barnet är. Skriv personnummer, eller namn och födelseår som Elis Lund 2016, eller okänt, eller ofött."},
		"intake.child-twice":                {Number: 2113, Says: "Samma barn står på två rader. Ta bort den ena."},
		"intake.child-not-looked-up":        {Number: 2114, Says: "Barnet kunde inte slås upp just nu. Det du skrev finns kvar. Försök igen om en stund."},
		"intake.name-differs":               {Number: 2115, Says: "Numret hör till någon med ett annat namn. Kontrollera numret och namnet."},
		"intake.received-is-suggestion":     {Number: 2116, Says: "Tiden är ett förslag för telefon och besök. Skriv när det kom in, till exempel när mejlet kom till brevlådan."},
		"intake.nothing-marked":             {Number: 2117, Says: "Markera det som ska tilldelas, högst 75 åt gången."},
		"intake.meeting-reason-missing":     {Number: 2110, Says: "Skriv varför inget möte erbjuds. En mening räcker."},
	}
}

// receptionSentences are FEL-2300 to 2349.
func receptionSentences() fault.Catalogue {
	return fault.Catalogue{
		"intake.municipality-missing":      {Number: 2300, Says: "Skriv vilken kommun det gäller."},
		"intake.answer-by-missing":         {Number: 2301, Says: "Skriv vilken dag yttrandet senast ska lämnas."},
		"intake.not-a-discharge":           {Number: 2302, Says: "Det här gäller inte en utskrivning från sjukhus."},
		"intake.hospital-missing":          {Number: 2303, Says: "Skriv vilket sjukhus personen är inskriven på."},
		"intake.participants-missing":      {Number: 2304, Says: "Välj vilka som var med när utskrivningen planerades."},
		"intake.planning-result-missing":   {Number: 2305, Says: "Välj vad planeringen ledde till."},
		"intake.not-a-transfer":            {Number: 2306, Says: "Ingen kommun har bett att få flytta över det här."},
		"intake.transfer-answered":         {Number: 2307, Says: "Kommunen har redan fått ett svar. Ladda om sidan."},
		"intake.answer-municipality-first": {Number: 2308, Says: "Svara kommunen först, med skäl."},
		"intake.no-opinion-asked":          {Number: 2309, Says: "Ingen har begärt ett yttrande här."},
		"intake.no-youth-service":          {Number: 2310, Says: "Det här gäller inte ungdomstjänst."},
		"intake.question-unanswered":       {Number: 2311, Says: "Svara på frågan: {question} Vet inte är också ett svar."},
		"intake.same-area":                 {Number: 2312, Says: "Välj det område där det hör hemma. Det ligger redan i det här."},
		"intake.redirect-reason-missing":   {Number: 2313, Says: "Skriv varför det hör hemma där. En mening räcker."},
		"intake.child-stays-with-children": {Number: 2314, Says: "En orosanmälan om ett barn bedöms alltid av barn och unga."},
		"intake.area-child":                {Number: 2315, Says: "Personen är under 18 år ({cited}). Registrera under barn och unga eller funktionsnedsättning."},
		"intake.area-adult":                {Number: 2316, Says: "Personen har fyllt 21 år ({cited}). Registrera under vuxen, äldre eller funktionsnedsättning."},
		"intake.area-young":                {Number: 2317, Says: "Personen har fyllt 18 år ({cited}). Kontrollera att det hör hemma hos barn och unga."},
		"intake.area-not-older":            {Number: 2318, Says: "Personen har inte fyllt 65 år ({cited}). Kontrollera att det hör hemma hos äldre."},
		"intake.ground-protects-children":  {Number: 2319, Says: "Lagrummet {cited} gäller barn och unga, och personen har fyllt 21 år. Välj 14 kap. 2 §."},
		"intake.ground-young":              {Number: 2320, Says: "Lagrummet {cited} gäller barn och unga, och personen har fyllt 18 år. Skriv varför lagrummet ändå är rätt."},
		"intake.service-needs-lss":         {Number: 2321, Says: "En insats som personen ber om finns bara i {cited}. Registrera en begäran enligt LSS."},
		"intake.service-is-sol":            {Number: 2322, Says: "En insats som personen ber om hör till {cited}. Registrera en ansökan."},
		"intake.service-over-twelve":       {Number: 2323, Says: "Korttidstillsyn är för den som har fyllt 12 år ({cited}). Skriv varför det ändå ska prövas."},
		"intake.service-other-unit":        {Number: 2324, Says: "En insats som personen ber om hör till en annan enhet ({cited}). Skriv varför lagrummet ändå är rätt."},
		"intake.child-unanswered":          {Number: 2335, Says: "Skriv om barnet har fått tala. Anteckna samtalet, eller varför barnet inte har fått tala, till exempel att det är för litet."},
		"investigation.team-missing":       {Number: 2336, Says: "Välj vilket team som fattar kortbeslutet."},
		"decision.short-too-long":          {Number: 2337, Says: "Ett kortbeslut gäller i högst {days} dagar. Behövs det längre inleder du en utredning."},
		"case.transfer-waits":              {Number: 2325, Says: "En begäran om överflyttning väntar redan på svar."},
		"case.transfer-contact-missing":    {Number: 2326, Says: "Skriv vem du har kontakt med i den andra kommunen."},
		"case.transfer-reasons-missing":    {Number: 2327, Says: "Skriv varför ärendet hör hemma i den andra kommunen."},
		"case.no-transfer-waits":           {Number: 2328, Says: "Ingen begäran om överflyttning väntar på svar."},
		"case.transfer-answer-before":      {Number: 2329, Says: "Svaret kan inte komma före begäran. Kontrollera datumet."},
		"case.handover-from-seventeen":     {Number: 2330, Says: "Överlämningen planeras från den dag personen fyller 17 år."},
		"case.handover-status-missing":     {Number: 2331, Says: "Välj hur långt överlämningen har kommit."},
		"case.handover-why-not":            {Number: 2332, Says: "Skriv varför stödet inte behöver fortsätta efter 18 år."},
		"case.handover-department-missing": {Number: 2333, Says: "Välj vilket område som tar emot."},
		"case.handover-officer-missing":    {Number: 2334, Says: "Välj vem som ansvarar hos den som tar emot."},
	}
}

// FEL-2150 to 2179.
func noteSentences() fault.Catalogue {
	return fault.Catalogue{
		"note.unknown":              {Number: 2150, Says: "Vi hittar ingen sådan anteckning."},
		"note.written-already":      {Number: 2151, Says: "Anteckningen är redan sparad. Ladda om sidan."},
		"note.text-missing":         {Number: 2152, Says: "Anteckningen är tom. Skriv 2–6 meningar."},
		"note.kind-missing":         {Number: 2153, Says: "Välj vad anteckningen gäller."},
		"note.happened-in-future":   {Number: 2154, Says: "Tiden ligger i framtiden. Anteckna det som har hänt."},
		"note.is-signed":            {Number: 2155, Says: "Anteckningen är signerad och ändras inte. Rätta den i stället, så syns båda."},
		"note.not-signed":           {Number: 2156, Says: "Anteckningen är inte signerad än. Ändra den direkt."},
		"note.not-the-author":       {Number: 2157, Says: "Bara den som skrev anteckningen kan ändra och signera den. Skriv en egen."},
		"note.reason-missing":       {Number: 2158, Says: "Skriv varför. En mening räcker."},
		"note.objection-missing":    {Number: 2159, Says: "Skriv vad personen anser vara fel, med personens egna ord."},
		"note.misfiled-already":     {Number: 2160, Says: "Anteckningen är redan märkt som felplacerad. En annan person flyttar den."},
		"note.already-in-that-case": {Number: 2161, Says: "Välj det ärende där anteckningen hör hemma. Den ligger redan i det här."},
		"note.not-misfiled":         {Number: 2162, Says: "Anteckningen är inte märkt som felplacerad, eller är redan flyttad."},
		"note.second-person-moves":  {Number: 2163, Says: "Du märkte anteckningen som felplacerad. En annan person flyttar den."},
	}
}
