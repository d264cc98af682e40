package export

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"stadga/internal/civil"
)

// writeVisits writes the list of visits of the period.
func (w *writer) writeVisits(ctx context.Context) error {
	hands := map[string]int{} // numbers of those who work at providers, as they first appear
	return w.each(ctx, `select v.number, p.number, r.name, coalesce((select s.kind from taken_service s where s.service = v.service limit 1), ''),
			v.day, v.planned_from, v.planned_to, v.done_from, v.done_to, v.class, v.reason, hex(v.staff)
		from taken_visit v join taken_person p on p.id = v.person join taken_provider r on r.id = v.provider
		where v.day >= $1 and v.day <= $2 order by v.number`,
		func(rows *sql.Rows) error {
			var number, person int64
			var provider, kind, class, reason, hand string
			var day civil.Date
			var stamps [4]string
			if err := rows.Scan(&number, &person, &provider, &kind, &day, &stamps[0], &stamps[1], &stamps[2], &stamps[3], &class, &reason, &hand); err != nil {
				return err
			}
			var at [4]time.Time
			var wrong [4]error
			for i, stamp := range stamps {
				at[i], wrong[i] = civil.ParseStamp(stamp)
			}
			if err := errors.Join(wrong[:]...); err != nil {
				return err
			}
			if hands[hand] == 0 {
				hands[hand] = len(hands) + 1
			}
			w.writeVisit(number, person, hands[hand], visit{provider, kind, class, reason, day, at})
			return nil
		}, w.From, w.To)
}

// A visit as the list has it.
type visit struct {
	provider, kind, class, reason string
	day                           civil.Date
	at                            [4]time.Time // planned in and out, registered in and out
}

func (w *writer) writeVisit(number, person int64, hand int, v visit) {
	if late := v.at[2].In(civil.Stockholm).Hour() >= 20; late && w.lays(OverMidnight, number) {
		moved := v.day.At(23, 55).Sub(v.at[2])
		for i := range v.at {
			v.at[i] = v.at[i].Add(moved)
		}
	}
	in, out, reason := "T", "T", ""
	switch v.class {
	case "tagg-in":
		out = "M"
	case "tagg-ut":
		in = "M"
	case "manuell":
		in, out = "M", "M"
	}
	if in == "M" || out == "M" {
		reason = reasons[v.reason]
	}
	write := clockOf
	if w.lays(DecimalHours, number) { // some read the time as hours in decimals: 14,50 is half past two
		write = hoursOf
	}
	rows := 1
	if w.lays(TwoHands, number) {
		rows = 2
	}
	for n := range rows {
		w.visits.row(fmt.Sprint(firstPerson+person), dashed(v.day), clockOf(v.at[0]), clockOf(v.at[1]), write(v.at[2]), write(v.at[3]), in, out, reason,
			code(v.kind), v.provider, fmt.Sprintf("P%03d", hand+n*500))
	}
}
