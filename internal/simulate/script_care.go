package simulate

import (
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
)

// prepare takes the matter up in the group before it is decided, where the routine
// of the day says so.
func (w *script) prepare(a *Application, inquiry ids.Investigation, cmd casework.ConcludeInvestigation) {
	day := civil.DayOf(a.Decided)
	if _, _, listed := w.preparation.Lists(cmd.Tried, day); !listed {
		return
	}
	manager := head(a.Officer)
	at := latest(a.Decided.Add(-20*time.Minute), a.Opened.Add(a.Decided.Sub(a.Opened)/2))
	ask := w.investigations.Step(inquiry.ID, casework.AskForPreparation{Meeting: civil.DayOf(at), Services: cmd.Tried, Proposal: proposalOf(a)})
	held := w.investigations.Step(inquiry.ID, casework.RecordPreparation{Preparation: casework.CasePreparation{
		On: day, Managers: []ids.User{w.actors[manager].User}, Others: []ids.User{w.actors[a.Officer].User}, Result: casework.PreparedSupports,
		Comment: "Gruppen gick igenom behovet och vad som har prövats tidigare.",
	}})
	if asked := slide(day.AddDays(-4)).At(9, 5); asked.After(a.Opened) && asked.Before(at) {
		w.do(asked, a.Officer, one(func() engine.Step { return ask }))
		w.do(at, a.Officer, one(func() engine.Step { return held }))
		return
	}
	w.do(at, a.Officer, func() []engine.Step { return []engine.Step{ask, held} }) // it came up at the meeting itself
}

// proposalOf is what the officer proposes to the group.
func proposalOf(a *Application) string {
	service := catalogue(a.Items[0].Kind).Name
	if given(a.Items[0]) {
		return service + " beviljas."
	}
	return service + " avslås: behovet tillgodoses av de insatser som finns."
}

// certificate asks for a doctor's certificate early in a long investigation about a
// disability, and gets it before the decision.
func (w *script) certificate(a *Application, inquiry ids.Investigation) {
	long := a.Decided.Sub(a.Opened)
	if inquiryKind(a) != casework.InquiryLSS || long < 14*24*time.Hour {
		return
	}
	asked, came := slide(civil.DayOf(a.Opened.Add(long/4))).At(10, 20), slide(civil.DayOf(a.Opened.Add(long*3/5))).At(9, 40)
	if !asked.After(a.Opened) || !came.After(asked) {
		return
	}
	w.do(asked, a.Officer, one(func() engine.Step {
		return w.investigations.Step(inquiry.ID, casework.AskForCertificate{From: "Habiliteringen", About: "Vad funktionsnedsättningen innebär i vardagen.", On: civil.DayOf(asked)})
	}))
	w.do(came, a.Officer, one(func() engine.Step {
		return w.investigations.Step(inquiry.ID, casework.ReceiveCertificate{Number: 1, On: civil.DayOf(came), Says: "Intyget stödjer det som personen har berättat."})
	}))
}

// involved writes how someone has taken part, in all but a few investigations.
func (w *script) involved(inquiry ids.Investigation, p *Person) []engine.Step {
	if len(p.First)%7 == 0 {
		return nil
	}
	return []engine.Step{w.investigations.Step(inquiry.ID, casework.WriteParticipation{
		Text: p.First + " har varit med vid samtalen, har läst texten och fått den förklarad.",
	})}
}

// careOf writes an act on someone's whole matter that a story tells.
func (p *Plan) careOf(person *Person, area casework.Area, officer string, at time.Time, cmds ...engine.Command[casework.Case]) {
	p.also(at, officer, func(w *script) []engine.Step {
		var steps []engine.Step
		for _, cmd := range cmds {
			steps = append(steps, w.streams.cases.Step(w.cases[caseKey{person, area}].id.ID, cmd))
		}
		return steps
	})
}

// tellConsent is how Ingegerd's consent was sought, and an evening when nobody could wait for it.
func (p *Plan) tellConsent(ingegerd *Person) {
	p.careOf(ingegerd, casework.Older, "eva-ek", p.at(-110, 10, 0),
		casework.NoteInability{Inability: casework.Inability{On: slide(p.day(-110)), Partly: true, What: "Ingegerd minns inte vad vi har talat om från en dag till nästa.", Representative: "Sonen har framtidsfullmakt."}},
		casework.SeekConsent{Attempt: casework.ConsentAttempt{
			On: slide(p.day(-110)), To: "särskilt boende", How: "Vid två besök, med bilder av Lindgården, sonen var med.", Result: casework.ConsentPresumed, Says: "Ingegerd säger varje gång att hon inte vill vara ensam.",
		}})
	p.careOf(ingegerd, casework.Older, "eva-ek", p.at(-26, 11, 0), casework.RecordNecessity{
		On: slide(p.day(-27)), What: "Nattpatrullen höll ytterdörren stängd i tio minuter.", Why: "Ingegerd var på väg ut i nattlinne i minus femton grader.",
	})
	p.careOf(ingegerd, casework.Older, head("eva-ek"), p.at(-20, 9, 0), casework.ReviewNecessity{Number: 1, Says: "Dörrlarm är beställt. Ingen rapport enligt lex Sarah."})
}

// tellPlan is Rolf's plan with the region.
func (p *Plan) tellPlan(rolf *Person) {
	p.careOf(rolf, casework.Older, "jonas-lund", p.at(-60, 10, 30), casework.NeedPlan{
		On: slide(p.day(-60)), Why: "Rolf har hemtjänst från kommunen och sårvård från regionen.", Consent: "Muntligt vid besöket samma dag.",
	}, casework.CallToPlan{Meeting: slide(p.day(-48))})
	p.careOf(rolf, casework.Older, "jonas-lund", p.at(-48, 14, 30), casework.MakePlan{Plan: casework.CoordinatedPlan{
		Made: slide(p.day(-48)), Principals: "Kommunen: Jonas Lund. Regionen: distriktssköterskan på Norrsala vårdcentral. Rolf och hans dotter.",
		Goals: "Såret ska läka så att Rolf kan duscha själv igen.", Measures: "Såromläggning och hjälp med dusch.", Who: "Regionen lägger om tre gånger i veckan. Kommunen duschar samma dagar.",
		Lead: "Distriktssköterskan, regionen", FollowUp: p.day(12),
	}})
}

// tellNetwork is a meeting of those around Tuva.
func (p *Plan) tellNetwork(tuva *Person) {
	p.careOf(tuva, casework.Children, "amir-rahimi", p.at(-40, 15, 30), casework.RecordNetworkMeeting{Meeting: casework.NetworkMeeting{
		On: slide(p.day(-40)), Private: "mormor, moster Sara", Professional: "skolkuratorn, klassläraren", About: "Tuvas kvällar och skolgången.",
		Agreed: "Tuva är hos mormor varje torsdag. Kuratorn ringer hem på fredagar.",
	}})
}
