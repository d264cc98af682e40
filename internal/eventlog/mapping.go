package eventlog

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

// A Mapping (mappning) says which column or attribute is which fact, which
// numbers join the lists, and what the files cover: whether what is absent means
// that it did not happen, or that nobody knows. docs/handbok/granska-export.md
// describes the file.
type Mapping struct {
	File   string
	SHA256 string
	Says   string     // what the material is, in words
	Owner  string     // whose data: the board
	System string     // the system it was taken out of, and how
	From   civil.Date // period the material covers
	To     civil.Date
	AsOf   civil.Date // day to judge by, when the command does not say
	Lists  []*List
	Log    *Log
	Derive []Derivation
	Tables []Table
}

// Month is the word by which a table asks for the month an obligation began.
const Month = "month"

// A Table (uppdelning) asks that the answers of one rule are also counted by
// what some facts say. The word "month" stands for the month in which the
// obligation began.
type Table struct {
	Rule string
	By   []string
}

// A coverage is what a mapping has said, if it has, about what absence means.
type coverage struct {
	silence duty.Silence
	stated  bool
}

// eachRow stands in place of a column where every row is a subject of its own,
// numbered by its file and line.
const eachRow = "#"

// A Link (led) ties a row to a subject: its kind and the column with its number.
type Link struct {
	Kind   string
	Column string

	at int
}

// A List (lista) is how one file of rows is read.
type List struct {
	Name        string
	File        string // a pattern among the files given: "beslut*.csv"
	Sheet       string // sheet of a spreadsheet; empty: the first
	EndsWithSum bool   // the file ends with a line of sums, so that a cut file is found out
	Chain       []Link // what the row is about, then what that stands under, to the top
	Listed      string // fact given to the row's subject by there being a row at all
	Split       *Split
	LeaveOut    []LeaveOut
	Facts       []*FactColumn

	columns []string
	place   Place
}

// A Split (delning) makes one row into several where one cell holds several numbers.
type Split struct {
	Column string
	By     string

	at int
}

// LeaveOut (lämna ut) names rows that are no matters, and why.
type LeaveOut struct {
	Column string
	Is     []string
	Why    string

	at int
}

// A FactColumn is how the columns of a row become one fact.
type FactColumn struct {
	Name  string
	On    string // kind of subject that carries it
	Type  duty.Type
	Words map[string]string // what the file writes → the word the rules use; "*": all else
	Among []string          // the fact is whether the column holds one of these
	Times int64             // number: multiplied before it is rounded to a whole
	Sum   bool              // number: added up over the rows of its subject
	When  *When
	Says  string

	silence duty.Silence
	place   Place

	day, time, until, value, about, toTime int // columns, -1: none
}

// When (när) gives the fact only on rows whose column holds one of the values.
type When struct {
	Column string
	Is     []string

	at int
}

// ReadMapping reads and checks a mapping file.
func ReadMapping(path string) (*Mapping, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, cannotOpen(path, err)
	}
	return ParseMapping(filepath.Base(path), text)
}

// ParseMapping reads and checks a mapping. name stands in its faults.
func ParseMapping(name string, text []byte) (*Mapping, error) {
	var root yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(text)).Decode(&root); err != nil || len(root.Content) == 0 {
		return nil, faultAt(Place{File: name, Line: yamlLine(err)},
			"Mappningen går inte att läsa som YAML. Kontrollera indrag, kolon och citattecken.")
	}
	sum := sha256.Sum256(text)
	m := &Mapping{File: name, SHA256: hex.EncodeToString(sum[:])}
	p := &mappingParser{file: name}
	p.mapping(m, root.Content[0])
	if len(p.faults) > 0 {
		return nil, errors.Join(p.faults...)
	}
	return m, m.check(p)
}

// check looks at what no single part of the mapping can see.
func (m *Mapping) check(p *mappingParser) error {
	if len(m.Lists) == 0 && m.Log == nil {
		p.fault(nil, "Mappningen beskriver varken lists eller log. Skriv vilka listor som ska läsas, eller hur händelseloggen ska läsas.")
	}
	types := map[string]duty.FactType{}
	for _, t := range m.declared() {
		if old, ok := types[t.Name]; ok && (old.Subject != t.Subject || old.Type != t.Type) {
			p.fault(nil, "Uppgiften %s beskrivs på två olika sätt: som %s på %s och som %s på %s. Ge dem olika namn.", quoted(t.Name), old.Type, old.Subject, t.Type, t.Subject)
		}
		types[t.Name] = t
	}
	for _, table := range m.Tables {
		for _, name := range table.By {
			if _, ok := types[name]; !ok && name != Month {
				p.fault(nil, "Uppgiften %s under tables finns inte i mappningen.", quoted(name))
			}
		}
	}
	for _, d := range m.Derive {
		for _, name := range d.needs() {
			if _, ok := types[name]; !ok {
				p.faults = append(p.faults, faultAt(d.at(), "Uppgiften %s finns inte i mappningen. Den härledda uppgiften kan inte räknas ut.", quoted(name)))
			}
		}
	}
	if len(p.faults) > 0 {
		return errors.Join(p.faults...)
	}
	_, err := m.plan()
	return err
}

// Vocabulary lists the facts the material can give, for the rulebook to check
// its rules against.
func (m *Mapping) Vocabulary() []duty.FactType {
	seen := map[string]bool{}
	var types []duty.FactType
	for _, t := range m.declared() {
		if !seen[t.Name] {
			seen[t.Name] = true
			types = append(types, t)
		}
	}
	return types
}

func (m *Mapping) declared() []duty.FactType {
	var types []duty.FactType
	for _, list := range m.Lists {
		if list.Listed != "" {
			// A matter that stands in no row of the list is not said to lack anything.
			types = append(types, duty.FactType{Subject: list.Chain[0].Kind, Name: list.Listed, Type: duty.Bool, Silence: duty.Unknown, Says: "rad i listan " + list.Name})
		}
		for _, f := range list.Facts {
			types = append(types, duty.FactType{Subject: f.On, Name: f.Name, Type: f.Type, Words: wordsOf(f.Words), Silence: f.silence, Says: f.Says})
		}
	}
	if m.Log != nil {
		types = append(types, m.Log.vocabulary()...)
	}
	for _, d := range m.Derive {
		types = append(types, d.types()...)
	}
	return types
}

func wordsOf(words map[string]string) []string {
	seen := map[string]bool{}
	var all []string
	for _, word := range words {
		if !seen[word] {
			seen[word] = true
			all = append(all, word)
		}
	}
	return all
}

// Word is what a value of a fact is called where people read it: the file's own
// word when one word alone became the value.
func (m *Mapping) Word(fact, value string) string {
	found := ""
	for _, words := range m.wordsFor(fact) {
		for written, word := range words {
			if word != value || written == "*" || written == found {
				continue
			}
			if found != "" {
				return value
			}
			found = written
		}
	}
	if found != "" {
		return found
	}
	return readable(value)
}

func (m *Mapping) wordsFor(fact string) []map[string]string {
	var all []map[string]string
	for _, list := range m.Lists {
		for _, f := range list.Facts {
			if f.Name == fact {
				all = append(all, f.Words)
			}
		}
	}
	if m.Log != nil {
		for _, f := range m.Log.Facts {
			if f.Name == fact {
				all = append(all, f.Words)
			}
		}
	}
	return all
}

// ListFor is the list a file is read as, by its name; nil when there is none.
func (m *Mapping) ListFor(file string) *List {
	base := strings.ToLower(filepath.Base(file))
	for _, list := range m.Lists {
		if ok, _ := filepath.Match(strings.ToLower(list.File), base); ok {
			return list
		}
	}
	return nil
}

// headings are the names of the columns the list needs.
func (l *List) headings() []string { return l.columns }

// column gives the place of a column among those the list needs.
func (l *List) column(name string) int {
	for i, have := range l.columns {
		if sameHeading(have, name) {
			return i
		}
	}
	l.columns = append(l.columns, name)
	return len(l.columns) - 1
}

// match finds the list's columns in a row; -1 where one is not there.
func (l *List) match(fields [][]byte) []int {
	places := make([]int, len(l.columns))
	for i, name := range l.columns {
		places[i] = -1
		for at, field := range fields {
			if len(field) <= 4*len(name)+8 && sameHeading(string(field), name) {
				places[i] = at
				break
			}
		}
	}
	return places
}

// sameHeading compares headings as a reader does: without regard to capitals
// and blanks.
func sameHeading(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(trimCell(a)), " "), strings.Join(strings.Fields(trimCell(b)), " "))
}

// keyless tells whether the row lacks the number of its own subject.
func (l *List) keyless(fields [][]byte) bool {
	return l.Chain[0].Column != eachRow && len(fields[l.Chain[0].at]) == 0
}

// leftOut says why the mapping leaves the row out; empty when it does not.
func (l *List) leftOut(fields [][]byte) string {
	for i := range l.LeaveOut {
		if oneOf(fields[l.LeaveOut[i].at], l.LeaveOut[i].Is) {
			return l.LeaveOut[i].Why
		}
	}
	return ""
}

func oneOf(field []byte, values []string) bool {
	for _, value := range values {
		if strings.EqualFold(string(field), value) {
			return true
		}
	}
	return false
}
