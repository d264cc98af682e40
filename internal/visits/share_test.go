package visits

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"stadga/internal/civil"
)

func TestTimeIsSharedOnce(t *testing.T) {
	at := func(hour, minute int) time.Time { return civil.On(2026, time.March, 4).At(hour, minute) }
	for name, tt := range map[string]struct {
		a, b         Span
		rule         SharingRule
		wa, wb       int
		forA, forB   int
		firstBelongs string
	}{
		"the same hour, alike":      {Span{at(8, 0), at(9, 0)}, Span{at(8, 0), at(9, 0)}, ShareAlike, 600, 1200, 30, 30, "a"},
		"the odd minute goes first": {Span{at(8, 0), at(8, 45)}, Span{at(8, 0), at(8, 45)}, ShareAlike, 0, 0, 23, 22, "a"},
		"by what is granted":        {Span{at(8, 0), at(9, 0)}, Span{at(8, 0), at(9, 0)}, ShareByGranted, 600, 1200, 20, 40, "a"},
		"one is not granted time":   {Span{at(8, 0), at(9, 0)}, Span{at(8, 0), at(9, 0)}, ShareByGranted, 600, 0, 30, 30, "a"},
		"the other came first":      {Span{at(8, 20), at(9, 0)}, Span{at(8, 0), at(8, 40)}, ShareAlike, 0, 0, 30, 30, "b"},
	} {
		forA, forB := Shared(tt.a, tt.b, tt.rule, tt.wa, tt.wb)
		if forA.Minutes() != tt.forA || forB.Minutes() != tt.forB || forA.Overlaps(forB) || forA.From.Before(forB.From) != (tt.firstBelongs == "a") {
			t.Errorf("%s: %v and %v", name, forA, forB)
		}
	}
}

// Whatever the two visits are, their parts fill the time once.
func TestSharedPartsFillTheTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := civil.On(2026, time.March, 4).At(6, 0)
		draw := func(name string) Span {
			from := day.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, name)) * time.Minute)
			return Span{From: from, To: from.Add(time.Duration(rapid.IntRange(2, 200).Draw(t, name+" long")) * time.Minute)}
		}
		a, b := draw("a"), draw("b")
		rule := rapid.SampledFrom([]SharingRule{ShareAlike, ShareByGranted}).Draw(t, "rule")
		forA, forB := Shared(a, b, rule, rapid.IntRange(0, 5000).Draw(t, "granted a"), rapid.IntRange(0, 5000).Draw(t, "granted b"))
		whole := Span{From: earlier(a.From, b.From), To: later(a.To, b.To)}
		if forA.Minutes()+forB.Minutes() != whole.Minutes() || forA.Overlaps(forB) || forA.Minutes() < 0 || forB.Minutes() < 0 {
			t.Fatalf("%v and %v became %v and %v", a, b, forA, forB)
		}
	})
}
