package store

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

// ObligationColumns are read by ScanObligation, from obligation o and its subject s.
const ObligationColumns = `s.kind, s.id, o.rule, o.about, o.nth, o.body`

// ScanObligation reads ObligationColumns, and after them what more was selected.
func ScanObligation(rows *sql.Rows, o *duty.Obligation, more ...any) error {
	var body string
	dest := []any{&o.Subject.Kind, &o.Subject.ID, &o.Rule, &o.About, &o.Nth, &body}
	if err := rows.Scan(append(dest, more...)...); err != nil {
		return fmt.Errorf("obligation: %w", err)
	}
	return decodeObligation(body, o)
}

// An obligationRow is what lies in the column body: all of an obligation but its
// subject and key.
type obligationRow struct {
	Version  int        `json:"version,omitempty"`
	Ground   factRow    `json:"ground,omitzero"`
	Owes     string     `json:"owes,omitempty"`
	Strict   civil.Date `json:"strict,omitzero"`
	Shifted  civil.Date `json:"shifted,omitzero"`
	Local    civil.Date `json:"local,omitzero"`
	DueAt    string     `json:"due_at,omitempty"`
	Before   civil.Date `json:"before,omitzero"`
	MetBy    factRow    `json:"met_by,omitzero"`
	Recorded bool       `json:"recorded,omitempty"`
	Until    civil.Date `json:"until,omitzero"`
	Waived   string     `json:"waived,omitempty"`
	WaiveOn  civil.Date `json:"waive_on,omitzero"`
	Missing  string     `json:"missing,omitempty"`
	Never    bool       `json:"never,omitempty"`
	Prior    bool       `json:"prior,omitempty"`
	Wakes    civil.Date `json:"wakes,omitzero"`
}

func encodeObligation(o duty.Obligation) (string, error) {
	b, err := json.Marshal(obligationRow{
		Version: o.Version, Ground: rowOf(o.Ground), Owes: o.Owes, Strict: o.Strict, Shifted: o.Shifted, Local: o.Local,
		DueAt: civil.Stamp(o.DueAt), Before: o.Before, MetBy: rowOf(o.MetBy), Recorded: o.Recorded, Until: o.Until,
		Waived: o.Waived, WaiveOn: o.WaiveOn, Missing: o.Missing, Never: o.Never, Prior: o.Prior, Wakes: o.Wakes,
	})
	return string(b), err
}

// decodeObligation completes an obligation whose subject and key have been read.
func decodeObligation(body string, o *duty.Obligation) error {
	var row obligationRow
	if err := json.Unmarshal([]byte(body), &row); err != nil {
		return fmt.Errorf("obligation: %w", err)
	}
	ground, err := row.Ground.fact()
	if err != nil {
		return err
	}
	metBy, err := row.MetBy.fact()
	if err != nil {
		return err
	}
	dueAt, err := civil.ParseStamp(row.DueAt)
	if err != nil {
		return err
	}
	*o = duty.Obligation{
		Rule: o.Rule, Version: row.Version, Subject: o.Subject, About: o.About, Nth: o.Nth,
		Ground: ground, Owes: row.Owes, Strict: row.Strict, Shifted: row.Shifted, Local: row.Local, DueAt: dueAt,
		Before: row.Before, MetBy: metBy, Recorded: row.Recorded, Until: row.Until, Waived: row.Waived,
		WaiveOn: row.WaiveOn, Missing: row.Missing, Never: row.Never, Prior: row.Prior, Wakes: row.Wakes,
	}
	return nil
}

// dueDay and alarmDay are what the columns due and alarm hold: for a rule that
// counts hours, the day of the last hour.
func dueDay(o duty.Obligation) civil.Date {
	if day := o.Due(); !day.IsZero() {
		return day
	}
	return civil.DayOf(o.DueAt)
}

func alarmDay(o duty.Obligation) civil.Date {
	if day := o.Alarm(); !day.IsZero() {
		return day
	}
	return civil.DayOf(o.DueAt)
}
