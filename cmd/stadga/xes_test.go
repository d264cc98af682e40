package main

import (
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/eventlog"
)

// What has happened in cases is written as a log that other programs read: every event of
// every case once and in its order, and nothing that was written or who it is about. It is
// read back by a parser that is not ours, and by our own.
func TestWhatHappenedIsALogForOthers(t *testing.T) {
	t.Parallel()
	w := newTown(t, civil.On(2026, time.March, 12))
	w.matter(w.person("Alma", "Provdal", civil.On(1941, time.May, 19)), casework.Older, "2026-0142", "Önskar hjälp i hemmet.", "hemtjanst-dusch")
	w.matter(w.person("Bror", "Provås", civil.On(1939, time.May, 19)), casework.Older, "2026-0143", "Önskar hjälp med städning.", "hemtjanst-dusch")
	w.pass(1)
	w.login(w.eva).open("/arende/2026-0142").fill("/arende/2026-0142/anteckning", "kind", "samtal", "text", "Ringde dottern.")
	var out bytes.Buffer
	cases, events, err := w.r.writeLog(t.Context(), &out, civil.Date{}, w.today())
	if err != nil || cases != 2 {
		t.Fatalf("%d cases, %v", cases, err)
	}
	type attribute struct {
		Key   string `xml:"key,attr"`
		Value string `xml:"value,attr"`
	}
	var log struct {
		XMLName xml.Name `xml:"http://www.xes-standard.org/ log"`
		Traces  []struct {
			Strings []attribute `xml:"string"`
			Events  []struct {
				Strings []attribute `xml:"string"`
				Dates   []attribute `xml:"date"`
			} `xml:"event"`
		} `xml:"trace"`
	}
	if err := xml.Unmarshal(out.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	read := 0
	var names []string
	for _, trace := range log.Traces {
		last := time.Time{}
		for _, e := range trace.Events {
			read++
			at, err := time.Parse(time.RFC3339, e.Dates[0].Value)
			if err != nil || at.Before(last) {
				t.Errorf("%s after %s: %v", at, last, err)
			}
			last = at
			names = append(names, e.Strings[0].Value)
		}
	}
	if len(log.Traces) != cases || read != events {
		t.Errorf("another reads %d events of %d cases, and %d of %d are written", read, len(log.Traces), events, cases)
	}
	for _, must := range []string{"case.opened.v1", "intake.received.v1", "note.written.v1"} {
		if !slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, strings.TrimSuffix(must, ".v1")) }) {
			t.Errorf("the log has no %s: %v", must, names)
		}
	}
	ours := 0
	if err := eventlog.ReadXES(bytes.NewReader(out.Bytes()), "logg.xes", func(trace *eventlog.Trace) error {
		ours += len(trace.Events)
		return nil
	}); err != nil || ours != events {
		t.Errorf("we read %d events: %v", ours, err)
	}
	for _, secret := range []string{"Alma", "Provdal", "2026-0142", "Ringde", "Eva Ek", w.eva.String()} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("the log tells %s", secret)
		}
	}
}

// A file that is there is not written over, and the log is compressed where its name says so.
func TestALogTakesItsNameWhenItIsWhole(t *testing.T) {
	folder := t.TempDir()
	url := "sqlite:" + filepath.Join(folder, "register")
	town := simulateCommand{DB: url, Persons: 300, Years: 1, Seed: 3, Bulk: true}
	if err := town.Run(t.Context(), streams{Out: io.Discard, Err: io.Discard}); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	command := xesCommand{File: filepath.Join(folder, "logg.xes.gz"), DB: url}
	if err := command.Run(t.Context(), streams{Out: &said, Err: io.Discard}); err != nil || !strings.Contains(said.String(), "händelser i") {
		t.Fatalf("%v %s", err, said.String())
	}
	packed, err := os.ReadFile(command.File)
	if err != nil || len(packed) < 2 || packed[0] != 0x1f || packed[1] != 0x8b {
		t.Errorf("the log is not compressed: %v", err)
	}
	if err := command.Run(t.Context(), streams{Out: io.Discard, Err: io.Discard}); err == nil || !strings.Contains(err.Error(), "finns redan") {
		t.Errorf("a log is written over: %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(folder, "*.skrivs")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
