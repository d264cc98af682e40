package delivery

import "stadga/internal/civil"

// A PlanRoutine (rutin för mål och planer) is the written routine that goals and
// plans are written by, in one version (E-23).
type PlanRoutine struct {
	Version, Title, By, Ref string
	On, From                civil.Date
	Days                    int // from the start of a service to its plan (E-20)
	Steps                   []RoutineStep
}

// A RoutineStep (steg i en rutin) is one part of a routine.
type RoutineStep struct{ Title, Text string }

// PlanRoutines are all versions, the oldest first.
type PlanRoutines []PlanRoutine

// On is the version in use on a day; false when there is none.
func (all PlanRoutines) On(day civil.Date) (PlanRoutine, bool) {
	for i := len(all) - 1; i >= 0; i-- {
		if !all[i].From.After(day) {
			return all[i], true
		}
	}
	return PlanRoutine{}, false
}
