package visitweb

import (
	"crypto/rand"
	"net/http"
	"strings"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/webkit"
)

// postSystem handles POST /api/besok: what a provider's own system sends, by its key.
func (p Pages) postSystem(w http.ResponseWriter, r *http.Request) error {
	key, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !bearer || key == "" {
		return refuse(w, http.StatusUnauthorized, "key.missing")
	}
	id, provider, err := p.Lists.KeyHolder(r.Context(), visits.DigestOf(strings.TrimSpace(key)))
	if err != nil {
		return err
	}
	if id.IsZero() {
		return refuse(w, http.StatusUnauthorized, "key.ended")
	}
	return p.Intake.answer(w, r, act.Actor{User: ids.User{ID: id}, Roles: []string{"utforare"}, Provider: provider}, nil)
}

// KeyPage is /utforare/nycklar: the keys of the provider's own systems.
type KeyPage struct {
	webkit.Page
	Key  string // that has just been given; it is never shown again
	Keys []KeyRow
	Form KeyForm
}

// A KeyRow is one key, with the form that ends it.
type KeyRow struct {
	webkit.Fact
	End *KeyEnd
}

// A KeyEnd is the form that ends a key.
type KeyEnd struct {
	webkit.FormHead
	Path, Name string
}

// A KeyForm gives a key.
type KeyForm struct {
	webkit.FormHead
	Path string
	Name webkit.Field
}

func (p Pages) getKeys(w http.ResponseWriter, r *http.Request) error {
	page, err := p.keyPage(r, webkit.Typed{}, webkit.NewForm(r, 0, ""))
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "besok-nycklar.html", page)
}

func (p Pages) keyPage(r *http.Request, typed webkit.Typed, head webkit.FormHead) (*KeyPage, error) {
	keys, err := p.Lists.KeysOf(r.Context(), webkit.Actor(r).Provider)
	if err != nil {
		return nil, err
	}
	page := &KeyPage{
		Page: webkit.Page{
			Title: "Nycklar för egna system", Back: &webkit.Link{Path: "/utforare/besok", Words: "Besök"},
			Sentence: "Med en nyckel skickar ert eget system besök till POST /api/besok. Den ger inget annat.",
		},
		Form: KeyForm{FormHead: head, Path: "/utforare/nycklar", Name: typed.Field(webkit.Field{Name: "name", Label: "Vilket system ska ha nyckeln?", Required: true})},
	}
	today := webkit.Today(r)
	for _, k := range keys {
		row := KeyRow{Fact: webkit.Fact{Label: k.Name, Value: "given " + webkit.DayAndTime(k.Given, today)}}
		if k.Ended.IsZero() {
			row.End = &KeyEnd{FormHead: webkit.NewForm(r, 0, ""), Path: "/utforare/nycklar/" + k.ID.String() + "/avsluta", Name: k.Name}
		} else {
			row.Origin = "avslutad " + webkit.DayAndTime(k.Ended, today)
		}
		page.Keys = append(page.Keys, row)
	}
	return page, nil
}

// postKey gives a key and shows it this once: the page that answers is the only
// place where it stands.
func (p Pages) postKey(w http.ResponseWriter, r *http.Request) error {
	in, key := webkit.Posted(r), "stadga_"+rand.Text()
	cmd := visits.GiveKey{Provider: webkit.Actor(r).Provider, Name: in.Text("name"), Digest: visits.DigestOf(key)}
	err := in.Err()
	if err == nil {
		_, err = p.Keys.Do(r.Context(), webkit.Form(r), webkit.Form(r).ID.ID, cmd)
	}
	if err != nil {
		page, failed := p.keyPage(r, in.Again(err), webkit.SameForm(r))
		if failed != nil {
			return failed
		}
		return webkit.Redo(w, r, p.kit, "besok-nycklar.html", page, err)
	}
	page, err := p.keyPage(r, webkit.Typed{}, webkit.NewForm(r, 0, ""))
	if err != nil {
		return err
	}
	page.Key = key
	return webkit.Show(w, r, p.kit, http.StatusOK, "besok-nycklar.html", page)
}

func (p Pages) postKeyEnd(w http.ResponseWriter, r *http.Request) error {
	id, err := ids.Parse(r.PathValue("nr"))
	if err != nil {
		return fault.New(fault.NotFound, "key.unknown")
	}
	if _, err := p.Keys.Do(r.Context(), webkit.Form(r), id, visits.EndKey{}); err != nil {
		return err
	}
	return webkit.Done(w, r, "/utforare/nycklar")
}
