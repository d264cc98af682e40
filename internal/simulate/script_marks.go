package simulate

import (
	"time"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/visits"
)

// Slips of the phones, and what is left for a person to look at.
const (
	shareClockOff = 0.004 // of the visits: the phone's clock was wrong, and put right
	lookedAt      = 3     // days in which the provider's office has answered what is put aside
	shareFaulty   = 0.03  // of the tags do not work
	shareExempt   = 0.04  // of the homes have no reader: the person does not want one
)

// mark gives a visit the marks that the carer's phone sent, by what class it has,
// and lets the office answer for what that puts aside.
func (w *script) mark(c chance, sent time.Time, id ids.ID, carer string, cmd *visits.Register) {
	how := func(tagged bool) visits.Mark {
		m := visits.Mark{How: visits.ByHand, Reason: cmd.Reason, Why: cmd.Why, Sent: sent}
		if tagged {
			m = visits.Mark{How: visits.ByTag, Tag: w.tags[cmd.Target.Order], Sent: sent}
			if m.Tag == "" {
				m.How = visits.ByPersonal
			}
		}
		return m
	}
	cmd.In = how(cmd.Class == visits.TaggedBoth || cmd.Class == visits.TaggedIn)
	cmd.Out = how(cmd.Class == visits.TaggedBoth || cmd.Class == visits.TaggedOut)
	var odd []visits.OddityKind
	if sent.Sub(cmd.Done.To) > 24*time.Hour {
		odd = append(odd, visits.OddLate)
	}
	if cmd.Class == visits.TaggedBoth && c.happens(shareClockOff) {
		cmd.In.ClockOff = 60 * c.between(2, 9)
		odd = append(odd, visits.OddClock)
	}
	desk := contact(w.providerKey(cmd.Target.Provider))
	if len(odd) == 0 || carer == desk { // who made the visit does not answer for it
		return
	}
	at := office(c, next(civil.DayOf(sent).AddDays(c.between(1, lookedAt))))
	w.do(at, desk, one(func() engine.Step {
		return w.streams.visits.Step(id, visits.HandleOddity{
			Service: cmd.Target.Service, Kinds: odd, Pays: true, Why: pick(c, []string{"Jag har frågat medarbetaren. Tiden stämmer med planeringen.", "Personen bekräftar besöket.", "Telefonen var utan nät hela dagen."}),
		})
	}))
}

// providerKey is the key of a provider in the world.
func (w *script) providerKey(p ids.Provider) string {
	for key, id := range w.providers {
		if id == p {
			return key
		}
	}
	panic("simulate: a provider that nobody knows")
}

// hangTag lets the provider hang a tag in a home before the first visit, or grant
// the person an exemption.
func (w *script) hangTag(target visits.Target, provider string, from, until civil.Date) {
	c := w.texts
	from = from.AddDays(1) // the order has come by then
	desk, at := contact(provider), office(c, next(from))
	if at.After(w.End) || !until.IsZero() {
		return // one that ended took its tag along
	}
	do := func(at time.Time, cmd engine.Command[visits.Home]) {
		w.do(at, desk, one(func() engine.Step { return w.streams.dwellings.Step(target.Order.ID, cmd) }))
	}
	if c.happens(shareExempt) {
		begins := laterDay(next(from), w.Today.AddDays(-300))
		do(begins.At(9, 40), visits.Exempt{Target: target, From: begins, Until: begins.AddMonths(12), Reason: "Personen vill inte ha någon läsare hemma."})
		return
	}
	code := visits.NewCode(target.Order.ID)
	if w.tags == nil {
		w.tags = map[ids.Order]string{}
	}
	w.tags[target.Order] = code
	do(at, visits.PutUpTag{Target: target, Code: code, Place: pick(c, []string{"I hallen, innanför dörren", "På insidan av ytterdörren", "På kylskåpet", "I nyckelskåpet"})})
	if found := w.day(-c.between(0, 20)); c.happens(shareFaulty) && found.After(civil.DayOf(at)) {
		do(found.At(13, 10), visits.ChangeTag{Service: target.Service, Code: code, To: visits.Faulty, What: "Taggen svarar inte.", On: found})
	}
}
