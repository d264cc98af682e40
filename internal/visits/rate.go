package visits

import (
	"context"
	"slices"
	"time"

	"stadga/internal/civil"
)

// A Model (ersättningsmodell) is what an agreement pays by (F-14).
type Model string

// The three models.
const (
	ByDelivered Model = "utford-tid"       // each delivered minute, at a price an hour
	ByGranted   Model = "beviljad-tid"     // the granted minutes of the month, whatever is delivered
	ByActivity  Model = "utford-aktivitet" // each visit, whatever its length
)

// Models lists them in the order they are offered.
func Models() []Model { return []Model{ByDelivered, ByGranted, ByActivity} }

// A Rate (taxa) is one price of an agreement with the days and hours it holds for
// (F-15). Area and service are settled before: a rate that reaches a visit is one
// that may hold for it.
type Rate struct {
	Agreement string // number
	Model     Model
	From      civil.Date
	Until     civil.Date // zero: open
	Begins    int        // hour of the day; both zero: 07 to 22
	Ends      int        // hour of the day, not counted
	Ore       int64      // for an hour, or for a visit where the model is by activity
}

// Rates (taxor) are all that may hold for the visits of one order. Where two hold
// for the same minute the one that stands first does.
type Rates []Rate

// A Tariff (prislista) finds the rates for a target. Registration asks it, and the
// answer is worked into the event: what a visit cost is then never worked out again
// but by an act that says why.
type Tariff func(context.Context, Target) (Rates, error)

// Day hours: what is delivered between them is paid by the hour, and the rest is
// the night that the budget grants (F-16).
const (
	dayBegins = 7
	dayEnds   = 22
)

// Rated (ersatt) is what one visit counts as, worked out once. Minutes are whole,
// a begun minute left out, for each day and each price by itself; öre are rounded
// for each price of a visit by itself, a half upwards.
type Rated struct {
	Day       int         `json:",omitzero"` // minutes between 07 and 22
	Night     int         `json:",omitzero"` // the other minutes
	Priceless int         `json:",omitzero"` // of the day minutes, those that no rate holds for
	Price     int64       `json:",omitzero"` // öre; zero: none holds, or there are several parts
	Ore       int64       `json:",omitzero"` // the sum of the parts
	Agreement string      `json:",omitzero"`
	Model     Model       `json:",omitzero"`
	Parts     []RatedPart `json:",omitempty"` // where more than one price holds
}

// Of is what stands in an event, and where an old event holds nothing the minutes of
// its span, without a price.
func (r *Rated) Of(done Span) Rated {
	if r == nil {
		return Rates{}.Rate(done)
	}
	return *r
}

// A RatedPart is what one price gives of a visit.
type RatedPart struct {
	Day       civil.Date
	Minutes   int
	Price     int64
	Ore       int64
	Agreement string
	Model     Model
}

// Rate works out what a span counts as and costs. It is a function of the span and
// the rates alone, and cuts at midnight in Stockholm, at 07 and 22, and where a rate
// begins or ends.
func (all Rates) Rate(done Span) Rated {
	var r Rated
	var parts []RatedPart
	for _, p := range all.pieces(done) {
		minutes := p.span.Minutes()
		if p.day {
			r.Day += minutes
		} else {
			r.Night += minutes
		}
		if p.rate < 0 {
			if p.day {
				r.Priceless += minutes
			}
			continue
		}
		rate := all[p.rate]
		parts = append(parts, RatedPart{Day: p.on, Minutes: minutes, Price: rate.Ore, Agreement: rate.Agreement, Model: rate.Model})
	}
	parts = alike(parts)
	counted := false
	for i := range parts {
		switch p := &parts[i]; p.Model {
		case ByDelivered:
			p.Ore = Hours(p.Price, p.Minutes)
		case ByActivity:
			if !counted {
				p.Ore, counted = p.Price, true
			}
		}
		r.Ore += parts[i].Ore
	}
	switch len(parts) {
	case 0:
	case 1:
		r.Price, r.Agreement, r.Model = parts[0].Price, parts[0].Agreement, parts[0].Model
	default:
		r.Agreement, r.Model, r.Parts = parts[0].Agreement, parts[0].Model, parts
	}
	return r
}

// Hours is what so many minutes cost at a price for an hour, in whole öre with a
// half upwards.
func Hours(ore int64, minutes int) int64 { return (ore*int64(minutes)*2 + 60) / 120 }

// A piece is a part of a span within one day, on one side of 07 and 22, and with
// one rate.
type piece struct {
	span Span
	on   civil.Date
	day  bool
	rate int // -1: none
}

func (all Rates) pieces(done Span) []piece {
	var out []piece
	if !done.From.Before(done.To) {
		return nil
	}
	for on := civil.DayOf(done.From); !on.After(civil.DayOf(done.To)); on = on.AddDays(1) {
		hours := []int{0, dayBegins, dayEnds, 24}
		for _, r := range all {
			if r.holds(on) {
				begins, ends := r.hours()
				hours = append(hours, begins, ends)
			}
		}
		slices.Sort(hours)
		hours = slices.Compact(hours)
		for i := range len(hours) - 1 {
			cut := Span{From: later(done.From, hourOf(on, hours[i])), To: earlier(done.To, hourOf(on, hours[i+1]))}
			if !cut.From.Before(cut.To) {
				continue
			}
			p := piece{span: cut, on: on, day: hours[i] >= dayBegins && hours[i] < dayEnds, rate: all.at(on, hours[i])}
			if last := len(out) - 1; last >= 0 && out[last].on == on && out[last].day == p.day && out[last].rate == p.rate {
				out[last].span.To = cut.To
				continue
			}
			out = append(out, p)
		}
	}
	return out
}

func hourOf(day civil.Date, hour int) time.Time {
	if hour == 24 {
		return day.AddDays(1).Midnight()
	}
	return day.At(hour, 0)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func (r Rate) holds(day civil.Date) bool {
	return !day.Before(r.From) && (r.Until.IsZero() || !day.After(r.Until))
}

func (r Rate) hours() (begins, ends int) {
	if r.Begins == 0 && r.Ends == 0 {
		return dayBegins, dayEnds
	}
	return r.Begins, r.Ends
}

// at is the first rate that holds for an hour of a day, or -1.
func (all Rates) at(day civil.Date, hour int) int {
	return slices.IndexFunc(all, func(r Rate) bool {
		begins, ends := r.hours()
		return r.holds(day) && hour >= begins && hour < ends
	})
}

// alike puts parts with the same price together, so that a visit over midnight
// within one price is one part and is rounded once.
func alike(parts []RatedPart) []RatedPart {
	var out []RatedPart
	for _, p := range parts {
		at := slices.IndexFunc(out, func(o RatedPart) bool {
			return o.Price == p.Price && o.Agreement == p.Agreement && o.Model == p.Model
		})
		if at < 0 {
			out = append(out, p)
			continue
		}
		out[at].Minutes += p.Minutes
	}
	slices.SortStableFunc(out, func(a, b RatedPart) int { return a.Day.Compare(b.Day) })
	return out
}
