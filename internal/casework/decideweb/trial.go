package decideweb

import (
	"fmt"
	"net/http"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/webkit"
)

// TrialPage is /arende/{nr}/beslut/{no}/provning: what the rules said when the
// decision was signed, kept with it as it was then.
type TrialPage struct {
	webkit.Page
	Facts []webkit.Fact
	Rules webkit.Listing
	Known webkit.Listing
}

// A Trial (prövning) is the law trace of one decision.
type Trial struct {
	Day   civil.Date
	Book  string // the first characters of its digest
	Rules []TriedRule
	Known []KnownFact
}

// A TriedRule is one rule with the answer it gave.
type TriedRule struct {
	Title, Basis, ID string
	Version          int
	State            duty.State
	Due              civil.Date
	Missing          string // what was not known, in words
}

// A KnownFact is what was known when the rules answered.
type KnownFact struct {
	Words, Value string
	Day          civil.Date
}

func (p Pages) getTrial(w http.ResponseWriter, r *http.Request) error {
	l, err := p.life(r)
	if err != nil {
		return err
	}
	trial, err := p.Others.Trial(r.Context(), l.line.ID)
	if err != nil {
		return err
	}
	page := &TrialPage{Page: l.page("Så prövades beslutet")}
	page.Back = &webkit.Link{Path: l.base(), Words: fmt.Sprintf("Beslut %d", l.line.Number)}
	page.Sentence = "Det här sade reglerna när beslutet signerades. Det sparas med beslutet och ändras inte när reglerna ändras."
	if trial.Day.IsZero() {
		page.Sentence = "Beslutet har ingen sparad prövning. Det är från tiden innan den sparades, eller gallrat."
	}
	page.Facts = []webkit.Fact{{Label: "Prövat", Value: webkit.LongDay(trial.Day)}, {Label: "Regelbok", Value: trial.Book}, {Label: "Beslutet bygger på", Value: l.d.Grounds()}}
	page.Rules = webkit.Listing{
		Caption: "Regler som prövades", Columns: []webkit.Column{{Words: "Regel"}, {Words: "Lagrum"}, {Words: "Svar"}},
		Empty: webkit.Empty{Sentence: "Ingen regel gällde beslutet."}, Paging: webkit.Paging{From: min(1, len(trial.Rules)), To: len(trial.Rules), Of: len(trial.Rules)},
	}
	for _, rule := range trial.Rules {
		answer := webkit.Cell{Name: "Svar", Badge: trialBadge(rule)}
		if rule.Missing != "" {
			answer.Sub = "Saknades: " + rule.Missing
		} else if !rule.Due.IsZero() {
			answer.Sub = "Senast " + webkit.PlainDay(rule.Due, l.today)
		}
		page.Rules.Rows = append(page.Rules.Rows, webkit.ListRow{Words: rule.Title, Sub: fmt.Sprintf("%s, version %d", rule.ID, rule.Version), Cells: []webkit.Cell{{Name: "Lagrum", Words: rule.Basis}, answer}})
	}
	page.Known = webkit.Listing{
		Caption: "Det som var känt", Columns: []webkit.Column{{Words: "Uppgift"}, {Words: "Värde"}, {Words: "Dag"}},
		Empty: webkit.Empty{Sentence: "Inga uppgifter är sparade."}, Paging: webkit.Paging{From: min(1, len(trial.Known)), To: len(trial.Known), Of: len(trial.Known)},
	}
	for _, f := range trial.Known {
		day := ""
		if !f.Day.IsZero() {
			day = webkit.PlainDay(f.Day, l.today)
		}
		page.Known.Rows = append(page.Known.Rows, webkit.ListRow{Words: f.Words, Cells: []webkit.Cell{{Name: "Värde", Words: f.Value}, {Name: "Dag", Words: day}}})
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "provning.html", page)
}

func trialBadge(rule TriedRule) *webkit.Badge {
	switch rule.State {
	case duty.Met:
		return &webkit.Badge{Lage: webkit.Klar, Words: "uppfylld"}
	case duty.MetLate:
		return &webkit.Badge{Lage: webkit.Sen, Words: "uppfylld för sent"}
	case duty.Late:
		return &webkit.Badge{Lage: webkit.Sen, Words: "inte uppfylld"}
	case duty.Open:
		return &webkit.Badge{Lage: webkit.Lugn, Words: "börjar gälla"}
	case duty.Undetermined:
		return &webkit.Badge{Lage: webkit.Oklar, Words: "kunde inte bedömas"}
	}
	return &webkit.Badge{Lage: webkit.Lugn, Words: "gällde inte"}
}
