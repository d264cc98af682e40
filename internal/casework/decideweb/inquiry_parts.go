package decideweb

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"stadga/internal/casework"
	"stadga/internal/fault"
	"stadga/internal/webkit"
)

// A side part is a heading that holds forms and no text of its own.
type sidePart struct{ key, title, side, help string }

// sideParts lists those that belong to this investigation, in the order of the list.
func sideParts(s *scene) []sidePart {
	child := s.i.Kind == casework.InquiryChild
	young := child || len(s.guardians) > 0
	var out []sidePart
	add := func(when bool, p sidePart) {
		if when {
			out = append(out, p)
		}
	}
	add(true, sidePart{partTold, "Underrätta de berörda", "Personen", "De som berörs underrättas genast om att utredning har inletts, om inte särskilda skäl talar mot det."})
	add(!child, sidePart{partWords, "Egna ord", "Personen", "Det personen själv säger hämtas ur ansökan och följer med till beslutet."})
	add(s.i.Kind == casework.InquiryOlder || s.i.Kind == casework.InquiryAdult, sidePart{partVisit, "Hembesök", "Personen", "Ett hembesök görs före beslut om hemtjänst, eller så skrivs skälet till att det inte har gjorts."})
	add(!young, sidePart{partChildren, "Barn som berörs", "Personen", "Finns barn som berörs ska barnets bästa bedömas, också i en vuxens ärende."})
	add(young, sidePart{partView, "Barnets åsikt", "Personen", "Barnet får information som det förstår och tillfälle att säga vad det tycker."})
	add(len(s.guardians) > 0, sidePart{partGuardian, "Vårdnadshavarnas syn", "Personen", "Varje vårdnadshavare för sig."})
	add(s.i.Kind == casework.InquiryLSS, sidePart{partGroup, "Personkrets", "Personen", "Bedöms innan någon insats prövas (1 och 7 §§ LSS)."})
	add(s.i.Template.Interview != "", sidePart{partTalkASI, "Intervju med " + s.i.Template.Interview, "Personen", "Resultatet för varje område, med intervjuarens skattning. Instrumentets frågor står i dess eget formulär."})
	add(len(s.guardians) > 0, sidePart{partConsent, "Samtycke", "Personen", "Två vårdnadshavare bestämmer tillsammans (6 kap. 11 och 13 §§ föräldrabalken)."})
	for _, p := range careParts(s) {
		add(true, p)
	}
	add(s.i.Ground.Protects(), sidePart{partExtend, "Förlängning", "Avsluta", ""})
	add(true, sidePart{partReady, "Kontrollera och markera som klart", "Avsluta", "Här står det som saknas innan underlaget är klart."})
	add(true, sidePart{partHearing, "Kommunicering", "Avsluta", "Parten får underlaget och en bestämd tid att svara, före beslutet (25 § förvaltningslagen)."})
	add(s.i.Outcome == casework.ClosedWithoutCare, sidePart{partAfter, "Uppföljning enligt 23 kap.", "Avsluta", "Efter en utredning som avslutats utan insats."})
	return out
}

// firstPart is the part a page opens on: the first that must be written and is not.
func firstPart(s *scene) string {
	if !s.draftable() {
		if s.writable() {
			return partHearing
		}
		return partReady
	}
	for _, p := range s.i.AllParts() {
		if p.Required && !s.i.Part(p.Key).Done {
			return p.Key
		}
	}
	return partReady
}

// partGroups is the list of parts, each with its state in words.
func partGroups(s *scene, current string, missing []*fault.Error) []PartGroup {
	var groups []PartGroup
	put := func(side, key, title string, badge *webkit.Badge) {
		link := PartLink{Path: s.base() + "/" + key, Words: title, Badge: badge, Current: key == current}
		if at := slices.IndexFunc(groups, func(g PartGroup) bool { return g.Words == side }); at >= 0 {
			groups[at].Parts = append(groups[at].Parts, link)
			return
		}
		groups = append(groups, PartGroup{Words: side, Parts: []PartLink{link}})
	}
	for _, p := range s.i.AllParts() {
		if p.Side != "Bedömning" {
			put(p.Side, p.Key, p.Title, textBadge(p, s.i.Part(p.Key)))
		}
	}
	sides := sideParts(s)
	for _, p := range sides {
		if p.side == "Personen" {
			put(p.side, p.key, p.title, sideBadge(s, p.key, missing))
		}
	}
	for _, p := range s.i.AllParts() {
		if p.Side == "Bedömning" {
			put(p.Side, p.Key, p.Title, textBadge(p, s.i.Part(p.Key)))
		}
	}
	for _, p := range sides {
		if p.side != "Personen" {
			put(p.side, p.key, p.title, sideBadge(s, p.key, missing))
		}
	}
	return groups
}

func textBadge(p casework.Part, now casework.PartText) *webkit.Badge {
	switch {
	case now.SetAside != "":
		return &webkit.Badge{Lage: webkit.Lugn, Words: "Ej aktuell"}
	case now.Done:
		return &webkit.Badge{Lage: webkit.Klar, Words: "Klar"}
	case now.Text != "":
		return &webkit.Badge{Lage: webkit.Snart, Words: "Påbörjad"}
	case p.Required:
		return &webkit.Badge{Lage: webkit.Oklar, Words: "Saknas"}
	}
	return nil // an area nobody has opened
}

// fieldParts tells which part a missing field belongs to.
func partOfField(field string) string {
	switch field {
	case "own_words":
		return partWords
	case "home_visit":
		return partVisit
	case "children":
		return partChildren
	case "group":
		return partGroup
	case "childs_view":
		return partView
	case "guardians_view":
		return partGuardian
	}
	return field
}

func sideBadge(s *scene, key string, missing []*fault.Error) *webkit.Badge {
	if slices.ContainsFunc(missing, func(f *fault.Error) bool { return partOfField(f.Field) == key }) {
		return &webkit.Badge{Lage: webkit.Oklar, Words: "Saknas"}
	}
	done := map[string]bool{
		partTold: len(s.i.Told) > 0 && len(s.i.Told) >= len(s.concerned()), partWords: s.i.OwnWords != "", partVisit: !s.i.HomeVisit.IsZero() || s.i.NoVisit != "",
		partChildren: s.i.Children != "", partView: s.i.View != nil, partGuardian: len(s.i.Guardians) > 0 && len(s.i.Guardians) >= len(s.guardians),
		partGroup: s.i.Group != "", partConsent: len(s.i.Consents) > 0, partReady: !s.i.Ready.IsZero(), partTalkASI: len(s.i.Interviews) > 0, partHearing: s.i.Hearing != nil,
	}
	if s.careWaits(key) {
		return &webkit.Badge{Lage: webkit.Snart, Words: "Väntar"}
	}
	if done[key] || s.careDone(key) {
		return &webkit.Badge{Lage: webkit.Klar, Words: "Klar"}
	}
	return nil
}

// progress counts the parts that are begun or required, and those that are done.
func progress(s *scene) (done, of int) {
	for _, p := range s.i.AllParts() {
		now := s.i.Part(p.Key)
		if p.Required || now.Text != "" || now.SetAside != "" {
			of++
			if now.Done || now.SetAside != "" {
				done++
			}
		}
	}
	return done, of
}

func (p Pages) partView(r *http.Request, s *scene, key string, missing []*fault.Error, t try) (*PartView, error) {
	view := &PartView{}
	if part, ok := s.i.PartNamed(key); ok {
		view.Title, view.Help = part.Title, part.Help
		view.Facts = s.demands(part)
		s.showPart(view, key)
	} else if at := slices.IndexFunc(sideParts(s), func(p sidePart) bool { return p.key == key }); at >= 0 {
		side := sideParts(s)[at]
		view.Title, view.Help = side.title, side.help
		s.showSide(view, key, missing)
	} else {
		return nil, fault.New(fault.NotFound, "investigation.no-such-part")
	}
	if s.draftable() {
		s.warnPhrases(view, key)
		var err error
		if view.Copies, err = p.copies(r, s, key); err != nil {
			return nil, err
		}
		for _, n := range s.i.Needs {
			for _, g := range s.i.Goals {
				if n.Area != key || g.Need != n.Key || s.i.AnswerTo(g.Key) != "" {
					continue
				}
				same, err := p.Lists.SameGoal(r.Context(), g.Text, s.ID)
				if err != nil {
					return nil, err
				}
				if same > 0 {
					view.Warnings = append(view.Warnings, "Målet ”"+g.Text+"” står ordagrant i "+webkit.Count(same, "annan utredning", "andra utredningar")+". Skriv det som är "+s.Given+"s eget.")
				}
			}
		}
	}
	for _, f := range inquiryForms() {
		if f.part != key && (f.part != anyPart || !isText(s, key)) {
			continue
		}
		for _, b := range f.show(s, key) {
			b.Path = s.base() + "/" + key + "/" + f.key
			draft := ""
			if hasArea(b) {
				draft = fmt.Sprintf("utredning/%s/%s/%s", s.i.ID, key, b.ID)
			}
			shown := 0
			if b.Edits {
				shown = s.version
			}
			b, err := b.fill(r, t, shown, draft)
			if err != nil {
				return nil, err
			}
			if f.key == "skriv" {
				b.Theirs = s.theirs(key, b.stale, t.err)
			}
			switch {
			case view.Beside != nil && f.key == "skriv":
				view.Write = &b
			case view.Beside != nil && f.key == "oforandrat":
				view.Unchanged = &b
			default:
				view.Forms = append(view.Forms, b)
			}
		}
	}
	if !s.writable() {
		view.Locked = "Signerad. Utredningen är avslutad och låst."
	} else if !s.i.Ready.IsZero() && isText(s, key) {
		view.Locked = "Låst " + webkit.PlainDay(s.i.Ready, s.today) + ", när underlaget blev klart."
	}
	return view, nil
}

// demands says of a part whether it must be written and what asks for it, and of
// the assessment what it rests on.
func (s *scene) demands(part casework.Part) []webkit.Fact {
	facts := []webkit.Fact{{Label: "Krav", Value: "Frivillig del. Öppna den om den är aktuell.", Origin: part.Basis}}
	if part.Required {
		facts[0].Value = "Måste skrivas, eller markeras som ej aktuell med skäl."
	}
	if part.ICF != "" {
		facts = append(facts, webkit.Fact{Label: "ICF", Value: "Kapitel " + part.ICF, Mend: &webkit.Link{Path: "https://klassifikationer.socialstyrelsen.se/ICF/" + part.ICF, Words: "Öppna i ICF"}})
	}
	if part.Key != "bedomning" {
		return facts
	}
	if s.i.Ready.IsZero() {
		for _, g := range s.steers {
			facts = append(facts, webkit.Fact{Label: g.Kind.Words(), Value: g.Title + ", version " + g.Version, Origin: "gäller i dag", Mend: &webkit.Link{Path: GuidelinesPath + "/" + g.Key, Words: "Läs"}})
		}
		return facts
	}
	for _, g := range s.i.Used {
		facts = append(facts, webkit.Fact{Label: g.Kind.Words(), Value: g.Title + ", version " + g.Version, Origin: "användes " + webkit.PlainDay(s.i.Ready, s.today), Mend: &webkit.Link{Path: GuidelinesPath + "/" + g.Key, Words: "Läs"}})
	}
	return facts
}

// theirs is what someone else has written in the part since the form was shown, or
// since the draft was begun. It stands beside what is typed until one is chosen.
func (s *scene) theirs(key, stale string, err error) *EarlierView {
	moved := slices.ContainsFunc(fault.All(err), func(f *fault.Error) bool { return f.Text == "investigation.part-moved" })
	now := s.i.Part(key)
	if !moved && (stale == "" || stale == strconv.Itoa(now.Version)) {
		return nil
	}
	return &EarlierView{Was: now.Text, Who: s.staff[now.By]}
}

func isText(s *scene, key string) bool {
	_, ok := s.i.PartNamed(key)
	return ok
}

func hasArea(b Blankett) bool {
	return slices.ContainsFunc(b.Fields, func(f Falt) bool { return f.Kind == "area" })
}

// showPart shows what stands in a part: its text when it is locked, its earlier
// wordings, and its needs with their goals.
func (s *scene) showPart(view *PartView, key string) {
	now := s.i.Part(key)
	if !s.draftable() {
		view.Text = now.Text
	}
	if view.Beside = s.beside(key, view.Title); view.Beside != nil {
		view.Text = ""
	}
	if !now.Kept.IsZero() {
		view.Facts = append(view.Facts, webkit.Fact{Label: "Oförändrat sedan", Value: webkit.LongDay(now.Kept)})
	}
	if now.SetAside != "" {
		view.Facts = append(view.Facts, webkit.Fact{Label: "Ej aktuell", Value: now.SetAside})
	}
	for _, e := range now.Earlier {
		view.Earlier = append(view.Earlier, EarlierView{Was: e.Was, Why: e.Why, Who: s.staff[e.By], When: webkit.DayAndTime(e.At, s.today)})
	}
	for _, answered := range s.i.Answered {
		_, goal := s.i.Goal(answered.Text)
		if answered.Text == key || goal && slices.ContainsFunc(s.goalsIn(key), func(g casework.Goal) bool { return g.Key == answered.Text }) {
			view.Facts = append(view.Facts, webkit.Fact{Label: "Svar på varning", Value: answered.Why})
		}
	}
	for _, n := range s.i.Needs {
		if n.Area != key {
			continue
		}
		view.Facts = append(view.Facts, webkit.Fact{Label: "Behov", Value: n.Text, Origin: s.origin(n.Origin)})
		if n.Strength != "" {
			view.Facts = append(view.Facts, webkit.Fact{Label: "Resurs", Value: n.Strength})
		}
		if n.Hard != "" {
			view.Facts = append(view.Facts, webkit.Fact{Label: "Svårighet", Value: n.Hard})
		}
		for _, g := range s.i.Goals {
			if g.Need == n.Key {
				view.Facts = append(view.Facts, s.goalFact(g))
				if g.Vague() && s.i.AnswerTo(g.Key) == "" {
					view.Warnings = append(view.Warnings, "Målet ”"+g.Text+"” är svårt att mäta. Skriv vad personen ska kunna göra, och hur man ser att det är nått.")
				}
			}
		}
	}
}

func (s *scene) goalFact(g casework.Goal) webkit.Fact {
	value := g.Text
	if !g.By.IsZero() {
		value += ", senast " + webkit.LongDay(g.By)
	}
	origin := strings.Join(slices.DeleteFunc([]string{g.Measure, s.origin(g.Origin)}, func(t string) bool { return t == "" }), ". ")
	return webkit.Fact{Label: "Mål", Value: value, Origin: origin, Missing: !g.Complete()}
}

// showSide shows what is recorded under a heading without text.
func (s *scene) showSide(view *PartView, key string, missing []*fault.Error) {
	s.showCare(view, key)
	put := func(label, value, origin string) {
		if value != "" {
			view.Facts = append(view.Facts, webkit.Fact{Label: label, Value: value, Origin: origin})
		}
	}
	plain := func(d time.Time) string { return webkit.DayAndTime(d, s.today) }
	switch key {
	case partTalkASI:
		view.Facts = append(view.Facts, s.interviews()...)
	case partTold:
		for _, t := range s.i.Told {
			put(s.name(t.Who), either(t.NotTold == "", "Underrättad "+webkit.LongDay(t.On), "Inte underrättad: "+t.NotTold), t.How)
		}
	case partWords:
		put("Ur ansökan", s.said.says, plain(s.said.received))
		if !s.draftable() {
			put("Egna ord", s.i.OwnWords, "")
		}
	case partView:
		for _, talk := range s.i.Talks {
			put("Samtal med barnet", webkit.LongDay(talk.On), talkWords(talk.Form))
		}
	case partConsent:
		for _, c := range s.i.Consents {
			put(s.name(c.Guardian), either(c.Answer == "ja", "Samtycker", "Samtycker inte")+" till "+c.To, webkit.PlainDay(c.On, s.today))
		}
		if c := s.i.Committee; c != nil {
			put("Utskottets beslut", c.Minutes+", i stället för samtycke från "+s.name(c.Guardian), webkit.PlainDay(c.On, s.today))
		}
	case partHearing:
		for _, sent := range s.i.Sent {
			value := "Sänt " + webkit.PlainDay(sent.On, s.today) + ", svara senast " + webkit.PlainDay(sent.AnswerBy, s.today)
			if !sent.Answered.IsZero() {
				value += ". Svarade " + webkit.PlainDay(sent.Answered, s.today) + ": " + either(sent.Says != "", sent.Says, "inget att tillägga")
			}
			put(s.name(sent.Party), value, sent.How)
		}
		for _, party := range s.parties {
			sent := slices.ContainsFunc(s.i.Sent, func(m casework.MaterialSent) bool { return m.Party == party })
			if s.i.Hearing != nil && s.i.Hearing.Need == "behovs" && !sent {
				view.Facts = append(view.Facts, webkit.Fact{Label: s.name(party), Value: "Har inte fått underlaget", Missing: true})
			}
		}
	case partExtend:
		for _, e := range s.i.Extensions {
			put("Förlängd", webkit.LongDay(e.Until), e.Reason)
			if e.Late {
				view.Warnings = append(view.Warnings, "Förlängningen beslutades "+webkit.PlainDay(e.On, s.today)+", efter att tiden gått ut. Den räknas inte.")
			}
			if casework.WeakReason(e.Reason) {
				view.Warnings = append(view.Warnings, "Skälet handlar om arbetsbelastning. Det är inget särskilt skäl enligt 20 kap. 3 § socialtjänstlagen.")
			}
		}
	case partReady:
		for _, f := range missing {
			says, _ := casework.Sentences().Words(f)
			view.Missing = append(view.Missing, webkit.Link{Path: s.base() + "/" + partOfField(f.Field), Words: says})
		}
	case partAfter:
		if a := s.i.Aftercare; a != nil {
			put("Uppföljning beslutad", webkit.LongDay(a.On), a.Reason)
			put("Senast avslutad", webkit.LongDay(s.i.Decided.AddMonths(6)), "23 kap. 5 § socialtjänstlagen")
			put("Avslutad", webkit.LongDay(a.Ended), "")
		}
	}
}

func talkWords(form string) string {
	return map[string]string{"enskilt": "Enskilt", "med-vardnadshavare": "Med vårdnadshavare", "telefon": "Telefon"}[form]
}
