package main

import (
	"log/slog"

	"stadga/internal/access"
	"stadga/internal/act"
	"stadga/internal/casework/casesql"
	"stadga/internal/casework/caseweb"
	"stadga/internal/engine"
	"stadga/internal/org/orgsql"
	"stadga/internal/people/peoplesql"
	"stadga/internal/webkit"
)

// caseRoutes are the pages where casework begins and is overseen.
func caseRoutes(r *record, door pageDoor, log *slog.Logger) []webkit.Route {
	db := r.Store.Reader()
	register := casesql.Register{DB: db}
	return caseweb.Pages{
		Engine: r.Engine, Persons: engine.Bind(r.Engine, peoplesql.Persons()), Cases: engine.Bind(r.Engine, casesql.Cases()),
		Intakes: engine.Bind(r.Engine, casesql.Intakes()), Notes: engine.Bind(r.Engine, casesql.Notes()),
		Investigations: engine.Bind(r.Engine, casesql.Investigations()),
		Register:       register, Lines: casesql.Deciding{DB: db}, People: peoplesql.Queries{DB: db}, Staff: orgsql.Queries{DB: db},
		Duties: casesql.Duties{DB: db}, Numbers: &casesql.Numbers{Register: register}, Door: door,
		Book: func() caseweb.Book { return r.book }, Log: log,
		Call: []caseweb.Phone{{Who: "Enhetschefen", Number: "0000-00 00 10"}, {Who: "Socialjouren", Number: "0000-00 00 11"}, {Who: "Polisen", Number: "112"}},
	}.Routes()
}

// OnFile answers whether the actor may do the action to a row of a list.
func (d pageDoor) OnFile(who act.Actor, action string, file access.File) access.Answer {
	answer := d.door.OnFile(whoIs(who), action, file)
	if answer.Alarm != "" {
		d.log.Error("access policy failed", "action", action, "alarm", answer.Alarm)
	}
	return answer
}
