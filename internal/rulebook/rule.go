package rulebook

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/legal"
)

// A Mark says how sure we are that the rule says what the law says.
type Mark string

// The marks (law.md 0.1).
const (
	Sure   Mark = "sure"   // the provision itself was read
	Likely Mark = "likely" // settled by practice or several sources; to be confirmed
	Local  Mark = "local"  // the municipality's own, not law
	Verify Mark = "verify" // not to be used before someone has checked it
)

// A Rule is one version of one rule: what is computed, and what is said about it.
type Rule struct {
	duty.Rule
	Title       string
	Citations   []legal.Citation
	Step        string // step of the process: "aktualisera", "utreda", "besluta", "genomfora", "folja-upp", "ledning"
	Consequence string // what follows when it is missed
	Exception   string // what else holds, in words
	Mark        Mark
	Off         string // why the rule is not used; empty: it is
	Waits       []Wait // what it needs to be answered and nothing tells yet; empty: nothing
	Condition   string // the text of applies
	Requires    string // the text of holds or when
	Adopted     Adoption
	Examples    []Example // of the rule, not of the version
	File        string
	Line        int
}

// Owing lists who may owe what a rule asks for.
func Owing() []string {
	return []string{"officer", "manager", "provider", "person", "secretary", "archivist", "region"}
}

// An Adoption says who decided a local rule, when, and where that is written.
type Adoption struct {
	By  string
	On  civil.Date
	Ref string
}

// Cited is the citation as pages show it: "SoL 20 kap. 2 §".
func (r *Rule) Cited() string { return cited(r.Citations) }

func cited(citations []legal.Citation) string {
	words := make([]string, len(citations))
	for i, c := range citations {
		words[i] = c.Swedish()
	}
	return strings.Join(words, "; ")
}

var ruleKeys = []string{
	"id", "title", "says", "subject", "step", "owes", "effect", "consequence", "exception", "mark", "off", "basis", "from", "to",
	"applies_by", "applies", "per", "each", "within", "every", "count", "before", "standing", "never", "ends", "keep",
	"met_by", "counts", "ended_by", "waived_by", "versions", "examples", "without", "answers", "adopted",
}

var shapes = []string{"within", "every", "count", "before", "standing", "never", "ends", "keep"}

// A draft is a rule as it stands in the file, before its conditions are
// compiled: it is compiled once for use, and once for each example that says
// that a source does not tell something.
type draft struct {
	Rule
	at         *yaml.Node
	applies    string
	holds      string
	appliesAt  *yaml.Node
	holdsAt    *yaml.Node
	appliesSet bool
}

// rules reads one entry of the file, the versions of one rule, and tells whether
// it is the municipality's own.
func (l *loader) rules(r *reader, node *yaml.Node, adopted Adoption) (local bool) {
	outer := r.section(node, ruleKeys...)
	entry := &entry{id: outer.text("id"), reader: r, at: node}
	versions := []*yaml.Node{node}
	if outer.has("versions") {
		versions = nil
		for _, v := range outer.items("versions") {
			versions = append(versions, overridden(node, v))
		}
	}
	for i, v := range versions {
		d := l.version(r.section(v, ruleKeys...), i+1, adopted)
		if outer.has("versions") {
			d.Line = outer.items("versions")[i].Line
		}
		entry.versions = append(entry.versions, d)
		local = local || d.Mark == Local
	}
	entry.lacks = l.without(outer)
	l.answersOf(outer, entry.id)
	for _, e := range outer.items("examples") {
		entry.examples = append(entry.examples, l.example(r, e, entry))
	}
	if before := l.entries[entry.id]; before != nil && decided(before.reader.file) && !decided(r.file) {
		l.shipped[entry.id] = entry // the municipality has decided otherwise
		return local
	} else if before != nil {
		r.refuse(outer.at("id"), "regeln %s finns redan i %s:%d", entry.id, l.entries[entry.id].reader.file, l.entries[entry.id].at.Line)
		return local
	}
	l.entries[entry.id] = entry
	l.order = append(l.order, entry.id)
	l.span(entry)
	return local
}

// An entry is one rule with its versions and examples.
type entry struct {
	id       string
	reader   *reader
	at       *yaml.Node
	versions []*draft
	examples []Example
	lacks    map[duty.State]string
}

// span refuses versions that overlap or come in the wrong order.
func (l *loader) span(e *entry) {
	for i := 1; i < len(e.versions); i++ {
		before, after := e.versions[i-1], e.versions[i]
		if before.To.IsZero() || !after.From.After(before.To) {
			e.reader.refuse(&yaml.Node{Line: after.Line}, "version %d av %s börjar innan version %d har slutat. Skriv den äldsta först och ge den en sista dag", i+1, e.id, i)
		}
	}
}

func (l *loader) version(s section, number int, adopted Adoption) *draft {
	d := &draft{at: s.node}
	d.File, d.Line = s.file, s.node.Line
	d.ID, d.Version = s.must("id"), number
	d.Title, d.Says = s.must("title"), s.must("says")
	d.Subject, d.Owes = s.must("subject"), s.must("owes")
	if !slices.Contains(l.subjects, d.Subject) && d.Subject != "" {
		s.refuse(s.at("subject"), "subject är %q. Skriv %s", d.Subject, orList(l.subjects))
	}
	s.oneOf("owes", Owing()...)
	d.Step = s.must("step")
	s.oneOf("step", "aktualisera", "utreda", "besluta", "genomfora", "folja-upp", "ledning")
	s.must("effect")
	d.Effect = duty.Effect(s.oneOf("effect", "stop", "warn", "tell"))
	d.Consequence, d.Exception = s.text("consequence"), s.text("exception")
	s.must("mark")
	d.Mark, d.Off = Mark(s.oneOf("mark", "sure", "likely", "local", "verify")), s.text("off")
	if d.Mark == Verify && d.Off == "" {
		s.refuse(s.at("mark"), "en regel märkt verify används inte. Skriv under off vad som behöver kontrolleras")
	}
	if s.has("adopted") { // a version may have been decided after the rest of the file
		adopted = readAdoption(s)
	}
	d.From, d.To = s.day("from"), s.day("to")
	if !d.To.IsZero() && d.To.Before(d.From) {
		s.refuse(s.at("to"), "sista dagen ligger före den första")
	}
	l.basis(s, d, adopted)
	l.chosenBy(s, d)
	d.Per = duty.Per(s.oneOf("per", "once", "fact", "about"))
	if each := s.text("each"); each != "" {
		d.Each = l.want(s, "each", each, d.Subject)
	}
	d.Recorded = s.oneOf("counts", "happened", "recorded") == "recorded"
	d.applies, d.appliesAt, d.appliesSet = s.text("applies"), s.at("applies"), s.has("applies")
	d.Condition = d.applies
	for _, text := range s.texts("met_by") {
		d.MetBy = append(d.MetBy, l.want(s, "met_by", text, d.Subject))
	}
	for _, text := range s.texts("ended_by") {
		d.EndedBy = append(d.EndedBy, l.want(s, "ended_by", text, d.Subject))
	}
	l.waivers(s, d)
	l.shape(s, d)
	return d
}

func (l *loader) basis(s section, d *draft, adopted Adoption) {
	d.Citations = l.citations(s)
	for _, c := range d.Citations {
		l.inForce(s, d, c)
		if kind := c.Source.Kind; (kind == legal.Board || kind == legal.Routine || kind == legal.Contract) && d.Mark != Local {
			s.refuse(s.at("mark"), "regeln vilar på kommunens eget dokument %q och ska märkas local", c)
		}
	}
	if len(d.Citations) == 0 {
		s.refuse(s.at("basis"), "basis saknas. Skriv vilket lagrum eller beslut regeln vilar på")
	}
	d.Basis = cited(d.Citations)
	if d.Mark != Local {
		return
	}
	if d.Adopted = adopted; adopted.By == "" || adopted.On.IsZero() {
		s.refuse(s.node, "regeln är lokal. Skriv överst i filen vem som beslutat den och när: adopted: {by: Socialnämnden, on: 2026-01-15, ref: …}")
	}
}

// inForce refuses a version that says it is in force on days when what it rests
// on is not. One that names no first day claims none.
func (l *loader) inForce(s section, d *draft, c legal.Citation) {
	at := &yaml.Node{Line: s.at("basis").Line}
	if from := c.InForce.From; !d.From.IsZero() && d.From.Before(from) {
		s.refuse(at, "%s gäller från %s. Låt versionen börja då: from: %s", c.Swedish(), from, from)
	}
	if until := c.InForce.Until; !until.IsZero() && (d.To.IsZero() || d.To.After(until)) {
		s.refuse(at, "%s gäller till %s. Låt versionen sluta då: to: %s", c.Swedish(), until, until)
	}
}

// chosenBy reads the date that chooses the version: "due", or "decision decision.made".
func (l *loader) chosenBy(s section, d *draft) {
	by, fact, _ := strings.Cut(s.text("applies_by"), " ")
	d.ChosenBy = duty.ChosenBy(by)
	switch d.ChosenBy {
	case duty.ByEvent, duty.ByDue, duty.ByBreach:
		if fact != "" {
			s.refuse(s.at("applies_by"), "efter %s ska inget mer stå", by)
		}
	case duty.ByDecision, duty.ByClosing:
		if fact == "" {
			s.refuse(s.at("applies_by"), "skriv vilken uppgift som är dagen, till exempel decision decision.made")
			return
		}
		d.ChosenOn = l.want(s, "applies_by", strings.TrimSpace(fact), d.Subject)
	default:
		s.refuse(s.at("applies_by"), "applies_by säger vilken dag som väljer version. Skriv event, due, breach, decision <uppgift> eller closing <uppgift>")
	}
}

func (l *loader) waivers(s section, d *draft) {
	node := s.keys["waived_by"]
	if node == nil {
		return
	}
	if node.Kind != yaml.MappingNode {
		s.refuse(node, "waived_by skrivs som uppgift: skäl, till exempel person.deceased: personen har avlidit")
		return
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		at, reason := node.Content[i], node.Content[i+1]
		w := l.wantAt(s.reader, at, at.Value, d.Subject)
		if reason.Value == "" {
			s.refuse(reason, "skriv varför regeln faller bort när %s", w.Fact)
		}
		d.WaivedBy = append(d.WaivedBy, duty.Waiver{Want: w, Reason: reason.Value})
	}
}

// want reads "fact", "fact = value | value", or "fact/*" for one that counts
// whatever it is about.
func (l *loader) want(s section, key, text, subject string) duty.Want {
	return l.wantAt(s.reader, s.at(key), text, subject)
}

func (l *loader) wantAt(r *reader, at *yaml.Node, text, subject string) duty.Want {
	name, values, valued := strings.Cut(text, "=")
	name, anyAbout := strings.CutSuffix(strings.TrimSpace(name), "/*")
	w := duty.Want{Fact: name, AnyAbout: anyAbout}
	t, known := l.vocabulary[w.Fact]
	switch {
	case !known:
		r.refuse(at, "uppgiften %q finns inte%s", w.Fact, l.nearest(w.Fact))
		return w
	case !under(subject, t.Subject):
		r.refuse(at, "uppgiften %s hör till %s och syns inte för %s", w.Fact, t.Subject, subject)
	}
	w.Silence = t.Silence
	if !valued {
		return w
	}
	for _, value := range strings.Split(values, "|") {
		value = strings.TrimSpace(value)
		if len(t.Words) > 0 && !slices.Contains(t.Words, value) {
			r.refuse(at, "%s kan inte vara %q. Skriv %s", w.Fact, value, orList(t.Words))
		}
		w.Values = append(w.Values, value)
	}
	return w
}

// nearest suggests a fact of the same object.
func (l *loader) nearest(name string) string {
	object, _, _ := strings.Cut(name, ".")
	var same []string
	for known := range l.vocabulary {
		if strings.HasPrefix(known, object+".") {
			same = append(same, known)
		}
	}
	if len(same) == 0 {
		return ""
	}
	slices.Sort(same)
	return ". Det finns " + strings.Join(same, ", ")
}
