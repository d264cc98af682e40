package simulate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/visits"
)

// A home is where visits are made under one order.
type home struct {
	target   visits.Target
	provider string
	granted  int     // minutes a month
	share    float64 // of what is granted that is delivered
	from     civil.Date
	until    civil.Date // the day after the last; zero: still
	pause    pause
}

// visitDays is how many days back visits are laid where the world does not say.
const visitDays = 60

// Shares of the visits. Those of own operation are typed by hand more often than
// those of companies; the share falls slowly, and rises in July.
const (
	sharePrompt    = 0.98 // registered the same day; the rest two days late
	manualAtStart  = 0.31
	manualAtEnd    = 0.23
	manualJulyMore = 0.08
	monthDays      = 30.4
	visitMinutes   = 22.0
)

// deliveredShare draws how much of what is granted is delivered.
func deliveredShare(c chance) float64 {
	switch at := c.Float64(); {
	case at < 0.04:
		return 1.02 + 0.2*c.Float64()
	case at < 0.18:
		return 0.98 + 0.02*c.Float64()
	case at < 0.30:
		return 0.55 + 0.25*c.Float64()
	}
	return 0.86 + 0.11*c.Float64()
}

// visitHome notes a home that visits are made in.
func (w *script) visitHome(target visits.Target, item *Item, from, until civil.Date, away pause) {
	granted := extentOf(item).Count * 60
	if catalogue(item.Kind).Unit != casework.Hours {
		granted = int(float64(max(item.Times, 2)) * visitMinutes * monthDays / 7)
	}
	share := item.Delivered
	if share == 0 {
		share = deliveredShare(w.texts)
	}
	w.hangTag(target, item.Order.Provider, from, until)
	w.homes = append(w.homes, home{target: target, provider: item.Order.Provider, granted: granted, share: share, from: from, until: until, pause: away})
}

// makeVisits writes the visits of the last days. What staff register over a half
// shift reaches the record together, when the telephone has sent it.
func (w *script) makeVisits() {
	c := newChance(w.Seed, "visits")
	for day := w.day(-cmp.Or(w.VisitDays, visitDays)); !day.After(w.Today); day = day.AddDays(1) {
		shifts := make(map[string][]visits.Register)
		taken := busy{}
		for at := range w.homes {
			w.visitsAt(c, &w.homes[at], day, shifts, taken)
		}
		for _, key := range sortedKeys(shifts) {
			w.sendShift(c, key, day, shifts[key])
		}
	}
	w.planRest()
}

// visitsAt draws the visits of one home on one day.
func (w *script) visitsAt(c chance, h *home, day civil.Date, shifts map[string][]visits.Register, taken busy) {
	if !h.from.Before(day) || !h.until.IsZero() && !day.Before(h.until) {
		return
	}
	if !day.Before(h.pause.from) && day.Before(h.pause.until) {
		return
	}
	if day == w.Today && w.routed[h.target.Person] {
		return // Fatima comes, and nobody else
	}
	planned := float64(h.granted) / monthDays
	n := c.round(planned / visitMinutes)
	if n == 0 {
		return
	}
	minutes := planned / float64(n)
	if planned < visitMinutes {
		minutes = visitMinutes
	}
	for k := range n {
		at := day.At(7, 20).Add(time.Duration(float64(k)+0.5)*14*time.Hour/time.Duration(n) + time.Duration(c.between(-40, 40))*time.Minute)
		plan := visits.Span{From: at.Truncate(5 * time.Minute), To: at.Truncate(5 * time.Minute).Add(time.Duration(minutes) * time.Minute)}
		begin := plan.From.Add(time.Duration(c.NormFloat64()*7) * time.Minute)
		length := max(minutes*h.share*(0.8+0.4*c.Float64()), 4)
		done, fits := taken.after(h.target.Person.String(), visits.Span{From: begin, To: begin.Add(time.Duration(length*60) * time.Second)})
		if !fits {
			continue
		}
		cmd := visits.Register{Target: h.target, Planned: plan, Done: done, Class: visits.TaggedBoth}
		if c.happens(w.manualShare(h.provider, day)) {
			cmd.Class = visits.Manual
			switch c.weighted([]float64{30, 26, 26, 18}) {
			case 0:
				cmd.Reason = visits.Technical
			case 1:
				cmd.Reason = visits.Outside
			case 2:
				cmd.Reason = visits.NoReader
			default:
				cmd.Reason, cmd.Why = visits.Other, "Telefonen var urladdad."
			}
		}
		carer, alone := w.freeCarer(c, h.provider, done, taken)
		if day == w.Today && carer == carerKey("hemtjanst-norr", 1) {
			carer = carerKey("hemtjanst-norr", 2) // Fatima has her route
			alone = false
		}
		if alone {
			cmd.Staff = []ids.User{w.actors[carer].User}
		}
		half := done.From.In(civil.Stockholm).Hour() / 12
		key := fmt.Sprintf("%s %d", carer, half)
		shifts[key] = append(shifts[key], cmd)
	}
}

// A busy is when persons have visits and carers make them, on one day.
type busy map[string][]visits.Span

// walk is the least time between two visits.
const walk = 5 * time.Minute

// free tells whether the one has nothing else then.
func (b busy) free(key string, at visits.Span) bool {
	return !slices.ContainsFunc(b[key], func(s visits.Span) bool { return at.From.Before(s.To.Add(walk)) && s.From.Before(at.To.Add(walk)) })
}

// after puts a visit after those it would lie over; not when the day is too full.
func (b busy) after(person string, at visits.Span) (visits.Span, bool) {
	length := at.To.Sub(at.From)
	for range 4 {
		if b.free(person, at) {
			b[person] = append(b[person], at)
			return at, civil.DayOf(at.From) == civil.DayOf(at.To)
		}
		for _, s := range b[person] {
			if at.From.Before(s.To.Add(walk)) && s.From.Before(at.To.Add(walk)) {
				at = visits.Span{From: s.To.Add(walk), To: s.To.Add(walk + length)}
			}
		}
	}
	return at, false
}

// freeCarer draws one of the carers who has time. Where none has, someone called in
// makes the visit, whom the provider has not told of.
func (w *script) freeCarer(c chance, provider string, at visits.Span, taken busy) (carer string, known bool) {
	for range 8 {
		carer = w.carerOf(c, provider)
		if taken.free(carer, at) {
			taken[carer] = append(taken[carer], at)
			return carer, true
		}
	}
	return carer, false
}

// manualShare is how many of the visits are typed on the day.
func (w *script) manualShare(provider string, day civil.Date) float64 {
	gone := float64(day.DaysSince(w.Start)) / float64(w.Today.DaysSince(w.Start))
	share := manualAtStart + (manualAtEnd-manualAtStart)*gone
	if _, month, _ := day.Parts(); month == time.July {
		share += manualJulyMore
	}
	if provider == "ronnen" || provider == "almviken" {
		share *= 0.6
	}
	return share
}

// sendShift registers what one carer did in half a day.
func (w *script) sendShift(c chance, key string, day civil.Date, done []visits.Register) {
	slices.SortStableFunc(done, func(a, b visits.Register) int { return a.Done.From.Compare(b.Done.From) })
	var carer string
	var half int
	if _, err := fmt.Sscanf(key, "%s %d", &carer, &half); err != nil {
		panic("simulate: a shift without its half: " + key)
	}
	var prompt []visits.Register
	for _, cmd := range done {
		switch {
		case cmd.Done.To.After(w.End):
			w.keepRest(carer, cmd)
		case c.happens(sharePrompt):
			prompt = append(prompt, cmd)
		default:
			cmd.Class, cmd.Reason, cmd.Why = visits.Manual, visits.Other, "Glömde registrera."
			w.register(c, cmd.Done.To.AddDate(0, 0, 2), carer, cmd)
		}
	}
	if len(prompt) > 0 {
		w.register(c, prompt[len(prompt)-1].Done.To.Add(time.Duration(c.between(1, 9))*time.Minute), carer, prompt...)
	}
}

func (w *script) register(c chance, at time.Time, carer string, cmds ...visits.Register) {
	desk := carer
	if provider, _, home := strings.Cut(carer, "/"); home {
		desk = contact(provider)
	}

	for _, cmd := range cmds {
		at = latest(at, cmd.Done.To)
	}
	if at.After(w.End) {
		at = w.End
	}
	made := make([]ids.ID, len(cmds))
	for n := range cmds {
		made[n] = w.ids.New(cmds[n].Done.From)
		w.mark(c, at, made[n], carer, &cmds[n])
		cmd := cmds[n]
		w.deliveredBy(cmd)
		if correctable(cmd) && w.corrected.falls() {
			w.correct(c, made[n], desk, cmd)
			if w.mended == nil {
				w.mended = map[ids.Order]bool{}
			}
			w.mended[cmd.Target.Order] = true
		}
	}
	w.do(at, carer, func() []engine.Step {
		steps := make([]engine.Step, len(cmds))
		for n, cmd := range cmds {
			steps[n] = w.registering(made[n], cmd)
		}
		return steps
	})
}

func (w *script) carerOf(c chance, provider string) string {
	for _, at := range carersAt {
		if at.provider == provider {
			return carerKey(provider, c.between(1, at.number))
		}
	}
	return contact(provider)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
