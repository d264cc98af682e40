package caseweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

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
	Days      []webkit.Fact // strict, shifted and local last day, apart
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

// getWhy explains a finding to one who reads the case it lies in.
func (p Pages) getWhy(w http.ResponseWriter, r *http.Request) error {
	f, err := p.read(r)
	if err != nil {
		return err
	}
	page, err := p.explained(r, true, func(ctx context.Context, s duty.Subject) ([]duty.Obligation, error) {
		return p.Duties.In(ctx, f.Case.ID, s)
	})
	if err != nil {
		return err
	}
	page.Person, page.Back = f.Band(webkit.Today(r), false), &webkit.Link{Path: f.Path(""), Words: "Ärende " + f.Case.Number}
	return p.show(w, r, "varfor.html", page)
}

// getOrderWhy explains a finding to the provider whose order it lies in. The
// provider sees that service and nothing else of the case.
func (p Pages) getOrderWhy(w http.ResponseWriter, r *http.Request) error {
	order, err := p.Order(r.Context(), webkit.Actor(r), r.PathValue("uppdrag"), webkit.Today(r))
	if err != nil {
		return err
	}
	if err := webkit.Read(r, order.Person, duty.Subject{Kind: "service", ID: order.Service.ID}); err != nil {
		return err
	}
	page, err := p.explained(r, true, func(ctx context.Context, s duty.Subject) ([]duty.Obligation, error) {
		if s.Kind != "service" || s.ID != order.Service.ID {
			return nil, nil
		}
		owed, err := p.Duties.OfSubject(ctx, s)
		return slices.DeleteFunc(owed, func(o duty.Obligation) bool { return o.Owes != "provider" }), err
	})
	if err != nil {
		return err
	}
	page.Person, page.Back = &order.Band, &webkit.Link{Path: "/utforare/uppdrag/" + r.PathValue("uppdrag"), Words: "Uppdraget"}
	return p.show(w, r, "varfor.html", page)
}

// getReviewWhy explains a finding to a reviewer: without anything that tells whom
// it is about or who wrote it.
func (p Pages) getReviewWhy(w http.ResponseWriter, r *http.Request) error {
	page, err := p.explained(r, false, p.Duties.OfSubject)
	if err != nil {
		return err
	}
	page.Back = &webkit.Link{Path: "/granskning", Words: "Granskning"}
	return p.show(w, r, "varfor.html", page)
}

// An OrderWhy is the order from which a provider asks why.
type OrderWhy struct {
	Person  ids.Person
	Service ids.Service
	Band    webkit.Personband
}

// explained is the page about the finding of the address, among those that may
// be seen of its subject.
func (p Pages) explained(r *http.Request, named bool, seen func(context.Context, duty.Subject) ([]duty.Obligation, error)) (*WhyPage, error) {
	id, err := ids.Parse(r.PathValue("id"))
	if err != nil {
		return nil, fault.New(fault.NotFound, "case.unknown")
	}
	owed, err := seen(r.Context(), duty.Subject{Kind: r.PathValue("slag"), ID: id})
	if err != nil {
		return nil, err
	}
	about, nth := r.URL.Query().Get("om"), cmp.Or(r.URL.Query().Get("nr"), "0")
	for _, o := range owed {
		if o.Rule != r.PathValue("regel") || o.About != about || strconv.Itoa(o.Nth) != nth {
			continue
		}
		facts, err := p.Engine.Facts(r.Context(), o.Subject)
		if err != nil {
			return nil, err
		}
		if x, known := p.Book().Explain(&o, facts, webkit.Today(r)); known {
			return p.whyPage(r, o, x, named)
		}
	}
	return nil, fault.New(fault.NotFound, "case.unknown")
}

func (p Pages) whyPage(r *http.Request, o duty.Obligation, x rulebook.Explanation, named bool) (*WhyPage, error) {
	today := webkit.Today(r)
	frist := webkit.FristOf(o, webkit.Now(r))
	page := &WhyPage{
		Page: webkit.Page{
			Title: "Varför detta datum?", Small: x.Title,
		},
		Badge: frist.Badge, Says: x.Says, Source: sourceWords(x), MetBy: x.Meets, Exception: x.Else, If: x.Follows, Examples: len(x.Rule.Examples),
		Counted: "Räknat " + webkit.DayAndTime(webkit.Now(r), today) + " på serverns tid.",
	}
	if due := o.Due(); !due.IsZero() {
		page.Strong = "Sista dagen är " + webkit.LongDay(due) + "."
	}
	page.Sentence = webkit.Capital(frist.Words) + "."
	for _, u := range x.Used {
		fact := usedFact(u, today)
		if u.Fact.Name != "" && named {
			origin, err := p.Origin(r.Context(), u.Fact)
			if err != nil {
				return nil, err
			}
			fact.Origin = strings.TrimSpace(origin + " " + fact.Origin)
		}
		if !named && u.Personal() {
			fact.Value, fact.Origin = "Visas inte i granskningen", ""
		}
		page.Facts = append(page.Facts, fact)
	}
	page.Days = lastDays(o, x)
	if o.Waived != "" {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Gäller inte längre", Value: o.Waived})
	}
	for _, s := range x.Steps {
		page.Sum = append(page.Sum, SumRow{What: s.Says, Result: stepWords(s, today), Sum: s.Last})
	}
	return page, nil
}

// lastDays keeps the three last days apart: by the wording, with the weekend rule,
// and the municipality's own.
func lastDays(o duty.Obligation, x rulebook.Explanation) []webkit.Fact {
	if o.Strict.IsZero() || o.Prior || o.Never {
		return nil
	}
	days := []webkit.Fact{{Label: "Enligt ordalydelsen", Value: webkit.LongDay(o.Strict)}}
	moved := webkit.Fact{Label: "Med helgregeln", Value: "flyttas inte"}
	if o.Shifted != o.Strict && !o.Shifted.IsZero() {
		moved.Value = webkit.LongDay(o.Shifted)
	}
	days = append(days, moved)
	local := webkit.Fact{Label: "Kommunens egen gräns", Value: "ingen i den här regeln"}
	switch {
	case !o.Local.IsZero():
		local.Value = webkit.LongDay(o.Local)
	case x.Rule.Mark == rulebook.Local:
		local.Value = "hela regeln är kommunens egen"
	}
	return append(days, local)
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
	switch first, _ := utf8.DecodeRuneInString(s.Note); {
	case s.Note == "":
	case unicode.IsUpper(first) && len(words) > 0: // the note is sentences of its own
		words[0] += ". " + s.Note
	default:
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
