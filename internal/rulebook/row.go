package rulebook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"stadga/internal/civil"
	"stadga/internal/legal"
)

// A Row (rad) answers a row of the law that no rule computes: one that only gives
// a right or a power and is shown at its step, or one that cannot be expressed.
type Row struct {
	ID        string
	Title     string
	Says      string
	Citations []legal.Citation
	Kind      string   // "right", "power", "information" or "duty"
	Status    Status   // Informs or Cannot
	Shown     []string // the pages that show it, of Places; for Informs
	For       []string // the matters whose pages show it, of Matters; empty: all
	Because   string   // why it cannot be expressed, in Swedish; for Cannot
	Mark      Mark
	Off       string // why it is not shown; empty: it is
	File      string
	Line      int
}

// A Status says how a row of the law is answered.
type Status string

// The statuses.
const (
	Enabled  Status = "enabled"  // a rule, measure or reconcile that is used
	Disabled Status = "disabled" // it is written but not used before someone has checked it
	Informs  Status = "informs"  // it gives a right or a power and is shown at its step
	Cannot   Status = "cannot"   // it cannot be expressed yet
)

// Swedish is the status in the words of the register.
func (s Status) Swedish() string {
	switch s {
	case Enabled:
		return "används"
	case Disabled:
		return "avstängd"
	case Informs:
		return "visas"
	case Cannot:
		return "går inte att uttrycka än"
	}
	return "saknar svar"
}

// Places are the pages that show rows, by the name rows use.
func Places() []string {
	return []string{
		"mottagning", "aktualisering", "utredning", "beslut", "overklagande", "insatser", "uppfoljning", "utforare", "person",
		"lasningar", "enhet", "kvalitet",
	}
}

// Matters are the kinds of matter a row may be kept to.
func Matters() []string { return []string{"barn", "aldre", "lss", "vuxen"} }

// row reads one entry of rows.
func (l *loader) row(r *reader, node *yaml.Node) {
	s := r.section(node, "id", "title", "says", "basis", "kind", "status", "shown", "for", "because", "mark", "off")
	row := Row{ID: s.must("id"), Title: s.must("title"), Says: s.must("says"), Because: s.text("because"), Off: s.text("off"), File: r.file, Line: node.Line}
	s.must("kind")
	row.Kind = s.oneOf("kind", "right", "power", "information", "duty")
	s.must("status")
	row.Status = Status(s.oneOf("status", string(Informs), string(Cannot)))
	s.must("mark")
	row.Mark = Mark(s.oneOf("mark", string(Sure), string(Likely), string(Local), string(Verify)))
	if row.Mark == Verify && row.Off == "" && row.Status == Informs {
		s.refuse(s.at("mark"), "en rad märkt verify visas inte. Skriv under off vad som behöver kontrolleras")
	}
	row.Citations = l.citations(s)
	row.Shown, row.For = l.among(s, "shown", Places()), l.among(s, "for", Matters())
	switch {
	case row.Status == Informs && len(row.Shown) == 0:
		s.refuse(s.at("shown"), "skriv på vilken sida raden visas, till exempel shown: utredning")
	case row.Status == Cannot && row.Because == "":
		s.refuse(s.at("because"), "skriv varför raden inte kan uttryckas: because: …")
	}
	if len(row.Citations) == 0 {
		s.refuse(s.at("basis"), "basis saknas. Skriv vilket lagrum raden vilar på")
	}
	l.rows = append(l.rows, row)
}

// among is a list of words that all have to be among those known.
func (l *loader) among(s section, key string, known []string) []string {
	words := s.texts(key)
	for _, word := range words {
		if !slices.Contains(known, word) {
			s.refuse(s.at(key), "%s är %q. Skriv %s", key, word, orList(known))
		}
	}
	return words
}

// citations reads basis.
func (l *loader) citations(s section) []legal.Citation {
	var all []legal.Citation
	for i, text := range s.texts("basis") {
		c, err := legal.Parse(text)
		if err != nil {
			at := s.at("basis")
			if at.Kind == yaml.SequenceNode {
				at = at.Content[i]
			}
			s.refuse(at, "lagrummet %q går inte att läsa. Skriv till exempel SoL25 20:2 eller nämnd: Riktlinje för uppföljning", text)
			continue
		}
		all = append(all, c)
	}
	return all
}

// Cited is the citations that are in force on the day, as pages show them.
func (r Row) Cited(day civil.Date) string {
	var now []legal.Citation
	for _, c := range r.Citations {
		if c.InForce.Contains(day) {
			now = append(now, c)
		}
	}
	return cited(now)
}

// Rows lists the book's rows in the order of the files.
func (b *Book) Rows() []Row { return b.rows }

// RowsAt lists the rows to show on a page about a kind of matter, on a day when
// something they rest on is in force. A page that speaks of no matter of its own
// (matter empty) shows every row of the place.
func (b *Book) RowsAt(place, matter string, day civil.Date) []Row {
	var shown []Row
	for _, r := range b.rows {
		switch {
		case r.Status != Informs || r.Off != "" || !slices.Contains(r.Shown, place):
		case matter != "" && len(r.For) > 0 && !slices.Contains(r.For, matter):
		case r.Cited(day) == "":
		default:
			shown = append(shown, r)
		}
	}
	return shown
}

// An Answer is what answers a row of the law: a rule, a measure, a reconcile or
// a row of its own.
type Answer struct {
	ID, Title string
	Basis     string // as pages show it; of a figure, that of the rules it counts
	Kind      string // the rule's shape, "measure", "reconcile", or the row's kind
	Status    Status
	Reason    string // why it is not used, cannot be expressed or cannot be judged yet
	File      string
	Rows      []string // the rows it answers, its own id first
}

// Answers lists all that answers rows, in the order of the files: rules,
// measures, reconciles, rows.
func (b *Book) Answers() []Answer {
	var all []Answer
	for _, r := range b.Rules() {
		a := Answer{ID: r.ID, Title: r.Title, Basis: b.basisOf([]string{r.ID}), Kind: string(r.Shape), Status: Enabled, Reason: r.Off, File: r.File}
		if r.Off != "" {
			a.Status = Disabled
		} else {
			a.Reason = awaited(r.Waits)
		}
		all = append(all, a.answers(b.answers))
	}
	for _, m := range b.measures {
		a := Answer{ID: m.ID, Title: m.Title, Basis: cmp.Or(cited(m.Citations), b.basisOf(m.Over)), Kind: "measure", Status: Enabled, File: m.File}
		a.Reason = awaited(m.Waits)
		all = append(all, a.answers(b.answers))
	}
	for _, c := range b.reconciles {
		a := Answer{ID: c.ID, Title: c.Title, Basis: b.basisOf(slices.Concat(c.Left.Over, c.Right.Over)), Kind: "reconcile", Status: Enabled, File: c.File}
		all = append(all, a.answers(b.answers))
	}
	for _, r := range b.rows {
		a := Answer{ID: r.ID, Title: r.Title, Basis: cited(r.Citations), Kind: r.Kind, Status: r.Status, Reason: cmp.Or(r.Off, r.Because), File: r.File}
		if r.Off != "" {
			a.Status = Disabled
		}
		all = append(all, a.answers(b.answers))
	}
	return all
}

// awaited says why a rule or figure answers "kan inte bedömas" of everyone;
// empty when it does not.
func awaited(waits []Wait) string {
	words := make([]string, len(waits))
	for i, w := range waits {
		words[i] = w.Says + " (" + w.From + ")"
	}
	if len(words) == 0 {
		return ""
	}
	return "kan inte bedömas än, det saknas: " + strings.Join(words, "; ")
}

// basisOf is what the rules rest on, the older version of each first.
func (b *Book) basisOf(rules []string) string {
	var all []string
	for _, id := range rules {
		for _, v := range b.Versions(id) {
			if words := v.Cited(); !slices.Contains(all, words) {
				all = append(all, words)
			}
		}
	}
	return strings.Join(all, "; ")
}

func (a Answer) answers(more map[string][]string) Answer {
	a.Rows = append([]string{a.ID}, more[a.ID]...)
	return a
}

// onceEach refuses two answers of one id.
func (l *loader) onceEach(b *Book) {
	seen := map[string]string{}
	for _, a := range b.Answers() {
		if before, twice := seen[a.ID]; twice {
			l.problems = append(l.problems, Problem{File: a.File, Says: fmt.Sprintf("%s finns redan i %s. Ge den ena ett annat id", a.ID, before)})
		}
		seen[a.ID] = a.File
	}
}

// Keys are the rows that a book has to answer, by where they stand in the law.
type Keys []KeyGroup

// A KeyGroup is the keys of one section.
type KeyGroup struct {
	Section string   `yaml:"section"` // "2.2", "tidsregler", "kontrollpunkter"
	Title   string   `yaml:"title"`
	Rows    []string `yaml:"rows"`
}

// ReadKeys reads the list of row keys.
func ReadKeys(text []byte) (Keys, error) {
	var keys Keys
	if err := yaml.Unmarshal(text, &keys); err != nil {
		return nil, fmt.Errorf("rulebook: the list of rows: %w", err)
	}
	return keys, nil
}

// An Entry is one row of the register (regelförteckningen): a row of the law and
// what answers it, or what the book has beyond them.
type Entry struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Basis   string `json:"basis"`
	Kind    string `json:"kind"`
	Status  Status `json:"status"`
	Where   string `json:"where"`            // "child-prelim-14d i national/sol/orosanmalan.yaml"; empty: nothing answers it
	Reason  string `json:"reason,omitempty"` // why it is not used, cannot be expressed or cannot be judged yet
	Section string `json:"section"`          // of the list of rows; empty for what stands beyond it
}

// Register lists every row of the keys with what answers it, and after them what
// the book has that answers none. A row that nothing answers has no status.
func (b *Book) Register(keys Keys) []Entry {
	answers := map[string][]Answer{}
	for _, a := range b.Answers() {
		for _, row := range a.Rows {
			answers[row] = append(answers[row], a)
		}
	}
	var entries []Entry
	used := map[string]bool{}
	for _, group := range keys {
		for _, key := range group.Rows {
			e := Entry{ID: key, Section: group.Section}
			for _, a := range answers[key] {
				used[a.ID] = true
				e.add(a)
			}
			entries = append(entries, e)
		}
	}
	for _, a := range b.Answers() {
		if !used[a.ID] {
			e := Entry{ID: a.ID}
			e.add(a)
			entries = append(entries, e)
		}
	}
	return entries
}

// add takes one answer into the entry. The strongest answer speaks for the row.
func (e *Entry) add(a Answer) {
	where := a.ID + " i " + a.File
	if e.Where != "" {
		where = e.Where + ", " + where
	}
	e.Where = where
	if strength := slices.Index(strengths(), a.Status); e.Status != "" && slices.Index(strengths(), e.Status) >= strength {
		return
	}
	e.Title, e.Basis, e.Kind, e.Status, e.Reason = a.Title, cmp.Or(a.Basis, e.Basis), a.Kind, a.Status, a.Reason
}

// strengths lists the statuses, the weakest answer first.
func strengths() []Status { return []Status{Cannot, Disabled, Informs, Enabled} }

// Unanswered lists the rows of the keys that nothing answers.
func Unanswered(entries []Entry) []string {
	var rows []string
	for _, e := range entries {
		if e.Status == "" {
			rows = append(rows, e.ID)
		}
	}
	return rows
}

// answersOf reads the rows that a rule, measure or reconcile answers beside its own.
func (l *loader) answersOf(s section, id string) {
	if rows := s.texts("answers"); len(rows) > 0 {
		l.answers[id] = append(l.answers[id], rows...)
	}
}
