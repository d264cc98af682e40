package access

import (
	"slices"

	"stadga/internal/ids"
)

// A Scope narrows a list query to what the policies may let through, so that no
// row is read in vain. It is never wider than the policies' wish and may be too
// wide for a single row: each row shown is confirmed by the door.
type Scope struct {
	All       bool         // every row that is not protected
	Users     []ids.User   // rows assigned to one of these, protected ones too
	Unit      ids.Unit     // rows of the unit that are not protected
	Also      []ids.Unit   // and of these, where they stand in for one who is away
	HandsOut  []ids.Unit   // units whose matters they hand out, protected ones too
	Director  bool         // they hand out any matter
	Unclaimed bool         // rows that nobody has, protected ones too: someone must take them
	Provider  ids.Provider // rows of the provider's orders; then nothing else
	Nameless  bool         // rows are shown without identities: protected ones too
	Children  bool         // in a search: that a child who is not protected has a case, and no more
	Barred    []ids.Person // never rows about these: a conflict of interest
}

// Units are all units whose rows the scope lets through.
func (s Scope) Units() []ids.Unit {
	if s.Unit.IsZero() {
		return s.Also
	}
	return append([]ids.Unit{s.Unit}, s.Also...)
}

// Lets is what a scope means for one file: what a list's SQL says in its own
// words, and what must agree with the policies.
func (s Scope) Lets(f File) bool {
	assigned := slices.DeleteFunc(slices.Clone(f.Assigned), ids.User.IsZero)
	nobody := len(assigned) == 0
	open := !f.Secrecy.Protected() || nobody
	switch {
	case !f.Person.IsZero() && slices.Contains(s.Barred, f.Person):
		return false
	case s.All && s.Nameless:
		return true
	case !s.Provider.IsZero():
		return f.providerFor(s.Provider) == s.Provider
	}
	return slices.ContainsFunc(assigned, func(u ids.User) bool { return slices.Contains(s.Users, u) }) ||
		s.All && open ||
		!f.Unit.IsZero() && slices.Contains(s.Units(), f.Unit) && open ||
		s.Unclaimed && nobody && f.Unit.IsZero()
}

// ScopeOf says which rows a list may show.
func ScopeOf(who Who) Scope {
	if !who.Provider.IsZero() {
		return Scope{Provider: who.Provider}
	}
	if slices.Contains(who.Roles, "revisor") || slices.Contains(who.Roles, "loggranskare") {
		return Scope{} // who reviews is shown no file, whatever else they are
	}
	s := Scope{All: who.Has("socialchef", "kvalitet"), Barred: who.Barred, Users: slices.Clone(who.Covers)}
	s.Children = who.OnCall || who.Has("mottagning") && slices.Contains(who.Areas, "barn")
	if who.Has("handlaggare", "mottagning", "enhetschef", "socialchef", "kvalitet") {
		s.Users = append(s.Users, who.User)
	}
	s.Director = who.Has("socialchef")
	for _, role := range []string{"mottagning", "enhetschef"} {
		if slices.Contains(who.Roles, role) && !who.Unit.IsZero() {
			s.HandsOut = append(s.HandsOut, who.Unit)
		}
		s.HandsOut = append(s.HandsOut, who.lentIn(role)...)
	}
	if who.Has("handlaggare", "mottagning", "enhetschef") {
		s.Unclaimed = true
		for _, role := range []string{"handlaggare", "mottagning", "enhetschef"} {
			if slices.Contains(who.Roles, role) {
				s.Unit = who.Unit
			}
			for _, unit := range who.lentIn(role) {
				if unit != s.Unit && !slices.Contains(s.Also, unit) {
					s.Also = append(s.Also, unit)
				}
			}
		}
	}
	return s
}
