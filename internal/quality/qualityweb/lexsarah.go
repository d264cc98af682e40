package qualityweb

import (
	"context"
	"fmt"
	"net/url"

	"stadga/internal/act"
	"stadga/internal/quality"
	"stadga/internal/webkit"
)

// OpenLexSarah counts the lex Sarah matters that are not closed, of what the actor
// sees of the register (SoL 27 kap.). It leads to the list of the same selection.
func OpenLexSarah(ctx context.Context, register Register, who act.Actor) (webkit.Figure, error) {
	asked := url.Values{askView: {views(who)[0]}, askKind: {string(quality.LexSarah)}}
	s := selection(asked)
	s.Scope = scopeOf(who, asked.Get(askView), nil)
	n, err := register.Count(ctx, s)
	if err != nil {
		return webkit.Figure{}, fmt.Errorf("open lex Sarah: %w", err)
	}
	f := webkit.Figure{Path: registerPath + "?" + asked.Encode(), Count: n, Words: "Öppna lex Sarah-ärenden", Sub: "utreds genast"}
	if n > 0 {
		f.Lage = webkit.Sen
	}
	return f, nil
}
