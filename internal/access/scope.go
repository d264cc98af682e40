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
	Unclaimed bool         // rows that nobody has, protected ones too: someone must take them
	Provider  ids.Provider // rows of the provider's orders; then nothing else
	Nameless  bool         // rows are shown without identities: protected ones too
}

// Lets is what a scope means for one file: what a list's SQL says in its own
// words, and what must agree with the policies.
func (s Scope) Lets(f File) bool {
	assigned := slices.DeleteFunc(slices.Clone(f.Assigned), ids.User.IsZero)
	nobody := len(assigned) == 0
	open := !f.Protected || nobody
	switch {
	case s.All && s.Nameless:
		return true
	case !s.Provider.IsZero():
		return f.Provider == s.Provider
	}
	return slices.ContainsFunc(assigned, func(u ids.User) bool { return slices.Contains(s.Users, u) }) ||
		s.All && open ||
		!s.Unit.IsZero() && f.Unit == s.Unit && open ||
		s.Unclaimed && nobody && f.Unit.IsZero()
}

// ScopeOf says which rows a list may show.
func ScopeOf(who Who) Scope {
	if !who.Provider.IsZero() {
		return Scope{Provider: who.Provider}
	}
	has := func(roles ...string) bool {
		return slices.ContainsFunc(roles, func(role string) bool { return slices.Contains(who.Roles, role) })
	}
	s := Scope{All: has("socialchef", "kvalitet")}
	if has("handlaggare", "mottagning", "enhetschef") {
		s.Unit = who.Unit
		s.Unclaimed = true
		s.Users = append([]ids.User{who.User}, who.Covers...)
	}
	return s
}
