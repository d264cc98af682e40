// Package fault says what stands in the way of an act, sorted by what the user
// can do next. The text is a key; words are found at the edge, in the area's
// catalogue, where each key has its FEL number.
package fault

import "errors"

// A Kind says what the user can do next.
type Kind int

// The kinds, each with the way out.
const (
	Internal  Kind = iota // call us
	Invalid               // correct what is written in Field
	Unmet                 // do something else first
	Conflict              // reload: someone else was first
	Forbidden             // ask for access
	NotFound              // give up looking; also the answer to no access
	Wait                  // try again later: nothing is wrong with what was written
)

// An Error is one thing in the way. It never carries personal data.
type Error struct {
	Kind  Kind
	Field string         // form field the fault belongs to; empty: the whole act
	Text  string         // key into the area's catalogue of sentences: "decision.give-reasons"
	Args  map[string]any // values the sentence shows: days, numbers, paragraphs
	Rule  string         // id of the rule that stops the act, if one does
	Err   error          // the cause, for the log
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Text + ": " + e.Err.Error()
	}
	return e.Text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// New returns a fault of the whole act.
func New(kind Kind, text string) *Error { return &Error{Kind: kind, Text: text} }

// Field returns an Invalid fault of one form field.
func Field(field, text string) *Error { return &Error{Kind: Invalid, Field: field, Text: text} }

// Join gathers several faults so that a form can show them all at once; nil when there are none.
func Join(faults ...*Error) error {
	var errs []error
	for _, f := range faults {
		if f != nil {
			errs = append(errs, f)
		}
	}
	return errors.Join(errs...)
}

// All lists the faults inside err, in order; empty when err holds none.
func All(err error) []*Error {
	switch e := err.(type) {
	case nil:
		return nil
	case *Error:
		return []*Error{e}
	case interface{ Unwrap() []error }:
		var all []*Error
		for _, inner := range e.Unwrap() {
			all = append(all, All(inner)...)
		}
		return all
	}
	return All(errors.Unwrap(err))
}

// KindOf tells the kind of the first fault inside err; Internal when it holds none.
func KindOf(err error) Kind {
	if all := All(err); len(all) > 0 {
		return all[0].Kind
	}
	return Internal
}
