package casesql

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/engine"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// Documents describes the stream of documents that steer assessments to the engine.
func Documents() engine.Kind[casework.GuidelineDocument] {
	return engine.Kind[casework.GuidelineDocument]{
		Name: "guideline", Fold: (*casework.GuidelineDocument).Fold, Says: casework.GuidelineDocument.Says, Persons: casework.GuidelineDocument.Persons,
		Events: casework.GuidelineEvents(),
	}
}

// GuidelineProjection is the versions of documents that steer assessments, as far
// as they were written in the program. One that waits has no first day.
func GuidelineProjection() store.Projection {
	return store.Projection{
		Name:   "guidelines",
		Tables: []string{"guideline_version"},
		Schema: []string{
			`create table guideline_version (
				document bytea not null, version text not null, doc_key text not null, kind text not null, title text not null,
				areas text not null,                     -- the kinds of investigation it is used in, with a space between
				says text not null, spans text not null, -- as JSON
				begins text not null default '', adopted_by text not null default '', adopted text not null default '', adopted_ref text not null default '',
				evaluated text not null default '', evaluation text not null default '', filed text not null default '',
				noted_by text not null default '', noted text not null default '', noted_ref text not null default '',
				primary key (document, version))`,
			`create unique index guideline_version_waits on guideline_version (document) where begins = ''`,
			`create index guideline_version_begins on guideline_version (begins, doc_key)`,
		},
		Events: eventNames(casework.GuidelineEvents()),
		Apply:  applyGuideline,
	}
}

func applyGuideline(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	id := r.Stream.ID
	var err error
	switch e := r.Event.(type) {
	case casework.VersionPrepared:
		spans, jsonErr := json.Marshal(e.Spans)
		if jsonErr != nil {
			return jsonErr
		}
		var areas []string
		for _, k := range e.Areas {
			areas = append(areas, string(k))
		}
		_, err = tx.ExecContext(ctx, `insert into guideline_version (document, version, doc_key, kind, title, areas, says, spans) values ($1, $2, $3, $4, $5, $6, $7, $8)
			on conflict (document) where begins = '' do update set version = excluded.version, title = excluded.title, areas = excluded.areas, says = excluded.says, spans = excluded.spans`,
			id, e.Version, e.Key, string(e.Kind), e.Title, strings.Join(areas, " "), e.Says, string(spans))
	case casework.ModelEvaluated:
		_, err = tx.ExecContext(ctx, `update guideline_version set evaluated = $2, evaluation = $3, filed = $4 where document = $1 and begins = ''`,
			id, e.Evaluation.On, e.Evaluation.Says, e.Evaluation.Ref)
	case casework.EvaluationNoted:
		_, err = tx.ExecContext(ctx, `update guideline_version set noted_by = $2, noted = $3, noted_ref = $4 where document = $1 and begins = ''`,
			id, e.Noted.By, e.Noted.On, e.Noted.Ref)
	case casework.VersionPutInUse:
		_, err = tx.ExecContext(ctx, `update guideline_version set begins = $2, adopted_by = $3, adopted = $4, adopted_ref = $5 where document = $1 and begins = ''`,
			id, e.From, e.By, e.Adopted, e.Ref)
	}
	return err
}

// versionsMost is more than a municipality adopts in the life of a record.
const versionsMost = 500

// Guidelines are the versions that were written in the program, in the order of days.
func (q Deciding) Guidelines(ctx context.Context) (casework.Guidelines, error) {
	rows, err := q.DB.QueryContext(ctx, `select version, doc_key, kind, title, areas, says, spans, begins, adopted_by, adopted, adopted_ref,
		evaluated, evaluation, filed, noted_by, noted, noted_ref from guideline_version order by begins, doc_key limit $1`, versionsMost)
	if err != nil {
		return nil, fmt.Errorf("guidelines: %w", err)
	}
	defer rows.Close()
	var all casework.Guidelines
	for rows.Next() {
		var g casework.Guideline
		var areas, spans string
		if err := rows.Scan(&g.Version, &g.Key, &g.Kind, &g.Title, &areas, &g.Says, &spans, &g.From, &g.By, &g.Adopted, &g.Ref,
			&g.Evaluation.On, &g.Evaluation.Says, &g.Evaluation.Ref, &g.Noted.By, &g.Noted.On, &g.Noted.Ref); err != nil {
			return nil, err
		}
		for k := range strings.FieldsSeq(areas) {
			g.Areas = append(g.Areas, casework.InquiryKind(k))
		}
		if err := json.Unmarshal([]byte(spans), &g.Spans); err != nil {
			return nil, err
		}
		all = append(all, g)
	}
	return all, rows.Err()
}
