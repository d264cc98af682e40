// Package catalogue reads the file in which the editions of the service catalogue
// (insatskatalog) stand.
package catalogue

import (
	"errors"
	"fmt"
	"slices"

	"stadga/internal/casework"
	"stadga/internal/rulefile"
	"stadga/rules"
)

type file struct{ Editions []edition }

type edition struct {
	Version, By, Ref string
	On, From         string
	Services         []line
}

type line struct {
	Service, Name   string
	GrantedAs       []string `yaml:"granted_as"`
	WithoutDecision bool     `yaml:"without_decision"`
	Target          string
	Provided        string
	Decided         struct{ By, On, Ref string }
	Unit            string
	Plan            bool
	Months, Follow  int
}

// Norrsala are the editions of the invented municipality, which travel with the program.
func Norrsala() casework.ServiceEditions {
	all, err := Read(rules.ServiceEditions)
	if err != nil {
		panic(err)
	}
	return all
}

// Read reads the editions, each whole. One that lacks who adopted it, that leaves a
// service out, or whose newest words differ from what the program proposes in a
// decision is refused, with all that is wrong.
func Read(text []byte) (casework.ServiceEditions, error) {
	var f file
	if err := rulefile.Decode(text, &f); err != nil {
		return nil, fmt.Errorf("insatskatalogen: %w", err)
	}
	var all casework.ServiceEditions
	var wrong []error
	fault := func(version, words string, args ...any) {
		wrong = append(wrong, fmt.Errorf("insatskatalogen %s: "+words, append([]any{version}, args...)...))
	}
	for _, e := range f.Editions {
		made := casework.ServiceEdition{Version: e.Version, By: e.By, Ref: e.Ref, On: rulefile.Day(e.On), From: rulefile.Day(e.From)}
		if e.Version == "" || e.By == "" || e.Ref == "" || made.On.IsZero() || made.From.IsZero() {
			fault(e.Version, "skriv version, vem som har antagit den, vilken dag, var det står och när den börjar gälla")
		}
		if n := len(all); n > 0 {
			if !all[n-1].From.Before(made.From) {
				fault(e.Version, "den börjar inte gälla efter den förra")
			}
			made.Lines = slices.Clone(all[n-1].Lines)
		}
		for _, l := range e.Services {
			read, problem := l.read()
			if problem != "" {
				fault(e.Version, "%s: %s", l.Service+l.Name, problem)
				continue
			}
			if len(all) > 0 {
				made.Changed = append(made.Changed, read.Name)
			}
			if at := slices.IndexFunc(made.Lines, func(was casework.CatalogueLine) bool { return was.Name == read.Name }); at >= 0 {
				made.Lines[at] = read
			} else {
				made.Lines = append(made.Lines, read)
			}
		}
		all = append(all, made)
	}
	if len(all) == 0 {
		return nil, errors.New("insatskatalogen: ingen version står i filen")
	}
	last := all[len(all)-1]
	for _, kind := range casework.ServiceCatalogue() {
		at := slices.IndexFunc(last.Lines, func(l casework.CatalogueLine) bool { return l.Key == kind.Key })
		switch {
		case at < 0:
			fault(last.Version, "%s saknas", kind.Key)
		case !same(last.Lines[at], kind):
			fault(last.Version, "%s: programmet föreslår %d månader, uppföljning inom %d månader, %s och plan %t", kind.Key, kind.Months, kind.Follow, kind.Unit, kind.Plan)
		}
	}
	return all, errors.Join(wrong...)
}

// same tells whether the edition says what a decision is proposed to say.
func same(l casework.CatalogueLine, kind casework.ServiceKind) bool {
	return l.Months == kind.Months && l.Follow == kind.Follow && l.Unit == kind.Unit && l.Plan == kind.Plan
}

func (l line) read() (casework.CatalogueLine, string) {
	out := casework.CatalogueLine{
		Key: l.Service, Name: l.Name, GrantedAs: l.GrantedAs, Open: l.WithoutDecision, Target: l.Target, Provided: casework.Provision(l.Provided),
		Decided: casework.Ruling{By: l.Decided.By, On: rulefile.Day(l.Decided.On), Ref: l.Decided.Ref}, Unit: casework.Unit(l.Unit), Plan: l.Plan, Months: l.Months, Follow: l.Follow,
	}
	if l.Service != "" {
		kind, known := casework.ServiceByKey(l.Service)
		if !known {
			return out, "insatsen finns inte"
		}
		out.Name = kind.Name
	}
	for _, key := range l.GrantedAs {
		if _, known := casework.ServiceByKey(key); !known {
			return out, "beviljas som en insats som inte finns: " + key
		}
	}
	half := out.Decided != casework.Ruling{} && (out.Decided.By == "" || out.Decided.Ref == "" || out.Decided.On.IsZero())
	switch {
	case out.Name == "" || out.Target == "" || out.Unit == "" || out.Follow < 1:
		return out, "skriv insats, målgrupp, enhet och uppföljning"
	case l.Service == "" && len(l.GrantedAs) == 0 && !l.WithoutDecision:
		return out, "skriv vad den beviljas som, eller att den ges utan beslut"
	case !slices.Contains([]casework.Provision{"", casework.OwnOperation, casework.Bought, casework.OwnAndBought}, out.Provided):
		return out, "provided är egen, kop eller bada"
	case half:
		return out, "ett politiskt beslut har vem, dag och paragraf"
	}
	return out, ""
}
