package quality

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// ClassDeviation says what it is and how grave it is.
type ClassDeviation struct{ Class Classification }

// Action names the act.
func (ClassDeviation) Action() string { return "deviation.class" }

// Decide takes a whole classification. Lex Sarah has a grade by law, and nothing
// else has.
func (cmd ClassDeviation) Decide(d Deviation, _ act.Env) ([]journal.Event, error) {
	if err := d.open(); err != nil {
		return nil, err
	}
	c := cmd.Class
	var kind, what, severity, recurrence, grade *fault.Error
	if !slices.Contains(DeviationKinds(), c.Kind) {
		kind = fault.Field("kind", "deviation.kind-missing")
	}
	if !slices.Contains(DeviationTypes(), c.Type) {
		what = fault.Field("type", "deviation.type-missing")
	}
	if c.Severity < 1 || c.Severity > 4 {
		severity = fault.Field("severity", "deviation.severity-missing")
	}
	if c.Recurrence < 1 || c.Recurrence > 4 {
		recurrence = fault.Field("recurrence", "deviation.recurrence-missing")
	}
	switch lexSarah := c.Kind == LexSarah; {
	case lexSarah && !slices.Contains(Malpractices(), c.Grade):
		grade = fault.Field("grade", "deviation.grade-missing")
	case !lexSarah && c.Grade != notAMalpractice:
		grade = fault.Field("grade", "deviation.grade-is-lex-sarah")
	}
	if err := fault.Join(kind, what, severity, recurrence, grade); err != nil {
		return nil, err
	}
	if c == d.Class {
		return nil, nil
	}
	return []journal.Event{DeviationClassed{Class: c}}, nil
}

// ExplainDeviation writes why it happened.
type ExplainDeviation struct{ Cause string }

// Action names the act.
func (ExplainDeviation) Action() string { return "deviation.explain" }

// Decide refuses an empty cause.
func (cmd ExplainDeviation) Decide(d Deviation, _ act.Env) ([]journal.Event, error) {
	if err := d.open(); err != nil {
		return nil, err
	}
	if strings.TrimSpace(cmd.Cause) == "" {
		return nil, fault.Field("cause", "deviation.cause-missing")
	}
	return []journal.Event{DeviationExplained(cmd)}, nil
}

// ActOnDeviation writes what has been done.
type ActOnDeviation struct {
	What string
	On   civil.Date
}

// Action names the act.
func (ActOnDeviation) Action() string { return "deviation.act" }

// Decide takes what is done, and nothing that is only planned.
func (cmd ActOnDeviation) Decide(d Deviation, env act.Env) ([]journal.Event, error) {
	if err := d.open(); err != nil {
		return nil, err
	}
	var what, on *fault.Error
	if strings.TrimSpace(cmd.What) == "" {
		what = fault.Field("action", "deviation.action-missing")
	}
	switch {
	case cmd.On.IsZero():
		on = fault.Field("on", "deviation.action-day-missing")
	case cmd.On.After(env.Today):
		on = fault.Field("on", "deviation.action-in-future")
	}
	if err := fault.Join(what, on); err != nil {
		return nil, err
	}
	return []journal.Event{DeviationActedOn(cmd)}, nil
}

// NotifyIVO tells that the inspectorate got the report (SoL 27:6).
type NotifyIVO struct{ On civil.Date }

// Action names the act.
func (NotifyIVO) Action() string { return "deviation.notify_ivo" }

// Decide holds to what the act asks to be sent: what is classed as serious.
func (cmd NotifyIVO) Decide(d Deviation, env act.Env) ([]journal.Event, error) {
	if err := d.open(); err != nil {
		return nil, err
	}
	switch {
	case !d.Class.Grade.Serious():
		return nil, fault.New(fault.Unmet, "deviation.ivo-serious-only")
	case !d.Notified.IsZero():
		return nil, fault.New(fault.Conflict, "deviation.ivo-notified-already")
	case cmd.On.IsZero():
		return nil, fault.Field("notified", "deviation.ivo-day-missing")
	case cmd.On.After(env.Today):
		return nil, fault.Field("notified", "deviation.ivo-in-future")
	}
	return []journal.Event{IVONotified(cmd)}, nil
}

// CloseDeviation ends it with an answer to the one who reported (H-33).
type CloseDeviation struct{ Answer string }

// Action names the act.
func (CloseDeviation) Action() string { return "deviation.close" }

// Decide refuses to end what nobody has looked at. A lex Sarah report is
// investigated and remedied, and IVO told where it is serious (SoL 27:5, 27:6).
func (cmd CloseDeviation) Decide(d Deviation, _ act.Env) ([]journal.Event, error) {
	if err := d.open(); err != nil {
		return nil, err
	}
	if d.Classed.IsZero() {
		return nil, fault.New(fault.Unmet, "deviation.class-first")
	}
	var investigated, told, answer *fault.Error
	if d.Class.Kind == LexSarah && (d.Cause == "" || len(d.Actions) == 0) {
		investigated = fault.New(fault.Unmet, "deviation.lex-sarah-first")
	}
	if d.Class.Grade.Serious() && d.Notified.IsZero() {
		told = fault.New(fault.Unmet, "deviation.ivo-first")
	}
	if strings.TrimSpace(cmd.Answer) == "" {
		answer = fault.Field("answer", "deviation.answer-missing")
	}
	if err := fault.Join(investigated, told, answer); err != nil {
		return nil, err
	}
	return []journal.Event{DeviationClosed(cmd)}, nil
}
