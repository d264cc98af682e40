package caseweb

import (
	"stadga/internal/act"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/webkit"
)

// conflictActs hide the person's cases from one who may not take part (FL 16–18
// §§), and show them again.
func (p Pages) conflictActs() []caseAct {
	declare := caseAct{path: "/jav", action: "person.report_conflict", part: "personuppgifterna", title: "Anmäl jäv", button: "Anmäl jäv", toCase: true, mayClose: true}
	declare.notice = func(Pages, actView) string {
		return "Den som är jävig ser inte längre personens ärenden: inte i listor, inte i sökningen och inte med nödåtkomst. " +
			"Chefen får veta det och ger ärendet till en annan handläggare."
	}
	declare.fields = func(p Pages, v actView) []FormField {
		fields := []FormField{long("why", "Vad gör att du är jävig?", "En mening räcker, till exempel att personen är en nära släkting.", true)}
		if options := p.mayBeConflicted(v); len(options) > 1 {
			fields[0].Label = "Vad gör att medarbetaren är jävig?"
			fields = append([]FormField{list("user", "Vem är jävig?", "", options)}, fields...)
		}
		return fields
	}
	declare.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		user := ids.User{ID: in.ID("user")}
		if user.IsZero() || user == webkit.Actor(v.r).User {
			return p.one(p.Persons.Step(v.file.Person.ID.ID, people.ReportConflict{Why: in.Text("why"), Via: via(v)})), nil
		}
		return p.one(p.Persons.Step(v.file.Person.ID.ID, people.FindConflict{User: user, Why: in.Text("why"), Via: via(v)})), nil
	}

	lift := caseAct{path: "/hav-jav", action: "person.lift_conflict", part: "personuppgifterna", title: "Häv jäv", button: "Häv jävet", toCase: true}
	lift.notice = func(Pages, actView) string {
		return "Medarbetaren ser personens ärenden igen, om hen annars har åtkomst till dem."
	}
	lift.fields = func(p Pages, v actView) []FormField {
		return []FormField{list("user", "Vem?", "", p.conflicted(v)), long("reason", "Varför hävs jävet?", "En mening räcker.", true)}
	}
	lift.steps = func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
		return p.one(p.Persons.Step(v.file.Person.ID.ID, people.LiftConflict{User: ids.User{ID: in.ID("user")}, Reason: in.Text("reason"), Via: via(v)})), nil
	}
	return []caseAct{declare, lift}
}

// mayBeConflicted are those about whom the reader may say it: oneself, and for a
// manager those of the unit that has the case.
func (p Pages) mayBeConflicted(v actView) []webkit.Option {
	me := webkit.Actor(v.r)
	options := []webkit.Option{{Value: me.User.String(), Words: "Jag själv"}}
	if !me.Has("enhetschef", "socialchef") || v.file.Case.Unit.IsZero() {
		return options
	}
	staff, err := p.Staff.StaffOf(v.r.Context(), v.file.Case.Unit, webkit.Today(v.r))
	if err != nil {
		p.Log.Error("the staff of a unit could not be read", "err", err)
		return options
	}
	for _, s := range staff {
		if s.ID != me.User {
			options = append(options, webkit.Option{Value: s.ID.String(), Words: s.Name})
		}
	}
	return options
}

// conflicted are those who have a conflict of interest about the person.
func (p Pages) conflicted(v actView) []webkit.Option {
	options := []webkit.Option{{Words: "Välj"}}
	person, _, err := p.Persons.Load(v.r.Context(), v.file.Person.ID.ID)
	if err != nil {
		p.Log.Error("a person could not be read", "err", err)
		return options
	}
	var users []ids.User
	for _, c := range person.Conflicts {
		users = append(users, c.User)
	}
	names, err := p.Staff.Names(v.r.Context(), users)
	if err != nil {
		p.Log.Error("the names of staff could not be read", "err", err)
	}
	for _, c := range person.Conflicts {
		options = append(options, webkit.Option{Value: c.User.String(), Words: names[c.User] + ", sedan " + webkit.PlainDay(c.Since, webkit.Today(v.r))})
	}
	return options
}
