package casework_test

import (
	"testing"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
)

func made() casework.DecisionMade {
	return casework.DecisionMade{
		Case: annasCase, Person: anna, On: inquiryDay, Law: casework.SoL25, Outcome: casework.EndedInService, Reasons: "Skäl med felskrvning",
		Items: []casework.DecisionItem{showerItem()},
	}
}

// A slip in a signed decision (FL 36 §): the decision says what it should have said,
// what stood before is kept, and rules judge by the corrected value.
func TestARectificationHoldsAndKeepsTheOld(t *testing.T) {
	three := casework.Extent{Count: 3, Per: casework.PerWeek}
	for name, tt := range map[string]struct {
		cmd      casework.Rectify
		was, now string
		holds    func(d casework.Decision, it casework.DecidedService, signed casework.DecisionItem) bool
		fact     duty.Fact
	}{
		"the reasons": {
			casework.Rectify{Field: casework.ReasonsField, Reasons: "Skäl utan felskrivning", Why: "Felskrivning"},
			"Skäl med felskrvning", "Skäl utan felskrivning",
			func(d casework.Decision, _ casework.DecidedService, _ casework.DecisionItem) bool {
				return d.Reasons == "Skäl utan felskrivning"
			},
			duty.Fact{},
		},
		"the law": {
			casework.Rectify{Field: casework.LawField, Law: casework.SoL01, Section: "4 kap. 1 §", Why: "Fel lag"},
			"11 kap. 1 § socialtjänstlagen (2025:400)", "4 kap. 1 § socialtjänstlagen (2001:453)",
			func(d casework.Decision, _ casework.DecidedService, _ casework.DecisionItem) bool {
				return d.Law == casework.SoL01 && d.Grounds() == "4 kap. 1 § socialtjänstlagen (2001:453)"
			},
			duty.Fact{Name: "decision.law", Value: "SoL01"},
		},
		"the extent": {
			casework.Rectify{Field: casework.ExtentField, Service: shower, Extent: three, Why: "Räknefel"},
			"2 gånger i veckan", "3 gånger i veckan",
			func(_ casework.Decision, it casework.DecidedService, signed casework.DecisionItem) bool {
				return it.Extent == three && signed.Extent == three
			},
			duty.Fact{Name: "case.favourable_extent", About: shower.String(), Value: "156"},
		},
		"the last day": {
			casework.Rectify{Field: casework.UntilField, Service: shower, Day: civil.MustParse("2028-03-11"), Why: "Fel år"},
			"till och med " + inquiryDay.AddMonths(12).String(), "till och med 2028-03-11",
			func(_ casework.Decision, it casework.DecidedService, signed casework.DecisionItem) bool {
				return it.Until == civil.MustParse("2028-03-11") && signed.Until == it.Until
			},
			duty.Fact{Name: "service.until", Day: civil.MustParse("2028-03-11")},
		},
		"no last day": {
			casework.Rectify{Field: casework.UntilField, Service: shower, Why: "Skulle vara tills vidare"},
			"till och med " + inquiryDay.AddMonths(12).String(), "tills vidare",
			func(_ casework.Decision, it casework.DecidedService, _ casework.DecisionItem) bool {
				return it.Until.IsZero()
			},
			duty.Fact{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := decision(inquiryDay, made())
			events, err := tt.cmd.Decide(d, on(inquiryDay))
			wantFault(t, err, "")
			d.Fold(recorded("decision", decisionID, inquiryDay, 2, events[0]))
			if c := d.Corrections[0]; c.Was != tt.was || c.Now != tt.now || c.By != eva {
				t.Errorf("kept %+v", c)
			}
			it, _ := d.Item(shower)
			if !tt.holds(d, it, d.Signed[0]) {
				t.Errorf("does not hold: %+v", d)
			}
			if tt.fact.Name != "" && !tells(d, tt.fact) {
				t.Errorf("rules do not see %+v", tt.fact)
			}
			if before := decision(inquiryDay, made()); before.Signed[0].Extent != showerItem().Extent {
				t.Error("the correction changed another state")
			}
		})
	}
}

// tells is whether the decision gives rules a fact of that name with that value and day.
func tells(d casework.Decision, want duty.Fact) bool {
	for _, s := range d.Says() {
		for _, f := range s.Facts {
			if f.Name == want.Name && f.About == want.About && (want.Value == "" || f.Value == want.Value) && (want.Day.IsZero() || f.Day == want.Day) {
				return true
			}
		}
	}
	return false
}

func TestWhatCannotBeRectified(t *testing.T) {
	extended := decision(inquiryDay, made(), casework.ServiceExtendedUnchanged{Extension: casework.TechnicalExtension{Service: shower, Until: inquiryDay.AddMonths(18)}})
	plain := decision(inquiryDay, made())
	for name, tt := range map[string]struct {
		d     casework.Decision
		cmd   casework.Rectify
		fault string
	}{
		"nothing to rectify":       {plain, casework.Rectify{Field: casework.ExtentField, Service: shower, Extent: showerItem().Extent, Why: "Fel"}, "decision.rectify-nothing"},
		"no reason":                {plain, casework.Rectify{Field: casework.ReasonsField, Reasons: "Nya skäl"}, "decision.write-something"},
		"an unknown law":           {plain, casework.Rectify{Field: casework.LawField, Law: "HSL", Section: "1 §", Why: "Fel"}, "decision.choose-law"},
		"no extent":                {plain, casework.Rectify{Field: casework.ExtentField, Service: shower, Why: "Fel"}, "decision.say-how-much"},
		"an end before its start":  {plain, casework.Rectify{Field: casework.UntilField, Service: shower, Day: inquiryDay, Why: "Fel"}, "decision.until-before-from"},
		"an end that was extended": {extended, casework.Rectify{Field: casework.UntilField, Service: shower, Day: inquiryDay.AddMonths(11), Why: "Fel"}, "decision.rectify-moved-on"},
		"another's service":        {plain, casework.Rectify{Field: casework.ExtentField, Service: ids.Service{ID: ids.ID{9}}, Extent: casework.Extent{Count: 1, Per: casework.PerDay}, Why: "Fel"}, "decision.no-such-service"},
		"something else":           {plain, casework.Rectify{Field: "datum", Service: shower, Why: "Fel"}, "decision.rectify-what"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tt.cmd.Decide(tt.d, on(inquiryDay))
			wantFault(t, err, tt.fault)
		})
	}
}

// A letter to someone else than the one with protected identity is read first, and
// one whose address is in no register is reached through Skatteverket.
func TestLettersWhereSomeoneIsProtected(t *testing.T) {
	hidden := duty.Fact{Name: "person.protected", Value: "skyddad-folkbokforing"}
	lifted := duty.Fact{Name: "person.protected", Value: "ingen"}
	father := ids.Person{ID: ids.ID{77}}
	for name, tt := range map[string]struct {
		cmd   casework.SendLetter
		facts []duty.Fact
		fault string
	}{
		"nobody is protected":                   {casework.SendLetter{To: father, How: "brev", On: inquiryDay}, nil, ""},
		"to the father, unread":                 {casework.SendLetter{To: father, How: "brev", On: inquiryDay}, []duty.Fact{hidden}, "decision.check-for-protected"},
		"to the father, read":                   {casework.SendLetter{To: father, How: "brev", On: inquiryDay, Checked: true}, []duty.Fact{hidden}, ""},
		"the mother is protected":               {casework.SendLetter{To: father, How: "brev", On: inquiryDay, Guarded: true}, nil, "decision.check-for-protected"},
		"the protection is lifted":              {casework.SendLetter{To: father, How: "brev", On: inquiryDay}, []duty.Fact{lifted}, ""},
		"to the protected by post":              {casework.SendLetter{To: anna, How: "brev", On: inquiryDay}, []duty.Fact{hidden}, "decision.send-through-skatteverket"},
		"to the protected through Skatteverket": {casework.SendLetter{To: anna, How: "skatteverket", On: inquiryDay}, []duty.Fact{hidden}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tt.cmd.Decide(decision(inquiryDay, made()), on(inquiryDay, tt.facts...))
			wantFault(t, err, tt.fault)
		})
	}
}
