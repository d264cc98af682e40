package caseweb

import (
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"

	"stadga/internal/fault"
	"stadga/internal/people"
	"stadga/internal/webkit"
)

// revealPath is where what is hidden of a protected person is shown, for a reason
// and for a minute (ux.md 2).
const (
	revealPath = "/dolda-uppgifter"
	revealFor  = 60 * time.Second
	reasonMin  = 10 // characters: a word is no reason
)

// RevealPage is what is shown for a minute.
type RevealPage struct {
	webkit.Page
	Facts []webkit.Fact
	Again webkit.Link
}

func (p Pages) revealForm(r *http.Request, f File, form webkit.FormHead, typed webkit.Typed) *FormPage {
	reason := long("reason", "Varför behöver du se uppgifterna?", "En mening. Skälet sparas i åtkomstloggen.", true)
	page := &FormPage{
		Page: webkit.Page{Title: "Visa dolda uppgifter", Person: f.Band(webkit.Today(r), false), Back: &webkit.Link{Path: f.Path(""), Words: "Tillbaka"}},
		Form: form, Path: r.URL.Path, Fields: []FormField{reason}, Button: "Visa i 60 sekunder",
		Notice: "Adress, telefon och nummer visas i 60 sekunder. Se till att ingen annan ser skärmen.", Cancel: webkit.Link{Path: f.Path(""), Words: "Avbryt"},
	}
	page.Fields[0].Field = typed.Field(reason.Field)
	return page
}

func (p Pages) getReveal(w http.ResponseWriter, r *http.Request) error {
	f, err := p.read(r)
	if err != nil {
		return err
	}
	return p.show(w, r, "formular.html", p.revealForm(r, f, webkit.NewForm(r, 0, ""), webkit.Typed{}))
}

// postReveal logs the reason, and shows what is hidden. The browser leaves the
// page by itself after a minute, with scripts or without.
func (p Pages) postReveal(w http.ResponseWriter, r *http.Request) error {
	f, err := p.Open(r.Context(), webkit.Actor(r), r.PathValue("nr"))
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	reason := in.Text("reason")
	if utf8.RuneCountInString(reason) < reasonMin {
		in.Add(fault.Field("reason", "case.reveal-reason"))
	}
	if err := in.Err(); err != nil {
		return webkit.Redo(w, r, p.kit, "formular.html", p.revealForm(r, f, webkit.SameForm(r), in.Again(err)), err)
	}
	if err := webkit.ReadFor(r, f.Person.ID, f.Through, reason); err != nil {
		return err
	}
	facts, err := p.hiddenFacts(r, f)
	if err != nil {
		return err
	}
	page := &RevealPage{
		Page: webkit.Page{
			Title: "Dolda uppgifter", Sentence: "Sidan stängs av sig själv efter 60 sekunder.", Person: f.Band(webkit.Today(r), false),
			Back: &webkit.Link{Path: f.Path(""), Words: "Ärende " + f.Case.Number},
		},
		Facts: facts, Again: webkit.Link{Path: f.Path(revealPath), Words: "Visa en gång till"},
	}
	w.Header().Set("Refresh", strconv.Itoa(int(revealFor.Seconds()))+"; url="+f.Path(""))
	return p.show(w, r, "dolda.html", page)
}

// hiddenFacts are where the person, and those close to it, are reached.
func (p Pages) hiddenFacts(r *http.Request, f File) ([]webkit.Fact, error) {
	var facts []webkit.Fact
	put := func(label, value string) {
		if value != "" {
			facts = append(facts, webkit.Fact{Label: label, Value: value})
		}
	}
	number := f.Person.Number
	if !number.IsZero() {
		put(string(number.Kind()), number.Reveal())
	}
	put("Adress", f.Person.Contact.Address)
	put("Telefon", f.Person.Contact.Phone)
	for _, rel := range f.Person.Relations {
		if !rel.Running(webkit.Today(r)) {
			continue
		}
		name, phone, address := rel.Name, rel.Phone, ""
		if !rel.Person.IsZero() {
			other, err := p.People.Person(r.Context(), rel.Person)
			if err != nil {
				return nil, err
			}
			if name = other.Name.String(); other.Protection != people.NoProtection {
				address = other.Contact.Address
			}
			if phone == "" {
				phone = other.Contact.Phone
			}
		}
		put("Telefon till "+lower(relationWords(rel.Kind))+" "+name, phone)
		put("Adress till "+lower(relationWords(rel.Kind))+" "+name, address)
	}
	if len(facts) == 0 {
		put("Adress och telefon", "finns inte i akten")
	}
	return facts, nil
}
