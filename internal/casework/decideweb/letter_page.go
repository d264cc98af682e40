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
	PDF    LetterFile
}

// A LetterFile is the way to the letter as PDF. A letter that had to be read first is
// asked for with a post, as its page is.
type LetterFile struct {
	webkit.FormHead
	Path    string
	Checked bool
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

func (p Pages) getLetterFile(w http.ResponseWriter, r *http.Request) error {
	return p.sendLetter(w, r, false)
}

func (p Pages) postLetterFile(w http.ResponseWriter, r *http.Request) error {
	return p.sendLetter(w, r, webkit.Posted(r).Has("kontrollerat"))
}

// An outgoing letter is what the address asks for, with what stands between the
// officer and it.
type outgoing struct {
	*life
	party   ids.Person
	letter  Letter
	secrets []Secret
}

func (p Pages) outgoing(r *http.Request) (outgoing, error) {
	l, err := p.life(r)
	if err != nil {
		return outgoing{}, err
	}
	out := outgoing{life: l}
	if out.party, err = l.party(r.URL.Query().Get("till")); err != nil {
		return outgoing{}, err
	}
	if out.letter, err = p.letter(r, l.Case, l.d, out.party); err != nil {
		return outgoing{}, err
	}
	if out.secrets, err = p.secretsFrom(r, l, out.party); err != nil {
		return outgoing{}, err
	}
	if r.Method == http.MethodPost {
		if err := webkit.Read(r, l.Person, l.subject()); err != nil {
			return outgoing{}, err
		}
	}
	return out, nil
}

func (p Pages) showLetter(w http.ResponseWriter, r *http.Request, checked bool) error {
	out, err := p.outgoing(r)
	if err != nil {
		return err
	}
	page := &LetterPage{Page: out.page("Beslutsbrev"), Letter: &out.letter}
	page.PDF = LetterFile{FormHead: webkit.NewForm(r, 0, ""), Path: out.letterFile(out.party), Checked: len(out.secrets) > 0}
	page.Back = &webkit.Link{Path: out.base(), Words: "Till beslutet"}
	page.Sentence = "Till " + out.letter.To + ". Skriv ut sidan, så kommer bara brevet med, eller hämta brevet som PDF."
	if len(out.secrets) > 0 && !checked {
		check := &LetterCheck{FormHead: webkit.NewForm(r, 0, ""), Path: out.letterPath(out.party), Text: out.letter, Found: reveals(out.letter, out.secrets)}
		for _, s := range out.secrets {
			check.Kinds = append(check.Kinds, s.Kind)
		}
		page.Letter, page.Check = nil, check
		page.Title, page.Sentence = "Kontrollera brevet", ""
		page.Strong = "Läs brevet till " + out.letter.To + " innan det skrivs ut."
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "brev.html", page)
}

// sendLetter sends the letter as PDF, or leads to the page where it is read first.
func (p Pages) sendLetter(w http.ResponseWriter, r *http.Request, checked bool) error {
	out, err := p.outgoing(r)
	if err != nil {
		return err
	}
	if len(out.secrets) > 0 && !checked {
		http.Redirect(w, r, out.letterPath(out.party), http.StatusSeeOther)
		return nil
	}
	return webkit.SendPaper(w, "beslut-"+out.Number+".pdf", out.letter.Paper(out.d.Made))
}

func (l *life) letterPath(party ids.Person) string {
	return l.base() + "/brev?" + url.Values{"till": {party.String()}}.Encode()
}

func (l *life) letterFile(party ids.Person) string {
	return l.base() + "/brev.pdf?" + url.Values{"till": {party.String()}}.Encode()
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
