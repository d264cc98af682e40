package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// The grounds on which a decision is changed in substance, each an act of its own.
const (
	MayChange   = "37"   // FL 37 §: the board finds it wrong
	MustChange  = "38"   // FL 38 §: evidently wrong in something essential
	Changed14_9 = "14-9" // SoL 2025:400 14:9: circumstances have essentially changed
)

// AmendDecision (ändring) changes what a decision gives. It is another act than the
// correction of a slip (FL 36 §, Rectify) and than a new decision after a new
// inquiry. To the person's disadvantage it needs a ground that law names.
type AmendDecision struct {
	Section string // MayChange, MustChange, Changed14_9
	Service ids.Service
	Extent  Extent
	Until   civil.Date // zero: until further notice
	Why     string
	Lesser  string // ground where it gives less: "forbehall", "sakerhet", "vilseledande"
	Level   string // where it gives less: how the person still has what the act promises (D-14)
	Mandate Mandate
}

// Action names the act for the access policies.
func (AmendDecision) Action() string { return "decision.amend" }

// Decide changes what the service gives from now on.
func (cmd AmendDecision) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	it, ok := d.Item(cmd.Service)
	if !ok || !it.Running(env.Today) {
		return nil, fault.New(fault.NotFound, "decision.no-such-service")
	}
	kind, _ := ServiceByKey(it.Kind)
	mandate, f := cmd.Mandate.over([]string{it.Kind}, "", env)
	wrong := []*fault.Error{f, written("why", cmd.Why)}
	if !slices.Contains([]string{MayChange, MustChange, Changed14_9}, cmd.Section) {
		wrong = append(wrong, fault.Field("section", "decision.choose-change"))
	}
	extent := cmd.Extent
	switch {
	case kind.Unit == Piece:
		extent = it.Extent
	case !extent.complete():
		wrong = append(wrong, fault.Field("extent", "decision.say-how-much"))
	}
	if !cmd.Until.IsZero() && !cmd.Until.After(env.Today) {
		wrong = append(wrong, fault.Field("until", "decision.until-before-from"))
	}
	if extent == it.Extent && cmd.Until == it.Until {
		wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: "extent", Text: "decision.rectify-nothing"})
	}
	e := DecisionAmended{
		Section: cmd.Section, Service: cmd.Service, Kind: it.Kind, Extent: extent, Until: cmd.Until, Why: cmd.Why, On: env.Today, Mandate: mandate,
		Was: it.terms(kind), Now: DecisionItem{Extent: extent, Until: cmd.Until}.terms(kind),
	}
	ground := cmd.Lesser
	if cmd.Section == Changed14_9 {
		ground = "14-9"
	}
	changed := DecisionItem{Extent: extent, Until: cmd.Until}
	if changed.lessThan(running{until: it.Until, year: it.Extent.Yearly()}) {
		e.Lesser = Lesser{Ground: ground, Why: cmd.Why}
		e.Reduces = Reduction{Made: d.Made, OpenEnded: it.Until.IsZero(), Reserved: it.Reservation != ""}
		e.Level = StandardTest{Standard: kind.Standard(env.Today), Why: cmd.Level}
		if cmd.Level == "" {
			wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: "level", Text: "decision.try-level", Args: map[string]any{"standard": e.Level.Standard.Words()}})
		}
		if cmd.Section == MustChange {
			wrong = append(wrong, &fault.Error{Kind: fault.Unmet, Field: "section", Text: "decision.must-change-favours", Rule: "reconsider-must"})
		}
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{e}, nil
}

// terms is how much and how long, in words.
func (it DecisionItem) terms(kind ServiceKind) string {
	words := untilWords(it.Until)
	if extent := it.Extent.Words(kind.Unit); extent != "" {
		words = extent + ", " + words
	}
	return words
}

// A DecisionChange (ändring) is what was changed in a decision, and by what law.
type DecisionChange struct {
	Section string
	Service ids.Service
	Was     string
	Now     string
	Why     string
	Level   StandardTest // where it gives less
	By      ids.User
	On      civil.Date
}

// ChangeLaw is the law a change rests on, as a page names it.
func ChangeLaw(section string) string {
	switch section {
	case MayChange:
		return "37 § förvaltningslagen"
	case MustChange:
		return "38 § förvaltningslagen"
	case Changed14_9:
		return "14 kap. 9 § socialtjänstlagen"
	}
	return ""
}

func (d *Decision) foldAmended(r journal.Recorded, e DecisionAmended) {
	d.Changes = add(d.Changes, DecisionChange{Section: e.Section, Service: e.Service, Was: e.Was, Now: e.Now, Why: e.Why, Level: e.Level, By: r.Actor, On: e.On})
	d.changeItem(e.Service, func(it *DecidedService) { it.Extent, it.Until = e.Extent, e.Until })
	service, about := serviceSubject(e.Service), e.Service.String()
	d.facts = d.facts.Unsay(service, "service.until", "").Unsay(d.caseSubject(), "case.favourable_until", about).
		Replace(d.caseSubject(), r, duty.Fact{Name: "case.favourable_extent", About: about, Day: d.Made, Value: digits(e.Extent.Yearly())})
	if !e.Until.IsZero() {
		d.facts = d.facts.
			Say(service, r, duty.Fact{Name: "service.until", Day: e.Until}).
			Say(d.caseSubject(), r, duty.Fact{Name: "case.favourable_until", About: about, Day: d.Made, Value: e.Until.String()})
	}
	d.sayReduction(r, service, e.On, e.Reduces, e.Lesser.Ground)
	if e.Section == MustChange {
		d.facts = d.facts.Say(d.Subject(), r, duty.Fact{Name: "decision.found_wrong", Day: e.On})
	}
	d.facts = d.facts.Say(d.Subject(), r, duty.Fact{Name: "decision.changed", Day: e.On})
}

// ObjectToDecision notes beside a decision what the person holds to be wrong in it
// (SoL 2025:400 14:6). It changes nothing in the decision and is no appeal.
type ObjectToDecision struct {
	From ids.Person
	Says string
}

// Action names the act for the access policies.
func (ObjectToDecision) Action() string { return "decision.object" }

// Decide notes it.
func (cmd ObjectToDecision) Decide(d Decision, _ act.Env) ([]journal.Event, error) {
	if d.Made.IsZero() {
		return nil, fault.New(fault.NotFound, "decision.not-found")
	}
	if f := written("says", cmd.Says); f != nil {
		return nil, f
	}
	return []journal.Event{DecisionObjected(cmd)}, nil
}

// A DecisionObjection is what someone holds to be wrong in a decision.
type DecisionObjection struct {
	From ids.Person
	Says string
	On   civil.Date
}
