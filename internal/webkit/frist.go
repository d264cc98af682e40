package webkit

import (
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

// soonDays is when a calm frist becomes one that comes soon: within the week.
const soonDays = 7

// FristOf draws an obligation as it stands at an instant. The caller adds
// Ground, Why and Mend, which need the rule's words.
func FristOf(o duty.Obligation, now time.Time) Frist {
	today := civil.DayOf(now)
	state := o.StateAt(now)
	switch {
	case state == duty.Undetermined:
		return Frist{Badge: Badge{Oklar, "kan inte bedömas"}, Bar: unknownBar()}
	case state == duty.NotApplicable:
		return Frist{Badge: Badge{Stopp, "gäller inte längre"}}
	case o.Never:
		return Frist{Badge: Badge{Sen, "bröts " + PlainDay(o.MetOn(), today)}}
	case state == duty.Met, state == duty.MetLate:
		return metFrist(o, state, today)
	case !o.DueAt.IsZero():
		return hourFrist(o.DueAt, now)
	case o.Strict.IsZero() && state == duty.Late:
		return Frist{Badge: Badge{Sen, "saknas"}, Before: "skulle ha funnits " + PlainDay(o.Ground.Day, today)}
	case o.Strict.IsZero():
		f := Frist{Badge: Badge{Idag, "genast"}}
		if !o.Ground.At.IsZero() {
			f.Before = "sedan " + DayAndTime(o.Ground.At, today)
		}
		return f
	}
	return dayFrist(o, today)
}

func metFrist(o duty.Obligation, state duty.State, today civil.Date) Frist {
	f := Frist{
		Badge: Badge{Klar, "uppfylld " + PlainDay(o.MetOn(), today)}, Before: "i tid, gränsen var", Day: o.Strict,
		Bar: barOf(o.Ground.Day, o.Strict, o.Due(), o.Local, o.MetOn()),
	}
	switch {
	case state == duty.MetLate && o.MetOn().After(o.Due()):
		f.Badge, f.Before = Badge{Stopp, "uppfylld " + Days(o.MetOn().DaysSince(o.Due())) + " för sent"}, "gränsen var"
	case state == duty.MetLate:
		f.Badge, f.Before = Badge{Stopp, "uppfylld för sent"}, "gränsen var"
	case o.Strict.IsZero():
		f.Before = ""
	case !o.Until.IsZero():
		f.Before, f.Day = "aktuell till och med", o.Until
	}
	return f
}

func hourFrist(due, now time.Time) Frist {
	today := civil.DayOf(now)
	switch left := due.Sub(now); {
	case left < 0 && -left < 24*time.Hour:
		return Frist{Badge: Badge{Sen, span(-left) + " försenad"}, Before: "gränsen var " + DayAndTime(due, today)}
	case left < 0:
		return Frist{Badge: Badge{Sen, Days(today.DaysSince(civil.DayOf(due))) + " försenad"}, Before: "gränsen var " + DayAndTime(due, today)}
	case civil.DayOf(due) == today:
		return Frist{Badge: Badge{Idag, span(left) + " kvar"}, Before: "senast i dag " + ClockTime(due)}
	case left < 24*time.Hour: // the hours count, also past midnight (B-04)
		return Frist{Badge: Badge{Snart, span(left) + " kvar"}, Before: "senast " + ShortDay(civil.DayOf(due), today) + " " + ClockTime(due)}
	default:
		return Frist{Badge: Badge{Snart, "senast " + ShortDay(civil.DayOf(due), today) + " " + ClockTime(due)}}
	}
}

// span writes hours or minutes: "18 minuter", "3 timmar".
func span(d time.Duration) string {
	if h := int(d.Hours()); h > 0 {
		return Count(h, "timme", "timmar")
	}
	return Count(int(d.Minutes()), "minut", "minuter")
}

func dayFrist(o duty.Obligation, today civil.Date) Frist {
	last := o.Due()
	left := last.DaysSince(today)
	f := Frist{Day: o.Strict, Before: "senast", Year: o.Strict.Year() != today.Year(), Bar: barOf(o.Ground.Day, o.Strict, last, o.Local, today)}
	switch {
	case left < 0:
		f.Badge, f.Before = Badge{Sen, Days(-left) + " försenad"}, "gränsen var"
	case left == 0:
		f.Badge = Badge{Idag, "i dag"}
	case left <= soonDays:
		f.Badge = Badge{Snart, Days(left) + " kvar"}
	default:
		f.Badge = Badge{Lugn, Days(left) + " kvar"}
	}
	if left < 0 {
		return f
	}
	if plan := workday(o.Strict); plan != o.Strict && !plan.Before(today) {
		f.After = fmt.Sprintf(", planera till %s", ShortDay(plan, today))
	}
	if local := o.Local; !local.IsZero() && local.Before(o.Strict) {
		words := ", lokalt mål "
		if local.Before(today) {
			words = ", lokalt mål var "
		}
		f.After += words + ShortDay(local, today)
	}
	return f
}

// workday is the last day of work not after d: nobody plans on the grace that
// a weekend gives.
func workday(d civil.Date) civil.Date {
	for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		d = d.AddDays(-1)
	}
	return d
}

// A Bar draws a frist: a box per day when it is short (dagstav), else a ruler.
// The words beside it carry everything; the drawing is hidden from readers.
type Bar struct {
	Width int
	Rects []Rect
	Lines []Line
}

// A Rect is one box of a drawing.
type Rect struct {
	Class      string
	X, Y, W, H float64
}

// A Line is one upright stroke of a drawing.
type Line struct {
	Class string
	X     float64
}

// SVG draws the bar. It has a box for each day, and stands on every row of a
// list: a template would take most of the page's time for it. Nothing in it comes
// from outside.
func (b *Bar) SVG() template.HTML {
	return template.HTML(b.append(make([]byte, 0, 128+80*len(b.Rects))))
}

func (b *Bar) append(svg []byte) []byte {
	width := strconv.Itoa(b.Width)
	px := func(before string, v float64) {
		svg = append(svg, before...)
		svg = strconv.AppendFloat(svg, v, 'f', 1, 64)
	}
	svg = append(svg, `<svg class="stav" width="`+width+`" height="16" viewBox="0 0 `+width+` 16" aria-hidden="true">`...)
	for _, r := range b.Rects {
		svg = append(svg, `<rect class="`+r.Class...)
		px(`" x="`, r.X)
		px(`" y="`, r.Y)
		px(`" width="`, r.W)
		px(`" height="`, r.H)
		svg = append(svg, `"/>`...)
	}
	for _, l := range b.Lines {
		svg = append(svg, `<path class="`+l.Class...)
		px(`" d="M`, l.X)
		svg = append(svg, ` 0v16"/>`...)
	}
	return append(svg, `</svg>`...)
}

const (
	shortest  = 24  // days that still get a box each
	ruler     = 180 // width of the ruler
	lateBoxes = 14  // late days that still get a box each
)

func unknownBar() *Bar {
	return &Bar{Width: ruler + 2, Rects: []Rect{{"okant", 1, 4.5, ruler - 2, 7}}}
}

func barOf(start, strict, last, local, at civil.Date) *Bar {
	if start.IsZero() || strict.IsZero() || !start.Before(strict) {
		return nil
	}
	if strict.DaysSince(start) <= shortest {
		return dayBar(start, strict, last, at)
	}
	return rulerBar(start, strict, local, at)
}

func dayBar(start, strict, last, at civil.Date) *Bar {
	b := &Bar{Rects: make([]Rect, 0, max(0, strict.DaysSince(start))+lateBoxes)}
	x := 1.0
	for d := start.AddDays(1); !d.After(strict); d = d.AddDays(1) {
		y, h := 2.0, 12.0
		if d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
			y, h = 8, 6
		}
		if d.After(at) {
			b.Rects = append(b.Rects, Rect{"kvar", x + .5, y + .5, 5, h - 1})
		} else {
			b.Rects = append(b.Rects, Rect{"gatt", x, y, 6, h})
		}
		x += 9
	}
	b.Lines = append(b.Lines, Line{"grans", x})
	x += 4
	for n := range min(lateBoxes, at.DaysSince(last)) {
		b.Rects = append(b.Rects, Rect{"over", x + float64(9*n), 2, 6, 12})
	}
	b.Width = int(x) + 9*max(0, min(lateBoxes, at.DaysSince(last))) + 1
	return b
}

func rulerBar(start, strict, local, at civil.Date) *Bar {
	whole := float64(strict.DaysSince(start))
	gone := min(1, max(0, float64(at.DaysSince(start))/whole))
	b := &Bar{Width: ruler + 2, Rects: []Rect{{"spar", .5, 4.5, ruler - 1, 7}, {"gatt", 0, 4, gone * ruler, 8}}}
	if !local.IsZero() && local.After(start) && local.Before(strict) {
		b.Lines = append(b.Lines, Line{"mal", float64(local.DaysSince(start)) / whole * ruler})
	}
	b.Lines = append(b.Lines, Line{"grans", ruler})
	return b
}

// WhyPath is the address that explains an obligation, under the page of the case,
// the order or the review it is seen from.
func WhyPath(root string, o duty.Obligation) string {
	path := root + "/varfor/" + o.Subject.Kind + "/" + o.Subject.ID.String() + "/" + o.Rule
	query := url.Values{}
	if o.About != "" {
		query.Set("om", o.About)
	}
	if o.Nth > 0 {
		query.Set("nr", strconv.Itoa(o.Nth))
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path
}

// WhyLink is the link to it that stands beside a finding in a list.
func WhyLink(root string, o duty.Obligation) *Link {
	return &Link{Path: WhyPath(root, o), Words: "Varför?"}
}
