package decideweb

import (
	"stadga/internal/casework"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// appealSentence says where the latest appeal stands.
func (l *life) appealSentence() (strong, rest string) {
	if len(l.d.Appeals) == 0 {
		if !l.d.Appealable() {
			return "", "Beslutet går inte personen emot och kan därför inte överklagas."
		}
		return "", "Inget överklagande har kommit in."
	}
	switch a := l.d.Appeals[len(l.d.Appeals)-1]; {
	case a.Tested == "":
		return "Rättidsprövningen är inte gjord.", ""
	case a.Tested == "for-sent":
		return "Överklagandet är avvisat som för sent inkommet.", ""
	case a.Considered.IsZero():
		return "Titta på om beslutet ska ändras.", "Överlämna sedan skyndsamt till förvaltningsrätten."
	case a.Forwarded.IsZero():
		return "Överklagandet ska överlämnas skyndsamt till förvaltningsrätten.", ""
	case !a.Stayed.IsZero():
		return "Beslutet är inhiberat.", "Det gäller inte förrän domstolen har avgjort målet."
	case a.Result == "":
		return "", "Överklagandet ligger hos " + lowerFirst(casework.CourtName(a.At)) + "."
	case len(a.Rulings) > 0 && a.Rulings[len(a.Rulings)-1].Effect != "":
		last := a.Rulings[len(a.Rulings)-1]
		return effectWords(last.Effect) + ".", last.What
	}
	return "", "Domstolen har avgjort överklagandet."
}

func (l *life) appeals() []webkit.Fact {
	var out []webkit.Fact
	for _, a := range l.d.Appeals {
		words := "Kom in " + webkit.PlainDay(a.On, l.today) + "."
		if a.Tested != "" {
			words += " " + either(a.Tested == "i-tid", "I tid.", "För sent.")
		}
		if !a.Considered.IsZero() {
			words += " Omprövat " + webkit.PlainDay(a.Considered, l.today) + either(a.Changed, ", ändrat.", ", inte ändrat.")
		}
		if !a.Forwarded.IsZero() {
			words += " Överlämnat " + webkit.PlainDay(a.Forwarded, l.today) + "."
		}
		for _, ruling := range a.Rulings {
			words += " " + ruling.Court + " " + webkit.PlainDay(ruling.On, l.today) + ": " + rulingWords(ruling.Result) + "."
			if ruling.Effect != "" {
				words += " " + effectWords(ruling.Effect) + "."
			}
			if ruling.What != "" {
				words += " Att göra: " + ruling.What
			}
		}
		if !a.FurtherOn.IsZero() {
			words += " Överklagat till " + lowerFirst(casework.CourtName(a.At)) + " " + webkit.PlainDay(a.FurtherOn, l.today) + " av " + map[string]string{"personen": "personen", "namnden": "nämnden"}[a.FurtherBy] + "."
		}
		if !a.Stayed.IsZero() {
			words += " Inhiberat " + webkit.PlainDay(a.Stayed, l.today) + "."
		}
		out = append(out, webkit.Fact{Label: "Överklagande från " + l.name(a.From), Value: words, Origin: a.Says})
	}
	return out
}

func rulingWords(result string) string {
	return map[string]string{"avslag": "avslag", "bifall": "bifall", "delvis-bifall": "delvis bifall", "aterforvisning": "återförvisning", "avvisning": "avvisning"}[result]
}

func showAppealIn(l *life) []Blankett {
	var from []string
	for _, party := range l.parties {
		from = append(from, party.String(), l.name(party))
	}
	return []Blankett{{ID: "overklaga", Fold: len(l.d.Appeals) > 0, Heading: "Nytt överklagande", Button: "Registrera överklagandet", Primary: len(l.d.Appeals) == 0, Fields: []Falt{
		day(webkit.Field{Name: "on", Label: "Kom in till nämnden den"}),
		choose(webkit.Field{Name: "from", Label: "Från", Options: webkit.Options(from...)}),
		area(webkit.Field{Name: "says", Label: "Vad vill den som överklagar?", Rows: 3}),
	}}}
}

func readAppealIn(in *webkit.Input) engine.Command[casework.Decision] {
	return casework.ReceiveAppeal{On: in.Day("on"), From: ids.Person{ID: in.ID("from")}, Says: in.Prose("says")}
}

// appealForms makes one form for each appeal that waits for that step.
func (l *life) appealForms(id, heading, button string, waits func(casework.Appeal) bool, fields ...Falt) []Blankett {
	var out []Blankett
	for _, a := range l.d.Appeals {
		if waits(a) {
			out = append(out, Blankett{ID: id + "-" + a.Key, Heading: heading, Button: button, Primary: len(out) == 0, Hidden: []Hidden{{"appeal", a.Key}}, Fields: fields})
		}
	}
	return out
}

func showAppealTest(l *life) []Blankett {
	return l.appealForms("rattid", "Kom överklagandet in i tid?", "Spara prövningen", func(a casework.Appeal) bool { return a.Tested == "" },
		radio(webkit.Field{Name: "result", Label: "Rättidsprövning", Options: webkit.Options("i-tid", "I tid", "for-sent", "För sent: avvisas")}),
		text(webkit.Field{Name: "why", Label: "Skäl om det avvisas"}))
}

func readAppealTest(in *webkit.Input) engine.Command[casework.Decision] {
	return casework.TestAppeal{Appeal: in.Text("appeal"), Result: in.Text("result"), Why: in.Text("why")}
}

func showReconsider(l *life) []Blankett {
	return l.appealForms("omprova", "Ska beslutet ändras? (38 § förvaltningslagen)", "Spara", func(a casework.Appeal) bool {
		return a.Tested == "i-tid" && a.Considered.IsZero() && a.Forwarded.IsZero()
	},
		radio(webkit.Field{Name: "changed", Label: "Är beslutet uppenbart felaktigt?", Options: webkit.Options("ja", "Ja, det ändras", "nej", "Nej")}),
		area(webkit.Field{Name: "why", Label: "Varför?", Rows: 2}))
}

func readReconsider(in *webkit.Input) engine.Command[casework.Decision] {
	return casework.ReconsiderAppeal{Appeal: in.Text("appeal"), Changed: in.MustWord("changed", "ja", "nej") == "ja", Why: in.Text("why")}
}

func showForward(l *life) []Blankett {
	return l.appealForms("overlamna", "Överlämna till förvaltningsrätten", "Registrera överlämnandet", func(a casework.Appeal) bool { return !a.Considered.IsZero() && a.Forwarded.IsZero() },
		day(webkit.Field{Name: "on", Label: "Överlämnat den", Value: l.today.String(), Prefilled: true}))
}

func readForward(in *webkit.Input) engine.Command[casework.Decision] {
	return casework.ForwardAppeal{Appeal: in.Text("appeal"), On: in.Day("on")}
}

func showRuling(l *life) []Blankett {
	var out []Blankett
	for _, a := range l.d.Appeals {
		if a.Forwarded.IsZero() || a.Result != "" {
			continue
		}
		out = append(out, Blankett{ID: "dom-" + a.Key, Heading: "Avgörande av " + lowerFirst(casework.CourtName(a.At)), Button: "Spara avgörandet", Primary: len(out) == 0, Hidden: []Hidden{{"appeal", a.Key}, {"level", a.At}}, Fields: []Falt{
			text(webkit.Field{Name: "court", Label: "Domstol", Value: casework.CourtName(a.At)}),
			radio(webkit.Field{Name: "result", Label: "Utgång", Options: webkit.Options("avslag", "Avslag", "bifall", "Bifall", "delvis-bifall", "Delvis bifall", "aterforvisning", "Återförvisning", "avvisning", "Avvisning")}),
			radio(webkit.Field{Name: "effect", Label: "Vad gör domen med beslutet?", Options: webkit.Options("star-fast", "Beslutet står fast", "upphavt", "Beslutet upphävs", "andrat", "Beslutet ändras", "aterforvisat", "Ärendet återförvisas till nämnden")}),
			area(webkit.Field{Name: "what", Label: "Vad ska nämnden göra?", Help: "När beslutet inte står fast.", Rows: 2}),
			day(webkit.Field{Name: "on", Label: "Dag"}),
		}})
	}
	return out
}

func readRuling(in *webkit.Input) engine.Command[casework.Decision] {
	return casework.RecordRuling{
		Appeal: in.Text("appeal"), Court: in.Text("court"), Level: in.Text("level"), Result: in.Text("result"), Effect: in.Text("effect"), What: in.Text("what"), On: in.Day("on"),
	}
}

func showFurther(l *life) []Blankett {
	var out []Blankett
	for _, a := range l.d.Appeals {
		if next := casework.NextCourt(a.At); a.Result != "" && next != "" {
			out = append(out, Blankett{
				ID: "vidare-" + a.Key, Fold: true, Heading: "Överklagat till " + lowerFirst(casework.CourtName(next)), Button: "Registrera", Hidden: []Hidden{{"appeal", a.Key}, {"court", next}},
				Help: "Där krävs prövningstillstånd. Tiden är tre veckor.", Fields: []Falt{
					radio(webkit.Field{Name: "by", Label: "Vem överklagar?", Options: webkit.Options("personen", "Personen", "namnden", "Nämnden")}),
					day(webkit.Field{Name: "on", Label: "Överklagat den"}),
				},
			})
		}
	}
	return out
}

func readFurther(in *webkit.Input) engine.Command[casework.Decision] {
	return casework.TakeAppealOn{Appeal: in.Text("appeal"), Court: in.Text("court"), By: in.Text("by"), On: in.Day("on")}
}

func showStay(l *life) []Blankett {
	var out []Blankett
	for _, a := range l.d.Appeals {
		if a.Forwarded.IsZero() || a.Result != "" && a.Stayed.IsZero() {
			continue
		}
		heading, lifted := "Inhibition", "nej"
		if !a.Stayed.IsZero() {
			heading, lifted = "Inhibitionen är hävd", "ja"
		}
		out = append(out, Blankett{
			ID: "inhibition-" + a.Key, Fold: true, Heading: heading, Button: "Spara", Hidden: []Hidden{{"appeal", a.Key}, {"lifted", lifted}},
			Help: "Domstolen bestämmer att beslutet tills vidare inte ska gälla.", Fields: []Falt{
				text(webkit.Field{Name: "court", Label: "Domstol", Value: casework.CourtName(a.At)}), day(webkit.Field{Name: "on", Label: "Dag"}),
			},
		})
	}
	return out
}

func readStay(in *webkit.Input) engine.Command[casework.Decision] {
	return casework.StayDecision{Appeal: in.Text("appeal"), Court: in.Text("court"), Lifted: in.Text("lifted") == "ja", On: in.Day("on")}
}

func effectWords(effect string) string {
	return map[string]string{"star-fast": "Beslutet står fast", "upphavt": "Beslutet är upphävt", "andrat": "Beslutet är ändrat", "aterforvisat": "Ärendet är återförvisat till nämnden"}[effect]
}
