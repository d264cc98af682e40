package delivery

import (
	"strings"

	"stadga/internal/civil"
	"stadga/internal/extract"
)

// FileText is the order with its plans, the signals of changed need and what the
// two sides have written to each other.
func (o Order) FileText(named extract.Naming) extract.Text {
	t := extract.Text{Title: "Uppdrag: " + o.Name, Day: civil.DayOf(o.Sent)}
	t.At("Skickat", o.Sent)
	t.Say("Skickat av", named(o.SentBy.ID))
	t.Say("Utförare", named(o.Provider.ID))
	if !o.Choice.Wished.IsZero() {
		t.Say("Önskade utförare", named(o.Choice.Wished.ID))
		t.On("Önskemålet lämnades", o.Choice.On)
	}
	t.Say("Varför en annan utförare", o.Choice.Why)
	for _, c := range o.Changes {
		t.Say("Ville byta utförare "+c.On.String(), named(c.Wished.ID))
		t.Say("Varför bytet inte gjordes", c.Why)
	}
	t.On("En annan utförare tar över", o.MovesOn)
	t.Say("Omfattning", o.Extent)
	for _, g := range o.Goals {
		t.Say("Mål", g.Text)
		t.Say("Livsområde", g.Area)
		t.On("Målet nås senast", g.By)
	}
	t.Say("Syfte", o.Purpose)
	t.Say("Risker", o.Risks)
	t.Say("Bakgrund som delades", o.Shared)
	t.On("Önskad start", o.Wish)
	t.On("Till", o.Until)
	t.At("Mottaget", o.Acknowledged)
	t.Key("Utförarens kompetens och resurser", string(o.Able))
	t.Say("Utförarens möjligheter", o.Capacity)
	t.On("Startdatum", o.StartDay)
	t.On("Startat", o.Started)
	for _, offer := range o.Offers {
		t.Say("Erbjudande "+offer.On.String(), offer.What+", "+extract.Words(string(offer.Answer)))
	}
	t.Say("Varför det inte har börjat", o.WhyNotBegun)
	t.On("Vill vänta på vald utförare sedan", o.WaitsSince)
	t.On("Avbrott sedan", o.Interrupted)
	t.On("Delvis verkställt sedan", o.PartlySince)
	t.Say("Det som inte ges", o.PartlyLacks)
	t.On("Planerad uppföljning av beslutet", o.FollowUp)
	alarmText(&t, "Larmet installerat", o.Alarm.Installed, InstallPoints())
	alarmText(&t, "Larmet nedtaget", o.Alarm.Removed, RemovePoints())
	for _, h := range o.Handovers {
		t.Key("Överlämning "+extract.Stamp(h.Mark.At)+", "+named(h.Mark.By.ID), string(h.At))
		t.Say("Genomgånget", checkedWords(HandoverPoints(h.At), h.Checked))
		t.Say("Det som väntar", h.Note)
	}
	for _, n := range o.News {
		t.Key("Besked till personalen "+extract.Stamp(n.At), string(n.Kind))
		t.Say(named(n.By.ID), n.Text)
		for _, told := range n.Told {
			t.Key("Också lämnat till", told)
		}
	}
	for _, p := range o.Plans {
		t.On("Genomförandeplan", p.Made)
		for _, g := range p.Goals {
			t.Say("Planens mål", g.Text)
			t.Say("Det gör vi", g.Activity)
			t.Say("Så gör vi", g.How)
		}
		t.Say("Personens delaktighet", p.Participation)
		t.Say("Samarbete", p.Collaboration)
		t.On("Planen följs upp senast", p.ReviewBy)
		t.On("Personen fick planen", p.SharedOn)
		for _, s := range p.Samples {
			t.Say("Stickprov "+s.On.String()+", "+s.Verdict.Words(), s.Says)
		}
		for _, r := range p.Reviewed {
			t.Say("Planen följdes upp "+r.On.String(), r.Says)
		}
	}
	for _, v := range o.Views {
		t.Say("Personen ville att besöken visas för, "+v.On.String(), v.Who)
		t.On("Togs tillbaka", v.Ended)
	}
	t.Key("Fast omsorgskontakt erbjuden", o.CareContact)
	t.Say("Fast omsorgskontakt", o.Contact.Name)
	t.Say("Planansvarig", named(o.PlanOwner.ID))
	for _, s := range o.Signals {
		t.Say("Ändrat behov "+extract.Stamp(s.Sent), s.What)
		t.Say("Svar", s.Answer)
	}
	for _, m := range o.Thread {
		t.Key("Kontakt "+extract.Stamp(m.At), string(m.Way))
		t.Say(extract.Stamp(m.At)+" "+named(m.By.ID), m.Text)
		t.Say("Svar i samma kontakt", m.Answer)
	}
	t.On("Slutade", o.Ended)
	t.Key("Varför det slutade", string(o.EndReason))
	return t
}

func alarmText(t *extract.Text, label string, c AlarmCheck, points []CheckPoint) {
	t.On(label, c.On)
	t.Say(label+" av", c.Staff)
	t.Say(label+", checklista", checkedWords(points, c.Checked))
	t.Say(label+", det som väntar", c.Note)
}

// checkedWords says what of a check list was done.
func checkedWords(points []CheckPoint, checked []string) string {
	words := make(map[string]string, len(points))
	for _, p := range points {
		words[p.Key] = p.Says
	}
	var done []string
	for _, key := range checked {
		if says, known := words[key]; known {
			key = says
		}
		done = append(done, key)
	}
	return strings.Join(done, ". ")
}
