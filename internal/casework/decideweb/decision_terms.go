package decideweb

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/webkit"
)

// TermFields ask for the reasons of what is not the usual in a decision on one
// service. They stand folded, with what is usual on the day above them.
type TermFields struct {
	Open              bool
	Usual             []string // the versions of the day and their levels
	Outside, With     *webkit.Field
	WithOn            *webkit.Field
	Margin            *webkit.Field
	MarginWhy         *webkit.Field
	Beyond            *webkit.Field
	BeyondWhy         *webkit.Field
	Level             *webkit.Field // beside a decision that runs
	Agreed, AgreedOn  *webkit.Field // where goals are agreed with the unit
	Placement         []Falt        // where a place may lie outside the municipality's own
	Pause             *webkit.Field
	EarlyWhy, EarlyBy *webkit.Field
	Fix               string // a first day that leaves neither gap nor overlap
	FixName, FixWords string
}

// terms are the fields that the service and what runs beside it call for.
func (d *draft) terms(kind casework.ServiceKind, runs bool, field func(string, webkit.Field) webkit.Field) TermFields {
	var t TermFields
	put := func(to **webkit.Field, name string, f webkit.Field) {
		made := field(name, f)
		*to = &made
		t.Open = t.Open || made.Value != "" && !made.Prefilled || made.Error != ""
	}
	if kind.Unit != casework.Piece {
		if span, g, ok := d.guidelines.Span(casework.StandardTimes, kind.Key, d.today); ok {
			t.Usual = append(t.Usual, fmt.Sprintf("Schablonen är %s (%s %s, gäller från %s).", span.Words(), g.Title, g.Version, webkit.PlainDay(g.From, civil.Date{})))
			put(&t.Outside, "outside", webkit.Field{Label: "Skäl om tiden är utanför schablonen", Help: "Vad gör att behovet är ett annat?"})
			put(&t.With, "with", webkit.Field{Label: "Stämt av med gruppledare", Help: "Namn."})
			put(&t.WithOn, "with_on", webkit.Field{Label: "Stämt av den"})
		}
		if span, g, ok := d.guidelines.Span(casework.BoardGuideline, kind.Key, d.today); ok {
			t.Usual = append(t.Usual, fmt.Sprintf("Riktlinjens nivå är %s (%s %s, gäller från %s).", span.Words(), g.Title, g.Version, webkit.PlainDay(g.From, civil.Date{})))
		}
		put(&t.Beyond, "beyond", webkit.Field{Label: "Ger beslutet mer än praxis?", Help: "Mer än riktlinjen märks av sig självt.", Options: webkit.Options("", "Nej", "praxis", "Ja, mer än praxis")})
		put(&t.BeyondWhy, "beyond_why", webkit.Field{Label: "Skäl som gäller just " + d.Given, Help: "Skrivs när beslutet ger mer än riktlinjen eller praxis."})
	}
	if kind.PaidByHour() {
		put(&t.Margin, "margin", webkit.Field{Label: "Marginal utöver behovet", Size: "mini", Unit: "timmar", Help: "Kommunen betalar per utförd timme. Skriv den tid som behovet kräver. Lämna marginalen tom om den inte behövs."})
		put(&t.MarginWhy, "margin_why", webkit.Field{Label: "Skäl för marginalen"})
	}
	put(&t.Level, "level", webkit.Field{Label: "Om insatsen minskar: hur får " + d.Given + " ändå " + kind.Standard(d.today).Words() + "?", Help: "Prövningen skrivs i beslutet. Utan den stoppas ett beslut som ger mindre än förut.", Rows: 2})
	if kind.Agreed {
		put(&t.Agreed, "agreed", webkit.Field{Label: "Målen är överenskomna med, på familjeenheten", Help: "Namn. Du själv skriver under för utredningen."})
		put(&t.AgreedOn, "agreed_on", webkit.Field{Label: "Överens den"})
	}
	if kind.Utskott {
		t.Placement = placementFields(field, d.outer)
		for _, f := range t.Placement {
			t.Open = t.Open || f.Error != "" || !d.outer.IsZero()
		}
	}
	put(&t.EarlyWhy, "early_why", webkit.Field{Label: "Varför behovet väntas minska", Help: "Till exempel efter en sjukhusvistelse. Lämna tomt om behovet väntas bestå."})
	put(&t.EarlyBy, "early_by", webkit.Field{Label: "Prövas på nytt senast"})
	if runs {
		put(&t.Pause, "pause", webkit.Field{Label: "Skäl om det blir ett uppehåll mellan besluten"})
	}
	return t
}

// readTerms reads those fields.
func (d *draft) readTerms(in *webkit.Input, kind casework.ServiceKind, name func(string) string) casework.Terms {
	t := casework.Terms{
		Outside: casework.StandardDeviation{Why: in.Text(name("outside")), With: in.Text(name("with")), On: in.Day(name("with_on"))},
		Beyond:  casework.Generosity{Than: in.Word(name("beyond"), "", "praxis"), Why: in.Text(name("beyond_why"))},
		Level:   casework.StandardTest{Why: in.Text(name("level"))}, Pause: in.Text(name("pause")),
		Early: casework.EarlyTrial{Why: in.Text(name("early_why")), By: in.Day(name("early_by"))},
	}
	if kind.PaidByHour() && in.Text(name("margin")) != "" {
		t.Margin = casework.Margin{Hours: in.Number(name("margin")), Why: in.Text(name("margin_why"))}
	}
	if kind.Agreed {
		t.Agreed = casework.GoalAgreement{With: in.Text(name("agreed")), On: in.Day(name("agreed_on"))}
	}
	if kind.Utskott && in.Text(name("outer")) == "ja" {
		t.Outer = readPlacement(in, name)
	}
	if all := d.runningOf(kind.Key); len(all) > 1 {
		for _, l := range all[1:] {
			t.Also = append(t.Also, l.ID)
		}
	}
	return t
}

// mend puts the day that was offered in place of the first day that was typed.
func (d *draft) mend(r *http.Request) bool {
	mended := false
	for n := range d.keys {
		if to := webkit.SentOne(r, casework.ItemField(n, "fix")); to != "" {
			r.PostForm.Set(casework.ItemField(n, "from"), to)
			mended = true
		}
	}
	return mended
}

// offer puts the day that would mend a gap or an overlap beside the first day.
func (page *NewDecisionPage) offer(err error) {
	for _, f := range fault.All(err) {
		fix, ok := f.Args["fix"].(civil.Date)
		if !ok {
			continue
		}
		at := slices.IndexFunc(page.Rows, func(row ServiceRow) bool { return f.Field == casework.ItemField(row.N, "from") })
		if at >= 0 {
			t := &page.Rows[at].Terms
			t.FixName, t.Fix, t.FixWords = casework.ItemField(page.Rows[at].N, "fix"), fix.String(), "Låt det nya börja den "+webkit.PlainDay(fix, civil.Date{})
		}
	}
}

// period suggests the days of a decision by the catalogue's rule for the service:
// its usual length, and a follow-up within its interval (D-05, D-06, D-18).
func (d *draft) period(row *ServiceRow, kind casework.ServiceKind, field func(string, webkit.Field) webkit.Field) {
	kind.Follow = d.intervals.Of(kind)
	until, follow := civil.Date{}, workday(d.today.AddMonths(min(kind.Follow, 6)))
	var help string
	switch kind.Period {
	case casework.ToADate:
		until, help = d.today.AddMonths(kind.Months).AddDays(-1), "Vanlig längd är "+months(kind.Months)+"."
	case casework.EitherPeriod:
		help = "Vanlig längd är " + months(kind.Months) + ". Tomt betyder tills vidare, och då följs insatsen upp inom ett halvår."
	case casework.OpenEnded:
		help = "Tomt betyder tills vidare."
	}
	if !until.IsZero() && until.Before(follow) {
		follow = until
	}
	row.Until = field("until", webkit.Field{Label: "Gäller till och med", Help: help, Value: until.String(), Prefilled: !until.IsZero()})
	row.FollowUp = field("follow_up", webkit.Field{Label: "Följs upp senast", Help: "Inom " + months(kind.FollowWithin(until)) + ".", Value: follow.String(), Prefilled: true})
}

func months(n int) string { return webkit.Count(n, "månad", "månader") }

// purpose suggests what a service is for: to meet the needs that the investigation
// has goals for (D-03).
func (d *draft) purpose() string {
	for _, need := range d.i.Needs {
		for _, g := range d.i.Goals {
			if g.Need == need.Key && need.Text != "" {
				return "Möta behovet: " + lower(need.Text)
			}
		}
	}
	if d.i.Question == "" {
		return ""
	}
	return "Möta behovet: " + lower(d.i.Question)
}

// lower begins a sentence inside another.
func lower(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return strings.TrimSuffix(string(unicode.ToLower(first))+s[size:], ".")
}

// termFacts tell what a decision says that is not the usual.
func termFacts(t casework.Terms, today civil.Date) []webkit.Fact {
	var out []webkit.Fact
	if o := t.Outside; o.Side != casework.Within {
		out = append(out, webkit.Fact{Label: "Utanför schablonen", Value: o.Side.Words() + " (" + o.Standard + "): " + o.Why},
			webkit.Fact{Label: "Stämt av", Value: o.With + ", " + webkit.PlainDay(o.On, today)})
	}
	if b := t.Beyond; b.Than == "riktlinje" {
		out = append(out, webkit.Fact{Label: "Mer än riktlinjen", Value: b.Level + ". " + b.Why})
	} else if b.Than != "" {
		out = append(out, webkit.Fact{Label: "Mer än praxis", Value: b.Why})
	}
	if t.Margin.Hours > 0 {
		out = append(out, webkit.Fact{Label: "Marginal", Value: fmt.Sprintf("%d timmar utöver behovet: %s", t.Margin.Hours, t.Margin.Why)})
	}
	if t.Level.Why != "" {
		out = append(out, webkit.Fact{Label: "Prövat mot " + t.Level.Standard.Words(), Value: t.Level.Why})
	}
	if t.Agreed.With != "" {
		out = append(out, webkit.Fact{Label: "Målen överenskomna", Value: "med " + t.Agreed.With + " på familjeenheten, " + webkit.PlainDay(t.Agreed.On, today)})
	}
	if !t.Early.By.IsZero() {
		out = append(out, webkit.Fact{Label: "Behovet väntas minska", Value: t.Early.Why + ". Prövas på nytt senast " + webkit.PlainDay(t.Early.By, today)})
	}
	return append(append(out, placementFacts(t.Outer, today)...), webkit.Fact{Label: "Uppehåll", Value: t.Pause})
}
