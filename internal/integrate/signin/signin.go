// Package signin tells which member of staff a log-in service means, and with
// which roles. The protocols are in folders of their own; what holds for both,
// the mapping and the sentences, is here.
package signin

import (
	"context"
	"slices"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/org"
	"stadga/internal/webkit"
)

// Claims (uppgifter) are what a log-in service says of someone, by name.
type Claims map[string][]string

// A Mapping ties what the service says to the organisation.
type Mapping struct {
	Person string                // claim that holds the login of a member of staff: an employee number
	Groups string                // claim that holds the groups; empty: the organisation alone says the roles
	Roles  map[string][]org.Role // roles that a group gives
}

// Staff knows who is employed.
type Staff interface {
	// StaffByLogin is the one whom the service calls so and who works on the day.
	StaffByLogin(ctx context.Context, login string, day civil.Date) (org.Staff, error)
}

// A Directory finds who someone is.
type Directory struct {
	Mapping
	Staff Staff
	Today func() civil.Date
}

// Who is the member of staff whom the claims name. Where the mapping has groups,
// a role holds only when both the organisation and a group give it: two who
// manage different lists must agree before anyone reads a file.
func (d Directory) Who(ctx context.Context, claims Claims) (webkit.Identified, error) {
	logins := claims[d.Person]
	if len(logins) != 1 || strings.TrimSpace(logins[0]) == "" {
		return webkit.Identified{}, refused("signin.no-person", "claim", d.Person)
	}
	found, err := d.Staff.StaffByLogin(ctx, strings.TrimSpace(logins[0]), d.Today())
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return webkit.Identified{}, refused("signin.unknown")
	}
	if err != nil {
		return webkit.Identified{}, err
	}
	who := webkit.Identified{User: found.ID}
	if d.Groups == "" {
		return who, nil
	}
	given := d.given(claims[d.Groups])
	if len(given) == 0 {
		return webkit.Identified{}, refused("signin.no-group")
	}
	who.Roles = given
	return who, nil
}

// given are the roles of the groups, each once, in the order of the organisation's list.
func (d Directory) given(groups []string) []string {
	var given []string
	for _, role := range org.Roles() {
		if slices.ContainsFunc(groups, func(group string) bool { return slices.Contains(d.Roles[group], role) }) {
			given = append(given, string(role))
		}
	}
	return given
}

// Refused is an answer that logs nobody in, for a reason that the page says. The
// cause goes to the log and must hold nothing of what the service said.
func Refused(text string, cause error) error {
	return &fault.Error{Kind: fault.Forbidden, Text: text, Err: cause}
}

// Silent is a service that cannot be asked just now.
func Silent(cause error) error {
	return &fault.Error{Kind: fault.Internal, Text: "signin.silent", Err: cause}
}

func refused(text string, args ...any) error {
	e := &fault.Error{Kind: fault.Forbidden, Text: text, Args: map[string]any{}}
	for i := 0; i+1 < len(args); i += 2 {
		e.Args[args[i].(string)] = args[i+1]
	}
	return e
}

// Sentences are what the log-in page says. FEL-2800 to 2899.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"signin.no-person":       {Number: 2800, Says: "Inloggningstjänsten sa inte vem du är: uppgiften {claim} saknas. Be systemförvaltaren kontrollera vad tjänsten lämnar ut."},
		"signin.unknown":         {Number: 2801, Says: "Inloggningen lyckades, men du är inte upplagd i Stadga. Be systemförvaltaren lägga upp dig med ditt anställningsnummer."},
		"signin.no-group":        {Number: 2802, Says: "Inloggningen lyckades, men du är inte med i någon grupp som ger en roll i Stadga. Be systemförvaltaren lägga till dig."},
		"signin.silent":          {Number: 2803, Says: "Kommunens inloggningstjänst svarar inte. Försök igen om en stund."},
		"signin.cancelled":       {Number: 2804, Says: "Inloggningen avbröts hos inloggningstjänsten. Logga in på nytt."},
		"signin.other-tab":       {Number: 2805, Says: "Svaret hör till en annan inloggning, kanske i en annan flik. Logga in på nytt."},
		"signin.forged":          {Number: 2810, Says: "Svaret från inloggningstjänsten går inte att lita på: underskriften stämmer inte. Logga in på nytt, och ring supporten om det händer igen."},
		"signin.unsigned":        {Number: 2811, Says: "Svaret från inloggningstjänsten är inte undertecknat. Ring supporten."},
		"signin.expired":         {Number: 2812, Says: "Svaret från inloggningstjänsten är för gammalt. Kontrollera datorns tid och logga in på nytt."},
		"signin.early":           {Number: 2813, Says: "Svaret från inloggningstjänsten gäller inte än. Någons tid går fel; ring supporten om det händer igen."},
		"signin.audience":        {Number: 2814, Says: "Svaret från inloggningstjänsten är utfärdat till ett annat system. Ring supporten."},
		"signin.issuer":          {Number: 2815, Says: "Svaret kommer från en annan inloggningstjänst än kommunens. Ring supporten."},
		"signin.too-weak":        {Number: 2817, Says: "Du loggade in på ett sätt som inte är starkt nog för Stadga. Logga in på nytt och välj den starka inloggning som kommunen har bestämt, till exempel e-legitimation."},
		"signin.too-old":         {Number: 2818, Says: "Det var för länge sedan du loggade in hos inloggningstjänsten. Logga ut där, eller stäng webbläsaren, och logga in på nytt."},
		"signin.strength-unsaid": {Number: 2819, Says: "Inloggningstjänsten säger inte hur eller när du loggade in, och kommunen kräver att den gör det. Be systemförvaltaren ställa in vad tjänsten lämnar ut."},
		"signin.unreadable":      {Number: 2816, Says: "Svaret från inloggningstjänsten går inte att läsa. Logga in på nytt."},
	}
}
