package casework

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/extract"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A CarePlan (vårdplan) is the board's plan for care outside the home: what the care
// is to reach and which support is needed (SoL 9:12, SoF 10:2; E-21). The provider's
// plan for how it is done is another.
type CarePlan struct {
	Service  ids.Service
	On       civil.Date
	Template string // version of the template it was written by
	Goals    []Goal
	Parts    []CarePlanPart
	Review   civil.Date // the day it is next looked over
	Why      string     `json:",omitzero"` // it is revised
}

// A CarePlanPart (del av vårdplan) is one heading of the template and what is written
// under it.
type CarePlanPart struct{ Key, Title, Text string }

// Text is what is written under a heading.
func (p CarePlan) Text(key string) string {
	for _, part := range p.Parts {
		if part.Key == key {
			return part.Text
		}
	}
	return ""
}

// A CarePlanTemplate (mall för vårdplan) is the headings of a care plan in one version.
type CarePlanTemplate struct {
	Version string
	From    civil.Date
	Parts   []Part
}

// CarePlanTemplates are all versions, the oldest first.
type CarePlanTemplates []CarePlanTemplate

// On is the version in use on a day; false when there is none.
func (all CarePlanTemplates) On(day civil.Date) (CarePlanTemplate, bool) {
	for i := len(all) - 1; i >= 0; i-- {
		if !all[i].From.After(day) {
			return all[i], true
		}
	}
	return CarePlanTemplate{}, false
}

// CarePlanned tells whether one who is given the service has a care plan: a family
// home, supported or sheltered housing, or a home for care (SoL 9:12).
func (k ServiceKind) CarePlanned() bool {
	return slices.Contains([]string{"familjehem", "jourhem", "annat-enskilt-hem", "stodboende", "skyddat-boende", "hvb"}, k.Key)
}

// CarePlanOf is the plan in force for a service; false when none has been made.
func (d Decision) CarePlanOf(service ids.Service) (CarePlan, bool) {
	for i := len(d.CarePlans) - 1; i >= 0; i-- {
		if d.CarePlans[i].Service == service {
			return d.CarePlans[i], true
		}
	}
	return CarePlan{}, false
}

// CarePlanMade keeps the first plan of a service, and each that takes its place.
type CarePlanMade struct{ Plan CarePlan }

// EventName is for ever.
func (CarePlanMade) EventName() string { return "decision.care_plan_made.v1" }

// MakeCarePlan writes the care plan of a service that is given, or revises it.
type MakeCarePlan struct {
	Plan     CarePlan
	Template CarePlanTemplate // in use today
}

// Action names the act for the access policies.
func (MakeCarePlan) Action() string { return "decision.care-plan" }

// Decide holds the plan to its template, and its goals to the check that the goals of
// decisions are held to.
func (cmd MakeCarePlan) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	p := cmd.Plan
	it, ok := d.Item(p.Service)
	kind, known := ServiceByKey(it.Kind)
	if !ok || !known || !kind.CarePlanned() || !it.Running(env.Today) {
		return nil, fault.New(fault.Unmet, "care-plan.no-such-care")
	}
	last, revises := d.CarePlanOf(p.Service)
	earliest := d.Made
	if revises {
		earliest = last.On
	}
	wrong := []*fault.Error{notBefore("on", p.On, earliest, env), goalFault("goal", p.Goals, env.Today)}
	p.Template, p.Parts = cmd.Template.Version, nil
	for _, part := range cmd.Template.Parts {
		text := strings.TrimSpace(cmd.Plan.Text(part.Key))
		switch {
		case text != "":
			p.Parts = append(p.Parts, CarePlanPart{Key: part.Key, Title: part.Title, Text: text})
		case part.Required:
			wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: part.Key, Text: "care-plan.part-missing", Args: map[string]any{"part": part.Title, "law": part.Basis}})
		}
	}
	if !p.Review.After(p.On) || p.Review.After(p.On.AddMonths(kind.Follow)) {
		wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: "review", Text: "care-plan.review", Args: map[string]any{"months": kind.Follow}})
	}
	if revises && strings.TrimSpace(p.Why) == "" {
		wrong = append(wrong, fault.Field("why", "care-plan.why-revised"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{CarePlanMade{Plan: p}}, nil
}

func (p CarePlan) tell(to *extract.Text) {
	to.On("Vårdplan", p.On)
	to.Say("Varför vårdplanen ändrades", p.Why)
	for _, g := range p.Goals {
		to.Say("Vårdplanens mål", g.Text)
		to.Say("Livsområde", g.Area)
		to.Say("Hur målet mäts", g.Measure)
		to.On("Målet nås senast", g.By)
	}
	for _, part := range p.Parts {
		to.Say(part.Title, part.Text)
	}
	to.Say("Mallens version", p.Template)
	to.On("Vårdplanen ses över senast", p.Review)
}
