package deliveryweb

import (
	"strings"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/webkit"
)

// A PlanVersion is one plan of an order, and what it changed in the one before.
type PlanVersion struct {
	Made    string
	By      string // which side wrote it
	Changes []string
	Goals   []webkit.Fact
}

// planVersions lists the plans of an order, the latest first.
func planVersions(o delivery.Order, today civil.Date) []PlanVersion {
	var all []PlanVersion
	for i := len(o.Plans) - 1; i >= 0; i-- {
		plan := o.Plans[i]
		v := PlanVersion{Made: webkit.PlainDay(plan.Made, today), By: authorWords(plan)}
		for _, g := range plan.Goals {
			v.Goals = append(v.Goals, webkit.Fact{Label: g.Text, Value: strings.TrimSpace(g.Activity + " " + g.How)})
		}
		if i > 0 {
			v.Changes = changed(o.Plans[i-1], plan, today)
		}
		all = append(all, v)
	}
	return all
}

func authorWords(p delivery.Plan) string {
	if p.ByAuthority {
		return "Skriven av myndigheten"
	}
	return "Skriven av utföraren"
}

// changed tells what one plan says that the one before did not.
func changed(was, now delivery.Plan, today civil.Date) []string {
	var all []string
	had := map[string]string{}
	for _, g := range was.Goals {
		had[g.Text] = strings.TrimSpace(g.Activity + " " + g.How)
	}
	for _, g := range now.Goals {
		how, there := had[g.Text]
		switch {
		case !there:
			all = append(all, "Nytt mål: "+g.Text+".")
		case how != strings.TrimSpace(g.Activity+" "+g.How):
			all = append(all, "Nytt sätt att nå målet "+g.Text+". Förut: "+how)
		}
		delete(had, g.Text)
	}
	for _, g := range was.Goals {
		if _, gone := had[g.Text]; gone {
			all = append(all, "Målet "+g.Text+" är borta.")
		}
	}
	if was.Collaboration != now.Collaboration {
		all = append(all, "Andra som deltar, förut: "+was.Collaboration)
	}
	if was.Participation != now.Participation {
		all = append(all, "Personens delaktighet, förut: "+orNothing(was.Participation))
	}
	if was.ReviewBy != now.ReviewBy {
		all = append(all, "Uppföljningen flyttades från "+webkit.PlainDay(was.ReviewBy, today)+" till "+webkit.PlainDay(now.ReviewBy, today)+".")
	}
	if len(all) == 0 {
		all = append(all, "Inget i planen är ändrat.")
	}
	return all
}

func orNothing(text string) string {
	if text == "" {
		return "inte beskriven."
	}
	return text
}
