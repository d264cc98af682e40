package casework

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// CloseCase tells that nothing runs in the case.
type CloseCase struct {
	Reason string
	Lines  int // lines that run, as the register of cases counts them
}

// Action names the act.
func (CloseCase) Action() string { return "case.close" }

// Decide closes a case in which nothing runs: no open intake or inquiry, no
// decision that still gives something.
func (cmd CloseCase) Decide(c Case, env act.Env) ([]journal.Event, error) {
	switch {
	case c.Opened.IsZero():
		return nil, fault.New(fault.NotFound, "case.unknown")
	case !c.Closed.IsZero():
		return nil, fault.New(fault.Conflict, "case.is-closed")
	case cmd.Lines > 0, env.Facts.Has("case.favourable_running"), runningInquiry(env.Facts):
		return nil, fault.New(fault.Unmet, "case.lines-run")
	case strings.TrimSpace(cmd.Reason) == "":
		return nil, fault.Field("reason", "case.reason-missing")
	}
	return []journal.Event{CaseClosed{Reason: cmd.Reason}}, nil
}

// ReopenCase lets a closed case take what has come in.
type ReopenCase struct{ Reason string }

// Action names the act.
func (ReopenCase) Action() string { return "case.reopen" }

// Decide opens a closed case again; an open one is left as it is.
func (cmd ReopenCase) Decide(c Case, _ act.Env) ([]journal.Event, error) {
	switch {
	case c.Opened.IsZero():
		return nil, fault.New(fault.NotFound, "case.unknown")
	case c.Closed.IsZero():
		return nil, nil
	}
	return []journal.Event{CaseReopened(cmd)}, nil
}
