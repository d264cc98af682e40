package deliveryweb

import (
	"net/http"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/paper"
	"stadga/internal/webkit"
)

// paper is the order as it was sent, on paper: what is to be done for whom, towards
// which goals, and nothing else of the file (E-04).
func (p Pages) paper(o delivery.Order, v View, band webkit.Personband) paper.Document {
	sent := civil.DayOf(o.Sent)
	d := paper.Document{
		Title: "Uppdrag: " + o.Name, Author: p.Board + " i " + strings.TrimSuffix(p.Municipality, " kommun"), Made: sent.At(12, 0), Foot: "Uppdrag " + v.ID,
		Blocks: []paper.Block{
			paper.Sender{Left: []string{p.Municipality, p.Board}, Right: []string{webkit.PlainDay(sent, civil.Date{}), v.Provider}},
			paper.Heading{Level: 1, Text: "Uppdrag: " + o.Name},
		},
	}
	if band.Protected != "" {
		d.Blocks = append(d.Blocks, paper.Strong(band.Protected+". Lämna inte papperet framme."))
	}
	pairs := paper.Pairs{{"För", strings.TrimSpace(band.Name + " " + band.Age)}}
	for _, f := range background(o, civil.Date{}) {
		pairs = append(pairs, [2]string{f.Label, f.Value})
	}
	d.Blocks = append(d.Blocks, pairs)
	if len(o.Goals) > 0 {
		var goals paper.List
		for _, g := range o.Goals {
			goals = append(goals, g.Text+", senast den "+webkit.PlainDay(g.By, civil.Date{}))
		}
		d.Blocks = append(d.Blocks, paper.Heading{Level: 2, Text: "Mål"}, goals)
	}
	d.Blocks = append(d.Blocks, paper.Heading{Level: 2, Text: "Det här gör du"},
		paper.Text("Kvittera uppdraget i Stadga, sätt startdatum och skriv en genomförandeplan tillsammans med personen, mål för mål. Ändras behovet anmäler du det i Stadga."))
	return d
}

// getOrderPaper is the provider's way to it.
func (p Pages) getOrderPaper(w http.ResponseWriter, r *http.Request) error {
	id, o, _, err := p.own(r)
	if err != nil {
		return err
	}
	if err := webkit.Read(r, o.Person, duty.Subject{Kind: "service", ID: o.Service.ID}); err != nil {
		return err
	}
	return p.sendPaper(w, r, id, o)
}

// getCasePaper is the officer's.
func (p Pages) getCasePaper(w http.ResponseWriter, r *http.Request) error {
	c, id, o, err := p.orderOf(r)
	if err != nil {
		return err
	}
	if err := webkit.Read(r, c.Person, duty.Subject{Kind: "case", ID: c.ID.ID}); err != nil {
		return err
	}
	return p.sendPaper(w, r, id, o)
}

func (p Pages) sendPaper(w http.ResponseWriter, r *http.Request, id ids.Order, o delivery.Order) error {
	v, band, err := p.viewOf(r, id, o)
	if err != nil {
		return err
	}
	return webkit.SendPaper(w, "uppdrag.pdf", p.paper(o, v, band))
}
