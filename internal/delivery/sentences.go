package delivery

import "stadga/internal/fault"

// Sentences holds what the area says to the user. FEL-1400 to 1499, and 3526 to 3559.
func Sentences() fault.Catalogue {
	return fault.Merge(orderSentences(), choiceSentences(), registerSentences())
}

func orderSentences() fault.Catalogue {
	return fault.Catalogue{
		"order.unknown":                     {Number: 1400, Says: "Vi hittar inget sådant uppdrag."},
		"order.sent-already":                {Number: 1401, Says: "Uppdraget är redan skickat. Ladda om sidan och fortsätt där."},
		"order.nothing-granted":             {Number: 1402, Says: "Det finns ingen beviljad insats att lämna uppdrag om. Fatta beslutet först."},
		"order.provider-missing":            {Number: 1403, Says: "Välj utförare. Har personen inte valt, välj den utförare som gäller utan val."},
		"order.goals-missing":               {Number: 1404, Says: "Uppdraget behöver mål eller syfte. Utan dem vet utföraren inte vad som ska uppnås. Välj minst ett mål ur beslutet."},
		"order.extent-missing":              {Number: 1405, Says: "Skriv hur mycket uppdraget omfattar, till exempel 2 gånger per vecka."},
		"order.wish-after-end":              {Number: 1406, Says: "Önskat startdatum ligger efter beslutets sista dag. Kontrollera datumen."},
		"order.person-deceased":             {Number: 1407, Says: "Personen har avlidit. Inget uppdrag kan lämnas."},
		"order.acknowledged-already":        {Number: 1408, Says: "Uppdraget är redan kvitterat."},
		"order.acknowledge-first":           {Number: 1409, Says: "Kvittera uppdraget först. Då vet handläggaren att ni har sett det."},
		"order.ended-already":               {Number: 1410, Says: "Uppdraget är avslutat. Inget mer kan registreras på det."},
		"order.started-already":             {Number: 1411, Says: "Insatsen har redan börjat."},
		"order.turndown-reason-missing":     {Number: 1412, Says: "Skriv varför ni inte kan ta uppdraget. En mening räcker."},
		"order.start-missing":               {Number: 1413, Says: "Skriv vilken dag insatsen börjar, till exempel 2026-03-16."},
		"order.start-before-sent":           {Number: 1414, Says: "Startdagen ligger före den dag uppdraget skickades. Kontrollera datumet."},
		"order.start-too-far":               {Number: 1415, Says: "Startdagen ligger mer än ett år bort. Kontrollera datumet."},
		"order.start-after-end":             {Number: 1416, Says: "Startdagen ligger efter beslutets sista dag. Kontrollera datumet eller fråga handläggaren."},
		"order.visit-shows-start":           {Number: 1417, Says: "Den här insatsen börjar när det första besöket registreras. Registrera besöket, så syns starten av sig själv."},
		"order.wrong-proof":                 {Number: 1418, Says: "Det visar inte att just den här insatsen har börjat. Välj det som passar insatsen."},
		"order.start-in-future":             {Number: 1419, Says: "Dagen ligger i framtiden. Registrera starten när den har skett."},
		"order.offer-day":                   {Number: 1420, Says: "Skriv vilken dag erbjudandet lämnades. Dagen kan inte ligga i framtiden."},
		"order.offer-what":                  {Number: 1421, Says: "Skriv vad som erbjöds, till exempel plats på Lindgården."},
		"order.offer-answer":                {Number: 1422, Says: "Välj om personen tackade ja eller nej."},
		"order.delay-reason-missing":        {Number: 1423, Says: "Skriv varför beslutet inte är verkställt. Skälet lämnas till IVO och revisorerna."},
		"order.day-not-past":                {Number: 1424, Says: "Skriv vilken dag det gäller. Dagen kan inte ligga i framtiden."},
		"order.not-started":                 {Number: 1425, Says: "Insatsen har inte börjat och kan därför inte ha avbrott."},
		"order.interrupted-already":         {Number: 1426, Says: "Avbrottet är redan registrerat."},
		"order.not-interrupted":             {Number: 1427, Says: "Insatsen har inget avbrott att avsluta."},
		"order.resumed-before-interruption": {Number: 1428, Says: "Dagen ligger före avbrottet. Kontrollera datumet."},
		"order.message-missing":             {Number: 1429, Says: "Skriv vad du vill fråga eller svara."},
		"order.end-reason-missing":          {Number: 1430, Says: "Välj varför uppdraget avslutas."},
		"order.end-day-missing":             {Number: 1431, Says: "Skriv uppdragets sista dag."},
		"order.end-too-far":                 {Number: 1432, Says: "Sista dagen ligger mer än tre månader bort. Avsluta uppdraget närmare den dagen."},

		"plan.made-day":              {Number: 1440, Says: "Skriv vilken dag planen upprättades. Dagen kan inte ligga i framtiden."},
		"plan.review-missing":        {Number: 1441, Says: "Skriv när planen ska följas upp. Utan en dag glöms uppföljningen."},
		"plan.review-before-made":    {Number: 1442, Says: "Uppföljningen behöver ligga efter den dag planen upprättades."},
		"plan.review-too-far":        {Number: 1443, Says: "Planen behöver följas upp inom ett år. Välj en tidigare dag."},
		"plan.goals-missing":         {Number: 1444, Says: "Planen behöver minst ett mål. Utgå från målen i uppdraget."},
		"plan.goal-unknown":          {Number: 1445, Says: "Ett av målen finns inte i uppdraget. Ladda om sidan och välj bland målen där."},
		"plan.how-missing":           {Number: 1446, Says: "Skriv hur varje mål ska nås: vad som görs, när och av vem."},
		"plan.collaboration-missing": {Number: 1447, Says: "Skriv om andra behöver delta, till exempel hemsjukvården. Behövs det inte, skriv det."},
		"plan.shared-day":            {Number: 1448, Says: "Dagen då personen fick planen kan inte ligga före planen eller i framtiden."},
		"plan.make-first":            {Number: 1449, Says: "Det finns ingen genomförandeplan än. Upprätta den först."},
		"plan.review-day":            {Number: 1450, Says: "Uppföljningens dag kan inte ligga före planen eller i framtiden."},
		"plan.next-review":           {Number: 1451, Says: "Skriv när planen ska följas upp nästa gång, inom ett år."},
		"plan.review-text-missing":   {Number: 1452, Says: "Skriv vad uppföljningen visade. Några meningar räcker."},
		"plan.care-contact-answer":   {Number: 1453, Says: "Välj om fast omsorgskontakt har erbjudits."},
		"plan.care-contact-reason":   {Number: 1454, Says: "Skriv varför en fast omsorgskontakt är uppenbart obehövlig."},

		"unassessed.kind-missing":       {Number: 1470, Says: "Välj vilken insats det gäller."},
		"unassessed.from-wrong":         {Number: 1471, Says: "Skriv vilken dag insatsen gavs. Dagen kan inte ligga i framtiden."},
		"unassessed.until-wrong":        {Number: 1472, Says: "Sista dagen ligger före den första, i framtiden eller mer än en månad senare. Registrera en månad i taget."},
		"unassessed.count-wrong":        {Number: 1473, Says: "Skriv hur många gånger insatsen gavs, med siffror från 1 till 10 000."},
		"unassessed.age-unknown":        {Number: 1474, Says: "Välj en åldersgrupp i listan, eller alla åldrar."},
		"unassessed.registered-already": {Number: 1475, Says: "Antalet är redan registrerat. Ladda om sidan och fortsätt där."},
		"unassessed.no-unit":            {Number: 1476, Says: "Du hör inte till någon enhet eller utförare. Be systemförvaltaren lägga till det, så vet vi vem som gav insatsen."},
		"unassessed.unknown":            {Number: 1477, Says: "Vi hittar ingen sådan registrering."},
		"unassessed.why-missing":        {Number: 1478, Says: "Skriv varför antalet ändras. En mening räcker."},

		"signal.kind-missing":     {Number: 1460, Says: "Välj om personen behöver mer hjälp, mindre hjälp eller något annat."},
		"signal.what-missing":     {Number: 1461, Says: "Skriv vad som har ändrats. En eller två meningar räcker."},
		"signal.since-day":        {Number: 1462, Says: "Skriv sedan när behovet är ändrat. Dagen kan inte ligga i framtiden."},
		"signal.plan-not-current": {Number: 1463, Says: "Genomförandeplanen saknas eller är inte uppföljd i tid. Uppdatera den först, så kan handläggaren bedöma om mer hjälp behövs."},
		"signal.unknown":          {Number: 1464, Says: "Vi hittar ingen sådan anmälan om ändrat behov."},
		"signal.answered-already": {Number: 1465, Says: "Anmälan om ändrat behov är redan besvarad."},
		"signal.answer-missing":   {Number: 1466, Says: "Skriv ett svar till utföraren, också när du bedömer behovet annorlunda. En mening räcker."},
		"signal.leads-missing":    {Number: 1467, Says: "Välj vad anmälan leder till."},
	}
}
