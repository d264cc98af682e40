package decideweb

import (
	"fmt"
	"slices"
	"strconv"

	"stadga/internal/casework"
	"stadga/internal/webkit"
)

// partObserve is where a service is tried before the decision (C-21).
const partObserve = "observation"

func observeForms() []inquiryForm {
	return []inquiryForm{
		{partObserve, "ge", "investigation.observe", showObserve, readObserve},
		{partObserve, "aterrapport", "investigation.observe", showReports, readReport},
		{partObserve, "avbryt", "investigation.observe", showBreaks, readBreak},
	}
}

func observePart() sidePart {
	return sidePart{partObserve, "Observationsuppdrag", "Personen", fmt.Sprintf(
		"En insats börjar före beslutet bara som observationsuppdrag, med en fråga som den ska svara på och en slutdag. Högst %s. En insats som börjar före beslutet på annat sätt står under Kvalitet, Insats före beslut.",
		webkit.Days(casework.ObservationDays))}
}

func showObserve(s *scene, _ string) []Blankett {
	if !s.draftable() {
		return nil
	}
	services := []string{"", "Välj"}
	for _, kind := range casework.ServicesFor(s.i.Kind) {
		services = append(services, kind.Key, kind.Name)
	}
	return []Blankett{{ID: "uppdrag", Heading: "Nytt observationsuppdrag", Button: "Spara uppdraget", Primary: len(s.i.Observations) == 0, Fold: len(s.i.Observations) > 0, Fields: []Falt{
		choose(webkit.Field{Name: "service", Label: "Insats som prövas", Options: webkit.Options(services...)}),
		area(webkit.Field{Name: "purpose", Label: "Syfte: vilken fråga ska observationen svara på?", Help: "1–2 meningar.", Rows: 2}),
		text(webkit.Field{Name: "extent", Label: "Omfattning", Help: "Till exempel: varje natt, två besök."}),
		text(webkit.Field{Name: "assignee", Label: "Vem utför uppdraget?", Help: "Enhet eller utförare."}),
		day(webkit.Field{Name: "from", Label: "Första dag"}),
		day(webkit.Field{Name: "until", Label: "Slutdag"}),
		day(webkit.Field{Name: "due", Label: "Återrapport senast", Help: "Slutdagen eller senare. Dagen blir en frist i ärendet."}),
	}}}
}

func readObserve(in *webkit.Input, _ *scene, _ string) command {
	return casework.OrderObservation{Order: casework.ObservationOrder{
		Service: in.Text("service"), Purpose: in.Text("purpose"), Extent: in.Text("extent"), Assignee: in.Text("assignee"),
		From: in.Day("from"), Until: in.Day("until"), Due: in.Day("due"),
	}}
}

// openObservations are those that a report is to come from, each with its number in a form.
func (s *scene) openObservations(form func(o casework.ObservationOrder, n string) Blankett) []Blankett {
	if !s.writable() {
		return nil
	}
	var out []Blankett
	for _, o := range s.i.Observations {
		if o.Open() {
			n := strconv.Itoa(o.Number)
			b := form(o, n)
			b.Hidden = []Hidden{{"number", n}}
			out = append(out, b)
		}
	}
	return out
}

func showReports(s *scene, _ string) []Blankett {
	return s.openObservations(func(o casework.ObservationOrder, n string) Blankett {
		return Blankett{ID: "rapport-" + n, Heading: "Återrapport av uppdrag " + n, Button: "Spara återrapporten", Primary: true, Fields: []Falt{
			day(webkit.Field{Name: "reported", Label: "Kom den"}),
			area(webkit.Field{Name: "says", Label: "Vad har setts och sagts?", Help: "Dagar, vem som såg det och vad. Slutsatserna skriver du i bedömningen.", Rows: 5}),
		}}
	})
}

func readReport(in *webkit.Input, _ *scene, _ string) command {
	return casework.ReportObservation{Number: in.Number("number"), On: in.Day("reported"), Says: in.Prose("says")}
}

func showBreaks(s *scene, _ string) []Blankett {
	return s.openObservations(func(o casework.ObservationOrder, n string) Blankett {
		return Blankett{ID: "avbryt-" + n, Fold: true, Heading: "Blir det ingen återrapport av uppdrag " + n + "?", Button: "Avbryt uppdraget", Fields: []Falt{
			day(webkit.Field{Name: "ended", Label: "Avbrutet den", Value: s.today.String()}),
			text(webkit.Field{Name: "why", Label: "Varför?", Help: "En mening."}),
		}}
	})
}

func readBreak(in *webkit.Input, _ *scene, _ string) command {
	return casework.EndObservation{Number: in.Number("number"), On: in.Day("ended"), Why: in.Text("why")}
}

// showObservations tells of each where it stands, the latest first.
func (s *scene) showObservations(view *PartView) {
	put := func(label, value, origin string, missing bool) {
		view.Facts = append(view.Facts, webkit.Fact{Label: label, Value: value, Origin: origin, Missing: missing})
	}
	for _, o := range slices.Backward(s.i.Observations) {
		kind, _ := casework.ServiceByKey(o.Service)
		put(fmt.Sprintf("Uppdrag %d: %s", o.Number, kind.Name), o.Purpose, o.Extent+". Utförs av "+o.Assignee+".", false)
		put("Tid", webkit.LongDay(o.From)+" till "+webkit.LongDay(o.Until), s.observedDay(o), false)
		switch {
		case !o.Reported.IsZero():
			put("Återrapport", o.Says, "Kom "+webkit.PlainDay(o.Reported, s.today), false)
		case !o.Ended.IsZero():
			put("Avbrutet", o.Why, webkit.PlainDay(o.Ended, s.today), false)
		case o.Due.Before(s.today):
			put("Återrapport", "Saknas", "Skulle ha kommit senast "+webkit.LongDay(o.Due), true)
		default:
			put("Återrapport", "Senast "+webkit.LongDay(o.Due), "", false)
		}
		if o.LateWritten() {
			view.Warnings = append(view.Warnings, fmt.Sprintf("Uppdrag %d skrevs %s, efter att observationen hade börjat.", o.Number, webkit.PlainDay(o.Written, s.today)))
		}
	}
}

// observedDay is which day of how many it is, while an observation goes on.
func (s *scene) observedDay(o casework.ObservationOrder) string {
	if !o.Open() || s.today.Before(o.From) || s.today.After(o.Until) {
		return ""
	}
	return fmt.Sprintf("Dag %d av %d", s.today.DaysSince(o.From)+1, o.Until.DaysSince(o.From)+1)
}

func (s *scene) observationOpen() bool {
	return slices.ContainsFunc(s.i.Observations, casework.ObservationOrder.Open)
}
