package deskweb

import (
	"context"
	"net/http"
	"slices"
	"time"

	"stadga/internal/act"
	"stadga/internal/desk"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// Alerts tells managers of children who need protection now, and takes their answer.
type Alerts interface {
	// Of lists the alerts to any of the users that nobody has answered, oldest
	// first, and after them those answered since an instant.
	Of(ctx context.Context, users []ids.User, since time.Time) ([]desk.Alert, error)
	Receipt(ctx context.Context, form act.Form, intake ids.Intake) error
}

// AlertRow is one alert on top of Min dag.
type AlertRow struct {
	webkit.FormHead
	Post    string // where it is answered; empty: it has been
	Path    string // the case; empty when the reader may not open it
	Number  string
	Person  string
	Told    string
	Frist   webkit.Frist
	Receipt string // who answered, and when
}

// A ToldRow is something that the program tells a manager of, to be looked at on
// a page of its own.
type ToldRow struct {
	What, Who, Why string
	Path           string
	Subject        duty.Subject // whose obligation it is
	Frist          webkit.Frist
}

// alerts are what stands on top of a manager's day, until it is answered, and
// who answered for the rest of the day.
func (p Pages) alerts(r *http.Request, covers []desk.Cover) ([]AlertRow, error) {
	me, today := webkit.Actor(r), webkit.Today(r)
	users := []ids.User{me.User}
	for _, c := range covers {
		users = append(users, c.User)
	}
	found, err := p.Alerts.Of(r.Context(), users, today.Midnight())
	if err != nil {
		return nil, err
	}
	var rows []AlertRow
	for _, a := range found {
		row := AlertRow{Number: number(r, a.Case), Person: "Ett barn", Told: webkit.DayAndTime(a.Sent, today)}
		if p.Door.Sees(me, a.Case.File())[0] {
			row.Path, row.Person = caseAddress(a.Case), person(r, a.Case)
		}
		if a.Waits() {
			row.FormHead, row.Post = webkit.NewForm(r, 0, ""), "/min-dag/kvittera/"+a.Intake.String()
			if a.Owed.Rule != "" {
				row.Frist = webkit.FristOf(a.Owed, webkit.Now(r))
				row.Frist.Ground = p.ground(&a.Owed)
			}
		} else {
			row.Receipt = a.By + ", " + webkit.DayAndTime(a.Receipted, today)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// postReceipt handles POST /min-dag/kvittera/{nr}. That someone else was first is
// what the page then says, and no fault to mend.
func (p Pages) postReceipt(w http.ResponseWriter, r *http.Request) error {
	id, err := ids.Parse(r.PathValue("nr"))
	if err != nil {
		return fault.New(fault.NotFound, "desk.unknown-list")
	}
	err = p.Alerts.Receipt(r.Context(), webkit.Form(r), ids.Intake{ID: id})
	if slices.ContainsFunc(fault.All(err), func(f *fault.Error) bool { return f.Text == "intake.alert-receipted" }) {
		err = nil
	}
	if err != nil {
		return err
	}
	return webkit.Done(w, r, "/min-dag")
}

// answered leaves out of the day what stands on top of it already.
func answered(rows []desk.Row, alerts []AlertRow, told []ToldRow) []desk.Row {
	return slices.DeleteFunc(rows, func(row desk.Row) bool {
		return slices.ContainsFunc(told, func(t ToldRow) bool { return t.Subject == row.Subject }) || row.Rule == desk.RuleAlert && slices.ContainsFunc(alerts, func(a AlertRow) bool { return a.Post == "/min-dag/kvittera/"+row.Subject.ID.String() })
	})
}
