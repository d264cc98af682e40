package simulate

import (
	"fmt"
	"strings"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
)

// begins writes how the child of an open inquiry lives now, two weeks into it. Of a
// sibling the officer takes the same text and changes only the name, which the
// program warns of (C-19).
func (w *script) begins(q *Inquiry, act func(time.Time, ...engine.Command[casework.Investigation])) {
	if q.Story > 0 || len(q.Child.Guardians) == 0 {
		return
	}
	text := w.families[q.Child.Guardians[0]]
	if text == "" {
		text = homely(w.homely, q)
		w.families[q.Child.Guardians[0]] = text
	}
	if at := office(w.homely, next(civil.DayOf(q.Opened).AddDays(14))); at.Before(w.End) {
		act(at, casework.WritePart{Part: "situation", Text: sentence(q.Child, text)})
	}
}

// homely is a text about one family and no other.
func homely(c chance, q *Inquiry) string {
	months := []string{"augusti", "september", "oktober", "januari", "februari"}
	days := []string{"måndag", "tisdag", "onsdag", "torsdag", "fredag"}
	return strings.Join([]string{
		fmt.Sprintf("NN bor på %s och delar rum med %s.", q.Child.Street, pick(c, []string{"sin bror", "sin syster", "mamma", "två syskon"})),
		fmt.Sprintf("Listan över närvaro visar %d sena morgnar och %d hela dagar borta sedan %s.", c.between(4, 40), c.between(2, 25), pick(c, months)),
		fmt.Sprintf("Mamma säger att läggningen tar %d timmar och att NN vaknar %d gånger en vanlig %s.", c.between(1, 3), c.between(2, 7), pick(c, days)),
		fmt.Sprintf("När vi kom en %s klockan %d visade NN %s.", pick(c, days), c.between(13, 18), pick(c, []string{"sina fotbollskort", "sin kanin", "en teckning av huset", "sitt nya skrivbord", "hur spelet fungerar"})),
	}, " ")
}
