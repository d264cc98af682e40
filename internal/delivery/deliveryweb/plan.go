package deliveryweb

import (
	"net/http"

	"stadga/internal/delivery"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// PlanPage is /utforare/plan/{nr}: the plan, goal by goal of the decision. The
// ordering side writes one at /arende/{nr}/insatser/{uppdrag}/plan when the provider
// does not, and it is marked (E-12).
type PlanPage struct {
	webkit.Page
	Form     webkit.FormHead
	Path     string
	Rows     []PlanRow
	Loose    webkit.Field // a goal of the provider's own, tied to none
	Activity webkit.Field
	How      webkit.Field
	Made     webkit.Field
	Part     webkit.Field // how the person took part
	Others   webkit.Field
	Review   webkit.Field
	Shared   webkit.Field
	Now      *PlanView // the plan in force, if there is one
	Versions []PlanVersion
	Follow   *FollowForm
	Paper    string // address of the plan on paper; empty: there is none
	Routine  webkit.Link
	Warns    string // to one of the ordering side
}

// A PlanRow is one goal of the decision and the fields that say how it is reached.
type PlanRow struct {
	Goal, By      string
	Area          string // life area of the goal
	Activity, How webkit.Field
}

// A FollowForm follows the plan in force up.
type FollowForm struct {
	webkit.FormHead
	Path           string
	On, Says, Next webkit.Field
}

// A planning is the order that a plan is for, and where its pages are.
type planning struct {
	id      ids.Order
	order   delivery.Order
	version int
	path    string // of the plan
	back    webkit.Link
	subject duty.Subject // that the reading log names
	draft   string
	officer bool
}

func (p Pages) ownPlanning(r *http.Request) (planning, error) {
	id, o, version, err := p.own(r)
	return planning{
		id: id, order: o, version: version, path: "/utforare/plan/" + id.String(), back: webkit.Link{Path: "/utforare/uppdrag/" + id.String(), Words: o.Name},
		subject: duty.Subject{Kind: "service", ID: o.Service.ID}, draft: "plan/" + r.PathValue("nr"),
	}, err
}

func (p Pages) casePlanning(r *http.Request) (planning, error) {
	c, id, o, err := p.orderOf(r)
	if err != nil {
		return planning{}, err
	}
	_, version, err := p.Orders.Load(r.Context(), id.ID)
	base := "/arende/" + c.Number + "/insatser"
	return planning{
		id: id, order: o, version: version, path: base + "/" + id.String() + "/plan", back: webkit.Link{Path: base, Words: "Insatser"},
		subject: duty.Subject{Kind: "case", ID: c.ID.ID}, draft: "plan-arende/" + id.String(), officer: true,
	}, err
}

func (p Pages) getPlan(w http.ResponseWriter, r *http.Request) error {
	at, err := p.ownPlanning(r)
	if err != nil {
		return err
	}
	return p.showPlan(w, r, at)
}

func (p Pages) getCasePlan(w http.ResponseWriter, r *http.Request) error {
	at, err := p.casePlanning(r)
	if err != nil {
		return err
	}
	return p.showPlan(w, r, at)
}

func (p Pages) showPlan(w http.ResponseWriter, r *http.Request, at planning) error {
	if err := webkit.Read(r, at.order.Person, at.subject); err != nil {
		return err
	}
	typed, err := webkit.Blank(r, at.draft)
	if err != nil {
		return err
	}
	page, err := p.planPage(r, at, typed, webkit.Typed{}, nil)
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "plan.html", page)
}

func (p Pages) planPage(r *http.Request, at planning, typed, review webkit.Typed, again error) (*PlanPage, error) {
	o := at.order
	v, band, err := p.viewOf(r, at.id, o)
	if err != nil {
		return nil, err
	}
	today := webkit.Today(r)
	plan, made := o.CurrentPlan()
	page := &PlanPage{
		Page: webkit.Page{
			At: webkit.Place{Step: "utforare"}, Title: "Genomförandeplan: " + o.Name, Person: &band, Saved: typed.SavedAt(),
			Sentence: "Planen görs tillsammans med personen. Varje mål kommer ur beslutet.", Back: &at.back,
		},
		Form: webkit.NewForm(r, at.version, at.draft), Path: at.path, Now: v.Plan, Versions: planVersions(o, today), Routine: p.routine(today),
		Loose:    typed.Field(webkit.Field{Name: "eget-mal", Label: "Eget mål som inte står i beslutet", Help: "Lämna tomt om målen i beslutet räcker. Ett eget mål visas för handläggaren."}),
		Activity: typed.Field(webkit.Field{Name: "eget-gor", Label: "Vad gör ni?"}),
		How:      typed.Field(webkit.Field{Name: "eget-hur", Label: "Hur, när och av vem?", Rows: 2}),
		Made:     typed.Field(webkit.Field{Name: "made", Label: "Upprättad", Value: today.String(), Prefilled: true, Required: true}),
		Part:     typed.Field(webkit.Field{Name: "participation", Label: "Hur har personen deltagit?", Help: "Skriv vad personen själv ville och bestämde. Har personen inte deltagit, skriv varför.", Value: plan.Participation, Prefilled: plan.Participation != "", Rows: 2, Required: true}),
		Others:   typed.Field(webkit.Field{Name: "collaboration", Label: "Vilka andra behöver delta?", Help: "Till exempel hemsjukvården eller en anhörig. Behövs ingen, skriv det.", Value: plan.Collaboration, Prefilled: plan.Collaboration != "", Rows: 2, Required: true}),
		Review:   typed.Field(webkit.Field{Name: "review_by", Label: "Följs upp senast", Value: today.AddMonths(6).String(), Prefilled: true, Required: true}),
		Shared:   typed.Field(webkit.Field{Name: "shared_on", Label: "Personen fick planen", Help: "Lämna tomt om det inte är gjort än."}),
	}
	if at.officer {
		page.Warns = "Planen är utförarens att skriva. Skriver du den visas det att myndigheten är författare, och den räknas i rapporten över planer som myndigheten har skrivit."
	} else if made {
		page.Paper = at.path + "/plan.pdf"
	}
	if again != nil {
		page.Form = webkit.FormAfter(r, again, at.version)
	}
	was := map[string]delivery.PlanGoal{}
	for _, g := range plan.Goals {
		was[g.Goal] = g
	}
	for i, g := range o.Goals {
		how, does := was[g.Key].How, was[g.Key].Activity
		page.Rows = append(page.Rows, PlanRow{
			Goal: g.Text, Area: g.Area, By: webkit.PlainDay(g.By, today),
			Activity: typed.Field(webkit.Field{Name: webkit.Row("activity", i), Label: "Vad gör ni?", Help: "Till exempel dusch, promenad eller matlagning.", Value: does, Prefilled: does != ""}),
			How:      typed.Field(webkit.Field{Name: webkit.Row("goal", i), Label: "Hur, när och av vem?", Help: "Så som personen vill ha det.", Value: how, Prefilled: how != "", Rows: 2}),
		})
	}
	if made && !at.officer {
		page.Follow = &FollowForm{
			FormHead: webkit.NewForm(r, at.version, ""), Path: page.Path + "/uppfoljning",
			On:   review.Field(webkit.Field{Name: "on", Label: "Uppföljd", Value: today.String(), Prefilled: true, Required: true}),
			Says: review.Field(webkit.Field{Name: "says", Label: "Vad visade uppföljningen?", Rows: 3, Required: true}),
			Next: review.Field(webkit.Field{Name: "next", Label: "Följs upp nästa gång", Value: today.AddMonths(6).String(), Prefilled: true, Required: true}),
		}
	}
	return page, nil
}

func (p Pages) postPlan(w http.ResponseWriter, r *http.Request) error {
	at, err := p.ownPlanning(r)
	if err != nil {
		return err
	}
	return p.makePlan(w, r, at)
}

func (p Pages) postCasePlan(w http.ResponseWriter, r *http.Request) error {
	at, err := p.casePlanning(r)
	if err != nil {
		return err
	}
	return p.makePlan(w, r, at)
}

func (p Pages) makePlan(w http.ResponseWriter, r *http.Request, at planning) error {
	in := webkit.Posted(r)
	cmd := delivery.MakePlan{
		Made: in.Day("made"), Participation: in.Text("participation"), Collaboration: in.Text("collaboration"), ReviewBy: in.Day("review_by"), SharedOn: in.Day("shared_on"),
	}
	for i, g := range at.order.Goals {
		how, does := in.Text(webkit.Row("goal", i)), in.Text(webkit.Row("activity", i))
		if how != "" || does != "" {
			cmd.Goals = append(cmd.Goals, delivery.PlanGoal{Goal: g.Key, Text: g.Text, Activity: does, How: how})
		}
	}
	if own := in.Text("eget-mal"); own != "" {
		cmd.Goals = append(cmd.Goals, delivery.PlanGoal{Text: own, Activity: in.Text("eget-gor"), How: in.Text("eget-hur")})
	}
	err := in.Err()
	if err == nil {
		_, err = p.Orders.Do(r.Context(), webkit.Form(r), at.id.ID, cmd)
	}
	if err != nil {
		page, failed := p.planPage(r, at, in.Again(err), webkit.Typed{}, err)
		if failed != nil {
			return failed
		}
		return webkit.Redo(w, r, p.kit, "plan.html", page, err)
	}
	return webkit.Done(w, r, at.back.Path)
}

func (p Pages) postReview(w http.ResponseWriter, r *http.Request) error {
	at, err := p.ownPlanning(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := delivery.ReviewPlan{Review: delivery.Review{On: in.Day("on"), Says: in.Text("says"), Next: in.Day("next")}}
	if err = in.Err(); err == nil {
		_, err = p.Orders.Do(r.Context(), webkit.Form(r), at.id.ID, cmd)
	}
	if err != nil {
		page, failed := p.planPage(r, at, webkit.Typed{}, in.Again(err), nil)
		if failed != nil {
			return failed
		}
		page.Follow.FormHead = webkit.FormAfter(r, err, page.Follow.Shown)
		return webkit.Redo(w, r, p.kit, "plan.html", page, err)
	}
	return webkit.Done(w, r, at.back.Path)
}

// ownerFact says whose task the plan is: by the service's line in the catalogue it
// is the provider's, and of the provider's it is the one who is named (E-22).
func ownerFact(o delivery.Order, staff map[ids.User]string) webkit.Fact {
	if o.PlanOwner.IsZero() {
		return webkit.Fact{Label: "Planansvarig", Value: "Utföraren skriver planen, men ingen är utsedd."}
	}
	return webkit.Fact{Label: "Planansvarig", Value: staff[o.PlanOwner] + " hos utföraren"}
}
