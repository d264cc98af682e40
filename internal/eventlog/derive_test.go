package eventlog

import (
	"strings"
	"testing"
)

// derived reads one list with a derivation and returns the facts it gave, by subject.
func derived(t *testing.T, derive, rows string) string {
	t.Helper()
	const lists = `
lists:
  - name: beslut
    file: b*
    subject: {service: Nr, investigation: Utr, person: Löpnr}
    absent: no
    facts:
      service.kind: {text: Insats}
      service.from: {day: Från}
      service.until: {day: Till}
      service.minutes: {number: Tim, times: 60}
      investigation.opened: {day: Inledd, on: investigation}
      investigation.extended: {day: Förl, on: investigation}
`
	m := mapping(t, lists+derive)
	gives := map[string]bool{}
	for _, d := range m.Derive {
		for _, f := range d.types() {
			gives[f.Name] = true
		}
	}
	var b strings.Builder
	reading := Reading{Mapping: m, Temp: t.TempDir(), Files: folder(t, "b.csv", "Nr;Utr;Löpnr;Insats;Från;Till;Tim;Inledd;Förl\n"+rows)}
	_, err := reading.Read(func(matter *Matter) error {
		for _, s := range matter.Subjects {
			for _, f := range s.Facts {
				if gives[f.Name] {
					b.WriteString(s.Number + " " + f.Name + " " + f.Day.String() + " " + f.Value + "\n")
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPeriodsThatFollowOnEachOtherAreTied(t *testing.T) {
	const follows = `
derive:
  - follows: {subject: service, same: [service.kind], from: service.from, until: service.until, alike: [service.minutes],
      inquiry: investigation.opened, next: service.next, gap: service.gap, how: service.renewed}
`
	got := derived(t, follows, ""+
		"B1;U1;7;HTJ;2025-01-01;2025-06-30;10;2024-12-01;\n"+ // renewed next day, same terms, no inquiry
		"B2;U1;7;HTJ;2025-07-01;2025-12-31;10;2024-12-01;\n"+ // renewed after an inquiry, five days' gap
		"B3;U2;7;HTJ;2026-01-06;2026-06-30;10;2025-12-01;\n"+ // more hours without inquiry, overlapping
		"B4;U2;7;HTJ;2026-06-21;9999-12-31;12;2025-12-01;\n"+
		"B5;U1;7;LARM;2025-07-01;;1;2024-12-01;\n"+ // another service
		"B6;U6;8;HTJ;2025-07-01;2025-12-31;10;2025-06-01;\n") // another person
	const want = `B1 service.next 2025-07-01 
B1 service.gap 2025-07-01 0
B1 service.renewed 2025-07-01 oforandrad
B2 service.next 2026-01-06 
B2 service.gap 2026-01-06 5
B2 service.renewed 2026-01-06 ny-provning
B3 service.next 2026-06-21 
B3 service.gap 2026-06-21 -10
B3 service.renewed 2026-06-21 andrad
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestAnAmountAMonthIsSharedOverTheDaysInForce(t *testing.T) {
	got := derived(t, `
from: 2026-01-01
to: 2026-03-31
derive:
  - prorated: {gives: person.minutes, subject: service, on: person, number: service.minutes, from: service.from, until: service.until}
`, ""+
		"B1;U1;7;HTJ;2025-01-01;2026-01-31;10;2024-12-01;\n"+ // 600 in January
		"B2;U1;7;HTJ;2026-02-15;;10;2024-12-01;\n"+ // 300 in February (14 of 28 days), 600 in March
		"B3;U3;8;HTJ;2027-01-01;;10;2024-12-01;\n") // not in force in the period
	if want := "7 person.minutes 2026-03-31 1500\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTwoHandsShareNoName(t *testing.T) {
	got := derived(t, `
derive:
  - differs: {gives: service.by_other, subject: service, fact: service.kind, from: service.minutes}
  - percent: {gives: service.percent, subject: service, part: service.minutes, of: service.minutes}
  - known: {gives: service.known, subject: service, fact: service.until}
`, "B1;U1;7;600;2026-01-01;;10;;\nB2;U2;7;601;2026-01-01;2026-02-01;10;;\nB3;U3;7;601;2026-01-01;2026-02-01;;;\n")
	const want = `B1 service.percent  100
B1 service.known  saknas
B2 service.by_other  
B2 service.percent  100
B2 service.known  finns
B3 service.known  finns
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestWhetherAFactCameInTime(t *testing.T) {
	got := derived(t, `
derive:
  - timing: {gives: investigation.extension, subject: investigation, fact: investigation.extended, after: investigation.opened, within: {months: 4}}
`, "B1;U1;7;A;;;;2026-01-31;2026-05-31\nB2;U2;7;A;;;;2026-01-31;2026-06-01\nB3;U3;7;A;;;;2026-01-31;\n")
	const want = `U1 investigation.extension 2026-01-31 i-tid
U2 investigation.extension 2026-01-31 for-sent
U3 investigation.extension 2026-01-31 aldrig
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
