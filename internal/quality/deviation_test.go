package quality_test

import (
	"slices"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/quality"
)

var (
	now = civil.On(2026, time.March, 9).At(9, 0)
	env = act.Env{Now: now, Today: civil.DayOf(now)}
	eva = ids.User{ID: ids.ID{15: 1}}
	of  = journal.StreamID{Kind: quality.Stream, ID: ids.ID{15: 7}}
)

// after folds events into a deviation, one a day.
func after(events ...journal.Event) quality.Deviation {
	var d quality.Deviation
	for n, e := range events {
		at := now.AddDate(0, 0, n)
		d.Fold(journal.Recorded{Envelope: journal.Envelope{Stream: of, Version: n + 1, At: at, Day: civil.DayOf(at), Actor: eva}, Event: e})
	}
	return d
}

var (
	fall     = quality.Report{Number: "A2026-0001", What: "Larmet svarade inte."}
	reported = quality.DeviationReported{Report: fall}
	minor    = quality.Classification{Kind: quality.OfOurs, Type: quality.NotDelivered, Severity: 2, Recurrence: 3}
	serious  = quality.Classification{Kind: quality.LexSarah, Type: quality.NotDelivered, Severity: 4, Recurrence: 2, Grade: quality.IsSerious}
	caused   = quality.DeviationExplained{Cause: "Batteriet var slut."}
	mended   = quality.DeviationActedOn{What: "Alla batterier bytta.", On: env.Today}
	told     = quality.IVONotified{On: env.Today}
	closed   = quality.DeviationClosed{Answer: "Tack. Batterierna byts varje år."}
)

func texts(err error) []string {
	var all []string
	for _, f := range fault.All(err) {
		all = append(all, f.Text)
	}
	return all
}

func TestWhatStandsInTheWay(t *testing.T) {
	type command interface {
		Decide(quality.Deviation, act.Env) ([]journal.Event, error)
	}
	class := func(change func(*quality.Classification)) quality.ClassDeviation {
		c := minor
		change(&c)
		return quality.ClassDeviation{Class: c}
	}
	for name, tt := range map[string]struct {
		given quality.Deviation
		when  command
		want  []string // faults; none: it is done
	}{
		"reported":                     {after(), quality.ReportDeviation{Report: fall, Danger: "nej"}, nil},
		"reported without anything":    {after(), quality.ReportDeviation{Report: quality.Report{Number: "A2026-0001"}}, []string{"deviation.what-missing", "deviation.danger-missing"}},
		"reported twice":               {after(reported), quality.ReportDeviation{Report: fall, Danger: "ja"}, []string{"deviation.reported-already"}},
		"classed":                      {after(reported), quality.ClassDeviation{Class: minor}, nil},
		"classed before it is there":   {after(), quality.ClassDeviation{Class: minor}, []string{"deviation.unknown"}},
		"classed as nothing":           {after(reported), quality.ClassDeviation{}, []string{"deviation.kind-missing", "deviation.type-missing", "deviation.severity-missing", "deviation.recurrence-missing"}},
		"off the scale":                {after(reported), class(func(c *quality.Classification) { c.Severity = 5 }), []string{"deviation.severity-missing"}},
		"lex Sarah without grade":      {after(reported), class(func(c *quality.Classification) { c.Kind = quality.LexSarah }), []string{"deviation.grade-missing"}},
		"grade without lex Sarah":      {after(reported), class(func(c *quality.Classification) { c.Grade = quality.RiskOf }), []string{"deviation.grade-is-lex-sarah"}},
		"tied to nothing":              {after(reported), quality.LinkDeviation{}, []string{"deviation.case-unknown"}},
		"explained by nothing":         {after(reported), quality.ExplainDeviation{Cause: " "}, []string{"deviation.cause-missing"}},
		"an action that is only meant": {after(reported), quality.ActOnDeviation{What: "Byta", On: env.Today.AddDays(1)}, []string{"deviation.action-in-future"}},
		"closed unseen":                {after(reported), quality.CloseDeviation{Answer: "Tack"}, []string{"deviation.class-first"}},
		"closed without answer":        {after(reported, quality.DeviationClassed{Class: minor}), quality.CloseDeviation{}, []string{"deviation.answer-missing"}},
		"closed":                       {after(reported, quality.DeviationClassed{Class: minor}), quality.CloseDeviation{Answer: "Tack"}, nil},
		"lex Sarah not investigated":   {after(reported, quality.DeviationClassed{Class: serious}), quality.CloseDeviation{Answer: "Tack"}, []string{"deviation.lex-sarah-first", "deviation.ivo-first"}},
		"lex Sarah, IVO not told":      {after(reported, quality.DeviationClassed{Class: serious}, caused, mended), quality.CloseDeviation{Answer: "Tack"}, []string{"deviation.ivo-first"}},
		"lex Sarah to the end":         {after(reported, quality.DeviationClassed{Class: serious}, caused, mended, told), quality.CloseDeviation{Answer: "Tack"}, nil},
		"IVO told of what is minor":    {after(reported, quality.DeviationClassed{Class: minor}), quality.NotifyIVO{On: env.Today}, []string{"deviation.ivo-serious-only"}},
		"IVO told in the future":       {after(reported, quality.DeviationClassed{Class: serious}), quality.NotifyIVO{On: env.Today.AddDays(1)}, []string{"deviation.ivo-in-future"}},
		"added to when closed":         {after(reported, quality.DeviationClassed{Class: minor}, closed), quality.ExplainDeviation{Cause: "Mer"}, []string{"deviation.is-closed"}},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := tt.when.Decide(tt.given, env)
			if got := texts(err); !slices.Equal(got, tt.want) {
				t.Fatalf("got %v, want %v", got, tt.want)
			}
			if len(tt.want) == 0 && len(events) != 1 {
				t.Errorf("%d events", len(events))
			}
		})
	}
}

func TestStageIsTheLastReached(t *testing.T) {
	for want, d := range map[quality.Stage]quality.Deviation{
		quality.StageReported:  after(reported),
		quality.StageClassed:   after(reported, quality.DeviationClassed{Class: minor}),
		quality.StageExplained: after(reported, caused, quality.DeviationClassed{Class: minor}),
		quality.StageActed:     after(reported, mended, quality.DeviationClassed{Class: minor}),
		quality.StageClosed:    after(reported, quality.DeviationClassed{Class: minor}, closed),
	} {
		if got := d.Stage(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// The investigation that took too long hears of its deviation, and no other does.
func TestOnlyATooLongInvestigationHearsOfIt(t *testing.T) {
	link := quality.Link{Case: ids.Case{ID: ids.ID{15: 2}}, Person: ids.Person{ID: ids.ID{15: 3}}, Investigation: ids.Investigation{ID: ids.ID{15: 4}}}
	late := minor
	late.Type = quality.TookTooLong
	byProgram := fall
	byProgram.Type, byProgram.Link = quality.TookTooLong, link
	for name, tt := range map[string]struct {
		given quality.Deviation
		says  bool
	}{
		"tied to it, of another type":  {after(reported, quality.DeviationLinked{Link: link}, quality.DeviationClassed{Class: minor}), false},
		"of the type, tied to nothing": {after(reported, quality.DeviationClassed{Class: late}), false},
		"classed so by a person":       {after(reported, quality.DeviationLinked{Link: link}, quality.DeviationClassed{Class: late}), true},
		"reported so by the program":   {after(quality.DeviationReported{Report: byProgram}), true},
	} {
		t.Run(name, func(t *testing.T) {
			says := false
			for _, said := range tt.given.Says() {
				for _, f := range said.Facts {
					says = says || said.Subject.Kind == "investigation" && f.Name == "investigation.deviation_reported" && f.Day == env.Today
				}
			}
			if says != tt.says {
				t.Errorf("says %v, want %v", says, tt.says)
			}
		})
	}
}
