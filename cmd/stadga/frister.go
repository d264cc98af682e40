package main

import (
	"context"
	"fmt"

	"stadga/internal/access"
	"stadga/internal/act"
	"stadga/internal/casework/casesql"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/rulebook"
	"stadga/internal/rulebook/rulebookweb"
	"stadga/internal/webkit"
)

// ruleRoutes are the pages where the municipality decides its own rules.
func ruleRoutes(r *record, door pageDoor) []webkit.Route {
	return rulebookweb.Pages{
		Book: r.Book, Broken: r.Broken, Try: r.tryBook, Decide: r.decideRule, May: door.May,
		Applied: func() (done, of int) {
			told := r.applied()
			return told.Done, told.Of
		},
		Propose: func(p rulebook.Proposal) (rulebook.Proposed, error) { return r.Book().Propose(p, vocabulary()) },
		Cases: func(ctx context.Context, who act.Actor, cases []ids.Case) (map[ids.Case]string, error) {
			return r.openable(ctx, door, who, cases)
		},
	}.Routes()
}

// openable are the numbers of those cases that the actor may open.
func (r *record) openable(ctx context.Context, door pageDoor, who act.Actor, cases []ids.Case) (map[ids.Case]string, error) {
	numbers := map[ids.Case]string{}
	for _, id := range cases {
		if _, known := numbers[id]; known || id.IsZero() {
			continue
		}
		subject := duty.Subject{Kind: "case", ID: id.ID}
		facts, err := r.Engine.Facts(ctx, subject)
		if err != nil {
			return nil, err
		}
		if !door.door.OnFile(door.who(who), "case.read", access.FileOf(subject, facts)).Allowed {
			continue
		}
		found, err := casesql.Register{DB: r.Store.Reader()}.Case(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("case of a finding: %w", err)
		}
		numbers[id] = found.Number
	}
	return numbers, nil
}
