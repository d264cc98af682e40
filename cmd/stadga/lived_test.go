package main

import (
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/org/orgsql"
	"stadga/internal/simulate"
)

// livedTown is an invented municipality with its pages, on its last day.
func livedTown(t *testing.T, world simulate.World) *town {
	t.Helper()
	w := &town{t: t, now: world.End}
	address := inFolder(t)
	_, refused, err := liveNorrsala(t.Context(), address, world, true, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, no := range refused {
		t.Errorf("refused %s, %s by %s: %v", no.At.Format(time.DateTime), no.Does, no.By, no.Err)
	}
	if w.r, err = openRecord(t.Context(), recordOptions{URL: address, Name: inventedBoard, Clock: func() time.Time { return w.now }}); err != nil {
		t.Fatal(err)
	}
	site, err := newSite(w.r, siteConfig{Municipality: "Norrsala kommun", Board: "Socialnämnden", PickAccount: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	w.server = httptest.NewServer(site)
	t.Cleanup(func() {
		w.server.Close()
		if err := w.r.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// named finds one who works in the town.
func (w *town) named(name string) ids.User {
	w.t.Helper()
	staff, err := orgsql.Queries{DB: w.r.Store.Reader()}.Staff(w.t.Context(), w.today())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, s := range staff {
		if s.Name == name {
			return s.ID
		}
	}
	w.t.Fatalf("nobody is called %s", name)
	return ids.User{}
}

// numberOf is the number of a person's case.
func (w *town) numberOf(given, family string) (number string) {
	w.t.Helper()
	err := w.r.Store.Reader().QueryRowContext(w.t.Context(), `select c.number from cases c join person p on p.id = c.person where p.given = $1 and p.family = $2`, given, family).Scan(&number)
	if err != nil {
		w.t.Fatal(err)
	}
	return number
}

// personOf finds one of the town by name.
func (w *town) personOf(given, family string) (id ids.Person) {
	w.t.Helper()
	if err := w.r.Store.Reader().QueryRowContext(w.t.Context(), `select id from person where given = $1 and family = $2`, given, family).Scan(&id); err != nil {
		w.t.Fatal(err)
	}
	return id
}

// inquiryOf is the number of the case in which a person's latest investigation
// runs, and the day it was opened.
func (w *town) inquiryOf(given, family string) (number string, opened civil.Date) {
	w.t.Helper()
	number = w.numberOf(given, family)
	lines, err := casesql.Deciding{DB: w.r.Store.Reader()}.InvestigationsOf(w.t.Context(), ids.Case{ID: w.file(number).ID}, 1)
	if err != nil || len(lines) == 0 {
		w.t.Fatalf("%s has %d investigations (%v)", number, len(lines), err)
	}
	return number, lines[0].Opened
}
