package casework_test

import (
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

var (
	inquiryDay = civil.On(2026, time.March, 12)
	anna       = ids.Person{ID: ids.ID{15: 1}}
	mum        = ids.Person{ID: ids.ID{15: 2}}
	dad        = ids.Person{ID: ids.ID{15: 3}}
	annasCase  = ids.Case{ID: ids.ID{15: 4}}
	inquiryID  = ids.ID{15: 5}
	eva        = ids.User{ID: ids.ID{15: 6}}
)

func on(day civil.Date, facts ...duty.Fact) act.Env {
	return act.Env{Now: day.At(10, 0), Today: day, Actor: act.Actor{User: eva, Roles: []string{"handlaggare"}}, Facts: duty.FactsOf(facts...)}
}

func recorded(kind string, id ids.ID, day civil.Date, version int, e journal.Event) journal.Recorded {
	return journal.Recorded{Envelope: journal.Envelope{
		Stream: journal.StreamID{Kind: kind, ID: id}, Version: version, At: day.At(9, 0), Day: day, Actor: eva,
	}, Event: e}
}

func investigated(day civil.Date, events ...journal.Event) casework.Investigation {
	var i casework.Investigation
	for n, e := range events {
		i.Fold(recorded("investigation", inquiryID, day, n+1, e))
	}
	return i
}

func openedBy(kind casework.InquiryKind, ground casework.Ground, day civil.Date) casework.InvestigationOpened {
	return casework.InvestigationOpened{Case: annasCase, Person: anna, Kind: kind, Ground: ground, Started: "ansokan", Received: day.AddDays(-3).At(9, 0), On: day, Question: "Behov av hjälp i hemmet"}
}

func wantFault(t *testing.T, err error, key string) {
	t.Helper()
	if key == "" {
		if err != nil {
			t.Fatalf("refused: %v", err)
		}
		return
	}
	for _, f := range fault.All(err) {
		if f.Text == key {
			return
		}
	}
	t.Fatalf("got %v, want %s", err, key)
}

func TestOpenInvestigation(t *testing.T) {
	home := casework.OpenInvestigation{Case: annasCase, Person: anna, Kind: casework.InquiryOlder, Ground: casework.GroundSupport, Started: "ansokan", Received: inquiryDay.At(9, 0), Question: "Behov av hjälp"}
	for name, tt := range map[string]struct {
		given casework.Investigation
		when  func(*casework.OpenInvestigation)
		on    civil.Date
		fault string
	}{
		"an application for home care":         {when: func(*casework.OpenInvestigation) {}},
		"once only":                            {given: investigated(inquiryDay, openedBy("aldre", "SoL 14:2", inquiryDay)), when: func(*casework.OpenInvestigation) {}, fault: "investigation.already-open"},
		"the old act's section after the new":  {when: func(c *casework.OpenInvestigation) { c.Ground = casework.GroundSupport01 }, fault: "investigation.ground-of-the-day"},
		"the new act's section before it held": {when: func(c *casework.OpenInvestigation) { c.Received = c.Received.AddDate(-1, 0, 0) }, on: civil.On(2025, time.June, 30), fault: "investigation.ground-of-the-day"},
		"LSS without a request":                {when: func(c *casework.OpenInvestigation) { c.Kind, c.Ground = casework.InquiryLSS, casework.GroundLSS }, fault: "investigation.lss-needs-request"},
		"LSS on request": {when: func(c *casework.OpenInvestigation) {
			c.Kind, c.Ground, c.Started = casework.InquiryLSS, casework.GroundLSS, "begaran"
		}},
		"received tomorrow":  {when: func(c *casework.OpenInvestigation) { c.Received = inquiryDay.AddDays(1).At(9, 0) }, fault: "investigation.received-wrong"},
		"nothing to clarify": {when: func(c *casework.OpenInvestigation) { c.Question = " " }, fault: "investigation.say-what-to-clarify"},
	} {
		t.Run(name, func(t *testing.T) {
			cmd, day := home, inquiryDay
			tt.when(&cmd)
			if !tt.on.IsZero() {
				day = tt.on
			}
			events, err := cmd.Decide(tt.given, on(day))
			wantFault(t, err, tt.fault)
			if tt.fault == "" && events[0].(casework.InvestigationOpened).On != day {
				t.Errorf("opened on another day: %+v", events)
			}
		})
	}
}

// Story 4: Tuva's inquiry is four months and six days old when it is extended.
func TestExtensionAfterExpiryExtendsNothing(t *testing.T) {
	start := civil.On(2026, time.January, 31)
	given := investigated(start, openedBy("barn", casework.GroundProtect, start))
	due := civil.On(2026, time.May, 31)
	late := due.AddDays(4)
	for name, tt := range map[string]struct {
		on    civil.Date
		when  casework.ExtendInvestigation
		due   civil.Date
		fault string
	}{
		"the last day is in time":       {due, casework.ExtendInvestigation{Until: due.AddMonths(2), Reason: "Inväntar barnpsykiatrins utlåtande"}, due.AddMonths(2), ""},
		"four days late, not said":      {late, casework.ExtendInvestigation{Until: due.AddMonths(2), Reason: "hög arbetsbelastning"}, due, "investigation.extend-too-late"},
		"four days late, put on record": {late, casework.ExtendInvestigation{Until: due.AddMonths(2), Reason: "hög arbetsbelastning", Late: true}, due, ""},
		"without a day":                 {due, casework.ExtendInvestigation{Reason: "Utlåtande"}, due, "investigation.extend-until"},
		"without a reason":              {due, casework.ExtendInvestigation{Until: due.AddMonths(1)}, due, "investigation.write-something"},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := tt.when.Decide(given, on(tt.on))
			wantFault(t, err, tt.fault)
			after := given
			for _, e := range events {
				after.Fold(recorded("investigation", inquiryID, tt.on, 2, e))
			}
			if after.Due() != tt.due {
				t.Errorf("due %s, want %s", after.Due(), tt.due)
			}
		})
	}
	if !casework.WeakReason("Hög arbetsbelastning i gruppen") || casework.WeakReason("Inväntar barnpsykiatrins utlåtande") {
		t.Error("workload is no special reason; an awaited opinion is one")
	}
}

func TestOnlyAChildInquiryIsExtended(t *testing.T) {
	given := investigated(inquiryDay, openedBy("aldre", casework.GroundSupport, inquiryDay))
	_, err := casework.ExtendInvestigation{Until: inquiryDay.AddMonths(6), Reason: "x"}.Decide(given, on(inquiryDay))
	wantFault(t, err, "investigation.extend-child-only")
}

func done(keys ...string) []journal.Event {
	var out []journal.Event
	for _, k := range keys {
		out = append(out, casework.PartWritten{Part: k, Text: "Text", Done: true})
	}
	return out
}

func TestWhatADocumentLacks(t *testing.T) {
	older := append([]journal.Event{openedBy("aldre", casework.GroundSupport, inquiryDay)}, done("situation", "bedomning")...)
	older = append(older, casework.OwnWordsWritten{Text: "Jag vill duscha"}, casework.HomeVisitSkipped{Reason: "Ville inte"}, casework.ChildrenAsked{Answer: "nej"})
	child := append([]journal.Event{openedBy("barn", casework.GroundProtect, inquiryDay)}, done("situation", "barnets-basta", "bedomning")...)
	guardians := []duty.Fact{
		{Name: "person.born", Day: inquiryDay.AddMonths(-12 * 9)},
		{Name: "person.guardian", About: mum.String()},
		{Name: "person.guardian", About: dad.String()},
	}
	heard := append(child[:len(child):len(child)], casework.ChildsViewWritten{View: casework.ChildsView{Text: "Vill bo kvar"}},
		casework.GuardiansViewWritten{View: casework.GuardianView{Guardian: mum, Text: "Håller med"}})
	for name, tt := range map[string]struct {
		given []journal.Event
		facts []duty.Fact
		want  []string // keys of what is missing
	}{
		"an older person's, whole":           {older, nil, nil},
		"unopened life areas need no reason": {older, nil, nil},
		"a life area begun and left":         {append(older[:len(older):len(older)], casework.PartWritten{Part: "hemliv", Text: "Städ"}), nil, []string{"investigation.part-unfinished"}},
		"set aside with a reason":            {append(older[:len(older):len(older)], casework.PartWritten{Part: "hemliv", Text: "Städ"}, casework.PartSetAside{Part: "hemliv", Reason: "Anhörig städar"}), nil, nil},
		"an older person's, empty":           {older[:1], nil, []string{"investigation.part-missing", "investigation.own-words-missing", "investigation.visit-or-reason", "investigation.children-answer"}},
		"a child's without views":            {child, guardians, []string{"investigation.childs-view-or-reason", "investigation.guardians-view-or-reason"}},
		"one guardian not asked":             {heard, guardians, []string{"investigation.guardians-view-or-reason"}},
		"both asked, one not heard, and why": {append(heard[:len(heard):len(heard)], casework.GuardiansViewWritten{View: casework.GuardianView{Guardian: dad, NotHeard: "Svarar inte"}}), guardians, nil},
		"LSS without eligibility":            {append([]journal.Event{openedBy("lss", casework.GroundLSS, inquiryDay)}, append(done("situation", "funktionsnedsattning", "bedomning"), casework.OwnWordsWritten{Text: "x"}, casework.ChildrenAsked{Answer: "nej"})...), nil, []string{"investigation.eligibility-first"}},
	} {
		t.Run(name, func(t *testing.T) {
			missing := map[string]bool{}
			for _, f := range investigated(inquiryDay, tt.given...).Missing(duty.FactsOf(tt.facts...), inquiryDay) {
				missing[f.Text] = true
			}
			for _, key := range tt.want {
				if !missing[key] {
					t.Errorf("%s is not told", key)
				}
				delete(missing, key)
			}
			if len(missing) > 0 {
				t.Errorf("told without cause: %v", missing)
			}
		})
	}
}

func TestWhatMustComeBeforeTheDecision(t *testing.T) {
	ready := []journal.Event{openedBy("barn", casework.GroundProtect, inquiryDay), casework.DocumentCompleted{On: inquiryDay}}
	plain := casework.CommunicationConsidered{Communication: casework.Communication{Need: "uppenbart-obehovlig", Reason: "Fullt bifall"}}
	needed := casework.CommunicationConsidered{Communication: casework.Communication{Need: "behovs"}}
	sentTo := func(p ids.Person) journal.Event {
		return casework.MaterialSentToParty{Party: p, On: inquiryDay, How: "brev", AnswerBy: inquiryDay.AddDays(14)}
	}
	says := func(g ids.Person, answer string) journal.Event {
		return casework.ConsentRecorded{Consent: casework.GuardianConsent{Guardian: g, Answer: answer, To: "kontaktfamilj", On: inquiryDay}}
	}
	born := func(years int) duty.Fact {
		return duty.Fact{Name: "person.born", Day: inquiryDay.AddMonths(-12 * years)}
	}
	both := []duty.Fact{{Name: "person.guardian", About: mum.String()}, {Name: "person.guardian", About: dad.String()}}
	family := casework.ConcludeInvestigation{Outcome: casework.EndedInService, Granted: []string{"kontaktfamilj"}}
	placement := casework.ConcludeInvestigation{Outcome: casework.EndedInService, Granted: []string{"familjehem"}, Mandate: casework.Mandate{Body: "utskott", Minutes: "§ 84"}}
	lss := casework.ConcludeInvestigation{Outcome: casework.EndedInService, Granted: []string{"lss-kontaktperson"}}
	alone := func(answer, suitable string) journal.Event {
		return casework.ConsentRecorded{Consent: casework.GuardianConsent{Guardian: anna, Answer: answer, To: "kontaktfamilj", On: inquiryDay, Suitable: suitable}}
	}
	close := casework.ConcludeInvestigation{Outcome: casework.ClosedWithoutCare}
	for name, tt := range map[string]struct {
		given []journal.Event
		age   int
		on    civil.Date
		when  casework.ConcludeInvestigation
		fault string
	}{
		"closed without a service":              {given: []journal.Event{plain}, age: 9, when: close},
		"communication not considered":          {age: 9, when: close, fault: "investigation.consider-communication"},
		"sent to the mum only (Noel)":           {given: []journal.Event{needed, sentTo(mum)}, age: 15, on: inquiryDay.AddDays(20), when: close, fault: "investigation.hear-every-party"},
		"sent to both, not to Noel himself, 15": {given: []journal.Event{needed, sentTo(mum), sentTo(dad)}, age: 15, on: inquiryDay.AddDays(20), when: close, fault: "investigation.hear-every-party"},
		"sent to all three, time is out":        {given: []journal.Event{needed, sentTo(mum), sentTo(dad), sentTo(anna)}, age: 15, on: inquiryDay.AddDays(20), when: close},
		"sent to both, still time to answer":    {given: []journal.Event{needed, sentTo(mum), sentTo(dad)}, age: 9, on: inquiryDay.AddDays(5), when: close, fault: "investigation.hear-every-party"},
		"both answered early": {
			given: []journal.Event{needed, sentTo(mum), sentTo(dad), casework.PartyAnswered{Party: mum, On: inquiryDay}, casework.PartyAnswered{Party: dad, On: inquiryDay}},
			age:   9, on: inquiryDay.AddDays(1), when: close,
		},
		"both guardians agree":                           {given: []journal.Event{plain, says(mum, "ja"), says(dad, "ja")}, age: 9, when: family},
		"the dad refuses":                                {given: []journal.Event{plain, says(mum, "ja"), says(dad, "nej")}, age: 9, when: family, fault: "investigation.both-guardians"},
		"the dad cannot be reached":                      {given: []journal.Event{plain, says(mum, "ja")}, age: 9, when: family, fault: "investigation.both-guardians"},
		"the committee decides instead":                  {given: []journal.Event{plain, says(mum, "ja"), casework.ConsentByCommittee{Consent: casework.CommitteeConsent{Guardian: dad, On: inquiryDay, Minutes: "§ 84"}}}, age: 9, when: family},
		"a child of 13 agrees alone, and it is suitable": {given: []journal.Event{plain, alone("ja", "Mår bättre av att få komma själv")}, age: 13, when: family},
		"a child of 13 agrees, and nobody says why":      {given: []journal.Event{plain, alone("ja", "")}, age: 13, when: family, fault: "investigation.both-guardians"},
		"a placement at 13 needs the guardians":          {given: []journal.Event{plain, alone("ja", "Vill flytta")}, age: 13, when: placement, fault: "investigation.both-guardians"},
		"LSS at 13 needs the guardians":                  {given: []journal.Event{plain, alone("ja", "Vill själv")}, age: 13, when: lss, fault: "investigation.both-guardians"},
		"a youth of 15 refuses":                          {given: []journal.Event{plain, says(mum, "ja"), says(dad, "ja"), alone("nej", "")}, age: 15, when: family, fault: "investigation.child-refuses"},
		"LVU by the officer":                             {given: []journal.Event{plain}, age: 9, when: casework.ConcludeInvestigation{Outcome: casework.EndedInLVU, Mandate: casework.Mandate{Body: "delegat", Point: "4.2"}}, fault: "investigation.lvu-by-committee"},
		"LVU by the committee":                           {given: []journal.Event{plain}, age: 9, when: casework.ConcludeInvestigation{Outcome: casework.EndedInLVU, Mandate: casework.Mandate{Body: "utskott", Minutes: "§ 12"}}},
		"written off needs no hearing":                   {age: 9, when: casework.ConcludeInvestigation{Outcome: casework.EndedInWritingOff}},
	} {
		t.Run(name, func(t *testing.T) {
			day := tt.on
			if day.IsZero() {
				day = inquiryDay
			}
			given := investigated(inquiryDay, append(ready[:2:2], tt.given...)...)
			events, err := tt.when.Decide(given, on(day, append(both[:2:2], born(tt.age))...))
			wantFault(t, err, tt.fault)
			if tt.fault == "" {
				given.Fold(recorded("investigation", inquiryID, day, 9, events[0]))
				_, again := tt.when.Decide(given, on(day))
				wantFault(t, again, "investigation.locked")
			}
		})
	}
}

// Story 10: Ellen's mum agrees, her dad refuses. Only the committee may
// decide, and not before Ellen's own view or the reason stands there.
func TestOneGuardianRefuses(t *testing.T) {
	given := []journal.Event{
		openedBy("lss", casework.GroundLSS, inquiryDay),
		casework.ConsentRecorded{Consent: casework.GuardianConsent{Guardian: mum, Answer: "ja", To: "korttidsvistelse", On: inquiryDay}},
	}
	view := casework.ChildsViewWritten{View: casework.ChildsView{Text: "Vill prova"}}
	instead := casework.ConsentInstead{Guardian: dad, On: inquiryDay, Minutes: "§ 84", Reason: "Barnets bästa"}
	noMinutes := instead
	noMinutes.Minutes = ""
	for name, tt := range map[string]struct {
		given []journal.Event
		when  casework.ConsentInstead
		fault string
	}{
		"the view is missing":      {given, instead, "investigation.childs-view-first"},
		"decided by the committee": {append(given[:2:2], view), instead, ""},
		"decided by an officer":    {append(given[:2:2], view), noMinutes, "investigation.committee-only"},
		"nobody agrees at all":     {[]journal.Event{given[0], view}, instead, "investigation.one-guardian-must-agree"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tt.when.Decide(investigated(inquiryDay, tt.given...), on(inquiryDay, ruled))
			wantFault(t, err, tt.fault)
		})
	}
}

func TestACorrectionShowsWhatStood(t *testing.T) {
	given := investigated(inquiryDay, append([]journal.Event{openedBy("aldre", casework.GroundSupport, inquiryDay)}, append(done("situation"), casework.DocumentCompleted{On: inquiryDay})...)...)
	_, err := casework.WritePart{Part: "situation", Text: "Nytt"}.Decide(given, on(inquiryDay))
	wantFault(t, err, "investigation.document-locked")

	events, err := casework.CorrectPart{Part: "situation", Text: "Rätt", Why: "Fel våning"}.Decide(given, on(inquiryDay))
	wantFault(t, err, "")
	before := given
	given.Fold(recorded("investigation", inquiryID, inquiryDay, 4, events[0]))
	part := given.Part("situation")
	if part.Text != "Rätt" || len(part.Earlier) != 1 || part.Earlier[0].Was != "Text" || part.Earlier[0].By != eva {
		t.Errorf("got %+v", part)
	}
	if before.Part("situation").Text != "Text" {
		t.Error("folding changed an earlier state")
	}
}

func TestNobodyWritesOverWhatSomeoneElseWrote(t *testing.T) {
	given := investigated(inquiryDay, openedBy("aldre", casework.GroundSupport, inquiryDay), casework.PartWritten{Part: "hemliv", Text: "Lunds text"}, casework.OwnWordsWritten{Text: "x"})
	_, err := casework.WritePart{Part: "hemliv", Text: "Min text"}.Decide(given, on(inquiryDay))
	wantFault(t, err, "investigation.part-moved")
	_, err = casework.WritePart{Part: "hemliv", Text: "Båda texterna", Seen: 2}.Decide(given, on(inquiryDay))
	wantFault(t, err, "")
}

func TestFactsOfAChildInquiry(t *testing.T) {
	said := investigated(inquiryDay, openedBy("barn", casework.GroundProtect, inquiryDay), casework.InvestigationDecided{On: inquiryDay.AddDays(97), Outcome: casework.ClosedWithoutCare}).Says()
	names := map[string]duty.Subject{}
	for _, s := range said {
		for _, f := range s.Facts {
			names[f.Name] = s.Subject
		}
	}
	for name, kind := range map[string]string{
		"investigation.opened": "investigation", "investigation.decided": "investigation",
		"case.child_inquiry_opened": "case", "case.child_inquiry_closed": "case",
	} {
		if names[name].Kind != kind {
			t.Errorf("%s belongs to %q, want %q", name, names[name].Kind, kind)
		}
	}
	if said[0].Subject.ID != inquiryID {
		t.Error("the stream's own subject comes first")
	}
}

func TestAftercare(t *testing.T) {
	closed := investigated(inquiryDay, openedBy("barn", casework.GroundProtect, inquiryDay), casework.InvestigationDecided{On: inquiryDay, Outcome: casework.ClosedWithoutCare})
	events, err := casework.DecideAftercare{Reason: "Skolfrånvaro"}.Decide(closed, on(inquiryDay))
	wantFault(t, err, "")
	closed.Fold(recorded("investigation", inquiryID, inquiryDay, 3, events[0]))
	_, err = casework.DecideAftercare{Reason: "igen"}.Decide(closed, on(inquiryDay))
	wantFault(t, err, "investigation.aftercare-decided-already")
	_, err = casework.EndAftercare{On: inquiryDay.AddMonths(3), Why: "Klart"}.Decide(closed, on(inquiryDay.AddMonths(4)))
	wantFault(t, err, "")

	withService := investigated(inquiryDay, openedBy("barn", casework.GroundProtect, inquiryDay), casework.InvestigationDecided{On: inquiryDay, Outcome: casework.EndedInService})
	_, err = casework.DecideAftercare{Reason: "x"}.Decide(withService, on(inquiryDay))
	wantFault(t, err, "investigation.aftercare-when-closed")
}

// A child under twelve has a view, and the guardians consent.
func TestAChildUnderTwelveDoesNotConsent(t *testing.T) {
	given := investigated(inquiryDay, openedBy("barn", casework.GroundProtect, inquiryDay))
	for years, want := range map[int]string{11: "investigation.child-under-twelve", 12: ""} {
		born := duty.Fact{Name: "person.born", Day: inquiryDay.AddMonths(-12 * years)}
		_, err := casework.RecordConsent{Guardian: anna, Answer: "ja", To: "kontaktfamilj", On: inquiryDay}.Decide(given, on(inquiryDay, born))
		wantFault(t, err, want)
	}
}
