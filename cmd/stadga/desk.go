package main

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/delivery/deliveryweb"
	"stadga/internal/desk"
	"stadga/internal/desk/desksql"
	"stadga/internal/desk/deskweb"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/jobs"
	"stadga/internal/journal"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/org/orgweb"
	"stadga/internal/quality/qualitysql"
	"stadga/internal/quality/qualityweb"
	"stadga/internal/rulebook"
	"stadga/internal/visits/visitsql"
	"stadga/internal/visits/visitweb"
	"stadga/internal/webkit"
)

// deskRoutes are the pages that no single area owns.
func deskRoutes(r *record, door pageDoor, log *slog.Logger) []webkit.Route {
	return deskweb.Pages{
		Queries: desksql.Queries{DB: r.Store.Reader()}, Measures: r.measures, Book: deskBook{r}, Door: door, Log: log,
		Assigner: assigner{r.Engine, engine.Bind(r.Engine, casesql.Cases()), engine.Bind(r.Engine, casesql.Intakes()), casesql.Register{DB: r.Store.Reader()}},
		Alarms:   r.alarms.Raised,
		Border: func(ctx context.Context) (string, error) {
			decided, _, err := engine.Bind(r.Engine, orgsql.Borders()).Load(ctx, org.BorderID())
			return orgweb.BorderWords(decided.Now()), err
		},
		Waiting: r.Store.Waiting, Above: r.aboveLevel, Waste: r.waste,
		Told:   toldOf(oversightPages(r, door), deviationPages(r, door, log)),
		Alerts: alerts{r, engine.Bind(r.Engine, casesql.Intakes())},
		Alive: func(ctx context.Context) error {
			var one int
			return r.Store.Reader().QueryRowContext(ctx, `select 1`).Scan(&one)
		},
		Others: []func(context.Context, act.Actor) (webkit.Figure, error){
			func(ctx context.Context, who act.Actor) (webkit.Figure, error) {
				return qualityweb.OpenLexSarah(ctx, qualitysql.Register{DB: r.Store.Reader()}, who)
			},
			oversightPages(r, door).Waits,
			func(ctx context.Context, who act.Actor) (webkit.Figure, error) {
				return deliveryweb.UnansweredFigure(ctx, deliverysql.Lists{DB: r.Store.Reader()}, who)
			},
			func(ctx context.Context, _ act.Actor) (webkit.Figure, error) {
				providers, err := r.visiting(ctx, civil.DayOf(r.Clock()))
				if err != nil {
					return webkit.Figure{}, err
				}
				return visitweb.TodayFigure(ctx, visitsql.Lists{DB: r.Store.Reader()}, providers, r.Clock())
			},
			func(ctx context.Context, who act.Actor) (webkit.Figure, error) {
				return deliveryweb.GivenThisMonth(ctx, deliverysql.Lists{DB: r.Store.Reader()}, who, civil.DayOf(r.Clock()))
			},
		},
	}.Routes()
}

// An assigner gives several cases to an officer as one act: all of them or none.
type assigner struct {
	engine   *engine.Engine
	cases    *engine.Stream[casework.Case]
	intakes  *engine.Stream[casework.Intake]
	register casesql.Register
}

func (a assigner) Assign(ctx context.Context, form act.Form, cases []ids.Case, officer ids.User, unit ids.Unit, reason string) error {
	steps := make([]engine.Step, len(cases))
	for i, id := range cases {
		steps[i] = a.cases.Step(id.ID, casework.AssignCase{Officer: officer, Unit: unit, Reason: reason})
	}
	// What waits in a case goes with it: else the former officer would have it still.
	waiting, err := a.register.OpenIntakes(ctx, cases)
	if err != nil {
		return err
	}
	for _, in := range waiting {
		if !in.Officer.IsZero() && in.Officer == in.CaseOf && in.Officer != officer {
			steps = append(steps, a.intakes.Step(in.ID.ID, casework.AssignIntake{Officer: officer}))
		}
	}
	_, err = a.engine.Do(ctx, form, steps...)
	return err
}

// Shown are the cases as they stand when a form lists them.
func (a assigner) Shown(ctx context.Context, cases []ids.Case) ([]act.Seen, error) {
	shown := make([]act.Seen, len(cases))
	for i, id := range cases {
		_, version, err := a.cases.Load(ctx, id.ID)
		if err != nil {
			return nil, err
		}
		shown[i] = act.Seen{Stream: journal.StreamID{Kind: "case", ID: id.ID}, Version: version}
	}
	return shown, nil
}

// A deskBook says of the adopted rules what the desk's pages show.
type deskBook struct{ r *record }

// Title is what a rule is called.
func (b deskBook) Title(rule string) string { return b.r.Book().Title(rule) }

// Cited is the citation that an obligation rests on.
func (b deskBook) Cited(o *duty.Obligation) string { return b.r.Book().Cited(o) }

// Has tells whether the rule is in the book and in use.
func (b deskBook) Has(rule string) bool {
	return slices.ContainsFunc(b.r.Book().Versions(rule), func(r *rulebook.Rule) bool { return r.Off == "" })
}

// Local tells whether the rule is the municipality's own, and not law.
func (b deskBook) Local(rule string) bool {
	return slices.ContainsFunc(b.r.Book().Versions(rule), func(r *rulebook.Rule) bool { return r.Mark == rulebook.Local })
}

// Task tells whether a fact meets the rule and missing it is a breach. A rule
// that asks for something before an act gives nobody anything to do once the act
// is done, and one that only tells gives nobody anything at all.
func (b deskBook) Task(rule string) bool {
	return slices.ContainsFunc(b.r.Book().Versions(rule), func(r *rulebook.Rule) bool {
		return len(r.MetBy) > 0 && r.Effect != duty.Tells && r.Shape != duty.Before
	})
}

// Rules lists the ids of the rules in use.
func (b deskBook) Rules() []string {
	var all []string
	for _, r := range b.r.Book().Rules() {
		if b.Has(r.ID) {
			all = append(all, r.ID)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Requires is the fact that meets an obligation, in the words of its vocabulary
// and without what is explained in brackets there. Ways stand in the same order
// whichever rule asks, so that two rules that one act meets read alike.
func (b deskBook) Requires(o *duty.Obligation) string {
	rule := b.r.Book().Rule(o.Rule, o.Version)
	if rule == nil {
		return ""
	}
	var ways []string
	for _, want := range rule.MetBy[:min(len(rule.MetBy), waysMost)] {
		fact, ok := b.r.Book().Fact(want.Fact)
		if says, _, _ := strings.Cut(fact.Says, " ("); ok && !slices.Contains(ways, says) {
			ways = append(ways, says)
		}
	}
	slices.Sort(ways)
	return strings.Join(ways, ", eller ")
}

// Ways are the facts that meet an obligation, each with the values it may have.
func (b deskBook) Ways(o *duty.Obligation) []string {
	rule := b.r.Book().Rule(o.Rule, o.Version)
	if rule == nil {
		return nil
	}
	ways := make([]string, len(rule.MetBy))
	for i, want := range rule.MetBy {
		ways[i] = want.Fact + " " + strings.Join(want.Values, " ")
	}
	return ways
}

// waysMost is how many ways to meet a rule a line tells; the rule's own page has
// them all.
const waysMost = 2

// FactWords says what a fact is, without what is explained in brackets.
func (b deskBook) FactWords(name string) string {
	fact, ok := b.r.Book().Fact(name)
	if !ok {
		return name
	}
	says, _, _ := strings.Cut(fact.Says, " (")
	return says
}

// Points are the measures of the book.
func (b deskBook) Points() []desk.Point { return pointsOf(b.r.Book()) }

// pointsOf are the measures of a book as control points.
func pointsOf(book *rulebook.Book) []desk.Point {
	var points []desk.Point
	for _, m := range book.Measures() {
		point := desk.Point{
			Key: m.ID, Title: m.Title, Says: m.Says, Behind: m.Behind, Area: m.Area, Owner: postWords(m.Owner), Goal: m.Goal,
			Over: m.Over, Good: m.Good, Of: m.Of, Report: m.Report,
		}
		for _, w := range m.Waits {
			says, _, _ := strings.Cut(w.Says, " (")
			point.Waits = append(point.Waits, desk.Wait{Says: says, From: w.From})
		}
		if len(point.Waits) == 0 && slices.ContainsFunc(m.Over, func(rule string) bool { return outsideCases(book, rule) }) {
			point.Waits = []desk.Wait{{Says: "räkning av det som inte ligger i ett ärende", From: "kontrollpunkter för avvikelser"}}
		}
		points = append(points, point)
	}
	return points
}

// outsideCases tells whether what a rule asks lies in no case, such as a
// deviation's: the desk counts what lies in cases.
func outsideCases(book *rulebook.Book, rule string) bool {
	return slices.ContainsFunc(book.Versions(rule), func(r *rulebook.Rule) bool {
		return !slices.Contains([]string{"case", "intake", "investigation", "decision", "service", "order"}, r.Subject)
	})
}

// Reconciles are the reconciliations of the book.
func (b deskBook) Reconciles() []desk.Reconcile {
	side := func(t duty.Tally, says string) desk.Side {
		return desk.Side{Says: says, Over: t.Over, States: t.States}
	}
	var all []desk.Reconcile
	for _, r := range b.r.Book().Reconciles() {
		all = append(all, desk.Reconcile{
			Key: r.ID, Title: r.Title, Says: r.Says, Area: r.Area, Owner: postWords(r.Owner),
			Left: side(r.Left, r.LeftSays), Right: side(r.Right, r.RightSays),
		})
	}
	return all
}

// postWords names the post that answers for a figure.
func postWords(post string) string {
	switch post {
	case "enhetschef":
		return "enhetschefen"
	case "utforare":
		return "utföraren"
	case "kvalitetsansvarig":
		return "den kvalitetsansvariga"
	case "socialchef":
		return "socialchefen"
	case "namndsekreterare":
		return "nämndsekreteraren"
	case "ekonom":
		return "ekonomen"
	case "dataskyddsombud":
		return "dataskyddsombudet"
	case "arkivansvarig":
		return "den arkivansvariga"
	}
	return post
}

// measuring counts the figures of the desk anew when they have grown old.
func (r *record) measuring() jobs.Job {
	return jobs.Job{Name: "measure", Every: time.Minute, Run: func(ctx context.Context) (bool, error) {
		return false, r.measures.Due(ctx, 0)
	}}
}

// Edition names the book by the beginning of its digest, so that a printed
// figure can be tied to the rules it was counted by.
func (b deskBook) Edition() string { return b.r.Book().Digest()[:8] }
