package export

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"stadga/internal/civil"
)

// An intake as the list has it.
type intake struct {
	number, person, sibling              int64
	born                                 int
	caseNumber, area, kind               string
	received, registered, assessed       time.Time
	source, protection, officer, outcome string
	decided                              civil.Date
}

// writeIntakes writes the list of what came in.
func (w *writer) writeIntakes(ctx context.Context) error {
	var before *intake // of the same report, perhaps to stand on one row with the next
	err := w.each(ctx, `select i.number, p.number, f.number, p.born, c.number, i.area, i.kind, i.received, i.registered, i.protected_at,
			i.source, i.protection, coalesce(s.name, ''), i.outcome, i.decided
		from taken_intake i join taken_person p on p.id = i.person join taken_case c on c.id = i.case_id
		join taken_intake f on f.id = i.sibling left join taken_staff s on s.id = i.officer order by i.number`,
		func(rows *sql.Rows) error {
			var in intake
			var received, registered, assessed string
			err := rows.Scan(&in.number, &in.person, &in.sibling, &in.born, &in.caseNumber, &in.area, &in.kind, &received, &registered, &assessed,
				&in.source, &in.protection, &in.officer, &in.outcome, &in.decided)
			if err != nil {
				return err
			}
			var wrong [3]error
			in.received, wrong[0] = civil.ParseStamp(received)
			in.registered, wrong[1] = civil.ParseStamp(registered)
			in.assessed, wrong[2] = civil.ParseStamp(assessed)
			if err := errors.Join(wrong[:]...); err != nil {
				return err
			}
			switch {
			case before == nil:
			case before.alike(in) && w.lays(TogetherRow, in.number):
				w.writeIntake(*before, fmt.Sprintf("%d+%d", firstPerson+before.person, firstPerson+in.person))
				before = nil
				return nil
			default:
				w.writeIntake(*before, fmt.Sprint(firstPerson+before.person))
			}
			before = &in
			return nil
		})
	if before != nil && err == nil {
		w.writeIntake(*before, fmt.Sprint(firstPerson+before.person))
	}
	return err
}

// alike tells whether two children of one report came to the same, and to no
// inquiry that would have to be told apart. Written on one row they share the days
// of the first.
func (in intake) alike(other intake) bool {
	return in.sibling == other.sibling && in.kind == other.kind && in.outcome == other.outcome && in.outcome == "inte-inleda"
}

func (w *writer) writeIntake(in intake, persons string) {
	received, hour := civil.DayOf(in.received), clockOf(in.received)
	registered := civil.DayOf(in.registered)
	if received.Before(registered) && w.lays(ReceivedIsKept, in.number) {
		received, hour = registered, clockOf(in.registered)
	}
	assessed, assessedHour, result := "", "", ""
	if !in.assessed.IsZero() && !w.lays(AssessmentGone, in.number) {
		assessed, assessedHour, result = dashed(civil.DayOf(in.assessed)), clockOf(in.assessed), "Inget behov"
		if in.protection == "behovs" {
			result = "Behov av omedelbart skydd"
		}
	}
	if w.lays(NoTime, in.number) { // the list has columns for the time of day, and few fill them in
		hour, assessedHour = "", ""
	}
	kind := w.typeOf(in)
	outcome, decided := "", ""
	if in.kind == concern {
		outcome, decided = outcomes[in.outcome], dashed(in.decided)
	}
	row := []string{
		persons, year(in.born), w.matter(in.area, in.caseNumber, in.number), fmt.Sprintf("A%07d", in.number), kind, w.yes(in.area == "barn", in.number),
		dashed(received), hour, dashed(registered), sourceWords[in.source], assessed, assessedHour, result, outcome, decided, units[in.area], signature(in.officer),
	}
	w.intakes.row(row...)
	if w.lays(RowTwice, in.number) {
		w.intakes.row(row...)
	}
}

const concern = "orosanmalan"

// typeOf is the kind of an intake in the list. What came in before the period was
// taken over from the system before.
func (w *writer) typeOf(in intake) string {
	switch {
	case civil.DayOf(in.received).Before(w.From):
		return "Övertaget"
	case in.kind == concern:
		return "Orosanmälan barn"
	case in.kind == "begaran":
		return "Begäran LSS"
	case in.kind == "ansokan" && in.outcome == "avskriven":
		return "Makulerad"
	case in.kind == "ansokan" && in.area == "barn":
		return "Ansökan barn"
	case in.kind == "ansokan":
		return "Ansökan"
	}
	return "Övrigt"
}

// matter is the number of a matter: the child's file, and of others one for each
// that came in.
func (w *writer) matter(area, caseNumber string, intake int64) string {
	if area == "barn" {
		return caseNumber
	}
	return fmt.Sprintf("%s/%d", caseNumber, intake)
}

// yes writes yes and no in the three ways of the old system.
func (w *writer) yes(is bool, row int64) string {
	words := []string{"N", "Nej", "0"}
	if is {
		words = []string{"J", "Ja", "1"}
	}
	return words[w.between("ja", row, 0, 2)]
}

func year(born int) string {
	if born == 0 {
		return ""
	}
	return fmt.Sprint(born)
}

// signature is what someone signs with: the first two letters of both names.
func signature(name string) string {
	given, family, _ := strings.Cut(name, " ")
	short := func(s string) string {
		var letters []rune
		for _, r := range s {
			if r = unicode.ToUpper(r); len(letters) < 2 {
				letters = append(letters, r)
			}
		}
		return string(letters)
	}
	return short(given) + short(family)
}

// An inquiry as the list has it.
type inquiry struct {
	number                                    int64
	matter, kind, ground, outcome, unit       string
	opened, extendedOn, extendedTo, concluded civil.Date
}

// writeInquiries writes the list of investigations.
func (w *writer) writeInquiries(ctx context.Context) error {
	return w.each(ctx, `select q.number, c.number, coalesce(i.number, 0), coalesce(i.received, q.opened), coalesce(i.area, ''), q.kind, q.ground,
			q.opened, q.extended_on, q.extended_to, q.decided, q.outcome
		from taken_inquiry q join taken_case c on c.id = q.case_id left join taken_intake i on i.id = q.intake order by q.number`,
		func(rows *sql.Rows) error {
			var q inquiry
			var caseNumber, received, area string
			var intake int64
			if err := rows.Scan(&q.number, &caseNumber, &intake, &received, &area, &q.kind, &q.ground, &q.opened, &q.extendedOn, &q.extendedTo, &q.concluded, &q.outcome); err != nil {
				return err
			}
			if area == "" {
				area = areaOf[q.kind]
			}
			q.matter, q.unit = w.matter(area, caseNumber, intake), inquiryUnits[area]
			taken := q.opened.Before(w.From)
			if q.kind != "barn" {
				taken = received < civil.Stamp(w.From.Midnight())
			}
			w.writeInquiry(q, taken)
			return nil
		})
}

func (w *writer) writeInquiry(q inquiry, taken bool) {
	kind, planned := inquiryKinds[q.kind], civil.Date{}
	if taken {
		kind = "Övertagen utredning"
	}
	limit := q.opened.AddMonths(4)
	if q.kind == "barn" {
		planned = limit
	}
	ground := grounds[q.ground]
	if old, changed := before2025[ground]; changed && !taken && w.lays(OldLaw, q.number) {
		ground = old
	}
	if !q.extendedOn.IsZero() && !q.extendedOn.After(limit) && w.lays(ExtensionLate, q.number) {
		q.extendedOn = w.known(limit.AddDays(w.between("infört", q.number, 2, 15)))
	}
	concluded, why := q.concluded, causes[q.outcome]
	switch {
	case concluded.IsZero():
		why = ""
	case q.outcome == "avskriven" && !taken && w.lays(NeverClosed, q.number):
		concluded, why = civil.Date{}, ""
	case q.outcome == "avskriven" && !taken && w.refusedInstead(q.number):
		why = "Beslut"
	case q.kind == "barn" && !taken && concluded.After(limit) && w.lays(BackDated, q.number):
		concluded = civil.Shift(limit)
	}
	row := func(number string, from, to civil.Date, why string) {
		w.inquiries.row(number, q.matter, kind, ground, compact(from), compact(planned), compact(q.extendedOn), compact(q.extendedTo), compact(to), why, q.unit)
	}
	number := fmt.Sprintf("U%07d", q.number)
	if q.kind == "barn" && !taken && concluded.DaysSince(q.opened) > 60 && w.lays(ReopenedAnew, q.number) {
		// Closed and opened again under a new number: the system counts from the start.
		shut := q.opened.AddDays(concluded.DaysSince(q.opened) * 2 / 3)
		again := shut.AddDays(w.between("åter", q.number, 1, 14))
		row(number+"-1", q.opened, shut, "Avslutas utan insats")
		planned = again.AddMonths(4)
		row(number, again, concluded, why)
		return
	}
	row(number, q.opened, concluded, why)
}

// refusedInstead tells whether a withdrawn application stands as refused, in the
// list of investigations as in that of decisions.
func (w *writer) refusedInstead(inquiry int64) bool {
	return !w.Clean && w.lot(string(NeverClosed), inquiry) >= NeverClosed.share() && w.lot(string(WithdrawnAsNo), inquiry) < WithdrawnAsNo.share()
}
