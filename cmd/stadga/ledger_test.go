package main

import (
	"log/slog"

	"stadga/internal/jobs"
)

// tick runs jobs until they have nothing more to do.
func (w *town) tick(all ...jobs.Job) {
	w.t.Helper()
	if err := jobs.NewRunner(w.r.Store, w.r.Clock, slog.New(slog.DiscardHandler), all...).Tick(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}
