package caseweb

import (
	"cmp"
	"net/http"
	"strconv"
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
	about, nth := r.URL.Query().Get("om"), cmp.Or(r.URL.Query().Get("nr"), "0")
	for _, o := range owed {
		if o.Rule != r.PathValue("regel") || o.About != about || strconv.Itoa(o.Nth) != nth {
			continue
		}
		facts, err := p.Engine.Facts(r.Context(), o.Subject)
		if err != nil {
			return err
		}
		if x, known := p.Book().Explain(&o, facts, webkit.Today(r)); known {
			return p.show(w, r, "varfor.html", whyPage(r, f, o, x))
		}
	}
	return fault.New(fault.NotFound, "case.unknown")
}

func whyPage(r *http.Request, f File, o duty.Obligation, x rulebook.Explanation) *WhyPage {
	today := webkit.Today(r)
	frist := webkit.FristOf(o, webkit.Now(r))
	page := &WhyPage{
		Page: webkit.Page{
			Title: "Varför detta datum?", Small: x.Title, Person: f.Band(today, false),
			Back: &webkit.Link{Path: f.Path(""), Words: "Ärende " + f.Case.Number},
		},
		Badge: frist.Badge, Says: x.Says, Source: sourceWords(x), MetBy: x.Meets, Exception: x.Else, If: x.Follows, Examples: len(x.Rule.Examples),
		Counted: "Räknat " + webkit.DayAndTime(webkit.Now(r), today) + " på serverns tid.",
	}
	if due := o.Due(); !due.IsZero() {
		page.Strong = "Sista dagen är " + webkit.LongDay(due) + "."
	}
	page.Sentence = strings.ToUpper(frist.Words[:1]) + frist.Words[1:] + "."
	for _, u := range x.Used {
		page.Facts = append(page.Facts, usedFact(u, today))
	}
	if o.Waived != "" {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Gäller inte längre", Value: o.Waived})
	}
	for _, s := range x.Steps {
		page.Sum = append(page.Sum, SumRow{What: s.Says, Result: stepWords(s, today), Sum: s.Last})
	}
	return page
}

// usedFact is one fact of the explanation, with when the record learned it.
func usedFact(u rulebook.Used, today civil.Date) webkit.Fact {
	if u.Fact.Name == "" {
		return webkit.Fact{Label: u.Says, Value: u.Absent, Missing: u.Missing}
	}
	fact := webkit.Fact{Label: u.Says, Value: u.Value, Missing: u.Missing}
	if u.Value == "" {
		fact.Value = webkit.LongDay(u.Fact.Day)
		if !u.Fact.At.IsZero() {
			fact.Value += ", " + webkit.ClockTime(u.Fact.At)
		}
	}
	if !u.Fact.Learned.IsZero() {
		fact.Origin = "Registrerat " + webkit.DayAndTime(u.Fact.Learned, today)
	}
	return fact
}

// stepWords is where a step of the arithmetic leads.
func stepWords(s rulebook.Step, today civil.Date) string {
	var words []string
	switch {
	case !s.At.IsZero():
		words = append(words, webkit.DayAndTime(s.At, today))
	case !s.Day.IsZero():
		words = append(words, webkit.LongDay(s.Day))
	}
	if s.Note != "" {
		words = append(words, s.Note)
	}
	return strings.Join(words, ", ")
}

func sourceWords(x rulebook.Explanation) string {
	words := []string{strings.Join(x.Cited, "; ") + ". Regel " + x.Rule.ID}
	if x.Rule.Adopted.By != "" {
		words[0] += ", beslutad av " + x.Rule.Adopted.By + " " + webkit.PlainDay(x.Rule.Adopted.On, civil.Date{})
	}
	words[0] += "."
	for _, more := range []string{x.Why, x.Mark} {
		if more != "" {
			words = append(words, more)
		}
	}
	return strings.Join(words, " ")
}
