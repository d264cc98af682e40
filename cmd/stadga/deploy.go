package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"stadga/internal/integrate/clamav"
	"stadga/internal/integrate/meter"
	"stadga/internal/integrate/tracing"
	"stadga/internal/jobs"
	"stadga/internal/webkit"
)

// A deployment serves the boards of one settings file. Boards share the program
// and nothing else: the host name of a request picks the board.
type deployment struct {
	boards []*servedBoard
	byHost map[string]*servedBoard
	meter  meter.Meter
	tracer *tracing.Tracer // nil: nobody collects
}

// A servedBoard is one board's record and pages.
type servedBoard struct {
	set      boardSettings
	record   *record
	pages    *webkit.Site
	identity webkit.Identity
	sealing  []jobs.Job
}

// deploy opens every board.
func deploy(ctx context.Context, set settings, log *slog.Logger) (*deployment, error) {
	d := &deployment{byHost: map[string]*servedBoard{}}
	if set.Traces != "" {
		var err error
		if d.tracer, err = tracing.New(ctx, set.Traces, programVersion()); err != nil {
			return nil, err
		}
	}
	for _, b := range set.Boards {
		served, err := d.open(ctx, set, b, log.With("board", b.Name))
		if err != nil {
			return nil, errors.Join(fmt.Errorf("nämnden %s: %w", b.Name, err), d.close())
		}
		d.boards = append(d.boards, served)
		d.byHost[host(b.Address)] = served
	}
	introduce(d.boards...)
	return d, nil
}

func (d *deployment) open(ctx context.Context, set settings, b boardSettings, log *slog.Logger) (*servedBoard, error) {
	r, err := openRecord(ctx, recordOptions{URL: b.DB, Name: b.Name, Log: log})
	if err != nil {
		return nil, err
	}
	r.readsKept = b.Reads
	served := &servedBoard{set: b, record: r}
	if served.identity, err = identityOf(r, b); err == nil {
		err = r.adopt(ctx)
	}
	if err == nil {
		served.sealing, err = r.sealing(b.DB)
	}
	if err == nil {
		served.pages, err = newSite(r, siteConfig{
			Municipality: set.Municipality, Board: b.Shown, URL: b.DB, HTTPS: strings.HasPrefix(b.Address, "https:"),
			Identity: served.identity, Idle: b.Idle, Long: b.Long, Proxies: prefixes(set.Proxies), Scan: scanWith(set.Scanner), Log: log, Programs: b.Programs,
			Around: func(route string, next http.Handler) http.Handler { return d.watch(b.Name, route, next) },
		})
	}
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return served, nil
}

// scanWith asks ClamAV's daemon, where one is set up.
func scanWith(address string) func(context.Context, io.Reader) (bool, error) {
	if address == "" {
		return nil
	}
	scanner := clamav.Scanner{Network: "tcp", Address: address}
	if strings.HasPrefix(address, "/") {
		scanner.Network = "unix"
	}
	return func(ctx context.Context, file io.Reader) (bool, error) {
		err := scanner.Scan(ctx, file)
		return errors.Is(err, clamav.ErrHarmful), err
	}
}

// watch counts a route's requests, and traces them where someone collects.
func (d *deployment) watch(board, route string, next http.Handler) http.Handler {
	if d.tracer != nil {
		next = d.tracer.Around(board, route, next)
	}
	return d.meter.Around(board, route, next)
}

func (d *deployment) close() error {
	var failed error
	if d.tracer != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		// A collector that is gone loses spans, and stops nothing.
		_ = d.tracer.Close(ctx)
	}
	for _, b := range d.boards {
		failed = errors.Join(failed, b.record.Close())
	}
	return failed
}

// ServeHTTP answers with the board of the host name, and with none for any other.
func (d *deployment) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/healthz" || r.URL.Path == "/readyz" {
		d.health(w, r)
		return
	}
	name := strings.ToLower(r.Host)
	b, known := d.byHost[name]
	if !known { // a browser leaves out the port that goes without saying
		if bare, port, err := net.SplitHostPort(name); err == nil && (port == "443" || port == "80") {
			b, known = d.byHost[bare]
		}
	}
	if !known {
		webkit.NoSuchHost(w)
		return
	}
	b.pages.ServeHTTP(w, r)
}

// check says whether each board's record and log-in service answer.
func (d *deployment) check(ctx context.Context, out io.Writer) error {
	failed := false
	for _, b := range d.boards {
		fmt.Fprintf(out, "%s: registret svarar.\n", b.set.Shown)
		fmt.Fprintf(out, "%s: %s\n", b.set.Shown, b.set.SignIn.strengthTold())
		fmt.Fprintf(out, "%s: %s\n", b.set.Shown, certificateTold(ctx, b.set.Address, nil))
		asking, ok := b.identity.(interface{ Discover(context.Context) error })
		if !ok {
			continue
		}
		if err := asking.Discover(ctx); err != nil {
			failed = true
			fmt.Fprintf(out, "%s: inloggningstjänsten svarar inte som den ska: %v\n", b.set.Shown, errors.Unwrap(err))
			continue
		}
		fmt.Fprintf(out, "%s: inloggningstjänsten svarar.\n", b.set.Shown)
	}
	if failed {
		return badInput("Rätta det som står ovan innan du startar.")
	}
	return nil
}
