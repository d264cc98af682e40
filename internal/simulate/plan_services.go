package simulate

import (
	"slices"
	"time"

	"stadga/internal/civil"
)

// goalTexts are what officers write. Each kind has its own, so that two plans
// may share a text but a hundred do not; those marked vague cannot be measured.
var goalTexts = map[string][]Goal{
	"hemtjanst-omvardnad": {
		{Text: "Duscha två gånger i veckan med stöd av en person"},
		{Text: "Äta ett varmt mål mat varje dag"},
		{Text: "Ta på sig själv på överkroppen varje morgon"},
		{Text: "Gå till postlådan tre dagar i veckan med rollator"},
		{Text: "Vara uppe ur sängen före klockan nio"},
		{Text: "Ha rena kläder och bäddad säng varje vecka"},
		{Text: "Handla själv i butiken varannan vecka med sällskap"},
		{Text: "Ta sina mediciner på rätt tid varje dag"},
		{Text: "Träffa en granne eller vän en gång i veckan"},
		{Text: "Känna trygghet", Vague: true},
		{Text: "Behålla sin självständighet", Vague: true},
	},
	"trygghetslarm":   {{Text: "Kunna kalla på hjälp dygnet runt"}, {Text: "Få svar inom tre minuter vid larm"}},
	"sarskilt-boende": {{Text: "Delta i en aktivitet utanför lägenheten två gånger i veckan"}, {Text: "Äta i sällskap minst en gång om dagen"}, {Text: "Må bra", Vague: true}},
	"korttidsboende":  {{Text: "Kunna gå tio meter med gåbord före hemgång"}, {Text: "Sova hela natten fem nätter av sju"}},
	"dagverksamhet":   {{Text: "Delta två dagar i veckan"}, {Text: "Ha någon att äta lunch med två gånger i veckan"}},
	"avlosning":       {{Text: "Anhörig är ledig fyra timmar i veckan"}},
	"ledsagning":      {{Text: "Gå på kyrkans träff varje torsdag"}, {Text: "Besöka badhuset två gånger i månaden"}},
	"boendestod":      {{Text: "Betala hyra och räkningar i tid varje månad"}, {Text: "Laga mat hemma tre dagar i veckan"}, {Text: "Få struktur i vardagen", Vague: true}},
	"familjebehandling": {
		{Text: "Vara i skolan alla dagar under fyra veckor i rad"},
		{Text: "Föräldrarna avslutar bråk utan att höja rösten"},
		{Text: "Lägga sig före klockan tio på vardagar"},
		{Text: "Komma överens om umgänget för ett halvår i taget"},
		{Text: "Ska må bra", Vague: true},
	},
	"kontaktfamilj":   {{Text: "Vara hos kontaktfamiljen en helg i månaden"}},
	"kontaktperson":   {{Text: "Prova två fritidsaktiviteter före terminens slut"}},
	"familjehem":      {{Text: "Gå i samma skola hela läsåret"}, {Text: "Träffa mamma varannan vecka"}, {Text: "Ha en trygg vardag", Vague: true}},
	"oppenvard-vuxen": {{Text: "Lämna negativa prov tre månader i rad"}, {Text: "Komma till samtal varje vecka"}},
	"lss":             {{Text: "Delta i arbetslaget fyra dagar i veckan"}, {Text: "Laga middag själv två gånger i veckan"}, {Text: "Resa ensam med buss till arbetet"}, {Text: "Bjuda hem någon en gång i månaden"}, {Text: "Leva som andra", Vague: true}},
}

// goals draws what a service shall reach, each with a day.
func (p *Plan) goals(c chance, kind string, on civil.Date) []Goal {
	texts := goalTexts[kind]
	if len(texts) == 0 {
		texts = goalTexts["lss"]
	}
	var goals []Goal
	for _, at := range c.Perm(len(texts))[:min(1+c.IntN(2), len(texts))] {
		goal := texts[at]
		if goal.Vague && c.happens(0.92) {
			goal = texts[0]
		}
		goal.By = on.AddMonths(c.between(3, 11))
		goals = append(goals, goal)
	}
	return slices.CompactFunc(goals, func(a, b Goal) bool { return a.Text == b.Text })
}

// places lists who carries out what is not home care.
var places = map[string][]string{
	"sarskilt-boende": {"lindgarden", "strandhagen"}, "korttidsboende": {"strandhagen"}, "dagverksamhet": {"lindgarden"},
	"trygghetslarm": {"nattpatrullen"}, "nattpatrull": {"nattpatrullen"}, "familjehem": {"familjehem"}, "kontaktfamilj": {"familjehem"}, "kontaktperson": {"familjehem"},
	"familjebehandling": {"familjeenheten"}, "oppenvard-vuxen": {"familjeenheten"}, "boendestod": {"hemtjanst-soder"},
}

// provider draws who carries out a service, by the agreed shares of home care.
func (p *Plan) provider(c chance, kind string) string {
	if at, ok := places[kind]; ok {
		return pick(c, at)
	}
	if len(kind) > 3 && kind[:3] == "lss" {
		return "navet"
	}
	var keys []string
	var shares []float64
	for _, provider := range Providers() {
		keys, shares = append(keys, provider.Key), append(shares, provider.Share)
	}
	return keys[c.weighted(shares)]
}

// order draws what happens when a decision is handed over to a provider.
func (p *Plan) order(c chance, item *Item, provider string, decided time.Time) *Order {
	o := &Order{Provider: provider, Sent: decided.Add(time.Duration(c.between(5, 50)) * time.Minute)}
	if c.happens(0.2) {
		o.Sent = after(c, decided, float64(c.between(1, 3)))
	}
	o.Acknowledged = atOffice(c, o.Sent.Add(lagAcknowledge.duration(c)))
	if p.watched(provider) && p.begun(o.Sent) && o.Acknowledged.After(p.End) {
		o.Acknowledged = o.Sent.Add(20 * time.Minute)
	}
	switch item.Kind {
	case "sarskilt-boende", "familjehem", "lss-boende-vuxna":
		offer := next(civil.DayOf(o.Sent).AddDays(lagOffer.whole(c)))
		if c.happens(0.12) {
			o.Offered = append(o.Offered, Offer{On: offer})
			offer = next(offer.AddDays(lagOffer.whole(c)))
		}
		o.Offered = append(o.Offered, Offer{On: offer, Accepted: true})
		o.Started = office(c, next(offer.AddDays(c.between(2, 9))))
	case "lss-daglig-verksamhet", "lss-kontaktperson", "lss-korttidsvistelse", "lss-ledsagarservice", "lss-avlosarservice":
		o.Started = after(c, o.Acknowledged, float64(c.between(4, 40)))
	default:
		o.Started = after(c, o.Acknowledged, lagFirstVisit.draw(c))
		if c.happens(0.2) { // home care begins on any day
			o.Started = anyHour(c, civil.DayOf(o.Acknowledged).AddDays(lagFirstVisit.whole(c)+1))
		}
	}
	o.StartOn = civil.DayOf(o.Started)
	o.Contact = next(o.StartOn.AddDays(c.between(0, 13)))
	if c.happens(0.03) {
		o.Contact = next(o.StartOn.AddDays(c.between(20, 60)))
	}
	o.Plan = next(o.StartOn.AddDays(lagPlan.whole(c)))
	if c.happens(0.03) { // forgotten, until someone goes through the list
		o.Plan = next(o.StartOn.AddDays(c.between(45, 90)))
	}
	if p.watched(provider) && p.happened(o.StartOn) && !p.happened(o.Plan) {
		o.Plan = o.StartOn
	}
	p.planReviews(c, o)
	// The routine wants the reason within a week from the sixtieth day.
	if waited := o.StartOn.DaysSince(civil.DayOf(decided)); waited > 60 && c.happens(0.93) {
		o.WhyNot, o.WhyNotOn = "Ingen ledig plats.", next(civil.DayOf(decided).AddDays(60+c.between(0, 8)))
	}
	return o
}

// planReviews draws when the provider looks at the plan again: each half year, some
// late, the odd one lost sight of for months.
func (p *Plan) planReviews(c chance, o *Order) {
	o.PlanReviews = nil
	for review := o.Plan; p.happened(review); {
		late := c.between(-25, -2)
		switch at := c.Float64(); {
		case at < 0.02:
			late = c.between(40, 120)
		case at < 0.20:
			late = c.between(1, 20)
		}
		due := review.AddMonths(6)
		if late > 0 && p.watched(o.Provider) && p.happened(due) && !p.happened(due.AddDays(late)) {
			late = -2
		}
		review = next(due.AddDays(late))
		o.PlanReviews = append(o.PlanReviews, review)
	}
}

// receivedOn draws the day the person got the decision, unknown in most cases.
func (p *Plan) receivedOn(c chance, decided civil.Date) civil.Date {
	if c.happens(0.58) {
		return civil.Date{}
	}
	return decided.AddDays(lagReceived.whole(c))
}

// live draws the life of a granted service until it ends or the plan does.
func (p *Plan) live(c chance, item *Item, person *Person, officer string) {
	begun := civil.DayOf(item.Order.Started)
	end := p.Today.AddDays(400)
	if !item.Until.IsZero() {
		end, item.EndedBy = item.last(), "period-slut"
	}
	for _, leaving := range []struct {
		on civil.Date
		by string
	}{{person.Died, "avliden"}, {person.Moved, "flyttat"}} {
		if !leaving.on.IsZero() && leaving.on.Before(end) {
			end, item.EndedBy = leaving.on, leaving.by
		}
	}
	if item.EndedBy != "" {
		item.EndedOn = end
	}
	p.followUps(c, item, begun, end, p.watched(officer))
	if item.Kind != "hemtjanst-omvardnad" {
		return
	}
	for at := begun; ; {
		at = at.AddDays(c.between(40, 700))
		if !at.Before(end) || at.After(p.Today) {
			return
		}
		signal := Signal{Sent: office(c, next(at)), Kind: []string{"mer-hjalp", "mindre-hjalp", "annat"}[c.weighted([]float64{68, 12, 20})]}
		// Nine in a hundred wait for an answer; in the end someone asks.
		if old := at.Before(p.Today.AddDays(-70)); old || !c.happens(0.09) {
			signal.Answered = atOffice(c, signal.Sent.Add(lagSignal.duration(c)))
		}
		if (p.watched(officer) || p.watched(item.Order.Provider)) && !p.begun(signal.Answered) && signal.Sent.Before(p.day(-5).Midnight()) {
			signal.Answered = after(c, signal.Sent, 3)
		}
		item.Signals = append(item.Signals, signal)
	}
}

// followUps draws the follow-up that was planned and those that come round. Three in ten come late, most by
// a week and the odd one by a month: someone reminds. One in a hundred is lost
// sight of until spring or autumn, when the unit goes through its list.
func (p *Plan) followUps(c chance, item *Item, begun, end civil.Date, watched bool) {
	round := 365
	if halfYearly[item.Kind] {
		round = 181
	}
	done := func(on civil.Date) {
		item.FollowUps = append(item.FollowUps, FollowUp{On: office(c, on), Reached: []string{"ja", "delvis", "nej"}[c.weighted([]float64{38, 50, 12})]})
	}
	on := laterDay(item.From, begun.AddDays(-round*2/3)) // the time counts from the decision, also where a place is waited for
	if !item.FollowUpOn.IsZero() && item.FollowUpOn.Before(end) && c.happens(0.75) {
		if first := slide(item.FollowUpOn.AddDays(c.between(-3, 12))); first.DaysSince(on) < round && first.After(on) {
			on = first
			done(on)
		}
	}
	for {
		gap := round - c.between(1, 35)
		switch at := c.Float64(); {
		case at < 0.01:
			gap = round + c.between(40, 120)
		case at < 0.05:
			gap = round + c.between(8, 30)
		case at < 0.29:
			gap = round + c.between(1, 8)
		}
		if watched && gap > round && p.happened(on.AddDays(round)) && !p.happened(on.AddDays(gap)) {
			gap = round - 1
		}
		if on = slide(on.AddDays(gap)); !on.Before(end) || on.After(p.Today) {
			return
		}
		done(on)
	}
}

// halfYearly are the services that the municipality follows up each half year.
var halfYearly = map[string]bool{
	"oppenvard-vuxen": true, "familjebehandling": true, "familjehem": true, "boendestod": true, "kontaktperson": true, "kontaktfamilj": true,
}

func sortTimes(at []time.Time)   { slices.SortFunc(at, time.Time.Compare) }
func sortDays(days []civil.Date) { slices.SortFunc(days, civil.Date.Compare) }
