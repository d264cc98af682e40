package deliveryweb

import (
	"net/http"
	"slices"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/fault"
	"stadga/internal/webkit"
)

// RoutinePath is where the written routine for goals and plans is read.
const RoutinePath = "/rutin-for-planer"

// OutpatientPath is where the written routine for outpatient support is read.
const OutpatientPath = "/rutin-for-oppenvard"

// CareRoutinePath is where the written routine for care plans is read.
const CareRoutinePath = "/rutin-for-vardplan"

// RoutinePage is /rutin-for-planer, /rutin-for-oppenvard and /rutin-for-vardplan, read
// by all who work here (E-21, E-23, E-39).
type RoutinePage struct {
	webkit.Page
	Facts  []webkit.Fact
	Steps  []delivery.RoutineStep
	Others []webkit.Link // the other routines
}

// getRoutine shows the version of a routine that is in use.
func (p Pages) getRoutine(all delivery.PlanRoutines, about string) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		today := webkit.Today(r)
		routine, ok := all.On(today)
		if !ok {
			return fault.New(fault.NotFound, "order.unknown")
		}
		return webkit.Show(w, r, p.kit, http.StatusOK, "planrutin.html", &RoutinePage{
			Page: webkit.Page{Title: routine.Title, Small: "Version " + routine.Version, Sentence: about},
			Facts: []webkit.Fact{
				{Label: "Beslutad av", Value: routine.By + ", " + webkit.PlainDay(routine.On, today)},
				{Label: "Finns i", Value: routine.Ref},
				{Label: "Gäller från", Value: webkit.PlainDay(routine.From, today)},
			},
			Steps: routine.Steps, Others: p.otherRoutines(routine.Title, today),
		})
	}
}

// otherRoutines leads to the routines in use beside the one with that title.
func (p Pages) otherRoutines(title string, day civil.Date) []webkit.Link {
	var links []webkit.Link
	for _, one := range []struct {
		path string
		all  delivery.PlanRoutines
	}{{RoutinePath, p.Routines}, {OutpatientPath, p.Outpatient}, {CareRoutinePath, p.Care}} {
		if other, ok := one.all.On(day); ok && other.Title != title {
			links = append(links, webkit.Link{Path: one.path, Words: other.Title})
		}
	}
	return links
}

// An Assignment is what a unit is there for, as its written routine says it.
type Assignment struct {
	Says    string
	Routine webkit.Link
}

// assignment is the role of outpatient support, shown as the assignment of a unit
// that carries it out (E-39); nil for one that does not.
func (p Pages) assignment(services []string, day civil.Date) *Assignment {
	routine, ok := p.Outpatient.On(day)
	if !ok || !slices.ContainsFunc(services, func(key string) bool { return slices.Contains(p.OutpatientKinds, key) }) {
		return nil
	}
	return &Assignment{Says: routine.Steps[0].Text, Routine: webkit.Link{Path: OutpatientPath, Words: routine.Title + ", version " + routine.Version + ", beslutad av " + routine.By}}
}

// routine leads to the routine in use on the day.
func (p Pages) routine(day civil.Date) webkit.Link {
	if routine, ok := p.Routines.On(day); ok {
		return webkit.Link{Path: RoutinePath, Words: routine.Title + ", version " + routine.Version}
	}
	return webkit.Link{Words: "Ingen skriven rutin för planer är i bruk. Säg till chefen."}
}
