package simulate

import (
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/engine"
	"stadga/internal/ids"
)

// How orders are lived with, beside their chain of receipts (norrsala.md 3, est).
const (
	shareAsked    = 0.06 // orders where the provider asks something
	shareUnasked  = 0.10 // of the questions wait unanswered
	shareCalled   = 0.04 // orders about which the provider calls
	shareTold     = 0.05 // orders where the staff is told of a change
	sharePartly   = 0.01 // orders given in part
	outpatientAge = 200  // days back to when outpatient support began to be ordered like other services
)

// ordersAct does one act on the order that is being written.
type ordersAct func(at time.Time, by string, cmd engine.Command[delivery.Order])

// briefed fills in what the catalogue and the provider's form add to an order.
func (w *script) briefed(brief delivery.Brief, kind casework.ServiceKind, item *Item, o *Order) delivery.Brief {
	brief.Own, brief.Health, brief.FollowUp = isOwn(o.Provider), kind.Health, item.FollowUpOn
	if brief.Purpose == "" {
		brief.Purpose = purposes[item.Kind]
	}
	begins := o.Started.IsZero() || civil.DayOf(o.Started).DaysSince(civil.DayOf(o.Acknowledged)) >= 5
	brief.Outpatient = kind.Outpatient && begins && !item.Until.IsZero() && !item.FollowUpOn.IsZero() &&
		w.Today.DaysSince(civil.DayOf(o.Sent)) < outpatientAge
	return brief
}

// isOwn tells whether a provider is the board's own operation.
func isOwn(key string) bool {
	for _, p := range Providers() {
		if p.Key == key {
			return p.Own
		}
	}
	return false
}

// shownStart is the act that shows that a service has begun without a visit.
func (w *script) shownStart(proof delivery.StartProof, on civil.Date) engine.Command[delivery.Order] {
	if proof != delivery.ByInstallation {
		return delivery.ShowStart{On: on, By: proof}
	}
	c := w.handed
	check := delivery.AlarmCheck{On: on, Staff: pick(c, []string{"Kim Dahl", "Ove Strand", "Fatima Nasser"})}
	for _, p := range delivery.InstallPoints() {
		check.Checked = append(check.Checked, p.Key)
	}
	if c.happens(0.2) {
		check.Checked, check.Note = check.Checked[:len(check.Checked)-1], "Dottern får se larmet när hon kommer på lördag."
	}
	return delivery.InstallAlarm{Check: check}
}

// together lets both units go through the handover before outpatient support begins.
func (w *script) together(brief delivery.Brief, o *Order, officer, provider string, act ordersAct) {
	if !brief.Outpatient || o.Acknowledged.IsZero() {
		return
	}
	if planned := civil.DayOf(o.Acknowledged).AddDays(1); !o.Started.IsZero() && (o.Plan.IsZero() || o.Plan.After(planned)) {
		o.Plan = planned
	}
	check := delivery.CheckHandover{At: delivery.AtStart}
	for _, p := range delivery.HandoverPoints(delivery.AtStart) {
		check.Checked = append(check.Checked, p.Key)
	}
	met := office(w.handed, next(civil.DayOf(o.Acknowledged).AddDays(1)))
	act(met, officer, check)
	if !o.Started.IsZero() {
		act(met.Add(time.Hour), provider, check)
	}
}

// talk lets the two sides ask, answer, call and tell each other things.
func (w *script) talk(brief delivery.Brief, id ids.Order, o *Order, officer, provider string, act ordersAct) {
	c := w.handed
	day := next(civil.DayOf(o.Acknowledged).AddDays(c.between(1, 60)))
	asks, waits, calls, tells, partly := c.happens(shareAsked), c.happens(shareUnasked), c.happens(shareCalled), c.happens(shareTold), c.happens(sharePartly)
	if w.story > 0 {
		return
	}
	if asks {
		act(office(c, day), provider, delivery.Write{Text: pick(c, []string{"Vem har nyckeln på helgen?", "Får vi flytta duschen till fredagen?", "Har personen fått ny medicin? Hen är yr."})})
		if !waits {
			act(office(c, next(day.AddDays(c.between(1, 6)))), officer, delivery.Write{Text: pick(c, []string{"Det går bra. Skriv in det i planen.", "Dottern har nyckeln, hennes nummer står i uppdraget.", "Jag frågar och återkommer till er på måndag."})})
		}
	}
	if calls {
		log := delivery.LogContact{Way: pick(c, []delivery.ContactWay{delivery.ByPhone, delivery.ByPhone, delivery.ByMailbox}), Day: day, Subject: "Frågar om tiden räcker till inköp varje vecka."}
		if c.happens(0.8) {
			log.Answer = "Ja, inköp ingår en gång i veckan."
		}
		act(office(c, day), officer, log)
	}
	if tells && brief.Proof == delivery.ByVisit {
		act(office(c, day.AddDays(7)), officer, delivery.TellStaff{Kind: delivery.NeedChanged, Text: pick(c, []string{"Går med rollator sedan i måndags, fallrisk i hallen.", "Nytt insulin, ska ha ätit före klockan nio.", "Har svårt att höra, ring på två gånger."})})
		act(office(c, day.AddDays(8)), provider, delivery.ReadNews{Number: 1})
	}
	if partly && !o.Started.IsZero() && brief.Proof == delivery.ByVisit && brief.Minutes > 0 {
		since := next(civil.DayOf(o.Started).AddDays(20))
		act(office(c, since), provider, delivery.GivePartly{Since: since, Lacks: "Inköp och promenad, det saknas personal på eftermiddagarna."})
	}
}

// accepts is how a provider acknowledges: the board's own operation says that it
// has the competence and the means.
func (w *script) accepts(brief delivery.Brief, start civil.Date) delivery.Acknowledge {
	cmd := delivery.Acknowledge{Start: start}
	if brief.Own {
		cmd.Able = delivery.AbleWhole
		if w.handed.happens(0.05) {
			cmd.Able, cmd.Capacity = delivery.AblePartly, "Två i personalen går kursen i förflyttning i veckan. Tills dess går vi två."
		}
	}
	return cmd
}
