package deliveryweb

import (
	"net/http"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/fault"
	"stadga/internal/paper"
	"stadga/internal/webkit"
)

// getPlanPaper is the plan in force as the person gets it (E-17).
func (p Pages) getPlanPaper(w http.ResponseWriter, r *http.Request) error {
	at, err := p.ownPlanning(r)
	if err != nil {
		return err
	}
	plan, made := at.order.CurrentPlan()
	if !made {
		return fault.New(fault.NotFound, "plan.make-first")
	}
	if err := webkit.Read(r, at.order.Person, at.subject); err != nil {
		return err
	}
	v, band, err := p.viewOf(r, at.id, at.order)
	if err != nil {
		return err
	}
	return webkit.SendPaper(w, "genomforandeplan.pdf", p.planPaper(at.order, plan, v, band))
}

func (p Pages) planPaper(o delivery.Order, plan delivery.Plan, v View, band webkit.Personband) paper.Document {
	day := func(d civil.Date) string { return webkit.PlainDay(d, civil.Date{}) }
	d := paper.Document{
		Title: "Genomförandeplan: " + o.Name, Author: v.Provider, Made: plan.LastTold().At(12, 0), Foot: "Uppdrag " + v.ID,
		Blocks: []paper.Block{
			paper.Sender{Left: []string{v.Provider}, Right: []string{day(plan.LastTold())}},
			paper.Heading{Level: 1, Text: "Min genomförandeplan: " + o.Name},
		},
	}
	if band.Protected != "" {
		d.Blocks = append(d.Blocks, paper.Strong(band.Protected+". Lämna inte papperet framme."))
	}
	pairs := paper.Pairs{{"För", strings.TrimSpace(band.Name + " " + band.Age)}, {"Upprättad", day(plan.Made)}, {"Senast uppdaterad", day(plan.LastTold())}, {"Följs upp senast", day(plan.ReviewBy)}}
	if o.Contact.Name != "" {
		pairs = append(pairs, [2]string{"Fast omsorgskontakt", contactWords(o.Contact)})
	}
	d.Blocks = append(d.Blocks, pairs)
	for _, g := range plan.Goals {
		d.Blocks = append(d.Blocks, paper.Heading{Level: 2, Text: g.Text}, paper.Text(strings.TrimSpace(g.Activity+" "+g.How)))
	}
	if plan.Participation != "" {
		d.Blocks = append(d.Blocks, paper.Heading{Level: 2, Text: "Så har jag deltagit"}, paper.Text(plan.Participation))
	}
	d.Blocks = append(d.Blocks, paper.Heading{Level: 2, Text: "Andra som deltar"}, paper.Text(plan.Collaboration))
	return d
}
