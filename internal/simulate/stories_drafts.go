package simulate

import (
	"strconv"

	"stadga/internal/casework"
	"stadga/internal/engine"
	"stadga/internal/ids"
)

// tellLess is how Jonas investigates that Rolf needs less, drafts fourteen hours and
// is stopped: the decision that runs is favourable.
func (p *Plan) tellLess(rolf *Person, runs, again *Application) {
	write := func(n, hour int, cmds func(*script) []engine.Command[casework.Investigation]) {
		p.also(p.at(n, hour, 20), "jonas-lund", func(w *script) []engine.Step {
			var steps []engine.Step
			for _, cmd := range cmds(w) {
				steps = append(steps, w.investigations.Step(w.applied[again].ID, cmd))
			}
			return steps
		})
	}
	goal := casework.Goal{Key: "m1", Need: "b1", Text: "Ta på sig själv på överkroppen varje morgon", Measure: "Utföraren antecknar varje morgon i två veckor.", By: p.day(60)}
	write(-7, 14, func(w *script) []engine.Command[casework.Investigation] {
		need := "Rolf klär sig själv på morgonen och behöver hjälp med benen och med duschen."
		return []engine.Command[casework.Investigation]{
			casework.WritePart{Part: "situation", Text: "Rolf klär sig själv sedan i somras och lagar sin frukost. Dottern städar varannan vecka. Uppföljningen i dag visar att målet är nått.", Done: true},
			casework.WriteOwnWords{Text: again.Wish},
			casework.WritePart{Part: "personlig-vard", Text: need, Done: true},
			casework.DescribeNeed{Area: "personlig-vard", Text: need, Strength: "Rolf tränar varje dag med ett gummiband."},
			casework.SetGoal{Goal: goal},
			casework.RecordHomeVisit{On: slide(p.day(-7))},
			casework.AskAboutChildren{Answer: "nej"},
			casework.WritePart{Part: "bedomning", Text: "Behovet är mindre än när beslutet fattades. Fjorton timmar i månaden räcker.", Done: true},
			casework.WriteParticipation{Text: "Rolf var med vid besöket, har läst texten och vill behålla hjälpen."},
			casework.CompleteDocument{Used: w.usual.For(casework.InquiryOlder, slide(p.day(-7)))},
			casework.ConsiderCommunication{Need: "behovs"},
			casework.SendMaterial{Party: w.known[rolf], On: slide(p.day(-7)), How: "overlamnat", AnswerBy: p.day(7), Checked: true},
		}
	})
	write(-6, 15, func(w *script) []engine.Command[casework.Investigation] {
		return []engine.Command[casework.Investigation]{casework.RecordAnswer{Party: w.known[rolf], On: slide(p.day(-6)), Says: "Rolf vill behålla de timmar han har."}}
	})
	p.types(p.at(-4, 16, 10), "jonas-lund", func(w *script) typing {
		from, until := p.day(14), p.day(140)
		item := casework.DecisionItem{
			Service: ids.Service{ID: w.ids.New(p.at(-4, 16, 10))}, Kind: "hemtjanst-omvardnad", Applied: catalogue("hemtjanst-omvardnad").Name, Outcome: casework.Granted,
			From: from, Until: until, FollowUp: slide(p.day(130)), Extent: casework.Extent{Count: 14, Per: casework.PerMonth}, Purpose: purposes["hemtjanst-omvardnad"], Goals: []casework.Goal{goal},
			Terms: casework.Terms{Level: casework.StandardTest{Why: "Rolf klär sig själv och lagar sin frukost, och dottern städar."}},
		}
		item.Replaces = w.signed[runs].ids[0]
		cmd := casework.MakeDecision{
			Case: w.cases[caseKey{rolf, casework.Older}].id, Person: w.known[rolf], Investigation: w.applied[again], Kind: casework.InquiryOlder, Items: []casework.DecisionItem{item},
			Reasons: "Behovet är mindre än när beslutet fattades. Fjorton timmar i månaden räcker.", Mandate: w.mandate(), Routine: w.preparation, Guidelines: w.usual,
		}
		decision := ids.Decision{ID: w.ids.New(p.at(-4, 16, 10))}
		return typing{
			draft: Draft{Case: cmd.Case, Investigation: cmd.Investigation, Fields: itemFields(item, cmd.Reasons)},
			steps: []engine.Step{
				w.investigations.Step(cmd.Investigation.ID, cmd.Conclusion(decision)), w.decisions.Step(decision.ID, cmd),
				w.decisions.Step(w.signed[runs].id.ID, casework.EndService{Service: item.Replaces, On: from.AddDays(-1), Reason: "ersatt"}),
			},
		}
	})
}

// itemFields is a decision on one service as it stands in its form.
func itemFields(item casework.DecisionItem, reasons string) map[string][]string {
	fields := map[string][]string{"insats": {item.Kind}, "reasons": {reasons}, "mandate": {"delegat"}}
	for name, value := range map[string]string{
		"outcome": string(item.Outcome), "from": item.From.String(), "until": item.Until.String(), "follow_up": item.FollowUp.String(),
		"extent": strconv.Itoa(item.Extent.Count), "per": string(item.Extent.Per), "purpose": item.Purpose, "goal": item.Goals[0].Key, "level": item.Level.Why,
	} {
		fields[casework.ItemField(0, name)] = []string{value}
	}
	return fields
}

// tellUnheard is how Mats lays Ellen's matter before the committee, and is stopped:
// nobody has asked Ellen.
func (p *Plan) tellUnheard(a *Application) {
	p.types(p.at(-1, 14, 50), "mats-ohrn", func(w *script) typing {
		plan := w.meetings.Of("utskott")
		meeting := plan.Next(p.Today)
		father := a.Person.Guardians[1]
		cmd := casework.MakeProposal{
			Case: w.cases[caseKey{a.Person, casework.Disability}].id, Person: w.known[a.Person], Investigation: w.applied[a], Matter: "fb-6-13-a", Body: plan.Body, Meeting: meeting,
			Text: "Bevilja korttidsvistelse en helg i månaden utan Fredriks samtycke.", Background: "Josefin samtycker och Fredrik gör det inte. Ellen behöver en vuxen i närheten hela natten.",
			Guardian: w.known[father], Plan: plan,
		}
		return typing{
			draft: Draft{Case: cmd.Case, Fields: map[string][]string{
				"matter": {cmd.Matter}, "meeting": {plan.Body + " " + meeting.String()}, "guardian": {cmd.Guardian.String()}, "text": {cmd.Text}, "background": {cmd.Background},
			}},
			steps: []engine.Step{w.proposals.Step(w.ids.New(p.at(-1, 14, 50)), cmd)},
		}
	})
}
