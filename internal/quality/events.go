package quality

import (
	"slices"
	"strconv"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// The events of a deviation. Who and when stand in the envelope.
type (
	// DeviationReported holds what was reported.
	DeviationReported struct{ Report Report }
	// DeviationLinked says what it is about, in the place of what was said before.
	DeviationLinked struct{ Link Link }
	// DeviationClassed holds what the manager makes of it; a later one replaces it.
	DeviationClassed struct{ Class Classification }
	// DeviationExplained says why it happened.
	DeviationExplained struct{ Cause string }
	// DeviationActedOn says what was done about it.
	DeviationActedOn struct {
		What string
		On   civil.Date
	}
	// IVONotified tells that the inspectorate got the report with its investigation.
	IVONotified struct{ On civil.Date }
	// DeviationClosed ends it with an answer to the one who reported.
	DeviationClosed struct{ Answer string }
)

// EventName is for ever.
func (DeviationReported) EventName() string { return "deviation.reported.v1" }

// EventName is for ever.
func (DeviationLinked) EventName() string { return "deviation.linked.v1" }

// EventName is for ever.
func (DeviationClassed) EventName() string { return "deviation.classed.v1" }

// EventName is for ever.
func (DeviationExplained) EventName() string { return "deviation.explained.v1" }

// EventName is for ever.
func (DeviationActedOn) EventName() string { return "deviation.acted_on.v1" }

// EventName is for ever.
func (IVONotified) EventName() string { return "deviation.ivo_notified.v1" }

// EventName is for ever.
func (DeviationClosed) EventName() string { return "deviation.closed.v1" }

// DeviationEvents lists a zero value of each event of the stream.
func DeviationEvents() []journal.Event {
	return []journal.Event{
		DeviationReported{}, DeviationLinked{}, DeviationClassed{}, DeviationExplained{}, DeviationActedOn{}, IVONotified{}, DeviationClosed{},
	}
}

// Fold takes one event into the deviation.
func (d *Deviation) Fold(r journal.Recorded) {
	d.id = ids.Deviation{ID: r.Stream.ID}
	say := func(f duty.Fact) { d.said = d.said.Replace(d.Subject(), r, f) }
	switch e := r.Event.(type) {
	case DeviationReported:
		d.Report, d.Reported, d.By = e.Report, r.At, r.Actor
		say(duty.Fact{Name: "deviation.reported", Day: r.Day, At: r.At})
		say(duty.Fact{Name: "deviation.danger", Day: r.Day, Value: strconv.FormatBool(e.Report.Danger)})
		say(duty.Fact{Name: "deviation.unit", Day: r.Day, Value: e.Report.Unit.String()})
		say(duty.Fact{Name: "deviation.provider", Day: r.Day, Value: e.Report.Provider.String()})
		say(duty.Fact{Name: "deviation.reporter", Day: r.Day, Value: r.Actor.String()})
	case DeviationLinked:
		d.Link = e.Link
	case DeviationClassed:
		if d.Classed.IsZero() {
			d.Classed = r.At
			say(duty.Fact{Name: "deviation.classed", Day: r.Day})
		}
		d.Class = e.Class
		say(duty.Fact{Name: "deviation.kind", Day: r.Day, Value: string(e.Class.Kind)})
		say(duty.Fact{Name: "deviation.severity", Day: r.Day, Value: strconv.Itoa(e.Class.Severity)})
		say(duty.Fact{Name: "deviation.serious", Day: r.Day, Value: strconv.FormatBool(e.Class.Grade.Serious())})
	case DeviationExplained:
		d.Cause = e.Cause
		say(duty.Fact{Name: "deviation.explained", Day: r.Day})
	case DeviationActedOn:
		d.Actions = append(slices.Clip(d.Actions), Action{What: e.What, On: e.On, By: r.Actor})
		say(duty.Fact{Name: "deviation.acted_on", Day: e.On})
	case IVONotified:
		d.Notified = e.On
		say(duty.Fact{Name: "deviation.ivo_notified", Day: e.On})
	case DeviationClosed:
		d.Closed, d.Answer = r.At, e.Answer
		say(duty.Fact{Name: "deviation.closed", Day: r.Day})
	}
}
