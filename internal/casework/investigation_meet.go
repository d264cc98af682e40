package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// RecordHomeVisit keeps the day of the officer's home visit, or why none was made (C-12).
type RecordHomeVisit struct {
	On     civil.Date
	Reason string // instead of a day
}

// Action names the act for the access policies.
func (RecordHomeVisit) Action() string { return "investigation.write" }

// Decide records the visit or the reason.
func (cmd RecordHomeVisit) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	switch {
	case cmd.On.IsZero() && cmd.Reason == "":
		return nil, fault.Field("home_visit", "investigation.visit-or-reason")
	case cmd.On.IsZero():
		return []journal.Event{HomeVisitSkipped{Reason: cmd.Reason}}, nil
	case cmd.On.After(env.Today):
		return nil, fault.Field("home_visit", "investigation.day-in-future")
	}
	return []journal.Event{HomeVisitMade{On: cmd.On}}, nil
}

// AskAboutChildren answers "Finns barn som berörs?" (SoL 3:1; LSS 6 a §).
type AskAboutChildren struct{ Answer string }

// Action names the act for the access policies.
func (AskAboutChildren) Action() string { return "investigation.write" }

// Decide records the answer; "vet-inte" is one.
func (cmd AskAboutChildren) Decide(i Investigation, _ act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	if !slices.Contains([]string{"ja", "nej", "vet-inte"}, cmd.Answer) {
		return nil, fault.Field("children", "investigation.children-answer")
	}
	return []journal.Event{ChildrenAsked(cmd)}, nil
}

// TalkWithChild records a conversation with the child (C-14). An inquiry of 20:3
// needs no guardian's consent for it (SoL 20:7).
type TalkWithChild struct {
	On   civil.Date
	Form string
}

// Action names the act for the access policies.
func (TalkWithChild) Action() string { return "investigation.write" }

// Decide records the conversation.
func (cmd TalkWithChild) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	wrong := []*fault.Error{happened("talk", cmd.On, env)}
	if !slices.Contains([]string{"enskilt", "med-vardnadshavare", "telefon"}, cmd.Form) {
		wrong = append(wrong, fault.Field("form", "investigation.talk-form"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{ChildTalkedTo{ChildTalk(cmd)}}, nil
}

// WriteChildsView writes the child's view (barnets åsikt), or why the child was
// not heard (SoL 3:2–3; LSS 8 §; C-15).
type WriteChildsView struct {
	Text     string
	NotHeard string
}

// Action names the act for the access policies.
func (WriteChildsView) Action() string { return "investigation.write" }

// Decide writes the one or the other.
func (cmd WriteChildsView) Decide(i Investigation, _ act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	if cmd.Text == "" && cmd.NotHeard == "" {
		return nil, fault.Field("childs_view", "investigation.childs-view-or-reason")
	}
	return []journal.Event{ChildsViewWritten{ChildsView(cmd)}}, nil
}

// WriteGuardiansView writes how one guardian sees what is proposed, or why that
// guardian was not asked (C-15).
type WriteGuardiansView struct {
	Guardian ids.Person
	Text     string
	NotHeard string
}

// Action names the act for the access policies.
func (WriteGuardiansView) Action() string { return "investigation.write" }

// Decide writes the one or the other.
func (cmd WriteGuardiansView) Decide(i Investigation, _ act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	if cmd.Text == "" && cmd.NotHeard == "" {
		return nil, fault.Field("guardians_view", "investigation.guardians-view-or-reason")
	}
	return []journal.Event{GuardiansViewWritten{GuardianView(cmd)}}, nil
}
