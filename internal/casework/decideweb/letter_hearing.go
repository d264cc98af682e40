package decideweb

import (
	"net/http"
	"net/url"
	"slices"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/letters"
	"stadga/internal/webkit"
)

// hearingPath is the letter by which a party gets the material before the decision.
func (s *scene) hearingPath(party ids.Person, ending string) string {
	return s.base() + "/underlag" + ending + "?" + url.Values{"till": {party.String()}}.Encode()
}

// hearing is the letter by which one party gets to see the material and to answer
// before the decision (kommunicering, FL 25 §). It says the last day to answer once
// that is set.
func (p Pages) hearing(r *http.Request) (outgoing, error) {
	s, err := p.scene(r)
	if err != nil {
		return outgoing{}, err
	}
	party, err := partyOf(s.parties, r.URL.Query().Get("till"))
	if err != nil {
		return outgoing{}, err
	}
	made, answerBy := s.today, s.today.AddDays(answerDays)
	if sent := s.sentTo(party); sent != nil {
		made, answerBy = sent.On, sent.AnswerBy
	}
	out := outgoing{
		Case: s.Case, made: made, title: "Brev med underlaget", name: "underlag-" + s.Number + ".pdf",
		page: s.hearingPath(party, ""), file: s.hearingPath(party, ".pdf"), back: webkit.Link{Path: s.base() + "/" + partHearing, Words: "Till kommuniceringen"},
		letter: Letter{
			Municipality: p.Municipality, Board: p.Board, Day: webkit.PlainDay(made, civil.Date{}), Case: s.Number, To: s.name(party),
			Heading: "Läs underlaget innan vi beslutar", Greeting: "Hej! Vi utreder ett ärende om " + s.Name + ". Här är det underlag vi beslutar på. Du får svara innan vi bestämmer något.",
		},
	}
	if party == s.Person {
		out.letter.To = s.Name
		out.letter.Greeting = "Hej " + s.Given + "! Här är det underlag vi beslutar på. Du får svara innan vi bestämmer något."
	}
	answer, err := p.Texts(r.Context(), letters.PlaceAnswer, made)
	if err != nil {
		return outgoing{}, err
	}
	contact, err := p.Texts(r.Context(), letters.PlaceContact, made)
	if err != nil {
		return outgoing{}, err
	}
	plan, err := p.Others.Plan(r.Context(), s.ID)
	if err != nil {
		return outgoing{}, err
	}
	by := "Svara senast den " + webkit.PlainDay(answerBy, civil.Date{}) + "."
	out.letter.Sections = slices.Concat([]LetterSection{{Heading: "Så svarar du", Text: append([]string{by}, answer...)}}, s.material(plan),
		[]LetterSection{{Heading: "Har du frågor?", Text: contact}})
	staff, err := p.Others.Staff(r.Context(), webkit.Actor(r).User)
	if err != nil {
		return outgoing{}, err
	}
	out.letter.Signed = staff[webkit.Actor(r).User]
	out.letter.Lix = Lix(out.letter)
	return out, p.guard(r, &out, s.parties, party)
}

// sourced is a need or a goal with where it was taken over from.
func (s *scene) sourced(text string, o *casework.Origin) string {
	if o == nil {
		return text
	}
	return text + " (" + s.origin(o) + ".)"
}

// material is what the decision rests on: each part that is written, the needs and
// the goals, what the person and the others have said, and the certificates, the
// consents and the coordinated plan there are.
func (s *scene) material(plan casework.CoordinatedPlan) []LetterSection {
	var all []LetterSection
	add := func(heading string, text ...string) {
		text = slices.DeleteFunc(text, func(t string) bool { return t == "" })
		if len(text) > 0 {
			all = append(all, LetterSection{Heading: heading, Text: text})
		}
	}
	add("Det vi utreder", s.i.Question)
	add("Med egna ord", s.i.OwnWords)
	for _, part := range s.i.Parts {
		title := part.Key
		if known, ok := casework.PartByKey(s.i.Kind, part.Key); ok {
			title = known.Title
		}
		add(title, part.Text)
	}
	var needs, goals []string
	for _, n := range s.i.Needs {
		needs = append(needs, s.sourced(n.Text, n.Origin))
	}
	for _, g := range s.i.Goals {
		goals = append(goals, s.sourced(g.Text, g.Origin))
	}
	add("Behov", needs...)
	add("Mål", goals...)
	if v := s.i.View; v != nil {
		add("Barnets åsikt", v.Text)
	}
	for _, v := range s.i.Guardians {
		add("Vad "+s.name(v.Guardian)+" säger", v.Text)
	}
	var certificates, consents []string
	for _, m := range s.i.Certificates {
		if !m.Received.IsZero() {
			certificates = append(certificates, "Från "+m.From+", kom den "+webkit.PlainDay(m.Received, civil.Date{})+". "+m.Says)
		}
	}
	add("Läkarintyg och andra intyg", certificates...)
	for _, c := range s.i.Consents {
		answer := map[string]string{"ja": "samtycker", "nej": "samtycker inte"}[c.Answer]
		if answer == "" {
			answer = "har inte gått att nå"
		}
		consents = append(consents, s.name(c.Guardian)+" "+answer+": "+c.To+". Antecknat den "+webkit.PlainDay(c.On, civil.Date{})+".")
	}
	add("Samtycke", consents...)
	add("Samordnad individuell plan (SIP)", coordinated(plan)...)
	return all
}
