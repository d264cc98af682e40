package eventlog

import (
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

// A Log says how the cases of an event log become facts of one kind of subject.
type Log struct {
	Kind  string // kind of subject: "matter"
	Key   string // attribute with the case's number
	Facts []*LogFact

	place Place
}

// A LogFact is how an attribute of a case, or its events, become a fact.
type LogFact struct {
	Name      string
	Type      duty.Type
	Attribute string   // of the case
	Events    []string // names of events; "*": any event
	Which     string   // first, last or all of them
	Value     string   // attribute of the event that becomes the fact's value
	Words     map[string]string
	Says      string

	silence duty.Silence
	place   Place
}

// eventName is the attribute that names an event, eventTime the one that dates it.
const (
	eventName = "concept:name"
	eventTime = "time:timestamp"
)

func (p *mappingParser) log(n *yaml.Node) *Log {
	log := &Log{Kind: "matter", Key: eventName, place: p.place(n)}
	var absent coverage
	var facts *yaml.Node
	p.fields(n, "log", map[string]func(key, value *yaml.Node){
		"subject": p.text(&log.Kind),
		"key":     p.text(&log.Key),
		"absent":  p.absent(&absent),
		"facts":   func(_, value *yaml.Node) { facts = value },
	})
	switch {
	case facts == nil || facts.Kind != yaml.MappingNode:
		p.fault(n, "log saknar facts. Skriv vilka attribut och händelser som är vilka uppgifter.")
	case !absent.stated:
		p.fault(n, "log saknar absent. Skriv absent: no om det som saknas inte har hänt, absent: unknown om det inte går att veta.")
	default:
		for i := 0; i+1 < len(facts.Content); i += 2 {
			log.Facts = append(log.Facts, p.logFact(facts.Content[i], facts.Content[i+1], absent))
		}
	}
	return log
}

func (p *mappingParser) logFact(key, n *yaml.Node, absent coverage) *LogFact {
	f := &LogFact{Name: key.Value, Which: "all", place: p.place(key)}
	kind := ""
	p.fields(n, "uppgiften "+f.Name, map[string]func(key, value *yaml.Node){
		"attribute": p.text(&f.Attribute), "event": p.texts(&f.Events), "which": p.text(&f.Which), "value": p.text(&f.Value),
		"type": p.text(&kind), "says": p.text(&f.Says), "absent": p.absent(&absent),
		"words": func(_, value *yaml.Node) {
			if err := value.Decode(&f.Words); err != nil {
				p.fault(value, "words ska vara loggens ord och regelns ord, till exempel {Internet: e-tjanst}.")
			}
		},
	})
	f.silence = absent.silence
	switch f.Type = duty.Type(kind); {
	case (f.Attribute == "") == (len(f.Events) == 0):
		p.fault(n, "Uppgiften %s ska ha antingen attribute (ärendets attribut) eller event (händelsens namn).", quoted(f.Name))
	case len(f.Events) > 0 && kind == "":
		f.Type = duty.Instant
	case f.Type != duty.Day && f.Type != duty.Instant && f.Type != duty.Text && f.Type != duty.Bool && f.Type != duty.Number:
		p.fault(n, "Uppgiften %s saknar type. Skriv day, instant, text, bool eller number.", quoted(f.Name))
	}
	if f.Which != "first" && f.Which != "last" && f.Which != "all" {
		p.fault(n, "which ska vara first, last eller all.")
	}
	return f
}

func (l *Log) vocabulary() []duty.FactType {
	var types []duty.FactType
	for _, f := range l.Facts {
		types = append(types, duty.FactType{Subject: l.Kind, Name: f.Name, Type: f.Type, Words: wordsOf(f.Words), Silence: f.silence, Says: f.Says})
	}
	return types
}

// matter turns a case of the log into a matter. The matter is the caller's to
// read until the next trace.
func (l *Log) matter(file string, t *Trace, m *Matter) error {
	m.reset()
	key := ""
	if a := Find(t.Attributes, l.Key); a != nil {
		key = a.Value
	}
	if key == "" {
		return faultAt(Place{File: file, Line: t.Line}, "Ärendet saknar attributet %s. Skriv rätt attribut som key under log i mappningen.", quoted(l.Key))
	}
	s := m.subject(l.Kind, key)
	m.Root, s.Place = key, Place{File: file, Line: t.Line}
	for _, f := range l.Facts {
		var err error
		if f.Attribute != "" {
			err = f.fromCase(file, t, s)
		} else {
			err = f.fromEvents(file, t, s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *LogFact) fromCase(file string, t *Trace, s *Subject) error {
	a := Find(t.Attributes, f.Attribute)
	if a == nil {
		return nil
	}
	fact := duty.Fact{Name: f.Name}
	place := Place{File: file, Line: a.Line, Column: a.Column, Name: a.Key}
	switch f.Type {
	case duty.Day, duty.Instant:
		at := a.At
		if at.IsZero() {
			var err error
			if at, err = parseXESDate(a.Value); err != nil {
				return faultAt(place, "%v", err)
			}
		}
		if fact.Day = civil.DayOf(at); fact.Day.Before(noDayBefore) || fact.Day == forEver {
			return nil
		}
		if f.Type == duty.Instant {
			fact.At = at
		}
	default:
		value, known, err := convert(a.Value, f.Type, f.Words, 1)
		if err != nil {
			return faultAt(place, "%v", err)
		}
		if !known {
			return nil
		}
		fact.Value = value
	}
	s.Facts = append(s.Facts, fact)
	return nil
}

func (f *LogFact) fromEvents(file string, t *Trace, s *Subject) error {
	start := len(s.Facts)
	for i := range t.Events {
		e := &t.Events[i]
		name := Find(e.Attributes, eventName)
		if f.Events[0] != "*" && (name == nil || !contains(f.Events, name.Value)) {
			continue
		}
		stamp := Find(e.Attributes, eventTime)
		if stamp == nil || stamp.At.IsZero() {
			continue // an event without time says that it happened, not when: nothing can be counted from it
		}
		fact := duty.Fact{Name: f.Name, Day: civil.DayOf(stamp.At)}
		if f.Type == duty.Instant {
			fact.At = stamp.At
		}
		if f.Value != "" {
			if a := Find(e.Attributes, f.Value); a != nil {
				fact.Value = a.Value
			}
		}
		s.Facts = append(s.Facts, fact)
	}
	found := s.Facts[start:]
	if f.Which == "all" || len(found) < 2 {
		return nil
	}
	chosen := found[0]
	for _, fact := range found[1:] {
		if f.Which == "first" && earlier(fact, chosen) || f.Which == "last" && !earlier(fact, chosen) {
			chosen = fact
		}
	}
	s.Facts = append(s.Facts[:start], chosen)
	return nil
}

func earlier(a, b duty.Fact) bool {
	if !a.At.IsZero() && !b.At.IsZero() {
		return a.At.Before(b.At)
	}
	return a.Day.Before(b.Day)
}

func contains(values []string, value string) bool {
	for _, v := range values {
		if v == value {
			return true
		}
	}
	return false
}

// convert turns what a file writes into the value of a fact of that type.
func convert(text string, t duty.Type, words map[string]string, times int64) (value string, known bool, err error) {
	switch t {
	case duty.Bool:
		yes, known, err := parseBool(text)
		return strconv.FormatBool(yes), known, err
	case duty.Number:
		n, known, err := parseThousandths(text)
		return strconv.FormatInt(rounded(n*times), 10), known, err
	}
	text = trimCell(text)
	if text == "" || len(words) == 0 {
		return text, text != "", nil
	}
	if word, ok := words[text]; ok {
		return word, true, nil
	}
	if word, ok := words["*"]; ok {
		return word, true, nil
	}
	return "", false, problem(quoted(text) + " finns inte bland orden i mappningen. Lägg till det under words.")
}

// rounded makes whole numbers of thousandths, half away from zero.
func rounded(thousandths int64) int64 {
	if thousandths < 0 {
		return -rounded(-thousandths)
	}
	return (thousandths + 500) / 1000
}

// timeOf is the instant of a day and a time of day, zero when there is no time.
func timeOf(day civil.Date, c clock) time.Time {
	if !c.known || day.IsZero() {
		return time.Time{}
	}
	return c.at(day)
}
