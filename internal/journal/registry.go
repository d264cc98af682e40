package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

// An Upgrade rewrites the body of an event from a name that is no longer
// written to the name that replaced it. Each kind of stream has at most one such
// function, so that its whole past stands in one place.
type Upgrade func(name string, body []byte) ([]byte, error)

// A Registry knows the Go type that carries each event name. It is filled while
// the program is wired together and only read after that: what it knows already
// may be added again while others read.
type Registry struct {
	types map[string]reflect.Type
	old   map[string]replaced
}

type replaced struct {
	by      string
	upgrade Upgrade
}

// NewRegistry returns a registry of these events.
func NewRegistry(events ...Event) *Registry {
	r := &Registry{types: map[string]reflect.Type{}, old: map[string]replaced{}}
	r.Add(events...)
	return r
}

// Add makes the events known by their zero values. Two types of one name are a
// fault in the program and panic.
func (r *Registry) Add(events ...Event) {
	for _, e := range events {
		name, carrier := e.EventName(), reflect.TypeOf(e)
		known, ok := r.types[name]
		switch {
		case !ok:
			r.types[name] = carrier
		case known != carrier:
			panic(fmt.Sprintf("journal: %s is carried by both %s and %s", name, known, carrier))
		}
	}
}

// AddOld makes names known that are read but no longer written, each with the
// name that replaced it.
func (r *Registry) AddOld(upgrade Upgrade, replacedBy map[string]string) {
	for name, by := range replacedBy {
		if _, ok := r.old[name]; !ok {
			r.old[name] = replaced{by: by, upgrade: upgrade}
		}
	}
}

// Names lists every event name that is written today, sorted.
func (r *Registry) Names() []string {
	names := make([]string, 0, len(r.types))
	for name := range r.types {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Stored lists the names under which events of these names may lie in the
// journal: themselves, and those they replaced.
func (r *Registry) Stored(names []string) []string {
	stored := slices.Clone(names)
	for old := range r.old {
		if slices.Contains(names, r.today(old)) {
			stored = append(stored, old)
		}
	}
	slices.Sort(stored)
	return slices.Compact(stored)
}

func (r *Registry) today(name string) string {
	for range len(r.old) {
		replaced, old := r.old[name]
		if !old {
			break
		}
		name = replaced.by
	}
	return name
}

// Decode reads the body of an event, by way of the upgrades its name needs.
func (r *Registry) Decode(name string, body []byte) (Event, error) {
	for range len(r.old) {
		replaced, old := r.old[name]
		if !old {
			break
		}
		upgraded, err := replaced.upgrade(name, body)
		if err != nil {
			return nil, fmt.Errorf("journal: upgrade %s: %w", name, err)
		}
		name, body = replaced.by, upgraded
	}
	carrier, ok := r.types[name]
	if !ok {
		return nil, fmt.Errorf("journal: no type carries the event %s", name)
	}
	value := reflect.New(carrier)
	if err := json.Unmarshal(body, value.Interface()); err != nil {
		return nil, fmt.Errorf("journal: read %s: %w", name, err)
	}
	return value.Elem().Interface().(Event), nil
}

// Encode writes the body of an event: JSON with its fields in the order of the
// type, map keys sorted, no white space. One event has one encoding.
func Encode(e Event) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return nil, fmt.Errorf("journal: write %s: %w", e.EventName(), err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Read gives an event as streams and projections see it: under its name of
// today, and without an Event when its body is gone (nil).
func (r *Registry) Read(envelope Envelope, body []byte) (Recorded, error) {
	recorded := Recorded{Envelope: envelope}
	recorded.Name = r.today(envelope.Name)
	if body == nil {
		return recorded, nil
	}
	var err error
	recorded.Event, err = r.Decode(envelope.Name, body)
	return recorded, err
}

// Zero is the zero value of the type that carries a name; nil when none does.
func (r *Registry) Zero(name string) Event {
	carrier, ok := r.types[name]
	if !ok {
		return nil
	}
	return reflect.Zero(carrier).Interface().(Event)
}
