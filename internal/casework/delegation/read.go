// Package delegation reads the board's delegation order (delegationsordning) from
// the file in which it stands with its dates.
package delegation

import (
	"errors"
	"fmt"
	"slices"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/rulefile"
	"stadga/rules"
)

// Norrsala is the order of the invented municipality, which travels with the program.
func Norrsala() casework.DelegationOrder {
	order, err := Read(rules.Delegation)
	if err != nil {
		panic(err)
	}
	return order
}

// A document is the file as it is written.
type document struct {
	Editions []edition
}

// An edition is the order as the board adopted it, with the days it is in force.
type edition struct {
	Adopted struct{ By, On, Ref string }
	From    string
	Until   string
	Points  []point
}

type point struct {
	No        string
	Words     string
	Roles     []string
	Services  []string
	Closings  []string
	Decisions []string
}

// Read reads the order. A file that does not say who adopted it and when, that
// speaks of what is unknown, or that gives away what only a committee may decide,
// is refused with all that is wrong in it.
func Read(text []byte) (casework.DelegationOrder, error) {
	var doc document
	if err := rulefile.Decode(text, &doc); err != nil {
		return nil, fmt.Errorf("delegationsordningen: %w", err)
	}
	var order casework.DelegationOrder
	var wrong []error
	last := civil.Date{}
	for n, e := range doc.Editions {
		say := func(format string, args ...any) {
			wrong = append(wrong, fmt.Errorf("delegationsordningen, utgåva %d: %s", n+1, fmt.Sprintf(format, args...)))
		}
		from, adopted, until := rulefile.Day(e.From), rulefile.Day(e.Adopted.On), rulefile.Day(e.Until)
		if e.Adopted.By == "" || e.Adopted.Ref == "" || adopted.IsZero() {
			say("skriv vem som har beslutat den, vilken dag och var det står")
		}
		switch {
		case from.IsZero() || e.Until != "" && !until.After(from):
			say("dagarna den gäller går inte att läsa: %q till %q", e.From, e.Until)
		case n > 0 && (last.IsZero() || !from.After(last)):
			say("den börjar gälla innan den förra har slutat")
		}
		last = until
		for _, p := range e.Points {
			for _, problem := range p.problems() {
				say("punkt %s: %s", p.No, problem)
			}
			line := casework.DelegationPoint{No: p.No, Words: p.Words, Roles: p.Roles, Services: p.Services, From: from, Until: until, Ref: e.Adopted.Ref, Adopted: adopted}
			for _, c := range p.Closings {
				line.Closings = append(line.Closings, casework.InquiryOutcome(c))
			}
			for _, d := range p.Decisions {
				line.Decisions = append(line.Decisions, casework.Delegable(d))
			}
			order = append(order, line)
		}
	}
	if len(order) == 0 {
		wrong = append(wrong, errors.New("delegationsordningen har inga punkter"))
	}
	return order, errors.Join(wrong...)
}

// delegates are the roles of employees to whom the board may delegate (KL 6:37, 7:5).
func delegates() []string {
	return []string{"handlaggare", "enhetschef", "socialchef", "socialjour", "mottagning"}
}

func (p point) problems() []string {
	var out []string
	if p.No == "" || p.Words == "" || len(p.Roles) == 0 || len(p.Services)+len(p.Closings)+len(p.Decisions) == 0 {
		out = append(out, "nummer, ord, roller eller vad som får beslutas saknas")
	}
	for _, role := range p.Roles {
		if !slices.Contains(delegates(), role) {
			out = append(out, "rollen "+role+" finns inte")
		}
	}
	for _, key := range p.Services {
		switch kind, known := casework.ServiceByKey(key); {
		case !known:
			out = append(out, "insatsen "+key+" finns inte i katalogen")
		case kind.Utskott:
			out = append(out, kind.Name+" beslutas av utskottet och kan inte delegeras (30 kap. 6 § socialtjänstlagen)")
		}
	}
	for _, d := range p.Decisions {
		if !slices.Contains(casework.Delegables(), casework.Delegable(d)) {
			out = append(out, "beslutet "+d+" finns inte")
		}
	}
	for _, c := range p.Closings {
		if casework.InquiryOutcome(c) != casework.ClosedWithoutCare {
			out = append(out, "en utredning kan inte avslutas som "+c+" på delegation")
		}
	}
	return out
}
