package decideweb

import (
	"fmt"
	"slices"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// An inquiryForm is one form of an investigation: the part it belongs to, the act
// it asks access for, how it is shown and how it is read.
type inquiryForm struct {
	part, key, action string
	show              func(s *scene, part string) []Blankett
	read              func(in *webkit.Input, s *scene, part string) engine.Command[casework.Investigation]
}

type command = engine.Command[casework.Investigation]

// anyPart stands for the parts that hold text.
const anyPart = "{del}"

// The parts that hold no text of their own, in the order of the list.
const (
	partTold     = "underrattelse"
	partWords    = "egna-ord"
	partVisit    = "hembesok"
	partChildren = "barn-berors"
	partView     = "barnets-asikt"
	partGuardian = "vardnadshavare"
	partGroup    = "personkrets"
	partConsent  = "samtycke"
	partTalkASI  = "intervju"
	partHearing  = "kommunicering"
	partExtend   = "forlangning"
	partReady    = "klart"
	partAfter    = "uppfoljning"
)

func inquiryForms() []inquiryForm {
	return append([]inquiryForm{
		{anyPart, "skriv", "investigation.write", showText, readText},
		{anyPart, "oforandrat", "investigation.write", showUnchanged, readUnchanged},
		{anyPart, "ej-aktuell", "investigation.write", showAside, readAside},
		{anyPart, "behov", "investigation.write", showNeed, readNeed},
		{anyPart, "mal", "investigation.write", showGoal, readGoal},
		{anyPart, "ratta", "investigation.correct", showCorrect, readCorrect},
		{partTold, "underratta", "investigation.tell", showTold, readTold},
		{partWords, "skriv-ord", "investigation.write", showWords, readWords},
		{partVisit, "hembesok", "investigation.write", showVisit, readVisit},
		{partChildren, "svara", "investigation.write", showChildren, readChildren},
		{partView, "asikt", "investigation.write", showView, readView},
		{partView, "samtal", "investigation.write", showTalk, readTalk},
		{partGuardian, "syn", "investigation.write", showGuardian, readGuardian},
		{partGroup, "personkrets", "investigation.write", showGroup, readGroup},
		{partConsent, "samtycke", "investigation.consent", showConsent, readConsent},
		{partTalkASI, "resultat", "investigation.write", showInterview, readInterview},
		{partHearing, "stallning", "investigation.communicate", showStance, readStance},
		{partHearing, "sand", "investigation.communicate", showSend, readSend},
		{partHearing, "svar", "investigation.communicate", showAnswer, readAnswer},
		{partExtend, "forlang", "investigation.extend", showExtend, readExtend},
		{partReady, "klart", "investigation.complete", showReady, readReady},
		{partAfter, "besluta", "investigation.aftercare", showAftercare, readAftercare},
		{partAfter, "avsluta", "investigation.aftercare", showAfterEnd, readAfterEnd},
	}, slices.Concat(reuseForms(), careForms(), observeForms())...)
}

func (s *scene) writable() bool { return s.i.Decided.IsZero() }
func (s *scene) draftable() bool {
	return s.i.Decided.IsZero() && s.i.Ready.IsZero()
}

func (s *scene) isArea(part string) bool {
	p, ok := s.i.PartNamed(part)
	return ok && p.Side != "Underlag" && p.Side != "Bedömning"
}

func showText(s *scene, part string) []Blankett {
	if !s.draftable() {
		return nil
	}
	now := s.i.Part(part)
	return []Blankett{{ID: "skriv", Button: "Spara", Primary: true, Hidden: []Hidden{{"sedd", fmt.Sprint(now.Version)}}, Fields: []Falt{
		area(webkit.Field{Name: "text", Label: "Text", Rows: 10, Value: now.Text}),
		check(webkit.Field{Name: "klar", Label: "Läge", Value: either(now.Done, "ja", ""), Options: webkit.Options("ja", "Delen är klar")}),
	}}}
}

func readText(in *webkit.Input, _ *scene, part string) command {
	return casework.WritePart{Part: part, Text: in.Prose("text"), Done: in.Text("klar") == "ja", Seen: in.Number("sedd")}
}

// showUnchanged lets a text of the last investigation stand as it is, with its day.
func showUnchanged(s *scene, part string) []Blankett {
	if s.was(part) == "" || s.i.Part(part).Text != "" {
		return nil
	}
	return []Blankett{{ID: "oforandrat", Button: "Oförändrat", Help: "Texten från " + webkit.PlainDay(s.writtenOn(part), s.today) + " tas över som den är och behåller sin dag."}}
}

func readUnchanged(_ *webkit.Input, s *scene, part string) command {
	return casework.WritePart{Part: part, Text: s.was(part), Done: true, Kept: s.writtenOn(part)}
}

// was is what the last investigation says in the part.
func (s *scene) was(part string) string {
	if s.before == nil || !s.draftable() {
		return ""
	}
	return s.before.Part(part).Text
}

// writtenOn is the day that text is from.
func (s *scene) writtenOn(part string) civil.Date {
	if kept := s.before.Part(part).Kept; !kept.IsZero() {
		return kept
	}
	if !s.before.Ready.IsZero() {
		return s.before.Ready
	}
	return s.before.Opened
}

func showAside(s *scene, part string) []Blankett {
	now := s.i.Part(part)
	if !s.draftable() || now.SetAside != "" {
		return nil
	}
	if p, _ := s.i.PartNamed(part); !p.Required && now.Text == "" {
		return nil // an area nobody has opened needs no reason
	}
	return []Blankett{{ID: "ej-aktuell", Fold: true, Heading: "Är delen inte aktuell?", Button: "Markera som ej aktuell", Fields: []Falt{
		text(webkit.Field{Name: "reason", Label: "Skäl", Help: "En mening. Delen skrivs inte ut."}),
	}}}
}

func readAside(in *webkit.Input, _ *scene, part string) command {
	return casework.SetPartAside{Part: part, Reason: in.Text("reason")}
}

func showNeed(s *scene, part string) []Blankett {
	if !s.draftable() || !s.isArea(part) {
		return nil
	}
	return []Blankett{{ID: "behov", Heading: "Nytt behov", Button: "Spara behovet", Fields: []Falt{
		area(webkit.Field{Name: "need", Label: "Vad klarar personen inte själv?", Help: "1–2 meningar.", Rows: 2}),
		text(webkit.Field{Name: "strength", Label: "Vad klarar personen?"}),
		text(webkit.Field{Name: "hard", Label: "Vad gör det svårt?"}),
	}}}
}

func readNeed(in *webkit.Input, _ *scene, part string) command {
	return casework.DescribeNeed{Area: part, Text: in.Text("need"), Strength: in.Text("strength"), Hard: in.Text("hard")}
}

func showGoal(s *scene, part string) []Blankett {
	if !s.draftable() || !s.isArea(part) {
		return nil
	}
	var needs []string
	for _, n := range s.i.Needs {
		if n.Area == part {
			needs = append(needs, n.Key, n.Text)
		}
	}
	if len(needs) == 0 {
		return nil
	}
	return []Blankett{{ID: "mal", Heading: "Nytt mål", Button: "Spara målet", Fields: []Falt{
		choose(webkit.Field{Name: "need", Label: "Behov", Options: webkit.Options(needs...)}),
		text(webkit.Field{Name: "goal", Label: "Mål", Help: "Ett mål som går att följa upp. En mening."}),
		text(webkit.Field{Name: "measure", Label: "Hur ser man att det är nått?"}),
		day(webkit.Field{Name: "by", Label: "Till vilken dag?", Help: "Till exempel 2026-09-01."}),
	}}}
}

func readGoal(in *webkit.Input, _ *scene, _ string) command {
	return casework.SetGoal{Goal: casework.Goal{Need: in.Text("need"), Text: in.Text("goal"), Measure: in.Text("measure"), By: in.Day("by")}}
}

func showCorrect(s *scene, part string) []Blankett {
	now := s.i.Part(part)
	if s.i.Ready.IsZero() || now.Text == "" {
		return nil
	}
	return []Blankett{{ID: "ratta", Fold: true, Heading: "Rätta", Button: "Spara rättelsen", Help: "Det som står nu går fortfarande att läsa efter rättelsen.", Fields: []Falt{
		area(webkit.Field{Name: "text", Label: "Rättad text", Rows: 6, Value: now.Text}),
		text(webkit.Field{Name: "why", Label: "Varför rättas texten?"}),
	}}}
}

func readCorrect(in *webkit.Input, _ *scene, part string) command {
	return casework.CorrectPart{Part: part, Text: in.Prose("text"), Why: in.Text("why")}
}

func showTold(s *scene, _ string) []Blankett {
	if !s.writable() {
		return nil
	}
	var out []Blankett
	for _, who := range s.concerned() {
		out = append(out, Blankett{ID: "und-" + who.String(), Heading: s.name(who), Button: "Spara", Hidden: []Hidden{{"who", who.String()}}, Fields: []Falt{
			day(webkit.Field{Name: "on", Label: "Underrättad den"}),
			text(webkit.Field{Name: "how", Label: "Hur?", Help: "Till exempel telefon eller brev."}),
			text(webkit.Field{Name: "not_told", Label: "Eller: särskilda skäl att inte underrätta"}),
		}})
	}
	return out
}

// concerned lists who is to be told that an investigation was opened.
func (s *scene) concerned() []ids.Person {
	if len(s.guardians) == 0 || s.i.Kind != casework.InquiryChild {
		return s.parties
	}
	return append(s.guardians[:len(s.guardians):len(s.guardians)], s.Person)
}

func readTold(in *webkit.Input, _ *scene, _ string) command {
	return casework.TellConcerned{Who: ids.Person{ID: in.ID("who")}, On: in.Day("on"), How: in.Text("how"), NotTold: in.Text("not_told")}
}

func showWords(s *scene, _ string) []Blankett {
	if !s.draftable() {
		return nil
	}
	words, fetched := s.i.OwnWords, false
	if words == "" {
		words, fetched = s.said.says, s.said.says != ""
	}
	help := "Skriv med personens egna ord."
	if fetched {
		help = "Hämtat ur ansökan " + webkit.DayAndTime(s.said.received, s.today) + ". Ändra eller lägg till."
	}
	return []Blankett{{ID: "ord", Button: "Spara", Primary: true, Edits: true, Fields: []Falt{
		area(webkit.Field{Name: "own_words", Label: "Personens egna ord", Help: help, Rows: 4, Value: words, Prefilled: fetched}),
	}}}
}

func readWords(in *webkit.Input, _ *scene, _ string) command {
	return casework.WriteOwnWords{Text: in.Text("own_words")}
}

func showVisit(s *scene, _ string) []Blankett {
	if !s.writable() {
		return nil
	}
	return []Blankett{{ID: "besok", Button: "Spara", Primary: true, Fields: []Falt{
		day(webkit.Field{Name: "home_visit", Label: "Hembesök gjort den", Value: s.i.HomeVisit.String()}),
		text(webkit.Field{Name: "reason", Label: "Eller: varför har inget hembesök gjorts?", Value: s.i.NoVisit}),
	}}}
}

func readVisit(in *webkit.Input, _ *scene, _ string) command {
	return casework.RecordHomeVisit{On: in.Day("home_visit"), Reason: in.Text("reason")}
}

func showChildren(s *scene, _ string) []Blankett {
	if !s.writable() {
		return nil
	}
	return []Blankett{{ID: "barn", Button: "Spara", Primary: true, Fields: []Falt{
		radio(webkit.Field{Name: "children", Label: "Finns barn som berörs?", Value: s.i.Children, Options: webkit.Options("ja", "Ja", "nej", "Nej", "vet-inte", "Vet inte")}),
	}}}
}

func readChildren(in *webkit.Input, _ *scene, _ string) command {
	return casework.AskAboutChildren{Answer: in.Text("children")}
}

func showView(s *scene, _ string) []Blankett {
	if !s.writable() {
		return nil
	}
	view := casework.ChildsView{}
	if s.i.View != nil {
		view = *s.i.View
	}
	return []Blankett{{ID: "asikt", Button: "Spara", Primary: true, Fields: []Falt{
		area(webkit.Field{Name: "childs_view", Label: "Vad säger barnet?", Help: "Barnets egen åsikt om sin situation och om det som föreslås, med barnets ord.", Rows: 4, Value: view.Text}),
		text(webkit.Field{Name: "not_heard", Label: "Eller: varför har barnet inte hörts?", Value: view.NotHeard}),
	}}}
}

func readView(in *webkit.Input, _ *scene, _ string) command {
	return casework.WriteChildsView{Text: in.Text("childs_view"), NotHeard: in.Text("not_heard")}
}

func showTalk(s *scene, _ string) []Blankett {
	if !s.writable() {
		return nil
	}
	return []Blankett{{ID: "samtal", Heading: "Nytt samtal med barnet", Button: "Spara samtalet", Fields: []Falt{
		day(webkit.Field{Name: "talk", Label: "Dag"}),
		radio(webkit.Field{Name: "form", Label: "Hur gick det till?", Options: webkit.Options("enskilt", "Enskilt", "med-vardnadshavare", "Med vårdnadshavare", "telefon", "Telefon")}),
	}}}
}

func readTalk(in *webkit.Input, _ *scene, _ string) command {
	return casework.TalkWithChild{On: in.Day("talk"), Form: in.Text("form")}
}

func showGuardian(s *scene, _ string) []Blankett {
	if !s.writable() {
		return nil
	}
	var out []Blankett
	for _, g := range s.guardians {
		view := casework.GuardianView{}
		for _, v := range s.i.Guardians {
			if v.Guardian == g {
				view = v
			}
		}
		out = append(out, Blankett{ID: "syn-" + g.String(), Heading: s.name(g), Button: "Spara", Hidden: []Hidden{{"guardian", g.String()}}, Fields: []Falt{
			area(webkit.Field{Name: "guardians_view", Label: "Syn på förslaget", Rows: 3, Value: view.Text}),
			text(webkit.Field{Name: "not_heard", Label: "Eller: varför saknas den?", Value: view.NotHeard}),
		}})
	}
	return out
}

func readGuardian(in *webkit.Input, _ *scene, _ string) command {
	return casework.WriteGuardiansView{Guardian: ids.Person{ID: in.ID("guardian")}, Text: in.Text("guardians_view"), NotHeard: in.Text("not_heard")}
}

func showGroup(s *scene, _ string) []Blankett {
	if !s.writable() {
		return nil
	}
	return []Blankett{{ID: "krets", Button: "Spara", Primary: true, Fields: []Falt{
		radio(webkit.Field{Name: "group", Label: "Personkrets", Value: s.i.Group, Options: webkit.Options(
			"1", "1: utvecklingsstörning, autism eller autismliknande tillstånd",
			"2", "2: betydande begåvningsmässigt funktionshinder efter hjärnskada i vuxen ålder",
			"3", "3: andra varaktiga, stora funktionshinder", "ingen", "Tillhör inte personkretsen")}),
		area(webkit.Field{Name: "why", Label: "Skäl", Rows: 3, Value: s.i.GroupWhy}),
	}}}
}

func readGroup(in *webkit.Input, _ *scene, _ string) command {
	return casework.AssessEligibility{Group: in.Text("group"), Why: in.Text("why")}
}

func either(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}
