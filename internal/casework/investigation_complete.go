package casework

import (
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// CompleteDocument says that the investigation's document is ready to be decided
// on. A child inquiry is not finished before that (JO 3244-2008).
type CompleteDocument struct {
	Used Guidelines // what the assessment rests on, in the versions that hold today
}

// Action names the act for the access policies.
func (CompleteDocument) Action() string { return "investigation.complete" }

// Decide completes the document when nothing is missing.
func (cmd CompleteDocument) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if err := i.drafting(); err != nil {
		return nil, err
	}
	if err := fault.Join(i.Missing(env.Facts, env.Today)...); err != nil {
		return nil, err
	}
	done := DocumentCompleted{On: env.Today}
	for _, g := range cmd.Used {
		if !g.InForce(env.Today) {
			return nil, fault.Field("used", "investigation.no-such-guideline")
		}
		done.Used = append(done.Used, UsedGuideline{Key: g.Key, Kind: g.Kind, Title: g.Title, Version: g.Version, From: g.From})
	}
	return []journal.Event{done}, nil
}

// Missing lists what the document lacks, each with the part it belongs to; empty
// when it can be completed.
func (i Investigation) Missing(facts duty.Facts, today civil.Date) []*fault.Error {
	var out []*fault.Error
	lacks := func(f *fault.Error, lacking bool) {
		if lacking {
			out = append(out, f)
		}
	}
	for _, part := range i.AllParts() {
		text := i.Part(part.Key)
		lacks(&fault.Error{Kind: fault.Unmet, Field: part.Key, Text: "investigation.part-missing", Args: map[string]any{"part": part.Title}},
			part.Required && !text.Done && text.SetAside == "")
		lacks(&fault.Error{Kind: fault.Unmet, Field: part.Key, Text: "investigation.part-unfinished", Args: map[string]any{"part": part.Title}},
			!part.Required && text.Text != "" && !text.Done && text.SetAside == "")
	}
	if f := i.observing(); f != nil {
		out = append(out, f)
	}
	child := aboutChild(facts, today)
	lacks(&fault.Error{Kind: fault.Unmet, Field: "own_words", Text: "investigation.own-words-missing"}, i.Kind != InquiryChild && i.OwnWords == "")
	lacks(&fault.Error{Kind: fault.Unmet, Field: "home_visit", Text: "investigation.visit-or-reason"}, i.Kind == InquiryOlder && i.HomeVisit.IsZero() && i.NoVisit == "")
	lacks(&fault.Error{Kind: fault.Unmet, Field: "children", Text: "investigation.children-answer"}, i.Kind != InquiryChild && !child && i.Children == "")
	lacks(&fault.Error{Kind: fault.Unmet, Field: "group", Text: "investigation.eligibility-first", Rule: "lss-eligibility-first"}, i.Kind == InquiryLSS && i.Group == "")
	if i.Kind == InquiryChild || child {
		lacks(&fault.Error{Kind: fault.Unmet, Field: "childs_view", Text: "investigation.childs-view-or-reason", Rule: "child-voice"}, i.View == nil)
		for _, g := range guardians(facts) {
			lacks(&fault.Error{Kind: fault.Unmet, Field: "guardians_view", Text: "investigation.guardians-view-or-reason"}, !i.hasView(g))
		}
	}
	return out
}

func (i Investigation) hasView(g ids.Person) bool {
	for _, v := range i.Guardians {
		if v.Guardian == g {
			return true
		}
	}
	return false
}

// Parties lists whose right it is to see the material: the person, or for a child
// each guardian and from 15 the child itself (SoL 3:4).
func (i Investigation) Parties(facts duty.Facts, today civil.Date) []ids.Person {
	if !aboutChild(facts, today) {
		return []ids.Person{i.Person}
	}
	parties := guardians(facts)
	if ageOn(facts, today) >= 15 || len(parties) == 0 {
		parties = append(parties, i.Person)
	}
	return parties
}
