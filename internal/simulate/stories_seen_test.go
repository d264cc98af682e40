package simulate

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/visits"
)

// mustBeSeen holds what the last column of the stories says in figures and words.
func mustBeSeen(t *testing.T, s told) {
	s.T = t
	service := func(a *Application) duty.Subject { return duty.Subject{Kind: "service", ID: s.signed[a].ids[0].ID} }

	annas := s.applicationsOf("Anna Svensson")
	shower, _, err := s.investigations.Load(context.Background(), s.applied[annas[1]].ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(shower.Needs) != 1 || !strings.Contains(shower.Needs[0].Text, "dusch") {
		t.Errorf("1: the need of a shower reads %v", shower.Needs)
	}
	receipt := s.obligation(service(annas[1]), "local-order-ack-1wd")
	if receipt == nil || receipt.StateAt(s.End.AddDate(0, 0, 1)) != duty.Late {
		t.Errorf("1: the order nobody answers is not late the day after: %v", receipt)
	}

	tuva := s.reportOf("Tuva Engström").Inquiry
	inquiry := duty.Subject{Kind: "investigation", ID: s.inquiries[tuva].ID}
	if o := s.obligation(inquiry, "child-inquiry-extend"); o == nil || o.StateAt(s.End) != duty.Late {
		t.Errorf("4: a decision to extend after the time ran out is not seen as late: %v", o)
	}

	noel := s.named("Noel Holmberg")
	days := 0
	for _, r := range s.Reports {
		if q := r.Children[0].Inquiry; q != nil && q.Child == noel {
			last := s.Today
			if !q.Closed.IsZero() {
				last = civil.DayOf(q.Closed)
			}
			days += last.DaysSince(civil.DayOf(q.Opened))
		}
	}
	if days < 147 || days > 151 {
		t.Errorf("5: %d days in two inquiries, want 149 but for days off", days)
	}

	karl := s.applicationsOf("Karl-Erik Nordin")[0]
	if o := s.obligation(service(karl), "local-individual-followup-1y"); o == nil || s.Today.DaysSince(o.Due()) < 365 {
		t.Errorf("7: the follow-up is not over a year late: %v", o)
	}
	if granted := karl.Items[0].Minutes; granted != 18*60 {
		t.Errorf("7: %d minutes granted, want 18 hours", granted)
	}
	if done := s.delivered(karl, 30); done < 25*time.Hour || done > 29*time.Hour {
		t.Errorf("7: %s delivered in a month, want 27 hours", done.Round(time.Minute))
	}
}

// delivered sums the visits of a service in the last whole days.
func (s told) delivered(a *Application, days int) time.Duration {
	s.Helper()
	rows, err := s.board.Store.Reader().QueryContext(context.Background(),
		`select b.body from journal j join journal_body b on b.event = j.num where j.name = $1`, visits.VisitRegistered{}.EventName())
	if err != nil {
		s.Fatal(err)
	}
	defer rows.Close()
	var sum time.Duration
	for rows.Next() {
		var body []byte
		var v visits.VisitRegistered
		if err := rows.Scan(&body); err != nil {
			s.Fatal(err)
		}
		if err := json.Unmarshal(body, &v); err != nil {
			s.Fatal(err)
		}
		if day := civil.DayOf(v.Done.From); v.Target.Service == s.signed[a].ids[0] && day.Before(s.Today) && !day.Before(s.day(-days)) {
			sum += v.Done.To.Sub(v.Done.From)
		}
	}
	if err := rows.Err(); err != nil {
		s.Fatal(err)
	}
	return sum
}
