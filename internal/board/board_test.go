package board_test

import (
	"testing"

	"stadga/internal/act"
	"stadga/internal/board"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

func TestTheCouncilIsToldOncePerQuarter(t *testing.T) {
	env := act.Env{Today: civil.On(2026, 11, 20)}
	var began, told board.Board
	for _, b := range []*board.Board{&began, &told} {
		b.Fold(journal.Recorded{Event: board.Established{On: civil.On(2026, 1, 1)}})
	}
	told.Fold(journal.Recorded{Event: board.CouncilTold{Report: board.CouncilReport{Quarter: "2026-4"}}})
	report := func(q civil.Quarter, on civil.Date, ref string) board.TellCouncil {
		return board.TellCouncil{Report: board.CouncilReport{Quarter: q, On: on, Ref: ref}}
	}
	untold := report("2026-4", env.Today, "KF § 45")
	untold.Untold = 1
	for name, tt := range map[string]struct {
		given board.Board
		when  board.TellCouncil
		text  string
	}{
		"handed over today":      {began, report("2026-4", env.Today, "KF § 45"), ""},
		"of an earlier quarter":  {began, report("2026-3", env.Today, "KF § 45"), ""},
		"not established":        {board.Board{}, report("2026-4", env.Today, "KF § 45"), "board.establish-first"},
		"of a quarter to come":   {began, report("2027-1", env.Today, "KF § 45"), "board.quarter-ahead"},
		"twice":                  {told, report("2026-4", env.Today, "KF § 45"), "board.council-told-already"},
		"before IVO":             {began, untold, "board.report-to-ivo-first"},
		"tomorrow":               {began, report("2026-4", env.Today.AddDays(1), "KF § 45"), "board.council-when"},
		"before the quarter":     {began, report("2026-4", civil.On(2026, 9, 30), "KF § 45"), "board.council-when"},
		"without a day":          {began, report("2026-4", civil.Date{}, "KF § 45"), "board.council-when"},
		"without a paragraph":    {began, report("2026-4", env.Today, "  "), "board.council-ref"},
		"paragraph put in order": {began, report("2026-4", env.Today, " KF § 45 "), ""},
	} {
		events, err := tt.when.Decide(tt.given, env)
		if tt.text == "" {
			if err != nil || len(events) != 1 || events[0].(board.CouncilTold).Report.Ref != "KF § 45" {
				t.Errorf("%s: %v %v", name, events, err)
			}
			continue
		}
		if all := fault.All(err); len(all) != 1 || all[0].Text != tt.text {
			t.Errorf("%s: %v, want %s", name, err, tt.text)
		}
	}
}

func TestTheBoardIsEstablishedOnce(t *testing.T) {
	env := act.Env{Today: civil.On(2026, 11, 20)}
	var b board.Board
	for _, on := range []civil.Date{{}, env.Today.AddDays(1)} {
		if _, err := (board.Establish{On: on}).Decide(b, env); err == nil {
			t.Errorf("%s is taken", on)
		}
	}
	events, err := board.Establish{On: env.Today}.Decide(b, env)
	if err != nil {
		t.Fatal(err)
	}
	b.Fold(journal.Recorded{Event: events[0]})
	if _, err := (board.Establish{On: env.Today}).Decide(b, env); err == nil {
		t.Error("it is established twice")
	}
}

// The age of a decision is counted from its own day, in months as the calendar has them.
func TestAgesAreCountedFromTheDecision(t *testing.T) {
	var a board.Ages
	made := civil.On(2025, 8, 31)
	for _, on := range []civil.Date{civil.On(2026, 2, 28), civil.On(2026, 3, 1), civil.On(2026, 8, 31), civil.On(2026, 9, 1)} {
		a.Add(made, on)
	}
	if a != (board.Ages{1, 2, 1}) || a.Sum() != 4 {
		t.Errorf("ages %v", a)
	}
}
