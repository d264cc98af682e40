// Package qualitysql keeps the register of deviations as one row each, and
// answers the questions of the quality pages.
package qualitysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/journal"
	"stadga/internal/quality"
	"stadga/internal/store"
)

// Deviations tells the engine how deviations are folded and what they say.
func Deviations() engine.Kind[quality.Deviation] {
	return engine.Kind[quality.Deviation]{
		Name: quality.Stream, Fold: (*quality.Deviation).Fold, Says: quality.Deviation.Says, Persons: quality.Deviation.Persons,
		Events: quality.DeviationEvents(),
	}
}

// Projection is the register of deviations (avvikelseregistret).
func Projection() store.Projection {
	var names []string
	for _, e := range quality.DeviationEvents() {
		names = append(names, e.EventName())
	}
	return store.Projection{
		Name:   "deviations",
		Tables: []string{"deviation"},
		Schema: []string{
			`create table deviation (
				id bytea primary key, number text not null unique, what text not null, reported text not null,
				reporter bytea not null, -- empty: the program itself
				unit bytea not null, provider bytea not null, danger integer not null,
				kind text not null default '', type text not null, severity integer not null default 0, grade text not null default '',
				stage text not null, case_id bytea not null, investigation bytea not null, order_id bytea not null, person bytea not null, closed text not null default '')`,
			`create index deviation_reported on deviation (reported, number)`,
			`create index deviation_open on deviation (reported, number) where closed = ''`,
			`create index deviation_unit on deviation (unit, reported, number)`,
			`create index deviation_provider on deviation (provider, reported, number)`,
			`create index deviation_reporter on deviation (reporter, reported, number)`,
			`create index deviation_kind on deviation (kind, reported, number)`,
			`create index deviation_case on deviation (case_id, reported)`,
		},
		Events: names,
		Apply:  apply,
	}
}

func apply(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	set := func(assignments string, args ...any) error {
		_, err := tx.ExecContext(ctx, `update deviation set `+assignments+` where id = $1`, append([]any{r.Stream.ID}, args...)...)
		return err
	}
	// A stage is never taken back: what was acted on before it was classed stays acted on.
	reach := func(stage quality.Stage) error {
		return set(`stage = case when stage in (`+notBefore(stage)+`) then stage else $2 end`, string(stage))
	}
	switch e := r.Event.(type) {
	case quality.DeviationReported:
		return insert(ctx, tx, r, e.Report)
	case quality.DeviationLinked:
		return set(`case_id = $2, investigation = $3, person = $4, order_id = $5`, e.Link.Case, e.Link.Investigation, e.Link.Person, e.Link.Order)
	case quality.DeviationClassed:
		if err := set(`kind = $2, type = $3, severity = $4, grade = $5`, string(e.Class.Kind), string(e.Class.Type), e.Class.Severity, string(e.Class.Grade)); err != nil {
			return err
		}
		return reach(quality.StageClassed)
	case quality.DeviationExplained:
		return reach(quality.StageExplained)
	case quality.DeviationActedOn:
		return reach(quality.StageActed)
	case quality.IVONotified:
		return nil
	case quality.DeviationClosed:
		return set(`stage = $2, closed = $3`, string(quality.StageClosed), r.Day)
	}
	return fmt.Errorf("qualitysql: %s is not read", r.Name)
}

// notBefore lists the stage and those after it, as SQL writes them.
func notBefore(stage quality.Stage) string {
	all := quality.Stages()
	var list []string
	for _, s := range all[slices.Index(all, stage):] {
		list = append(list, "'"+string(s)+"'")
	}
	return strings.Join(list, ", ")
}

// insert holds a number to one deviation.
func insert(ctx context.Context, tx store.Execer, r journal.Recorded, d quality.Report) error {
	var taken int
	err := tx.QueryRowContext(ctx, `select 1 from deviation where number = $1`, d.Number).Scan(&taken)
	if err == nil {
		return fault.New(fault.Conflict, "deviation.number-taken")
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	danger := 0
	if d.Danger {
		danger = 1
	}
	_, err = tx.ExecContext(ctx, `insert into deviation (id, number, what, reported, reporter, unit, provider, danger, type, stage, case_id, investigation, person, order_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		r.Stream.ID, d.Number, d.What, civil.Stamp(r.At), r.Actor, d.Unit, d.Provider, danger, string(d.Type), string(quality.StageReported),
		d.Link.Case, d.Link.Investigation, d.Link.Person, d.Link.Order)
	return err
}
