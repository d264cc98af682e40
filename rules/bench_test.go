package rules_test

import (
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

// aChildsMatter is what the record says of a girl of nine and her intake, from
// the report to the decision to open.
func aChildsMatter() []duty.Fact {
	day := civil.MustParse
	at := func(name, d string, hour, minute int) duty.Fact {
		return duty.Fact{Name: name, Day: day(d), At: day(d).At(hour, minute), Learned: day(d).At(hour, minute)}
	}
	on := func(name, about, d, value string) duty.Fact {
		return duty.Fact{Name: name, About: about, Day: day(d), Value: value, Learned: day(d).At(12, 0)}
	}
	return []duty.Fact{
		on("person.born", "", "2017-03-01", ""), on("person.guardian", "mamma", "2017-03-01", ""), on("person.guardian", "pappa", "2017-03-01", ""),
		on("case.opened", "", "2026-02-24", ""), on("case.area", "", "2026-02-24", "barn"), on("case.officer", "", "2026-02-24", "linnea"), on("case.unit", "", "2026-02-24", "mottagning"),
		on("intake.kind", "", "2026-02-24", "orosanmalan"), at("intake.received", "2026-02-24", 15, 42), at("intake.registered", "2026-02-24", 15, 51),
		on("intake.channel", "", "2026-02-24", "telefon"), on("intake.reporter_mandated", "", "2026-02-24", "true"), on("intake.running_inquiry", "", "2026-02-24", "false"),
		at("intake.feedback_wanted", "2026-02-24", 15, 42), at("intake.protection_assessed", "2026-02-24", 16, 30), on("intake.protection_result", "", "2026-02-24", "behovs-inte"),
		at("intake.first_assigned", "2026-02-25", 8, 30), on("intake.guardian_contacted", "mamma", "2026-02-26", ""), on("intake.guardian_not_contacted", "pappa", "2026-02-26", "hot"),
		on("intake.child_talked", "", "2026-02-27", "samtycke"), on("intake.meeting_offered", "", "2026-02-25", "true"),
		on("intake.decided", "", "2026-03-09", ""), on("intake.outcome", "", "2026-03-09", "inleda"), on("intake.feedback_given", "", "2026-03-12", ""),
	}
}

func BenchmarkRulesOverOneMatter(b *testing.B) {
	book := load(b)
	subject := duty.Subject{Kind: "intake"}
	facts, today := duty.FactsOf(aChildsMatter()...), civil.MustParse("2026-03-15")
	b.Run("book", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			book.Compute(subject, facts, today)
		}
	})
	b.Run("hand", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			byHand(subject, &facts, today)
		}
	})
}

// BenchmarkRulesOverAMillion computes a million matters from facts in memory on
// two goroutines, by the book and by hand in turns, and says how many times as
// long the book takes. The matters are of a thousand kinds, drawn as in the
// property test that holds the two to the same obligations.
func BenchmarkRulesOverAMillion(b *testing.B) {
	const matters, kinds, turns, goroutines = 1_000_000, 1000, 20, 2
	book, subject, today := load(b), duty.Subject{Kind: "intake"}, civil.MustParse("2026-03-15")
	draw := rapid.Custom(anyIntake)
	lives := make([]duty.Facts, kinds)
	for i := range lives {
		lives[i] = duty.FactsOf(draw.Example(i)...)
	}
	// turn computes its share of the matters, and gives how long that took and how
	// many obligations came out.
	turn := func(compute func(*duty.Facts) int) (time.Duration, int) {
		var working sync.WaitGroup
		var found [goroutines]int
		began := time.Now()
		for n := range goroutines {
			working.Go(func() {
				for i := range matters / turns / goroutines {
					found[n] += compute(&lives[(n+i)%kinds])
				}
			})
		}
		working.Wait()
		return time.Since(began), found[0] + found[1]
	}
	for b.Loop() {
		var byBook, hand time.Duration
		var obligations int
		for range turns {
			t, n := turn(func(f *duty.Facts) int { return len(book.Compute(subject, *f, today).Obligations) })
			u, m := turn(func(f *duty.Facts) int { return len(byHand(subject, f, today).Obligations) })
			byBook, hand, obligations = byBook+t, hand+u, obligations+n
			if n != m {
				b.Fatalf("the book gives %d obligations, the hand %d", n, m)
			}
		}
		times := byBook.Seconds() / hand.Seconds()
		b.ReportMetric(times, "times-by-hand")
		b.ReportMetric(matters/byBook.Seconds(), "matters/s")
		b.ReportMetric(float64(obligations), "obligations")
		if times > 3 {
			b.Errorf("the book takes %.1f times as long as the hand, more than 3", times)
		}
	}
}
