// Package qualityweb is the pages about deviations: reporting one, which anyone
// at work does from any page, the register, and one deviation from report to
// answer.
package qualityweb

import (
	"context"
	"embed"
	"log/slog"

	"stadga/internal/access"
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/quality"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Templates returns the parsed pages, also for the test that checks their types.
func Templates() *webkit.Templates { return webkit.MustParse(files) }

// Register is what the pages ask of the register of deviations.
type Register interface {
	ByNumber(ctx context.Context, number string) (ids.Deviation, error)
	Count(ctx context.Context, s quality.Selection) (int, error)
	Rows(ctx context.Context, s quality.Selection, offset, limit int) ([]quality.DeviationRow, error)
	ByStage(ctx context.Context, scope quality.RegisterScope) (map[quality.Stage]int, error)
}

// Numbers draws a deviation's number before the act that uses it.
type Numbers interface {
	Draw(ctx context.Context, year int, form ids.Act, place int) (string, error)
	Forget(form ids.Act)
}

// A Door says what of the register the actor may meet.
type Door interface {
	OnFile(who act.Actor, action string, file access.File) access.Answer
}

// A Matter is what a deviation may be tied to, as one sees it who may open it.
type Matter struct {
	Link  quality.Link
	Unit  ids.Unit // that answers for it; zero: none
	Words string   // "ärende 2026-0412"
	Path  string
	Case  string // the number of its case; empty for an order as its provider sees it
}

// Places names units and providers.
type Places struct {
	Units     map[ids.Unit]string
	Providers map[ids.Provider]string
}

// of is where a deviation belongs, in words.
func (p Places) of(unit ids.Unit, provider ids.Provider) string {
	if name := p.Providers[provider]; name != "" {
		return name
	}
	return p.Units[unit]
}

// Others is what the pages ask of other areas. cmd wires it.
type Others struct {
	// At is what lies at an address of ours; fault.NotFound when nothing does, or
	// when the actor may not open it.
	At func(ctx context.Context, who act.Actor, path string) (Matter, error)
	// Case is a case by its number, on the same terms.
	Case func(ctx context.Context, who act.Actor, number string) (Matter, error)
	// Of is what a deviation is tied to, on the same terms.
	Of func(ctx context.Context, who act.Actor, link quality.Link) (Matter, error)
	// Inquiries lists the latest investigations of a case.
	Inquiries func(ctx context.Context, c ids.Case) ([]Matter, error)
	// Staff names users, and Places the units and providers of the day.
	Staff  func(ctx context.Context, users ...ids.User) (map[ids.User]string, error)
	Places func(ctx context.Context, day civil.Date) (Places, error)
	// FollowUps lists follow-ups of services of those kinds that are due by the day
	// or were made the last month, those due first.
	FollowUps func(ctx context.Context, who act.Actor, kinds []string, by civil.Date, limit int) ([]FollowUp, error)
}

// A FollowUp is a follow-up of one service, as one who is to hear of it meets it.
type FollowUp struct {
	Case    string // number, for one who may open it; else empty
	Person  ids.Person
	Service string
	Due     civil.Date
	Made    civil.Date // zero: not made
}

// Pages serves the pages of one board.
type Pages struct {
	Deviations *engine.Stream[quality.Deviation]
	Register   Register
	Numbers    Numbers
	Door       Door
	Others     Others
	// HealthKinds are the services where municipal health care is responsible too:
	// what goes wrong there, and how they are followed up, reaches MAS (E-43).
	HealthKinds []string
	Log         *slog.Logger

	kit *webkit.Templates
}

const (
	registerPath  = "/kvalitet/avvikelser"
	reportPath    = "/kvalitet/rapportera"
	deviationPath = "/kvalitet/avvikelse/"
)

// Routes is the access list of the area.
func (p Pages) Routes() []webkit.Route {
	p.kit = Templates()
	return []webkit.Route{
		{Pattern: "GET " + reportPath, Action: "deviation.report", Handle: p.getReport},
		{Pattern: "POST " + reportPath, Action: "deviation.report", Handle: p.postReport},
		{Pattern: "GET " + registerPath, Action: "deviation.list", List: "avvikelser", Handle: p.getRegister},
		{Pattern: "GET " + deviationPath + "{nr}", Action: "deviation.read", Part: "avvikelsen", Handle: p.getDeviation},
		{Pattern: "POST " + deviationPath + "{nr}/bedom", Action: "deviation.class", Handle: p.post(class)},
		{Pattern: "POST " + deviationPath + "{nr}/orsak", Action: "deviation.explain", Handle: p.post(explain)},
		{Pattern: "POST " + deviationPath + "{nr}/atgard", Action: "deviation.act", Handle: p.post(acted)},
		{Pattern: "POST " + deviationPath + "{nr}/knyt", Action: "deviation.link", Handle: p.post(p.link)},
		{Pattern: "POST " + deviationPath + "{nr}/ivo", Action: "deviation.notify_ivo", Handle: p.post(notify)},
		{Pattern: "POST " + deviationPath + "{nr}/avsluta", Action: "deviation.close", Handle: p.post(closing)},
	}
}
