// Package export writes the five lists that a system administrator would take
// out of Norrsala's system (norrsala.md 7): intakes, investigations, decisions,
// executions and visits, with titles above the headings, a line of sums below,
// several ways of writing a day, and the dirt that such lists have.
//
//	Projection   the record, event by event, as rows     record.go
//	Dirt         what a list says wrongly, by the seed   dirt.go
//	Write        the rows as lists                       matters.go, services.go, visited.go
//
// What happened stands in the record and nowhere else: a list differs from it only
// by dirt, and each kind of dirt is counted as it is laid.
//
// Everyone is invented and has no name, only a running number and a birth year.
package export

import (
	"context"
	"database/sql"
	"path/filepath"

	"stadga/internal/civil"
	"stadga/internal/store"
)

// Options say which time the lists speak of, and by which lot dirt is laid on them.
type Options struct {
	Seed     uint64
	From, To civil.Date // first and last day of the period; the lists are taken out the day after
	Clean    bool       // lay no dirt: the lists say what the record says
	Sheets   bool       // write the same lists as spreadsheets too
}

// A Tally is what was written.
type Tally struct {
	Rows map[string]int // by file
	Dirt map[Dirt]int   // by kind; those of one row with two are in both
}

// A writer writes the lists.
type writer struct {
	Options
	record store.Queryer
	tally  Tally

	intakes, inquiries, decisions, executions, visits *listFile
}

// Write writes the lists of the record to a folder. The record is what Projection
// has made of it.
func Write(ctx context.Context, record store.Queryer, dir string, o Options) (Tally, error) {
	w := &writer{Options: o, record: record, tally: Tally{Rows: map[string]int{}, Dirt: map[Dirt]int{}}}
	for _, list := range []struct {
		name    string
		to      **listFile
		write   func(context.Context) error
		headers []string
	}{
		{"aktualiseringar", &w.intakes, w.writeIntakes, []string{"Löpnr person", "Födelseår", "Ärendenr", "Akt-id", "Typ", "Gäller barn", "Inkom datum", "Inkom tid", "Registrerad", "Anmälare kategori", "Skyddsbedömning datum", "Skyddsbedömning tid", "Skyddsbedömning resultat", "Beslut", "Beslutsdatum", "Enhet", "Handläggare"}},
		{"utredningar", &w.inquiries, w.writeInquiries, []string{"Utredningsnr", "Ärendenr", "Typ", "Lagrum", "Inledd", "Planerad klar", "Förlängningsbeslut datum", "Förlängd till", "Avslutad", "Avslutsorsak", "Enhet"}},
		{"beslut", &w.decisions, w.writeDecisions, []string{"Beslutsnr", "Utredningsnr", "Insats", "Lagrum", "Resultat", "Beslutsdatum", "Fr.o.m.", "T.o.m.", "Omfattning", "Omf. enhet", "Beslutsfattare", "Delgivet datum"}},
		{"verkstalligheter", &w.executions, w.writeExecutions, []string{"Beslutsnr", "Utförare", "Uppdrag skickat", "Mottaget", "Verkställd fr.o.m.", "Avbrott fr.o.m.", "Avbrott orsak", "Avslutad", "Avslutsorsak", "Genomförandeplan datum", "Plan uppföljd", "Senaste individuppföljning"}},
		{"besok", &w.visits, w.writeVisits, []string{"Person löpnr", "Datum", "Planerad in", "Planerad ut", "Registrerad in", "Registrerad ut", "Sätt in", "Sätt ut", "Orsak", "Insats", "Utförare", "Personal-id"}},
	} {
		file, err := createList(filepath.Join(dir, list.name), list.headers, o.To.AddDays(1), o.Sheets)
		if err != nil {
			return w.tally, err
		}
		*list.to = file
		err = list.write(ctx)
		w.tally.Rows[list.name+".csv"] = file.rows
		if closed := file.close(); err == nil {
			err = closed
		}
		if err != nil {
			return w.tally, err
		}
	}
	return w.tally, nil
}

// each reads rows one by one.
func (w *writer) each(ctx context.Context, query string, f func(*sql.Rows) error, args ...any) error {
	rows, err := w.record.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// known is the day, or no day when the lists were taken out before it came.
func (w *writer) known(day civil.Date) civil.Date {
	if day.After(w.To) {
		return civil.Date{}
	}
	return day
}

// A person's running number, and the numbers of other things in the lists.
const firstPerson = 100000
