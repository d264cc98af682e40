package caseweb

import (
	"net/http"
	"strconv"
	"strings"

	"stadga/internal/access"
	"stadga/internal/casework"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// PreparationPage is /enhet/beredning: what the unit's group takes up at its coming
// meetings, and what it came to lately (C-22).
type PreparationPage struct {
	webkit.Page
	Waiting, Held webkit.Listing
}

const (
	preparationsShown = 100
	preparationsBack  = 60 // days
)

func (p Pages) getPreparations(w http.ResponseWriter, r *http.Request) error {
	ctx, who, today := r.Context(), webkit.Actor(r), webkit.Today(r)
	waiting, held, err := p.Lines.Preparations(ctx, who.Unit, today.AddDays(-preparationsBack), preparationsShown)
	if err != nil {
		return err
	}
	page := &PreparationPage{Page: webkit.Page{
		Title: "Ärendeberedning", Strong: webkit.Count(len(waiting), "ärende väntar på beredning.", "ärenden väntar på beredning."),
		Sentence: "Handläggaren sätter upp ärendet i utredningen. Beredningen ger råd, den som har rätt att besluta beslutar.",
	}}
	if page.Waiting, err = p.preparationList(r, waiting, "Väntar på beredning"); err != nil {
		return err
	}
	if page.Held, err = p.preparationList(r, held, "Beredda de senaste 60 dagarna"); err != nil {
		return err
	}
	return p.show(w, r, "beredning.html", page)
}

// preparationList makes rows of what the door confirms.
func (p Pages) preparationList(r *http.Request, found []casework.PreparationRow, caption string) (webkit.Listing, error) {
	ctx, today := r.Context(), webkit.Today(r)
	list := webkit.Listing{
		Caption: caption, Columns: []webkit.Column{{Words: "Ärende"}, {Words: "Person"}, {Words: "Insats"}, {Words: "Möte"}, {Words: "Handläggare"}, {Words: "Läge"}},
		Empty: webkit.Empty{Sentence: "Inget ärende här."},
	}
	var named []ids.Person
	var officers []ids.User
	for _, row := range found {
		named, officers = append(named, row.Case.Person), append(officers, row.Case.Officer)
	}
	persons, err := p.People.Persons(ctx, named)
	if err != nil {
		return list, err
	}
	names, err := p.Staff.Names(ctx, officers)
	if err != nil {
		return list, err
	}
	files := make([]access.File, len(found))
	for i, row := range found {
		files[i] = fileOf(row.Case, persons[row.Case.Person].Protection, nil)
	}
	seen := p.Door.OnFiles(webkit.Actor(r), "case.read", files)
	for i, row := range found {
		if !seen[i].Allowed {
			continue // protected persons are seen by who has them
		}
		var services []string
		for _, key := range row.Services {
			kind, _ := casework.ServiceByKey(key)
			services = append(services, kind.Name)
		}
		if len(services) == 0 {
			services = []string{"–"} // it was prepared without standing on the list
		}
		meeting, state := webkit.Cell{Name: "Möte", Words: "–"}, webkit.Cell{Name: "Läge", Badge: &webkit.Badge{Lage: webkit.Klar, Words: row.Result.Words()}}
		if row.Held.IsZero() || !row.Meeting.IsZero() {
			meeting.Words, state.Badge = webkit.PlainDay(row.Meeting, today), &webkit.Badge{Lage: webkit.Lugn, Words: "väntar"}
			if row.Meeting.Before(today) {
				state.Badge = &webkit.Badge{Lage: webkit.Sen, Words: "mötet har varit, skriv in"}
			}
		} else {
			meeting.Words = webkit.PlainDay(row.Held, today)
			if row.Result == casework.PreparedMore {
				state.Badge.Lage = webkit.Snart
			}
		}
		path := "/arende/" + row.Case.Number
		list.Rows = append(list.Rows, webkit.ListRow{Path: path + preparationPart(row.Number), Words: row.Case.Number, Cells: []webkit.Cell{
			{Name: "Person", Words: listed(persons[row.Case.Person], today)},
			{Name: "Insats", Words: strings.Join(services, ", ")},
			meeting,
			{Name: "Handläggare", Words: names[row.Case.Officer]},
			state,
		}})
	}
	list.Paging = webkit.Paging{From: min(1, len(list.Rows)), To: len(list.Rows), Of: len(list.Rows)}
	return list, nil
}

// preparationPart is where an investigation's preparation is written.
func preparationPart(number int) string {
	return "/utredning/" + strconv.Itoa(number) + "/beredning"
}
