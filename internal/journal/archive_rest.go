package journal

import (
	"stadga/internal/civil"
	"stadga/internal/ids"
)

// What an export holds since format 2 beside what is sealed: work that waited
// when it was written, and figures as they were counted on past days.

// An ArchivedWaiting act has reactions that have not run.
type ArchivedWaiting struct {
	Kind string  `json:"kind"` // waiting
	Act  ids.Act `json:"act"`
}

// An ArchivedTask is something that was left to a person.
type ArchivedTask struct {
	Kind       string   `json:"kind"` // task
	Name       string   `json:"name"`
	Cause      ids.Act  `json:"cause"`
	CausePlace int      `json:"cause_place"`
	Stream     string   `json:"stream"`
	ID         ids.ID   `json:"id"`
	At         string   `json:"at"`
	Fault      string   `json:"fault"`
	Rule       string   `json:"rule"`
	Done       string   `json:"done"`
	By         ids.User `json:"by"`
}

// An ArchivedMeasurement (mätning) is a count of the whole record; its parts follow.
type ArchivedMeasurement struct {
	Kind  string     `json:"kind"` // measurement
	Taken string     `json:"taken"`
	Day   civil.Date `json:"day"`
	Book  string     `json:"book"`
	Took  int64      `json:"took"` // milliseconds
}

// An ArchivedPart is a part of the measurement above.
type ArchivedPart struct {
	Kind  string `json:"kind"` // part
	View  string `json:"view"`
	Split string `json:"split"`
	Body  string `json:"body"`
}
