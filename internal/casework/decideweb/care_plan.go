package decideweb

import (
	"net/http"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/fault"
	"stadga/internal/webkit"
)

// CareRoutinePath is where the written routine for care plans is read.
const CareRoutinePath = "/rutin-for-vardplan"

// careGoals is how many goals a care plan has room for; each is to be followed up.
const careGoals = 4

// carePlanned finds the service of the address, which is of a kind that has a care plan.
func (p Pages) carePlanned(r *http.Request) (*life, casework.DecidedService, error) {
	l, it, err := p.service(r)
	if kind, _ := casework.ServiceByKey(it.Kind); err == nil && !kind.CarePlanned() {
		err = fault.New(fault.NotFound, "decision.no-such-service")
	}
	return l, it, err
}

// getCarePlan handles GET /arende/{nr}/beslut/{no}/vardplan/{insats}: the care plan in
// force, and the form that writes it (E-21).
func (p Pages) getCarePlan(w http.ResponseWriter, r *http.Request) error {
	l, it, err := p.carePlanned(r)
	if err != nil {
		return err
	}
	page, err := p.servicePage(r, l, it, p.carePlanPage, try{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "insats.html", page)
}

func (p Pages) carePlanPage(l *life, it casework.DecidedService) (string, Blankett) {
	plan, made := l.d.CarePlanOf(it.Service)
	kind, _ := casework.ServiceByKey(it.Kind)
	goals := plan.Goals
	if !made {
		goals = it.Goals
	}
	b := Blankett{
		edits: true, ID: "vardplan", Path: l.base() + "/vardplan/" + it.Service.String(), Button: "Spara vårdplanen", Primary: true,
		Help: "Vårdplanen är nämndens plan för vården. Målen hålls till samma krav som målen i beslutet.",
		Lead: &webkit.Link{Path: CareRoutinePath, Words: "Läs rutinen för vårdplaner"},
	}
	for i := range careGoals {
		var g casework.Goal
		if i < len(goals) {
			g = goals[i]
		}
		by, heading, named := "", "Mål", "målet"
		if !g.By.IsZero() {
			by = g.By.String()
		}
		if i > 0 {
			heading += " " + webkit.Thousands(i+1)
			named = strings.ToLower(heading)
		}
		b.Fields = append(b.Fields,
			text(webkit.Field{Name: webkit.Row("goal", i), Label: heading, Value: g.Text, Prefilled: g.Text != "", Required: i == 0}),
			text(webkit.Field{Name: webkit.Row("measure", i), Label: "Hur märks det att " + named + " är nått?", Value: g.Measure, Prefilled: g.Measure != "", Required: i == 0}),
			day(webkit.Field{Name: webkit.Row("by", i), Label: webkit.Capital(named) + " nås senast", Value: by, Prefilled: by != "", Required: i == 0}))
	}
	template, _ := p.CarePlans.On(l.today)
	for _, part := range template.Parts {
		now := plan.Text(part.Key)
		b.Fields = append(b.Fields, area(webkit.Field{Name: part.Key, Label: part.Title, Help: part.Help + " " + part.Basis, Value: now, Prefilled: now != "", Rows: 3, Required: part.Required}))
	}
	if made {
		b.Fields = append(b.Fields, text(webkit.Field{Name: "why", Label: "Varför ändras planen?", Help: "Vad har hänt sedan " + webkit.PlainDay(plan.On, l.today) + "?", Required: true}))
	}
	b.Fields = append(b.Fields,
		day(webkit.Field{Name: "on", Label: "Planen gjordes den", Value: l.today.String(), Prefilled: true, Required: true}),
		day(webkit.Field{Name: "review", Label: "Ses över senast", Value: workday(l.today.AddMonths(kind.Follow)).String(), Prefilled: true, Required: true}))
	return "Vårdplan", b
}

// postCarePlan handles POST /arende/{nr}/beslut/{no}/vardplan/{insats}.
func (p Pages) postCarePlan(w http.ResponseWriter, r *http.Request) error {
	l, it, err := p.carePlanned(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := casework.MakeCarePlan{Plan: casework.CarePlan{Service: it.Service, On: in.Day("on"), Review: in.Day("review"), Why: in.Text("why")}}
	cmd.Template, _ = p.CarePlans.On(l.today)
	for i := range careGoals {
		g := casework.Goal{Key: "v" + webkit.Thousands(i+1), Text: in.Text(webkit.Row("goal", i)), Measure: in.Text(webkit.Row("measure", i)), By: in.Day(webkit.Row("by", i))}
		if g.Text != "" || g.Measure != "" || !g.By.IsZero() {
			cmd.Plan.Goals = append(cmd.Plan.Goals, g)
		}
	}
	for _, part := range cmd.Template.Parts {
		cmd.Plan.Parts = append(cmd.Plan.Parts, casework.CarePlanPart{Key: part.Key, Text: in.Prose(part.Key)})
	}
	if err = in.Err(); err == nil {
		_, err = p.Decisions.Do(r.Context(), webkit.Form(r), l.line.ID.ID, cmd)
	}
	return p.serviceDone(w, r, l, it, p.carePlanPage, in, err)
}

// carePlanFacts are the plan as the decision's page shows it; one that is missing says so.
func (l *life) carePlanFacts(it casework.DecidedService) []webkit.Fact {
	kind, _ := casework.ServiceByKey(it.Kind)
	plan, made := l.d.CarePlanOf(it.Service)
	switch {
	case !kind.CarePlanned():
		return nil
	case !made:
		return []webkit.Fact{{Label: "Vårdplan", Value: "saknas", Missing: true}}
	}
	facts := []webkit.Fact{{Label: "Vårdplan", Value: webkit.PlainDay(plan.On, l.today) + ", ses över senast " + webkit.PlainDay(plan.Review, l.today), Origin: plan.Why}}
	for _, g := range plan.Goals {
		f := webkit.Fact{Label: "Vårdplanens mål", Value: goalWords(g), Origin: g.Measure}
		if g.Vague() {
			f.Value += " (svårt att mäta)"
		}
		facts = append(facts, f)
	}
	for _, part := range plan.Parts {
		facts = append(facts, webkit.Fact{Label: part.Title, Value: part.Text})
	}
	return facts
}
