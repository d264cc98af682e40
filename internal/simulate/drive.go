package simulate

import (
	"context"
	"fmt"
	"sync"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
)

// A Clock is the simulated clock that the engine reads. It stands still until
// the driver moves it.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Clock returns a clock that shows the day before the plan's first matter, when
// the board is opened and its book adopted.
func (p *Plan) Clock() *Clock { return &Clock{now: p.earliest().AddDate(0, 0, -1)} }

// Now is what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *Clock) set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

// IDs is the source of ids of a world: the same seed gives the same ids. An
// engine that lives a world takes its ids from here too.
func IDs(seed int64) ids.Source {
	return ids.Source{Random: &shared{chance: newChance(seed, "ids")}}
}

// shared lets several goroutines read one chance.
type shared struct {
	mu     sync.Mutex
	chance chance
}

func (s *shared) Read(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.chance.Read(b)
}

// Progress tells how far a life has come: acts done, of how many, and the
// simulated day.
type Progress func(done, all int, at time.Time)

// A Refusal is an act that the engine would not take: the one who did it may not,
// or what it follows from was not there.
type Refusal struct {
	At    time.Time
	By    string // key of staff
	Does  string // what its first step would have done, as the access policies know it
	Story int    // number of the story it belongs to; 0: background
	Err   error
}

// Live lives the plan: every intent becomes a real command through the engine,
// at its own instant on the clock, by the one whose duty it was. The engine must
// read the clock and take its ids from the source.
//
// An act that is refused is left undone and listed, as it would be at an office:
// those that follow from it are then refused too. The plan is made so that none
// is; the tests hold it to that.
func (p *Plan) Live(ctx context.Context, e *engine.Engine, clock *Clock, source ids.Source, tell Progress) ([]Refusal, error) {
	return p.write(bind(e), source).live(ctx, e, clock, tell)
}

func (w *script) live(ctx context.Context, e *engine.Engine, clock *Clock, tell Progress) ([]Refusal, error) {
	var refused []Refusal
	day := civil.DayOf(w.earliest())
	for done := 0; done < len(w.intents); {
		if w.EachDay != nil && day.Before(civil.DayOf(w.intents[done].at)) {
			day = day.AddDays(1)
			if err := w.begin(ctx, clock, day); err != nil {
				return refused, err
			}
			continue // what the morning brought may come before what was next
		}
		intent := w.intents[done]
		done++
		clock.set(intent.at)
		if intent.typed != nil {
			if err := w.try(ctx, e, intent.typed); err != nil {
				return refused, fmt.Errorf("simulate: what %s typed at %s: %w", intent.by, intent.at.Format(time.DateTime), err)
			}
			continue
		}
		actor := act.Actor{System: true}
		if intent.by != "" {
			actor = w.actors[intent.by]
		}
		form := act.Form{ID: e.NewForm(), Actor: actor}
		steps := intent.steps()
		_, err := e.Do(ctx, form, steps...)
		switch {
		case err == nil:
		case len(fault.All(err)) > 0:
			refused = append(refused, Refusal{At: intent.at, By: intent.by, Does: steps[0].Action(), Story: intent.story, Err: err})
		default:
			return refused, fmt.Errorf("simulate: act %d of %d, %s by %s: %w", done, len(w.intents), intent.at.Format(time.DateTime), intent.by, err)
		}
		if tell != nil {
			tell(done, len(w.intents), intent.at)
		}
	}
	for ; w.EachDay != nil && day.Before(w.Today); day = day.AddDays(1) {
		if err := w.begin(ctx, clock, day.AddDays(1)); err != nil {
			return refused, err
		}
	}
	clock.set(w.End)
	return refused, nil
}

// begin lets a day begin, and those whose duty it is take care of what the
// program raised.
func (w *script) begin(ctx context.Context, clock *Clock, day civil.Date) error {
	morning := day.At(0, 1)
	clock.set(morning)
	raised, err := w.EachDay(ctx)
	if err != nil {
		return fmt.Errorf("simulate: the morning of %s: %w", day, err)
	}
	for _, id := range raised {
		if err := w.raised(ctx, id, morning); err != nil {
			return err
		}
	}
	return nil
}
