//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/visits/visitsql"
)

// BenchmarkIntake sends visits through the API as the systems of providers do: 50
// events, the two ends of 25 visits, in a message, from 8 senders at once, each
// answered when it is durable. In turns with it one bare row for each visit is
// written as durably in as many commits, which is the most the database gives.
//
//	go test -run '^$' -bench Intake -benchtime 1x ./cmd/stadga
func BenchmarkIntake(b *testing.B) {
	const (
		orders, senders, messages, turns = 2000, 8, 40, 3
		each                             = visits.MostEvents / 2
	)
	defer lessOften()() // as serve does
	ctx, now := context.Background(), benchDay.At(21, 0)
	r, err := openRecord(ctx, recordOptions{URL: "sqlite:" + b.TempDir(), Name: "bench", Clock: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	provider := ids.Provider{ID: benchID(1, 7)}
	free := engine.New(engine.Config{
		Store: r.Store, Registry: r.Store.Registry(), Book: r.Book(), Access: engine.AllowAll{},
		Clock: func() time.Time { return benchDay.AddDays(-30).At(9, 0) }, IDs: ids.Source{Random: rand.NewChaCha8([32]byte{8})},
	})
	sent, keys := engine.Bind(free, deliverysql.Orders()), engine.Bind(free, visitsql.Keys())
	lay := func(steps ...engine.Step) {
		form := act.Form{ID: free.NewForm(), Actor: act.Actor{User: officerID(1), Provider: provider, Roles: []string{"utforare"}}}
		if _, err := free.Do(ctx, form, steps...); err != nil {
			b.Fatal(err)
		}
	}
	for n := 0; n < orders; n += 100 {
		var steps []engine.Step
		for m := n; m < n+100; m++ {
			steps = append(steps, sent.Step(benchID(m, 8), delivery.Send{Brief: delivery.Brief{
				Case: benchCaseID(m), Decision: ids.Decision{ID: benchID(m, 9)}, Service: ids.Service{ID: benchID(m, 10)}, Person: ids.Person{ID: benchID(m, 4)},
				Provider: provider, Kind: "hemtjanst-omvardnad", Name: "Hemtjänst", Extent: "1 timme per dag", Purpose: "Klara morgonen", Proof: delivery.ByVisit,
			}}))
		}
		lay(steps...)
	}
	lay(keys.Step(free.NewID(), visits.GiveKey{Provider: provider, Name: "Planeringen", Digest: visits.DigestOf("nyckel")}))
	site, err := newSite(r, siteConfig{Municipality: "Norrsala kommun", Board: "Socialnämnden", PickAccount: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(site)
	defer server.Close()

	made := 0
	message := func() []byte {
		var body bytes.Buffer
		fmt.Fprintf(&body, `{"now":%q,"mono":0,"boot":"","events":[`, now.UTC().Format(time.RFC3339))
		for n := range each {
			order := benchID((made*7)%orders, 8)
			from := benchDay.At(6, 0).Add(time.Duration(made/orders) * 40 * time.Minute)
			for end, at := range []time.Time{from, from.Add(25 * time.Minute)} {
				if n+end > 0 {
					body.WriteByte(',')
				}
				fmt.Fprintf(&body, `{"id":"%030x%02x","visit":"%032x","order":"%x","seq":%d,"kind":%q,"at":%q,"how":"tagg","tasks":["Dusch"]}`,
					made+1, end+1, made+1, order[:], end, []string{"start", "end"}[end], at.UTC().Format(time.RFC3339))
			}
			made++
		}
		body.WriteString("]}")
		return body.Bytes()
	}
	through := func() {
		todo := make(chan []byte, senders*messages)
		for range senders * messages {
			todo <- message()
		}
		close(todo)
		inTurns(b, senders, func() error {
			for body := range todo {
				q, err := http.NewRequest(http.MethodPost, server.URL+"/api/besok", bytes.NewReader(body))
				if err != nil {
					return err
				}
				q.Header.Set("Authorization", "Bearer nyckel")
				answer, err := http.DefaultClient.Do(q)
				if err != nil {
					return err
				}
				said, err := io.ReadAll(answer.Body)
				answer.Body.Close()
				if err != nil || answer.StatusCode != http.StatusOK || !bytes.Contains(said, []byte(`"listed":[]`)) {
					return fmt.Errorf("%d %s %w", answer.StatusCode, said, err)
				}
			}
			return nil
		})
	}
	looked := int64(0)
	bare := func() {
		for range senders * messages {
			if err := r.Store.LookedTo(ctx, looked); err != nil {
				b.Fatal(err)
			}
			looked++
		}
	}
	var took, plain, used time.Duration
	for b.Loop() {
		for range turns {
			before, began := processorTime(b), time.Now()
			through()
			took, used = took+time.Since(began), used+processorTime(b)-before
			began = time.Now()
			bare()
			plain += time.Since(began)
		}
	}
	n := float64(turns*senders*messages*each) * float64(b.N)
	b.ReportMetric(n/took.Seconds(), "visits/s")
	b.ReportMetric(float64(used.Microseconds())/n, "µs-cpu/visit")
	b.ReportMetric(100*plain.Seconds()/took.Seconds(), "%-of-bare-commits")
	var kept int
	if err := r.Store.Reader().QueryRowContext(ctx, `select count(*) from visit`).Scan(&kept); err != nil || kept != made {
		b.Fatalf("%d visits are kept of %d: %v", kept, made, err)
	}
}

// inTurns runs something by several at once and stops at the first error.
func inTurns(b *testing.B, several int, one func() error) {
	b.Helper()
	var all sync.WaitGroup
	failed := make(chan error, several)
	for range several {
		all.Go(func() { failed <- one() })
	}
	all.Wait()
	close(failed)
	for err := range failed {
		if err != nil {
			b.Fatal(err)
		}
	}
}
