package releaseweb

import (
	"net/http"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/paper"
	"stadga/internal/release"
	"stadga/internal/webkit"
)

// papers is what goes out: the parts of the file that the decision gives, with what
// is kept back marked by its paragraph, and how many parts they are. The same
// decision on the same file gives the same paper.
func (p Pages) papers(r *http.Request, q request) (paper.Document, int, error) {
	parts, err := p.given(r, q)
	if err != nil {
		return paper.Document{}, 0, err
	}
	d := p.sheet(q, "Handlingar ur ärende "+q.Number)
	d.Blocks = append(d.Blocks, paper.Heading{Level: 1, Text: "Handlingar ur ärende " + q.Number},
		paper.Text("Lämnas ut efter begäran som kom in den "+webkit.PlainDay(q.r.Asked, civil.Date{})+"."))
	if grounds := q.r.KeptBack(); len(grounds) > 0 {
		d.Blocks = append(d.Blocks, paper.Text("Där en uppgift inte lämnas ut står paragrafen i offentlighets- och sekretesslagen (OSL). Beslutet säger varför."))
	}
	n := 0
	for _, one := range parts {
		t, _ := q.r.Of(one.key())
		title := one.Title
		if t.Whole != "" {
			title = "En handling" // its title may say what is kept back
		} else {
			n++
		}
		d.Blocks = append(d.Blocks, paper.Heading{Level: 2, Text: one.Day.String() + " · " + title})
		for _, text := range t.Shown(one.lines) {
			d.Blocks = append(d.Blocks, paper.Text(text))
		}
	}
	return d, n, nil
}

// sheet is an empty paper of the board, as of the day of the decision.
func (p Pages) sheet(q request, title string) paper.Document {
	return paper.Document{
		Title: title, Author: p.Board + " i " + strings.TrimSuffix(p.Municipality, " kommun"), Made: q.r.Decided.At(12, 0), Foot: "Ärende " + q.Number,
		Blocks: []paper.Block{paper.Sender{
			Left: []string{p.Municipality, p.Board}, Right: []string{webkit.PlainDay(q.r.Decided, civil.Date{}), "Ärende " + q.Number},
		}},
	}
}

func (p Pages) getPapers(w http.ResponseWriter, r *http.Request) error {
	q, err := p.request(r)
	if err != nil {
		return err
	}
	d, _, err := p.papers(r, q)
	if err != nil {
		return err
	}
	return webkit.SendPaper(w, "handlingar-"+q.Number+".pdf", d)
}

// decision is the refusal, wholly or in part, with how to appeal it.
func (p Pages) decision(q request, decider string) paper.Document {
	state := q.r
	d := p.sheet(q, "Beslut om utlämnande, ärende "+q.Number)
	heading := "Vi lämnar inte ut handlingarna"
	first := "Du får inte läsa handlingarna i ärende " + q.Number + "."
	if state.Outcome == release.Partly {
		heading, first = "Vi lämnar ut handlingarna delvis", "Du får läsa handlingarna i ärende "+q.Number+", men några uppgifter är borttagna."
	}
	if state.Name != "" {
		d.Blocks = append(d.Blocks, paper.Text(state.Name))
	}
	d.Blocks = append(d.Blocks, paper.Heading{Level: 1, Text: heading},
		paper.Text("Du bad om detta den "+webkit.PlainDay(state.Asked, civil.Date{})+": "+state.Wants),
		paper.Heading{Level: 2, Text: "Det här har vi beslutat"}, paper.Text(first),
		paper.Heading{Level: 2, Text: "Varför"}, paper.Text(state.Reasons),
		paper.Text("Paragraferna finns i offentlighets- och sekretesslagen (2009:400), OSL:"))
	var grounds paper.List
	for _, g := range state.KeptBack() {
		grounds = append(grounds, g.Cited()+": "+g.Words()+".")
	}
	d.Blocks = append(d.Blocks, grounds,
		paper.Heading{Level: 2, Text: "Om du inte är nöjd"},
		paper.Text("Du kan överklaga beslutet till kammarrätten. Skriv vilket beslut du menar, hur du vill att det ska ändras och varför. Skriv namn, adress och telefonnummer."),
		paper.Text("Skicka brevet till oss på "+strings.ToLower(p.Board)+". Vi måste få det inom tre veckor från den dag du fick det här beslutet. Vi skickar det vidare till kammarrätten."))
	if decider != "" {
		d.Blocks = append(d.Blocks, paper.Text("\n"+decider))
	}
	return d
}

func (p Pages) getDecision(w http.ResponseWriter, r *http.Request) error {
	q, err := p.request(r)
	if err != nil {
		return err
	}
	if q.r.Outcome != release.Refused && q.r.Outcome != release.Partly {
		return webkit.Done(w, r, q.path())
	}
	names, err := p.Staff(r.Context(), q.r.Decider)
	if err != nil {
		return err
	}
	return webkit.SendPaper(w, "beslut-utlamnande-"+q.Number+".pdf", p.decision(q, names[q.r.Decider]))
}
