package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// A plan is one act worked out: the streams it opened with their new events, and
// the subjects it touched with their new facts and obligations.
type plan struct {
	e     *Engine
	r     Reader
	tx    Tx // nil while it is planned outside
	dry   bool
	ahead bool // it was planned outside the transaction, from memory as far as that goes
	woken bool // by a job: nothing stops it, and what was to wake it is seen to
	form  act.Form
	cause journal.Ref
	now   time.Time
	today civil.Date

	streams []*openStream
	fresh   int // events so far

	subjects map[duty.Subject]*openSubject
	byNum    map[Num]*openSubject
	unknown  map[duty.Subject]bool // neither the record nor this act knows them
	asked    []*openSubject        // whose facts a command or the door was told
	judged   []*openSubject        // those whose obligations are computed, parents first
	stops    []duty.Stop
}

// An openStream is a stream as the transaction read it, and what the act adds.
type openStream struct {
	id      journal.StreamID
	num     Num
	version int                // before the act
	events  []journal.Recorded // before the act
	added   []journal.Recorded
	bodies  []journal.Body // of those added
	settled []duty.Subject // what the stream speaks of, when the act settles something in it
	folded  any            // its state with what the act has added; nil before the first step
	said    []duty.Said    // what that state says
}

// gone tells whether the stream has been written and every body of it is taken away.
func (s *openStream) gone() bool {
	return s.version > 0 && s.folded == nil && len(s.events) > 0 &&
		!slices.ContainsFunc(s.events, func(e journal.Recorded) bool { return e.Event != nil })
}

func (e *Engine) newPlan(r Reader, form act.Form) *plan {
	now := e.now()
	return &plan{
		e: e, r: r, form: form, now: now, today: civil.DayOf(now),
		subjects: map[duty.Subject]*openSubject{}, byNum: map[Num]*openSubject{}, unknown: map[duty.Subject]bool{},
	}
}

// make works the act out, up to the rules that may stop it.
func (p *plan) make(ctx context.Context, steps []Step) error {
	for i, step := range steps {
		if err := p.step(ctx, i, step); err != nil {
			return err
		}
	}
	if p.fresh == 0 {
		return errNothing
	}
	if err := p.judge(ctx); err != nil {
		return err
	}
	switch {
	case p.dry:
		return nil
	case len(p.stops) > 0:
		return refusal(p.stops)
	}
	p.trace()
	p.settle()
	return p.seal()
}

// seal encodes the new events. It is done before the transaction where it can be.
func (p *plan) seal() error {
	for _, s := range p.streams {
		for i := range s.added {
			body, err := journal.Seal(s.added[i].Event, p.e.ids.Random)
			if err != nil {
				return err
			}
			s.added[i].Digest = body.Digest()
			s.bodies = append(s.bodies, body)
		}
	}
	return nil
}

func (p *plan) step(ctx context.Context, index int, step Step) error {
	stream, err := p.stream(ctx, step.stream)
	if err != nil {
		return err
	}
	if shown := p.shown(index, step.stream); shown > 0 && shown != stream.version {
		return fault.New(fault.Conflict, "stream.moved")
	}
	if err := p.after(stream); err != nil {
		return err
	}
	d := step.fold(stream.folded, stream.events)
	said := stream.said
	if stream.folded == nil {
		said = d.says()
	}
	subject := step.asks
	if subject == (duty.Subject{}) {
		subject = duty.Subject{Kind: step.stream.Kind, ID: step.stream.ID}
		if len(said) > 0 {
			subject = said[0].Subject
		}
	}
	chain, err := p.chain(ctx, subject)
	if err != nil {
		return err
	}
	p.asked = append(p.asked, chain...)
	facts := factsOf(chain, (*openSubject).newFacts)
	question := Question{
		Actor: p.form.Actor, Action: step.action, Stream: step.stream, Subject: subject,
		Facts: facts, Gone: stream.gone(), Now: p.now, Today: p.today,
	}
	for _, s := range chain {
		question.Chain = append(question.Chain, s.row.Subject)
	}
	if err := p.e.access.Ask(ctx, question); err != nil {
		return err
	}
	events, err := d.decide(act.Env{Now: p.now, Today: p.today, Actor: p.form.Actor, Facts: facts})
	if err != nil {
		return err
	}
	for _, event := range events {
		recorded := p.record(stream, event)
		stream.added = append(stream.added, recorded)
		d.add(recorded)
		if settles(event) {
			for _, s := range d.says() {
				stream.settled = append(stream.settled, s.Subject)
			}
		}
	}
	stream.folded, stream.said = d.folded(), said
	if len(events) == 0 {
		return nil
	}
	stream.said = d.says()
	return p.say(ctx, stream, said, stream.said)
}

// shown is the version at which the form showed the stream of a step; 0: it did
// not, and what it adds is decided on whatever stands there now.
func (p *plan) shown(index int, stream journal.StreamID) int {
	if index == 0 && p.form.Shown > 0 {
		return p.form.Shown
	}
	for _, seen := range p.form.Also {
		if seen.Stream == stream {
			return seen.Version
		}
	}
	return 0
}

// after makes sure that an act is not dated before what it was planned from:
// another may have been dated and committed since this one was begun.
func (p *plan) after(stream *openStream) error {
	if len(stream.events) == 0 {
		return nil
	}
	ahead := stream.events[len(stream.events)-1].At.Sub(p.now)
	switch {
	case ahead <= 0 || ahead > time.Second: // far ahead is another machine's wrong clock
	case p.tx != nil:
		return ErrRace // the act has its date by now
	case p.fresh == 0:
		p.now = p.now.Add(ahead)
		p.today = civil.DayOf(p.now)
	}
	return nil
}

func (p *plan) record(stream *openStream, event journal.Event) journal.Recorded {
	recorded := journal.Recorded{
		Envelope: journal.Envelope{
			Stream: stream.id, Version: stream.version + len(stream.added) + 1,
			Ref: journal.Ref{Act: p.form.ID, Index: p.fresh}, Name: event.EventName(),
			At: p.now, Day: p.today, Actor: p.form.Actor.User, OnBehalf: p.form.Actor.OnBehalf, Cause: p.cause,
		},
		Event: event,
	}
	p.fresh++
	return recorded
}

func (p *plan) stream(ctx context.Context, id journal.StreamID) (*openStream, error) {
	for _, open := range p.streams {
		if open.id == id {
			return open, nil
		}
	}
	open, err := p.read(ctx, id)
	if err != nil {
		return nil, err
	}
	p.streams = append(p.streams, open)
	return open, nil
}

// read opens a stream; for an act that is planned ahead, as memory has it.
func (p *plan) read(ctx context.Context, id journal.StreamID) (*openStream, error) {
	if p.ahead {
		if kept, ok := p.e.past.Get(id); ok {
			return &openStream{id: id, num: kept.num, version: len(kept.events), events: kept.events}, nil
		}
	}
	return p.e.open(ctx, p.r, id)
}

// open reads a stream, from memory as far as it goes.
func (e *Engine) open(ctx context.Context, r Reader, id journal.StreamID) (*openStream, error) {
	num, version, err := r.Stream(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", id, err)
	}
	open := &openStream{id: id, num: num, version: version}
	if version == 0 {
		return open, nil
	}
	kept, _ := e.past.Get(id)
	known := kept.events
	if len(known) > version { // another transaction's, not to be seen from here
		known = known[:version:version]
	}
	if len(known) == version {
		open.events = known
		return open, nil
	}
	stored, err := r.Events(ctx, num, len(known))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", id, err)
	}
	open.events = append(known[:len(known):len(known)], make([]journal.Recorded, 0, len(stored))...)
	for _, s := range stored {
		recorded, err := e.registry.Read(s.Envelope, s.JSON)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", id, err)
		}
		open.events = append(open.events, recorded)
	}
	if len(open.events) < version {
		return nil, fmt.Errorf("read %s: %d events of %d", id, len(open.events), version)
	}
	open.events = open.events[:version]
	return open, nil
}

func (p *plan) receipt() Receipt {
	receipt := Receipt{Act: p.form.ID, At: p.now, Versions: map[journal.StreamID]int{}}
	for _, s := range p.streams {
		if len(s.added) > 0 || p.fresh == 0 {
			receipt.Versions[s.id] = s.version + len(s.added)
		}
	}
	return receipt
}

func refusal(stops []duty.Stop) error {
	faults := make([]*fault.Error, 0, len(stops))
	for _, stop := range stops {
		faults = append(faults, &fault.Error{
			Kind: fault.Unmet, Text: "rule.stops", Rule: stop.Rule,
			Args: map[string]any{"says": stop.Says, "basis": stop.Basis},
		})
	}
	return fault.Join(faults...)
}

// write puts the plan into the transaction.
func (p *plan) write(ctx context.Context) error {
	var events []NewEvent
	for _, s := range p.streams {
		if len(s.added) == 0 {
			continue
		}
		if err := p.claim(ctx, s); err != nil {
			return fmt.Errorf("append to %s: %w", s.id, err)
		}
		for i := range s.added {
			events = append(events, NewEvent{Recorded: s.added[i], Stream: s.num, Body: s.bodies[i]})
		}
	}
	if err := p.tx.Append(ctx, events); err != nil {
		return err
	}
	if err := p.writeSubjects(ctx); err != nil {
		return err
	}
	if p.ahead {
		if err := p.nothingNewBelow(ctx); err != nil {
			return err
		}
	}
	if p.form.Draft != "" {
		return p.tx.DropDraft(ctx, p.form.Actor.User, p.form.Draft)
	}
	return nil
}

// claim takes the stream's next versions for this act.
func (p *plan) claim(ctx context.Context, s *openStream) (err error) {
	version := s.version + len(s.added)
	if s.num != 0 {
		return p.tx.MoveStream(ctx, s.num, s.version, version)
	}
	s.num, err = p.tx.AddStream(ctx, s.id, version)
	return err
}
