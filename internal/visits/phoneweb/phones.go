package phoneweb

import (
	"net/http"

	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/webkit"
)

// PhonesPage is /utforare/besok/telefoner: where the phones of one's staff are emptied.
type PhonesPage struct {
	webkit.Page
	Rows  []PhonesRow
	Empty string
}

// A PhonesRow is one of the staff.
type PhonesRow struct {
	webkit.FormHead
	User, Name, Since string
}

const phonesMost = 200

func (p Pages) getPhones(w http.ResponseWriter, r *http.Request) error {
	staff, err := p.Others.Colleagues(r.Context(), webkit.Actor(r).Provider)
	if err != nil {
		return err
	}
	page := &PhonesPage{Page: webkit.Page{
		Title: "Telefoner", Sentence: "Töm en telefon som är borta. Den töms vid nästa kontakt.",
		Back: &webkit.Link{Path: "/utforare/besok", Words: "Besök"},
	}}
	for _, s := range staff[:min(len(staff), phonesMost)] {
		row := PhonesRow{FormHead: webkit.NewForm(r, 0, ""), User: s.ID.String(), Name: s.Name}
		full, _, err := p.Staff.Load(r.Context(), s.ID.ID)
		if err != nil {
			return err
		}
		if at := full.PhonesEmptied; !at.IsZero() {
			row.Since = "Tömning beställd " + webkit.DayAndTime(at, webkit.Today(r))
		}
		page.Rows = append(page.Rows, row)
	}
	if len(page.Rows) == 0 {
		page.Empty = "Ingen hos er loggar in för att göra besök."
	}
	return webkit.Show(w, r, p.office, http.StatusOK, "telefoner.html", page)
}

func (p Pages) postPhones(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	user := ids.User{ID: in.ID("vem")}
	err := in.Err()
	if err == nil {
		_, err = p.Staff.Do(r.Context(), webkit.Form(r), user.ID, org.EmptyPhones{Provider: webkit.Actor(r).Provider})
	}
	if err != nil {
		return err
	}
	return webkit.Done(w, r, "/utforare/besok/telefoner")
}
