package webkit_test

import (
	"net/url"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault/faulttest"
	"stadga/internal/webkit"
	"stadga/internal/webkit/webtest"
)

func TestDaysAsPeopleWriteThem(t *testing.T) {
	today := civil.MustParse("2026-03-12")
	for said, want := range map[string]string{
		"2026-03-02": "2026-03-02", "20260302": "2026-03-02", "2/3": "2026-03-02", "2.3.2026": "2026-03-02",
		"2 mars": "2026-03-02", "2 mars 2025": "2025-03-02", "mån 2 mars": "2026-03-02", "24 dec": "2025-12-24",
		"i dag": "2026-03-12", "I går": "2026-03-11", "i morgon": "2026-03-13", "29 feb 2024": "2024-02-29",
		"29 feb": "", "31 februari": "", "2026-13-01": "", "tisdag": "", "12": "", "": "", "x mars": "", "2 mars 26": "",
	} {
		got, ok := webkit.ReadDay(said, today)
		if got.String() != want || ok != (want != "") {
			t.Errorf("%q: %s, want %q", said, got, want)
		}
	}
}

func TestTimesAsPeopleWriteThem(t *testing.T) {
	for said, want := range map[string]string{"08:53": "08:53", "8.5": "08:05", "0853": "08:53", "8": "08:00", "kl 16:40": "16:40", "24:00": "", "8:60": "", "åtta": "", "": ""} {
		h, m, ok := webkit.ReadTime(said)
		if ok != (want != "") || ok && civil.MustParse("2026-03-12").At(h, m).Format("15:04") != want {
			t.Errorf("%q: %d:%d %v, want %q", said, h, m, ok, want)
		}
	}
}

func TestAFristInWords(t *testing.T) {
	day := civil.MustParse
	now := webtest.Now()
	for name, tt := range map[string]struct {
		given duty.Obligation
		lage  webkit.Lage
		words string
		when  string
	}{
		"late":             {duty.Obligation{Strict: day("2026-03-10")}, webkit.Sen, "2 dagar försenad", "gränsen var tis 10 mars"},
		"today":            {duty.Obligation{Strict: day("2026-03-12")}, webkit.Idag, "i dag", "senast tors 12 mars"},
		"soon, a Sunday":   {duty.Obligation{Strict: day("2026-03-15")}, webkit.Snart, "3 dagar kvar", "senast sön 15 mars, planera till fre 13 mars"},
		"calm, next year":  {duty.Obligation{Strict: day("2027-03-10")}, webkit.Lugn, "363 dagar kvar", "senast ons 10 mars 2027"},
		"moved and saved":  {duty.Obligation{Strict: day("2026-03-08"), Shifted: day("2026-03-12")}, webkit.Idag, "i dag", "senast sön 8 mars"},
		"met in time":      {duty.Obligation{Strict: day("2026-06-10"), MetBy: duty.Fact{Day: day("2026-03-08")}}, webkit.Klar, "uppfylld 8 mars", "i tid, gränsen var ons 10 juni"},
		"met too late":     {duty.Obligation{Strict: day("2026-03-01"), MetBy: duty.Fact{Day: day("2026-03-08")}}, webkit.Stopp, "uppfylld 7 dagar för sent", "gränsen var sön 1 mars"},
		"at once":          {duty.Obligation{Ground: duty.Fact{At: now.Add(-time.Hour)}}, webkit.Idag, "genast", "sedan i dag 07:52"},
		"cannot be judged": {duty.Obligation{Missing: "decision.received"}, webkit.Oklar, "kan inte bedömas", ""},
		"in minutes":       {duty.Obligation{DueAt: now.Add(18 * time.Minute)}, webkit.Idag, "18 minuter kvar", "senast i dag 09:10"},
		"hours gone":       {duty.Obligation{DueAt: now.Add(-3 * time.Hour)}, webkit.Sen, "3 timmar försenad", "gränsen var i dag 05:52"},
		"local target":     {duty.Obligation{Strict: day("2026-05-04"), Local: day("2026-04-10")}, webkit.Lugn, "53 dagar kvar", "senast mån 4 maj, lokalt mål fre 10 april"},
	} {
		f := webkit.FristOf(tt.given, now)
		when := f.Before
		if f.DayWords() != "" {
			when += " " + f.DayWords()
		}
		if f.Lage != tt.lage || f.Words != tt.words || when+f.After != tt.when {
			t.Errorf("%s: %s %q %q", name, f.Lage, f.Words, when+f.After)
		}
	}
}

func TestPagingKeepsTheView(t *testing.T) {
	at := func(s string) *url.URL {
		u, err := url.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	p := webkit.NewPaging(at("/arenden?steg=utreda&sida=2"), 212)
	if p.Words() != "Visar 26–50 av 212" || p.Prev != "/arenden?steg=utreda" || p.Next != "/arenden?sida=3&steg=utreda" || p.Offset() != 25 {
		t.Errorf("%s %s %s", p.Words(), p.Prev, p.Next)
	}
	if p := webkit.NewPaging(at("/arenden?sida=99"), 30); p.Words() != "Visar 26–30 av 30" || p.Next != "" {
		t.Errorf("past the end: %s", p.Words())
	}
	if p := webkit.NewPaging(at("/arenden"), 0); p.Words() != "Visar 0 av 0" || p.Offset() != 0 {
		t.Errorf("nothing: %s", p.Words())
	}
}

func TestWhatCannotBeJudgedIsNeverCountedAsMet(t *testing.T) {
	s := webkit.Share{Met: 9, Not: 1, Unknown: 90, Goal: 90}
	if s.Words() != "9 av 10" || s.Badge().Words != "når målet" || s.MetWidth() > 20 {
		t.Errorf("%s %s %v", s.Words(), s.Badge().Words, s.MetWidth())
	}
	if none := (webkit.Share{Unknown: 4}); none.Badge().Lage != webkit.Oklar || none.Percent() != "–" {
		t.Errorf("nothing to judge: %+v", none.Badge())
	}
}

func TestEveryKeyHasWords(t *testing.T) { faulttest.Check(t, ".", webkit.Catalogue()) }

func TestASentenceBeginsWithACapitalLetter(t *testing.T) {
	for words, want := range map[string]string{"": "", "överklagad i dag": "Överklagad i dag", "ändrat 3 maj": "Ändrat 3 maj", "från utredning 1": "Från utredning 1"} {
		if got := webkit.Capital(words); got != want {
			t.Errorf("%q begins as %q", words, got)
		}
	}
}
