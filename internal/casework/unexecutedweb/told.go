package unexecutedweb

import (
	"encoding/csv"
	"net/http"
	"slices"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/sheet"
	"stadga/internal/webkit"
)

// getIVO is what was reported for a quarter under one act, as the file that is
// handed over: one row each, with identity number unless the person is protected.
func (p Pages) getIVO(w http.ResponseWriter, r *http.Request) error {
	quarter, err := quarterOf(r)
	if err != nil {
		return err
	}
	lss := r.FormValue("lag") == "lss"
	told, err := p.Lists.Told(r.Context(), quarter)
	if err != nil {
		return err
	}
	told = slices.DeleteFunc(told, func(t casework.ToldUnexecuted) bool { return isLSS(t.Law) != lss })
	var persons []ids.Person
	for _, t := range told {
		if !t.Hidden {
			persons = append(persons, t.Person)
		}
	}
	numbers, err := p.Numbers(r.Context(), webkit.Actor(r), persons)
	if err != nil {
		return err
	}
	name := map[bool]string{false: "sol", true: "lss"}[lss]
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="ej-verkstallda-`+name+`-`+string(quarter)+`.csv"`)
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	if err := out.Write([]string{"Kvartal", "Lag", "Personnummer", "Insats", "Beslutsdatum", "Typ", "Sedan", "Skäl", "Antal erbjudanden", "Rapporterat", "Verkställt"}); err != nil {
		return err
	}
	for _, t := range told {
		number := numbers[t.Person]
		if t.Hidden {
			number = "skyddade personuppgifter"
		}
		row := []string{
			string(t.Quarter), lawWords(t.Law), number, nameOf(t.Kind), t.Made.String(), t.Cause.Words(), t.Since.String(), t.Reason,
			webkit.Thousands(t.Offers), t.On.String(), t.Carried.String(),
		}
		for i := range row {
			row[i] = sheet.Cell(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func lawWords(l casework.Law) string {
	if isLSS(l) {
		return "LSS"
	}
	return "SoL"
}

// ToldPage is what was told for a quarter, for the auditors or the council; made to
// be printed.
type ToldPage struct {
	webkit.Page
	Lists []webkit.Listing
}

// getAuditors lists each case that was told for the quarter, without identity, and
// beside it what is known of it now.
func (p Pages) getAuditors(w http.ResponseWriter, r *http.Request) error {
	quarter, err := quarterOf(r)
	if err != nil {
		return err
	}
	told, err := p.Lists.Told(r.Context(), quarter)
	if err != nil {
		return err
	}
	today := webkit.Today(r)
	page := &ToldPage{Page: webkit.Page{Title: "Ej verkställda beslut till revisorerna", Small: quarter.Words(), Back: &webkit.Link{Path: "/rapporter", Words: "Rapporter"}}}
	page.Strong = webkit.Count(len(told), "beslut rapporterades.", "beslut rapporterades.")
	page.Sentence = "Raderna står som de rapporterades. Sista kolumnen visar vad som är känt i dag."
	for _, lss := range []bool{false, true} {
		list := webkit.Listing{
			Caption: map[bool]string{false: "Enligt socialtjänstlagen", true: "Enligt LSS"}[lss], Empty: webkit.Empty{Sentence: "Inget rapporterades."},
			Columns: []webkit.Column{{Words: "Rad"}, {Words: "Insats"}, {Words: "Typ"}, {Words: "Skäl och erbjudanden"}, {Words: "I dag"}},
		}
		for _, t := range told {
			if isLSS(t.Law) != lss {
				continue
			}
			why := t.Reason
			if t.Offers > 0 {
				why += ", " + webkit.Count(t.Offers, "erbjudande", "erbjudanden")
			}
			list.Rows = append(list.Rows, webkit.ListRow{Words: webkit.Thousands(len(list.Rows) + 1), Cells: []webkit.Cell{
				{Name: "Insats", Words: nameOf(t.Kind), Sub: "beslutat " + t.Made.String()},
				{Name: "Typ", Words: t.Cause.Words(), Sub: "sedan " + t.Since.String()},
				{Name: "Skäl", Words: why},
				{Name: "I dag", Words: nowWords(t, today)},
			}})
		}
		list.Paging = webkit.Paging{From: min(1, len(list.Rows)), To: len(list.Rows), Of: len(list.Rows)}
		page.Lists = append(page.Lists, list)
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "ej-verkstallda-rapporterat.html", page)
}

func nowWords(t casework.ToldUnexecuted, today civil.Date) string {
	switch {
	case !t.DoneTold.IsZero():
		return "verkställt " + t.Carried.String() + ", anmält " + t.DoneTold.String()
	case t.Cause == casework.NotBegun && !t.Begun.IsZero():
		return "verkställt " + t.Begun.String() + ", inte anmält"
	case !t.Ended.IsZero():
		return "insatsen avslutades " + t.Ended.String()
	}
	return t.Cause.Words() + ", " + webkit.Days(today.DaysSince(t.Since))
}
