package rulebook

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// DecideRule records that the municipality has decided a rule of its own: who,
// when and where it is written (G-04, H-48). Without these three nothing changes.
type DecideRule struct {
	Book     string // digest of the book the proposal was tried against
	Rule     string
	MadeFrom string
	Subject  string // kind of subject it speaks of
	Path     string
	Text     string
	Changed  string
	From     civil.Date
	Decider  Adoption
}

// Decide is the command that takes the proposed rule into use.
func (p Proposed) Decide(on *Book, from Proposal) DecideRule {
	return DecideRule{
		Book: on.Digest(), Rule: p.ID, MadeFrom: from.Rule, Subject: on.Versions(from.Rule)[0].Subject, Path: p.File.Path, Text: p.File.Text, Changed: p.Changed,
		From: from.From, Decider: from.Decider,
	}
}

// Action names the act.
func (DecideRule) Action() string { return "rulebook.decide" }

// Decide refuses a rule that no one has decided, one decided on a day to come,
// and one in force before it was decided: an old period is judged by the rule
// that held then.
func (cmd DecideRule) Decide(a Adoptions, env act.Env) ([]journal.Event, error) {
	if cmd.Book != a.Now() {
		return nil, fault.New(fault.Conflict, "rulebook.moved")
	}
	if err := (Proposal{From: cmd.From, Decider: cmd.Decider}).Decided(env.Today); err != nil {
		return nil, err
	}
	file := File{Path: cmd.Path, Text: cmd.Text}
	files := slices.DeleteFunc(a.Texts(), func(f File) bool { return f.Path == cmd.Path })
	files = slices.SortedFunc(slices.Values(append(files, file)), func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return []journal.Event{RuleDecided{
		Rule: cmd.Rule, MadeFrom: cmd.MadeFrom, Subject: cmd.Subject, Path: cmd.Path, Text: cmd.Text, Digest: file.Digest(), Book: digestOf(files),
		Changed: cmd.Changed, From: cmd.From, By: cmd.Decider.By, On: cmd.Decider.On, Ref: cmd.Decider.Ref,
	}}, nil
}

// Decided tells what is missing of who decided, when, where it is written, and
// from which day it holds.
func (p Proposal) Decided(today civil.Date) error {
	var wrong []*fault.Error
	a := p.Decider
	if strings.TrimSpace(a.By) == "" {
		wrong = append(wrong, fault.Field("beslutare", "rulebook.by-missing"))
	}
	switch {
	case a.On.IsZero():
		wrong = append(wrong, fault.Field("beslutad", "rulebook.on-missing"))
	case a.On.After(today):
		wrong = append(wrong, fault.Field("beslutad", "rulebook.on-in-future"))
	}
	if strings.TrimSpace(a.Ref) == "" {
		wrong = append(wrong, fault.Field("referens", "rulebook.ref-missing"))
	}
	switch {
	case p.From.IsZero():
		wrong = append(wrong, fault.Field("fran", "rulebook.from-missing"))
	case p.From.Before(a.On):
		wrong = append(wrong, fault.Field("fran", "rulebook.from-before-day"))
	}
	return fault.Join(wrong...)
}

// RuleDecided keeps a rule that the municipality decided in the program.
type RuleDecided struct {
	Rule     string     `json:"rule"`
	MadeFrom string     `json:"made_from,omitempty"`
	Subject  string     `json:"subject"`
	Path     string     `json:"path"`
	Text     string     `json:"text"`
	Digest   string     `json:"digest"`
	Book     string     `json:"book"` // digest of the whole book with it
	Changed  string     `json:"changed,omitempty"`
	From     civil.Date `json:"from"`
	By       string     `json:"by"`
	On       civil.Date `json:"on"`
	Ref      string     `json:"ref"`
}

// EventName is for ever.
func (RuleDecided) EventName() string { return "rulebook.rule_decided.v1" }

// decided puts the rule's file among those of the book.
func (a *Adoptions) decided(e RuleDecided, r journal.Recorded) {
	files, digests := map[string]string{}, map[string]string{}
	if len(a.Books) > 0 {
		for path, digest := range a.Books[len(a.Books)-1].Files {
			files[path], digests[path] = a.Files[path], digest
		}
	}
	files[e.Path], digests[e.Path] = e.Text, e.Digest
	a.keep(files, digests)
	a.Books = append(slices.Clip(a.Books), AdoptedBook{Digest: e.Book, From: r.Day, Files: digests})
	a.Decisions = append(slices.Clip(a.Decisions), e)
}

// ApplyBook records that every obligation has been computed by a book.
type ApplyBook struct{ Digest string }

// Action names the act.
func (ApplyBook) Action() string { return "rulebook.apply" }

// Decide records it once, and only of the book gone by.
func (cmd ApplyBook) Decide(a Adoptions, _ act.Env) ([]journal.Event, error) {
	if cmd.Digest != a.Now() || cmd.Digest == a.Recomputed {
		return nil, nil
	}
	return []journal.Event{RulebookApplied(cmd)}, nil
}

// RulebookApplied says by which book every obligation stands computed.
type RulebookApplied struct {
	Digest string `json:"digest"`
}

// EventName is for ever.
func (RulebookApplied) EventName() string { return "rulebook.applied.v1" }

// Touched are the kinds of subject whose findings the newest book may change
// since every finding was computed; none means that any may.
func (a Adoptions) Touched() map[string]bool {
	computed := slices.IndexFunc(a.Books, func(b AdoptedBook) bool { return b.Digest == a.Recomputed })
	if computed < 0 {
		return nil
	}
	touched := map[string]bool{}
	for _, book := range a.Books[computed+1:] {
		i := slices.IndexFunc(a.Decisions, func(d RuleDecided) bool { return d.Book == book.Digest })
		if i < 0 {
			return nil // a whole book was adopted
		}
		touched[a.Decisions[i].Subject] = true
	}
	return touched
}
