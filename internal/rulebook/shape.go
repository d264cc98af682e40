package rulebook

import (
	"slices"

	"stadga/internal/duty"
)

// shape reads the one key that says how the rule binds.
func (l *loader) shape(s section, d *draft) {
	var found []string
	for _, name := range shapes {
		if s.has(name) {
			found = append(found, name)
		}
	}
	if len(found) != 1 {
		s.refuse(s.node, "regeln ska ha exakt en av %s", orList(shapes))
		return
	}
	d.Shape = duty.Shape(found[0])
	node := s.keys[found[0]]
	switch d.Shape {
	case duty.Within:
		l.within(s.section(node, "after", "after_late", "promptly", "by", "hours", "days", "workdays", "weeks", "months", "years", "weekend", "local", "extended_by", "chain"), d)
	case duty.Every:
		in := s.section(node, "after", "days", "weeks", "months", "years", "first")
		l.trigger(in, d)
		d.Span = l.span1(in)
		if in.has("first") {
			d.First = l.span1(in.section(in.keys["first"], "days", "weeks", "months", "years"))
		}
		l.mustLast(in, d)
	case duty.Count:
		in := s.section(node, "after", "after_late", "times", "per")
		l.begins(in, d)
		if d.Times = in.number("times"); d.Times < 1 {
			in.refuse(in.at("times"), "skriv hur många gånger: times: 1")
		}
		in.must("per")
		d.Period = duty.Period(in.oneOf("per", "month", "quarter", "year"))
	case duty.Before:
		in := s.section(node, "act", "holds")
		d.Trigger = l.want(in, "act", in.must("act"), d.Subject)
		d.holds, d.holdsAt = in.text("holds"), in.at("holds")
	case duty.Standing:
		in := s.section(node, "after", "within", "valid")
		l.trigger(in, d)
		if in.has("within") {
			d.Span = l.span1(in.section(in.keys["within"], "days", "workdays", "weeks", "months", "years"))
		}
		if in.has("valid") {
			d.Valid = l.span1(in.section(in.keys["valid"], "days", "weeks", "months", "years"))
		}
	case duty.Forbids:
		in := s.section(node, "fact", "when", "after_late")
		d.Trigger = l.want(in, "fact", in.must("fact"), d.Subject)
		d.holds, d.holdsAt = in.text("when"), in.at("when")
		d.AfterLate = in.text("after_late")
	case duty.Ends, duty.Keep:
		in := s.section(node, "after", "days", "weeks", "months", "years")
		l.trigger(in, d)
		d.Span = l.span1(in)
		l.mustLast(in, d)
	}
	d.Requires = d.holds
	l.means(s, d)
}

func (l *loader) within(in section, d *draft) {
	l.begins(in, d)
	if by := in.text("by"); by != "" {
		d.DueBy = l.want(in, "by", by, d.Subject)
	}
	d.Span = l.span1(in)
	if timed := !d.Span.IsZero() || d.DueBy.Fact != ""; timed == in.boolean("promptly") {
		in.refuse(in.node, "skriv en tid (hours, days, workdays, weeks, months, years eller by) – eller promptly: true när lagen säger genast eller skyndsamt")
	}
	d.Weekend = duty.Weekend(in.oneOf("weekend", "S+", "S*", "S-", "S?"))
	if d.Weekend == "" && d.Mark != Local && d.Span.Hours == 0 && !d.Span.IsZero() {
		in.refuse(in.node, "skriv weekend: S+, S*, S- eller S? – flyttas sista dagen när den är en helg?")
	}
	if in.has("local") {
		d.Local = l.span1(in.section(in.keys["local"], "days", "workdays", "weeks", "months"))
	}
	if fact := in.text("extended_by"); fact != "" {
		d.ExtendedBy = l.want(in, "extended_by", fact, d.Subject).Fact
	}
	if in.has("chain") {
		chain := in.section(in.keys["chain"], "closed_by", "gap")
		d.Chain = duty.Chain{ClosedBy: l.want(chain, "closed_by", chain.must("closed_by"), d.Subject), Gap: chain.number("gap")}
	}
}

// begins reads what starts the rule: a fact, or the lateness of another rule.
func (l *loader) begins(in section, d *draft) {
	if d.AfterLate = in.text("after_late"); d.AfterLate == "" {
		l.trigger(in, d)
	} else if in.has("after") {
		in.refuse(in.at("after"), "regeln börjar antingen av en uppgift (after) eller av att en annan regel blivit sen (after_late), inte båda")
	}
}

func (l *loader) trigger(in section, d *draft) {
	d.Trigger = l.want(in, "after", in.must("after"), d.Subject)
}

func (l *loader) span1(in section) duty.Span {
	span := duty.Span{
		Hours: in.number("hours"), Days: in.number("days"), Workdays: in.number("workdays"),
		Weeks: in.number("weeks"), Months: in.number("months"), Years: in.number("years"),
	}
	units := 0
	for _, n := range []int{span.Hours, span.Days, span.Workdays, span.Weeks, span.Months, span.Years} {
		if n > 0 {
			units++
		}
	}
	if units > 1 {
		in.refuse(in.node, "skriv tiden i en enhet")
	}
	return span
}

func (l *loader) mustLast(in section, d *draft) {
	if d.Span.IsZero() {
		in.refuse(in.node, "skriv hur länge: days, weeks, months eller years")
	}
}

// means holds what meets a rule against its shape.
func (l *loader) means(s section, d *draft) {
	switch {
	case d.Shape == duty.Forbids:
		if len(d.MetBy) > 0 {
			s.refuse(s.at("met_by"), "en regel som förbjuder uppfylls inte av något. Ta bort met_by")
		}
	case d.Shape == duty.Before && d.holds != "":
	case len(d.MetBy) == 0:
		s.refuse(s.node, "met_by saknas. Skriv vilken uppgift som uppfyller regeln")
	}
}

// can lists the states that a rule of the draft's shape can have and that its
// examples must show.
func (d *draft) can() []duty.State {
	switch {
	case d.Shape == duty.Forbids:
		return []duty.State{duty.Late, duty.NotApplicable, duty.Undetermined}
	case d.Shape == duty.Within && d.Span.IsZero() && d.DueBy.Fact == "": // genast has no number to be late by
		return []duty.State{duty.Met, duty.Open, duty.Undetermined}
	case d.Shape == duty.Standing: // judged by what is current, not by when it came
		return []duty.State{duty.Met, duty.Late, duty.Undetermined}
	}
	return []duty.State{duty.Met, duty.MetLate, duty.Late, duty.Undetermined}
}

// shows holds the examples of an entry against the states its shape can have.
func (e *entry) shows() {
	if len(e.examples) == 0 {
		e.reader.refuse(e.at, "regeln %s har inga exempel. Ge minst ett i tid, ett för sent, ett som inte görs alls och ett som inte kan bedömas", e.id)
		return
	}
	if decided(e.reader.file) {
		return // what it was made from shows every state
	}
	last := e.versions[len(e.versions)-1]
	wanted := last.can()
	if last.appliesSet && !slices.Contains(wanted, duty.NotApplicable) {
		wanted = append(wanted, duty.NotApplicable)
	}
	for _, state := range wanted {
		shown := slices.ContainsFunc(e.examples, func(x Example) bool { return x.Want == state })
		_, lacks := e.lacks[state]
		if !shown && !lacks {
			e.reader.refuse(e.at, "regeln %s saknar ett exempel som är %s (want: %s). Kan den aldrig vara det, skriv skälet under without", e.id, Swedish(state), state)
		}
		if shown && lacks {
			e.reader.refuse(e.at, "regeln %s har ett exempel som är %s fast without säger att det inte går", e.id, Swedish(state))
		}
	}
}

// Swedish is the state in the words of the pages.
func Swedish(s duty.State) string {
	switch s {
	case duty.Met:
		return "i tid"
	case duty.MetLate:
		return "klar men sen"
	case duty.Late:
		return "försenad"
	case duty.Open:
		return "pågår"
	case duty.NotApplicable:
		return "gäller inte"
	}
	return "kan inte bedömas"
}
