package people

import (
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

type (
	// PersonRegistered opens the record of a person.
	PersonRegistered struct {
		Name     Name
		Number   ids.IdentityNumber
		Born     civil.Date
		BornYear int
		Unborn   bool
		Expected civil.Date
		Contact  Contact
	}
	// NameCorrected says what the person is called, and why that changed.
	NameCorrected struct {
		Name   Name
		Reason string
	}
	// NumberCorrected gives the person its number, first or new.
	NumberCorrected struct {
		Number ids.IdentityNumber
		Born   civil.Date // of the number; zero where the number does not tell it
		Reason string
	}
	// BirthCorrected says when the person was born; also that the unborn is born.
	BirthCorrected struct {
		Born   civil.Date
		Reason string
	}
	// ContactChanged says where the person is reached.
	ContactChanged struct{ Contact Contact }
	// ProtectionSet marks the person's identity as protected.
	ProtectionSet struct {
		Kind   Protection
		Reason string
	}
	// ProtectionLifted ends the protection.
	ProtectionLifted struct{ Reason string }
	// RelationAdded tells of one who stands close to the person.
	RelationAdded struct{ Relation Relation }
	// RelationEnded tells the relation's last day.
	RelationEnded struct {
		Number int
		Until  civil.Date
	}
	// Deceased tells the day of death.
	Deceased struct{ On civil.Date }
	// MovedAway tells the last day in the municipality.
	MovedAway struct {
		On civil.Date
		To string // the municipality, when known
	}
	// MovedBack tells that the person lives in the municipality again.
	MovedBack struct{ On civil.Date }
	// MergedInto marks the record as a double of another.
	MergedInto struct {
		Person ids.Person
		Reason string
	}
)

// EventName is for ever.
func (PersonRegistered) EventName() string { return "person.registered.v1" }

// EventName is for ever.
func (NameCorrected) EventName() string { return "person.name_corrected.v1" }

// EventName is for ever.
func (NumberCorrected) EventName() string { return "person.number_corrected.v1" }

// EventName is for ever.
func (BirthCorrected) EventName() string { return "person.birth_corrected.v1" }

// EventName is for ever.
func (ContactChanged) EventName() string { return "person.contact_changed.v1" }

// EventName is for ever.
func (ProtectionSet) EventName() string { return "person.protection_set.v1" }

// EventName is for ever.
func (ProtectionLifted) EventName() string { return "person.protection_lifted.v1" }

// EventName is for ever.
func (RelationAdded) EventName() string { return "person.relation_added.v1" }

// EventName is for ever.
func (RelationEnded) EventName() string { return "person.relation_ended.v1" }

// EventName is for ever.
func (Deceased) EventName() string { return "person.deceased.v1" }

// EventName is for ever.
func (MovedAway) EventName() string { return "person.moved_away.v1" }

// EventName is for ever.
func (MovedBack) EventName() string { return "person.moved_back.v1" }

// EventName is for ever.
func (MergedInto) EventName() string { return "person.merged.v1" }

// PersonEvents lists a zero value of each event of the stream.
func PersonEvents() []journal.Event {
	return []journal.Event{
		PersonRegistered{},
		NameCorrected{},
		NumberCorrected{},
		BirthCorrected{},
		ContactChanged{},
		ProtectionSet{},
		ProtectionLifted{},
		RelationAdded{},
		RelationEnded{},
		Deceased{},
		MovedAway{},
		MovedBack{},
		MergedInto{},
		ConflictDeclared{},
		ConflictLifted{},
	}
}
