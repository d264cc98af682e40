package webkit

import (
	"fmt"
	"strings"
)

// A Chart is one model drawn as SVG, with a sentence first and a table after
// (ux.md 8). Numbers under five persons are the caller's to hide.
type Chart struct {
	ID       string
	Sentence string
	Title    string   // what the plot shows
	Heads    []string // of the table: label, value
	Points   []Point
	Line     bool // a line over time; else bars
	Law      float64
	Goal     float64 // a local goal, drawn dashed; 0: none
	Top      float64 // of the axis; 0: the highest point
	Unit     string  // after each number: "\u00a0%"
	Source   string  // "Källa: mottagningen. Läst 12 mars 2026 08:52."
}

// A Point is one bar or one point of the line.
type Point struct {
	Label string
	Value int
	Path  string // the list behind; empty: none
	// Unknown is a time that nothing can be said of: the line has a gap there and the
	// table a dash, never a nought.
	Unknown bool
}

const (
	plotWidth  = 520.0
	plotHeight = 150.0
	plotTop    = 26.0
	plotBase   = 118.0
	plotLeft   = 34.0
)

func (c Chart) most() float64 {
	most := max(c.Law, c.Goal, c.Top)
	for _, p := range c.Points {
		most = max(most, float64(p.Value))
	}
	return max(1, most)
}

func (c Chart) y(v float64) float64 { return plotBase - v/c.most()*(plotBase-plotTop) }

func (c Chart) step() float64 { return (plotWidth - plotLeft - 26) / float64(max(1, len(c.Points))) }

// Desc says the numbers in words, for those who do not see the plot.
func (c Chart) Desc() string {
	var said []string
	for _, p := range c.Points {
		if p.Unknown {
			said = append(said, p.Label+": kan inte bedömas")
			continue
		}
		said = append(said, fmt.Sprintf("%s: %d%s", p.Label, p.Value, c.Unit))
	}
	return strings.Join(said, ". ") + "."
}

// A Mark is one point as drawn.
type Mark struct {
	Point
	X, Y, W, H float64
	Last       bool
	Labelled   bool // twelve labels and no more fit below
}

// Marks places every point.
func (c Chart) Marks() []Mark {
	var marks []Mark
	every := len(c.Points)/12 + 1
	for i, p := range c.Points {
		y := c.y(float64(p.Value))
		m := Mark{Point: p, X: plotLeft + c.step()*(float64(i)+.5), Y: y, W: c.step() * .7, H: plotBase - y, Last: i == len(c.Points)-1, Labelled: i%every == 0}
		if !c.Line {
			m.X -= m.W / 2
		}
		marks = append(marks, m)
	}
	return marks
}

// Curve is the path of the line.
func (c Chart) Curve() string {
	var d strings.Builder
	op := "M"
	for _, m := range c.Marks() {
		if m.Unknown {
			op = "M"
			continue
		}
		fmt.Fprintf(&d, "%s%.1f %.1f ", op, m.X, m.Y)
		op = "L"
	}
	return strings.TrimSpace(d.String())
}

// LawY is where the stroke of the law stands.
func (c Chart) LawY() float64 { return c.y(c.Law) }

// GoalY is where the stroke of the goal stands.
func (c Chart) GoalY() float64 { return c.y(c.Goal) }

// A Spark (gnista) is a small line over time beside a figure, in per cent. A month
// with nothing to judge is left out. {{template "gnista" .Spark}}
type Spark struct {
	Percents []int // below nought: nothing to judge
	Goal     int   // per cent; 0: none is set
	Words    string
}

const (
	sparkWidth = 104.0
	sparkLeft  = 4.0
	sparkBase  = 25.0
	sparkTop   = 3.0
)

// y places a share between the lowest and the highest there is, the goal too, with
// never less than ten per cent between them: what hardly moves looks so.
func (s Spark) y(percent int) float64 {
	low, high := 100, 0
	for _, p := range s.Percents {
		if p >= 0 {
			low, high = min(low, p), max(high, p)
		}
	}
	if s.Goal > 0 {
		low, high = min(low, s.Goal), max(high, s.Goal)
	}
	low = max(0, min(low, high-10))
	high = max(high, low+10)
	return sparkBase - (sparkBase-sparkTop)*float64(percent-low)/float64(high-low)
}

func (s Spark) x(i int) float64 {
	return sparkLeft + (sparkWidth-sparkLeft)*float64(i)/float64(max(1, len(s.Percents)-1))
}

// Curve is the path of the line.
func (s Spark) Curve() string {
	var d strings.Builder
	op := "M"
	for i, percent := range s.Percents {
		if percent >= 0 {
			fmt.Fprintf(&d, "%s%.1f %.1f ", op, s.x(i), s.y(percent))
			op = "L"
		}
	}
	return strings.TrimSpace(d.String())
}

// GoalY is where the stroke of the goal stands.
func (s Spark) GoalY() float64 { return s.y(s.Goal) }

// End is the last point of the line.
func (s Spark) End() Mark {
	for i := len(s.Percents) - 1; i >= 0; i-- {
		if s.Percents[i] >= 0 {
			return Mark{X: s.x(i), Y: s.y(s.Percents[i])}
		}
	}
	return Mark{}
}

// A Share is n of N in three parts: met, not met, and what cannot be judged,
// which is never counted as met. {{template "andel" .Share}}
type Share struct {
	Met, Not, Unknown int
	Goal              int // per cent; 0: no goal
}

// Of is all of them.
func (s Share) Of() int { return s.Met + s.Not + s.Unknown }

// Judged is those that can be judged: N of "n av N".
func (s Share) Judged() int { return s.Met + s.Not }

// Percent is the share of the judged that is met.
func (s Share) Percent() string { return Percent(s.Met, s.Judged()) }

// Words writes "166 av 231".
func (s Share) Words() string { return Thousands(s.Met) + " av " + Thousands(s.Judged()) }

// Badge says how the share stands to its goal; a goal not set says so.
func (s Share) Badge() Badge {
	if s.Judged() == 0 {
		return Badge{Oklar, "inget att bedöma"}
	}
	got := s.Met * 100
	switch goal := s.Goal * s.Judged(); {
	case s.Goal == 0:
		return Badge{Lugn, "inget mål satt"}
	case got >= goal:
		return Badge{Klar, "når målet"}
	case goal-got > 10*s.Judged():
		return Badge{Idag, "långt under målet"}
	default:
		return Badge{Snart, "under målet"}
	}
}

const shareWidth = 220.0

// MetWidth, UnknownX, UnknownWidth and GoalX place the parts of the bar.
func (s Share) MetWidth() float64 { return shareWidth * float64(s.Met) / float64(max(1, s.Of())) }

// UnknownWidth is the width of the hatched part.
func (s Share) UnknownWidth() float64 {
	return shareWidth * float64(s.Unknown) / float64(max(1, s.Of()))
}

// UnknownX is where the hatched part begins.
func (s Share) UnknownX() float64 { return shareWidth - s.UnknownWidth() }

// GoalX is where the stroke of the goal stands.
func (s Share) GoalX() float64 { return shareWidth * float64(s.Goal) / 100 }

// A Load is one bar of persons' loads: cases, and what heavier ones add.
type Load struct{ Cases, Weighted, Most int }

// CasesWidth is the filled part.
func (l Load) CasesWidth() float64 { return 240 * float64(l.Cases) / float64(max(1, l.Most)) }

// WeightWidth is the dashed part that heavier cases add.
func (l Load) WeightWidth() float64 {
	return 240 * float64(max(0, l.Weighted-l.Cases)) / float64(max(1, l.Most))
}
