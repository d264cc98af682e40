package deliveryweb

import (
	"context"
	"net/http"
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// SignalsPage is the signals of changed need on either side: /andrat-behov for those
// who take in and answer, /utforare/andrat-behov for the provider. Both see the same
// figures (E-25).
type SignalsPage struct {
	webkit.Page
	Open  webkit.Listing
	Facts []webkit.Fact
}

// signalMonths is how far back the figures of the pages look.
const signalMonths = 12

// openSignals are those that nobody has answered, oldest first.
func openSignals(all []delivery.FollowedSignal) []delivery.FollowedSignal {
	return slices.DeleteFunc(slices.Clone(all), func(s delivery.FollowedSignal) bool { return !s.Answered.IsZero() })
}

// getSignals is the office's side: the reception group has them as tasks (E-24).
func (p Pages) getSignals(w http.ResponseWriter, r *http.Request) error {
	who, today := webkit.Actor(r), webkit.Today(r)
	all, err := p.Lists.SignalsToUnit(r.Context(), unitOf(who), today.AddMonths(-signalMonths))
	if err != nil {
		return err
	}
	open := openSignals(all)
	page := &SignalsPage{Page: webkit.Page{Title: "Ändrat behov", Back: webkit.Leads(r, webkit.Link{Path: "/mottagning", Words: "Mottagning"})}}
	page.Strong = webkit.Count(len(open), "anmälan väntar på svar.", "anmälningar väntar på svar.")
	page.Sentence = "Utförarna har anmält att behovet är ändrat. Svara också när du bedömer behovet annorlunda."
	page.Facts = signalFacts(delivery.SumSignals(all, today))
	paging := webkit.NewPaging(r.URL, len(open))
	shown := open[min(paging.Offset(), len(open)):min(paging.Offset()+webkit.PageSize, len(open))]
	var cases []ids.Case
	for _, s := range shown {
		cases = append(cases, s.Case)
	}
	numbers, err := p.Others.Named(r.Context(), who, cases)
	if err != nil {
		return err
	}
	page.Open = webkit.Listing{
		Caption: "Anmälningar som väntar på svar", Paging: paging, Empty: webkit.Empty{Sentence: "Alla anmälningar är besvarade."},
		Columns: []webkit.Column{{Words: "Ärende"}, {Words: "Behov"}, {Words: "Läge"}},
	}
	for _, s := range shown {
		row := webkit.ListRow{Words: "Ärende hos en annan enhet", Cells: signalCells(s, today)}
		if number := numbers[s.Case]; number != "" {
			row.Path, row.Words = "/arende/"+number+"/insatser", number
		}
		page.Open.Rows = append(page.Open.Rows, row)
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "andrat-behov.html", page)
}

// unitOf is the unit whose signals the reader answers for; who leads all sees all.
func unitOf(who act.Actor) ids.Unit {
	if who.Has("socialchef") {
		return ids.Unit{}
	}
	return who.Unit
}

// getOwnSignals is the provider's side.
func (p Pages) getOwnSignals(w http.ResponseWriter, r *http.Request) error {
	who, today := webkit.Actor(r), webkit.Today(r)
	all, err := p.Lists.SignalsOfProvider(r.Context(), who.Provider, today.AddMonths(-signalMonths))
	if err != nil {
		return err
	}
	open := openSignals(all)
	page := &SignalsPage{Page: webkit.Page{Title: "Ändrat behov", Back: &webkit.Link{Path: "/utforare", Words: "Utförare"}}}
	page.Strong = "Kommunen har inte svarat på " + webkit.Count(len(open), "anmälan.", "anmälningar.")
	page.Sentence = "Siffrorna är desamma som handläggarna ser."
	page.Facts = signalFacts(delivery.SumSignals(all, today))
	paging := webkit.NewPaging(r.URL, len(open))
	shown := open[min(paging.Offset(), len(open)):min(paging.Offset()+webkit.PageSize, len(open))]
	var persons []ids.Person
	for _, s := range shown {
		persons = append(persons, s.Person)
	}
	bands, err := p.Others.Who(r.Context(), who, today, persons...)
	if err != nil {
		return err
	}
	page.Open = webkit.Listing{
		Caption: "Anmälningar som väntar på svar", Paging: paging, Empty: webkit.Empty{Sentence: "Kommunen har svarat på allt ni har anmält."},
		Columns: []webkit.Column{{Words: "Person"}, {Words: "Behov"}, {Words: "Läge"}},
	}
	for _, s := range shown {
		page.Open.Rows = append(page.Open.Rows, webkit.ListRow{
			Path: "/utforare/uppdrag/" + s.Order.String(), Words: bands[s.Person].Name, Sub: bands[s.Person].Age, Cells: signalCells(s, today),
		})
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "andrat-behov.html", page)
}

func signalCells(s delivery.FollowedSignal, today civil.Date) []webkit.Cell {
	waits := waiting(s.Sent, today)
	return []webkit.Cell{{Name: "Behov", Words: signalWords(s.Kind), Sub: "sedan " + webkit.PlainDay(s.Since, today)}, {Name: "Läge", Badge: &waits}}
}

// signalFacts are the figures that both sides see, of the last twelve months.
func signalFacts(s delivery.SignalSum) []webkit.Fact {
	facts := []webkit.Fact{
		{Label: "Inkomna på tolv månader", Value: webkit.Thousands(s.In)},
		{Label: "Besvarade", Value: webkit.Thousands(s.Answered) + " av " + webkit.Thousands(s.In)},
		{Label: "Tid till svar, median", Value: daysOr(s.Days, "inget svar än")},
		{Label: "Längre än fem arbetsdagar", Value: webkit.Thousands(s.Over) + " av " + webkit.Thousands(s.In) + ", " + webkit.Percent(s.Over, s.In)},
		{Label: "Äldsta obesvarade", Value: daysOr(s.Oldest, "ingen väntar")},
		{Label: "Tid till nytt beslut, median", Value: daysOr(s.DaysToNew, "inget nytt beslut än")},
		{Label: "Ledde till", Value: webkit.Thousands(s.Led[delivery.ChangeUp]) + " mer, " + webkit.Thousands(s.Led[delivery.ChangeDown]) + " mindre, " +
			webkit.Thousands(s.Led[delivery.ChangeNone]) + " ingen ändring, " + webkit.Thousands(s.Led[delivery.ChangePending]) + " pågår"},
	}
	return facts
}

func daysOr(n int, none string) string {
	if n < 0 {
		return none
	}
	return webkit.Days(n)
}

// Unanswered leads the reception to the signals that wait, as a task; nil when none
// waits in the unit.
func Unanswered(ctx context.Context, lists interface {
	CountUnanswered(ctx context.Context, unit ids.Unit) (int, error)
}, who act.Actor,
) (*webkit.Link, error) {
	n, err := lists.CountUnanswered(ctx, who.Unit)
	if err != nil || n == 0 {
		return nil, err
	}
	return &webkit.Link{Path: "/andrat-behov", Words: webkit.Count(n, "anmälan om ändrat behov att svara på", "anmälningar om ändrat behov att svara på")}, nil
}

// UnansweredFigure is the same as a figure on Enhet, of the unit or of all.
func UnansweredFigure(ctx context.Context, lists Lists, who act.Actor) (webkit.Figure, error) {
	all, err := lists.SignalsToUnit(ctx, unitOf(who), civil.MustParse("9999-12-31"))
	f := webkit.Figure{Path: "/andrat-behov", Count: len(all), Words: "Ändrat behov utan svar", Sub: "mål: fem arbetsdagar"}
	if f.Count > 0 {
		f.Lage = webkit.Snart
	}
	return f, err
}
