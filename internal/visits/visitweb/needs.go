package visitweb

import (
	"net/http"

	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/webkit"
)

// NeedsPage is /utforare/slingor/behov: where the person seems to need more or less
// than the decision gives, for whoever plans the visits (F-25).
type NeedsPage struct {
	webkit.Page
	Orders webkit.Listing
}

func (p Pages) getNeeds(w http.ResponseWriter, r *http.Request) error {
	ctx, today, provider := r.Context(), webkit.Today(r), webkit.Actor(r).Provider
	month := today.MonthStart().AddMonths(-1)
	gaps, err := p.Others.Gaps(ctx, provider, month)
	if err != nil {
		return err
	}
	paging := webkit.NewPaging(r.URL, len(gaps))
	shown := gaps[min(paging.Offset(), len(gaps)):min(paging.Offset()+webkit.PageSize, len(gaps))]
	var persons []ids.Person
	for _, m := range shown {
		persons = append(persons, m.Person)
	}
	who, err := p.Others.Who(ctx, webkit.Actor(r), today, persons...)
	if err != nil {
		return err
	}
	page := &NeedsPage{
		Page: webkit.Page{
			Title: "Behov som skiljer sig från beslutet", Small: webkit.Month(month), Back: &webkit.Link{Path: "/utforare/slingor", Words: "Slingor"},
			Strong:   webkit.Count(len(gaps), "uppdrag har annan tid än beslutet ger.", "uppdrag har annan tid än beslutet ger."),
			Sentence: "Planera efter det som görs, och skriv ett ändrat behov till kommunen när beslutet inte räcker eller är för stort.",
		},
		Orders: webkit.Listing{
			Caption: "Uppdrag", Paging: paging, Empty: webkit.Empty{Sentence: "Inget uppdrag har annan tid än beslutet ger, eller så har nämnden inte satt någon tolerans."},
			Columns: []webkit.Column{{Words: "Person"}, {Words: "Beviljad", Number: true}, {Words: "Utförd", Number: true}, {Words: "Skillnad", Number: true}, {Words: "Orsak"}},
		},
	}
	for _, m := range shown {
		cause := webkit.Cell{Name: "Orsak", Words: m.Cause.Words()}
		if m.Cause == "" {
			cause.Words = "Orsak saknas"
		}
		page.Orders.Rows = append(page.Orders.Rows, webkit.ListRow{Path: "/utforare/uppdrag/" + m.Order.String() + "/planering", Words: who[m.Person].Name, Sub: m.Name, Cells: []webkit.Cell{
			{Name: "Beviljad", Words: webkit.Duration(int64(m.Granted)), Number: true},
			{Name: "Utförd", Words: webkit.Duration(int64(m.Total().Minutes)), Number: true},
			{Name: "Skillnad", Words: m.Differs(), Number: true},
			cause,
		}})
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "besok-behov.html", page)
}

// needSays is the gap of one order, as the page that plans it says it; empty: none.
func needSays(gaps []visits.OrderMonth, o ids.Order) string {
	for _, m := range gaps {
		if m.Order != o {
			continue
		}
		says := "I " + webkit.Month(m.Month) + " gjordes " + webkit.Duration(int64(m.Total().Minutes)) + " av " + webkit.Duration(int64(m.Granted)) + " (" + m.Differs() + ")."
		if m.Cause != "" {
			says += " Orsak: " + m.Cause.Words() + "."
		}
		return says
	}
	return ""
}
