package rulebook

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

// An Example is a small invented course of events and what the rule says of it.
type Example struct {
	Says    string
	Facts   []duty.Fact
	Unknown []string   // facts that the source does not tell
	On      civil.Date // the day asked for
	About   string     // which obligation, when there are several
	Want    duty.State
	Due     civil.Date // zero: not held against the answer
	Version int        // 0: not held against the answer
	Rests   bool       // nothing more is to be done; false: not held against the answer
	Line    int
}

// example reads one example:
//
//   - want: late
//     facts: {intake.received: 2026-02-24 15:42, intake.kind: orosanmalan}
//     on: 2026-03-11
//     due: 2026-03-10
//
// rests: true says that nobody is to do anything more about it, late or not.
//
// A fact is a day ("2026-02-24", "2026-02-24 15:42"), a value ("orosanmalan"), a
// day with a value ("2026-02-24 = samtycke"), or a list of such. A value without
// a day is from the first day of the example. What it is about follows the name:
// intake.guardian_contacted/mamma. A day recorded later than it was so:
// "2026-02-24 ~ 2026-03-01".
func (l *loader) example(r *reader, node *yaml.Node, e *entry) Example {
	s := r.section(node, "says", "facts", "unknown", "on", "about", "want", "due", "version", "rests")
	x := Example{
		Says: s.text("says"), Unknown: s.texts("unknown"), On: s.day("on"), About: s.text("about"),
		Due: s.day("due"), Version: s.number("version"), Rests: s.boolean("rests"), Line: node.Line,
	}
	s.must("want")
	x.Want = duty.State(s.oneOf("want", string(duty.Met), string(duty.Open), string(duty.Late), string(duty.MetLate), string(duty.NotApplicable), string(duty.Undetermined)))
	for _, name := range x.Unknown {
		if _, known := l.vocabulary[name]; !known {
			r.refuse(s.at("unknown"), "uppgiften %q finns inte%s", name, l.nearest(name))
		}
	}
	if facts := s.keys["facts"]; facts != nil {
		x.Facts = l.exampleFacts(r, facts, e)
	}
	first, last := daysOf(x.Facts)
	if first.IsZero() {
		first = x.On
	}
	if x.On.IsZero() {
		if x.On = last; x.Want == duty.Late || x.Want == duty.Open || last.IsZero() {
			r.refuse(node, "skriv vilken dag det gäller: on: 2026-03-11")
		}
	}
	for i := range x.Facts {
		f := &x.Facts[i]
		if f.Day.IsZero() {
			f.Day = first
		}
		if f.Learned.IsZero() {
			f.Learned = f.Day.At(12, 0)
		}
	}
	return x
}

// daysOf is the first and the last day of the line. It does not begin with what is
// so of the person, as when they were born, unless it says nothing else.
func daysOf(facts []duty.Fact) (first, last civil.Date) {
	var born civil.Date
	for _, f := range facts {
		begins := &first
		if strings.HasPrefix(f.Name, "person.") {
			begins = &born
		}
		if !f.Day.IsZero() && (begins.IsZero() || f.Day.Before(*begins)) {
			*begins = f.Day
		}
		if f.Day.After(last) {
			last = f.Day
		}
	}
	if first.IsZero() {
		first = born
	}
	return first, last
}

func (l *loader) exampleFacts(r *reader, node *yaml.Node, e *entry) []duty.Fact {
	if node.Kind != yaml.MappingNode {
		r.refuse(node, "facts skrivs som uppgift: värde, till exempel intake.received: 2026-02-24")
		return nil
	}
	var facts []duty.Fact
	for i := 0; i+1 < len(node.Content); i += 2 {
		at, value := node.Content[i], node.Content[i+1]
		name, about, _ := strings.Cut(at.Value, "/")
		w := l.wantAt(r, at, name, e.versions[0].Subject)
		values := []*yaml.Node{value}
		if value.Kind == yaml.SequenceNode {
			values = value.Content
		}
		for _, v := range values {
			f, err := readFact(l.vocabulary[w.Fact], v.Value)
			if err != nil {
				r.refuse(v, "%s: %s", name, err)
			}
			f.About = about
			facts = append(facts, f)
		}
	}
	return facts
}

// readFact reads a fact as examples write it.
func readFact(t duty.FactType, text string) (duty.Fact, error) {
	f := duty.Fact{Name: t.Name}
	text, recorded, later := strings.Cut(text, "~")
	if later {
		day, err := civil.Parse(strings.TrimSpace(recorded))
		if err != nil {
			return f, fmt.Errorf("efter ~ ska stå dagen då det skrevs in")
		}
		f.Learned = day.At(12, 0)
	}
	when, value, valued := strings.Cut(text, "=")
	when, value = strings.TrimSpace(when), strings.TrimSpace(value)
	if occurs := t.Type == duty.Day || t.Type == duty.Instant || t.Type == duty.Until; !occurs && !valued {
		when, value = "", when
	}
	if when != "" {
		day, hour, _ := strings.Cut(when, " ")
		var err error
		if f.Day, err = civil.Parse(day); err != nil {
			return f, fmt.Errorf("%q är ingen dag, skriv till exempel 2026-02-24", when)
		}
		if hour != "" {
			at, err := time.Parse("15:04", hour)
			if err != nil {
				return f, fmt.Errorf("%q är inget klockslag, skriv till exempel 15:42", hour)
			}
			f.At = f.Day.At(at.Hour(), at.Minute())
		}
	}
	f.Value = value
	if len(t.Words) > 0 && !slices.Contains(t.Words, value) {
		return f, fmt.Errorf("kan inte vara %q, skriv %s", value, orList(t.Words))
	}
	return f, nil
}

// try holds an example against the rule, computed with what it waits for.
func (l *loader) try(e *entry, x *Example) {
	found, ok := l.answer(e, x)
	if !ok {
		return // refused where the rule stands, or for the whole book
	}
	at := &yaml.Node{Line: x.Line}
	if found == nil {
		if x.Want != duty.NotApplicable {
			e.reader.refuse(at, "exemplet ska bli %s men regeln gäller inte", Swedish(x.Want))
		}
		return
	}
	if got := found.State(x.On); got != x.Want {
		e.reader.refuse(at, "exemplet ska bli %s men blir %s (sista dag %s%s)", Swedish(x.Want), Swedish(got), found.Due(), missing(found))
	}
	if x.Rests && !found.Rests(x.On) {
		e.reader.refuse(at, "kravet ska vila när det har slutat, men någon påminns fortfarande om det")
	}
	if !x.Due.IsZero() && found.Due() != x.Due {
		e.reader.refuse(at, "sista dag ska vara %s men blir %s", x.Due, found.Due())
	}
	if x.Version != 0 && found.Version != x.Version {
		e.reader.refuse(at, "version %d ska gälla men version %d väljs", x.Version, found.Version)
	}
}

// answer computes the obligation that an example gives; nil when the rule does
// not apply to it.
func (l *loader) answer(e *entry, x *Example) (found *duty.Obligation, ok bool) {
	book, err := l.alone(e.id, l.vocabulary.unsure(x.Unknown))
	if err != nil {
		return nil, false
	}
	computed := book.Compute(duty.Subject{Kind: e.versions[0].Subject}, duty.FactsOf(x.Facts...), x.On)
	for i := range computed.Obligations {
		if o := &computed.Obligations[i]; o.Rule == e.id && (x.About == "" || o.About == x.About) {
			found = o // the latest answers
		}
	}
	return found, true
}

// alone is a book of one rule with what it waits for, over a vocabulary. The
// examples of a rule that ships were written with what ships beside it.
func (l *loader) alone(id string, v vocabulary) (*duty.Book, error) {
	var rules []duty.Rule
	own := l.entries[id]
	for e := own; e != nil; e = l.entries[e.versions[0].AfterLate] {
		if before := l.shipped[e.id]; before != nil && !decided(own.reader.file) {
			e = before
		}
		for _, d := range e.versions {
			rule, err := l.compiled(d, v)
			if err != nil {
				return nil, err
			}
			rules = append(rules, rule)
		}
	}
	return duty.NewBook(rules)
}

func missing(o *duty.Obligation) string {
	if o.Missing == "" {
		return ""
	}
	return ", " + o.Missing + " saknas"
}
