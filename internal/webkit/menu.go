package webkit

import (
	"slices"
	"strings"
)

// A MenuItem is one entry of the main menu.
type MenuItem struct {
	Path, Words, Icon string
	Current           bool
}

// The nine main pages (ux.md 5), in the order of the menu.
func mainPages() []MenuItem {
	return []MenuItem{
		{Path: "/min-dag", Words: "Min dag", Icon: "i-dag"},
		{Path: "/mottagning", Words: "Mottagning", Icon: "i-inkorg"},
		{Path: "/arenden", Words: "Ärenden", Icon: "i-akt"},
		{Path: "/enhet", Words: "Enhet", Icon: "i-enhet"},
		{Path: "/utforare", Words: "Utförare", Icon: "i-inkorg"},
		{Path: "/besok", Words: "Besök", Icon: "i-hus"},
		{Path: "/sammantraden", Words: "Sammanträden", Icon: "i-dag"},
		{Path: "/delegationsbeslut", Words: "Delegationsbeslut", Icon: "i-akt"},
		{Path: "/kvalitet", Words: "Kvalitet", Icon: "i-kvalitet"},
		{Path: "/ekonomi/fakturor", Words: "Fakturor", Icon: "i-dokument"},
		{Path: "/rapporter", Words: "Rapporter", Icon: "i-rapport"},
		{Path: "/granskning", Words: "Granskning", Icon: "i-granska"},
		{Path: "/administration/frister", Words: "Frister och regler", Icon: "i-verktyg"},
		{Path: "/administration/riktlinjer", Words: "Riktlinjer", Icon: "i-verktyg"},
		{Path: "/administration/mallar", Words: "Mallar", Icon: "i-dokument"},
		{Path: "/administration/gallring", Words: "Gallring", Icon: "i-akt"},
		{Path: "/driftlage", Words: "Driftläge", Icon: "i-verktyg"},
	}
}

// roleMenu says which main pages a role has in its menu: at most five, so that
// nobody searches for their own work (UX-20).
func roleMenu(role string) []string {
	switch role {
	case "handlaggare", "mottagning", "socialjour":
		return []string{"/min-dag", "/mottagning", "/arenden", "/utforare"}
	case "enhetschef":
		return []string{"/min-dag", "/arenden", "/enhet", "/kvalitet", "/rapporter"}
	case "socialchef":
		return []string{"/min-dag", "/enhet", "/kvalitet", "/rapporter", "/administration/frister"}
	case "kvalitet":
		return []string{"/min-dag", "/kvalitet", "/granskning", "/rapporter", "/administration/riktlinjer"}
	case "utforare":
		return []string{"/min-dag", "/utforare", "/besok", "/kvalitet"}
	case "omsorgspersonal":
		return []string{"/besok"}
	case "controller":
		return []string{"/rapporter", "/kvalitet", "/ekonomi/fakturor"}
	case "namnd":
		return []string{"/sammantraden", "/delegationsbeslut", "/rapporter", "/kvalitet"}
	case "revisor", "loggranskare":
		return []string{"/granskning", "/rapporter"}
	case "systemforvaltare":
		return []string{"/administration/frister", "/administration/mallar", "/administration/gallring", "/driftlage"}
	}
	return nil
}

const menuMost = 5

// menu lists the main pages of the account's roles that are served and allowed.
func (s *Site) menu(a Account, at string) []MenuItem {
	var wanted []string
	for _, role := range a.Actor.Roles {
		wanted = append(wanted, roleMenu(role)...)
	}
	var menu []MenuItem
	for _, item := range mainPages() {
		if len(menu) == menuMost || !slices.Contains(wanted, item.Path) || !s.offers(a, "GET "+item.Path) {
			continue
		}
		item.Current = at == item.Path || strings.HasPrefix(at, item.Path+"/") || item.Path == "/arenden" && strings.HasPrefix(at, "/arende/")
		menu = append(menu, item)
	}
	return menu
}
