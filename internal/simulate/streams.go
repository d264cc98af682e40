package simulate

import (
	"stadga/internal/board"
	"stadga/internal/casework"
	"stadga/internal/casework/delegation"
	"stadga/internal/casework/guidelines"
	"stadga/internal/casework/routines"
	"stadga/internal/casework/templates"
	"stadga/internal/civil"
	"stadga/internal/contracts"
	"stadga/internal/delivery"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/invoices"
	"stadga/internal/journal"
	"stadga/internal/org"
	"stadga/internal/people"
	"stadga/internal/quality"
	"stadga/internal/visits"
	"stadga/internal/visits/control"
	"stadga/rules"
)

// streams are the kinds of stream that a life passes through.
type streams struct {
	units          *engine.Stream[org.Unit]
	staff          *engine.Stream[org.Staff]
	providers      *engine.Stream[org.Provider]
	absences       *engine.Stream[org.Absence]
	persons        *engine.Stream[people.Person]
	cases          *engine.Stream[casework.Case]
	intakes        *engine.Stream[casework.Intake]
	investigations *engine.Stream[casework.Investigation]
	decisions      *engine.Stream[casework.Decision]
	proposals      *engine.Stream[casework.Proposal]
	coercions      *engine.Stream[casework.Coercion]
	notes          *engine.Stream[casework.Note]
	orders         *engine.Stream[delivery.Order]
	visits         *engine.Stream[visits.Visit]
	dwellings      *engine.Stream[visits.Home]
	deviations     *engine.Stream[quality.Deviation]
	guidelines     *engine.Stream[casework.GuidelineDocument]
	agreements     *engine.Stream[contracts.Contract]
	shares         *engine.Stream[contracts.AgreedShares]
	homes          *engine.Stream[delivery.FamilyHome]
	groups         *engine.Stream[delivery.ParentGroup]
	residences     *engine.Stream[delivery.Residence]
	invoices       *engine.Stream[invoices.Invoice]
	levels         *engine.Stream[control.Levels]
	boards         *engine.Stream[board.Board]
	tolerances     *engine.Stream[control.Levels]
	risks          *engine.Stream[control.RiskAnalysis]

	delegation  casework.DelegationOrder
	types       casework.Templates
	preparation casework.PreparationRoutine
	indicators  casework.Indicators
	usual       casework.Guidelines
	meetings    casework.MeetingPlans

	careTemplates casework.CarePlanTemplates
}

// mandate is that of an officer; the decision finds its point in the order.
func (s streams) mandate() casework.Mandate {
	return casework.Mandate{Body: "delegat", Order: s.delegation}
}

// ofKind is the usual template of the kind on the day.
func (s streams) ofKind(kind casework.InquiryKind, day civil.Date) casework.Template {
	t, _ := s.types.Usual(kind, day)
	return t
}

func bind(e *engine.Engine) streams {
	routine, _ := routines.Norrsala()
	types := templates.Norrsala()
	care, err := templates.ReadCarePlans(rules.CarePlanTemplate)
	if err != nil {
		panic(err) // it travels with the program
	}
	return streams{
		types:          types,
		careTemplates:  care,
		delegation:     delegation.Norrsala(),
		preparation:    routine,
		indicators:     routines.NorrsalaIndicators(),
		usual:          guidelines.Norrsala(),
		meetings:       delegation.NorrsalaMeetings(),
		units:          engine.Bind(e, kind("unit", (*org.Unit).Fold, org.Unit.Says, org.Unit.Persons, org.UnitEvents())),
		staff:          engine.Bind(e, kind("staff", (*org.Staff).Fold, org.Staff.Says, org.Staff.Persons, org.StaffEvents())),
		providers:      engine.Bind(e, kind("provider", (*org.Provider).Fold, org.Provider.Says, org.Provider.Persons, org.ProviderEvents())),
		absences:       engine.Bind(e, kind("absence", (*org.Absence).Fold, org.Absence.Says, org.Absence.Persons, org.AbsenceEvents())),
		persons:        engine.Bind(e, kind("person", (*people.Person).Fold, people.Person.Says, people.Person.Persons, people.PersonEvents())),
		cases:          engine.Bind(e, kind("case", (*casework.Case).Fold, casework.Case.Says, casework.Case.Persons, casework.CaseEvents())),
		intakes:        engine.Bind(e, kind("intake", (*casework.Intake).Fold, casework.Intake.Says, casework.Intake.Persons, casework.IntakeEvents())),
		investigations: engine.Bind(e, kind("investigation", types.Fold, casework.Investigation.Says, casework.Investigation.Persons, casework.InvestigationEvents())),
		decisions:      engine.Bind(e, kind("decision", (*casework.Decision).Fold, casework.Decision.Says, casework.Decision.Persons, casework.DecisionEvents())),
		guidelines:     engine.Bind(e, kind("guideline", (*casework.GuidelineDocument).Fold, casework.GuidelineDocument.Says, casework.GuidelineDocument.Persons, casework.GuidelineEvents())),
		proposals:      engine.Bind(e, kind("proposal", (*casework.Proposal).Fold, casework.Proposal.Says, casework.Proposal.Persons, casework.ProposalEvents())),
		coercions:      engine.Bind(e, kind("coercion", (*casework.Coercion).Fold, casework.Coercion.Says, casework.Coercion.Persons, casework.CoercionEvents())),
		notes:          engine.Bind(e, kind("note", (*casework.Note).Fold, casework.Note.Says, casework.Note.Persons, casework.NoteEvents())),
		orders:         engine.Bind(e, kind("order", (*delivery.Order).Fold, delivery.Order.Says, delivery.Order.Persons, delivery.OrderEvents())),
		visits:         engine.Bind(e, kind("visit", (*visits.Visit).Fold, visits.Visit.Says, visits.Visit.Persons, visits.VisitEvents())),
		homes:          engine.Bind(e, kind(delivery.HomeStream, (*delivery.FamilyHome).Fold, delivery.FamilyHome.Says, delivery.FamilyHome.Persons, delivery.HomeEvents())),
		groups:         engine.Bind(e, kind(delivery.GroupStream, (*delivery.ParentGroup).Fold, delivery.ParentGroup.Says, delivery.ParentGroup.Persons, delivery.GroupEvents())),
		residences:     engine.Bind(e, kind(delivery.ResidenceStream, (*delivery.Residence).Fold, delivery.Residence.Says, delivery.Residence.Persons, delivery.ResidenceEvents())),
		shares:         engine.Bind(e, kind(contracts.SharesStream, (*contracts.AgreedShares).Fold, contracts.AgreedShares.Says, contracts.AgreedShares.Persons, contracts.SharesEvents())),
		dwellings:      engine.Bind(e, kind(visits.HomeStream, (*visits.Home).Fold, visits.Home.Says, visits.Home.Persons, visits.HomeEvents())),
		agreements:     engine.Bind(e, kind(contracts.AgreementStream, (*contracts.Contract).Fold, contracts.Contract.Says, contracts.Contract.Persons, contracts.AgreementEvents())),
		invoices:       engine.Bind(e, kind(invoices.Stream, (*invoices.Invoice).Fold, invoices.Invoice.Says, invoices.Invoice.Persons, invoices.Events())),
		boards:         engine.Bind(e, kind(board.Stream, (*board.Board).Fold, board.Board.Says, board.Board.Persons, board.Events())),
		levels:         engine.Bind(e, kind(control.LevelStream, (*control.Levels).Fold, control.Levels.Says, control.Levels.Persons, control.LevelEvents())),
		tolerances:     engine.Bind(e, kind(control.ToleranceStream, (*control.Levels).Fold, control.Levels.Says, control.Levels.Persons, control.ToleranceEvents())),
		risks:          engine.Bind(e, kind(control.RiskStream, (*control.RiskAnalysis).Fold, control.RiskAnalysis.Says, control.RiskAnalysis.Persons, control.RiskEvents())),
		deviations:     engine.Bind(e, kind(quality.Stream, (*quality.Deviation).Fold, quality.Deviation.Says, quality.Deviation.Persons, quality.DeviationEvents())),
	}
}

func kind[S any](name string, fold func(*S, journal.Recorded), says func(S) []duty.Said, persons func(S) []ids.Person, events []journal.Event) engine.Kind[S] {
	return engine.Kind[S]{Name: name, Fold: fold, Says: says, Persons: persons, Events: events}
}
