package decideweb

import (
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/letters"
	"stadga/internal/paper"
	"stadga/internal/webkit"
)

// A Letter (beslutsbrev) is the decision in plain Swedish to one party (FL 33 §,
// D-07). It says how to appeal only where the decision can be appealed.
type Letter struct {
	Municipality, Board string
	Day                 string
	Case                string
	To, Born            string
	Heading, Greeting   string
	Sections            []LetterSection
	Signed, Title       string
	Lix                 int // readability of the text
}

// A LetterSection is one heading with its paragraphs.
type LetterSection struct {
	Heading string
	Text    []string
}

// Paper is the letter on paper, as of the day it says.
func (l Letter) Paper(made civil.Date) paper.Document {
	to := l.To
	if l.Born != "" {
		to += "\n" + l.Born
	}
	signed := l.Signed
	if l.Title != "" {
		signed += ", " + l.Title
	}
	d := paper.Document{
		Title: l.Heading + ", ärende " + l.Case, Author: l.Board + " i " + strings.TrimSuffix(l.Municipality, " kommun"), Made: made.At(12, 0), Foot: "Ärende " + l.Case,
		Blocks: []paper.Block{
			paper.Sender{Left: []string{l.Municipality, l.Board}, Right: []string{l.Day, "Ärende " + l.Case}},
			paper.Text(to),
			paper.Heading{Level: 1, Text: l.Heading},
			paper.Text(l.Greeting),
		},
	}
	for _, section := range l.Sections {
		d.Blocks = append(d.Blocks, paper.Heading{Level: 2, Text: section.Heading})
		for _, text := range section.Text {
			d.Blocks = append(d.Blocks, paper.Text(text))
		}
	}
	d.Blocks = append(d.Blocks, paper.Text("\n"+signed))
	return d
}

const (
	appealHeading = "Om du inte är nöjd"
	trialHeading  = "Så här har vi bedömt"
)

// assessed tells what the law asked of the decision and was met, and what was not,
// from the trace that is kept with it. Local targets are the board's own affair.
func assessed(trial Trial) []string {
	var met, late []string
	for _, rule := range trial.Rules {
		if strings.HasPrefix(rule.Basis, "nämnd") {
			continue
		}
		line := rule.Title + " (" + rule.Basis + ")"
		switch {
		case slices.Contains(met, line) || slices.Contains(late, line):
		case rule.State == duty.Met:
			met = append(met, line)
		case rule.State == duty.Late || rule.State == duty.MetLate:
			late = append(late, line)
		}
	}
	var out []string
	if len(met) > 0 {
		out = append(out, "Vi prövade beslutet mot lagen. Det här är uppfyllt: "+strings.Join(met, "; ")+".")
	}
	if len(late) > 0 {
		out = append(out, "Det här gjordes för sent eller inte alls: "+strings.Join(late, "; ")+".")
	}
	return out
}

// A reader is whom a letter is written to, and how the matter began: a report is
// not something one has asked for.
type reader struct {
	given string // first name of the one the decision is about
	name  string // of the receiver
	hello string // as the letter greets the receiver
	other bool   // the receiver is a guardian of the one it is about
	asked bool   // the matter began with an application or a request
}

// gets begins a sentence about what the decision gives: "Du får", "Elis får".
func (to reader) gets() string {
	if to.other {
		return to.given + " får"
	}
	return "Du får"
}

// needs completes "vad … behöver".
func (to reader) needs() string {
	if to.other {
		return to.given
	}
	return "du"
}

// wish completes "Vi säger ja till …".
func (to reader) wish() string {
	if to.other {
		return "det som har ansökts om för " + to.given
	}
	return "det du har bett om"
}

// readerOf tells how the letter speaks to the party.
func (p Pages) readerOf(r *http.Request, c Case, d casework.Decision, party ids.Person) (reader, error) {
	to := reader{given: c.Given, name: c.Name, hello: c.Given}
	begun, _, err := p.Investigations.Load(r.Context(), d.Investigation.ID)
	if err != nil {
		return to, err
	}
	to.asked = casework.IntakeKind(begun.Started).Asked()
	if party == c.Person {
		return to, nil
	}
	names, err := p.Others.Names(r.Context(), webkit.Actor(r), webkit.Today(r), party)
	if err != nil {
		return to, err
	}
	to.other, to.name = true, names[party]
	to.hello, _, _ = strings.Cut(to.name, " ")
	return to, nil
}

// letter writes the letter to one party of a decision that is made, or about to be.
func (p Pages) letter(r *http.Request, c Case, d casework.Decision, party ids.Person) (Letter, error) {
	staff, err := p.Others.Staff(r.Context(), d.By)
	if err != nil {
		return Letter{}, err
	}
	to, err := p.readerOf(r, c, d, party)
	if err != nil {
		return Letter{}, err
	}
	out := Letter{
		Municipality: p.Municipality, Board: p.Board,
		Day: webkit.PlainDay(d.Made, civil.Date{}), Case: c.Number, To: to.name, Heading: heading(to, d), Greeting: greeting(to, d),
		Signed: staff[d.By],
	}
	if !c.Born.IsZero() && !to.other {
		out.Born = "född " + webkit.PlainDay(c.Born, civil.Date{})
	}
	add := func(heading string, text ...string) {
		text = slices.DeleteFunc(text, func(s string) bool { return s == "" })
		if len(text) > 0 {
			out.Sections = append(out.Sections, LetterSection{Heading: heading, Text: text})
		}
	}
	add("Det här har vi beslutat", decided(to, d)...)
	choose, err := p.choosing(r, d)
	if err != nil {
		return Letter{}, err
	}
	add("Välj vem som utför insatsen", choose...)
	add("Varför", reasons(d)...)
	if !d.ID.IsZero() { // one that is only looked at before it is signed has not been judged
		trial, err := p.Others.Trial(r.Context(), d.ID)
		if err != nil {
			return Letter{}, err
		}
		add(trialHeading, assessed(trial)...)
	}
	add("Målet", goals(d)...)
	if d.Appealable() {
		appeal, err := p.Texts(r.Context(), letters.PlaceAppeal, d.Made)
		if err != nil {
			return Letter{}, err
		}
		add(appealHeading, append(appeal, "Rätten att överklaga står i "+d.Law.AppealSection()+".")...)
	}
	contact, err := p.Texts(r.Context(), letters.PlaceContact, d.Made)
	if err != nil {
		return Letter{}, err
	}
	add("Har du frågor?", contact...)
	add("Rättat i efterhand", rectifications(d)...)
	out.Lix = Lix(out)
	return out, nil
}

func heading(to reader, d casework.Decision) string {
	var given, refused []string
	for _, it := range d.Signed {
		kind, _ := casework.ServiceByKey(it.Kind)
		if it.Outcome.Gives() {
			given = append(given, strings.TrimSpace(kind.Gets+" "+it.Extent.Words(kind.Unit)))
		} else if it.Outcome == casework.Refused {
			refused = append(refused, kind.Gets)
		}
	}
	switch {
	case d.Outcome == casework.EndedInApproval:
		return "Hemmet är godkänt som familjehem"
	case d.Outcome == casework.EndedUnapproved:
		return "Hemmet är inte godkänt som familjehem"
	case d.Outcome == casework.ClosedWithoutCare || d.Outcome == casework.EndedInLVU:
		if to.other {
			return "Utredningen om " + to.given + " är avslutad"
		}
		return "Utredningen om dig är avslutad"
	case len(given) > 0:
		return to.gets() + " " + and(given)
	case len(refused) > 0:
		return to.gets() + " inte " + and(refused)
	case to.asked:
		return "Ansökan är avslutad"
	}
	return "Ärendet är avslutat"
}

func greeting(to reader, d casework.Decision) string {
	hello := "Hej " + to.hello + "! "
	if to.other {
		hello += "Du får brevet för att du är vårdnadshavare för " + to.given + ". "
	}
	switch d.Outcome {
	case casework.EndedInService:
		switch {
		case to.asked && d.Against:
			return hello + "Vi säger ja till en del av " + to.wish() + "."
		case to.asked:
			return hello + "Vi säger ja till " + to.wish() + "."
		}
		return hello + "Vi har utrett vad " + to.needs() + " behöver och beslutat om stöd."
	case casework.EndedInRefusal:
		if to.asked {
			return hello + "Vi säger nej till " + to.wish() + "."
		}
		return hello + "Vi har utrett vad " + to.needs() + " behöver och beslutat att inte ge stödet."
	case casework.EndedInDismissal:
		return hello + "Vi kan inte pröva ansökan."
	case casework.EndedInWritingOff:
		if to.asked {
			return hello + "Vi har avslutat ansökan utan att pröva den."
		}
		return hello + "Vi har avslutat ärendet utan att pröva det."
	case casework.EndedInLVU:
		return hello + "Socialnämnden ansöker hos förvaltningsrätten om vård enligt LVU, lagen om vård av unga."
	case casework.EndedInApproval:
		return hello + "Vi har utrett hemmet och godkänner det som familjehem."
	case casework.EndedUnapproved:
		return hello + "Vi har utrett hemmet och godkänner det inte som familjehem."
	}
	return hello + "Vi har avslutat utredningen utan att besluta om någon insats."
}

func decided(to reader, d casework.Decision) []string {
	var out []string
	for _, it := range d.Signed {
		kind, _ := casework.ServiceByKey(it.Kind)
		var s string
		switch {
		case it.Outcome.Gives():
			s = to.gets() + " " + strings.TrimSpace(kind.Gets+" "+it.Extent.Words(kind.Unit)) + " från den " + webkit.PlainDay(it.From, civil.Date{})
			if it.Until.IsZero() {
				s += " och tills vidare."
			} else {
				s += " till och med den " + webkit.PlainDay(it.Until, civil.Date{}) + "."
			}
			if it.Limit != "" {
				s += " Beslutet är tidsbegränsat: " + it.Limit
			}
			if it.Reservation != "" {
				s += " Förbehåll: " + it.Reservation
			}
		case it.Outcome == casework.Refused:
			s = to.gets() + " inte " + kind.Gets + "."
		case it.Outcome == casework.Dismissed:
			s = kind.Name + ": ansökan avvisas. " + dismissedWords(it.Why)
		default:
			s = kind.Name + ": ansökan avskrivs. " + writtenOffWords(it.Why)
		}
		out = append(out, s)
	}
	if len(d.Signed) == 0 {
		return nil
	}
	return append(out, "Beslutet bygger på "+d.Grounds()+". Det gäller genast.")
}

func reasons(d casework.Decision) []string {
	out := []string{d.Reasons}
	for _, it := range d.Signed {
		out = append(out, it.Reasons)
	}
	return out
}

func goals(d casework.Decision) []string {
	var out []string
	for _, it := range d.Signed {
		if !it.Outcome.Gives() {
			continue
		}
		for _, g := range it.Goals {
			out = append(out, g.Text+", senast den "+webkit.PlainDay(g.By, civil.Date{})+".")
		}
		if it.Purpose != "" {
			out = append(out, it.Purpose)
		}
		out = append(out, "Vi följer upp det här med dig senast den "+webkit.PlainDay(it.FollowUp, civil.Date{})+".")
	}
	return slices.Compact(out)
}

func dismissedWords(why string) string {
	return map[string]string{
		"for-sent": "Den kom in för sent.", "inte-behorig": "En annan kommun ansvarar.", "ofullstandig": "Den saknar uppgifter som vi behöver.",
	}[why]
}

func writtenOffWords(why string) string {
	return map[string]string{"atertagen": "Den är återtagen.", "flyttat": "Efter flytten ansvarar en annan kommun.", "avliden": ""}[why]
}

// rectifications say what was corrected since the letter first went out (FL 36 §).
func rectifications(d casework.Decision) []string {
	var out []string
	for _, c := range d.Corrections {
		s := webkit.PlainDay(c.On, civil.Date{}) + " rättade vi ett skrivfel: " + strings.ToLower(fieldWords(c.Field)) + "."
		if c.Field != casework.ReasonsField {
			s += " Det stod " + dayWords(c.Was) + ". Det ska stå " + dayWords(c.Now) + "."
		}
		out = append(out, "Den "+s)
	}
	return out
}

// dayWords writes a day of a rectification as a letter does; other words as they are.
func dayWords(s string) string {
	day, err := civil.Parse(s)
	if err != nil {
		return s
	}
	return "den " + webkit.PlainDay(day, civil.Date{})
}

// and joins words as one says them: a, b och c.
func and(words []string) string { return joined(words, "och") }

// or joins words as a choice: "a, b eller c".
func or(words []string) string { return joined(words, "eller") }

func joined(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

// Lix is the readability index: words per sentence plus the share of words longer
// than six letters. Up to 45 reads easily (UX-61).
func Lix(l Letter) int {
	words, long, sentences := 0, 0, 0
	for _, s := range l.Sections {
		for _, t := range append([]string{s.Heading + "."}, s.Text...) {
			for _, word := range strings.Fields(t) {
				bare := strings.TrimFunc(word, func(c rune) bool { return !unicode.IsLetter(c) })
				if bare == "" {
					continue
				}
				words++
				if utf8.RuneCountInString(bare) > 6 {
					long++
				}
				if strings.ContainsAny(word[len(word)-1:], ".!?:") {
					sentences++
				}
			}
		}
	}
	if words == 0 || sentences == 0 {
		return 0
	}
	return words/sentences + long*100/words
}
