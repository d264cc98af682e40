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
		decidingRoutes(r, c),
		deliveryRoutes(r),
		reportRoutes(r),
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

// serve answers requests at the address until ctx ends, and runs the jobs.
func serve(ctx context.Context, r *record, site http.Handler, addr string, log *slog.Logger, ready func(url string)) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return badInputf("Adressen %s går inte att använda: %v. Välj en annan med --addr.", addr, err)
	}
	server := &http.Server{
		Handler: site, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	working, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan struct{})
	go func() {
		defer close(done)
		jobs.NewRunner(r.Store, r.Clock, log,
			jobs.Deliver(r.Store, r.Engine, r.reactions()...), jobs.Wake(r.Store, r.Engine), jobs.Sweep(r.Store, r.Clock),
		).Run(working, time.Second)
	}()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	ready("http://" + listener.Addr().String())
	select {
	case err = <-failed:
	case <-ctx.Done():
		calm, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		err = server.Shutdown(calm)
	}
	stop()
	<-done
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// newLog writes one line per thing that someone must look at; never personal data.
func newLog(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }
