package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// RuleOnProposal writes what the minutes say of a proposal: paragraph and result,
// on the day of its meeting.
type RuleOnProposal struct {
	Paragraph int
	Result    string
	Text      string
	Taken     bool // another matter of that year has the paragraph
}

// Action names the act for the access policies.
func (RuleOnProposal) Action() string { return "proposal.rule" }

// Decide writes it once, on the day of the meeting or later.
func (cmd RuleOnProposal) Decide(p Proposal, env act.Env) ([]journal.Event, error) {
	if err := p.waiting(); err != nil {
		return nil, err
	}
	var wrong []*fault.Error
	if env.Today.Before(p.Meeting) {
		wrong = append(wrong, &fault.Error{Kind: fault.Unmet, Field: "paragraph", Text: "proposal.meeting-ahead", Args: map[string]any{"day": p.Meeting}})
	}
	switch {
	case cmd.Paragraph < 1:
		wrong = append(wrong, fault.Field("paragraph", "proposal.say-paragraph"))
	case cmd.Taken:
		wrong = append(wrong, fault.Field("paragraph", "proposal.paragraph-taken"))
	}
	if !slices.Contains([]string{"enligt-forslaget", "annat", "aterremiss"}, cmd.Result) {
		wrong = append(wrong, fault.Field("result", "proposal.choose-result"))
	} else if cmd.Result != "enligt-forslaget" {
		wrong = append(wrong, written("text", cmd.Text))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{ProposalRuled{CommitteeRuling{On: p.Meeting, Paragraph: cmd.Paragraph, Result: cmd.Result, Text: cmd.Text}}}, nil
}

// PostponeProposal moves a proposal to a later meeting (bordläggning).
type PostponeProposal struct {
	Meeting civil.Date
	Why     string

	Plan MeetingPlan `json:"-"`
}

// Action names the act for the access policies.
func (PostponeProposal) Action() string { return "proposal.rule" }

// Decide moves it to a day of the plan after the one it stood on.
func (cmd PostponeProposal) Decide(p Proposal, env act.Env) ([]journal.Event, error) {
	if err := p.waiting(); err != nil {
		return nil, err
	}
	later := meets("meeting", cmd.Meeting, false, cmd.Plan, env)
	if later == nil && !cmd.Meeting.After(p.Meeting) {
		later = fault.Field("meeting", "proposal.meeting-passed")
	}
	if err := fault.Join(later, written("why", cmd.Why)); err != nil {
		return nil, err
	}
	return []journal.Event{ProposalPostponed{Meeting: cmd.Meeting, Why: cmd.Why}}, nil
}

// waiting tells whether the meeting can still do something with the proposal.
func (p Proposal) waiting() error {
	switch {
	case p.Made.IsZero():
		return fault.New(fault.NotFound, "proposal.not-found")
	case !p.Waits():
		return fault.New(fault.Conflict, "proposal.not-waiting")
	}
	return nil
}
