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
	Note      string // beside the words, in a few of them
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
	// What the provider is to do stands in a line of its own: the unit can ask for it,
	// and cannot do it. An order that nobody has acknowledged has the line after.
	target, theirs := broken, broken
	target.Rules, target.Owes = local, []string{"officer", "manager"}
	theirs.Rules, theirs.Owes = slices.DeleteFunc(slices.Clone(local), func(rule string) bool { return rule == RuleAcknowledge }), []string{"provider"}
	unjudged := base
	unjudged.States = []duty.State{duty.Undetermined}
	figures := []Figure{
		{Key: "lag", Words: "Lagfrist bryts", Selection: broken, Says: "Skyldigheter enligt lag som inte är uppfyllda och vars sista dag har gått eller kommer inom sju dagar. Det som ska göras genast räknas med."},
		{Key: "lokalt-mal", Words: "Lokalt mål bryts", Selection: target, Says: "Kommunens egna tider, kortare än lagens, som enheten ska hålla, inte är uppfyllda och vars sista dag har gått eller kommer inom sju dagar."},
		{Key: "hos-utforaren", Words: "Väntar på utföraren", Selection: theirs, Says: "Kommunens egna tider som utföraren ska hålla, till exempel för genomförandeplanen. De är inte uppfyllda, och sista dagen har gått eller kommer inom sju dagar."},
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
	lines[2].Note = "risk för särskild avgift"
	return slices.DeleteFunc(lines, func(f Figure) bool { return !b.Has(f.Selection.Rules[0]) })
}
