package main

import (
	"context"

	"stadga/internal/act"
	"stadga/internal/board/boardsql"
	"stadga/internal/casework/casesql"
	"stadga/internal/casework/unexecutedweb"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// unexecutedRoutes are the pages about decisions that are not carried out.
func unexecutedRoutes(r *record, door pageDoor) []webkit.Route {
	return unexecutedweb.Pages{
		Engine: r.Engine, Decisions: engine.Bind(r.Engine, casesql.Decisions()), Lists: casesql.Deciding{DB: r.Store.Reader()},
		Board: engine.Bind(r.Engine, boardsql.Boards()), Owed: casesql.Duties{DB: r.Store.Reader()}.OfSubject, May: door.May,
		Numbers: func(ctx context.Context, _ act.Actor, persons []ids.Person) (map[ids.Person]string, error) {
			found, err := r.people().Persons(ctx, persons)
			if err != nil {
				return nil, err
			}
			numbers := make(map[ids.Person]string, len(found))
			for id, p := range found {
				numbers[id] = p.Number.Reveal()
			}
			return numbers, nil
		},
	}.Routes()
}
