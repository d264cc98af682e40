//go:build unix

package main

import (
	"context"
	"slices"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/engine"
	"stadga/internal/ids"
)

// BenchmarkNote saves notes, by the policies and rules in force, in a case of a few
// events and in one with five years of life, in turns with bare commits of one
// row to the same database: a note is to take four times as long at most, and
// no longer where much has happened. What is said is of the middle turn.
//
//	go test -run '^$' -bench Note -benchtime 1x ./cmd/stadga
//	STADGA_BENCH_DB=postgres go test -run '^$' -bench Note -benchtime 1x ./cmd/stadga
func BenchmarkNote(b *testing.B) {
	const cases, turns, each = 2000, 21, 50
	ctx, now := context.Background(), benchDay.At(9, 0)
	url := benchBoard(b, cases)
	r, err := openRecord(ctx, recordOptions{URL: url, Name: "bench", Clock: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	notes := engine.Bind(r.Engine, casesql.Notes())
	note := func(n int) func() error {
		place := n % officers(cases)
		who := act.Actor{User: officerID(place), Unit: benchUnitID(place / benchUnit), Roles: []string{"handlaggare"}}
		return func() error {
			_, err := notes.Do(ctx, act.Form{ID: r.Engine.NewForm(), Actor: who}, r.Engine.NewForm().ID, casework.WriteNote{
				Case: benchCaseID(n), Person: ids.Person{ID: benchID(n, 4)}, Kind: casework.NotePhone, Happened: now, Title: "Samtal", Text: benchWords,
			})
			return err
		}
	}
	looked := int64(0)
	bare := func() error { // one small row is written over, in no index
		looked++
		return r.Store.LookedTo(ctx, looked)
	}
	things := []struct {
		name string
		do   func() error
		took []float64 // microseconds, by turn
	}{{name: "bare", do: bare}, {name: "few-events", do: note(0)}, {name: "600-events", do: note(longCase(cases, 0))}}
	for b.Loop() {
		for range turns {
			for i := range things {
				began := time.Now()
				for range each {
					if err := things[i].do(); err != nil {
						b.Fatal(things[i].name, err)
					}
				}
				things[i].took = append(things[i].took, float64(time.Since(began).Microseconds())/each)
			}
		}
	}
	for i := range things {
		ratios := make([]float64, len(things[i].took))
		for turn, took := range things[i].took {
			ratios[turn] = took / things[0].took[turn]
		}
		slices.Sort(ratios)
		b.ReportMetric(ratios[len(ratios)/2], things[i].name+"/bare")
	}
	for i := range things {
		slices.Sort(things[i].took)
		b.ReportMetric(things[i].took[len(things[i].took)/2], things[i].name+"-us")
	}
	b.ReportMetric(0, "ns/op")
}
