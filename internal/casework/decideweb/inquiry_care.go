package decideweb

import (
	"slices"
	"strconv"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// The parts that tell how the investigation was carried through.
const (
	partPrepare  = "beredning"
	partDoctor   = "lakarintyg"
	partInvolved = "delaktighet"
)

// PreparationList is where the group's coming meetings stand.
const PreparationList = "/enhet/beredning"

// A Colleague is one in the unit of the case.
type Colleague struct {
	ID      ids.User
	Name    string
	Title   string
	Manager bool // leads a unit
}

func careForms() []inquiryForm {
	return []inquiryForm{
		{partPrepare, "ta-upp", "investigation.prepare", showPutUp, readPutUp},
		{partPrepare, "beredd", "investigation.prepare", showPrepared, readPrepared},
		{partDoctor, "kommit", "investigation.certificate", showDoctors, readDoctors},
		{partDoctor, "begar", "investigation.certificate", showAskDoctor, readAskDoctor},
		{anyPart, "svara-varning", "investigation.write", showAnswerLikeness, readAnswerLikeness},
		{partInvolved, "skriv-delaktighet", "investigation.write", showInvolved, readInvolved},
	}
}

// careParts lists those of the headings that belong to the investigation.
func careParts(s *scene) []sidePart {
	parts := []sidePart{
		{partInvolved, "Delaktighet", "Personen", "Hur " + s.Given + " har varit med i utredningen. Ingår i varje utredning och i aktgranskningen."},
	}
	if s.i.Kind != casework.InquiryChild {
		parts = append(parts, sidePart{partDoctor, "Läkarintyg", "Personen", "Begär intyg bara när det behövs. Väntan syns i ärendet, och Stadga påminner."})
	}
	if s.i.Kind != casework.InquiryShort && !s.i.Template.Approves {
		parts = append(parts, observePart())
	}
	if len(s.listed()) > 0 || len(s.i.Preparations) > 0 {
		parts = append(parts, sidePart{partPrepare, "Ärendeberedning", "Avsluta", s.preparationHelp()})
	}
	return parts
}

// listed are the services that the routine of the day wants prepared, of those
// that this kind of investigation may lead to.
func (s *scene) listed() []casework.ServiceKind {
	var out []casework.ServiceKind
	for _, kind := range casework.ServicesFor(s.i.Kind) {
		if _, _, yes := s.routine.Lists([]string{kind.Key}, s.today); yes {
			out = append(out, kind)
		}
	}
	return out
}

func (s *scene) preparationHelp() string {
	var names []string
	ref := ""
	for _, kind := range s.listed() {
		point, _, _ := s.routine.Lists([]string{kind.Key}, s.today)
		names, ref = append(names, lowerFirst(kind.Name)), point.Ref
	}
	if len(names) == 0 {
		return "Rutinen kräver ingen beredning i dag."
	}
	return "Enligt " + ref + " tas " + and(names) + " upp i gruppen före beslut. Minst en enhetschef är med. Utan det går det inte att besluta."
}

func showPutUp(s *scene, _ string) []Blankett {
	if !s.writable() || s.i.Waiting() {
		return nil
	}
	if _, done := s.i.Prepared(); done {
		return nil
	}
	services := webkit.Field{Name: "services", Label: "Insatser som ska tas upp"}
	for _, kind := range s.listed() {
		services.Options = append(services.Options, webkit.Option{Value: kind.Key, Words: kind.Name, Chosen: slices.Contains(s.said.services, kind.Key)})
	}
	return []Blankett{{ID: "ta-upp", Heading: "Ta upp på beredning", Button: "Sätt upp på listan", Fields: []Falt{
		day(webkit.Field{Name: "meeting", Label: "Vilket möte?"}),
		check(services),
		area(webkit.Field{Name: "proposal", Label: "Vad föreslår du?", Help: "1–3 meningar.", Rows: 2}),
	}}}
}

func readPutUp(in *webkit.Input, s *scene, _ string) command {
	var keys []string
	for _, kind := range s.listed() {
		keys = append(keys, kind.Key)
	}
	return casework.AskForPreparation{Meeting: in.Day("meeting"), Services: in.Words("services", keys...), Proposal: in.Text("proposal")}
}

func showPrepared(s *scene, _ string) []Blankett {
	if !s.writable() {
		return nil
	}
	held := webkit.Field{Name: "participants", Label: "Vilka var med?", Help: "Minst en enhetschef."}
	for _, c := range s.colleagues {
		held.Options = append(held.Options, webkit.Option{Value: c.ID.String(), Words: c.Name + ", " + c.Title})
	}
	var results []string
	for _, r := range casework.PreparationResults() {
		results = append(results, string(r), r.Words())
	}
	meeting := s.today
	if m := s.i.PutUp.Meeting; !m.IsZero() && m.Before(s.today) {
		meeting = m
	}
	return []Blankett{{ID: "beredd", Heading: "Beredningen är hållen", Button: "Spara beredningen", Fields: []Falt{
		day(webkit.Field{Name: "held", Label: "Dag", Value: meeting.String()}),
		check(held),
		text(webkit.Field{Name: "guests", Label: "Andra som var med", Help: "Till exempel: sjuksköterskan på vårdcentralen."}),
		radio(webkit.Field{Name: "result", Label: "Vad kom gruppen fram till?", Options: webkit.Options(results...)}),
		area(webkit.Field{Name: "comment", Label: "Kommentar", Help: "Vad gruppen vägde för och emot. Du beslutar själv.", Rows: 3}),
	}}}
}

func readPrepared(in *webkit.Input, s *scene, _ string) command {
	out := casework.CasePreparation{On: in.Day("held"), Guests: in.Text("guests"), Result: casework.PreparationResult(in.Text("result")), Comment: in.Text("comment")}
	var known []string
	for _, c := range s.colleagues {
		known = append(known, c.ID.String())
	}
	there := in.Words("participants", known...)
	for _, c := range s.colleagues {
		switch {
		case !slices.Contains(there, c.ID.String()):
		case c.Manager:
			out.Managers = append(out.Managers, c.ID)
		default:
			out.Others = append(out.Others, c.ID)
		}
	}
	return casework.RecordPreparation{Preparation: out}
}

func showAskDoctor(s *scene, _ string) []Blankett {
	if !s.writable() {
		return nil
	}
	return []Blankett{{ID: "begar", Heading: "Begär läkarintyg", Button: "Spara begäran", Fields: []Falt{
		text(webkit.Field{Name: "from", Label: "Från vem?", Help: "Till exempel: Norrsala vårdcentral."}),
		text(webkit.Field{Name: "about", Label: "Vad ska intyget visa?", Help: "En mening."}),
		day(webkit.Field{Name: "asked", Label: "Begärt den", Value: s.today.String()}),
	}}}
}

func readAskDoctor(in *webkit.Input, _ *scene, _ string) command {
	return casework.AskForCertificate{From: in.Text("from"), About: in.Text("about"), On: in.Day("asked")}
}

func showDoctors(s *scene, _ string) []Blankett {
	if !s.writable() {
		return nil
	}
	var out []Blankett
	for _, c := range s.i.Certificates {
		if c.Received.IsZero() {
			n := strconv.Itoa(c.Number)
			out = append(out, Blankett{ID: "intyg-" + n, Heading: "Intyget från " + c.From + " har kommit", Button: "Spara intyget", Hidden: []Hidden{{"number", n}}, Fields: []Falt{
				day(webkit.Field{Name: "received", Label: "Kom den"}),
				text(webkit.Field{Name: "says", Label: "Vad visar det?", Help: "En mening."}),
			}})
		}
	}
	return out
}

func readDoctors(in *webkit.Input, _ *scene, _ string) command {
	return casework.ReceiveCertificate{Number: in.Number("number"), On: in.Day("received"), Says: in.Text("says")}
}

func showInvolved(s *scene, _ string) []Blankett {
	if !s.writable() {
		return nil
	}
	return []Blankett{{ID: "delaktig", Button: "Spara", Primary: true, Edits: true, Fields: []Falt{
		area(webkit.Field{Name: "participation", Label: "Hur har " + s.Given + " varit delaktig?", Help: "Till exempel: vilka samtal, vilket stöd att förstå, vad " + s.Given + " har läst och sagt om texten.", Rows: 3, Value: s.i.Participation.Text}),
		text(webkit.Field{Name: "not", Label: "Eller: varför har det inte gått?", Value: s.i.Participation.Not}),
	}}}
}

func readInvolved(in *webkit.Input, _ *scene, _ string) command {
	return casework.WriteParticipation{Text: in.Text("participation"), Not: in.Text("not")}
}

// showCare shows what is recorded under those headings.
func (s *scene) showCare(view *PartView, key string) {
	put := func(label, value, origin string, missing bool) {
		view.Facts = append(view.Facts, webkit.Fact{Label: label, Value: value, Origin: origin, Missing: missing})
	}
	switch key {
	case partPrepare:
		if s.i.Waiting() {
			put("Tas upp", webkit.LongDay(s.i.PutUp.Meeting), s.i.PutUp.Proposal, false)
		}
		for _, p := range s.i.Preparations {
			var there []string
			for _, id := range slices.Concat(p.Managers, p.Others) {
				there = append(there, s.staff[id])
			}
			if p.Guests != "" {
				there = append(there, p.Guests)
			}
			put("Beredd "+webkit.PlainDay(p.On, s.today), p.Result.Words()+". "+p.Comment, "Med var "+and(there), p.Result == casework.PreparedMore)
		}
	case partDoctor:
		for _, c := range s.i.Certificates {
			label := "Läkarintyg från " + c.From
			if c.Received.IsZero() {
				put(label, "Väntar sedan "+webkit.Days(s.today.DaysSince(c.Asked)), c.About, true)
				continue
			}
			put(label, c.Says, "Kom "+webkit.PlainDay(c.Received, s.today)+" efter "+webkit.Days(c.Received.DaysSince(c.Asked))+". "+c.About, false)
		}
	case partObserve:
		s.showObservations(view)
	case partInvolved:
		if !s.writable() {
			put("Delaktighet", either(s.i.Participation.Text != "", s.i.Participation.Text, s.i.Participation.Not), "", false)
		}
	}
}

// careDone tells whether a heading is done; false where it says nothing of that.
func (s *scene) careDone(key string) bool {
	switch key {
	case partPrepare:
		_, done := s.i.Prepared()
		return done
	case partDoctor:
		return len(s.i.Certificates) > 0 && !slices.ContainsFunc(s.i.Certificates, func(c casework.MedicalCertificate) bool { return c.Received.IsZero() })
	case partObserve:
		return len(s.i.Observations) > 0 && !s.observationOpen()
	case partInvolved:
		return s.i.Participation != casework.Participation{}
	}
	return false
}

// careWaits tells that something is asked for under the heading and has not come.
func (s *scene) careWaits(key string) bool {
	return key == partDoctor && len(s.i.Certificates) > 0 && !s.careDone(key) || key == partPrepare && s.i.Waiting() || key == partObserve && s.observationOpen()
}

// warnPhrases warns of wordings that fit anyone, in the part's text and its goals
// (C-19, D-04). A warning that is answered is not said again.
func (s *scene) warnPhrases(view *PartView, key string) {
	warn := func(what, text, answered string) {
		if p, found := s.phrases.In(text, s.today); found && answered == "" {
			view.Warnings = append(view.Warnings, what+" innehåller ”"+p.Words+"”, som passar vem som helst ("+p.Ref+"). Skriv det som är "+s.Given+"s eget, eller svara varför det ska stå så.")
		}
	}
	warn("Texten", s.i.Part(key).Text, s.i.AnswerTo(key))
	for _, g := range s.goalsIn(key) {
		warn("Målet", g.Text, s.i.AnswerTo(g.Key))
	}
}

// goalsIn are the goals for the needs of one part.
func (s *scene) goalsIn(part string) []casework.Goal {
	var out []casework.Goal
	for _, n := range s.i.Needs {
		for _, g := range s.i.Goals {
			if n.Area == part && g.Need == n.Key {
				out = append(out, g)
			}
		}
	}
	return out
}

func showAnswerLikeness(s *scene, part string) []Blankett {
	var texts []string
	if s.i.Part(part).Text != "" {
		texts = append(texts, part, "Delens text")
	}
	for _, g := range s.goalsIn(part) {
		texts = append(texts, g.Key, "Målet: "+g.Text)
	}
	if !s.draftable() || len(texts) == 0 {
		return nil
	}
	return []Blankett{{ID: "svara-varning", Fold: true, Heading: "Ska en text stå som den gör?", Button: "Spara svaret", Help: "Varningar stoppar inget. Med ett skäl visas varningen inte igen, och den som granskar ser skälet.", Fields: []Falt{
		choose(webkit.Field{Name: "which", Label: "Vilken text?", Options: webkit.Options(texts...)}),
		text(webkit.Field{Name: "why", Label: "Varför är den personens egen?", Help: "En mening."}),
	}}}
}

func readAnswerLikeness(in *webkit.Input, _ *scene, _ string) command {
	return casework.AnswerLikeness{Text: in.Text("which"), Why: in.Text("why")}
}

func lowerFirst(s string) string {
	if s == "" || strings.HasPrefix(s, "LSS") {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
