package casesql

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/likeness"
	"stadga/internal/report"
	"stadga/internal/store"
)

// LikenessProjection keeps the fingerprints of the parts of investigations, so that
// copies of a text are found by its own length and not by reading others' (C-19).
//
//	text_print  one row for each fingerprint of a part's present text
//
// The rows say nothing that can be read, and go with the text they are made from.
func LikenessProjection() store.Projection {
	return store.Projection{
		Name:   "inquiry-likeness",
		Tables: []string{"text_print"},
		Schema: []string{
			`create table text_print (
				print bigint not null, investigation bytea not null, part text not null,
				primary key (print, investigation, part))`,
			`create index text_print_of on text_print (investigation, part)`,
		},
		Events: eventNames([]journal.Event{casework.PartWritten{}, casework.PartCorrected{}, casework.PartSetAside{}}),
		Seeks:  []string{"text_print_of"},
		Apply: func(ctx context.Context, tx store.Execer, r journal.Recorded) error {
			switch e := r.Event.(type) {
			case casework.PartWritten:
				return keepPrints(ctx, tx, r.Stream.ID, e.Part, e.Text)
			case casework.PartCorrected:
				return keepPrints(ctx, tx, r.Stream.ID, e.Part, e.Text)
			case casework.PartSetAside:
				return keepPrints(ctx, tx, r.Stream.ID, e.Part, "")
			}
			return fmt.Errorf("casesql: %s is not read", r.Name)
		},
	}
}

// printsAtOnce is how many rows one statement writes.
const printsAtOnce = 100

// keepPrints keeps the fingerprints of what stands in a part now.
func keepPrints(ctx context.Context, tx store.Execer, of ids.ID, part, text string) error {
	if _, err := tx.ExecContext(ctx, `delete from text_print where investigation = $1 and part = $2`, of, part); err != nil {
		return err
	}
	for some := range slices.Chunk(likeness.Prints(text), printsAtOnce) {
		args, rows := []any{of, part}, make([]string, len(some))
		for i, p := range some {
			args = append(args, p)
			rows[i] = fmt.Sprintf("($%d, $1, $2)", i+3)
		}
		if _, err := tx.ExecContext(ctx, `insert into text_print (print, investigation, part) values `+strings.Join(rows, ", "), args...); err != nil {
			return err
		}
	}
	return nil
}

const (
	holdersMost = 25 // of one fingerprint: what more have is no one's own
	likeMost    = 10
)

// Likeness finds what a text of an investigation has in common with the texts of
// others: the parts that hold at least half of it, the most alike first, and how
// many of its fingerprints stand in any other person's file. Its cost is that of
// the text's own length.
func (q Deciding) Likeness(ctx context.Context, of ids.Investigation, person ids.Person, text string) (like []casework.LikeText, elsewhere, all int, err error) {
	type place struct {
		inquiry ids.ID
		part    string
	}
	found := map[place]*casework.LikeText{}
	prints := likeness.Prints(text)
	for _, p := range prints {
		others := 0
		err := each(ctx, q.DB, func(scan func(...any) error) error {
			var at place
			var l casework.LikeText
			if err := scan(&at.inquiry, &at.part, &l.Case.ID, &l.Person.ID, &l.Number); err != nil {
				return err
			}
			if found[at] == nil {
				l.Part = at.part
				found[at] = &l
			}
			found[at].Shared++
			if l.Person != person {
				others++
			}
			return nil
		}, fmt.Sprintf(`select t.investigation, t.part, i.case_id, i.person, i.no from text_print t join investigation_line i on i.id = t.investigation
			where t.print = $1 and t.investigation <> $2 order by t.investigation, t.part limit %d`, holdersMost), p, of.ID)
		if err != nil {
			return nil, 0, 0, err
		}
		if others > 0 {
			elsewhere++
		}
	}
	for _, l := range found {
		if likeness.Copied(l.Shared, len(prints)) {
			like = append(like, *l)
		}
	}
	slices.SortFunc(like, func(a, b casework.LikeText) int {
		return cmp.Or(cmp.Compare(b.Shared, a.Shared), bytes.Compare(a.Case.ID[:], b.Case.ID[:]), cmp.Compare(a.Number, b.Number), cmp.Compare(a.Part, b.Part))
	})
	like = like[:min(len(like), likeMost)]
	kept := like[:0]
	for _, l := range like {
		err := each(ctx, q.DB, func(scan func(...any) error) error {
			err := scan(&l.In, &l.Officer)
			kept = append(kept, l)
			return err
		}, `select number, officer from cases where id = $1`, l.Case)
		if err != nil {
			return nil, 0, 0, err
		}
	}
	return kept, elsewhere, len(prints), nil
}

// copiedTexts is how many parts of investigations hold wording that stands in other
// persons' files (C-19).
func copiedTexts() report.Report {
	return report.Report{
		Key: "lika-texter", Title: "Texter som står i flera akter", Group: inquiryGroup,
		Requirement: []string{"C-19"},
		Says: []string{
			fmt.Sprintf("Delar av utredningar som inleddes under perioden, den månad utredningen inleddes. Bara texter med minst %d ord prövas, och bara som de lyder nu.", likeness.Least),
			"Lika: minst hälften av texten står också i andra personers akter, ord för ord i stycken. Stor och liten bokstav och skiljetecken räknas inte.",
			"Besvarade har ett skäl i utredningen. Att se över är resten av de lika. Andelen är de som ska ses över av alla. Den ska minska.",
			"Bakom antalen står ärendet som texten står i, aldrig vilka andra akter den liknar.",
		},
		Projections: []string{"investigations", "inquiry-care", "inquiry-likeness"},
		Columns: []report.Column{
			text("manad", "Månad"), count("texter", "Texter"), count("lika", "Lika"), count("besvarade", "Besvarade"), count("se_over", "Att se över"), share("andel", "Andel att se över"),
		},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "se_over", Whole: "texter"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var opened civil.Date
			var shared, all int
			var answered bool
			if err := scan(&of, &opened, &shared, &all, &answered); err != nil {
				return err
			}
			in := []string{"texter"}
			if likeness.Copied(shared, all) {
				in = append(in, "lika")
				if answered {
					in = append(in, "besvarade")
				} else {
					in = append(in, "se_over")
				}
			}
			return yield(report.Item{Case: of, Says: "Text, utredning inledd " + opened.String(), Row: []string{opened.String()[:7]}, In: in})
		}, `select i.case_id, i.opened,
				sum(case when exists (select 1 from text_print o join investigation_line j on j.id = o.investigation where o.print = t.print and j.person <> i.person) then 1 else 0 end),
				count(*), exists (select 1 from likeness_answer a where a.investigation = i.id and a.text_key = t.part)
			from investigation_line i join text_print t on t.investigation = i.id
			where i.opened >= $1 and i.opened <= $2 group by i.case_id, i.opened, i.id, t.part order by i.opened, i.id, t.part`, q.From, q.To)
	})
}
