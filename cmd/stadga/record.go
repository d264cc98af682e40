package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"stadga/internal/access"
	"stadga/internal/board/boardsql"
	"stadga/internal/boards"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/casework/catalogue"
	"stadga/internal/casework/delegation"
	"stadga/internal/casework/guidelines"
	"stadga/internal/casework/routines"
	"stadga/internal/casework/templates"
	"stadga/internal/contracts/contractsql"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/delivery/planroutine"
	"stadga/internal/desk/desksql"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/exchange/exchangesql"
	"stadga/internal/invoices/invoicesql"
	"stadga/internal/journal"
	"stadga/internal/keeping/keepingsql"
	"stadga/internal/org/orgsql"
	"stadga/internal/people/peoplesql"
	"stadga/internal/quality/qualitysql"
	"stadga/internal/release/releasesql"
	"stadga/internal/review"
	"stadga/internal/review/reviewsql"
	facts "stadga/internal/rulebook/vocabulary"
	"stadga/internal/store"
	"stadga/internal/visits/visitsql"
	"stadga/rules"
	policies "stadga/rules/access"
)

// vocabulary is every fact that rules may speak of.
func vocabulary() []duty.FactType {
	return facts.All()
}

// kinds are every kind of stream.
func kinds() []engine.AnyKind {
	return []engine.AnyKind{
		engine.Any(peoplesql.Persons()), engine.Any(orgsql.Units()), engine.Any(orgsql.Staff()), engine.Any(orgsql.Absences()),
		engine.Any(orgsql.Providers()), engine.Any(orgsql.Borders()), engine.Any(casesql.Cases()), engine.Any(casesql.Intakes()), engine.Any(casesql.Investigations()),
		engine.Any(casesql.Decisions()), engine.Any(casesql.Notes()), engine.Any(casesql.Proposals()), engine.Any(casesql.Coercions()), engine.Any(casesql.Coordinations()), engine.Any(deliverysql.Orders()), engine.Any(visitsql.Visits()), engine.Any(visitsql.Homes()), engine.Any(visitsql.Keys()), engine.Any(visitsql.Closings()),
		engine.Any(qualitysql.Deviations()), engine.Any(adoptions()), engine.Any(orgsql.Emergencies()), engine.Any(orgsql.Shifts()),
		engine.Any(deliverysql.Unassessed()),
		engine.Any(keepingsql.Disposals()), engine.Any(keepingsql.Erasures()), engine.Any(keepingsql.AccessLogs()),
		engine.Any(casesql.Documents()),
		engine.Any(exchangesql.Sent()), engine.Any(exchangesql.Arrived()),
		engine.Any(reviewsql.LogChecks()),
		engine.Any(releasesql.Releases()),
		engine.Any(letterTexts()),
		engine.Any(visitsql.ManualLevels()), engine.Any(visitsql.Tolerances()), engine.Any(visitsql.Risks()), engine.Any(visitsql.SpotChecks()),
		engine.Any(contractsql.Agreements()), engine.Any(invoicesql.Invoices()),
		engine.Any(contractsql.Shares()), engine.Any(deliverysql.Homes()), engine.Any(deliverysql.Groups()), engine.Any(deliverysql.Residences()), engine.Any(boardsql.Boards()),
	}
}

// events makes every event of every stream known.
func events(r *journal.Registry) {
	for _, kind := range kinds() {
		kind.Register(r)
	}
}

// projections are all tables beside the record itself.
func projections() []store.Projection {
	return []store.Projection{
		peoplesql.Projection(), orgsql.Projection(), orgsql.OversightProjection(), casesql.CasesProjection(), casesql.IntakesProjection(), casesql.ReceptionProjection(), casesql.CoordinationProjection(), casesql.InvestigationProjection(), casesql.CareProjection(),
		casesql.DecisionProjection(), casesql.FollowUpProjection(), casesql.ProposalProjection(), casesql.CoercionProjection(), casesql.NotesProjection(), casesql.AlertsProjection(), casesql.TimelineProjection(), deliverysql.Projection(), visitsql.Projection(), visitsql.ClosingsProjection(), visitsql.KeysProjection(),
		qualitysql.Projection(), deliverysql.UnassessedProjection(), reviewsql.Projection(), keepingsql.Projection(), keepingsql.ErasuresProjection(), exchangesql.Projection(), releasesql.Projection(),
		casesql.UnexecutedProjection(), casesql.DelegatedProjection(), casesql.GuidelineProjection(), casesql.PartsProjection(), casesql.LikenessProjection(),
		visitsql.ControlProjection(),
		contractsql.Projection(), invoicesql.Projection(),
		contractsql.SharesProjection(), deliverysql.RegistersProjection(),
	}
}

// A record is an open board with the rules and the door it is judged by.
type record struct {
	*boards.Board
	law      lawbook
	door     *access.Door
	alarms   *alarms
	measures *desksql.Measurer

	letterboxes []letterbox // of the other boards of the deployment; set before anyone is served

	readsKept keptReadings // zero: the board has decided nothing, and all are kept

	log *slog.Logger

	delegation  casework.DelegationOrder
	preparation casework.PreparationRoutine
	phrases     casework.Phrases
	indicators  casework.Indicators
	odd         review.Oddities
	guidelines  casework.Guidelines
	catalogue   casework.ServiceEditions
	meetings    casework.MeetingPlans
	types       casework.Templates
	support     casework.SupportLinks
	routines    delivery.PlanRoutines
	outpatient  delivery.PlanRoutines
	care        delivery.PlanRoutines
	carePlans   casework.CarePlanTemplates
}

// Close ends the record after what it was given to write.
func (r *record) Close() error {
	r.measures.Stop()
	return r.Board.Close()
}

// recordOptions say which record to open and how.
type recordOptions struct {
	URL      string
	Name     string
	Clock    engine.Clock // nil: the machine's
	Random   io.Reader    // nil: the machine's
	ReadOnly bool
	Bulk     int
	Fresh    bool   // it is thrown away if it is not finished
	Rules    string // folder of rule files; empty: those that the program carries
	Log      *slog.Logger

	Unsettled   bool               // a record that was brought in is left as it is, for who brings it in
	Settling    func(done, of int) // told how far such a record has been worked out; nil: nobody
	Projections []store.Projection // nil: all; a test plants a defect in one
}

// openRecord opens a board with everything the program knows.
func openRecord(ctx context.Context, o recordOptions) (*record, error) {
	if kind, _, _ := strings.Cut(o.URL, ":"); kind != "sqlite" && kind != "postgres" && kind != "postgresql" {
		return nil, badInputf("%q är inget register. Skriv sqlite:MAPP eller postgres://…", o.URL)
	}
	carried, err := ruleFilesOf("--rules", o.Rules)
	if err != nil {
		return nil, err
	}
	door, err := access.Built(policies.Files)
	if err != nil {
		return nil, err
	}
	order, err := delegation.Read(rules.Delegation)
	if err != nil {
		return nil, err
	}
	meetings, err := delegation.ReadMeetings(rules.Meetings)
	if err != nil {
		return nil, err
	}
	routine, err := routines.Preparation(rules.Preparation)
	if err != nil {
		return nil, err
	}
	indicators, err := routines.Indicators(rules.Indicators)
	if err != nil {
		return nil, err
	}
	phrases, err := routines.Phrases(rules.Phrases)
	if err != nil {
		return nil, err
	}
	documents, err := guidelines.Read(rules.Guidelines)
	if err != nil {
		return nil, err
	}
	editions, err := catalogue.Read(rules.ServiceEditions)
	if err != nil {
		return nil, err
	}
	types, err := templates.Read(rules.InquiryTemplates)
	if err != nil {
		return nil, err
	}
	support, err := templates.ReadSupport(rules.Support)
	if err != nil {
		return nil, err
	}
	plans, err := planroutine.Read(rules.PlanRoutines)
	if err != nil {
		return nil, err
	}
	outpatient, err := planroutine.Read(rules.OutpatientRoutine)
	if err != nil {
		return nil, err
	}
	care, err := planroutine.Read(rules.CarePlanRoutine)
	if err != nil {
		return nil, err
	}
	carePlans, err := templates.ReadCarePlans(rules.CarePlanTemplate)
	if err != nil {
		return nil, err
	}
	odd, err := oddities()
	if err != nil {
		return nil, err
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	failed := &alarms{}
	if o.Projections == nil {
		o.Projections = projections()
	}
	board, err := boards.Open(ctx, boards.Config{
		URL: o.URL, Name: o.Name, Events: events, Projections: o.Projections, Access: gate{door, o.Log, failed},
		Clock: o.Clock, Random: o.Random, ReadOnly: o.ReadOnly, Bulk: o.Bulk, Fresh: o.Fresh,
	})
	if errors.Is(err, store.ErrUnsettled) {
		return nil, badInput(halfBroughtIn)
	}
	if err != nil {
		return nil, fmt.Errorf("nämndens register kunde inte öppnas: %w", err)
	}
	r := &record{Board: board, log: o.Log, law: lawbook{carried: carried}, door: door, alarms: failed, delegation: order, meetings: meetings, preparation: routine, phrases: phrases, indicators: indicators, guidelines: documents, catalogue: editions, types: types, support: support, routines: plans, outpatient: outpatient, care: care, carePlans: carePlans, odd: odd}
	r.measures = &desksql.Measurer{DB: board.Store, Book: deskBook{r}, Clock: board.Clock, Log: o.Log, Beside: map[string]func(context.Context, time.Time) (any, error){effectsCounted: r.countEffects}}
	if err := r.settleBook(ctx); err != nil {
		return nil, errors.Join(err, board.Close())
	}
	if err := r.settle(ctx, o); err != nil {
		return nil, errors.Join(err, board.Close())
	}
	for _, problem := range r.Broken() {
		o.Log.Warn("a rule file is not used; the adopted book holds", "problem", problem.String())
	}
	return r, nil
}
