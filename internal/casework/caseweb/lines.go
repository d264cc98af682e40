package caseweb

import (
	"net/http"
	"slices"
	"strconv"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// The stages of a line (ux.md P5).
const (
	stageIntake = iota
	stageInquiry
	stageDecision
	stageOrder
	stageDelivery
	stageFollowUp
)

func stageWords() [6]string {
	return [6]string{"Aktualisera", "Utreda", "Besluta", "Utforma uppdrag", "Genomföra", "Följa upp"}
}

// stegrad draws a line that has come to a stage; done says when the earlier ones were.
func stegrad(label string, at int, now string, done map[int]string) webkit.Stegrad {
	s := webkit.Stegrad{Label: label}
	for i, words := range stageWords() {
		step := webkit.Step{Words: words, Sub: done[i]}
		switch {
		case i < at:
			step.State = webkit.StepDone
		case i == at:
			step.State, step.Sub = webkit.StepNow, now
		}
		s.Steps = append(s.Steps, step)
	}
	return s
}

// A decided is what has been investigated and decided in the case.
type decided struct {
	inquiries []casework.InvestigationLine
	decisions []casework.DecisionLine
	services  []casework.ServiceLine
	links     []casework.Link
}

func (p Pages) decided(r *http.Request, f File) (d decided, err error) {
	ctx, of := r.Context(), f.Case.ID
	if d.inquiries, err = p.Lines.InvestigationsOf(ctx, of, webkit.PageSize); err != nil {
		return d, err
	}
	if d.decisions, err = p.Lines.DecisionsOf(ctx, of, webkit.PageSize); err != nil {
		return d, err
	}
	if d.services, err = p.Lines.ServicesOf(ctx, of, webkit.PageSize); err != nil {
		return d, err
	}
	d.links, err = p.Lines.Thread(ctx, of, webkit.Today(r))
	return d, err
}

// path is the page of an investigation or decision, by its number in the case.
func (d decided) path(f File, kind string, id ids.ID) string {
	for _, l := range d.inquiries {
		if kind == "investigation" && l.ID.ID == id {
			return f.Path("/utredning/" + strconv.Itoa(l.Number))
		}
	}
	for _, l := range d.decisions {
		if kind == "decision" && l.ID.ID == id {
			return f.Path("/beslut/" + strconv.Itoa(l.Number))
		}
	}
	return f.Path("")
}

// lines are the running lines of the case, the one with the most urgent duty first.
func (p Pages) lines(r *http.Request, f File, owed []duty.Obligation, d decided) []CaseLine {
	today := webkit.Today(r)
	var all []CaseLine
	for _, in := range f.Waiting {
		all = append(all, p.intakeLine(r, f, in, owed))
	}
	for _, l := range d.inquiries {
		if l.Decided.IsZero() {
			all = append(all, p.inquiryLine(r, f, l, owed, d))
		}
	}
	for _, s := range d.services {
		if runs(s, today) {
			all = append(all, p.serviceLine(r, f, s, owed, d.links))
		}
	}
	for _, one := range d.decisions {
		if line, ok := p.decisionLine(r, f, one, owed, d); ok {
			all = append(all, line)
		}
	}
	tellApart(all)
	slices.SortStableFunc(all, func(a, b CaseLine) int {
		if a.urgency != b.urgency {
			return int(a.urgency - b.urgency)
		}
		return a.alarm.Compare(b.alarm)
	})
	// One primary button in the whole page: the most urgent line has it.
	for i := range all {
		if i > 0 && all[i].Next.Primary != nil {
			all[i].Next.Others = append([]webkit.Link{*all[i].Next.Primary}, all[i].Next.Others...)
			all[i].Next.Primary = nil
		}
	}
	return all
}

// tellApart gives lines of one name a number each, in the order they came: a school
// and the police may report the same child on one day. The step that is next in a
// line is named after it.
func tellApart(lines []CaseLine) {
	had := map[string]int{}
	for i := range lines {
		line := &lines[i]
		had[line.Heading]++
		if n := had[line.Heading]; n > 1 {
			line.Heading += ", nummer " + strconv.Itoa(n)
		}
		line.Next.Of = line.Heading
	}
}

// runs tells whether a service that was granted has not ended.
func runs(s casework.ServiceLine, today civil.Date) bool {
	return s.Outcome.Gives() && s.Ended.IsZero() && (s.Until.IsZero() || !s.Until.Before(today))
}

// owe puts the duty that comes first among those of the line's subject on the line.
func (p Pages) owe(r *http.Request, f File, line *CaseLine, owed []duty.Obligation, subjects ...duty.Subject) {
	var mine []duty.Obligation
	for _, o := range owed {
		if slices.Contains(subjects, o.Subject) {
			mine = append(mine, o)
		}
	}
	line.urgency = resting
	o, ok := p.firstOwed(mine, webkit.Now(r))
	if !ok {
		return
	}
	frist := webkit.FristOf(o, webkit.Now(r))
	line.alarm, line.urgency = o.Alarm(), p.urgencyOf(o, webkit.Now(r))
	line.Next.Badge = &frist.Badge
	line.Next.Why = p.Book().Title(o.Rule)
	if cited := p.Book().Cited(&o); cited != "" {
		line.Next.Why += ", " + cited
	}
	if day := frist.DayWords(); day != "" {
		line.Next.Why += ", " + frist.Before + " " + day
	}
	line.Next.Why += "."
	line.Next.Explained = webkit.WhyPath(f.Path(""), o)
}

func (p Pages) intakeLine(r *http.Request, f File, in casework.IntakeRow, owed []duty.Obligation) CaseLine {
	today := webkit.Today(r)
	at := f.Path("/aktualisering/" + in.ID.String())
	line := CaseLine{
		Heading: in.Kind.Words() + " " + webkit.PlainDay(civil.DayOf(in.Received), today),
		Steps:   stegrad("Var "+lower(in.Kind.Words())+" är", stageIntake, "kom in "+webkit.PlainDay(civil.DayOf(in.Received), today), nil),
		Next:    webkit.NastaSteg{ID: "nasta-" + in.ID.String(), Heading: "Nästa steg"},
	}
	switch {
	case in.Kind == casework.ConcernReport && in.ProtectedAt.IsZero():
		line.Next.Sentence = "Gör skyddsbedömningen."
		line.Next.Primary = &webkit.Link{Path: at + "/skydd", Words: "Bedöm skydd"}
	case in.Officer.IsZero():
		line.Next.Sentence = "Ingen har tagit " + lower(in.Kind.Words()) + " än."
		line.Next.Primary = &webkit.Link{Path: f.Path("/lamna-over"), Words: "Ta eller lämna över"}
	case in.Kind == casework.ConcernReport && in.Contacts == 0 && !today.After(in.LastDay()):
		line.Next.Sentence = "Ta kontakt med vårdnadshavarna, eller skriv varför inte."
		line.Next.Primary = &webkit.Link{Path: at + "/kontakt", Words: "Anteckna kontakt"}
		line.Next.Others = []webkit.Link{{Path: at + "/beslut", Words: "Besluta"}}
	case in.Kind == casework.ConcernReport && today.After(in.LastDay()):
		line.Next.Sentence = "14-dagarsgränsen har gått ut. Fatta beslut nu. Tiden kan inte förlängas i efterhand."
		line.Next.Primary = &webkit.Link{Path: at + "/beslut", Words: "Besluta"}
	case in.Kind == casework.ConcernReport:
		line.Next.Sentence = "Besluta om utredning ska inledas."
		line.Next.Primary = &webkit.Link{Path: at + "/beslut", Words: "Besluta"}
	default:
		line.Next.Sentence = "Börja utreda."
		line.Next.Primary = &webkit.Link{Path: at + "/beslut", Words: "Inled utredning"}
	}
	line.Next.Others = append(line.Next.Others, webkit.Link{Path: at, Words: "Läs " + lower(in.Kind.Words())})
	p.owe(r, f, &line, owed, duty.Subject{Kind: "intake", ID: in.ID.ID})
	return line
}

func (p Pages) inquiryLine(r *http.Request, f File, l casework.InvestigationLine, owed []duty.Obligation, d decided) CaseLine {
	today := webkit.Today(r)
	line := CaseLine{
		Heading: "Utredning " + webkit.PlainDay(l.Opened, today),
		Steps: stegrad("Var utredningen är", stageInquiry, "sedan "+webkit.PlainDay(l.Opened, today), map[int]string{
			stageIntake: "kom in " + webkit.PlainDay(civil.DayOf(l.Received), today),
		}),
		Next: webkit.NastaSteg{
			ID: "nasta-" + l.ID.String(), Heading: "Nästa steg", Sentence: "Utred: " + lower(l.Question),
			Primary: &webkit.Link{Path: d.path(f, "investigation", l.ID.ID), Words: "Öppna utredningen"},
		},
	}
	if !l.Ready.IsZero() {
		line.Steps = stegrad("Var utredningen är", stageDecision, "utredningen är klar "+webkit.PlainDay(l.Ready, today), map[int]string{
			stageIntake: "kom in " + webkit.PlainDay(civil.DayOf(l.Received), today), stageInquiry: "klar " + webkit.PlainDay(l.Ready, today),
		})
		line.Next.Sentence = "Utredningen är klar. Fatta beslut."
		line.Next.Primary = &webkit.Link{Path: f.Path("/beslut"), Words: "Till beslutet"}
	}
	p.owe(r, f, &line, owed, duty.Subject{Kind: "investigation", ID: l.ID.ID})
	return line
}

func (p Pages) serviceLine(r *http.Request, f File, s casework.ServiceLine, owed []duty.Obligation, links []casework.Link) CaseLine {
	today := webkit.Today(r)
	name := serviceName(s.Kind)
	line := CaseLine{Heading: name, Next: webkit.NastaSteg{ID: "nasta-" + s.ID.String(), Heading: "Nästa steg"}}
	var link casework.Link
	for _, l := range links {
		if l.Decision == s.Decision && l.Service == s.Kind {
			link = l
		}
	}
	done := map[int]string{stageDecision: "beslut " + webkit.PlainDay(s.Made, today)}
	services := &webkit.Link{Path: f.Path("/insatser"), Words: "Till insatserna"}
	switch {
	case link.OrderSent.IsZero():
		line.Steps = stegrad("Var insatsen är", stageOrder, "inte skickat", done)
		line.Next.Sentence = "Skicka uppdraget om " + lower(name) + " till en utförare."
		line.Next.Primary = &webkit.Link{Path: f.Path("/insatser"), Words: "Skicka uppdrag"}
	case link.OrderSeen.IsZero():
		line.Steps = stegrad("Var insatsen är", stageOrder, "skickat "+webkit.DayAndTime(link.OrderSent, today), done)
		line.Next.Sentence = "Utföraren har inte kvitterat uppdraget om " + lower(name) + "."
		line.Next.Primary = services
	case link.Started.IsZero():
		done[stageOrder] = "mottaget " + webkit.PlainDay(civil.DayOf(link.OrderSeen), today)
		line.Steps = stegrad("Var insatsen är", stageDelivery, "inte startat", done)
		line.Next.Sentence = name + " har inte börjat."
		line.Next.Primary = services
	case !s.FollowUp.IsZero() && !s.FollowUp.After(today):
		done[stageOrder], done[stageDelivery] = "mottaget "+webkit.PlainDay(civil.DayOf(link.OrderSeen), today), "sedan "+webkit.PlainDay(link.Started, today)
		line.Steps = stegrad("Var insatsen är", stageFollowUp, "planerad "+webkit.PlainDay(s.FollowUp, today), done)
		line.Next.Sentence = "Följ upp " + lower(name) + " mot målen."
		line.Next.Primary = &webkit.Link{Path: f.Path("/uppfoljning/" + s.ID.String()), Words: "Följ upp"}
	default:
		done[stageOrder] = "mottaget " + webkit.PlainDay(civil.DayOf(link.OrderSeen), today)
		line.Steps = stegrad("Var insatsen är", stageDelivery, "sedan "+webkit.PlainDay(link.Started, today), done)
		switch {
		case link.PlanNeeded && link.PlanMade.IsZero():
			line.Next.Sentence = "Genomförandeplan för " + lower(name) + " saknas."
			line.Next.Primary = services
		case s.FollowUp.IsZero():
			line.Next.Sentence = "Ingen uppföljning av " + lower(name) + " är bestämd."
			line.Next.Primary = &webkit.Link{Path: f.Path("/uppfoljning"), Words: "Bestäm uppföljning"}
		default:
			line.Next.Sentence = name + " pågår. Uppföljning " + webkit.PlainDay(s.FollowUp, today) + "."
		}
	}
	p.owe(r, f, &line, owed, duty.Subject{Kind: "service", ID: s.ID.ID})
	return line
}

// decisionLine is shown while the decision itself waits for something: to be
// sent, for the day it was received where it goes against the person, or for an
// appeal to be handed on.
func (p Pages) decisionLine(r *http.Request, f File, l casework.DecisionLine, owed []duty.Obligation, d decided) (CaseLine, bool) {
	today, path := webkit.Today(r), d.path(f, "decision", l.ID.ID)
	line := CaseLine{
		Heading: "Beslut " + webkit.PlainDay(l.Made, today),
		Steps:   stegrad("Var beslutet är", stageDecision, "fattat "+webkit.PlainDay(l.Made, today), nil),
		Next:    webkit.NastaSteg{ID: "nasta-" + l.ID.String(), Heading: "Nästa steg", Primary: &webkit.Link{Path: path, Words: "Till beslutet"}},
	}
	p.owe(r, f, &line, owed, duty.Subject{Kind: "decision", ID: l.ID.ID})
	switch {
	case l.Appeals > 0 && line.urgency != resting:
		line.Heading = "Överklagande av beslut " + webkit.PlainDay(l.Made, today)
		line.Next.Sentence = "Pröva överklagandet och lämna över det."
		line.Next.Primary = &webkit.Link{Path: path + "/overklagande", Words: "Till överklagandet"}
	case l.Sent.IsZero():
		line.Next.Sentence = "Skicka beslutet."
	case l.Against && l.Received.IsZero():
		line.Next.Sentence = "Skriv vilken dag personen fick beslutet. Innan dess går det inte att säga när tiden att överklaga är slut."
	default:
		return line, false
	}
	return line, true
}

// serviceName is what the service is called in the catalogue.
func serviceName(key string) string {
	if kind, ok := casework.ServiceByKey(key); ok {
		return kind.Name
	}
	return key
}

// thread draws the röda tråden: a row for each need, gaps in words with the link
// that mends them.
func thread(f File, d decided, today civil.Date) (webkit.Thread, string) {
	t := webkit.Thread{Label: "Röd tråd", Heads: []string{"Behov", "Mål", "Beslut", "Uppdrag", "Plan", "Utfört", "Resultat"}}
	gaps := 0
	for _, l := range d.links {
		row := webkit.ThreadRow{Need: l.Need, Cells: threadCells(f, l, d, today)}
		for _, c := range row.Cells {
			if c.State == webkit.ThreadGap {
				gaps++
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t, webkit.Count(len(d.links), "behov", "behov") + ", " + webkit.Count(gaps, "lucka", "luckor")
}

func threadCells(f File, l casework.Link, d decided, today civil.Date) []webkit.ThreadCell {
	gap := func(label, words, path, do string) webkit.ThreadCell {
		return webkit.ThreadCell{Label: label, State: webkit.ThreadGap, Words: words, Link: &webkit.Link{Path: f.Path(path), Words: do}}
	}
	after := func(label, words string) webkit.ThreadCell {
		return webkit.ThreadCell{Label: label, State: webkit.ThreadAfter, Words: words}
	}
	cells := []webkit.ThreadCell{{Label: "Mål", Words: l.Goal}}
	if l.Goal == "" {
		cells[0] = gap("Mål", "Behov utan mål", "/utredning", "Skriv mål")
	}
	switch {
	case l.Service == "" && !l.Closed:
		cells = append(cells, webkit.ThreadCell{Label: "Beslut", State: webkit.ThreadHalf, Words: "Utreds"})
	case l.Service == "":
		cells = append(cells, gap("Beslut", "Mål utan insats", "/beslut", "Besluta"))
	default:
		words := l.Extent
		if words == "" {
			words = serviceName(l.Service)
		}
		cells = append(cells, webkit.ThreadCell{Label: "Beslut", Words: words, Link: &webkit.Link{Path: d.path(f, "decision", l.Decision.ID), Words: webkit.PlainDay(l.Made, today)}})
	}
	if l.Service == "" || !l.Outcome.Gives() {
		if l.Service != "" {
			cells[1].Words = "Inte beviljat. " + cells[1].Words
		}
		return append(cells, after("Uppdrag", ""), after("Plan", ""), after("Utfört", ""), after("Resultat", ""))
	}
	return append(cells, orderCell(gap, l, today), planCell(gap, l, today), doneCell(after, l, today), resultCell(gap, after, l, today))
}

type gapCell func(label, words, path, do string) webkit.ThreadCell

func orderCell(gap gapCell, l casework.Link, today civil.Date) webkit.ThreadCell {
	switch {
	case l.OrderSent.IsZero():
		return gap("Uppdrag", "Uppdrag saknas", "/insatser", "Skicka uppdrag")
	case l.OrderSeen.IsZero():
		return webkit.ThreadCell{Label: "Uppdrag", State: webkit.ThreadHalf, Words: "Skickat " + webkit.DayAndTime(l.OrderSent, today) + ", inte mottaget"}
	}
	return webkit.ThreadCell{Label: "Uppdrag", Words: "Mottaget " + webkit.PlainDay(civil.DayOf(l.OrderSeen), today)}
}

func planCell(gap gapCell, l casework.Link, today civil.Date) webkit.ThreadCell {
	switch {
	case !l.PlanNeeded:
		return webkit.ThreadCell{Label: "Plan", Words: "Behövs inte"}
	case l.PlanMade.IsZero():
		return gap("Plan", "Plan saknas", "/insatser", "Be om plan")
	case !l.PlanTouches:
		return gap("Plan", "Målet saknas i planen", "/insatser", "Be om ny plan")
	}
	return webkit.ThreadCell{Label: "Plan", Words: webkit.PlainDay(l.PlanMade, today)}
}

func doneCell(after func(label, words string) webkit.ThreadCell, l casework.Link, today civil.Date) webkit.ThreadCell {
	if l.Started.IsZero() {
		return after("Utfört", "Inte startat")
	}
	words := "Sedan " + webkit.PlainDay(l.Started, today)
	if l.Visits > 0 {
		words = webkit.Count(l.Visits, "besök", "besök") + ", senast " + webkit.PlainDay(l.LastVisit, today)
	}
	return webkit.ThreadCell{Label: "Utfört", Words: words}
}

func resultCell(gap gapCell, after func(label, words string) webkit.ThreadCell, l casework.Link, today civil.Date) webkit.ThreadCell {
	switch {
	case l.Result != "":
		return webkit.ThreadCell{Label: "Resultat", Words: resultWords(l.Result) + " " + webkit.PlainDay(l.ResultOn, today)}
	case l.Started.IsZero():
		return after("Resultat", "")
	case l.FollowUp.IsZero():
		return gap("Resultat", "Uppföljning saknas", "/uppfoljning", "Bestäm uppföljning")
	}
	return webkit.ThreadCell{Label: "Resultat", State: webkit.ThreadHalf, Words: "Följs upp " + webkit.PlainDay(l.FollowUp, today)}
}

func resultWords(result string) string {
	switch result {
	case "natt":
		return "Nått"
	case "delvis":
		return "Delvis nått"
	case "inte":
		return "Inte nått"
	}
	return "Kan inte bedömas"
}
