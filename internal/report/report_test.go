package report

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"stadga/internal/civil"
	"stadga/internal/store"
)

var sample = Report{
	Key: "prov", Title: "Prov", Says: []string{"Räknar prov."},
	Columns: []Column{{"namn", "Namn", Text}, {"antal", "Antal", Count}, {"andel", "Andel", Share}, {"medel", "Medel", Tenth}},
	Rows: func(context.Context, store.Queryer, Query) ([]Row, error) {
		return []Row{
			{T("=SUMMA(A1)"), N(5881), Of(19, 5559), N(974)},
			{T("tom"), N(0), Of(0, 0), None()},
		}, nil
	},
}

var year = Query{From: civil.MustParse("2025-01-01"), To: civil.MustParse("2025-12-31"), AsOf: civil.MustParse("2026-01-15")}

func answer(t *testing.T, format string) string {
	t.Helper()
	got, err := sample.Run(context.Background(), nil, year)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := got.Write(&b, format); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTableSaysWhatItCounts(t *testing.T) {
	got := answer(t, "table")
	for _, want := range []string{"5\u2009881", "0,3 %", "97,4", "Räknar prov.", "som det var känt 2026-01-15"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

func TestCSVIsSafeAndSwedish(t *testing.T) {
	got := answer(t, "csv")
	want := "\uFEFFNamn;Antal;Andel;Medel\r\n'=SUMMA(A1);5881;0,3;97,4\r\ntom;0;;\r\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestUnknownIsNeverNought(t *testing.T) {
	if got := answer(t, "json"); !strings.Contains(got, `"medel": null`) || !strings.Contains(got, `"andel": null`) {
		t.Errorf("unknown values are not null in %s", got)
	}
}

func TestANegativeNumberIsOneForAMachine(t *testing.T) {
	below := Answer{Report: sample, Query: year, Rows: []Row{{T("under"), N(-5), Of(1, 2), N(-786)}}}
	for format, want := range map[string]string{"json": `"medel": -78.6`, "csv": "-78,6"} {
		var b bytes.Buffer
		if err := below.Write(&b, format); err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%s: %q is missing in %s (%v)", format, want, b.String(), err)
		}
	}
}

func TestShareRoundsHalfAwayFromNought(t *testing.T) {
	for _, tt := range []struct{ n, of, want int64 }{{1, 2000, 1}, {1, 2001, 0}, {48, 319, 150}, {53, 324, 164}, {34, 5535, 6}} {
		if got := Of(tt.n, tt.of); got.Number != tt.want {
			t.Errorf("%d of %d: got %d tenths of a per cent, want %d", tt.n, tt.of, got.Number, tt.want)
		}
	}
}

func TestTheSharesOfAWholeSumToAHundred(t *testing.T) {
	for _, tt := range []struct{ parts, want []int64 }{
		{[]int64{490, 80, 30, 400}, []int64{490, 80, 30, 400}},
		{[]int64{1, 1, 1}, []int64{334, 333, 333}},
		{[]int64{1, 2, 4, 0}, []int64{143, 286, 571, 0}},
	} {
		sum := int64(0)
		for i, got := range Shares(tt.parts...) {
			if sum += got.Number; got.Number != tt.want[i] {
				t.Errorf("%v: part %d is %d tenths of a per cent, want %d", tt.parts, i, got.Number, tt.want[i])
			}
		}
		if sum != 1000 {
			t.Errorf("%v: the shares sum to %d", tt.parts, sum)
		}
	}
	if got := Shares(0, 0); !got[0].Unknown || !got[1].Unknown {
		t.Errorf("a whole of nothing has shares %v", got)
	}
}

func TestPeriodThatEndsBeforeItBeginsIsRefused(t *testing.T) {
	_, err := sample.Run(context.Background(), nil, Query{From: year.To, To: year.From})
	if err == nil || !strings.Contains(err.Error(), "perioden") {
		t.Errorf("got %v", err)
	}
}
