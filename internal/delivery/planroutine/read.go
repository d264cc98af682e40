// Package planroutine reads the files of the routines for goals and plans and for
// outpatient support.
package planroutine

import (
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/rulefile"
	"stadga/rules"
)

type file struct {
	Routines []struct {
		Version, Title, By, Ref string
		On, From                string
		Days                    int
		Steps                   []struct{ Title, Text string }
	}
}

// Norrsala is the routine of the invented municipality, which travels with the program.
func Norrsala() delivery.PlanRoutines {
	all, err := Read(rules.PlanRoutines)
	if err != nil {
		panic(err)
	}
	return all
}

// Outpatient is the routine for outpatient support of the invented municipality.
func Outpatient() delivery.PlanRoutines {
	all, err := Read(rules.OutpatientRoutine)
	if err != nil {
		panic(err)
	}
	return all
}

// Care is the routine for care plans of the invented municipality.
func Care() delivery.PlanRoutines {
	all, err := Read(rules.CarePlanRoutine)
	if err != nil {
		panic(err)
	}
	return all
}

// Read reads the versions of a routine, and refuses one that lacks who decided it,
// when, or what it says.
func Read(content []byte) (delivery.PlanRoutines, error) {
	var f file
	if err := rulefile.Decode(content, &f); err != nil {
		return nil, fmt.Errorf("routine: %w", err)
	}
	var all delivery.PlanRoutines
	for _, r := range f.Routines {
		on, err := civil.Parse(r.On)
		if err != nil {
			return nil, fmt.Errorf("routine %s: %w", r.Version, err)
		}
		from, err := civil.Parse(r.From)
		if err != nil {
			return nil, fmt.Errorf("routine %s: %w", r.Version, err)
		}
		if r.Version == "" || r.Title == "" || r.By == "" || r.Days < 1 || len(r.Steps) == 0 || len(all) > 0 && !all[len(all)-1].From.Before(from) {
			return nil, fmt.Errorf("routine %q: version, title, by, days and steps are needed, and versions in order", r.Version)
		}
		one := delivery.PlanRoutine{Version: r.Version, Title: r.Title, By: r.By, Ref: r.Ref, On: on, From: from, Days: r.Days}
		for _, s := range r.Steps {
			one.Steps = append(one.Steps, delivery.RoutineStep(s))
		}
		all = append(all, one)
	}
	return all, nil
}
