package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// What can be rectified in a signed decision.
const (
	ReasonsField  = "skal"
	LawField      = "lagrum"
	ExtentField   = "omfattning"
	FromField     = "fran"
	UntilField    = "till"
	FollowUpField = "uppfoljning"
)

// Rectify corrects an evident slip in a signed decision (FL 36 §): what was written
// was not what was decided. The decision then says what it should have said, and
// what stood before is shown beside it (D-23). Only what Field names is read.
type Rectify struct {
	Field   string
	Service ids.Service // of an extent or a day
	Reasons string
	Law     Law
	Section string // of that act, as a letter writes it: "11 kap. 1 §"
	Extent  Extent
	Day     civil.Date // no day as the last one: until further notice
	Why     string

	Deviation string // number of a linked deviation; empty: none

	Order DelegationOrder `json:"-"` // the board's, handed in and never recorded
}

// Action names the act for the access policies.
func (Rectify) Action() string { return "decision.rectify" }

// Decide corrects the slip.
func (cmd Rectify) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	if d.Made.IsZero() {
		return nil, fault.New(fault.NotFound, "decision.not-found")
	}
	e := DecisionRectified{Field: cmd.Field, Why: cmd.Why, Deviation: cmd.Deviation}
	var wrong *fault.Error
	switch cmd.Field {
	case ReasonsField:
		e.Was, e.Now = d.Reasons, cmd.Reasons
		wrong = written("reasons", cmd.Reasons)
	case LawField:
		e.Was, e.Now, e.Law, e.Section = d.Grounds(), cmd.Section+" "+cmd.Law.Name(), cmd.Law, cmd.Section
		if !slices.Contains([]Law{SoL01, SoL25, LSS}, cmd.Law) {
			wrong = fault.Field("law", "decision.choose-law")
		} else {
			wrong = written("section", cmd.Section)
		}
	default:
		it, ok := d.signedItem(cmd.Service)
		if !ok || !it.Outcome.Gives() {
			return nil, fault.New(fault.NotFound, "decision.no-such-service")
		}
		e.Service = cmd.Service
		wrong = cmd.item(&e, d, it)
	}
	if wrong == nil && e.Was == e.Now {
		wrong = &fault.Error{Kind: fault.Invalid, Field: cmd.fieldName(), Text: "decision.rectify-nothing"}
	}
	var other *fault.Error
	e.Mandate, other = cmd.Order.Judge(RectifySlip, env)
	if err := fault.Join(wrong, written("why", cmd.Why), other); err != nil {
		return nil, err
	}
	return []journal.Event{e}, nil
}

func (cmd Rectify) fieldName() string {
	switch cmd.Field {
	case ReasonsField:
		return "reasons"
	case LawField:
		return "section"
	case ExtentField:
		return "extent"
	}
	return "day"
}

// item says what of one service is corrected, and what stops it.
func (cmd Rectify) item(e *DecisionRectified, d Decision, it DecisionItem) *fault.Error {
	kind, _ := ServiceByKey(it.Kind)
	if cmd.Field == ExtentField {
		e.Was, e.Now, e.Extent = it.Extent.Words(kind.Unit), cmd.Extent.Words(kind.Unit), cmd.Extent
		if kind.Unit == Piece || !cmd.Extent.complete() {
			return fault.Field("extent", "decision.say-how-much")
		}
		return nil
	}
	stands, _ := d.Item(cmd.Service)
	e.Day = cmd.Day
	switch cmd.Field {
	case FromField:
		e.Was, e.Now = it.From.String(), cmd.Day.String()
		if cmd.Day.IsZero() {
			return fault.Field("day", "decision.say-from")
		}
		if !it.Until.IsZero() && !it.Until.After(cmd.Day) {
			return fault.Field("day", "decision.until-before-from")
		}
	case UntilField:
		e.Was, e.Now = untilWords(it.Until), untilWords(cmd.Day)
		switch {
		case len(stands.Extended) > 0 || !stands.Ended.IsZero():
			return &fault.Error{Kind: fault.Unmet, Field: "day", Text: "decision.rectify-moved-on"}
		case !cmd.Day.IsZero() && !cmd.Day.After(it.From):
			return fault.Field("day", "decision.until-before-from")
		}
	case FollowUpField:
		e.Was, e.Now = it.FollowUp.String(), cmd.Day.String()
		switch {
		case cmd.Day.IsZero():
			return fault.Field("day", "decision.day-missing")
		case stands.FollowUp != it.FollowUp:
			return &fault.Error{Kind: fault.Unmet, Field: "day", Text: "decision.rectify-moved-on"}
		case cmd.Day.After(it.From.AddMonths(kind.Follow)):
			return &fault.Error{Kind: fault.Invalid, Field: "day", Text: "decision.follow-up-late", Args: map[string]any{"day": it.From.AddMonths(kind.Follow), "months": kind.Follow}}
		}
	default:
		return fault.Field("field", "decision.rectify-what")
	}
	return nil
}

// Grounds is the law the decision rests on, as a letter writes it.
func (d Decision) Grounds() string {
	section := d.Section
	if section == "" && len(d.Signed) > 0 {
		kind, _ := ServiceByKey(d.Signed[0].Kind)
		section = kind.Section(d.Law)
	}
	if section == "" {
		return d.Law.Name()
	}
	return section + " " + d.Law.Name()
}

func (d Decision) signedItem(service ids.Service) (DecisionItem, bool) {
	at := slices.IndexFunc(d.Signed, func(it DecisionItem) bool { return it.Service == service })
	if at < 0 {
		return DecisionItem{}, false
	}
	return d.Signed[at], true
}

// foldRectified lets the corrected words hold, both in what the letter says and in
// what stands. A rectification from before they were kept in parts has words only.
func (d *Decision) foldRectified(r journal.Recorded, e DecisionRectified) {
	d.Corrections = add(d.Corrections, Rectification{Field: e.Field, Service: e.Service, Was: e.Was, Now: e.Now, Why: e.Why, By: r.Actor, On: r.Day, Deviation: e.Deviation})
	switch {
	case e.Field == ReasonsField:
		d.Reasons = e.Now
	case e.Law != "":
		d.Law, d.Section = e.Law, e.Section
		d.facts = d.facts.Replace(d.Subject(), r, duty.Fact{Name: "decision.law", Day: d.Made, Value: string(e.Law)})
		for _, it := range d.Items {
			d.facts = d.facts.Replace(serviceSubject(it.Service), r, duty.Fact{Name: "service.law", Day: d.Made, Value: string(e.Law)})
		}
	case !e.Service.IsZero():
		d.Signed = slices.Clone(d.Signed)
		for i := range d.Signed {
			if d.Signed[i].Service == e.Service {
				e.change(&d.Signed[i])
			}
		}
		d.changeItem(e.Service, func(it *DecidedService) { e.change(&it.DecisionItem) })
		d.sayRectified(r, e)
	}
}

// change puts the corrected value in its place.
func (e DecisionRectified) change(it *DecisionItem) {
	switch e.Field {
	case ExtentField:
		it.Extent = e.Extent
	case FromField:
		it.From = e.Day
	case UntilField:
		it.Until = e.Day
	case FollowUpField:
		it.FollowUp = e.Day
	}
}

// sayRectified lets rules judge by the corrected value.
func (d *Decision) sayRectified(r journal.Recorded, e DecisionRectified) {
	service, about := serviceSubject(e.Service), e.Service.String()
	it, _ := d.Item(e.Service)
	switch e.Field {
	case ExtentField:
		if it.Ended.IsZero() {
			d.facts = d.facts.Replace(d.caseSubject(), r, duty.Fact{Name: "case.favourable_extent", About: about, Day: d.Made, Value: digits(e.Extent.Yearly())})
		}
	case FromField:
		d.facts = d.facts.Replace(service, r, duty.Fact{Name: "service.from", Day: e.Day})
	case UntilField:
		d.facts = d.facts.Unsay(service, "service.until", "").Unsay(d.caseSubject(), "case.favourable_until", about)
		if !e.Day.IsZero() {
			d.facts = d.facts.
				Say(service, r, duty.Fact{Name: "service.until", Day: e.Day}).
				Say(d.caseSubject(), r, duty.Fact{Name: "case.favourable_until", About: about, Day: d.Made, Value: e.Day.String()})
		}
	case FollowUpField:
		d.facts = d.facts.Replace(service, r, duty.Fact{Name: "service.follow_up_planned", Day: e.Day})
	}
}
