package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/jobs"
	"stadga/internal/journal"
	"stadga/internal/keeping"
	"stadga/internal/keeping/keepingsql"
	"stadga/internal/keeping/keepingweb"
	"stadga/internal/org/orgsql"
	"stadga/internal/quality/qualitysql"
	"stadga/internal/store"
	"stadga/internal/webkit"
)

// erasureRoutes are the pages where text that must not stand is taken out of a case.
func erasureRoutes(r *record, door pageDoor) []webkit.Route {
	erasures, q := engine.Bind(r.Engine, keepingsql.Erasures()), keepingsql.Queries{DB: r.Store.Reader()}
	// A deviation hangs on a case and has readers of its own.
	mayRead := func(ctx context.Context, who act.Actor, stream journal.StreamID) bool {
		if stream.Kind != qualitysql.Deviations().Name {
			return true
		}
		_, err := door.Open(ctx, who, "deviation.read", duty.Subject{Kind: stream.Kind, ID: stream.ID})
		return err == nil
	}
	return keepingweb.Erasing{
		Case: func(ctx context.Context, who act.Actor, number string, today civil.Date) (keepingweb.ErasedCase, error) {
			c, err := deciding{r, door}.caseOf(ctx, who, number, today)
			return keepingweb.ErasedCase{ID: c.ID, Person: c.Person, Number: c.Number, Band: c.Band}, err
		},
		Texts: func(ctx context.Context, who act.Actor, of ids.Case, stream journal.StreamID) ([]keepingweb.WrittenText, error) {
			in, err := q.InCase(ctx, of, stream)
			if err == nil && (!in || !mayRead(ctx, who, stream)) {
				err = fault.New(fault.NotFound, "web.no-such-page")
			}
			if err != nil {
				return nil, err
			}
			return r.writtenIn(ctx, stream)
		},
		Streams: func(ctx context.Context, who act.Actor, of ids.Case, visits bool, offset int) ([]keepingweb.WrittenStream, int, error) {
			streams, count, err := q.StreamsOf(ctx, of, visits, webkit.PageSize, offset)
			if err != nil {
				return nil, 0, err
			}
			var all []keepingweb.WrittenStream
			for _, s := range streams {
				if !mayRead(ctx, who, s) {
					continue
				}
				texts, err := r.writtenIn(ctx, s)
				if err != nil {
					return nil, 0, err
				}
				if len(texts) > 0 {
					all = append(all, keepingweb.WrittenStream{Stream: s, First: texts[0]})
				}
			}
			return all, count, nil
		},
		Of: func(ctx context.Context, stream journal.StreamID) ([]keepingweb.ErasureState, error) {
			lines, err := q.ErasuresOf(ctx, stream)
			if err != nil {
				return nil, err
			}
			var all []keepingweb.ErasureState
			for _, l := range lines {
				e, _, err := erasures.Load(ctx, l.ID)
				if err != nil {
					return nil, err
				}
				all = append(all, keepingweb.ErasureState{ID: l.ID, Erasure: e})
			}
			return all, nil
		},
		Names: r.staffNames, Open: door.Open,
		Propose: func(ctx context.Context, form act.Form, of keeping.ErasedText) error {
			_, err := erasures.Do(ctx, form, ids.Derive(form.ID, keeping.ErasureStream), keeping.ProposeErasure{Of: of})
			return err
		},
		Decide: func(ctx context.Context, form act.Form, id ids.ID, today civil.Date) error {
			e, _, err := erasures.Load(ctx, id)
			if err != nil {
				return err
			}
			names, err := r.staffNames(ctx, form.Actor.User, e.By)
			if err != nil {
				return err
			}
			cmd := keeping.DecideErasure{Case: e.Of.Case, Says: e.Of.Instead(webkit.LongDay(today), names[form.Actor.User], names[e.By])}
			cuts, err := r.cuts(ctx, e.Of, cmd.Says)
			for _, cut := range cuts {
				cmd.Left = append(cmd.Left, journal.TextErased{Stream: e.Of.Kind, ID: e.Of.ID, Version: cut.Version, Left: journal.LeftDigest(cut.Left)})
			}
			if err == nil {
				_, err = erasures.Do(ctx, form, id, cmd)
			}
			return err
		},
		Withdraw: func(ctx context.Context, form act.Form, id ids.ID) error {
			e, _, err := erasures.Load(ctx, id)
			if err == nil {
				_, err = erasures.Do(ctx, form, id, keeping.WithdrawErasure{Case: e.Of.Case})
			}
			return err
		},
	}.Routes()
}

func (r *record) staffNames(ctx context.Context, users ...ids.User) (map[ids.User]string, error) {
	return orgsql.Queries{DB: r.Store.Reader()}.Names(ctx, users)
}

// writtenIn lists what someone has written in the events of a stream. What is hidden
// on its own page, because it stands on the wrong person, is hidden here too.
func (r *record) writtenIn(ctx context.Context, stream journal.StreamID) ([]keepingweb.WrittenText, error) {
	events, err := r.Store.Bodies(ctx, stream)
	if err != nil {
		return nil, err
	}
	hidden := false
	if stream.Kind == casesql.Notes().Name {
		var n casework.Note
		n, _, err = engine.Bind(r.Engine, casesql.Notes()).Load(ctx, stream.ID)
		hidden = n.Misfiled != "" && !n.Moved
	}
	var all []keepingweb.WrittenText
	for _, e := range events {
		keys := keeping.Texts()[e.Name]
		if len(keys) == 0 || e.JSON == nil {
			continue
		}
		_, texts, err := journal.WithoutText(e.JSON, keys, "")
		if err != nil {
			return nil, err
		}
		if len(texts) == 0 {
			continue
		}
		if hidden {
			texts = []string{"Texten är dold: anteckningen är märkt som felplacerad."}
		}
		all = append(all, keepingweb.WrittenText{Version: e.Version, At: e.At, By: e.Actor, Says: texts, Gone: e.Left})
	}
	return all, err
}

// cuts are what is to stand in the place of each of the texts that is not out yet.
func (r *record) cuts(ctx context.Context, of keeping.ErasedText, says string) ([]store.Cut, error) {
	events, err := r.Store.Bodies(ctx, journal.StreamID{Kind: of.Kind, ID: of.ID})
	if err != nil {
		return nil, err
	}
	var all []store.Cut
	for _, e := range events {
		if e.JSON == nil || e.Left || !slices.Contains(of.Versions, e.Version) {
			continue
		}
		left, texts, err := journal.WithoutText(e.JSON, keeping.Texts()[e.Name], says)
		if err != nil {
			return nil, err
		}
		all = append(all, store.Cut{Version: e.Version, Left: left, Texts: texts, Says: says})
	}
	return all, nil
}

// erasuresAtOnce is more than anyone decides in a day.
const erasuresAtOnce = 100

// erasing takes out of the record, within a minute, what two persons have decided.
// It is then gone from every page. The database is written anew when files are
// disposed of, and then the erasure has its receipt.
func (r *record) erasing() jobs.Job {
	return jobs.Job{Name: "erase", Every: time.Minute, Run: func(ctx context.Context) (bool, error) {
		_, err := r.eraseDecided(ctx)
		return false, err
	}}
}

func (r *record) eraseDecided(ctx context.Context) ([]keepingsql.ErasureLine, error) {
	going, err := keepingsql.Queries{DB: r.Store.Reader()}.ErasuresGoing(ctx, erasuresAtOnce)
	if err != nil {
		return nil, err
	}
	for _, line := range going {
		if err := r.erase(ctx, line); err != nil {
			return nil, fmt.Errorf("erasure %s: %w", line.ID, err)
		}
	}
	return going, nil
}

func (r *record) erase(ctx context.Context, line keepingsql.ErasureLine) error {
	e, _, err := engine.Bind(r.Engine, keepingsql.Erasures()).Load(ctx, line.ID)
	if err != nil {
		return err
	}
	cuts, err := r.cuts(ctx, e.Of, e.Says)
	if err != nil || len(cuts) == 0 {
		return err
	}
	about := []ids.ID{e.Of.Case.ID}
	if c, err := (casesql.Register{DB: r.Store.Reader()}).Case(ctx, e.Of.Case); err == nil {
		about = append(about, c.Person.ID)
	}
	if _, err := r.Store.Erase(ctx, line.Of, cuts, about...); err != nil {
		return err
	}
	r.Engine.Forget()
	return nil
}

// finishErasures notes that the database holds no more of what was taken out.
func (r *record) finishErasures(ctx context.Context, done []keepingsql.ErasureLine) error {
	erasures := engine.Bind(r.Engine, keepingsql.Erasures())
	for _, line := range done {
		e, _, err := erasures.Load(ctx, line.ID)
		if err == nil {
			_, err = erasures.Do(ctx, engine.SystemForm("erased "+line.ID.String()), line.ID, keeping.FinishErasure{Case: e.Of.Case})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// forgetting empties the memory when another process has taken something out of
// the record, and once more: an act that was under way may have put it back.
func (r *record) forgetting() func(context.Context) error {
	known, again := "", false
	return func(ctx context.Context) error {
		word, err := r.Store.WentAway(ctx)
		if err != nil {
			return err
		}
		if word != known || again {
			r.Engine.Forget()
		}
		known, again = word, word != known
		return nil
	}
}
