package decideweb

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/fault"
	"stadga/internal/likeness"
	"stadga/internal/webkit"
)

// A CompareView is one part beside the same part of the investigation before.
type CompareView struct {
	ID, Title string // of the part
	Path      string // of the part now
	Before    webkit.Link
	Day       string // the earlier text is from
	Badge     webkit.Badge
	Says      string // how much is new and gone
	Was, Is   []likeness.Piece
	Needs     []BesideNeed
}

// A BesideNeed is a need or a goal, with where it was taken over from.
type BesideNeed struct{ Words, Origin string }

// ComparePage is /arende/{nr}/utredning/{no}/jamfor: the whole investigation beside
// the one before it, part by part.
type ComparePage struct {
	webkit.Page
	Parts []CompareView
}

// beside sets a part beside the earlier one; nil when there is none to read.
func (s *scene) beside(key, title string) *CompareView {
	if s.before == nil {
		return nil
	}
	was, now := s.before.Part(key), s.i.Part(key)
	if was.Text == "" {
		return nil
	}
	v := &CompareView{
		ID: key, Title: title, Path: s.base() + "/" + key, Day: webkit.PlainDay(s.writtenOn(key), s.today),
		Before: webkit.Link{Path: fmt.Sprintf("%s/%s", s.path(fmt.Sprintf("/utredning/%d", s.beforeNo)), key), Words: fmt.Sprintf("Utredning %d", s.beforeNo)},
		Was:    likeness.Pieces(was.Text, now.Text), Is: likeness.Pieces(now.Text, was.Text),
	}
	differs := func(p likeness.Piece) bool { return !p.Same }
	switch {
	case now.SetAside != "":
		v.Badge, v.Says = webkit.Badge{Lage: webkit.Lugn, Words: "Ej aktuell nu"}, now.SetAside
	case now.Text == "":
		v.Badge = webkit.Badge{Lage: webkit.Oklar, Words: "Inte skriven än"}
		v.Was = []likeness.Piece{{Text: was.Text, Same: true}}
	case !slices.ContainsFunc(v.Is, differs) && !slices.ContainsFunc(v.Was, differs):
		v.Badge = webkit.Badge{Lage: webkit.Lugn, Words: "Oförändrad"}
	default:
		v.Badge, v.Says = webkit.Badge{Lage: webkit.Snart, Words: "Ändrad"}, changedWords(v)
	}
	return v
}

func changedWords(v *CompareView) string {
	var says []string
	if slices.ContainsFunc(v.Is, func(p likeness.Piece) bool { return !p.Same }) {
		says = append(says, "Understruket är nytt.")
	}
	if slices.ContainsFunc(v.Was, func(p likeness.Piece) bool { return !p.Same }) {
		says = append(says, "Överstruket står inte kvar.")
	}
	return strings.Join(says, " ")
}

func (p Pages) getCompare(w http.ResponseWriter, r *http.Request) error {
	s, err := p.scene(r)
	if err != nil {
		return err
	}
	if s.before == nil {
		return fault.New(fault.NotFound, "investigation.not-found")
	}
	page := &ComparePage{Page: s.page(fmt.Sprintf("Utredning %d bredvid utredning %d", s.line.Number, s.beforeNo))}
	page.At = s.at("utredning")
	page.Back = &webkit.Link{Path: s.base(), Words: "Till utredningen"}
	changed := 0
	for _, part := range s.i.AllParts() {
		v := s.beside(part.Key, part.Title)
		now := s.i.Part(part.Key)
		if v == nil && now.Text != "" {
			v = &CompareView{ID: part.Key, Title: part.Title, Path: s.base() + "/" + part.Key, Badge: webkit.Badge{Lage: webkit.Snart, Words: "Ny"}, Is: []likeness.Piece{{Text: now.Text, Same: true}}}
		}
		if v == nil {
			continue
		}
		v.Needs = s.needsBeside(part.Key)
		if v.Badge.Lage == webkit.Snart {
			changed++
		}
		page.Parts = append(page.Parts, *v)
	}
	page.Sentence = fmt.Sprintf("%s av %d är %s.", webkit.Count(changed, "del", "delar"), len(page.Parts), either(changed == 1, "ny eller ändrad", "nya eller ändrade"))
	return webkit.Show(w, r, p.kit, http.StatusOK, "jamfor.html", page)
}

// needsBeside are the needs and goals of a part, each with its origin.
func (s *scene) needsBeside(part string) []BesideNeed {
	var out []BesideNeed
	for _, n := range s.i.Needs {
		if n.Area != part {
			continue
		}
		out = append(out, BesideNeed{"Behov: " + n.Text, s.origin(n.Origin)})
		for _, g := range s.i.Goals {
			if g.Need == n.Key {
				out = append(out, BesideNeed{"Mål: " + g.Text, s.origin(g.Origin)})
			}
		}
	}
	return out
}

// origin says where a need or a goal was taken over from.
func (s *scene) origin(o *casework.Origin) string {
	if o == nil {
		return ""
	}
	return webkit.Capital(o.Words(webkit.LongDay, s.staff[o.By]))
}
