package visitweb

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/visits/planfile"
	"stadga/internal/webkit"
)

// PlanFilePage is /utforare/slingor/las-in: planned visits from a file.
type PlanFilePage struct {
	webkit.Page
	Kept string // what was read in; empty: nothing yet
	Form webkit.FormHead
	Path string
}

const (
	planFilePath   = "/utforare/slingor/las-in"
	mostPlanPosted = planfile.MostBytes + 64<<10 // the file and the rest of its form
)

func planFilePage(head webkit.FormHead) *PlanFilePage {
	return &PlanFilePage{
		Page: webkit.Page{
			Title: "Läs in planerade besök", Sentence: "Från ert planeringssystem, som CSV. Är en rad fel läses ingen rad in.",
			Back: &webkit.Link{Path: "/utforare/slingor", Words: "Slingor"},
		},
		Form: head, Path: planFilePath,
	}
}

func (p Pages) getPlanFile(w http.ResponseWriter, r *http.Request) error {
	page := planFilePage(webkit.NewForm(r, 0, ""))
	query := r.URL.Query()
	if planned, err := strconv.Atoi(query.Get("inlasta")); err == nil && planned >= 0 {
		page.Kept = webkit.Count(planned, "besök är planerat.", "besök är planerade.")
		if known, err := strconv.Atoi(query.Get("fanns")); err == nil && known > 0 {
			page.Kept += " " + webkit.Count(known, "besök var redan planerat.", "besök var redan planerade.")
		}
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "besok-las-in.html", page)
}

func (p Pages) postPlanFile(w http.ResponseWriter, r *http.Request) error {
	planned, known, err := p.takePlanFile(r)
	if err != nil {
		head := webkit.SameForm(r)
		if webkit.Form(r).ID.IsZero() {
			head = webkit.NewForm(r, 0, "")
		}
		return webkit.Redo(w, r, p.kit, "besok-las-in.html", planFilePage(head), err)
	}
	return webkit.Done(w, r, planFilePath+"?inlasta="+strconv.Itoa(planned)+"&fanns="+strconv.Itoa(known))
}

func (p Pages) takePlanFile(r *http.Request) (planned, known int, err error) {
	var large *http.MaxBytesError
	switch err := r.ParseMultipartForm(mostPlanPosted); {
	case errors.As(err, &large):
		return 0, 0, fault.Field("fil", "planfile.too-large")
	case err != nil:
		return 0, 0, &fault.Error{Kind: fault.Invalid, Field: "fil", Text: "planfile.unreadable", Err: err}
	case webkit.Form(r).ID.IsZero():
		return 0, 0, fault.New(fault.Invalid, "web.form-broken")
	}
	file, _, err := r.FormFile("fil")
	if err != nil {
		return 0, 0, &fault.Error{Kind: fault.Invalid, Field: "fil", Text: "visit.file-missing", Err: err}
	}
	defer file.Close()
	return p.PlanFromFile(r.Context(), webkit.Form(r), file)
}

// PlanFromFile plans the visits of a file under orders of the actor's provider, all of
// them or none. A visit that is planned already, at the same time for the same staff, is
// known and not planned twice.
func (p Pages) PlanFromFile(ctx context.Context, form act.Form, file io.Reader) (planned, known int, err error) {
	rows, faults := planfile.Read(file, civil.DayOf(p.Intake.Now()))
	in := planning{pages: p, form: form, provider: form.Actor.Provider, faults: faults, orders: map[string]Order{}, spans: map[ids.Order][]visits.Span{}, first: map[ids.Order]planfile.Row{}, lines: map[ids.ID]bool{}}
	for _, row := range rows {
		if err := in.row(ctx, row); err != nil {
			return 0, 0, err
		}
	}
	if err := in.frames(ctx); err != nil {
		return 0, 0, err
	}
	if err := planfile.Told(in.faults); err != nil {
		return 0, 0, err
	}
	if len(in.steps) > 0 {
		_, err = p.Intake.Do(ctx, form, in.steps...)
	}
	return len(in.steps), in.known, err
}

// A planning is a file on its way into the plan.
type planning struct {
	pages    Pages
	form     act.Form
	provider ids.Provider
	faults   []*fault.Error
	steps    []engine.Step
	known    int

	orders map[string]Order // those asked for, by what the row called them
	spans  map[ids.Order][]visits.Span
	first  map[ids.Order]planfile.Row // the first row of each order, where its frame is told of
	lines  map[ids.ID]bool            // visits that a row has named
}

func (in *planning) row(ctx context.Context, row planfile.Row) error {
	refuse := func(f *fault.Error) error {
		in.faults = append(in.faults, row.At(f))
		return nil
	}
	o, err := in.order(ctx, row)
	if fault.KindOf(err) == fault.NotFound {
		return refuse(fault.Field("fil", "visit.file-no-order"))
	}
	if err != nil {
		return err
	}
	var staff []ids.User
	if row.Login != "" {
		user, err := in.pages.Others.Login(ctx, in.provider, row.Login)
		if fault.KindOf(err) == fault.NotFound {
			return refuse(fault.Field("fil", "visit.file-no-staff"))
		}
		if err != nil {
			return err
		}
		staff = []ids.User{user}
	}
	// The visit is named by what it is, so that the same file again plans nothing more.
	id := ids.Derive(ids.Act{ID: o.Order.ID}, "planerat "+row.Span.From.UTC().Format(time.RFC3339)+" "+row.Login)
	if in.lines[id] {
		return refuse(fault.Field("fil", "visit.file-twice"))
	}
	in.lines[id] = true
	v, _, err := in.pages.Visits.Load(ctx, id)
	if err != nil {
		return err
	}
	if v.Cancelled != "" {
		return refuse(fault.Field("fil", "visit.file-cancelled"))
	}
	if v.Exists() {
		in.known++
		return nil
	}
	plan := visits.Plan{Target: o.Target, Span: row.Span, Staff: staff, Tasks: row.Tasks, With: row.With}
	if _, err := in.pages.Visits.Preview(ctx, in.form, id, plan); err != nil {
		if fault.KindOf(err) == fault.Unmet {
			return refuse(fault.Field("fil", "visit.file-gone"))
		}
		return err
	}
	if _, there := in.first[o.Order]; !there {
		in.first[o.Order] = row
	}
	in.spans[o.Order] = append(in.spans[o.Order], row.Span)
	in.steps = append(in.steps, in.pages.Visits.Step(id, plan))
	return nil
}

// order finds the order that a row names, once for each way of naming it.
func (in *planning) order(ctx context.Context, row planfile.Row) (Order, error) {
	name := row.Order.String() + " " + row.Number.String() + " " + row.Kind
	if o, known := in.orders[name]; known {
		return o, nil
	}
	var o Order
	var err error
	if row.Order.IsZero() {
		o, err = in.pages.Others.Match(ctx, in.provider, row.Number, row.Kind)
	} else {
		o, err = in.pages.Others.Order(ctx, in.provider, row.Order)
	}
	if err == nil {
		in.orders[name] = o
	}
	return o, err
}

// frames holds the visits of each order to what is granted for each month (E-31).
func (in *planning) frames(ctx context.Context) error {
	seen := map[ids.Order]bool{}
	for _, o := range in.orders {
		spans := in.spans[o.Order]
		if seen[o.Order] || len(spans) == 0 {
			continue
		}
		seen[o.Order] = true
		today := civil.DayOf(in.pages.Intake.Now())
		months, err := in.pages.Lists.PlanningOf(ctx, o.Order, today.MonthStart(), today.AddDays(visits.LongestSeries).MonthEnd())
		if err != nil {
			return err
		}
		planned := map[civil.Date]int{}
		for m, sum := range months {
			planned[m] = sum.Planned
		}
		if beyond := visits.WithinFrame(o.Minutes, planned, spans); beyond != nil {
			in.faults = append(in.faults, in.first[o.Order].At(&fault.Error{Kind: fault.Invalid, Text: "visit.file-beyond-frame", Args: beyond.Args}))
		}
	}
	return nil
}
