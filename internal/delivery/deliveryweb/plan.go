package deliveryweb

import (
	"net/http"

	"stadga/internal/delivery"
	"stadga/internal/duty"
	"stadga/internal/webkit"
)

// PlanPage is /utforare/plan/{nr}: the plan, goal by goal of the decision.
type PlanPage struct {
	webkit.Page
	Form   webkit.FormHead
	Path   string
	Rows   []PlanRow
	Loose  webkit.Field // a goal of the provider's own, tied to none
	How    webkit.Field
	Made   webkit.Field
	Others webkit.Field
	Review webkit.Field
	Shared webkit.Field
	Now    *PlanView // the plan in force, if there is one
	Follow *FollowForm
}

// A PlanRow is one goal of the decision and the field that says how it is reached.
type PlanRow struct {
	Goal, By string
	Area     string // life area of the goal
	How      webkit.Field
}

// A FollowForm follows the plan in force up.
type FollowForm struct {
	webkit.FormHead
	Path           string
	On, Says, Next webkit.Field
}

func (p Pages) getPlan(w http.ResponseWriter, r *http.Request) error {
	_, o, _, err := p.own(r)
	if err != nil {
		return err
	}
	if err := webkit.Read(r, o.Person, duty.Subject{Kind: "service", ID: o.Service.ID}); err != nil {
		return err
	}
	typed, err := webkit.Blank(r, draftOf(r))
	if err != nil {
		return err
	}
	page, err := p.planPage(r, typed, webkit.Typed{}, nil)
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "plan.html", page)
}

func draftOf(r *http.Request) string { return "plan/" + r.PathValue("nr") }

func (p Pages) planPage(r *http.Request, typed, review webkit.Typed, again error) (*PlanPage, error) {
	id, o, version, err := p.own(r)
	if err != nil {
		return nil, err
	}
	v, band, err := p.viewOf(r, id, o)
	if err != nil {
		return nil, err
	}
	today := webkit.Today(r)
	page := &PlanPage{
		Page: webkit.Page{
			Title: "Genomförandeplan: " + o.Name, Person: &band, Saved: typed.SavedAt(),
			Sentence: "Planen görs tillsammans med personen. Varje mål kommer ur beslutet.",
			Back:     &webkit.Link{Path: "/utforare/uppdrag/" + id.String(), Words: o.Name},
		},
		Form: webkit.NewForm(r, version, draftOf(r)), Path: "/utforare/plan/" + id.String(), Now: v.Plan,
		Loose:  typed.Field(webkit.Field{Name: "eget-mal", Label: "Eget mål som inte står i beslutet", Help: "Lämna tomt om målen i beslutet räcker. Ett eget mål visas för handläggaren."}),
		How:    typed.Field(webkit.Field{Name: "eget-hur", Label: "Hur når ni det?", Rows: 2}),
		Made:   typed.Field(webkit.Field{Name: "made", Label: "Upprättad", Value: today.String(), Prefilled: true, Required: true}),
		Others: typed.Field(webkit.Field{Name: "collaboration", Label: "Vilka andra behöver delta?", Help: "Till exempel hemsjukvården eller en anhörig. Behövs ingen, skriv det.", Rows: 2, Required: true}),
		Review: typed.Field(webkit.Field{Name: "review_by", Label: "Följs upp senast", Value: today.AddMonths(6).String(), Prefilled: true, Required: true}),
		Shared: typed.Field(webkit.Field{Name: "shared_on", Label: "Personen fick planen", Help: "Lämna tomt om det inte är gjort än."}),
	}
	if again != nil {
		page.Form = webkit.FormAfter(r, again, version)
	}
	plan, made := o.CurrentPlan()
	how := map[string]string{}
	for _, g := range plan.Goals {
		how[g.Goal] = g.How
	}
	for i, g := range o.Goals {
		field := webkit.Field{Name: webkit.Row("goal", i), Label: "Hur når ni målet?", Help: "Vad ni gör, när och vem.", Value: how[g.Key], Prefilled: how[g.Key] != "", Rows: 2}
		page.Rows = append(page.Rows, PlanRow{Goal: g.Text, Area: g.Area, By: webkit.PlainDay(g.By, today), How: typed.Field(field)})
	}
	if made {
		page.Follow = &FollowForm{
			FormHead: webkit.NewForm(r, version, ""), Path: page.Path + "/uppfoljning",
			On:   review.Field(webkit.Field{Name: "on", Label: "Uppföljd", Value: today.String(), Prefilled: true, Required: true}),
			Says: review.Field(webkit.Field{Name: "says", Label: "Vad visade uppföljningen?", Rows: 3, Required: true}),
			Next: review.Field(webkit.Field{Name: "next", Label: "Följs upp nästa gång", Value: today.AddMonths(6).String(), Prefilled: true, Required: true}),
		}
	}
	return page, nil
}

func (p Pages) postPlan(w http.ResponseWriter, r *http.Request) error {
	id, o, _, err := p.own(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := delivery.MakePlan{
		Made: in.Day("made"), Collaboration: in.Text("collaboration"), ReviewBy: in.Day("review_by"), SharedOn: in.Day("shared_on"),
	}
	for i, g := range o.Goals {
		if how := in.Text(webkit.Row("goal", i)); how != "" {
			cmd.Goals = append(cmd.Goals, delivery.PlanGoal{Goal: g.Key, Text: g.Text, How: how})
		}
	}
	if own := in.Text("eget-mal"); own != "" {
		cmd.Goals = append(cmd.Goals, delivery.PlanGoal{Text: own, How: in.Text("eget-hur")})
	}
	if err = in.Err(); err == nil {
		_, err = p.Orders.Do(r.Context(), webkit.Form(r), id.ID, cmd)
	}
	if err != nil {
		page, failed := p.planPage(r, in.Again(err), webkit.Typed{}, err)
		if failed != nil {
			return failed
		}
		return webkit.Redo(w, r, p.kit, "plan.html", page, err)
	}
	return webkit.Done(w, r, "/utforare/uppdrag/"+id.String())
}

func (p Pages) postReview(w http.ResponseWriter, r *http.Request) error {
	id, _, _, err := p.own(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := delivery.ReviewPlan{Review: delivery.Review{On: in.Day("on"), Says: in.Text("says"), Next: in.Day("next")}}
	if err = in.Err(); err == nil {
		_, err = p.Orders.Do(r.Context(), webkit.Form(r), id.ID, cmd)
	}
	if err != nil {
		page, failed := p.planPage(r, webkit.Typed{}, in.Again(err), nil)
		if failed != nil {
			return failed
		}
		page.Follow.FormHead = webkit.FormAfter(r, err, page.Follow.Shown)
		return webkit.Redo(w, r, p.kit, "plan.html", page, err)
	}
	return webkit.Done(w, r, "/utforare/uppdrag/"+id.String())
}
