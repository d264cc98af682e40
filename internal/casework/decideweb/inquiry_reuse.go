package decideweb

import (
	"fmt"
	"slices"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// A PlanGoal is a goal of an implementation plan that runs, as the provider wrote it.
type PlanGoal struct {
	Key  string // tells it from the others of the case
	Plan string // "Hemtjänst, dusch, Hemtjänst Norr"
	Text string
	On   civil.Date // the plan was made
}

func reuseForms() []inquiryForm {
	return []inquiryForm{
		{anyPart, "ta-over", "investigation.write", showTake, readTake},
		{anyPart, "ta-mal", "investigation.write", showTakeGoal, readTakeGoal},
		{anyPart, "andra-behov", "investigation.write", showEditNeeds, readEditNeed},
		{anyPart, "andra-mal", "investigation.write", showEditGoals, readEditGoal},
	}
}

// showTake offers the needs of the last investigation in the same area, each with its
// goals, until they are taken over.
func showTake(s *scene, part string) []Blankett {
	if !s.draftable() || s.before == nil || !s.isArea(part) {
		return nil
	}
	var out []Blankett
	for _, n := range s.before.Needs {
		if n.Area != part || s.i.Took(s.before.ID, n.Key) {
			continue
		}
		by, on := s.before.WrittenBy(n.Key)
		help := []string{"Behov: " + n.Text}
		for _, g := range s.before.Goals {
			if g.Need == n.Key {
				help = append(help, "Mål: "+g.Text)
			}
		}
		help = append(help, "Skrivet "+webkit.LongDay(on)+" av "+s.staff[by]+". Ursprunget följer med, och du kan ändra det som inte stämmer.")
		out = append(out, Blankett{
			ID: "ta-" + n.Key, Heading: fmt.Sprintf("Behov i utredning %d", s.beforeNo), Button: "Ta över behov och mål", Hidden: []Hidden{{"which", n.Key}},
			Help: strings.Join(sentencesOf(help), " "),
		})
	}
	return out
}

// sentencesOf ends each with a point.
func sentencesOf(all []string) []string {
	out := slices.Clone(all)
	for i, s := range out {
		if !strings.HasSuffix(s, ".") {
			out[i] = s + "."
		}
	}
	return out
}

func readTake(in *webkit.Input, s *scene, _ string) command {
	cmd := casework.TakeNeed{Number: s.beforeNo, Key: in.Text("which")}
	if s.before != nil {
		cmd.Before = *s.before
	}
	return cmd
}

func showTakeGoal(s *scene, part string) []Blankett {
	if !s.draftable() || !s.isArea(part) {
		return nil
	}
	var goals, needs []string
	for _, g := range s.planned {
		if !slices.ContainsFunc(s.i.Goals, func(o casework.Goal) bool { return o.Origin != nil && o.Origin.Key == g.Key }) {
			goals = append(goals, g.Key, g.Text+" ("+g.Plan+")")
		}
	}
	for _, n := range s.i.Needs {
		if n.Area == part {
			needs = append(needs, n.Key, n.Text)
		}
	}
	if len(goals) == 0 || len(needs) == 0 {
		return nil
	}
	return []Blankett{{ID: "ta-mal", Fold: true, Heading: "Hämta ett mål ur en genomförandeplan", Button: "Ta över målet", Fields: []Falt{
		choose(webkit.Field{Name: "which", Label: "Mål i planen", Options: webkit.Options(goals...)}),
		choose(webkit.Field{Name: "need", Label: "Behov", Options: webkit.Options(needs...)}),
	}}}
}

func readTakeGoal(in *webkit.Input, s *scene, _ string) command {
	goal := casework.Goal{Need: in.Text("need")}
	for _, g := range s.planned {
		if g.Key == in.Text("which") {
			goal.Text, goal.Origin = g.Text, &casework.Origin{Plan: g.Plan, Key: g.Key, On: g.On}
		}
	}
	return casework.SetGoal{Goal: goal}
}

func showEditNeeds(s *scene, part string) []Blankett {
	if !s.draftable() {
		return nil
	}
	var out []Blankett
	for _, n := range s.i.Needs {
		if n.Area == part {
			out = append(out, Blankett{ID: "andra-" + n.Key, Fold: true, Heading: "Ändra behovet: " + n.Text, Button: "Spara behovet", Edits: true, Hidden: []Hidden{{"key", n.Key}}, Fields: []Falt{
				area(webkit.Field{Name: "need", Label: "Vad klarar personen inte själv?", Rows: 2, Value: n.Text}),
				text(webkit.Field{Name: "strength", Label: "Vad klarar personen?", Value: n.Strength}),
				text(webkit.Field{Name: "hard", Label: "Vad gör det svårt?", Value: n.Hard}),
			}})
		}
	}
	return out
}

func readEditNeed(in *webkit.Input, _ *scene, part string) command {
	return casework.DescribeNeed{Key: in.Text("key"), Area: part, Text: in.Text("need"), Strength: in.Text("strength"), Hard: in.Text("hard")}
}

func showEditGoals(s *scene, part string) []Blankett {
	if !s.draftable() {
		return nil
	}
	var out []Blankett
	for _, g := range s.goalsIn(part) {
		by := ""
		if !g.By.IsZero() {
			by = g.By.String()
		}
		out = append(out, Blankett{ID: "andra-" + g.Key, Fold: true, Heading: "Ändra målet: " + g.Text, Button: "Spara målet", Edits: true, Hidden: []Hidden{{"key", g.Key}, {"need", g.Need}}, Fields: []Falt{
			text(webkit.Field{Name: "goal", Label: "Mål", Value: g.Text}),
			text(webkit.Field{Name: "measure", Label: "Hur ser man att det är nått?", Value: g.Measure}),
			day(webkit.Field{Name: "by", Label: "Till vilken dag?", Value: by}),
		}})
	}
	return out
}

func readEditGoal(in *webkit.Input, _ *scene, _ string) command {
	return casework.SetGoal{Goal: casework.Goal{Key: in.Text("key"), Need: in.Text("need"), Text: in.Text("goal"), Measure: in.Text("measure"), By: in.Day("by")}}
}

// authors are who wrote what is shown or may be taken over.
func (s *scene) authors() []ids.User {
	var users []ids.User
	origin := func(o *casework.Origin) {
		if o != nil && !o.By.IsZero() {
			users = append(users, o.By)
		}
	}
	for _, n := range s.i.Needs {
		origin(n.Origin)
	}
	for _, g := range s.i.Goals {
		origin(g.Origin)
	}
	if s.before != nil {
		for _, n := range s.before.Needs {
			by, _ := s.before.WrittenBy(n.Key)
			users = append(users, by)
		}
	}
	return users
}
