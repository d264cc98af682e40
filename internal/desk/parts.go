package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/ids"
)

// A Part is what a control point is of one value of a split.
type Part struct {
	Value, Words      string
	Met, Not, Unknown int
	Hidden            bool // about too few persons to be shown outside casework
}

// Of is how many rows the part has.
func (p Part) Of() int { return p.Met + p.Not + p.Unknown }

// Names are what the values of splits are called.
type Names struct {
	Units, Providers map[string]string // by id
	Officers         map[string]int    // how many have the title
}

// A Namer names units, providers and groups of officers.
type Namer interface {
	Units(ctx context.Context, day civil.Date) ([]Unit, error)
	ProviderNames(ctx context.Context) (map[string]string, error)
	OfficerGroups(ctx context.Context, day civil.Date) (map[string]int, error)
}

// NamesOf are the names as they are on the day.
func NamesOf(ctx context.Context, of Namer, day civil.Date) (Names, error) {
	n := Names{Units: map[string]string{}}
	units, err := of.Units(ctx, day)
	if err != nil {
		return n, err
	}
	for _, u := range units {
		n.Units[u.ID.String()] = u.Name
	}
	if n.Providers, err = of.ProviderNames(ctx); err != nil {
		return n, err
	}
	n.Officers, err = of.OfficerGroups(ctx, day)
	return n, err
}

// group is how many officers a group has at least to be shown: of fewer, each
// would know what is the other's.
const group = 3

// Alone tells whether a group of officers is so small that it is someone.
func (n Names) Alone(title string) bool { return title != "" && n.Officers[title] < group }

// Words names a value of a split; a month is named by itself.
func (n Names) Words(by Split, value string) string {
	if value == "" {
		return map[Split]string{ByUnit: "Ingen enhet", ByGroup: "Ingen handläggare", ByProvider: "Ingen utförare", BySex: "Kön saknas", ByAge: "Ålder saknas", ByMonth: "Ska gälla hela tiden"}[by]
	}
	words := value
	switch by {
	case ByUnit:
		words = n.Units[value]
	case ByProvider:
		words = n.Providers[value]
	case BySex:
		words = map[string]string{string(ids.Female): "Kvinnor", string(ids.Male): "Män"}[value]
	case ByAge:
		from, to, _ := strings.Cut(value, "-")
		if to == "" {
			return from + " år och äldre"
		}
		return from + "–" + to + " år"
	}
	if words == "" {
		return "Avslutad " + strings.ToLower(by.Head())
	}
	return words
}

// Head is what the values of a split are.
func (s Split) Head() string {
	switch s {
	case ByMonth:
		return "Månad"
	case ByUnit:
		return "Enhet"
	case ByGroup:
		return "Grupp av handläggare"
	case ByProvider:
		return "Utförare"
	case BySex:
		return "Kön"
	case ByAge:
		return "Ålder"
	}
	return ""
}

// Divide divides a point one way, in the order of names and never of results. To
// one who may not see who the rows are about, few persons are hidden, and with one
// such part alone the smallest of the rest, since it could else be found as what
// is missing from the total. alone tells that a group was left out that is someone.
func (p Point) Divide(by Split, sums Sums, names Names, named bool) (parts []Part, alone bool) {
	for _, value := range names.inOrder(by, sums) {
		tallies := sums[value]
		part := Part{Value: value, Words: names.Words(by, value)}
		part.Met, part.Not, part.Unknown = p.Share(tallies)
		switch {
		case part.Of() == 0:
			continue
		case by == ByGroup && names.Alone(value):
			alone = true
			continue
		}
		part.Hidden = !named && tallies.FewPersons(p.Over)
		parts = append(parts, part)
	}
	hideOneMore(parts)
	return parts, alone
}

func hideOneMore(parts []Part) {
	hidden, least := 0, -1
	for i, part := range parts {
		switch {
		case part.Hidden:
			hidden++
		case least < 0 || part.Of() < parts[least].Of():
			least = i
		}
	}
	if hidden == 1 && least >= 0 {
		parts[least].Hidden = true
	}
}

// inOrder are the values of a split: ages by years, months with the last first,
// others by their words, and last what has no value.
func (n Names) inOrder(by Split, sums Sums) []string {
	var values []string
	for value := range sums {
		values = append(values, value)
	}
	slices.SortFunc(values, func(a, b string) int {
		switch {
		case (a == "") != (b == ""):
			return len(b) - len(a)
		case by == ByAge:
			return bandBegins(a) - bandBegins(b)
		case by == ByMonth:
			return strings.Compare(b, a)
		}
		if c := strings.Compare(n.Words(by, a), n.Words(by, b)); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	return values
}

func bandBegins(band string) int {
	first, _, _ := strings.Cut(band, "-")
	years, err := strconv.Atoi(first)
	if err != nil {
		return -1
	}
	return years
}
