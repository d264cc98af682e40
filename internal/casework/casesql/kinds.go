// Package casesql keeps casework as tables that are a function of its streams,
// and answers the questions that pages ask of them. Every list is narrowed to
// what the reader may see, shows 25 rows and is found by an index.
package casesql

import (
	"stadga/internal/casework"
	"stadga/internal/engine"
	"stadga/internal/journal"
)

// Cases describes the case stream to the engine.
func Cases() engine.Kind[casework.Case] {
	return engine.Kind[casework.Case]{
		Name: "case", Fold: (*casework.Case).Fold, Says: casework.Case.Says, Persons: casework.Case.Persons, Events: casework.CaseEvents(),
	}
}

// Intakes describes the intake stream to the engine.
func Intakes() engine.Kind[casework.Intake] {
	return engine.Kind[casework.Intake]{
		Name: "intake", Fold: (*casework.Intake).Fold, Says: casework.Intake.Says, Persons: casework.Intake.Persons, Events: casework.IntakeEvents(),
	}
}

// Notes describes the note stream to the engine.
func Notes() engine.Kind[casework.Note] {
	return engine.Kind[casework.Note]{
		Name: "note", Fold: (*casework.Note).Fold, Says: casework.Note.Says, Persons: casework.Note.Persons, Events: casework.NoteEvents(),
	}
}

// eventNames lists the names of events, for a projection that reads them.
func eventNames(events ...[]journal.Event) []string {
	var names []string
	for _, of := range events {
		for _, e := range of {
			names = append(names, e.EventName())
		}
	}
	return names
}
