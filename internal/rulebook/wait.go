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
// One that could also be met by what is told waits for nothing.
func (l *loader) waits(d *draft) []Wait {
	needs := []string{d.Trigger.Fact, d.DueBy.Fact, d.ChosenOn.Fact, d.Each.Fact, d.Chain.ClosedBy.Fact}
	needs = append(needs, factForm.FindAllString(d.applies+" "+d.holds, -1)...)
	var waits []Wait
	for _, name := range needs {
		waits = l.await(waits, name)
	}
	told := func(w duty.Want) bool { return l.heard[w.Fact].Awaits == "" }
	if d.holds == "" && !slices.ContainsFunc(d.MetBy, told) {
		for _, w := range d.MetBy {
			waits = l.await(waits, w.Fact)
		}
	}
	if after := l.entries[d.AfterLate]; after != nil {
		for _, w := range l.waits(after.versions[len(after.versions)-1]) {
			waits = l.await(waits, w.Fact)
		}
	}
	return waits
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
