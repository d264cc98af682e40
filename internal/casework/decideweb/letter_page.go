package decideweb

import (
	"net/http"
	"net/url"
	"slices"

	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// LetterPage is /arende/{nr}/beslut/{no}/brev: the letter to one party, fit for
// print. When someone else in the matter has protected identity it is first read
// for what may reveal where that person is.
type LetterPage struct {
	webkit.Page
	Letter *Letter
	Check  *LetterCheck
}

// A LetterCheck is what stands between the officer and a letter: the places that
// may reveal someone with protected identity (law.md 5.5).
type LetterCheck struct {
	webkit.FormHead
	Path  string
	Kinds []string // whose, and which kind of protection
	Found []Reveal
	Text  Letter
}

// A Secret is what must not be told of one person in a letter to someone else.
type Secret struct {
	Person ids.Person
	Kind   string   // "Sara Provdal har skyddad folkbokföring …"
	Values []string // the address, the telephone number …
}

func (p Pages) getLetter(w http.ResponseWriter, r *http.Request) error {
	return p.showLetter(w, r, false)
}

// postLetter shows a letter that the officer says has been read.
func (p Pages) postLetter(w http.ResponseWriter, r *http.Request) error {
	return p.showLetter(w, r, webkit.Posted(r).Has("kontrollerat"))
}

func (p Pages) showLetter(w http.ResponseWriter, r *http.Request, checked bool) error {
	l, err := p.life(r)
	if err != nil {
		return err
	}
	party, err := l.party(r.URL.Query().Get("till"))
	if err != nil {
		return err
	}
	letter, err := p.letter(r, l.Case, l.d, party)
	if err != nil {
		return err
	}
	secrets, err := p.secretsFrom(r, l, party)
	if err != nil {
		return err
	}
	page := &LetterPage{Page: l.page("Beslutsbrev"), Letter: &letter}
	page.Back = &webkit.Link{Path: l.base(), Words: "Till beslutet"}
	page.Sentence = "Till " + letter.To + ". Skriv ut sidan, så kommer bara brevet med."
	if len(secrets) > 0 && !checked {
		check := &LetterCheck{FormHead: webkit.NewForm(r, 0, ""), Path: l.letterPath(party), Text: letter, Found: reveals(letter, secrets)}
		for _, s := range secrets {
			check.Kinds = append(check.Kinds, s.Kind)
		}
		page.Letter, page.Check = nil, check
		page.Title, page.Sentence = "Kontrollera brevet", ""
		page.Strong = "Läs brevet till " + letter.To + " innan det skrivs ut."
	}
	if r.Method == http.MethodPost {
		if err := webkit.Read(r, l.Person, l.subject()); err != nil {
			return err
		}
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "brev.html", page)
}

func (l *life) letterPath(party ids.Person) string {
	return l.base() + "/brev?" + url.Values{"till": {party.String()}}.Encode()
}

// party is the one named, or the first when none is.
func (l *life) party(named string) (ids.Person, error) {
	if named == "" {
		return l.parties[0], nil
	}
	at := slices.IndexFunc(l.parties, func(p ids.Person) bool { return p.String() == named })
	if at < 0 {
		return ids.Person{}, fault.New(fault.NotFound, "decision.not-found")
	}
	return l.parties[at], nil
}

// secretsFrom gathers what may not be told to the receiver of a letter: of the
// others in the matter, those with protected identity.
func (p Pages) secretsFrom(r *http.Request, l *life, to ids.Person) ([]Secret, error) {
	var others []ids.Person
	for _, party := range append(l.parties[:len(l.parties):len(l.parties)], l.Person) {
		if party != to && !slices.Contains(others, party) {
			others = append(others, party)
		}
	}
	return p.Others.Secrets(r.Context(), others...)
}
