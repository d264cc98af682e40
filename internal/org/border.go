package org

import (
	"slices"
	"strings"

	"stadga/internal/access"
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// BorderStream is the kind of the one stream in which a board keeps what it has
// decided about its branches.
const BorderStream = "border"

// BorderID is the id of that stream, the same in every board.
func BorderID() ids.ID { return ids.Derive(ids.Act{}, BorderStream) }

// A Border (gräns mellan grenarna) is what a board has decided about secrecy between
// those who exercise authority and those of its own operation who carry out (OSL
// 8:2), decision by decision. Until the first one the border is kept.
type Border struct{ Decisions []BorderDecision }

// A BorderDecision (beslut om gränsen) is one of them.
type BorderDecision struct {
	Border access.Border
	By     string     // who decided: "Socialnämnden"
	On     civil.Date // the day of the decision
	Ref    string     // where it is found: "SN 2026/41 § 12"
	Told   ids.User   // who wrote it in
	Since  civil.Date // the day it was written in, from which it holds
}

// Now is what holds.
func (b Border) Now() access.Border {
	if len(b.Decisions) == 0 {
		return access.BorderKept
	}
	return b.Decisions[len(b.Decisions)-1].Border
}

// DecideBorder writes in what the board has decided. It holds at once.
type DecideBorder struct {
	Border access.Border
	By     string
	On     civil.Date
	Ref    string
}

// Action names the act.
func (DecideBorder) Action() string { return "border.decide" }

// Asks for the board's border.
func (DecideBorder) Asks() duty.Subject { return duty.Subject{Kind: BorderStream, ID: BorderID()} }

// Decide refuses a decision that nobody has made, that is yet to be made, that is
// older than the one that holds, or that changes nothing.
func (cmd DecideBorder) Decide(b Border, env act.Env) ([]journal.Event, error) {
	var wrong []*fault.Error
	switch {
	case cmd.Border != access.BorderKept && cmd.Border != access.BorderNeed:
		wrong = append(wrong, fault.Field("border", "border.choice-missing"))
	case cmd.Border == b.Now():
		wrong = append(wrong, fault.Field("border", "border.holds-already"))
	}
	if strings.TrimSpace(cmd.By) == "" {
		wrong = append(wrong, fault.Field("by", "border.decider-missing"))
	}
	switch {
	case cmd.On.IsZero() || cmd.On.After(env.Today):
		wrong = append(wrong, fault.Field("on", "border.day-missing"))
	case len(b.Decisions) > 0 && cmd.On.Before(b.Decisions[len(b.Decisions)-1].On):
		wrong = append(wrong, fault.Field("on", "border.older-decision"))
	}
	if strings.TrimSpace(cmd.Ref) == "" {
		wrong = append(wrong, fault.Field("ref", "border.reference-missing"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{BorderDecided(cmd)}, nil
}

// BorderDecided tells what the board has decided about its branches.
type BorderDecided struct {
	Border access.Border
	By     string
	On     civil.Date
	Ref    string
}

// EventName is for ever.
func (BorderDecided) EventName() string { return "border.decided.v1" }

// BorderEvents lists a zero value of each event of the stream.
func BorderEvents() []journal.Event { return []journal.Event{BorderDecided{}} }

// Fold takes one event into what has been decided.
func (b *Border) Fold(r journal.Recorded) {
	if e, ok := r.Event.(BorderDecided); ok {
		b.Decisions = append(slices.Clip(b.Decisions), BorderDecision{Border: e.Border, By: e.By, On: e.On, Ref: e.Ref, Told: r.Actor, Since: r.Day})
	}
}

// Says gives rules nothing.
func (Border) Says() []duty.Said { return nil }

// Persons is nobody: the decision is about no one.
func (Border) Persons() []ids.Person { return nil }
