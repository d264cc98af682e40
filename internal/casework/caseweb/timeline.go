package caseweb

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// oneAct is more events than one act brings about in a case.
const oneAct = 20

// timeline fills in what happened, newest first, with the filter and the instant
// that the address says.
func (p Pages) timeline(r *http.Request, f File, d decided, page *CasePage) error {
	today, query := webkit.Today(r), r.URL.Query()
	before := webkit.Now(r).Add(time.Minute)
	if at, err := civil.ParseStamp(query.Get("fore")); err == nil && !at.IsZero() {
		before = at
	}
	shown := query.Get("visa")
	for _, c := range [][2]string{{"", "Allt"}, {"anteckningar", "Anteckningar"}, {"handelser", "Beslut och steg"}} {
		path := f.Path("")
		if c[0] != "" {
			path += "?visa=" + c[0]
		}
		page.Chips = append(page.Chips, ViewLink{Path: path, Words: c[1], Current: c[0] == shown})
	}
	entries, err := p.Register.Timeline(r.Context(), f.Case.ID, before, shown != "anteckningar", shown != "handelser", webkit.PageSize+oneAct)
	if err != nil {
		return err
	}
	if shown != "anteckningar" {
		carried, err := p.Carried(r.Context(), f.Case.ID)
		if err != nil {
			return err
		}
		entries = withOrders(entries, carried, before)
	}
	if len(entries) > webkit.PageSize {
		end := webkit.PageSize
		for end < len(entries) && entries[end].At.Equal(entries[end-1].At) {
			end++ // what one act brought about stays together
		}
		entries = entries[:end]
		older := url.Values{"fore": {civil.Stamp(entries[len(entries)-1].At)}}
		if shown != "" {
			older.Set("visa", shown)
		}
		page.Older = f.Path("") + "?" + older.Encode()
	}
	users := make([]ids.User, 0, len(entries))
	for _, e := range entries {
		users = append(users, e.Who)
		if e.Name == (casework.CaseAssigned{}).EventName() {
			if id, err := ids.Parse(e.Detail); err == nil {
				users = append(users, ids.User{ID: id})
			}
		}
	}
	names, err := p.Staff.Names(r.Context(), users)
	if err != nil {
		return err
	}
	for _, e := range entries {
		page.Timeline = append(page.Timeline, timelineItem(f, d, e, names, today))
	}
	return nil
}

func timelineItem(f File, d decided, e casework.TimelineEntry, names map[ids.User]string, today civil.Date) webkit.TimelineItem {
	item := webkit.TimelineItem{
		Day: webkit.PlainDay(civil.DayOf(e.At), today), Clock: webkit.ClockTime(e.At), Who: names[e.Who],
	}
	if item.Who == "" {
		item.Who = "Programmet"
	}
	if e.Note != nil {
		return noteItem(f, *e.Note, item)
	}
	item.Icon, item.Title = told(e, names)
	switch e.Line.Kind {
	case "intake":
		if f.ByNeed {
			break
		}
		item.Links = []webkit.Link{{Path: f.Path("/aktualisering/" + e.Line.ID.String()), Words: "Öppna"}}
	case "decision":
		item.Class = "beslut"
		item.Links = []webkit.Link{{Path: d.path(f, "decision", e.Line.ID), Words: "Läs beslutet"}}
	case "investigation":
		item.Links = []webkit.Link{{Path: d.path(f, "investigation", e.Line.ID), Words: "Öppna utredningen"}}
	case "order":
		item.Who = "Uppdraget"
		if e.At.Equal(civil.DayOf(e.At).Midnight()) {
			item.Clock = "" // only the day is known
		}
		item.Links = []webkit.Link{{Path: f.Path("/insatser"), Words: "Till insatserna"}}
	}
	return item
}

// A CarriedOrder is what the timeline tells of one order to a provider.
type CarriedOrder struct {
	Name       string // of the service
	Sent, Seen time.Time
	Started    civil.Date
	PlanMade   civil.Date
	Ended      civil.Date
}

// withOrders puts what happened with orders among the entries, newest first.
func withOrders(entries []casework.TimelineEntry, orders []CarriedOrder, before time.Time) []casework.TimelineEntry {
	oldest := time.Time{}
	if len(entries) > webkit.PageSize {
		oldest = entries[webkit.PageSize-1].At // older ones come on the next page
	}
	for _, o := range orders {
		for _, e := range []casework.TimelineEntry{
			{At: o.Sent, Name: "order.sent", Detail: o.Name},
			{At: o.Seen, Name: "order.acknowledged", Detail: o.Name},
			{At: midnight(o.Started), Name: "order.started", Detail: o.Name},
			{At: midnight(o.PlanMade), Name: "plan.made", Detail: o.Name},
			{At: midnight(o.Ended), Name: "order.ended", Detail: o.Name},
		} {
			if e.At.IsZero() || !e.At.Before(before) || e.At.Before(oldest) {
				continue
			}
			e.Line.Kind = "order"
			entries = append(entries, e)
		}
	}
	slices.SortStableFunc(entries, func(a, b casework.TimelineEntry) int { return b.At.Compare(a.At) })
	return entries
}

func midnight(day civil.Date) time.Time {
	if day.IsZero() {
		return time.Time{}
	}
	return day.Midnight()
}

// foldAfter is how many characters of a note are shown before it folds.
const foldAfter = 320

func noteItem(f File, n casework.Note, item webkit.TimelineItem) webkit.TimelineItem {
	at := f.Path("/anteckning/" + n.ID.String())
	item.Icon, item.Title, item.Text = "i-samtal", n.Kind.Words(), n.Text
	if n.Kind == casework.NotePlain || n.Kind == casework.NoteDocument {
		item.Icon = "i-dokument"
	}
	if n.Title != "" && n.Title != n.Kind.Words() {
		item.Title += ": " + n.Title
	}
	if lines := strings.Count(n.Text, "\n") + 1; len(n.Text) > foldAfter {
		item.Fold = fmt.Sprintf("Läs anteckningen, %s", webkit.Count(lines, "stycke", "stycken"))
	}
	switch {
	case n.Misfiled != "":
		item.Text, item.Fold = "Anteckningen hör till någon annan och är dold tills en annan person har flyttat den.", ""
		item.Links = []webkit.Link{{Path: at + "/flytta", Words: "Flytta"}}
		return item
	case n.Signed.IsZero():
		item.Class, item.Icon, item.Unsigned = "osignerad", "i-penna", true
	}
	words := "Öppna"
	if len(n.Earlier) > 0 {
		words = "Öppna, rättad"
	}
	if len(n.Objects) > 0 {
		words += ", personen anser att något är fel"
	}
	item.Links = []webkit.Link{{Path: at, Words: words}}
	return item
}

// told is the icon and the title of an event.
func told(e casework.TimelineEntry, names map[ids.User]string) (icon, title string) {
	first, second, _ := strings.Cut(e.Detail, " ")
	switch e.Name {
	case casework.CaseOpened{}.EventName():
		return "i-akt", "Ärendet lades upp"
	case casework.CaseAssigned{}.EventName():
		id, _ := ids.Parse(e.Detail)
		return "i-jag", "Ärendet lämnades över till " + names[ids.User{ID: id}]
	case casework.CaseClosed{}.EventName():
		return "i-akt", "Ärendet avslutades"
	case casework.CaseReopened{}.EventName():
		return "i-akt", "Ärendet öppnades igen"
	case casework.CaseMoved{}.EventName():
		return "i-akt", "Ärendet flyttades hit från en dubblett av personen"
	case casework.IntakeMoved{}.EventName():
		return "i-akt", "Det som kom in flyttades hit från en dubblett av personen"
	case casework.IntakeReceived{}.EventName():
		return "i-inkorg", casework.IntakeKind(first).Words() + " kom in via " + lower(casework.Channel(second).Words())
	case casework.IntakeReceiptCorrected{}.EventName():
		return "i-penna", "Dagen då det kom in rättades"
	case casework.ProtectionAssessed{}.EventName():
		return "i-dokument", "Skyddsbedömning: " + lower(protectionWords(casework.ProtectionResult(e.Detail)))
	case casework.ManagersAlerted{}.EventName():
		return "i-flagga", "Chefen underrättades om att barnet behöver skydd"
	case casework.AlertReceipted{}.EventName():
		return "i-l-klar", "Chefen kvitterade att barnet behöver skydd"
	case casework.IntakeContacted{}.EventName():
		if second == "inte" {
			return "i-samtal", "Inte kontaktad: " + lower(casework.ContactWith(first).Words())
		}
		return "i-samtal", "Kontakt: " + lower(casework.ContactWith(first).Words())
	case casework.IntakeContactsLocked{}.EventName():
		return "i-las", "Familjen får inte kontaktas"
	case casework.IntakeContactsReleased{}.EventName():
		return "i-las", "Familjen får kontaktas igen"
	case casework.IntakeExtended{}.EventName():
		return "i-beslut", "Förhandsbedömningen förlängd till " + e.Detail
	case casework.IntakeDecided{}.EventName():
		return "i-beslut", casework.IntakeOutcome(e.Detail).Words()
	case casework.IntakeFeedbackGiven{}.EventName():
		return "i-skicka", "Anmälaren fick svar"
	case casework.IntakeMeetingOffered{}.EventName():
		return "i-samtal", "Möte med anmälaren avgjort"
	}
	if icon, title := toldOfReception(e); title != "" {
		return icon, title
	}
	switch e.Name {
	case "order.sent":
		return "i-skicka", "Uppdrag skickat: " + e.Detail
	case "order.acknowledged":
		return "i-skicka", "Uppdraget mottaget: " + e.Detail
	case "order.started":
		return "i-hus", e.Detail + " började"
	case "plan.made":
		return "i-dokument", "Genomförandeplan: " + e.Detail
	case "order.ended":
		return "i-hus", e.Detail + " slutade"
	}
	return toldOfDeciding(e)
}

func toldOfReception(e casework.TimelineEntry) (icon, title string) {
	switch e.Name {
	case casework.IntakeRedirected{}.EventName():
		return "i-akt", "Flyttades hit från " + lower(casework.Area(e.Detail).Words()) + ". Dagen då det kom in är densamma"
	case casework.DischargePlanned{}.EventName():
		return "i-samtal", "Utskrivningsplanering: " + lower(casework.DischargeResult(e.Detail).Words())
	case casework.TransferAnswered{}.EventName():
		return "i-skicka", "Kommunen som vill flytta över ärendet fick svar"
	case casework.OpinionGiven{}.EventName():
		return "i-skicka", "Yttrandet lämnades"
	case casework.QuestionsAnswered{}.EventName():
		return "i-dokument", "Bedömningsfrågorna besvarades"
	case casework.CaseTransferAsked{}.EventName():
		return "i-skicka", "Begäran om överflyttning till " + e.Detail
	case casework.CaseTransferReplied{}.EventName():
		if e.Detail == "true" {
			return "i-inkorg", "Kommunen tar över ärendet"
		}
		return "i-inkorg", "Kommunen tar inte över ärendet"
	case casework.InabilityNoted{}.EventName():
		return "i-jag", "Kan inte besluta själv, antecknat"
	case casework.ConsentSought{}.EventName():
		return "i-samtal", "Samtycke sökt: " + lower(casework.ConsentResult(e.Detail).Words())
	case casework.NecessityActed{}.EventName():
		return "i-varning", "Åtgärd utan samtycke i nöd"
	case casework.NecessityReviewed{}.EventName():
		return "i-bock", "Åtgärd i nöd genomgången"
	case casework.PlanNeeded{}.EventName():
		return "i-dokument", "En SIP behövs"
	case casework.PlanCalled{}.EventName():
		return "i-skicka", "Kallelse till SIP-möte"
	case casework.PlanMade{}.EventName():
		return "i-dokument", "SIP gjord, följs upp " + e.Detail
	case casework.PlanFollowedUp{}.EventName():
		return "i-dokument", "SIP uppföljd"
	case casework.NetworkMet{}.EventName():
		return "i-samtal", "Nätverksmöte " + e.Detail
	case casework.PreparationHeld{}.EventName():
		return "i-samtal", "Ärendeberedning: " + lower(casework.PreparationResult(e.Detail).Words())
	case casework.CertificateAsked{}.EventName():
		return "i-skicka", "Läkarintyg begärt"
	case casework.CertificateReceived{}.EventName():
		return "i-inkorg", "Läkarintyg inkommet"
	case casework.ObservationOrdered{}.EventName():
		return "i-skicka", "Observationsuppdrag till och med " + e.Detail
	case casework.ObservationReported{}.EventName():
		return "i-inkorg", "Observationen återrapporterad"
	case casework.ObservationEnded{}.EventName():
		return "i-dokument", "Observationen avbruten"
	case casework.CaseHandedOn{}.EventName():
		return "i-jag", "Överlämning vid 18 år: " + lower(casework.HandoverStatus(e.Detail).Words())
	}
	return "", ""
}

func toldOfDeciding(e casework.TimelineEntry) (icon, title string) {
	switch e.Name {
	case casework.InvestigationOpened{}.EventName():
		return "i-dokument", "Utredning inledd, " + casework.Ground(e.Detail).Words()
	case casework.HomeVisitMade{}.EventName():
		return "i-samtal", "Hembesök gjort"
	case casework.MaterialSentToParty{}.EventName():
		return "i-skicka", "Utredningen skickad för synpunkter"
	case casework.InvestigationExtended{}.EventName():
		return "i-beslut", "Utredningstiden förlängd till " + e.Detail
	case casework.DocumentCompleted{}.EventName():
		return "i-dokument", "Utredningen färdig"
	case casework.InvestigationDecided{}.EventName():
		return "i-beslut", "Utredningen avslutad"
	case casework.AftercareDecided{}.EventName():
		return "i-beslut", "Uppföljning enligt 23 kap. beslutad"
	case casework.AftercareEnded{}.EventName():
		return "i-beslut", "Uppföljning enligt 23 kap. avslutad"
	case casework.DecisionMade{}.EventName():
		var items []string
		for _, item := range strings.Fields(e.Detail) {
			key, outcome, _ := strings.Cut(item, ":")
			items = append(items, serviceName(key)+", "+strings.ReplaceAll(outcome, "-", " "))
		}
		if len(items) == 0 {
			return "i-beslut", "Beslut"
		}
		return "i-beslut", "Beslut: " + strings.Join(items, "; ")
	case casework.LetterSent{}.EventName():
		return "i-skicka", "Beslutet skickat"
	case casework.DecisionReceived{}.EventName():
		return "i-skicka", "Beslutet mottaget"
	case casework.AppealReceived{}.EventName():
		return "i-inkorg", "Överklagande kom in"
	case casework.AppealForwarded{}.EventName():
		return "i-skicka", "Överklagandet lämnat till förvaltningsrätten"
	case casework.CourtRuled{}.EventName():
		return "i-beslut", "Domstolen har avgjort överklagandet"
	case casework.ServiceFollowedUp{}.EventName():
		return "i-samtal", "Insatsen följdes upp"
	case casework.CarePlanMade{}.EventName():
		return "i-dokument", "Vårdplan skriven"
	case casework.ServiceExtendedUnchanged{}.EventName():
		return "i-beslut", "Insatsen förlängd utan ny prövning"
	case casework.ServiceEnded{}.EventName():
		return "i-beslut", "Insatsen avslutad"
	case casework.InvestigationMoved{}.EventName():
		return "i-akt", "Utredningen flyttades hit från en dubblett av personen"
	case casework.DecisionMoved{}.EventName():
		return "i-akt", "Beslutet flyttades hit från en dubblett av personen"
	case casework.DecisionRectified{}.EventName():
		return "i-penna", "Beslutet rättat: " + rectifiedWords(e.Detail)
	}
	return "i-dokument", "Något hände i ärendet"
}

func rectifiedWords(field string) string {
	switch field {
	case casework.ReasonsField:
		return "skälen"
	case casework.LawField:
		return "lagrummet"
	case casework.ExtentField:
		return "omfattningen"
	}
	return "ett datum"
}
