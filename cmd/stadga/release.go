package main

import (
	"context"
	"fmt"
	"slices"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
	"stadga/internal/exchange/exchangesql"
	"stadga/internal/extract"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/org/orgsql"
	"stadga/internal/people"
	"stadga/internal/release"
	"stadga/internal/release/releasesql"
	"stadga/internal/release/releaseweb"
	"stadga/internal/webkit"
)

// releaseRoutes are the pages where someone's wish to read a file is tried.
func releaseRoutes(record *record, c siteConfig, door pageDoor) []webkit.Route {
	r := deciding{record, door}
	queries := releasesql.Queries{DB: r.Store.Reader()}
	staff := func(ctx context.Context, users ...ids.User) (map[ids.User]string, error) {
		return orgsql.Queries{DB: r.Store.Reader()}.Names(ctx, users)
	}
	return releaseweb.Pages{
		Municipality: c.Municipality, Board: c.Board, Releases: engine.Bind(r.Engine, releasesql.Releases()),
		Case: func(ctx context.Context, who act.Actor, number string, today civil.Date) (releaseweb.Case, error) {
			found, err := r.caseOf(ctx, who, number, today)
			return releaseweb.Case{ID: found.ID, Person: found.Person, Number: found.Number, Name: found.Name, Band: found.Band}, err
		},
		Of: func(ctx context.Context, c ids.Case, limit, offset int) ([]releaseweb.Row, error) {
			rows, err := queries.Of(ctx, c, limit, offset)
			all := make([]releaseweb.Row, len(rows))
			for i, row := range rows {
				all[i] = releaseweb.Row(row)
			}
			return all, err
		},
		Count: queries.Count, Parts: queries.Parts, Reader: record.fileReader, Hints: record.keptBack, Staff: staff,
		Right: func(who act.Actor, outcome string, today civil.Date) release.Right {
			kind := casework.RefuseFile
			if outcome == release.Given {
				kind = casework.ReleaseFile
			}
			by, stop := r.delegation.Judge(kind, act.Env{Actor: who, Today: today})
			return release.Right{Point: by.Point, Ref: by.Ref, Stop: stop}
		},
	}.Routes()
}

// fileReader tells what parts of a file say, with everyone in them named as the
// record names them: what may not be read is kept back by the trial. It asks for
// each name once.
func (r *record) fileReader() releaseweb.Reader {
	known := map[ids.ID]string{}
	return func(ctx context.Context, part journal.StreamID) (extract.Text, error) {
		var failed error
		text, err := r.fileText(ctx, part, func(id ids.ID) string {
			name, found := known[id]
			if !found {
				var err error
				if name, err = r.nameOf(ctx, id); err != nil {
					failed = err
				}
				known[id] = name
			}
			return name
		})
		if err == nil {
			err = failed
		}
		return text, err
	}
}

// fileText is what one part of a file says.
func (r *record) fileText(ctx context.Context, part journal.StreamID, named extract.Naming) (extract.Text, error) {
	switch part.Kind {
	case "intake":
		return readAs(ctx, engine.Bind(r.Engine, casesql.Intakes()), part, named)
	case "case":
		return readAs(ctx, engine.Bind(r.Engine, casesql.Cases()), part, named)
	case "note":
		return readAs(ctx, engine.Bind(r.Engine, casesql.Notes()), part, named)
	case "investigation":
		return readAs(ctx, engine.Bind(r.Engine, casesql.Investigations()), part, named)
	case "decision":
		return readAs(ctx, engine.Bind(r.Engine, casesql.Decisions()), part, named)
	case "coercion":
		return readAs(ctx, engine.Bind(r.Engine, casesql.Coercions()), part, named)
	case "proposal":
		return readAs(ctx, engine.Bind(r.Engine, casesql.Proposals()), part, named)
	case "order":
		return readAs(ctx, engine.Bind(r.Engine, deliverysql.Orders()), part, named)
	case exchangesql.SentStream:
		return readAs(ctx, engine.Bind(r.Engine, exchangesql.Sent()), part, named)
	case exchangesql.ArrivedStream:
		return readAs(ctx, engine.Bind(r.Engine, exchangesql.Arrived()), part, named)
	}
	return extract.Text{}, fmt.Errorf("a file has no part of the kind %s", part.Kind)
}

// readAs loads a part and lets it tell what it says.
func readAs[S interface {
	FileText(named extract.Naming) extract.Text
}](ctx context.Context, stream *engine.Stream[S], part journal.StreamID, named extract.Naming) (extract.Text, error) {
	state, _, err := stream.Load(ctx, part.ID)
	if err != nil {
		return extract.Text{}, err
	}
	return state.FileText(named), nil
}

// nameOf is what a person, a member of staff or a provider is called; empty when the
// record knows none of that id.
func (r *record) nameOf(ctx context.Context, id ids.ID) (string, error) {
	if id.IsZero() {
		return "", nil
	}
	staff, err := orgsql.Queries{DB: r.Store.Reader()}.Names(ctx, []ids.User{{ID: id}})
	if err != nil || staff[ids.User{ID: id}] != "" {
		return staff[ids.User{ID: id}], err
	}
	persons, err := r.people().Persons(ctx, []ids.Person{{ID: id}})
	if err != nil {
		return "", err
	}
	if p, found := persons[ids.Person{ID: id}]; found {
		return p.Name.String(), nil
	}
	providers, err := r.choices(ctx, civil.DayOf(r.Clock()))
	for _, c := range providers {
		if c.ID.ID == id {
			return c.Name, err
		}
	}
	return "", err
}

// keptBack are words of a case's file that may have to be kept back from who asks:
// who reported, where someone with protected identity is, and everyone near the
// person but the person.
func (r *record) keptBack(ctx context.Context, c ids.Case, asker release.Asker) ([]release.Hint, error) {
	found, err := casesql.Register{DB: r.Store.Reader()}.Case(ctx, c)
	if err != nil {
		return nil, err
	}
	intakes, err := releasesql.Queries{DB: r.Store.Reader()}.Intakes(ctx, c)
	if err != nil {
		return nil, err
	}
	var hints []release.Hint
	add := func(g release.Ground, words ...string) {
		for _, w := range words {
			if w != "" {
				hints = append(hints, release.Hint{Word: w, Ground: g})
			}
		}
	}
	stream := engine.Bind(r.Engine, casesql.Intakes())
	for _, id := range intakes {
		in, _, err := stream.Load(ctx, id)
		if err != nil {
			return nil, err
		}
		add(release.GroundReporter, in.Reporter.Name, in.Reporter.Contact)
	}
	person, err := r.people().Person(ctx, found.Person)
	if err != nil {
		return nil, err
	}
	if person.Protection != people.NoProtection && asker != release.AskerSelf {
		add(release.GroundAddress, append(person.Contact.Parts(), person.Number.Reveal())...)
	}
	var near []ids.Person
	for _, rel := range person.Relations {
		near = append(near, rel.Person)
		add(release.GroundPerson, rel.Name, rel.Phone)
	}
	others, err := r.people().Persons(ctx, near)
	if err != nil {
		return nil, err
	}
	for _, id := range near {
		other, known := others[id]
		if !known {
			continue
		}
		if other.Protection != people.NoProtection {
			add(release.GroundAddress, other.Contact.Parts()...)
		}
		if asker == release.AskerGuardian && other.Protection == people.NoProtection && slices.ContainsFunc(person.Relations, func(rel people.Relation) bool {
			return rel.Kind == people.Guardian && rel.Person == id
		}) {
			continue // who asks is one of them, and reads the other's name in what the matter says
		}
		add(release.GroundPerson, other.Name.String(), other.Name.Given, other.Number.Reveal())
	}
	return hints, nil
}
