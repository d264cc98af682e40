package eventlog

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"stadga/internal/civil"
)

// A Fitting (anpassning) is what a person has said of their own files: which
// file each list of a mapping is, and which heading each of its columns has
// there.
type Fitting struct {
	Owner    string
	From, To civil.Date // period the material covers
	AsOf     civil.Date
	Lists    []FittedList
	Sums     bool // the files end with a line of sums
}

// A FittedList is one list of the mapping as it is in the files. A list that is
// not named is left out of the mapping, with all that it would have said.
type FittedList struct {
	Name    string
	File    string
	Columns map[string]string // the mapping's column → the file's heading; empty: the file has none
}

// Fit writes a mapping anew for other files. What hangs on a column that the
// file lacks falls away: a fact that nobody can know is left out, so that the
// rules answer "cannot be judged". name stands in its faults.
func Fit(name string, text []byte, fitting Fitting) ([]byte, error) {
	model, err := ParseMapping(name, text)
	if err != nil {
		return nil, err
	}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return nil, err // read once already by ParseMapping
	}
	f := fitter{file: name, facts: map[string]bool{}}
	top := root.Content[0]
	for key, value := range map[string]string{"owner": fitting.Owner, "from": day(fitting.From), "to": day(fitting.To), "as_of": day(fitting.AsOf)} {
		if value != "" {
			setScalar(top, key, value)
		}
	}
	if lists := entry(top, "lists"); lists != nil {
		lists.Content = slices.DeleteFunc(lists.Content, func(n *yaml.Node) bool {
			i := slices.IndexFunc(fitting.Lists, func(l FittedList) bool { return l.Name == entry(n, "name").Value })
			if i < 0 {
				return true
			}
			f.list(n, fitting.Lists[i], fitting.Sums)
			return false
		})
		if len(lists.Content) == 0 {
			return nil, faultAt(Place{File: name}, "Ingen fil hör till någon lista. Välj för minst en fil vilken lista den är.")
		}
	}
	if derive := entry(top, "derive"); derive != nil {
		kept := derive.Content[:0]
		for i, d := range model.Derive {
			if slices.ContainsFunc(d.needs(), func(need string) bool { return !f.facts[need] }) {
				continue
			}
			for _, given := range d.types() {
				f.facts[given.Name] = true
			}
			kept = append(kept, derive.Content[i])
		}
		derive.Content = kept
	}
	if tables := entry(top, "tables"); tables != nil {
		kept := tables.Content[:0]
		for i, table := range model.Tables {
			if !slices.ContainsFunc(table.By, func(by string) bool { return by != Month && !f.facts[by] }) {
				kept = append(kept, tables.Content[i])
			}
		}
		tables.Content = kept
	}
	if len(f.faults) > 0 {
		return nil, errors.Join(f.faults...)
	}
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(&root); err != nil {
		return nil, err
	}
	return out.Bytes(), encoder.Close()
}

// A Need is one column that a list of the mapping asks for.
type Need struct {
	Column string
	Says   []string // the facts it gives, in Swedish
	Key    bool     // the row's own number: without it the list cannot be read
}

// Needs lists the columns that the list asks for, the row's own number first.
func (l *List) Needs() []Need {
	needs := make([]Need, len(l.columns))
	for i, column := range l.columns {
		needs[i].Column = column
	}
	for i, link := range l.Chain {
		if link.at >= 0 {
			needs[link.at].Key = i == 0
			needs[link.at].Says = append(needs[link.at].Says, "numret som parar ihop listorna")
		}
	}
	for _, fact := range l.Facts {
		for _, at := range []int{fact.day, fact.time, fact.until, fact.value, fact.about, fact.toTime} {
			if at >= 0 && fact.Says != "" && !slices.Contains(needs[at].Says, fact.Says) {
				needs[at].Says = append(needs[at].Says, fact.Says)
			}
		}
		if fact.When != nil && !slices.Contains(needs[fact.When.at].Says, fact.Says) {
			needs[fact.When.at].Says = append(needs[fact.When.at].Says, fact.Says)
		}
	}
	return needs
}

// Likeness counts how many of the list's columns stand among the headings.
func (l *List) Likeness(headings []string) int {
	n := 0
	for _, column := range l.columns {
		if slices.ContainsFunc(headings, func(h string) bool { return sameHeading(h, column) }) {
			n++
		}
	}
	return n
}

// SameHeading tells whether two headings are read as one: capitals and blanks
// do not part them.
func SameHeading(a, b string) bool { return sameHeading(a, b) }

// A fitter rewrites the lists of a mapping and remembers which facts are left.
type fitter struct {
	file   string
	facts  map[string]bool
	faults []error
}

func (f *fitter) list(n *yaml.Node, fitted FittedList, sums bool) {
	heading := func(column string) (string, bool) {
		for wanted, have := range fitted.Columns {
			if sameHeading(wanted, column) {
				return have, have != ""
			}
		}
		return column, true
	}
	setScalar(n, "file", globbed(fitted.File))
	if !sums {
		drop(n, "ends_with_sum")
	}
	gone := map[string]bool{} // kinds of subject that the rows can no longer be tied to
	if subject := entry(n, "subject"); subject != nil {
		for i := 0; i+1 < len(subject.Content); {
			column := subject.Content[i+1]
			if have, ok := heading(column.Value); ok || column.Value == eachRow {
				column.Value = have
				i += 2
				continue
			}
			if i == 0 {
				f.faults = append(f.faults, faultAt(Place{File: fitted.File}, "Välj kolumnen som ersätter %s. Utan radens eget nummer går listan inte att läsa.", quoted(column.Value)))
				return
			}
			gone[subject.Content[i].Value] = true
			subject.Content = slices.Delete(subject.Content, i, i+2)
		}
	}
	if split := entry(n, "split"); split != nil {
		if have, ok := heading(entry(split, "column").Value); ok {
			entry(split, "column").Value = have
		} else {
			drop(n, "split")
		}
	}
	if out := entry(n, "leave_out"); out != nil {
		out.Content = slices.DeleteFunc(out.Content, func(item *yaml.Node) bool { return !rename(item, "column", heading) })
	}
	if listed := entry(n, "listed"); listed != nil {
		f.facts[listed.Value] = true
	}
	facts := entry(n, "facts")
	kept := facts.Content[:0]
	for i := 0; i+1 < len(facts.Content); i += 2 {
		if on := entry(facts.Content[i+1], "on"); (on == nil || !gone[on.Value]) && renameFact(facts.Content[i+1], heading) {
			kept = append(kept, facts.Content[i], facts.Content[i+1])
			f.facts[facts.Content[i].Value] = true
		}
	}
	facts.Content = kept
}

// renameFact gives the fact the file's own headings; false when it cannot be
// known without a column that the file lacks. A day without its time of day is
// still a day.
func renameFact(n *yaml.Node, heading func(string) (string, bool)) bool {
	if time := entry(n, "time"); time != nil {
		if _, ok := heading(time.Value); !ok {
			drop(n, "time")
		}
	}
	for _, key := range []string{"day", "time", "until", "to", "text", "yes", "number", "minutes", "about"} {
		if !rename(n, key, heading) {
			return false
		}
	}
	when := entry(n, "when")
	return when == nil || rename(when, "column", heading)
}

func rename(n *yaml.Node, key string, heading func(string) (string, bool)) bool {
	column := entry(n, key)
	if column == nil {
		return true
	}
	have, ok := heading(column.Value)
	if ok {
		column.Value = have
	}
	return ok
}

// entry is the value of a key of a YAML mapping; nil when it has none.
func entry(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

func drop(n *yaml.Node, key string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			n.Content = slices.Delete(n.Content, i, i+2)
			return
		}
	}
}

func setScalar(n *yaml.Node, key, value string) {
	if old := entry(n, key); old != nil {
		*old = yaml.Node{Kind: yaml.ScalarNode, Value: value}
		return
	}
	n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, &yaml.Node{Kind: yaml.ScalarNode, Value: value})
}

func day(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// globbed is a pattern that only the file itself matches.
func globbed(name string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(name)
}
