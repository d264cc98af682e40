package main

import (
	"context"
	"fmt"

	"stadga/internal/act"
	"stadga/internal/casework/decideweb"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/exchange"
	"stadga/internal/exchange/exchangesql"
	"stadga/internal/exchange/exchangeweb"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/people"
	"stadga/internal/webkit"
)

// A letterbox is the slit of another board's door: a letter or a receipt can be put
// in, and nothing can be read. It is all that one board holds of another.
type letterbox struct {
	name, shown string
	put         func(ctx context.Context, id ids.ID, letter exchange.Letter) error
	receipt     func(ctx context.Context, id ids.ID, receipt exchange.Receipt) error
}

// letterboxOf is the slit of a board's own door. What is put in twice, because the
// program died in between, is there once: the act is named by the letter.
func letterboxOf(r *record, shown string) letterbox {
	return letterbox{
		name: r.Name, shown: shown,
		put: func(ctx context.Context, id ids.ID, letter exchange.Letter) error {
			_, err := engine.Bind(r.Engine, exchangesql.Arrived()).Do(ctx, engine.SystemForm("letter "+letter.From+" "+id.String()), id, exchange.Arrive{ID: id, Letter: letter})
			return err
		},
		receipt: func(ctx context.Context, id ids.ID, receipt exchange.Receipt) error {
			_, err := engine.Bind(r.Engine, exchangesql.Sent()).Do(ctx, engine.SystemForm("receipt "+id.String()), id, receipt)
			return err
		},
	}
}

// introduce tells boards of each other's letterboxes. It is done before anyone is
// served, and is the only line of the program that holds two boards' records.
func introduce(boards ...*servedBoard) {
	for _, mine := range boards {
		for _, other := range boards {
			if other != mine {
				mine.record.letterboxes = append(mine.record.letterboxes, letterboxOf(other.record, other.set.Shown))
			}
		}
	}
}

func (r *record) letterbox(name string) (letterbox, error) {
	for _, box := range r.letterboxes {
		if box.name == name {
			return box, nil
		}
	}
	return letterbox{}, fault.New(fault.Unmet, "letter.no-board")
}

// carrying are the reactions that take letters and receipts across, each out of the
// outbox of one board's database into the other's. What dies on the way is done again.
func (r *record) carrying() []engine.Reaction {
	return []engine.Reaction{
		{Name: "letter.carry", On: exchange.LetterSent{}.EventName(), Run: func(ctx context.Context, e journal.Recorded) ([]engine.Step, error) {
			letter := e.Event.(exchange.LetterSent).Letter
			box, err := r.letterbox(letter.To)
			if err != nil {
				return nil, err
			}
			if err := box.put(ctx, e.Stream.ID, letter); err != nil {
				return nil, fmt.Errorf("carry a letter to %s: %w", letter.To, err)
			}
			return []engine.Step{engine.Bind(r.Engine, exchangesql.Sent()).Step(e.Stream.ID, exchange.Deliver{})}, nil
		}},
		{Name: "letter.carry-receipt", On: exchange.LetterReceived{}.EventName(), Run: func(ctx context.Context, e journal.Recorded) ([]engine.Step, error) {
			a, _, err := engine.Bind(r.Engine, exchangesql.Arrived()).Load(ctx, e.Stream.ID)
			if err != nil {
				return nil, err
			}
			box, err := r.letterbox(a.From)
			if err != nil {
				return nil, err
			}
			if err := box.receipt(ctx, e.Stream.ID, exchange.Receipt{At: e.At, By: a.ReceivedBy}); err != nil {
				return nil, fmt.Errorf("carry a receipt to %s: %w", a.From, err)
			}
			return nil, nil
		}},
	}
}

// exchangeRoutes are the pages of letters between boards.
func exchangeRoutes(r *record, c siteConfig, door pageDoor) []webkit.Route {
	sent, arrived := engine.Bind(r.Engine, exchangesql.Sent()), engine.Bind(r.Engine, exchangesql.Arrived())
	return exchangeweb.Pages{
		Lists: exchangesql.Queries{DB: r.Store.Reader()}, Names: r.staffNames,
		Boards: func() []exchangeweb.Board {
			var all []exchangeweb.Board
			for _, box := range r.letterboxes {
				all = append(all, exchangeweb.Board{Name: box.name, Shown: box.shown})
			}
			return all
		},
		Case: func(ctx context.Context, who act.Actor, number string, today civil.Date) (exchangeweb.Case, error) {
			found, err := deciding{r, door}.caseOf(ctx, who, number, today)
			if err != nil {
				return exchangeweb.Case{}, err
			}
			return r.letterCase(ctx, found)
		},
		Sent: func(ctx context.Context, id ids.ID) (exchange.SentLetter, error) {
			s, _, err := sent.Load(ctx, id)
			return s, err
		},
		Arrived: func(ctx context.Context, id ids.ID) (exchange.ArrivedLetter, error) {
			a, _, err := arrived.Load(ctx, id)
			return a, err
		},
		Send: func(ctx context.Context, form act.Form, of exchangeweb.Case, letter exchange.Letter) error {
			names, err := r.staffNames(ctx, form.Actor.User)
			if err != nil {
				return err
			}
			letter.From, letter.FromShown, letter.By = r.Name, c.Board, names[form.Actor.User]
			_, err = sent.Do(ctx, form, ids.Derive(form.ID, exchangesql.SentStream), exchange.Send{Case: of.ID, Person: of.Person, Letter: letter})
			return err
		},
		Take: func(ctx context.Context, form act.Form, id ids.ID) error {
			names, err := r.staffNames(ctx, form.Actor.User)
			if err == nil {
				_, err = arrived.Do(ctx, form, id, exchange.Take{ID: id, By: names[form.Actor.User]})
			}
			return err
		},
		File: func(ctx context.Context, form act.Form, id ids.ID, of exchangeweb.Case) error {
			_, err := arrived.Do(ctx, form, id, exchange.File{ID: id, Case: of.ID, Person: of.Person})
			return err
		},
	}.Routes()
}

func (r *record) letterCase(ctx context.Context, c decideweb.Case) (exchangeweb.Case, error) {
	person, err := r.people().Person(ctx, c.Person)
	return exchangeweb.Case{
		ID: c.ID, Person: c.Person, Number: c.Number, Name: c.Name, Identity: person.Number, Protected: person.Protection != people.NoProtection, Band: c.Band,
	}, err
}
