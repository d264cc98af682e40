package rulebook_test

import (
	"slices"
	"strings"
	"testing"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/rulebook"
	words "stadga/internal/rulebook/vocabulary"
	"stadga/rules"
)

var boardDecided = rulebook.Adoption{By: "Socialnämnden", On: civil.MustParse("2026-03-01"), Ref: "SN 2026/118 § 95"}

func copied(number int) rulebook.Proposal {
	return rulebook.Proposal{
		Rule: "prelim", Number: number, Unit: "days", Title: "Förhandsbedömning, vår egen gräns", Says: "Beslut inom tio dagar: så fort det går.",
		From: civil.MustParse("2026-04-01"), Decider: boardDecided,
	}
}

func propose(t *testing.T, book *rulebook.Book, p rulebook.Proposal) rulebook.Proposed {
	t.Helper()
	made, err := book.Propose(p, vocabulary())
	if err != nil {
		t.Fatalf("%v %+v", err, fault.All(err))
	}
	return made
}

// answers are the states of a matter received on a day, by rule and version.
func answers(book *rulebook.Book, received, asOf string) string {
	day := civil.MustParse(asOf)
	var all []string
	for _, o := range book.Compute(duty.Subject{Kind: "intake"}, duty.FactsOf(concern(received)...), day).Obligations {
		all = append(all, strings.TrimSpace(o.Rule+" "+o.Due().String()+" "+string(o.State(day))))
	}
	return strings.Join(all, "; ")
}

func TestACopyStandsBesideTheLawFromItsDay(t *testing.T) {
	law := mustLoad(t, whole)
	made := propose(t, law, copied(10))
	rule := made.Book.Versions("local-prelim")[0]
	if rule.Mark != rulebook.Local || rule.Adopted != boardDecided || rule.Cited() == "" || !rule.Decided() || rule.Time() != "10 dagar" {
		t.Errorf("the copy is %+v", rule)
	}
	for name, tt := range map[string]struct{ received, asOf, want string }{
		"before its day only law holds": {"2026-03-18", "2026-04-05", "prelim 2026-04-01 late"},
		"from its day both do":          {"2026-04-01", "2026-04-13", "local-prelim 2026-04-11 late; prelim 2026-04-15 open"},
	} {
		if got := answers(made.Book, tt.received, tt.asOf); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
	if again, err := rulebook.LoadFiles(made.Book.Files(), vocabulary()); err != nil || again.Digest() != made.Book.Digest() {
		t.Errorf("the book does not read back: %v", err)
	}
}

func TestAnOldPeriodIsJudgedByTheRuleThenInForce(t *testing.T) {
	first := propose(t, mustLoad(t, whole), copied(10)).Book
	second := copied(7)
	second.Rule, second.From = "local-prelim", civil.MustParse("2026-06-01")
	second.Decider.Ref, second.Says = "SN 2026/200 § 1", "Beslut inom 7 dagar."
	made := propose(t, first, second)
	versions := made.Book.Versions("local-prelim")
	if len(versions) != 2 || versions[0].Adopted.Ref != "SN 2026/118 § 95" || versions[1].Adopted.Ref != "SN 2026/200 § 1" || made.Changed != "Från 10 dagar till 7 dagar." {
		t.Fatalf("%d versions, %q", len(versions), made.Changed)
	}
	for name, tt := range map[string]struct{ received, asOf, want string }{
		"the day before": {"2026-05-31", "2026-06-09", "local-prelim 2026-06-10 open; prelim 2026-06-15 open"},
		"the first day":  {"2026-06-01", "2026-06-09", "local-prelim 2026-06-08 late; prelim 2026-06-15 open"},
	} {
		if got := answers(made.Book, tt.received, tt.asOf); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
	last := rulebook.Proposal{Rule: "local-prelim", Ends: true, From: civil.MustParse("2026-09-01"), Decider: boardDecided}
	ended := propose(t, made.Book, last)
	if got := answers(ended.Book, "2026-09-01", "2026-09-02"); got != "prelim 2026-09-15 open" {
		t.Errorf("when it has ended: %s", got)
	}
	if got := answers(ended.Book, "2026-08-31", "2026-09-02"); !strings.HasPrefix(got, "local-prelim 2026-09-07 open") {
		t.Errorf("the last day: %s", got)
	}
	if _, err := ended.Book.Propose(second, vocabulary()); err == nil {
		t.Error("a rule that has ended was changed")
	}
}

// What the examples answer is what the one who decides was shown.
func TestAProposalBringsExamplesOfItsOwnDays(t *testing.T) {
	made := propose(t, mustLoad(t, whole), copied(10))
	states := map[duty.State]bool{}
	for _, x := range made.Book.Versions("local-prelim")[0].Examples {
		states[x.Want] = true
		if x.On.Before(civil.MustParse("2026-04-01")) {
			t.Errorf("an example of %v, before the rule", x.On)
		}
	}
	for _, want := range []duty.State{duty.MetLate, duty.Late, duty.NotApplicable, duty.Undetermined} {
		if !states[want] {
			t.Errorf("no example is %s: %v", want, states)
		}
	}
}

func TestAnUnfitProposalIsRefusedBesideItsField(t *testing.T) {
	law := mustLoad(t, whole)
	local := propose(t, law, copied(10)).Book
	change := func(f func(*rulebook.Proposal)) rulebook.Proposal {
		p := copied(10)
		f(&p)
		return p
	}
	for name, tt := range map[string]struct {
		book *rulebook.Book
		p    rulebook.Proposal
		text string
	}{
		"no number":        {law, change(func(p *rulebook.Proposal) { p.Number = 0 }), "rulebook.number-missing"},
		"the same number":  {law, change(func(p *rulebook.Proposal) { p.Number = 14 }), "rulebook.same-number"},
		"an unknown unit":  {law, change(func(p *rulebook.Proposal) { p.Unit = "minutes" }), "rulebook.unit-unfit"},
		"no title":         {law, change(func(p *rulebook.Proposal) { p.Title = " " }), "rulebook.title-missing"},
		"no sentence":      {law, change(func(p *rulebook.Proposal) { p.Says = "" }), "rulebook.says-missing"},
		"the old number":   {law, change(func(p *rulebook.Proposal) { p.Says = "Beslut inom 14 dagar." }), "rulebook.says-old-number"},
		"no first day":     {law, change(func(p *rulebook.Proposal) { p.From = civil.Date{} }), "rulebook.from-missing"},
		"copied already":   {local, copied(9), "rulebook.copied-already"},
		"before it began":  {local, change(func(p *rulebook.Proposal) { p.Rule, p.Number = "local-prelim", 9 }), "rulebook.from-before-version"},
		"law does not end": {law, change(func(p *rulebook.Proposal) { p.Ends = true }), "rulebook.law-does-not-end"},
		"no such rule":     {law, change(func(p *rulebook.Proposal) { p.Rule = "annan" }), "rulebook.unknown-rule"},
	} {
		_, err := tt.book.Propose(tt.p, vocabulary())
		if !slices.ContainsFunc(fault.All(err), func(f *fault.Error) bool { return f.Text == tt.text }) {
			t.Errorf("%s: %v", name, err)
		}
		if _, known := rulebook.Sentences()[tt.text]; !known {
			t.Errorf("%s has no words", tt.text)
		}
	}
}

// Decider, day and reference: without them there is no rule.
func TestALocalRuleIsAnEventWithDeciderDayAndReference(t *testing.T) {
	law := mustLoad(t, whole)
	proposal := copied(10)
	made := propose(t, law, proposal)
	var kept rulebook.Adoptions
	adopt(t, &kept, law.Adopt())
	for name, tt := range map[string]struct {
		f    func(*rulebook.DecideRule)
		text string
	}{
		"no decider":           {func(c *rulebook.DecideRule) { c.Decider.By = "" }, "rulebook.by-missing"},
		"no day":               {func(c *rulebook.DecideRule) { c.Decider.On = civil.Date{} }, "rulebook.on-missing"},
		"a day to come":        {func(c *rulebook.DecideRule) { c.Decider.On = office.Today.AddDays(1) }, "rulebook.on-in-future"},
		"no reference":         {func(c *rulebook.DecideRule) { c.Decider.Ref = " " }, "rulebook.ref-missing"},
		"in force beforehand":  {func(c *rulebook.DecideRule) { c.From = c.Decider.On.AddDays(-1) }, "rulebook.from-before-day"},
		"another book by then": {func(c *rulebook.DecideRule) { c.Book = "annan" }, "rulebook.moved"},
	} {
		cmd := made.Decide(law, proposal)
		tt.f(&cmd)
		events, err := cmd.Decide(kept, office)
		if all := fault.All(err); len(events) > 0 || len(all) != 1 || all[0].Text != tt.text {
			t.Errorf("%s: %v, %v", name, events, err)
		}
	}
	events, err := made.Decide(law, proposal).Decide(kept, office)
	if err != nil {
		t.Fatal(err)
	}
	before := kept
	kept.Fold(recorded(events[0]))
	if kept.Now() != made.Book.Digest() || len(kept.Decisions) != 1 || kept.Decisions[0].Ref != boardDecided.Ref || len(before.Files) != 1 {
		t.Errorf("kept %s, want %s: %+v", kept.Now(), made.Book.Digest(), kept.Decisions)
	}
	again, err := rulebook.LoadFiles(kept.With(law.Files()), vocabulary())
	if err != nil || again.Digest() != kept.Now() {
		t.Errorf("the next start reads another book: %v", err)
	}
	if events := adopt(t, &kept, again.Adopt()); len(events) != 0 {
		t.Errorf("the next start adopts it again: %v", events)
	}
	if kept.Recomputed == kept.Now() {
		t.Error("nothing is left to compute by the new rule")
	}
	applied, err := rulebook.ApplyBook{Digest: kept.Now()}.Decide(kept, office)
	if err != nil || len(applied) != 1 {
		t.Fatal(applied, err)
	}
	if kept.Fold(recorded(applied[0])); kept.Recomputed != kept.Now() {
		t.Error("what was computed is not remembered")
	}
}

// One rule of each shape that ships can be made the municipality's own.
func TestShippedRulesCanBeMadeLocal(t *testing.T) {
	facts := words.All()
	book, err := rulebook.Load(rules.Files, facts)
	if err != nil {
		t.Fatal(err)
	}
	type sort struct {
		shape duty.Shape
		local bool
	}
	tried := map[sort]bool{}
	for _, r := range book.Rules() {
		n, unit, ok := r.Number()
		if kind := (sort{r.Shape, r.Mark == rulebook.Local}); !ok || r.Off != "" || tried[kind] {
			continue
		} else {
			tried[kind] = true
		}
		made, err := book.Propose(rulebook.Proposal{
			Rule: r.ID, Number: n + 1, Unit: unit, Title: "Vår egen gräns", Says: "Så här fort ska det gå.", From: civil.MustParse("2026-12-01"), Decider: boardDecided,
		}, facts)
		if err != nil {
			t.Errorf("%s: %v %+v", r.ID, err, fault.All(err))
			continue
		}
		versions := made.Book.Versions(made.ID)
		if got, _, _ := versions[len(versions)-1].Number(); got != n+1 {
			t.Errorf("%s: the number is %d, want %d", r.ID, got, n+1)
		}
	}
	if len(tried) < 5 {
		t.Errorf("only %v were tried", tried)
	}
}
