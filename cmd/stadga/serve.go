package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"stadga/internal/jobs"
	"stadga/internal/webkit"
)

// routes is the access list of the whole program.
func routes(r *record, c siteConfig, door pageDoor) []webkit.Route {
	return slices.Concat(
		deskRoutes(r, door, c.Log),
		auditRoutes(r, c),
		historyRoutes(r, c),
		decidingRoutes(r, c, door),
		caseRoutes(r, door, c.Log),
		deliveryRoutes(r, c, door),
		unexecutedRoutes(r, door),
		logCheckRoutes(r, door),
		qualityRoutes(r, door, c.Log),
		reportRoutes(r),
		ruleRoutes(r, door),
		oversightPages(r, door).Routes(),
		disposalRoutes(r),
		releaseRoutes(r, c, door),
		letterRoutes(r),
		erasureRoutes(r, door),
		exchangeRoutes(r, c, door),
		invoiceRoutes(r, door), ledgerRoutes(r, door),
		registrationRoutes(r, door),
		providerRoutes(r, door),
	)
}

type serveCommand struct {
	Config string `required:"" placeholder:"FIL" help:"Inställningar: adresser, register och inloggningstjänst. Se handboken, i drift."`
	Check  bool   `help:"Pröva inställningarna, registren och inloggningstjänsten, och sluta sedan."`
}

// Run opens the boards of the settings. Real people are never served without an
// identity service: picking an account exists only in demo (design.md 5).
func (c serveCommand) Run(ctx context.Context, std streams) error {
	set, err := readSettings(c.Config)
	if err != nil {
		return err
	}
	log := newLog(std.Err)
	if set.Log == "json" {
		log = slog.New(slog.NewJSONHandler(std.Err, nil))
	}
	deployed, err := deploy(ctx, set, log)
	if err != nil {
		return err
	}
	defer deployed.close()
	if c.Check {
		return deployed.check(ctx, std.Out)
	}
	listener, err := set.listen(set.Listen)
	if err != nil {
		return err
	}
	for _, b := range deployed.boards {
		fmt.Fprintf(std.Out, "%s svarar på %s\n", b.set.Shown, b.set.Address)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var working sync.WaitGroup
	for _, b := range deployed.boards {
		working.Go(func() { work(ctx, b.record, log.With("board", b.set.Name), b.sealing...) })
	}
	if set.Figures != "" {
		figures, err := set.listen(set.Figures)
		if err != nil {
			return err
		}
		working.Go(func() {
			if err := serve(ctx, figures, http.HandlerFunc(deployed.figures), log); err != nil {
				log.Error("the figures are no longer served", "err", err)
			}
		})
	}
	err = serve(ctx, listener, deployed, log)
	stop()
	working.Wait()
	return err
}

// listen takes the address, and answers encrypted there where there is a certificate.
func (s settings) listen(addr string) (net.Listener, error) {
	listener, err := listen(addr)
	if err != nil || s.pair == nil {
		return listener, err
	}
	return tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{*s.pair}, MinVersion: tls.VersionTLS12}), nil
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
	defer lessOften()()
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
	// Another process may have decided a rule. The reserve is this process's own, and waits for no job of others.
	go nowAndThen(ctx, 5*time.Second, r.refreshBook, func(err error) { log.Error("the rulebook could not be read again", "err", err) })
	go nowAndThen(ctx, movesReserve, r.Store.MoveReserve, func(err error) { log.Error("readings wait in the reserve", "err", err) })
	go nowAndThen(ctx, 5*time.Second, r.forgetting(), func(err error) { log.Error("what another process has taken away may be in memory", "err", err) })
	// What was laid is sealed first, so that the record is sealed in its order.
	all := append(first, jobs.Deliver(r.Store, r.Engine, r.reactions()...), jobs.Wake(r.Store, r.Engine, r.timed()...), jobs.Sweep(r.Store, r.Clock),
		r.measuring(), r.applyBook(), r.erasing(), r.disposing(), r.repricing(), r.endMoved())
	all = append(all, r.controlling()...)
	jobs.NewRunner(r.Store, r.Clock, log, all...).Run(ctx, time.Second)
}

// nowAndThen looks at times until ctx ends.
func nowAndThen(ctx context.Context, every time.Duration, look func(context.Context) error, failed func(error)) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := look(ctx); err != nil && ctx.Err() == nil {
				failed(err)
			}
		}
	}
}

// newLog writes one line per thing that someone must look at; never personal data.
func newLog(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

// lessOften lets memory be gone through less often than Go would by itself, while
// history is laid and while pages are served: little of it is in use at a time, and
// going through it took a tenth of what a page takes. It answers with what undoes
// it. GOGC says otherwise, where it is set.
func lessOften() func() {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	was := debug.SetGCPercent(400)
	return func() { debug.SetGCPercent(was) }
}
