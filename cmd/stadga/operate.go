package main

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"time"

	"stadga/internal/integrate/meter"
	"stadga/internal/webkit"
)

// answersWithin is how long a database may take before it counts as gone.
const answersWithin = 2 * time.Second

func (b *servedBoard) answers(ctx context.Context) (acts int, since time.Time, err error) {
	ctx, cancel := context.WithTimeout(ctx, answersWithin)
	defer cancel()
	return b.record.Store.Waiting(ctx)
}

// health answers whoever watches the server: /healthz that the process lives,
// /readyz that every board's database answers. It names boards and nothing else.
func (d *deployment) health(w http.ResponseWriter, r *http.Request) {
	webkit.PlainHeaders(w)
	if r.URL.Path == "/readyz" {
		for _, b := range d.boards {
			if _, _, err := b.answers(r.Context()); err != nil {
				w.WriteHeader(http.StatusServiceUnavailable)
				fmt.Fprintf(w, "%s svarar inte\n", b.set.Name)
				return
			}
		}
	}
	fmt.Fprintln(w, "ok")
}

// figures answers Prometheus, on an address of its own.
func (d *deployment) figures(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/healthz" || r.URL.Path == "/readyz" {
		d.health(w, r)
		return
	}
	webkit.PlainHeaders(w)
	if r.URL.Path != "/metrics" {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	var up, waiting, oldest, alarms []meter.Gauge
	for _, b := range d.boards {
		gauge := func(name, help string, value float64) meter.Gauge {
			return meter.Gauge{Name: name, Help: help, Board: b.set.Name, Value: value}
		}
		acts, since, err := b.answers(r.Context())
		answers, age := 1.0, 0.0
		if err != nil {
			answers = 0
		}
		if !since.IsZero() {
			age = max(0, b.record.Clock().Sub(since).Seconds())
		}
		failed, _ := b.record.alarms.Raised()
		up = append(up, gauge("stadga_database_up", "1 when the board's database answers.", answers))
		waiting = append(waiting, gauge("stadga_outbox_acts", "Acts that wait to be sealed or for what follows from them.", float64(acts)))
		oldest = append(oldest, gauge("stadga_outbox_oldest_seconds", "Age of the first of them.", age))
		alarms = append(alarms, gauge("stadga_policy_alarms", "Access policies that have failed since the start.", float64(failed)))
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	all := append(append(append(up, waiting...), oldest...), alarms...)
	all = append(all,
		meter.Gauge{Name: "stadga_goroutines", Help: "Goroutines of the server.", Value: float64(runtime.NumGoroutine())},
		meter.Gauge{Name: "stadga_heap_bytes", Help: "Memory in use by the server.", Value: float64(memory.HeapAlloc)})
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_ = d.meter.Write(w, all...) // whoever asked has gone, and nobody is left to tell
}
