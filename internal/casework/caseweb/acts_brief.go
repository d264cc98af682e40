package caseweb

import (
	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// brief tells whether a team may settle what came in by a short decision: a
// discharge, an application or a signal about an adult.
func brief(in casework.Intake) bool {
	kind := in.Kind == casework.HospitalDischarge || in.Kind == casework.Application || in.Kind == casework.SignalFromProvider
	return kind && (in.Area == casework.Older || in.Area == casework.Adults)
}

func teamOptions() []webkit.Option {
	var options []webkit.Option
	for _, t := range casework.Teams() {
		options = append(options, webkit.Option{Value: string(t), Words: t.Words()})
	}
	return options
}

// briefServices are those of a short decision: the ones that end by themselves.
func briefServices() []webkit.Option {
	options := webkit.Options("", "Välj insats")
	for _, k := range casework.ServicesFor(casework.InquiryShort) {
		if k.Period != casework.OpenEnded {
			options = append(options, webkit.Option{Value: k.Key, Words: k.Name + ", " + string(k.Unit)})
		}
	}
	return options
}

func perOptions() []webkit.Option {
	return webkit.Options(string(casework.PerDay), "om dagen", string(casework.PerWeek), "i veckan", string(casework.PerMonth), "i månaden")
}

func briefFields(_ Pages, v actView) []FormField {
	extent := short("extent", "Hur mycket", "Ett tal, i insatsens enhet.")
	extent.Required = true
	purpose := short("purpose", "Vad insatsen ska leda till", "Till exempel: klara måltiderna hemma efter sjukhuset.")
	purpose.Required = true
	return []FormField{
		choice("team", "Vilket team beslutar?", "", teamOptions()),
		long("situation", "Varför hjälpen behövs nu", "1–3 meningar. Blir också skälen i beslutet.", true),
		list("service", "Insats", "", briefServices()),
		extent, list("per", "Hur ofta", "", perOptions()),
		day("from", "Från och med", v.today(), true), day("until", "Till och med", "", true),
		purpose,
		choice("children", "Finns det barn som berörs?", "", webkit.Options("ja", "Ja", "nej", "Nej", "vet-inte", "Vet inte")),
	}
}

// briefSteps settle the matter in one act: it is opened as a short decision's
// investigation, written, and decided in full as the person asks.
func briefSteps(p Pages, v actView, in *webkit.Input, form act.Form) ([]engine.Step, error) {
	inquiry, decision := ids.Investigation{ID: ids.Derive(form.ID, "investigation")}, ids.Decision{ID: ids.Derive(form.ID, "decision")}
	ground := casework.GroundsOf(casework.InquiryShort, webkit.Today(v.r))[0]
	team := casework.Team(in.Word("team", values(teamOptions())...))
	said := in.Must("situation")
	cmd := casework.MakeDecision{
		Case: v.intake.Case, Person: v.intake.Person, Investigation: inquiry, Kind: casework.InquiryShort, Reasons: said, Team: team,
		Mandate: casework.Mandate{Body: "delegat", Order: p.Delegation},
		Items: []casework.DecisionItem{{
			Service: ids.Service{ID: ids.Derive(form.ID, "insats 0")}, Kind: in.MustWord("service", values(briefServices())...), Outcome: casework.Granted,
			Applied: v.intake.Content.Says, From: in.MustDay("from"), Until: in.MustDay("until"), Purpose: in.Text("purpose"),
			Extent: casework.Extent{Count: in.Number("extent"), Per: casework.PerSpan(in.Word("per", values(perOptions())...))},
		}},
	}
	at := func(c engine.Command[casework.Investigation]) engine.Step {
		return p.Investigations.Step(inquiry.ID, c)
	}
	return []engine.Step{
		p.Intakes.Step(v.intake.ID.ID, casework.DecideIntake{Outcome: casework.Opened, Ground: ground, Investigation: inquiry, Reasons: said, GroundReason: team.Words(), Order: p.Delegation}),
		at(casework.OpenInvestigation{
			Case: v.intake.Case, Person: v.intake.Person, Intake: v.intake.ID, Kind: casework.InquiryShort, Ground: ground, Team: team,
			Started: string(v.intake.Kind), Received: v.intake.Received, Question: "Vilken hjälp behövs nu?",
		}),
		at(casework.WritePart{Part: "situation", Text: said, Done: true}), at(casework.WriteOwnWords{Text: v.intake.Content.Says}),
		at(casework.AskAboutChildren{Answer: in.MustWord("children", "ja", "nej", "vet-inte")}),
		at(casework.WritePart{Part: "bedomning", Text: said, Done: true}), at(casework.CompleteDocument{}),
		at(casework.ConsiderCommunication{Need: "uppenbart-obehovlig", Reason: "Kortbeslutet ger det personen ber om."}),
		at(cmd.Conclusion(decision)), p.Decisions.Step(decision.ID, cmd),
	}, nil
}
