package eventlog

import (
	"strconv"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

// A Matter (sak) is everything the material says that hangs together by its
// numbers: one person with cases, investigations, decisions and visits – or one
// case of a log. It is valid until the next matter is read.
type Matter struct {
	Root     string // number of the topmost subject
	Subjects []*Subject

	bySubject map[subjectKey]*Subject
	spare     []*Subject
}

// A Subject is one thing rules can speak of, with what the material says of it.
type Subject struct {
	Kind   string
	Number string // running number in the files; never a name
	Under  *Subject
	Facts  []duty.Fact
	Place  Place // the row it was first read from
}

type subjectKey struct{ kind, number string }

func (m *Matter) reset() {
	if m.bySubject == nil {
		m.bySubject = map[subjectKey]*Subject{}
	}
	clear(m.bySubject)
	m.spare = append(m.spare, m.Subjects...)
	m.Subjects, m.Root = m.Subjects[:0], ""
}

// subject finds the subject, or adds it.
func (m *Matter) subject(kind, number string) *Subject {
	if s := m.bySubject[subjectKey{kind, number}]; s != nil {
		return s
	}
	var s *Subject
	if n := len(m.spare); n > 0 {
		s, m.spare = m.spare[n-1], m.spare[:n-1]
		*s = Subject{Facts: s.Facts[:0]}
	} else {
		s = &Subject{}
	}
	s.Kind, s.Number = kind, number
	m.Subjects = append(m.Subjects, s)
	m.bySubject[subjectKey{kind, number}] = s
	return s
}

// Known are the facts of the subject and of all it stands under.
func (s *Subject) Known() duty.Facts {
	var all []duty.Fact
	for at := s; at != nil; at = at.Under {
		all = append(all, at.Facts...)
	}
	return duty.FactsOf(all...)
}

// Has tells whether the subject itself has a fact of that name.
func (s *Subject) Has(name string) bool { return s.first(name) != nil }

// first is the subject's own first fact of that name; nil when there is none.
func (s *Subject) first(name string) *duty.Fact {
	for i := range s.Facts {
		if s.Facts[i].Name == name {
			return &s.Facts[i]
		}
	}
	return nil
}

// values gathers what the facts of that name say, on the subject and on what it
// stands under.
func (s *Subject) values(name string) []string {
	var values []string
	for at := s; at != nil; at = at.Under {
		for i := range at.Facts {
			if at.Facts[i].Name == name && at.Facts[i].Value != "" {
				values = append(values, at.Facts[i].Value)
			}
		}
	}
	return values
}

func (s *Subject) text(name string) string {
	if f := s.first(name); f != nil {
		return f.Value
	}
	return ""
}

func (s *Subject) day(name string) civil.Date {
	if f := s.first(name); f != nil {
		return f.Day
	}
	return civil.Date{}
}

func (s *Subject) number(name string) (int64, bool) {
	f := s.first(name)
	if f == nil {
		return 0, false
	}
	n, err := strconv.ParseInt(f.Value, 10, 64)
	return n, err == nil
}

func (s *Subject) say(fact duty.Fact) { s.Facts = append(s.Facts, fact) }

// addRow gives the facts of one row to the subjects it is about.
func (m *Matter) addRow(list *List, head header, line int, numbers []string, fields [][]byte, faults *gathering) error {
	var below *Subject
	for i, link := range list.Chain {
		if numbers[i] == "" {
			below = nil // what lies above a missing number is not known to be above
			continue
		}
		s := m.subject(link.Kind, numbers[i])
		if s.Place.File == "" {
			s.Place = Place{File: head.file, Line: line}
		}
		if below != nil && below.Under == nil {
			below.Under = s
		}
		below = s
	}
	own := m.bySubject[subjectKey{list.Chain[0].Kind, numbers[0]}]
	if list.Listed != "" && !own.Has(list.Listed) {
		own.say(duty.Fact{Name: list.Listed, Value: "true"})
	}
	for _, f := range list.Facts {
		at := list.linkOf(f.On)
		if numbers[at] == "" || f.When != nil && !oneOf(fields[f.When.at], f.When.Is) {
			continue
		}
		fact, known, column, err := f.read(fields)
		if err != nil {
			if err := faults.add(faultAt(head.place(line, column), "%v", err)); err != nil {
				return err
			}
			continue
		}
		if known {
			m.bySubject[subjectKey{f.On, numbers[at]}].take(f, fact)
		}
	}
	return nil
}

// take adds the fact, or adds to the sum that stands.
func (s *Subject) take(f *FactColumn, fact duty.Fact) {
	if f.Sum {
		if old := s.first(f.Name); old != nil {
			a, _ := strconv.ParseInt(old.Value, 10, 64)
			b, _ := strconv.ParseInt(fact.Value, 10, 64)
			old.Value = strconv.FormatInt(a+b, 10)
			return
		}
	}
	s.say(fact)
}

func (l *List) linkOf(kind string) int {
	for i, link := range l.Chain {
		if link.Kind == kind {
			return i
		}
	}
	return 0
}

// read makes the fact of one row. On a fault, column is the one at fault.
func (f *FactColumn) read(fields [][]byte) (fact duty.Fact, known bool, column int, err error) {
	fact.Name = f.Name
	if f.about >= 0 {
		fact.About = trimCell(string(fields[f.about]))
	}
	if f.day >= 0 {
		text := string(fields[f.day])
		if fact.Day, err = parseDay(text); err != nil {
			return fact, false, f.day, err
		}
		if fact.Day.IsZero() && f.value < 0 {
			return fact, false, 0, nil
		}
		if f.time >= 0 {
			c, err := parseTime(string(fields[f.time]))
			if err != nil {
				return fact, false, f.time, err
			}
			if !c.known {
				c, _ = timeWithin(text) // parseDay has faulted a time that cannot be
			}
			fact.At = timeOf(fact.Day, c)
		}
	}
	switch {
	case f.until >= 0:
		until, err := parseDay(string(fields[f.until]))
		if err != nil {
			return fact, false, f.until, err
		}
		fact.Value = until.String()
	case f.toTime >= 0:
		minutes, known, column, err := f.between(fields)
		fact.Value = strconv.Itoa(minutes)
		return fact, known, column, err
	case len(f.Among) > 0:
		text := trimCell(string(fields[f.value]))
		fact.Value = strconv.FormatBool(oneOf([]byte(text), f.Among))
		return fact, text != "", 0, nil
	case f.value >= 0:
		fact.Value, known, err = convert(string(fields[f.value]), f.Type, f.Words, f.Times)
		return fact, known, f.value, err
	}
	return fact, true, 0, nil
}

// between is the minutes from one time of day to another, over midnight where
// the second comes first.
func (f *FactColumn) between(fields [][]byte) (minutes int, known bool, column int, err error) {
	from, err := parseTime(string(fields[f.value]))
	if err != nil {
		return 0, false, f.value, err
	}
	to, err := parseTime(string(fields[f.toTime]))
	if err != nil {
		return 0, false, f.toTime, err
	}
	if !from.known || !to.known {
		return 0, false, 0, nil
	}
	seconds := to.seconds - from.seconds
	if seconds < 0 {
		seconds += 24 * 3600
	}
	return (seconds + 30) / 60, true, 0, nil
}
