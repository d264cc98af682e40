package caseweb

import (
	"net/http"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/webkit"
)

// ReceptionPage is /mottagning: everything that has come in and is not decided.
type ReceptionPage struct {
	webkit.Page
	Form    webkit.FormHead
	Queues  []ReceptionQueue
	Officer webkit.Field
	Any     bool
	Takes   bool // the reader takes matters in
	Signals *webkit.Link
}

// A ReceptionQueue is one list of the page.
type ReceptionQueue struct {
	ID, Words, Sub string
	Rows           []ReceptionRow
	More           bool // there are more than are shown
}

// A ReceptionRow is one matter that waits: never what it is about.
type ReceptionRow struct {
	Intake           string
	Number, Path     string
	Who, What, Since string
	Frist            *webkit.Frist
	Day              string // "dag 9 av 14"
	Do               *webkit.Link
	Unassigned       bool
}

func (p Pages) getReception(w http.ResponseWriter, r *http.Request) error {
	page, err := p.receptionPage(r, webkit.NewForm(r, 0, ""), webkit.Typed{})
	if err != nil {
		return err
	}
	return p.show(w, r, "mottagning.html", page)
}

// receptionAreas are the areas whose matters the reader takes in: those of the
// own unit, or all for one who has no unit with areas.
func (p Pages) receptionAreas(r *http.Request) ([]casework.Area, error) {
	units, err := p.Staff.Units(r.Context(), webkit.Today(r))
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		if u.ID == webkit.Actor(r).Unit && len(u.Areas) > 0 {
			areas := make([]casework.Area, len(u.Areas))
			for i, a := range u.Areas {
				areas[i] = casework.Area(a)
			}
			return areas, nil
		}
	}
	return casework.Areas(), nil
}

func (p Pages) receptionPage(r *http.Request, form webkit.FormHead, typed webkit.Typed) (*ReceptionPage, error) {
	today := webkit.Today(r)
	areas, err := p.receptionAreas(r)
	if err != nil {
		return nil, err
	}
	scope := p.Door.Scope(webkit.Actor(r))
	received, unassigned, unprotected, err := p.Register.Inflow(r.Context(), scope, areas, today)
	if err != nil {
		return nil, err
	}
	page := &ReceptionPage{Form: form, Takes: p.Door.May(webkit.Actor(r), "intake.receive"), Page: webkit.Page{
		At:    webkit.Place{Step: "mottagning"},
		Title: "Mottagning", Strong: webkit.Count(received, "har kommit in i dag.", "har kommit in i dag."),
		Sentence: inflowWords(unassigned, unprotected),
	}}
	if p.Signals != nil {
		if page.Signals, err = p.Signals(r.Context(), webkit.Actor(r)); err != nil {
			return nil, err
		}
	}

	for _, q := range []struct {
		queue          casework.Queue
		id, words, sub string
	}{
		{casework.QueueNew, "ny", "Ny", "äldst överst"},
		{casework.QueueProtected, "skydd", "Skydd bedömt", ""},
		{casework.QueueAssessment, "forhand", "Förhandsbedömning pågår", ""},
	} {
		rows, err := p.Register.Waiting(r.Context(), scope, areas, q.queue, webkit.PageSize+1)
		if err != nil {
			return nil, err
		}
		list := ReceptionQueue{ID: q.id, Words: q.words, Sub: q.sub, More: len(rows) > webkit.PageSize}
		if list.Rows, err = p.receptionRows(r, rows[:min(len(rows), webkit.PageSize)]); err != nil {
			return nil, err
		}
		page.Any = page.Any || len(list.Rows) > 0
		page.Queues = append(page.Queues, list)
	}
	colleagues, err := p.Staff.StaffOf(r.Context(), webkit.Actor(r).Unit, today)
	if err != nil {
		return nil, err
	}
	page.Officer = typed.Field(webkit.Field{Name: "till", Label: "Tilldela till", Options: officers(r, colleagues)})
	return page, nil
}

func inflowWords(unassigned, unprotected int) string {
	return webkit.Count(unassigned, "är ofördelad", "är ofördelade") + " och " +
		webkit.Count(unprotected, "saknar skyddsbedömning.", "saknar skyddsbedömning.")
}

// receptionRows confirms each row with the door. One with protected identity is
// shown without name to those who may take it, so that it is not left waiting.
func (p Pages) receptionRows(r *http.Request, rows []casework.IntakeRow) ([]ReceptionRow, error) {
	ctx, today := r.Context(), webkit.Today(r)
	var named []ids.Person
	var officers []ids.User
	for _, in := range rows {
		named, officers = append(named, in.Person), append(officers, in.Officer)
	}
	persons, err := p.People.Persons(ctx, named)
	if err != nil {
		return nil, err
	}
	names, err := p.Staff.Names(ctx, officers)
	if err != nil {
		return nil, err
	}
	all := make([]ReceptionRow, 0, len(rows))
	for _, in := range rows {
		person := persons[in.Person]
		protected := person.Protection != people.NoProtection
		file := fileOf(casework.Case{ID: in.Case, Person: in.Person, Area: in.Area, Unit: in.Unit, Officer: in.CaseOf}, person.Protection, []casework.IntakeRow{in})
		path := "/arende/" + in.Number
		switch {
		case p.Door.OnFile(webkit.Actor(r), "case.read", file).Allowed:
		case protected && p.Door.OnFile(webkit.Actor(r), "intake.assign", file).Allowed:
			path = ""
		default:
			continue
		}
		row := ReceptionRow{
			Intake: in.ID.String(), Number: in.Number, Path: path, Who: listed(person, today), What: in.Kind.Words(),
			Since: "kom in " + webkit.DayAndTime(in.Received, today), Unassigned: in.Officer.IsZero(),
		}
		if name := names[in.Officer]; name != "" {
			row.Since += " · " + name
		}
		if err := p.receptionFrist(r, in, path, &row); err != nil {
			return nil, err
		}
		if !p.Door.OnFile(webkit.Actor(r), "intake.record_contact", file).Allowed {
			row.Do = nil
		}
		all = append(all, row)
	}
	return all, nil
}

// receptionFrist draws what is owed first in the row's intake, and the act that
// comes next.
func (p Pages) receptionFrist(r *http.Request, in casework.IntakeRow, path string, row *ReceptionRow) error {
	owed, err := p.Duties.OfSubject(r.Context(), duty.Subject{Kind: "intake", ID: in.ID.ID})
	if err != nil {
		return err
	}
	if o, ok := p.firstOwed(owed, webkit.Now(r)); ok {
		f := webkit.FristOf(o, webkit.Now(r))
		f.Ground = p.Book().Title(o.Rule)
		if cited := p.Book().Cited(&o); cited != "" {
			f.Ground += " · " + cited
		}
		if path != "" {
			f.Why = webkit.WhyPath(path, o)
		}
		row.Frist = &f
	}
	if in.Kind == casework.ConcernReport {
		came := civil.DayOf(in.Received)
		of := 14 // by the wording; a weekend moves the last day and not the count
		if !in.Extended.IsZero() {
			of = in.Extended.DaysSince(came)
		}
		row.Day = "dag " + webkit.Thousands(webkit.Today(r).DaysSince(came)) + " av " + webkit.Thousands(of)
	}
	at := path + "/aktualisering/" + in.ID.String()
	switch {
	case path == "":
	case in.Kind == casework.ConcernReport && in.ProtectedAt.IsZero():
		row.Do = &webkit.Link{Path: at + "/skydd", Words: "Bedöm skydd"}
	case row.Unassigned:
	case in.Kind == casework.ConcernReport && in.Contacts == 0:
		row.Do = &webkit.Link{Path: at + "/kontakt", Words: "Ta kontakt"}
	default:
		row.Do = &webkit.Link{Path: at + "/beslut", Words: "Besluta"}
	}
	return nil
}

// An urgency orders what is owed: what is late, then what is to be done at once,
// then what has a day. What a rule only recommends comes after that, and a line
// in which nothing is owed last.
type urgency int

const (
	late urgency = iota
	atOnce
	dated
	advised
	resting
)

func (p Pages) urgencyOf(o duty.Obligation, now time.Time) urgency {
	rule := p.Book().Rule(o.Rule, o.Version)
	switch {
	case rule != nil && rule.Effect == duty.Tells:
		return advised
	case o.StateAt(now) == duty.Late:
		return late
	case o.Alarm().IsZero() && o.DueAt.IsZero():
		return atOnce
	}
	return dated
}

// firstOwed is the obligation to act on first.
func (p Pages) firstOwed(owed []duty.Obligation, now time.Time) (first duty.Obligation, found bool) {
	for _, o := range owed {
		if o.Rests(civil.DayOf(now)) || o.Missing != "" || o.StateAt(now) == duty.NotApplicable {
			continue
		}
		was, is := p.urgencyOf(first, now), p.urgencyOf(o, now)
		if !found || is < was || is == was && o.Alarm().Before(first.Alarm()) {
			first, found = o, true
		}
	}
	return first, found
}

// postReception gives what is marked to an officer, as one act.
func (p Pages) postReception(w http.ResponseWriter, r *http.Request) error {
	in, form := webkit.Posted(r), webkit.Form(r)
	marked := webkit.Sent(r, "val")
	officer := ids.User{ID: in.ID("till")}
	if one := webkit.SentOne(r, "ta"); one != "" {
		marked, officer = []string{one}, webkit.Actor(r).User
	}
	switch {
	case len(marked) == 0:
		in.Add(fault.New(fault.Invalid, "intake.nothing-marked"))
	case officer.IsZero():
		in.Add(fault.Field("till", "intake.officer-missing"))
	case len(marked) > 3*webkit.PageSize:
		in.Add(fault.New(fault.Invalid, "intake.nothing-marked"))
	}
	err := in.Err()
	if err == nil {
		var steps []engine.Step
		if steps, err = p.assignSteps(r, marked, officer); err == nil {
			_, err = p.Engine.Do(r.Context(), form, steps...)
		}
	}
	if err != nil {
		page, pageErr := p.receptionPage(r, webkit.SameForm(r), in.Again(err))
		if pageErr != nil {
			return pageErr
		}
		return webkit.Redo(w, r, p.kit, "mottagning.html", page, err)
	}
	return webkit.Done(w, r, "/mottagning")
}

// assignSteps gives each intake to the officer, and its case too where nobody has it.
func (p Pages) assignSteps(r *http.Request, marked []string, officer ids.User) ([]engine.Step, error) {
	member, err := p.Staff.StaffMember(r.Context(), officer, webkit.Today(r))
	if err != nil {
		return nil, fault.Field("till", "intake.officer-missing")
	}
	var steps []engine.Step
	for _, raw := range marked {
		id, err := ids.Parse(raw)
		if err != nil {
			return nil, fault.New(fault.Invalid, "intake.nothing-marked")
		}
		row, err := p.Register.Intake(r.Context(), ids.Intake{ID: id})
		if err != nil {
			return nil, err
		}
		steps = append(steps, p.Intakes.Step(id, casework.AssignIntake{Officer: officer}))
		if row.CaseOf.IsZero() || row.CaseOf == officer {
			steps = append(steps, p.Cases.Step(row.Case.ID, casework.AssignCase{Officer: officer, Unit: member.On(webkit.Today(r)).Unit}))
		}
	}
	return steps, nil
}
