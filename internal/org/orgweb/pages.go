// Package orgweb is the pages of access out of the ordinary and of who stands in
// for whom: Nödåtkomst, Jour, Åtkomst (a manager's list of what to review) and
// Frånvaro; and of where the border between the branches goes: Gränsen.
//
//	nödåtkomst  a reason → the case is open for an hour → a manager is told → review
//	jourpass    begins → what the role opens is open → ends by itself → review
package orgweb

import (
	"context"
	"embed"
	"net/http"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Kit parses the pages, also for the test that checks their types.
func Kit() *webkit.Templates { return webkit.MustParse(files) }

// Register is what the pages ask about the organisation.
type Register interface {
	Staff(ctx context.Context, day civil.Date) ([]org.Staff, error)
	StaffOf(ctx context.Context, unit ids.Unit, day civil.Date) ([]org.Staff, error)
	Names(ctx context.Context, users []ids.User) (map[ids.User]string, error)
	AbsencesFrom(ctx context.Context, day civil.Date, limit int) ([]org.Absence, error)
	Emergency(ctx context.Context, id ids.Emergency) (org.EmergencyAccess, error)
	EmergenciesBy(ctx context.Context, user ids.User, since time.Time, limit int) ([]org.EmergencyAccess, error)
	EmergenciesTold(ctx context.Context, managers []ids.User, waits bool, limit int) ([]org.EmergencyAccess, error)
	Shift(ctx context.Context, id ids.Shift) (org.OnCallShift, error)
	ShiftsOf(ctx context.Context, user ids.User, limit int) ([]org.OnCallShift, error)
	ShiftsTold(ctx context.Context, managers []ids.User, waits bool, limit int) ([]org.OnCallShift, error)
}

// Door is asked before anything about an access is shown.
type Door interface {
	Open(ctx context.Context, who act.Actor, action string, subject duty.Subject) (ground string, err error)
	May(who act.Actor, action string) bool
}

// A Case is what an emergency access needs to know of a case.
type Case struct {
	ID     ids.Case
	Number string
	Person ids.Person
	Unit   ids.Unit
}

// A Reading is one part of a file that someone opened.
type Reading struct {
	At     time.Time
	Case   string // number; empty where the part lies in none
	Part   string
	Ground string
}

// A Conflict is a conflict of interest in an open case of the manager's.
type Conflict struct {
	Number  string
	Path    string // of the case; empty when the manager may not open it
	User    ids.User
	Name    string
	Since   civil.Date
	Officer bool // is the officer of the case still
}

// Others is what the pages ask of other areas. cmd wires it.
type Others struct {
	Case      func(ctx context.Context, number string) (Case, error)
	Numbers   func(ctx context.Context, cases []ids.Case) (map[ids.Case]string, error)
	Overseers func(ctx context.Context, unit ids.Unit, but ids.User) ([]ids.User, error) // who lead the unit, and else the administration
	Readings  func(ctx context.Context, user ids.User, from, until time.Time, limit int) ([]Reading, error)
	Conflicts func(ctx context.Context, who act.Actor, limit int) ([]Conflict, error)
	Owed      func(ctx context.Context, subject duty.Subject) ([]duty.Obligation, error)
}

// Pages serves the pages of one board.
type Pages struct {
	Emergencies *engine.Stream[org.EmergencyAccess]
	Shifts      *engine.Stream[org.OnCallShift]
	Absences    *engine.Stream[org.Absence]
	Borders     *engine.Stream[org.Border]
	Register    Register
	Others      Others
	Door        Door

	kit *webkit.Templates
}

// The addresses of the pages.
const (
	emergencyPath = "/nodatkomst"
	shiftPath     = "/jour"
	oversightPath = "/enhet/atkomst"
	absencePath   = "/enhet/franvaro"
)

// Routes is the access list of the area.
func (p Pages) Routes() []webkit.Route {
	p.kit = Kit()
	return []webkit.Route{
		{Pattern: "GET " + emergencyPath, Action: "desk.emergency", Handle: p.getEmergency},
		{Pattern: "POST " + emergencyPath, Action: "emergency.open", Handle: p.postEmergency},
		{Pattern: "GET " + emergencyPath + "/{id}", Action: "emergency.review", Handle: p.getEmergencyReview},
		{Pattern: "POST " + emergencyPath + "/{id}", Action: "emergency.review", Handle: p.postEmergencyReview},
		{Pattern: "GET " + shiftPath, Action: "desk.shift", Handle: p.getShift},
		{Pattern: "POST " + shiftPath, Action: "shift.begin", Handle: p.postShift},
		{Pattern: "POST " + shiftPath + "/sluta", Action: "shift.end", Handle: p.postShiftEnd},
		{Pattern: "GET " + shiftPath + "/{id}", Action: "shift.review", Handle: p.getShiftReview},
		{Pattern: "POST " + shiftPath + "/{id}", Action: "shift.review", Handle: p.postShiftReview},
		{Pattern: "GET " + oversightPath, Action: "desk.oversight", Handle: p.getOversight},
		{Pattern: "GET " + absencePath, Action: "desk.oversight", Handle: p.getAbsences},
		{Pattern: "POST " + absencePath, Action: "absence.begin", Handle: p.postAbsence},
		{Pattern: "GET " + BorderPath, Action: "desk.border", Handle: p.getBorder},
		{Pattern: "POST " + BorderPath, Action: "border.decide", Handle: p.postBorder},
		{Pattern: "POST " + absencePath + "/{id}", Action: "absence.change", Handle: p.postAbsenceChange},
	}
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, name string, page webkit.Paged) error {
	return webkit.Show(w, r, p.kit, http.StatusOK, name, page)
}

// names tells what members of staff are called.
func (p Pages) names(r *http.Request, users ...ids.User) (map[ids.User]string, error) {
	return p.Register.Names(r.Context(), users)
}

// managers are the reader, and whom the reader stands in for.
func managers(r *http.Request) []ids.User {
	me := webkit.Actor(r)
	return append([]ids.User{me.User}, me.Covers...)
}

func field(f webkit.Field) webkit.Field { f.Required = true; return f }
