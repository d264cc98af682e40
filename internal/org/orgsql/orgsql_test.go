package orgsql_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/store"
	"stadga/internal/store/sqlite"
)

func onSQLite(t *testing.T) store.Driver {
	file, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "norr.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestTheOrganisationAsItWasOnADay(t *testing.T) {
	for name, open := range bases() {
		t.Run(name, func(t *testing.T) { asItWas(t, open(t)) })
	}
}

func asItWas(t *testing.T, base store.Driver) {
	ctx := context.Background()
	registry := journal.NewRegistry()
	db, err := store.New(ctx, base, registry, orgsql.Projection(), orgsql.OversightProjection())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	today := civil.On(2026, time.March, 12)
	e := engine.New(engine.Config{
		Store: db, Registry: registry, Book: engine.NoRules{}, Access: engine.AllowAll{},
		Clock: func() time.Time { return today.At(9, 0) }, IDs: ids.Source{Random: rand.NewChaCha8([32]byte{5})},
	})
	units, staff := engine.Bind(e, orgsql.Units()), engine.Bind(e, orgsql.Staff())
	absences, providers := engine.Bind(e, orgsql.Absences()), engine.Bind(e, orgsql.Providers())

	barn, sofia, linnea := ids.Unit{ID: e.NewID()}, ids.User{ID: e.NewID()}, ids.User{ID: e.NewID()}
	officer := org.Placement{Title: "Socialsekreterare", Roles: []org.Role{org.Handlaggare, org.Mottagning}, Unit: barn, From: today.AddDays(-100)}
	chief := org.Placement{Title: "Enhetschef", Roles: []org.Role{org.Enhetschef}, Unit: barn, From: today.AddDays(30)}
	_, err = e.Do(ctx, act.Form{ID: e.NewForm()},
		units.Step(barn.ID, org.EstablishUnit{Name: "Barn", Side: org.Authority, Areas: []string{"barn"}, Intake: true, From: today.AddDays(-400)}),
		units.Step(barn.ID, org.RenameUnit{Name: "Mottagning barn och unga", From: today.AddDays(-30)}),
		staff.Step(sofia.ID, org.AppointStaff{Name: "Sofia Wallin", Placement: officer}),
		staff.Step(sofia.ID, org.IdentifyStaff{Login: "104233"}),
		staff.Step(sofia.ID, org.PlaceStaff{Placement: chief}),
		staff.Step(linnea.ID, org.AppointStaff{Name: "Linnéa Bäck", Placement: officer}),
		staff.Step(linnea.ID, org.IdentifyStaff{Login: "104234"}),
		staff.Step(linnea.ID, org.EndStaff{Until: today}),
		absences.Step(e.NewID(), org.BeginAbsence{User: sofia, StandIn: linnea, From: today.AddDays(-2), Until: today}),
		providers.Step(e.NewID(), org.ApproveProvider{Name: "Rönnens Hemtjänst AB", Services: []string{"hemtjanst-dusch", "hemtjanst-mat"}, From: today}),
	)
	if err != nil {
		t.Fatal(err)
	}

	q := orgsql.Queries{DB: db.Reader()}
	for day, want := range map[civil.Date]string{today: "Mottagning barn och unga", today.AddDays(-31): "Barn"} {
		found, err := q.Units(ctx, day)
		if err != nil || len(found) != 1 || found[0].Name != want || !found[0].Intake || !slices.Equal(found[0].Areas, []string{"barn"}) {
			t.Errorf("units on %s: %+v (%v), want %s", day, found, err, want)
		}
	}
	for login, day := range map[string]civil.Date{"104233": today, "104234": today} {
		if found, err := q.StaffByLogin(ctx, login, day); err != nil || found.Login != login {
			t.Errorf("%s on %s: %+v, %v", login, day, found, err)
		}
	}
	for login, day := range map[string]civil.Date{"104234": today.AddDays(1), "": today, "104235": today} {
		if found, err := q.StaffByLogin(ctx, login, day); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%q on %s: %+v, %v", login, day, found, err)
		}
	}
	for day, want := range map[civil.Date][]string{
		today: {"Linnéa Bäck Socialsekreterare", "Sofia Wallin Socialsekreterare"}, today.AddDays(1): {"Sofia Wallin Socialsekreterare"},
		today.AddDays(40): {"Sofia Wallin Enhetschef"}, today.AddDays(-200): nil,
	} {
		found, err := q.StaffOf(ctx, barn, day)
		var got []string
		for _, s := range found {
			got = append(got, s.Name+" "+s.On(day).Title)
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("staff on %s: %v (%v), want %v", day, got, err, want)
		}
	}
	if _, err := q.StaffMember(ctx, linnea, today.AddDays(1)); fault.KindOf(err) != fault.NotFound {
		t.Errorf("one who has left may log in: %v", err)
	}
	if names, err := q.Names(ctx, []ids.User{linnea}); err != nil || names[linnea] != "Linnéa Bäck" {
		t.Errorf("one who has left has lost the name: %v (%v)", names, err)
	}
	for day, want := range map[civil.Date]int{today.AddDays(-3): 0, today.AddDays(-2): 1, today: 1, today.AddDays(1): 0} {
		now, err := q.StandingOf(ctx, linnea, barn, day.At(9, 0))
		covered := now.Covers
		if !slices.Equal(now.Areas, []string{"barn"}) || want == 1 && (len(covered) == 0 || !slices.Contains(covered[0].Placements[0].Roles, org.Mottagning) || covered[0].Placements[0].Unit != barn) {
			t.Errorf("on %s the standing is %+v", day, now)
		}
		away, err2 := q.Away(ctx, day)
		if err != nil || err2 != nil || len(covered) != want || len(away) != want {
			t.Errorf("on %s: stands in for %v, away %v (%v, %v)", day, covered, away, err, err2)
		}
	}
	for day, want := range map[civil.Date]int{today.AddDays(-1): 0, today: 1} {
		if found, err := q.Providers(ctx, day); err != nil || len(found) != want || want == 1 && len(found[0].Services) != 2 {
			t.Errorf("providers on %s: %+v (%v)", day, found, err)
		}
	}
}
