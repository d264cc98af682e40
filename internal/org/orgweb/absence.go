package orgweb

import (
	"errors"
	"net/http"
	"slices"

	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/webkit"
)

// AbsencePage is /enhet/franvaro: who is away and who stands in.
type AbsencePage struct {
	webkit.Page
	Form    webkit.FormHead
	User    webkit.Field
	StandIn webkit.Field
	From    webkit.Field
	Until   webkit.Field
	Rows    []AbsenceRow
}

// AbsenceRow is one absence that can be changed.
type AbsenceRow struct {
	webkit.FormHead
	Post    string
	Name    string
	Period  string
	Covered string
	StandIn webkit.Field
	Until   webkit.Field
}

func (p Pages) getAbsences(w http.ResponseWriter, r *http.Request) error {
	page, err := p.absencePage(r, webkit.NewForm(r, 0, ""), webkit.Typed{})
	if err != nil {
		return err
	}
	return p.show(w, r, "franvaro.html", page)
}

// led are those whose absence the reader tells of: the staff of the units the
// reader leads, and for the director all but the providers'.
func (p Pages) led(r *http.Request, staff []org.Staff) []org.Staff {
	me := webkit.Actor(r)
	if me.Has("socialchef") {
		return staff
	}
	units := []ids.Unit{}
	if slices.Contains(me.Roles, "enhetschef") {
		units = append(units, me.Unit)
	}
	for _, post := range me.Lent {
		if slices.Contains(post.Roles, "enhetschef") {
			units = append(units, post.Unit)
		}
	}
	return slices.DeleteFunc(slices.Clone(staff), func(s org.Staff) bool { return !slices.Contains(units, place(s).Unit) })
}

func place(s org.Staff) org.Placement { return s.Placements[len(s.Placements)-1] }

// authority lists the staff of the administration's own side.
func (p Pages) authority(r *http.Request) ([]org.Staff, error) {
	staff, err := p.Register.Staff(r.Context(), webkit.Today(r))
	return slices.DeleteFunc(staff, func(s org.Staff) bool { return !place(s).Provider.IsZero() }), err
}

func options(first string, staff []org.Staff) []webkit.Option {
	all := []webkit.Option{{Words: first}}
	for _, s := range staff {
		all = append(all, webkit.Option{Value: s.ID.String(), Words: s.Name + ", " + place(s).Title})
	}
	return all
}

// chosen is the value of a list where nobody may be chosen.
func chosen(user ids.User) string {
	if user.IsZero() {
		return ""
	}
	return user.String()
}

// absencesMost is how many absences the page lists: more than any unit has.
const absencesMost = 100

func (p Pages) absencePage(r *http.Request, form webkit.FormHead, typed webkit.Typed) (*AbsencePage, error) {
	today := webkit.Today(r)
	staff, err := p.authority(r)
	if err != nil {
		return nil, err
	}
	led := p.led(r, staff)
	page := &AbsencePage{Form: form, Page: webkit.Page{
		Title: "Frånvaro och ersättare", Sentence: "Ersättaren ser och gör det som den frånvarande får, så länge frånvaron varar.", Back: &webkit.Link{Path: oversightPath, Words: "Åtkomst"},
	}}
	page.User = typed.Field(field(webkit.Field{Name: "user", Label: "Vem är borta?", Options: options("Välj", led)}))
	page.StandIn = typed.Field(webkit.Field{Name: "stand_in", Label: "Vem ersätter?", Help: "Utan ersättare väntar det som ska göras.", Options: options("Ingen än", staff)})
	page.From = typed.Field(field(webkit.Field{Name: "from", Label: "Första dagen", Value: today.String()}))
	page.Until = typed.Field(field(webkit.Field{Name: "until", Label: "Sista dagen"}))
	absences, err := p.Register.AbsencesFrom(r.Context(), today, absencesMost)
	if err != nil {
		return nil, err
	}
	name := map[ids.User]string{}
	for _, s := range staff {
		name[s.ID] = s.Name
	}
	for _, a := range absences {
		if !slices.ContainsFunc(led, func(s org.Staff) bool { return s.ID == a.User }) {
			continue
		}
		id := a.ID.String()
		row := AbsenceRow{
			FormHead: webkit.NewForm(r, 0, ""), Post: absencePath + "/" + id, Name: name[a.User],
			Period: webkit.ShortDay(a.From, today) + "–" + webkit.ShortDay(a.Until, today), Covered: name[a.StandIn],
			StandIn: webkit.Typed{}.Field(webkit.Field{Name: "stand_in", ID: "ersatter-" + id, Label: "Ersättare för " + name[a.User], Options: options("Ingen", staff), Value: chosen(a.StandIn)}),
			Until:   webkit.Typed{}.Field(webkit.Field{Name: "until", ID: "till-" + id, Label: "Sista dag för " + name[a.User], Value: a.Until.String()}),
		}
		if a.StandIn.IsZero() {
			row.Covered = "ingen"
		}
		page.Rows = append(page.Rows, row)
	}
	return page, nil
}

func (p Pages) postAbsence(w http.ResponseWriter, r *http.Request) error {
	in, form := webkit.Posted(r), webkit.Form(r)
	cmd := org.BeginAbsence{User: ids.User{ID: in.ID("user")}, StandIn: ids.User{ID: in.ID("stand_in")}, From: in.Day("from"), Until: in.Day("until")}
	err := in.Err()
	if err == nil {
		err = p.mayTell(r, cmd.User, cmd.StandIn)
	}
	if err == nil {
		_, err = p.Absences.Do(r.Context(), form, ids.Derive(form.ID, "absence"), cmd)
	}
	return p.absenceTold(w, r, in, err)
}

func (p Pages) postAbsenceChange(w http.ResponseWriter, r *http.Request) error {
	id, err := ids.Parse(r.PathValue("id"))
	if err != nil {
		return fault.New(fault.NotFound, "absence.not-found")
	}
	in, form := webkit.Posted(r), webkit.Form(r)
	cmd := org.ChangeAbsence{StandIn: ids.User{ID: in.ID("stand_in")}, Until: in.Day("until")}
	err = in.Err()
	if err == nil {
		var a org.Absence
		if a, _, err = p.Absences.Load(r.Context(), id); err == nil {
			err = p.mayTell(r, a.User, cmd.StandIn)
		}
	}
	if err == nil {
		_, err = p.Absences.Do(r.Context(), form, id, cmd)
	}
	return p.absenceTold(w, r, in, err)
}

// mayTell holds a manager to the own staff, and the one who stands in to the
// administration's own side: nobody is let into a file from the other branch.
func (p Pages) mayTell(r *http.Request, user, standIn ids.User) error {
	staff, err := p.authority(r)
	if err != nil {
		return err
	}
	among := func(all []org.Staff, who ids.User) bool {
		return slices.ContainsFunc(all, func(s org.Staff) bool { return s.ID == who })
	}
	switch {
	case !user.IsZero() && !among(p.led(r, staff), user):
		return fault.Field("user", "absence.of-another-unit")
	case !standIn.IsZero() && !among(staff, standIn):
		return fault.Field("stand_in", "absence.stand-in-unknown")
	}
	return nil
}

func (p Pages) absenceTold(w http.ResponseWriter, r *http.Request, in *webkit.Input, err error) error {
	if err == nil {
		return webkit.Done(w, r, absencePath)
	}
	page, pageErr := p.absencePage(r, webkit.SameForm(r), in.Again(err))
	if pageErr != nil {
		return errors.Join(err, pageErr)
	}
	return webkit.Redo(w, r, p.kit, "franvaro.html", page, err)
}
