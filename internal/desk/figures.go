package desk

import (
	"slices"
	"time"

	"stadga/internal/access"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
)

// A Figure is a number with its definition in words and the selection that both
// counts it and lists what is behind it.
type Figure struct {
	Key       string // in the address: /enhet/lista/lag
	Words     string
	Says      string // what counts, from when, what is left out
	Selection Selection
	Cases     bool // counts cases without officer, and not obligations
}

// Rules of law.md that a figure names. A figure whose rule is not in the adopted
// book is not shown.
const (
	RuleProtection   = "child-protection-assessment"
	RuleChildInquiry = "child-inquiry-4m"
	RuleNotExecuted  = "nonexec-threshold-3m"
	RuleAcknowledge  = "local-order-ack-1wd"
	RuleSignal       = "local-signal-5wd"
)

// A Book is what figures need of the adopted rules.
type Book interface {
	Has(rule string) bool
	Local(rule string) bool // a local target, and not law
	Task(rule string) bool  // something can still be done to meet it, and not doing it is a breach
	Rules() []string        // ids, sorted
}

// parted tells law from local targets, among the rules that give someone
// something to do.
func parted(b Book) (law, local []string) {
	for _, id := range b.Rules() {
		switch {
		case !b.Task(id): // told, or past mending: seen in Kvalitet
		case b.Local(id):
			local = append(local, id)
		default:
			law = append(law, id)
		}
	}
	return law, local
}

// Tasks lists the rules that give someone something to do.
func Tasks(b Book) []string {
	law, local := parted(b)
	return append(law, local...)
}

// owed are those whose obligations a manager answers for. What a person owes,
// such as appealing in time, is told and never counted.
func owed() []string { return []string{"officer", "manager", "provider"} }

// UnitFigures are the risks of a unit this week (P10). A zero unit is the whole
// administration.
func UnitFigures(b Book, scope access.Scope, unit ids.Unit, now time.Time) []Figure {
	law, local := parted(b)
	week := civil.DayOf(now).AddDays(7)
	base := Selection{Scope: scope, Unit: unit, Owes: owed(), Now: now}
	broken := base
	broken.Rules, broken.States, broken.DueTo = law, []duty.State{duty.Late, duty.Open}, week
	broken.Unmet = true
	target := broken
	target.Rules = local
	unjudged := base
	unjudged.States = []duty.State{duty.Undetermined}
	figures := []Figure{
		{Key: "lag", Words: "Lagfrist bryts", Selection: broken, Says: "Skyldigheter enligt lag som inte är uppfyllda och vars sista dag har gått eller kommer inom sju dagar. Det som ska göras genast räknas med."},
		{Key: "lokalt-mal", Words: "Lokalt mål bryts", Selection: target, Says: "Kommunens egna tider, kortare än lagens, som inte är uppfyllda och vars sista dag har gått eller kommer inom sju dagar."},
		{Key: "ofordelade", Words: "Ofördelade", Selection: base, Cases: true, Says: "Öppna ärenden som ingen handläggare har."},
	}
	if b.Has(RuleAcknowledge) {
		waiting := base
		waiting.Rules, waiting.Unmet, waiting.States = []string{RuleAcknowledge}, true, []duty.State{duty.Late, duty.Open}
		figures = append(figures, Figure{Key: "ej-kvitterat", Words: "Inte kvitterade uppdrag", Selection: waiting, Says: "Uppdrag som är skickade och som utföraren inte har kvitterat."})
	}
	return append(figures, Figure{Key: "oklara", Words: "Kan inte bedömas", Selection: unjudged, Says: "Skyldigheter där en uppgift saknas så att det inte går att säga om de är uppfyllda."})
}

// RollUp are the lines of the director (socialchef), each a list (norrsala.md 6).
func RollUp(b Book, scope access.Scope, now time.Time) []Figure {
	line := func(key, words, says, rule string, states ...duty.State) Figure {
		return Figure{Key: key, Words: words, Says: says, Selection: Selection{Scope: scope, Rules: []string{rule}, States: states, Unmet: true, Now: now}}
	}
	lines := []Figure{
		line("utan-skyddsbedomning", "Barn utan skyddsbedömning", "Anmälningar som rör barn och där ingen skyddsbedömning är gjord.", RuleProtection, duty.Open, duty.Late),
		line("over-fyra-manader", "Barnutredningar över fyra månader", "Utredningar av barns behov som inte är slutförda och vars tid har gått ut utan förlängning i tid.", RuleChildInquiry, duty.Late),
		line("ej-verkstallda", "Inte verkställda beslut", "Gynnande beslut som inte har verkställts inom tre månader. Kommunen kan få betala särskild avgift.", RuleNotExecuted, duty.Late),
		line("obesvarade-signaler", "Obesvarade signaler", "Signaler om ändrat behov från utförare som inte är besvarade.", RuleSignal, duty.Open, duty.Late),
	}
	return slices.DeleteFunc(lines, func(f Figure) bool { return !b.Has(f.Selection.Rules[0]) })
}

// A Point is a control point (kontrollpunkt): a share of all obligations that
// some rules give, the whole population and no sample (H-23).
type Point struct {
	Key   string
	Title string
	Says  string
	Step  string // of the process, by which points are grouped
	Goal  int    // per cent; 0: none is set
	Over  []string
	Good  []duty.State
	Of    []duty.State
}

// A Tally is how the obligations of one rule answer.
type Tally map[duty.State]int

// Tallies are tallies by rule.
type Tallies map[string]Tally

// Share says how many answer well, how many not, and how many cannot be judged.
// What cannot be judged is never counted as met.
func (p Point) Share(all Tallies) (met, not, unknown int) {
	for _, rule := range p.Over {
		for state, n := range all[rule] {
			switch {
			case state == duty.Undetermined:
				unknown += n
			case slices.Contains(p.Good, state):
				met += n
			case slices.Contains(p.Of, state):
				not += n
			}
		}
	}
	return met, not, unknown
}

// The lists behind a point.
const (
	PartMet     = "uppfyllda"
	PartNot     = "inte-uppfyllda"
	PartUnknown = "oklara"
)

// Part selects the obligations of one part of a point.
func (p Point) Part(part string, scope access.Scope, now time.Time) (Selection, bool) {
	s := Selection{Scope: scope, Rules: p.Over, Now: now}
	switch part {
	case PartMet:
		s.States = p.Good
	case PartUnknown:
		s.States = []duty.State{duty.Undetermined}
	case PartNot:
		for _, state := range p.Of {
			if !slices.Contains(p.Good, state) {
				s.States = append(s.States, state)
			}
		}
	default:
		return Selection{}, false
	}
	return s, true
}

// Steps are the areas that control points are grouped in, in the order of the
// process, with their Swedish names.
func Steps() [][2]string {
	return [][2]string{
		{"aktualisera", "Aktualisera"},
		{"utreda", "Utreda"},
		{"besluta", "Meddela beslut"},
		{"genomfora", "Verkställa och genomföra"},
		{"folja-upp", "Följa upp"},
		{"avsluta", "Avsluta"},
		{"ledning", "Verksamheten"},
	}
}
