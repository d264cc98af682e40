package store

import (
	"encoding/json"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A factRow is a fact as it lies in its subject's row.
type factRow struct {
	Name    string     `json:"name"`
	About   string     `json:"about,omitempty"`
	Day     civil.Date `json:"day,omitzero"`
	At      string     `json:"at,omitempty"`
	Value   string     `json:"value,omitempty"`
	Learned string     `json:"learned,omitempty"`
	Kind    string     `json:"kind,omitempty"`
	ID      ids.ID     `json:"id,omitzero"`
	Version int        `json:"version,omitempty"`
}

func rowOf(f duty.Fact) factRow {
	return factRow{
		Name: f.Name, About: f.About, Day: f.Day, At: civil.Stamp(f.At), Value: f.Value,
		Learned: civil.Stamp(f.Learned), Kind: f.Origin.Kind, ID: f.Origin.ID, Version: f.Version,
	}
}

func (r factRow) fact() (duty.Fact, error) {
	at, err := civil.ParseStamp(r.At)
	if err != nil {
		return duty.Fact{}, err
	}
	learned, err := civil.ParseStamp(r.Learned)
	if err != nil {
		return duty.Fact{}, err
	}
	return duty.Fact{
		Name: r.Name, About: r.About, Day: r.Day, At: at, Value: r.Value, Learned: learned,
		Origin: journal.StreamID{Kind: r.Kind, ID: r.ID}, Version: r.Version,
	}, nil
}

func encodeFacts(facts []duty.Fact) (string, error) {
	rows := make([]factRow, len(facts))
	for i, f := range facts {
		rows[i] = rowOf(f)
	}
	b, err := json.Marshal(rows)
	return string(b), err
}

func decodeFacts(b []byte) ([]duty.Fact, error) {
	var rows []factRow
	if err := json.Unmarshal(b, &rows); err != nil {
		return nil, fmt.Errorf("facts of a subject: %w", err)
	}
	facts := make([]duty.Fact, len(rows))
	for i, row := range rows {
		fact, err := row.fact()
		if err != nil {
			return nil, fmt.Errorf("facts of a subject: %w", err)
		}
		facts[i] = fact
	}
	return facts, nil
}
