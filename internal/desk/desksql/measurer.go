package desksql

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"stadga/internal/access"
	"stadga/internal/civil"
	"stadga/internal/desk"
	"stadga/internal/ids"
	"stadga/internal/store"
)

// A Measurer counts what the desk's pages show, all views in one reading of each
// rule, and keeps the sums: a page reads them in a few rows, however many cases
// there are, and no act counts anything. The list behind a figure is always read
// anew.
type Measurer struct {
	DB    *store.DB
	Book  Book
	Clock func() time.Time
	Log   *slog.Logger
	// Beside are figures of other areas that are counted with the desk's, by name:
	// each is kept as the JSON of what it gives, and read by Counted.
	Beside map[string]func(ctx context.Context, now time.Time) (any, error)

	mu    sync.Mutex
	going *counting
}

// Book is what is counted.
type Book interface {
	desk.Book
	Points() []desk.Point
	Reconciles() []desk.Reconcile
	Edition() string
}

// A counting is one that goes on.
type counting struct {
	ended    chan struct{}
	stop     context.CancelFunc
	mu       sync.Mutex
	done, of int
	err      error
}

func (c *counting) tell(done, of int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done, c.of = done, of
}

const (
	fresh   = 15 * time.Minute // how old the sums may grow
	rest    = 20               // times as long as a counting took, the next waits at least
	longest = 30 * time.Minute // for a counting; one begun before that has been broken off
)

// Due counts anew when the sums have grown old, unless someone does already, and
// waits for it no longer than so. It is run by a job.
func (m *Measurer) Due(ctx context.Context, wait time.Duration) error {
	latest, err := store.LatestMeasurement(ctx, m.DB.Reader())
	if err != nil {
		return err
	}
	age := m.Clock().Sub(latest.Taken)
	if latest.Num != 0 && latest.Book == m.Book.Edition() && age < max(fresh, rest*latest.Took) {
		return nil
	}
	since, err := store.MeasuringSince(ctx, m.DB.Reader())
	if err != nil || !since.IsZero() && m.Clock().Sub(since) < longest {
		return err
	}
	_, err = m.Recount(ctx, wait)
	return err
}

// Recount counts anew, and waits for it no longer than so. It goes on in the
// background; several who ask get one counting.
func (m *Measurer) Recount(ctx context.Context, wait time.Duration) (desk.Counting, error) {
	m.mu.Lock()
	c := m.going
	if c == nil {
		background, stop := context.WithTimeout(context.Background(), longest)
		c = &counting{ended: make(chan struct{}), stop: stop}
		m.going = c
		go m.count(background, c)
	}
	m.mu.Unlock()
	enough := time.NewTimer(wait)
	defer enough.Stop()
	select {
	case <-c.ended:
		return desk.Counting{}, c.err
	case <-enough.C:
	case <-ctx.Done():
		return desk.Counting{}, ctx.Err()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return desk.Counting{Going: true, Done: c.done, Of: c.of}, nil
}

// Stop breaks off a counting that goes on, so that the record can be closed.
func (m *Measurer) Stop() {
	m.mu.Lock()
	c := m.going
	m.mu.Unlock()
	if c != nil {
		c.stop()
		<-c.ended
	}
}

func (m *Measurer) count(ctx context.Context, c *counting) {
	defer c.stop()
	err := m.take(ctx, c.tell)
	if err != nil && ctx.Err() == nil {
		m.Log.Error("the figures could not be counted", "err", err)
	}
	m.mu.Lock()
	m.going = nil
	m.mu.Unlock()
	c.err = err
	close(c.ended)
}

func (m *Measurer) take(ctx context.Context, tell func(done, of int)) error {
	began, now := time.Now(), m.Clock()
	num, err := m.DB.BeginMeasurement(ctx, now, m.Book.Edition())
	if err != nil {
		return err
	}
	parts, err := Queries{DB: m.DB.Reader()}.measure(ctx, m.Book, now, tell)
	if err != nil {
		return err
	}
	for name, count := range m.Beside {
		counted, err := count(ctx, now)
		if err != nil {
			return fmt.Errorf("count %s: %w", name, err)
		}
		body, err := json.Marshal(counted)
		if err != nil {
			return err
		}
		parts = append(parts, store.MeasurementPart{View: besideView, Split: name, Body: string(body)})
	}
	return m.DB.KeepMeasurement(ctx, num, time.Since(began), parts)
}

// besideView is the view under which the figures of other areas are kept.
const besideView = "ovriga"

// Counted reads a figure of another area as it was last counted, and when; false
// when it has not been.
func (m *Measurer) Counted(ctx context.Context, name string, into any) (time.Time, bool, error) {
	latest, err := store.LatestMeasurement(ctx, m.DB.Reader())
	if err != nil || latest.Num == 0 {
		return time.Time{}, false, err
	}
	body, err := store.PartOfMeasurement(ctx, m.DB.Reader(), latest, besideView, name)
	if err != nil || body == "" {
		return time.Time{}, false, err
	}
	if err := json.Unmarshal([]byte(body), into); err != nil {
		return time.Time{}, false, fmt.Errorf("counted %s: %w", name, err)
	}
	return latest.Taken, true, nil
}

// Measured reads the sums of a view, split each way, as they were last counted.
func (m *Measurer) Measured(ctx context.Context, view desk.View, by ...desk.Split) (desk.Measurement, map[desk.Split]desk.Sums, error) {
	latest, err := store.LatestMeasurement(ctx, m.DB.Reader())
	if err != nil || latest.Num == 0 {
		return desk.Measurement{}, nil, err
	}
	sums := map[desk.Split]desk.Sums{}
	for _, split := range by {
		body, err := store.PartOfMeasurement(ctx, m.DB.Reader(), latest, view.Key(), string(split))
		if err != nil {
			return desk.Measurement{}, nil, err
		}
		of := desk.Sums{}
		if body != "" {
			if err := json.Unmarshal([]byte(body), &of); err != nil {
				return desk.Measurement{}, nil, fmt.Errorf("part %s of a measurement: %w", split, err)
			}
		}
		sums[split] = of
	}
	return desk.Measurement(latest), sums, nil
}

// History reads the sums of a view as they were last counted in each month from
// the day on, by month: how what is to stand all the time has moved.
func (m *Measurer) History(ctx context.Context, view desk.View, from civil.Date) (desk.Sums, error) {
	bodies, err := store.MeasuredMonths(ctx, m.DB.Reader(), view.Key(), from)
	if err != nil {
		return nil, err
	}
	months := desk.Sums{}
	for month, body := range bodies {
		var whole desk.Sums
		if err := json.Unmarshal([]byte(body), &whole); err != nil {
			return nil, fmt.Errorf("measurement of %s: %w", month, err)
		}
		months[month] = whole[""]
	}
	return months, nil
}

// views are the trays of the views that rows fall in.
type views map[desk.View]*tray

// tray is the tray of a view. Of an officer's own rows nobody compares the parts.
func (v views) tray(view desk.View) *tray {
	if v[view] == nil {
		by := []desk.Split{desk.Whole, desk.ByMonth, desk.ByLack}
		if view.Kind != desk.Own {
			by = append(by, desk.Splits()...)
		}
		v[view] = newTray(by...)
	}
	return v[view]
}

// all puts a row in every view that it is seen in.
func (v views) all(r *countedRow) {
	v.tray(desk.View{Kind: desk.Everyone}).add(r)
	if !r.officer.IsZero() {
		v.tray(desk.View{Kind: desk.Own, ID: r.officer.ID}).add(r)
	}
	if r.held == 1 {
		return
	}
	v.tray(desk.View{Kind: desk.Open}).add(r)
	if !r.unit.IsZero() {
		v.tray(desk.View{Kind: desk.OfUnit, ID: r.unit.ID}).add(r)
	}
}

// measure counts every view. One rule is read at a time, which bounds what is held.
func (q Queries) measure(ctx context.Context, book Book, now time.Time, tell func(done, of int)) ([]store.MeasurementPart, error) {
	v := views{}
	rules := desk.CountedRules(book.Points(), book.Reconciles())
	figures := append(desk.UnitFigures(book, everyone(), ids.Unit{}, now), desk.RollUp(book, everyone(), now)...)
	of := len(rules) + len(figures) + 1
	for i, rule := range rules {
		tell(i, of)
		if err := q.visit(ctx, desk.Selection{Scope: everyone(), Rules: []string{rule}, Now: now}, v.all); err != nil {
			return nil, err
		}
		for _, t := range v {
			clear(t.persons)
		}
	}
	for i, f := range figures {
		tell(len(rules)+i, of)
		if err := q.figure(ctx, v, f); err != nil {
			return nil, err
		}
	}
	if err := q.flows(ctx, v, civil.DayOf(now)); err != nil {
		return nil, err
	}
	var parts []store.MeasurementPart
	for view, t := range v {
		for split, sums := range t.sums {
			body, err := json.Marshal(sums)
			if err != nil {
				return nil, err
			}
			parts = append(parts, store.MeasurementPart{View: view.Key(), Split: string(split), Body: string(body)})
		}
	}
	return parts, nil
}

// figure counts one of a unit's figures, whole and by unit.
func (q Queries) figure(ctx context.Context, v views, f desk.Figure) error {
	key := desk.FigureKey(f.Key)
	put := func(unit ids.Unit, held, n int) {
		for _, kind := range []desk.ViewKind{desk.Everyone, desk.Open} {
			if kind == desk.Open && held == 1 {
				continue
			}
			t := v.tray(desk.View{Kind: kind})
			t.sums[desk.Whole].Add("", key, desk.Counted, n)
			t.sums[desk.ByUnit].Add(unit.String(), key, desk.Counted, n)
		}
	}
	if f.Cases {
		c := ofCases(desk.CaseSelection{Scope: f.Selection.Scope, Unassigned: true})
		return q.byUnitHeld(ctx, casesFrom+c.where(), c.args, put)
	}
	c := of(f.Selection)
	return q.byUnitHeld(ctx, from(f.Selection)+c.where(), c.args, put)
}

func (q Queries) byUnitHeld(ctx context.Context, rest string, args []any, put func(unit ids.Unit, held, n int)) error {
	const held = `case when p.protection <> '' and length(c.officer) > 0 then 1 else 0 end`
	rows, err := q.DB.QueryContext(ctx, `select unit, held, count(*) from (select c.unit as unit, `+held+` as held`+rest+`) r group by unit, held`, args...)
	if err != nil {
		return fmt.Errorf("count by unit: %w", err)
	}
	return each(rows, func() error {
		var unit ids.Unit
		var held, n int
		err := rows.Scan(&unit, &held, &n)
		put(unit, held, n)
		return err
	})
}

// flows counts what came in and what ended, month by month for a year.
func (q Queries) flows(ctx context.Context, v views, today civil.Date) error {
	flow, err := q.Flow(ctx, access.Scope{All: true}, ids.Unit{}, firstOf(today).AddMonths(-11), today)
	if err != nil {
		return err
	}
	sums := v.tray(desk.View{Kind: desk.Open}).sums[desk.ByMonth]
	for _, f := range flow {
		sums.Add(f.Month, desk.FigureKey(desk.FlowIn), desk.Counted, f.In)
		sums.Add(f.Month, desk.FigureKey(desk.FlowOut), desk.Counted, f.Out)
		sums.Add(f.Month, desk.FigureKey(desk.FlowOpen), desk.Counted, f.Open)
	}
	return nil
}
