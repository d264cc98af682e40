package main

import (
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
)

// What is written of those who stand close to a person goes with the person's file,
// and so does who is registered for its sake alone. Who the person is stays for as
// long as a child's file names its guardian, and goes with that file.
func TestThoseWhoStandCloseGoWithTheLastFileThatNamesThem(t *testing.T) {
	url := inFolder(t)
	h := &house{t: t, now: civil.On(2019, time.March, 11).At(9, 0)}
	h.record = h.again(url, 3)
	persons, cases := engine.Bind(h.Engine, peoplesql.Persons()), engine.Bind(h.Engine, casesql.Cases())
	mother, _ := h.oldFile(civil.On(1951, time.May, 3), "2019-0001", []string{"Randmodern", "Rutdotter", "Prickiga gatan 7", "anteckningen om modern", "utkastet om modern", "skälet om modern"})
	agent, child, file := ids.Person{ID: h.Engine.NewID()}, ids.Person{ID: h.Engine.NewID()}, ids.Case{ID: h.Engine.NewID()}
	h.do(eva, persons.Step(agent.ID, people.Register{Name: people.Name{Given: "Ensamma", Family: "Ombudsson"}, BornYear: 1960}))
	h.do(eva, persons.Step(mother.ID, people.AddRelation{Kind: people.Agent, Person: agent}))
	h.do(eva, persons.Step(mother.ID, people.AddRelation{Kind: people.Representative, Name: "Gula Mannen", Phone: "0700-randig", Scope: "sköter den blå ekonomin"}))
	h.do(eva, persons.Step(mother.ID, people.EndRelation{Number: 2, Until: civil.DayOf(h.now)}))
	ofMother := []string{"anteckningen om modern", "utkastet om modern", "skälet om modern", "Ombudsson", "Gula Mannen", "0700-randig", "den blå ekonomin"}
	ofChild := []string{"Randmodern", "Prickiga gatan", "Barnsson", "barnets farmor"}
	h.now = civil.On(2026, time.March, 9).At(9, 0)
	h.do(eva, persons.Step(child.ID, people.Register{Name: people.Name{Given: "Lilla", Family: "Barnsson"}, Born: civil.On(1999, time.May, 3)}),
		cases.Step(file.ID, casework.OpenCase{Person: child, Area: casework.Older, Number: "2026-0001", Officer: eva.User, Unit: eva.Unit}))
	h.do(eva, persons.Step(child.ID, people.AddRelation{Kind: people.Guardian, Person: mother}))
	h.do(eva, persons.Step(child.ID, people.AddRelation{Kind: people.Representative, Name: "Okänd", Scope: "barnets farmor"}))
	dispose := func(person ids.Person) {
		t.Helper()
		if err := h.Engine.RecomputeAll(t.Context(), func(int) {}); err != nil {
			t.Fatal(err)
		}
		h.sealAll()
		h.decideDisposal(person)
		if _, err := h.disposing().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.sealAll()
		h.verified()
	}
	held := searched(t, h.record, url)
	if found := inBytes(t, append(ofMother, ofChild...), held()...); len(found) < len(ofMother)+len(ofChild) {
		t.Fatalf("only %v is found before: the search does not see what it is for", found)
	}
	dispose(mother)
	if found := inBytes(t, ofMother, held()...); len(found) > 0 {
		t.Errorf("the mother's file is gone, and left is %v", found)
	}
	for _, word := range ofChild {
		if len(inBytes(t, []string{word}, held()...)) == 0 {
			t.Errorf("%q stands in the child's file, and is gone", word)
		}
	}
	if m, _, err := persons.Load(t.Context(), mother.ID); err != nil || m.Name.Given != "Randmodern" || len(m.Relations) > 0 {
		t.Errorf("the guardian that the child's file names is %+v, %v", m, err)
	}
	h.do(eva, cases.Step(file.ID, casework.CloseCase{Reason: "Klart."}))
	h.now = civil.On(2032, time.March, 9).At(9, 0)
	dispose(child)
	if found := inBytes(t, append(ofMother, ofChild...), held()...); len(found) > 0 {
		t.Errorf("the last file that named them is gone, and left is %v", found)
	}
	if past, err := h.Engine.Past(t.Context(), journal.StreamID{Kind: "person", ID: mother.ID}); err != nil || len(past) == 0 || past[0].Event != nil {
		t.Errorf("of the guardian is left %+v (%v)", past, err)
	}
}
