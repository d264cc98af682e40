package casework

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// A Question (bedömningsfråga) is asked of every report of concern in the same
// words, so that officers judge them by the same things (B-08). The questions are
// the municipality's own and give no points.
type Question struct {
	Key  string
	Asks string
}

// ConcernQuestions are the questions of a report of concern, in their order.
func ConcernQuestions() []Question {
	return []Question{
		{"fara-nu", "Är barnet i fara i dag eller i natt?"},
		{"skada", "Har barnet blivit skadat, eller finns tecken på det?"},
		{"vald", "Finns våld eller hot i hemmet?"},
		{"omsorg", "Saknar barnet mat, sömn, vård eller tillsyn?"},
		{"vuxen", "Finns det en vuxen som skyddar barnet?"},
		{"utsatt", "Är barnet särskilt utsatt, till exempel litet eller med funktionsnedsättning?"},
		{"tidigare", "Har det funnits oro för barnet tidigare?"},
		{"barnets-ord", "Vet vi vad barnet själv säger?"},
	}
}

// A QuestionAnswer (svar på bedömningsfråga) is the answer to one of them.
type QuestionAnswer struct {
	Key    string
	Answer string // "ja", "nej", "vet-inte"
	Says   string `json:",omitzero"` // what the answer rests on
}

// QuestionsAnswered holds the answers to all the questions.
type QuestionsAnswered struct{ Answers []QuestionAnswer }

func (QuestionsAnswered) EventName() string { return "intake.questions_answered.v1" }

// AnswerQuestions answers the questions of the reception about a report of concern.
type AnswerQuestions struct{ Answers []QuestionAnswer }

// Action names the act.
func (AnswerQuestions) Action() string { return "intake.answer_questions" }

// Decide takes the answers when all are there: an instrument with gaps compares
// nothing. "Vet inte" is an answer.
func (cmd AnswerQuestions) Decide(in Intake, _ act.Env) ([]journal.Event, error) {
	switch {
	case !in.Exists():
		return nil, fault.New(fault.NotFound, "intake.unknown")
	case in.Kind != ConcernReport:
		return nil, fault.New(fault.Unmet, "intake.no-preliminary-assessment")
	case !in.Open():
		return nil, fault.New(fault.Unmet, "intake.decided-already")
	}
	var wrong []*fault.Error
	answers := make([]QuestionAnswer, 0, len(cmd.Answers))
	for _, q := range ConcernQuestions() {
		i := slices.IndexFunc(cmd.Answers, func(a QuestionAnswer) bool { return a.Key == q.Key })
		if i < 0 || !slices.Contains([]string{"ja", "nej", "vet-inte"}, cmd.Answers[i].Answer) {
			wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: q.Key, Text: "intake.question-unanswered", Args: map[string]any{"question": q.Asks}})
			continue
		}
		a := cmd.Answers[i]
		a.Says = strings.TrimSpace(a.Says)
		answers = append(answers, a)
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{QuestionsAnswered{Answers: answers}}, nil
}
