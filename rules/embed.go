// Package rules carries the rule files. Read them with rulebook.Load.
package rules

import "embed"

// Files holds national/, what law says to every municipality, and
// local/norrsala/, what the invented municipality of the demo has decided.
//
//go:embed national local
var Files embed.FS

// Rows is the list of rows that the book has to answer. Read it with
// rulebook.ReadKeys.
//
//go:embed rader.yaml
var Rows []byte

// Delegation is Norrsala's delegation order with its revisions. Read it with
// delegation.Read.
//
//go:embed delegation/norrsala.yaml
var Delegation []byte

// Preparation is Norrsala's routine for case preparation. Read it with
// routines.Preparation.
//
//go:embed beredning/norrsala.yaml
var Preparation []byte

// Phrases are wordings that fit anyone, by Norrsala's list. Read it with
// routines.Phrases.
//
//go:embed fraser/norrsala.yaml
var Phrases []byte

// Meetings says on which days Norrsala's board and its committee meet. Read it with
// delegation.ReadMeetings.
//
//go:embed delegation/sammantraden.yaml
var Meetings []byte

// LogControl says which readings call for a second look in Norrsala. Read it with
// logrules.Read.
//
//go:embed loggkontroll/norrsala.yaml
var LogControl []byte

// ListsMapping is the mapping of Norrsala's five lists, as a start for anyone
// else's (docs/handbok/granska-export.md).
//
//go:embed exempel/norrsala/mapping.yaml
var ListsMapping []byte

// Guidelines are Norrsala's guidelines, time standards and application notes in
// their versions. Read them with guidelines.Read.
//
//go:embed riktlinjer/norrsala.yaml
var Guidelines []byte

// InquiryTemplates are the templates of investigations, by type and in their
// versions. Read them with templates.Read.
//
//go:embed mallar/utredningar.yaml
var InquiryTemplates []byte

// Support is the handbook chapters, routines, guidance and guiding decisions of
// each step. Read it with templates.ReadSupport.
//
//go:embed mallar/stod.yaml
var Support []byte

// PlanRoutines are the routine for goals and plans in its versions. Read it with
// planroutine.Read.
//
//go:embed mallar/planer.yaml
var PlanRoutines []byte

// CarePlanTemplate is the template of care plans in its versions. Read it with
// templates.ReadCarePlans.
//
//go:embed mallar/vardplan.yaml
var CarePlanTemplate []byte

// CarePlanRoutine is the routine for care plans in its versions. Read it with
// planroutine.Read.
//
//go:embed mallar/vardplan-rutin.yaml
var CarePlanRoutine []byte

// ServiceEditions are Norrsala's service catalogue in the editions the board has
// adopted. Read them with catalogue.Read.
//
//go:embed insatskatalog/norrsala.yaml
var ServiceEditions []byte

// OutpatientRoutine is the routine for the role of outpatient support in its
// versions. Read it with planroutine.Read.
//
//go:embed mallar/oppenvard.yaml
var OutpatientRoutine []byte

// Indicators are the questions that individual follow-up asks, in Norrsala's
// editions. Read them with routines.Indicators.
//
//go:embed uppfoljning/norrsala.yaml
var Indicators []byte
