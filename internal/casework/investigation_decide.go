package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// ConcludeInvestigation closes the investigation with a decision. It is the first
// step of the act that signs the decision; MakeDecision is the second.
type ConcludeInvestigation struct {
	Decision ids.Decision
	Outcome  InquiryOutcome
	Granted  []string // keys of the services granted, in whole or in part
	Tried    []string // keys of the services granted or refused
	Mandate  Mandate

	Routine PreparationRoutine `json:"-"` // the municipality's, handed in and never recorded
}

// Action names the act for the access policies.
func (ConcludeInvestigation) Action() string { return "investigation.decide" }

// Decide closes the investigation when the document is ready, the parties are
// heard and the consents that the measure needs are there. One that is written off
// or dismissed ends without trial and needs none of it.
func (cmd ConcludeInvestigation) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	var wrong []*fault.Error
	if cmd.tries() {
		wrong = append(wrong, i.undecidable(env)...)
		wrong = append(wrong, cmd.consents(i, env)...)
	}
	if cmd.Outcome == ClosedWithoutCare && i.Kind != InquiryChild || cmd.Outcome == EndedInLVU && !i.Ground.Protects() {
		wrong = append(wrong, fault.Field("outcome", "investigation.outcome-is-for-child"))
	}
	if cmd.Outcome.approves() && !i.Template.Approves {
		wrong = append(wrong, fault.Field("outcome", "investigation.approval-is-for-homes"))
	}
	if cmd.Outcome == EndedInLVU && !cmd.Mandate.committee() {
		wrong = append(wrong, &fault.Error{Kind: fault.Unmet, Field: "mandate", Text: "investigation.lvu-by-committee", Rule: "deleg-utskott-lvu"})
	}
	point, service, listed := cmd.Routine.Lists(cmd.Tried, env.Today)
	if _, prepared := i.Prepared(); listed && !prepared {
		kind, _ := ServiceByKey(service)
		wrong = append(wrong, &fault.Error{
			Kind: fault.Unmet, Field: "preparation", Text: "investigation.prepare-first", Args: map[string]any{"service": kind.Name, "routine": point.Ref}, Rule: "local-discussed-first",
		})
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{InvestigationDecided{On: env.Today, Outcome: cmd.Outcome, Decision: cmd.Decision, Listed: listed}}, nil
}

func (cmd ConcludeInvestigation) tries() bool {
	return cmd.Outcome != EndedInDismissal && cmd.Outcome != EndedInWritingOff
}

// Undecidable lists what must be done before the matter may be tried.
func (i Investigation) undecidable(env act.Env) []*fault.Error {
	var out []*fault.Error
	if i.Ready.IsZero() {
		out = append(out, &fault.Error{Kind: fault.Unmet, Field: "document", Text: "investigation.complete-first"})
		if parts := i.Incomplete(); len(parts) > 0 {
			out = append(out, &fault.Error{Kind: fault.Unmet, Field: "document", Text: "investigation.parts-missing", Args: map[string]any{"parts": titles(parts)}})
		}
	}
	switch {
	case i.Hearing == nil:
		out = append(out, &fault.Error{Kind: fault.Unmet, Field: "communication", Text: "investigation.consider-communication", Rule: "communicate"})
	case i.Hearing.Need == "behovs" && !i.heard(i.Parties(env.Facts, env.Today), env.Today):
		out = append(out, &fault.Error{Kind: fault.Unmet, Field: "communication", Text: "investigation.hear-every-party", Rule: "communicate"})
	}
	return out
}

// Consents asks for both guardians' consent to a measure for a child under 15, and
// to a placement at any age under 18 (FB 6:11, 6:13; SoL 21:1; LSS 8 §). Support
// under SoL may from twelve years rest on the child's own consent, when it is said
// why that is suitable; from fifteen it is not given against the child's will.
func (cmd ConcludeInvestigation) consents(i Investigation, env act.Env) []*fault.Error {
	if !aboutChild(env.Facts, env.Today) {
		return nil
	}
	age, own := ageOn(env.Facts, env.Today), i.own()
	alone := age >= 12 && own.Answer == "ja" && own.Suitable != ""
	needs := slices.ContainsFunc(cmd.Granted, func(key string) bool {
		kind, _ := ServiceByKey(key)
		return kind.Utskott || kind.Consent && age < 15 && (kind.LSSNo > 0 || !alone)
	})
	if age >= 15 && own.Answer == "nej" && len(cmd.Granted) > 0 {
		refused := &fault.Error{Kind: fault.Unmet, Field: "consent", Text: "investigation.child-refuses", Rule: "child-consent-ages"}
		return []*fault.Error{refused}
	}
	if !needs || i.consented(guardians(env.Facts)) {
		return nil
	}
	missing := &fault.Error{Kind: fault.Unmet, Field: "consent", Text: "investigation.both-guardians", Rule: "child-guardians-consent"}
	return []*fault.Error{missing}
}

// A Mandate says by what right a decision is made: a point of the delegation order
// in force, or a meeting of committee or board (KL 6:37; SoL 30:5–12).
type Mandate struct {
	Body    string // "delegat", "utskott", "namnd", "ordforande"
	Point   string `json:",omitzero"` // of the delegation order, found when it is signed: "4.2"
	Ref     string `json:",omitzero"` // where that order was decided: "SN 2025/61 § 58"
	Minutes string `json:",omitzero"` // paragraph of the meeting: "§ 84"

	Proposal  ids.ID     `json:",omitzero"` // that the meeting decided on
	Meeting   civil.Date `json:",omitzero"` // its day
	Provision string     `json:",omitzero"` // what only some may decide by: "LVU 6 §", "KL 6:39"
	Member    string     `json:",omitzero"` // of the board, who decided what could not be awaited
	Urgent    string     `json:",omitzero"` // why it could not
	Next      civil.Date `json:",omitzero"` // meeting at which it is to be reported

	Order DelegationOrder `json:"-"` // the board's, handed in with the command and never recorded
}

// Reportable tells whether the decision is to be reported to the board: one made by
// delegation, or by the chair (KL 6:40, 7:8).
func (m Mandate) Reportable() bool { return m.Body == "delegat" || m.Body == "ordforande" }

func (m Mandate) committee() bool {
	return (m.Body == "utskott" || m.Body == "namnd") && m.Minutes != ""
}

// over finds the mandate's point for what is decided, or tells what stops it.
func (m Mandate) over(services []string, closing InquiryOutcome, env act.Env) (Mandate, *fault.Error) {
	if m.Body != "delegat" {
		return m.ofBoard(env)
	}
	if len(services) == 0 {
		services = []string{""}
	}
	for _, service := range services {
		point, ok := m.Order.Find(env.Actor.Roles, service, closing, env.Today)
		if !ok {
			return m, &fault.Error{Kind: fault.Unmet, Field: "mandate", Text: "decision.no-delegation", Rule: "deleg-order"}
		}
		m.Point, m.Ref = point.No, point.Ref
	}
	m.Order = nil
	return m, nil
}

// ofBoard is the mandate of a committee or the board, which decided on a proposal at
// a meeting, or of the chair in what cannot wait for one (KL 6:39).
func (m Mandate) ofBoard(env act.Env) (Mandate, *fault.Error) {
	switch m.Body {
	case "utskott", "namnd":
		if m.Minutes == "" {
			return m, &fault.Error{Kind: fault.Unmet, Field: "mandate", Text: "decision.name-the-minutes", Rule: "deleg-order"}
		}
		for _, f := range env.Facts.All("case.committee_decided") {
			if f.About == m.Proposal.String() && f.Value == m.Body+" "+m.Minutes {
				m.Meeting = f.Day
				return m, nil
			}
		}
		return m, &fault.Error{Kind: fault.Unmet, Field: "mandate", Text: "decision.committee-first", Rule: "deleg-order"}
	case "ordforande":
		if m.Provision == "" {
			m.Provision = urgentByMandate
		}
		return m, m.unsaid()
	}
	return m, fault.Field("mandate", "decision.choose-decider")
}

// urgentByMandate is the chair's own power in what is urgent, given by the board.
const urgentByMandate = "KL 6:39"

// unsaid is what a decision by the chair lacks: who decided, why it could not be
// awaited, and the meeting that is to hear of it (KL 6:39–40).
func (m Mandate) unsaid() *fault.Error {
	switch {
	case m.Member == "":
		return &fault.Error{Kind: fault.Unmet, Field: "member", Text: "decision.name-the-member", Rule: "deleg-urgent-kl"}
	case m.Urgent == "":
		return &fault.Error{Kind: fault.Unmet, Field: "urgent", Text: "decision.why-urgent", Rule: "deleg-urgent-kl"}
	}
	return nil
}
