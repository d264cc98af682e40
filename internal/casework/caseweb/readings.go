package caseweb

import (
	"net/http"
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// A Reading is one part of the person's file that someone opened.
type Reading struct {
	At     time.Time
	Who    ids.User
	For    ids.User // whom the reader stood in for; zero: nobody
	Part   string
	Ground string
}

// A Showing is a list on which someone has been shown the person, on one day.
type Showing struct {
	Day      civil.Date
	Who, For ids.User
	Part     string
}

// ReadingsPage is /arende/{nr}/lasningar: who has read what, when and on what
// ground (lag 2001:454, 10 §).
type ReadingsPage struct {
	webkit.Page
	List  webkit.Listing
	Lists webkit.Listing // that have shown the person
}

// readingsShown is how many of the latest readings the page lists. Older ones
// are the log reviewer's.
const readingsShown = 100

func (p Pages) getReadings(w http.ResponseWriter, r *http.Request) error {
	f, err := p.read(r)
	if err != nil {
		return err
	}
	readings, err := p.Readings(r.Context(), f.Person.ID, readingsShown)
	if err != nil {
		return err
	}
	var users []ids.User
	for _, one := range readings {
		users = append(users, one.Who, one.For)
	}
	showings, err := p.Showings(r.Context(), f.Person.ID, readingsShown)
	if err != nil {
		return err
	}
	for _, one := range showings {
		users = append(users, one.Who, one.For)
	}
	names, err := p.Staff.Names(r.Context(), users)
	if err != nil {
		return err
	}
	today := webkit.Today(r)
	page := &ReadingsPage{
		Page: webkit.Page{
			At:    webkit.Place{Step: "lasningar"},
			Title: "Läsningar", Sentence: "De senaste gångerna någon öppnade en del av akten, och de listor där personen har visats.", Person: f.Band(today, false),
			Back: &webkit.Link{Path: f.Path(""), Words: "Ärende " + f.Case.Number},
		},
		List: webkit.Listing{
			Caption: "Läsningar", Columns: []webkit.Column{{Words: "När"}, {Words: "Vem"}, {Words: "Vad"}, {Words: "På vilken grund"}},
			Paging: webkit.Paging{From: min(1, len(readings)), To: len(readings), Of: len(readings)},
			Empty:  webkit.Empty{Sentence: "Ingen har läst något."},
		},
		Lists: webkit.Listing{
			Caption: "Listor där personen har visats", Columns: []webkit.Column{{Words: "Dag"}, {Words: "Vem"}, {Words: "Lista"}},
			Paging: webkit.Paging{From: min(1, len(showings)), To: len(showings), Of: len(showings)},
			Empty:  webkit.Empty{Sentence: "Ingen lista har visat personen."},
		},
	}
	reader := func(user, behalf ids.User) webkit.Cell {
		who := webkit.Cell{Name: "Vem", Words: names[user]}
		if name := names[behalf]; name != "" {
			who.Sub = "ersatte " + name
		}
		return who
	}
	for _, one := range showings {
		page.Lists.Rows = append(page.Lists.Rows, webkit.ListRow{Words: webkit.PlainDay(one.Day, today), Cells: []webkit.Cell{
			reader(one.Who, one.For), {Name: "Lista", Words: one.Part},
		}})
	}
	for _, one := range readings {
		page.List.Rows = append(page.List.Rows, webkit.ListRow{Words: webkit.DayAndTime(one.At, today), Cells: []webkit.Cell{
			reader(one.Who, one.For), {Name: "Vad", Words: one.Part}, {Name: "På vilken grund", Words: one.Ground},
		}})
	}
	return p.show(w, r, "lasningar.html", page)
}
