package casework

import (
	"slices"
	"strconv"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/extract"
	"stadga/internal/fault"
	"stadga/internal/ids"
)

// Terms (villkor i beslutet) are what a decision on one service says when it is not
// the usual: each has its reason, and what it departs from is found when it is signed.
type Terms struct {
	Pause   string            `json:",omitzero"` // why days pass between what it takes over from and its own first day (D-12)
	Also    []ids.Service     `json:",omitempty"`
	Outside StandardDeviation `json:",omitzero"`
	Margin  Margin            `json:",omitzero"`
	Beyond  Generosity        `json:",omitzero"`
	Level   StandardTest      `json:",omitzero"`
	Agreed  GoalAgreement     `json:",omitzero"`
	Outer   ExternalPlacement `json:",omitzero"`
	Early   EarlyTrial        `json:",omitzero"`
}

// An EarlyTrial (tidig ny prövning) is that the need is expected to fall, as after a
// stay in hospital: why, and the day by which it is looked into again (G-15).
type EarlyTrial struct {
	Why string     `json:",omitzero"`
	By  civil.Date `json:",omitzero"`
}

// earlyWithin is how many months ahead an early trial is set at most.
const earlyWithin = 3

// lacks holds an expected fall to its reason and its day, and the follow-up to that day.
func (e EarlyTrial) lacks(field func(string) string, it DecisionItem) []*fault.Error {
	if e == (EarlyTrial{}) {
		return nil
	}
	var wrong []*fault.Error
	if e.Why == "" {
		wrong = append(wrong, fault.Field(field("early_why"), "follow-up.why-falling"))
	}
	switch latest := it.From.AddMonths(earlyWithin); {
	case !e.By.After(it.From) || e.By.After(latest):
		wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: field("early_by"), Text: "follow-up.early-day", Args: map[string]any{"months": earlyWithin, "latest": latest}})
	case it.FollowUp.After(e.By):
		wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: field("follow_up"), Text: "follow-up.early-follow-up", Args: map[string]any{"by": e.By}})
	}
	return wrong
}

// A StandardDeviation (avvikelse från schablonen) is time granted outside the time
// standard: why, and with which group leader it was talked over (D-13).
type StandardDeviation struct {
	Side     Side   // found when it is signed
	Standard string // the standard of the day, found when it is signed
	Why      string
	With     string // the group leader
	On       civil.Date
}

// A Margin (marginal) is hours granted beyond the need. Where the municipality pays
// by the hour delivered it needs a reason, since nothing is lost without it (D-17).
type Margin struct {
	Hours int // of those granted
	Why   string
}

// A Generosity (mer än riktlinjen) is more than the guideline or case law gives,
// with the reason that is this person's own (D-15).
type Generosity struct {
	Than  string // "riktlinje", "praxis"
	Level string // of the guideline of the day, found when it is signed
	Why   string
}

// A StandardTest (prövning mot nivån) is the test of a lowering against what the
// act of the day promises (D-14).
type StandardTest struct {
	Standard Standard // found when it is signed
	Why      string   // how the person still has it
}

// A Standard (skäliga levnadsförhållanden, skälig levnadsnivå, goda
// levnadsvillkor) is the level that an act promises.
type Standard string

// The levels: SoL 2025:400 11:1, SoL 2001:453 4:1 and for money SoL 2025:400 12:1, LSS 7 §.
const (
	ReasonableConditions Standard = "skaliga-levnadsforhallanden"
	ReasonableLevel      Standard = "skalig-levnadsniva"
	GoodConditions       Standard = "goda-levnadsvillkor"
)

// Words is the level as a page says it.
func (s Standard) Words() string {
	switch s {
	case ReasonableConditions:
		return "skäliga levnadsförhållanden"
	case ReasonableLevel:
		return "skälig levnadsnivå"
	case GoodConditions:
		return "goda levnadsvillkor"
	}
	return ""
}

// Standard is the level that a decision on the service is held to when made that day.
func (k ServiceKind) Standard(day civil.Date) Standard {
	switch law := k.LawOn(day); {
	case law == LSS:
		return GoodConditions
	case law == SoL01 || k.Aid:
		return ReasonableLevel
	}
	return ReasonableConditions
}

// PaidByHour tells whether the municipality pays a provider for each hour delivered.
func (k ServiceKind) PaidByHour() bool { return k.Unit == Hours && !k.Night }

// checkTerms holds an item to the terms that need a reason.
func (cmd MakeDecision) checkTerms(field func(string) string, kind ServiceKind, it DecisionItem, env act.Env) []*fault.Error {
	var wrong []*fault.Error
	lacks := func(when bool, f *fault.Error) {
		if when {
			wrong = append(wrong, f)
		}
	}
	if span, g, ok := cmd.Guidelines.Span(StandardTimes, it.Kind, env.Today); ok && it.Extent.complete() {
		if side := span.Beside(it.Extent); side != Within {
			says := map[string]any{"side": side.Words(), "span": span.Words(), "standard": g.Title + " " + g.Version}
			lacks(it.Outside.Why == "", &fault.Error{Kind: fault.Invalid, Field: field("outside"), Text: "decision.outside-standard", Args: says})
			lacks(it.Outside.With == "", fault.Field(field("with"), "decision.consult-leader"))
			lacks(it.Outside.On.IsZero() || it.Outside.On.After(env.Today), fault.Field(field("with_on"), "decision.consulted-before"))
		}
	}
	if span, g, ok := cmd.Guidelines.Span(BoardGuideline, it.Kind, env.Today); ok && span.Beside(it.Extent) == Above {
		lacks(it.Beyond.Why == "", &fault.Error{Kind: fault.Invalid, Field: field("beyond_why"), Text: "decision.beyond-guideline", Args: map[string]any{"span": span.Words(), "guideline": g.Title + " " + g.Version}})
	} else {
		lacks(it.Beyond.Than != "" && it.Beyond.Why == "", fault.Field(field("beyond_why"), "decision.beyond-why"))
	}
	lacks(it.Margin.Hours < 0 || it.Margin.Hours > 0 && it.Margin.Hours >= it.Extent.Count, fault.Field(field("margin"), "decision.margin-too-wide"))
	lacks(it.Margin.Hours > 0 && it.Margin.Why == "" && kind.PaidByHour(), fault.Field(field("margin_why"), "decision.margin-why"))
	lacks(it.lowers(env.Facts) && it.Level.Why == "", &fault.Error{Kind: fault.Invalid, Field: field("level"), Text: "decision.try-level", Args: map[string]any{"standard": kind.Standard(env.Today).Words()}})
	if kind.Agreed {
		wrong = append(wrong, it.Agreed.lacks(field, it.Goals, env.Today)...)
	}
	if !it.Outer.IsZero() {
		wrong = append(wrong, it.Outer.lacks(field, env.Today)...)
	}
	wrong = append(wrong, it.Early.lacks(field, it)...)
	return append(wrong, it.takesOver(field, env.Facts)...)
}

// settled is the item with what its terms depart from, as it stood that day.
func (cmd MakeDecision) settled(it DecisionItem, env act.Env) DecisionItem {
	kind, _ := ServiceByKey(it.Kind)
	it.Reduces = it.reduction(env.Facts)
	if span, g, ok := cmd.Guidelines.Span(StandardTimes, it.Kind, env.Today); ok {
		it.Outside.Side, it.Outside.Standard = span.Beside(it.Extent), g.Title+" "+g.Version+": "+span.Words()
	}
	if it.Outside.Side == Within {
		it.Outside = StandardDeviation{}
	}
	if span, g, ok := cmd.Guidelines.Span(BoardGuideline, it.Kind, env.Today); ok && span.Beside(it.Extent) == Above {
		it.Beyond.Than, it.Beyond.Level = "riktlinje", g.Title+" "+g.Version+": "+span.Words()
	}
	if it.lowers(env.Facts) || !it.Reduces.IsZero() && it.Level.Why != "" {
		it.Level.Standard = kind.Standard(env.Today)
	} else {
		it.Level = StandardTest{} // asked for only where something is lowered
	}
	return it
}

// lowers tells whether the item gives less of the service than ran until the day
// before: also at expiry, when nothing is taken and there is all the same less.
func (it DecisionItem) lowers(facts duty.Facts) bool {
	return !it.From.IsZero() && slices.ContainsFunc(runningOf(it.Kind, it.From.AddDays(-1), facts), func(r running) bool {
		return it.Extent.Yearly() < r.year
	})
}

// takesOver holds an item to begin where the one it replaces ends: with neither
// overlap nor gap, unless the gap has its reason (D-12).
func (it DecisionItem) takesOver(field func(string) string, facts duty.Facts) []*fault.Error {
	if it.Replaces.IsZero() || it.From.IsZero() {
		return nil
	}
	for _, r := range runningOf(it.Kind, civil.Date{}, facts) {
		if r.about != it.Replaces.String() {
			continue
		}
		next := r.until.AddDays(1)
		switch {
		case !it.From.After(r.made):
			return one(&fault.Error{Kind: fault.Invalid, Field: field("from"), Text: "decision.overlap", Args: map[string]any{"made": r.made, "fix": r.made.AddDays(1)}})
		case !r.until.IsZero() && it.From.After(next) && it.Pause == "":
			return one(&fault.Error{Kind: fault.Invalid, Field: field("from"), Text: "decision.gap", Args: map[string]any{
				"days": it.From.DaysSince(next), "until": r.until, "from": it.From, "fix": next,
			}})
		}
	}
	return nil
}

func one(f *fault.Error) []*fault.Error { return []*fault.Error{f} }

// sayTerms says what the terms of a granted service depart from.
func (it DecisionItem) sayTerms(say func(name, value string, day civil.Date), on civil.Date) {
	if it.Outside.Side != Within {
		say("service.outside_standard", string(it.Outside.Side), on)
		say("service.standard_consulted", "", it.Outside.On)
	}
	if !it.Outer.IsZero() {
		say("service.external_placement", "", on)
		say("service.placement_dossier", strconv.FormatBool(it.Outer.Urgent != "" || it.Outer.Ready(on)), on)
	}
	if it.Beyond.Than != "" {
		say("service.beyond_guideline", it.Beyond.Than, on)
		say("service.beyond_reason", it.Beyond.Why, on)
	}
	if !it.Early.By.IsZero() {
		say("service.early_trial", it.Early.By.String(), on)
	}
}

// fileTerms tells the terms to the one who reads the file.
func (t Terms) fileTerms(to *extract.Text) {
	to.Say("Utanför schablonen", t.Outside.Standard)
	to.Say("Varför", t.Outside.Why)
	to.Say("Stämt av med", t.Outside.With)
	to.Say("Marginal", t.Margin.Why)
	to.Say("Mer än", extract.Words(t.Beyond.Than))
	to.Say("Nivån", t.Beyond.Level)
	to.Say("Varför", t.Beyond.Why)
	to.Say("Prövat mot "+t.Level.Standard.Words(), t.Level.Why)
	to.Say("Varför ett uppehåll", t.Pause)
	to.Say("Målen överenskomna med", t.Agreed.With)
	to.Say("Varför behovet väntas minska", t.Early.Why)
	to.On("Prövas på nytt senast", t.Early.By)
	t.Outer.tell(to)
}
