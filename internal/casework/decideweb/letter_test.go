package decideweb

import (
	"slices"
	"strings"
	"testing"

	"stadga/internal/casework"
	"stadga/internal/civil"
)

// Who reads the letter and how the matter began decide its words: nobody has asked
// for what began with a report, and a guardian does not get the child's service.
func TestALetterSpeaksToItsReader(t *testing.T) {
	day := civil.MustParse("2026-03-12")
	item := func(o casework.Outcome) casework.DecisionItem {
		it := casework.DecisionItem{Kind: "familjebehandling", Outcome: o}
		if o.Gives() {
			it.Extent, it.From, it.FollowUp = casework.Extent{Count: 4, Per: casework.PerMonth}, day, day.AddMonths(6)
		}
		return it
	}
	elis := reader{given: "Elis", name: "Elis Provdal", hello: "Elis"}
	asked := elis
	asked.asked = true
	sara := reader{given: "Elis", name: "Sara Provdal", hello: "Sara", other: true}
	saraAsked := sara
	saraAsked.asked = true
	for name, tt := range map[string]struct {
		to      reader
		outcome casework.InquiryOutcome
		item    *casework.DecisionItem
		against bool
		says    []string
		silent  []string
	}{
		"granted to one who asked":           {asked, casework.EndedInService, ref(item(casework.Granted)), false, []string{"Hej Elis! Vi säger ja till det du har bett om.", "Du får familjebehandling 4 gånger i månaden"}, nil},
		"granted after a report":             {elis, casework.EndedInService, ref(item(casework.Granted)), false, []string{"Vi har utrett vad du behöver och beslutat om stöd."}, []string{"bett om", "ansökt"}},
		"to a guardian after a report":       {sara, casework.EndedInService, ref(item(casework.Granted)), false, []string{"Hej Sara! Du får brevet för att du är vårdnadshavare för Elis.", "vad Elis behöver", "Elis får familjebehandling"}, []string{"bett om", "ansökt", "Du får familjebehandling"}},
		"to a guardian after an application": {saraAsked, casework.EndedInService, ref(item(casework.Granted)), false, []string{"Vi säger ja till det som har ansökts om för Elis."}, []string{"du har bett om"}},
		"partly, after an application":       {asked, casework.EndedInService, ref(item(casework.PartlyGranted)), true, []string{"ja till en del av det du har bett om"}, nil},
		"partly, after a report":             {sara, casework.EndedInService, ref(item(casework.PartlyGranted)), true, []string{"beslutat om stöd"}, []string{"bett om"}},
		"refused after a report":             {sara, casework.EndedInRefusal, ref(item(casework.Refused)), true, []string{"Elis får inte familjebehandling", "beslutat att inte ge stödet"}, []string{"bett om", "Du får inte familjebehandling"}},
		"refused to one who asked":           {asked, casework.EndedInRefusal, ref(item(casework.Refused)), true, []string{"Vi säger nej till det du har bett om.", "Du får inte familjebehandling"}, nil},
		"closed without care, guardian":      {sara, casework.ClosedWithoutCare, nil, false, []string{"Utredningen om Elis är avslutad", "utan att besluta om någon insats"}, []string{"ansök"}},
		"closed without care, the person":    {elis, casework.ClosedWithoutCare, nil, false, []string{"Utredningen om dig är avslutad"}, []string{"ansök"}},
		"to court":                           {sara, casework.EndedInLVU, nil, false, []string{"Hej Sara!", "vård enligt LVU"}, []string{"Du får vård"}},
		"written off without application":    {elis, casework.EndedInWritingOff, ref(casework.DecisionItem{Kind: "familjebehandling", Outcome: casework.WrittenOff, Why: "flyttat"}), false, []string{"Ärendet är avslutat"}, []string{"din ansökan", "Du har flyttat"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := casework.Decision{Law: casework.SoL25, Outcome: tt.outcome, Against: tt.against, Made: day}
			if tt.item != nil {
				d.Signed = []casework.DecisionItem{*tt.item}
			}
			words := strings.Join(slices.Concat([]string{heading(tt.to, d), greeting(tt.to, d)}, decided(tt.to, d)), "\n")
			for _, s := range tt.says {
				if !strings.Contains(words, s) {
					t.Errorf("does not say %q:\n%s", s, words)
				}
			}
			for _, s := range tt.silent {
				if strings.Contains(words, s) {
					t.Errorf("says %q:\n%s", s, words)
				}
			}
		})
	}
}

func ref(it casework.DecisionItem) *casework.DecisionItem { return &it }

// A rectified decision gives a letter with the corrected words, and says what stood
// there before.
func TestARectifiedLetterSaysSo(t *testing.T) {
	d := casework.Decision{Corrections: []casework.Rectification{{Field: casework.ExtentField, Was: "2 gånger i veckan", Now: "3 gånger i veckan", On: civil.MustParse("2026-03-12")}}}
	if got := rectifications(d); len(got) != 1 || got[0] != "Den 12 mars 2026 rättade vi ett skrivfel: omfattningen. Det stod 2 gånger i veckan. Det ska stå 3 gånger i veckan." {
		t.Errorf("got %q", got)
	}
}

// Before a letter goes to someone else than the protected, every place that holds a
// protected value is named, however it is written, and what looks like a place too.
func TestWhatMayReveal(t *testing.T) {
	letter := Letter{To: "Omar Provlund", Heading: "Elis får familjebehandling", Sections: []LetterSection{
		{"Varför", []string{"Mira bor på storgatan  12 och nås på 0700 00 00 12.", "Elis trivs i Björkskolan.", "Mamma arbetar på Almgårdens bageri och bor i en lägenhet."}},
		{"Målet", []string{"Äter middag med en vuxen varje dag."}},
		{appealHeading, []string{"Skriv under med namn, adress och telefonnummer."}},
	}}
	found := reveals(letter, []Secret{{Values: []string{"Storgatan 12", "0700-000012", ""}}})
	var what []string
	for _, f := range found {
		if f.Where != "Varför" {
			t.Errorf("%s under %s", f.What, f.Where)
		}
		what = append(what, f.What)
	}
	for _, want := range []string{"Storgatan 12", "0700-000012", "Björkskolan", "arbetar på Almgårdens bageri"} {
		if !slices.Contains(what, want) {
			t.Errorf("%s is not told of: %v", want, what)
		}
	}
	if clean := reveals(Letter{To: "Omar Provlund", Sections: letter.Sections[1:]}, []Secret{{Values: []string{"Storgatan 12", ""}}}); len(clean) != 0 {
		t.Errorf("nothing reveals anything: %v", clean)
	}
}
