package casework

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// unexecutedMonths is how long a favourable decision may wait, be broken off or be
// given in part before it is reported (SoL 34 kap. 1 §, LSS 28 f §).
const unexecutedMonths = 3

// An UnexecutedReport is what was told of one decision that is not carried out, to
// IVO and to the elected auditors, for one quarter. It is kept as it was told, so
// that what was reported can be compared with what is known later.
type UnexecutedReport struct {
	Service ids.Service
	Kind    string // key in the service catalogue
	Law     Law
	Made    civil.Date
	Quarter civil.Quarter
	Cause   UnexecutedCause
	Since   civil.Date // the decision, or the day of the break
	Reason  string
	Offers  int
	Hidden  bool `json:",omitzero"` // the person has protected identity: told without identity
	On      civil.Date
}

// An UnexecutedCause says in which way a decision is not carried out.
type UnexecutedCause string

// Not begun, broken off, or given only in part.
const (
	NotBegun  UnexecutedCause = "ej-verkstallt"
	BrokenOff UnexecutedCause = "avbrott"
	InPart    UnexecutedCause = "delvis"
)

// Words is the cause in Swedish.
func (c UnexecutedCause) Words() string {
	switch c {
	case BrokenOff:
		return "Avbrott"
	case InPart:
		return "Delvis verkställt"
	}
	return "Ej verkställt"
}

// UnexecutedSince is the latest day on which a wait may have begun to be reported
// for a day.
func UnexecutedSince(day civil.Date) civil.Date { return day.AddMonths(-unexecutedMonths) }

// An UnexecutedSelection (urval av ej verkställda) tells which of the granted
// services that are not carried out are asked for.
type UnexecutedSelection struct {
	Unit    ids.Unit      // only cases of the unit; zero: of all
	Quarter civil.Quarter // the reports looked for
	Day     civil.Date
	Stage   UnexecutedStage
	LSS     bool // decisions under LSS; else those under the Social Services Act. Of Soon and CarriedOut: both
}

// An UnexecutedStage is how far the wait has come.
type UnexecutedStage string

// The stages: three months have gone; those of them not yet told for the quarter;
// three months have not gone; and told before, and carried out since.
const (
	Due        UnexecutedStage = "att-rapportera"
	Untold     UnexecutedStage = "inte-rapporterat"
	Soon       UnexecutedStage = "vantar"
	CarriedOut UnexecutedStage = "verkstallt"
)

// UnexecutedCounts (antal ej verkställda) counts what is not carried out.
type UnexecutedCounts struct {
	Due, Untold [2]int // under the Social Services Act, and under LSS
	Soon        int
	CarriedOut  int
}

// An UnexecutedLine is a granted service that is not carried out, as it stands, with
// what was reported of it before.
type UnexecutedLine struct {
	Service  ids.Service
	Decision ids.Decision
	Case     ids.Case
	Number   string
	Person   ids.Person
	Kind     string
	Law      Law
	Made     civil.Date
	Cause    UnexecutedCause
	Since    civil.Date
	Reason   string
	Lacks    string // what is not given of what is given in part
	Offers   int
	Waits    civil.Date // the person wants to wait for a chosen provider
	Ordered  bool
	Hidden   bool       // protected identity
	Times    int        // reported in this many quarters
	Reported civil.Date // this quarter; zero: not yet
	Carried  civil.Date // carried out since it was reported; zero: not
	Ended    civil.Date // the service ended without it
}

// A ToldUnexecuted is one row of what was told for a quarter, and what has become
// of it since.
type ToldUnexecuted struct {
	UnexecutedReport
	Person   ids.Person
	Carried  civil.Date // as it was told to be carried out
	DoneTold civil.Date // the day that was told
	Begun    civil.Date // the first day that shows it given, as it is known now
	Ended    civil.Date
}

// ReportUnexecuted tells IVO and the auditors of one service that is not carried
// out. It is told again each quarter until it is (SoL 34 kap. 1 §, LSS 28 f §).
type ReportUnexecuted struct{ Report UnexecutedReport }

// Action names the act for the access policies.
func (ReportUnexecuted) Action() string { return "decision.report-unexecuted" }

// Decide keeps one report of a service for each quarter.
func (cmd ReportUnexecuted) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	it, found := d.Item(cmd.Report.Service)
	switch {
	case !found || !it.Outcome.Gives():
		return nil, fault.New(fault.NotFound, "decision.not-found")
	case strings.TrimSpace(cmd.Report.Reason) == "":
		return nil, fault.Field("reason-"+it.Service.String(), "unexecuted.reason-missing")
	case cmd.Report.Quarter.First().After(env.Today):
		return nil, fault.New(fault.Unmet, "unexecuted.quarter-ahead")
	case cmd.Report.Since.After(UnexecutedSince(env.Today)):
		return nil, fault.New(fault.Unmet, "unexecuted.too-soon")
	case slices.ContainsFunc(d.Unexecuted, func(r UnexecutedReport) bool {
		return r.Service == it.Service && r.Quarter == cmd.Report.Quarter
	}):
		return nil, fault.New(fault.Conflict, "unexecuted.reported-already")
	}
	told := cmd.Report
	told.Kind, told.Law, told.Made, told.On = it.Kind, d.Law, d.Made, env.Today
	return []journal.Event{UnexecutedReported{Report: told}}, nil
}

// ReportExecuted tells IVO and the auditors that what was reported has been carried
// out, with the day (SoL 34 kap. 2 §, LSS 28 g §).
type ReportExecuted struct {
	Service ids.Service
	Carried civil.Date
}

// Action names the act for the access policies.
func (ReportExecuted) Action() string { return "decision.report-executed" }

// Decide tells of what has been reported and not yet told.
func (cmd ReportExecuted) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	reported := slices.ContainsFunc(d.Unexecuted, func(r UnexecutedReport) bool { return r.Service == cmd.Service })
	switch {
	case !reported:
		return nil, fault.New(fault.Unmet, "unexecuted.never-reported")
	case cmd.Carried.IsZero() || cmd.Carried.After(env.Today):
		return nil, fault.New(fault.Unmet, "unexecuted.not-carried")
	}
	return []journal.Event{ExecutionReported{Service: cmd.Service, Carried: cmd.Carried, On: env.Today}}, nil
}

func (d *Decision) foldUnexecuted(r journal.Recorded, told UnexecutedReport) {
	d.Unexecuted = append(slices.Clip(d.Unexecuted), told)
	identity := "med-identitet"
	if told.Hidden {
		identity = "utan-identitet"
	}
	d.facts = d.facts.Say(serviceSubject(told.Service), r, duty.Fact{Name: "service.nonexec_reported", Day: told.On, Value: identity})
}
