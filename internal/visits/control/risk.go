package control

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

// A RiskAnalysis (riskanalys av ersättningsmodellen) is what the board knows to be
// wrong with the way it pays, and what watches over each of it (F-20).
type RiskAnalysis struct {
	Made      []Analysed // the latest last
	Drawbacks []Drawback
}

// An Analysed (genomförd riskanalys) says who made it, when, and where it is written.
type Analysed struct {
	By  string
	On  civil.Date
	Ref string
}

// A Drawback (nackdel) is something the model brings, with the control that watches
// over it; without one it is a finding.
type Drawback struct {
	Says  string
	Watch Watch
}

// A Watch (kontroll av nackdel) is one of the lists and figures that a drawback can be
// followed in; empty: none.
type Watch string

// The watches.
const (
	WatchForecast    Watch = "prognos"
	WatchCorrections Watch = "rattelser"
	WatchCeiling     Watch = "taket"
	WatchTolerance   Watch = "tolerans"
	WatchTyped       Watch = "manuella"
	WatchDrawn       Watch = "stickprov"
	WatchInvoices    Watch = "fakturor"
)

// Watches lists them in the order they are offered.
func Watches() []Watch {
	return []Watch{WatchForecast, WatchCorrections, WatchCeiling, WatchTolerance, WatchTyped, WatchDrawn, WatchInvoices}
}

// Words is the watch as a page says it, and Path where it stands.
func (w Watch) Words() string {
	return map[Watch]string{
		WatchForecast: "Prognosfel", WatchCorrections: "Rättade besök", WatchCeiling: "Personer på 98–100 procent av beviljad tid",
		WatchTolerance: "Tid utanför toleransen", WatchTyped: "Manuella registreringar", WatchDrawn: "Stickprov av besök", WatchInvoices: "Fakturor mot utförd tid",
	}[w]
}

// Path is the address of the watch.
func (w Watch) Path() string {
	return map[Watch]string{
		WatchForecast: "/ekonomi/ersattning/kontroller/prognos", WatchCorrections: "/ekonomi/ersattning/kontroller/rattelser",
		WatchCeiling: "/ekonomi/ersattning/kontroller/taket", WatchTolerance: "/ekonomi/ersattning",
		WatchTyped: "/kvalitet/registreringar", WatchDrawn: "/kvalitet/registreringar", WatchInvoices: "/ekonomi/fakturor",
	}[w]
}

// RiskStream is the name of the kind of stream. A board has one.
const RiskStream = "payment_risk"

// RiskID is the board's one risk analysis of how it pays.
func RiskID() ids.ID { return ids.Derive(ids.Act{}, "risks of the way of paying") }

// The events of the analysis.
type (
	RiskAnalysed  struct{ Made Analysed }
	DrawbackNamed struct {
		Number   int // from one
		Drawback Drawback
	}
)

// Names that outlive any refactoring.

func (RiskAnalysed) EventName() string  { return "payment_risk.analysed.v1" }
func (DrawbackNamed) EventName() string { return "payment_risk.drawback_named.v1" }

// RiskEvents lists a zero value of each event of the stream.
func RiskEvents() []journal.Event { return []journal.Event{RiskAnalysed{}, DrawbackNamed{}} }

// Fold takes one event into the analysis.
func (a *RiskAnalysis) Fold(r journal.Recorded) {
	switch e := r.Event.(type) {
	case RiskAnalysed:
		a.Made = append(slices.Clip(a.Made), e.Made)
	case DrawbackNamed:
		a.Drawbacks = slices.Clone(a.Drawbacks)
		if e.Number > len(a.Drawbacks) {
			a.Drawbacks = append(a.Drawbacks, e.Drawback)
			return
		}
		a.Drawbacks[e.Number-1] = e.Drawback
	}
}

// Says gives no facts.
func (RiskAnalysis) Says() []duty.Said { return nil }

// Persons names no file.
func (RiskAnalysis) Persons() []ids.Person { return nil }

// Unwatched counts the drawbacks that nothing watches over.
func (a RiskAnalysis) Unwatched() int {
	n := 0
	for _, d := range a.Drawbacks {
		if d.Watch == "" {
			n++
		}
	}
	return n
}

// AnalyseRisk enters that the board has made the analysis, or made it again.
type AnalyseRisk struct{ Made Analysed }

// Action names the act.
func (AnalyseRisk) Action() string { return "payment_risk.analyse" }

// Decide takes what says who, when and where.
func (cmd AnalyseRisk) Decide(a RiskAnalysis, env act.Env) ([]journal.Event, error) {
	var by, on, ref *fault.Error
	if strings.TrimSpace(cmd.Made.By) == "" {
		by = fault.Field("by", "payment-risk.by-missing")
	}
	if cmd.Made.On.IsZero() || cmd.Made.On.After(env.Today) {
		on = fault.Field("on", "payment-risk.on-missing")
	}
	if strings.TrimSpace(cmd.Made.Ref) == "" {
		ref = fault.Field("ref", "payment-risk.ref-missing")
	}
	if err := fault.Join(by, on, ref); err != nil || slices.Contains(a.Made, cmd.Made) {
		return nil, err
	}
	return []journal.Event{RiskAnalysed(cmd)}, nil
}

// NameDrawback enters a drawback, or changes one.
type NameDrawback struct {
	Number   int // zero: a new one
	Drawback Drawback
}

// Action names the act.
func (NameDrawback) Action() string { return "payment_risk.name" }

// Decide takes a drawback in words; that nothing watches over it may be said.
func (cmd NameDrawback) Decide(a RiskAnalysis, _ act.Env) ([]journal.Event, error) {
	number := cmd.Number
	if number == 0 {
		number = len(a.Drawbacks) + 1
	}
	switch {
	case cmd.Number < 0 || cmd.Number > len(a.Drawbacks):
		return nil, fault.Field("number", "payment-risk.drawback-unknown")
	case strings.TrimSpace(cmd.Drawback.Says) == "":
		return nil, fault.Field("says", "payment-risk.says-missing")
	case cmd.Drawback.Watch != "" && !slices.Contains(Watches(), cmd.Drawback.Watch):
		return nil, fault.Field("watch", "payment-risk.watch-unknown")
	case cmd.Number > 0 && a.Drawbacks[number-1] == cmd.Drawback:
		return nil, nil
	}
	return []journal.Event{DrawbackNamed{Number: number, Drawback: cmd.Drawback}}, nil
}
