//go:build !drift

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"stadga/internal/civil"
	"stadga/internal/simulate"
	"stadga/internal/webkit"
)

// demoCommand opens distrikt Norr of Norrsala, an invented municipality, with a
// life that ends today.
type demoCommand struct {
	Addr  string `default:"localhost:8080" help:"Adress att svara på."`
	Rules string `placeholder:"MAPP" help:"Mapp med regelfiler i stället för dem som följer med programmet. Är de trasiga gäller den antagna regelboken."`
	Data  string `default:"demo-data" placeholder:"MAPP" help:"Mapp där registret ligger. Finns det redan öppnas det som det är."`
	Anew  bool   `help:"Lägg historiken på nytt, så att den slutar i dag. Det du har gjort i demon försvinner."`
}

// The demo's world: the first district of the town, and the last ten months of it,
// which two cores lay within fifteen seconds.
const (
	demoSeed        = 1
	demoInhabitants = 12_500
	demoMonths      = 10
	invented        = "Påhittade personer. Distrikt Norr, 12 500 invånare av 50 000."
)

// Run answers at once, lays the history if the folder is new, and opens.
func (cmd *demoCommand) Run(ctx context.Context, std streams) error {
	listener, err := listen(cmd.Addr)
	if err != nil {
		return err
	}
	log := newLog(std.Err)
	address := "http://" + listener.Addr().String()
	fmt.Fprintf(std.Out, "Stadga svarar på %s/logga-in\n%s\n", address, invented)

	var history building
	site := &replaceable{}
	site.show(webkit.Waiting("Norrsala kommun", invented, history.page))
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	served := make(chan error, 1)
	go func() {
		served <- serve(ctx, listener, site, log)
		stop()
	}()
	err = cmd.open(ctx, std.Out, address, site, &history)
	stop()
	return errors.Join(err, <-served)
}

// open lays the history where there is none, puts the real pages in the place of
// the waiting one, and works until ctx ends.
func (cmd *demoCommand) open(ctx context.Context, out io.Writer, address string, site *replaceable, history *building) error {
	if cmd.Anew {
		if err := cmd.forget(); err != nil {
			return err
		}
	}
	if err := cmd.build(ctx, out, history); err != nil {
		if ctx.Err() != nil {
			return nil // interrupted: the half-built folder is thrown away next time
		}
		return err
	}
	invented := cmd.aged(civil.DayOf(time.Now()))
	log := newLog(io.Discard)
	r, err := openRecord(ctx, recordOptions{URL: "sqlite:" + cmd.Data, Name: inventedBoard, Rules: cmd.Rules, Log: log})
	if err != nil {
		return err
	}
	defer r.Close()
	if broken := r.Broken(); broken != nil {
		fmt.Fprintf(out, "%s\n%s Till dess gäller den antagna regelboken.\n", broken.Error(), toMend(len(broken)))
	}
	if err := r.adopt(ctx); err != nil {
		return err
	}
	pages, err := newSite(r, siteConfig{Municipality: "Norrsala kommun", Board: "Socialnämnden", Invented: invented, PickAccount: true, Programs: true, URL: "sqlite:" + cmd.Data, Log: log})
	if err != nil {
		return err
	}
	site.show(pages)
	fmt.Fprintln(out, invented)
	fmt.Fprintf(out, "\nKlart. Öppna %s/logga-in och välj vem du är. Inget lösenord behövs.\n", address)
	for _, post := range simulate.Staff() {
		if post.Shown != "" {
			fmt.Fprintf(out, "  %-18s %-24s %s\n", post.Name, post.Title, post.Shown)
		}
	}
	sealing, err := r.sealing("sqlite:" + cmd.Data)
	if err != nil {
		return err
	}
	work(ctx, r, log, sealing...)
	return nil
}

// build lays the history in a folder beside, and gives it its name when it is
// whole: what was interrupted is never opened.
func (cmd *demoCommand) build(ctx context.Context, out io.Writer, history *building) error {
	file := inventedBoard + ".db"
	if _, err := os.Stat(filepath.Join(cmd.Data, file)); err == nil {
		return nil
	}
	unfinished := filepath.Join(cmd.Data, "byggs")
	if err := os.RemoveAll(unfinished); err != nil {
		return fmt.Errorf("mappen %s: %w", unfinished, err)
	}
	fmt.Fprintln(out, "Norrsalas historik byggs upp. Det tar ungefär en halv minut, och sidan visar hur långt den har kommit.")
	world := simulate.World{Seed: demoSeed, Inhabitants: demoInhabitants, Months: demoMonths, End: time.Now(), Stories: true}
	_, refused, err := liveNorrsala(ctx, "sqlite:"+unfinished, world, true, history.tell)
	if err != nil {
		return err
	}
	tellRefused(out, refused)
	if err := os.WriteFile(filepath.Join(cmd.Data, endFile), []byte(civil.DayOf(world.End).String()+"\n"), 0o600); err != nil {
		return fmt.Errorf("mappen %s: %w", cmd.Data, err)
	}
	if err := os.Rename(filepath.Join(unfinished, file), filepath.Join(cmd.Data, file)); err != nil {
		return fmt.Errorf("mappen %s: %w", cmd.Data, err)
	}
	return os.RemoveAll(unfinished)
}

// endFile holds the day that the history in the folder ends.
const endFile = "historiken-slutar.txt"

// aged says whose the people are, and when a life that was laid earlier ended: a
// folder that is used again must not look as if nobody had been at work since.
func (cmd *demoCommand) aged(today civil.Date) string {
	text, err := os.ReadFile(filepath.Join(cmd.Data, endFile))
	if err != nil {
		return invented + " Historiken är lagd tidigare. Lägg den på nytt med " + cmd.again()
	}
	end, err := civil.Parse(strings.TrimSpace(string(text)))
	switch {
	case err != nil:
		return invented + " Historiken är lagd tidigare. Lägg den på nytt med " + cmd.again()
	case end.Before(today):
		return fmt.Sprintf("%s Historiken slutar %s och därefter har ingen arbetat. Lägg den på nytt med %s", invented, webkit.PlainDay(end, today), cmd.again())
	}
	return invented
}

// again is the command that lays the history anew.
func (cmd *demoCommand) again() string { return "stadga demo --anew --data " + cmd.Data }

// forget takes away the history, what has been done in it and its seals.
func (cmd *demoCommand) forget() error {
	files, err := filepath.Glob(filepath.Join(cmd.Data, inventedBoard+".db*"))
	if err != nil {
		return err
	}
	for _, name := range append(files, filepath.Join(cmd.Data, endFile), sealFolder("sqlite:"+cmd.Data, inventedBoard)) {
		if err := os.RemoveAll(name); err != nil {
			return fmt.Errorf("mappen %s: %w", cmd.Data, err)
		}
	}
	return nil
}

// Building tells the waiting page how far the history has come.
type building struct{ done, of atomic.Int64 }

func (p *building) tell(done, all int, _ time.Time) {
	p.done.Store(int64(done))
	p.of.Store(int64(all))
}

func (p *building) page() webkit.Wait {
	return webkit.Wait{Sentence: "Norrsala byggs upp", Words: "Handlingar", Done: int(p.done.Load()), Of: int(p.of.Load())}
}

// A replaceable handler answers with the one it was last shown.
type replaceable struct{ now atomic.Pointer[http.Handler] }

func (h *replaceable) show(next http.Handler) { h.now.Store(&next) }

func (h *replaceable) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	(*h.now.Load()).ServeHTTP(w, r)
}
