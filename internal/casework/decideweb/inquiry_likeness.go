package decideweb

import (
	"fmt"
	"net/http"

	"stadga/internal/fault"
	"stadga/internal/likeness"
	"stadga/internal/webkit"
)

// A CopyView warns that a text stands elsewhere too, with a link where the reader
// may open that.
type CopyView struct {
	Says string
	Link *webkit.Link
}

const copiesNamed = 3

// copies warns of a part's text that is copied (C-19). What may be told is decided
// by access: a file that the reader may open is linked, and named when it is the
// reader's own; of any other only that there is one, and of one who has protected
// identity not even that. A text taken over as unchanged from the last
// investigation is no copy of it, and a warning that is answered is not said again.
func (p Pages) copies(r *http.Request, s *scene, key string) ([]CopyView, error) {
	now := s.i.Part(key)
	if now.Text == "" || s.i.AnswerTo(key) != "" {
		return nil, nil
	}
	like, elsewhere, all, err := p.Lists.Likeness(r.Context(), s.i.ID, s.Person, now.Text)
	if err != nil {
		return nil, err
	}
	mend := " Skriv det som är " + s.Given + "s eget, eller svara varför det ska stå så."
	var out []CopyView
	hidden := false
	for _, l := range like {
		if len(out) == copiesNamed {
			break
		}
		path := fmt.Sprintf("/arende/%s/utredning/%d/%s", l.In, l.Number, l.Part)
		if l.Case == s.ID {
			if now.Kept.IsZero() {
				out = append(out, CopyView{
					Says: fmt.Sprintf("Minst hälften av texten står också i utredning %d. Skriv vad som gäller nu, eller svara varför det ska stå så.", l.Number),
					Link: &webkit.Link{Path: path, Words: fmt.Sprintf("Öppna utredning %d", l.Number)},
				})
			}
			continue
		}
		other, err := p.Others.Case(r.Context(), webkit.Actor(r), l.In, s.today)
		switch {
		case err == nil:
			of := "ärende " + l.In
			if l.Officer == webkit.Actor(r).User {
				of += ", " + other.Name
			}
			out = append(out, CopyView{Says: "Minst hälften av texten står också i " + of + "." + mend, Link: &webkit.Link{Path: path, Words: "Öppna texten i " + l.In}})
		case fault.KindOf(err) == fault.NotFound || fault.KindOf(err) == fault.Forbidden:
			secret, err := p.Others.Secrets(r.Context(), l.Person)
			if err != nil {
				return nil, err
			}
			hidden = hidden || len(secret) == 0
		default:
			return nil, err
		}
	}
	switch {
	case hidden && len(out) < copiesNamed:
		out = append(out, CopyView{Says: "Minst hälften av texten står också i en akt som du inte har tillgång till." + mend})
	case len(like) == 0 && likeness.Copied(elsewhere, all):
		out = append(out, CopyView{Says: "Minst hälften av texten är sådant som står i andra personers akter." + mend})
	}
	return out, nil
}
