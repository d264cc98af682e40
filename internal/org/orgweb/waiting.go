package orgweb

import (
	"context"
	"slices"

	"stadga/internal/act"
	"stadga/internal/ids"
	"stadga/internal/org"
)

// A todo is what waits for a manager: the list and the figure are of the same.
type todo struct {
	emergencies []org.EmergencyAccess
	shifts      []org.OnCallShift
	conflicts   []Conflict // where the one concerned has the case still
}

func (t todo) len() int { return len(t.emergencies) + len(t.shifts) + len(t.conflicts) }

func (p Pages) waiting(ctx context.Context, who act.Actor) (todo, error) {
	var t todo
	var err error
	managers := append([]ids.User{who.User}, who.Covers...)
	if t.emergencies, err = p.Register.EmergenciesTold(ctx, managers, true, oversightMost); err != nil {
		return t, err
	}
	if t.shifts, err = p.Register.ShiftsTold(ctx, managers, true, oversightMost); err != nil {
		return t, err
	}
	conflicts, err := p.Others.Conflicts(ctx, who, oversightMost)
	t.conflicts = slices.DeleteFunc(slices.Clone(conflicts), func(c Conflict) bool { return !c.Officer })
	return t, err
}
