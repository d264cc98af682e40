package people_test

import (
	"reflect"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/fault/faulttest"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/people"
)

var (
	today  = civil.On(2026, time.March, 12)
	env    = act.Env{Now: today.At(9, 0), Today: today}
	child  = ids.Person{ID: ids.ID{15: 1}}
	mother = ids.Person{ID: ids.ID{15: 2}}
	father = ids.Person{ID: ids.ID{15: 3}}
	aunt   = ids.Person{ID: ids.ID{15: 4}}
	elis   = people.Register{
		Name:   people.Name{Given: "Elis", Family: "Lund"},
		Number: ids.MustParseIdentityNumber("20160702-2389"),
		Born:   civil.On(2016, 7, 2),
	}
)

type command interface {
	Decide(people.Person, act.Env) ([]journal.Event, error)
}

// lived folds the events of the acts, one after the other, as the engine does.
func lived(t *testing.T, acts ...command) people.Person {
	t.Helper()
	var p people.Person
	for _, cmd := range acts {
		events, err := cmd.Decide(p, env)
		if err != nil {
			t.Fatalf("%T: %v", cmd, err)
		}
		for _, e := range events {
			p.Fold(journal.Recorded{Envelope: journal.Envelope{
				Stream: journal.StreamID{Kind: "person", ID: child.ID}, At: env.Now, Day: env.Today,
			}, Event: e})
		}
	}
	return p
}

func TestWhatStandsInTheWay(t *testing.T) {
	guardians := []command{
		elis,
		people.AddRelation{Kind: people.Guardian, Person: mother, From: elis.Born},
		people.AddRelation{Kind: people.Guardian, Person: father, From: elis.Born},
	}
	for name, tt := range map[string]struct {
		given []command
		when  command
		then  string // key; empty: let through
		field string
	}{
		"known by number":                    {nil, elis, "", ""},
		"not known at all":                   {nil, people.Register{}, "", ""},
		"known by name and year":             {nil, people.Register{Name: people.Name{Given: "Elis"}, BornYear: 2016}, "", ""},
		"unborn":                             {nil, people.Register{Unborn: true, Expected: today.AddMonths(3)}, "", ""},
		"unborn with a personnummer":         {nil, people.Register{Unborn: true, Number: elis.Number}, "person.unborn-has-number", "number"},
		"unborn with a birth date":           {nil, people.Register{Unborn: true, Born: today}, "person.unborn-has-birth-date", "born"},
		"born tomorrow":                      {nil, people.Register{Born: today.AddDays(1)}, "person.born-in-future", "born"},
		"born in the year 206":               {nil, people.Register{BornYear: 206}, "person.born-year-impossible", "born"},
		"no number":                          {[]command{elis}, people.CorrectNumber{Reason: "x"}, "person.number-missing", "number"},
		"registered twice":                   {[]command{elis}, elis, "person.registered-already", ""},
		"name corrected":                     {[]command{elis}, people.CorrectName{Name: people.Name{Given: "Elis", Family: "Ek"}, Reason: "gift"}, "", ""},
		"name corrected without reason":      {[]command{elis}, people.CorrectName{Name: people.Name{Given: "Elis", Family: "Ek"}, Reason: " "}, "person.reason-missing", "reason"},
		"name of nobody":                     {nil, people.CorrectName{Name: people.Name{Given: "Elis"}, Reason: "gift"}, "person.unknown", ""},
		"name emptied":                       {[]command{elis}, people.CorrectName{Name: people.Name{Given: " "}, Reason: "gift"}, "person.name-missing", "name"},
		"unknown child gets its number":      {[]command{people.Register{}}, people.CorrectNumber{Number: elis.Number, Born: elis.Born, Reason: "känd av polisen"}, "", ""},
		"number without reason":              {[]command{elis}, people.CorrectNumber{Number: ids.MustParseIdentityNumber("20111067-2381"), Born: civil.Date{}, Reason: ""}, "person.reason-missing", "reason"},
		"birth in the future":                {[]command{elis}, people.CorrectBirth{Born: today.AddDays(1), Reason: "x"}, "person.born-in-future", "born"},
		"birth without a day":                {[]command{elis}, people.CorrectBirth{}, "person.born-missing", "born"},
		"protection of no known kind":        {[]command{elis}, people.SetProtection{Kind: "hemlig"}, "person.protection-kind-missing", "kind"},
		"protection lifted without reason":   {[]command{elis, people.SetProtection{Kind: people.SecrecyMark}}, people.LiftProtection{}, "person.reason-missing", "reason"},
		"protection lifted where none is":    {[]command{elis}, people.LiftProtection{Reason: "klart"}, "person.not-protected", ""},
		"guardian not in the register":       {[]command{elis}, people.AddRelation{Kind: people.Guardian, Name: "Siv"}, "person.guardian-not-registered", "name"},
		"relative who is only named":         {[]command{elis}, people.AddRelation{Kind: people.Relative, Name: "Siv"}, "", ""},
		"representative without scope":       {[]command{elis}, people.AddRelation{Kind: people.Representative, Name: "Siv"}, "person.scope-missing", "scope"},
		"third guardian":                     {guardians, people.AddRelation{Kind: people.Guardian, Person: aunt}, "person.two-guardians-already", ""},
		"same guardian twice":                {guardians[:2], people.AddRelation{Kind: people.Guardian, Person: mother}, "person.guardian-already", ""},
		"third guardian after one has ended": {append(guardians[:3:3], people.EndRelation{Number: 1, Until: today.AddDays(-1)}), people.AddRelation{Kind: people.Guardian, Person: aunt}, "", ""},
		"relation ends before it began":      {guardians[:2], people.EndRelation{Number: 1, Until: elis.Born.AddDays(-1)}, "person.relation-ends-before-it-began", "until"},
		"relation that does not exist":       {guardians[:2], people.EndRelation{Number: 7, Until: today}, "person.no-such-relation", ""},
		"own guardian":                       {[]command{elis}, people.AddRelation{Kind: people.Guardian, Person: child}, "person.related-to-itself", "name"},
		"death in the future":                {[]command{elis}, people.ReportDeath{On: today.AddDays(1)}, "person.death-in-future", "on"},
		"death before birth":                 {[]command{elis}, people.ReportDeath{On: elis.Born.AddDays(-1)}, "person.death-before-birth", "on"},
		"death":                              {[]command{elis}, people.ReportDeath{On: today}, "", ""},
		"move to come":                       {[]command{elis}, people.ReportMove{On: today.AddDays(20), To: "Uppsala"}, "", ""},
		"move without a day":                 {[]command{elis}, people.ReportMove{}, "person.move-day-missing", "on"},
		"return of one who has not moved":    {[]command{elis}, people.ReportReturn{On: today}, "person.has-not-moved", ""},
		"merged with itself":                 {[]command{elis}, people.Merge{Into: child, Reason: "dubblett"}, "person.merge-with-itself", "into"},
		"merged twice":                       {[]command{elis, people.Merge{Into: aunt, Reason: "dubblett"}}, people.Merge{Into: aunt, Reason: "dubblett"}, "person.merged-already", ""},
		"relation in the future":             {[]command{elis}, people.AddRelation{Kind: people.Relative, Name: "Siv", From: today.AddDays(1)}, "person.relation-in-future", "from"},
		"relation of unknown kind":           {[]command{elis}, people.AddRelation{Kind: "granne", Name: "Siv"}, "person.relation-kind-missing", "kind"},
		"relation to nobody":                 {[]command{elis}, people.AddRelation{Kind: people.Relative}, "person.relation-name-missing", "name"},
		"contact changed":                    {[]command{elis}, people.ChangeContact{Contact: people.Contact{Address: "Ågatan 1"}}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := tt.when.Decide(lived(t, tt.given...), env)
			all := fault.All(err)
			switch {
			case tt.then == "" && (err != nil || len(events) != 1):
				t.Errorf("got %d events and %v, want one event", len(events), err)
			case tt.then != "" && (len(all) != 1 || all[0].Text != tt.then || all[0].Field != tt.field):
				t.Errorf("got %v (field %q), want %s (field %q)", err, fieldOf(all), tt.then, tt.field)
			}
		})
	}
}

func fieldOf(all []*fault.Error) string {
	if len(all) == 0 {
		return ""
	}
	return all[0].Field
}

func TestFactsOfAPerson(t *testing.T) {
	p := lived(t, elis,
		people.AddRelation{Kind: people.Guardian, Person: mother, From: elis.Born},
		people.AddRelation{Kind: people.Guardian, Person: father, From: elis.Born},
		people.EndRelation{Number: 2, Until: today},
		people.SetProtection{Kind: people.ProtectedRegistration},
		people.ReportMove{On: today.AddDays(5)},
	)
	want := []duty.Fact{
		{Name: "person.born", Day: elis.Born},
		{Name: "person.guardian", About: mother.String(), Day: elis.Born},
		{Name: "person.protected", Day: today, Value: "skyddad-folkbokforing"},
		{Name: "person.moved", Day: today.AddDays(5)},
	}
	said := p.Says()
	if len(said) != 1 || said[0].Subject != (duty.Subject{Kind: "person", ID: child.ID}) {
		t.Fatalf("got %+v, want facts of the person alone", said)
	}
	for i, f := range said[0].Facts {
		if !f.Learned.Equal(env.Now) {
			t.Errorf("%s was learned %v", f.Name, f.Learned)
		}
		said[0].Facts[i].Learned, said[0].Facts[i].Origin = time.Time{}, journal.StreamID{}
	}
	if !reflect.DeepEqual(said[0].Facts, want) {
		t.Errorf("got  %+v\nwant %+v", said[0].Facts, want)
	}
}

func TestUnbornIsBorn(t *testing.T) {
	p := lived(t, people.Register{Unborn: true}, people.CorrectBirth{Born: today, Reason: "född i natt"})
	if p.Unborn || p.Born != today {
		t.Errorf("unborn %v, born %v", p.Unborn, p.Born)
	}
}

func TestAgeCountsBirthdays(t *testing.T) {
	for name, tt := range map[string]struct {
		born civil.Date
		year int
		day  civil.Date
		want int
	}{
		"the day before":        {civil.On(2016, 3, 13), 0, today, 9},
		"on the day":            {civil.On(2016, 3, 12), 0, today, 10},
		"leap day, common year": {civil.On(2012, 2, 29), 0, civil.On(2026, 2, 28), 14},
		"only the year":         {civil.Date{}, 2016, today, 10},
		"not known":             {civil.Date{}, 0, today, -1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := people.Age(tt.born, tt.year, tt.day); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

func TestFactsStandInTheVocabulary(t *testing.T) {
	p := lived(t, people.Register{Unborn: true, Expected: today}, people.SetProtection{Kind: people.SecrecyMark}, people.ReportDeath{On: today},
		people.AddRelation{Kind: people.Guardian, Person: mother, From: today})
	words := map[string]bool{}
	for _, f := range people.Vocabulary() {
		words[f.Name] = true
	}
	for _, f := range append(p.Says()[0].Facts, lived(t, elis, people.ReportMove{On: today}).Says()[0].Facts...) {
		if !words[f.Name] {
			t.Errorf("the fact %s is in no vocabulary", f.Name)
		}
	}
}

func TestEveryKeyHasWords(t *testing.T) { faulttest.Check(t, ".", people.Sentences(), "peoplesql") }
