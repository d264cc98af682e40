package deliveryweb

import (
	"net/http"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/fault"
	"stadga/internal/webkit"
)

// RoutinePath is where the written routine for goals and plans is read.
const RoutinePath = "/rutin-for-planer"

// RoutinePage is /rutin-for-planer, read by all who work here (E-23).
type RoutinePage struct {
	webkit.Page
	Facts []webkit.Fact
	Steps []delivery.RoutineStep
}

func (p Pages) getRoutine(w http.ResponseWriter, r *http.Request) error {
	today := webkit.Today(r)
	routine, ok := p.Routines.On(today)
	if !ok {
		return fault.New(fault.NotFound, "order.unknown")
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "planrutin.html", &RoutinePage{
		Page: webkit.Page{Title: routine.Title, Small: "Version " + routine.Version, Sentence: "Rutinen gäller både genomförandeplaner och vårdplaner."},
		Facts: []webkit.Fact{
			{Label: "Beslutad av", Value: routine.By + ", " + webkit.PlainDay(routine.On, today)},
			{Label: "Finns i", Value: routine.Ref},
			{Label: "Gäller från", Value: webkit.PlainDay(routine.From, today)},
		},
		Steps: routine.Steps,
	})
}

// routine leads to the routine in use on the day.
func (p Pages) routine(day civil.Date) webkit.Link {
	if routine, ok := p.Routines.On(day); ok {
		return webkit.Link{Path: RoutinePath, Words: routine.Title + ", version " + routine.Version}
	}
	return webkit.Link{Words: "Ingen skriven rutin för planer är i bruk. Säg till chefen."}
}
