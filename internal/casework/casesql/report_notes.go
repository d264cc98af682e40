package casesql

import (
	"context"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/report"
	"stadga/internal/store"
)

// notesInTime is the share of entries written at the latest on the working day
// after what they tell of (local-note-next-workday; FL 27 § has no number).
func notesInTime() report.Report {
	return report.Report{
		Key: "anteckningar-i-tid", Title: "Anteckningar skrivna senast nästa arbetsdag",
		Says: []string{
			"Anteckningar i akterna, den månad det hände som de handlar om.",
			"I tid: skriven senast arbetsdagen efter det som hände. Helger och röda dagar räknas inte som arbetsdagar.",
			"Gränsen är kommunens egen. Lagen säger snarast.",
			"Anteckningar som är markerade som felregistrerade räknas inte.",
		},
		Projections: []string{"notes"},
		Columns: []report.Column{
			{Name: "manad", Title: "Månad", Unit: report.Text},
			{Name: "antal", Title: "Antal", Unit: report.Count},
			{Name: "i_tid", Title: "I tid", Unit: report.Count},
			{Name: "senare", Title: "Senare", Unit: report.Count},
			{Name: "andel", Title: "Andel i tid", Unit: report.Share},
		},
		Rows: noteRows,
	}
}

func noteRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	rows, err := db.QueryContext(ctx, `select happened, written from note where happened >= $1 and happened < $2 and misfiled = 0 order by happened`,
		civil.Stamp(q.From.Midnight()), civil.Stamp(q.To.AddDays(1).Midnight()))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []report.Row
	month, n, inTime := "", int64(0), int64(0)
	line := func() {
		if n > 0 {
			out = append(out, report.Row{report.T(month), report.N(n), report.N(inTime), report.N(n - inTime), report.Of(inTime, n)})
		}
	}
	for rows.Next() {
		var happened, written string
		if err := rows.Scan(&happened, &written); err != nil {
			return nil, err
		}
		was, err := dayOfStamp(happened)
		if err != nil {
			return nil, err
		}
		noted, err := dayOfStamp(written)
		if err != nil {
			return nil, err
		}
		if m := was.String()[:7]; m != month {
			line()
			month, n, inTime = m, 0, 0
		}
		n++
		if !noted.After(was.AddWorkingDays(1)) {
			inTime++
		}
	}
	line()
	return out, rows.Err()
}

func dayOfStamp(text string) (civil.Date, error) {
	at, err := civil.ParseStamp(text)
	if err != nil {
		return civil.Date{}, fmt.Errorf("note: %w", err)
	}
	return civil.DayOf(at), nil
}
