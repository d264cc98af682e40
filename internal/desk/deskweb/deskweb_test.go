package deskweb_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/access"
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/desk"
	"stadga/internal/desk/deskweb"
	"stadga/internal/duty"
	"stadga/internal/fault/faulttest"
	"stadga/internal/ids"
	"stadga/internal/webkit"
	"stadga/internal/webkit/webtest"
	policies "stadga/rules/access"
)

func user(n byte) ids.User { return ids.User{ID: ids.ID{15: n}} }
func unit(n byte) ids.Unit { return ids.Unit{ID: ids.ID{14: n}} }

func account(n byte, name, role string, of ids.Unit) webkit.Account {
	a := webtest.Account(n, name, role, "/min-dag")
	a.Actor.Unit = of
	return a
}

var (
	eva    = account(1, "Eva Ek", "handlaggare", unit(1))
	jonas  = account(2, "Jonas Lund", "handlaggare", unit(1))
	per    = account(3, "Per Holmstrand", "enhetschef", unit(1))
	karin  = account(4, "Karin Åsberg", "socialchef", ids.Unit{})
	anneli = account(5, "Anneli Kvist", "kvalitet", ids.Unit{})
	tomas  = account(7, "Tomas Grind", "controller", ids.Unit{})
	sven   = account(6, "Sven-Erik Högdahl", "revisor", ids.Unit{})
)

// records is the fake register: rows in memory, selected by what the words of a
// selection mean.
type records struct {
	rows     []desk.Row
	cases    []desk.Case
	covers   []desk.Cover
	unsigned []desk.Unsigned
	stopped  []desk.Stopped

	uncounted bool // nothing has been counted yet
	recounted int
}

func (f *records) selected(s desk.Selection) (rows []desk.Row) {
	for _, row := range f.rows {
		o := row.Obligation
		if len(s.Users) > 0 && !slices.Contains(s.Users, row.Case.Officer) ||
			s.By != desk.Whole && valueOf(s.By, row) != s.Value ||
			s.Rules != nil && !slices.Contains(s.Rules, o.Rule) ||
			len(s.Owes) > 0 && !slices.Contains(s.Owes, o.Owes) ||
			len(s.States) > 0 && !slices.Contains(s.States, o.StateAt(s.Now)) ||
			s.Unmet && !o.MetBy.Day.IsZero() || s.Unassigned && !row.Case.Officer.IsZero() ||
			!s.MetOn.IsZero() && o.MetBy.Day != s.MetOn ||
			!s.DueTo.IsZero() && o.Due().After(s.DueTo) {
			continue
		}
		rows = append(rows, row)
	}
	return rows
}

func (f *records) Count(_ context.Context, s desk.Selection) (int, error) {
	return len(f.selected(s)), nil
}

// Owed keeps the cases to itself until Named is asked for them.
func (f *records) Owed(_ context.Context, s desk.Selection) ([]desk.Row, error) {
	rows := f.selected(s)
	for i := range rows {
		rows[i].File = fileOf(rows[i].Case)
		rows[i].Case = desk.Case{}
	}
	return rows, nil
}

func (f *records) Named(_ context.Context, rows []desk.Row) error {
	for i := range rows {
		for _, row := range f.rows {
			if fileOf(row.Case) == rows[i].File {
				rows[i].Case = row.Case
			}
		}
	}
	return nil
}

func fileOf(c desk.Case) int64 { return int64(binary.BigEndian.Uint64(c.ID.ID[:8])) }

func (f *records) Rows(_ context.Context, s desk.Selection, offset, limit int) ([]desk.Row, error) {
	rows := f.selected(s)
	return rows[min(offset, len(rows)):min(offset+limit, len(rows))], nil
}

// Measured counts the rows as they are, by the words of the views and splits.
func (f *records) Measured(_ context.Context, view desk.View, by ...desk.Split) (desk.Measurement, map[desk.Split]desk.Sums, error) {
	if f.uncounted {
		return desk.Measurement{}, nil, nil
	}
	sums := map[desk.Split]desk.Sums{}
	for _, split := range by {
		sums[split] = desk.Sums{}
		for _, row := range f.selected(view.Selection(webtest.Now())) {
			value := valueOf(split, row)
			if split == desk.ByLack && value == "" {
				continue
			}
			sums[split].Add(value, row.Rule, row.StateAt(webtest.Now()), 1)
			sums[split].Add(value, row.Rule, desk.Persons, 1)
		}
	}
	if view.Kind == desk.Open {
		f.count(sums)
	}
	return desk.Measurement{Num: 1, Taken: webtest.Now(), Book: "2026-02"}, sums, nil
}

// count puts the figures of the whole administration among the sums.
func (f *records) count(sums map[desk.Split]desk.Sums) {
	scope := desk.View{Kind: desk.Open}.Selection(webtest.Now()).Scope
	for _, figure := range append(desk.UnitFigures(book{}, scope, ids.Unit{}, webtest.Now()), desk.RollUp(book{}, scope, webtest.Now())...) {
		n := len(f.selected(figure.Selection))
		if figure.Cases {
			cases, _ := f.Cases(context.Background(), desk.CaseSelection{Unassigned: true}, 0, 0)
			n = len(cases)
		}
		for split, of := range sums {
			value := map[desk.Split]string{desk.ByUnit: unit(1).String()}[split]
			if split == desk.Whole || split == desk.ByUnit {
				of.Add(value, desk.FigureKey(figure.Key), desk.Counted, n)
			}
		}
	}
}

func valueOf(by desk.Split, row desk.Row) string {
	switch by {
	case desk.ByUnit:
		return row.Case.Unit.String()
	case desk.ByGroup:
		if row.Case.Officer.IsZero() {
			return ""
		}
		return "socialsekreterare"
	case desk.BySex:
		return "kvinna"
	case desk.ByAge:
		return "0-12"
	case desk.ByMonth:
		return row.Due().String()[:7]
	case desk.ByLack:
		if row.Missing != "" {
			return row.Missing + " " + row.Owes
		}
	}
	return ""
}

func (f *records) History(context.Context, desk.View, civil.Date) (desk.Sums, error) { return nil, nil }

func (f *records) Recount(context.Context, time.Duration) (desk.Counting, error) {
	f.recounted++
	return desk.Counting{Going: f.uncounted, Done: 12, Of: 40}, nil
}

func (f *records) ProviderNames(context.Context) (map[string]string, error) { return nil, nil }

func (f *records) OfficerGroups(context.Context, civil.Date) (map[string]int, error) {
	return map[string]int{"socialsekreterare": 4}, nil
}

func (f *records) Cases(_ context.Context, s desk.CaseSelection, _, _ int) (cases []desk.Case, err error) {
	for _, c := range f.cases {
		if (!s.Unassigned || c.Officer.IsZero()) && (len(s.Users) == 0 || slices.Contains(s.Users, c.Officer)) {
			cases = append(cases, c)
		}
	}
	return cases, nil
}

func (f *records) CountCases(ctx context.Context, s desk.CaseSelection) (int, error) {
	cases, err := f.Cases(ctx, s, 0, 0)
	return len(cases), err
}

func (f *records) Loads(context.Context, ids.Unit, civil.Date) ([]desk.Load, error) {
	return []desk.Load{{User: user(1), Name: "Eva Ek", Cases: 34, Running: 7}, {User: user(2), Name: "Jonas Lund", Cases: 22, Running: 6}}, nil
}

func (f *records) Flow(context.Context, access.Scope, ids.Unit, civil.Date, civil.Date) ([]desk.Flow, error) {
	return []desk.Flow{{Month: "2026-01", In: 16, Out: 12, Open: 38}, {Month: "2026-02", In: 17, Out: 17, Open: 38}, {Month: "2026-03", In: 18, Out: 15, Open: 41}}, nil
}

func (f *records) Stopped(context.Context, ids.User, int) ([]desk.Stopped, error) {
	return f.stopped, nil
}

func (f *records) Unsigned(context.Context, ids.User, civil.Date) ([]desk.Unsigned, error) {
	return f.unsigned, nil
}

func (f *records) Covers(_ context.Context, u ids.User, _ civil.Date) ([]desk.Cover, error) {
	if u != eva.Actor.User {
		return nil, nil
	}
	return f.covers, nil
}

func (f *records) Units(context.Context, civil.Date) ([]desk.Unit, error) {
	return []desk.Unit{{ID: unit(1), Name: "Biståndsenheten", Cases: true}, {ID: unit(2), Name: "Stab"}}, nil
}

// noAlerts is a town where every child is safe.
type noAlerts struct{}

func (noAlerts) Of(context.Context, []ids.User, time.Time) ([]desk.Alert, error) { return nil, nil }

func (noAlerts) Receipt(context.Context, act.Form, ids.Intake) error { return nil }

type book struct{}

func (book) Has(rule string) bool   { return slices.Contains(book{}.Rules(), rule) }
func (book) Local(rule string) bool { return strings.HasPrefix(rule, "local-") }
func (book) Task(string) bool       { return true }
func (book) Rules() []string {
	return []string{"child-inquiry-4m", "child-prelim-14d", desk.RuleProtection, desk.RuleAcknowledge, "local-protection-24h", "local-plan-15d", "local-plan-current"}
}

func (book) Title(rule string) string {
	return map[string]string{"child-prelim-14d": "Besluta om utredning ska inledas", desk.RuleProtection: "Skyddsbedömning av ny anmälan", desk.RuleAcknowledge: "Uppdraget kvitterat inom en arbetsdag", "local-protection-24h": "Skyddsbedömning inom 24 timmar", "child-inquiry-4m": "Utredningen klar inom fyra månader", "local-plan-15d": "Genomförandeplan inom femton dagar", "local-plan-current": "Aktuell genomförandeplan"}[rule]
}

func (book) Cited(o *duty.Obligation) string {
	return map[string]string{"child-prelim-14d": "SoL 20 kap. 2 §", desk.RuleProtection: "SoL 20 kap. 1 §", "child-inquiry-4m": "SoL 20 kap. 3 §"}[o.Rule]
}

func (book) Requires(o *duty.Obligation) string {
	return map[string]string{"child-prelim-14d": "beslut att inleda eller inte inleda", desk.RuleProtection: "skyddsbedömning gjord", "local-protection-24h": "skyddsbedömning gjord"}[o.Rule]
}

// Ways are those of Requires, and of a plan: one rule wants it made, another made or
// kept up.
func (b book) Ways(o *duty.Obligation) []string {
	switch o.Rule {
	case "local-plan-15d":
		return []string{"plan.made"}
	case "local-plan-current":
		return []string{"plan.made", "plan.reviewed"}
	}
	if requires := b.Requires(o); requires != "" {
		return []string{requires}
	}
	return nil
}

func (book) Edition() string { return "2026-02" }
func (book) Points() []desk.Point {
	return []desk.Point{{
		Key: "forhandsbedomning-14-dagar", Title: "Beslut om att inleda inom 14 dagar", Says: "Av de anmälningar som är beslutade eller vars tid har gått.",
		Behind: "Anmälningar som beslutades för sent.", Area: "utreda", Owner: "enhetschefen", Goal: 95, Over: []string{"child-prelim-14d"}, Good: []duty.State{duty.Met}, Of: []duty.State{duty.Met, duty.MetLate, duty.Late},
	}, {
		Key: "samtycke", Title: "Samtycke dokumenterat", Says: "Av dem som saknar beslutsförmåga.", Area: "utreda", Owner: "enhetschefen",
		Waits: []desk.Wait{{Says: "försök att få samtycke", From: "samtyckesregistret"}},
	}}
}

func (book) Reconciles() []desk.Reconcile {
	late := []duty.State{duty.Late}
	return []desk.Reconcile{{
		Key: "sena", Title: "Sena i båda räkningarna", Says: "Antalen ska vara lika.", Area: "utreda", Owner: "enhetschefen",
		Left: desk.Side{Says: "sena beslut", Over: []string{"child-prelim-14d"}, States: late}, Right: desk.Side{Says: "sena utredningar", Over: []string{"child-inquiry-4m"}, States: late},
	}}
}

func (book) FactWords(fact string) string {
	return map[string]string{"decision.received": "dagen då beslutet togs emot"}[fact]
}

type door struct{ *access.Door }

func who(a act.Actor) access.Who {
	return access.Who{User: a.User, Roles: a.Roles, Unit: a.Unit, Provider: a.Provider, Covers: a.Covers}
}

func (d door) Sees(a act.Actor, files ...access.File) []bool {
	sees := make([]bool, len(files))
	for i, answer := range d.OnFiles(who(a), "case.read", files) {
		sees[i] = answer.Allowed
	}
	return sees
}
func (d door) Scope(a act.Actor) access.Scope { return access.ScopeOf(who(a)) }

type given struct {
	cases   []ids.Case
	officer ids.User
	err     error
}

func (g *given) Assign(_ context.Context, _ act.Form, cases []ids.Case, officer ids.User, _ ids.Unit, _ string) error {
	g.cases, g.officer = cases, officer
	return g.err
}

func (g *given) Shown(context.Context, []ids.Case) ([]act.Seen, error) { return nil, nil }

type world struct {
	*webtest.World
	records *records
	given   *given
	alarms  int
	waiting int
	told    []deskweb.ToldRow
}

func newWorld(t *testing.T) *world {
	t.Helper()
	d, err := access.New(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{records: &records{}, given: &given{}}
	pages := deskweb.Pages{
		Queries: w.records, Measures: w.records, Book: book{}, Assigner: w.given, Alerts: noAlerts{}, Door: door{d}, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Alive: func(context.Context) error { return nil }, Alarms: func() (int, time.Time) { return w.alarms, webtest.Now() },
		Border:  func(context.Context) (string, error) { return "Gränsen gäller", nil },
		Waiting: func(context.Context) (int, time.Time, error) { return w.waiting, webtest.Now().Add(-time.Hour), nil },
		Told:    func(context.Context, act.Actor, time.Time) ([]deskweb.ToldRow, error) { return w.told, nil },
	}
	may := func(a act.Actor, action string) bool { return d.May(who(a), action) }
	w.World = webtest.New(t, webtest.Accounts{eva, jonas, per, karin, anneli, tomas, sven}, may, deskweb.Catalogue(), pages.Routes()...)
	return w
}

// owed adds an obligation in a case of its own.
func (w *world) owed(n int, officer webkit.Account, o duty.Obligation) desk.Case {
	c := desk.Case{ID: ids.Case{ID: ids.ID{byte(n)}}, Number: fmt.Sprintf("2026-%04d", n), Area: "barn", Initials: "E. P.", Born: civil.MustParse("2016-06-16"), Officer: officer.Actor.User, Name: officer.Name, Unit: unit(1), UnitName: "Biståndsenheten"}
	o.Subject = duty.Subject{Kind: "intake", ID: ids.ID{1, byte(n)}}
	if o.Owes == "" {
		o.Owes = "officer"
	}
	w.records.rows = append(w.records.rows, desk.Row{Obligation: o, Case: c})
	w.records.cases = append(w.records.cases, c)
	return c
}

func on(day string) civil.Date { return civil.MustParse(day) }

func TestEveryPageHoldsItsTypes(t *testing.T) {
	webtest.Templates(t, deskweb.Kit(), map[string]any{
		"min-dag.html": &deskweb.DayPage{}, "enhet.html": &deskweb.UnitPage{}, "enhet-lista.html": &deskweb.UnitListPage{}, "fordela.html": &deskweb.AssignPage{},
		"kvalitet.html": &deskweb.QualityPage{}, "kontrollpunkt.html": &deskweb.PointPage{}, "kontrollpunkt-lista.html": &deskweb.PartPage{}, "profil.html": &deskweb.ProfilePage{}, "hjalp.html": &deskweb.HelpPage{}, "driftlage.html": &deskweb.OperationPage{},
	})
}

func TestEveryKeyHasWords(t *testing.T) { faulttest.Check(t, ".", deskweb.Catalogue()) }

func TestMinDagAnswersWhatToDoToday(t *testing.T) {
	w := newWorld(t)
	received := duty.Fact{Name: "intake.received", Day: on("2026-02-24"), At: on("2026-02-24").At(15, 42)}
	w.owed(412, eva, duty.Obligation{Rule: "child-prelim-14d", Ground: received, Strict: on("2026-03-10")})
	w.owed(431, eva, duty.Obligation{Rule: desk.RuleProtection, Ground: duty.Fact{Day: on("2026-03-12"), At: on("2026-03-12").At(8, 14)}})
	w.owed(420, eva, duty.Obligation{Rule: "child-prelim-14d", Ground: duty.Fact{Day: on("2026-03-01")}, Strict: on("2026-03-15")})
	w.owed(99, jonas, duty.Obligation{Rule: "child-prelim-14d", Strict: on("2026-03-01")})
	w.owed(98, eva, duty.Obligation{Rule: "child-prelim-14d", Strict: on("2026-03-12"), MetBy: duty.Fact{Day: on("2026-03-12")}})
	w.records.covers = []desk.Cover{{User: user(9), Name: "Sofia Wallin", Until: on("2026-03-21")}}
	sofia := account(9, "Sofia Wallin", "handlaggare", unit(1))
	w.owed(77, sofia, duty.Obligation{Rule: "child-inquiry-4m", Strict: on("2026-03-13")})
	says := w.As(eva).Get("/min-dag").Says()
	for _, want := range []string{
		"Min dag torsdag 12 mars 2026, vecka 11", "2 saker ska göras i dag. 1 är försenad.", "Försenat 1", "2 dagar försenad", "gränsen var tis 10 mars",
		"SoL 20 kap. 2 § · krävs: beslut att inleda eller inte inleda", "I dag 1", "genast", "E. P., 9 år", "Denna vecka och nästa 2", "för Sofia Wallin",
		"Du ersätter Sofia Wallin till och med lördag 21 mars 2026.", "Klart i dag 1 av 3", "4 ärenden ordnade efter frist",
	} {
		if !strings.Contains(says, want) {
			t.Errorf("Min dag does not say %q", want)
		}
	}
	if strings.Contains(says, "2026-0099") {
		t.Error("someone else's duty stands on Eva's day")
	}
	if strings.Index(says, "2026-0412") > strings.Index(says, "2026-0431") || strings.Index(says, "2026-0431") > strings.Index(says, "2026-0420") {
		t.Error("late, today and this week do not come in that order")
	}
}

func TestWhatOneActMeetsIsOneRow(t *testing.T) {
	w := newWorld(t)
	c := w.owed(431, eva, duty.Obligation{Rule: desk.RuleProtection, Ground: duty.Fact{Day: on("2026-03-11")}})
	local := w.records.rows[0]
	local.Rule, local.Strict = "local-protection-24h", on("2026-03-12")
	w.records.rows = append(w.records.rows, local)
	says := w.As(eva).Get("/min-dag").Says()
	if strings.Count(says, "Öppna "+c.Number) != 1 || !strings.Contains(says, "1 sak ska göras i dag.") {
		t.Errorf("two rules that wait for one assessment are not one row: %s", says)
	}
}

// Given a service that has begun and has no plan, When one rule wants a plan within
// fifteen days and another a plan that is kept up, Then the provider's day says it once.
func TestAMissingPlanIsOneRow(t *testing.T) {
	w := newWorld(t)
	c := w.owed(432, eva, duty.Obligation{Rule: "local-plan-15d", Strict: on("2026-03-02")})
	current := w.records.rows[0]
	current.Rule = "local-plan-current"
	w.records.rows = append([]desk.Row{current}, w.records.rows...)
	says := w.As(eva).Get("/min-dag").Says()
	if strings.Count(says, "Öppna "+c.Number) != 1 || !strings.Contains(says, "1 är försenad.") {
		t.Errorf("a missing plan is not one row: %s", says)
	}
	w.records.rows = []desk.Row{current, w.records.rows[1]}
	w.records.rows[0].Strict = on("2026-02-20") // an old plan is to be kept up, and a new one to be made: two things
	if says := w.As(eva).Get("/min-dag").Says(); !strings.Contains(says, "2 är försenade.") {
		t.Errorf("what one act does not meet stands in one row: %s", says)
	}
}

// Given what law wants at once, and the municipality within a number of days, When it
// is not done yet, Then it stands under today with the municipality's last day.
func TestWhatIsOwedAtOnceShowsTheMunicipalitysDay(t *testing.T) {
	w := newWorld(t)
	w.owed(433, eva, duty.Obligation{Rule: desk.RuleProtection, Ground: duty.Fact{Day: on("2026-03-11")}})
	local := w.records.rows[0]
	local.Rule, local.Strict = "local-protection-24h", on("2026-03-16")
	w.records.rows = append(w.records.rows, local)
	if says := w.As(eva).Get("/min-dag").Says(); !strings.Contains(says, "1 sak ska göras i dag.") || !strings.Contains(says, "senast mån 16 mars") || strings.Contains(says, "genast") {
		t.Errorf("the last day is not told: %s", says)
	}
}

// Given an investigation that is past the municipality's target and past the law's four
// months, When the day tells of it, Then it says how late it is by law.
func TestWhatIsLateByLawIsToldByLaw(t *testing.T) {
	w := newWorld(t)
	w.owed(436, eva, duty.Obligation{Rule: desk.RuleProtection, Strict: on("2026-03-06")})
	local := w.records.rows[0]
	local.Rule, local.Strict = "local-protection-24h", on("2026-03-02")
	w.records.rows = append(w.records.rows, local)
	if says := w.As(eva).Get("/min-dag").Says(); !strings.Contains(says, "gränsen var fre 6 mars") || strings.Contains(says, "mån 2 mars") || !strings.Contains(says, "1 är försenad.") {
		t.Errorf("%s", says)
	}
}

// Given drafts that rules have stopped, one about a case that has gone to another,
// When the officer opens the day, Then the other says why, with the way back.
func TestStoppedDraftsStandOnTheDay(t *testing.T) {
	w := newWorld(t)
	mine, theirs := w.owed(434, eva, duty.Obligation{Rule: "child-prelim-14d", Strict: on("2026-03-16")}), w.owed(435, jonas, duty.Obligation{Rule: "child-prelim-14d", Strict: on("2026-03-16")})
	theirs.Secrecy = "sekretessmarkering"
	for _, c := range []desk.Case{mine, theirs} {
		w.records.stopped = append(w.records.stopped, desk.Stopped{Case: c, Path: "/arende/" + c.Number + "/beslut", Why: "Det går inte än (FL 37 §).", Saved: on("2026-03-09")})
	}
	page := w.As(eva).Get("/min-dag")
	if says := page.Says(); !strings.Contains(says, "Stoppade utkast 1") || !strings.Contains(says, "Det går inte än (FL 37 §). Se varför i 2026-0434") || strings.Contains(says, "2026-0435") {
		t.Errorf("%s", says)
	}
}

func TestAnEmptyDayIsAnAnswer(t *testing.T) {
	w := newWorld(t)
	w.owed(420, eva, duty.Obligation{Rule: "child-prelim-14d", Strict: on("2026-03-16")})
	says := w.As(eva).Get("/min-dag").Says()
	if !strings.Contains(says, "Inget ska göras i dag. Nästa sak: besluta om utredning ska inledas mån 16 mars.") {
		t.Errorf("%s", says)
	}
	if says := w.As(jonas).Get("/min-dag").Says(); !strings.Contains(says, "Du har inga frister som löper.") {
		t.Errorf("%s", says)
	}
}

func TestWhatTheProviderOwesReachesTheOfficerWhenItIsSilent(t *testing.T) {
	w := newWorld(t)
	w.owed(299, eva, duty.Obligation{Rule: desk.RuleAcknowledge, Owes: "provider", Strict: on("2026-03-12")})
	w.owed(300, eva, duty.Obligation{Rule: "local-protection-24h", Owes: "provider", Strict: on("2026-03-20")})
	says := w.As(eva).Get("/min-dag").Says()
	if !strings.Contains(says, "2026-0299") || strings.Contains(says, "2026-0300") {
		t.Errorf("%s", says)
	}
}

// Every figure on a page opens a list of as many rows (M-20, UX-13).
func TestEveryFigureOpensItsList(t *testing.T) {
	w := newWorld(t)
	for n := range 31 {
		officer := []webkit.Account{eva, jonas, {}}[n%3]
		rule := []string{"child-prelim-14d", desk.RuleAcknowledge, desk.RuleProtection, "child-inquiry-4m"}[n%4]
		o := duty.Obligation{Rule: rule, Strict: on("2026-03-01").AddDays(n)}
		switch n % 7 {
		case 3:
			o.MetBy = duty.Fact{Day: on("2026-03-05")}
		case 5:
			o.Missing = "decision.received"
		}
		w.owed(n+1, officer, o)
	}
	opened := 0
	for _, tt := range []struct {
		as   webkit.Account
		path string
	}{{eva, "/min-dag"}, {per, "/enhet"}, {karin, "/enhet"}, {karin, "/enhet?enhet=" + unit(1).String()}, {anneli, "/kvalitet"}, {anneli, "/kvalitet/egenkontroll"}, {anneli, "/kvalitet/forhandsbedomning-14-dagar"}, {per, "/kvalitet"}, {eva, "/kvalitet"}, {eva, "/kvalitet/forhandsbedomning-14-dagar"}, {sven, "/granskning"}, {sven, "/granskning/forhandsbedomning-14-dagar"}} {
		browser := w.As(tt.as)
		page := browser.Get(tt.path)
		if page.Status != http.StatusOK {
			t.Fatalf("%s for %s: %d", tt.path, tt.as.Name, page.Status)
		}
		for _, f := range figuresOf(page.Body) {
			list := browser.Get(f.path)
			if list.Status != http.StatusOK {
				t.Errorf("%s: %s leads to %d", tt.path, f.path, list.Status)
				continue
			}
			opened++
			if !strings.Contains(list.Says(), fmt.Sprintf(" av %d ", f.n)) && f.n > 0 {
				t.Errorf("%s says %d, and its list %s says something else", tt.path, f.n, f.path)
			}
			if f.n == 0 && strings.Contains(list.Says(), "Visar 1–") {
				t.Errorf("%s says nothing, and its list %s has rows", tt.path, f.path)
			}
		}
	}
	if opened < 20 {
		t.Errorf("only %d figures were opened", opened)
	}
}

func TestTheAuditorSeesNoIdentityAndNoButton(t *testing.T) {
	w := newWorld(t)
	c := w.owed(412, eva, duty.Obligation{Rule: "child-prelim-14d", Ground: duty.Fact{Day: on("2026-02-24")}, Strict: on("2026-03-10")})
	browser := w.As(sven)
	for _, path := range []string{"/granskning", "/granskning/forhandsbedomning-14-dagar/inte-uppfyllda"} {
		got := browser.Get(path)
		if got.Status != http.StatusOK {
			t.Fatalf("%s: %d", path, got.Status)
		}
		for _, secret := range []string{c.Number, c.Initials, "9 år", "/arende/", "Eva Ek"} {
			if strings.Contains(string(got.Body), secret) {
				t.Errorf("%s shows %q", path, secret)
			}
		}
		if strings.Count(string(got.Body), "<form") != strings.Count(string(got.Body), `action="/logga-ut"`) {
			t.Errorf("%s has a form that writes", path)
		}
	}
	for _, path := range []string{"/min-dag", "/enhet", "/enhet/fordela"} {
		if got := browser.Get(path); got.Status != http.StatusNotFound {
			t.Errorf("the auditor reaches %s", path)
		}
	}
}

func TestCasesAreGivenToSomeone(t *testing.T) {
	w := newWorld(t)
	a := w.owed(1, webkit.Account{}, duty.Obligation{Rule: "child-prelim-14d", Strict: on("2026-03-20")})
	b := w.owed(2, webkit.Account{}, duty.Obligation{Rule: "child-prelim-14d", Strict: on("2026-03-20")})
	browser := w.As(per)
	page := browser.Get("/enhet/fordela?markera=25")
	if strings.Count(string(page.Body), " checked") != 2 || !strings.Contains(page.Says(), "Eva Ek, 34 ärenden") {
		t.Errorf("%s", page.Says())
	}
	form := page.Hidden()
	if got := browser.Post("/enhet/fordela", form); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Says(), "Markera minst ett ärende") || !strings.Contains(got.Says(), "Välj vem som ska få ärendena.") {
		t.Errorf("empty form: %d %s", got.Status, got.Says())
	}
	form["arende"] = []string{a.ID.String(), b.ID.String()}
	form.Set("handlaggare", user(2).String())
	if got := browser.Post("/enhet/fordela", form); got.Path != "/enhet/fordela" || got.Status != http.StatusOK {
		t.Errorf("%d %s", got.Status, got.Path)
	}
	if !slices.Equal(w.given.cases, []ids.Case{a.ID, b.ID}) || w.given.officer != user(2) {
		t.Errorf("%+v", w.given)
	}
	if got := w.As(eva).Post("/enhet/fordela", url.Values{}); got.Status != http.StatusNotFound {
		t.Errorf("an officer reaches the manager's form: %d", got.Status)
	}
}

func TestThePlainPagesAreThere(t *testing.T) {
	w := newWorld(t)
	for path, want := range map[string]string{"/hjalp": "Så läser du en frist", "/driftlage": "Allt fungerar"} {
		if got := w.Anyone().Get(path); got.Status != http.StatusOK || !strings.Contains(got.Says(), want) {
			t.Errorf("%s: %d", path, got.Status)
		}
	}
	w.waiting = 3
	if got := w.Anyone().Get("/driftlage").Says(); !strings.Contains(got, "ska följa av sig själv dröjer") || !strings.Contains(got, "3 handlingar") || strings.Contains(got, "Allt fungerar") {
		t.Errorf("what waits for an hour is not told: %s", got)
	}
	w.alarms = 2
	if got := w.Anyone().Get("/driftlage").Says(); !strings.Contains(got, "En behörighetsregel har fel") || !strings.Contains(got, "2 larm") || strings.Contains(got, "Allt fungerar") {
		t.Errorf("a failed policy is not told: %s", got)
	}
	if got := w.As(eva).Get("/profil"); !strings.Contains(got.Says(), "Eva Ek") {
		t.Errorf("%s", got.Says())
	}
}
