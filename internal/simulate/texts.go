package simulate

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/delivery"
)

// An actor is who acts, as commands see it.
type actor = act.Actor

// sentence joins parts into a text about the person, whose first name stands
// where the parts have NN.
func sentence(p *Person, parts ...string) string {
	return strings.ReplaceAll(strings.Join(parts, " "), "NN", p.First)
}

func situation(c chance, p *Person, area string) string {
	switch area {
	case "barn":
		return sentence(p,
			pick(c, []string{"NN bor med sin familj på " + p.Street + ".", "NN bor växelvis hos sina föräldrar.", "NN bor med mamma och syskon i en hyreslägenhet."}),
			pick(c, []string{"Skolan berättar om hög frånvaro sedan i höstas.", "Förskolan beskriver ett barn som ofta är trött och ledset.", "Polisen har varit hemma hos familjen en kväll när föräldrarna bråkade.", "BVC har inte fått kontakt med föräldrarna trots flera kallelser."}),
			pick(c, []string{"Mamma berättar att hon inte har orkat som hon vill.", "Pappa säger att det har blivit lugnare på senare tid.", "Båda föräldrarna beskriver konflikter om gränser och tider."}))
	case "aldre":
		return sentence(p,
			pick(c, []string{"NN bor ensam på andra våningen utan hiss.", "NN bor i villa på " + p.Street + " sedan fyrtio år.", "NN bor i en tvåa nära centrum.", "NN bor med sin make, som också har svårt att orka."}),
			pick(c, []string{"Efter en höftfraktur i våras går NN med rollator.", "Synen har blivit mycket sämre det senaste året.", "NN har fått en hjärtsvikt som gör att orken tar slut före middagen.", "NN har fallit hemma två gånger under hösten."}),
			pick(c, []string{"Dottern handlar på lördagar.", "Grannen tittar in ibland.", "En son bor i en annan kommun och ringer varje kväll.", "Det finns ingen anhörig i närheten."}))
	}
	return sentence(p,
		pick(c, []string{"NN bor i egen lägenhet sedan två år.", "NN bor hos sina föräldrar.", "NN bor ensam och har god man."}),
		pick(c, []string{"Vardagen fungerar när den ser likadan ut.", "Det är svårt att komma i gång med sådant som måste göras.", "Nya människor och platser tar mycket kraft."}))
}

// needs are what officers write of the need, by kind of service.
var needs = map[string][]string{
	"hemtjanst-dusch":  {"NN kommer inte in i duschen utan att någon håller i och kan inte torka sig om ryggen.", "NN ramlade i badrummet och vågar inte duscha ensam."},
	"hemtjanst-maltid": {"NN kan värma mat men glömmer ofta att äta.", "NN orkar inte stå vid spisen och har gått ner i vikt."},
	"hemtjanst-omvardnad": {
		"NN reser sig inte från sängen på egen hand på morgonen.", "NN klarar inte att klä på sig nedtill eller bära tvätt.",
		"NN kommer inte in i duschen utan att någon håller i.", "NN behöver hjälp till toaletten morgon och kväll.",
	},
	"trygghetslarm":   {"NN har fallit hemma och nådde inte telefonen från golvet.", "NN är ensam om nätterna och kan inte kalla på hjälp."},
	"sarskilt-boende": {"NN hittar inte i sin lägenhet på nätterna och ropar på hjälp.", "NN faller flera gånger i veckan trots hjälp morgon, middag och kväll."},
	"korttidsboende":  {"NN kan inte gå till toaletten utan två personer efter operationen."},
	"dagverksamhet":   {"NN träffar ingen på hela veckan och blir nedstämd av det."},
	"avlosning":       {"NN kan inte lämnas ensam, och den som vårdar får inte sova."},
	"ledsagning":      {"NN ser inte trottoarkanter och vågar inte gå ut ensam."},
	"boendestod":      {"NN kommer inte i gång med disk, tvätt och räkningar på egen hand."},
	"oppenvard-vuxen": {"NN tappar dagarna när suget kommer och behöver samtal för att stå emot."},
	"lss":             {"NN behöver någon vid sin sida för att klara det som är nytt under dagen.", "NN behöver att dagen ser likadan ut och att någon påminner om nästa steg."},
}

func need(c chance, p *Person, kind string) string {
	texts := needs[kind]
	if len(texts) == 0 {
		texts = needs["lss"]
	}
	return sentence(p, pick(c, texts))
}

func strength(c chance) string {
	return pick(c, []string{"Tvättar ansikte och händer själv.", "Lagar kaffe och smörgås.", "Ringer själv när något behövs.", "Tar sina mediciner ur dosett.", "Säger tydligt ifrån."})
}

// lifeArea is the part of the inquiry that a service answers to.
func lifeArea(kind string) string {
	switch kind {
	case "trygghetslarm", "sarskilt-boende", "korttidsboende":
		return "trygghet"
	case "dagverksamhet", "ledsagning", "lss-ledsagarservice", "lss-kontaktperson", "kontaktperson":
		return "samhallsgemenskap"
	case "avlosning", "lss-avlosarservice":
		return "narstaende"
	case "lss-daglig-verksamhet":
		return "utbildning-arbete"
	case "boendestod", "lss-boende-vuxna":
		return "hemliv"
	case "oppenvard-vuxen":
		return "uppgifter"
	}
	return "personlig-vard"
}

func assessment(p *Person, outcome string) string {
	switch outcome {
	case "avslag":
		return sentence(p, "Behovet är tillgodosett genom de insatser NN redan har och genom hjälpmedel. Skäliga levnadsförhållanden är uppnådda.")
	case "delvis-bifall":
		return sentence(p, "NN behöver stöd varje dag. En del av det som söks kan NN klara med de hjälpmedel som är på väg.")
	case "avvisning", "avskrivning":
		return "Ärendet avslutas utan prövning."
	}
	return sentence(p, "NN klarar inte själv det som ansökan gäller, och ingen annan kan ge stödet. Insatsen behövs för skäliga levnadsförhållanden.")
}

func visitNote(c chance, p *Person) string {
	return sentence(p,
		pick(c, []string{"Träffar NN hemma vid köksbordet.", "NN tar emot i dörren med rollator.", "NN och dottern är hemma."}),
		pick(c, []string{"Vi går igenom en vanlig dag från morgon till kväll.", "NN visar badrummet och hur hen tar sig över kanten.", "NN berättar att nätterna är långa."}),
		pick(c, []string{"NN säger att hjälp på morgonen är viktigast.", "NN vill helst klara maten själv.", "NN är orolig för att bli en belastning."}))
}

func risks(c chance) string {
	return pick(c, []string{"Fallrisk. Nyckel finns i nyckelskåp.", "Fallrisk vid dusch.", "Hund i hemmet.", "Hör dåligt: ring på två gånger.", ""})
}

func how(c chance) string {
	return pick(c, []string{"Två personer ur samma grupp hjälper till på måndagar och torsdagar.", "Personalen är med och stöttar, men gör inte i stället för.", "Samma tid varje dag. Påminn kvällen innan.", "Börja med det som går lätt och öka en gång i månaden."})
}

func reviewSays(c chance) string {
	return pick(c, []string{"Planen fungerar. Tiden på morgonen flyttas en halvtimme.", "Målet är nära. Vi fortsätter som nu.", "Orken har minskat. Vi delar upp hjälpen på två gånger.", "Den enskilde vill ha färre olika personer."})
}

func signalSays(c chance, kind delivery.SignalKind) string {
	switch kind {
	case delivery.MoreHelp:
		return pick(c, []string{"Behöver nu hjälp av två personer vid dusch.", "Hittas ofta i sängen vid lunch och har inte ätit.", "Hjälpen på kvällen räcker inte längre."})
	case delivery.LessHelp:
		return "Klarar frukost och klädsel själv sedan en månad."
	}
	return pick(c, []string{"Har flyttat sängen till nedervåningen.", "Vill byta dagar för inköp.", "Anhörig har rest bort en längre tid."})
}

func effect(c chance) string {
	return pick(c, []string{"Är nöjd med personalen och känner igen dem som kommer.", "Tycker att det är för många olika som kommer.", "Orkar mer på dagarna.", "Saknar att komma ut.", "Sover bättre och är mindre orolig."})
}

// placeName is what is offered, in words.
func placeName(provider string) string {
	for _, p := range Providers() {
		if p.Key == provider {
			return "Plats på " + p.Name
		}
	}
	return "Plats"
}

func childSays(c chance, p *Person) string {
	return sentence(p,
		pick(c, []string{"NN vill att mamma och pappa ska sluta bråka.", "NN säger att det är bäst hos mormor.", "NN vill inte prata om hemma men gärna om fotbollen.", "NN säger att läraren är snäll och att det är svårt att sova."}),
		pick(c, []string{"NN vill gärna träffa oss igen.", "NN vill veta vad som händer sedan.", "NN vill att vi pratar med mamma först.", "NN ritar sin familj och sitt rum."}))
}

func guardianSays(c chance, guardian, child *Person) string {
	return strings.ReplaceAll(pick(c, []string{
		"GG känner igen det som berättas och vill ha hjälp.",
		"GG tycker att anmälan överdriver men tar gärna emot råd.",
		"GG är orolig för NN och har själv sökt elevhälsan.",
		"GG säger att det var en enstaka händelse.",
		"GG vill att den andra föräldern också kallas.",
	}), "GG", guardian.First) + ifChild(child)
}

func ifChild(child *Person) string { return " Vi har pratat om hur " + child.First + " har det." }

func childArea(c chance, p *Person) string {
	return sentence(p, pick(c, []string{
		"NN har 38 procents frånvaro och når inte målen i två ämnen.",
		"NN är frisk men har inte varit hos tandläkaren på tre år.",
		"Föräldrarna har svårt att hålla rutiner för mat och sömn.",
		"Föräldrarna visar värme men kan inte skydda NN från grälen.",
	}))
}

func childAssessment(p *Person, outcome string) string {
	switch outcome {
	case "insats":
		return sentence(p, "NN behöver att föräldrarna får stöd i hur vardagen ska fungera. Öppenvård räcker för att NN ska få det skydd och stöd som behövs.")
	case "lvu-ansokan":
		return sentence(p, "NN lever med en påtaglig risk för skada, och föräldrarna går inte med på vård. Nämnden ansöker om vård enligt LVU.")
	}
	return sentence(p, "Föräldrarna har tagit emot hjälp och gjort förändringar som NN märker. NN behöver inget stöd från nämnden nu.")
}

func concern(c chance, r *Report) string {
	what := map[string][]string{
		"foralder": {"Barnet berättar att mamma ligger i sängen hela dagarna.", "Pappa var berusad när han hämtade.", "Föräldrarna skriker på varandra så att grannarna hör.", "Hemmet är mycket smutsigt och det finns lite mat."},
		"barnet":   {"Barnet går inte till skolan och är uppe på nätterna.", "Barnet slår andra barn och är ofta ensamt.", "Tonåringen har setts påverkad i centrum.", "Barnet skadar sig självt."},
		"ovrigt":   {"Familjen har blivit vräkt och bor hos bekanta.", "Barnet har kommit tillbaka efter lång tid utomlands.", "En vuxen i barnets närhet har blivit anmäld för brott."},
	}[r.Reason]
	says := pick(c, what)
	if r.Violence {
		says += " Det finns uppgifter om våld mellan de vuxna."
	}
	return says
}

func worries(r *Report) []string {
	worry := map[string]string{"foralder": "foralderns-situation", "barnet": "barnets-beteende", "ovrigt": "ovrigt"}[r.Reason]
	if r.Violence {
		return []string{worry, "vald-i-nara-relation"}
	}
	return []string{worry}
}

func reporterName(c chance, reporter string) string {
	return map[string][]string{
		"polis":         {"Polisregion Mitt, yttre befäl", "Polisen, ungdomsgruppen"},
		"skola":         {"Rektor, Tallskolan", "Kurator, Norrsalaskolan", "Förskolan Gläntan"},
		"vard":          {"Barn- och ungdomspsykiatrin", "Vårdcentralen Almen", "Folktandvården"},
		"myndighet":     {"Kriminalvården, frivården", "Socialjouren i grannkommunen", "Försäkringskassan"},
		"egen-personal": {"Ekonomiskt bistånd", "Familjerätten"},
	}[reporter][c.IntN(2)]
}

// jourName is the name of the emergency duty, when it made the assessment.
func jourName(assessor string) string {
	if assessor == "cecilia-nord" {
		return "Socialjouren, Cecilia Nord"
	}
	return ""
}
