package delivery

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// An Alarm (trygghetslarm) is installed and taken away by someone, on a day, by a
// check list (E-30).
type Alarm struct{ Installed, Removed AlarmCheck }

// An AlarmCheck is one visit for the sake of an alarm.
type AlarmCheck struct {
	On      civil.Date
	Staff   string   // who was there
	Checked []string // keys of the list
	Note    string   `json:",omitzero"` // why something was left
}

// A CheckPoint is one line of a check list.
type CheckPoint struct{ Key, Says string }

// InstallPoints is the list for an alarm that is installed.
func InstallPoints() []CheckPoint {
	return []CheckPoint{
		{"provat", "Larmet är provat tillsammans med personen"},
		{"central", "Larmcentralen svarade och har rätt adress"},
		{"rackvidd", "Räckvidden är provad i hela bostaden"},
		{"nyckel", "Nyckel är lämnad och kvitterad"},
		{"mottagare", "Vem som åker på larm är inlagt, dag och natt"},
		{"visat", "Personen och närstående vet hur larmet fungerar"},
	}
}

// RemovePoints is the list for an alarm that is taken away.
func RemovePoints() []CheckPoint {
	return []CheckPoint{
		{"avanmalt", "Larmet är avanmält hos larmcentralen"},
		{"utrustning", "Utrustningen är återlämnad"},
		{"nyckel", "Nyckeln är återlämnad och kvitterad"},
	}
}

// InstallAlarm registers the installation, which shows that the service has begun.
type InstallAlarm struct{ Check AlarmCheck }

// Action names the act.
func (InstallAlarm) Action() string { return "order.install_alarm" }

// Decide begins the service with the installation.
func (cmd InstallAlarm) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	switch {
	case o.Proof != ByInstallation:
		return nil, fault.New(fault.Unmet, "order.no-alarm")
	case !o.Started.IsZero():
		return nil, fault.New(fault.Conflict, "order.started-already")
	}
	if err := cmd.Check.whole(InstallPoints(), env.Today); err != nil {
		return nil, err
	}
	return []journal.Event{AlarmInstalled(cmd), Started{On: cmd.Check.On, By: ByInstallation}}, nil
}

// RemoveAlarm registers that the alarm is taken away, also after the order has
// ended: equipment and keys often come back later.
type RemoveAlarm struct{ Check AlarmCheck }

// Action names the act.
func (RemoveAlarm) Action() string { return "order.remove_alarm" }

// Decide takes away what was installed, once.
func (cmd RemoveAlarm) Decide(o Order, env act.Env) ([]journal.Event, error) {
	switch {
	case !o.Exists():
		return nil, fault.New(fault.NotFound, "order.unknown")
	case o.Proof != ByInstallation || o.Started.IsZero():
		return nil, fault.New(fault.Unmet, "order.no-alarm")
	case !o.Alarm.Removed.On.IsZero():
		return nil, fault.New(fault.Conflict, "order.alarm-removed-already")
	case cmd.Check.On.Before(o.Started):
		return nil, fault.Field("on", "order.alarm-removed-before")
	}
	if err := cmd.Check.whole(RemovePoints(), env.Today); err != nil {
		return nil, err
	}
	return []journal.Event{AlarmRemoved(cmd)}, nil
}

// whole asks for day, staff and either every point or why one was left.
func (c AlarmCheck) whole(points []CheckPoint, today civil.Date) error {
	var day, staff, checked *fault.Error
	if c.On.IsZero() || c.On.After(today) {
		day = fault.Field("on", "order.start-in-future")
	}
	if strings.TrimSpace(c.Staff) == "" {
		staff = fault.Field("staff", "order.alarm-staff-missing")
	}
	if left(points, c.Checked) > 0 && strings.TrimSpace(c.Note) == "" {
		checked = fault.Field("note", "order.check-left")
	}
	return fault.Join(day, staff, checked)
}

// left counts the points of a list that are not checked.
func left(points []CheckPoint, checked []string) int {
	n := 0
	for _, p := range points {
		if !slices.Contains(checked, p.Key) {
			n++
		}
	}
	return n
}
