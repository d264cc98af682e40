package casework

import "stadga/internal/fault"

// careSentences are the words for what stands in the way when an investigation is
// carried through. FEL-2650 to 2699.
func careSentences() fault.Catalogue {
	return fault.Catalogue{
		"unexecuted.reason-missing":               {Number: 2690, Says: "Skriv varför beslutet inte är verkställt. Skälet lämnas till IVO och revisorerna."},
		"unexecuted.quarter-ahead":                {Number: 2691, Says: "Kvartalet har inte börjat. Välj det som pågår eller ett tidigare."},
		"unexecuted.too-soon":                     {Number: 2692, Says: "Det har inte gått tre månader. Beslutet rapporteras först då."},
		"unexecuted.reported-already":             {Number: 2693, Says: "Beslutet är redan rapporterat för kvartalet."},
		"unexecuted.never-reported":               {Number: 2694, Says: "Beslutet är inte rapporterat som ej verkställt. Då finns inget att anmäla."},
		"unexecuted.not-carried":                  {Number: 2695, Says: "Beslutet är inte verkställt än. Anmäl det när insatsen har börjat."},
		"investigation.preparation-day":           {Number: 2650, Says: "Beredningens dag har varit. Välj i dag eller en senare dag."},
		"investigation.preparation-services":      {Number: 2651, Says: "Välj vilka insatser gruppen ska ta upp."},
		"investigation.preparation-before-opened": {Number: 2652, Says: "Beredningen kan inte ha hållits innan utredningen inleddes. Kontrollera datumet."},
		"investigation.preparation-manager":       {Number: 2653, Says: "Minst en enhetschef ska ha varit med. Kryssa i den som var det."},
		"investigation.preparation-result":        {Number: 2654, Says: "Välj vad beredningen kom fram till."},
		"investigation.prepare-first":             {Number: 2655, Says: "{service} ska tas upp i gruppen före beslut ({routine}). Skriv in ärendeberedningen först, så går det att besluta."},
		"investigation.no-such-certificate":       {Number: 2656, Says: "Det finns inget läkarintyg som väntas. Skriv först att det är begärt."},
		"investigation.certificate-before-asked":  {Number: 2657, Says: "Intyget kan inte ha kommit innan det begärdes. Kontrollera datumet."},
		"investigation.participation-or-reason":   {Number: 2658, Says: "Skriv hur personen har varit delaktig, eller varför det inte har gått."},
		"investigation.nothing-to-answer":         {Number: 2659, Says: "Det finns ingen text att svara för. Ladda om sidan och försök igen."},
		"investigation.observation-service":       {Number: 2673, Says: "Välj vilken insats observationen gäller."},
		"investigation.observation-from":          {Number: 2674, Says: "Observationen kan inte börja innan utredningen inleddes. Kontrollera första dagen."},
		"investigation.observation-until":         {Number: 2675, Says: "Skriv en slutdag. En observation pågår högst fyra veckor."},
		"investigation.observation-due":           {Number: 2676, Says: "Återrapporten kommer när observationen är slut. Välj slutdagen eller en senare dag."},
		"investigation.no-such-observation":       {Number: 2677, Says: "Inget observationsuppdrag väntar på återrapport. Ladda om sidan."},
		"investigation.observation-not-begun":     {Number: 2678, Says: "Observationen hade inte börjat den dagen. Kontrollera datumet."},
		"investigation.observation-open":          {Number: 2679, Says: "Ett observationsuppdrag väntar på återrapport. Skriv in den, eller varför observationen avbröts."},
		"investigation.no-such-need":              {Number: 2681, Says: "Behovet finns inte i den förra utredningen. Ladda om sidan."},
		"investigation.need-taken":                {Number: 2682, Says: "Behovet är redan hämtat. Ändra det som står här."},
		"care-plan.no-such-care":                  {Number: 2683, Says: "Vårdplan skrivs för vård utanför hemmet som pågår. Öppna beslutet om vården."},
		"care-plan.part-missing":                  {Number: 2684, Says: "{part} saknas i vårdplanen ({law}). Skriv några meningar."},
		"care-plan.review":                        {Number: 2685, Says: "Skriv när vårdplanen ses över nästa gång: efter den dag den gjordes och inom {months} månader."},
		"care-plan.why-revised":                   {Number: 2686, Says: "Skriv varför vårdplanen ändras. En mening räcker."},
		"investigation.observation-needed":        {Number: 2680, Says: "Skriv observationsuppdraget: insats, syfte, omfattning, vem som utför det och slutdag."},

		"case.consent-result":    {Number: 2660, Says: "Välj vad det ledde till: samtycker, motsätter sig, kan antas vilja det eller går inte att tolka."},
		"case.consent-presumed":  {Number: 2661, Says: "Skriv vad som talar för att personen vill det, till exempel vad den har sagt förut."},
		"case.necessity-why":     {Number: 2662, Says: "Skriv varför åtgärden var nödvändig just då, och varför den inte kunde vänta på samtycke."},
		"case.necessity-manager": {Number: 2663, Says: "Genomgången gör enhetschefen. Be chefen för enheten att öppna ärendet."},
		"case.necessity-none":    {Number: 2664, Says: "Det finns ingen åtgärd som väntar på genomgång. Ladda om sidan."},
		"case.sip-consent":       {Number: 2665, Says: "En SIP görs bara när den enskilde samtycker (10 kap. 8 § socialtjänstlagen). Skriv hur och när samtycket gavs."},
		"case.sip-need-first":    {Number: 2666, Says: "Skriv först varför en SIP behövs och att den enskilde samtycker."},
		"case.sip-meeting":       {Number: 2667, Says: "Mötets dag har varit. Välj i dag eller en senare dag."},
		"case.sip-follow-up":     {Number: 2668, Says: "Välj en dag efter mötet då planen ska följas upp."},
		"case.sip-none":          {Number: 2669, Says: "Det finns ingen SIP att följa upp. Skriv planen först."},
		"case.sip-before-made":   {Number: 2670, Says: "Uppföljningen kan inte ha skett innan planen gjordes. Kontrollera datumet."},
		"case.network-who":       {Number: 2671, Says: "Skriv vilka som var med, ur det privata eller det professionella nätverket."},
		"case.network-next":      {Number: 2672, Says: "Nästa möte ligger inte efter det här mötet. Kontrollera datumet."},
	}
}
