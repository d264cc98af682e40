package decideweb

import (
	"slices"
	"strconv"

	"stadga/internal/casework"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// rectified says what stood before a value was corrected; empty when it never was.
func (l *life) rectified(service ids.Service, fields ...string) string {
	said := ""
	for _, c := range l.d.Corrections {
		if c.Service == service && slices.Contains(fields, c.Field) {
			said = "Rättat " + webkit.PlainDay(c.On, l.today) + ". Stod förut: " + c.Was
		}
	}
	return said
}

// showRectify gives each part of the decision that can hold a slip a form of its
// own, with what stands there now.
func showRectify(l *life) []Blankett {
	form := func(id, heading string, hidden []Hidden, fields ...Falt) Blankett {
		return Blankett{
			ID: "ratta-" + id, Fold: true, Heading: heading, Button: "Spara rättelsen", Hidden: hidden,
			Help: "Bara en uppenbar felskrivning rättas (36 § förvaltningslagen). Det som stod förut syns bredvid.",
			Fields: append(fields, text(webkit.Field{Name: "why", Label: "Varför?", Help: "En mening räcker."}),
				text(webkit.Field{Name: "deviation", Label: "Avvikelsens nummer", Help: "Om felet är rapporterat som avvikelse.", Size: "kort"})),
		}
	}
	out := []Blankett{form("skal", "Rätta skälen", []Hidden{{"field", casework.ReasonsField}},
		area(webkit.Field{Name: "reasons", Label: "Skälen ska vara", Rows: 5, Value: l.d.Reasons}))}
	if len(l.d.Signed) > 0 {
		laws := webkit.Options(string(casework.SoL25), casework.SoL25.Name(), string(casework.SoL01), casework.SoL01.Name(), string(casework.LSS), casework.LSS.Name())
		out = append(out, form("lagrum", "Rätta lagrummet", []Hidden{{"field", casework.LawField}},
			choose(webkit.Field{Name: "law", Label: "Lag", Value: string(l.d.Law), Options: laws}),
			text(webkit.Field{Name: "section", Label: "Paragraf", Help: "Till exempel 11 kap. 1 §.", Value: l.d.Section})))
	}
	for n, it := range l.d.Signed {
		if !it.Outcome.Gives() {
			continue
		}
		kind, _ := casework.ServiceByKey(it.Kind)
		service := Hidden{"service", it.Service.String()}
		if kind.Unit != casework.Piece {
			out = append(out, form("omfattning-"+strconv.Itoa(n), "Rätta omfattningen: "+kind.Name, []Hidden{{"field", casework.ExtentField}, service},
				text(webkit.Field{Name: "extent", Label: "Omfattning", Size: "mini", Unit: string(kind.Unit), Value: strconv.Itoa(it.Extent.Count), Help: "Har utföraren redan fått uppdraget, skriv till utföraren där."}),
				choose(perField("per", it.Extent.Per))))
		}
		out = append(out, form("dag-"+strconv.Itoa(n), "Rätta en dag: "+kind.Name, []Hidden{service},
			choose(webkit.Field{Name: "field", Label: "Vilken dag?", Options: webkit.Options(casework.FromField, "Första dagen, nu "+it.From.String(),
				casework.UntilField, "Sista dagen, nu "+untilWords(it.Until), casework.FollowUpField, "Dagen för uppföljning, nu "+it.FollowUp.String())}),
			day(webkit.Field{Name: "day", Label: "Det ska stå", Help: "Tomt som sista dag betyder tills vidare."})))
	}
	return out
}

// perField asks how often.
func perField(name string, value casework.PerSpan) webkit.Field {
	return webkit.Field{Name: name, Label: "Per", Value: string(value), Options: webkit.Options(
		string(casework.PerDay), "om dagen", string(casework.PerWeek), "i veckan", string(casework.PerMonth), "i månaden")}
}

func readRectify(in *webkit.Input) engine.Command[casework.Decision] {
	return casework.Rectify{
		Field:   in.MustWord("field", casework.ReasonsField, casework.LawField, casework.ExtentField, casework.FromField, casework.UntilField, casework.FollowUpField),
		Service: ids.Service{ID: in.ID("service")}, Reasons: in.Text("reasons"), Law: casework.Law(in.Text("law")), Section: in.Text("section"),
		Extent: casework.Extent{Count: in.Number("extent"), Per: casework.PerSpan(in.Text("per"))}, Day: in.Day("day"), Why: in.Text("why"), Deviation: in.Text("deviation"),
	}
}
