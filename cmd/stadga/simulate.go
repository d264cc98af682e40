//go:build !drift

package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework/casesql"
	"stadga/internal/casework/decideweb"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/invoices/invoicesql"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/simulate"
	"stadga/internal/store"
	"stadga/internal/visits"
	"stadga/internal/visits/ledgerweb"
	"stadga/internal/visits/visitsql"
)

// simulateCommand lives the invented municipality into a record.
type simulateCommand struct {
	DB      string `name:"db" placeholder:"URL" help:"Tomt register att fylla: sqlite:MAPP eller postgres://…"`
	Export  string `placeholder:"MAPP" help:"Skriv registret som fem listor till mappen, så som ett annat system skulle ha skrivit dem. De är till för stadga audit. Utan --db kastas registret när listorna är skrivna."`
	Sheets  bool   `help:"Skriv listorna som kalkylblad (XLSX) också. Tillsammans med --export."`
	Clean   bool   `help:"Skriv listorna utan smuts: precis det som står i registret. Tillsammans med --export."`
	Persons int    `default:"12500" help:"Antal invånare."`
	Years   int    `default:"3" help:"Antal år historik."`
	Seed    int64  `default:"1" help:"Samma frö ger samma kommun, till sista tecknet."`
	End     string `placeholder:"DAG" help:"Sista dagen i historiken, till exempel 2026-03-02. Utelämnad: i dag, och med --export 2026-08-31, som exemplets mappning talar om."`
	Thin    bool   `help:"Lägg i stället korta liv om fem handlingar, ett för varje invånare. Till för att prova hur registret bär många ärenden."`
	Bulk    bool   `help:"Skriv många handlingar i taget. Snabbare, men avbryts det får du börja om."`
}

// inventedBoard is the board of the invented municipality.
const inventedBoard = "socialnamnden"

// Run lives the years.
func (cmd *simulateCommand) Run(ctx context.Context, std streams) error {
	if cmd.Persons < 300 || cmd.Years < 1 {
		return badInput("Norrsala behöver minst 300 invånare och ett års historik. Skriv till exempel --persons 12500 --years 3.")
	}
	switch {
	case cmd.DB == "" && cmd.Export == "":
		return badInput("Ange vart historiken ska: --db sqlite:MAPP för ett register, --export MAPP för listor, eller båda.")
	case cmd.Export == "" && (cmd.Sheets || cmd.Clean):
		return badInput("--sheets och --clean säger hur listor skrivs. Ange också --export MAPP.")
	case cmd.Export != "" && cmd.Thin:
		return badInput("Korta liv har inga uppdrag och besök att skriva listor av. Ange antingen --thin eller --export.")
	}
	world := simulate.World{Seed: cmd.Seed, Inhabitants: cmd.Persons, Months: 12 * cmd.Years, End: time.Now(), Stories: true}
	if cmd.Export != "" {
		cmd.End = cmp.Or(cmd.End, exampleEnd)
	}
	if cmd.End != "" {
		day, err := civil.Parse(cmd.End)
		if err != nil {
			return badInputf("%q är ingen dag. Skriv till exempel 2026-03-02.", cmd.End)
		}
		world.End = day.At(16, 0)
	}
	if cmd.Thin {
		return cmd.layThin(ctx, std, world.End)
	}
	if cmd.Export != "" {
		return cmd.liveAndExport(ctx, std, world)
	}
	return cmd.live(ctx, std, cmd.DB, world)
}

// live lives the world into a record, and tells how it went.
func (cmd *simulateCommand) live(ctx context.Context, std streams, address string, world simulate.World) error {
	fmt.Fprintf(std.Out, "Norrsala kommun med %d invånare i %d år. Påhittade personer.\n", cmd.Persons, cmd.Years)
	began := time.Now()
	acts, refused, err := liveNorrsala(ctx, address, world, cmd.Bulk, progressOn(std.Err))
	if err != nil {
		return err
	}
	spent := time.Since(began)
	tellRefused(std.Out, refused)
	fmt.Fprintf(std.Out, "%d handlingar på %s, %.0f i sekunden.\n", acts, spent.Round(time.Second), float64(acts)/spent.Seconds())
	return nil
}

// layThin lays short lives, and says how many a second.
func (cmd *simulateCommand) layThin(ctx context.Context, std streams, end time.Time) error {
	r, err := openRecord(ctx, recordOptions{URL: cmd.DB, Name: inventedBoard, Fresh: true})
	if err != nil {
		return err
	}
	thin := simulate.Thin{Seed: cmd.Seed, Cases: cmd.Persons, End: end, Years: cmd.Years, Engine: func(store engine.Store, clock engine.Clock, source ids.Source) *engine.Engine {
		return engine.New(engine.Config{
			Inside: true,
			Store:  store, Registry: r.Store.Registry(), Book: r.Book(), Access: simulate.NewDoor(r.door), Clock: clock, IDs: source,
		})
	}}
	defer lessOften()()
	tell := progressOn(std.Err)
	began := time.Now()
	err = thin.Lay(ctx, r.Store, func(done int) {
		if tell != nil {
			tell(done, cmd.Persons, end)
		}
	})
	if err = errors.Join(err, r.Close()); err != nil {
		return err
	}
	spent := time.Since(began)
	fmt.Fprintf(std.Out, "%d ärenden på %s, %.0f i sekunden. Påhittade personer.\n", cmd.Persons, spent.Round(time.Second), float64(cmd.Persons)/spent.Seconds())
	return nil
}

// tellRefused says how many acts were refused, and each with its reason: what is
// left out of a life must never go unseen.
func tellRefused(out io.Writer, refused []simulate.Refusal) {
	if len(refused) == 0 {
		fmt.Fprintln(out, "Ingen handling avvisades.")
		return
	}
	fmt.Fprintf(out, "Avvisade handlingar, som inte är gjorda: %d\n", len(refused))
	sentences := words()
	for _, no := range refused {
		says, number := sentences.Words(fault.All(no.Err)[0])
		fmt.Fprintf(out, "  %s %s, %s: %s (%s)\n", no.At.Format(time.DateTime), no.By, no.Does, says, number)
	}
}

// liveNorrsala lives a world into a record that is empty, under the policies that
// the program has; in bulk it runs ahead of what is written.
func liveNorrsala(ctx context.Context, address string, world simulate.World, bulk bool, tell simulate.Progress) (acts int, refused []simulate.Refusal, err error) {
	plan, err := simulate.NewPlan(world)
	if err != nil {
		return 0, nil, err
	}
	clock := plan.Clock()
	r, err := openRecord(ctx, recordOptions{URL: address, Name: inventedBoard, Clock: clock.Now, Random: simulate.IDs(world.Seed).Random, Fresh: bulk})
	if err != nil {
		return 0, nil, err
	}
	defer func() {
		if shut := r.Close(); err == nil {
			err = shut
		}
	}()
	count := func(done, all int, at time.Time) {
		acts = done
		if tell != nil {
			tell(done, all, at)
		}
	}
	var into engine.Store = r.Store
	var laid *laying
	if bulk {
		defer lessOften()()
		if laid, err = r.lay(ctx); err != nil {
			return 0, nil, err
		}
		into = laid.Ahead
	}
	e := engine.New(engine.Config{
		Inside: true,
		Store:  into, Registry: r.Store.Registry(), Book: r.Book(), Access: simulate.NewDoor(r.door), Clock: clock.Now, IDs: r.IDs,
	})
	raises := raising{next: func() string { return plan.DeviationNumber(civil.DayOf(clock.Now()).Year()) }}
	timed := raises.of(e)
	plan.EachDay = func(ctx context.Context) ([]ids.Deviation, error) {
		raises.raised = nil
		err := wakeAll(ctx, e, timed)
		return raises.raised, err
	}
	if refused, err = plan.Live(ctx, e, clock, r.IDs, count); err != nil {
		return acts, refused, err
	}
	if laid != nil {
		if err := laid.settle(ctx); err != nil {
			return acts, refused, err
		}
	}
	if err := r.keepTyped(ctx, plan.Drafts); err != nil {
		return acts, refused, err
	}
	if err := r.adopt(ctx); err != nil { // the book of the last day: its local rules were decided on the way
		return acts, refused, err
	}
	return acts, refused, r.closeMonths(ctx)
}

// closer is the controller of the invented municipality, who closes months.
const closer = "Tomas Grind"

// closeMonths closes the month before last for each provider where nothing waits for
// anyone, as the controller would have done.
func (r *record) closeMonths(ctx context.Context) error {
	today := civil.DayOf(r.Clock())
	month := today.MonthStart().AddMonths(-2)
	staff, err := orgsql.Queries{DB: r.Store.Reader()}.Staff(ctx, today)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(staff, func(s org.Staff) bool { return s.Name == closer })
	if at < 0 {
		return nil // a district so small that nobody is told of
	}
	providers, err := r.visiting(ctx, today)
	if err != nil {
		return err
	}
	b, closings := r.billing(), engine.Bind(r.Engine, visitsql.Closings())
	for _, p := range providers {
		entries, err := b.base().Entries(ctx, p.ID, month)
		if err != nil {
			return err
		}
		cmd := visits.CloseMonth{Provider: p.ID, Month: month, Read: r.Clock().UTC().Truncate(time.Second), Lines: ledgerweb.Lines(entries)}
		if cmd.Held, err = b.made.Unhandled(ctx, p.ID, month); err != nil {
			return err
		}
		if cmd.Invoices, err = (invoicesql.Register{DB: r.Store.Reader()}).WaitingFor(ctx, p.ID, month.MonthStart(), month.MonthEnd()); err != nil {
			return err
		}
		if len(cmd.Lines) == 0 || cmd.Held+cmd.Invoices > 0 {
			continue
		}
		form := act.Form{ID: r.Engine.NewForm(), Actor: act.Actor{User: staff[at].ID, Roles: []string{string(org.Controller)}}}
		if _, err := closings.Do(ctx, form, visits.ClosingID(p.ID, month), cmd); err != nil {
			return err
		}
	}
	return nil
}

// keepTyped keeps what was typed and left, as the pages would have kept it when they
// said what stopped it.
func (r *record) keepTyped(ctx context.Context, typed []simulate.Draft) error {
	sentences := words()
	for _, d := range typed {
		body, err := json.Marshal(url.Values(d.Fields))
		if err != nil {
			return err
		}
		state, _, err := engine.Bind(r.Engine, casesql.Cases()).Load(ctx, d.Case.ID)
		if err != nil {
			return err
		}
		form, path := decideweb.DraftOfProposal(d.Case), "/arende/"+state.Number+"/utskott"
		if !d.Investigation.IsZero() {
			form, path = decideweb.DraftOfDecision(d.Investigation), "/arende/"+state.Number+"/beslut"
		}
		why := ""
		for _, f := range fault.All(d.Err) {
			why, _ = sentences.Words(f)
		}
		for _, stop := range d.Stops {
			why = stop.Says + " (" + stop.Basis + ")"
		}
		drafts := r.Store.Drafts(func() time.Time { return d.At })
		if _, err := drafts.Save(ctx, d.By, form, duty.Subject{Kind: "case", ID: d.Case.ID}, body); err != nil {
			return err
		}
		if err := drafts.Stop(ctx, d.By, form, path, why); err != nil {
			return err
		}
	}
	return nil
}

// raising tells which deviations the program raises by itself, so that someone
// takes care of them.
type raising struct {
	next   func() string
	raised []ids.Deviation
}

func (r *raising) of(e *engine.Engine) []engine.Timed {
	return timedActs(e, func(context.Context) (string, error) { return r.next(), nil }, func(id ids.Deviation) { r.raised = append(r.raised, id) })
}

// A laying is history on its way into a record, ahead of what is written.
type laying struct {
	*simulate.Ahead
	load *store.Load
}

// lay begins to lay history, of which only what a reaction waits for passes
// through the outbox.
func (r *record) lay(ctx context.Context) (*laying, error) {
	var heard []string
	for _, reaction := range r.reactions() {
		heard = append(heard, reaction.On)
	}
	load, err := r.Store.Load(ctx, heard)
	if err != nil {
		return nil, err
	}
	return &laying{simulate.NewAhead(ctx, load), load}, nil
}

// settle writes what is left of the history.
func (l *laying) settle(ctx context.Context) error {
	if err := l.Settle(ctx); err != nil {
		return err
	}
	return l.load.Close(ctx)
}

// progressOn shows how far a life has come on a terminal, and nothing elsewhere.
func progressOn(w io.Writer) simulate.Progress {
	file, ok := w.(*os.File)
	if !ok {
		return nil
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	var shown time.Time
	return func(done, all int, at time.Time) {
		if now := time.Now(); now.Sub(shown) > 200*time.Millisecond || done == all {
			shown = now
			fmt.Fprintf(file, "\r%s  %d av %d handlingar", civil.DayOf(at), done, all)
			if done == all {
				fmt.Fprintln(file)
			}
		}
	}
}
