package decideweb

import (
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/webkit"
)

// A Letter (beslutsbrev) is the decision in plain Swedish (FL 33 §, D-07). It says
// how to appeal only where the decision can be appealed.
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

// LetterPage is /arende/{nr}/beslut/{no}/brev: the letter alone, fit for print.
type LetterPage struct {
	webkit.Page
	Letter Letter
}

func (p Pages) getLetter(w http.ResponseWriter, r *http.Request) error {
	c, line, d, err := p.decision(r)
	if err != nil {
		return err
	}
	letter, err := p.letter(r, c, d)
	if err != nil {
		return err
	}
	page := &LetterPage{Page: c.page("Beslutsbrev"), Letter: letter}
	page.Back = &webkit.Link{Path: decisionPath(c, line.Number), Words: "Till beslutet"}
	page.Sentence = "Skriv ut sidan, så kommer bara brevet med."
	return webkit.Show(w, r, p.kit, http.StatusOK, "brev.html", page)
}

// letter writes the letter of a decision that is made, or about to be.
func (p Pages) letter(r *http.Request, c Case, d casework.Decision) (Letter, error) {
	staff, err := p.Others.Staff(r.Context(), d.By)
	if err != nil {
		return Letter{}, err
	}
	out := Letter{
		Municipality: p.Municipality, Board: p.Board,
		Day: webkit.PlainDay(d.Made, civil.Date{}), Case: c.Number, To: c.Name, Heading: heading(c, d), Greeting: greeting(c, d),
		Signed: staff[d.By],
	}
	if !c.Born.IsZero() {
		out.Born = "född " + webkit.PlainDay(c.Born, civil.Date{})
	}
	add := func(heading string, text ...string) {
		text = slices.DeleteFunc(text, func(s string) bool { return s == "" })
		if len(text) > 0 {
			out.Sections = append(out.Sections, LetterSection{Heading: heading, Text: text})
		}
	}
	add("Det här har vi beslutat", decided(d)...)
	add("Varför", reasons(d)...)
	add("Målet", goals(d)...)
	if d.Appealable() {
		add("Om du inte är nöjd", "Du kan överklaga beslutet. Skriv vilket beslut du menar, hur du vill att det ska ändras och varför. Skriv under med namn, adress och telefonnummer.",
			"Skicka brevet till oss på socialnämnden. Vi måste få det inom tre veckor från den dag du fick det här brevet. Ändrar vi inte beslutet som du vill skickar vi det vidare till förvaltningsrätten. Vi hjälper dig gärna.")
	}
	out.Lix = lix(out)
	return out, nil
}

func heading(c Case, d casework.Decision) string {
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
	case d.Outcome == casework.ClosedWithoutCare || d.Outcome == casework.EndedInLVU:
		return "Utredningen om " + c.Given + " är avslutad"
	case len(given) > 0:
		return "Du får " + and(given)
	case len(refused) > 0:
		return "Du får inte " + and(refused)
	}
	return "Din ansökan är avslutad"
}

func greeting(c Case, d casework.Decision) string {
	hello := "Hej " + c.Given + "! "
	switch d.Outcome {
	case casework.EndedInService:
		if d.Against {
			return hello + "Vi säger ja till en del av det du har bett om."
		}
		return hello + "Vi säger ja till det du har bett om."
	case casework.EndedInRefusal:
		return hello + "Vi säger nej till det du har bett om."
	case casework.EndedInDismissal:
		return hello + "Vi kan inte pröva det du har bett om."
	case casework.EndedInWritingOff:
		return hello + "Vi har avslutat din ansökan utan att pröva den."
	case casework.EndedInLVU:
		return "Socialnämnden ansöker om vård enligt LVU."
	}
	return "Socialnämnden har avslutat utredningen utan att besluta om någon insats."
}

func decided(d casework.Decision) []string {
	var out []string
	for _, it := range d.Signed {
		kind, _ := casework.ServiceByKey(it.Kind)
		var s string
		switch {
		case it.Outcome.Gives():
			s = "Du får " + strings.TrimSpace(kind.Gets+" "+it.Extent.Words(kind.Unit)) + " från den " + webkit.PlainDay(it.From, civil.Date{})
			if it.Until.IsZero() {
				s += " och tills vidare."
			} else {
				s += " till och med den " + webkit.PlainDay(it.Until, civil.Date{}) + "."
			}
			if it.Limit != "" {
				s += " Beslutet är tidsbegränsat: " + it.Limit
			}
		case it.Outcome == casework.Refused:
			s = "Du får inte " + kind.Gets + "."
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
	section := ""
	if kind, ok := casework.ServiceByKey(d.Signed[0].Kind); ok {
		section = kind.Section(d.Law)
	}
	return append(out, "Beslutet bygger på "+section+" "+d.Law.Name()+". Det gäller genast.")
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
		"for-sent": "Den kom in för sent.", "inte-behorig": "Din kommun är en annan.", "ofullstandig": "Den saknar uppgifter som vi behöver.",
	}[why]
}

func writtenOffWords(why string) string {
	return map[string]string{"atertagen": "Du har tagit tillbaka den.", "flyttat": "Du har flyttat till en annan kommun.", "avliden": ""}[why]
}

// and joins words as one says them: a, b och c.
func and(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " och " + words[len(words)-1]
}

// lix is the readability index: words per sentence plus the share of words longer
// than six letters. Up to 45 reads easily (UX-61).
func lix(l Letter) int {
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
