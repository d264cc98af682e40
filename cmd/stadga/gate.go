package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"stadga/internal/access"
	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
)

// A gate asks the door before the engine lets a command decide.
type gate struct {
	door   *access.Door
	log    *slog.Logger
	alarms *alarms
}

// alarms counts the policies that failed since the program started. A policy that
// fails closes the door to everyone it speaks of, so someone must be told: the
// state of operation shows it.
type alarms struct {
	mu   sync.Mutex
	n    int
	last time.Time
}

func (a *alarms) raise(at time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.n, a.last = a.n+1, at
}

// Raised tells how many there were, and when the last was.
func (a *alarms) Raised() (n int, last time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.n, a.last
}

// heed raises the alarm when a policy failed.
func (g gate) heed(action string, a access.Answer) {
	if a.Alarm != "" {
		g.log.Error("access policy failed", "action", action, "alarm", a.Alarm)
		g.alarms.raise(time.Now())
	}
}

// Ask refuses with the same words as for a case that is not there.
func (g gate) Ask(_ context.Context, q engine.Question) error {
	file := access.FileOf(q.Subject, q.Facts)
	file.Gone = q.Gone
	return g.answer(q.Action, g.door.OnFile(q.Actor.Who(q.Now), q.Action, file))
}

func (g gate) answer(action string, a access.Answer) error {
	g.heed(action, a)
	if !a.Allowed {
		return fault.New(fault.NotFound, "web.not-found")
	}
	return nil
}

// A pageDoor asks the door before a page is shown.
type pageDoor struct {
	gate
	record *record
}

// May tells whether the role may do the action at all.
func (d pageDoor) May(who act.Actor, action string) bool {
	answer := d.door.Best(d.who(who), action)
	d.heed(action, answer)
	return answer.Allowed
}

// who is the actor as the policies see it now.
func (d pageDoor) who(a act.Actor) access.Who { return a.Who(d.record.Clock()) }

// Open answers with the ground on which the actor may open the subject.
func (d pageDoor) Open(ctx context.Context, who act.Actor, action string, subject duty.Subject) (string, error) {
	facts, err := d.record.Engine.Facts(ctx, subject)
	if err != nil {
		return "", err
	}
	file := access.FileOf(subject, facts)
	if subject.Kind == "case" && d.who(who).ByNeed() {
		// A case knows nothing of the orders that came from it: they stand below it.
		running, err := deliverysql.Lists{DB: d.record.Store.Reader()}.RunsIn(ctx, who.Provider, ids.Case{ID: subject.ID})
		if err != nil {
			return "", err
		}
		if running {
			file.Provider = who.Provider
		}
	}
	answer := d.door.OnFile(d.who(who), action, file)
	return answer.Ground, d.answer(action, answer)
}

// behindOrder is the number of the case that an order came from, for one who may
// read it; empty for others.
func (d pageDoor) behindOrder(ctx context.Context, who act.Actor, c ids.Case) (string, error) {
	_, err := d.Open(ctx, who, "case.read", duty.Subject{Kind: "case", ID: c.ID})
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	numbers, err := casesql.Register{DB: d.record.Store.Reader()}.Numbers(ctx, []ids.Case{c})
	return numbers[c], err
}

// Ground is the ground on which the role has a page. One that is given by a file
// says which when the file is opened.
func (d pageDoor) Ground(who act.Actor, action string) string {
	if ground := d.door.OnPage(d.who(who), action).Ground; ground != "" {
		return ground
	}
	return "rollens uppgift"
}

// openCase finds a case by its number, for one who may read it. A form that is
// posted is answered with the page it came from, so that this is asked then too.
func (d pageDoor) openCase(ctx context.Context, who act.Actor, number string) (casework.Case, error) {
	c, err := casesql.Register{DB: d.record.Store.Reader()}.CaseByNumber(ctx, number)
	if err != nil {
		return casework.Case{}, err
	}
	_, err = d.Open(ctx, who, "case.read", duty.Subject{Kind: "case", ID: c.ID.ID})
	return c, err
}

// Sees tells of each row of a list whether it may be shown to the actor.
func (d pageDoor) Sees(who act.Actor, files ...access.File) []bool {
	action := "case.read"
	if !who.Provider.IsZero() {
		action = "order.read" // the other branch: an order, and never the case
	}
	sees := make([]bool, len(files))
	for i, answer := range d.OnFiles(who, action, files) {
		sees[i] = answer.Allowed
	}
	return sees
}

// Scope is what the actor's lists are narrowed to before each row is confirmed.
func (d pageDoor) Scope(who act.Actor) access.Scope { return access.ScopeOf(d.who(who)) }
