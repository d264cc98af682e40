package meter_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"stadga/internal/integrate/meter"
)

func TestWhatIsCountedAndWhatIsNot(t *testing.T) {
	var m meter.Meter
	found := m.Around("social", "GET /arende/{nr}", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("x")) }))
	missing := m.Around("social", "GET /person/{nr}", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }))
	for range 3 {
		found.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/arende/2026-0299?namn=Kanariefagel", nil))
	}
	missing.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/person/19800102-2394", nil))
	var b strings.Builder
	err := m.Write(&b, meter.Gauge{Name: "stadga_up", Help: "Whether the database answers.", Board: "social", Value: 1},
		meter.Gauge{Name: "stadga_up", Help: "Whether the database answers.", Board: "aldre"}, meter.Gauge{Name: "stadga_goroutines", Help: "Goroutines.", Value: 7})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`stadga_requests_total{board="social",route="GET /arende/{nr}",status="200"} 3` + "\n",
		`stadga_requests_total{board="social",route="GET /person/{nr}",status="404"} 1` + "\n",
		`stadga_request_seconds_bucket{board="social",le="+Inf"} 4` + "\n", `stadga_request_seconds_count{board="social"} 4` + "\n",
		`stadga_up{board="social"} 1` + "\n" + `stadga_up{board="aldre"} 0` + "\n", "stadga_goroutines 7\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
	for _, personal := range []string{"2026-0299", "Kanariefagel", "19800102"} {
		if strings.Contains(b.String(), personal) {
			t.Errorf("the figures tell %s", personal)
		}
	}
	if n := strings.Count(b.String(), "# TYPE stadga_up "); n != 1 {
		t.Errorf("%d heads of one figure", n)
	}
}
