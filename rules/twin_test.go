package rules_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/rulebook"
	"stadga/rules"
)

// byHand is what the rule files say of an intake, written as Go: the same
// obligations, as a programmer would compute them who had no rulebook. The book
// is held equal to it, and its speed is measured against it.
func byHand(subject duty.Subject, facts *duty.Facts, today civil.Date) duty.Computed {
	h := hand{subject: subject, facts: facts, today: today, new: civil.On(2025, time.July, 1)}
	received, decided := facts.First("intake.received"), facts.First("intake.decided")
	concern := facts.Value("intake.kind") == "orosanmalan"
	running := facts.Value("intake.running_inquiry") == "true"
	mandated := facts.Value("intake.reporter_mandated") == "true"
	if received.Name != "" {
		h.onReceipt(received, concern, running, mandated)
	}
	if assessed := facts.First("intake.protection_assessed"); assessed.Name != "" {
		h.add(duty.Obligation{Rule: "child-protection-assessment-doc", Version: h.version(assessed.Day), Ground: assessed, MetBy: facts.First("intake.protection_result")})
		noted := assessed
		for _, f := range facts.All("intake.protection_assessed") {
			if on, first := civil.DayOf(f.Learned), civil.DayOf(noted.Learned); on.Before(first) || on == first && f.Learned.Before(noted.Learned) {
				noted = f
			}
		}
		due := assessed.Day.AddWorkingDays(1)
		h.add(duty.Obligation{Rule: "local-protection-noted", Version: 1, Ground: assessed, Strict: due, Shifted: due, MetBy: noted, Recorded: true})
	}
	if decided.Name != "" {
		h.onDecision(decided, concern, running, mandated)
	}
	if concern {
		h.talks(facts.Last("intake.decided").Day)
	}
	wanted := facts.First("intake.feedback_wanted")
	if wanted.Name != "" && concern && mandated && !wanted.Day.Before(civil.On(2026, time.January, 15)) &&
		(running || facts.Has("intake.decided") && wanted.Day.After(facts.Last("intake.decided").Day)) {
		h.add(duty.Obligation{Rule: "child-feedback-later", Version: 1, Ground: wanted, MetBy: facts.First("intake.feedback_given")})
	}
	return h.computed
}

type hand struct {
	subject  duty.Subject
	facts    *duty.Facts
	today    civil.Date
	new      civil.Date // the day SoL 2025:400 took over
	computed duty.Computed
}

func (h *hand) version(day civil.Date) int {
	if day.Before(h.new) {
		return 1
	}
	return 2
}

func (h *hand) onReceipt(received duty.Fact, concern, running, mandated bool) {
	facts, version := h.facts, h.version(received.Day)
	h.add(duty.Obligation{Rule: "child-report-register", Version: 1, Ground: received, MetBy: facts.First("intake.registered")})
	day := received.Day.AddWorkingDays(1)
	h.add(duty.Obligation{Rule: "local-report-registered-1wd", Version: 1, Ground: received, Strict: day, Shifted: day, MetBy: facts.First("intake.registered")})
	day = received.Day.AddWorkingDays(2)
	taken := sooner(facts.First("intake.first_assigned"), facts.First("intake.decided"))
	h.add(h.whileAlive(duty.Obligation{Rule: "local-assigned-2wd", Version: 1, Ground: received, Owes: "manager", Strict: day, Shifted: day, MetBy: taken}, "personen har avlidit"))
	if !concern {
		h.add(h.whileAlive(duty.Obligation{Rule: "adult-inquiry-start", Version: version, Ground: received, MetBy: facts.First("intake.decided")}, "personen har avlidit"))
		return
	}
	assessed := facts.First("intake.protection_assessed")
	h.add(duty.Obligation{Rule: "child-protection-assessment", Version: version, Ground: received, MetBy: assessed})
	if mandated {
		h.add(duty.Obligation{Rule: "child-meeting-offer", Version: version, Ground: received, MetBy: facts.First("intake.meeting_offered")})
	}
	o := duty.Obligation{Rule: "local-protection-24h", Version: 1, Ground: received, MetBy: assessed}
	if received.At.IsZero() {
		o.Missing = "intake.received"
	} else {
		o.DueAt = received.At.Add(24 * time.Hour)
		o.Strict = civil.DayOf(o.DueAt)
		o.Shifted = o.Strict
	}
	h.add(o)
	h.add(duty.Obligation{Rule: "local-protection-same-day", Version: 1, Ground: received, Strict: received.Day, Shifted: received.Day, Prior: true, MetBy: assessed})
	if running {
		return
	}
	strict := received.Day.AddDays(14)
	shifted := civil.Shift(strict)
	for _, f := range facts.All("intake.extended") {
		if to, err := civil.Parse(f.Value); err == nil && !f.Day.After(shifted) && to.After(strict) {
			strict, shifted = to, to
		}
	}
	prelim := h.whileAlive(duty.Obligation{Rule: "child-prelim-14d", Ground: received, Strict: strict, Shifted: shifted, MetBy: facts.First("intake.decided")}, "personen har avlidit")
	prelim.Version = h.version(strict)
	prelim = h.add(prelim)
	if state := prelim.State(h.today); state == duty.Late || state == duty.MetLate {
		for _, f := range facts.All("intake.extended") {
			if f.Day.After(shifted) {
				h.add(duty.Obligation{Rule: "child-prelim-extend", Version: h.version(f.Day), Ground: f, Never: true, MetBy: f})
			}
		}
	}
}

func (h *hand) onDecision(decided duty.Fact, concern, running, mandated bool) {
	if !concern {
		return
	}
	facts := h.facts
	h.kept(facts.Last("intake.decided"))
	before := func(rule string, version int, about string, met duty.Fact) {
		h.add(duty.Obligation{Rule: rule, Version: version, About: about, Ground: decided, Strict: decided.Day, Shifted: decided.Day, Prior: true, MetBy: met})
	}
	if running {
		var met duty.Fact
		if outcome := facts.Value("intake.outcome"); outcome == "pagar-redan" || outcome == "avvisad" {
			met = decided
		}
		before("child-prelim-not-needed", h.version(decided.Day), "", met)
	} else if facts.Value("person.unborn") != "true" {
		before("local-prelim-child-heard", 1, "", sooner(facts.First("intake.child_talked"), facts.First("intake.child_not_talked")))
	}
	var asked []string
	for _, guardian := range facts.All("person.guardian") {
		if slices.Contains(asked, guardian.About) {
			continue
		}
		asked = append(asked, guardian.About)
		before("child-prelim-guardians", 1, guardian.About, sooner(firstAbout(facts.All("intake.guardian_contacted"), guardian.About), firstAbout(facts.All("intake.guardian_not_contacted"), guardian.About)))
	}
	if wanted := facts.Last("intake.feedback_wanted"); mandated && !running && wanted.Name != "" && !wanted.Day.After(decided.Day) {
		o := duty.Obligation{Rule: "child-feedback-1w", Version: h.version(decided.Day), Ground: decided, MetBy: facts.First("intake.feedback_given")}
		if !decided.Day.Before(civil.On(2026, time.January, 15)) {
			o.Version, o.Strict = 3, decided.Day.AddDays(7)
			o.Shifted = civil.Shift(o.Strict)
		}
		h.add(o)
	}
}

// kept is a report that led to no inquiry: gone five years after the decision.
func (h *hand) kept(decided duty.Fact) {
	born := h.facts.Last("person.born")
	_, _, number := born.Day.Parts()
	sampled := born.Name != "" && (number == 5 || number == 15 || number == 25)
	if sampled || h.facts.Value("intake.outcome") != "inte-inleda" || decided.Day.Before(civil.On(2026, time.January, 15)) {
		return
	}
	o := duty.Obligation{Rule: "gallring-report-not-started-5y", Version: 1, Owes: "archivist", Ground: decided, Before: decided.Day.AddMonths(60), MetBy: h.facts.First("intake.destroyed")}
	o.Strict = civil.On(o.Before.Year()+1, time.December, 31)
	o.Shifted = o.Strict
	if born.Name == "" {
		o.Missing = "person.born"
	}
	h.add(o)
}

// talks are the contacts that are not to be taken before the decision.
func (h *hand) talks(decided civil.Date) {
	for _, f := range h.facts.All("intake.other_contact") {
		if f.Value != "true" && (decided.IsZero() || f.Day.Before(decided)) {
			h.add(duty.Obligation{Rule: "child-prelim-contacts", Version: h.version(f.Day), About: f.About, Ground: f, Never: true, MetBy: f})
		}
	}
	for _, f := range h.facts.All("intake.child_talked") {
		if f.Value != "samtycke" && f.Value != "moget" && (decided.IsZero() || f.Day.Before(decided)) {
			h.add(duty.Obligation{Rule: "child-prelim-child-talk", Version: 1, About: f.About, Ground: f, Never: true, MetBy: f})
		}
	}
}

func (h *hand) whileAlive(o duty.Obligation, reason string) duty.Obligation {
	if dead := h.facts.First("person.deceased"); dead.Name != "" {
		o.Waived, o.WaiveOn = reason, dead.Day
	}
	return o
}

// add notes when the obligation's state next changes by itself, and keeps it.
func (h *hand) add(o duty.Obligation) duty.Obligation {
	o.Subject = h.subject
	if o.Owes == "" {
		o.Owes = "officer"
	}
	for i := range h.computed.Obligations {
		if before := &h.computed.Obligations[i]; before.Rule == o.Rule && before.About == o.About {
			o.Nth = before.Nth + 1
		}
	}
	late := o.Shifted
	if o.DueAt.IsZero() && !late.IsZero() {
		late = late.AddDays(1)
	}
	if o.Prior {
		late = o.Ground.Day
	}
	if o.Never {
		late = o.MetBy.Day
	}
	for _, day := range []civil.Date{late, o.MetOn(), o.WaiveOn} {
		if day.After(h.today) && o.State(day) != o.State(day.AddDays(-1)) && (o.Wakes.IsZero() || day.Before(o.Wakes)) {
			o.Wakes = day
		}
	}
	if !o.Wakes.IsZero() && (h.computed.Wakes.IsZero() || o.Wakes.Before(h.computed.Wakes)) {
		h.computed.Wakes = o.Wakes
	}
	h.computed.Obligations = append(h.computed.Obligations, o)
	return o
}

func sooner(a, b duty.Fact) duty.Fact {
	if a.Name == "" || b.Name != "" && (b.Day.Before(a.Day) || b.Day == a.Day && b.At.Before(a.At)) {
		return b
	}
	return a
}

func firstAbout(facts []duty.Fact, about string) duty.Fact {
	for _, f := range facts {
		if about == "" || f.About == "" || f.About == about {
			return f
		}
	}
	return duty.Fact{}
}

func load(t testing.TB) *rulebook.Book {
	t.Helper()
	book, err := rulebook.Load(rules.Files, vocabulary())
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func sorted(obligations []duty.Obligation) []duty.Obligation {
	return slices.SortedFunc(slices.Values(obligations), func(a, b duty.Obligation) int {
		if order := strings.Compare(a.Rule+"\x00"+a.About, b.Rule+"\x00"+b.About); order != 0 {
			return order
		}
		return a.Nth - b.Nth
	})
}

// Whatever is known of an intake, the rule files say what the Go says.
func TestBookSaysWhatIsWrittenByHand(t *testing.T) {
	book := load(t)
	subject := duty.Subject{Kind: "intake"}
	rapid.Check(t, func(t *rapid.T) {
		facts := duty.FactsOf(anyIntake(t)...)
		today := civil.On(2025, time.March, 1).AddDays(rapid.IntRange(0, 700).Draw(t, "today"))
		want, got := byHand(subject, &facts, today), book.Compute(subject, facts, today)
		a, b := sorted(want.Obligations), sorted(got.Obligations)
		for i := range max(len(a), len(b)) {
			switch {
			case i >= len(a) || i < len(b) && b[i].Rule < a[i].Rule:
				t.Fatalf("only the book has %+v", b[i])
			case i >= len(b) || a[i].Rule < b[i].Rule:
				t.Fatalf("only the hand has %+v", a[i])
			case a[i] != b[i]:
				t.Fatalf("%s:\nhand %+v\nbook %+v", a[i].Rule, a[i], b[i])
			}
		}
		if want.Wakes != got.Wakes {
			t.Fatalf("the hand wakes %v, the book %v", want.Wakes, got.Wakes)
		}
	})
}

func anyIntake(t *rapid.T) []duty.Fact {
	var facts []duty.Fact
	put := func(name string, most int, values ...string) {
		for range rapid.IntRange(0, most).Draw(t, name) {
			f := duty.Fact{Name: name, Day: civil.On(2025, time.April, 1).AddDays(rapid.IntRange(0, 400).Draw(t, "day"))}
			if rapid.IntRange(0, 5).Draw(t, "hour known") > 0 {
				f.At = f.Day.At(rapid.IntRange(0, 23).Draw(t, "hour"), 0)
			}
			f.Learned = f.Day.At(12, 0).AddDate(0, 0, rapid.IntRange(0, 4).Draw(t, "recorded"))
			if len(values) > 0 {
				f.Value = rapid.SampledFrom(values).Draw(t, "value")
			}
			if strings.Contains(name, "guardian") {
				f.About = rapid.SampledFrom([]string{"mamma", "pappa"}).Draw(t, "about")
			}
			if name == "intake.extended" {
				f.Value = f.Day.AddDays(rapid.IntRange(1, 30).Draw(t, "to")).String()
			}
			facts = append(facts, f)
		}
	}
	yesNo := []string{"true", "false"}
	put("person.guardian", 2)
	put("person.deceased", 1)
	put("person.unborn", 1, yesNo...)
	put("person.born", 1)
	put("intake.kind", 1, "orosanmalan", "orosanmalan", "ansokan")
	put("intake.received", 1)
	for _, name := range []string{"intake.registered", "intake.first_assigned", "intake.feedback_wanted", "intake.feedback_given", "intake.protection_assessed", "intake.extended", "intake.guardian_contacted", "intake.guardian_not_contacted", "intake.child_not_talked"} {
		put(name, 2)
	}
	put("intake.decided", 1)
	put("intake.reporter_mandated", 1, yesNo...)
	put("intake.running_inquiry", 1, yesNo...)
	put("intake.meeting_offered", 1, yesNo...)
	put("intake.protection_result", 2, "behovs", "behovs-inte")
	put("intake.other_contact", 2, yesNo...)
	put("intake.child_talked", 2, "samtycke", "moget", "ingen-grund")
	put("intake.outcome", 1, "inleda", "pagar-redan", "inte-inleda")
	return facts
}
