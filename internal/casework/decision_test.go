package casework_test

import (
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/delegation"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

var (
	decisionID = ids.ID{15: 7}
	shower     = ids.Service{ID: ids.ID{15: 8}}
	delegated  = casework.Mandate{Body: "delegat", Order: delegation.Norrsala()}
	goal       = casework.Goal{Key: "m1", Text: "Duscha tryggt två gånger i veckan", Measure: "Anna duschar utan att vara rädd", By: inquiryDay.AddMonths(3)}
	ruled      = duty.Fact{Name: "case.committee_decided", About: ids.ID{15: 9}.String(), Day: inquiryDay, Value: "utskott § 84"}
	closedNow  = duty.Fact{Name: "investigation.decided", Day: inquiryDay}
)

func showerItem() casework.DecisionItem {
	return casework.DecisionItem{
		Service: shower, Kind: "hemtjanst-dusch", Outcome: casework.Granted, Extent: casework.Extent{Count: 2, Per: casework.PerWeek},
		Purpose: "Klara sig hemma", Goals: []casework.Goal{goal}, From: inquiryDay, Until: inquiryDay.AddMonths(12), FollowUp: inquiryDay.AddMonths(6),
	}
}

func making(kind casework.InquiryKind, items ...casework.DecisionItem) casework.MakeDecision {
	return casework.MakeDecision{Case: annasCase, Person: anna, Investigation: ids.Investigation{ID: inquiryID}, Kind: kind, Items: items, Mandate: delegated}
}

func decision(day civil.Date, events ...journal.Event) casework.Decision {
	var d casework.Decision
	for n, e := range events {
		d.Fold(recorded("decision", decisionID, day, n+1, e))
	}
	return d
}

func TestMakeDecision(t *testing.T) {
	change := func(f func(*casework.DecisionItem)) casework.MakeDecision {
		it := showerItem()
		f(&it)
		return making(casework.InquiryOlder, it)
	}
	home := casework.DecisionItem{Service: shower, Kind: "sarskilt-boende", Outcome: casework.Granted, Purpose: "Klara sig hemma", Goals: []casework.Goal{goal}, From: inquiryDay, FollowUp: inquiryDay.AddMonths(6)}
	limited := home
	limited.Until = inquiryDay.AddMonths(12)
	reasoned := limited
	reasoned.Limit = "Anna vill prova ett år"
	alarm := casework.DecisionItem{Service: shower, Kind: "trygghetslarm", Outcome: casework.Granted, Purpose: "Kunna ringa på hjälp", From: inquiryDay, FollowUp: inquiryDay.AddMonths(6)}
	family := casework.DecisionItem{Service: shower, Kind: "familjehem", Outcome: casework.Granted, Purpose: "Klara sig hemma", Goals: []casework.Goal{goal}, From: inquiryDay, FollowUp: inquiryDay.AddMonths(6)}
	placed := making(casework.InquiryChild, family)
	placed.Mandate = casework.Mandate{Body: "utskott", Minutes: "§ 84", Proposal: ids.ID{15: 9}}
	housing := casework.DecisionItem{Service: shower, Kind: "lss-boende-barn", Outcome: casework.Granted, Purpose: "Klara sig hemma", Goals: []casework.Goal{goal}, From: inquiryDay, FollowUp: inquiryDay.AddMonths(6)}
	unnamed := placed
	unnamed.Mandate.Minutes = ""
	another := placed
	another.Mandate.Minutes = "§ 85"
	chair := making(casework.InquiryOlder, showerItem())
	chair.Mandate = casework.Mandate{Body: "ordforande", Member: "Ingrid Provsson", Urgent: "Anna skrivs ut i kväll"}
	nobody, unhurried := chair, chair
	nobody.Mandate.Member, unhurried.Mandate.Urgent = "", ""
	closing := making(casework.InquiryChild)
	closing.Closing, closing.Reasons = casework.ClosedWithoutCare, "Skyddet finns i familjen"
	silent := closing
	silent.Reasons = ""

	for name, tt := range map[string]struct {
		when    casework.MakeDecision
		outcome casework.InquiryOutcome
		against bool
		fault   string
	}{
		"granted":                        {when: making(casework.InquiryOlder, showerItem()), outcome: casework.EndedInService},
		"granted without a purpose":      {when: change(func(it *casework.DecisionItem) { it.Purpose = "" }), fault: "decision.say-purpose"},
		"granted without a goal":         {when: change(func(it *casework.DecisionItem) { it.Goals = nil }), fault: "decision.set-goal"},
		"a goal without measure and day": {when: change(func(it *casework.DecisionItem) { it.Goals = []casework.Goal{{Key: "m1", Text: "Ska må bra"}} }), fault: "decision.goal-measure-and-day"},
		"a goal whose day has passed": {when: change(func(it *casework.DecisionItem) {
			it.Goals = []casework.Goal{{Key: "m1", Text: "x", Measure: "y", By: inquiryDay}}
		}), fault: "decision.goal-day-passed"},
		"home care without an end":         {when: change(func(it *casework.DecisionItem) { it.Until = civil.Date{} }), fault: "decision.say-until"},
		"without follow-up":                {when: change(func(it *casework.DecisionItem) { it.FollowUp = civil.Date{} }), fault: "decision.say-follow-up"},
		"follow-up after more than a year": {when: change(func(it *casework.DecisionItem) { it.FollowUp = it.From.AddMonths(12).AddDays(1) }), fault: "decision.follow-up-late"},
		"without extent":                   {when: change(func(it *casework.DecisionItem) { it.Extent.Count = 0 }), fault: "decision.say-how-much"},
		"partly, with reasons": {when: change(func(it *casework.DecisionItem) {
			it.Outcome, it.Reasons = casework.PartlyGranted, "Klarar en gång själv"
		}), outcome: casework.EndedInService, against: true},
		"partly, without reasons": {when: change(func(it *casework.DecisionItem) { it.Outcome = casework.PartlyGranted }), fault: "decision.reasons-against"},
		"refused without reasons": {when: change(func(it *casework.DecisionItem) { it.Outcome = casework.Refused }), fault: "decision.reasons-against"},
		"refused with reasons":    {when: change(func(it *casework.DecisionItem) { it.Outcome, it.Reasons = casework.Refused, "Behovet är tillgodosett" }), outcome: casework.EndedInRefusal, against: true},
		"dismissed, too late": {when: change(func(it *casework.DecisionItem) {
			it.Outcome, it.Reasons, it.Why = casework.Dismissed, "Fel kommun", "inte-behorig"
		}), outcome: casework.EndedInDismissal, against: true},
		"dismissed, no cause":                 {when: change(func(it *casework.DecisionItem) { it.Outcome, it.Reasons = casework.Dismissed, "x" }), fault: "decision.why-dismissed"},
		"written off, withdrawn":              {when: change(func(it *casework.DecisionItem) { it.Outcome, it.Why = casework.WrittenOff, "atertagen" }), outcome: casework.EndedInWritingOff},
		"written off, no cause":               {when: change(func(it *casework.DecisionItem) { it.Outcome = casework.WrittenOff }), fault: "decision.why-written-off"},
		"an alarm takes a purpose":            {when: making(casework.InquiryOlder, alarm), outcome: casework.EndedInService},
		"residential care until further":      {when: making(casework.InquiryOlder, home), outcome: casework.EndedInService},
		"residential care to a day":           {when: making(casework.InquiryOlder, limited), fault: "decision.limit-needs-reason"},
		"residential care to a day, and why":  {when: making(casework.InquiryOlder, reasoned), outcome: casework.EndedInService, against: true},
		"a family home by an officer":         {when: making(casework.InquiryChild, family), fault: "decision.by-committee"},
		"a family home by the committee":      {when: placed, outcome: casework.EndedInService},
		"a meeting without its paragraph":     {when: unnamed, fault: "decision.name-the-minutes"},
		"a paragraph the minutes do not have": {when: another, fault: "decision.committee-first"},
		"by the chair":                        {when: chair, outcome: casework.EndedInService},
		"by a chair without a name":           {when: nobody, fault: "decision.name-the-member"},
		"by the chair, without haste":         {when: unhurried, fault: "decision.why-urgent"},
		"a child's service for an elder":      {when: making(casework.InquiryOlder, family), fault: "decision.service-not-in-catalogue"},
		"above an officer's delegation":       {when: making(casework.InquiryLSS, housing), fault: "decision.no-delegation"},
		"a child inquiry without a service":   {when: closing, outcome: casework.ClosedWithoutCare},
		"the same, without reasons":           {when: silent, fault: "decision.give-reasons"},
		"nothing decided":                     {when: making(casework.InquiryOlder), fault: "decision.say-what-is-decided"},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := tt.when.Decide(casework.Decision{}, on(inquiryDay, closedNow, ruled))
			wantFault(t, err, tt.fault)
			if tt.fault != "" {
				return
			}
			d := decision(inquiryDay, events...)
			if d.Outcome != tt.outcome || d.Against != tt.against || d.Appealable() != tt.against || d.Law != casework.SoL25 {
				t.Errorf("got %s, against %v, %s", d.Outcome, d.Against, d.Law)
			}
		})
	}
	_, err := making(casework.InquiryOlder, showerItem()).Decide(casework.Decision{}, on(inquiryDay))
	wantFault(t, err, "decision.investigate-first")
}

// What the committee was told of the place, and what is decided, are the same place;
// where the minutes say something else than was proposed, they are followed.
func TestAPlacementIsDecidedAsItWasProposed(t *testing.T) {
	outside := casework.ExternalPlacement{
		Council: inquiryDay, Seats: []string{"skolpsykolog"}, NotHome: "Ingen skola", Reason: "Behöver skola",
		Options: []casework.PlacementOption{{Name: "Granbacken", Cost: 1}, {Name: "Sjövik", Cost: 2}, {Name: "Tallmon", Cost: 3}},
	}
	own := casework.ExternalPlacement{}
	for name, tt := range map[string]struct {
		proposed, decided casework.ExternalPlacement
		result            string
		fault             string
	}{
		"at home, as proposed":        {own, own, "enligt-forslaget", ""},
		"outside, as proposed":        {outside, outside, "enligt-forslaget", ""},
		"proposed at home":            {own, outside, "enligt-forslaget", "decision.placement-proposed-at-home"},
		"proposed outside":            {outside, own, "enligt-forslaget", "decision.placement-proposed-outside"},
		"the minutes say otherwise":   {own, outside, "annat", ""},
		"the minutes say otherwise 2": {outside, own, "annat", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var p casework.Proposal
			id := ids.ID{15: 9}
			p.Fold(recorded("proposal", id, inquiryDay, 1, casework.ProposalMade{Case: annasCase, Person: anna, Matter: casework.PlacementMatter, Body: "utskott", Meeting: inquiryDay, Outer: tt.proposed}))
			p.Fold(recorded("proposal", id, inquiryDay, 2, casework.ProposalRuled{Ruling: casework.CommitteeRuling{On: inquiryDay, Paragraph: 84, Result: tt.result}}))
			facts := []duty.Fact{closedNow}
			for _, said := range p.Says() {
				facts = append(facts, said.Facts...)
			}
			family := casework.DecisionItem{Service: shower, Kind: "familjehem", Outcome: casework.Granted, Purpose: "Klara sig hemma", Goals: []casework.Goal{goal}, From: inquiryDay, FollowUp: inquiryDay.AddMonths(6)}
			family.Outer = tt.decided
			cmd := making(casework.InquiryChild, family)
			cmd.Mandate = casework.Mandate{Body: "utskott", Minutes: "§ 84", Proposal: id}
			_, err := cmd.Decide(casework.Decision{}, on(inquiryDay, facts...))
			wantFault(t, err, tt.fault)
		})
	}
}

// Story 9: Rolf's 22 hours run for five months more; Jonas drafts 14.
func TestLessThanWhatRuns(t *testing.T) {
	rolf := func(made, until string, extra ...duty.Fact) []duty.Fact {
		facts := []duty.Fact{
			closedNow,
			{Name: "case.favourable_running", About: "s1", Day: civil.MustParse(made), Value: "hemtjanst-omvardnad"},
			{Name: "case.favourable_extent", About: "s1", Value: "264"}, // 22 hours a month
		}
		if until != "" {
			facts = append(facts, duty.Fact{Name: "case.favourable_until", About: "s1", Value: until})
		}
		return append(facts, extra...)
	}
	item := func(hours int, ground, why string) casework.DecisionItem {
		it := showerItem()
		it.Kind, it.Extent = "hemtjanst-omvardnad", casework.Extent{Count: hours, Per: casework.PerMonth}
		it.Lesser = casework.Lesser{Ground: ground, Why: why}
		it.Level.Why = "Sonen lagar maten"
		return it
	}
	// Whether the ground holds is for the rules to say: reconsider-may and reconsider-open-ended.
	for name, tt := range map[string]struct {
		running []duty.Fact
		item    casework.DecisionItem
		fault   string
		says    string // what is taken, and on what ground
	}{
		"more than runs":                {rolf("2026-01-07", "2026-08-01"), item(30, "", ""), "", ""},
		"14 hours, no ground":           {rolf("2026-01-07", "2026-08-01"), item(14, "", ""), "", "2026-01-07 false false ingen"},
		"14 hours at his own request":   {rolf("2026-01-07", "2026-08-01"), item(14, "egen-begaran", "Rolf vill ha färre besök"), "", "2026-01-07 false false egen-begaran"},
		"a ground without words":        {rolf("2026-01-07", "2026-08-01"), item(14, "sakerhet", ""), "decision.say-why-less", ""},
		"an open-ended one":             {rolf("2025-07-01", ""), item(14, "14-9", "Mycket bättre efter operation"), "", "2025-07-01 true false 14-9"},
		"a reservation in the decision": {rolf("2026-01-07", "2026-08-01", duty.Fact{Name: "case.favourable_reservation", About: "s1"}), item(14, "forbehall", "Makan är hemma igen"), "", "2026-01-07 false true forbehall"},
		"what ran has ended":            {rolf("2025-03-01", "2026-03-11"), item(14, "", ""), "", ""},
		"shorter than what runs":        {rolf("2026-01-07", "2027-08-01"), item(30, "", ""), "", "2026-01-07 false false ingen"},
		"two run, one to a date": {
			append(rolf("2026-01-07", "2026-08-01"), duty.Fact{Name: "case.favourable_running", About: "s2", Day: civil.MustParse("2025-09-01"), Value: "hemtjanst-omvardnad"},
				duty.Fact{Name: "case.favourable_extent", About: "s2", Value: "264"}),
			item(14, "14-9", "Bättre"), "", "2025-09-01 false false 14-9",
		},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := making(casework.InquiryOlder, tt.item).Decide(casework.Decision{}, on(inquiryDay, tt.running...))
			wantFault(t, err, tt.fault)
			if err != nil {
				return
			}
			if got := taken(decision(inquiryDay, events...)); got != tt.says {
				t.Errorf("the record says %q, want %q", got, tt.says)
			}
		})
	}
}

// taken reads what a decision says that it takes from the person.
func taken(d casework.Decision) string {
	said := map[string]duty.Fact{}
	for _, s := range d.Says() {
		for _, f := range s.Facts {
			said[f.Name] = f
		}
	}
	if _, reduces := said["service.reduces"]; !reduces {
		return ""
	}
	return said["service.reduced_made"].Day.String() + " " + said["service.reduced_open_ended"].Value + " " + said["service.reduced_reserved"].Value + " " + said["service.lesser_ground"].Value
}

func granted() casework.Decision {
	return decision(inquiryDay, casework.DecisionMade{Case: annasCase, Person: anna, On: inquiryDay, Law: casework.SoL25, Items: []casework.DecisionItem{showerItem()}, Mandate: delegated})
}

func TestTheDayOfReceiptIsUnknownUntilRecorded(t *testing.T) {
	refused := showerItem()
	refused.Outcome = casework.Refused
	given := []journal.Event{
		casework.DecisionMade{Case: annasCase, Person: anna, On: inquiryDay, Law: casework.SoL25, Items: []casework.DecisionItem{refused}, Against: true},
		casework.LetterSent{To: anna, How: "brev", On: inquiryDay},
		casework.AppealReceived{Appeal: "o1", On: inquiryDay.AddDays(40), From: anna},
	}
	later := inquiryDay.AddDays(40)
	_, err := casework.TestAppeal{Appeal: "o1", Result: "for-sent", Why: "Tre veckor har gått"}.Decide(decision(inquiryDay, given...), on(later))
	wantFault(t, err, "decision.received-unknown")
	_, err = casework.TestAppeal{Appeal: "o1", Result: "i-tid"}.Decide(decision(inquiryDay, given...), on(later))
	wantFault(t, err, "")

	received := append(given[:3:3], casework.DecisionReceived{To: anna, On: inquiryDay.AddDays(14), Proof: "mottagningsbevis"})
	_, err = casework.TestAppeal{Appeal: "o1", Result: "for-sent", Why: "x"}.Decide(decision(inquiryDay, received...), on(later))
	wantFault(t, err, "")
	early := append(given[:3:3], casework.DecisionReceived{To: anna, On: inquiryDay.AddDays(19), Proof: "mottagningsbevis"})
	_, err = casework.TestAppeal{Appeal: "o1", Result: "for-sent", Why: "x"}.Decide(decision(inquiryDay, early...), on(later))
	wantFault(t, err, "decision.appeal-is-in-time")

	_, err = casework.RecordReceived{To: mum, On: later, Proof: "kvitto"}.Decide(decision(inquiryDay, given...), on(later))
	wantFault(t, err, "decision.send-first")
	for _, s := range decision(inquiryDay, given...).Says() {
		for _, f := range s.Facts {
			if f.Name == "decision.received" {
				t.Errorf("a day of receipt nobody recorded: %+v", f)
			}
		}
	}
}

func TestAnAppealIsTestedLookedAtAndHandedOver(t *testing.T) {
	given := decision(inquiryDay, casework.DecisionMade{Case: annasCase, Person: anna, On: inquiryDay, Against: true}, casework.AppealReceived{Appeal: "o1", On: inquiryDay, From: anna})
	day := inquiryDay.AddDays(1)
	for n, step := range []struct {
		when interface {
			Decide(casework.Decision, act.Env) ([]journal.Event, error)
		}
		fault string
	}{
		{casework.ForwardAppeal{Appeal: "o1", On: day}, "decision.test-appeal-first"},
		{casework.TestAppeal{Appeal: "o1", Result: "i-tid"}, ""},
		{casework.ForwardAppeal{Appeal: "o1", On: day}, "decision.reconsider-first"},
		{casework.ReconsiderAppeal{Appeal: "o1", Why: "Inget nytt framkommer"}, ""},
		{casework.RecordRuling{Appeal: "o1", Court: "Förvaltningsrätten", Level: casework.FirstCourt, Result: "avslag", Effect: "star-fast", On: day}, "decision.forward-first"},
		{casework.ForwardAppeal{Appeal: "o1", On: day}, ""},
		{casework.ForwardAppeal{Appeal: "o1", On: day}, "decision.appeal-forwarded-already"},
		{casework.RecordRuling{Appeal: "o1", Court: "Förvaltningsrätten", Level: casework.FirstCourt, Result: "avslag", Effect: "star-fast", On: day}, ""},
		{casework.TestAppeal{Appeal: "o2", Result: "i-tid"}, "decision.no-such-appeal"},
	} {
		events, err := step.when.Decide(given, on(day))
		wantFault(t, err, step.fault)
		for _, e := range events {
			given.Fold(recorded("decision", decisionID, day, 10+n, e))
		}
	}
	if a := given.Appeals[0]; a.Result != "avslag" || a.Forwarded != day {
		t.Errorf("got %+v", a)
	}
}

func TestEveryGoalIsJudged(t *testing.T) {
	full := casework.FollowUp{
		Service: shower, On: inquiryDay, Form: "hembesok", Effect: "Anna duschar själv på fredagar", Next: "fortsatter", NextOn: inquiryDay.AddMonths(6),
		Kind: casework.SystematicFollowUp, NoLonger: casework.StillNeeded, UnmetBy: casework.NothingUnmet,
		Results: []casework.GoalResult{{Goal: "m1", Result: "delvis", Why: "En av två"}},
	}
	for name, tt := range map[string]struct {
		change func(*casework.FollowUp)
		fault  string
	}{
		"partly, and why":          {func(*casework.FollowUp) {}, ""},
		"partly, no why":           {func(f *casework.FollowUp) { f.Results = []casework.GoalResult{{Goal: "m1", Result: "delvis"}} }, "decision.why-not-reached"},
		"reached needs no why":     {func(f *casework.FollowUp) { f.Results = []casework.GoalResult{{Goal: "m1", Result: "natt"}} }, ""},
		"no goal judged":           {func(f *casework.FollowUp) { f.Results = nil }, "decision.judge-each-goal"},
		"goes on, no next day":     {func(f *casework.FollowUp) { f.NextOn = civil.Date{} }, "decision.next-follow-up"},
		"tomorrow":                 {func(f *casework.FollowUp) { f.On = inquiryDay.AddDays(1) }, "decision.day-in-future"},
		"not said what called":     {func(f *casework.FollowUp) { f.Kind = "" }, "follow-up.choose-kind"},
		"need not asked for":       {func(f *casework.FollowUp) { f.NoLonger = "" }, "follow-up.still-needed"},
		"unmet need not asked for": {func(f *casework.FollowUp) { f.UnmetBy = "" }, "follow-up.ask-unmet"},
		"unmet need, no kind":      {func(f *casework.FollowUp) { f.UnmetBy, f.UnmetNeed = casework.UnmetWeCould, "Ensam" }, "follow-up.which-unmet"},
		"unmet need, no such kind": {func(f *casework.FollowUp) {
			f.UnmetBy, f.UnmetNeed, f.UnmetKinds = casework.UnmetWeCould, "Ensam", []string{"x"}
		}, "follow-up.which-unmet"},
		"unmet need, not told":     {func(f *casework.FollowUp) { f.UnmetBy, f.UnmetKinds = casework.UnmetWeCould, []string{"ensamhet"} }, "follow-up.describe-unmet"},
		"what it meant is missing": {func(f *casework.FollowUp) { f.Effect = "" }, "decision.write-something"},
	} {
		t.Run(name, func(t *testing.T) {
			f := full
			tt.change(&f)
			_, err := casework.FollowUpService{FollowUp: f}.Decide(granted(), on(inquiryDay))
			wantFault(t, err, tt.fault)
		})
	}
}

func TestAnUnchangedExtensionIsNoFollowUp(t *testing.T) {
	lss := showerItem()
	lss.Kind = "lss-ledsagarservice"
	underLSS := decision(inquiryDay, casework.DecisionMade{Case: annasCase, Person: anna, On: inquiryDay, Law: casework.LSS, Items: []casework.DecisionItem{lss}})
	later := inquiryDay.AddMonths(11)
	ask := casework.ExtendUnchanged{Service: shower, Until: inquiryDay.AddMonths(24), Reason: "Utredningen hinns inte före sista dagen", Inquiry: later.AddDays(30), Mandate: delegated}
	asked := ask
	asked.Requested = true
	unbooked := ask
	unbooked.Inquiry = civil.Date{}
	for name, tt := range map[string]struct {
		given casework.Decision
		when  casework.ExtendUnchanged
		fault string
	}{
		"same terms again":       {granted(), ask, ""},
		"without booked inquiry": {granted(), unbooked, "decision.book-inquiry"},
		"LSS without request":    {underLSS, ask, "decision.lss-extend-on-request"},
		"LSS on request":         {underLSS, asked, ""},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := tt.when.Decide(tt.given, on(later))
			wantFault(t, err, tt.fault)
			if tt.fault != "" {
				return
			}
			d := tt.given
			d.Fold(recorded("decision", decisionID, later, 2, events[0]))
			facts := map[string]duty.Fact{}
			for _, s := range d.Says() {
				for _, f := range s.Facts {
					facts[f.Name] = f
				}
			}
			if facts["service.until"].Day != ask.Until || facts["case.favourable_until"].Value != ask.Until.String() || facts["service.technical_extension"].Day != later {
				t.Errorf("got %+v", facts)
			}
			if _, counted := facts["service.followed_up"]; counted {
				t.Error("an extension counts as a follow-up")
			}
		})
	}
}

func TestEndService(t *testing.T) {
	for name, tt := range map[string]struct {
		when  casework.EndService
		fault string
		says  string
	}{
		"at own request":          {casework.EndService{Results: []casework.GoalResult{{Goal: "m1", Result: "natt"}}, Service: shower, On: inquiryDay, Reason: "egen-begaran"}, "", ""},
		"before its time is out":  {casework.EndService{Results: []casework.GoalResult{{Goal: "m1", Result: "natt"}}, Service: shower, On: inquiryDay, Reason: "tiden-slut"}, "decision.time-not-out", ""},
		"taken back, no ground":   {casework.EndService{Results: []casework.GoalResult{{Goal: "m1", Result: "natt"}}, Service: shower, On: inquiryDay, Reason: "aterkallad", Level: "Dottern hjälper till"}, "", "2026-03-12 false false ingen"},
		"taken back, misled":      {casework.EndService{Results: []casework.GoalResult{{Goal: "m1", Result: "natt"}}, Service: shower, On: inquiryDay, Reason: "aterkallad", Level: "Dottern hjälper till", Lesser: casework.Lesser{Ground: "vilseledande", Why: "Intyget var falskt"}}, "", "2026-03-12 false false vilseledande"},
		"taken back, not a word ": {casework.EndService{Results: []casework.GoalResult{{Goal: "m1", Result: "natt"}}, Service: shower, On: inquiryDay, Reason: "aterkallad", Level: "Dottern hjälper till", Lesser: casework.Lesser{Ground: "vilseledande"}}, "decision.say-why-less", ""},
		"a goal not judged":       {casework.EndService{Service: shower, On: inquiryDay, Reason: "behovs-inte"}, "decision.judge-each-goal", ""},
		"goals not reached":       {casework.EndService{Results: []casework.GoalResult{{Goal: "m1", Result: "inte", Why: "Orken räckte inte"}}, Service: shower, On: inquiryDay, Reason: "malen-natta"}, "follow-up.goals-not-reached", ""},
		"no reason":               {casework.EndService{Results: []casework.GoalResult{{Goal: "m1", Result: "natt"}}, Service: shower, On: inquiryDay}, "decision.why-ended", ""},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := tt.when.Decide(granted(), on(inquiryDay))
			wantFault(t, err, tt.fault)
			d := granted()
			for n, e := range events {
				d.Fold(recorded("decision", decisionID, inquiryDay, n+2, e))
			}
			if got := taken(d); got != tt.says {
				t.Errorf("the record says %q, want %q", got, tt.says)
			}
		})
	}
}

// Story 12: Sture died; his services stop and no letter is sent.
func TestDeathStopsServicesAndLetters(t *testing.T) {
	dead := duty.Fact{Name: "person.deceased", Day: inquiryDay}
	events, err := casework.StopServices{Reason: "avliden", On: inquiryDay}.Decide(granted(), on(inquiryDay, dead))
	wantFault(t, err, "")
	d := granted()
	for _, e := range events {
		d.Fold(recorded("decision", decisionID, inquiryDay, 2, e))
	}
	if it := d.Items[0]; it.Ended != inquiryDay || it.Running(inquiryDay) {
		t.Errorf("still runs: %+v", it)
	}
	for _, s := range d.Says() {
		for _, f := range s.Facts {
			if f.Name == "case.favourable_running" {
				t.Error("an ended service still runs among the facts")
			}
		}
	}
	again, err := casework.StopServices{Reason: "avliden", On: inquiryDay}.Decide(d, on(inquiryDay, dead))
	if err != nil || len(again) != 0 {
		t.Errorf("stopped twice: %v, %v", again, err)
	}
	_, err = casework.SendLetter{To: anna, How: "brev", On: inquiryDay}.Decide(granted(), on(inquiryDay, dead))
	wantFault(t, err, "decision.person-deceased")
}

func TestVagueGoals(t *testing.T) {
	for text, want := range map[string]bool{
		"Ska må bra":                         true,
		"Ha en meningsfull vardag":           true,
		"Duscha tryggt två gånger i veckan":  false,
		"Gå till skolan fyra dagar i veckan": false,
	} {
		if got := (casework.Goal{Text: text, Measure: "mätt"}).Vague(); got != want {
			t.Errorf("%q: vague %v, want %v", text, got, want)
		}
	}
}

func TestExtentsCompareOverAYear(t *testing.T) {
	week, month := casework.Extent{Count: 2, Per: casework.PerWeek}, casework.Extent{Count: 8, Per: casework.PerMonth}
	if week.Yearly() <= month.Yearly() {
		t.Error("twice a week is more than eight times a month")
	}
	if got := week.Words(casework.Times); got != "2 gånger i veckan" {
		t.Errorf("got %q", got)
	}
}

func TestCatalogue(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range casework.ServiceCatalogue() {
		if seen[k.Key] || k.Name == "" || k.Gets == "" || len(k.For) == 0 || k.Goal == "" || k.Period == "" || k.Follow == 0 || k.Unit == "" || k.Start.Words() == "" {
			t.Errorf("%q is twice or unfinished", k.Key)
		}
		if (k.Period == casework.ToADate) != (k.Months > 0 && k.Period == casework.ToADate) {
			t.Errorf("%q is decided to a date and has no usual length", k.Key)
		}
		seen[k.Key] = true
	}
	if law := (casework.ServiceKind{}).LawOn(civil.On(2025, time.June, 30)); law != casework.SoL01 {
		t.Errorf("30 June 2025 is under %s", law)
	}
}
