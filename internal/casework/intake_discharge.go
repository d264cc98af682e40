package casework

import (
	"slices"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// A HospitalStay (vårdtillfälle) is what the hospital has told of one stay (USL 2–3 kap.).
type HospitalStay struct {
	Hospital string
	Admitted time.Time
	Noticed  time.Time  // the notice of admission reached the board
	Expected civil.Date // day of discharge that the hospital reckons with
	Judged   time.Time  // a doctor judged the person ready for discharge
	Ready    time.Time  // the notice of it reached the board
	Left     civil.Date
}

// A DischargePlanning (utskrivningsplanering) is one occasion at which a discharge
// was planned (B-13).
type DischargePlanning struct {
	On           civil.Date
	Participants []string // keys of DischargeParticipants
	Result       DischargeResult
	Says         string `json:",omitzero"`
}

// A DischargeResult is what an occasion ended in.
type DischargeResult string

// The results.
const (
	HomeWithoutMore DischargeResult = "hem-utan"
	HomeWithService DischargeResult = "hem-insats"
	HomeWithTeam    DischargeResult = "hem-team"
	ToShortStay     DischargeResult = "korttid"
	PlanAgain       DischargeResult = "ny-planering"
)

// DischargeResults lists the results as a page shows them.
func DischargeResults() []DischargeResult {
	return []DischargeResult{HomeWithoutMore, HomeWithService, HomeWithTeam, ToShortStay, PlanAgain}
}

// Words is the result as a page shows it.
func (r DischargeResult) Words() string {
	switch r {
	case HomeWithoutMore:
		return "Hem utan nya insatser"
	case HomeWithService:
		return "Hem med insatser som utreds"
	case HomeWithTeam:
		return "Hem med kortbeslut av team"
	case ToShortStay:
		return "Till korttidsboende"
	case PlanAgain:
		return "Ny planering behövs"
	}
	return ""
}

// DischargeParticipants lists who may take part, by key, with words.
func DischargeParticipants() [][2]string {
	return [][2]string{
		{"personen", "Personen"},
		{"narstaende", "Närstående"},
		{"sjukhuset", "Sjukhuset"},
		{"vardcentral", "Vårdcentralen"},
		{"kommunens-halsovard", "Kommunens hälso- och sjukvård"},
		{"utforare", "Utföraren"},
		{"team", "Utskrivningsteamet"},
	}
}

type (
	// AdmissionTold tells that the hospital has told of an admission.
	AdmissionTold struct {
		Hospital string
		Admitted time.Time
		Noticed  time.Time
		Expected civil.Date `json:",omitzero"`
	}
	// DischargePlanned holds one occasion of planning.
	DischargePlanned struct{ Planning DischargePlanning }
	// DischargeReady tells that the hospital has told that the person is ready.
	DischargeReady struct {
		Judged time.Time
		Ready  time.Time
	}
	// LeftHospital tells the day the person came home or moved on.
	LeftHospital struct{ On civil.Date }
)

func (AdmissionTold) EventName() string    { return "intake.admission_told.v1" }
func (DischargePlanned) EventName() string { return "intake.discharge_planned.v1" }
func (DischargeReady) EventName() string   { return "intake.discharge_ready.v1" }
func (LeftHospital) EventName() string     { return "intake.left_hospital.v1" }

// discharge tells what stops someone from writing about a stay in hospital.
func (in Intake) discharge() error {
	switch {
	case !in.Exists():
		return fault.New(fault.NotFound, "intake.unknown")
	case in.Kind != HospitalDischarge:
		return fault.New(fault.Unmet, "intake.not-a-discharge")
	}
	return nil
}

// beforeNow refuses an instant that is missing or has not come.
func beforeNow(field string, at time.Time, env act.Env) *fault.Error {
	switch {
	case at.IsZero():
		return fault.Field(field, "investigation.day-missing")
	case at.After(env.Now):
		return fault.Field(field, "investigation.day-in-future")
	}
	return nil
}

// TellAdmission writes down the hospital's notice of admission (inskrivningsmeddelande).
type TellAdmission struct {
	Hospital string
	Admitted time.Time
	Noticed  time.Time
	Expected civil.Date
}

// Action names the act.
func (TellAdmission) Action() string { return "intake.plan_discharge" }

// Decide takes the notice.
func (cmd TellAdmission) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	if err := in.discharge(); err != nil {
		return nil, err
	}
	var hospital *fault.Error
	if strings.TrimSpace(cmd.Hospital) == "" {
		hospital = fault.Field("hospital", "intake.hospital-missing")
	}
	if err := fault.Join(hospital, beforeNow("admitted", cmd.Admitted, env), beforeNow("noticed", cmd.Noticed, env)); err != nil {
		return nil, err
	}
	return []journal.Event{AdmissionTold(cmd)}, nil
}

// PlanDischarge writes down one occasion of planning, with who took part and what
// it ended in.
type PlanDischarge struct{ Planning DischargePlanning }

// Action names the act.
func (PlanDischarge) Action() string { return "intake.plan_discharge" }

// Decide takes the occasion.
func (cmd PlanDischarge) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	if err := in.discharge(); err != nil {
		return nil, err
	}
	p := cmd.Planning
	var participants, result *fault.Error
	known := func(key string) bool {
		return slices.ContainsFunc(DischargeParticipants(), func(one [2]string) bool { return one[0] == key })
	}
	if len(p.Participants) == 0 || slices.ContainsFunc(p.Participants, func(key string) bool { return !known(key) }) {
		participants = fault.Field("participants", "intake.participants-missing")
	}
	if p.Result.Words() == "" {
		result = fault.Field("result", "intake.planning-result-missing")
	}
	if err := fault.Join(happened("on", p.On, env), participants, result); err != nil {
		return nil, err
	}
	return []journal.Event{DischargePlanned{Planning: p}}, nil
}

// TellReady writes down the hospital's notice that the person is ready to leave
// (utskrivningsklar; USL 3:1).
type TellReady struct {
	Judged time.Time
	Ready  time.Time
}

// Action names the act.
func (TellReady) Action() string { return "intake.plan_discharge" }

// Decide takes the notice.
func (cmd TellReady) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	if err := in.discharge(); err != nil {
		return nil, err
	}
	if err := fault.Join(beforeNow("judged", cmd.Judged, env), beforeNow("ready", cmd.Ready, env)); err != nil {
		return nil, err
	}
	return []journal.Event{DischargeReady(cmd)}, nil
}

// TellLeft writes down the day the person left the hospital.
type TellLeft struct{ On civil.Date }

// Action names the act.
func (TellLeft) Action() string { return "intake.plan_discharge" }

// Decide takes the day.
func (cmd TellLeft) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	if err := in.discharge(); err != nil {
		return nil, err
	}
	if err := fault.Join(happened("on", cmd.On, env)); err != nil {
		return nil, err
	}
	return []journal.Event{LeftHospital(cmd)}, nil
}

// foldDischarge says the facts of the stay about the case, one stay for each intake.
func (in *Intake) foldDischarge(r journal.Recorded) {
	set := func(name string, day civil.Date, at time.Time) {
		in.facts = in.facts.Replace(caseSubject(in.Case), r, duty.Fact{Name: name, About: in.ID.String(), Day: day, At: at})
	}
	instant := func(name string, at time.Time) { set(name, civil.DayOf(at), at) }
	switch e := r.Event.(type) {
	case AdmissionTold:
		in.Stay.Hospital, in.Stay.Admitted, in.Stay.Noticed, in.Stay.Expected = e.Hospital, e.Admitted, e.Noticed, e.Expected
		instant("case.admitted", e.Admitted)
		instant("case.admission_notice", e.Noticed)
	case DischargePlanned:
		if len(in.Plannings) == 0 {
			set("case.discharge_planning", e.Planning.On, time.Time{})
		}
		in.Plannings = add(in.Plannings, e.Planning)
	case DischargeReady:
		in.Stay.Judged, in.Stay.Ready = e.Judged, e.Ready
		instant("case.judged_ready", e.Judged)
		instant("case.ready_notice", e.Ready)
	case LeftHospital:
		in.Stay.Left = e.On
		set("case.left_hospital", e.On, time.Time{})
	}
}
