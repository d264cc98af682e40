package simulate

import (
	"context"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/boards"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/rulebook"
	"stadga/internal/rulebook/vocabulary"
	"stadga/rules"
)

func book(t *testing.T) *rulebook.Book {
	t.Helper()
	book, err := rulebook.Load(rules.Files, vocabulary.All())
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// told is a board on which the stories have been lived under the rules, with
// the script that says what is what.
type told struct {
	*testing.T
	*script
	board *boards.Board
}

// thursday is an ordinary day for stories to be told on.
var thursday = civil.On(2026, time.November, 19)

func tell(t *testing.T, today civil.Date) told {
	t.Helper()
	clock := &Clock{}
	w := World{Seed: 2, Inhabitants: 200, Months: 1, End: today.At(10, 0), Stories: true}
	board, err := boards.Open(context.Background(), boards.Config{
		URL: "sqlite:" + t.TempDir(), Name: "socialnamnden", Book: book(t), Access: door(t), Clock: clock.Now, Random: IDs(w.Seed).Random,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = board.Close() })
	plan, err := NewPlan(w)
	if err != nil {
		t.Fatal(err)
	}
	load, err := board.Store.Load(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	ahead := NewAhead(context.Background(), load)
	e := engine.New(engine.Config{
		Store: ahead, Registry: board.Store.Registry(), Book: book(t), Access: door(t), Clock: clock.Now, IDs: board.IDs, Inside: true,
	})
	s := plan.write(bind(e), board.IDs)
	if refused, err := s.live(context.Background(), e, clock, nil); err != nil || len(refused) > 0 {
		t.Fatal(refused, err)
	}
	if err := ahead.Settle(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.streams = bind(board.Engine)
	return told{T: t, script: s, board: board}
}

// obligation finds what a rule says of a subject; nil when it says nothing.
func (s told) obligation(subject duty.Subject, rule string) *duty.Obligation {
	s.Helper()
	all := s.obligations(subject, rule)
	if len(all) == 0 {
		return nil
	}
	return &all[0]
}

func (s told) obligations(subject duty.Subject, rule string) []duty.Obligation {
	s.Helper()
	var found []duty.Obligation
	err := s.board.Store.Read(context.Background(), func(r engine.Reader) error {
		chain, err := r.Chain(context.Background(), subject, nil)
		if err != nil || len(chain) == 0 {
			return err
		}
		all, err := r.Obligations(context.Background(), chain[0].Num)
		for _, o := range all {
			if o.Rule == rule {
				found = append(found, o)
			}
		}
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return found
}

// says fails unless the rule has that answer about the subject today.
func (s told) says(subject duty.Subject, rule string, want duty.State) duty.Obligation {
	s.Helper()
	o := s.obligation(subject, rule)
	if o == nil {
		s.Errorf("%s says nothing, want %s", rule, want)
		return duty.Obligation{}
	}
	if got := o.StateAt(s.End); got != want {
		s.Errorf("%s: %s, want %s (due %s, met %s)", rule, got, want, o.Due(), o.MetBy.Day)
	}
	return *o
}

// named finds the person of a story.
func (s told) named(name string) *Person {
	s.Helper()
	for _, p := range s.Town.People {
		if s.taken[p] && p.Name() == name {
			return p
		}
	}
	s.Fatalf("nobody is called %s", name)
	return nil
}

func (s told) applicationsOf(name string) []*Application {
	var all []*Application
	for _, a := range s.Applications {
		if a.Person == s.named(name) {
			all = append(all, a)
		}
	}
	return all
}

func (s told) reportOf(name string) *ChildReport {
	s.Helper()
	for _, r := range s.Reports {
		for _, c := range r.Children {
			if c.Child == s.named(name) {
				return c
			}
		}
	}
	s.Fatalf("no report about %s", name)
	return nil
}

// TestStories tells the stories once, and asks the record of each what must be
// seen.
func TestStories(t *testing.T) {
	s := tell(t, thursday)
	t.Run("1 Anna", func(t *testing.T) { story1(t, s) })
	t.Run("2 AlvaAndElis", func(t *testing.T) { story2(t, s) })
	t.Run("3 Melvin", func(t *testing.T) { story3(t, s) })
	t.Run("4 Tuva", func(t *testing.T) { story4(t, s) })
	t.Run("5 Noel", func(t *testing.T) { story5(t, s) })
	t.Run("7 KarlErik", func(t *testing.T) { story7(t, s) })
	t.Run("must be seen", func(t *testing.T) { mustBeSeen(t, s) })
}

func story1(t *testing.T, s told) {
	s.T = t
	all := s.applicationsOf("Anna Svensson")
	if len(all) != 2 || s.signed[all[0]].id == s.signed[all[1]].id {
		t.Fatal("Anna does not have two lines")
	}
	if len(s.cases[caseKey{all[0].Person, casework.Older}].decisions) != 2 {
		t.Error("the two lines do not stand in one case")
	}
	if years := age(all[0].Person.Born, s.Today); years != 84 {
		t.Errorf("Anna is %d", years)
	}
	shower := s.signed[all[1]]
	service := duty.Subject{Kind: "service", ID: shower.ids[0].ID}
	order, _, err := s.orders.Load(context.Background(), shower.orders[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if sent := civil.DayOf(order.Sent); sent != slide(s.day(-1)) || !order.Acknowledged.IsZero() {
		t.Errorf("order sent %s, acknowledged %v", sent, order.Acknowledged)
	}
	o := s.says(service, "local-order-ack-1wd", duty.Open)
	if o.Due() != s.Today {
		t.Errorf("to be acknowledged by %s, want today: one working day", o.Due())
	}
	if _, made := order.CurrentPlan(); made {
		t.Error("the shower has a plan: the thread has no gap")
	}
	if food := s.signed[all[0]]; len(food.orders) == 1 {
		o, _, err := s.orders.Load(context.Background(), food.orders[0].ID)
		if _, made := o.CurrentPlan(); err != nil || !made {
			t.Errorf("the food has no plan (%v)", err)
		}
	}
}

func story2(t *testing.T, s told) {
	s.T = t
	alva, elis := s.reportOf("Alva Björk"), s.reportOf("Elis Björk")
	of := func(c *ChildReport) duty.Subject { return duty.Subject{Kind: "intake", ID: s.received[c].ID} }
	s.says(of(elis), "local-protection-24h", duty.Late)
	s.says(of(alva), "local-protection-24h", duty.Met)
	if o := s.obligation(of(elis), "child-protection-assessment"); o == nil || !o.MetBy.Day.IsZero() {
		t.Errorf("Elis is not on the list of those without protection assessment: %v", o)
	}
	saturday := civil.On(2026, time.November, 14)
	for _, c := range []*ChildReport{alva, elis} {
		in, _, err := s.intakes.Load(context.Background(), s.received[c].ID)
		if err != nil {
			t.Fatal(err)
		}
		if day := civil.DayOf(in.Received); day != saturday {
			t.Errorf("%s: inkom %s, want the Saturday", c.Child.First, day)
		}
		if gap := in.Registered.Sub(in.Received); gap < 39*time.Hour || gap > 41*time.Hour {
			t.Errorf("%s: registered after %s, want 40 hours", c.Child.First, gap)
		}
		if o := s.obligation(of(c), "child-prelim-14d"); o == nil || o.Strict != saturday.AddDays(14) {
			t.Errorf("%s: the fourteen days do not run from the Saturday: %v", c.Child.First, o)
		}
		if len(in.Together) != 1 {
			t.Errorf("%s: not one report with the other", c.Child.First)
		}
	}
}

func story3(t *testing.T, s told) {
	s.T = t
	melvin := s.reportOf("Melvin Sandberg")
	subject := duty.Subject{Kind: "intake", ID: s.received[melvin].ID}
	o := s.says(subject, "child-prelim-14d", duty.Late)
	if late := s.Today.DaysSince(o.Strict); late != 2 {
		t.Errorf("%d days late, want 2", late)
	}
	in, _, err := s.intakes.Load(context.Background(), s.received[melvin].ID)
	if err != nil {
		t.Fatal(err)
	}
	if civil.DayOf(in.Received) != s.day(-16) || in.Officer != s.actors["linnea-back"].User {
		t.Errorf("received %s, officer %s", in.Received, in.Officer)
	}
	mother, father := s.known[melvin.Child.Guardians[0]], s.known[melvin.Child.Guardians[1]]
	if !in.GuardianAnswered(mother) || in.GuardianAnswered(father) {
		t.Error("mother is to be contacted, and father not, without a reason")
	}
	_, err = s.intakes.Preview(context.Background(), act.Form{ID: s.board.Engine.NewForm(), Actor: s.actors["linnea-back"]}, s.received[melvin].ID, casework.ExtendAssessment{Until: s.day(7), Reasons: "Pappa har inte gått att nå."})
	if err == nil {
		t.Error("the time could be extended after it had run out")
	}
}

func story4(t *testing.T, s told) {
	s.T = t
	q := s.reportOf("Tuva Engström").Inquiry
	subject := duty.Subject{Kind: "investigation", ID: s.inquiries[q].ID}
	o := s.says(subject, "child-inquiry-4m", duty.Late)
	if o.Strict != civil.DayOf(q.Opened).AddMonths(4) {
		t.Errorf("due %s", o.Strict)
	}
	if late := s.Today.DaysSince(o.Strict); late < 6 || late > 8 {
		t.Errorf("%d days over four months, want 6", late)
	}
	i, _, err := s.investigations.Load(context.Background(), s.inquiries[q].ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(i.Talks) != 2 || len(i.Goals) != 1 || !i.Goals[0].Vague() {
		t.Errorf("talks %d, goals %v", len(i.Talks), i.Goals)
	}
	if o := s.obligation(subject, "child-inquiry-extend-reasons"); o == nil {
		t.Error("nothing is said of the reason")
	}
}

func story5(t *testing.T, s told) {
	s.T = t
	noel := s.named("Noel Holmberg")
	line := s.cases[caseKey{noel, casework.Children}]
	chain := s.obligations(duty.Subject{Kind: "case", ID: line.id.ID}, "child-inquiry-chain")
	late := false
	for _, o := range chain {
		late = late || o.State(s.Today) == duty.Late
	}
	if !late {
		t.Errorf("two inquiries in a row are not seen as one that is late: %v", chain)
	}
	var second *Inquiry
	for _, r := range s.Reports {
		if q := r.Children[0].Inquiry; q != nil && q.Child == noel && q.Closed.IsZero() {
			second = q
		}
	}
	i, _, err := s.investigations.Load(context.Background(), s.inquiries[second].ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(i.Sent) != 1 || i.Sent[0].Party != s.known[noel.Guardians[0]] {
		t.Errorf("sent to %v, want mother only", i.Sent)
	}
	if len(partiesOf(noel, s.Today)) != 3 {
		t.Error("Noel is not a party of his own")
	}
}

func story7(t *testing.T, s told) {
	s.T = t
	a := s.applicationsOf("Karl-Erik Nordin")[0]
	made := s.signed[a]
	subject := duty.Subject{Kind: "service", ID: made.ids[0].ID}
	s.says(subject, "local-individual-followup-1y", duty.Late)
	s.says(subject, "local-signal-5wd", duty.Late)
	d, _, err := s.decisions.Load(context.Background(), made.id.ID)
	if err != nil {
		t.Fatal(err)
	}
	it, _ := d.Item(made.ids[0])
	if len(it.Extended) != 2 || len(d.FollowUps) != 0 {
		t.Errorf("extended %d times, followed up %d", len(it.Extended), len(d.FollowUps))
	}
	if d.Law != casework.SoLOf(d.Made) || it.Extended[1].Law != casework.SoLOf(it.Extended[1].On) {
		t.Error("an act that was not in force stands in a decision")
	}
	order, _, err := s.orders.Load(context.Background(), made.orders[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(order.Signals) != 1 || !order.Signals[0].Answered.IsZero() || order.Signals[0].Kind != delivery.MoreHelp {
		t.Errorf("signals %v", order.Signals)
	}
	if days := s.Today.DaysSince(civil.DayOf(order.Signals[0].Sent)); days < 47 || days > 49 {
		t.Errorf("the signal has waited %d days, want 47", days)
	}
	if order.Provider != s.providers["ronnen"] {
		t.Error("the provider is not Rönnen")
	}
}

func TestStoriesSlideToWorkingDays(t *testing.T) {
	for _, today := range []string{"2026-11-22", "2026-11-23", "2027-01-02", "2027-03-29"} {
		t.Run(today, func(t *testing.T) {
			s := tell(t, civil.MustParse(today))
			for _, i := range s.intents {
				day := civil.DayOf(i.at)
				if i.by == "jonas-lund" && !workday(day) {
					t.Errorf("%s is at work on %s", i.by, day)
				}
			}
		})
	}
}
