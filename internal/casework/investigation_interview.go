package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// InterviewAreas lists the areas of an instrument, key and name, in their order. The
// instrument's questions are licensed and stand elsewhere; here is only the result.
func InterviewAreas(instrument string) [][2]string {
	if instrument != "ASI" {
		return nil
	}
	return [][2]string{
		{"fysisk-halsa", "Fysisk hälsa"},
		{"arbete", "Arbete och försörjning"},
		{"alkohol", "Alkoholanvändning"},
		{"narkotika", "Narkotikaanvändning"},
		{"ratt", "Rättsliga problem"},
		{"familj", "Familj och umgänge"},
		{"psykisk-halsa", "Psykisk hälsa"},
	}
}

// RecordInterview keeps the result of an interview in an investigation of
// substance use (C-08).
type RecordInterview struct{ Interview Interview }

// Action names the act for the access policies.
func (RecordInterview) Action() string { return "investigation.write" }

// Decide records the day, the interviewer and a rating of every area.
func (cmd RecordInterview) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	made := cmd.Interview
	made.Instrument = i.Template.Interview
	areas := InterviewAreas(made.Instrument)
	if len(areas) == 0 {
		return nil, fault.New(fault.Unmet, "investigation.no-interview")
	}
	wrong := []*fault.Error{happened("interviewed", made.On, env), said("interviewer", made.By)}
	for _, a := range areas {
		if !slices.ContainsFunc(made.Areas, func(x InterviewArea) bool { return x.Key == a[0] && x.Rating >= 0 && x.Rating <= 9 }) {
			wrong = append(wrong, fault.Field("rating-"+a[0], "investigation.rating"))
		}
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{Interviewed{made}}, nil
}
