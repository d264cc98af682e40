package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"time"

	"stadga/internal/jobs"
	"stadga/internal/webkit"
)

// routes is the access list of the whole program.
func routes(r *record, c siteConfig, door pageDoor) []webkit.Route {
	return slices.Concat(
		deskRoutes(r, door, c.Log),
		auditRoutes(r),
		historyRoutes(r, c),
		decidingRoutes(r, c, door),
		caseRoutes(r, door, c.Log),
		deliveryRoutes(r, door),
		qualityRoutes(r, door, c.Log),
		reportRoutes(r),
		ruleRoutes(r, door),
	)
}

type serveCommand struct {
	DB   string `help:"Nämndens register: sqlite:MAPP eller postgres://…" placeholder:"URL"`
	Addr string `help:"Adress att svara på." default:"127.0.0.1:8080"`
}

// Run refuses: real people are never served without an identity service, and
// picking an account exists only in demo (design.md 5). No such service can be
// connected yet.
func (serveCommand) Run() error {
	return badInput("Stadga startar inte utan kommunens inloggningstjänst, och den går inte att ansluta i den här versionen. " +
		"Vill du prova med påhittade personer, skriv: stadga demo")
}

// listen takes the address, or says that it cannot be used.
func listen(addr string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, badInputf("Adressen %s går inte att använda: %v. Välj en annan med --addr.", addr, err)
	}
	return listener, nil
}

// serve answers requests until ctx ends.
func serve(ctx context.Context, listener net.Listener, site http.Handler, log *slog.Logger) error {
	server := &http.Server{
		Handler: site, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
		calm, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		err = server.Shutdown(calm)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// work runs the jobs of a record until ctx ends.
func work(ctx context.Context, r *record, log *slog.Logger, first ...jobs.Job) {
	go r.keepBook(ctx, 5*time.Second, func(err error) { log.Error("the rulebook could not be read again", "err", err) })
	// What was laid is sealed first, so that the record is sealed in its order.
	all := append(first, jobs.Deliver(r.Store, r.Engine, r.reactions()...), jobs.Wake(r.Store, r.Engine, r.timed()...), jobs.Sweep(r.Store, r.Clock),
		r.measuring(), r.applyBook())
	jobs.NewRunner(r.Store, r.Clock, log, all...).Run(ctx, time.Second)
}

// newLog writes one line per thing that someone must look at; never personal data.
func newLog(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }
