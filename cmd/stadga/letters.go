package main

import (
	"context"

	"stadga/internal/casework/decideweb"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/letters"
	"stadga/internal/letters/lettersweb"
	"stadga/internal/org/orgsql"
	"stadga/internal/webkit"
)

// letterTexts describes the stream of a standing text to the engine.
func letterTexts() engine.Kind[letters.Text] {
	return engine.Kind[letters.Text]{
		Name: letters.Stream, Fold: (*letters.Text).Fold, Says: letters.Text.Says, Persons: letters.Text.Persons, Events: letters.Events(),
	}
}

// letterText is what stands in one place of letters of that day.
func (r *record) letterText(ctx context.Context, place string, day civil.Date) ([]string, error) {
	p, _ := letters.PlaceOf(place)
	t, _, err := engine.Bind(r.Engine, letterTexts()).Load(ctx, letters.StreamID(place))
	return t.At(p, day), err
}

// letterRoutes are the pages where standing texts are written and put in use.
func letterRoutes(r *record) []webkit.Route {
	return lettersweb.Pages{
		Texts: engine.Bind(r.Engine, letterTexts()),
		Lix: func(heading string, text []string) int {
			return decideweb.Lix(decideweb.Letter{Sections: []decideweb.LetterSection{{Heading: heading, Text: text}}})
		},
		Staff: func(ctx context.Context, users ...ids.User) (map[ids.User]string, error) {
			return orgsql.Queries{DB: r.Store.Reader()}.Names(ctx, users)
		},
	}.Routes()
}
