package rulebook

import (
	"fmt"
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

// An Explanation answers "Varför detta datum?" about one obligation: the rule,
// the facts used, the arithmetic, and what meets it. Pages lay it out.
type Explanation struct {
	Rule    *Rule
	Title   string
	Says    string   // the rule in our own words
	Cited   []string // in full: "20 kap. 2 § socialtjänstlagen (2025:400)"
	InForce civil.Period
	Why     string // why this version, when there are several
	Mark    string // how sure we are, when not sure
	State   duty.State
	Used    []Used
	Steps   []Step
	Meets   []string // what would meet it, or met it
	Else    string   // the rule's exception, in words
	Follows string   // what follows when it is missed
}

// A Used fact is one that the answer rests on.
type Used struct {
	Name    string
	Says    string
	Fact    duty.Fact // zero when it is missing
	Value   string    // what it says, in words; empty for an occurrence, which says its day
	Absent  string    // why there is none, in words; empty when there is one
	Missing bool      // its absence is why the rule cannot be judged
	Origin  string    // kind of stream that says so
}

// Personal tells whether the fact may say whom it is about: what is known of the
// person, free text, and what is about someone.
func (u Used) Personal() bool {
	return strings.HasPrefix(u.Name, "person.") || u.Fact.About != ""
}

// A Step is one line of the arithmetic.
type Step struct {
	Says string     // "Fjorton dagar läggs till"
	Day  civil.Date // where it leads; zero when the step leads nowhere
	At   time.Time  // the instant, where hours count
	Note string     // "julafton, räknas som helg: lag 1930:173 2 §"
	Last bool       // the sum
}

// Explain tells how the book comes to the obligation as it was asked on a day;
// facts are those of its subject and all above it.
func (b *Book) Explain(o *duty.Obligation, facts duty.Facts, asOf civil.Date) (Explanation, bool) {
	r := b.Rule(o.Rule, o.Version)
	if r == nil {
		return Explanation{}, false
	}
	x := Explanation{
		Rule: r, Title: r.Title, Says: r.Says, InForce: civil.Period{From: r.From, Until: r.To}, State: o.State(asOf),
		Else: r.Exception, Follows: r.Consequence, Mark: r.Mark.words(),
	}
	for _, c := range r.Citations {
		x.Cited = append(x.Cited, c.InFull())
	}
	if versions := len(b.rules[r.ID]); versions > 1 {
		x.Why = whyVersion(r, versions)
	}
	x.Used = b.used(r, o, facts)
	x.Steps = steps(r, o, facts)
	x.Meets = b.meets(r)
	return x, true
}

func (m Mark) words() string {
	switch m {
	case Likely:
		return "Bekräfta med jurist: lagrummet är säkert, tillämpningen bygger på praxis."
	case Local:
		return "Kommunens egen regel, inte lag."
	case Verify:
		return "Inte kontrollerad, används inte."
	}
	return ""
}

// whyVersion says which day chose among the versions.
func whyVersion(r *Rule, versions int) string {
	by := map[duty.ChosenBy]string{
		duty.ByEvent: "dagen det började", duty.ByDecision: "beslutets dag", duty.ByDue: "sista dagen",
		duty.ByClosing: "dagen ärendet avslutades", duty.ByBreach: "dagen det blev för sent",
	}[r.ChosenBy]
	span := "från " + dayWords(r.From)
	switch {
	case r.From.IsZero():
		span = "till " + dayWords(r.To)
	case !r.To.IsZero():
		span += " till " + dayWords(r.To)
	}
	return fmt.Sprintf("Version %d av %d, i kraft %s. Det är %s som avgör vilken version som gäller.", r.Version, versions, span, by)
}

// used lists the facts: what started it, what its conditions read, what moves
// the day, and what met it.
func (b *Book) used(r *Rule, o *duty.Obligation, facts duty.Facts) []Used {
	var all []Used
	seen := map[string]bool{}
	put := func(name string, f duty.Fact) {
		if name == "" || seen[name] {
			return
		}
		seen[name] = true
		t, known := b.facts[name]
		u := Used{Name: name, Says: name, Fact: f, Value: valueWords(t, f), Origin: f.Origin.Kind}
		if known {
			u.Says = sentence(t.Says)
		}
		switch {
		case f.Name != "" && name == o.Missing:
			u.Missing, u.Value = true, fmt.Sprintf("”%s” går inte att läsa. Därför kan fristen inte bedömas", f.Value)
		case f.Name != "":
		case name == o.Missing:
			u.Missing, u.Absent = true, "Uppgiften saknas. Därför kan fristen inte bedömas"
		case t.Silence == duty.Unknown:
			u.Absent = "Inte känd"
		default:
			u.Absent = "Finns inte i ärendet"
		}
		all = append(all, u)
	}
	latest := func(name string) { put(name, facts.Last(name)) }
	if late, chained := strings.CutPrefix(o.Ground.Name, duty.Lateness); chained {
		all = append(all, Used{Name: o.Ground.Name, Says: "Sen: " + b.Title(late), Fact: o.Ground})
		seen[o.Ground.Name] = true
	} else if o.Ground.Name != "" {
		put(o.Ground.Name, o.Ground)
	} else {
		put(r.Trigger.Fact, duty.Fact{})
	}
	for _, name := range factsIn(r.Condition+" "+r.Requires, b.facts) {
		latest(name)
	}
	latest(r.DueBy.Fact)
	latest(r.ExtendedBy)
	latest(r.ChosenOn.Fact)
	if o.MetBy.Name != "" {
		put(o.MetBy.Name, o.MetBy)
	} else {
		for _, w := range r.MetBy {
			latest(w.Fact)
		}
	}
	for _, w := range r.WaivedBy {
		if facts.Has(w.Fact) {
			latest(w.Fact)
		}
	}
	if o.Missing != "" {
		put(o.Missing, duty.Fact{})
	}
	return all
}

// valueWords is what a fact says; empty when it says only that it happened.
func valueWords(t duty.FactType, f duty.Fact) string {
	switch {
	case f.Name == "":
		return ""
	case t.Type == duty.Bool && f.Value == "true":
		return "Ja"
	case t.Type == duty.Bool:
		return "Nej"
	case t.Type == duty.Until:
		if until, err := civil.Parse(f.Value); err == nil {
			return "Till " + dayWords(until) + ", bestämt " + dayWords(f.Day)
		}
	case t.Type == duty.Number:
		return f.Value
	case t.Type == duty.Text && len(t.Words) > 0:
		return sentence(plainWords.Replace(f.Value))
	}
	return ""
}

// plainWords spells the words of the vocabularies as text does.
var plainWords = strings.NewReplacer(
	"orosanmalan", "orosanmälan", "ansokan", "ansökan", "begaran", "begäran", "oro-vuxen", "oro för vuxen", "annan-information", "information på annat sätt",
	"aldre", "äldre", "funktionsnedsattning", "funktionsnedsättning", "pagar-redan", "pågår redan", "inte-inleda", "inte inleda",
	"behovs-inte", "behövs inte", "kan-inte-avgoras", "kan inte avgöras", "behovs", "behövs", "uppenbart-obehovlig", "uppenbart obehövlig",
	"avslutas-utan-insats", "avslutas utan insats", "lvu-ansokan", "ansökan om LVU", "inte-hort", "inte hört", "inte-hord", "inte hörd",
	"delvis-bifall", "delvis bifall", "i-tid", "i tid", "for-sent", "för sent", "vet-inte", "vet inte", "tackat-ja", "tackat ja", "tackat-nej", "tackat nej",
	"SoL01", "SoL (2001:453)", "SoL25", "SoL",
)

// factsIn lists the facts a condition names, in the order they are read.
func factsIn(condition string, known vocabulary) []string {
	var names []string
	for _, word := range strings.FieldsFunc(condition, func(c rune) bool {
		return !(c == '.' || c == '_' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9')
	}) {
		word = strings.TrimSuffix(strings.TrimSuffix(word, onSuffix), valuesSuffix)
		if _, ok := known[word]; ok {
			names = append(names, word)
		}
	}
	return names
}

// steps is the arithmetic, line by line.
func steps(r *Rule, o *duty.Obligation, facts duty.Facts) []Step {
	if o.Ground.Name == "" || r.Shape == duty.Forbids {
		return nil
	}
	var all []Step
	if o.Prior {
		return []Step{{Says: "Ska finnas senast den dag beslutet eller åtgärden sker", Day: o.Ground.Day, Last: true}}
	}
	start := Step{Says: "Dagen då det började", Day: o.Ground.Day, Note: "räknas inte med"}
	if !o.DueAt.IsZero() {
		return append(all,
			Step{Says: "Då började det", At: o.Ground.At},
			Step{Says: spanWords(r.Span) + " läggs till", At: o.DueAt, Note: "timmarna räknas också på helgen"},
			Step{Says: "Senast", At: o.DueAt, Last: true})
	}
	span := r.Span
	if r.Shape == duty.Every && o.Nth == 0 && !r.First.IsZero() {
		span = r.First
	}
	if r.Shape == duty.Standing && !o.Until.IsZero() {
		start = Step{Says: "Dagen då den senaste gjordes", Day: o.MetBy.Day}
		span = r.Valid
	}
	all = append(all, start)
	end := span.After(o.Ground.Day)
	switch {
	case r.Shape == duty.Count:
		return append(all, Step{Says: "Periodens sista dag", Day: o.Strict, Last: true})
	case r.Shape == duty.Keep:
		return append(all,
			Step{Says: spanWords(span) + " läggs till: sparas till och med", Day: o.Before},
			Step{Says: "Gallrat senast vid slutet av året därpå", Day: o.Strict, Last: true})
	case r.DueBy.Fact != "":
		all = append(all, Step{Says: "Sista dagen är bestämd i ärendet", Day: o.Strict})
		end = o.Strict
	case span.IsZero():
		return append(all, Step{Says: "Lagen anger inget antal dagar. Det ska göras genast, så någon sista dag räknas inte ut", Last: true})
	case r.Shape == duty.Standing && !o.Until.IsZero():
		end = o.Until
		all = append(all, Step{Says: spanWords(span) + " läggs till", Day: end})
	default:
		all = append(all, Step{Says: spanWords(span) + " läggs till", Day: end, Note: clamped(span, o.Ground.Day, end)})
	}
	if !r.Chain.IsZero() && o.Strict != end {
		all = append(all, Step{Says: fmt.Sprintf("%d dagar mellan utredningarna räknas inte", o.Strict.DaysSince(end)), Day: o.Strict})
		end = o.Strict
	}
	if o.Strict != end {
		for _, f := range facts.All(r.ExtendedBy) {
			if f.Value == o.Strict.String() {
				all = append(all, Step{Says: "Förlängd till en bestämd dag, beslutat " + dayWords(f.Day), Day: o.Strict})
			}
		}
	}
	all = append(all, weekendStep(r, o)...)
	if !o.Local.IsZero() {
		all = append(all, Step{Says: "Kommunens egen gräns", Day: o.Local, Note: spanWords(r.Local)})
	}
	return append(all, Step{Says: "Sista dag", Day: o.Due(), Last: true})
}

// weekendStep says whether the last day is a day off, and whether it moves.
func weekendStep(r *Rule, o *duty.Obligation) []Step {
	name, law := civil.DayOff(o.Strict)
	switch {
	case name == "" && o.Shifted == o.Strict:
		return []Step{{Says: "Är dagen en helg eller helgdag?", Day: o.Strict, Note: "Nej, en vanlig " + weekdays[o.Strict.Weekday()] + ". Dagen flyttas inte."}}
	case o.Shifted == o.Strict:
		return []Step{{Says: "Är dagen en helg eller helgdag?", Day: o.Strict, Note: "Ja, " + name + ". Men den här fristen flyttas inte."}}
	}
	note := "Ja, " + name + " (" + law + "). Då får det göras nästa vardag (lag 1930:173, 2 §)."
	if r.Weekend == duty.MayMove || r.Weekend == duty.Unsettled {
		note += " Bevaka ändå " + dayWords(o.Strict) + "."
	}
	return []Step{{Says: "Är dagen en helg eller helgdag?", Day: o.Shifted, Note: note}}
}

// clamped says so when the month that a span ends in lacks the day.
func clamped(span duty.Span, start, end civil.Date) string {
	_, _, from := start.Parts()
	_, _, to := end.Parts()
	if (span.Months > 0 || span.Years > 0) && from != to {
		return "månaden har ingen " + fmt.Sprint(from) + ":e, så dess sista dag gäller (lag 1930:173, 1 §)"
	}
	return ""
}

// meets says what fulfils the rule, in words.
func (b *Book) meets(r *Rule) []string {
	var all []string
	for _, w := range r.MetBy {
		says := w.Fact
		if t, ok := b.facts[w.Fact]; ok {
			says = sentence(t.Says)
		}
		if len(w.Values) > 0 {
			says += ": " + orList(w.Values)
		}
		all = append(all, says)
	}
	return all
}

// sentence is a vocabulary's words without the note on what a value holds, with
// a capital first.
func sentence(says string) string {
	says, _, _ = strings.Cut(says, " (")
	if says == "" {
		return says
	}
	first := []rune(says)
	return strings.ToUpper(string(first[0])) + string(first[1:])
}

var (
	weekdays = [...]string{"söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag"}
	months   = [...]string{"", "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"}
)

// dayWords writes a day as text does: 10 mars 2026.
func dayWords(d civil.Date) string {
	year, month, day := d.Parts()
	return fmt.Sprintf("%d %s %d", day, months[month], year)
}

// spanWords writes a length of time: "14 dagar", "4 månader".
func spanWords(s duty.Span) string {
	for _, unit := range []struct {
		n         int
		one, many string
	}{
		{s.Hours, "timme", "timmar"},
		{s.Days, "dag", "dagar"},
		{s.Workdays, "arbetsdag", "arbetsdagar"},
		{s.Weeks, "vecka", "veckor"},
		{s.Months, "månad", "månader"},
		{s.Years, "år", "år"},
	} {
		if unit.n == 1 {
			return "1 " + unit.one
		} else if unit.n > 1 {
			return fmt.Sprintf("%d %s", unit.n, unit.many)
		}
	}
	return "genast"
}

// Time is how long the rule gives, in words: "14 dagar", "var 6 månader", "genast".
func (r *Rule) Time() string {
	switch r.Shape {
	case duty.Every:
		return "var " + spanWords(r.Span)
	case duty.Before:
		return "före eller samtidigt"
	case duty.Forbids:
		return "aldrig"
	case duty.Count:
		return fmt.Sprintf("%d gånger per %s", r.Times, map[duty.Period]string{duty.Monthly: "månad", duty.Quarterly: "kvartal", duty.Yearly: "år"}[r.Period])
	case duty.Standing:
		return "alltid aktuell"
	}
	if r.DueBy.Fact != "" {
		return "dag som bestäms i ärendet"
	}
	return spanWords(r.Span)
}
