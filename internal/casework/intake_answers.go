package casework

import (
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// A TransferAnswer (svar på begäran om överflyttning) is what the board answered
// the municipality that asked it to take a case over (SoL 29:10).
type TransferAnswer struct {
	On      civil.Date
	Accepts bool
	Reasons string
	Contact string `json:",omitzero"` // whom the answer went to
}

type (
	// TransferAnswered holds the answer to another municipality.
	TransferAnswered struct{ Answer TransferAnswer }
	// OpinionGiven tells that the opinion on a young offender was given (LUL 11 §).
	OpinionGiven struct {
		On   civil.Date
		Says string `json:",omitzero"`
	}
	// YouthServiceStarted tells that youth service has begun.
	YouthServiceStarted struct{ On civil.Date }
)

func (TransferAnswered) EventName() string    { return "intake.transfer_answered.v1" }
func (OpinionGiven) EventName() string        { return "intake.opinion_given.v1" }
func (YouthServiceStarted) EventName() string { return "intake.youth_service_started.v1" }

// AnswerTransfer answers the municipality that asked for a transfer.
type AnswerTransfer struct{ Answer TransferAnswer }

// Action names the act.
func (AnswerTransfer) Action() string { return "intake.answer_transfer" }

// Decide answers once, with reasons either way.
func (cmd AnswerTransfer) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	switch {
	case !in.Exists():
		return nil, fault.New(fault.NotFound, "intake.unknown")
	case in.Kind != TransferIn:
		return nil, fault.New(fault.Unmet, "intake.not-a-transfer")
	case in.Answered != nil:
		return nil, fault.New(fault.Conflict, "intake.transfer-answered")
	}
	var reasons *fault.Error
	if strings.TrimSpace(cmd.Answer.Reasons) == "" {
		reasons = fault.Field("reasons", "intake.reasons-missing")
	}
	if err := fault.Join(happened("on", cmd.Answer.On, env), reasons); err != nil {
		return nil, err
	}
	return []journal.Event{TransferAnswered(cmd)}, nil
}

// GiveOpinion tells that the opinion a prosecutor asked for was given.
type GiveOpinion struct {
	On   civil.Date
	Says string
}

// Action names the act.
func (GiveOpinion) Action() string { return "intake.give_opinion" }

// Decide takes the day it was given.
func (cmd GiveOpinion) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	switch {
	case !in.Exists():
		return nil, fault.New(fault.NotFound, "intake.unknown")
	case in.Kind != OpinionRequest:
		return nil, fault.New(fault.Unmet, "intake.no-opinion-asked")
	}
	if err := fault.Join(happened("on", cmd.On, env)); err != nil {
		return nil, err
	}
	return []journal.Event{OpinionGiven(cmd)}, nil
}

// StartYouthService tells that youth service has begun.
type StartYouthService struct{ On civil.Date }

// Action names the act.
func (StartYouthService) Action() string { return "intake.start_youth_service" }

// Decide takes the day it began.
func (cmd StartYouthService) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	switch {
	case !in.Exists():
		return nil, fault.New(fault.NotFound, "intake.unknown")
	case in.Kind != YouthService:
		return nil, fault.New(fault.Unmet, "intake.no-youth-service")
	}
	if err := fault.Join(happened("on", cmd.On, env)); err != nil {
		return nil, err
	}
	return []journal.Event{YouthServiceStarted(cmd)}, nil
}

// sayAboutCase says a fact of the case that hangs on this intake.
func (in *Intake) sayAboutCase(r journal.Recorded, name string, day civil.Date, value string) {
	in.facts = in.facts.Replace(caseSubject(in.Case), r, duty.Fact{Name: name, About: in.ID.String(), Day: day, Value: value})
}

// sayWhatIsAsked says what another authority asks for by the intake itself.
func (in *Intake) sayWhatIsAsked(r journal.Recorded) {
	day := civil.DayOf(in.Received)
	switch in.Kind {
	case TransferIn:
		in.sayAboutCase(r, "case.move_requested", day, "")
	case OpinionRequest:
		in.sayAboutCase(r, "case.opinion_requested", day, in.Content.AnswerBy.String())
	case YouthService:
		in.facts = in.facts.Replace(caseSubject(in.Case), r, duty.Fact{Name: "case.youth_service_final", Day: day})
	}
}

func (in *Intake) foldAnswers(r journal.Recorded) {
	switch e := r.Event.(type) {
	case TransferAnswered:
		in.Answered = &e.Answer
		in.sayAboutCase(r, "case.move_answered", e.Answer.On, "")
	case OpinionGiven:
		in.Opinion = e.On
		in.sayAboutCase(r, "case.opinion_given", e.On, "")
	case YouthServiceStarted:
		in.Started = e.On
		in.facts = in.facts.Replace(caseSubject(in.Case), r, duty.Fact{Name: "case.youth_service_started", Day: e.On, At: time.Time{}})
	}
}
