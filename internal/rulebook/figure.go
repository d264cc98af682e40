package rulebook

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"stadga/internal/duty"
	"stadga/internal/legal"
)

// A Measure (mått) is a share of the obligations that some rules give, with the
// list behind it.
type Measure struct {
	duty.Measure
	Title     string
	Says      string // what counts, from when, what is left out
	Step      string
	Area      string           // of the self-check: one of Areas
	Owner     string           // the post that answers for the figure, and for mending what it cannot judge
	Behind    string           // what the list behind the figure holds
	Goal      int              // per cent that is aimed at; 0: none is set
	Report    string           // key of the report that makes the figure, where no rule's obligations do
	Citations []legal.Citation // what the figure itself rests on, where it counts no rules
	Waits     []Wait           // what the figure needs and nothing tells yet; empty: it can be counted
	File      string
	Line      int
}

// Areas are the areas of the self-check (egenkontroll), in the order of the process.
func Areas() []string {
	return []string{"utreda", "meddela-beslut", "verkstalla", "folja-upp", "avsluta", "verksamheten"}
}

// Owners are the posts that may answer for a figure.
func Owners() []string {
	return []string{"enhetschef", "utforare", "kvalitetsansvarig", "socialchef", "namndsekreterare", "ekonom", "dataskyddsombud", "arkivansvarig"}
}

// A Reconcile (avstämning) holds two counts that must agree.
type Reconcile struct {
	duty.Reconcile
	Title     string
	Says      string
	LeftSays  string
	RightSays string
	Step      string
	Area      string // of the self-check: one of Areas
	Owner     string // the post that answers for it
	File      string
	Line      int
}

// The figures as they are read, before it is known that their rules are there.
type (
	measured struct {
		Measure
		reader *reader
		at     *yaml.Node
	}
	reconciled struct {
		Reconcile
		reader *reader
		at     *yaml.Node
	}
)

var stateWords = []string{string(duty.Met), string(duty.Open), string(duty.Late), string(duty.MetLate), string(duty.NotApplicable), string(duty.Undetermined)}

func (l *loader) measure(r *reader, node *yaml.Node) {
	s := r.section(node, "id", "title", "says", "step", "over", "good", "of", "goal", "area", "owner", "behind", "report", "awaits", "answers", "basis")
	m := measured{reader: r, at: node}
	l.answersOf(s, s.text("id"))
	m.ID, m.Title, m.Says, m.Step = s.must("id"), s.must("title"), s.must("says"), s.must("step")
	m.Goal, m.File, m.Line = s.number("goal"), r.file, node.Line
	m.Area, m.Owner = l.place(s)
	m.Behind, m.Report = s.must("behind"), s.text("report")
	m.Over = s.texts("over")
	for _, node := range s.items("awaits") {
		in := r.section(node, "says", "from")
		m.Waits = append(m.Waits, Wait{Says: in.must("says"), From: in.must("from")})
	}
	if ways := len(m.Over) > 0; ways == (m.Report != "" || len(m.Waits) > 0) {
		s.refuse(node, "skriv antingen vilka regler som räknas (over), vilken rapport som ger måttet (report) eller vad som saknas (awaits)")
	}
	if m.Citations = l.citations(s); len(m.Over) == 0 && len(m.Citations) == 0 {
		s.refuse(node, "basis saknas. Skriv vilket lagrum eller beslut måttet vilar på, när det inte räknar regler")
	}
	m.Good, m.Of = states(s, "good"), states(s, "of")
	if m.Good == nil {
		m.Good = []duty.State{duty.Met}
	}
	if m.Of == nil {
		m.Of = []duty.State{duty.Met, duty.MetLate, duty.Late}
	}
	for _, good := range m.Good {
		if !slices.Contains(m.Of, good) {
			s.refuse(s.at("good"), "det som räknas som bra (%s) ska också finnas bland dem som räknas (of)", good)
		}
	}
	l.measures = append(l.measures, m)
}

func (l *loader) reconcile(r *reader, node *yaml.Node) {
	s := r.section(node, "id", "title", "says", "step", "left", "right", "area", "owner", "answers")
	c := reconciled{reader: r, at: node}
	l.answersOf(s, s.text("id"))
	c.ID, c.Title, c.Says, c.Step = s.must("id"), s.must("title"), s.must("says"), s.must("step")
	c.File, c.Line = r.file, node.Line
	c.Area, c.Owner = l.place(s)
	side := func(key string) (duty.Tally, string) {
		in := r.section(s.at(key), "says", "over", "states")
		return duty.Tally{Over: in.texts("over"), States: states(in, "states")}, in.must("says")
	}
	c.Left, c.LeftSays = side("left")
	c.Right, c.RightSays = side("right")
	l.reconciles = append(l.reconciles, c)
}

// place reads where in the self-check a figure stands and who answers for it.
func (l *loader) place(s section) (area, owner string) {
	s.must("area")
	s.must("owner")
	return s.oneOf("area", Areas()...), s.oneOf("owner", Owners()...)
}

func states(s section, key string) []duty.State {
	var all []duty.State
	for _, word := range s.texts(key) {
		if !slices.Contains(stateWords, word) {
			s.refuse(s.at(key), "%q är inget läge. Skriv %s", word, orList(stateWords))
		}
		all = append(all, duty.State(word))
	}
	return all
}

// figures hands the figures on when the rules they count are there.
func (l *loader) figures(b *Book) {
	known := func(r *reader, at *yaml.Node, over []string) {
		if len(over) == 0 {
			r.refuse(at, "skriv vilka regler som räknas: over: [regel]")
		}
		for _, id := range over {
			if e := l.entries[id]; e == nil {
				r.refuse(at, "regeln %q finns inte", id)
			} else if e.versions[len(e.versions)-1].Off != "" {
				r.refuse(at, "regeln %q är avstängd och kan inte räknas", id)
			}
		}
	}
	ids := map[string]bool{}
	once := func(r *reader, at *yaml.Node, id string) {
		if ids[id] {
			r.refuse(at, "måttet %s finns redan", id)
		}
		ids[id] = true
	}
	for _, m := range l.measures {
		if m.Report == "" && m.Waits == nil {
			known(m.reader, m.at, m.Over)
			m.Waits = b.waits(m.Over)
		}
		once(m.reader, m.at, m.ID)
		b.measures = append(b.measures, m.Measure)
	}
	for _, c := range l.reconciles {
		known(c.reader, c.at, c.Left.Over)
		known(c.reader, c.at, c.Right.Over)
		once(c.reader, c.at, c.ID)
		b.reconciles = append(b.reconciles, c.Reconcile)
	}
}

// waits lists what a figure over these rules needs and nothing tells yet: that
// of all of them, when not one can be computed.
func (b *Book) waits(over []string) []Wait {
	var waits []Wait
	for _, id := range over {
		versions := b.rules[id]
		if len(versions) == 0 {
			continue
		}
		rule := versions[len(versions)-1]
		if len(rule.Waits) == 0 {
			return nil
		}
		for _, w := range rule.Waits {
			if !slices.Contains(waits, w) {
				waits = append(waits, w)
			}
		}
	}
	return waits
}
