package review

import (
	"slices"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A LogCheck (loggkontroll) is what one reader read of one person on one day, that
// someone else is to look at: because something about it is odd, or because it was
// drawn (lag 2001:454, 10 §).
type LogCheck struct {
	Access
	Raised  time.Time
	Outcome Outcome // empty: not looked at
	Reason  string
	Decided time.Time
	By      ids.User

	id   ids.ID
	said duty.Statements
}

// An Access (åtkomst) is who read whose file, and why it is to be looked at.
type Access struct {
	Reader  ids.User
	Person  ids.Person
	Day     civil.Date
	Reading int64    // the number of the first reading, in the log
	Kinds   []string // keys of oddities; empty: it was drawn
	Drawn   Drawn    // zero: it was not
}

// Drawn (dragning) says how a reading was drawn, so that anyone can draw again.
type Drawn struct {
	Month civil.Date // its first day
	Seed  string     // hex
	From  int64      // the first position in the sealed log that could be drawn
	To    int64      // the one after the last
	Size  int        // how many were drawn
}

// An Outcome (utfall) is what the reviewer came to.
type Outcome string

// The outcomes.
const (
	Fine     Outcome = "riktig"
	Asked    Outcome = "fragat"
	Reported Outcome = "anmald"
)

// Outcomes lists them in the order they are offered.
func Outcomes() []Outcome { return []Outcome{Fine, Asked, Reported} }

// Words is the outcome in Swedish.
func (o Outcome) Words() string {
	switch o {
	case Fine:
		return "Läsningen hörde till arbetet"
	case Asked:
		return "Medarbetaren är tillfrågad"
	case Reported:
		return "Anmäld vidare"
	}
	return ""
}

// LogCheckStream is the name of the kind of stream, and of its subject.
const LogCheckStream = "log_check"

// The events of a log check. Who and when stand in the envelope.
type (
	// LogCheckRaised puts an access before a reviewer.
	LogCheckRaised struct{ Access Access }
	// LogCheckDecided says what the reviewer came to.
	LogCheckDecided struct {
		Outcome Outcome
		Reason  string
	}
)

// EventName is for ever.
func (LogCheckRaised) EventName() string { return "log_check.raised.v1" }

// EventName is for ever.
func (LogCheckDecided) EventName() string { return "log_check.decided.v1" }

// LogCheckEvents lists a zero value of each event of the stream.
func LogCheckEvents() []journal.Event { return []journal.Event{LogCheckRaised{}, LogCheckDecided{}} }

// Exists tells whether it has been raised.
func (c LogCheck) Exists() bool { return !c.Raised.IsZero() }

// Subject is what rules call it.
func (c LogCheck) Subject() duty.Subject { return duty.Subject{Kind: LogCheckStream, ID: c.id} }

// Fold takes one event into the check.
func (c *LogCheck) Fold(r journal.Recorded) {
	c.id = r.Stream.ID
	say := func(f duty.Fact) { c.said = c.said.Replace(c.Subject(), r, f) }
	switch e := r.Event.(type) {
	case LogCheckRaised:
		c.Access, c.Raised = e.Access, r.At
		say(duty.Fact{Name: "log_check.raised", Day: r.Day})
	case LogCheckDecided:
		c.Outcome, c.Reason, c.Decided, c.By = e.Outcome, e.Reason, r.At, r.Actor
		say(duty.Fact{Name: "log_check.decided", Day: r.Day})
	}
}

// Says gives facts to the check itself. It stands under nothing: who may look at
// the log has no part in the case.
func (c LogCheck) Says() []duty.Said {
	if !c.Exists() {
		return nil
	}
	return c.said.Said(func(duty.Subject) duty.Subject { return duty.Subject{} })
}

// Persons is whose file was read.
func (c LogCheck) Persons() []ids.Person {
	if c.Person.IsZero() {
		return nil
	}
	return []ids.Person{c.Person}
}

// RaiseLogCheck puts an access before a reviewer. Only the program does it.
type RaiseLogCheck struct{ Access Access }

// Action names the act.
func (RaiseLogCheck) Action() string { return "log_check.raise" }

// Decide raises each access once.
func (cmd RaiseLogCheck) Decide(c LogCheck, _ act.Env) ([]journal.Event, error) {
	if c.Exists() {
		return nil, nil
	}
	return []journal.Event{LogCheckRaised(cmd)}, nil
}

// DecideLogCheck says what an access was.
type DecideLogCheck struct {
	Outcome Outcome
	Reason  string
}

// Action names the act.
func (DecideLogCheck) Action() string { return "log_check.decide" }

// Decide refuses one's own readings, and an outcome without its reason. What has
// been decided may be decided again: both stand in the record.
func (cmd DecideLogCheck) Decide(c LogCheck, env act.Env) ([]journal.Event, error) {
	if !c.Exists() {
		return nil, fault.New(fault.NotFound, "log-check.unknown")
	}
	if c.Reader == env.Actor.User {
		return nil, fault.New(fault.Unmet, "log-check.own")
	}
	var outcome, reason *fault.Error
	if !slices.Contains(Outcomes(), cmd.Outcome) {
		outcome = fault.Field("outcome", "log-check.outcome-missing")
	}
	if strings.TrimSpace(cmd.Reason) == "" {
		reason = fault.Field("reason", "log-check.reason-missing")
	}
	if err := fault.Join(outcome, reason); err != nil {
		return nil, err
	}
	if cmd.Outcome == c.Outcome && cmd.Reason == c.Reason {
		return nil, nil
	}
	return []journal.Event{LogCheckDecided(cmd)}, nil
}

// A LogCheckRow is a check as lists show it.
type LogCheckRow struct {
	ID ids.ID
	Access
	Raised  time.Time
	Outcome Outcome
	By      ids.User
}

// Sentences holds what the area says to the user. FEL-2900 to 2999.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"log-check.unknown":         {Number: 2900, Says: "Vi hittar ingen sådan loggkontroll. Gå tillbaka till listan."},
		"log-check.own":             {Number: 2901, Says: "Det här är dina egna läsningar. Någon annan måste bedöma dem."},
		"log-check.outcome-missing": {Number: 2902, Says: "Välj vad du har kommit fram till."},
		"log-check.reason-missing":  {Number: 2903, Says: "Skriv vad du har kontrollerat. En mening räcker."},
	}
}
