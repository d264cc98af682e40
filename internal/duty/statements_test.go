package duty_test

import (
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

func TestStatementsLeaveEarlierStateAlone(t *testing.T) {
	service := duty.Subject{Kind: "service", ID: ids.ID{1}}
	noted := journal.Recorded{Envelope: journal.Envelope{Version: 3, At: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}}
	day := civil.MustParse("2026-03-02")

	before := duty.Statements{}.Say(service, noted, duty.Fact{Name: "service.granted", Day: day})
	after := before.Replace(service, noted, duty.Fact{Name: "service.granted", Day: day.AddDays(1)})
	other := before.Say(service, noted, duty.Fact{Name: "service.ended", Day: day})

	under := func(duty.Subject) duty.Subject { return duty.Subject{Kind: "decision", ID: ids.ID{2}} }
	for name, tt := range map[string]struct {
		given duty.Statements
		want  []civil.Date
	}{
		"before":   {before, []civil.Date{day}},
		"replaced": {after, []civil.Date{day.AddDays(1)}},
		"added":    {other, []civil.Date{day, day}},
	} {
		said := tt.given.Said(under)
		if len(said) != 1 || said[0].Under.Kind != "decision" || len(said[0].Facts) != len(tt.want) {
			t.Fatalf("%s: got %+v", name, said)
		}
		for i, f := range said[0].Facts {
			if f.Day != tt.want[i] || f.Version != 3 || f.Learned.IsZero() {
				t.Errorf("%s: fact %d is %+v", name, i, f)
			}
		}
	}
}
