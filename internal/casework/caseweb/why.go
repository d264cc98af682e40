package caseweb

import (
	"net/http"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/rulebook"
	"stadga/internal/webkit"
)

// WhyPage is "Varför detta datum?": the rule, the facts it used, the arithmetic
// and what keeps it.
type WhyPage struct {
	webkit.Page
	Badge     webkit.Badge
	Says      string
	Source    string // where the rule stands, since when, and which version
	Facts     []webkit.Fact
	Sum       []SumRow
	MetBy     []string
	Exception string
	If        string // what follows when it is missed
	Counted   string
	Examples  int
}

// A SumRow is one line of the arithmetic.
type SumRow struct {
	What, Result string
	Sum          bool
}

func (p Pages) getWhy(w http.ResponseWriter, r *http.Request) error {
	f, err := p.read(r)
	if err != nil {
		return err
	}
	id, err := ids.Parse(r.PathValue("id"))
	if err != nil {
		return fault.New(fault.NotFound, "case.unknown")
	}
	owed, err := p.Duties.In(r.Context(), f.Case.ID, duty.Subject{Kind: r.PathValue("slag"), ID: id})
	if err != nil {
		return err
	}
	about := r.URL.Query().Get("om")
	for _, o := range owed {
		rule := p.Book().Rule(o.Rule, o.Version)
		if o.Rule == r.PathValue("regel") && o.About == about && rule != nil {
			return p.show(w, r, "varfor.html", p.whyPage(r, f, o, rule))
		}
	}
	return fault.New(fault.NotFound, "case.unknown")
}

func (p Pages) whyPage(r *http.Request, f File, o duty.Obligation, rule *rulebook.Rule) *WhyPage {
	today := webkit.Today(r)
	frist := webkit.FristOf(o, webkit.Now(r))
	page := &WhyPage{
		Page: webkit.Page{
			Title: "Varför detta datum?", Small: rule.Title, Person: f.Band(today, false),
			Back: &webkit.Link{Path: f.Path(""), Words: "Ärende " + f.Case.Number},
		},
		Badge: frist.Badge, Says: rule.Says, Exception: rule.Exception, If: rule.Consequence, Examples: len(rule.Examples),
		Counted: "Räknat " + webkit.DayAndTime(webkit.Now(r), today) + " på serverns tid.",
	}
	if due := o.Due(); !due.IsZero() {
		page.Strong = "Sista dagen är " + webkit.LongDay(due) + "."
	}
	page.Sentence = strings.ToUpper(frist.Words[:1]) + frist.Words[1:] + "."
	page.Source = sourceWords(rule)
	page.Facts = p.whyFacts(o, rule, today)
	page.Sum = arithmetic(o, rule, today)
	for _, want := range rule.MetBy {
		page.MetBy = append(page.MetBy, p.factWords(want.Fact))
	}
	return page
}

func sourceWords(rule *rulebook.Rule) string {
	words := "Regel " + rule.ID
	if cited := rule.Cited(); cited != "" {
		words = cited + ". " + words
	}
	if !rule.From.IsZero() {
		words += ", i kraft från " + webkit.PlainDay(rule.From, civil.Date{})
	}
	if !rule.To.IsZero() {
		words += " till " + webkit.PlainDay(rule.To, civil.Date{})
	}
	if rule.Adopted.By != "" {
		words += ", beslutad av " + rule.Adopted.By + " " + webkit.PlainDay(rule.Adopted.On, civil.Date{})
	}
	return words + "."
}

// factWords is what the vocabulary says of a fact, without its notes in brackets.
func (p Pages) factWords(name string) string {
	fact, ok := p.Book().Fact(name)
	if !ok {
		return name
	}
	words, _, _ := strings.Cut(fact.Says, " (")
	return words
}

func (p Pages) whyFacts(o duty.Obligation, rule *rulebook.Rule, today civil.Date) []webkit.Fact {
	var facts []webkit.Fact
	add := func(f duty.Fact) {
		if f.Name == "" {
			return
		}
		fact := webkit.Fact{Label: p.factWords(f.Name), Value: webkit.LongDay(f.Day)}
		if !f.At.IsZero() {
			fact.Value += ", " + webkit.ClockTime(f.At)
		}
		if !f.Learned.IsZero() {
			fact.Origin = "Registrerat " + webkit.DayAndTime(f.Learned, today)
		}
		facts = append(facts, fact)
	}
	add(o.Ground)
	if rule.ExtendedBy != "" {
		facts = append(facts, webkit.Fact{Label: p.factWords(rule.ExtendedBy), Value: extendedWords(o, rule)})
	}
	add(o.MetBy)
	if o.Missing != "" {
		facts = append(facts, webkit.Fact{Label: p.factWords(o.Missing), Value: "uppgift saknas", Missing: true})
	}
	if o.Waived != "" {
		facts = append(facts, webkit.Fact{Label: "Gäller inte längre", Value: o.Waived})
	}
	return facts
}

// extendedWords tells whether the last day has been moved by a decision.
func extendedWords(o duty.Obligation, rule *rulebook.Rule) string {
	if o.Ground.Day.IsZero() || o.Strict == rule.Span.After(o.Ground.Day) {
		return "Inget beslut om det"
	}
	return "Ja, till " + webkit.LongDay(o.Strict)
}

// arithmetic writes out how the last day came about.
func arithmetic(o duty.Obligation, rule *rulebook.Rule, today civil.Date) []SumRow {
	if o.Strict.IsZero() && o.DueAt.IsZero() {
		return []SumRow{{What: "Lagen anger ingen sista dag", Result: "Det ska göras genast.", Sum: true}}
	}
	if !o.DueAt.IsZero() {
		return []SumRow{
			{What: "Började", Result: webkit.DayAndTime(o.Ground.At, today)},
			{What: spanWords(rule.Span) + " läggs till", Result: webkit.DayAndTime(o.DueAt, today)},
			{What: "Senast", Result: webkit.LongDay(civil.DayOf(o.DueAt)) + " " + webkit.ClockTime(o.DueAt), Sum: true},
		}
	}
	rows := []SumRow{{What: "Dagen det började", Result: webkit.LongDay(o.Ground.Day) + ", räknas inte med"}}
	if !rule.Span.IsZero() {
		rows = append(rows, SumRow{What: spanWords(rule.Span) + " läggs till", Result: webkit.LongDay(rule.Span.After(o.Ground.Day))})
	}
	if o.Strict != rule.Span.After(o.Ground.Day) {
		rows = append(rows, SumRow{What: "Flyttad av ett beslut", Result: webkit.LongDay(o.Strict)})
	}
	switch name, _ := civil.DayOff(o.Strict); {
	case o.Shifted.After(o.Strict):
		rows = append(rows, SumRow{What: "Dagen är " + weekendWords(name), Result: "Nästa vardag är också i tid, " + webkit.LongDay(o.Shifted) + " (lag 1930:173, 2 §)."})
	case rule.Weekend == duty.Stays:
		rows = append(rows, SumRow{What: "Flyttas dagen av helg?", Result: "Nej, inte för den här regeln."})
	default:
		rows = append(rows, SumRow{What: "Är dagen helg?", Result: "Nej. Dagen flyttas inte (lag 1930:173, 2 §)."})
	}
	if !o.Local.IsZero() {
		rows = append(rows, SumRow{What: "Lokalt mål", Result: webkit.LongDay(o.Local)})
	}
	return append(rows, SumRow{What: "Sista dag", Result: webkit.LongDay(o.Due()), Sum: true})
}

func weekendWords(name string) string {
	if name == "" {
		return "lördag eller söndag"
	}
	return lower(name)
}

// spanWords writes a length of time: "14 dagar", "4 månader".
func spanWords(s duty.Span) string {
	switch {
	case s.Hours > 0:
		return webkit.Count(s.Hours, "timme", "timmar")
	case s.Workdays > 0:
		return webkit.Count(s.Workdays, "arbetsdag", "arbetsdagar")
	case s.Weeks > 0:
		return webkit.Count(s.Weeks, "vecka", "veckor")
	case s.Years > 0:
		return webkit.Count(s.Years, "år", "år")
	case s.Months > 0:
		return webkit.Count(s.Months, "månad", "månader")
	}
	return webkit.Days(s.Days)
}
