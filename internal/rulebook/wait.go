package rulebook

import (
	"regexp"
	"slices"
	"strings"

	"stadga/internal/duty"
)

// A Wait is a fact that a rule needs and that nothing tells yet: every answer of
// the rule is "kan inte bedömas" until then. It is said once of the rule and not
// of each subject, so that what no one can judge fills no list.
type Wait struct {
	Fact string
	Says string // what the fact is, in Swedish
	From string // what will bring it, in Swedish
}

// factForm finds the facts that a condition reads; x_on and x_values read x.
var factForm = regexp.MustCompile(`[a-z_]+\.[a-z0-9_]+`)

// waits lists the facts without which the draft can say nothing of any subject.
// One that could also be met by what is told waits for nothing. One that the lateness
// of another starts waits for what that one waits for.
func (l *loader) waits(d *draft) []Wait {
	var waits []Wait
	for seen := map[string]bool{}; d != nil; {
		waits = l.ownWaits(waits, d)
		after := l.entries[d.AfterLate]
		if after == nil || seen[d.AfterLate] { // one that starts itself is refused elsewhere
			break
		}
		seen[d.AfterLate] = true
		d = after.versions[len(after.versions)-1]
	}
	return waits
}

func (l *loader) ownWaits(waits []Wait, d *draft) []Wait {
	needs := []string{d.Trigger.Fact, d.DueBy.Fact, d.ChosenOn.Fact, d.Each.Fact, d.Chain.ClosedBy.Fact}
	needs = append(needs, factForm.FindAllString(d.applies+" "+d.holds, -1)...)
	for _, name := range needs {
		waits = l.await(waits, name)
	}
	told := func(w duty.Want) bool { return l.heard[w.Fact].Awaits == "" }
	if d.holds == "" && !slices.ContainsFunc(d.MetBy, told) {
		for _, w := range d.MetBy {
			waits = l.await(waits, w.Fact)
		}
	}
	return waits
}

// startsItself tells whether the lateness of a rule, through others or at once,
// starts the rule itself.
func (l *loader) startsItself(id string) bool {
	seen := map[string]bool{}
	var reached func(from string) bool
	reached = func(from string) bool {
		e := l.entries[from]
		if e == nil || seen[from] {
			return false
		}
		seen[from] = true
		return slices.ContainsFunc(e.versions, func(d *draft) bool {
			return d.AfterLate != "" && (d.AfterLate == id || reached(d.AfterLate))
		})
	}
	return reached(id)
}

// await adds the fact if nothing tells it and it is not there already.
func (l *loader) await(waits []Wait, name string) []Wait {
	t, ok := l.heard[name]
	if !ok {
		for _, suffix := range []string{onSuffix, valuesSuffix} {
			if short, is := strings.CutSuffix(name, suffix); is {
				t = l.heard[short]
			}
		}
	}
	if t.Awaits == "" || slices.ContainsFunc(waits, func(w Wait) bool { return w.Fact == t.Name }) {
		return waits
	}
	return append(waits, Wait{Fact: t.Name, Says: t.Says, From: t.Awaits})
}
