package simulate

import (
	"time"

	"stadga/internal/civil"
	"stadga/internal/contracts"
	"stadga/internal/delivery"
	"stadga/internal/engine"
	"stadga/internal/org"
)

// Shares of what follows on orders and plans.
const (
	shareOwned   = 0.9  // of the orders have a named plan owner
	shareRead    = 0.8  // of the plans are read by the officer
	shareShared  = 0.5  // of the plans not given at once are given later
	shareSampled = 0.06 // of the plans are tried
)

// leavingProvider has told that it ends (norrsala.md leaves it open which).
const leavingProvider = "almviken"

// providerTerms writes the register of providers, the agreed shares of home care, and
// that one provider leaves.
func (w *script) providerTerms() {
	from := civil.DayOf(w.opening).AddDays(-1)
	at := w.opening.AddDate(0, 0, 1).Add(3 * time.Hour)
	next := func() time.Time {
		at = at.Add(time.Minute)
		return at
	}
	for _, p := range Providers() {
		id, terms := w.providers[p.Key], w.termsOf(p, from)
		if len(terms.Services) == 0 {
			continue
		}
		w.do(next(), controller, one(func() engine.Step { return w.streams.providers.Step(id.ID, org.SetProviderTerms{Terms: terms}) }))
	}
	w.agree(next(), contracts.Division{From: from, Parts: w.parts(nil)})
	last := w.Today.AddDays(40)
	told := slide(w.Today.AddDays(-12)).At(10, 40)
	if told.Before(at) {
		return
	}
	w.do(told, controller, one(func() engine.Step {
		return w.streams.providers.Step(w.providers[leavingProvider].ID, org.EndProvider{Until: last})
	}))
	w.agree(told.Add(20*time.Minute), contracts.Division{
		From: last.AddDays(1), Until: last.AddMonths(6), Parts: w.parts(map[string]int64{"hemtjanst-norr": 460, "hemtjanst-soder": 300, "ronnen": 240, leavingProvider: 0}),
		Why: "Almvikens Omsorg slutar. Andelarna höjs tills nya avtal är tecknade.",
	})
}

func (w *script) agree(at time.Time, d contracts.Division) {
	w.do(at, controller, one(func() engine.Step {
		return w.streams.shares.Step(contracts.SharesID(), contracts.AgreeShares{Division: d})
	}))
}

// parts are the agreed shares of norrsala.md 4, but for those that are said.
func (w *script) parts(but map[string]int64) []contracts.Part {
	var all []contracts.Part
	for _, p := range Providers() {
		tenths, said := but[p.Key]
		if !said {
			tenths = int64(p.Share*contracts.Whole + 0.5)
		}
		if tenths > 0 {
			all = append(all, contracts.Part{Provider: w.providers[p.Key], Tenths: tenths})
		}
	}
	return all
}

func (w *script) termsOf(p Provider, from civil.Date) org.ProviderTerms {
	t := org.ProviderTerms{Basis: org.ByChoice, From: from, Until: from.AddMonths(36), Extended: from.AddMonths(48), Services: p.services(), Capacity: 400}
	if p.Own {
		t = org.ProviderTerms{Basis: org.ByAgreement, From: from, Services: p.services(), NonChoice: true}
	}
	switch p.Key {
	case "hemtjanst-norr":
		t.Areas = []string{"Norr", "Centrum"}
	case "hemtjanst-soder":
		t.Areas, t.NonChoice = []string{"Söder"}, false
	case leavingProvider:
		t.Areas = []string{"Centrum"}
	}
	return t
}

// afterPlan lets the person get the plan, the officer read it, and someone try it.
func (w *script) afterPlan(at time.Time, plan delivery.MakePlan, provider, officer string, act func(time.Time, string, engine.Command[delivery.Order])) {
	c := w.owners
	read, shared, sampled := c.happens(shareRead), c.happens(shareShared), c.happens(shareSampled)
	if plan.SharedOn.IsZero() && shared {
		day := next(plan.Made.AddDays(c.between(2, 9)))
		act(day.At(14, 5), provider, delivery.SharePlan{On: day, How: pick(c, []string{"På papper.", "Uppläst vid besöket.", "På lätt svenska."})})
	}
	if read {
		act(next(civil.DayOf(at).AddDays(c.between(1, 6))).At(8, 50), officer, delivery.ReadPlan{})
	}
	if sampled {
		verdict := delivery.SamplePlan{Verdict: delivery.GoodPlan}
		if c.happens(0.4) {
			verdict = delivery.SamplePlan{Verdict: delivery.LackingPlan, Says: "Det framgår inte vem som gör vad."}
		}
		act(next(civil.DayOf(at).AddDays(c.between(8, 25))).At(15, 10), officer, verdict)
	}
}
