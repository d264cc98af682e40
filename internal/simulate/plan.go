package simulate

import (
	"context"
	"errors"
	"sort"
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
)

// A World says what to simulate. The same World gives the same plan.
type World struct {
	Seed        int64
	Inhabitants int       // of the municipality or of the district shown
	Months      int       // of history before End
	End         time.Time // the present: nothing is planned to be done after it
	Stories     bool      // tell the stories too
	VisitDays   int       // how many days back visits are laid; 0: visitDays
}

// fullTown is the number of inhabitants that yearly counts are given for.
const fullTown = 50_000

// A Plan is everything that happens to everyone, before any of it is done.
type Plan struct {
	World
	Start, Today civil.Date
	Town         *Town
	Reports      []*Report
	Applications []*Application

	// EachDay is what the program does by itself when a day begins, and tells which
	// deviations it has raised; nil: nothing.
	EachDay func(context.Context) ([]ids.Deviation, error)

	// Drafts are what someone has typed and left when the plan has been lived.
	Drafts []Draft

	extras   []extra   // acts of stories beside their matters
	changes  []change  // what stories decide of a decision afterwards
	sittings []sitting // what is typed in stories and not signed
	telling  int       // number of the story that is being told
	roster   roster
	scale    float64 // of the full town
	known    map[*Person]bool
	taken    map[*Person]bool // persons that stories speak of

	reported map[int]int // deviations numbered, by year
}

// NewPlan draws the plan of a world.
func NewPlan(w World) (*Plan, error) {
	if w.Inhabitants < 100 || w.Months < 1 {
		return nil, errors.New("simulate: a town has at least 100 inhabitants and a history of a month")
	}
	today := civil.DayOf(w.End)
	town, err := newTown(w.Seed, w.Inhabitants, today)
	if err != nil {
		return nil, err
	}
	p := &Plan{
		World: w, Start: today.AddMonths(-w.Months), Today: today, Town: town,
		scale: float64(w.Inhabitants) / fullTown, known: make(map[*Person]bool), taken: make(map[*Person]bool),
	}
	p.roster = newRoster(p.Start.AddMonths(-36), today)
	p.roster.leave[leaver] = append(p.roster.leave[leaver], leave{from: p.lastDayOfLeaver().AddDays(1), to: today.AddMonths(12), story: true})
	if w.Stories {
		p.roster.leave["sofia-wallin"] = append(p.roster.leave["sofia-wallin"], leave{from: p.day(-12), to: p.day(9), story: true})
		p.tellStories()
	}
	p.planLeaving()
	p.planChildren()
	p.planOlder()
	p.planLSS()
	p.planAdults()
	sort.SliceStable(p.Reports, func(i, j int) bool { return p.Reports[i].Received.Before(p.Reports[j].Received) })
	sort.SliceStable(p.Applications, func(i, j int) bool {
		return p.Applications[i].Received.Before(p.Applications[j].Received)
	})
	return p, nil
}

// years is the length of the plan.
func (p *Plan) years() float64 { return float64(p.Months) / 12 }

// count makes a number for the whole plan of a yearly number in the full town.
func (p *Plan) count(c chance, yearly float64) int { return c.round(yearly * p.scale * p.years()) }

// stock makes a number on a day of the number in the full town.
func (p *Plan) stock(c chance, number float64) int { return c.round(number * p.scale) }

// begun tells whether an instant lies in the past of the plan.
func (p *Plan) begun(at time.Time) bool { return !at.IsZero() && !at.After(p.End) }

// happened tells whether a day has come.
func (p *Plan) happened(day civil.Date) bool { return !day.IsZero() && !day.After(p.Today) }

// planLeaving draws who dies and who moves while the plan runs. Those who stay in
// town are as likely as their age has it.
func (p *Plan) planLeaving() {
	c := newChance(p.Seed, "leaving")
	span := p.Today.DaysSince(p.Start)
	for _, person := range p.Town.People {
		if p.taken[person] {
			continue
		}
		yearly := 0.0005
		switch years := age(person.Born, p.Today); {
		case years >= 90:
			yearly = 0.19
		case years >= 80:
			yearly = 0.08
		case years >= 65:
			yearly = 0.02
		}
		if c.happens(yearly * p.years()) {
			person.Died = p.Start.AddDays(c.IntN(span + 1))
		} else if c.happens(0.008 * p.years()) {
			person.Moved = p.Start.AddDays(c.IntN(span + 1))
		}
	}
}

// here tells whether the person lives in the town that day.
func here(person *Person, day civil.Date) bool {
	return (person.Died.IsZero() || day.Before(person.Died)) && (person.Moved.IsZero() || day.Before(person.Moved))
}

// solOn is the social services act that a decision of the day rests on.
func solOn(day civil.Date) string {
	if day.Before(civil.On(2025, time.July, 1)) {
		return "SoL01"
	}
	return "SoL25"
}
