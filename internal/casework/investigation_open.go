package casework

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

// OpenInvestigation decides to open an investigation (inleda utredning; SoL 14:2,
// 20:3, earlier 11:1 and 11:2; LSS). It is decided today.
type OpenInvestigation struct {
	Case     ids.Case
	Person   ids.Person
	Intake   ids.Intake // what led to it; zero when something else did
	Kind     InquiryKind
	Ground   Ground
	Started  string    // "orosanmalan", "ansokan", "begaran", "oro-vuxen", "annan-information"
	Received time.Time // when the matter reached the board
	Question string    // what is to be clarified
	Reason   string    // why it is opened, in a report of concern
	Team     Team      // that makes a short decision; empty: no short decision
	Template Template  // of its type; zero: none, as in a short decision

	Order DelegationOrder `json:"-"` // the board's, handed in where no intake led to it
}

// Action names the act for the access policies.
func (OpenInvestigation) Action() string { return "investigation.open" }

// Asks names the case, since the investigation does not exist yet.
func (cmd OpenInvestigation) Asks() duty.Subject {
	if !cmd.Intake.IsZero() {
		return duty.Subject{Kind: "intake", ID: cmd.Intake.ID}
	}
	return duty.Subject{Kind: "case", ID: cmd.Case.ID}
}

// Decide opens the investigation, once.
func (cmd OpenInvestigation) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if !i.Opened.IsZero() {
		return nil, fault.New(fault.Conflict, "investigation.already-open")
	}
	var wrong []*fault.Error
	if !slices.Contains(GroundsOf(cmd.Kind, env.Today), cmd.Ground) {
		wrong = append(wrong, fault.Field("ground", "investigation.ground-of-the-day"))
	}
	if cmd.Kind == InquiryLSS && cmd.Started != "begaran" {
		wrong = append(wrong, &fault.Error{Kind: fault.Unmet, Field: "started", Text: "investigation.lss-needs-request", Rule: "lss-request-only"})
	}
	if (cmd.Kind == InquiryShort) != (cmd.Team.Words() != "") {
		wrong = append(wrong, fault.Field("team", "investigation.team-missing"))
	}
	if cmd.Template.Key != "" && len(Templates{cmd.Template}.On(cmd.Kind, env.Today)) == 0 {
		wrong = append(wrong, fault.Field("type", "investigation.type-of-the-day"))
	}
	if strings.TrimSpace(cmd.Question) == "" {
		wrong = append(wrong, fault.Field("question", "investigation.say-what-to-clarify"))
	}
	if cmd.Received.IsZero() || env.Now.Before(cmd.Received) {
		wrong = append(wrong, fault.Field("received", "investigation.received-wrong"))
	}
	var mandate Mandate
	if cmd.Intake.IsZero() {
		var other *fault.Error
		mandate, other = cmd.Order.Judge(DecideToOpen, env)
		wrong = append(wrong, other)
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{InvestigationOpened{
		Case: cmd.Case, Person: cmd.Person, Intake: cmd.Intake, Kind: cmd.Kind, Ground: cmd.Ground, Started: cmd.Started,
		Received: cmd.Received, On: env.Today, Question: cmd.Question, Reason: cmd.Reason, Team: cmd.Team,
		Type: cmd.Template.Key, Template: cmd.Template.Version, Mandate: mandate,
	}}, nil
}

// writable tells what stops someone from adding to the investigation.
func (i Investigation) writable() error {
	switch {
	case i.Opened.IsZero():
		return fault.New(fault.NotFound, "investigation.not-found")
	case !i.Decided.IsZero():
		return fault.New(fault.Conflict, "investigation.locked")
	}
	return nil
}

// happened refuses a day that is missing or has not come.
func happened(field string, on civil.Date, env act.Env) *fault.Error {
	switch {
	case on.IsZero():
		return fault.Field(field, "investigation.day-missing")
	case on.After(env.Today):
		return fault.Field(field, "investigation.day-in-future")
	}
	return nil
}

// said refuses a text that is empty.
func said(field, text string) *fault.Error {
	if strings.TrimSpace(text) == "" {
		return fault.Field(field, "investigation.write-something")
	}
	return nil
}

// guardians lists the child's guardians, from the facts of the person.
func guardians(facts duty.Facts) []ids.Person {
	var out []ids.Person
	for _, f := range facts.All("person.guardian") {
		if id, err := ids.Parse(f.About); err == nil {
			out = append(out, ids.Person{ID: id})
		}
	}
	return out
}

// ageOn is the person's age on a day; -1 when the birth day is not known.
func ageOn(facts duty.Facts, day civil.Date) int {
	return ageAt(facts.First("person.born").Day, day)
}

// ageAt is the age on a day of one born that day; -1 when that is not known.
func ageAt(born, day civil.Date) int {
	if born.IsZero() {
		return -1
	}
	return born.AgeOn(day)
}

// aboutChild tells whether the person is under 18, born or not.
func aboutChild(facts duty.Facts, day civil.Date) bool {
	age := ageOn(facts, day)
	return facts.Value("person.unborn") == "true" || age >= 0 && age < 18
}
