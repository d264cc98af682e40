// Package meter counts what a server does and writes it as Prometheus reads it.
// It knows routes by their patterns and never by their addresses, so that no
// number of a case and no name of a person becomes a label.
package meter

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A Meter counts the requests of a server. The zero Meter is ready.
type Meter struct {
	mu     sync.Mutex
	counts map[asked]int64
	took   map[string]*histogram // by board
}

type asked struct{ board, route, status string }

type histogram struct {
	within []int64 // one for each bound, not summed
	sum    float64 // seconds
	count  int64
}

// bounds are those of the budgets, in seconds.
func bounds() []float64 { return []float64{0.01, 0.03, 0.06, 0.1, 0.3, 0.5, 1, 3, 10} }

// Around counts the requests that a board's handler of a route answers.
func (m *Meter) Around(board, route string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		seen := Watch(w)
		next.ServeHTTP(seen, r)
		m.count(asked{board, route, strconv.Itoa(seen.Status())}, time.Since(began))
	})
}

func (m *Meter) count(a asked, took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.counts == nil {
		m.counts, m.took = map[asked]int64{}, map[string]*histogram{}
	}
	m.counts[a]++
	h := m.took[a.board]
	if h == nil {
		h = &histogram{within: make([]int64, len(bounds()))}
		m.took[a.board] = h
	}
	h.sum += took.Seconds()
	h.count++
	if i := slices.IndexFunc(bounds(), func(most float64) bool { return took.Seconds() <= most }); i >= 0 {
		h.within[i]++
	}
}

// Seen is an answer whose status is remembered.
type Seen struct {
	http.ResponseWriter
	status int
}

// Watch returns an answer whose status will be known.
func Watch(w http.ResponseWriter) *Seen { return &Seen{ResponseWriter: w} }

// WriteHeader remembers the status.
func (s *Seen) WriteHeader(status int) {
	s.status = status
	s.ResponseWriter.WriteHeader(status)
}

// Status is what was answered.
func (s *Seen) Status() int { return cmp.Or(s.status, http.StatusOK) }

// Unwrap lets deadlines be moved.
func (s *Seen) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// A Gauge is a figure as it is now.
type Gauge struct {
	Name, Help string
	Board      string // empty: of the whole server
	Value      float64
}

// Write writes the counts, and the gauges, of which those of one name stand together.
func (m *Meter) Write(w io.Writer, gauges ...Gauge) error {
	var b strings.Builder
	m.mu.Lock()
	head(&b, "stadga_requests_total", "counter", "Answered requests by route and status.")
	keys := make([]asked, 0, len(m.counts))
	for key := range m.counts {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(x, y asked) int {
		return cmp.Or(cmp.Compare(x.board, y.board), cmp.Compare(x.route, y.route), cmp.Compare(x.status, y.status))
	})
	for _, key := range keys {
		fmt.Fprintf(&b, "stadga_requests_total{board=%q,route=%q,status=%q} %d\n", key.board, key.route, key.status, m.counts[key])
	}
	head(&b, "stadga_request_seconds", "histogram", "Time to answer a request.")
	boards := make([]string, 0, len(m.took))
	for board := range m.took {
		boards = append(boards, board)
	}
	slices.Sort(boards)
	for _, board := range boards {
		h, sum := m.took[board], int64(0)
		for i, most := range bounds() {
			sum += h.within[i]
			fmt.Fprintf(&b, "stadga_request_seconds_bucket{board=%q,le=\"%g\"} %d\n", board, most, sum)
		}
		fmt.Fprintf(&b, "stadga_request_seconds_bucket{board=%q,le=\"+Inf\"} %d\nstadga_request_seconds_sum{board=%q} %g\nstadga_request_seconds_count{board=%q} %d\n",
			board, h.count, board, h.sum, board, h.count)
	}
	m.mu.Unlock()
	last := ""
	for _, g := range gauges {
		if g.Name != last {
			head(&b, g.Name, "gauge", g.Help)
			last = g.Name
		}
		if g.Board == "" {
			fmt.Fprintf(&b, "%s %g\n", g.Name, g.Value)
		} else {
			fmt.Fprintf(&b, "%s{board=%q} %g\n", g.Name, g.Board, g.Value)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func head(b *strings.Builder, name, kind, help string) {
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}
