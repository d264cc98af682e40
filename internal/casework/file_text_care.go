package casework

import (
	"strconv"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/extract"
)

// tell says how the investigation was carried through.
func (c Care) tell(t *extract.Text, named extract.Naming) {
	t.On("Tas upp på ärendeberedning", c.PutUp.Meeting)
	t.Say("Gäller", keys(c.PutUp.Services))
	t.Say("Förslag till beredningen", c.PutUp.Proposal)
	for _, p := range c.Preparations {
		t.Say("Ärendeberedning "+p.On.String(), p.Result.Words())
		t.Say("Kommentar", p.Comment)
		for _, who := range p.Managers {
			t.Say("Med var", named(who.ID))
		}
		for _, who := range p.Others {
			t.Say("Med var", named(who.ID))
		}
		t.Say("Med var också", p.Guests)
	}
	for _, m := range c.Certificates {
		t.Say("Läkarintyg begärt "+m.Asked.String()+" från "+m.From, m.About)
		t.On("Intyget kom", m.Received)
		t.Say("Intyget visar", m.Says)
	}
	for _, o := range c.Observations {
		t.Say("Observationsuppdrag "+o.From.String()+"–"+o.Until.String(), o.Purpose)
		t.Say("Insats", strings.Join(serviceNames([]string{o.Service}), ""))
		t.Say("Omfattning", o.Extent)
		t.Say("Utförs av", o.Assignee)
		t.On("Återrapporteras senast", o.Due)
		t.On("Återrapporterad", o.Reported)
		t.Say("Det som sågs", o.Says)
		t.On("Avbruten", o.Ended)
		t.Say("Varför den avbröts", o.Why)
	}
	t.Say("Delaktighet", c.Participation.Text)
	t.Say("Varför personen inte har varit delaktig", c.Participation.Not)
	for _, a := range c.Answered {
		t.Say("Svar på en varning om en text", a.Why)
	}
}

// FileText is what concerns the whole matter.
func (c Case) FileText(named extract.Naming) extract.Text {
	t := extract.Text{Title: "Hela ärendet: samtycke, nöd, SIP och nätverk", Day: c.Opened}
	if n := c.Inability; n != nil {
		t.Say("Kan inte besluta själv, bedömt "+n.On.String(), n.What)
		if n.Partly {
			t.Say("", "Gäller delvis.")
		}
		t.Say("Företrädare", n.Representative)
	}
	for _, a := range c.Attempts {
		t.Say("Samtycke söktes "+a.On.String()+", "+a.To, a.How)
		t.Say("Ledde till", a.Result.Words())
		t.Say("Personen sa eller visade", a.Says)
	}
	for _, n := range c.Necessity {
		t.Say("Åtgärd utan samtycke i nöd "+strconv.Itoa(n.Number)+", "+n.On.String(), n.What)
		t.Say("Varför", n.Why)
		t.On("Genomgången", n.Reviewed)
		t.Say("Genomgången kom fram till", n.Says)
	}
	p := c.Plan
	t.Say("SIP behövs, "+p.Needed.String(), p.Why)
	t.Say("Samtycke till SIP", p.Consent)
	t.On("SIP-möte", p.Meeting)
	t.On("SIP gjord", p.Made)
	t.Say("Deltar", p.Principals)
	t.Say("Mål", p.Goals)
	t.Say("Insatser som behövs", p.Measures)
	t.Say("Vem som gör vad", p.Who)
	t.Say("Andra gör", p.Others)
	t.Say("Huvudansvar", p.Lead)
	t.On("Följs upp", p.FollowUp)
	t.Say("Uppföljd "+p.FollowedUp.String(), p.Result)
	for _, m := range c.Networks {
		t.Say("Nätverksmöte "+m.On.String(), m.About)
		t.Say("Privat nätverk", m.Private)
		t.Say("Professionellt nätverk", m.Professional)
		t.Say("Överenskommet", m.Agreed)
		t.On("Nästa möte", m.Next)
	}
	return t
}

// sayOrigin tells where a need or a goal was taken over from.
func sayOrigin(t *extract.Text, o *Origin, named extract.Naming) {
	if o != nil {
		by := ""
		if !o.By.IsZero() {
			by = named(o.By.ID)
		}
		t.Say("Hämtat", o.Words(civil.Date.String, by))
	}
}
