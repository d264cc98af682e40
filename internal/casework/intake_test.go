package casework_test

import (
	"slices"
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

// The small world of these tests: a school writes on Saturday afternoon, and
// the mailbox is opened on Monday.
var (
	saturday = civil.On(2026, time.March, 7)
	monday   = civil.On(2026, time.March, 9)
	came     = saturday.At(16, 40)
	opened   = monday.At(8, 20)

	alvaCase = ids.Case{ID: ids.ID{15: 10}}
	alva     = ids.Person{ID: ids.ID{15: 11}}
	mother   = ids.Person{ID: ids.ID{15: 12}}
	father   = ids.Person{ID: ids.ID{15: 13}}
	linnea   = ids.User{ID: ids.ID{15: 14}}
	sofia    = ids.User{ID: ids.ID{15: 15}}
	inquiry  = ids.Investigation{ID: ids.ID{15: 16}}

	school = casework.Reporter{Role: "skola", Mandated: true, Name: "Bo Låtsas"}
	report = casework.ReceiveConcernReport{
		Case: alvaCase, Person: alva, Received: came, Channel: casework.ByEmail, Reporter: school,
		Content: casework.IntakeContent{Says: "Alva kommer utan ytterkläder.", Danger: "nej"},
	}
	safe = casework.ProtectionAssessment{Result: casework.ProtectionNotNeeded, Reasons: "Mormor är hemma i natt."}
)

type intakeCommand interface {
	Decide(casework.Intake, act.Env) ([]journal.Event, error)
}

// A step is a command given at an instant.
type step struct {
	at  time.Time
	cmd intakeCommand
}

func envAt(at time.Time, facts ...duty.Fact) act.Env {
	return act.Env{Now: at, Today: civil.DayOf(at), Actor: act.Actor{User: linnea}, Facts: duty.FactsOf(facts...)}
}

// intakeAfter folds what the steps decide, as the engine does.
func intakeAfter(t *testing.T, steps ...step) casework.Intake {
	t.Helper()
	var in casework.Intake
	version := 0
	for _, s := range steps {
		events, err := s.cmd.Decide(in, envAt(s.at))
		if err != nil {
			t.Fatalf("%T: %v", s.cmd, err)
		}
		for _, e := range events {
			version++
			in.Fold(journal.Recorded{Envelope: journal.Envelope{
				Stream: journal.StreamID{Kind: "intake", ID: ids.ID{15: 1}}, Version: version,
				At: s.at, Day: civil.DayOf(s.at), Actor: linnea,
			}, Event: e})
		}
	}
	return in
}

// says lists the facts of one name, as "day value".
func says(said []duty.Said, name string) []string {
	var out []string
	for _, s := range said {
		for _, f := range s.Facts {
			if f.Name == name {
				out = append(out, f.Day.String()+" "+f.Value)
			}
		}
	}
	return out
}

// expect holds an answer to a key and a field; without key, to at least one event.
func expect(t *testing.T, events []journal.Event, err error, key, field string) {
	t.Helper()
	all := fault.All(err)
	switch {
	case key == "" && err != nil:
		t.Errorf("got %v, want it let through", err)
	case key == "" && len(events) == 0:
		t.Errorf("let through without an event")
	case key != "" && (len(all) != 1 || all[0].Text != key || all[0].Field != field):
		t.Errorf("got %v (%+v), want %s at field %q", err, all, key, field)
	}
}

func TestReceivingAConcernReport(t *testing.T) {
	changed := func(change func(*casework.ReceiveConcernReport)) casework.ReceiveConcernReport {
		r := report
		change(&r)
		return r
	}
	for name, tt := range map[string]struct {
		when  casework.ReceiveConcernReport
		then  string
		field string
	}{
		"as told":                      {report, "", ""},
		"with protection assessed":     {changed(func(r *casework.ReceiveConcernReport) { r.Protection = safe }), "", ""},
		"assessed by jour on Saturday": {changed(func(r *casework.ReceiveConcernReport) { r.Protection = safe; r.Protection.At = saturday.At(19, 5) }), "", ""},
		"assessed before it came in":   {changed(func(r *casework.ReceiveConcernReport) { r.Protection = safe; r.Protection.At = saturday.At(16, 0) }), "intake.protection-before-received", "protection_at"},
		"assessed tomorrow": {changed(func(r *casework.ReceiveConcernReport) {
			r.Protection = safe
			r.Protection.At = monday.AddDays(1).At(8, 0)
		}), "intake.protection-in-future", "protection_at"},
		"no protection, no reason": {changed(func(r *casework.ReceiveConcernReport) { r.Protection.Result = casework.ProtectionNotNeeded }), "intake.protection-why-not", "protection_reasons"},
		"unclear, no reason":       {changed(func(r *casework.ReceiveConcernReport) { r.Protection.Result = casework.ProtectionUnclear }), "intake.protection-why-unclear", "protection_reasons"},
		"inkom is missing":         {changed(func(r *casework.ReceiveConcernReport) { r.Received = time.Time{} }), "intake.received-missing", "received"},
		"inkom is in the future":   {changed(func(r *casework.ReceiveConcernReport) { r.Received = opened.Add(time.Minute) }), "intake.received-in-future", "received"},
		"inkom is years ago":       {changed(func(r *casework.ReceiveConcernReport) { r.Received = came.AddDate(-3, 0, 0) }), "intake.received-long-ago", "received"},
		"no words":                 {changed(func(r *casework.ReceiveConcernReport) { r.Content.Says = " \n" }), "intake.concern-missing", "says"},
		"no channel":               {changed(func(r *casework.ReceiveConcernReport) { r.Channel = "duva" }), "intake.channel-missing", "channel"},
		"no role":                  {changed(func(r *casework.ReceiveConcernReport) { r.Reporter.Role = "" }), "intake.reporter-role-missing", "role"},
		"danger not answered":      {changed(func(r *casework.ReceiveConcernReport) { r.Content.Danger = "" }), "intake.danger-missing", "danger"},
		"neighbour wants feedback": {changed(func(r *casework.ReceiveConcernReport) {
			r.Reporter = casework.Reporter{Role: "privatperson"}
			r.FeedbackWanted = true
		}), "intake.feedback-mandated-only", "feedback"},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := tt.when.Decide(casework.Intake{}, envAt(opened))
			expect(t, events, err, tt.then, tt.field)
		})
	}
	t.Run("while an inquiry runs", func(t *testing.T) {
		var in casework.Intake
		events, err := report.Decide(in, envAt(opened, duty.Fact{Name: "case.child_inquiry_opened", About: inquiry.String()}))
		expect(t, events, err, "", "")
		in.Fold(journal.Recorded{Envelope: journal.Envelope{At: opened, Day: monday}, Event: events[0]})
		in.Fold(journal.Recorded{Event: casework.ProtectionAssessed{Assessment: safe}})
		// Closed since, and yet it is the one that took the report up.
		events, err = casework.DecideIntake{Outcome: casework.AlreadyRunning, Investigation: inquiry}.Decide(in, envAt(opened))
		expect(t, events, err, "", "")
	})
	t.Run("twice", func(t *testing.T) {
		events, err := report.Decide(intakeAfter(t, step{opened, report}), envAt(opened))
		expect(t, events, err, "intake.received-already", "")
	})
	t.Run("all that is wrong is said at once", func(t *testing.T) {
		_, err := casework.ReceiveConcernReport{}.Decide(casework.Intake{}, envAt(opened))
		if n := len(fault.All(err)); n != 5 {
			t.Errorf("got %d faults: %v", n, err)
		}
	})
}

func TestFristerRunFromInkom(t *testing.T) {
	in := intakeAfter(t, step{opened, report})
	if got := in.LastDay(); got != civil.On(2026, 3, 23) { // Saturday 21 moves to Monday
		t.Errorf("last day is %v", got)
	}
	if got := says(in.Says(), "intake.received"); len(got) != 1 || got[0] != "2026-03-07 " {
		t.Errorf("inkom is said as %v", got)
	}
	if got := says(in.Says(), "intake.registered"); len(got) != 1 || got[0] != "2026-03-09 " {
		t.Errorf("registrerad is said as %v", got)
	}
	later := intakeAfter(t, step{opened, report},
		step{opened.Add(time.Hour), casework.CorrectReceipt{Received: came.AddDate(0, 0, -1), Reason: "brevlådan"}},
		step{opened.Add(2 * time.Hour), casework.AssignIntake{Officer: sofia}},
		step{opened.Add(3 * time.Hour), casework.AssignIntake{Officer: linnea}})
	if got := says(later.Says(), "intake.received"); len(got) != 1 || got[0] != "2026-03-06 " {
		t.Errorf("after a correction and two officers inkom is %v", got)
	}
	if got := says(later.Says(), "intake.assigned"); len(got) != 1 || got[0] != "2026-03-09 "+linnea.String() {
		t.Errorf("assigned is %v", got)
	}
	if got := later.Says()[0].Facts; !slices.ContainsFunc(got, func(f duty.Fact) bool {
		return f.Name == "intake.first_assigned" && f.At.Equal(opened.Add(2*time.Hour))
	}) {
		t.Errorf("the first of two officers is forgotten: %v", got)
	}
}

func TestUnclearProtectionLeavesTheDuty(t *testing.T) {
	unclear := casework.ProtectionAssessment{Result: casework.ProtectionUnclear, Reasons: "Ingen svarar."}
	in := intakeAfter(t, step{opened, report}, step{opened.Add(time.Minute), casework.AssessProtection{unclear}})
	if got := says(in.Says(), "intake.protection_assessed"); got != nil {
		t.Errorf("an answer that is none counts as an assessment: %v", got)
	}
	in = intakeAfter(t, step{opened, report}, step{opened.Add(time.Minute), casework.AssessProtection{unclear}},
		step{opened.Add(time.Hour), casework.AssessProtection{safe}})
	if got := says(in.Says(), "intake.protection_assessed"); len(got) != 1 {
		t.Errorf("got %v, want the one that answers", got)
	}
	if got := says(in.Says(), "intake.protection_result"); len(got) != 2 {
		t.Errorf("got %v, want both results", got)
	}
}

func TestCorrectingInkom(t *testing.T) {
	in := intakeAfter(t, step{opened, report})
	for name, tt := range map[string]struct {
		when  casework.CorrectReceipt
		then  string
		field string
	}{
		"the day before":          {casework.CorrectReceipt{came.AddDate(0, 0, -1), "stämplat på fredagen"}, "", ""},
		"without reason":          {casework.CorrectReceipt{came.AddDate(0, 0, -1), ""}, "intake.reason-missing", "reason"},
		"after it was registered": {casework.CorrectReceipt{opened.Add(time.Minute), "fel"}, "intake.received-after-registered", "received"},
		"to nothing":              {casework.CorrectReceipt{time.Time{}, "fel"}, "intake.received-missing", "received"},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := tt.when.Decide(in, envAt(opened.Add(time.Hour)))
			expect(t, events, err, tt.then, tt.field)
		})
	}
}

func TestContactsAreNarrow(t *testing.T) {
	received := step{opened, report}
	locked := step{opened, casework.LockContacts{Reason: "Hot i hemmet."}}
	for name, tt := range map[string]struct {
		given []step
		when  casework.RecordContact
		then  string
		field string
		says  string // fact
	}{
		"a guardian":                {[]step{received}, casework.RecordContact{With: casework.WithGuardian, Guardian: mother, On: monday}, "", "", "intake.guardian_contacted"},
		"a guardian, why not":       {[]step{received}, casework.RecordContact{With: casework.WithGuardian, Guardian: father, NotDone: "Bor utomlands, inget nummer."}, "", "", "intake.guardian_not_contacted"},
		"which guardian?":           {[]step{received}, casework.RecordContact{With: casework.WithGuardian, On: monday}, "intake.guardian-missing", "guardian", ""},
		"the reporter":              {[]step{received}, casework.RecordContact{With: casework.WithReporter, On: monday}, "", "", ""},
		"the doctor":                {[]step{received}, casework.RecordContact{With: casework.WithOther, On: monday}, "intake.others-need-consent", "basis", ""},
		"the doctor, with consent":  {[]step{received}, casework.RecordContact{With: casework.WithOther, On: monday, Basis: casework.ByConsent}, "", "", "intake.other_contact"},
		"the doctor, already done":  {[]step{received}, casework.RecordContact{With: casework.WithOther, On: monday, Happened: true}, "", "", "intake.other_contact"},
		"the child":                 {[]step{received}, casework.RecordContact{With: casework.WithChild, On: monday}, "intake.child-talk-needs-basis", "basis", ""},
		"the mature child":          {[]step{received}, casework.RecordContact{With: casework.WithChild, On: monday, Basis: casework.ByMaturity}, "", "", "intake.child_talked"},
		"the child, why not":        {[]step{received}, casework.RecordContact{With: casework.WithChild, NotDone: "Ett år gammal."}, "", "", "intake.child_not_talked"},
		"maturity of a doctor":      {[]step{received}, casework.RecordContact{With: casework.WithOther, On: monday, Basis: casework.ByMaturity}, "intake.others-need-consent", "basis", ""},
		"a guardian while locked":   {[]step{received, locked}, casework.RecordContact{With: casework.WithGuardian, Guardian: mother, On: monday}, "intake.contacts-locked", "with", ""},
		"the reporter while locked": {[]step{received, locked}, casework.RecordContact{With: casework.WithReporter, On: monday}, "", "", ""},
		"a guardian, lock released": {[]step{received, locked, {opened, casework.ReleaseContacts{"Polisen har hört pappan."}}}, casework.RecordContact{With: casework.WithGuardian, Guardian: mother, On: monday}, "", "", "intake.guardian_contacted"},
		"tomorrow":                  {[]step{received}, casework.RecordContact{With: casework.WithFamily, On: monday.AddDays(1)}, "intake.contact-in-future", "on", ""},
		"before it came in":         {[]step{received}, casework.RecordContact{With: casework.WithFamily, On: saturday.AddDays(-1)}, "intake.contact-before-received", "on", ""},
		"no day":                    {[]step{received}, casework.RecordContact{With: casework.WithFamily}, "intake.contact-day-missing", "on", ""},
		"why not, of the reporter":  {[]step{received}, casework.RecordContact{With: casework.WithReporter, NotDone: "x"}, "intake.not-done-is-for-guardians", "not_done", ""},
		"nobody":                    {[]step{received}, casework.RecordContact{On: monday}, "intake.contact-with-missing", "with", ""},
		"no such report":            {nil, casework.RecordContact{With: casework.WithFamily, On: monday}, "intake.unknown", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			in := intakeAfter(t, tt.given...)
			events, err := tt.when.Decide(in, envAt(opened))
			expect(t, events, err, tt.then, tt.field)
			if tt.says != "" {
				if got := says(intakeAfter(t, append(tt.given, step{opened, tt.when})...).Says(), tt.says); len(got) != 1 {
					t.Errorf("says %s %d times", tt.says, len(got))
				}
			}
		})
	}
	t.Run("what was done without consent is recorded as that", func(t *testing.T) {
		in := intakeAfter(t, received, step{opened, casework.RecordContact{With: casework.WithOther, On: monday, Happened: true}},
			step{opened, casework.RecordContact{With: casework.WithChild, On: monday, Happened: true}})
		if got := says(in.Says(), "intake.other_contact"); got[0] != "2026-03-09 false" {
			t.Errorf("got %v", got)
		}
		if got := says(in.Says(), "intake.child_talked"); got[0] != "2026-03-09 ingen-grund" {
			t.Errorf("got %v", got)
		}
	})
}

func TestExtendingThePreliminaryAssessment(t *testing.T) {
	in := intakeAfter(t, step{opened, report}) // last day Monday 23 March
	last := civil.On(2026, 3, 23)
	good := casework.ExtendAssessment{Until: last.AddDays(7), Reasons: "Barnet vårdas på sjukhus och läkarens svar kommer på onsdag."}
	for name, tt := range map[string]struct {
		today civil.Date
		when  casework.ExtendAssessment
		then  string
		field string
	}{
		"on the last day":      {last, good, "", ""},
		"the day after":        {last.AddDays(1), good, "intake.extension-too-late", ""},
		"to no day":            {last, casework.ExtendAssessment{Reasons: good.Reasons}, "intake.extension-until-missing", "until"},
		"to the same day":      {last, casework.ExtendAssessment{Until: last, Reasons: good.Reasons}, "intake.extension-until-missing", "until"},
		"without reasons":      {last, casework.ExtendAssessment{Until: good.Until}, "intake.extension-reasons-missing", "reasons"},
		"because of work load": {last, casework.ExtendAssessment{Until: good.Until, Reasons: "Hög arbetsbelastning."}, "intake.extension-reasons-weak", "reasons"},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := tt.when.Decide(in, envAt(tt.today.At(15, 0)))
			expect(t, events, err, tt.then, tt.field)
		})
	}
	extended := intakeAfter(t, step{opened, report}, step{last.At(9, 0), good})
	if extended.LastDay() != good.Until {
		t.Errorf("last day after the extension is %v", extended.LastDay())
	}
}

func TestDecidingWhatCameIn(t *testing.T) {
	assessed := []step{{opened, report}, {opened, casework.AssessProtection{safe}}}
	both := append(assessed[:2:2],
		step{opened, casework.RecordContact{With: casework.WithGuardian, Guardian: mother, On: monday}},
		step{opened, casework.RecordContact{With: casework.WithGuardian, Guardian: father, NotDone: "Okänd adress."}})
	guardiansOnly := both
	both = append(both[:4:4], step{opened, casework.RecordContact{With: casework.WithChild, NotDone: "Barnet är för litet."}})
	application := []step{{opened, casework.ReceiveApplication{
		Case: alvaCase, Person: alva, Area: casework.Older, Kind: casework.Application, Received: came, Channel: casework.ByPhone,
		Content: casework.IntakeContent{Says: "Hjälp att duscha."},
	}}}
	guardians := []duty.Fact{{Name: "person.guardian", About: mother.String()}, {Name: "person.guardian", About: father.String()}}
	running := []duty.Fact{{Name: "case.child_inquiry_opened", About: inquiry.String()}}
	closed := append(running[:1:1], duty.Fact{Name: "case.child_inquiry_closed", About: inquiry.String()})
	open := casework.DecideIntake{Outcome: casework.Opened, Ground: casework.GroundProtect, Investigation: inquiry}
	not := casework.DecideIntake{Outcome: casework.NotOpened, Reasons: "Oron är utredd och löst."}
	day := monday.AddDays(2)
	for name, tt := range map[string]struct {
		given []step
		facts []duty.Fact
		today civil.Date
		when  casework.DecideIntake
		then  string
		field string
	}{
		"open":                             {assessed, guardians, day, open, "", ""},
		"open under 14:2":                  {assessed, nil, day, casework.DecideIntake{Outcome: casework.Opened, Ground: casework.GroundSupport, Investigation: inquiry}, "", ""},
		"open under the old act":           {assessed, nil, day, casework.DecideIntake{Outcome: casework.Opened, Ground: casework.GroundProtect01, Investigation: inquiry}, "intake.ground-missing", "ground"},
		"open without ground":              {assessed, nil, day, casework.DecideIntake{Outcome: casework.Opened, Investigation: inquiry}, "intake.ground-missing", "ground"},
		"before the protection assessment": {assessed[:1], nil, day, open, "intake.assess-first", ""},
		"not open, a guardian unanswered":  {assessed, guardians, day, not, "intake.guardian-unanswered", ""},
		"not open, the child unanswered":   {guardiansOnly, guardians, day, not, "intake.child-unanswered", ""},
		"not open, all answered":           {both, guardians, day, not, "", ""},
		"not open, the child is not born":  {guardiansOnly, append(guardians[:2:2], duty.Fact{Name: "person.unborn", Value: "true"}), day, not, "", ""},
		"not open without reasons":         {both, guardians, day, casework.DecideIntake{Outcome: casework.NotOpened}, "intake.reasons-missing", "reasons"},
		"on day 14":                        {both, guardians, civil.On(2026, 3, 23), not, "", ""},
		"late, unexplained":                {both, guardians, civil.On(2026, 3, 24), not, "intake.late-reason-missing", "late"},
		"late, explained":                  {both, guardians, civil.On(2026, 3, 24), casework.DecideIntake{Outcome: casework.NotOpened, Reasons: "Löst.", Late: "Handläggaren var borta."}, "", ""},
		"runs already":                     {assessed, running, day, casework.DecideIntake{Outcome: casework.AlreadyRunning, Investigation: inquiry}, "", ""},
		"ran, but is closed":               {assessed, closed, day, casework.DecideIntake{Outcome: casework.AlreadyRunning, Investigation: inquiry}, "intake.no-inquiry-runs", "outcome"},
		"report taken back":                {assessed, nil, day, casework.DecideIntake{Outcome: casework.WrittenOffMatter, Reasons: "Ångrade sig."}, "intake.report-is-not-withdrawn", "outcome"},
		"the child has moved":              {assessed, []duty.Fact{{Name: "person.moved"}}, day, casework.DecideIntake{Outcome: casework.WrittenOffMatter, Reasons: "Flyttat, överlämnad."}, "", ""},
		"no outcome":                       {assessed, nil, day, casework.DecideIntake{}, "intake.outcome-missing", "outcome"},
		"application opened":               {application, nil, day, casework.DecideIntake{Outcome: casework.Opened, Ground: casework.GroundSupport, Investigation: inquiry}, "", ""},
		"application not opened":           {application, nil, day, not, "intake.application-must-be-tried", "outcome"},
		"application taken back":           {application, nil, day, casework.DecideIntake{Outcome: casework.WrittenOffMatter, Reasons: "Återtagen per telefon."}, "", ""},
		"application taken back, no words": {application, nil, day, casework.DecideIntake{Outcome: casework.WrittenOffMatter}, "intake.reasons-missing", "reasons"},
		"decided twice":                    {append(both[:5:5], step{day.At(9, 0), not}), nil, day, open, "intake.decided-already", ""},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := tt.when.Decide(intakeAfter(t, tt.given...), envAt(tt.today.At(10, 0), tt.facts...))
			expect(t, events, err, tt.then, tt.field)
		})
	}
}

func TestAnsweringTheReporter(t *testing.T) {
	neighbour := report
	neighbour.Reporter = casework.Reporter{Role: "privatperson"}
	undecided := []step{{opened, report}, {opened, casework.AssessProtection{safe}}}
	decided := append(undecided[:2:2], step{opened, casework.RecordContact{With: casework.WithChild, NotDone: "Barnet är för litet."}}, step{opened, casework.DecideIntake{Outcome: casework.NotOpened, Reasons: "Löst."}})
	for name, tt := range map[string]struct {
		given []step
		when  intakeCommand
		then  string
		field string
	}{
		"school asks":                       {undecided, casework.AskFeedback{}, "", ""},
		"neighbour asks":                    {[]step{{opened, neighbour}}, casework.AskFeedback{}, "intake.feedback-mandated-only", "feedback"},
		"told after the decision":           {decided, casework.GiveFeedback{monday, "telefon"}, "", ""},
		"told before the decision":          {undecided, casework.GiveFeedback{monday, "telefon"}, "intake.feedback-before-decision", ""},
		"told on a day before the decision": {decided, casework.GiveFeedback{saturday, "telefon"}, "intake.feedback-day-wrong", "on"},
		"told nobody knows how":             {decided, casework.GiveFeedback{monday, ""}, "intake.feedback-how-missing", "how"},
		"meeting offered":                   {undecided, casework.OfferMeeting{Offered: true}, "", ""},
		"no meeting, no reason":             {undecided, casework.OfferMeeting{}, "intake.meeting-reason-missing", "reason"},
		"meeting with a neighbour":          {[]step{{opened, neighbour}}, casework.OfferMeeting{Offered: true}, "intake.meeting-mandated-only", ""},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := tt.when.Decide(intakeAfter(t, tt.given...), envAt(opened))
			expect(t, events, err, tt.then, tt.field)
		})
	}
}

func TestOtherMattersThatComeIn(t *testing.T) {
	application := casework.ReceiveApplication{
		Case: alvaCase, Person: alva, Area: casework.Older, Kind: casework.Application, Received: came, Channel: casework.ByPhone,
		Content: casework.IntakeContent{Says: "Hjälp att duscha."},
	}
	lss := application
	lss.Kind = casework.SupportRequest
	wordless := application
	wordless.Content.Says = ""
	adult := casework.ReceiveInformation{
		Case: alvaCase, Person: alva, Area: casework.Adults, Kind: casework.AdultConcern, Received: came, Channel: casework.ByPhone,
		Content: casework.IntakeContent{Says: "Grannen har inte synts på en vecka."},
	}
	child := adult
	child.Area = casework.Children
	for name, tt := range map[string]struct {
		when  intakeCommand
		then  string
		field string
	}{
		"application":               {application, "", ""},
		"LSS for an older person":   {lss, "intake.request-is-lss", "kind"},
		"application without words": {wordless, "intake.wish-missing", "says"},
		"concern for an adult":      {adult, "", ""},
		"concern for a child":       {child, "intake.child-is-concern-report", "kind"},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := tt.when.Decide(casework.Intake{}, envAt(opened))
			expect(t, events, err, tt.then, tt.field)
		})
	}
	in := intakeAfter(t, step{opened, adult})
	if !in.LastDay().IsZero() {
		t.Error("concern for an adult has fourteen days; the law gives none")
	}
	if _, err := (casework.AssessProtection{safe}).Decide(in, envAt(opened)); fault.All(err)[0].Text != "intake.protection-is-for-children" {
		t.Errorf("protection assessment of an adult: %v", err)
	}
}
