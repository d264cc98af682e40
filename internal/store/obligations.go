package store

import (
	"database/sql"
	"errors"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

// ObligationColumns are read by ScanObligation, from obligation o and its subject s.
const ObligationColumns = `s.kind, s.id, o.rule, o.about, o.nth, o.body`

// ScanObligation reads ObligationColumns, and after them what more was selected.
func ScanObligation(rows *sql.Rows, o *duty.Obligation, more ...any) error {
	var body sql.RawBytes
	dest := []any{&o.Subject.Kind, &o.Subject.ID, &o.Rule, &o.About, &o.Nth, &body}
	if err := rows.Scan(append(dest, more...)...); err != nil {
		return fmt.Errorf("obligation: %w", err)
	}
	return decodeObligation(body, o)
}

// OpenColumns are read by ScanOpen: what the row of an obligation that nothing has
// met for good says beside its body, and an index holds.
const OpenColumns = `o.subject, o.rule, o.about, o.nth, o.version, o.owes, o.ground_day, o.due, o.due_at, o.met, o.met_at, o.until, o.kept, o.prior, o.missing`

// ScanOpen reads OpenColumns, and after them what more was selected, row after row
// into the same place: an obligation of the subject with that number, whose key and
// state can be told, and its last day. Its subject, and why and by what, are for
// ScanObligation.
func ScanOpen(of *int64, o *duty.Obligation, more ...any) func(*sql.Rows) error {
	var due civil.Date
	var dueAt, metAt string
	dest := append([]any{
		of, &o.Rule, &o.About, &o.Nth, &o.Version, &o.Owes, &o.Ground.Day, &due, &dueAt, &o.MetBy.Day, &metAt, &o.Until, &o.Before, &o.Prior, &o.Missing,
	}, more...)
	return func(rows *sql.Rows) error {
		*o = duty.Obligation{}
		if err := rows.Scan(dest...); err != nil {
			return fmt.Errorf("obligation: %w", err)
		}
		if dueAt == "" {
			o.Strict = due
		}
		return errors.Join(instant(&o.DueAt, dueAt), instant(&o.MetBy.At, metAt))
	}
}

// encodeObligation writes what lies in the column body: all of an obligation but
// its subject and key.
func encodeObligation(o *duty.Obligation) string {
	w := flatWriter{make([]byte, 0, 512)}
	w.b = append(w.b, '{')
	w.number("version", o.Version)
	if o.Ground != (duty.Fact{}) {
		w.key("ground")
		w.fact(&o.Ground)
	}
	w.text("owes", o.Owes)
	w.day("strict", o.Strict)
	w.day("shifted", o.Shifted)
	w.day("local", o.Local)
	w.at("due_at", o.DueAt)
	w.day("before", o.Before)
	if o.MetBy != (duty.Fact{}) {
		w.key("met_by")
		w.fact(&o.MetBy)
	}
	w.yes("recorded", o.Recorded)
	w.day("until", o.Until)
	w.text("waived", o.Waived)
	w.day("waive_on", o.WaiveOn)
	w.text("missing", o.Missing)
	w.yes("never", o.Never)
	w.yes("prior", o.Prior)
	w.day("wakes", o.Wakes)
	return string(append(w.b, '}'))
}

// decodeObligation completes an obligation whose subject and key have been read.
func decodeObligation(body []byte, o *duty.Obligation) error {
	*o = duty.Obligation{Rule: o.Rule, Subject: o.Subject, About: o.About, Nth: o.Nth}
	r := flatReader{b: body}
	r.object(func(name string) bool {
		switch name {
		case "version":
			return r.number(&o.Version)
		case "ground":
			return r.fact(&o.Ground)
		case "owes":
			return r.text(&o.Owes)
		case "strict":
			return r.day(&o.Strict)
		case "shifted":
			return r.day(&o.Shifted)
		case "local":
			return r.day(&o.Local)
		case "due_at":
			return r.stamp(&o.DueAt)
		case "before":
			return r.day(&o.Before)
		case "met_by":
			return r.fact(&o.MetBy)
		case "recorded":
			return r.yes(&o.Recorded)
		case "until":
			return r.day(&o.Until)
		case "waived":
			return r.text(&o.Waived)
		case "waive_on":
			return r.day(&o.WaiveOn)
		case "missing":
			return r.text(&o.Missing)
		case "never":
			return r.yes(&o.Never)
		case "prior":
			return r.yes(&o.Prior)
		case "wakes":
			return r.day(&o.Wakes)
		}
		return false
	})
	if err := r.end(); err != nil {
		return fmt.Errorf("obligation: %w", err)
	}
	return nil
}

// dueDay and alarmDay are what the columns due and alarm hold: for a rule that
// counts hours, the day of the last hour.
func dueDay(o *duty.Obligation) civil.Date {
	if day := o.Due(); !day.IsZero() {
		return day
	}
	return civil.DayOf(o.DueAt)
}

func alarmDay(o *duty.Obligation) civil.Date {
	if day := o.Alarm(); !day.IsZero() {
		return day
	}
	return civil.DayOf(o.DueAt)
}
