package simulate

import (
	"context"
	"testing"

	"stadga/internal/board"
	"stadga/internal/casework"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/people"
)

// TestMoreStories tells the stories whose commands exist beside those that must
// be seen first.
func TestMoreStories(t *testing.T) {
	s := tell(t, thursday)
	service := func(a *Application) duty.Subject { return duty.Subject{Kind: "service", ID: s.signed[a].ids[0].ID} }

	t.Run("6 Maja", func(t *testing.T) {
		s.T = t
		maja := s.named("Maja Lundqvist")
		for n, p := range []*Person{maja, maja.Guardians[0], maja.Guardians[1]} {
			state, _, err := s.streams.persons.Load(context.Background(), s.known[p].ID)
			if err != nil {
				t.Fatal(err)
			}
			if hidden := state.Protection == people.ProtectedRegistration; hidden != (n < 2) {
				t.Errorf("%s protected: %v", p.First, hidden)
			}
		}
	})
	t.Run("8 Ingegerd and Sten", func(t *testing.T) {
		s.T = t
		s.says(service(s.applicationsOf("Ingegerd Holm")[0]), "nonexec-threshold-3m", duty.Late)
		if all := s.obligations(service(s.applicationsOf("Sten Falk")[0]), "lss-nonexec-report"); len(all) == 0 {
			t.Error("Sten is in no quarterly report")
		}
		told, _, err := s.streams.boards.Load(context.Background(), board.ID())
		if err != nil || len(told.Council) == 0 {
			t.Fatalf("the council has been told of %d quarters (%v)", len(told.Council), err)
		}
		states := map[duty.State]int{}
		for _, o := range s.obligations(duty.Subject{Kind: board.Subject, ID: board.ID()}, "nonexec-council") {
			states[o.State(s.Today)]++
		}
		if states[duty.Late] == 0 || states[duty.Met] != len(told.Council) {
			t.Errorf("of the quarters %v, want the first late and the others met", states)
		}
	})
	t.Run("9 Rolf", func(t *testing.T) {
		s.T = t
		all := s.applicationsOf("Rolf Ekström")
		alarm, _, err := s.decisions.Load(context.Background(), s.signed[all[0]].id.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !alarm.Items[0].Until.IsZero() || alarm.Law != casework.SoL01 {
			t.Errorf("the alarm holds until %s under %s, want until further notice under the old act", alarm.Items[0].Until, alarm.Law)
		}
		home, _, err := s.decisions.Load(context.Background(), s.signed[all[1]].id.ID)
		if err != nil {
			t.Fatal(err)
		}
		if it := home.Items[0]; !it.Running(s.Today) || it.Until != s.day(140) || it.Extent.Count != 22 {
			t.Errorf("22 hours to D+140 do not run: %v", it)
		}
		if again, _, err := s.investigations.Load(context.Background(), s.applied[all[2]].ID); err != nil || again.Opened.IsZero() || !again.Decided.IsZero() {
			t.Errorf("the new inquiry is not open (%v)", err)
		}
		draft := s.draftOf(t, "jonas-lund")
		if len(draft.Stops) != 1 || draft.Stops[0].Rule != "reconsider-may" || draft.Err != nil {
			t.Errorf("the draft is stopped by %v (%v), want FL 37 § and nothing else", draft.Stops, draft.Err)
		}
	})
	t.Run("10 Ellen", func(t *testing.T) {
		i, _, err := s.investigations.Load(context.Background(), s.applied[s.applicationsOf("Ellen Viklund")[0]].ID)
		if err != nil {
			t.Fatal(err)
		}
		if i.View != nil || i.Group != "1" || len(i.Consents) != 2 {
			t.Errorf("view %v, group %s, consents %v", i.View, i.Group, i.Consents)
		}
		draft := s.draftOf(t, "mats-ohrn")
		if all := fault.All(draft.Err); len(all) != 1 || all[0].Rule != "lss-child-best-interests" {
			t.Errorf("the proposal is stopped by %v, want Ellen's own view and nothing else", draft.Err)
		}
	})
	t.Run("11 Gunnar", func(t *testing.T) {
		s.T = t
		refusal := s.signed[s.applicationsOf("Gunnar Berglund")[0]]
		d, _, err := s.decisions.Load(context.Background(), refusal.id.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Appeals) != 1 || d.Appeals[0].Tested != "i-tid" || !d.Appeals[0].Forwarded.IsZero() || d.ReceivedOn(s.known[s.named("Gunnar Berglund")]) != s.day(-24) {
			t.Errorf("appeals %v", d.Appeals)
		}
		o := s.says(duty.Subject{Kind: "decision", ID: refusal.id.ID}, "appeal-3w", duty.Met)
		if o.Strict != s.day(-3) {
			t.Errorf("last day %s, want %s", o.Strict, s.day(-3))
		}
	})
	t.Run("12 Britt and Sture", func(t *testing.T) {
		sture := s.signed[s.applicationsOf("Sture Lindholm")[0]]
		d, _, err := s.decisions.Load(context.Background(), sture.id.ID)
		if err != nil {
			t.Fatal(err)
		}
		order, _, err := s.orders.Load(context.Background(), sture.orders[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if it, _ := d.Item(sture.ids[0]); it.Ended.IsZero() || order.Ended != s.day(-3) {
			t.Errorf("Sture's service ended %s, order %s", it.Ended, order.Ended)
		}
		after := 0
		for _, i := range s.intents {
			if i.at.Equal(s.day(-2).At(8, 55)) || i.at.Equal(s.day(-1).At(8, 55)) {
				after++
			}
		}
		if after < 2 {
			t.Errorf("%d visits after the death, want 2", after)
		}
	})
}

// draftOf finds what one of the staff has typed and left.
func (s told) draftOf(t *testing.T, by string) Draft {
	t.Helper()
	for _, d := range s.Drafts {
		if d.By == s.actors[by].User {
			return d
		}
	}
	t.Fatalf("%s has left nothing typed", by)
	return Draft{}
}

// TestExtrasOfTheLists tells what the lists of a town need beside the twelve stories.
func TestExtrasOfTheLists(t *testing.T) {
	s := tell(t, thursday)
	coercion := func(name string) duty.Subject {
		return duty.Subject{Kind: "coercion", ID: s.forces[s.named(name)]}
	}
	t.Run("taken in charge, one day left", func(t *testing.T) {
		s.T = t
		o := s.says(coercion("Freja Forsman"), "lvu-submit-1w", duty.Open)
		if o.Strict != s.day(1) {
			t.Errorf("to be submitted by %s, want tomorrow", o.Strict)
		}
	})
	t.Run("to be considered in nine days", func(t *testing.T) {
		s.T = t
		emil := coercion("Emil Sandell")
		s.says(emil, "lvu-submit-1w", duty.Met)
		o := s.says(emil, "lvu-consider-2-6m", duty.Open)
		if o.Strict != s.day(9) {
			t.Errorf("to be considered by %s, want %s", o.Strict, s.day(9))
		}
	})
	t.Run("a wrong legal ground corrected", func(t *testing.T) {
		s.T = t
		d, _, err := s.decisions.Load(context.Background(), s.signed[s.applicationsOf("Camilla Berg")[0]].id.ID)
		if err != nil || len(d.Corrections) != 1 || d.Corrections[0].Deviation == "" || d.Grounds() != "11 kap. 1 § och 13 kap. 1 § "+casework.SoL25.Name() {
			t.Errorf("corrections %v, grounds %s (%v)", d.Corrections, d.Grounds(), err)
		}
	})
}
