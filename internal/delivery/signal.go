package delivery

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// Signal tells the authority that the need has changed (E-24).
type Signal struct {
	Kind  SignalKind
	What  string
	Since civil.Date
	Told  ids.ID // what was told during a visit and is sent on; zero: nothing
}

// Action names the act.
func (Signal) Action() string { return "order.signal_change" }

// Decide refuses a request for more time without a plan that is up to date (E-18).
func (cmd Signal) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	var kind, what, since *fault.Error
	if cmd.Kind != MoreHelp && cmd.Kind != LessHelp && cmd.Kind != OtherHelp {
		kind = fault.Field("kind", "signal.kind-missing")
	}
	if strings.TrimSpace(cmd.What) == "" {
		what = fault.Field("what", "signal.what-missing")
	}
	if cmd.Since.IsZero() || cmd.Since.After(env.Today) {
		since = fault.Field("since", "signal.since-day")
	}
	if err := fault.Join(kind, what, since); err != nil {
		return nil, err
	}
	sent := ChangeSignalled{Number: len(o.Signals) + 1, Kind: cmd.Kind, What: cmd.What, Since: cmd.Since, Told: cmd.Told}
	if cmd.Kind == MoreHelp && o.Plan {
		plan, made := o.CurrentPlan()
		if !made || plan.ReviewBy.Before(env.Today) {
			return nil, fault.New(fault.Unmet, "signal.plan-not-current")
		}
		sent.Plan = plan.Made
	}
	return []journal.Event{sent}, nil
}

// AnswerSignal answers a signal, also when the authority sees the need
// differently (E-26).
type AnswerSignal struct {
	Number int
	Answer string
	Leads  SignalResult
}

// Action names the act.
func (AnswerSignal) Action() string { return "order.answer_signal" }

// Decide answers each signal once.
func (cmd AnswerSignal) Decide(o Order, _ act.Env) ([]journal.Event, error) {
	if !o.Exists() || cmd.Number < 1 || cmd.Number > len(o.Signals) {
		return nil, fault.New(fault.NotFound, "signal.unknown")
	}
	if !o.Signals[cmd.Number-1].Answered.IsZero() {
		return nil, fault.New(fault.Conflict, "signal.answered-already")
	}
	var answer, leads *fault.Error
	if strings.TrimSpace(cmd.Answer) == "" {
		answer = fault.Field("answer", "signal.answer-missing")
	}
	if !slices.Contains(SignalResults(), cmd.Leads) {
		leads = fault.Field("leads", "signal.leads-missing")
	}
	if err := fault.Join(answer, leads); err != nil {
		return nil, err
	}
	return []journal.Event{ChangeAnswered{Number: cmd.Number, Answer: cmd.Answer, Leads: cmd.Leads}}, nil
}

// SignalResults lists what an answer may lead to, as a form offers them.
func SignalResults() []SignalResult {
	return []SignalResult{NewInquiry, WithinPlan, NoChange, OtherView}
}

// Write adds a line to the thread between officer and provider (E-28).
type Write struct {
	Text string
	Told bool // asks for no answer
}

// Action names the act.
func (Write) Action() string { return "order.write_message" }

// Decide keeps who wrote: a provider's staff, or the authority.
func (cmd Write) Decide(o Order, env act.Env) ([]journal.Event, error) {
	switch {
	case !o.Exists():
		return nil, fault.New(fault.NotFound, "order.unknown")
	case strings.TrimSpace(cmd.Text) == "":
		return nil, fault.Field("text", "order.message-missing")
	}
	return []journal.Event{MessageWritten{FromProvider: !env.Actor.Provider.IsZero(), Text: cmd.Text, Told: cmd.Told}}, nil
}
