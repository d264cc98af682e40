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
