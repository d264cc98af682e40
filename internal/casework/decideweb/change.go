package decideweb

import (
	"net/http"
	"strconv"

	"stadga/internal/casework"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// changing is the group of forms that stand on the page about correcting and
// changing a decision.
const changing = "andra"

// A Way is one act by which what a decision says can come to differ, with its law.
type Way struct {
	Heading, Law, Says string
	Link               *webkit.Link
}

func (p Pages) getChange(w http.ResponseWriter, r *http.Request) error {
	return p.showDecision(w, r, changing)
}

// waysToChange tells the acts apart. What has a form of its own on the page says so.
func (l *life) waysToChange() []Way {
	return []Way{
		{Heading: "Rätta ett skrivfel", Law: "36 § förvaltningslagen", Says: "Det som står är inte det som beslutades. Beslutet är detsamma.", Link: &webkit.Link{Path: l.base() + "#ratta-skal", Words: "Rätta i beslutet"}},
		{Heading: "Ändra beslutet", Law: "37 och 38 §§ förvaltningslagen", Says: "Beslutet är felaktigt. Till nackdel bara med förbehåll, av tvingande säkerhetsskäl eller när uppgifterna var vilseledande. Ett uppenbart fel som går att ändra snabbt och till fördel ska ändras."},
		{Heading: "Ändra för att förhållandena har ändrats", Law: "14 kap. 9 § socialtjänstlagen", Says: "Bara beslut tills vidare från den 1 juli 2025 eller senare, inte LSS."},
		{Heading: "Fatta ett nytt beslut", Law: "efter ny utredning", Says: "Behovet är ett annat, eller personen ansöker igen.", Link: &webkit.Link{Path: l.path("/utredning"), Words: "Till utredning"}},
		{Heading: "Rätta i dokumentationen", Law: "14 kap. 6 § socialtjänstlagen", Says: "En anteckning eller en del av utredningen är fel. Det som stod förut finns kvar.", Link: &webkit.Link{Path: l.path("") + "#tl", Words: "Till tidslinjen i ärendet"}},
		{Heading: "Personen anser att något är fel", Law: "14 kap. 6 § socialtjänstlagen", Says: "Det antecknas vid beslutet. Det är inget överklagande och ändrar inget."},
	}
}

// linkedDeviation names the deviation a correction is tied to.
func linkedDeviation(number string) string {
	if number == "" {
		return ""
	}
	return " Avvikelse " + number + "."
}

func showChange(l *life) []Blankett {
	var out []Blankett
	for _, it := range l.d.Items {
		if !it.Running(l.today) {
			continue
		}
		kind, _ := casework.ServiceByKey(it.Kind)
		fields := []Falt{radio(webkit.Field{Name: "section", Label: "Lagstöd", Options: webkit.Options(
			casework.MayChange, "37 §: beslutet är felaktigt", casework.MustChange, "38 §: uppenbart felaktigt, till fördel", casework.Changed14_9, "14 kap. 9 §: väsentligt ändrade förhållanden")})}
		if kind.Unit != casework.Piece {
			fields = append(fields, text(webkit.Field{Name: "extent", Label: "Omfattning", Size: "mini", Unit: string(kind.Unit), Value: strconv.Itoa(it.Extent.Count), Help: "Har utföraren uppdraget, skriv till utföraren där."}), choose(perField("per", it.Extent.Per)))
		}
		out = append(out, Blankett{
			ID: "andra-" + it.Service.String(), Fold: true, Heading: "Ändra: " + kind.Name, Button: "Besluta om ändringen", Hidden: []Hidden{{"service", it.Service.String()}},
			Fields: append(fields, day(webkit.Field{Name: "until", Label: "Sista dag", Value: it.Until.String(), Help: "Tomt betyder tills vidare."}),
				choose(webkit.Field{Name: "lesser", Label: "Grund om ändringen är till nackdel (37 §)", Options: webkit.Options("", "Den är inte till nackdel", "forbehall", "Förbehåll i beslutet", "sakerhet", "Tvingande säkerhetsskäl", "vilseledande", "Uppgifterna var vilseledande")}),
				area(webkit.Field{Name: "why", Label: "Skäl", Rows: 3}),
				area(webkit.Field{Name: "level", Label: "Om ändringen ger mindre: hur får " + l.Given + " ändå " + kind.Standard(l.today).Words() + "?", Rows: 2})),
		})
	}
	return out
}

func readChange(in *webkit.Input) engine.Command[casework.Decision] {
	return casework.AmendDecision{
		Section: in.Text("section"), Service: ids.Service{ID: in.ID("service")}, Extent: casework.Extent{Count: in.Number("extent"), Per: casework.PerSpan(in.Text("per"))},
		Until: in.Day("until"), Lesser: in.Text("lesser"), Why: in.Text("why"), Level: in.Text("level"),
	}
}

func showObjection(l *life) []Blankett {
	var from []string
	for _, party := range l.parties {
		from = append(from, party.String(), l.name(party))
	}
	return []Blankett{{ID: "invandning", Fold: true, Heading: "Personen anser att något är fel", Button: "Anteckna", Fields: []Falt{
		choose(webkit.Field{Name: "from", Label: "Vem?", Options: webkit.Options(from...)}),
		area(webkit.Field{Name: "says", Label: "Vad anser personen är fel?", Rows: 3}),
	}}}
}

func readObjection(in *webkit.Input) engine.Command[casework.Decision] {
	return casework.ObjectToDecision{From: ids.Person{ID: in.ID("from")}, Says: in.Prose("says")}
}
