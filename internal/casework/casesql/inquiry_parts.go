package casesql

import (
	"context"

	"stadga/internal/casework"
	"stadga/internal/casework/templates"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/report"
	"stadga/internal/store"
)

// PartsProjection keeps how far each written part of an investigation has come.
//
//	inquiry_part  one row for each part that is written or set aside
//	inquiry_type  the template of each investigation
func PartsProjection() store.Projection {
	return store.Projection{
		Name:   "inquiry_parts",
		Tables: []string{"inquiry_part", "inquiry_type"},
		Schema: []string{
			`create table inquiry_part (
				investigation bytea not null, part text not null,
				state text not null, -- klar, paborjad or ej-aktuell
				primary key (investigation, part))`,
			`create table inquiry_type (
				investigation bytea primary key, type text not null, version text not null)`,
		},
		Events: []string{casework.InvestigationOpened{}.EventName(), casework.PartWritten{}.EventName(), casework.PartSetAside{}.EventName()},
		Apply: func(ctx context.Context, tx store.Execer, r journal.Recorded) error {
			set := func(part, state string) error {
				_, err := tx.ExecContext(ctx, `insert into inquiry_part (investigation, part, state) values ($1, $2, $3)
					on conflict (investigation, part) do update set state = excluded.state`, r.Stream.ID, part, state)
				return err
			}
			switch e := r.Event.(type) {
			case casework.InvestigationOpened:
				if e.Type == "" {
					return nil
				}
				_, err := tx.ExecContext(ctx, `insert into inquiry_type (investigation, type, version) values ($1, $2, $3)`, r.Stream.ID, e.Type, e.Template)
				return err
			case casework.PartWritten:
				if !e.Done {
					return set(e.Part, "paborjad")
				}
				return set(e.Part, "klar")
			case casework.PartSetAside:
				return set(e.Part, "ej-aktuell")
			}
			return nil
		},
	}
}

// completeness is how many mandatory parts of investigations are written, by unit
// and officer (C-10). It reads one investigation at a time.
func completeness() report.Report {
	all := templates.Norrsala()
	return report.Report{
		Key: "utredningarnas-delar", Title: "Utredningarnas obligatoriska delar per enhet och handläggare",
		Requirement: []string{"C-10"},
		Says: []string{
			"Varje obligatorisk del enligt utredningens mall räknas, i utredningar som inleddes under perioden. Enhet och handläggare är ärendets.",
			"Skriven är en del som är markerad som klar. Ej aktuell är en del som är satt åt sidan med skäl. Resten saknas.",
			"I en avslutad utredning kan inget saknas, för beslutet stoppas tills delarna är skrivna. Det som avskrivs eller avvisas prövas inte.",
		},
		Projections: []string{"investigations", "inquiry_parts", "cases", "organisation"},
		Columns: []report.Column{
			{Name: "enhet", Title: "Enhet", Unit: report.Text},
			{Name: "handlaggare", Title: "Handläggare", Unit: report.Text},
			{Name: "delar", Title: "Obligatoriska delar", Unit: report.Count},
			{Name: "skrivna", Title: "Skrivna", Unit: report.Count},
			{Name: "ej_aktuella", Title: "Ej aktuella", Unit: report.Count},
			{Name: "saknas", Title: "Saknas", Unit: report.Count},
			{Name: "andel", Title: "Andel skrivna", Unit: report.Share},
		},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "skrivna", Whole: "delar"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		rows, err := db.QueryContext(ctx, `select i.id, i.case_id, i.opened, t.type, t.version,
			coalesce((select n.name from unit_name n where n.unit = c.unit and n.begins <= i.opened order by n.begins desc limit 1), ''),
			coalesce((select s.name from staff s where s.id = c.officer), 'Ofördelat'), coalesce(p.part, ''), coalesce(p.state, '')
			from investigation_line i join inquiry_type t on t.investigation = i.id join cases c on c.id = i.case_id
			left join inquiry_part p on p.investigation = i.id
			where i.opened >= $1 and i.opened <= $2 order by i.opened, i.id`, q.From, q.To)
		if err != nil {
			return err
		}
		defer rows.Close()
		var now inquiryParts
		for rows.Next() {
			var next inquiryParts
			var part, state string
			if err := rows.Scan(&next.id, &next.kase, &next.opened, &next.kind, &next.version, &next.unit, &next.officer, &part, &state); err != nil {
				return err
			}
			if next.id != now.id {
				if err := now.tell(all, yield); err != nil {
					return err
				}
				now, now.states = next, map[string]string{}
			}
			now.states[part] = state
		}
		if err := rows.Err(); err != nil {
			return err
		}
		return now.tell(all, yield)
	})
}

// inquiryParts is one investigation with the states of its parts.
type inquiryParts struct {
	id            ids.ID
	kase          ids.ID
	opened        civil.Date
	kind, version string
	unit, officer string
	states        map[string]string
}

func (i inquiryParts) tell(all casework.Templates, yield func(report.Item) error) error {
	t, ok := all.Find(i.kind, i.version)
	if !ok {
		return nil
	}
	for _, part := range t.Parts {
		if !part.Required {
			continue
		}
		state := "saknas"
		switch i.states[part.Key] {
		case "klar":
			state = "skrivna"
		case "ej-aktuell":
			state = "ej_aktuella"
		}
		if err := yield(report.Item{
			Case: ids.Case{ID: i.kase}, Says: part.Title + ", utredning inledd " + i.opened.String(), Row: []string{i.unit, i.officer}, In: []string{"delar", state},
		}); err != nil {
			return err
		}
	}
	return nil
}
