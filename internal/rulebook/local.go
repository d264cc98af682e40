package rulebook

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
)

// Rules that the municipality decides in the program are files of the book like
// any other, one for each rule, under a folder of their own.
const decidedFolder = "beslutade/"

func decided(path string) bool { return strings.HasPrefix(path, decidedFolder) }

// Decided tells whether the rule was decided in the program.
func (r *Rule) Decided() bool { return decided(r.File) }

// A Proposal (förslag) is a rule of the municipality's own that someone may
// decide: a copy of another rule with its own number, a local rule with another
// number from a day, or a local rule that ends.
type Proposal struct {
	Rule    string // what it is made from
	Number  int
	Unit    string // one of Units
	Title   string
	Says    string // what it asks, in Swedish
	From    civil.Date
	Ends    bool // the rule no longer holds from that day
	Decider Adoption
}

// A Proposed rule is a proposal that has been read and found sound.
type Proposed struct {
	ID      string // of the new rule, or the changed one
	File    File
	Book    *Book // the whole book with it
	Changed string
}

// Units are the units a rule's number may have, in rule files and in Swedish.
func Units() [][2]string {
	return [][2]string{{"hours", "timmar"}, {"days", "dagar"}, {"workdays", "arbetsdagar"}, {"weeks", "veckor"}, {"months", "månader"}, {"years", "år"}}
}

const times = "times" // the unit of a rule that counts

// Number is the number a municipality may set in a rule of its own, and its
// unit; false for a rule that has none. What law asks for at once (genast) may
// be given a number, and has 0 until then.
func (r *Rule) Number() (n int, unit string, ok bool) {
	switch {
	case r.Shape == duty.Count:
		return r.Times, times, true
	case r.Shape == duty.Within && r.DueBy.Fact != "", r.Shape == duty.Before, r.Shape == duty.Forbids:
		return 0, "", false
	}
	span := r.Span
	if r.Shape == duty.Standing && !r.Valid.IsZero() {
		span = r.Valid
	}
	for unit, n := range map[string]int{"hours": span.Hours, "days": span.Days, "workdays": span.Workdays, "weeks": span.Weeks, "months": span.Months, "years": span.Years} {
		if n > 0 {
			return n, unit, true
		}
	}
	return 0, "days", r.Shape == duty.Within
}

// Copied is the id that a copy of the rule has, or would have.
func (r *Rule) Copied() string {
	if r.Mark == Local {
		return r.ID
	}
	return "local-" + r.ID
}

// Propose makes the file of a proposed rule and the book with it. What is wrong
// with the proposal is a fault beside its field.
func (b *Book) Propose(p Proposal, facts []duty.FactType) (Proposed, error) {
	if err := b.Unfit(p); err != nil {
		return Proposed{}, err
	}
	versions := b.rules[p.Rule]
	now := versions[len(versions)-1]
	out := Proposed{ID: now.Copied()}
	doc, err := b.drafted(p, now)
	if err != nil {
		return Proposed{}, err
	}
	out.File.Path = decidedFolder + out.ID + ".yaml"
	rest := slices.DeleteFunc(slices.Clone(b.files), func(f File) bool { return f.Path == out.File.Path })
	if err := exemplify(doc, rest, out.File.Path, p.From, facts); err != nil {
		return Proposed{}, err
	}
	if out.File.Text, err = written(doc); err != nil {
		return Proposed{}, err
	}
	if _, out.Book, err = read(append(rest, out.File), facts, awaiting(facts), loading{sound: true}); err != nil {
		return Proposed{}, fmt.Errorf("the proposed rule does not load: %w", err)
	}
	out.File = out.Book.files[slices.IndexFunc(out.Book.files, func(f File) bool { return f.Path == out.File.Path })]
	out.Changed = changed(now, out.Book.Rules(), out.ID, p.Ends)
	return out, nil
}

// changed says in words what the proposal changes.
func changed(now *Rule, rules []*Rule, id string, ends bool) string {
	i := slices.IndexFunc(rules, func(r *Rule) bool { return r.ID == id })
	switch {
	case ends:
		return "Regeln slutar gälla. Tiden var " + now.Time() + "."
	case now.ID != id:
		return "Egen regel: " + rules[i].Time() + ". Lagens tid är " + now.Time() + "."
	}
	return "Från " + now.Time() + " till " + rules[i].Time() + "."
}

// Unfit tells what stands in the way of a proposal; nil when nothing does.
func (b *Book) Unfit(p Proposal) error {
	versions := b.rules[p.Rule]
	if len(versions) == 0 {
		return fault.New(fault.NotFound, "rulebook.unknown-rule")
	}
	now := versions[len(versions)-1]
	n, unit, ok := now.Number()
	var wrong []*fault.Error
	put := func(field, text string, args map[string]any) {
		wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: field, Text: text, Args: args})
	}
	fits := slices.ContainsFunc(Units(), func(u [2]string) bool { return u[0] == p.Unit }) &&
		(p.Unit != "hours" || now.Shape == duty.Within) && (p.Unit != "workdays" || now.Shape == duty.Within)
	switch {
	case p.From.IsZero():
		put("fran", "rulebook.from-missing", nil)
	case now.Mark == Local && !p.From.After(now.From):
		put("fran", "rulebook.from-before-version", map[string]any{"from": dayWords(now.From)})
	case now.Mark == Local && !now.To.IsZero():
		return fault.New(fault.Unmet, "rulebook.ended")
	}
	if p.Ends {
		if now.Mark != Local {
			return fault.New(fault.Unmet, "rulebook.law-does-not-end")
		}
		return fault.Join(wrong...)
	}
	switch {
	case !ok:
		return fault.New(fault.Unmet, "rulebook.no-number")
	case now.Mark != Local && b.rules[now.Copied()] != nil:
		return &fault.Error{Kind: fault.Unmet, Text: "rulebook.copied-already", Args: map[string]any{"rule": b.Title(now.Copied())}}
	}
	switch {
	case p.Number < 1 || p.Number > 1000:
		put("tal", "rulebook.number-missing", nil)
	case unit == times && p.Unit != times, unit != times && !fits:
		put("enhet", "rulebook.unit-unfit", nil)
	case p.Number == n && p.Unit == unit:
		put("tal", "rulebook.same-number", nil)
	}
	if strings.TrimSpace(p.Title) == "" {
		put("rubrik", "rulebook.title-missing", nil)
	}
	switch old, has := numberIn(p.Says); {
	case strings.TrimSpace(p.Says) == "":
		put("mening", "rulebook.says-missing", nil)
	case has && n > 0 && old == n && n != p.Number:
		put("mening", "rulebook.says-old-number", map[string]any{"number": strconv.Itoa(n)})
	}
	return fault.Join(wrong...)
}

var firstNumber = regexp.MustCompile(`\d+`)

func numberIn(says string) (int, bool) {
	n, err := strconv.Atoi(firstNumber.FindString(says))
	return n, err == nil
}

// drafted is the file of the proposed rule, without its examples' answers.
func (b *Book) drafted(p Proposal, now *Rule) (*yaml.Node, error) {
	i := slices.IndexFunc(b.files, func(f File) bool { return f.Path == now.File })
	if i < 0 {
		return nil, fmt.Errorf("the book has no file %s", now.File)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(b.files[i].Text), &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", now.File, err)
	}
	node := ruleNode(&doc, now.ID)
	if node == nil {
		return nil, fmt.Errorf("%s has no rule %s", now.File, now.ID)
	}
	newest := node
	if versions := value(node, "versions"); versions != nil {
		newest = overridden(node, versions.Content[len(versions.Content)-1])
	}
	drop(node, "answers")
	header := p.Decider
	if now.Mark == Local {
		header = b.files[i].Adopted
		p.version(now, node, newest)
	} else {
		node = p.copy(now, newest, value(node, "examples"))
	}
	about := "Beslutad i programmet. Gjord av regeln " + now.ID + "."
	return mapping("about", text(about), "adopted", adoptionNode(header), "rules", sequence(node)), nil
}

// version adds one to a rule that is the municipality's own already, and lets
// the one before it end the day before.
func (p Proposal) version(now *Rule, node, newest *yaml.Node) {
	versions := value(node, "versions")
	if versions == nil {
		first := mapping("from", text(now.From.String()))
		versions = sequence(first)
		set(node, "versions", versions)
	}
	last := versions.Content[len(versions.Content)-1]
	set(last, "to", text(p.From.AddDays(-1).String()))
	if p.Ends {
		set(last, "exception", text("Gäller inte längre: "+p.Decider.By+" "+p.Decider.On.String()+", "+p.Decider.Ref))
		return
	}
	fresh := mapping("from", text(p.From.String()), "adopted", adoptionNode(p.Decider), "title", text(p.Title), "says", text(p.Says))
	shape := clone(value(newest, string(now.Shape)))
	p.number(now.Shape, shape)
	set(fresh, string(now.Shape), shape)
	for _, key := range versionKeys {
		if v := value(last, key); v != nil {
			set(fresh, key, clone(v))
		}
	}
	versions.Content = append(versions.Content, fresh)
}

// versionKeys may stand in one version and hold for the next.
var versionKeys = []string{
	"owes", "effect", "basis", "applies_by", "applies", "per", "each", "met_by", "counts", "ended_by", "waived_by", "mark", "off",
}

// copy is a rule of the municipality's own beside the one it is made from. It
// never stops an act: only law does.
func (p Proposal) copy(now *Rule, newest, examples *yaml.Node) *yaml.Node {
	node := mapping("id", text(now.Copied()), "title", text(p.Title), "says", text(p.Says))
	for _, key := range []string{"subject", "step", "owes", "applies", "per", "each", "met_by", "counts", "ended_by", "waived_by"} {
		if v := value(newest, key); v != nil {
			set(node, key, clone(v))
		}
	}
	effect := now.Effect
	if effect == duty.Stops {
		effect = duty.Warns
	}
	set(node, "effect", text(string(effect)))
	set(node, "mark", text(string(Local)))
	set(node, "exception", text("Kommunens egen gräns. Den gäller vid sidan av lagens: "+now.Cited()+"."))
	set(node, "basis", sequence(text("nämnd: "+p.Decider.Ref)))
	set(node, "from", text(p.From.String()))
	set(node, "applies_by", text(string(duty.ByEvent)))
	shape := clone(value(newest, string(now.Shape)))
	for _, key := range []string{"weekend", "local"} {
		drop(shape, key)
	}
	p.number(now.Shape, shape)
	set(node, string(now.Shape), shape)
	if examples != nil {
		set(node, "examples", clone(examples))
	}
	return node
}

// number puts the proposal's number in the place of the rule's.
func (p Proposal) number(shape duty.Shape, node *yaml.Node) {
	n := text(strconv.Itoa(p.Number))
	switch at := node; shape {
	case duty.Count:
		set(node, "times", n)
	case duty.Standing:
		if at = value(node, "valid"); at == nil {
			at = value(node, "within")
		}
		p.span(at, n)
	default:
		drop(node, "promptly")
		p.span(node, n)
	}
}

func (p Proposal) span(node, n *yaml.Node) {
	for _, unit := range Units() {
		drop(node, unit[0])
	}
	set(node, p.Unit, n)
}

var dayForm = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)

// exemplify gives the rule examples: those of the rule it was made from as they
// stand, and again on the days when the new version is in force. What they
// answer is computed now, shown to the one who decides, and held ever after.
func exemplify(doc *yaml.Node, rest []File, path string, from civil.Date, facts []duty.FactType) error {
	node := value(doc, "rules").Content[0]
	given := value(node, "examples")
	drop(node, "examples")
	drop(node, "without")
	bare, err := written(doc)
	if err != nil {
		return err
	}
	l, _, err := read(append(slices.Clone(rest), File{Path: path, Text: bare}), facts, awaiting(facts), loading{proposing: true, sound: true})
	if err != nil {
		return fmt.Errorf("the proposed rule does not load: %w", err)
	}
	e := l.entries[value(node, "id").Value]
	examples := sequence()
	for _, example := range given.Content {
		both := []*yaml.Node{shifted(clone(example), from)}
		if len(e.versions) > 1 {
			both = append(both, clone(example))
		}
		for _, one := range both {
			var problems Problems
			x := l.example(&reader{path, &problems}, one, e)
			if len(problems) > 0 {
				return fmt.Errorf("an example does not read: %w", problems)
			}
			found, ok := l.answer(e, &x)
			if !ok {
				return fmt.Errorf("the examples of %s cannot be tried", e.id)
			}
			state, due := duty.NotApplicable, civil.Date{}
			if found != nil {
				state, due = found.State(x.On), found.Due()
			}
			for _, key := range []string{"due", "version", "rests"} {
				drop(one, key)
			}
			set(one, "want", text(string(state)))
			set(one, "on", text(x.On.String()))
			if !due.IsZero() {
				set(one, "due", text(due.String()))
			}
			examples.Content = append(examples.Content, one)
		}
	}
	set(node, "examples", examples)
	return nil
}

// shifted moves every day of an example by whole weeks to after the day.
func shifted(example *yaml.Node, from civil.Date) *yaml.Node {
	var first civil.Date
	visit(example, func(s string) string {
		for _, day := range dayForm.FindAllString(s, -1) {
			if d, err := civil.Parse(day); err == nil && (first.IsZero() || d.Before(first)) {
				first = d
			}
		}
		return s
	})
	if first.IsZero() {
		return example
	}
	days := (from.DaysSince(first)/7 + 1) * 7
	visit(example, func(s string) string {
		return dayForm.ReplaceAllStringFunc(s, func(day string) string {
			d, err := civil.Parse(day)
			if err != nil {
				return day
			}
			return d.AddDays(days).String()
		})
	})
	return example
}

func visit(node *yaml.Node, f func(string) string) {
	if node.Kind == yaml.ScalarNode {
		node.Value = f(node.Value)
	}
	for _, child := range node.Content {
		visit(child, f)
	}
}
