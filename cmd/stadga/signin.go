package main

import (
	"crypto/rsa"
	"net/netip"
	"slices"

	"stadga/internal/civil"
	"stadga/internal/integrate/oidc"
	"stadga/internal/integrate/saml"
	"stadga/internal/integrate/signin"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/webkit"
)

// identityOf is the log-in service of a board.
func identityOf(r *record, b boardSettings) (webkit.Identity, error) {
	who := signin.Directory{
		Mapping: signin.Mapping{Person: b.SignIn.Person, Groups: b.SignIn.Groups, Roles: map[string][]org.Role{}},
		Staff:   orgsql.Queries{DB: r.Store.Reader()},
		Today:   func() civil.Date { return civil.DayOf(r.Clock()) },
	}
	for group, roles := range b.SignIn.Roles {
		for _, role := range roles {
			who.Roles[group] = append(who.Roles[group], org.Role(role))
		}
	}
	demand := signin.Demand{Strength: b.SignIn.Strength, Methods: b.SignIn.Methods, MaxAge: b.SignIn.MaxAge}
	if b.SignIn.Kind == "saml" {
		c := saml.Config{Metadata: b.SignIn.about, Address: b.Address, Who: who, Demand: demand, Now: r.Clock}
		if pair := b.SignIn.pair; pair != nil {
			c.Key, c.Certificate = pair.PrivateKey.(*rsa.PrivateKey), pair.Leaf
		}
		return saml.New(c)
	}
	return oidc.New(oidc.Config{
		Issuer: b.SignIn.Issuer, Client: b.SignIn.Client, Secret: b.SignIn.Secret, Scopes: b.SignIn.Scopes, UserInfo: b.SignIn.UserInfo,
		Address: b.Address, Hosts: b.SignIn.Hosts, Who: who, Demand: demand, Now: r.Clock,
	}), nil
}

// narrow leaves an account the roles that the log-in service gave it, and the
// first page of those.
func narrow(a webkit.Account, given []string) webkit.Account {
	a.Actor.Roles = slices.DeleteFunc(slices.Clone(a.Actor.Roles), func(role string) bool { return !slices.Contains(given, role) })
	var roles []org.Role
	for _, role := range a.Actor.Roles {
		roles = append(roles, org.Role(role))
	}
	a.Start, a.Sees = startOf(roles)
	return a
}

// prefixes are the nets of proxies; the settings have been checked.
func prefixes(nets []string) []netip.Prefix {
	var all []netip.Prefix
	for _, net := range nets {
		if prefix, err := netip.ParsePrefix(net); err == nil {
			all = append(all, prefix)
		}
	}
	return all
}
