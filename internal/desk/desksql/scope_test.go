package desksql_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"stadga/internal/access"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/desk"
	"stadga/internal/duty"
	policies "stadga/rules/access"
)

// anyone draws someone who asks: a role, a unit, those stood in for, and those
// about whom there is a conflict of interest.
func anyone(r *rand.Rand, cases []desk.Case) access.Who {
	roles := []string{"handlaggare", "mottagning", "enhetschef", "socialchef", "kvalitet", "socialjour", "controller", "revisor", "namnd", "systemforvaltare"}
	who := access.Who{User: user(byte(1 + r.IntN(4))), Unit: unit(byte(r.IntN(4))), Roles: []string{roles[r.IntN(len(roles))]}, At: now}
	if r.IntN(4) == 0 {
		who.Roles = append(who.Roles, roles[r.IntN(3)])
	}
	if slices.Index(roles, who.Roles[0]) > 4 && len(who.Roles) == 1 {
		who.User = user(9) // has no cases
	}
	for range r.IntN(3) {
		who.Covers = append(who.Covers, user(byte(1+r.IntN(4))))
		who.Lent = append(who.Lent, access.Post{Roles: []string{roles[r.IntN(5)]}, Unit: unit(byte(r.IntN(4)))})
	}
	for range r.IntN(4) {
		who.Barred = append(who.Barred, cases[r.IntN(len(cases))].Person)
	}
	return who
}

func numbers[T any](all []T, of func(T) string) []string {
	var found []string
	for _, one := range all {
		found = append(found, of(one))
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// In random worlds the rows that SQL shows are the rows that the policies permit:
// no list shows one that the door refuses, and none hides one that it lets in.
func TestListsShowWhatThePoliciesPermit(t *testing.T) {
	onBoth(t, listsShowWhatThePoliciesPermit)
}

func listsShowWhatThePoliciesPermit(t *testing.T, w *world) {
	const seed = 19
	r := rand.New(rand.NewPCG(seed, 2))
	d, err := access.New(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	w.unit(1, "Biståndsenheten")
	w.unit(2, "Utredning barn och unga")
	for n := range 80 {
		w.aCase(n+1, user(byte(r.IntN(5))), unit(byte(r.IntN(4))), r.IntN(5) == 0, duty.Obligation{Rule: "appeal-3w", Version: 1, Owes: "officer"})
	}
	compared, shown := 0, 0
	for n := range 120 {
		who := anyone(r, w.cases)
		if n%2 == 1 { // what the board has decided about its branches changes no list of the authority's
			who.Border = access.BorderNeed
		}
		scope := access.ScopeOf(who)
		permitted := func(among func(desk.Case) bool) []string {
			return numbers(slices.DeleteFunc(slices.Clone(w.cases), func(c desk.Case) bool {
				return !among(c) || !d.OnFile(who, "case.read", c.File()).Allowed
			}), func(c desk.Case) string { return c.Number })
		}
		told := func(what string, got, want []string) {
			compared++
			shown += len(got)
			if !slices.Equal(got, want) {
				t.Errorf("seed %d.%d, %+v, %s shows %v, the policies permit %v", seed, n, who, what, got, want)
			}
		}
		want := permitted(func(desk.Case) bool { return true })
		if !d.May(who, "case.read") {
			continue // no list is offered
		}
		cases, err := w.desk.Cases(t.Context(), desk.CaseSelection{Scope: scope}, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		told("the list of cases", numbers(cases, func(c desk.Case) string { return c.Number }), want)
		count, err := w.desk.CountCases(t.Context(), desk.CaseSelection{Scope: scope})
		if err != nil || count != len(want) {
			t.Errorf("seed %d.%d, %+v: counted %d, the policies permit %d (%v)", seed, n, who, count, len(want), err)
		}
		rows, err := w.desk.Rows(t.Context(), desk.Selection{Scope: scope, Now: now}, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		told("the list of obligations", numbers(rows, func(row desk.Row) string { return row.Case.Number }), want)

		// What nobody has and is protected waits in the reception, in no other list.
		register := casesql.Register{DB: w.db.Reader()}
		claimed := func(c desk.Case) bool { return !c.Secrecy.Protected() || !c.Officer.IsZero() }
		for view, among := range map[casework.View]func(desk.Case) bool{
			casework.ViewMine: func(c desk.Case) bool { return slices.Contains(scope.Users, c.Officer) },
			casework.ViewUnit: func(c desk.Case) bool { return slices.Contains(scope.Units(), c.Unit) && !c.Unit.IsZero() },
		} {
			found, n, err := register.List(t.Context(), scope, view, false, 1000, 0)
			if err != nil || n != len(found) {
				t.Fatalf("%d of %d (%v)", len(found), n, err)
			}
			told(fmt.Sprint("Ärenden, ", view), numbers(found, func(c casework.Case) string { return c.Number }),
				permitted(func(c desk.Case) bool { return among(c) && claimed(c) }))
		}
		one := w.cases[r.IntN(len(w.cases))]
		found, err := register.FindByCaseNumber(t.Context(), scope, one.Number)
		if err != nil {
			t.Fatal(err)
		}
		told("the search", numbers(slices.DeleteFunc(found, func(c casework.Case) bool {
			return !d.OnFile(who, "case.read", one.File()).Allowed // a page confirms each row: what is found and refused is in no list
		}), func(c casework.Case) string { return c.Number }), permitted(func(c desk.Case) bool { return c.ID == one.ID && claimed(c) }))
	}
	t.Logf("%d lists compared, %d rows shown", compared, shown)
	if compared < 300 || shown < 1000 {
		t.Errorf("only %d lists and %d rows were compared", compared, shown)
	}
}
