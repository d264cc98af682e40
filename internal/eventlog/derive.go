package eventlog

import (
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

// A Derivation (härledning) works out a fact that no single row says: that two
// periods follow on each other, that two steps were taken by different hands.
// It looks at one matter and nothing else.
type Derivation interface {
	at() Place
	needs() []string        // facts it reads
	types() []duty.FactType // facts it gives
	apply(m *Matter)
}

func (p *mappingParser) derivation(n *yaml.Node) Derivation {
	if n.Kind != yaml.MappingNode || len(n.Content) != 2 {
		p.fault(n, "Varje post under derive ska ha ett namn: differs, follows, known, percent, prorated eller timing.")
		return nil
	}
	switch body := n.Content[1]; n.Content[0].Value {
	case "differs":
		return p.differs(body)
	case "follows":
		return p.follows(body)
	case "prorated":
		return p.prorated(body)
	case "timing":
		return p.timing(body)
	case "percent":
		return p.percent(body)
	case "known":
		return p.known(body)
	}
	p.fault(n, "%s finns inte under derive. Här kan stå differs, follows, known, percent, prorated eller timing.", quoted(n.Content[0].Value))
	return nil
}

// readable is a word of a derived fact, or any other, as people read it.
func readable(word string) string {
	switch word {
	case "i-tid":
		return "i tid"
	case "for-sent":
		return "för sent"
	case renewedAnew:
		return "ny prövning"
	case renewedSame:
		return "oförändrad"
	case renewedOtherwise:
		return "ändrad"
	case "true":
		return "ja"
	case "false":
		return "nej"
	}
	return word
}

// required faults a derivation that lacks a part.
func (p *mappingParser) required(n *yaml.Node, what string, parts map[string]string) {
	var names []string
	for name, value := range parts {
		if value == "" {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	if len(names) > 0 {
		p.fault(n, "%s saknar %s.", what, strings.Join(names, ", "))
	}
}

// Differs (två händer) gives a fact where a step was taken by other hands than
// an earlier one: both facts' values name who, and none is shared.
type Differs struct {
	Gives, Subject, Fact, From, Says string
	place                            Place
}

func (p *mappingParser) differs(n *yaml.Node) Derivation {
	d := &Differs{place: p.place(n)}
	p.fields(n, "differs", map[string]func(key, value *yaml.Node){
		"gives": p.text(&d.Gives), "subject": p.text(&d.Subject), "fact": p.text(&d.Fact), "from": p.text(&d.From), "says": p.text(&d.Says),
	})
	p.required(n, "differs", map[string]string{"gives": d.Gives, "subject": d.Subject, "fact": d.Fact, "from": d.From})
	return d
}

func (d *Differs) at() Place       { return d.place }
func (d *Differs) needs() []string { return []string{d.Fact, d.From} }

func (d *Differs) types() []duty.FactType {
	return []duty.FactType{{Subject: d.Subject, Name: d.Gives, Type: duty.Instant, Says: d.Says}}
}

func (d *Differs) apply(m *Matter) {
	for _, s := range m.Subjects {
		if s.Kind != d.Subject {
			continue
		}
		done, hands, others := s.first(d.Fact), s.values(d.Fact), s.values(d.From)
		if done == nil || len(others) == 0 || len(hands) == 0 {
			continue
		}
		shared := false
		for _, hand := range hands {
			shared = shared || contains(others, hand)
		}
		if !shared {
			s.say(duty.Fact{Name: d.Gives, Day: done.Day, At: done.At})
		}
	}
}

// Follows (följd) ties periods of the same thing within one matter: the day the
// next begins, the days between, and how it came about.
type Follows struct {
	Subject string
	Same    []string // facts whose values must be equal for periods to be of one thing
	From    string   // first day of the period
	Until   string   // last day; absent while it runs
	Alike   []string // facts that are equal when nothing has changed
	Inquiry string   // the day of the inquiry that the subject stands under

	Next string // gives: the day the next period begins
	Gap  string // gives: whole days between them; negative when they overlap
	How  string // gives: ny-prövning, oförändrad or ändrad

	place Place
}

func (p *mappingParser) follows(n *yaml.Node) Derivation {
	d := &Follows{place: p.place(n)}
	p.fields(n, "follows", map[string]func(key, value *yaml.Node){
		"subject": p.text(&d.Subject), "same": p.texts(&d.Same), "from": p.text(&d.From), "until": p.text(&d.Until), "alike": p.texts(&d.Alike),
		"inquiry": p.text(&d.Inquiry), "next": p.text(&d.Next), "gap": p.text(&d.Gap), "how": p.text(&d.How),
	})
	p.required(n, "follows", map[string]string{
		"subject": d.Subject, "from": d.From, "until": d.Until, "inquiry": d.Inquiry, "next": d.Next, "gap": d.Gap, "how": d.How,
	})
	return d
}

func (d *Follows) at() Place { return d.place }

func (d *Follows) needs() []string {
	return append(append([]string{d.From, d.Until, d.Inquiry}, d.Same...), d.Alike...)
}

// The ways in which one period can follow on another.
const (
	renewedAnew      = "ny-provning"
	renewedSame      = "oforandrad"
	renewedOtherwise = "andrad"
)

func (d *Follows) types() []duty.FactType {
	return []duty.FactType{
		{Subject: d.Subject, Name: d.Next, Type: duty.Day, Says: "nästa period av samma slag börjar"},
		{Subject: d.Subject, Name: d.Gap, Type: duty.Number, Says: "dagar mellan perioderna; minus när de går i varandra"},
		{Subject: d.Subject, Name: d.How, Type: duty.Text, Words: []string{renewedAnew, renewedSame, renewedOtherwise}, Says: "hur nästa period kom till"},
	}
}

func (d *Follows) apply(m *Matter) {
	bySame := map[string][]*Subject{}
	var order []string
	for _, s := range m.Subjects {
		if s.Kind != d.Subject || s.day(d.From).IsZero() {
			continue
		}
		key := ""
		for _, name := range d.Same {
			key += s.text(name) + "\x00"
		}
		if bySame[key] == nil {
			order = append(order, key)
		}
		bySame[key] = append(bySame[key], s)
	}
	for _, key := range order {
		periods := bySame[key]
		sort.SliceStable(periods, func(i, j int) bool { return periods[i].day(d.From).Before(periods[j].day(d.From)) })
		for i := 0; i+1 < len(periods); i++ {
			d.tie(periods[i], periods[i+1])
		}
	}
}

func (d *Follows) tie(now, next *Subject) {
	begins, until := next.day(d.From), now.day(d.Until)
	now.say(duty.Fact{Name: d.Next, Day: begins})
	if until.IsZero() {
		return // it runs until further notice: nothing lies between
	}
	now.say(duty.Fact{Name: d.Gap, Day: begins, Value: strconv.Itoa(begins.DaysSince(until) - 1)})
	how := renewedSame
	for _, name := range d.Alike {
		if now.text(name) != next.text(name) {
			how = renewedOtherwise
		}
	}
	if next.Under != nil && next.Under != now.Under && inquired(next, d.Inquiry).After(now.day(d.From)) {
		how = renewedAnew
	}
	now.say(duty.Fact{Name: d.How, Day: begins, Value: how})
}

// inquired is the day of the inquiry the subject stands under.
func inquired(s *Subject, name string) civil.Date {
	for at := s.Under; at != nil; at = at.Under {
		if day := at.day(name); !day.IsZero() {
			return day
		}
	}
	return civil.Date{}
}

// Prorated (fördelat) adds up an amount a month over the days it was in force
// within the material's period, on the topmost subject.
type Prorated struct {
	Gives, Subject, On        string
	Number, From, Until, Says string

	first, last civil.Date // the material's period
	place       Place
}

func (p *mappingParser) prorated(n *yaml.Node) Derivation {
	d := &Prorated{place: p.place(n)}
	p.fields(n, "prorated", map[string]func(key, value *yaml.Node){
		"gives": p.text(&d.Gives), "subject": p.text(&d.Subject), "on": p.text(&d.On), "number": p.text(&d.Number),
		"from": p.text(&d.From), "until": p.text(&d.Until), "says": p.text(&d.Says),
	})
	p.required(n, "prorated", map[string]string{
		"gives": d.Gives, "subject": d.Subject, "on": d.On, "number": d.Number, "from": d.From, "until": d.Until,
	})
	p.prorations = append(p.prorations, d)
	return d
}

func (d *Prorated) at() Place { return d.place }

func (d *Prorated) needs() []string {
	return []string{d.Number, d.From, d.Until}
}

func (d *Prorated) types() []duty.FactType {
	return []duty.FactType{{Subject: d.On, Name: d.Gives, Type: duty.Number, Says: d.Says}}
}

func (d *Prorated) apply(m *Matter) {
	sums := map[*Subject]int64{}
	var order []*Subject
	for _, s := range m.Subjects {
		amount, ok := s.number(d.Number)
		if s.Kind != d.Subject || !ok {
			continue
		}
		on := s
		for on != nil && on.Kind != d.On {
			on = on.Under
		}
		first, last := laterOf(s.day(d.From), d.first), d.last
		if until := s.day(d.Until); !until.IsZero() && until.Before(last) {
			last = until
		}
		if on == nil || s.day(d.From).IsZero() || last.Before(first) {
			continue
		}
		if _, ok := sums[on]; !ok {
			order = append(order, on)
		}
		sums[on] += proratedOver(amount, first, last)
	}
	for _, on := range order {
		on.say(duty.Fact{Name: d.Gives, Day: d.last, Value: strconv.FormatInt(sums[on], 10)})
	}
}

// proratedOver shares an amount a month over the days from first to last, each
// month by its own number of days.
func proratedOver(amount int64, first, last civil.Date) int64 {
	sum := int64(0)
	for day := first; !day.After(last); {
		year, month, _ := day.Parts()
		next := civil.On(year, month+1, 1)
		length := next.DaysSince(civil.On(year, month, 1))
		end := next.AddDays(-1)
		if last.Before(end) {
			end = last
		}
		sum += amount * int64(end.DaysSince(day)+1) / int64(length)
		day = next
	}
	return sum
}

func laterOf(a, b civil.Date) civil.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// Timing (tidpunkt) says in a word whether a fact came within a time of another:
// in time, too late or not at all.
type Timing struct {
	Gives, Subject, Fact, After string
	Within                      duty.Span
	InTime, TooLate, Never      string
	Says                        string
	place                       Place
}

func (p *mappingParser) timing(n *yaml.Node) Derivation {
	d := &Timing{InTime: "i-tid", TooLate: "for-sent", Never: "aldrig", place: p.place(n)}
	p.fields(n, "timing", map[string]func(key, value *yaml.Node){
		"gives": p.text(&d.Gives), "subject": p.text(&d.Subject), "fact": p.text(&d.Fact), "after": p.text(&d.After), "within": p.span(&d.Within), "says": p.text(&d.Says),
	})
	p.required(n, "timing", map[string]string{"gives": d.Gives, "subject": d.Subject, "fact": d.Fact, "after": d.After})
	return d
}

func (d *Timing) at() Place       { return d.place }
func (d *Timing) needs() []string { return []string{d.Fact, d.After} }

func (d *Timing) types() []duty.FactType {
	return []duty.FactType{{Subject: d.Subject, Name: d.Gives, Type: duty.Text, Words: []string{d.InTime, d.TooLate, d.Never}, Silence: duty.Unknown, Says: d.Says}}
}

func (d *Timing) apply(m *Matter) {
	for _, s := range m.Subjects {
		start := s.day(d.After)
		if s.Kind != d.Subject || start.IsZero() {
			continue
		}
		word := d.Never
		if done := s.day(d.Fact); !done.IsZero() {
			word = d.TooLate
			if !done.After(d.Within.After(start)) {
				word = d.InTime
			}
		}
		s.say(duty.Fact{Name: d.Gives, Day: start, Value: word})
	}
}

// Percent (procent) is how many whole per cent one number is of another. A part
// that is absent is not nought: then nothing is said.
type Percent struct {
	Gives, Subject, Part, Of, Says string
	place                          Place
}

func (p *mappingParser) percent(n *yaml.Node) Derivation {
	d := &Percent{place: p.place(n)}
	p.fields(n, "percent", map[string]func(key, value *yaml.Node){
		"gives": p.text(&d.Gives), "subject": p.text(&d.Subject), "part": p.text(&d.Part), "of": p.text(&d.Of), "says": p.text(&d.Says),
	})
	p.required(n, "percent", map[string]string{"gives": d.Gives, "subject": d.Subject, "part": d.Part, "of": d.Of})
	return d
}

func (d *Percent) at() Place       { return d.place }
func (d *Percent) needs() []string { return []string{d.Part, d.Of} }

func (d *Percent) types() []duty.FactType {
	return []duty.FactType{{Subject: d.Subject, Name: d.Gives, Type: duty.Number, Silence: duty.Unknown, Says: d.Says}}
}

func (d *Percent) apply(m *Matter) {
	for _, s := range m.Subjects {
		part, known := s.number(d.Part)
		of, ok := s.number(d.Of)
		if s.Kind == d.Subject && known && ok && of != 0 {
			s.say(duty.Fact{Name: d.Gives, Day: s.day(d.Of), Value: strconv.FormatInt(part*100/of, 10)})
		}
	}
}

// Known (känd) says in a word whether the material has a fact of a subject, so
// that answers can be counted by it.
type Known struct {
	Gives, Subject, Fact, Says string
	place                      Place
}

// The words of Known.
const (
	isKnown   = "finns"
	isMissing = "saknas"
)

func (p *mappingParser) known(n *yaml.Node) Derivation {
	d := &Known{place: p.place(n)}
	p.fields(n, "known", map[string]func(key, value *yaml.Node){
		"gives": p.text(&d.Gives), "subject": p.text(&d.Subject), "fact": p.text(&d.Fact), "says": p.text(&d.Says),
	})
	p.required(n, "known", map[string]string{"gives": d.Gives, "subject": d.Subject, "fact": d.Fact})
	return d
}

func (d *Known) at() Place       { return d.place }
func (d *Known) needs() []string { return []string{d.Fact} }

func (d *Known) types() []duty.FactType {
	return []duty.FactType{{Subject: d.Subject, Name: d.Gives, Type: duty.Text, Words: []string{isKnown, isMissing}, Says: d.Says}}
}

func (d *Known) apply(m *Matter) {
	for _, s := range m.Subjects {
		if s.Kind != d.Subject {
			continue
		}
		word := isMissing
		if s.Has(d.Fact) {
			word = isKnown
		}
		s.say(duty.Fact{Name: d.Gives, Value: word})
	}
}
