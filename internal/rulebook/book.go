package rulebook

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"stadga/internal/duty"
)

// A Book is a set of rules that has been read and found sound: what acts are
// judged by (duty.Book), and what is said about it.
type Book struct {
	*duty.Book
	rules      map[string][]*Rule // versions, oldest first
	order      []string
	measures   []Measure
	reconciles []Reconcile
	rows       []Row
	answers    map[string][]string // further rows that a rule, measure or reconcile answers, by its id
	facts      vocabulary
	files      []File
	digest     string
}

// A File is one rule file as it was read.
type File struct {
	Path    string
	Text    string
	Local   bool // holds a rule of the municipality's own
	Adopted Adoption
}

// Digest is the SHA-256 of the file's text, in hex.
func (f File) Digest() string {
	sum := sha256.Sum256([]byte(f.Text))
	return hex.EncodeToString(sum[:])
}

// Files lists the files the book was read from, by path.
func (b *Book) Files() []File { return b.files }

// Digest names the whole book: the SHA-256 of its files' paths and digests.
func (b *Book) Digest() string { return b.digest }

func digestOf(files []File) string {
	h := sha256.New()
	for _, f := range files {
		h.Write([]byte(f.Path + "\n" + f.Digest() + "\n"))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Rules lists every rule, those that are off included: its newest version, in
// the order of the files.
func (b *Book) Rules() []*Rule {
	all := make([]*Rule, 0, len(b.order))
	for _, id := range b.order {
		versions := b.rules[id]
		all = append(all, versions[len(versions)-1])
	}
	return all
}

// Versions lists a rule's versions, oldest first; none when there is no such rule.
func (b *Book) Versions(id string) []*Rule { return b.rules[id] }

// Rule finds one version of a rule; nil when there is none.
func (b *Book) Rule(id string, version int) *Rule {
	if versions := b.rules[id]; version >= 1 && version <= len(versions) {
		return versions[version-1]
	}
	return nil
}

// Title is what a rule is called, its id when the book does not know it: an
// obligation may come from a book that has since been changed.
func (b *Book) Title(id string) string {
	if versions := b.rules[id]; len(versions) > 0 {
		return versions[len(versions)-1].Title
	}
	return id
}

// Cited is the citation that an obligation rests on, as pages show it.
func (b *Book) Cited(o *duty.Obligation) string {
	if r := b.Rule(o.Rule, o.Version); r != nil {
		return r.Cited()
	}
	return ""
}

// Fact is what the vocabulary says of a fact.
func (b *Book) Fact(name string) (duty.FactType, bool) {
	t, ok := b.facts[name]
	return t, ok
}

// Measures lists the book's measures in the order of the files.
func (b *Book) Measures() []Measure { return b.measures }

// Reconciles lists the book's reconciles in the order of the files.
func (b *Book) Reconciles() []Reconcile { return b.reconciles }

// Load reads every .yaml file of the tree over a vocabulary. All that is wrong is
// returned at once, as Problems.
func Load(files fs.FS, facts []duty.FactType) (*Book, error) {
	found, err := ReadFiles(files)
	if err != nil {
		return nil, err
	}
	return LoadFiles(found, facts)
}

// LoadFiles is Load for files that have been read, such as those of an adopted
// book. A rule that the municipality has decided in the program stands in the
// place of one with the same id in another file.
func LoadFiles(files []File, facts []duty.FactType) (*Book, error) {
	_, book, err := read(files, facts, awaiting(facts), loading{})
	return book, err
}

// awaiting is the vocabulary in which what nothing tells yet is unknown.
func awaiting(facts []duty.FactType) vocabulary {
	heard := vocabularyOf(facts)
	for name, t := range heard {
		if t.Awaits != "" {
			t.Silence = duty.Unknown
			heard[name] = t
		}
	}
	return heard
}

// LoadFor is LoadFiles for a source of its own, such as another system's lists: told
// says of each fact it tells what absence means, and facts it does not tell are
// unknown. Examples are tried as the vocabulary stands.
func LoadFor(files []File, facts []duty.FactType, told map[string]duty.Silence) (*Book, error) {
	heard := vocabularyOf(facts)
	for name, t := range heard {
		if silence, ok := told[name]; ok {
			t.Silence, t.Awaits = silence, ""
		} else {
			t.Silence = duty.Unknown
		}
		heard[name] = t
	}
	_, book, err := read(files, facts, heard, loading{})
	return book, err
}

// A loading says what need not be tried: the examples of a rule that is being
// proposed, which are yet to be made, and those of files already found sound.
type loading struct{ proposing, sound bool }

func read(found []File, facts []duty.FactType, heard vocabulary, how loading) (*loader, *Book, error) {
	l := &loader{loading: how, vocabulary: vocabularyOf(facts), heard: heard, entries: map[string]*entry{}, shipped: map[string]*entry{}, answers: map[string][]string{}}
	l.language = languageOf(l.vocabulary)
	for _, t := range facts {
		if !slices.Contains(l.subjects, t.Subject) {
			l.subjects = append(l.subjects, t.Subject)
		}
	}
	slices.Sort(l.subjects)

	found = slices.SortedFunc(slices.Values(found), func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	if len(found) == 0 {
		return nil, nil, Problems{{File: ".", Says: "här finns inga regelfiler. De heter något som slutar på .yaml"}}
	}
	for i := range found {
		l.file(&found[i])
	}
	book := l.book()
	if len(l.problems) > 0 {
		slices.SortFunc(l.problems, func(a, b Problem) int {
			return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line, strings.Compare(a.Says, b.Says))
		})
		return nil, nil, slices.Compact(l.problems) // versions share most lines, and so their faults
	}
	book.files, book.digest = found, digestOf(found)
	return l, book, nil
}

// ReadFiles reads every .yaml file of a tree, without asking what it says. Of a
// folder laid out as the program's own it leaves out what is no rule: the list of
// rows, the delegation order, the log control and the examples.
func ReadFiles(files fs.FS) ([]File, error) {
	own := false
	if info, err := fs.Stat(files, "national"); err == nil {
		own = info.IsDir()
	}
	var read []File
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case own && (name == "exempel" || name == "delegation" || name == "loggkontroll"):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".yaml" || own && name == "rader.yaml":
			return nil
		}
		text, err := fs.ReadFile(files, name)
		read = append(read, File{Path: name, Text: string(text)})
		return err
	})
	return read, err
}

// A loader gathers the rules of all files before any is compiled, since one rule
// may wait for another.
type loader struct {
	loading
	vocabulary vocabulary
	heard      vocabulary // the same facts, with what their absence means where the book is used
	language   *language
	subjects   []string
	entries    map[string]*entry
	shipped    map[string]*entry // those that a decided rule stands in the place of
	order      []string
	measures   []measured
	reconciles []reconciled
	rows       []Row
	answers    map[string][]string
	problems   Problems
}

func (l *loader) file(f *File) {
	r := &reader{f.Path, &l.problems}
	var doc yaml.Node
	switch err := yaml.NewDecoder(strings.NewReader(f.Text)).Decode(&doc); {
	case err != nil:
		l.problems = append(l.problems, Problem{f.Path, lineOf(err), "filen går inte att läsa som YAML: kontrollera indrag, hakar och citattecken på den raden och raderna intill"})
		return
	case len(doc.Content) == 0:
		r.refuse(nil, "filen är tom")
		return
	}
	top := r.section(doc.Content[0], "about", "adopted", "rules", "measures", "reconciles", "rows")
	if top.has("adopted") {
		f.Adopted = readAdoption(top)
	}
	for _, node := range top.items("rules") {
		f.Local = l.rules(r, node, f.Adopted) || f.Local
	}
	for _, node := range top.items("measures") {
		l.measure(r, node)
	}
	for _, node := range top.items("reconciles") {
		l.reconcile(r, node)
	}
	for _, node := range top.items("rows") {
		l.row(r, node)
	}
}

// lineOf digs the line out of the YAML reader's error.
func lineOf(err error) int {
	var line int
	for _, word := range strings.Fields(err.Error()) {
		if word = strings.TrimSuffix(word, ":"); line == 0 && strings.Trim(word, "0123456789") == "" && word != "" {
			for _, digit := range word {
				line = 10*line + int(digit-'0')
			}
		}
	}
	return line
}

// book compiles what was read and tries every example.
func (l *loader) book() *Book {
	b := &Book{rules: map[string][]*Rule{}, order: l.order, facts: l.vocabulary, rows: l.rows, answers: l.answers}
	var used []duty.Rule
	for _, id := range l.order {
		e := l.entries[id]
		for _, d := range e.versions {
			compiled, err := l.compiled(d, l.heard)
			var where *condition
			if errors.As(err, &where) {
				e.reader.refuse(where.at, "%s", where.err)
			} else if err != nil {
				e.reader.refuse(d.at, "%s", err)
			}
			rule := d.Rule
			rule.Rule, rule.Examples, rule.Waits = compiled, e.examples, l.waits(d)
			b.rules[id] = append(b.rules[id], &rule)
			if d.Off == "" && len(rule.Waits) == 0 {
				used = append(used, compiled)
			}
			if after := l.entries[d.AfterLate]; d.AfterLate != "" && (after == nil || after.versions[0].Subject != d.Subject) {
				e.reader.refuse(d.at, "regeln väntar på att %s blir sen, men det finns ingen sådan regel om %s", d.AfterLate, d.Subject)
			}
		}
		if l.startsItself(id) {
			e.reader.refuse(e.versions[0].at, "regeln väntar på att den själv blir sen: låt en annan regel starta den")
		}
		if !l.proposing || !decided(e.reader.file) {
			e.shows()
		}
	}
	if len(l.problems) > 0 {
		return b // examples of a broken book say nothing
	}
	var err error
	if b.Book, err = duty.NewBook(used); err != nil {
		l.problems = append(l.problems, Problem{File: ".", Says: err.Error()})
		return b
	}
	for _, id := range l.order {
		if l.sound && !decided(l.entries[id].reader.file) {
			continue
		}
		for i := range l.entries[id].examples {
			l.try(l.entries[id], &l.entries[id].examples[i])
		}
	}
	l.figures(b)
	l.onceEach(b)
	return b
}

// A condition is a fault in a condition's text, and where it stands.
type condition struct {
	at  *yaml.Node
	err error
}

func (c *condition) Error() string { return c.err.Error() }

// compiled is the rule of a draft over a vocabulary with the same facts.
func (l *loader) compiled(d *draft, v vocabulary) (duty.Rule, error) {
	rule := d.Rule.Rule
	var err error
	if d.applies != "" {
		if rule.Applies, err = l.language.compile(d.Subject, d.applies, v); err != nil {
			return rule, &condition{d.appliesAt, err}
		}
	}
	if d.holds != "" {
		if rule.Holds, err = l.language.compile(d.Subject, d.holds, v); err != nil {
			return rule, &condition{d.holdsAt, err}
		}
	}
	for _, w := range []*duty.Want{&rule.Trigger, &rule.DueBy, &rule.ChosenOn, &rule.Each, &rule.Chain.ClosedBy} {
		w.Silence = v[w.Fact].Silence
	}
	rule.MetBy, rule.EndedBy = v.hear(rule.MetBy), v.hear(rule.EndedBy)
	return rule, nil
}

// hear gives the wants the vocabulary's view of what absence means.
func (v vocabulary) hear(wants []duty.Want) []duty.Want {
	heard := slices.Clone(wants)
	for i := range heard {
		heard[i].Silence = v[heard[i].Fact].Silence
	}
	return heard
}

// without reads the states that a rule's examples need not show, and why.
func (l *loader) without(s section) map[duty.State]string {
	node := s.keys["without"]
	if node == nil {
		return nil
	}
	lacks := map[duty.State]string{}
	if node.Kind != yaml.MappingNode {
		s.refuse(node, "without skrivs som läge: skäl, till exempel met late: …")
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		state, reason := node.Content[i], node.Content[i+1]
		if strings.TrimSpace(reason.Value) == "" {
			s.refuse(state, "skriv skälet till att regeln aldrig är %s", Swedish(duty.State(state.Value)))
		}
		lacks[duty.State(state.Value)] = reason.Value
	}
	return lacks
}
