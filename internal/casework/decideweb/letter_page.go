package decideweb

import (
	"net/http"
	"net/url"
	"slices"

	"stadga/internal/civil"
	"stadga/internal/duty"
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
	All    string // address of all letters that wait, for who may send them
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

// letterOf finds the letter that an address asks for.
type letterOf func(r *http.Request) (outgoing, error)

// letterRoutes are a letter's page and file: each is asked for, or posted by one who
// says that it has been read.
func (p Pages) letterRoutes(path, part string, find letterOf) []webkit.Route {
	read := func(r *http.Request) bool { return r.Method == http.MethodPost && webkit.Posted(r).Has("kontrollerat") }
	page := func(w http.ResponseWriter, r *http.Request) error { return p.showLetter(w, r, find, read(r)) }
	file := func(w http.ResponseWriter, r *http.Request) error { return p.sendLetter(w, r, find, read(r)) }
	return []webkit.Route{
		{Pattern: "GET " + path, Action: "case.read", Part: part, Handle: page},
		{Pattern: "POST " + path, Action: "case.read", Part: part, Handle: page},
		{Pattern: "GET " + path + ".pdf", Action: "case.read", Part: part, Handle: file},
		{Pattern: "POST " + path + ".pdf", Action: "case.read", Part: part, Handle: file},
	}
}

// An outgoing letter is what the address asks for, with what stands between the
// officer and it.
type outgoing struct {
	Case
	letter  Letter
	made    civil.Date // as of which it is written
	secrets []Secret
	title   string
	name    string // of the file
	page    string // address of the letter, and of it as PDF
	file    string
	back    webkit.Link
}

func (p Pages) outgoing(r *http.Request) (outgoing, error) {
	l, err := p.life(r)
	if err != nil {
		return outgoing{}, err
	}
	party, err := partyOf(l.parties, r.URL.Query().Get("till"))
	if err != nil {
		return outgoing{}, err
	}
	out := outgoing{
		Case: l.Case, made: l.d.Made, title: "Beslutsbrev", name: "beslut-" + l.Number + ".pdf",
		page: l.letterPath(party), file: l.letterFile(party), back: webkit.Link{Path: l.base(), Words: "Till beslutet"},
	}
	if out.letter, err = p.letter(r, l.Case, l.d, party); err != nil {
		return outgoing{}, err
	}
	return out, p.guard(r, &out, l.parties, party)
}

// guard finds what may not be told in the letter, and logs a posted one as read.
func (p Pages) guard(r *http.Request, out *outgoing, parties []ids.Person, to ids.Person) (err error) {
	if out.secrets, err = p.secretsFrom(r, append(slices.Clone(parties), out.Person), to); err != nil {
		return err
	}
	if r.Method == http.MethodPost {
		return webkit.Read(r, out.Person, duty.Subject{Kind: "case", ID: out.ID.ID})
	}
	return nil
}

func (p Pages) showLetter(w http.ResponseWriter, r *http.Request, find letterOf, checked bool) error {
	out, err := find(r)
	if err != nil {
		return err
	}
	page := &LetterPage{Page: out.Case.page(out.title), Letter: &out.letter}
	page.PDF = LetterFile{FormHead: webkit.NewForm(r, 0, ""), Path: out.file, Checked: len(out.secrets) > 0}
	page.Back = &out.back
	if p.Others.May(webkit.Actor(r), "case.list") {
		page.All = lettersOutPath
	}
	page.Sentence = "Till " + out.letter.To + ". Skriv ut sidan, så kommer bara brevet med, eller hämta brevet som PDF."
	if len(out.secrets) > 0 && !checked {
		check := &LetterCheck{FormHead: webkit.NewForm(r, 0, ""), Path: out.page, Text: out.letter, Found: reveals(out.letter, out.secrets)}
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
func (p Pages) sendLetter(w http.ResponseWriter, r *http.Request, find letterOf, checked bool) error {
	out, err := find(r)
	if err != nil {
		return err
	}
	if len(out.secrets) > 0 && !checked {
		http.Redirect(w, r, out.page, http.StatusSeeOther)
		return nil
	}
	return webkit.SendPaper(w, out.name, out.letter.Paper(out.made))
}

func (l *life) letterPath(party ids.Person) string {
	return l.base() + "/brev?" + url.Values{"till": {party.String()}}.Encode()
}

func (l *life) letterFile(party ids.Person) string {
	return l.base() + "/brev.pdf?" + url.Values{"till": {party.String()}}.Encode()
}

// partyOf is the one of the parties that is named, or the first when none is.
func partyOf(parties []ids.Person, named string) (ids.Person, error) {
	at := 0
	if named != "" {
		at = slices.IndexFunc(parties, func(p ids.Person) bool { return p.String() == named })
	}
	if at < 0 || at >= len(parties) {
		return ids.Person{}, fault.New(fault.NotFound, "decision.not-found")
	}
	return parties[at], nil
}

// secretsFrom gathers what may not be told to the receiver of a letter: of the
// others in the matter, those with protected identity.
func (p Pages) secretsFrom(r *http.Request, all []ids.Person, to ids.Person) ([]Secret, error) {
	var others []ids.Person
	for _, party := range all {
		if party != to && !slices.Contains(others, party) {
			others = append(others, party)
		}
	}
	return p.Others.Secrets(r.Context(), others...)
}

// guarded tells of each party whether someone else in the matter has protected
// identity, so that a letter to it is read first.
func (p Pages) guarded(r *http.Request, parties []ids.Person, person ids.Person) (map[ids.Person]bool, error) {
	found := map[ids.Person]bool{}
	for _, party := range parties {
		secrets, err := p.secretsFrom(r, append(slices.Clone(parties), person), party)
		if err != nil {
			return nil, err
		}
		found[party] = len(secrets) > 0
	}
	return found, nil
}
